"""Verdicts: the facts gathered, the rules asked, the answer stored so that it can be replayed."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime
from enum import StrEnum
from typing import TypeVar

from django.utils import timezone

from portal import audit
from portal.programmes.defaults import DEFAULTS
from portal.programmes.models import SettingKind, SettingVersion
from portal.programmes.versions import material_terms
from portal.vault import keys, registers
from portal.vault.keys import KeyKind
from submissions.domain import sealed, settings_in_force
from submissions.domain.consent import (
    changed,
    duplicates,
    engagements,
    evidence,
    register,
    rules,
)
from submissions.domain.consent.facts import (
    Agreement,
    Authenticity,
    Facts,
    Grant,
    InformationClass,
    Owner,
    Relation,
    Waiver,
)
from submissions.domain.consent.inputs import fingerprint, plain
from submissions.domain.consent.rules import Case, Policy, Ruling, Seen
from submissions.domain.sealed import JSON
from submissions.models import (
    ConfidentialityRelease,
    Evidence,
    Outcome,
    RecordState,
    RightsGrant,
    Submission,
    Verdict,
)
from submissions.states import GONE, STOPPED, FileState

E = TypeVar("E", bound=StrEnum)

NAMED = "named"
"""An owner's answer to whether they are to be named."""
AGREED = (RecordState.GIVEN, RecordState.RENEWED)


def gather(submission: Submission, task: dict[str, JSON]) -> Facts:
    """What is known about the rights to a submission today."""
    engagement = submission.engagement
    if engagement is None:
        return _no_facts(task)
    answers = engagements.current(engagement)
    released = engagement.confidentiality_releases.filter(state__in=AGREED)
    releases = [row for row in released if _counts(row, submission)]
    declined = register.said_of(engagement)
    facts = Facts(
        owner=_choice(Owner, answers.get("owner")),
        relation=_choice(Relation, answers.get("relation")),
        still_there=_yes_no(answers.get("still_there")),
        agreement=_choice(Agreement, answers.get("agreement")),
        agreement_ends_on=_date(answers.get("agreement_ends_on")),
        agreement_survives=_yes_no(answers.get("agreement_survives")),
        portfolio_clause=answers.get("portfolio_clause") == "yes",
        licence=str(answers.get("licence") or ""),
        information=_information(answers.get("information")),
        authenticity=_choice(Authenticity, task.get("authenticity")),
        attested_material_terms=_terms_agreed(submission),
        grants=tuple(grant_of(row) for row in grants_of(submission)),
        released_documents=frozenset(r.document_sha256 for r in releases if r.document_sha256),
        released_engagement=any(not r.document_sha256 for r in releases),
        attested_organisation=bool(answers.get("organisation")),
        on_register=declined.declined,
        no_contact=declined.never,
        waivers=_waivers(submission),
        declared=registers.portal_digest("declared", "\n".join(_declared(submission))),
    )
    names = frozenset(engagements.declared_names(engagement))
    return replace(facts, changed=changed.since_stopped(submission, facts, names))


def _waivers(submission: Submission) -> tuple[Waiver, ...]:
    """What people lifted, in a fixed order; most of them count no more."""
    rows = submission.rule_decisions.filter(outcome=Outcome.LIFTED).order_by("decided_at", "pk")
    return tuple(Waiver(row.rule, row.code, row.inputs_sha256) for row in rows)


def _no_facts(task: dict[str, JSON]) -> Facts:
    return Facts(
        owner=None,
        relation=None,
        still_there=None,
        agreement=None,
        agreement_ends_on=None,
        agreement_survives=None,
        portfolio_clause=False,
        licence="",
        information=frozenset(),
        authenticity=_choice(Authenticity, task.get("authenticity")),
        attested_material_terms=None,
        attested_organisation=False,
    )


def grants_of(submission: Submission) -> list[RightsGrant]:
    """Permissions that count for this sample, whatever they say."""
    rows = RightsGrant.objects.filter(engagement=submission.engagement, state__in=AGREED)
    return [row for row in rows if _counts(row, submission)]


