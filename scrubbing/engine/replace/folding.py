"""What spellings of one word have in common: case, accents, look-alike letters folded away."""

import re
import unicodedata
from functools import lru_cache

NO_WORD = re.compile(r"[^a-z0-9]+")
_TWINS = {
    "a": "\u0430\u03b1\u0251\u1d00", "b": "\u0432\u03b2\u0299", "c": "\u0441\u03f2\u1d04",
    "d": "\u0501\u0111\u1d05", "e": "\u0435\u03b5\u04bd\u1d07", "f": "\ua730", "g": "\u0261\u0581\u0262",
    "h": "\u043d\u03b7\u04bb\u0570\u0127\u029c", "i": "\u0456\u03b9\u0131\u04cf\u026a",
    "j": "\u0458\u03f3\u0237\u1d0a", "k": "\u043a\u03ba\u1d0b", "l": "\u0142\u029f",
    "m": "\u043c\u03bc\u1d0d", "n": "\u0578\u0274", "o": "\u043e\u03bf\u0585\u00f8\u1d0f",
    "p": "\u0440\u03c1\u1d18", "q": "\u051b\u0566", "r": "\u0280", "s": "\u0455\ua731",
    "t": "\u0442\u03c4\u0167\u1d1b", "u": "\u03c5\u057d\u1d1c", "v": "\u03bd\u0475\u1d20",
    "w": "\u051d\u1d21", "x": "\u0445\u03c7", "y": "\u0443\u04af\u028f", "z": "\u03b6\u1d22",
}  # fmt: skip
"""Lower-case letters of other scripts that look like a Latin one in either case."""
_LOOK_ALIKE = {ord(twin): letter for letter, twins in _TWINS.items() for twin in twins}
_BOXED = {
    first + number: chr(ord("a") + number)
    for first in (0x1F150, 0x1F170, 0x1F1E6)
    for number in range(26)
}
"""White letters in black circles and squares, and those that make up flags."""
_BLANKS = frozenset("\u034f\u115f\u1160\u17b4\u17b5\u180e\u2800\u3164\uffa0")
"""Characters that show nothing though Unicode does not class them as controls."""


def squeeze(text: str) -> str:
    """Letters and digits only, case, accents and look-alikes folded."""
    if text.isascii():
        return NO_WORD.sub("", text.lower())
    return "".join(map(fold, text))


@lru_cache(maxsize=65_536)
def fold(char: str) -> str:
    """What one character adds to its word when squeezed; nothing for what is no letter."""
    if is_invisible(char):
        return ""
    boxed = _BOXED.get(ord(char))
    folded = boxed or unicodedata.normalize("NFKD", char).casefold().translate(_LOOK_ALIKE)
    return "".join(part for part in folded if part.isalnum())


@lru_cache(maxsize=4_096)
def is_invisible(char: str) -> bool:
    """Whether a character shows nothing and may hide inside a word."""
    if char in _BLANKS or unicodedata.category(char) in ("Cf", "Mn", "Me"):
        return True
    return all(map(unicodedata.combining, unicodedata.normalize("NFKD", char)))
