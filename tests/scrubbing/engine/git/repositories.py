"""Repositories for tests, made by git itself, and hostile ones made by hand."""

import hashlib
import os
import struct
import subprocess
import zlib
from pathlib import Path

CANARY = "Zelda Quarrington"
ENVIRONMENT = {
    "GIT_CONFIG_NOSYSTEM": "1",
    "GIT_CONFIG_GLOBAL": os.devnull,
    "GIT_AUTHOR_NAME": "Ada Byron",
    "GIT_AUTHOR_EMAIL": "ada@example.org",
    "GIT_COMMITTER_NAME": CANARY,
    "GIT_COMMITTER_EMAIL": "zelda@example.com",
    "GIT_AUTHOR_DATE": "1700000000 +0100",
    "GIT_COMMITTER_DATE": "1700000000 +0100",
    "PATH": os.environ["PATH"],
    "HOME": "/nonexistent",
}


def git(folder: Path, *arguments: str) -> str:
    ran = subprocess.run(
        ["git", *arguments], cwd=folder, env=ENVIRONMENT, capture_output=True, check=True
    )
    return ran.stdout.decode("utf-8", "replace")


def commit(folder: Path, message: str) -> None:
    git(folder, "add", "-A")
    git(folder, "commit", "-q", "--allow-empty", "-m", message)


def start(folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    git(folder, "init", "-q", "-b", "main")
    return folder


def planted(folder: Path) -> Path:
    """A repository with the canary in every place that git has for text."""
    start(folder)
    (folder / "old.txt").write_text(f"secret of {CANARY}\n")
    commit(folder, f"First by {CANARY}\n\nSigned-off-by: Sam Trailer <sam@example.net>")
    (folder / "old.txt").unlink()
    (folder / CANARY).mkdir()
    (folder / CANARY / "notes.txt").write_text(f"by {CANARY}\n" * 60)
    (folder / "run.sh").write_text("#!/bin/sh\necho hello\n")
    (folder / "run.sh").chmod(0o755)
    (folder / "link").symlink_to(f"/home/{CANARY}")
    (folder / ".gitattributes").write_text("*.txt filter=evil diff=evil\n")
    commit(folder, f"Second, for {CANARY}")
    (folder / CANARY / "notes.txt").write_text(f"by {CANARY}\n" * 60 + "and one line more\n")
    commit(folder, f"Third, for {CANARY}")
    git(folder, "branch", f"{CANARY.replace(' ', '-')}/wip")
    git(folder, "branch", "left-behind", "HEAD~2")
    git(folder, "tag", "-a", f"v1-{CANARY.replace(' ', '_')}", "-m", f"Released by {CANARY}")
    git(folder, "tag", "v0", "HEAD~1")
    git(folder, "notes", "add", "-m", f"note of {CANARY}")
    (folder / "run.sh").write_text(f"stashed by {CANARY}\n")
    git(folder, "stash", "-q")
    git(folder, "remote", "add", "origin", "https://git.example.com/quarrington/shop.git")
    return folder


def bundle_of(folder: Path, *what: str) -> bytes:
    target = folder.parent / f"{folder.name}.bundle"
    git(folder, "bundle", "create", "-q", str(target), *(what or ("--all", "HEAD")))
    return target.read_bytes()


def files_of(folder: Path) -> dict[str, bytes]:
    """Every regular file below a folder, as an archive would hold them."""
    return {
        path.relative_to(folder.parent).as_posix(): path.read_bytes()
        for path in sorted(folder.rglob("*"))
        if path.is_file() and not path.is_symlink()
    }


def cloned(bundle: bytes, folder: Path) -> Path:
    """What git makes of a bundle; it also checks every object."""
    folder.mkdir(parents=True)
    (folder / "a.bundle").write_bytes(bundle)
    git(folder, "clone", "-q", "a.bundle", "out")
    git(folder / "out", "fsck", "--strict", "--no-dangling")
    return folder / "out"


def varint(number: int) -> bytes:
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    return bytes([*out, number])


def head(kind: int, size: int) -> bytes:
    byte, size, out = kind << 4 | size & 15, size >> 4, bytearray()
    while size:
        out.append(byte | 0x80)
        byte, size = size & 0x7F, size >> 7
    return bytes([*out, byte])


def pack(*entries: bytes, count: int | None = None) -> bytes:
    body = struct.pack(">4sII", b"PACK", 2, len(entries) if count is None else count)
    body += b"".join(entries)
    return body + hashlib.sha1(body).digest()


def whole(kind: int, data: bytes, size: int | None = None) -> bytes:
    return head(kind, len(data) if size is None else size) + zlib.compress(data, 9)


def delta_on(base: str, size: int, target: int, commands: bytes) -> bytes:
    """A delta on an object by its id."""
    data = varint(size) + varint(target) + commands
    return head(7, len(data)) + bytes.fromhex(base) + zlib.compress(data, 9)


def name_of(kind: str, data: bytes) -> str:
    return hashlib.sha1(f"{kind} {len(data)}".encode() + b"\0" + data).hexdigest()


def bundle(commit_id: str, packed: bytes, more: str = "") -> bytes:
    return f"# v2 git bundle\n{more}{commit_id} HEAD\n\n".encode() + packed


def tree_line(mode: str, name: str, target: str) -> bytes:
    return f"{mode} {name}".encode() + b"\0" + bytes.fromhex(target)


def hostile(*lines: tuple[str, str, bytes]) -> bytes:
    """A bundle whose one tree has these (mode, name, bytes of the blob)."""
    blobs = {name_of("blob", data): data for _, _, data in lines}
    tree = b"".join(tree_line(mode, name, name_of("blob", data)) for mode, name, data in lines)
    said = f"tree {name_of('tree', tree)}\nauthor A <a@example.com> 1 +0000\n\nx\n".encode()
    entries = [whole(1, said), whole(2, tree), *(whole(3, data) for data in blobs.values())]
    return bundle(name_of("commit", said), pack(*entries))