def _counts(row: RightsGrant | ConfidentialityRelease, submission: Submission) -> bool:
    """For this sample, and written for the organisation that is declared now."""
    engagement = submission.engagement
    about = row.submission_id in (None, submission.pk)
    if not about or not row.organisation_digest or engagement is None:
        return about and not row.organisation_digest
    same_form = register.is_same_form(
        row.organisation_full_digest, engagement.organisation_full_digest
    )
    return row.organisation_digest == engagement.organisation_digest and same_form


def grant_of(row: RightsGrant) -> Grant:
    """A permission as the rules see it."""
    return Grant(
        purposes=frozenset(row.purposes),
        starts_on=row.starts_on,
        ends_on=row.ends_on,
        territory=frozenset(row.territory),
        from_organisation=row.issuer_is_organisation,
        media=frozenset(row.media),
        exclusive=row.exclusive,
        to_be_named=conditions_of(row).get("attribution") == NAMED,
    )


def conditions_of(grant: RightsGrant) -> Mapping[str, JSON]:
    """What the owner tied a permission to, as it was typed: whether named, and their words."""
    if not grant.conditions_sealed:
        return {}
    key = keys.open(KeyKind.ENGAGEMENT, grant.engagement_id)
    found = sealed.unseal(key, grant, "conditions_sealed")
    return found if isinstance(found, Mapping) else {}


def _terms_agreed(submission: Submission) -> int | None:
    """The number of the oldest terms that a needed consent was given under."""
    needed = set(submission.programme.setting(SettingKind.CONSENT)["purposes"])
    given = submission.consents.filter(state=RecordState.GIVEN, purpose__in=needed)
    numbers = dict(given.values_list("purpose", "terms_version__number"))
    return min(numbers.values()) if needed and set(numbers) == needed else None


def policy_of(submission: Submission, version: SettingVersion) -> Policy:
    """The programme's consent policy and what is unfinished about this submission."""
    files = [a for a in submission.artefacts.all() if FileState(a.state) not in GONE]
    doubled = {match.artefact_id for match in duplicates.matches(submission)}
    return replace(
        uses(submission, version),
        material_terms=material_terms(submission.programme_id).number,
        unfinished_files=sum(
            1
            for a in files
            if FileState(a.state) in STOPPED
            or a.state != FileState.CLEANED
            or a.malware not in ("clean", "not_configured")
        ),
        duplicates=len(doubled),
        doubled=frozenset(a.sha256 for a in files if a.pk in doubled),
    )


def uses(submission: Submission, version: SettingVersion) -> Policy:
    """What the programme does with samples and takes, apart from this one's files."""
    body = {**DEFAULTS[SettingKind.CONSENT], **version.body}
    return Policy(
        purposes=frozenset(body["purposes"]),
        minimum_days=int(body["minimum_term_days"]),
        region=submission.programme.storage_region,
        licences=frozenset(body["open_licences"]),
        authenticity=frozenset(body["authenticity"]),
        version=version.number,
        territories=frozenset(body["territories"]),
        media=frozenset(body["media_of_use"]),
    )


def seen_in(submission: Submission) -> list[Seen]:
    """The evidence of every file that still counts."""
    rows = Evidence.objects.filter(artefact__submission=submission).exclude(
        artefact__state__in=GONE
    )
    return [
        Seen(
            id=row.pk,
            check=row.cross_check,
            name=row.name,
            relation=row.relation,
            weight=row.weight,
            document_sha256=row.artefact.sha256,
        )
        for row in rows.select_related("artefact").order_by("pk")
    ]


def evaluate(
    submission: Submission, task: dict[str, JSON], at: datetime | None = None
) -> tuple[Ruling, tuple[Ruling, ...]]:
    """Ask every rule now, without storing anything; releases do so again."""
    return rules.decide(case_of(submission, task, at))


def case_of(submission: Submission, task: dict[str, JSON], at: datetime | None = None) -> Case:
    """All that the rules would look at now."""
    version = settings_in_force.published(submission.programme, SettingKind.CONSENT)
    evidence.compare_again(submission)
    facts, today = gather(submission, task), (at or timezone.now()).date()
    return Case(facts, seen_in(submission), policy_of(submission, version), today)


