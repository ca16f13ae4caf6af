"""Rules R1 to R15: pure functions of facts, what was seen, the policy and the day.

Each looks at one thing and rules, or says nothing. The worst result wins; all are shown.
Nothing here reads a database or a clock. A missing answer is a bad answer: unknown means
held.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import partial

from submissions.domain.consent.facts import (
    Agreement,
    Facts,
    Grant,
    InformationClass,
    Owner,
    Relation,
    contradicts,
)
from submissions.domain.consent.inputs import LATER, fingerprint


class Result(StrEnum):
    """From best to worst, in this order."""

    PASS = "pass"  # noqa: S105 - a result
    HOLD = "hold"
    REJECT = "reject"


SEVERITY = {result: position for position, result in enumerate(Result)}


class Party(StrEnum):
    """Who must act on a hold or may appeal a rejection."""

    NOBODY = "nobody"
    CONTRACTOR = "contractor"
    RIGHTS_HOLDER = "rights_holder"
    REVIEWER = "reviewer"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Seen:
    """One piece of evidence from a file, without its text.

    ``relation`` says how an owner's name stands to the declared ones: "declared",
    "self", "other". ``document_sha256`` names the file it was seen in.
    """

    id: int
    check: str
    name: str
    relation: str = ""
    weight: float = 1.0
    document_sha256: str = ""


@dataclass(frozen=True, slots=True)
class Policy:
    """What a programme chose. ``minimum_days`` a grant must still run; region as ISO code.

    ``territories`` of use: empty means everywhere, None a verdict of before they were asked.
    ``media`` is where samples appear, in the words of ``portal.programmes.defaults.MEDIA``.
    """

    purposes: frozenset[str] = frozenset({"training", "evaluation"})
    minimum_days: int = 0
    region: str = ""
    licences: frozenset[str] = frozenset()
    authenticity: frozenset[str] = frozenset()
    material_terms: int = 0
    unfinished_files: int = 0
    """Files with a scanner that did not finish, or held: rule R13."""
    duplicates: int = 0
    """Files that another contractor handed in too, or that are publicly known: rule R12."""
    doubled: frozenset[str] = frozenset()
    """Their sha256: a waiver is bound to these files, not to how many they are."""
    version: int = 0
    """Number of the published policy; a waiver counts under this one alone."""
    territories: frozenset[str] | None = field(default=None, metadata=LATER)
    media: frozenset[str] = field(default=frozenset(), metadata=LATER)


@dataclass(frozen=True, slots=True)
class Ruling:
    """One rule's word. ``code`` chooses the sentence; ``evidence`` lists ids of ``Seen``."""

    rule: str
    result: Result
    party: Party
    code: str
    evidence: tuple[int, ...] = field(default=())


@dataclass(frozen=True, slots=True)
class Case:
    """All that a rule may look at."""

    facts: Facts
    seen: Sequence[Seen]
    policy: Policy
    today: date


Rule = Callable[[Case], Iterator[Ruling]]

STATE_CLASSES = frozenset({"government", "cui", "export_control", "privilege", "tlp_red"})
"""Markings that nobody in a programme can lift (rule R10)."""
HOLD_CLASSES = frozenset({"nda", "proprietary", "internal", "tlp_amber", "sensitivity_label"})
"""Markings that a release naming the document lifts (rule R9)."""
BAD_INFORMATION = frozenset(
    {
        InformationClass.EXPORT_CONTROLLED,
        InformationClass.PRIVILEGED,
        InformationClass.HEALTH,
        InformationClass.CHILDREN,
    }
)
OWNED_BY_OTHERS = frozenset({Owner.EMPLOYER, Owner.CLIENT, Owner.JOINT})


def hold(rule: str, party: Party, code: str, *evidence: int) -> Ruling:
    return Ruling(rule, Result.HOLD, party, code, evidence)


def reject(rule: str, code: str, *evidence: int) -> Ruling:
    return Ruling(rule, Result.REJECT, Party.CONTRACTOR, code, evidence)


def r1_owner_known(case: Case) -> Iterator[Ruling]:
    if case.facts.owner is None or case.facts.owner is Owner.UNKNOWN or case.facts.relation is None:
        yield hold("R1", Party.CONTRACTOR, "owner_unknown")
    if not case.facts.attested_organisation:
        yield hold("R1", Party.CONTRACTOR, "organisation_missing")
    if case.facts.attested_material_terms is None:
        yield hold("R1", Party.CONTRACTOR, "consent_missing")
    elif case.facts.attested_material_terms < case.policy.material_terms:
        yield hold("R1", Party.CONTRACTOR, "terms_changed")


