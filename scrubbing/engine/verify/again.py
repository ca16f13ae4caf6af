"""Detection once more, on the output: what it still sees that we did not put there."""

import re
from bisect import bisect
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from difflib import SequenceMatcher
from functools import cached_property
from itertools import accumulate

from scrubbing.engine.knowledge.common import is_rare
from scrubbing.engine.leaves import by_locator, splice
from scrubbing.engine.policy import Policy
from scrubbing.engine.replace import squeeze
from scrubbing.engine.replace.pools import LEGAL_FORMS, TITLES
from scrubbing.engine.stretches import Leaks, lines_that
from scrubbing.engine.types import Box, Edit, Kind, Role, Span, Unit

WHOLE = frozenset({Kind.URL, Kind.HOST, Kind.EMAIL, Kind.PATH, Kind.REFERENCE, Kind.DATE_TIME})
"""Kinds that a stand-in inside an address or a number gives it its look of: the rest of it
was judged harmless when the original was read."""
MARGIN = 0.15
SURE = 0.95
SHORTEST = 4
"""Letters of a rest beside a stand-in that are worth a second look."""
LONGEST_WORDS = 200
"""Characters of a span worth searching for; a longer one is no name."""
WORD = re.compile(r"\w")
BETWEEN = "\0"
"""Stands between units where they are searched as one: no format has it in a text."""
FEW = 3
"""Letters by which a stand-in read from pixels may be longer or shorter."""
GRID = 12
"""Points across and down a box by which it is seen how much of it is covered."""
COVERED = 0.95
ALIKE = 0.7
"""Share of letters by which a stand-in that was read wrongly is still known as ours."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a second look found: spans of the original, and values without a place there."""

    spans: tuple[Span, ...]
    values: tuple[tuple[Kind, str, float], ...]
    boxes: tuple[Box, ...] = ()
    """Pixels in which something was read that had to go, where no line of the original lies."""

    def __bool__(self) -> bool:
        return bool(self.spans or self.values or self.boxes)

    def unplaced(self, units: Sequence[Unit]) -> list[str]:
        """Values that have no place in the original at which they could be taken out."""
        texts = {unit.locator: unit.text for unit in units}
        known = {texts[span.locator][span.start : span.end].strip() for span in self.spans}
        return [text for _, text, _ in self.values if text not in known]


@dataclass(frozen=True, slots=True)
class _Original:
    """A unit of the original, its edits, and where in its new text the stand-ins are."""

    unit: Unit
    edits: tuple[Edit, ...]
    issued: tuple[tuple[int, int], ...]
    expected: str = ""

    def is_whole(self) -> bool:
        """Whether all of it is replaced already."""
        return any(e.start == 0 and e.end == len(self.unit.text) for e in self.edits)

    def reads_like(self, text: str) -> bool:
        """Whether a text read from pixels is what should stand there, give or take a letter."""
        return not self.is_whole() or _ratio(self.expected, text) >= ALIKE

    def drew(self, text: str) -> bool:
        """Whether these words, read from pixels, are a stand-in of this line misread."""
        return any(
            abs(len(edit.replacement) - len(text)) <= FEW
            and _ratio(edit.replacement, text) >= ALIKE
            for edit in self.edits
        )


