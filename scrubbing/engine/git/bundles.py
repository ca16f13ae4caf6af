"""Bundles: a head of refs and one pack. Read as data; written with one commit by nobody."""

import hashlib
import re
import struct
import zlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

from scrubbing.engine.errors import Broken, Unsupported
from scrubbing.engine.git import objects
from scrubbing.engine.git.packs import KINDS, name_of
from scrubbing.engine.git.store import File, Repository, repository

FIRST_LINE = re.compile(rb"# v([23]) git bundle\n")
REF_LINE = re.compile(r"([0-9a-f]{40}) (\S.*)")
LONGEST_HEAD = 16_000_000
AUTHOR = "Airlock <airlock@example.invalid> 315532800 +0000"
"""Nobody, on the first day of 1980, as in our other archives."""
MESSAGE = "Scrubbed snapshot\n"
NUMBERS = {name: number for number, name in KINDS.items()}


def read(data: bytes) -> Repository:
    """The repository in a bundle. Raises ``Broken``, ``Bomb``, ``TooBig`` or ``Unsupported``."""
    first = FIRST_LINE.match(data)
    end = data.find(b"\n\n", 0, LONGEST_HEAD)
    if first is None or end < 0:
        raise Broken("bundle")
    refs: dict[str, str] = {}
    for line in data[first.end() : end].decode("utf-8", "replace").split("\n"):
        if line.startswith("-"):
            raise Unsupported("it builds on commits that are not in it")
        if line.startswith("@"):
            _check_capability(line)
        elif match := REF_LINE.fullmatch(line):
            refs.setdefault(match[2], match[1])
        elif line:
            raise Broken("bundle")
    return repository([data[end + 2 :]], [], refs, "")


def _check_capability(line: str) -> None:
    if line != "@object-format=sha1":
        raise Unsupported("capability of a bundle")


def write(files: Iterable[File], branches: Sequence[str], tags: Sequence[str]) -> bytes:
    """A bundle that clones: one commit of these files, and these names for it."""
    made: dict[str, tuple[str, bytes]] = {}
    tree = _folder(_nested(files), made)
    head = f"tree {tree}\nauthor {AUTHOR}\ncommitter {AUTHOR}\n\n{MESSAGE}"
    commit = _keep("commit", head.encode(), made)
    names = ["HEAD", *(f"refs/heads/{name}" for name in sorted(branches))]
    names += [f"refs/tags/{name}" for name in sorted(tags)]
    lines = "".join(f"{commit} {name}\n" for name in names)
    return f"# v2 git bundle\n{lines}\n".encode() + _pack(made)


@dataclass(slots=True)
class _Folder:
    files: dict[str, File] = field(default_factory=dict)
    folders: dict[str, "_Folder"] = field(default_factory=dict)


def _nested(files: Iterable[File]) -> _Folder:
    root = _Folder()
    for file in files:
        *above, name = file.untrusted_path.split("/")
        folder = root
        for part in above:
            folder = folder.folders.setdefault(part, _Folder())
        folder.files[name] = file
    return root


def _folder(folder: _Folder, made: dict[str, tuple[str, bytes]]) -> str:
    """The id of a folder's tree; git sorts a folder as if its name ended with a slash."""
    lines: list[tuple[bytes, bytes]] = []
    for name, file in folder.files.items():
        mode = objects.EXECUTABLE if file.executable else objects.REGULAR
        raw = name.encode("utf-8", "replace")
        lines.append((raw, _line(mode, raw, _keep("blob", file.data, made))))
    for name, inner in folder.folders.items():
        raw = name.encode("utf-8", "replace")
        lines.append((raw + b"/", _line(objects.FOLDER, raw, _folder(inner, made))))
    return _keep("tree", b"".join(line for _, line in sorted(lines)), made)


def _line(mode: str, name: bytes, target: str) -> bytes:
    return mode.encode() + b" " + name + b"\0" + bytes.fromhex(target)


def _keep(kind: str, data: bytes, made: dict[str, tuple[str, bytes]]) -> str:
    name = name_of(kind, data)
    made[name] = kind, data
    return name


def _pack(made: Mapping[str, tuple[str, bytes]]) -> bytes:
    pieces = [struct.pack(">4sII", b"PACK", 2, len(made))]
    for _, (kind, data) in sorted(made.items(), key=lambda item: (item[1][0], item[0])):
        pieces += [_head(NUMBERS[kind], len(data)), zlib.compress(data, 6)]
    body = b"".join(pieces)
    return body + hashlib.sha1(body, usedforsecurity=False).digest()


def _head(number: int, size: int) -> bytes:
    byte, size = number << 4 | size & 15, size >> 4
    out = bytearray()
    while size:
        out.append(byte | 0x80)
        byte, size = size & 0x7F, size >> 7
    return bytes([*out, byte])
