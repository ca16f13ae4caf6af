"""Edits sorted by where they belong, and applied to plain strings."""

from collections.abc import Sequence

from scrubbing.engine.errors import EditLost
from scrubbing.engine.types import Edit


def by_locator(edits: Sequence[Edit]) -> dict[str, list[Edit]]:
    """Each unit's edits from left to right."""
    found: dict[str, list[Edit]] = {}
    for edit in sorted(edits, key=lambda one: (one.locator, one.start)):
        found.setdefault(edit.locator, []).append(edit)
    return found


def applied(text: str, edits: Sequence[Edit]) -> str:
    """The text with replacements in place. Raises ``EditLost`` for what lies outside."""
    out, at = [], 0
    for edit in edits:
        if not at <= edit.start <= edit.end <= len(text):
            raise EditLost
        out += [text[at : edit.start], edit.replacement]
        at = edit.end
    return "".join([*out, text[at:]])