class Expectation:
    """What every unit should read after the edits, and which characters are stand-ins."""

    def __init__(self, units: Sequence[Unit], edits: Sequence[Edit]) -> None:
        grouped = by_locator(edits)
        self._by_locator: dict[str, tuple[str, _Original]] = {}
        self._by_text: dict[str, _Original] = {}
        self._by_stripped: dict[str, _Original] = {}
        self._stand_ins = {edit.replacement for edit in edits if edit.replacement}
        self._own_words = {word for text in self._stand_ins for word in _words(text)}
        self._own_keys = {squeeze(text) for text in self._stand_ins}
        self._texts = {unit.text.strip() for unit in units}
        self._found: dict[str, tuple[tuple[str, int, int], ...]] = {}
        self._untouched = {
            (unit.text, unit.role, unit.context) for unit in units if unit.locator not in grouped
        }
        for unit in units:
            mine = grouped.get(unit.locator, [])
            text = splice(unit.text, mine)
            original = _Original(unit, tuple(mine), _issued(mine), text)
            self._by_locator[unit.locator] = (text, original)
            self._by_text.setdefault(text, original)
            self._by_stripped.setdefault(text.strip(), original)

    def as_read(self, unit: Unit) -> bool:
        """Whether an output's unit stood untouched in the original.

        Detection has seen it there already, with the same role and context.
        """
        return (unit.text, unit.role, unit.context) in self._untouched

    def new(
        self, units: Sequence[Unit], spans: Iterable[Span], policy: Policy, round_number: int = 1
    ) -> Found:
        """Spans of the output that are no stand-ins, carried back to the original.

        What was read and judged harmless before must now be seen more clearly, and the
        more so in each round: a stand-in beside it is no news about it.
        """
        texts = {unit.locator: unit for unit in units}
        found: list[Span] = []
        values: list[tuple[Kind, str, float]] = []
        boxes: list[Box] = []
        for span in spans:
            unit = texts[span.locator]
            original = self._original(unit)
            if original is None and self._is_rewritten(unit):
                continue
            stood = [] if original else self._places(unit.text[span.start : span.end], span)
            if not _counts(unit.text, span, policy, round_number, known=bool(original or stood)):
                continue
            if original is None and unit.role is Role.OCR:
                lines, settled = self._in_pixels(unit, span)
                found += lines
                covered = [] if settled or round_number == 1 else _pixels(unit)
                boxes += covered
                if settled or covered:
                    continue
            found += stood
            issued = original.issued if original else self._occurrences(unit.text)
            for start, end in _rests(unit.text, span, issued):
                back = _back(original, start, end) if original else None
                if original and back:
                    at = replace(span, locator=original.unit.locator, start=back[0], end=back[1])
                    found.append(replace(at, detector=f"again:{span.detector}"))
                whole = (start, end) == (span.start, span.end)
                said = unit.text[start:end]
                if whole and not self._is_ours(said) and sum(map(str.isalnum, said)) > 1:
                    values.append((span.kind, said.strip(), span.score))
        return Found(tuple(found), tuple(values), tuple(dict.fromkeys(boxes)))

    def leaked(self, units: Sequence[Unit], leaks: Leaks) -> Found:
        """Known values that are read in the pixels of an output, and what lies under them.

        Readers read a line otherwise once its neighbours are covered: a value may come out
        that nobody read before, on one line or over two. The line goes, or these pixels
        where none was read.
        """
        spans: list[Span] = []
        boxes: list[Box] = []
        for unit in _lines_that(leaks, units):
            seen = Span(unit.locator, 0, len(unit.text), Kind.MANUAL, 1.0, "pixels")
            lines = [_whole_line(one.unit, seen) for one in self._under(unit) if not one.is_whole()]
            spans += lines
            boxes += [] if lines else _pixels(unit)
        return Found(tuple(spans), (), tuple(boxes))

    def _in_pixels(self, unit: Unit, span: Span) -> tuple[list[Span], bool]:
        """Lines of the original under a word read from pixels, and whether that is all.

        What is read changes with its surroundings: the word has no exact place in the
        original, but the line it was read from has.
        """
        said = unit.text[span.start : span.end]
        under = self._under(unit)
        if _is_speck(said, span) or any(line.drew(said) for line in under):
            return [], True
        lines = [_whole_line(line.unit, span) for line in under if not line.is_whole()]
        gone = [line.unit.place.box for line in under if line.is_whole()]
        settled = any(line.reads_like(unit.text) for line in under)
        return lines, settled or _is_covered(unit.place.box, gone)

    def _original(self, unit: Unit) -> _Original | None:
        expected = self._by_locator.get(unit.locator)
        if expected and expected[0] == unit.text:
            return expected[1]
        return self._by_text.get(unit.text) or self._by_stripped.get(unit.text)

    def _is_rewritten(self, unit: Unit) -> bool:
        """Whether a format wrote a stand-in otherwise than it was given: 10234 for "Ab_1"."""
        expected = self._by_locator.get(unit.locator)
        return bool(expected and expected[1].is_whole() and unit.text.strip() not in self._texts)

    def _is_ours(self, text: str) -> bool:
        """Whether all words of a text are words of stand-ins: none of them was in the upload.

        Readers of pages part a number otherwise than it was written.
        """
        words = _words(text)
        if words and all(word in self._own_words for word in words):
            return True
        key = squeeze(text)
        if len(key) < SHORTEST or not any(map(str.isdigit, key)):
            return False  # "Linda" is not ours because a stand-in is called Melinda
        return any(key in drawn for drawn in self._own_keys)

    def _places(self, text: str, span: Span) -> list[Span]:
        """Where these very words stand in the original and were left, as words of their own.

        Lines of a rewritten page may be joined otherwise than before, so that a unit of
        the output has no single original.
        """
        words = text.strip()
        if not words or len(words) > LONGEST_WORDS:
            return []
        if words not in self._found:
            self._found[words] = self._stretches(words)
        return [
            replace(span, locator=locator, start=start, end=end, detector=f"again:{span.detector}")
            for locator, start, end in self._found[words]
        ]

    def _stretches(self, words: str) -> tuple[tuple[str, int, int], ...]:
        """Locator, start and end of these words wherever the original has them and they were left."""
        starts, text = self._whole
        found = []
        place = text.find(words)
        while place >= 0:
            if _stands_alone(text, place, place + len(words)):
                at = bisect(starts, place) - 1
                original = self._originals[at]
                start, end = place - starts[at], place - starts[at] + len(words)
                if not any(e.start < end and start < e.end for e in original.edits):
                    found.append((original.unit.locator, start, end))
            place = text.find(words, place + len(words))
        return tuple(found)

    @cached_property
    def _whole(self) -> tuple[list[int], str]:
        """All text of the original as one, and where each unit of ``_originals`` begins.

        A sheet has tens of thousands of cells: to walk them for every word that a second
        look sees took minutes.
        """
        texts = [original.unit.text for original in self._originals]
        starts = list(accumulate((len(text) + 1 for text in texts), initial=0))
        return starts, BETWEEN.join(texts)

    @cached_property
    def _originals(self) -> list[_Original]:
        """Units that are still there: what is gone cannot be replaced."""
        kept = (original for _text, original in self._by_locator.values())
        return [original for original in kept if not original.unit.removable]

    def _under(self, unit: Unit) -> list[_Original]:
        """Units of the original that were read from the same pixels."""
        picture = unit.locator.rpartition("!")[0]
        return [
            original
            for _text, original in self._by_locator.values()
            if original.unit.role is Role.OCR
            and original.unit.locator.rpartition("!")[0] == picture
            and original.unit.place.page == unit.place.page
            and _overlap(original.unit.place.box, unit.place.box)
        ]

    def _occurrences(self, text: str) -> tuple[tuple[int, int], ...]:
        """Where stand-ins stand: exact, because none of their words was in the upload."""
        places = []
        for stand_in in self._stand_ins:
            at = text.find(stand_in)
            while at >= 0:
                places.append((at, at + len(stand_in)))
                at = text.find(stand_in, at + 1)
        return tuple(sorted(places))


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no letter or digit stands right before or after."""
    return not (WORD.match(text, max(0, start - 1), start) or WORD.match(text, end, end + 1))


def _lines_that(leaks: Leaks, units: Sequence[Unit]) -> Iterator[Unit]:
    """Lines read from pixels in which something leaks, alone or with others of the picture."""
    pictures: dict[str, list[Unit]] = {}
    for unit in units:
        if unit.role is Role.OCR and unit.place.box is not None:
            pictures.setdefault(unit.locator.rpartition("!")[0], []).append(unit)
    for lines in pictures.values():
        found = lines_that(leaks, [line.text for line in lines])
        yield from (line for place, line in enumerate(lines) if place in found)


def _pixels(unit: Unit) -> list[Box]:
    """The pixels a line was read from, to be covered; those of pages go by their text."""
    match = OCR_LINE.search(unit.locator)
    if match is None or OF_PAGES.search(unit.locator):
        return []
    locator = f"{unit.locator[: match.start()]}seen:{match[1]}"
    return [Box(locator, Kind.MANUAL, 1.0, unit.place)]


def _is_speck(said: str, span: Span) -> bool:
    """Whether two or three letters were read that nobody is sure of: most are no letters."""
    return sum(map(str.isalpha, said)) < SHORTEST and span.score < SURE


def _counts(text: str, span: Span, policy: Policy, round_number: int, *, known: bool) -> bool:
    """Whether a span is seen clearly enough; ``known`` words were judged harmless before."""
    if known and round_number > 1 and _is_everyday(text, span):
        return False
    doubt = MARGIN * round_number if known else 0.0
    return policy.acts_on(span.kind, min(1.0, span.score) - doubt) or (
        span.score >= SURE and policy.acts_on(span.kind, span.score)
    )


def _is_everyday(text: str, span: Span) -> bool:
    """Whether a span says small everyday words only: what stands beside them made it a name."""
    said = text[span.start : span.end]
    return said == said.lower() and not any(map(str.isdigit, said)) and not any(
        is_rare(word) for word in _words(said)
    )  # fmt: skip


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+", text.casefold())


OCR_LINE = re.compile(r"ocr:(\d+)$")
OF_PAGES = re.compile(r"(?:^|!)(?:img|page|drawn)\d+![^!]*$")
"""Locators of what is read on the pages and in the pictures of a PDF."""
Rectangle = tuple[float, float, float, float]


def _ratio(one: str, other: str) -> float:
    return SequenceMatcher(None, one.lower(), other.lower(), autojunk=False).ratio()


def _overlap(one: Rectangle | None, other: Rectangle | None) -> bool:
    if one is None or other is None:
        return False
    return one[0] < other[2] and other[0] < one[2] and one[1] < other[3] and other[1] < one[3]


def _is_covered(box: Rectangle | None, covers: Sequence[Rectangle | None]) -> bool:
    """Whether all of a box lies under lines that were filled and written upon as a whole.

    What is read there is a stand-in, however badly it is read.
    """
    if box is None:
        return False
    left, top, right, bottom = box
    points = [
        (left + (right - left) * (across + 0.5) / GRID, top + (bottom - top) * (down + 0.5) / GRID)
        for across in range(GRID)
        for down in range(GRID)
    ]
    inside = (any(c and c[0] <= x <= c[2] and c[1] <= y <= c[3] for c in covers) for x, y in points)
    return sum(inside) >= COVERED * len(points)


def _whole_line(unit: Unit, span: Span) -> Span:
    return replace(
        span,
        locator=unit.locator,
        start=0,
        end=len(unit.text),
        detector=f"again:{span.detector}",
    )


def _issued(edits: Sequence[Edit]) -> tuple[tuple[int, int], ...]:
    places, moved = [], 0
    for edit in edits:
        start = edit.start + moved
        places.append((start, start + len(edit.replacement)))
        moved += len(edit.replacement) - (edit.end - edit.start)
    return tuple(places)


def _rests(text: str, span: Span, issued: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """What of a span is no stand-in and says something."""
    cuts = [(start, end) for start, end in issued if start < span.end and span.start < end]
    if not cuts:
        return [(span.start, span.end)]
    if span.kind in WHOLE:
        return []
    rests, last = [], span.start
    for start, end in [*cuts, (span.end, span.end)]:
        if start > last and _says(text[last:start]):
            rests.append((last, start))
        last = max(last, end)
    return rests


def _says(text: str) -> bool:
    words = [word.strip(".,;:()[]'\"").lower() for word in text.split()]
    kept = [word for word in words if word not in TITLES and word not in LEGAL_FORMS]
    return sum(char.isalnum() for word in kept for char in word) >= SHORTEST


def _back(original: _Original, start: int, end: int) -> tuple[int, int] | None:
    """Offsets in the original's text of a stretch of the new text without stand-ins."""
    moved = 0
    for edit in original.edits:
        if edit.start + moved >= end:
            break
        moved += len(edit.replacement) - (edit.end - edit.start)
    first, last = start - moved, end - moved
    return (first, last) if 0 <= first < last <= len(original.unit.text) else None
