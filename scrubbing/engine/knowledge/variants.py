"""Other ways in which a name is written: given by a person, or found once in a file."""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from scrubbing.engine.knowledge.common import AMBIGUOUS, FREE_MAIL, is_rare
from scrubbing.engine.replace import squeeze
from scrubbing.engine.replace.pools import LEGAL_FORMS, ROLE_MAILBOXES, SECOND_LEVEL, TITLES
from scrubbing.engine.types import Kind

WORD = re.compile(r"[^\W\d_]+(?:['\u2019-][^\W\d_]+)*", re.UNICODE)
UMLAUTS = str.maketrans({"\u00e4": "ae", "\u00f6": "oe", "\u00fc": "ue", "\u00c4": "Ae", "\u00d6": "Oe",
                         "\u00dc": "Ue", "\u00f8": "oe", "\u00e5": "aa", "\u00df": "ss"})  # fmt: skip
INSTITUTIONS = frozenset(
    [
        "agency", "airlines", "association", "bank", "board", "capital", "church", "clinic", "club",
        "college", "consulting", "council", "department", "energy", "foundation", "hospital",
        "industries", "institute", "insurance", "labs", "logistics", "media", "ministry", "motors",
        "museum", "networks", "partners", "pharma", "press", "school", "security", "services",
        "society", "software", "solutions", "studios", "systems", "technologies", "trust", "union",
        "university", "ventures",
    ]
)  # fmt: skip
"""Words by which a declared name is told from a person's."""
SHORTEST = 3
MOST_NAME_WORDS = 4


@dataclass(frozen=True, slots=True)
class Variant:
    """One way to write a value.

    ``capital``: counts only with an upper-case first letter; ``exact``: only as it is.
    """

    text: str
    capital: bool = False
    exact: bool = False


def person(name: str) -> Iterator[Variant]:
    """Order, initials, hyphens, transliteration, and the words of the name alone."""
    words = [word for word in WORD.findall(name) if word.lower() not in TITLES]
    yield Variant(name)
    if len(words) < 2 or len(words) > MOST_NAME_WORDS:  # noqa: PLR2004 - one word has no parts
        return
    first, *_, last = words
    if "," in name:
        last, *rest = words
        first = rest[0]
        yield Variant(" ".join([*rest, last]))
    else:
        yield Variant(f"{last}, {' '.join(words[:-1])}")
    if len(words) > 2:  # noqa: PLR2004 - a middle name
        yield Variant(f"{first} {last}")
    if len(first) > 1 and len(last) >= SHORTEST:
        yield Variant(f"{first[0]}. {last}")
        yield Variant(f"{last} {first[0]}.")
    for word in words:
        yield from _alone(word)
    yield from _written_out(name)


def _alone(word: str) -> Iterator[Variant]:
    if len(word) >= SHORTEST and word.lower() not in AMBIGUOUS:
        yield Variant(word, capital=not is_rare(squeeze(word)))


def _written_out(name: str) -> Iterator[Variant]:
    if (other := name.translate(UMLAUTS)) != name:
        yield Variant(other)


def without_form(name: str) -> Iterator[Variant]:
    """An organisation's name that was found, without its legal form."""
    words = WORD.findall(name)
    core = [word for word in words if word.lower() not in LEGAL_FORMS]
    if core and len(core) < len(words) and name.startswith(core[0]):
        yield Variant(" ".join(core), capital=True)


def head_of(name: str) -> str:
    """The first word of an organisation's longer name, where it is no everyday word."""
    core = [word for word in WORD.findall(name) if word.lower() not in LEGAL_FORMS]
    return core[0] if len(core) > 1 and is_rare(squeeze(core[0])) else ""


def organisation(name: str) -> Iterator[Variant]:
    """Without its legal form, its telling first word, and its acronym of three or more."""
    yield Variant(name)
    if head := head_of(name):
        yield Variant(head)
    words = WORD.findall(name)
    core = [word for word in words if word.lower() not in LEGAL_FORMS]
    short = " ".join(core)
    if core and len(core) < len(words) and len(short) > SHORTEST:
        plain = len(core) == 1 and short.lower() in AMBIGUOUS
        yield Variant(short, capital=plain)
    if len(core) >= SHORTEST and all(word[0].isupper() for word in core):
        yield Variant("".join(word[0] for word in core), exact=True)
    yield from _written_out(name)


def shape_of(name: str) -> Kind:
    """Whether a declared name reads as a person's or an organisation's."""
    words = WORD.findall(name)
    telling = LEGAL_FORMS | INSTITUTIONS
    if any(word.lower().strip(".") in telling for word in words) or not words:
        return Kind.ORGANIZATION
    people = 2 <= len(words) <= 3 and all(word[0].isupper() for word in words)  # noqa: PLR2004
    return (
        Kind.PERSON if people and not any(word.isupper() for word in words) else (Kind.ORGANIZATION)
    )


def in_email(address: str) -> Iterator[tuple[Kind, str]]:
    """The person and the organisation an address names."""
    local, _, domain = address.strip("<> ").removeprefix("mailto:").rpartition("@")
    words = [word for word in re.split(r"[._-]", local) if word]
    is_name = len(words) == 2 and all(word.isalpha() and len(word) >= SHORTEST for word in words)  # noqa: PLR2004
    if is_name and not ROLE_MAILBOXES & {word.lower() for word in words}:
        yield Kind.PERSON, " ".join(word.title() for word in words)
    yield from in_host(domain)


def in_host(domain: str) -> Iterator[tuple[Kind, str]]:
    """The organisation a domain belongs to, unless everyone has an address there."""
    labels = [label for label in domain.lower().split(".") if label]
    if len(labels) < 2:  # noqa: PLR2004 - a machine's bare name
        return
    tail = 2 if len(labels) > 2 and labels[-2] in SECOND_LEVEL else 1  # noqa: PLR2004
    owner = labels[-tail - 1]
    if len(owner) > SHORTEST and owner not in FREE_MAIL and owner not in AMBIGUOUS:
        yield Kind.ORGANIZATION, owner
