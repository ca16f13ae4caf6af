"""Numbers and names that a program gave to things in a part of an Office document.

The rewriter leaves a number of layout, and a name like "Rectangle 3", whatever else has the
same digits or words; the search of bytes has to know them where it meets them. Whoever
declared such a value still gets it refused.
"""

import html
import re

from scrubbing.engine.addresses import HEAD, OFFICE
from scrubbing.engine.xmlwords import is_built_in

LONGEST = 120
"""Characters of such a value, and of the distance to its ends."""
BEFORE = re.compile(r"""[\s<]([\w:.-]+)\s*=\s*(["'])([^"'<>=]*)\Z""")
AFTER = re.compile(r"""([^"'<>=]*)(["'])""")
NUMBER = re.compile(r"-?\d+")
MEASURES = frozenset(
    {
        "id", "idx", "spid", "x", "y", "cx", "cy", "dx", "dy", "w", "h", "l", "t", "r", "b", "wd", "hd",
        "wR", "hR", "stAng", "swAng", "pos", "orient", "relativeHeight", "distT", "distB", "distL",
        "distR", "marL", "marR", "indent", "sz", "spc", "dist", "rad", "blurRad", "dir", "z",
        "numFmtId", "fontId", "fillId", "borderId", "xfId", "sheetId", "localSheetId", "si",
        "left", "right", "top", "bottom", "before", "after", "line", "firstLine", "hanging",
    }
)  # fmt: skip
"""Attributes that the schemas call whole numbers: ids, places and lengths (ECMA-376 part 1)."""
LENGTHS = re.compile(r"<(?:\w+:)?(?:posOffset|pctWidth|pctHeight)(?:\s[^<>]*)?>-?\Z")
"""What opens an element whose text is a length."""


def is_given(text: str, start: int, end: int) -> bool:
    """Say whether what stands here in the XML of an Office part is a program's own."""
    if not OFFICE.search(text, 0, HEAD):
        return False
    before, after = text[max(0, start - LONGEST) : start], text[end : end + LONGEST]
    if text[start:end].isdigit() and LENGTHS.search(before):
        return after.startswith("<")
    opened, closed = BEFORE.search(before), AFTER.match(after)
    if opened is None or closed is None or opened[2] != closed[2]:
        return False
    name = opened[1].rpartition(":")[2]
    value = html.unescape(opened[3] + text[start:end] + closed[1])
    if name in MEASURES:
        return NUMBER.fullmatch(value) is not None
    return name == "name" and is_built_in(value)
