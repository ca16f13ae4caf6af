"""The review queue as a list: filters, pages by key, counts that stop counting.

Nothing in a row says who the contractor is, nor exactly when they handed in.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet, Sum
from django.utils import timezone

from portal.accounts.models import User
from portal.programmes.standing import standing
from submissions.domain.review.claims import offered
from submissions.domain.review.policy import ROLES, policy_of
from submissions.models import Evidence, Finding, Gate, Submission
from submissions.states import GONE

PAGE = 25
HOURS_SHOWN = 48
"""Up to here hours are said, beyond it days."""
COUNT_TO = 200
"""A queue is counted up to here; beyond it the page says "more than 200"."""


@dataclass(frozen=True, slots=True)
class Filters:
    """What the address of the page asks for. ``older_than`` is in days."""

    domain: str = ""
    older_than: int = 0
    overdue: bool = False


@dataclass(frozen=True, slots=True)
class After:
    """The key of the last row of the page before."""

    created_at: datetime
    id: UUID


@dataclass(frozen=True, slots=True)
class Row:
    """One sample in the queue."""

    id: UUID
    number: int
    domain: str
    waiting: timedelta
    left: timedelta | None
    files: int
    size: int
    removed: int
    uncertain: int
    markings: int

    @property
    def waiting_words(self) -> str:
        """Roughly: an exact time could betray who handed in when."""
        return _roughly(self.waiting)

    @property
    def overdue(self) -> bool:
        return self.left is not None and self.left < timedelta(0)

    @property
    def due_words(self) -> str:
        """As roughly, because the due time follows from the other; empty without one."""
        return f"in {_roughly(self.left)}" if self.left is not None else ""


@dataclass(frozen=True, slots=True)
class Page:
    """One page, the key of the next one where there is one, and the capped count."""

    rows: list[Row]
    after: After | None
    count: int
    capped: bool


def _roughly(time: timedelta) -> str:
    hours = int(time.total_seconds() // 3600)
    if hours < HOURS_SHOWN:
        return f"{hours} h" if hours else "under an hour"
    return f"{hours // 24} days"


def gates_of(reviewer: User, programme_id: UUID) -> list[Gate]:
    """The gates at which this person reviews in a programme."""
    roles = standing(reviewer, programme_id).roles
    return [gate for gate in Gate if ROLES[gate] in roles]


def page(
    reviewer: User, programme_id: UUID, gate: Gate, filters: Filters, after: After | None = None
) -> Page:
    """What this person could claim now; five queries, however long the queue is."""
    rows = _filtered(offered(reviewer, programme_id, gate, policy_of(programme_id)), filters)
    number = rows.order_by()[: COUNT_TO + 1].count()
    if after is not None:
        # Written so that the index on (programme, state, created_at, id) starts at the key.
        rows = rows.filter(created_at__gte=after.created_at).exclude(
            created_at=after.created_at, id__lte=after.id
        )
    found = list(rows.order_by("created_at", "id")[: PAGE + 1])
    shown = found[:PAGE]
    following = After(shown[-1].created_at, shown[-1].pk) if len(found) > PAGE else None
    return Page(_rows(shown), following, min(number, COUNT_TO), number > COUNT_TO)


def _filtered(rows: QuerySet[Submission], filters: Filters) -> QuerySet[Submission]:
    now = timezone.now()
    if filters.domain:
        rows = rows.filter(domain=filters.domain)
    if filters.older_than:
        rows = rows.filter(state_since__lte=now - timedelta(days=filters.older_than))
    if filters.overdue:
        rows = rows.filter(due_at__lt=now)
    return rows


def _rows(shown: list[Submission]) -> list[Row]:
    now = timezone.now()
    ids = [row.pk for row in shown]
    runs = [row.current_run_id for row in shown if row.current_run_id]
    files = _by(
        Submission.objects.filter(pk__in=ids)
        .order_by()
        .values("pk")
        .annotate(
            files=Count("artefacts", filter=~Q(artefacts__state__in=GONE)),
            size=Sum("artefacts__size", filter=~Q(artefacts__state__in=GONE)),
        ),
        "pk",
    )
    found = _by(
        Finding.objects.filter(run_id__in=runs)
        .order_by()
        .values("run_id")
        .annotate(
            removed=Count("pk", filter=Q(suggestion=False)),
            uncertain=Count("pk", filter=Q(suggestion=True)),
        ),
        "run_id",
    )
    marks = _by(
        Evidence.objects.filter(artefact__submission_id__in=ids, cross_check="X2")
        .order_by()
        .values("artefact__submission_id")
        .annotate(markings=Count("pk"), top=Max("weight")),
        "artefact__submission_id",
    )
    nothing: dict[str, int] = {}
    return [
        Row(
            id=row.pk,
            number=row.number,
            domain=row.domain,
            waiting=now - row.state_since,
            left=row.due_at - now if row.due_at else None,
            files=files.get(row.pk, nothing).get("files") or 0,
            size=files.get(row.pk, nothing).get("size") or 0,
            removed=found.get(row.current_run_id, nothing).get("removed") or 0,
            uncertain=found.get(row.current_run_id, nothing).get("uncertain") or 0,
            markings=marks.get(row.pk, nothing).get("markings") or 0,
        )
        for row in shown
    ]


def _by(rows: Iterable[Any], key: str) -> dict[Any, dict[str, Any]]:
    return {row[key]: row for row in rows}
