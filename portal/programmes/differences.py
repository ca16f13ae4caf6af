"""What changed between two versions of a setting, entry by entry, word by word."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Any


@dataclass(frozen=True, slots=True)
class Piece:
    """``tag``: same, gone or new."""

    tag: str
    text: str


@dataclass(frozen=True, slots=True)
class Change:
    """One entry that differs. ``pieces`` read in order give both texts at once."""

    where: str
    pieces: tuple[Piece, ...]


def between(before: Mapping[str, Any], after: Mapping[str, Any]) -> list[Change]:
    """Every entry that is new, gone or different, in the order of the entries' names."""
    old, new = dict(_entries(before)), dict(_entries(after))
    return [
        Change(where, tuple(_pieces(old.get(where, ""), new.get(where, ""))))
        for where in sorted(old.keys() | new.keys())
        if old.get(where) != new.get(where)
    ]


def entries(body: Mapping[str, Any]) -> list[tuple[str, str]]:
    """A body as rows to read: where it stands, and what it says."""
    return list(_entries(body))


def _entries(value: Any, where: str = "") -> Iterator[tuple[str, str]]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            words = str(name).replace("_", " ")
            yield from _entries(inner, f"{where} → {words}" if where else words.capitalize())
    else:
        yield where, said(value)


def said(value: Any) -> str:
    match value:
        case bool():
            return "yes" if value else "no"
        case list() | tuple():
            return "\n".join(map(str, value)) or "none"
        case int():
            return f"{value:,}"
        case _:
            return str(value) or "empty"


def _pieces(before: str, after: str) -> Iterator[Piece]:
    old, new = re.findall(r"\s+|\w+|[^\w\s]", before), re.findall(r"\s+|\w+|[^\w\s]", after)
    for tag, low, high, start, end in SequenceMatcher(None, old, new, autojunk=False).get_opcodes():
        if tag == "equal":
            yield Piece("same", "".join(old[low:high]))
            continue
        if high > low:
            yield Piece("gone", "".join(old[low:high]))
        if end > start:
            yield Piece("new", "".join(new[start:end]))
