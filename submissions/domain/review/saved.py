"""A reviewer's own filters, kept under a name."""

from uuid import UUID

from django.db.models import QuerySet

from portal.accounts.models import User
from submissions.domain.errors import Refused
from submissions.domain.review.queue import Filters
from submissions.models import Gate, SavedFilter

MOST = 20


class FilterNameError(Refused):
    code = "filter_name_missing"
    sentence = "Give the filters a name, such as “overdue law”."


class TooManyFiltersError(Refused):
    code = "too_many_filters"
    sentence = f"You keep {MOST} filters here already. Delete one first."


def of(person: User, programme_id: UUID, gate: Gate) -> QuerySet[SavedFilter]:
    """Those of one queue, by name."""
    return SavedFilter.objects.filter(person=person, programme_id=programme_id, gate=gate.value)


def save(person: User, programme_id: UUID, gate: Gate, name: str, filters: Filters) -> SavedFilter:
    """Keep them; the same name again takes the new ones."""
    word = " ".join(name.split())[:40]
    if not word:
        raise FilterNameError
    kept = of(person, programme_id, gate)
    if not kept.filter(name=word).exists() and kept.count() >= MOST:
        raise TooManyFiltersError
    row, _made = SavedFilter.objects.update_or_create(
        person=person,
        programme_id=programme_id,
        gate=gate.value,
        name=word,
        defaults={
            "domain": filters.domain,
            "older_than": filters.older_than,
            "overdue": filters.overdue,
        },
    )
    return row


def drop(person: User, filter_id: UUID) -> None:
    """Forget one's own; anybody else's is not there."""
    SavedFilter.objects.filter(person=person, pk=filter_id).delete()
