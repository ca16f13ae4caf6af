"""People decide where a rule names them: a hold is lifted or rejected, with a written reason.

A waiver is bound to everything the rules saw. Whoever decides quotes the hash of what they
were shown; where that is no longer what there is, nothing is decided.
"""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal import audit
from portal.accounts.models import User
from portal.programmes import permissions
from portal.programmes.errors import PermissionRefused
from portal.programmes.models import SettingKind
from portal.programmes.roles import Role
from portal.programmes.standing import standings
from submissions.domain import bundles, drafts, sealed, settings_in_force
from submissions.domain.consent import rules, verdicts
from submissions.domain.consent.rules import Case, Party, Result, Ruling
from submissions.domain.errors import Refused, StaleError
from submissions.domain.holds import NotHeldError
from submissions.domain.retention import purge_date
from submissions.domain.review import employers
from submissions.domain.review.errors import SameEmployerError
from submissions.domain.transitions import move
from submissions.models import Appeal, Outcome, Review, RuleDecision, Submission
from submissions.states import Mover, State

PEOPLE: dict[Party, tuple[Role, Mover]] = {
    Party.REVIEWER: (Role.CLEARANCE_REVIEWER, Mover.REVIEWER),
    Party.ADMIN: (Role.PROGRAMME_ADMIN, Mover.ADMIN),
}
"""Who decides for a party that is a person of the programme."""
NEVER_LIFTED = frozenset({"owner_declined"})
"""Rejections that only a change of what they rest on can end: here, of the register."""
LONGEST_REASON = 2_000


class NotLiftableError(Refused):
    code = "not_liftable"
    sentence = "This stands until the owner's entry in the register is ended."


class ReasonNeededError(Refused):
    code = "reason_needed"
    sentence = "Write down why, so that others can follow it."


class BeingChangedError(Refused):
    code = "being_changed"
    sentence = "The contractor is changing this sample. It is ruled on anew once handed in again."


@dataclass(frozen=True, slots=True)
class Word:
    """What a person says about a ruling: ``lift`` or not, why, and what they were shown."""

    lift: bool
    reason: str
    inputs_sha256: str


def waiting(person: User) -> QuerySet[Submission]:
    """Held samples that this person may decide about, longest first."""
    theirs = Q(pk__in=[])
    for programme_id, here in standings(person).items():
        parties = [party.value for party, (role, _mover) in PEOPLE.items() if role in here.roles]
        free = ~Q(vendor__in=here.vendor_ids) | Q(vendor__isnull=True)
        theirs |= Q(programme=programme_id, held_party__in=parties) & free
    rejected = RuleDecision.objects.filter(submission=OuterRef("pk"), decided_by=person).exclude(
        outcome=Outcome.LIFTED
    )
    return (
        employers.without_theirs(Submission.objects.filter(theirs, state=State.HELD), person)
        .exclude(contractor=person)
        .exclude(Exists(rejected))
        .select_related("programme")
        .order_by("state_since")
    )


def check_may_decide(person: User, submission: Submission) -> None:
    """Raises why this person may not decide about the hold."""
    permissions.check_may_decide_hold(person, submission, submission.held_party)
    if employers.are_owners(person, submission):
        raise PermissionRefused(SameEmployerError.sentence)


def decide_hold(submission_id: UUID, person: User, word: Word) -> None:
    """Lift what holds for this person's party, or reject the sample. The rules run again.

    Raises ``StaleError`` where the sample is no longer what the person was shown.
    """
    _check_reason(word.reason)
    with audit.transaction():
        submission = Submission.objects.select_for_update().get(pk=submission_id)
        if submission.state != State.HELD or submission.held_party not in set(PEOPLE):
            raise NotHeldError
        check_may_decide(person, submission)
        _check_handed_in(submission)
        party = Party(submission.held_party)
        case, rulings = current_rulings(submission, word)
        mine = [r for r in rulings if r.party is party and r.result is Result.HOLD]
        mover = PEOPLE[party][1]
        if word.lift:
            for ruling in mine:
                keep(submission, person, ruling, case, Outcome.LIFTED, word.reason)
            move(submission, State.CONSENT, mover, person)
            return
        if not mine:
            raise StaleError
        keep(submission, person, mine[0], case, Outcome.REJECTED, word.reason)
        move(
            submission,
            State.REJECTED,
            mover,
            person,
            held_rule=mine[0].rule,
            held_party=Party.CONTRACTOR.value,
            held_code=mine[0].code,
            originals_purge_at=purge_date(submission.programme, mine[0].rule),
        )


