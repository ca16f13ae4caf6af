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


def shapes(text: str, words: Sequence[tuple[int, int, int]]) -> list[int]:
    """Give the shape of the word of each piece."""
    return [shape(text[start:end]) for start, end, count in words for _ in range(count)]


def words(
    offsets: Sequence[tuple[int, int]], continues: Sequence[bool]
) -> list[tuple[int, int, int]]:
    """Give the place of each word and the number of its pieces.

    ``continues`` tells which pieces go on a word that another began.
    """
    found: list[tuple[int, int, int]] = []
    index = 0
    while index < len(offsets):
        after = index + 1
        while after < len(offsets) and continues[after]:
            after += 1
        found.append((offsets[index][0], offsets[after - 1][1], after - index))
        index = after
    return found
