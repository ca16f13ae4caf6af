"""Which values of OpenDocument attributes are words of the format."""

import re
from functools import cache
from importlib import resources

from scrubbing.engine.xmltext import words
from scrubbing.engine.xmlwords import LETTER, SAFE

ALWAYS_TEXT = words(
    """string-value label title description help-message comment name-and-extension
    current-value tooltip author string-value-if-true string-value-if-false text"""
)
"""Attributes that are a person's text whatever they look like."""

_AUTOMATIC = re.compile(
    r"(?:P|T|L|N|C|S|H|G|fr|gr|pr|dp|ce|co|ro|ta|ac|pm|PM|Mdp|Mgr|Mpr|MP|MT|ML|MN|Mfr|Sect|Table|id|"
    r"list|control|shape|standard|default|page)-?[0-9]{1,20}(?:P[0-9]+)?(?:\.[A-Z]{0,2}[0-9]*)?"
)
"""Names that office programs give to styles, lists and ids by themselves."""

_DRAWING = re.compile(
    r"(?:\?f[0-9]+|\$[0-9]+|[A-Za-z](?![A-Za-z])|[-+*/(),.\s0-9<>=!?:]|f[0-9]+"
    r"|\b(?:left|right|top|bottom|width|height|xstretch|ystretch|hasstroke|hasfill|logwidth"
    r"|logheight|pi|if|min|max|sin|cos|tan|atan|atan2|sqrt|abs|rotate|translate|scale|skewX|skewY"
    r"|matrix|e)\b)+"
)
_DRAWING_ATTRIBUTES = words(
    """formula enhanced-path d points viewBox transform modifiers text-areas glue-points
    handle-position handle-range-x-minimum handle-range-x-maximum handle-range-y-minimum
    handle-range-y-maximum handle-polar handle-radius-range-minimum path-stretchpoint-x
    handle-radius-range-maximum path begin end dur keyTimes values"""
)
_DURATION = re.compile(r"-?P(?:[0-9.]+[YMDTHS])*T?(?:[0-9.]+[HMS])*")
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}(?:T[0-9:.]+Z?)?|[A-Z]{3}|[a-z]{2,3}")
"""Dates; currencies and languages where they stand for themselves."""

_LOCALE = words("country language currency script country-asian language-asian language-complex "
                "country-complex date-value script-asian script-complex rfc-language-tag")  # fmt: skip


@cache
def vocabulary() -> frozenset[str]:
    """Values that the OpenDocument schema enumerates."""
    folder = resources.files("scrubbing.engine.formats.odf")
    return frozenset(folder.joinpath("vocabulary.txt").read_text("utf-8").splitlines()) - {""}


def is_plain(attribute: str, value: str) -> bool:
    """Whether an attribute's value is of the format: nothing in it to read or scrub."""
    if attribute in ALWAYS_TEXT:
        return not value.strip()
    if not LETTER.search(value) or (_is_word(value) and " " not in value):
        return True
    if attribute in _DRAWING_ATTRIBUTES and _DRAWING.fullmatch(value):
        return True
    if attribute in _LOCALE and _DATE.fullmatch(value):
        return True
    if attribute.endswith("name") and " " in value:
        return False
    return all(_is_word(word) for word in value.split())


def _is_word(value: str) -> bool:
    return (
        value in vocabulary()
        or SAFE.fullmatch(value) is not None
        or _AUTOMATIC.fullmatch(value) is not None
        or _DURATION.fullmatch(value) is not None
    )
