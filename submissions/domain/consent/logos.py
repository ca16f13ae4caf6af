"""The same repeated picture in files of another declared organisation (cross-check X6).

The look of a picture (72 bits, see ``scrubbing.engine.look``) is cut into four bands; what is
stored are their HMACs under a portal key. Two pictures are the same logo where three bands
differ in at most two bits each, which is asked by trying every such change of one's own.
"""

import hashlib
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import combinations

from portal.vault import registers
from submissions.domain.consent import register
from submissions.models import Artefact, Engagement, LogoTrace
from submissions.states import GONE, State

PURPOSE = "logos"
BANDS = 4
ENOUGH = 3
FLIPS = 2
MOST = 20
"""Repeated pictures of one file that are kept."""
SILENT = (State.DRAFT, State.WITHDRAWN, State.PURGED)


def traces(artefact: Artefact, looks: Iterable[str]) -> list[LogoTrace]:
    """The rows of a file's repeated pictures, not yet saved."""
    key = registers.portal_subkey(PURPOSE)
    return [
        LogoTrace(artefact=artefact, logo=number, band=_digest(key, position, bits))
        for number, look in enumerate(list(dict.fromkeys(looks))[:MOST], 1)
        for position, bits in enumerate(_cut(look))
    ]


def remember(artefact: Artefact, looks: Iterable[str]) -> None:
    """Keep the repeated pictures of a file, in place of what an earlier reading left."""
    LogoTrace.objects.filter(artefact=artefact).delete()
    LogoTrace.objects.bulk_create(traces(artefact, looks))


def relation(artefact: Artefact, look: str) -> str:
    """How a logo stands to the declared organisation.

    "other" where files of another one carry it, "declared" where files of the same do, else
    "self".
    """
    engagement = artefact.submission.engagement
    found = {_standing(engagement, other) for other in _engagements(artefact, look)}
    return next((word for word in ("other", "declared") if word in found), "self")


def _standing(mine: Engagement | None, other: Engagement) -> str:
    if mine is None or mine.organisation_digest != other.organisation_digest:
        return "other"
    full = (mine.organisation_full_digest, other.organisation_full_digest)
    return "declared" if register.is_same_form(*full) else "other"


def _engagements(artefact: Artefact, look: str) -> Iterator[Engagement]:
    key = registers.portal_subkey(PURPOSE)
    wanted = [
        _digest(key, position, changed)
        for position, bits in enumerate(_cut(look))
        for changed in _near(bits, _width(look))
    ]
    rows = (
        LogoTrace.objects.filter(band__in=wanted)
        .exclude(artefact=artefact)
        .exclude(artefact__submission=artefact.submission_id)
        .exclude(artefact__submission__state__in=SILENT)
        .exclude(artefact__state__in=GONE)
        .exclude(artefact__submission__engagement=None)
    )
    tally = Counter(rows.values_list("artefact__submission__engagement", "artefact", "logo"))
    like = {engagement for (engagement, _, _), number in tally.items() if number >= ENOUGH}
    yield from Engagement.objects.filter(pk__in=like).exclude(organisation_digest="")


def _width(look: str) -> int:
    return len(look) * 4 // BANDS


def _cut(look: str) -> list[int]:
    """Every fourth bit of a look, so that a change in one corner spreads over all bands."""
    bits = f"{int(look, 16):0{len(look) * 4}b}"
    return [int(bits[start::BANDS], 2) for start in range(BANDS)]


def _near(bits: int, width: int) -> Iterator[int]:
    for number in range(FLIPS + 1):
        for places in combinations(range(width), number):
            changed = bits
            for place in places:
                changed ^= 1 << place
            yield changed


def _digest(key: bytes, position: int, bits: int) -> str:
    content = f"{position}:{bits}".encode()
    return hashlib.blake2b(content, digest_size=8, key=key).hexdigest()
