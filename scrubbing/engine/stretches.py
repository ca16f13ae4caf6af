"""Where in a text something leaks: the shortest stretches of whole words.

Proofs read whole pages, with all their lines one after the other. What they see may stand
on two lines of which neither says it alone.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Callable, Collection, Iterator, Sequence
from itertools import accumulate, pairwise

MOST = 80
"""Places in one text; one with more is taken out in another way."""

TOKEN = re.compile(r"\S+")
Leaks = Callable[[str], bool]
"""Whether a text holds something that had to go."""


def stretches(leaks: Leaks, text: str, cuts: Collection[int] = ()) -> Iterator[tuple[int, int]]:
    """Start and end of each stretch, one after the other. Words also end at ``cuts``."""
    words = list(_words(text, sorted(cuts)))
    for _ in range(MOST):
        if not leaks(text):
            return
        start, end = _stretch(leaks, text, words)
        yield start, end
        text = text[:start] + "\n" * (end - start) + text[end:]


def lines_that(leaks: Leaks, lines: Sequence[str]) -> dict[int, str]:
    """Places of the lines in which something leaks, and the words that do.

    A line is read alone, and with those around it.
    """
    found = {place: line for place, line in enumerate(lines) if leaks(line)}
    left = ["" if place in found else line for place, line in enumerate(lines)]
    starts = [*accumulate((len(line) + 1 for line in left), initial=0)]
    text = "\n".join(left)
    for start, end in stretches(leaks, text):
        for place, line in enumerate(left):
            if starts[place] < end and start < starts[place] + len(line):
                found[place] = text[start:end]
    return dict(sorted(found.items()))


def _words(text: str, cuts: Sequence[int]) -> Iterator[tuple[int, int]]:
    for match in TOKEN.finditer(text):
        start, end = match.span()
        inner = cuts[bisect_right(cuts, start) : bisect_left(cuts, end)]
        yield from pairwise((start, *inner, end))


def _stretch(leaks: Leaks, text: str, words: Sequence[tuple[int, int]]) -> tuple[int, int]:
    last = _first(len(words), lambda at: leaks(text[: words[at][1]]))
    end = words[last][1]
    back = _first(last + 1, lambda at: leaks(text[words[last - at][0] : end]))
    return words[last - back][0], end


def _first(count: int, holds: Callable[[int], bool]) -> int:
    """A number below ``count`` that holds while the one before it does not; the last holds."""
    low, high = -1, count - 1
    while high - low > 1:
        middle = (low + high) // 2
        if holds(middle):
            high = middle
        else:
            low = middle
    return high