def covers_purposes(grant: Grant, policy: Policy) -> bool:
    return policy.purposes <= grant.purposes


def in_force(grant: Grant, today: date) -> bool:
    """First and last day both count."""
    begun = grant.starts_on is None or grant.starts_on <= today
    return begun and (grant.ends_on is None or today <= grant.ends_on)


def in_territory(grant: Grant, policy: Policy) -> bool:
    """Where the files are kept and wherever they are used; everywhere takes a grant for it."""
    if not grant.territory:
        return True
    if policy.territories is None:
        return policy.region in grant.territory
    used = policy.territories | {policy.region}
    return bool(policy.territories) and used <= grant.territory


def in_media(grant: Grant, policy: Policy) -> bool:
    """A grant for some media covers a programme that says which it uses, and uses no other."""
    return not grant.media or (bool(policy.media) and policy.media <= grant.media)


def in_place(case: Case) -> list[Grant]:
    """Grants in force that also cover where and in which media the programme uses the work."""
    return [
        g
        for g in case.facts.grants
        if covers_purposes(g, case.policy)
        and in_force(g, case.today)
        and in_territory(g, case.policy)
        and in_media(g, case.policy)
    ]


def r2_grant_covers(case: Case) -> Iterator[Ruling]:
    if case.facts.owner not in OWNED_BY_OTHERS:
        return
    if not any(
        covers_purposes(g, case.policy) and in_force(g, case.today) for g in case.facts.grants
    ):
        yield hold("R2", _owner_or_contractor(case), "no_grant")


def _owner_or_contractor(case: Case) -> Party:
    """Who can bring a permission: nobody asks an owner who wants no more mail."""
    return Party.CONTRACTOR if case.facts.no_contact else Party.RIGHTS_HOLDER


def r3_confidential(case: Case) -> Iterator[Ruling]:
    if case.facts.released_engagement:
        return
    if case.facts.agreement is None or case.facts.agreement is Agreement.UNKNOWN:
        yield hold("R3", Party.CONTRACTOR, "agreement_unknown")
        return
    if case.facts.agreement is Agreement.NONE or case.facts.portfolio_clause:
        return
    over = case.facts.agreement_ends_on is not None and case.facts.agreement_ends_on < case.today
    if over and case.facts.agreement_survives is False:
        return
    yield reject("R3", "under_nda")


def r4_employer_speaks(case: Case) -> Iterator[Ruling]:
    if not _employer_must_say(case):
        return
    if not any(g.from_organisation for g in _candidates(case)):
        yield hold("R4", _owner_or_contractor(case), "employer_must_say")


def _employer_must_say(case: Case) -> bool:
    return case.facts.owner is Owner.EMPLOYER and case.facts.still_there is not False


def r5_grant_term(case: Case) -> Iterator[Ruling]:
    if case.facts.owner not in OWNED_BY_OTHERS or not case.facts.grants:
        return
    covering = [g for g in case.facts.grants if covers_purposes(g, case.policy)]
    now = [g for g in covering if in_force(g, case.today)]
    if not covering:
        return
    if not now:
        if any(g.starts_on is not None and case.today < g.starts_on for g in covering):
            yield hold("R5", Party.NOBODY, "grant_not_yet_valid")
        else:
            yield reject("R5", "grant_expired")
        return
    last = case.today + timedelta(days=case.policy.minimum_days)
    # One grant has to do for everything: a long one for another country adds nothing.
    good = _candidates(case)
    said = [g for g in good if g.from_organisation] if _employer_must_say(case) else good
    if not any(g.ends_on is None or g.ends_on >= last for g in said or good):
        yield hold("R5", Party.ADMIN, "grant_ends_too_soon")


def r6_territory(case: Case) -> Iterator[Ruling]:
    if case.facts.owner not in OWNED_BY_OTHERS:
        return
    good = [
        g for g in case.facts.grants if covers_purposes(g, case.policy) and in_force(g, case.today)
    ]
    placed = [g for g in good if in_territory(g, case.policy)]
    if good and not placed:
        yield hold("R6", Party.ADMIN, "outside_territory")
    elif good and not any(in_media(g, case.policy) for g in placed):
        yield hold("R6", Party.ADMIN, "outside_media")
    elif any(g.to_be_named for g in placed):
        # Of any of them: joint owners each say for themselves.
        yield hold("R6", Party.ADMIN, "owner_to_be_named")