def store(submission: Submission, task: dict[str, JSON]) -> Verdict:
    """Ask every rule and keep the answer with all that went in."""
    run = submission.current_run
    if run is None:
        raise ValueError("a verdict needs a finished run")
    version = settings_in_force.published(submission.programme, SettingKind.CONSENT)
    case = case_of(submission, task)
    first, rulings = rules.decide(case)
    verdict = Verdict(
        submission=submission,
        run=run,
        bundle_sha256=run.bundle_sha256,
        policy_version=version,
        evidence_ids=[s.id for s in case.seen],
        on=case.today,
        rulings=[_plain(ruling) for ruling in rulings],
        result=first.result.value,
        rule=first.rule,
        party=first.party.value,
    )
    inputs: dict[str, JSON] = {
        "facts": plain(case.facts),
        "policy": plain(case.policy),
        "declared": _declared(submission),
        "seen": [_seen_json(one) for one in case.seen],
        "task": fingerprint(task),
    }
    sealed.seal(sealed.key_of(submission.pk), verdict, "facts_sealed", inputs)
    with audit.transaction():
        verdict.save(force_insert=True)
        audit.record(
            "verdict.made",
            programme_id=submission.programme_id,
            subject=("submission", submission.pk),
            facts={"rule": verdict.rule, "result": verdict.result, "party": verdict.party},
        )
    return verdict


def replay(verdict: Verdict) -> tuple[Ruling, tuple[Ruling, ...]]:
    """Decide again from what was stored; equal to what was said unless the rules changed."""
    return rules.decide(stored_case(verdict))


def stored_case(verdict: Verdict) -> Case:
    """All that the rules looked at when the verdict was made."""
    inputs = sealed.unseal(sealed.key_of(verdict.submission_id), verdict, "facts_sealed")
    stored = inputs if isinstance(inputs, dict) else {}
    # As it was seen then: a file may have been taken out since, or other names declared.
    seen = _seen_from(stored.get("seen"))
    facts = facts_from_json(stored.get("facts"))
    return Case(facts, seen, policy_from_json(stored.get("policy")), verdict.on)


def _seen_json(seen: Seen) -> JSON:
    return [seen.id, seen.check, seen.name, seen.relation, str(seen.weight), seen.document_sha256]


def _seen_from(stored: JSON) -> list[Seen]:
    """The reverse of ``_seen_json`` for the evidence of a verdict."""
    rows = stored if isinstance(stored, list) else []
    return [
        Seen(int(str(number)), str(check), str(name), str(relation), float(str(weight)), str(sha))
        for row in rows
        if isinstance(row, list)
        for number, check, name, relation, weight, sha in [row]
    ]


def is_about_task(verdict: Verdict, task: dict[str, JSON]) -> bool:
    """Whether the task reads as it did when the verdict was made."""
    inputs = sealed.unseal(sealed.key_of(verdict.submission_id), verdict, "facts_sealed")
    return isinstance(inputs, dict) and inputs.get("task") == fingerprint(task)


def is_about_this(verdict: Verdict, submission: Submission) -> bool:
    """Whether the same engagement with the same names is declared as when it was made."""
    inputs = sealed.unseal(sealed.key_of(submission.pk), verdict, "facts_sealed")
    return isinstance(inputs, dict) and inputs.get("declared") == _declared(submission)


def _declared(submission: Submission) -> list[str]:
    engagement = submission.engagement
    names = engagements.declared_names(engagement) if engagement else []
    return [str(submission.engagement_id), *sorted(names)]


def latest(submission: Submission) -> Verdict | None:
    """The newest verdict, or None before the first."""
    return submission.verdicts.order_by("-at").first()


def explain(verdict: Verdict) -> list[dict[str, str]]:
    """Every ruling as rule, result, party and the sentence; safe for the contractor."""
    return [
        {
            **{k: str(v) for k, v in ruling.items() if k != "evidence"},
            "sentence": rules.SENTENCES[ruling["code"]],
        }
        for ruling in verdict.rulings
    ]


