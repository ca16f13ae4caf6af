"""Reading order: characters of a page gathered into runs, lines and blocks.

Only geometry counts, because the order in a content stream need not be the order on
the page. Glyphs keep their place in the page's list, so that a stretch of a block's
text leads back to the very glyphs that draw it.
"""
# ruff: noqa: FURB136, PLR1730 - for each of millions of characters a call of max takes long

import math
import re
from dataclasses import dataclass, field

from scrubbing.engine.formats.pdf.geometry import Rect, union
from scrubbing.engine.formats.pdf.glyphs import Glyph

WORD_GAP = 0.18
"""A wider gap, in heights of the line, is a space."""

SPACED_GAP = 0.35
"""A wider gap after a space may hold a word that comes later in the stream."""

COLUMN_GAP = 1.1
"""A wider gap parts columns and cells."""

SAME_BASELINE = 0.35
LEADING = 1.75
"""Lines further apart, in heights, do not belong to one block."""

APART = 0.9
"""Single letters further apart, in heights, stand in cells; nobody sets a word so wide."""

SPACED = 5
"""So many single letters in a row are one word that was set wide."""

SPACED_LETTERS = re.compile(
    rf"(?<![^\W_])[^\W_]{{1,2}}(?: [^\W_]){{{SPACED - 1},}}(?: [^\W_]{{1,2}})?(?![^\W_])"
)
"""Narrow letters at either end may touch."""

CELL = "\0"
"""Stands at a gap so wide while a line is put together."""

FIRST_RTL = "\u0590"
LINE_END_HYPHENS = "\x02-\u00ad\u2010"


@dataclass(slots=True)
class Run:
    """Characters that follow each other on one baseline, in upright coordinates."""

    items: list[tuple[str, int | None]]
    """Single characters and their places; None for a space that nothing draws."""
    left: float
    right: float
    base: float
    height: float
    first: int
    rtl: bool = False
    start: float = 0.0
    """Where the last character begins."""


@dataclass(slots=True)
class Line:
    """Runs of one line and one column."""

    items: list[tuple[str, int | None]]
    left: float
    right: float
    base: float
    height: float
    first: int
    before: str = ""


@dataclass(frozen=True, slots=True)
class Block:
    """A paragraph, or a column of cells: text, and for each character its glyph."""

    text: str
    glyphs: tuple[int | None, ...]
    box: Rect
    context: str = ""


@dataclass(slots=True)
class _Column:
    lines: list[Line] = field(default_factory=list)


def blocks(glyphs: tuple[Glyph, ...]) -> tuple[Block, ...]:
    """All blocks of a page in reading order, hidden glyphs left out."""
    found: list[tuple[int, Block]] = []
    for turned in _by_angle(glyphs).values():
        lines = _lines(_runs(turned, glyphs))
        found.extend(
            (min(line.first for line in column), _block(column, glyphs))
            for column in _columns(lines)
        )
    found.sort(key=lambda pair: pair[0])
    return tuple(block for _, block in found if block.text.strip())


def lines(places: list[int], glyphs: tuple[Glyph, ...]) -> list[Line]:
    """The lines that these characters form, as if all were written from left to right."""
    return _lines(_runs(places, glyphs))


def _by_angle(glyphs: tuple[Glyph, ...]) -> dict[int, list[int]]:
    """Places of the visible characters for each direction of writing, in degrees."""
    if not any(glyph.angle for glyph in glyphs):
        return {0: [place for place, glyph in enumerate(glyphs) if not glyph.hidden]}
    groups: dict[int, list[int]] = {}
    angle = 0
    for place, glyph in enumerate(glyphs):
        if glyph.hidden:
            continue
        if not glyph.generated:
            angle = round(math.degrees(glyph.angle)) % 360 if glyph.angle else 0
        groups.setdefault(angle, []).append(place)
    return groups


def upright(glyph: Glyph) -> tuple[float, float, float, float]:
    """Left, right, baseline and height in the direction of writing."""
    if not glyph.angle or not round(glyph.angle, 2):
        return glyph.box[0], glyph.box[2], glyph.y, glyph.box[3] - glyph.box[1]
    cos, sin = math.cos(glyph.angle), math.sin(glyph.angle)
    left, bottom, right, top = glyph.box
    along = glyph.x * cos + glyph.y * sin
    base = glyph.y * cos - glyph.x * sin
    width, height = right - left, top - bottom
    if abs(sin) > abs(cos):
        width, height = height, width
    corners = [cx * cos + cy * sin for cx in (left, right) for cy in (bottom, top)]
    skewed = min(abs(sin), abs(cos)) > 0.05  # noqa: PLR2004 - a few degrees
    start = along if skewed else min(corners)
    return start, start + width, base, height


