"""Stored objects that no row names: what a worker wrote and was killed before it could say so.

Everything in them is encrypted and nobody can find them again, yet they take room and
would outlive a purge. Previews name their pictures inside an encrypted list, so the clean
storage is left alone here; a released copy is never deleted by a sweep at all.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime, timedelta
from itertools import islice
from typing import Any, cast

import structlog
from django.core.files.storage import storages
from django.db.models import Min, QuerySet
from django.utils import timezone

from portal.storage import Lists
from submissions.models import Artefact, EvidenceFile, Submission, UploadPart, UploadState

SAFE_AGE = timedelta(days=1)
"""No step takes a tenth of that; an upload that takes longer names its parts as they come."""
BATCH = 500
SWEPT = ("landing", "quarantine", "evidence")

log = structlog.get_logger(__name__)


def sweep() -> int:
    """Deletes every orphan that is old enough; gives how many there were."""
    oldest = _written_before()
    return sum(_sweep(alias, oldest) for alias in SWEPT)


def _written_before() -> datetime:
    """A day ago, or before the oldest piece of work that somebody is doing now."""
    now = timezone.now()
    begun: list[datetime | None] = [
        model.objects.filter(lease_until__gt=now).aggregate(begun=Min("state_since"))["begun"]
        for model in (Artefact, Submission)
    ]
    return min([now - SAFE_AGE, *filter(None, begun)])


def _sweep(alias: str, oldest: datetime) -> int:
    storage, swept = cast("Lists", storages[alias]), 0
    old = (one.key for one in storage.listed() if one.written < oldest)
    while batch := list(islice(old, BATCH)):
        orphans = set(batch) - _named(alias, batch)
        for key in orphans:
            storage.delete(key)
        swept += len(orphans)
    if swept:
        log.warning("orphans_swept", kind=alias, count=swept)
    return swept


def _named(alias: str, keys: list[str]) -> set[str]:
    """Which of the keys a row names."""
    return {key for rows, field in _rows(alias) for key in _values(rows, field, keys)}


def _values(rows: "QuerySet[Any]", field: str, keys: Iterable[str]) -> Iterator[str]:
    """The keys that these rows hold in this field."""
    return rows.filter(**{f"{field}__in": list(keys)}).values_list(field, flat=True).iterator()


def _rows(alias: str) -> "list[tuple[QuerySet[Any], str]]":
    match alias:
        case "landing":
            # A part that was still being written when its upload was given up stays behind.
            parts = UploadPart.objects.exclude(upload__state=UploadState.ABORTED)
            return [(parts, "storage_key"), (Artefact.objects.all(), "landing_key")]
        case "quarantine":
            files = Artefact.objects.all()
            return [(files, "quarantine_key"), (files, "reading_key")]
        case _:
            return [(EvidenceFile.objects.all(), "storage_key")]
