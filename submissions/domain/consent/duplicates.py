"""The same or nearly the same file from somebody else, across the portal (rule R12).

Looked up before scrubbing. The index holds keyed hashes only (decision 18); a sample's
entries go with its withdrawal or purge. What a contractor hands in again conflicts with
nothing of their own.
"""

import hashlib
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import TYPE_CHECKING
from uuid import UUID

from django.db.models import Q, QuerySet

from portal.vault import registers
from scrubbing.engine.types import Role, Unit
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
MOST_PARTS = 200
"""Files inside one archive that are compared: the largest."""
COMMON = 5
"""What files of so many other people hold inside is a template or a library, and nobody's secret."""
BLOB = "member_blob"
PART = re.compile(r"(?:\d{1,6}|inner)(?:!(?:\d{1,6}|inner)){0,4}")
CHUNK = 1 << 20


@dataclass(frozen=True, slots=True)
class Match:
    """A file and the one it is like. For reviewers of the platform only: it names two sides.

    ``other_id`` is None for a copy that is publicly known; ``likeness`` is 1 for the same bytes.
    ``parts`` counts the files inside an archive that are alike; 0 says the files themselves are.
    """

    artefact_id: UUID
    other_id: UUID | None
    likeness: float
    parts: int = 0


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
    parts: "Mapping[str, Prepared]" = field(default_factory=dict)
    """Files inside an archive, by the numbers that lead to them."""


def prepare(reading: Reading, blob: str) -> Prepared:
    """Keyed hashes of a file that was read, given its git blob id, and of the files in it."""
    from submissions.domain.consent import likeness  # numpy, which a web process has no use for

    key = registers.portal_subkey(SHINGLES)
    units = [u for u in reading.extraction.units if not u.removable and u.role not in NOT_THE_WORK]
    blobs = _blobs_inside(reading)
    texts = _texts_inside(units, blobs)
    parts = {
        part: Prepared(
            registers.portal_digest(EXACT, inner), likeness.likeness(texts.get(part, ()), key)
        )
        for part, inner in blobs.items()
    }
    whole = likeness.likeness((unit.text for unit in units), key)
    return Prepared(registers.portal_digest(EXACT, blob), whole, parts)


def _blobs_inside(reading: Reading) -> dict[str, str]:
    """Git blob ids of the largest files inside an archive, by part."""
    found = []
    for fact in reading.extraction.facts:
        blob, _space, size = fact.untrusted_value.partition(" ")
        part = fact.place.part or ""
        if fact.name == BLOB and size.isdigit() and PART.fullmatch(part):
            found.append((-int(size), part, blob))
    return {part: blob for _size, part, blob in sorted(found)[:MOST_PARTS]}


def _texts_inside(units: Iterable[Unit], parts: Collection[str]) -> dict[str, list[str]]:
    """The texts of each part, those of files inside it included."""
    found: dict[str, list[str]] = {}
    for unit in units:
        steps = unit.locator.split("!")[:-1]
        for depth in range(1, len(steps) + 1):
            part = "!".join(steps[:depth])
            if part in parts:
                found.setdefault(part, []).append(unit.text)
    return found


def remember(artefact: Artefact, prepared: Prepared) -> None:
    """Put a file into the index, in place of what an earlier reading of it left."""
    FileTrace.objects.filter(artefact=artefact).delete()
    for part, one in {"": prepared, **prepared.parts}.items():
        found = one.found
        trace = FileTrace.objects.create(
            artefact=artefact, part=part, exact=one.exact, sketch=found.sketch if found else b""
        )
        bands = found.bands if found else ()
        TraceBand.objects.bulk_create(TraceBand(trace=trace, band=band) for band in bands)


def forget(submission: Submission) -> None:
    """Take a sample out of the index: it was withdrawn or purged."""
    FileTrace.objects.filter(artefact__submission=submission).delete()
    LogoTrace.objects.filter(artefact__submission=submission).delete()


def matches(submission: Submission) -> list[Match]:
    """Every file of a sample with everything of others that it is like, the best of each.

    A file inside an archive counts unless it is publicly known or ``COMMON`` others have it.
    """
    mine = list(
        FileTrace.objects.filter(artefact__submission=submission).exclude(artefact__state__in=GONE)
    )
    exact = [trace.exact for trace in mine]
    public = set(PublicCopy.objects.filter(pk__in=exact).values_list("pk", flat=True))
    known = [trace.artefact_id for trace in mine if not trace.part and trace.exact in public]
    best: dict[tuple[UUID, UUID | None], Match] = {}
    for trace in mine:
        if trace.part and trace.exact in public:
            continue
        for match in _of_trace(trace, submission):
            about = (match.artefact_id, match.other_id)
            best[about] = _better(best.get(about), match)
    return [*(Match(artefact_id, None, 1.0) for artefact_id in known), *best.values()]


def _of_trace(trace: FileTrace, submission: Submission) -> list[Match]:
    from submissions.domain.consent import likeness  # the same

    others = _of_others(submission)
    same = {other.pk: (other, 1.0) for other in others.filter(exact=trace.exact)}
    near = (other for other in _candidates(trace, others) if other.pk not in same)
    scored = ((other, likeness.alike(bytes(trace.sketch), bytes(other.sketch))) for other in near)
    found = [*same.values(), *(one for one in scored if one[1] >= likeness.ALIKE)]
    made = [
        Match(trace.artefact_id, other.artefact_id, score, 1 if trace.part or other.part else 0)
        for other, score in found
    ]
    is_common = _is_common({match.other_id for match in made if match.parts and match.other_id})
    return [match for match in made if not (match.parts and is_common)]


def _is_common(others: Collection[UUID]) -> bool:
    """Whether so many people have it: one who hands in much does not make their work common."""
    if len(others) < COMMON:
        return False
    people = Artefact.objects.filter(pk__in=others).values("submission__contractor")
    return people.distinct().count() >= COMMON


def _better(before: Match | None, match: Match) -> Match:
    """One match of two about the same two files: the files themselves, or parts counted."""
    if before is None:
        return match
    whole = [one for one in (before, match) if not one.parts]
    if whole:
        return max(whole, key=lambda one: one.likeness)
    score = max(before.likeness, match.likeness)
    return replace(before, parts=before.parts + 1, likeness=score)


def _of_others(submission: Submission) -> QuerySet[FileTrace]:
    return (
        FileTrace.objects.exclude(artefact__submission__contractor=submission.contractor_id)
        .exclude(artefact__submission__state__in=SILENT)
        .exclude(artefact__state__in=GONE)
        .exclude(~Q(part=""), exact__in=PublicCopy.objects.values("pk"))
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