def _plain(ruling: Ruling) -> dict[str, JSON]:
    return {
        "rule": ruling.rule,
        "result": ruling.result.value,
        "party": ruling.party.value,
        "code": ruling.code,
        "evidence": list(ruling.evidence),
    }


def facts_from_json(value: JSON) -> Facts:
    """The reverse of what ``store`` keeps."""
    data = value if isinstance(value, dict) else {}
    grants, waivers = data.get("grants"), data.get("waivers")
    agreed = data.get("attested_material_terms")
    return replace(
        _no_facts({"authenticity": data.get("authenticity")}),
        owner=_choice(Owner, data.get("owner")),
        relation=_choice(Relation, data.get("relation")),
        still_there=_bool(data.get("still_there")),
        agreement=_choice(Agreement, data.get("agreement")),
        agreement_ends_on=_date(data.get("agreement_ends_on")),
        agreement_survives=_bool(data.get("agreement_survives")),
        portfolio_clause=data.get("portfolio_clause") is True,
        licence=str(data.get("licence") or ""),
        information=_information(data.get("information")),
        attested_material_terms=agreed if isinstance(agreed, int) else None,
        grants=tuple(_grant_from(g) for g in grants) if isinstance(grants, list) else (),
        released_documents=_texts(data.get("released_documents")),
        released_engagement=data.get("released_engagement") is True,
        on_register=data.get("on_register") is True,
        no_contact=data.get("no_contact") is True,
        declared=str(data.get("declared") or ""),
        waivers=tuple(_waiver_from(w) for w in waivers) if isinstance(waivers, list) else (),
        attested_organisation=data.get("attested_organisation") is True,
        changed=_texts(data.get("changed")),
    )


def policy_from_json(value: JSON) -> Policy:
    """The policy as it was, without asking the programme again."""
    data = value if isinstance(value, dict) else {}

    def number(name: str) -> int:
        found = data.get(name)
        return found if isinstance(found, int) else 0

    return Policy(
        purposes=_texts(data.get("purposes")),
        minimum_days=number("minimum_days"),
        region=str(data.get("region") or ""),
        licences=_texts(data.get("licences")),
        authenticity=_texts(data.get("authenticity")),
        material_terms=number("material_terms"),
        unfinished_files=number("unfinished_files"),
        duplicates=number("duplicates"),
        doubled=_texts(data.get("doubled")),
        version=number("version"),
        territories=_texts(known) if isinstance(known := data.get("territories"), list) else None,
        media=_texts(data.get("media")),
    )


def _waiver_from(value: JSON) -> Waiver:
    data = value if isinstance(value, dict) else {}
    return Waiver(str(data.get("rule")), str(data.get("code")), str(data.get("inputs_sha256")))


def _grant_from(value: JSON) -> Grant:
    data = value if isinstance(value, dict) else {}
    return Grant(
        purposes=_texts(data.get("purposes")),
        starts_on=_date(data.get("starts_on")),
        ends_on=_date(data.get("ends_on")),
        territory=_texts(data.get("territory")),
        from_organisation=data.get("from_organisation") is True,
        media=_texts(data.get("media")),
        exclusive=data.get("exclusive") is True,
        to_be_named=data.get("to_be_named") is True,
    )


def _texts(value: JSON) -> frozenset[str]:
    return frozenset(str(item) for item in value) if isinstance(value, list) else frozenset()


def _information(value: JSON) -> frozenset[InformationClass]:
    found = (_choice(InformationClass, item) for item in value) if isinstance(value, list) else ()
    return frozenset(item for item in found if item is not None)


def _choice(choices: type[E], value: JSON) -> E | None:
    return next((choice for choice in choices if choice.value == value), None)


def _yes_no(value: JSON) -> bool | None:
    return {"yes": True, "no": False}.get(str(value))


def _bool(value: JSON) -> bool | None:
    return value if isinstance(value, bool) else None


def _date(value: JSON) -> date | None:
    try:
        return date.fromisoformat(str(value)) if value else None
    except ValueError:
        return None
