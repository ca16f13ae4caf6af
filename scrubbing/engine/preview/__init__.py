"""A file shown safely: pictures that we rendered, and text as plain JSON, never as HTML.

The manifest: {"kind", "format", "pages", "blocks", "sheets", "members", "truncated"}.
"pages" name picture files in the output folder with their size in pixels, the "scale"
from the file's own points or pixels to these, and a JSON file with the boxes of their
words. "blocks" hold text in reading order with its role, place and locator; a block that
is a text file's whole source says "source" and what its characters are in "tokens".
"sheets" name tabs; "members" are the files of an archive, and pages and blocks say to
which of them they belong. A page that a box can be drawn on says its "surface", and in a
container how its locators begin ("into"); one that lies "inside" a document is no page
of it.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scrubbing.engine.identify import identify
from scrubbing.engine.preview import archive, inside, notebook, pictures, sources, workbook
from scrubbing.engine.preview.blocks import MAX_BLOCKS, blocks
from scrubbing.engine.types import Untrusted

KINDS: Mapping[str, str] = {
    "docx": "document", "odt": "document", "rtf": "document", "pptx": "slides", "odp": "slides",
    "xlsx": "sheets", "ods": "sheets", "csv": "sheets", "tsv": "sheets", "pdf": "pages",
    "eml": "mail", "mbox": "mail", "ipynb": "notebook",
}  # fmt: skip
PLAIN = "plain"


def build(
    untrusted: Untrusted, out: Path, only: int | None = None, order: Sequence[int] = ()
) -> Mapping[str, Any]:
    """The manifest of a file; its pictures are written to ``out``.

    With ``only``, pictures of that one page (from 1) and none that take a conversion, for
    looks that are made on request. ``order`` says which member of the original each one of
    a cleaned archive was.
    """
    name = identify(untrusted.name, untrusted.data).format
    if name in archive.FORMATS:
        return archive.manifest(untrusted, name, out, only, order)
    return one(untrusted, name, out, only)


def plain(untrusted: Untrusted) -> Mapping[str, Any]:
    """A file as its text alone, where no picture of it could be made."""
    name = identify(untrusted.name, untrusted.data).format
    found = blocks(untrusted, name)
    return {"kind": PLAIN, "format": name, "pages": [], "blocks": found[:MAX_BLOCKS],
            "truncated": len(found) > MAX_BLOCKS}  # fmt: skip


def one(untrusted: Untrusted, name: str, out: Path, only: int | None = None) -> dict[str, Any]:
    """The manifest of a file that is no archive."""
    shown = pictures.pages(untrusted, name, out, only)
    if name in pictures.PICTURES:
        return {"kind": "image", "format": name, "pages": shown, "blocks": []}
    # Who looks at one page on request has the text already and must not wait for OCR.
    found, whole = ([], True) if name == "pdf" and only else _blocks(untrusted, name)
    if name == "pptx":
        hidden = workbook.hidden_slides(untrusted.data)
        shown = [{**page, "hidden": page["number"] in hidden} for page in shown]
    if name in inside.FORMATS and only is None:
        shown += inside.pages(untrusted.data, out, len(shown))
    manifest = {
        "kind": KINDS.get(name, "code"),
        "format": name,
        "pages": shown,
        "blocks": found[:MAX_BLOCKS],
        "truncated": not whole or len(found) > MAX_BLOCKS,
    }
    tabs = workbook.sheets(untrusted.data) if name == "xlsx" else []
    return {**manifest, "sheets": tabs} if tabs else manifest


def _blocks(untrusted: Untrusted, name: str) -> tuple[list[dict[str, Any]], bool]:
    """The blocks of a file, and whether they are all of it."""
    if name == "ipynb":
        return notebook.cells(untrusted.data), True
    if name not in KINDS and sources.is_source(untrusted.data):
        return sources.source(untrusted)
    return blocks(untrusted, name), True


__all__ = ["PLAIN", "build", "one", "plain"]
