"""The end of a page and the beginning of the next, read together.

A name, or a word with its hyphen, may be broken over two pages. Which line goes on with
which is not told: below the text stands a footer, columns end beside each other. So each
of the last lines is read with each of the first ones.
"""

from collections.abc import Iterator, Sequence
from itertools import pairwise

from scrubbing.engine.formats.pdf.base import Page
from scrubbing.engine.formats.pdf.geometry import Rect
from scrubbing.engine.formats.pdf.layout import lines

LINES = 3
"""At either edge of a page; columns beside each other count one by one."""

WORDS = 5
"""Of a line that may belong to a value which is broken."""

HYPHENS = "-\u00ad\u2010"
APART = "\n\n\n"
"""Between readings, so that no value is seen over two of them."""

Item = tuple[str, int | None]
Ends = Sequence[Item]
Owner = tuple[int, Rect]


def texts(pages: Sequence[Page]) -> Iterator[str]:
    """What stands at each break between two pages, in every reading."""
    for above, below in pairwise(pages):
        found = [joined(above, below, last, first)[0] for last, first in joints(above, below)]
        if found:
            yield APART.join(found)


def joints_that_may_name(above: Page, below: Page) -> Iterator[tuple[Ends, Ends]]:
    """Those where a hyphen stands, or a capital on either side: a name may go on there."""
    for last, first in joints(above, below):
        text = "".join(piece for piece, _ in last).split()
        rest = "".join(piece for piece, _ in first).split()
        if text and rest and _goes_on(text[-1], rest[0]):
            yield last, first


def _goes_on(word: str, rest: str) -> bool:
    if word[-1] in HYPHENS and len(word) > 1:
        return word[-2].isalpha() and rest[0].isalpha()
    return word[0].isupper() and rest[0].isupper() and (word[-1].isalnum() or word[1:] == ".")


def joints(above: Page, below: Page) -> Iterator[tuple[Ends, Ends]]:
    """The last words of a page's lowest lines, each with the first of the next page's highest."""
    heads = [_head(line) for line in _edge(below, lowest=False)]
    for last in _edge(above, lowest=True):
        for first in heads:
            yield _tail(last), first


def joined(above: Page, below: Page, last: Ends, first: Ends) -> tuple[str, list[Owner]]:
    """One reading as text, and for each character its page and box; page 0 for none."""
    text = [*last, ("\n", None), *first]
    pages = [above] * (len(last) + 1) + [below] * len(first)
    owners = [
        (page.number, page.read.glyphs[place].box) if place is not None else (0, (0, 0, 0, 0))
        for (_, place), page in zip(text, pages, strict=True)
    ]
    return "".join(piece for piece, _ in text), owners


def _edge(page: Page, *, lowest: bool) -> list[Ends]:
    """The items of the lines at an edge of a page as it is looked at upright."""
    glyphs = page.read.glyphs
    heights = sorted({round(glyph.y) for glyph in glyphs if not (glyph.hidden or glyph.generated)
                      and not glyph.text.isspace()}, reverse=not lowest)  # fmt: skip
    if not heights:
        return []
    far = heights[min(2 * LINES, len(heights)) - 1]
    near: list[int] = []
    inside = False
    for place, glyph in enumerate(glyphs):
        if not (glyph.generated or glyph.hidden):
            inside = glyph.y <= far + 1 if lowest else glyph.y >= far - 1
        if inside and not glyph.hidden:
            near.append(place)
    found = lines(near, glyphs)
    found.sort(key=lambda line: line.base, reverse=not lowest)
    return [line.items for line in found[:LINES]]


def _tail(items: Ends) -> Ends:
    kept, words = len(items), 0
    while kept and words < WORDS:
        kept -= 1
        words += items[kept][0] == " "
    return _hyphened(items[kept:])


def _head(items: Ends) -> Ends:
    kept, words = 0, 0
    while kept < len(items) and words < WORDS:
        words += items[kept][0] == " "
        kept += 1
    return items[:kept]


def _hyphened(items: Ends) -> Ends:
    """With the hyphen at the end of a line as others write it."""
    return [("-" if text == "\x02" else text, place) for text, place in items]
