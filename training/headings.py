"""Headings and cells in eight languages in which nobody is named.

They are cut from ordinary sentences and from the short messages of Django, because lists of
ours never have enough words: a model that knows few foreign words takes the rest for names.
"""

import random
import re
from collections.abc import Iterator, Sequence

from training.example import Example
from training.prose import messages

WORD = re.compile(r"[^\W\d_][\w'’-]*")
CUT, SHORT = 260, 220
"""Headings per language: cut from sentences, and taken as they are."""
LEADS = ("1. ", "2.3 ", "IV. ", "A) ", "## ", "# ", "§ 4 ", "3.1.2 ", "- ", "* ")
SMALL = frozenset("and of the for in to a an or with on by at from und der die das des de la le les du des et y el los las e il lo di del della per van het en een voor met i w z na do o a os as da do".split())  # fmt: skip


def headings(language: str, chance: random.Random) -> Iterator[Example]:
    """Give headings of a language: messages as they are, and pieces of sentences."""
    short = list(messages(language, 4, 48))
    chance.shuffle(short)
    for text in short[:SHORT]:
        yield Example(dressed(text.rstrip(".:"), language, chance), ())
    long = messages(language, 25, 400)
    for _ in range(CUT if long else 0):
        yield Example(dressed(piece(chance.choice(long), chance), language, chance), ())


def cells(language: str, chance: random.Random) -> Iterator[Example]:
    """Give cells of a language after a header, both from short messages."""
    short = messages(language, 2, 30)
    for _ in range(SHORT if short else 0):
        header, value = chance.choice(short).rstrip(".:"), chance.choice(short).rstrip(".")
        yield Example(f"{header}: {value}" if chance.random() < 0.7 else value, ())


def piece(sentence: str, chance: random.Random) -> str:
    """Give one to five neighbouring words of a sentence that do not stand at its start."""
    words = WORD.findall(sentence)
    count = chance.randint(1, 5)
    start = chance.randint(min(1, len(words) - 1), max(1, len(words) - count)) if words else 0
    return " ".join(words[start : start + count])


def titled(words: Sequence[str]) -> str:
    """Write words as English titles are written."""
    return " ".join(
        word if word.lower() in SMALL and index else word[:1].upper() + word[1:]
        for index, word in enumerate(words)
    )


def dressed(text: str, language: str, chance: random.Random) -> str:
    """Write a text as headings are written, some with a number."""
    return _led(_written(text, language, chance), chance)


def _written(text: str, language: str, chance: random.Random) -> str:
    roll = chance.random()
    if roll < (0.6 if language == "en" else 0.3):
        return titled(text.split())
    if roll > 0.92:
        return text.upper()
    return text[:1].upper() + text[1:]


def _led(text: str, chance: random.Random) -> str:
    return chance.choice(LEADS) + text if chance.random() < 0.2 else text
