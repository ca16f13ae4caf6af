"""How alike two texts are: keyed MinHash over five-word shingles (decision 18). Pure functions.

Every shingle is hashed under a key before anything else, so that what is stored cannot be
compared with a text by anybody who does not have the key. Bands find candidates in a table
without reading all of it; the sketch then gives the likeness (the Jaccard index of the two
sets of shingles), exactly for texts of up to ``SKETCH`` different shingles.
"""

import hashlib
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import islice

import numpy as np
from numpy.typing import NDArray

WORD = re.compile(r"[^\W_]+", re.UNICODE)
WORDS_IN_SHINGLE = 5
ALIKE = 0.7
"""From here on two files count as the same work: the threshold of The Stack v2."""
LEAST = 20
"""Texts of fewer shingles say too little: forms and cover pages are alike anyway."""
SKETCH = 1024
BANDS, ROWS = 32, 4
"""Finds 0.9998 of all pairs that are 0.7 alike, and 1 in 20 of those that are 0.2 alike."""
MOST_WORDS = 2_000_000
CHUNK = 20_000
Hashes = NDArray[np.uint64]


@dataclass(frozen=True, slots=True)
class Likeness:
    """``sketch``: the smallest hashes, 8 bytes each, ascending; ``bands``: 16 hex digits each."""

    sketch: bytes
    bands: tuple[str, ...]


def likeness(texts: Iterable[str], key: bytes) -> Likeness | None:
    """The likeness of a text given in pieces; None where it is too short to say anything."""
    hashes = np.unique(np.fromiter(_shingles(texts, key), np.uint64))
    if len(hashes) < LEAST:
        return None
    return Likeness(hashes[:SKETCH].astype(">u8").tobytes(), tuple(_bands(hashes, key)))


def alike(one: bytes, other: bytes) -> float:
    """The share of shingles that two sketches have in common, 0 to 1."""
    mine, theirs = _hashes(one), _hashes(other)
    both = np.union1d(mine, theirs)
    if len(mine) == SKETCH or len(theirs) == SKETCH:
        both = both[:SKETCH]
    if not len(both):
        return 0.0
    common = np.intersect1d(np.intersect1d(mine, theirs), both)
    return len(common) / len(both)


def _hashes(sketch: bytes) -> Hashes:
    return np.frombuffer(sketch, ">u8").astype(np.uint64)


def _shingles(texts: Iterable[str], key: bytes) -> Iterator[int]:
    words = (match[0].casefold() for text in texts for match in WORD.finditer(text))
    window: list[str] = []
    for word in islice(words, MOST_WORDS):
        window.append(word)
        if len(window) == WORDS_IN_SHINGLE:
            digest = hashlib.blake2b(" ".join(window).encode(), digest_size=8, key=key)
            yield int.from_bytes(digest.digest(), "big")
            del window[0]


def _bands(hashes: Hashes, key: bytes) -> Iterator[str]:
    """Multiply-shift over hashes that are keyed already; the multipliers are drawn by the key."""
    seed = hashlib.blake2b(b"bands", digest_size=8, key=key).digest()
    drawn = np.random.default_rng(int.from_bytes(seed, "big"))
    count = BANDS * ROWS
    factors = drawn.integers(1, 2**63, count, dtype=np.uint64) * np.uint64(2) + np.uint64(1)
    offsets = drawn.integers(0, 2**63, count, dtype=np.uint64)
    least = np.full(count, np.iinfo(np.uint64).max, np.uint64)
    for start in range(0, len(hashes), CHUNK):
        part = hashes[start : start + CHUNK, None]
        least = np.minimum(least, (part * factors + offsets).min(axis=0))
    for number, rows in enumerate(least.reshape(BANDS, ROWS)):
        content = number.to_bytes(2, "big") + rows.astype(">u8").tobytes()
        yield hashlib.blake2b(content, digest_size=8, key=key).hexdigest()
