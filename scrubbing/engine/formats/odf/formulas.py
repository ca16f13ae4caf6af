"""Names inside OpenDocument formulas and addresses."""

import re
from collections.abc import Mapping, Sequence

from scrubbing.engine.types import Edit, Kind
from scrubbing.engine.xmltext import apply_edits

_TOKEN = re.compile(
    r"""
      (?P<string>"(?:[^"]|"")*") | '(?P<quoted>(?:[^']|'')+)'(?=\.) | (?P<name>[^\W\d]\w*)(?!\()
    """,
    re.VERBOSE,
)
_BARE = re.compile(r"[^\W\d]\w*")


def renames(formula: str, names: Mapping[str, str]) -> list[Edit]:
    """The edits that carry renamed sheets and ranges into a formula."""
    found = []
    for match in _TOKEN.finditer(formula):
        kind = match.lastgroup or ""
        old = match.group(kind).replace("''", "'") if kind == "quoted" else match.group(kind)
        fresh = names.get(old) if kind != "string" else None
        if fresh is None:
            continue
        is_sheet = formula[match.end() : match.end() + 1] == "."
        if is_sheet and not _BARE.fullmatch(fresh):
            fresh = "'" + fresh.replace("'", "''") + "'"
        found.append(Edit("", match.start(), match.end(), fresh, Kind.DECLARED))
    return found


def edit_formula(formula: str, edits: Sequence[Edit], names: Mapping[str, str]) -> str | None:
    """A formula after edits and renames; ``None`` if it would no longer be a formula."""
    changed = renames(formula, names)
    strings = [
        (match.start() + 1, match.end() - 1)
        for match in _TOKEN.finditer(formula)
        if match.lastgroup == "string"
    ]
    for edit in edits:
        if any(edit.start < other.end and other.start < edit.end for other in changed):
            continue
        if not any(start <= edit.start and edit.end <= end for start, end in strings):
            return None
        quoted = edit.replacement.replace('"', '""')
        changed.append(Edit("", edit.start, edit.end, quoted, edit.kind))
    return apply_edits(formula, changed)
