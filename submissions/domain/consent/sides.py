"""A verdict laid side by side for those who decide: rules, facts, evidence, what people said.

Words of ours, numbers, dates and places only: no text of an upload, nothing typed, and
nothing of anybody else's sample.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from submissions.domain import drafts
from submissions.domain.consent import lifting, rules, verdicts
from submissions.domain.consent.facts import Agreement, Facts, Grant, InformationClass, Owner
from submissions.domain.consent.rules import SENTENCES, Case, Party, Result, Ruling
from submissions.models import Evidence, Submission


@dataclass(frozen=True, slots=True)
class Line:
    """One fact as two short texts."""

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Sighting:
    """One finding of a cross-check: what, where, how it stands to what was declared."""

    id: int
    check: str
    name: str
    file: int
    place: str
    relation: str
    weight: float


@dataclass(frozen=True, slots=True)
class Said:
    """One rule's word with the findings it rests on."""

    rule: str
    result: str
    party: str
    code: str
    sentence: str
    evidence: tuple[Sighting, ...]


@dataclass(frozen=True, slots=True)
class Decided:
    """What a person decided about a rule before."""

    rule: str
    outcome: str
    reason: str
    at: datetime
    counts: bool
    """A waiver that still holds: everything it was bound to is as it was."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Everything a decision page shows."""

    on: date
    policy: int
    inputs_sha256: str
    rulings: tuple[Said, ...]
    facts: tuple[Line, ...]
    others: tuple[Sighting, ...]
    """Findings that no rule's word rests on."""
    decided: tuple[Decided, ...]


def of(submission: Submission) -> Sides | None:
    """The newest verdict laid out; None before the first."""
    verdict = verdicts.latest(submission)
    return _laid_out(submission, verdicts.stored_case(verdict)) if verdict else None


def now(submission: Submission) -> Sides:
    """What the rules would say now: what a decision is made about."""
    case = verdicts.case_of(submission, drafts.read_task(submission))
    return _laid_out(submission, case)


def _laid_out(submission: Submission, case: Case) -> Sides:
    rulings = rules.decide(case)[1]
    seen = _sightings([one.id for one in case.seen])
    cited = {number for ruling in rulings for number in ruling.evidence}
    return Sides(
        on=case.today,
        policy=case.policy.version,
        inputs_sha256=rules.inputs_sha256(case),
        rulings=tuple(_said(ruling, seen) for ruling in rulings),
        facts=tuple(_lines(case)),
        others=tuple(one for number, one in seen.items() if number not in cited),
        decided=tuple(_decided(submission, rules.inputs_sha256(case))),
    )


def for_party(sides: Sides, party: Party) -> tuple[Said, ...]:
    """The holds that this party decides."""
    return tuple(
        one for one in sides.rulings if one.party == party.value and one.result == Result.HOLD.value
    )


def _said(ruling: Ruling, seen: Mapping[int, Sighting]) -> Said:
    return Said(
        rule=ruling.rule,
        result=ruling.result.value,
        party=ruling.party.value,
        code=ruling.code,
        sentence=SENTENCES[ruling.code],
        evidence=tuple(seen[number] for number in ruling.evidence if number in seen),
    )


def _sightings(ids: Sequence[int]) -> dict[int, Sighting]:
    rows = Evidence.objects.filter(pk__in=ids).select_related("artefact")
    return {
        row.pk: Sighting(
            id=row.pk,
            check=row.cross_check,
            name=row.name.replace("_", " "),
            file=row.artefact.position,
            place=_place(row.place),
            relation=RELATIONS.get(row.relation, ""),
            weight=row.weight,
        )
        for row in rows.order_by("artefact__position", "pk")
    }


RELATIONS = {
    "declared": "a declared name",
    "self": "the contractor's own",
    "other": "a name that was not declared",
}
PLACES = ("page", "slide", "sheet", "cell", "line", "part")
PARTS = re.compile(
    r"(?:[a-zA-Z]+/)*(header|footer|slideMaster|slideLayout|notesMaster|notesSlide|comments"
    r"|footnotes|endnotes|document|settings|styles|core|app|custom|sharedStrings)\d*\.xml"
)
CELL = re.compile(r"[A-Z]{1,3}[0-9]{1,7}")


def _place(place: Mapping[str, object]) -> str:
    """As "page 3, line 12". A name that somebody could have chosen is left out."""
    return ", ".join(filter(None, (_part(name, place.get(name)) for name in PLACES)))


