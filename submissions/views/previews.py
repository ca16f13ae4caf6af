"""A clean copy as a page shows it: our pictures, and text in pieces with each redaction marked.

Everything comes from the sealed preview that was made from the scrubbed file alone. Text
goes through the template's escaping like any other; pictures are pixels we wrote anew.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from scrubbing.engine.reading import NAME_LOCATOR
from submissions.domain import scrubbing
from submissions.models import CleanFile

PUNCTUATION = ".,;:!?()[]\"'\u201c\u201d\u2018\u2019"
HEADINGS = frozenset({"heading"})
NAMES = frozenset({"code", "key"})
QUIET = frozenset({"header", "footer", "note", "comment", "hidden", "master", "watermark", "alt"})
"""Roles that are not the body: shown with a word that says what they are."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One redaction in a file. ``index`` counts from 1 in reading order."""

    index: int
    kind: str
    number: int
    surrogate: str
    where: str
    locator: str
    start: int
    shown: bool
    """Whether the preview shows the place; metadata, for one, is not shown."""

    @property
    def words(self) -> str:
        return self.kind.replace("_", " ")


@dataclass(frozen=True, slots=True)
class Piece:
    """A stretch of text, with its mark where it took the place of something."""

    text: str
    mark: Mark | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, cell or line."""

    pieces: tuple[Piece, ...]
    role: str
    place: Mapping[str, Any]

    @property
    def is_heading(self) -> bool:
        return self.role in HEADINGS

    @property
    def is_name(self) -> bool:
        """A name of a style, a sheet or a bookmark: it leaves too, but nobody reads it first."""
        return self.role in NAMES

    @property
    def aside(self) -> str:
        return self.role if self.role in QUIET else ""


@dataclass(frozen=True, slots=True)
class Box:
    """A covered place on a picture, in the picture's pixels."""

    mark: Mark
    left: float
    top: float
    width: float
    height: float


@dataclass(frozen=True, slots=True)
class Word:
    """One word of the text layer, in the picture's pixels."""

    text: str
    left: float
    top: float
    width: float
    height: float

    @property
    def bottom(self) -> float:
        return self.top + self.height


@dataclass(frozen=True, slots=True)
class Picture:
    """One page as a picture, with its text layer and covered places."""

    number: int
    name: str
    width: int
    height: int
    boxes: tuple[Box, ...] = ()
    words: tuple[Word, ...] = ()


@dataclass(frozen=True, slots=True)
class Line:
    """One line of a text file; ``number`` is 0 where the file does not say."""

    number: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A sheet, a slide, or the whole text. ``rows`` is filled for sheets, ``lines`` for text."""

    label: str
    blocks: tuple[Block, ...]
    lines: tuple[Line, ...] = ()
    rows: tuple[tuple[str, tuple[Block | None, ...]], ...] = ()
    columns: tuple[str, ...] = ()

    @property
    def body(self) -> tuple[Block, ...]:
        """What is read."""
        return tuple(block for block in self.blocks if not block.is_name)

    @property
    def names(self) -> tuple[Block, ...]:
        """Names of styles and parts, folded away."""
        return tuple(block for block in self.blocks if block.is_name)


@dataclass(frozen=True, slots=True)
class Shown:
    """One file's preview, ready for a template."""

    kind: str
    format: str
    pictures: tuple[Picture, ...] = ()
    groups: tuple[Group, ...] = ()
    marks: tuple[Mark, ...] = ()
    truncated: bool = False
    asides: tuple[Mark, ...] = field(default=())
    """Marks whose place the preview does not show."""


def shown(clean: CleanFile) -> Shown | None:
    """The preview of a clean copy; None where none could be made."""
    preview = scrubbing.clean_preview(clean)
    return None if preview is None else build(preview.manifest)


