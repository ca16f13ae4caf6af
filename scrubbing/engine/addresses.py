"""Addresses of cells: in a formula "A1054" is a place, whatever else it names.

Ids of one to three letters and some digits look just like them. What stands in a cell, or
in quotes in a formula, is a value; an address is none, and to take it out would break the
work without hiding anything.
"""

import re

CELL = re.compile(r"\$?[A-Z]{1,3}\$?[1-9]\d{0,6}")
STRING = re.compile(r'("(?:[^"]|"")*")')
WORD = re.compile(r"[\w$]+(?![\w$(!])")
OPENING = re.compile(r"<(?P<name>[\w:.-]+)(?P<inside>[^<>]*)(?P<end>>?)")
ATTRIBUTE = re.compile(r"""([\w:.-]+)\s*=\s*["']([^"']*)\Z""")
ELEMENTS = frozenset(
    {"f", "formula", "formula1", "formula2", "sqref", "definedName", "calculatedColumnFormula",
     "totalsRowFormula"}
)  # fmt: skip
"""Elements whose text are addresses and functions (ECMA-376 part 1, 18.3 and 18.5)."""
ATTRIBUTES = frozenset(
    {
        "r", "ref", "sqref", "topLeftCell", "activeCell", "location", "fmlaLink", "fmlaRange",
        "formula", "cell-range-address", "cell-address", "base-cell-address", "end-cell-address",
        "target-range-address", "source-cell-range-addresses", "cell-range", "condition",
        "values-cell-range-address", "label-cell-address", "print-ranges", "expression",
    }
)  # fmt: skip
"""Attributes that hold the same (the latter ones in OpenDocument 1.3, part 3, 19)."""
OFFICE = re.compile(r"schemas\.openxmlformats\.org|purl\.oclc\.org/ooxml|tc:opendocument")
HEAD = 8000
"""Characters in which a part of an Office document names its format; in other XML an
attribute "ref" may hold anybody's id."""
QUOTES = ('"', "&quot;")
LONGEST = 9000
"""A formula has 8,192 characters at most."""
AROUND = 6
"""Characters of the longest way to write a quotation mark."""


def is_address(formula: str, start: int, end: int) -> bool:
    """Say whether this stretch of a formula is the address of a cell."""
    if not CELL.fullmatch(formula, start, end):
        return False
    before, after = formula[:start], formula[end : end + 1]
    if (before[-1:] and (before[-1].isalnum() or before[-1] == "_")) or after in {"(", "!"}:
        return False
    return not (after.isalnum() or after == "_") and before.count('"') % 2 == 0


def without_addresses(formula: str) -> str:
    """Give a formula with blanks where it names cells."""
    pieces = STRING.split(formula)
    return "".join(piece if piece.startswith('"') else WORD.sub(_blank, piece) for piece in pieces)


def _blank(word: re.Match[str]) -> str:
    return " " * len(word[0]) if CELL.fullmatch(word[0]) else word[0]


def is_address_in_part(text: str, start: int, end: int) -> bool:
    """Say whether what stands here in the XML of a workbook's part is the address of a cell."""
    if not CELL.fullmatch(text, start, end) or not OFFICE.search(text, 0, HEAD):
        return False
    opened = text.rfind("<", max(0, start - LONGEST), start)
    tag = OPENING.match(text, opened, start) if opened >= 0 else None
    if tag is None:
        return False
    if tag["end"]:
        return _local(tag["name"]) in ELEMENTS and not _quoted(text, start, end)
    named = ATTRIBUTE.search(tag["inside"])
    if named is None or _local(named[1]) not in ATTRIBUTES:
        return False
    return not named[2] or not _quoted(text, start, end)


def _local(name: str) -> str:
    return name.rpartition(":")[2]


def _quoted(text: str, start: int, end: int) -> bool:
    """Say whether a formula has this in quotes."""
    before, after = text[max(0, start - AROUND) : start], text[end : end + AROUND]
    return before.endswith(QUOTES) and after.startswith(QUOTES)
