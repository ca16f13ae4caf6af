"""Blocks of text gathered as they are read: sheets, slides, lines, cells of a notebook."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from submissions.views.pieces import Piece

HEADINGS = frozenset({"heading"})
NAMES = frozenset({"code", "key", "name"})
QUIET = frozenset({"header", "footer", "note", "comment", "hidden", "master", "watermark", "alt"})
"""Roles that are not the body: shown with a word that says what they are."""
LINED = frozenset({"code", "lines"})
MOST_COLUMNS = 60
"""Columns of a sheet that are shown; beyond them its cells are listed below."""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, cell or whole source."""

    pieces: tuple[Piece, ...]
    role: str
    place: Mapping[str, Any]
    label: str = ""

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
class Line:
    """One line of a text file; ``number`` is 0 where the file does not say."""

    number: int
    pieces: tuple[Piece, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """A sheet, a slide, a notebook's cell, or the whole text.

    ``rows`` is filled for sheets, ``lines`` for text with numbers.
    """

    label: str
    blocks: tuple[Block, ...]
    lines: tuple[Line, ...] = ()
    rows: tuple[tuple[str, tuple[Block | None, ...]], ...] = ()
    columns: tuple[str, ...] = ()
    number: int = 0
    hidden: bool = False
    role: str = ""

    @property
    def body(self) -> tuple[Block, ...]:
        """What is read."""
        return tuple(block for block in self.blocks if not block.is_name)

    @property
    def names(self) -> tuple[Block, ...]:
        """Names of styles and parts, folded away."""
        return tuple(block for block in self.blocks if block.is_name)


def groups(kind: str, blocks: Sequence[Block], sheets: Sequence[Mapping[str, Any]]) -> list[Group]:
    """The groups of a file of this kind."""
    match kind:
        case "code" | "lines":
            return [Group("", (), lines=tuple(_all_lines(blocks)))] if blocks else []
        case "notebook":
            return [_cell(block) for block in blocks]
        case "mail":
            return list(_mail(blocks))
        case "sheets" | "slides" | "pages":
            return list(_numbered(kind, blocks, sheets))
        case _:
            return [Group("", tuple(blocks))] if blocks else []


def _all_lines(blocks: Sequence[Block]) -> Iterator[Line]:
    for block in blocks:
        yield from lines(block)


def lines(block: Block) -> Iterator[Line]:
    """A block cut at its line ends, numbered from the place where it begins."""
    number = int(block.place.get("line") or 0)
    here: list[Piece] = []
    for piece in block.pieces:
        first, *rest = piece.text.split("\n")
        here.append(replace(piece, text=first))
        for text in rest:
            yield Line(number, tuple(here))
            number += bool(number)
            # A mark is announced once, where it begins.
            here = [replace(piece, text=text, begins=False)]
    if any(piece.text or piece.begins for piece in here):
        yield Line(number, tuple(here))


def _cell(block: Block) -> Group:
    label = str(block.place.get("part", "")).capitalize()
    told = {"output": "Output", "markdown": "Text"}.get(block.role, "Code")
    return Group(f"{told}, {label.lower()}", (block,), tuple(lines(block)), role=block.role)


def _mail(blocks: Sequence[Block]) -> Iterator[Group]:
    head = tuple(block for block in blocks if block.place.get("part") == "headers")
    rest = tuple(block for block in blocks if block.place.get("part") != "headers")
    yield Group("Header", head, role="head")
    yield Group("Message and attachments", rest)


def _numbered(
    kind: str, blocks: Sequence[Block], sheets: Sequence[Mapping[str, Any]]
) -> Iterator[Group]:
    name = {"sheets": "sheet", "slides": "slide", "pages": "page"}[kind]
    tabs = {int(tab["number"]): tab for tab in sheets}
    gathered: dict[int | None, list[Block]] = {}
    for block in blocks:
        # Notes and hidden parts come last in the file and belong to their slide or sheet.
        gathered.setdefault(block.place.get(name), []).append(block)
    for number in sorted(gathered, key=lambda number: (number is None, number or 0)):
        group = tuple(gathered[number])
        tab = tabs.get(number or 0, {})
        label = f"{name.capitalize()} {number}" if number else "Elsewhere in the file"
        label = str(tab.get("name") or label)
        hidden = bool(tab.get("hidden"))
        if kind == "sheets" and any(block.place.get("cell") for block in group):
            yield replace(_sheet(label, group), number=number or 0, hidden=hidden)
        else:
            yield Group(label, group, number=number or 0, hidden=hidden)


def _sheet(label: str, blocks: Sequence[Block]) -> Group:
    """Cells as a grid; what has no cell (notes, names) stays as text below it.

    A cell's value is its first block; what else stands at the same cell, its formula for
    one, is listed below.
    """
    cells: dict[tuple[int, str], Block] = {}
    loose = []
    for block in blocks:
        column, row = split(str(block.place.get("cell") or ""))
        if row and (row, column) not in cells:
            cells[row, column] = block
        else:
            loose.append(block)
    columns = sorted({column for _row, column in cells}, key=lambda c: (len(c), c))[:MOST_COLUMNS]
    rows = sorted({row for row, _column in cells})
    grid = tuple((str(row), tuple(cells.get((row, column)) for column in columns)) for row in rows)
    beyond = [block for (_row, column), block in cells.items() if column not in columns]
    return Group(label, (*beyond, *loose), rows=grid, columns=tuple(columns))


def split(cell: str) -> tuple[str, int]:
    """``B7`` as ("B", 7); ("", 0) for what is no cell."""
    letters = cell.rstrip("0123456789")
    digits = cell[len(letters) :]
    if letters.isalpha() and digits:
        return letters, int(digits)
    return "", 0
