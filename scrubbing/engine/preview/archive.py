"""Archives and folders: a tree of members, each shown like a file of its own."""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path, PurePosixPath
from typing import Any

from scrubbing.engine import preview
from scrubbing.engine.encoding import is_text
from scrubbing.engine.errors import ScrubError
from scrubbing.engine.formats.archive import members as packed, repository
from scrubbing.engine.formats.archive.members import Member
from scrubbing.engine.identify import identify
from scrubbing.engine.preview import pictures
from scrubbing.engine.preview.blocks import MAX_BLOCKS
from scrubbing.engine.signatures import sniff
from scrubbing.engine.types import Untrusted

FORMATS = frozenset({"zip", "tar", "gz", "7z"})
LEFT_OUT = ".removed.txt"
"""How the name of a member ends that the rewriter could not clean and left out."""
MAX_SHOWN = 400
"""Members whose content is shown; of the others the tree has the name."""
MAX_PAGES = 200
MAX_CHARACTERS = 2_000_000


def manifest(
    untrusted: Untrusted, name: str, out: Path, only: int | None, order: Sequence[int] = ()
) -> dict[str, Any]:
    """The tree, with pages and blocks of all members in one list each.

    Locators are those of the original, whose members stood in another ``order``.
    """
    found, is_packed = _members(untrusted, name)
    known = len(order) == len(found)
    whole: dict[str, Any] = {"kind": "tree", "format": name, "pages": [], "blocks": []}
    listed = []
    left = MAX_CHARACTERS
    for number, member in enumerate(found):
        shown = (
            _shown(member, out, only, whole)
            if number < MAX_SHOWN and left > 0 and len(whole["blocks"]) < MAX_BLOCKS
            else None
        )
        was = order[number] if known else number
        into = f"{was}!" if is_packed else ""
        listed.append({**_listed(member, shown), "into": into})
        if shown is None:
            continue
        for block in shown["blocks"]:
            left -= len(block["text"])
            block["locator"] = into + block["locator"]
            whole["blocks"].append({**block, "member": number})
        whole["pages"] += [_page(page, number, into) for page in shown["pages"]]
    return {**whole, "members": listed, "truncated": any(m["cut"] for m in listed)}


def _page(page: Mapping[str, Any], member: int, into: str) -> dict[str, Any]:
    return {**page, "member": member, "into": into + page.get("into", "")}


def _members(untrusted: Untrusted, name: str) -> tuple[tuple[Member, ...], bool]:
    """The files inside as reading numbers them, and whether it puts numbers before locators."""
    data = packed.gunzip(untrusted.data) if name == "gz" else untrusted.data
    kind = sniff(data) if name == "gz" else name
    if kind in ("zip", "tar", "7z"):
        return tuple(repository.divide(packed.read(kind, data)).own), True
    inside = PurePosixPath(untrusted.name).name
    return (Member(inside.removesuffix(".gz") or "file.txt", data),), False


def _shown(
    member: Member, out: Path, only: int | None, whole: dict[str, Any]
) -> dict[str, Any] | None:
    """A member's own manifest; nothing where it cannot be shown."""
    untrusted = Untrusted(PurePosixPath(member.untrusted_path).name, member.data)
    if not member.data or len(whole["pages"]) >= MAX_PAGES:
        return None
    taken = max((page["number"] for page in whole["pages"]), default=0)
    with tempfile.TemporaryDirectory(dir=out) as folder:
        try:
            inner = preview.one(untrusted, _format(untrusted), Path(folder), only)
        except ScrubError:
            return None
        return {**inner, "pages": pictures.moved(inner["pages"], Path(folder), out, taken)}


def _format(untrusted: Untrusted) -> str:
    """What a member is; text that is not what its suffix says is shown as code."""
    try:
        return identify(untrusted.name, untrusted.data).format
    except ScrubError:
        if is_text(untrusted.data):
            return "code"
        raise


def _listed(member: Member, shown: dict[str, Any] | None) -> dict[str, Any]:
    return {
        "path": member.untrusted_path,
        "size": len(member.data),
        "kind": shown["kind"] if shown else "",
        "format": shown["format"] if shown else "",
        "cut": bool(shown and shown.get("truncated")),
        "left_out": member.untrusted_path.endswith(LEFT_OUT),
    }
