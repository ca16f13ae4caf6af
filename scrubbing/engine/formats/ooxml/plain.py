"""Which values of attributes are words of the file format, not text of a person.

``vocabulary.txt`` holds the words that the ECMA-376 schemas enumerate and names of fonts
that come with Office. A value that is not one of these, a number, a colour or a cell
reference is text: it is read, edited and searched.
"""

import re
from functools import cache
from importlib import resources

_SAFE = re.compile(
    r"""
      [-+]?[0-9.,;:%\s]*(?:pt|cm|mm|in|px|em|ex|pc|pi|emu|fd|f|%)?   # numbers, lengths
    | \#?(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}|[0-9A-Fa-f]{8})            # colours
    | \{?[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\}?     # GUIDs
    | [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,16}Z?
    | [A-Za-z]{1,3}(?:-[A-Za-z0-9]{2,8}){1,3}                        # language tags
    | \#?_x0000_[a-z][0-9]+ | \*?@?[0-9]+
    """,
    re.VERBOSE,
)
_CELLS = re.compile(r"(?:\$?[A-Z]{0,3}\$?[0-9]{0,7}:?){1,2}(?: (?:\$?[A-Z]{1,3}\$?[0-9]{0,7}:?){1,2})*")
_LETTER = re.compile(r"[^\W_]")

ALWAYS_TEXT = frozenset(
    """descr title alt string tooltip alias displayName caption author initials prompt promptTitle
    error errorTitle oddHeader display location uniqueName comment userName user displayText
    mappingName altText""".split()
)
"""Attributes whose value is a person's text whatever it looks like."""

TEXT_ON = frozenset(
    {
        ("s", "v"), ("n", "v"), ("d", "v"), ("filter", "val"), ("customFilter", "val"),
        ("tag", "val"), ("alias", "val"), ("listItem", "value"), ("default", "val"),
        ("helpText", "val"), ("statusText", "val"), ("listEntry", "val"), ("sheetName", "val"),
        ("lvlText", "val"), ("numFmt", "formatCode"), ("tblCaption", "val"),
        ("tblDescription", "val"), ("attr", "val"), ("tag", "name"), ("inputCells", "val"),
    }
)  # fmt: skip
"""Elements whose attribute is text though the attribute's name is a common one."""

CELL_ATTRIBUTES = frozenset(
    "ref sqref r r1 r2 activeCell topLeftCell sqrefs fmla cell dxf refA spans".split()
)


@cache
def vocabulary() -> frozenset[str]:
    """The words of the format."""
    folder = resources.files("scrubbing.engine.formats.ooxml")
    lines = folder.joinpath("vocabulary.txt").read_text("utf-8").splitlines()
    return frozenset(line for line in lines if line)


def is_plain(element: str, attribute: str, value: str) -> bool:
    """Whether an attribute's value is of the format: nothing in it to read or scrub."""
    if not _LETTER.search(value):
        return True
    if attribute in ALWAYS_TEXT or (element, attribute) in TEXT_ON:
        return False
    if value in vocabulary() or _SAFE.fullmatch(value):
        return True
    return attribute in CELL_ATTRIBUTES and _CELLS.fullmatch(value) is not None


def tells(value: str) -> bool:
    """Whether a dropped value is worth reading."""
    return len(value) > 1 and not is_plain("", "", value)
