"""How a name in a file stands to a declared one (cross-checks X3 to X5): pure functions.

Case, legal forms, the possessive, camel and snake case, umlauts, punycode, abbreviations and
a slip of the pen do not make another organisation of it; another word does.
"""

import re
import unicodedata
from collections.abc import Iterator

CAMEL = re.compile(r"(?<=[a-zà-öø-ÿ])(?=[A-ZÀ-ÖØ-Þ])|(?<=[A-Z])(?=[A-Z][a-z])")
POSSESSIVE = re.compile("['`\u2019\u00b4]s?\\b")
WORDS = re.compile(r"[^\W_]+", re.UNICODE)
UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "ø": "oe", "å": "aa"})
PUNYCODE = re.compile(r"\bxn--[a-z0-9-]+", re.IGNORECASE)
NO_NAMES = frozenset({"com", "org", "net", "www", "example", "invalid", "test", "local", "internal",
                      "corp", "intranet", "lan", "https", "http", "git", "ssh", "co", "uk", "de",
                      "gmbh", "ltd", "limited", "inc", "llc", "plc", "the", "and", "und", "mbh",
                      "sarl", "sas", "spa", "srl", "corporation", "company", "group", "holding"})  # fmt: skip
"""Parts of domains and names that say nothing of an organisation."""
SHORTEST = 3
LONG_ENOUGH = 6
"""Letters from which a word may hold one slip and still be meant."""


def words(text: str) -> tuple[str, ...]:
    """The telling words of a name in their order, folded; "NorvaleCorp's" gives ("norvale",)."""
    return tuple(w for w in _all_words(text) if len(w) >= SHORTEST and w not in NO_NAMES)


def _all_words(text: str) -> Iterator[str]:
    plain = PUNYCODE.sub(lambda match: _decoded(match[0]), text)
    plain = POSSESSIVE.sub("", unicodedata.normalize("NFKC", plain))
    for written in WORDS.findall(plain):
        parts = [written] if written.casefold() in NO_NAMES else CAMEL.split(written)
        yield from (_ascii(part.casefold().translate(UMLAUTS)) for part in parts)


def _decoded(label: str) -> str:
    try:
        return label.lower().encode("ascii").decode("idna")
    except UnicodeError:
        return label


def _ascii(word: str) -> str:
    plain = unicodedata.normalize("NFKD", word)
    return "".join(c for c in plain if not unicodedata.combining(c))


def same(value: str, name: str) -> bool:
    """Whether a name in a file is a declared one, as "NORVALE's" and "Norvale Logistics GmbH"."""
    mine, theirs = words(value), words(name)
    if not mine or not theirs:
        return False
    if _within(mine, theirs) or _within(theirs, mine):
        return True
    return _initials(value, name) or _initials(name, value) or _shortened(mine, theirs)


def shares_a_word(value: str, name: str) -> bool:
    """Whether a domain, a host or a path holds a word of a name, as "norvale.example.com"."""
    mine, theirs = words(value), words(name)
    joined = "".join(word for word in _all_words(name) if word not in LEGAL)
    if any(_alike(a, b) for a in mine for b in theirs):
        return True
    return bool(joined) and (joined in mine or any(_initials(word, name) for word in mine))


def _within(few: tuple[str, ...], many: tuple[str, ...]) -> bool:
    """Whether every word of one name is a word of the other."""
    return len(few) <= len(many) and all(any(_alike(a, b) for b in many) for a in few)


def _alike(one: str, other: str) -> bool:
    if one == other:
        return True
    if min(len(one), len(other)) < LONG_ENOUGH or abs(len(one) - len(other)) > 1:
        return False
    if one.isdigit() or other.isdigit():
        return False
    return _one_slip(one, other)


def _one_slip(one: str, other: str) -> bool:
    """One letter more, less, other, or two that changed places."""
    if len(one) > len(other):
        one, other = other, one
    at = next((i for i, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[at:] == other[at + 1 :]
    swapped = one[at : at + 2] == other[at : at + 2][::-1] and one[at + 2 :] == other[at + 2 :]
    return swapped or one[at + 1 :] == other[at + 1 :]


def _initials(short: str, name: str) -> bool:
    """Whether a short form is made of a name's first letters: "NLG" of "Norvale Logistics Group"."""
    letters = "".join(WORDS.findall(short)).casefold()
    named = [w for w in WORDS.findall(name) if w.casefold() not in LEGAL]
    if len(letters) < SHORTEST or len(named) < SHORTEST:
        return False
    return letters == "".join(w[0] for w in named).casefold()


LEGAL = frozenset(
    {"gmbh", "ltd", "limited", "inc", "llc", "plc", "sarl", "sas", "spa", "srl", "ag"}
)


def _shortened(mine: tuple[str, ...], theirs: tuple[str, ...]) -> bool:
    """As "Norv. Logist." of "Norvale Logistics": every word the start of one, two words or more."""
    if len(mine) != len(theirs) or len(mine) < 2:  # noqa: PLR2004 - one short word may be anybody's
        return False
    return all(b.startswith(a) for a, b in zip(mine, theirs, strict=True))
