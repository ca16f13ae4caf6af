"""Scores: who was found, what was touched, and how sure we may be of the figure."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import sqrt

SKIPPED = re.compile(
    "(?:" + "|".join(
        [rf"\b{re.escape(w)}\b" for w in (
            "mr mrs ms and or from until to about after as at before between by during for in into of on over since with the a an no nr"
        ).split()] + ["’s", "'s"] + [re.escape(mark) for mark in ",.-;:/&()[]–'\" ’“”"]
    ) + ")",
    re.IGNORECASE,
)  # fmt: skip
"""Characters that the official script of the TAB corpus does not count."""
TOKEN = re.compile(r"\w+")
Places = Sequence[tuple[int, int]]


@dataclass(frozen=True, slots=True)
class Share:
    """A share with its 95 % interval (Wilson)."""

    hits: int
    total: int

    @property
    def value(self) -> float:
        return self.hits / self.total if self.total else 0.0

    @property
    def interval(self) -> tuple[float, float]:
        if not self.total:
            return 0.0, 0.0
        z, n, p = 1.96, self.total, self.value
        middle = (p + z * z / (2 * n)) / (1 + z * z / n)
        half = z / (1 + z * z / n) * sqrt(p * (1 - p) / n + z * z / (4 * n * n))
        return max(0.0, middle - half), min(1.0, middle + half)

    def __str__(self) -> str:
        low, high = self.interval
        return f"{self.value:.3f} [{low:.3f}-{high:.3f}] n={self.total}"

    def __add__(self, other: "Share") -> "Share":
        return Share(self.hits + other.hits, self.total + other.total)


def covered(places: Places) -> set[int]:
    """Give all characters of some places."""
    return {i for start, end in places for i in range(start, end)}


def masked(text: str, start: int, end: int, characters: set[int]) -> bool:
    """Say whether a mention is masked, but for what does not count (the official rule)."""
    left = set(range(start, end)) - characters
    if left:
        for skip in SKIPPED.finditer(text[start:end].lower()):
            left -= set(range(start + skip.start(), start + skip.end()))
    return not left


def token_recall(text: str, gold: Places, found: Places) -> Share:
    """Give the share of the tokens of gold places that are masked."""
    characters = covered(found)
    tokens = [
        (start + m.start(), start + m.end())
        for start, end in gold
        for m in TOKEN.finditer(text[start:end])
    ]
    return Share(sum(masked(text, a, b, characters) for a, b in tokens), len(tokens))


def token_precision(text: str, gold: Places, found: Places) -> Share:
    """Give the share of masked tokens that lie wholly in a gold place."""
    tokens = {(s + m.start(), s + m.end()) for s, e in found for m in TOKEN.finditer(text[s:e])}
    right = sum(any(s <= a and e >= b for s, e in gold) for a, b in tokens)
    return Share(right, len(tokens))


def names_found(text: str, names: Places, found: Places) -> Share:
    """Give the share of names whose every letter is covered."""
    characters = covered(found)
    hits = sum(all(i in characters for i in range(s, e) if text[i].isalnum()) for s, e in names)
    return Share(hits, len(names))


def words_touched(text: str, names: Places, found: Places) -> Share:
    """Give the share of words outside names that any span touches."""
    own, characters = covered(names), covered(found)
    words = [m.span() for m in TOKEN.finditer(text) if not own & set(range(*m.span()))]
    return Share(sum(bool(characters & set(range(a, b))) for a, b in words), len(words))


def calibration_error(judged: Iterable[tuple[float, bool]], bins: int = 10) -> tuple[float, int]:
    """Give the expected calibration error of scores and the number of spans judged."""
    groups: list[list[tuple[float, bool]]] = [[] for _ in range(bins)]
    for score, right in judged:
        groups[min(bins - 1, int(score * bins))].append((score, right))
    total = sum(map(len, groups))
    error = sum(abs(sum(s for s, _ in g) - sum(r for _, r in g)) for g in groups if g)
    return (error / total if total else 0.0), total


def f_beta(precision: float, recall: float, beta: float = 2.0) -> float:
    """Give the F score; beta 2 weighs recall."""
    square = beta * beta
    below = square * precision + recall
    return (1 + square) * precision * recall / below if below else 0.0