def build(manifest: Mapping[str, Any]) -> Shown:
    """A manifest with its marks as values for the template."""
    blocks: Sequence[Mapping[str, Any]] = manifest.get("blocks") or []
    pages: Sequence[Mapping[str, Any]] = manifest.get("pages") or []
    marks = _marks(manifest.get("marks") or [], blocks, pages)
    by_unit: dict[str, list[tuple[Mark, Mapping[str, Any]]]] = {}
    for mark, raw in marks:
        by_unit.setdefault(mark.locator, []).append((mark, raw))
    made = [_block(raw, by_unit.get(str(raw.get("locator")), [])) for raw in blocks]
    kind = str(manifest.get("kind", "lines"))
    return Shown(
        kind=kind,
        format=str(manifest.get("format", "")),
        pictures=tuple(_picture(page, marks) for page in pages),
        groups=tuple(_groups(kind, made)),
        marks=tuple(mark for mark, _raw in marks),
        truncated=bool(manifest.get("truncated")),
        asides=tuple(mark for mark, _raw in marks if not mark.shown),
    )


def _marks(
    raws: Sequence[Mapping[str, Any]],
    blocks: Sequence[Mapping[str, Any]],
    pages: Sequence[Mapping[str, Any]],
) -> list[tuple[Mark, Mapping[str, Any]]]:
    order = {str(block.get("locator")): position for position, block in enumerate(blocks)}
    places = {str(block.get("locator")): block.get("place") or {} for block in blocks}
    last = len(order)
    ordered = sorted(raws, key=lambda raw: (order.get(str(raw["locator"]), last), raw["start"]))
    return [
        (
            Mark(
                index=index,
                kind=str(raw["kind"]),
                number=int(raw["number"]),
                surrogate=str(raw["surrogate"]),
                where=where(places.get(str(raw["locator"])) or raw, str(raw["locator"])),
                locator=str(raw["locator"]),
                start=int(raw["start"]),
                shown=str(raw["locator"]) in order or bool(raw.get("box") and pages),
            ),
            raw,
        )
        for index, raw in enumerate(ordered, start=1)
    ]


def where(place: Mapping[str, Any], locator: str = "") -> str:
    """A place in words: "page 3", "sheet 2, cell B7", "the file's name"."""
    if locator == NAME_LOCATOR:
        return "the file's name"
    names = ("page", "slide", "sheet", "cell", "line", "part")
    said = [f"{name} {place[name]}" for name in names if place.get(name)]
    return ", ".join(said).replace("part ", "")


def _block(raw: Mapping[str, Any], marks: Sequence[tuple[Mark, Mapping[str, Any]]]) -> Block:
    text = str(raw.get("text", ""))
    return Block(
        pieces=tuple(_pieces(text, marks)),
        role=str(raw.get("role", "body")),
        place=raw.get("place") or {},
    )


def _pieces(text: str, marks: Sequence[tuple[Mark, Mapping[str, Any]]]) -> Iterator[Piece]:
    """The text cut at its marks.

    A mark whose words are not where they should be is looked for after the last one, so
    that a rewriter that moved a character loses no mark.
    """
    done = 0
    for mark, raw in marks:
        first = int(raw["from"])
        length = len(mark.surrogate)
        if first < done or text[first : first + length] != mark.surrogate:
            first = text.find(mark.surrogate, done) if mark.surrogate else -1
        if first < 0:
            continue
        if first > done:
            yield Piece(text[done:first])
        yield Piece(text[first : first + length], mark)
        done = first + length
    if done < len(text):
        yield Piece(text[done:])


def _picture(page: Mapping[str, Any], marks: Sequence[tuple[Mark, Mapping[str, Any]]]) -> Picture:
    number = int(page.get("number", 1))
    here = [(mark, raw) for mark, raw in marks if int(raw.get("page") or 1) == number]
    words = tuple(_word(word) for word in page.get("words") or ())
    return Picture(
        number=number,
        name=str(page.get("picture", "")),
        width=int(page.get("width", 0)),
        height=int(page.get("height", 0)),
        boxes=tuple(_boxes(here, words, float(page.get("scale", 1.0)))),
        words=words,
    )


def _word(raw: Mapping[str, Any]) -> Word:
    left, top, right, bottom = raw["box"]
    return Word(str(raw["text"]), left, top, right - left, bottom - top)


