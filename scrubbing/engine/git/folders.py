"""Repositories among the files of an archive: ``.git`` folders and bare ones, by their files."""

import re
import unicodedata
from collections.abc import Iterable, Mapping

from scrubbing.engine.git.store import Repository, repository

HEAD = re.compile(rb"\s*(?:ref: (refs/\S+)|([0-9a-f]{40}))\s*")
PACKED_REF = re.compile(r"^([0-9a-f]{40}) (refs/\S+)$", re.MULTILINE)
LOOSE_ID = re.compile(rb"\s*([0-9a-f]{40})\s*")
OBJECTS = re.compile(r"(?:(?<=/)|^)objects/")
OBJECT = re.compile(r"objects/[0-9a-f]{2}/[0-9a-f]{38}", re.ASCII)
PACK = re.compile(r"objects/pack/[^/]+\.pack")
SHORT_NAME = re.compile(r"(?:\.git|git~\d)(?:[ .]*)(?::.*)?", re.IGNORECASE)


def is_git_name(part: str) -> bool:
    """Whether a part of a path is ``.git`` to some file system.

    Case, trailing dots and spaces, streams and short names (NTFS), and characters that are
    not seen (HFS) do not make it another name there.
    """
    seen = "".join(
        char for char in unicodedata.normalize("NFKC", part) if unicodedata.category(char) != "Cf"
    )
    return SHORT_NAME.fullmatch(seen) is not None


def in_git(path: str) -> bool:
    """Whether a path lies in a repository's own folder, or is the file that names one."""
    return any(is_git_name(part) for part in path.split("/"))


def homes(files: Mapping[str, bytes]) -> frozenset[str]:
    """The folders that are repositories: "x/.git", "x.git"; "" where the root is one."""
    holding = {path[: match.start()] for path in files for match in OBJECTS.finditer(path)}
    return frozenset(
        folder.rstrip("/")
        for folder in holding
        if HEAD.fullmatch(files.get(f"{folder}HEAD", b"")[:200])
    )


def read(home: str, files: Mapping[str, bytes]) -> Repository:
    """The repository in a folder. Raises ``Broken``, ``Bomb`` or ``TooBig``."""
    prefix = f"{home}/" if home else ""
    mine = {
        path.removeprefix(prefix): data for path, data in files.items() if path.startswith(prefix)
    }
    match = HEAD.fullmatch(mine.get("HEAD", b"")[:200])
    head = next((found.decode() for found in match.groups() if found), "") if match else ""
    return repository(_matching(mine, PACK), _matching(mine, OBJECT), _refs(mine), head)


def _matching(files: Mapping[str, bytes], pattern: re.Pattern[str]) -> Iterable[bytes]:
    return (data for path, data in sorted(files.items()) if pattern.fullmatch(path))


def _refs(files: Mapping[str, bytes]) -> dict[str, str]:
    packed = files.get("packed-refs", b"").decode("utf-8", "replace")
    refs = {match[2]: match[1] for match in PACKED_REF.finditer(packed)}
    for path, data in files.items():
        if path.startswith("refs/") and (match := LOOSE_ID.fullmatch(data[:200])):
            refs[path] = match[1].decode()
    return refs
