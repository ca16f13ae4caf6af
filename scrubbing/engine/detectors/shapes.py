"""How words are written: small, Capital, CAPITALS or mixed.

The encoder's word pieces are all in small letters, so the model could not tell "Mark" from
"mark". It is told beside each piece how the word is written that the piece belongs to.
"""

from collections.abc import Sequence

SMALL, CAPITAL, CAPITALS, MIXED = range(4)
SHAPES = 4


def shape(word: str) -> int:
    """Give how a word is written; one without letters counts as small."""
    if word == word.lower():
        return SMALL
    if word[0].isupper():
        return CAPITALS if len(word) > 1 and word == word.upper() else CAPITAL
    return MIXED


def shapes(text: str, offsets: Sequence[tuple[int, int]], continues: Sequence[bool]) -> list[int]:
    """Give the shape of the word of each piece; ``continues`` tells which pieces go on a word."""
    found: list[int] = []
    index = 0
    while index < len(offsets):
        after = index + 1
        while after < len(offsets) and continues[after]:
            after += 1
        found += [shape(text[offsets[index][0] : offsets[after - 1][1]])] * (after - index)
        index = after
    return found
