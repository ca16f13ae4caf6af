"""A word in every hiding place of a PDF: all are seen in the input, none in the output."""

import re
from collections.abc import Mapping, Sequence
from difflib import SequenceMatcher

import pytest

from scrubbing.engine.formats.pdf import PDF
from scrubbing.engine.types import Edit, Kind, Role, Unit, Untrusted
from tests.scrubbing.engine.formats.pdf import canaries, leaks
from tests.scrubbing.engine.formats.pdf.toolbox import Pictures


def edits_for(units: Sequence[Unit], words: Mapping[str, str]) -> list[Edit]:
    """An edit wherever a unit holds a word; what OCR read may differ in some letters."""
    pattern = re.compile("|".join(words.values()), re.IGNORECASE)
    edits = []
    for unit in units:
        if unit.removable:
            continue
        hits = [(match.start(), match.end()) for match in pattern.finditer(unit.text)]
        if (
            not hits
            and unit.role is Role.OCR
            and any(_like(word, unit.text) for word in words.values())
        ):
            hits = [(0, len(unit.text))]
        edits += [Edit(unit.locator, start, end, "Gone", Kind.PERSON) for start, end in hits]
    return edits


def _like(word: str, text: str) -> bool:
    matcher = SequenceMatcher(None, word.casefold(), text.casefold(), autojunk=False)
    return matcher.find_longest_match().size >= len(word) - 4


@pytest.mark.slow
def test_rewrite_leaves_no_word_of_any_hiding_place() -> None:
    data, words = canaries.build()
    assert leaks.found(data, words) == set(words)
    tools = Pictures()
    read = PDF.extract(Untrusted("canary.pdf", data), tools)
    edits = edits_for(read.units, words)
    output = PDF.rewrite(Untrusted("canary.pdf", data), edits, read.boxes, tools)
    assert leaks.found(output, words) == set()
    assert not any(word.casefold() in text.casefold() for word in words.values()
                   for text in PDF.texts(output, tools))  # fmt: skip


@pytest.mark.slow
def test_extract_reads_what_the_rewriter_drops() -> None:
    data, words = canaries.build()
    read = PDF.extract(Untrusted("canary.pdf", data), Pictures())
    told = " ".join(unit.text for unit in read.units if unit.removable).casefold()
    for line in ("F08 off the page", "F11 hidden layer", "F34 Author", "F35 catalog XMP",
                 "F45 Alt", "F51 author", "F51 Contents", "F55 TU", "F56 XFA", "F58 signer",
                 "F60 content", "F60 file name", "F57 document script"):  # fmt: skip
        assert words[line].casefold() in told, line
