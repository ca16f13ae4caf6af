"""People, organisations and places: word by word, so that all spellings agree."""

import re
from collections.abc import Iterator

from scrubbing.engine.replace import pools
from scrubbing.engine.replace.draw import squeeze
from scrubbing.engine.replace.words import Words, in_case_of

WORD = re.compile(
    r"(?<![^\W\d_]['\u2019])[^\W\d_]+(?:['\u2019](?![sS]?(?![^\W\d_]))[^\W\d_]+)*", re.UNICODE
)
"""A word with its inner apostrophes ("O'Neil"), without the "'s" of who owns something."""
OWNS = re.compile(r"['\u2019]s?$", re.IGNORECASE)
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")


def person(text: str, words: Words) -> str:
    """Another name in the same form: order, initials, titles and case kept."""
    parts = list(_words(text))
    roles = _roles(text, [part for _, _, part in parts], words)
    pieces, last = [], 0
    for (start, end, part), role in zip(parts, roles, strict=True):
        pieces += [text[last:start], _person_word(part, role, words)]
        last = end
    result = "".join([*pieces, text[last:]])
    return result if parts else in_case_of(text, words.give("given", text))


def person_words(text: str) -> list[tuple[str, str]]:
    """(role, word) for each word of a full name; used to settle all names first."""
    parts = [part for _, _, part in _words(text)]
    roles = _roles(text, parts, None)
    return [(r, p) for r, p in zip(roles, parts, strict=True) if r and len(p) > 1]


def _words(text: str) -> Iterator[tuple[int, int, str]]:
    for match in WORD.finditer(text):
        start = match.start()
        for piece in CAMEL.split(match.group()):
            yield start, start + len(piece), piece
            start += len(piece)


def _roles(text: str, parts: list[str], words: Words | None) -> list[str]:
    """For each word "given", "family", "initial" or "" (stays)."""
    real = [i for i, part in enumerate(parts) if not _stays(part, len(parts))]
    roles = ["" for _ in parts]
    if not real:
        real = list(range(len(parts)))
    for index in real:
        roles[index] = "initial" if len(parts[index]) == 1 else "given"
    full = [index for index in real if len(parts[index]) > 1]
    if len(real) > 1 and full:
        roles[full[0] if _family_first(text) else full[-1]] = "family"
    elif words is not None and words.known("family", parts[real[0]] if real else ""):
        roles[real[0]] = "family"
    elif real and len(parts) > 1:
        roles[real[0]] = "family"  # a title and one word: "Dr Doe"
    return roles


def _stays(part: str, count: int) -> bool:
    return count > 1 and part.lower().strip(".") in pools.TITLES and len(part) > 1


def _family_first(text: str) -> bool:
    head, comma, tail = text.partition(",")
    return bool(comma and WORD.search(head) and WORD.search(tail))


def _person_word(part: str, role: str, words: Words) -> str:
    match role:
        case "":
            return part
        case "initial":
            letter = words.give("given", part)[0]
            return letter.upper() if part.isupper() else letter.lower()
        case _:
            other = "family" if role == "given" else "given"
            known = words.known_in((role, other, "organisation"), part)
            return in_case_of(part, known or words.give(role, part))


def organisation(text: str, words: Words) -> str:
    """Another name for the whole core, legal form and joining kept."""
    return in_case_of(text, _core(text, "organisation", words, pools.LEGAL_FORMS))


def place(text: str, words: Words) -> str:
    """Another place name."""
    return in_case_of(text, _core(text, "place", words, frozenset()))


def core_of(text: str) -> str:
    """What an organisation's name is without its legal form, squeezed."""
    kept = [part for _, _, part in _words(text) if part.lower() not in pools.LEGAL_FORMS]
    digits = "".join(char for char in text if char.isdigit())
    return squeeze("".join(kept)) + digits or squeeze(text)


def _core(text: str, role: str, words: Words, stays: frozenset[str]) -> str:
    core = core_of(text) if stays else squeeze(OWNS.sub("", text))
    form = _trailing_form(text) if stays else ""
    owns = OWNS.search(text)
    tail = form or (owns.group() if owns else "")
    known = words.known_in((role, *_KIN[role]), core) if core else None
    return (known or _led(text, role, words) or words.give(role, core or text)) + tail


_KIN = {"organisation": ("family", "place"), "place": ("organisation",)}
"""Roles whose stand-in a name takes over: one word is one stand-in, whatever it is read as."""


def _led(text: str, role: str, words: Words) -> str:
    """A name that begins with a known one keeps its stand-in: "Acme" in "Acme Water"."""
    parts = [part for _, _, part in _words(text) if part.lower() not in pools.LEGAL_FORMS]
    for count in range(len(parts) - 1, 0, -1):
        head = words.known("organisation", squeeze("".join(parts[:count])))
        if head:
            return f"{head} {words.give(role, squeeze(''.join(parts[count:])))}"
    return ""


def _trailing_form(text: str) -> str:
    """The legal form at the end with the space or comma before it: ", Inc."."""
    parts = list(_words(text))
    cut = len(text)
    for start, _end, part in reversed(parts):
        if part.lower() not in pools.LEGAL_FORMS or start == parts[0][0]:
            break
        cut = start
    if cut == len(text):
        return ""
    while cut and not text[cut - 1].isalnum():
        cut -= 1
    return text[cut:]
