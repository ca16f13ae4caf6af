"""What is in an archive: every member through its own handler, every name scrubbed.

A member that no handler can clean is left out and a line of text stands in its place,
so that its absence is seen.
"""

from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import PurePosixPath
from typing import TypeVar

from scrubbing.engine.encoding import is_text
from scrubbing.engine.errors import (
    Broken,
    Empty,
    HasMacro,
    NeedsTool,
    TypeMismatch,
    UnknownPart,
    Unsupported,
)
from scrubbing.engine.formats.archive import members as packed
from scrubbing.engine.formats.archive.members import Member
from scrubbing.engine.leaves import splice
from scrubbing.engine.suffixes import WHOLE_NAME, split_name
from scrubbing.engine.types import (
    STYLE,
    Box,
    Edit,
    Extraction,
    Fact,
    Place,
    Role,
    Toolbox,
    Unit,
    Untrusted,
)

LEFT_OUT = (Broken, Empty, HasMacro, NeedsTool, TypeMismatch, UnknownPart, Unsupported)
Placed = TypeVar("Placed", Unit, Box, Edit)
"""What has a locator."""
PLACEHOLDER = "This file was removed: its type cannot be checked.\n"
PATH = Place(part="path")
PLACEHOLDER_SUFFIX = ".removed.txt"


def extract(own: Sequence[Member], toolbox: Toolbox) -> Extraction:
    """Units of every member, prefixed with its number, and one per part of a path."""
    units: list[Unit] = list(_name_units(own))
    boxes: list[Box] = []
    facts: list[Fact] = []
    for number, member in enumerate(own):
        facts += packed.blob_facts(str(number), member)
        _, extraction = _read(member, toolbox)
        if extraction is None:
            continue
        units.append(_whole_name(number, member))
        units += _prefixed(number, extraction.units)
        boxes += _prefixed(number, extraction.boxes)
        facts += packed.facts_inside(str(number), extraction.facts)
    return Extraction("", tuple(units), tuple(facts), tuple(boxes))


def rewrite(
    own: Sequence[Member], edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
) -> list[Member]:
    """Every member rewritten under its new path, sorted by that."""
    names = _Names(own, edits)
    inner_edits, inner_boxes = _by_number(edits), _by_number(boxes)
    written, paths = [], Paths()
    for number, member in enumerate(own):
        path = names.path(number, member)
        path, data = _rewritten(member, path, inner_edits[number], inner_boxes[number], toolbox)
        written.append((number, Member(paths.free(path), data, member.executable)))
    written.sort(key=lambda numbered: numbered[1].untrusted_path)
    toolbox.arranged([number for number, _member in written])
    return [member for _number, member in written]


def texts(members: Sequence[Member], toolbox: Toolbox) -> list[str]:
    """All paths and all text of every member."""
    found = []
    for member in members:
        found.append(member.untrusted_path)
        if member.data:
            found += toolbox.texts(_inner_name(member), member.data)
    return found


def _inner_name(member: Member) -> str:
    """The name under which a member is identified.

    Text that is not what its suffix says (settings with comments in a .json) is code.
    """
    return PurePosixPath(member.untrusted_path).name


def _whole_name(number: int, member: Member) -> Unit:
    """Says to detectors what the member's name says: a ".netrc" holds passwords."""
    return Unit(f"{number}!{WHOLE_NAME}", "", Role.NAME, member.untrusted_path, removable=True)


def _read(member: Member, toolbox: Toolbox) -> tuple[str, Extraction | None]:
    name = _inner_name(member)
    for tried in _names_to_try(name, member.data):
        try:
            return tried, toolbox.extract(Untrusted(tried, member.data))
        except LEFT_OUT:
            continue
    return name, None


def _names_to_try(name: str, data: bytes) -> tuple[str, ...]:
    if not data:
        return ()
    return (name, f"{name}.code") if is_text(data) else (name,)


def _rewritten(
    member: Member,
    path: str,
    edits: Sequence[Edit],
    boxes: Sequence[Box],
    toolbox: Toolbox,
) -> tuple[str, bytes]:
    if member.unreadable:
        return path + PLACEHOLDER_SUFFIX, PLACEHOLDER.encode()
    if not member.data:
        return path, b""
    name, extraction = _read(member, toolbox)
    if extraction is None:
        return path + PLACEHOLDER_SUFFIX, PLACEHOLDER.encode()
    suffix, data = toolbox.rewrite(Untrusted(name, member.data), edits, boxes)
    stem, old = split_name(_inner_name(member))
    old = old.removeprefix(".").lower()
    if stem and suffix not in (old, "code"):
        path = f"{path[: -len(old) - 1] if old else path}.{suffix}"
    return path, data


def _distinct_parts(own: Sequence[Member]) -> list[str]:
    return sorted({part for m in own for part in m.untrusted_path.split("/")})