def _candidates(case: Case) -> list[Grant]:
    """Grants that cover the use; where none covers the place too, R6 says so of all of them."""
    covering = (g for g in case.facts.grants if covers_purposes(g, case.policy))
    return in_place(case) or [g for g in covering if in_force(g, case.today)]


def r7_open_licence(case: Case) -> Iterator[Ruling]:
    if case.facts.owner is not Owner.OPEN_LICENCE:
        return
    if case.facts.licence not in case.policy.licences:
        yield reject("R7", "licence_not_allowed")
    elif not any(
        s.check == "X1" and s.name in ("licence_text", "spdx") and s.relation != "other"
        for s in case.seen
    ):
        yield hold("R7", Party.CONTRACTOR, "licence_notice_absent")


def r8_other_owner(case: Case) -> Iterator[Ruling]:
    if case.facts.changed:
        yield hold("R8", Party.REVIEWER, "answer_changed")
    if case.facts.owner not in (Owner.CONTRACTOR, Owner.PUBLIC_DOMAIN):
        return
    others = tuple(
        s.id
        for s in case.seen
        if s.check in ("X1", "X2", "X3", "X4", "X5", "X6")
        and s.weight >= OTHER_OWNER_WEIGHT
        and (s.relation == "other" or _clients_copyright(case.facts, s))
    )
    if others:
        yield hold("R8", Party.REVIEWER, "other_owner_seen", *others)
    if contradicts(case.facts.relation, case.facts.owner):
        yield hold("R8", Party.REVIEWER, "owner_contradicts_relation")


def _clients_copyright(facts: Facts, seen: Seen) -> bool:
    """A copyright line of the very client whose work the contractor calls their own."""
    client = facts.relation is not Relation.OWN_BUSINESS
    return client and seen.name == "copyright_holder" and seen.relation == "declared"


OTHER_OWNER_WEIGHT = 0.8
"""Evidence of another owner this strong holds a self-owned claim; weaker is shown only."""


def r9_marking(case: Case) -> Iterator[Ruling]:
    marked = tuple(
        s.id
        for s in case.seen
        if s.check == "X2"
        and s.name in HOLD_CLASSES
        and s.document_sha256 not in case.facts.released_documents
    )
    if marked:
        yield hold("R9", Party.CONTRACTOR, "marked_confidential", *marked)


def r10_protected(case: Case) -> Iterator[Ruling]:
    marked = tuple(s.id for s in case.seen if s.check == "X2" and s.name in STATE_CLASSES)
    if marked:
        yield reject("R10", "protected_by_law", *marked)
    if case.facts.information & BAD_INFORMATION:
        yield reject("R10", "protected_information")


def r11_register(case: Case) -> Iterator[Ruling]:
    if case.facts.on_register:
        yield reject("R11", "owner_declined")
    if case.facts.no_contact:
        yield hold("R11", Party.ADMIN, "owner_said_never")


def r12_duplicate(case: Case) -> Iterator[Ruling]:
    if case.policy.duplicates:
        yield hold("R12", Party.REVIEWER, "seen_before")


def r13_finished(case: Case) -> Iterator[Ruling]:
    if case.policy.unfinished_files:
        yield hold("R13", Party.CONTRACTOR, "file_not_checked")


def r14_authentic(case: Case) -> Iterator[Ruling]:
    if case.policy.authenticity and case.facts.authenticity not in case.policy.authenticity:
        yield reject("R14", "authenticity_differs")


RULES: tuple[Rule, ...] = (
    r1_owner_known,
    r2_grant_covers,
    r3_confidential,
    r4_employer_speaks,
    r5_grant_term,
    r6_territory,
    r7_open_licence,
    r8_other_owner,
    r9_marking,
    r10_protected,
    r11_register,
    r12_duplicate,
    r13_finished,
    r14_authentic,
)

ALL_CLEAR = Ruling("R15", Result.PASS, Party.NOBODY, "all_clear")
WAIVED = "waived"


def decide(case: Case) -> tuple[Ruling, tuple[Ruling, ...]]:
    """The ruling that wins and every ruling, worst first; R15 where none stands in the way.

    Of equally bad ones the lowest rule number wins. What a person lifted is shown, and passes.
    """
    lifted = _lifted(case)
    rulings = [
        _passed(ruling) if (ruling.rule, ruling.code) in lifted else ruling
        for rule in RULES
        for ruling in rule(case)
    ]
    if not any(fails(rulings)):
        rulings.append(ALL_CLEAR)
    ordered = tuple(
        sorted(rulings, key=lambda r: (-SEVERITY[r.result], r != ALL_CLEAR, int(r.rule[1:])))
    )
    return ordered[0], ordered


