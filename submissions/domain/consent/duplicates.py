"""The same or nearly the same file from somebody else, across the portal (rule R12).

Looked up before scrubbing. The index holds keyed hashes only (decision 18); a sample's
entries go with its withdrawal or purge. What a contractor hands in again conflicts with
nothing of their own.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import QuerySet

from portal.vault import registers
from scrubbing.engine.types import Role
from scrubbing.services import Reading
from submissions.models import Artefact, FileTrace, LogoTrace, PublicCopy, Submission, TraceBand
from submissions.states import GONE, State

if TYPE_CHECKING:
    from submissions.domain.consent.likeness import Likeness

EXACT, SHINGLES = "file", "shingles"
"""Purposes of the portal key."""
SILENT = (State.DRAFT, State.WITHDRAWN, State.PURGED)
"""A draft claims nothing yet; what was taken back claims nothing any more."""
NOT_THE_WORK = frozenset({Role.NAME, Role.AUTHOR, Role.PROPERTY, Role.KEY, Role.LINK})
MOST_CANDIDATES = 200
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Match:
    """A file and the one it is like. For reviewers of the platform only: it names two sides.

    ``other_id`` is None for a copy that is publicly known; ``likeness`` is 1 for the same bytes.
    """

    artefact_id: UUID
    other_id: UUID | None
    likeness: float


def blob_id(path: Path) -> str:
    """The git blob id of a file: the last part of its SWHID ``swh:1:cnt:``."""
    digest = hashlib.sha1(f"blob {path.stat().st_size}\0".encode(), usedforsecurity=False)
    with path.open("rb") as file:
        while data := file.read(CHUNK):
            digest.update(data)
    return digest.hexdigest()


@dataclass(frozen=True, slots=True)
class Prepared:
    """What a file puts into the index, worked out before any transaction begins."""

    exact: str
    found: "Likeness | None"


def prepare(reading: Reading, blob: str) -> Prepared:
    """Keyed hashes of a file that was read, given its git blob id."""
    from submissions.domain.consent import likeness  # numpy, which a web process has no use for

    units = reading.extraction.units
    texts = (u.text for u in units if not u.removable and u.role not in NOT_THE_WORK)
    found = likeness.likeness(texts, registers.portal_subkey(SHINGLES))
    return Prepared(registers.portal_digest(EXACT, blob), found)


def remember(artefact: Artefact, prepared: Prepared) -> None:
    """Put a file into the index, in place of what an earlier reading of it left."""
    FileTrace.objects.filter(artefact=artefact).delete()
    found = prepared.found
    trace = FileTrace.objects.create(
        artefact=artefact, exact=prepared.exact, sketch=found.sketch if found else b""
    )
    bands = found.bands if found else ()
    TraceBand.objects.bulk_create(TraceBand(trace=trace, band=band) for band in bands)


def forget(submission: Submission) -> None:
    """Take a sample out of the index: it was withdrawn or purged."""
    FileTrace.objects.filter(artefact__submission=submission).delete()
    LogoTrace.objects.filter(artefact__submission=submission).delete()


def count(submission: Submission) -> int:
    """How many files of a sample somebody else handed in too, or are publicly known."""
    return len({match.artefact_id for match in matches(submission)})


def matches(submission: Submission) -> list[Match]:
    """Every file of a sample with everything of others that it is like."""
    from submissions.domain.consent import likeness  # the same

    traces = FileTrace.objects.filter(artefact__submission=submission)
    mine = list(traces.exclude(artefact__state__in=GONE))
    exact = [trace.exact for trace in mine]
    public = set(PublicCopy.objects.filter(pk__in=exact).values_list("pk", flat=True))
    others = _of_others(submission)
    same = list(others.filter(exact__in=exact))
    found: list[Match] = []
    for trace in mine:
        if trace.exact in public:
            found.append(Match(trace.artefact_id, None, 1.0))
        equal = {other.pk for other in same if other.exact == trace.exact}
        found += [
            Match(trace.artefact_id, o.artefact_id, 1.0) for o in same if o.exact == trace.exact
        ]
        near = (other for other in _candidates(trace, others) if other.pk not in equal)
        scored = (
            (other, likeness.alike(bytes(trace.sketch), bytes(other.sketch))) for other in near
        )
        found += [
            Match(trace.artefact_id, other.artefact_id, score)
            for other, score in scored
            if score >= likeness.ALIKE
        ]
    return found


def _of_others(submission: Submission) -> QuerySet[FileTrace]:
    return (
        FileTrace.objects.exclude(artefact__submission__contractor=submission.contractor_id)
        .exclude(artefact__submission__state__in=SILENT)
        .exclude(artefact__state__in=GONE)
    )


def _candidates(trace: FileTrace, others: QuerySet[FileTrace]) -> Iterable[FileTrace]:
    """Files that share bands with this one, those that share most first."""
    bands = list(trace.bands.values_list("band", flat=True))
    if not bands:
        return ()
    shared = TraceBand.objects.filter(band__in=bands, trace__in=others).exclude(trace=trace)
    tally = Counter(shared.values_list("trace_id", flat=True))
    wanted = [number for number, _ in tally.most_common(MOST_CANDIDATES)]
    return FileTrace.objects.in_bulk(wanted).values()


def learn_public(swhids: Iterable[str]) -> int:
    """Add files that are publicly known, given as SWHIDs or git blob ids; gives how many are new.

    Raises ``ValueError`` for a line that is neither.
    """
    rows = [PublicCopy(exact=registers.portal_digest(EXACT, _plain(line))) for line in swhids]
    before = PublicCopy.objects.count()
    PublicCopy.objects.bulk_create(rows, ignore_conflicts=True, batch_size=1000)
    return PublicCopy.objects.count() - before


def _plain(swhid: str) -> str:
    blob = swhid.strip().removeprefix("swh:1:cnt:").partition(";")[0].lower()
    if len(blob) != 40 or not set(blob) <= set("0123456789abcdef"):  # noqa: PLR2004 - a SHA-1 in hex
        raise ValueError("not a SWHID of a content")
    return blob