def _part(name: str, value: object) -> str:
    match name, value:
        case _, None:
            return ""
        case _, int():
            return f"{name} {value}"
        case "cell", str() if CELL.fullmatch(value):
            return f"cell {value}"
        case "part", str() if found := PARTS.fullmatch(value):
            return found[1]
        case _:
            return name


def _decided(submission: Submission, now: str) -> Iterable[Decided]:
    for row in submission.rule_decisions.all():
        counts = row.outcome == "lifted" and row.inputs_sha256 == now
        yield Decided(row.rule, row.outcome, lifting.reason_of(row), row.decided_at, counts)


OWNERS = {
    Owner.CONTRACTOR: "the contractor",
    Owner.EMPLOYER: "the employer",
    Owner.CLIENT: "the client",
    Owner.JOINT: "several together",
    Owner.PUBLIC_DOMAIN: "nobody: public domain",
    Owner.OPEN_LICENCE: "under an open licence",
    Owner.UNKNOWN: "not known",
}
AGREEMENTS = {
    Agreement.NONE: "none",
    Agreement.NDA: "a non-disclosure agreement",
    Agreement.EMPLOYMENT_CLAUSE: "a clause in an employment contract",
    Agreement.CONTRACT: "a clause in another contract",
    Agreement.UNKNOWN: "not known",
}
NOT_SAID = "not said"


def _lines(case: Case) -> Iterable[Line]:
    facts = case.facts
    yield Line("Owner, as declared", OWNERS[facts.owner] if facts.owner else NOT_SAID)
    yield Line("Worked there as", _words(facts.relation))
    yield Line("Still there", _yes_no(facts.still_there))
    yield from _confidentiality(facts)
    if facts.licence:
        known = facts.licence in case.policy.licences
        yield Line("Open licence", facts.licence if known else "one that is not on the list")
    yield Line("Authenticity", _words(facts.authenticity))
    if facts.changed:
        yield Line("Answered otherwise before a rule stopped it", ", ".join(sorted(facts.changed)))
    if facts.information:
        yield Line("Holds, as declared", ", ".join(sorted(map(_information, facts.information))))
    for grant in facts.grants:
        yield Line("Permission of the owner", _grant(grant))
    if not facts.grants:
        yield Line("Permission of the owner", "none in force")
    yield Line("Asked for", ", ".join(sorted(case.policy.purposes)))
    yield Line("Kept in", case.policy.region or "no region set")
    if case.policy.territories is not None:
        used = ", ".join(sorted(case.policy.territories)) or "everywhere"
        yield Line("Used in", f"{used}; {', '.join(sorted(case.policy.media))}")
    yield Line("Minimum term", f"{case.policy.minimum_days} days")
    if case.policy.duplicates:
        yield Line("Handed in elsewhere too", f"{case.policy.duplicates} file(s)")
    if facts.on_register or facts.no_contact:
        yield Line("Do-not-accept register", "the owner stands in it")


def _confidentiality(facts: Facts) -> Iterable[Line]:
    yield Line(
        "Agreement on confidentiality", AGREEMENTS[facts.agreement] if facts.agreement else NOT_SAID
    )
    if facts.agreement not in (None, Agreement.NONE):
        ends = facts.agreement_ends_on
        yield Line("It ends", ends.isoformat() if ends else "without an end")
        yield Line("It survives the contract", _yes_no(facts.agreement_survives))
        yield Line("Portfolio clause", "yes" if facts.portfolio_clause else "no")
    if facts.released_engagement:
        yield Line("Released from it", "everything of this job or client")
    elif facts.released_documents:
        yield Line("Released from it", f"{len(facts.released_documents)} document(s)")


def _grant(grant: Grant) -> str:
    days = f"{grant.starts_on or 'now'} to {grant.ends_on or 'no end'}"
    where = ", ".join(sorted(grant.territory)) or "everywhere"
    source = "from the organisation itself" if grant.from_organisation else "from the contractor"
    media = f"; only {', '.join(sorted(grant.media))}" if grant.media else ""
    alone = "; exclusive" if grant.exclusive else ""
    alone += "; to be named" if grant.to_be_named else ""
    return f"{', '.join(sorted(grant.purposes))}; {days}; {where}{media}{alone}; {source}"


def _information(item: InformationClass) -> str:
    return item.value.replace("_", " ")


def _words(value: str | None) -> str:
    return value.replace("_", " ") if value else NOT_SAID


def _yes_no(value: bool | None) -> str:
    return NOT_SAID if value is None else ("yes" if value else "no")