def _name_units(own: Sequence[Member]) -> Iterator[Unit]:
    """Every part of a path once, and whole paths for values that stand in two parts."""
    for number, part in enumerate(_distinct_parts(own)):
        stem, _ = split_name(part)
        yield Unit(f"name:{number}", stem, Role.NAME, place=PATH)
    for number, member in enumerate(own):
        if "/" in member.untrusted_path:
            text = "/".join(_stems(member.untrusted_path))
            yield Unit(f"path:{number}", text, Role.CODE, STYLE, PATH)


def _stems(path: str) -> list[str]:
    """The parts of a path, the last one without its suffix."""
    *above, name = path.split("/")
    return [*above, split_name(name)[0]]


class _Names:
    """New names of the parts of paths, and of a part that only one path gives another."""

    def __init__(self, own: Sequence[Member], edits: Sequence[Edit]) -> None:
        self._edits: defaultdict[str, list[Edit]] = defaultdict(list)
        for edit in edits:
            self._edits[edit.locator].append(edit)
        self._numbers = {part: number for number, part in enumerate(_distinct_parts(own))}

    def path(self, number: int, member: Member) -> str:
        """The path of a member after the edits of its parts and of the whole."""
        extra = _divided(member.untrusted_path, self._edits[f"path:{number}"])
        parts = member.untrusted_path.split("/")
        return "/".join(self._part(part, extra[at]) for at, part in enumerate(parts))

    def _part(self, part: str, extra: Sequence[Edit]) -> str:
        mine = [
            edit
            for edit in self._edits[f"name:{self._numbers[part]}"]
            if not any(edit.start < other.end and other.start < edit.end for other in extra)
        ]
        if not mine and not extra:
            return part
        stem, suffix = split_name(part)
        if any(edit.end > len(stem) for edit in extra):
            stem, suffix = part, ""  # a folder's name has no suffix when it is part of a path
        fresh = splice(stem, [*mine, *extra]).replace("/", "_").replace("\0", "_")
        return (fresh + suffix)[: packed.LONGEST_PART // 2]


def _divided(path: str, edits: Sequence[Edit]) -> defaultdict[int, list[Edit]]:
    """Edits of a whole path that reach over a "/", as edits of the parts they touch."""
    divided: defaultdict[int, list[Edit]] = defaultdict(list)
    for edit in edits:
        begin = 0
        touched = []
        for at, stem in enumerate(_stems(path)):
            start, end = max(edit.start, begin), min(edit.end, begin + len(stem))
            if start < end:
                touched.append((at, start - begin, end - begin))
            begin += len(stem) + 1
        if len(touched) > 1:
            fresh = edit.replacement.split("/")
            if len(fresh) != len(touched):
                fresh = [edit.replacement.replace("/", "-")] * len(touched)
            for (at, start, end), text in zip(touched, fresh, strict=True):
                divided[at].append(Edit("", start, end, text, edit.kind))
    return divided


@dataclass(slots=True)
class Paths:
    """Paths that differ even where case does not count, and where no file is also a folder."""

    _files: set[str] = field(default_factory=set)
    _folders: set[str] = field(default_factory=set)

    def free(self, path: str) -> str:
        """The path, with numbers where it or a folder above it is taken."""
        *above, name = path.split("/")
        kept: list[str] = []
        for part in above:
            kept.append(_numbered(part, lambda tried: self._is_file([*kept, tried])))
            self._folders.add(_folded(kept))
        name = _numbered(name, lambda tried: self._is_taken([*kept, tried]))
        self._files.add(_folded([*kept, name]))
        return "/".join([*kept, name])

    def _is_file(self, parts: Sequence[str]) -> bool:
        return _folded(parts) in self._files

    def _is_taken(self, parts: Sequence[str]) -> bool:
        folded = _folded(parts)
        return folded in self._files or folded in self._folders


def _folded(parts: Sequence[str]) -> str:
    return "/".join(parts).casefold()


def _numbered(name: str, taken: Callable[[str], bool]) -> str:
    if not taken(name):
        return name
    stem, suffix = split_name(name)
    number = 2
    while taken(f"{stem}-{number}{suffix}"):
        number += 1
    return f"{stem}-{number}{suffix}"


def _prefixed(number: int, items: Sequence[Placed]) -> list[Placed]:
    return [replace(item, locator=f"{number}!{item.locator}") for item in items]


def _by_number(items: Sequence[Placed]) -> defaultdict[int, list[Placed]]:
    """Edits or boxes of each member, without the prefix."""
    grouped: defaultdict[int, list[Placed]] = defaultdict(list)
    for item in items:
        number, mark, locator = item.locator.partition("!")
        if mark and number.isdigit():
            grouped[int(number)].append(replace(item, locator=locator))
    return grouped
