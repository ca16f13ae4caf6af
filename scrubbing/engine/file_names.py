"""Names of files: read like any text, and written without characters that deceive."""

import re
import unicodedata
from collections.abc import Sequence

from scrubbing.engine.decide import Decision
from scrubbing.engine.leaves import splice
from scrubbing.engine.reading import NAME_LOCATOR
from scrubbing.engine.suffixes import WHOLE_NAME, split_name
from scrubbing.engine.types import Edit, Role, Unit
from scrubbing.engine.verify import Wanted, leak_test

UNSAFE_IN_NAMES = re.compile(r'[\x00-\x1f\x7f<>:"|?*\u200b-\u200f\u202a-\u202e\u2066-\u2069]')


def name_units(name: str) -> tuple[Unit, Unit]:
    """Give the units of a file's name: what is read of it, and the whole as its context."""
    whole = Unit(WHOLE_NAME, "", Role.NAME, name, removable=True)
    return Unit(NAME_LOCATOR, _stem(name), Role.NAME), whole


def _stem(name: str) -> str:
    return split_name(name)[0]


def unknown_name(name: str, decision: Decision, target: Wanted) -> str:
    """The name, or one that says nothing where it is a known value with its suffix ("a.png")."""
    stem, dot, suffix = name.rpartition(".")
    leaks = leak_test(target)
    mine = [edit for edit in decision.changes if edit.locator == NAME_LOCATOR]
    return f"file{dot}{suffix}" if leaks(name) and stem and not mine else name


def scrubbed_name(name: str, edits: Sequence[Edit], suffix: str) -> str:
    """The file's name after its own edits, without characters that deceive."""
    mine = [edit for edit in edits if edit.locator == NAME_LOCATOR]
    if not _stem(name):
        return name
    stem = unicodedata.normalize("NFC", splice(_stem(name), mine))
    stem = UNSAFE_IN_NAMES.sub("_", stem).replace("\\", "/")
    parts = [part for part in stem.split("/") if part not in ("", ".", "..")]
    safe = "/".join(part[:200] for part in parts).strip(" ") or "file"
    return f"{safe}.{suffix}" if suffix else safe
