"""Numbers of people and accounts: same length and punctuation, ranges that are nobody's."""

import re

from scrubbing.engine.replace.draw import Draw
from scrubbing.engine.types import Kind

AREAS = (202, 212, 303, 312, 404, 415, 503, 512, 602, 617, 702, 713, 801, 808, 901, 907)
NANP = 10
"""Digits of a North American number without its country code."""


def phone(text: str, draw: Draw) -> str:
    """A number in the range 555-0100 to 555-0199, which is kept for fiction."""
    digits = re.sub(r"\D", "", text)
    pick = draw.number("phone", digits, len(AREAS) * 100)
    last = f"55501{pick % 100:02d}"
    full = f"{AREAS[pick // 100]}{last}"
    if len(digits) == NANP:
        return _fill(text, full)
    if len(digits) == NANP + 1 and digits.startswith("1"):
        return _fill(text, "1" + full)
    return (
        f"+1 {full[:3]}-{full[3:6]}-{full[6:]}"
        if len(digits) > len(last)
        else (_fill(text, last) if len(digits) == len(last) else f"555-01{pick % 100:02d}")
    )


def _fill(text: str, digits: str) -> str:
    left = iter(digits)
    shaped = "".join(next(left, "0") if char.isdigit() else char for char in text)
    return shaped if shaped.isascii() else digits


def card(text: str, draw: Draw) -> str:
    """A number that passes the Luhn check and starts with 400000, which no bank issues."""
    count = sum(char.isdigit() for char in text)
    if count < 12:  # noqa: PLR2004 - shorter than any card
        return draw.like(Kind.CARD, text)
    body = "400000" + draw.like(Kind.CARD, "1" * (count - 7))
    return _fill(text, body + _luhn_digit(body))


def _luhn_digit(body: str) -> str:
    total = 0
    for index, char in enumerate(reversed(body)):
        value = int(char) * (2 if index % 2 == 0 else 1)
        total += value - 9 if value > 9 else value  # noqa: PLR2004 - the sum of its digits
    return str(-total % 10)


def bank_account(text: str, draw: Draw) -> str:
    """An IBAN of the same country and length with right check digits, else the shape."""
    compact = re.sub(r"\s", "", text)
    if not re.fullmatch(r"[A-Z]{2}\d{2}[A-Z0-9]{8,30}", compact):
        return draw.like(Kind.BANK_ACCOUNT, text)
    body = "0000" + draw.like(Kind.BANK_ACCOUNT, compact[8:])
    number = int("".join(str(int(char, 36)) for char in body + compact[:2] + "00"))
    other = f"{compact[:2]}{98 - number % 97:02d}{body}"
    left = iter(other)
    return "".join(char if char.isspace() else next(left) for char in text)


def social_id(text: str, draw: Draw) -> str:
    """A US number gets an area that is never issued (900 and up); others keep the shape."""
    shaped = draw.like(Kind.SOCIAL_ID, text)
    if re.fullmatch(r"\d{3}[- ]?\d{2}[- ]?\d{4}", text):
        return f"9{shaped[1:]}"
    return shaped


def coordinate(text: str, draw: Draw) -> str:
    """Other decimals, and whole degrees from 10 to 59, which are valid both ways."""

    def other(match: re.Match[str]) -> str:
        whole, dot, decimals = match.group().partition(".")
        degrees = str(10 + draw.number("degrees", whole + decimals, 50))
        return degrees + dot + draw.like(Kind.COORDINATE, "1" * len(decimals))

    return re.sub(r"\d+(?:\.\d+)?", other, text)
