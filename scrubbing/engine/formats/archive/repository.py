"""What a repository's own folder says about its owners, read as text; git never runs in it."""

import re
from collections.abc import Iterator, Sequence

from scrubbing.engine.formats.archive.members import Member
from scrubbing.engine.types import Fact, Place

PLACE = Place(part="repository")
URL = re.compile(r"^\s*(?:push)?url\s*=\s*(\S{1,500})", re.MULTILINE | re.IGNORECASE)
PERSON = re.compile(r"^\s*(?:name|email)\s*=\s*(.{1,200}?)\s*$", re.MULTILINE | re.IGNORECASE)
REFLOG = re.compile(
    r"^[0-9a-f]{40} [0-9a-f]{40} ([^<\n]{1,200}) <([^>\n]{1,200})> \d+", re.MULTILINE
)


def facts(members: Sequence[Member]) -> tuple[Fact, ...]:
    """Remotes and authors, each once, in the order they stand."""
    found = dict.fromkeys(
        fact for member in members for fact in _of(member.untrusted_path, member.data)
    )
    return tuple(found)


def _of(path: str, data: bytes) -> Iterator[Fact]:
    name = path.casefold()
    text = data[:1_000_000].decode("utf-8", "replace")
    if name.endswith("/config") or name == "config":
        for match in URL.finditer(text):
            yield Fact("git_remote", match[1], PLACE)
        for match in PERSON.finditer(text):
            yield Fact("git_author", match[1], PLACE)
    elif "/logs/" in name:
        for match in REFLOG.finditer(text):
            yield Fact("git_author", match[1].strip(), PLACE)
            yield Fact("git_author", match[2].strip(), PLACE)