def _runs(places: list[int], glyphs: tuple[Glyph, ...]) -> list[Run]:
    """For every character of a document, hence the plain comparisons."""
    runs: list[Run] = []
    current: Run | None = None
    for place in places:
        _, text, box, _, base, angle, _, generated = glyphs[place]
        if generated or text.isspace():
            if current is not None and current.items[-1][0] != " ":
                _add_space(current, None if generated else place, glyphs)
            continue
        left, bottom, right, top = box
        height = top - bottom
        if angle:
            left, right, base, height = upright(glyphs[place])
        rtl = text >= FIRST_RTL and _is_rtl(text)
        if current is not None and _follows(current, left, right, base, height, rtl=rtl):
            current.items.append((text, place))
            if left < current.left:
                current.left = left
            if right > current.right:
                current.right = right
            if height > current.height:
                current.height = height
            current.rtl = current.rtl or rtl
            current.start = left
        else:
            current = Run([(text, place)], left, right, base, height, place, rtl, left)
            runs.append(current)
    return runs


def _add_space(run: Run, place: int | None, glyphs: tuple[Glyph, ...]) -> None:
    run.items.append((" ", place))
    if place is not None:
        left, right, *_ = upright(glyphs[place])
        run.left, run.right = min(run.left, left), max(run.right, right)


def _is_rtl(text: str) -> bool:
    return any(FIRST_RTL <= char <= "\u08ff" or "\ufb1d" <= char <= "\ufefc" for char in text)


def _follows(run: Run, left: float, right: float, base: float, height: float, *, rtl: bool) -> bool:
    size = run.height if run.height > height else height
    if size < 0.1:  # noqa: PLR2004 - points
        size = 0.1
    if abs(base - run.base) > SAME_BASELINE * size:
        return False
    ahead = -0.3 * size <= left - run.right <= WORD_GAP * size
    if ahead:
        return True
    if rtl or run.rtl:
        behind = -0.3 * size <= run.left - right <= WORD_GAP * size
        within = run.left - 0.3 * size <= left and right <= run.right + 0.3 * size
        return behind or within
    return run.items[-1][0] == " " and -0.3 * size <= left - run.right <= SPACED_GAP * size


def _lines(runs: list[Run]) -> list[Line]:
    """Runs that share a baseline, sorted along it and parted at wide gaps."""
    rows: list[list[Run]] = []
    for run in sorted(runs, key=lambda one: (-one.base, one.left)):
        for row in reversed(rows[-12:]):
            size = max(row[0].height, run.height)
            if abs(row[0].base - run.base) <= SAME_BASELINE * size:
                row.append(run)
                break
        else:
            rows.append([run])
    lines: list[Line] = []
    for row in rows:
        lines.extend(_part(sorted(row, key=lambda one: one.left)))
    return lines


def _part(row: list[Run]) -> list[Line]:
    """One row cut into the lines of its columns, each told what stands before it."""
    segments: list[list[Run]] = []
    for run in row:
        last = segments[-1] if segments else None
        if last and run.left - max(r.right for r in last) <= COLUMN_GAP * max(
            run.height, last[-1].height
        ):
            last.append(run)
        else:
            segments.append([run])
    lines: list[Line] = []
    before = ""
    for segment in segments:
        line = _join(segment)
        line.before = before
        lines.append(line)
        if segment is not segments[-1]:
            before = f"{before} {_text(line.items)}".strip()[-200:]
    return lines


def _join(segment: list[Run]) -> Line:
    rtl = sum(run.rtl for run in segment) * 2 > len(segment)
    ordered = list(reversed(segment)) if rtl else segment
    pitch = _pitch(ordered)
    items: list[tuple[str, int | None]] = []
    last: Run | None = None
    for run in ordered:
        gap = 0.0 if last is None else (last.left - run.right if rtl else run.left - last.right)
        while run.items[-1] == (" ", None):  # pdfium's guess at what follows in the stream
            run.items.pop()
        even = last is not None and abs(abs(run.left - last.start) - pitch) < 0.1 * pitch
        even = even and gap <= APART * run.height
        if items and items[-1][0] != " " and gap > WORD_GAP * run.height and not even:
            items.append((" ", None))
            if gap > APART * run.height:
                items.append((CELL, None))
        if not _is_overprint(items, run, last):
            items.extend(run.items)
        last = run
    return Line(
        _unspaced(items),
        min(run.left for run in segment),
        max(run.right for run in segment),
        segment[0].base,
        max(run.height for run in segment),
        min(run.first for run in segment),
    )


