"""How far reviewers agree beyond chance: Cohen's kappa and Krippendorff's alpha.

Own implementation: the usual package is under the GPL. Checked in the tests against the
worked examples of Cohen (1960), Hayes and Krippendorff (2007) and Krippendorff (2011).
Both give None where the figure is not defined (nothing to compare, or no variation).
"""

from collections import Counter, defaultdict
from collections.abc import Hashable, Mapping, Sequence
from enum import StrEnum
from itertools import product
from typing import TypeVar

T = TypeVar("T", bound=Hashable)


class Level(StrEnum):
    """How far apart two values are."""

    NOMINAL = "nominal"
    """Same or not: verdicts."""
    ORDINAL = "ordinal"
    """By rank: grades from 1 to 5."""
    INTERVAL = "interval"
    """By difference."""


def cohens_kappa(pairs: Sequence[tuple[T, T]]) -> float | None:
    """Agreement of two raters over the items that both judged; 1 is full, 0 is chance."""
    if not pairs:
        return None
    total = len(pairs)
    seen = sum(first == second for first, second in pairs) / total
    firsts, seconds = (Counter(side) for side in zip(*pairs, strict=True))
    chance = sum(firsts[value] * seconds[value] for value in firsts) / total**2
    return None if chance == 1 else (seen - chance) / (1 - chance)


def krippendorffs_alpha(
    ratings: Sequence[Sequence[float | None]], level: Level = Level.NOMINAL
) -> float | None:
    """Agreement of any number of raters, with gaps. ``ratings`` is one row per item.

    Follows the computation by coincidences: every ordered pair of values within an item
    counts 1 / (values of the item - 1); items with fewer than two values say nothing.
    """
    coincidences = _coincidences(ratings)
    margins: defaultdict[float, float] = defaultdict(float)
    for (first, _second), weight in coincidences.items():
        margins[first] += weight
    total = sum(margins.values())
    if total <= 1:
        return None
    distance = {
        (first, second): _distance((first, second), margins, level)
        for first, second in product(sorted(margins), repeat=2)
    }
    seen = sum(weight * distance[pair] for pair, weight in coincidences.items())
    chance = sum(
        margins[first] * margins[second] * apart for (first, second), apart in distance.items()
    )
    return None if chance == 0 else 1 - (total - 1) * seen / chance


def _coincidences(
    ratings: Sequence[Sequence[float | None]],
) -> Mapping[tuple[float, float], float]:
    counts: defaultdict[tuple[float, float], float] = defaultdict(float)
    for row in ratings:
        values = [value for value in row if value is not None]
        for place, first in enumerate(values):
            for other, second in enumerate(values):
                if place != other:
                    counts[first, second] += 1 / (len(values) - 1)
    return counts


def _distance(pair: tuple[float, float], margins: Mapping[float, float], level: Level) -> float:
    low, high = sorted(pair)
    match level:
        case Level.NOMINAL:
            return float(low != high)
        case Level.INTERVAL:
            return (high - low) ** 2
        case Level.ORDINAL:
            between = sum(n for value, n in margins.items() if low <= value <= high)
            return (between - (margins[low] + margins[high]) / 2) ** 2
