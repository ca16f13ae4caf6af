"""Permissions that end: announced 30 and 7 days before, and at the end nothing is used any more.

A permission ends with its last day in UTC, as the rules count it.
"""

from datetime import date

from django.utils import timezone

from portal import audit
from portal.notices import telling
from portal.notices.kinds import Kind
from portal.vault.errors import KeyDestroyed, KeyMissing
from submissions.domain import drafts, withdrawal
from submissions.domain.consent import verdicts
from submissions.domain.consent.rules import Result
from submissions.models import RecordState, RightsGrant, Submission
from submissions.states import Mover, State

ANNOUNCED = (7, 30)
"""Days before the end, the nearest first."""
STANDING = (RecordState.GIVEN, RecordState.RENEWED)
CONCERNED = (
    State.CONFIRMING,
    State.CONSENT,
    State.CLEARANCE,
    State.QUALITY,
    State.CHANGES_REQUESTED,
    State.APPROVED,
    State.RELEASED,
)


def look(today: date | None = None) -> int:
    """Announce what ends soon and end what has ended; gives how many grants ended.

    Run as often as one likes: an announcement is made once, an ended grant stays ended.
    """
    day = today or timezone.now().date()
    ended = 0
    grants = RightsGrant.objects.filter(state__in=STANDING, ends_on__isnull=False)
    for grant in grants.select_related("engagement", "submission"):
        left = (grant.ends_on - day).days if grant.ends_on else 0
        if left < 0:
            ended += end(grant)
        elif near := [days for days in ANNOUNCED if left <= days]:
            _announce(grant, near[0])
    return ended


def end(grant: RightsGrant) -> bool:
    """The permission is over: what rested on it alone leaves every use at once."""
    with audit.transaction():
        rows = RightsGrant.objects.filter(pk=grant.pk, state__in=STANDING)
        if not rows.update(state=RecordState.EXPIRED):
            return False
        audit.record(
            "grant.expired",
            programme_id=grant.engagement.programme_id,
            subject=("grant", grant.pk),
        )
        for submission in _resting_on(grant):
            _take_out(submission)
    return True


def _take_out(submission: Submission) -> None:
    """Unless the rules still let it through by another permission."""
    if _passes(submission):
        return
    if submission.state == State.RELEASED:
        withdrawal.withdraw_for(submission, Mover.CLOCK)
    elif submission.state in withdrawal.IN_USE:
        withdrawal.rule_again(submission, Mover.CLOCK)


def _passes(submission: Submission) -> bool:
    try:
        ruling, _all = verdicts.evaluate(submission, drafts.read_task(submission))
    except (KeyDestroyed, KeyMissing):
        return False
    return ruling.result is Result.PASS


def _announce(grant: RightsGrant, days: int) -> None:
    with audit.transaction():
        rows = RightsGrant.objects.filter(pk=grant.pk).exclude(announced_days__lte=days)
        if not rows.update(announced_days=days):
            return
        for submission in _resting_on(grant):
            telling.tell(
                submission.contractor_id,
                Kind.ENDING,
                f"ends_in_{days}",
                programme_id=submission.programme_id,
                subject_id=submission.pk,
                number=submission.number,
            )


def _resting_on(grant: RightsGrant) -> list[Submission]:
    rows = Submission.objects.filter(engagement=grant.engagement, state__in=CONCERNED)
    if grant.submission_id is not None:
        rows = rows.filter(pk=grant.submission_id)
    return list(rows.select_related("programme", "engagement", "current_run"))
