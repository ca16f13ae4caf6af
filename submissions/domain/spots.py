"""Where each redaction is seen: in which block of text, and on which pages at which boxes.

Computed once, when a preview is stored. A finding knows its place in the original; what
is shown is the copy, so places are looked for in what is shown, in reading order: the
k-th mark of a stand-in is its k-th occurrence. The place in the original serves where
nothing is read, as on a covered picture.
"""

import json
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice
from pathlib import Path
from typing import Any

Raw = Mapping[str, Any]
Words = Mapping[int, Sequence[Sequence[Any]]]
"""By page number: (text, left, top, right, bottom) of each word, in pixels."""
NEIGHBOURS = 16
"""Letters on each side by which a place on a page is known."""
COMPARED = 50
"""Free places of the same words that are compared by their neighbours."""
SHORTEST = 4
"""Letters of a stand-in that no word of the document is by chance."""
LINE = 0.6
"""Share of a word's height by which the next one stands lower when it is on another line."""


def placed(manifest: Raw, marks: Sequence[Raw], words: Words) -> list[dict[str, Any]]:
    """The marks in reading order; each with ``at`` (block, from, to) and ``spots``.

    A spot is (page, left, top, right, bottom) in the pixels of that page's picture.
    """
    members = _Members(manifest)
    texts = _Texts(manifest.get("blocks") or [], members)
    pages = _Pages(manifest, words, members)
    found: list[dict[str, Any]] = [
        {**mark, "at": texts.place(mark), "member": members.of(mark)} for mark in marks
    ]
    for mark in found:
        mark["spots"] = pages.place(mark)
    pages.repeat(found)
    return sorted(found, key=_reading_order)


def uncertain(manifest: Raw, marks: Sequence[Raw], words: Words) -> list[dict[str, Any]]:
    """Places that were left as they are, for a person to look at, as ``placed`` gives them.

    Their words are those of the copy at the place; where a text has no such place, none.
    """
    blocks = {str(b["locator"]): b for b in manifest.get("blocks") or [] if not b.get("source")}
    told = []
    for mark in marks:
        text = str(blocks.get(str(mark["locator"]), {}).get("text", ""))
        told.append({**mark, "surrogate": text[int(mark["from"]) : int(mark["to"])]})
    return placed(manifest, told, words)


def read_words(manifest: Raw, out: Path) -> dict[int, Any]:
    """The words of each page that has them, from the files beside its picture in ``out``.

    Their names come from a child that read an upload: nothing outside ``out`` is opened.
    """
    return {
        page["number"]: json.loads((out / Path(page["words"]).name).read_bytes())
        for page in manifest["pages"]
        if "words" in page
    }


def _reading_order(mark: Raw) -> tuple[float, ...]:
    if mark["at"] is not None:
        return (0, *mark["at"])
    if mark["spots"]:
        page, left, top, *_rest = mark["spots"][0]
        return (1, page, top, left)
    return (2,)


class _Members:
    """Which shown file of an archive a mark belongs to, by the start of its locator."""

    def __init__(self, manifest: Raw) -> None:
        members = manifest.get("members") or []
        self._numbers = {str(member.get("into", f"{n}!")): n for n, member in enumerate(members)}

    def of(self, mark: Raw) -> int | None:
        first, stroke, _rest = str(mark["locator"]).partition("!")
        return self._numbers.get(first + stroke, self._numbers.get(""))


