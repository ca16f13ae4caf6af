"""What commits, tags and trees say. Text is read leniently: old repositories hold all kinds."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from scrubbing.engine.errors import Broken

REGULAR, EXECUTABLE, LINK, FOLDER, SUBMODULE = "100644", "100755", "120000", "40000", "160000"
PERSON = re.compile(r"^(?:author|committer|tagger) ([^<\n]{0,200})<([^>\n]{0,200})>", re.MULTILINE)
TRAILER = re.compile(r"^[A-Za-z-]{2,40}-by: ([^<\n]{1,200})<([^>\n]{1,200})>", re.MULTILINE)
MADE = re.compile(rb"^(?:author|committer) [^\n]* (\d{1,11}) [+-]\d{4}$", re.MULTILINE)
ID = re.compile(r"[0-9a-f]{40}", re.ASCII)
SIZE = 20


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a tree: ``mode`` as git writes it, ``name`` a single part of a path."""

    mode: str
    untrusted_name: str
    id: str


def entries(tree: bytes) -> Iterator[Entry]:
    """The lines of a tree. Raises ``Broken``."""
    at = 0
    while at < len(tree):
        zero = tree.find(b"\0", at)
        mode, space, name = tree[at:zero].partition(b" ")
        if zero < 0 or not space or not name or len(tree) < zero + 1 + SIZE:
            raise Broken("tree")
        yield Entry(
            mode.lstrip(b"0").decode("latin-1"),
            name.decode("utf-8", "replace"),
            tree[zero + 1 : zero + 1 + SIZE].hex(),
        )
        at = zero + 1 + SIZE


def is_file(mode: str) -> bool:
    """Whether a mode is a regular file's, in old spellings too."""
    return mode.startswith("100")


def people(data: bytes) -> Iterator[str]:
    """Names and addresses of who made a commit or tag, and of those its message names."""
    text = data.decode("utf-8", "replace")
    for pattern in (PERSON, TRAILER):
        for match in pattern.finditer(text):
            yield from (part.strip() for part in match.groups() if part.strip())


def days(data: bytes) -> Iterator[str]:
    """The days (ISO, UTC) on which a commit says it was written and committed."""
    for match in MADE.finditer(data.partition(b"\n\n")[0]):
        try:
            yield datetime.fromtimestamp(int(match[1]), UTC).date().isoformat()
        except (ValueError, OverflowError, OSError):
            continue


def message(data: bytes) -> str:
    """The words of a commit or tag."""
    return data.partition(b"\n\n")[2].decode("utf-8", "replace")


def target(data: bytes, word: str) -> str:
    """The id that a head line names ("tree" of a commit, "object" of a tag), else ""."""
    head = data.partition(b"\n\n")[0].decode("utf-8", "replace")
    found = re.search(rf"^{word} ([0-9a-f]{{40}})$", head, re.MULTILINE)
    return found[1] if found else ""
