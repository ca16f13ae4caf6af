"""Which pages still show what had to go, and the ways through a document without it."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from scrubbing.engine.errors import Leaked
from scrubbing.engine.formats.pdf import bounds, reading
from scrubbing.engine.formats.pdf.base import Page
from scrubbing.engine.formats.pdf.edits import applied
from scrubbing.engine.formats.pdf.navigation import Entry, Navigation
from scrubbing.engine.stretches import Leaks
from scrubbing.engine.types import Edit, Lost


def pages_that(
    leaks: Leaks, output: bytes, pages: Sequence[Page], seen: Sequence[tuple[int, str]]
) -> set[int]:
    """Pages in whose text something leaks; ``seen`` is what OCR read, by page.

    Raises ``Leaked`` where it would be too many pages to be read as pictures.
    """
    found = {number for number, text in (*_texts(output, pages), *seen) if leaks(text)}
    if len(found) > bounds.PICTURED_PAGES:
        raise Leaked("text")
    return found


def _texts(output: bytes, pages: Sequence[Page]) -> Iterator[tuple[int, str]]:
    told = reading.by_pdfium(output, pages), reading.by_pdfminer(output)
    numbers = [page.number for page in pages]
    yield from zip(numbers * 2, told[0], strict=False)
    yield from zip(numbers, told[1], strict=False)
    yield from reading.by_content(output)


def without(
    ways: Navigation, edits: Mapping[str, Sequence[Edit]], leaks: Leaks
) -> tuple[Navigation, list[Lost]]:
    """The ways through a document without those whose words leak though they are edited."""
    lost: list[Lost] = []

    def shows(locator: str, text: str) -> bool:
        mine = edits.get(locator, ())
        said = applied(text, mine)
        if leaks(said) and not mine:
            lost.append(Lost(locator, 0, len(text), said))
        return leaks(said)

    def kept(entries: Sequence[Entry]) -> tuple[Entry, ...]:
        return tuple(
            replace(entry, children=kept(entry.children))
            for entry in entries
            if not shows(entry.locator, entry.title)
        )

    left = Navigation(
        kept(ways.outline),
        tuple(link for link in ways.links if not shows(link.locator, link.address)),
        tuple(label for label in ways.labels if not shows(label.locator, label.prefix)),
        language="" if leaks(ways.language) else ways.language,
    )
    return left, lost
