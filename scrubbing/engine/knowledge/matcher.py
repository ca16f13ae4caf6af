"""Every known value in a text, in any spelling, found by one pass of one automaton.

A text that holds codes (``%4e``, ``&#78;``) is looked through a second time as it reads.

Texts are squeezed (letters and digits only, case and accents folded) beside a map back
to the original offsets; a hit counts only where the original says it is the value and
not a piece of other words: at word borders, with gaps that a spelling may have.
"""

import re
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

import ahocorasick

from scrubbing.engine.knowledge.coded import Plain, plain
from scrubbing.engine.replace import squeeze
from scrubbing.engine.replace.folding import fold, is_invisible

BREAKS = frozenset(".!?;:,")
GAP = frozenset(" \t\r\n\u00a0\u2007\u202f-_.,'\u2019/\\|+&@:\u2010\u2011\u2013")
NUMBER_GAP = GAP | frozenset("()")
RUN = re.compile(r"[A-Za-z0-9]+")
TURN = "\u202e"
TURNED = re.compile(r"\u202e([^\u202c\r\n]+)")
"""Characters that a program shows from right to left, up to where that ends."""
WIDEST = 40
"""Characters of the widest gap: a line break and the next line's indent."""
INITIAL = 2
LONG_NUMBER = 8
"""Digits from which on a number may be broken over two lines: two short ones are two numbers."""


@dataclass(frozen=True, slots=True)
class Needle:
    """A value to look for. ``cuts`` are the offsets in ``squeezed`` where its words end.

    ``exact`` wants these very characters; ``capital`` wants a first letter in upper case.
    ``index`` says whose needle it is.
    """

    value: str
    squeezed: str
    cuts: frozenset[int]
    index: int
    exact: bool = False
    capital: bool = False

    @property
    def numeric(self) -> bool:
        """Whether it is digits only, where any single separators may stand."""
        return self.squeezed.isdigit()


@dataclass(frozen=True, slots=True)
class Hit:
    """Characters ``start`` to ``end`` of the text are the needle's value."""

    start: int
    end: int
    needle: Needle


def needle(value: str, index: int, *, exact: bool = False, capital: bool = False) -> Needle:
    """A needle for a value as it was written somewhere."""
    squeezed, positions = squeezed_with_map(value)
    cuts = {
        offset + 1
        for offset in range(len(positions) - 1)
        if positions[offset + 1] != positions[offset]
        and _is_cut(value, positions[offset], positions[offset + 1])
    }
    return Needle(value, squeezed, frozenset(cuts), index, exact, capital)


def _is_cut(value: str, left: int, right: int) -> bool:
    if right > left + 1:
        return True
    return (value[left].islower() and value[right].isupper()) or (
        value[left].isdigit() != value[right].isdigit()
    )


def squeezed_with_map(text: str) -> tuple[str, Sequence[int]]:
    """Squeezed text and, for each of its characters, the offset it came from."""
    if text.isascii():
        positions: list[int] = []
        for match in RUN.finditer(text):
            positions.extend(range(*match.span()))
        return squeeze(text), positions
    pieces: list[str] = []
    offsets: list[int] = []
    for index, char in enumerate(text):
        folded = fold(char)
        if folded:
            pieces.append(folded)
            offsets += [index] * len(folded)
    return "".join(pieces), offsets


class Matcher:
    """Finds all needles. Texts that repeat are matched once."""

    def __init__(self, needles: Iterable[Needle]) -> None:
        self._loose = ahocorasick.Automaton()
        self._exact = ahocorasick.Automaton()
        for item in needles:
            self._add(item)
        for automaton in (self._loose, self._exact):
            if len(automaton):
                automaton.make_automaton()
        self._cache: dict[str, tuple[Hit, ...]] = {}

    def _add(self, item: Needle) -> None:
        automaton = self._exact if item.exact else self._loose
        key = item.value if item.exact else item.squeezed
        if key:
            automaton.add_word(key, (*automaton.get(key, ()), item))

    def find(self, text: str) -> tuple[Hit, ...]:
        """All hits in a text, by start; they may overlap."""
        found = self._cache.get(text)
        if found is None:
            hits = [*self._find_loose(text), *self._find_exact(text)]
            if TURN in text:
                hits += self._find_turned(text)
            if coded := plain(text):
                hits = list({*hits, *self._find_coded(coded)})
            found = tuple(sorted(hits, key=lambda hit: (hit.start, -hit.end, hit.needle.index)))
            self._cache[text] = found
        return found

    def _find_loose(self, text: str) -> Iterator[Hit]:
        if not len(self._loose):
            return
        squeezed, positions = squeezed_with_map(text)
        for last, items in self._loose.iter(squeezed):
            for item in items:
                first = last - len(item.squeezed) + 1
                if hit := _check(text, positions, first, last, item):
                    yield hit

    def _find_turned(self, text: str) -> Iterator[Hit]:
        """Values that are typed backwards and shown forwards."""
        for match in TURNED.finditer(text):
            for hit in self.find(match[1][::-1]):
                yield Hit(match.end() - hit.end, match.end() - hit.start, hit.needle)

    def _find_coded(self, coded: Plain) -> Iterator[Hit]:
        """Values of which some letters are written as codes."""
        for hit in (*self._find_loose(coded.text), *self._find_exact(coded.text)):
            yield Hit(coded.starts[hit.start], coded.ends[hit.end - 1], hit.needle)

    def _find_exact(self, text: str) -> Iterator[Hit]:
        if not len(self._exact):
            return
        for last, items in self._exact.iter(text):
            for item in items:
                start, end = last - len(item.value) + 1, last + 1
                if _free(text, start, end):
                    yield Hit(start, end, item)


