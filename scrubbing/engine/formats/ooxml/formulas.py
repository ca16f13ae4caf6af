"""Names inside formulas and field codes: found, renamed, and edits that stay harmless."""

import re
from collections.abc import Mapping, Sequence

from scrubbing.engine.types import Edit, Kind
from scrubbing.engine.xmltext import apply_edits

Renames = Mapping[str, Mapping[str, str]]
"""Per group ("sheet", "name", "column", "bookmark") the old name, casefolded, and the new."""

_TOKEN = re.compile(
    r"""
      (?P<string>"(?:[^"]|"")*")
    | '(?P<quoted>(?:[^']|'')+)'(?=!)
    | (?P<plain>[^\W\d][\w.]*(?::[^\W\d][\w.]*)?)(?=!)
    | \[(?P<column>(?:'.|[^\[\]'])*)\]
    | (?P<call>[^\W\d][\w.]*)(?=\()
    | (?P<name>[^\W\d\\][\w.\\?]*)
    """,
    re.VERBOSE,
)
_BARE = re.compile(r"[^\W\d][\w.]*")
_REFERENCE = re.compile(r"[A-Za-z]{1,3}[0-9]+|[Rr][0-9]*[Cc][0-9]*")


def _sheet(text: str, sheets: Mapping[str, str]) -> str | None:
    """A sheet part of a reference, renamed and quoted; ``None`` if nothing changes."""
    book, bracket, rest = text.rpartition("]")
    names = [name.replace("''", "'") for name in rest.split(":")]
    fresh = [sheets.get(name.casefold(), name) for name in names]
    if fresh == names:
        return None
    return "'" + book + bracket + ":".join(name.replace("'", "''") for name in fresh) + "'"


def _column(text: str, columns: Mapping[str, str]) -> str | None:
    at = "@" if text.startswith("@") else ""
    name = re.sub(r"'(.)", r"\1", text[len(at) :])
    fresh = columns.get(name.casefold())
    if fresh is None:
        return None
    escaped = re.sub(r"([\[\]#'@])", r"'\1", fresh)
    return f"[{at}[{escaped}]]" if at and not _BARE.fullmatch(fresh) else f"[{at}{escaped}]"


def renames(formula: str, maps: Renames) -> list[Edit]:
    """The edits that carry renamed keys into a formula."""
    found = []
    for match in _TOKEN.finditer(formula):
        kind = match.lastgroup or ""
        value = match.group(kind)
        fresh: str | None = None
        if kind in {"quoted", "plain"}:
            fresh = _sheet(value, maps.get("sheet", {}))
        elif kind == "column":
            fresh = _column(value, maps.get("column", {}))
        elif kind == "name":
            fresh = maps.get("name", {}).get(value.casefold())
        if fresh is not None:
            found.append(Edit("", match.start(), match.end(), fresh, Kind.DECLARED))
    return found


def sheets_of(formula: str, edits: Sequence[Edit]) -> dict[str, str]:
    """The sheets an edit changes in a formula about another book, and their new names."""
    found = {}
    for match in _TOKEN.finditer(formula):
        kind = match.lastgroup or ""
        if kind in {"quoted", "plain"}:
            start, end = match.span(kind)
            inside = [
                Edit("", edit.start - start, edit.end - start, edit.replacement, edit.kind)
                for edit in edits
                if start <= edit.start and edit.end <= end
            ]
            if inside:
                old = match.group(kind)
                name = apply_edits(old, inside).rpartition("]")[2].replace("''", "'")
                found[old.rpartition("]")[2].replace("''", "'").casefold()] = valid_key(
                    "sheet", name, set()
                )
    return found


def edit_formula(
    formula: str, edits: Sequence[Edit], maps: Renames, *, outside: bool = False
) -> str | None:
    """A formula after edits and renames; ``None`` if it would no longer be a formula.

    An edit may change text between quotation marks or a name that is renamed as a whole;
    where the formula is about a book ``outside`` the document also a sheet's name.
    """
    if outside and edits:
        maps = {**maps, "sheet": {**maps.get("sheet", {}), **sheets_of(formula, edits)}}
    changed = renames(formula, maps)
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


def edit_field(code: str, edits: Sequence[Edit], maps: Renames) -> list[Edit]:
    """The edits of a Word field code, with renamed bookmarks carried in."""
    bookmarks = maps.get("bookmark", {})
    changed = [
        Edit("", match.start(), match.end(), bookmarks[match.group()], Kind.DECLARED)
        for match in re.finditer(r"[^\W\d]\w*", code)
        if match.group() in bookmarks
    ]
    return changed + [
        edit
        for edit in edits
        if not any(edit.start < other.end and other.start < edit.end for other in changed)
    ]


_LIMITS = {"sheet": 31, "bookmark": 40, "name": 200, "column": 200, "style": 60, "tablestyle": 60}


_BARRED = {"name": r"[^\w.]", "bookmark": r"\W", "style": r"[^\w.-]"}


def valid_key(group: str, text: str, taken: set[str]) -> str:
    r"""A name that is allowed as a key of this group and not taken (casefolded).

    Excel: sheets have at most 31 characters and none of ``[]:*?/\``; names have no
    spaces and look like no cell. Word: bookmarks have at most 40 of letters, digits, _.
    """
    limit = _LIMITS.get(group, 200)
    if group == "sheet":
        text = re.sub(r"[\[\]:*?/\\\x00-\x1f]", "_", text).strip().strip("'") or "Sheet"
    elif group in {"name", "bookmark", "style"}:
        text = re.sub(_BARRED[group], "_", text) or "_"
        looks_like_cell = group == "name" and _REFERENCE.fullmatch(text)
        if looks_like_cell or (group != "style" and not re.match(r"[^\W\d]", text)):
            text = "_" + text
    text = text[:limit]
    fresh, number = text, 1
    while fresh.casefold() in taken:
        number += 1
        fresh = f"{text[: limit - len(str(number)) - 1]}_{number}"
    taken.add(fresh.casefold())
    return fresh