def inputs_sha256(case: Case) -> str:
    """Everything that the rules look at but the day, as one hash; a waiver is bound to it.

    Left out are the contractor's consent to the use of their own data and files that are
    not finished, which say nothing about the work and hold by rules of their own.
    """
    facts = replace(case.facts, waivers=(), attested_material_terms=None)
    policy = replace(case.policy, material_terms=0, unfinished_files=0)
    seen = sorted((replace(one, id=0) for one in case.seen), key=str)
    return fingerprint(facts, policy, seen)


def _lifted(case: Case) -> frozenset[tuple[str, str]]:
    if not case.facts.waivers:
        return frozenset()
    now = inputs_sha256(case)
    return frozenset((w.rule, w.code) for w in case.facts.waivers if w.inputs_sha256 == now)


def _passed(ruling: Ruling) -> Ruling:
    return Ruling(ruling.rule, Result.PASS, Party.NOBODY, WAIVED, ruling.evidence)


SENTENCES: Mapping[str, str] = {
    "owner_unknown": "We do not know who owns this work. Answer the question about ownership.",
    "organisation_missing": "Say for which organisation the work was done.",
    "consent_missing": "You have not yet said what your own data may be used for.",
    "terms_changed": "The terms changed since you agreed. Read the difference and agree again.",
    "no_grant": "The work belongs to your employer or client, and nobody there has allowed its "
    "use. Ask them in writing, then add their permission here.",
    "agreement_unknown": "Say whether an agreement about confidentiality was in force.",
    "under_nda": "The work is under a confidentiality agreement. Add a release from it, signed "
    "by the other side, and appeal.",
    "employer_must_say": "You still work there and the work is your employer's, so the "
    "permission must come from the organisation itself.",
    "grant_not_yet_valid": "The owner's permission begins later. The sample waits until then.",
    "grant_expired": "The owner's permission has ended. Ask for a new one.",
    "grant_ends_too_soon": "The owner's permission ends before the programme's minimum term. "
    "A programme admin decides.",
    "outside_territory": "The owner's permission does not cover where this programme keeps "
    "its data. A programme admin decides.",
    "licence_not_allowed": "This programme does not take works under that licence.",
    "licence_notice_absent": "The files do not carry the licence you named. Add its text.",
    "owner_contradicts_relation": "Work done in employment or for a buyer usually belongs to "
    "them. A reviewer looks at what you added that shows otherwise.",
    "outside_media": "The owner's permission does not cover where this programme lets works "
    "appear. A programme admin decides.",
    "owner_to_be_named": "The owner wants to be named in the list of sources, which a release does "
    "not hold. A programme admin decides whether the programme names them elsewhere.",
    "answer_changed": "You changed what you said about the rights after it stood in the way. A "
    "reviewer looks at why; add a file that shows it.",
    "other_owner_seen": "A file shows another owner than the one you declared. If it is another "
    "name of the same organisation, add it to the other names and check again; else replace the "
    "file.",
    "marked_confidential": "A file is marked as confidential or internal. Replace it, or add a "
    "release that names this document.",
    "protected_by_law": "A file carries a marking that the law protects (state secret, export "
    "control, privilege). It cannot be used.",
    "protected_information": "You said that the work holds information the law protects. It "
    "cannot be used.",
    "owner_declined": "The owner of this work does not want it to be used.",
    "owner_said_never": "The owner of this work asked not to be contacted again, so nobody can "
    "allow its use. A programme admin decides.",
    "seen_before": "A reviewer must look at this sample before it goes on.",
    "file_not_checked": "A file could not be checked to the end. Replace it or remove it.",
    "authenticity_differs": "This programme takes only work of another kind of authenticity.",
    "waived": "A person looked at this and let it go on.",
    "all_clear": "Every check passed. Reviewers look at it next.",
}
"""One sentence per code, safe for the contractor: it says what would lift the ruling."""


def explain(ruling: Ruling) -> str:
    """The sentence of a ruling."""
    return SENTENCES[ruling.code]


fails = partial(filter, lambda ruling: ruling.result is not Result.PASS)
"""The rulings that stand in the way."""