class _Texts:
    """Blocks of text, and which of their characters a mark has taken."""

    def __init__(self, blocks: Sequence[Raw], members: _Members) -> None:
        self._blocks = blocks
        self._members = members
        self._by_locator = {
            str(block["locator"]): number
            for number, block in enumerate(blocks)
            if not block.get("source")
        }
        self._taken: dict[int, list[tuple[int, int]]] = defaultdict(list)

    def place(self, mark: Raw) -> list[int] | None:
        wanted = str(mark["surrogate"])
        if not wanted:
            return None
        own = self._by_locator.get(str(mark["locator"]))
        if own is not None:
            first = int(mark["from"])
            if self._text(own)[first : first + len(wanted)] == wanted:
                return self._take(own, first, wanted)
        for number in self._candidates(mark, own):
            at = self._find(number, wanted)
            if at is not None:
                return self._take(number, at, wanted)
        return None

    def _candidates(self, mark: Raw, own: int | None) -> Iterator[int]:
        """Its own block, then texts shown as they are, those of its own member first, then its page."""
        if own is not None:
            yield own
        member = self._members.of(mark)
        sources = [n for n, block in enumerate(self._blocks) if block.get("source")]
        yield from sorted(sources, key=lambda n: self._blocks[n].get("member") != member)
        # A page of a PDF is laid out anew: the words may stand in another of its blocks.
        page = (mark.get("place") or {}).get("page")
        if page:
            yield from (
                n
                for n, block in enumerate(self._blocks)
                if n != own
                and block.get("member") == member
                and (block.get("place") or {}).get("page") == page
            )

    def _find(self, number: int, wanted: str) -> int | None:
        """The first free place after the last one taken, else any free one."""
        taken = self._taken[number]
        text = self._text(number)
        after = taken[-1][1] if taken else 0
        for start in (after, 0):
            at = text.find(wanted, start)
            while at >= 0:
                end = at + len(wanted)
                if _stands_alone(text, at, end) and not _overlaps(taken, at, end):
                    return at
                at = text.find(wanted, at + 1)
        return None

    def _take(self, number: int, at: int, wanted: str) -> list[int]:
        self._taken[number].append((at, at + len(wanted)))
        return [number, at, at + len(wanted)]

    def _text(self, number: int) -> str:
        return str(self._blocks[number].get("text", ""))


def _overlaps(taken: Sequence[tuple[int, int]], start: int, end: int) -> bool:
    return any(first < end and start < last for first, last in taken)


def _stands_alone(text: str, start: int, end: int) -> bool:
    """Whether no letter touches it from outside."""
    before = start > 0 and text[start - 1].isalnum() and text[start].isalnum()
    after = end < len(text) and text[end].isalnum() and text[end - 1].isalnum()
    return not before and not after


@dataclass(slots=True)
class _Page:
    """A page's letters without white space, so that a line's end parts no words."""

    number: int
    words: Sequence[Sequence[Any]]
    letters: str = ""
    starts: list[int] = field(default_factory=list)
    taken: bytearray = field(default_factory=bytearray)
    edges: frozenset[int] = frozenset()

    def __post_init__(self) -> None:
        parts = ["".join(str(word[0]).split()) for word in self.words]
        at = 0
        for part in parts:
            self.starts.append(at)
            at += len(part)
        self.letters = "".join(parts)
        self.taken = bytearray(at)
        self.edges = frozenset((*self.starts, at))

    def take(self, place: tuple[int, int]) -> None:
        """Let no other mark have these letters."""
        start, end = place
        self.taken[start:end] = b"\1" * (end - start)

    def find(self, wanted: str) -> tuple[int, int] | None:
        """The first free place of these letters, which is then taken."""
        found = next(self.free(wanted), None)
        if found is not None:
            self.take(found)
        return found

    def free(self, wanted: str) -> Iterator[tuple[int, int]]:
        at = self.letters.find(wanted)
        while at >= 0:
            end = at + len(wanted)
            if not any(self.taken[at:end]) and self._is_whole(at, end):
                yield at, end
            at = self.letters.find(wanted, at + 1)

    def likeness(self, place: tuple[int, int], around: tuple[str, str]) -> int:
        """How many letters beside a place are those that stand beside the words in the text."""
        before, after = around
        left = self.letters[max(0, place[0] - NEIGHBOURS) : place[0]]
        right = self.letters[place[1] : place[1] + NEIGHBOURS]
        return _common(before[::-1], left[::-1]) + _common(after, right)

    def _is_whole(self, start: int, end: int) -> bool:
        """Words have no space between them here: a word's own edge parts them as well."""
        return (start in self.edges or not _joined(self.letters, start)) and (
            end in self.edges or not _joined(self.letters, end)
        )

    def boxes(self, start: int, end: int) -> Iterator[list[float]]:
        """One box for each line that the letters stand on."""
        line: list[float] | None = None
        for number in range(bisect_right(self.starts, start) - 1, len(self.words)):
            first = self.starts[number]
            if first >= end:
                break
            box = _part(self.words[number], max(start - first, 0), end - first)
            if line is not None and abs(box[1] - line[1]) <= LINE * (line[3] - line[1]):
                line = [min(line[0], box[0]), min(line[1], box[1]),
                        max(line[2], box[2]), max(line[3], box[3])]  # fmt: skip
                continue
            if line is not None:
                yield [self.number, *line]
            line = box
        if line is not None:
            yield [self.number, *line]


def _common(one: str, other: str) -> int:
    """Length of the common beginning."""
    return next(
        (n for n, (a, b) in enumerate(zip(one, other, strict=False)) if a != b),
        min(len(one), len(other)),
    )


