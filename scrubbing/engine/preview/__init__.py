"""A file shown safely: pictures that we rendered, and text as plain JSON, never as HTML.

The manifest: {"kind", "format", "pages", "blocks", "sheets", "members", "truncated"}.
"pages" name picture files in the output folder with their size in pixels, the "scale"
from the file's own points or pixels to these, and a JSON file with the boxes of their
words. "blocks" hold text in reading order with its role, place and locator; a block that
is a text file's whole source says "source" and what its characters are in "tokens".
"sheets" name tabs; "members" are the files of an archive, and pages and blocks say to
which of them they belong.
"""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

from scrubbing.engine.identify import identify
from scrubbing.engine.preview import archive, notebook, pictures, sources, workbook
from scrubbing.engine.preview.blocks import MAX_BLOCKS, blocks
from scrubbing.engine.types import Untrusted

KINDS: Mapping[str, str] = {
    "docx": "document", "odt": "document", "rtf": "document", "pptx": "slides", "odp": "slides",
    "xlsx": "sheets", "ods": "sheets", "csv": "sheets", "tsv": "sheets", "pdf": "pages",
    "eml": "mail", "mbox": "mail", "ipynb": "notebook",
}  # fmt: skip


def build(untrusted: Untrusted, out: Path, only: int | None = None) -> Mapping[str, Any]:
    """The manifest of a file; its pictures are written to ``out``.

    With ``only``, pictures of that one page (from 1) and none that take a conversion, for
    looks that are made on request.
    """
    identity = identify(untrusted.name, untrusted.data)
    name = identity.format
    if name in archive.FORMATS:
        return archive.manifest(untrusted, name, out, only)
    return one(untrusted, name, out, only)


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


__all__ = ["build", "one"]
