"""Questions whose mail does not leave, for an admin: how often it was tried, and once more."""

from dataclasses import dataclass
from datetime import datetime

from portal.accounts.models import User
from submissions.domain.asking import confirming, questions
from submissions.domain.asking.sending import MOST_FAILURES
from submissions.domain.asking.wording import number_of
from submissions.domain.errors import StaleError
from submissions.models import OPEN_ASKINGS, Asking

SHOWN_FROM = 2
"""One failure is a mail server that was started anew."""
SHOWN = 100


@dataclass(frozen=True, slots=True)
class Stuck:
    """One question. ``next_at`` is None where nothing is tried any more by itself."""

    asking: Asking
    number: str
    failures: int
    next_at: datetime | None


def waiting(person: User) -> list[Stuck]:
    """What this person may set going again; no address and no name."""
    rows = confirming.seen_by(person).filter(failures__gte=SHOWN_FROM, state__in=OPEN_ASKINGS)
    return [_shown(row) for row in rows.select_related("engagement__programme")[:SHOWN]]


def _shown(asking: Asking) -> Stuck:
    given_up = asking.failures >= MOST_FAILURES
    next_at = None if given_up else asking.sending_until
    return Stuck(asking, number_of(asking.pk), asking.failures, next_at)


def try_again(asking: Asking, person: User) -> None:
    """Count from none again; the next beat tries. Raises ``StaleError`` where nothing is stuck."""
    confirming.check_may_confirm(person, asking)
    rows = Asking.objects.filter(pk=asking.pk, failures__gt=0, state__in=OPEN_ASKINGS)
    if not rows.update(failures=0, sending_until=None):
        raise StaleError
    questions.record("asking.tried_again", asking, person)
