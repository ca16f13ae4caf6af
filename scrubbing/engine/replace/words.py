"""Which word stands for which: one table per submission, no two words sharing one."""

from collections.abc import Iterable, Mapping, Sequence
from functools import cache

from scrubbing.engine.replace import pools
from scrubbing.engine.replace.draw import Draw, squeeze
from scrubbing.engine.replace.genders import gender_of, given_names

POOLS: Mapping[str, int] = {
    "given": len(pools.GIVEN),
    "given f": len(given_names("f")),
    "given m": len(given_names("m")),
    "family": len(pools.FAMILY_HEADS) * len(pools.FAMILY_TAILS),
    "organisation": len(pools.ORGANISATION_HEADS) * len(pools.ORGANISATION_TAILS),
    "place": len(pools.PLACE_HEADS) * len(pools.PLACE_TAILS),
}


class Words:
    """Gives each word of a role ("given", "family", "organisation", "place") a stand-in.

    ``avoid`` are words that occur in the submission: a stand-in that is also a real name
    there would make two people one and hide a leak. With ``gendered`` a given name that
    is read as a woman's or a man's gets one of the same kind.
    """

    def __init__(
        self,
        draw: Draw,
        given: Mapping[str, str] | None = None,
        avoid: Iterable[str] = (),
        *,
        gendered: bool = False,
    ) -> None:
        self.draw = draw
        self._gendered = gendered
        self._table = dict(given or {})
        self._taken = set(self._table.values())
        self._avoid = frozenset(avoid)

    @property
    def table(self) -> dict[str, str]:
        """All that was given so far, by "role:word"."""
        return dict(self._table)

    def known(self, role: str, word: str) -> str | None:
        """The stand-in of a word, if it has one already."""
        return self._table.get(self._slot(role, word))

    def give(self, role: str, word: str) -> str:
        """The stand-in of a word; drawn at its first use."""
        slot = self._slot(role, word)
        if slot not in self._table:
            self._table[slot] = self._free(slot.partition(":")[0], word)
            self._taken.add(self._table[slot])
        return self._table[slot]

    def known_in(self, roles: Sequence[str], word: str) -> str | None:
        """The stand-in of a word in the first of some roles in which it has one."""
        return next((found for role in roles if (found := self.known(role, word))), None)

    def share(self, role: str, word: str, with_word: str) -> None:
        """Let a word that has no stand-in yet have that of another one."""
        self._table.setdefault(self._slot(role, word), self.give(role, with_word))

    def settle_given(self, word: str) -> None:
        """Draw for a given name whether or not gender will be kept."""
        self.give("given", word)
        if gender := gender_of(word):
            self.give(f"given {gender}", word)

    def _slot(self, role: str, word: str) -> str:
        if self._gendered and role == "given" and (gender := gender_of(word)):
            role = f"given {gender}"
        return f"{role}:{squeeze(word)}"

    def _free(self, role: str, word: str) -> str:
        index = self.draw.number(role, word, POOLS[role])
        while True:
            candidate = _word(role, index)
            if candidate not in self._taken and squeeze(candidate) not in self._avoid:
                return candidate
            index += 1


def _word(role: str, index: int) -> str:
    if role.startswith("given"):
        names = given_names(role[-1]) if role != "given" else tuple(pools.GIVEN)
        first, rest = index % len(names), index // len(names)
        return names[first] if rest == 0 else _double(names, first, rest)
    heads, tails = {
        "family": (pools.FAMILY_HEADS, pools.FAMILY_TAILS),
        "organisation": (pools.ORGANISATION_HEADS, pools.ORGANISATION_TAILS),
        "place": (pools.PLACE_HEADS, pools.PLACE_TAILS),
    }[role]
    return pools.compose(heads, tails, index)


def _double(names: Sequence[str], first: int, rest: int) -> str:
    second = names[(first + rest) % len(names)]
    return f"{names[first]}{second.lower()}"


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
