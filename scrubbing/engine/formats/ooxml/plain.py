"""Which values of attributes are words of the file format, not text of a person.

``vocabulary.txt`` holds the words that the ECMA-376 schemas enumerate and names of fonts
that come with Office. A value that is not one of these, a number, a colour or a cell
reference is text: it is read, edited and searched.
"""

import re
from functools import cache
from importlib import resources

from scrubbing.engine.formats.ooxml.allow import NAMESPACES
from scrubbing.engine.xmltext import words
from scrubbing.engine.xmlwords import LETTER, SAFE, fonts

_HEX = re.compile(r"[0-9A-Fa-f]{2,4}")
_GUIDE = re.compile(
    r"(?:val|sum|prod|product|mid|abs|min|max|if|mod|pin|atan2|at2|sin|cos|cat2|sat2|cosatan2|"
    r"sinatan2|sqrt|sumangle|ellipse|tan|\+-|\*/|\+/|\?:)(?: [@#$\w.-]{1,16}){1,3}"
)
_CELLS = re.compile(
    r"(?:\$?[A-Z]{0,3}\$?[0-9]{0,7}:?){1,2}(?: (?:\$?[A-Z]{1,3}\$?[0-9]{0,7}:?){1,2})*"
)

ALWAYS_TEXT = words("""descr title alt string tooltip alias displayName caption author initials prompt promptTitle
    error errorTitle oddHeader display location uniqueName comment userName user displayText
    mappingName altText""")
"""Attributes whose value is a person's text whatever it looks like."""

TEXT_ON = frozenset(
    {
        ("s", "v"), ("n", "v"), ("d", "v"), ("sharedItems", "minDate"),
        ("sharedItems", "maxDate"), ("filter", "val"), ("customFilter", "val"),
        ("tag", "val"), ("alias", "val"), ("listItem", "value"), ("default", "val"),
        ("helpText", "val"), ("statusText", "val"), ("listEntry", "val"), ("sheetName", "val"),
        ("lvlText", "val"), ("numFmt", "formatCode"), ("tblCaption", "val"),
        ("tblDescription", "val"), ("attr", "val"), ("tag", "name"), ("inputCells", "val"),
    }
)  # fmt: skip
"""Elements whose attribute is text though the attribute's name is a common one."""

CELL_ATTRIBUTES = words("ref sqref r r1 r2 activeCell topLeftCell sqrefs fmla cell dxf refA spans")


_FONT_ATTRIBUTES = words("typeface ascii hAnsi cs eastAsia")
_FONT_ELEMENTS = words("font altName rFont mathFont name")


def _lines(name: str) -> frozenset[str]:
    folder = resources.files("scrubbing.engine.formats.ooxml")
    return frozenset(folder.joinpath(name).read_text("utf-8").splitlines()) - {""}


@cache
def vocabulary() -> frozenset[str]:
    """The words of the format."""
    return _lines("vocabulary.txt") | NAMESPACES


def is_plain(element: str, attribute: str, value: str) -> bool:
    """Whether an attribute's value is of the format: nothing in it to read or scrub."""
    if not LETTER.search(value):
        return True
    if attribute in ALWAYS_TEXT or (element, attribute) in TEXT_ON:
        return False
    if (value in vocabulary() and " " not in value) or SAFE.fullmatch(value):
        return True
    if attribute in _FONT_ATTRIBUTES or (element in _FONT_ELEMENTS and attribute in _NAMES):
        return value.startswith("+")  # a theme's font; others go where a person declared them
    if attribute in CELL_ATTRIBUTES:
        return _CELLS.fullmatch(value) is not None
    if attribute in _HEX_ATTRIBUTES or element in _HEX_ELEMENTS:
        return _HEX.fullmatch(value) is not None
    if attribute in {"fmla", "eqn"}:
        return _GUIDE.fullmatch(value) is not None
    return False


_MACHINE = re.compile(r"rId[0-9]+|[A-Za-z0-9+/]{20,}={0,2}|[a-z]{1,8}:[a-z]{1,10}")
"""Ids of relations, digests, names of types: what no person wrote."""

_NAMES = words("name val typeface")
_HEX_ATTRIBUTES = words("themeShade themeTint themeFillShade themeFillTint char")
_HEX_ELEMENTS = words("panose1 charset tblLook cnfStyle")


def tells(value: str) -> bool:
    """Whether a dropped value is worth reading."""
    if len(value) < 2 or is_plain("", "", value):  # noqa: PLR2004 - one letter says nothing
        return False
    return value not in vocabulary() and value not in fonts() and not _MACHINE.fullmatch(value)