def _boxes(
    marks: Sequence[tuple[Mark, Mapping[str, Any]]], words: Sequence[Word], scale: float
) -> Iterator[Box]:
    """Where each mark stands on the page.

    Its words are looked for on the page itself, which is what is shown; the place in the
    original serves where there are no words, as on a covered picture.
    """
    done = 0
    for mark, raw in marks:
        found = _run_of(mark.surrogate.split(), words, done)
        if found is not None:
            first, last = found
            done = last
            yield _around(mark, words[first:last])
        elif raw.get("box"):
            left, top, right, bottom = (round(float(edge) * scale, 1) for edge in raw["box"])
            yield Box(mark, left, top, round(right - left, 1), round(bottom - top, 1))


def _run_of(wanted: Sequence[str], words: Sequence[Word], after: int) -> tuple[int, int] | None:
    """The next place where the words stand one after the other; from the start if need be."""
    if not wanted:
        return None
    bare = [word.text.strip(PUNCTUATION) for word in words]
    looked = [token.strip(PUNCTUATION) for token in wanted]
    starts = [*range(after, len(bare)), *range(after)]
    for first in starts:
        last = first + len(looked)
        if bare[first:last] == looked:
            return first, last
    return None


def _around(mark: Mark, words: Sequence[Word]) -> Box:
    left, top = min(w.left for w in words), min(w.top for w in words)
    right = max(w.left + w.width for w in words)
    bottom = max(w.top + w.height for w in words)
    return Box(mark, left, top, right - left, bottom - top)


def _groups(kind: str, blocks: Sequence[Block]) -> Iterator[Group]:
    name = {"sheets": "sheet", "slides": "slide", "pages": "page"}.get(kind)
    if kind == "lines" and blocks:
        yield Group("", (), lines=tuple(line for block in blocks for line in _lines(block)))
    elif name is None and blocks:
        yield Group("", tuple(blocks))
    if name is None:
        return
    gathered: dict[int | None, list[Block]] = {}
    for block in blocks:
        # Notes and hidden parts come last in the file and belong to their slide or sheet.
        gathered.setdefault(block.place.get(name), []).append(block)
    for number in sorted(gathered, key=lambda number: (number is None, number or 0)):
        group = tuple(gathered[number])
        label = f"{name.capitalize()} {number}" if number else "Elsewhere in the file"
        if kind == "sheets" and any(block.place.get("cell") for block in group):
            yield _sheet(label, group)
        else:
            yield Group(label, group)


def _lines(block: Block) -> Iterator[Line]:
    """A block cut at its line ends, numbered from the place where it begins."""
    number = int(block.place.get("line") or 0)
    here: list[Piece] = []
    for piece in block.pieces:
        first, *rest = piece.text.split("\n")
        here.append(Piece(first, piece.mark))
        for text in rest:
            yield Line(number, tuple(here))
            number += bool(number)
            # A mark is announced once, where it begins.
            here = [Piece(text)]
    if any(piece.text or piece.mark for piece in here):
        yield Line(number, tuple(here))


def _sheet(label: str, blocks: Sequence[Block]) -> Group:
    """Cells as a grid; what has no cell (notes, names) stays as text below it."""
    cells = {}
    for block in blocks:
        column, row = split(str(block.place.get("cell") or ""))
        if row:
            cells[row, column] = block
    columns = sorted({column for _row, column in cells}, key=lambda c: (len(c), c))
    rows = sorted({row for row, _column in cells})
    grid = tuple((str(row), tuple(cells.get((row, column)) for column in columns)) for row in rows)
    loose = tuple(block for block in blocks if not split(str(block.place.get("cell") or ""))[1])
    return Group(label, loose, rows=grid, columns=tuple(columns))


def split(cell: str) -> tuple[str, int]:
    """``B7`` as ("B", 7); ("", 0) for what is no cell."""
    letters = cell.rstrip("0123456789")
    digits = cell[len(letters) :]
    if letters.isalpha() and digits:
        return letters, int(digits)
    return "", 0