def _check_handed_in(submission: Submission) -> None:
    if not (bundles.has_same_files(submission) and bundles.has_same_names(submission)):
        raise BeingChangedError


def current_rulings(submission: Submission, word: Word) -> tuple[Case, tuple[Ruling, ...]]:
    """The case as it is now and every ruling; raises unless it is the one that was shown."""
    case = verdicts.case_of(submission, drafts.read_task(submission))
    if rules.inputs_sha256(case) != word.inputs_sha256:
        raise StaleError
    return case, rules.decide(case)[1]


def decide_appeal_rules(submission: Submission, made: Appeal, person: User, word: Word) -> None:
    """Uphold a rule's rejection or lift it; inside the caller's transaction, after its checks.

    Where no rule rejects any more, because of what was added since, nothing needs lifting.
    """
    _check_reason(word.reason)
    case, rulings = current_rulings(submission, word)
    rejects = [ruling for ruling in rulings if _rejects(ruling, last_no(submission))]
    if not word.lift:
        said = rejects[0] if rejects else rulings[0]
        keep(submission, person, said, case, Outcome.UPHELD, word.reason, made)
        return
    if any(ruling.code in NEVER_LIFTED for ruling in rejects):
        raise NotLiftableError
    for ruling in rejects:
        keep(submission, person, ruling, case, Outcome.LIFTED, word.reason, made)
    if not rejects:
        keep(submission, person, rulings[0], case, Outcome.ASKED_AGAIN, word.reason, made)
    move(submission, State.CONSENT, Mover.REVIEWER, person, originals_purge_at=None)


def _rejects(ruling: Ruling, no: RuleDecision | None) -> bool:
    """What the appeal is against: rules that reject, and the hold a person made a rejection of."""
    by_person = no is not None and no.outcome == Outcome.REJECTED
    same = no is not None and (ruling.rule, ruling.code) == (no.rule, no.code)
    return ruling.result is Result.REJECT or (by_person and same)


def keep(
    submission: Submission,
    person: User,
    ruling: Ruling,
    case: Case,
    outcome: Outcome,
    reason: str,
    appeal: Appeal | None = None,
) -> RuleDecision:
    """Append one decision and its audit event."""
    made = RuleDecision(
        submission=submission,
        verdict=verdicts.latest(submission),
        appeal=appeal,
        outcome=outcome,
        rule=ruling.rule,
        code=ruling.code,
        inputs_sha256=rules.inputs_sha256(case),
        policy_version=settings_in_force.published(submission.programme, SettingKind.CONSENT),
        evidence_ids=list(ruling.evidence),
        decided_by=person,
    )
    sealed.seal(sealed.key_of(submission.pk), made, "reason_sealed", reason.strip())
    made.save(force_insert=True)
    audit.record(
        f"rule.{outcome.value}",
        programme_id=submission.programme_id,
        actor=person,
        subject=("submission", submission.pk),
        facts={
            "rule": ruling.rule,
            "code": ruling.code,
            "inputs": made.inputs_sha256,
            "decision": str(made.pk),
        },
    )
    return made


def reason_of(decision: RuleDecision) -> str:
    """What the person wrote; for those who may decide, and for the contractor of a rejection."""
    key = sealed.key_of(decision.submission_id)
    return str(sealed.unseal(key, decision, "reason_sealed") or "")


def last_no(submission: Submission) -> RuleDecision | None:
    """The decision a person's rejection or an upheld one rests on; None where a rule rejected."""
    last, verdict = submission.rule_decisions.last(), verdicts.latest(submission)
    if last is None or last.outcome not in (Outcome.REJECTED, Outcome.UPHELD):
        return None
    return None if verdict and verdict.at > last.decided_at else last


def former(submission: Submission) -> Collection[UUID]:
    """Everybody who has judged this sample before, at a gate or about a rule."""
    reviews = Review.objects.filter(submission=submission, decision__in=["approve", "reject"])
    decided = submission.rule_decisions.values_list("decided_by", flat=True)
    return {*reviews.values_list("reviewer", flat=True), *decided}


def _check_reason(reason: str) -> None:
    if not reason.strip():
        raise ReasonNeededError
    if len(reason) > LONGEST_REASON:
        raise ReasonNeededError("Keep the reason under 2,000 characters.", code="reason_too_long")
