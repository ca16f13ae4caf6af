"""Likeness of texts: exact where texts are short, found in bands, nothing without the key."""

import random

import pytest

from submissions.domain.consent.likeness import ALIKE, BANDS, LEAST, alike, likeness

KEY = bytes(range(32))


def words(count: int, seed: int = 1) -> list[str]:
    chance = random.Random(seed)
    letters = "abcdefghijklmnopqrstuvwxyz"
    return ["".join(chance.choices(letters, k=7)) for _ in range(count)]


def pair(share: float, shingles: int = 400, seed: int = 1) -> tuple[str, str]:
    """Two texts whose sets of shingles have this Jaccard index, as near as whole words allow.

    The common part stands first; of ``n`` shingles each, ``c`` are common: c / (2n - c).
    """
    common = round(2 * shingles * share / (1 + share))
    start = words(common + 4, seed)
    rest = shingles - common
    return (
        " ".join(start + words(rest, seed + 1000)),
        " ".join(start + words(rest, seed + 2000)),
    )


def both(share: float, shingles: int = 400, seed: int = 1):
    one, other = pair(share, shingles, seed)
    return likeness([one], KEY), likeness([other], KEY)


@pytest.mark.parametrize("share", [0.0, 0.25, 0.6, 0.7, 0.75, 1.0])
def test_likeness_of_short_texts_is_exact(share: float) -> None:
    one, other = both(share)
    assert alike(one.sketch, other.sketch) == pytest.approx(share, abs=0.002)


def test_likeness_of_long_texts_is_near() -> None:
    one, other = both(0.7, shingles=20_000)
    assert alike(one.sketch, other.sketch) == pytest.approx(0.7, abs=0.05)


@pytest.mark.parametrize(("share", "found"), [(0.75, True), (0.6, False), (0.1, False)])
def test_likeness_is_enough_above_the_threshold_only(share: float, *, found: bool) -> None:
    one, other = both(share)
    assert (alike(one.sketch, other.sketch) >= ALIKE) is found


def test_bands_are_shared_by_texts_alike_and_not_by_others() -> None:
    """At 0.7 one pair in 5,000 shares no band; at 0.1 one in 300 shares one."""
    near = [both(0.7, 120, seed) for seed in range(40)]
    far = [both(0.1, 120, seed) for seed in range(40)]
    assert all(set(a.bands) & set(b.bands) for a, b in near)
    assert sum(bool(set(a.bands) & set(b.bands)) for a, b in far) <= 4


def test_likeness_says_nothing_without_the_key() -> None:
    text = pair(1.0)[0]
    one, other = likeness([text], KEY), likeness([text], bytes(32))
    assert likeness([text], KEY) == one
    assert alike(one.sketch, other.sketch) == 0.0
    assert set(one.bands) & set(other.bands) == set()


def test_likeness_does_not_mind_case_punctuation_or_pieces() -> None:
    text = pair(1.0)[0]
    pieces = [f"  {word.upper()}!" for word in text.split()]
    assert likeness(pieces, KEY) == likeness([text], KEY)


def test_likeness_of_too_few_words_is_none() -> None:
    assert likeness([" ".join(words(LEAST + 3))], KEY) is None
    enough = likeness([" ".join(words(LEAST + 4))], KEY)
    assert enough is not None
    assert len(enough.bands) == BANDS
