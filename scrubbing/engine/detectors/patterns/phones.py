"""Phone numbers, checked by the numbering plans of ``phonenumbers``."""

import re
from collections.abc import Iterator

from scrubbing.engine.detectors.joined import Joined
from scrubbing.engine.detectors.patterns.rule import in_code
from scrubbing.engine.types import Kind, Span

DIGITS = re.compile(
    r"(?<![\w.,/:=#@+-])(?:\+|\(\+?|00)?\d(?:[\s().\u00a0\u2009/-]{0,3}\d){6,14}(?![\w]|[.,:/-]\d)"
)
REGIONS = (
    "US",
    "GB",
    "DE",
    "FR",
    "ES",
    "IT",
    "NL",
    "PL",
    "PT",
    "IN",
    "AU",
    "AT",
    "CH",
    "BE",
    "IE",
    "SE",
)
LABEL = re.compile(
    r"(?:phone|tel|téléphone|teléfono|telefon|telefono|telefone|telefoon|mobile?|mobil|telephone|durchwahl|móvil|handy|cell(?:ulare)?|fax|call|whatsapp|ring|komórka|hotline|contact|extension|direct)\b[^\d\n]{0,24}$",
    re.IGNORECASE,
)
DATE_LIKE = re.compile(
    r"(?:19|20)\d\d[-./ ]\d\d?[-./ ]\d\d?|\d\d?[-./ ]\d\d?[-./ ](?:19|20)\d\d|\d{4}\s?[-–]\s?\d{4}"
)
NO_PHONE = re.compile(
    r"\d{1,2}\.\d{1,2}\.\d{2,6}\.\d{2,6}|(?:\d{1,3}/\d{1,2}\s+)+\d{1,3}/?\d{0,4}|\d{1,3}/\d{1,2}(?:\s+\d{1,3}/\d{1,2})*\s\d{1,4}"
    r"|\d{1,4}(?:\s\d{1,3}/\d{1,2})+"
    r"|\d{8}(?:-\d{4}){1,3}"
    r"|\d{1,2}(?:\.\d{1,3}){1,3}/\d{1,2}(?:\.\d{1,3}){1,3}"
)
"""Versions of programs, days and months in a row, and the digits of a GUID."""
VERSION = re.compile(
    r"\d{1,3}\.(?:\d{1,6}\.)*\d(?:\.\d{1,6})+|\d{1,3}(?:\.\d{1,6}){2,}\.\d|[012](?:\.\d{1,6}){6,}"
)
"""Versions and object identifiers, where no word says that it is a phone."""
CELLS = 5
DIALLED = re.compile(r"\(?0\)? [1-9](?: \d\d){4}$|0(?: \d){9,11}$")
"""A number with its first digits apart, or with all of them: in the boxes of a form."""
SEPARATED = re.compile(r"^\(?0\d|\d[\s().-]+\d.*\d[\s().-]+\d|\(\d")


def phones(joined: Joined) -> Iterator[Span]:
    """Find phone numbers, checked by the numbering plans of ``phonenumbers``."""
    for match in DIGITS.finditer(joined.text):
        text = match[0]
        if DATE_LIKE.search(text) or NO_PHONE.fullmatch(text) or "\n" in text:
            continue
        labelled = bool(LABEL.search(joined.text, max(0, match.start() - 40), match.start()))
        if not labelled and VERSION.fullmatch(text):
            continue
        score = _phone(text, labelled=labelled)
        if score and not (in_code(joined, match.start()) and score < 0.9):  # noqa: PLR2004
            start = match.start() + (text.startswith("(") and ")" not in text)
            yield from joined.spans(start, match.end(), Kind.PHONE, score, "patterns.phone")


def _phone(text: str, *, labelled: bool) -> float:
    if labelled:
        return 0.95
    if text.startswith(("+", "00", "(+")):
        return 0.95 if _valid(text.replace("(0)", ""), ()) else 0.4
    if not SEPARATED.search(text) or _row_of_a_table(text):
        return 0.0
    return 0.8 if _valid(text, REGIONS) else 0.0


def _row_of_a_table(text: str) -> bool:
    """Say whether these are the cells of a row: "12 4 1 7 13 24 13"."""
    groups = text.split()
    if len(groups) < CELLS or DIALLED.match(text):
        return False
    return any(len(group) == 1 for group in groups[1:])


def _valid(text: str, regions: tuple[str, ...]) -> bool:
    # phonenumbers reads its tables when imported: a detector's start, not a module's.
    from phonenumbers import NumberParseException, is_valid_number, parse

    if text.startswith("00"):
        text = f"+{text[2:]}"
    for region in regions or (None,):
        try:
            if is_valid_number(parse(text, region)):
                return True
        except NumberParseException:
            continue
    return False
