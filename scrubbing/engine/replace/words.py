"""Which word stands for which: one table per submission, no two words sharing one."""

from collections.abc import Iterable, Mapping
from functools import cache

from scrubbing.engine.replace import pools
from scrubbing.engine.replace.draw import Draw, squeeze

POOLS: Mapping[str, int] = {
    "given": len(pools.GIVEN),
    "family": len(pools.FAMILY_HEADS) * len(pools.FAMILY_TAILS),
    "organisation": len(pools.ORGANISATION_HEADS) * len(pools.ORGANISATION_TAILS),
    "place": len(pools.PLACE_HEADS) * len(pools.PLACE_TAILS),
}


class Words:
    """Gives each word of a role ("given", "family", "organisation", "place") a stand-in.

    ``avoid`` are words that occur in the submission: a stand-in that is also a real name
    there would make two people one and hide a leak.
    """

    def __init__(
        self, draw: Draw, given: Mapping[str, str] | None = None, avoid: Iterable[str] = ()
    ) -> None:
        self.draw = draw
        self._table = dict(given or {})
        self._taken = set(self._table.values())
        self._avoid = frozenset(avoid)

    @property
    def table(self) -> dict[str, str]:
        """All that was given so far, by "role:word"."""
        return dict(self._table)

    def known(self, role: str, word: str) -> str | None:
        """The stand-in of a word, if it has one already."""
        return self._table.get(f"{role}:{squeeze(word)}")

    def give(self, role: str, word: str) -> str:
        """The stand-in of a word; drawn at its first use."""
        slot = f"{role}:{squeeze(word)}"
        if slot not in self._table:
            self._table[slot] = self._free(role, word)
            self._taken.add(self._table[slot])
        return self._table[slot]

    def _free(self, role: str, word: str) -> str:
        index = self.draw.number(role, word, POOLS[role])
        while True:
            candidate = _word(role, index)
            if candidate not in self._taken and squeeze(candidate) not in self._avoid:
                return candidate
            index += 1


def _word(role: str, index: int) -> str:
    if role == "given":
        first, rest = index % len(pools.GIVEN), index // len(pools.GIVEN)
        return pools.GIVEN[first] if rest == 0 else _double(first, rest)
    heads, tails = {
        "family": (pools.FAMILY_HEADS, pools.FAMILY_TAILS),
        "organisation": (pools.ORGANISATION_HEADS, pools.ORGANISATION_TAILS),
        "place": (pools.PLACE_HEADS, pools.PLACE_TAILS),
    }[role]
    return pools.compose(heads, tails, index)


def _double(first: int, rest: int) -> str:
    second = pools.GIVEN[(first + rest) % len(pools.GIVEN)]
    return f"{pools.GIVEN[first]}{second.lower()}"


def in_case_of(model: str, word: str) -> str:
    """``word`` in the case style of ``model``: upper, lower or as it is."""
    letters = [char for char in model if char.isalpha()]
    if len(letters) > 1 and all(char.isupper() for char in letters):
        return word.upper()
    if letters and all(char.islower() for char in letters):
        return word.lower()
    return word


@cache
def all_pool_words() -> frozenset[str]:
    """Every word a first draw can give, squeezed: what to look for in a submission."""
    words = {squeeze(word) for word in pools.GIVEN}
    for role in ("family", "organisation", "place"):
        words |= {squeeze(_word(role, index)) for index in range(POOLS[role])}
    return frozenset(words)