def _pitch(runs: list[Run]) -> float:
    """The step at which letters placed one by one stand; 0 where they do not."""
    short = [len(run.items) <= 2 for run in runs]  # noqa: PLR2004 - narrow letters may touch
    steps = sorted(
        abs(after.left - run.start)
        for run, after, one, other in zip(runs, runs[1:], short, short[1:], strict=False)
        if one and other
    )
    return steps[len(steps) // 2] if len(steps) >= SPACED - 1 else 0.0


def _unspaced(items: list[tuple[str, int | None]]) -> list[tuple[str, int | None]]:
    """L e t t e r s  set apart by single spaces, put together again."""
    text = "".join([text for text, _ in items])
    for match in reversed(list(SPACED_LETTERS.finditer(text))):
        kept = [item for item in items[match.start() : match.end()] if item[0] != " "]
        items = items[: match.start()] + kept + items[match.end() :]
    return [item for item in items if item[0] != CELL] if CELL in text else items


def _is_overprint(items: list[tuple[str, int | None]], run: Run, last: Run | None) -> bool:
    """Fake bold: the same letters printed twice with a shift of a hair."""
    if last is None or abs(run.right - last.right) > 0.15 * run.height or run.left >= last.right:
        return False
    letters = _text(run.items)
    return bool(letters) and _text(items).endswith(letters)


def _text(items: list[tuple[str, int | None]]) -> str:
    return "".join([text for text, _ in items]).strip()


def _columns(lines: list[Line]) -> list[list[Line]]:
    """Lines that stand under each other with even leading, put together."""
    open_columns: list[_Column] = []
    done: list[list[Line]] = []
    for line in sorted(lines, key=lambda one: (-one.base, one.left)):
        keep = []
        home: _Column | None = None
        for column in open_columns:
            last = column.lines[-1]
            if last.base - line.base > LEADING * max(last.height, line.height):
                done.append(column.lines)
                continue
            keep.append(column)
            if home is None and _stands_under(last, line):
                home = column
        open_columns = keep
        if home is None:
            open_columns.append(_Column([line]))
        else:
            home.lines.append(line)
    return done + [column.lines for column in open_columns]


def _stands_under(last: Line, line: Line) -> bool:
    if last.base - line.base < SAME_BASELINE * min(last.height, line.height):
        return False
    shared = min(last.right, line.right) - max(last.left, line.left)
    alike = 0.75 <= last.height / (line.height or 1) <= 1.34  # noqa: PLR2004 - a third
    near = min(abs(last.left - line.left), abs(last.right - line.right)) < 3 * line.height
    return alike and (near or last.before == line.before == "") and shared > 0


def _block(column: list[Line], glyphs: tuple[Glyph, ...]) -> Block:
    edge = max(line.right for line in column)
    items: list[tuple[str, int | None]] = []
    previous = column[0]
    for line in column:
        if items:
            _break_line(items, line, room=edge - previous.right)
        items.extend(line.items)
        previous = line
    while items and items[-1][0] == " ":
        items.pop()
    text = "".join([piece for piece, _ in items]).replace("\x02", "-")
    owners = tuple([place for _, place in items])
    rects = [glyphs[place].box for place in owners if place is not None]
    return Block(text, owners, union(rects or [(0, 0, 0, 0)]), column[0].before)


def _break_line(items: list[tuple[str, int | None]], line: Line, *, room: float) -> None:
    """Join a line to the next: one space, nothing after a hyphen, or a line feed.

    A line that had room for the next line's first word was ended on purpose. A hyphen
    between small letters is the typesetter's and goes, others stay.
    """
    while items and items[-1][0] == " ":
        items.pop()
    if not items:
        return
    word = _text(line.items).split(" ", 1)[0]
    letter = (line.right - line.left) / max(len(line.items), 1)
    if len(items) > 1 and items[-1][0] in LINE_END_HYPHENS and items[-2][0].isalpha():
        if items[-2][0].islower() and word[:1].islower():
            items.pop()
        return
    hard = room > letter * (len(word) + 1.5)
    items.append(("\n" if hard else " ", None))