def _joined(letters: str, at: int) -> bool:
    return letters[at - 1].isalnum() and letters[at].isalnum()


def _part(word: Sequence[Any], start: int, end: int) -> list[float]:
    """The box of some of a word's letters, as if all were equally wide."""
    text, left, top, right, bottom = word
    letters = "".join(str(text).split())
    count = max(len(letters), 1)
    # Punctuation is narrow: what only it stands beside is covered with it.
    if not any(char.isalnum() for char in letters[end:]):
        end = count
    width = float(right) - float(left)
    from_left = float(left) + width * min(start, count) / count
    to_right = float(left) + width * min(end, count) / count
    return [round(from_left, 1), float(top), round(to_right, 1), float(bottom)]


class _Pages:
    """The pages with words, and the scale of those that have none."""

    def __init__(self, manifest: Raw, words: Words, members: _Members) -> None:
        self._members = members
        self._infos = {int(page["number"]): page for page in manifest.get("pages") or []}
        self._pages = {n: _Page(n, words.get(n, ())) for n in sorted(self._infos)}
        self._blocks: Sequence[Raw] = manifest.get("blocks") or []
        # A document's own page numbers are known for PDF alone; a slide is a page.
        self._kind = str(manifest.get("kind", ""))

    def place(self, mark: Raw) -> list[list[float]]:
        numbers = self._candidates(mark)
        wanted = "".join(str(mark["surrogate"]).split())
        best = self._best(numbers, wanted, self._around(mark)) if wanted else None
        if best is not None:
            page, found = best
            page.take(found)
            return list(page.boxes(*found))
        if mark.get("box") and numbers:
            return [self._from_original(numbers[0], mark["box"])]
        return []

    def _best(
        self, numbers: Sequence[int], wanted: str, around: tuple[str, str]
    ) -> tuple[_Page, tuple[int, int]] | None:
        """The free place whose neighbours are those in the text; the first of equals.

        A header stands at the top of a page and at the end of the text: order alone would
        give its place to the first line of the body.
        """
        all_free = (
            (self._pages[number], place)
            for number in numbers
            for place in self._pages[number].free(wanted)
        )
        free = list(islice(all_free, COMPARED))
        if not free:
            return None
        return max(free, key=lambda found: found[0].likeness(found[1], around))

    def _around(self, mark: Raw) -> tuple[str, str]:
        """Some letters before and after the words in their block of text."""
        if mark["at"] is None:
            return "", ""
        block, start, end = mark["at"]
        text = str(self._blocks[block].get("text", ""))
        before, after = "".join(text[:start].split()), "".join(text[end:].split())
        return before[-NEIGHBOURS:], after[:NEIGHBOURS]

    def repeat(self, marks: Sequence[dict[str, Any]]) -> None:
        """What stands on every page, as a header does, is marked on every page."""
        last = {
            "".join(str(mark["surrogate"]).split()): mark
            for mark in marks
            if mark["spots"] and self._said(mark) is None
        }
        for wanted, mark in last.items():
            for page in self._pages.values():
                found = page.find(wanted) if len(wanted) >= SHORTEST else None
                while found is not None:
                    mark["spots"] += page.boxes(*found)
                    found = page.find(wanted)

    def _candidates(self, mark: Raw) -> list[int]:
        member = self._members.of(mark)
        own = [n for n, page in self._infos.items() if page.get("member") in (None, member)]
        own = self._inside(mark, own)
        said = self._said(mark)
        exact = [n for n in own if self._infos[n].get("label", n) == said] if said else []
        return exact or own

    def _inside(self, mark: Raw, numbers: Sequence[int]) -> list[int]:
        """The picture inside a document that a mark lies in; else the document's own pages."""
        locator = str(mark["locator"])
        inner = [n for n in numbers if self._infos[n].get("inside")]
        holds = [n for n in inner if locator.startswith(str(self._infos[n].get("into")))]
        return holds or [n for n in numbers if n not in inner]

    def _said(self, mark: Raw) -> int | None:
        place = mark.get("place") or {}
        if place.get("slide"):
            return int(place["slide"])
        page = place.get("page") or mark.get("page")
        return int(page) if page else (1 if self._kind == "image" else None)

    def _from_original(self, number: int, box: Sequence[float]) -> list[float]:
        scale = float(self._infos[number].get("scale", 1.0))
        return [number, *(round(float(edge) * scale, 1) for edge in box)]