def _free(text: str, start: int, end: int) -> bool:
    """Whether an exact value stands alone: no letter or digit goes on at its borders."""
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return not (before.isalnum() and text[start].isalnum()) and not (
        after.isalnum() and text[end - 1].isalnum()
    )


def _check(text: str, positions: Sequence[int], first: int, last: int, item: Needle) -> Hit | None:
    start, end = positions[first], positions[last] + 1
    if first and positions[first - 1] == start:
        return None
    while end < len(text) and unicodedata.combining(text[end]):
        end += 1
    if item.capital and text[start].islower():
        return None
    if not (_starts_word(text, start) and _ends_word(text, end)):
        return None
    if end - start == len(item.squeezed) or _gaps_fit(text, positions, first, last, item):
        return Hit(start, end, item)
    return None


def _starts_word(text: str, start: int) -> bool:
    if start == 0:
        return True
    before, here = text[start - 1], text[start]
    if not before.isalnum():
        return not (here.isdigit() and before in ".," and start > 1 and text[start - 2].isdigit())
    if here.isalpha():
        return before.isdigit() or (before.islower() and here.isupper())
    return before.isalpha()


def _ends_word(text: str, end: int) -> bool:
    if end >= len(text):
        return True
    here, after = text[end - 1], text[end]
    if not after.isalnum():
        follows = text[end + 1] if end + 1 < len(text) else " "
        return not (here.isdigit() and after in ".," and follows.isdigit())
    if here.isalpha():
        return after.isdigit() or (here.islower() and after.isupper())
    return after.isalpha()


def _gaps_fit(text: str, positions: Sequence[int], first: int, last: int, item: Needle) -> bool:
    gaps = [
        (offset - first + 1, text[positions[offset] + 1 : positions[offset + 1]])
        for offset in range(first, last)
        if positions[offset + 1] > positions[offset] + 1
    ]
    spaced = len(gaps) >= last - first - len(item.cuts) and last - first > INITIAL
    word_start = 0
    for at, gap in gaps:
        allowed = at in item.cuts or item.numeric or spaced
        if not (_gap_fits(gap, at - word_start, item) if allowed else _is_soft(gap)):
            return False
        if at in item.cuts:
            word_start = at
    return True


def _gap_fits(gap: str, run: int, item: Needle) -> bool:
    gap = "".join(char for char in gap if not is_invisible(char))
    if (
        len(gap) > WIDEST
        or not set(gap) <= (NUMBER_GAP if item.numeric else GAP)
        or gap.count("\n") > 1
    ):
        return False
    visible = [char for char in gap if not char.isspace()]
    if item.numeric:
        if "\n" in gap and len(item.squeezed) < LONG_NUMBER:
            return False
        return len(visible) <= INITIAL and len(gap) <= INITIAL + 1
    ends_sentence = any(char in BREAKS for char in visible) and any(map(str.isspace, gap))
    if ends_sentence and run > INITIAL:
        return any(char in item.value for char in visible)
    return len(visible) <= INITIAL + 1


def _is_soft(gap: str) -> bool:
    """Whether a gap inside a word is only how the word was broken or hidden."""
    if all(map(is_invisible, gap)):
        return True
    bare = gap.strip(" \t\r")
    return bare in ("-\n", "\u00ad\n", "\u2010\n", "-\r\n") or (
        gap[0] in "-\u2010\u00ad" and gap[1:].isspace() and "\n" in gap
    )


def key_of(value: str) -> str:
    """What spellings of one value have in common; the value itself where nothing is left."""
    return squeeze(value) or value
