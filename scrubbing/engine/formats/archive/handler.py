"""Archives: every member through its own handler, every name scrubbed, packed anew.

A member that no handler can clean is left out and a line of text stands in its place,
so that its absence is seen. What makes the whole unsafe (a bomb, a password, a path that
leads outside, too deep) refuses the archive. A repository's own folder (``.git``) is read
for what it says about owners and left out.
"""

import zlib
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
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
from scrubbing.engine.formats.archive import members as packed, repository
from scrubbing.engine.formats.archive.members import Member
from scrubbing.engine.leaves import splice
from scrubbing.engine.suffixes import split_name
from scrubbing.engine.types import (
    Box,
    Edit,
    Extraction,
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
PLACEHOLDER_SUFFIX = ".removed.txt"


@dataclass(frozen=True, slots=True)
class Inner:
    """A member with its extraction; ``None`` where it is left out."""

    number: int
    member: Member
    name: str
    extraction: Extraction | None


class ArchiveHandler:
    """zip and tar."""

    name = "archive"
    formats = ("zip", "tar")

    def extract(self, untrusted: Untrusted, toolbox: Toolbox) -> Extraction:
        """Units of every member, prefixed with its number, and one per part of a path."""
        format_name = _format(untrusted.data)
        everything = packed.read(format_name, untrusted.data)
        own = [m for m in everything if not packed.in_git(m.untrusted_path)]
        git = [m for m in everything if packed.in_git(m.untrusted_path)]
        units: list[Unit] = list(_name_units(own))
        boxes: list[Box] = []
        facts = list(repository.facts(git))
        for inner in _inner(own, toolbox):
            if inner.extraction is None:
                continue
            units += _prefixed(inner.number, inner.extraction.units)
            boxes += _prefixed(inner.number, inner.extraction.boxes)
            facts += inner.extraction.facts
        return Extraction(format_name, tuple(units), tuple(facts), tuple(boxes))

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
    ) -> bytes:
        """The same kind of archive with every member rewritten and every name scrubbed."""
        format_name = _format(untrusted.data)
        everything = packed.read(format_name, untrusted.data)
        own = [m for m in everything if not packed.in_git(m.untrusted_path)]
        names = _new_names(own, edits)
        inner_edits, inner_boxes = _by_number(edits), _by_number(boxes)
        written: dict[str, Member] = {}
        for number, member in enumerate(own):
            path, data = _rewritten(
                member, names, inner_edits[number], inner_boxes[number], toolbox
            )
            free = _free(path, written)
            written[free] = Member(free, data, member.executable)
        return packed.write(format_name, [written[path] for path in sorted(written)])

    def texts(self, output: bytes, toolbox: Toolbox) -> Sequence[str]:
        """All paths and all text of every member."""
        found = []
        for member in packed.read(_format(output), output):
            found.append(member.untrusted_path)
            name = _inner_name(member)
            if member.data:
                found += toolbox.texts(name, member.data)
        return found


class GzipHandler:
    """gz with one file in it; a tgz is a gz with a tar in it."""

    name = "gzip"
    formats = ("gz",)

    def extract(self, untrusted: Untrusted, toolbox: Toolbox) -> Extraction:
        """What the inner file says, under its own locators."""
        inner = Untrusted(_inside(untrusted.name), packed.gunzip(untrusted.data))
        return replace(toolbox.extract(inner), format="gz")

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
    ) -> bytes:
        """The inner file rewritten; no name and no time in the header."""
        inner = Untrusted(_inside(untrusted.name), packed.gunzip(untrusted.data))
        suffix, data = toolbox.rewrite(inner, edits, boxes)
        if suffix != split_name(inner.name)[1].removeprefix(".").lower():
            # The name outside would promise another type than the one inside.
            raise Unsupported
        packer = zlib.compressobj(6, zlib.DEFLATED, 31)
        return packer.compress(data) + packer.flush()

    def texts(self, output: bytes, toolbox: Toolbox) -> Sequence[str]:
        """All text of the inner file, whatever it is."""
        data = packed.gunzip(output)
        for suffix in ("tar", "txt"):
            try:
                return toolbox.texts(f"inner.{suffix}", data)
            except LEFT_OUT:
                continue
        return (data.decode("utf-8", "replace"), data.decode("utf-16-le", "replace"))


def _format(data: bytes) -> str:
    return "zip" if data.startswith(b"PK") else "tar"


def _inside(name: str) -> str:
    base = name.rsplit("/", 1)[-1]
    stem, _, suffix = base.rpartition(".")
    if suffix.lower() == "tgz":
        return f"{stem}.tar"
    return stem if "." in stem else f"{stem or 'file'}.txt"


def _inner_name(member: Member) -> str:
    """The name under which a member is identified.

    Text that is not what its suffix says (settings with comments in a .json) is code.
    """
    return PurePosixPath(member.untrusted_path).name


def _inner(own: Sequence[Member], toolbox: Toolbox) -> Iterator[Inner]:
    for number, member in enumerate(own):
        name, extraction = _read(member, toolbox)
        yield Inner(number, member, name, extraction)


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
    names: Mapping[str, str],
    edits: Sequence[Edit],
    boxes: Sequence[Box],
    toolbox: Toolbox,
) -> tuple[str, bytes]:
    parts = [names[part] for part in member.untrusted_path.split("/")]
    path = "/".join(parts)
    if not member.data:
        return path, b""
    name, extraction = _read(member, toolbox)
    if extraction is None:
        return path + PLACEHOLDER_SUFFIX, PLACEHOLDER.encode()
    suffix, data = toolbox.rewrite(Untrusted(name, member.data), edits, boxes)
    old = split_name(_inner_name(member))[1].removeprefix(".").lower()
    if suffix not in (old, "code"):
        path = f"{path[: -len(old) - 1] if old else path}.{suffix}"
    return path, data


def _distinct_parts(own: Sequence[Member]) -> list[str]:
    return sorted({part for m in own for part in m.untrusted_path.split("/")})


def _stem_and_suffix(part: str) -> tuple[str, str]:
    return split_name(part)


def _name_units(own: Sequence[Member]) -> Iterator[Unit]:
    for number, part in enumerate(_distinct_parts(own)):
        stem, _ = _stem_and_suffix(part)
        yield Unit(f"name:{number}", stem, Role.NAME, place=Place(part="path"))


def _new_names(own: Sequence[Member], edits: Sequence[Edit]) -> dict[str, str]:
    by_locator = defaultdict(list)
    for edit in edits:
        by_locator[edit.locator].append(edit)
    names = {}
    for number, part in enumerate(_distinct_parts(own)):
        stem, suffix = _stem_and_suffix(part)
        mine = by_locator[f"name:{number}"]
        fresh = splice(stem, mine).replace("/", "_").replace("\0", "_") if mine else stem
        names[part] = (fresh + suffix)[: packed.LONGEST_PART // 2] if mine else part
    return names


def _free(path: str, taken: Mapping[str, Member]) -> str:
    """A path that differs from all others even where case does not count."""
    folded = {name.casefold() for name in taken}
    if path.casefold() not in folded:
        return path
    stem, suffix = _stem_and_suffix(path)
    number = 2
    while f"{stem}-{number}{suffix}".casefold() in folded:
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
