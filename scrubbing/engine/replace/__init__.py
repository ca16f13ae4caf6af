"""What stands in a removed value's place: realistic, consistent, and no one's.

``stand_in`` draws it. Everything comes from the submission's key, so that the same key
gives the same bytes and another key other ones.
"""

from collections.abc import Callable, Mapping

from scrubbing.engine.replace import dates, hosts, names, numbers
from scrubbing.engine.replace.draw import Draw, squeeze
from scrubbing.engine.replace.words import Words, all_pool_words, in_case_of
from scrubbing.engine.types import Kind

__all__ = [
    "LIKENESSES",
    "Draw",
    "Words",
    "all_pool_words",
    "in_case_of",
    "label",
    "likeness",
    "squeeze",
    "stand_in",
]

LABELLED = frozenset(
    {Kind.SECRET, Kind.DEMOGRAPHIC, Kind.QUANTITY, Kind.FACE, Kind.BARCODE, Kind.MANUAL}
)
"""Kinds without a realistic stand-in: they become a bare token such as ``SECRET_1``."""


def label(kind: Kind, number: int) -> str:
    """A bare token: letters, digits and underscores survive in every format and language."""
    word = "REMOVED" if kind in (Kind.MANUAL, Kind.DECLARED) else kind.upper()
    return f"{word}_{number}"


def stand_in(kind: Kind, text: str, number: int, words: Words) -> str:
    """ASCII text to put in place of ``text``; ``number`` counts the values of the kind."""
    if kind in LABELLED:
        return label(kind, number)
    if draw_text := _BY_WORDS.get(kind):
        return _ascii(draw_text(text, words), kind, number)
    if draw_number := _BY_DRAW.get(kind):
        return _ascii(draw_number(text, words.draw), kind, number)
    return _ascii(words.draw.like(kind, text), kind, number)


def likeness(kind: Kind, text: str, turn: int, number: int, words: Words) -> str:
    """Another stand-in of the same shape, for one whose first drawing was taken."""
    return _ascii(words.draw.like(f"{kind} {turn}", text), kind, number)


def _ascii(text: str, kind: Kind, number: int) -> str:
    """Every encoding can hold ASCII; a drawn text that is not becomes a label."""
    text = text.replace("\u2019", "'")
    return text if text.isascii() and text.strip() else label(kind, number)


def _address(text: str, words: Words) -> str:
    number = 1 + words.draw.number("address", text, 200)
    return f"{number} {words.give('place', text)} Street"


def _username(text: str, words: Words) -> str:
    known = words.known("given", text) or words.known("family", text)
    return known.lower() if known else f"user{1 + words.draw.number('username', text, 9000)}"


def _date(text: str, draw: Draw) -> str:
    return dates.shift(text, dates.offset(draw)) or text


def _birth(text: str, draw: Draw) -> str:
    days = dates.offset(draw, f"birth {text}")
    return dates.shift(text, days) or draw.like(Kind.DATE_OF_BIRTH, text)


_BY_WORDS: Mapping[Kind, Callable[[str, Words], str]] = {
    Kind.PERSON: names.person,
    Kind.ORGANIZATION: names.organisation,
    Kind.DECLARED: names.organisation,
    Kind.LOCATION: names.place,
    Kind.ADDRESS: _address,
    Kind.EMAIL: hosts.email,
    Kind.HOST: hosts.host,
    Kind.URL: hosts.url,
    Kind.IP_ADDRESS: hosts.ip,
    Kind.MAC_ADDRESS: hosts.mac,
    Kind.PATH: hosts.path,
    Kind.USERNAME: _username,
}
_BY_DRAW: Mapping[Kind, Callable[[str, Draw], str]] = {
    Kind.PHONE: numbers.phone,
    Kind.CARD: numbers.card,
    Kind.BANK_ACCOUNT: numbers.bank_account,
    Kind.SOCIAL_ID: numbers.social_id,
    Kind.COORDINATE: numbers.coordinate,
    Kind.DATE_TIME: _date,
    Kind.DATE_OF_BIRTH: _birth,
}
LIKENESSES = frozenset(Kind) - LABELLED - _BY_WORDS.keys() - _BY_DRAW.keys()
"""Kinds whose stand-ins are other digits and letters in the same shape."""
