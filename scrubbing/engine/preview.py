"""A file shown safely: pictures that we rendered, and text as plain JSON, never as HTML.

The manifest: {"kind", "format", "pages": [...], "blocks": [...]}. "pages" name picture
files in the output folder with their size in pixels, boxes of words in pixels, and the
"scale" from the file's own points or pixels to these; "blocks" hold text with its role, place and locator, in reading order.
"""

import importlib
from collections.abc import Mapping, Sequence
from dataclasses import asdict
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from scrubbing.engine.errors import ScrubError
from scrubbing.engine.identify import identify
from scrubbing.engine.registry import Tools, extract_with
from scrubbing.engine.types import Place, Unit, Untrusted

PICTURES = frozenset({"png", "jpg", "gif", "tiff", "webp", "bmp", "heic"})
KINDS = {"docx": "document", "odt": "document", "pptx": "slides", "odp": "slides",
         "xlsx": "sheets", "ods": "sheets", "csv": "sheets", "tsv": "sheets", "pdf": "pages"}  # fmt: skip
MAX_BLOCKS = 5000
MAX_SIDE = 1600
MAX_FRAMES = 50


def build(untrusted: Untrusted, out: Path, only: int | None = None) -> Mapping[str, Any]:
    """The manifest of a file; its pictures are written to ``out``.

    With ``only``, pictures of that one page (from 1), for looks that are made on request.
    """
    identity = identify(untrusted.name, untrusted.data)
    name = identity.format
    if name in PICTURES:
        return {
            "kind": "image",
            "format": name,
            "pages": _frames(untrusted.data, out, only),
            "blocks": [],
        }
    pages = _pdf_pages(untrusted.data, out, only) if name == "pdf" else []
    units = extract_with(Tools(), identity, untrusted).units
    shown = [unit for unit in units if not unit.removable]
    return {
        "kind": KINDS.get(name, "lines"),
        "format": name,
        "pages": pages,
        "blocks": [_block(unit) for unit in shown[:MAX_BLOCKS]],
        "truncated": len(shown) > MAX_BLOCKS,
    }


def _block(unit: Unit) -> dict[str, Any]:
    return {
        "locator": unit.locator,
        "role": unit.role,
        "text": unit.text,
        "place": plain_place(unit.place),
    }


def plain_place(place: Place) -> dict[str, Any]:
    """A place without what it does not say."""
    return {name: value for name, value in asdict(place).items() if value is not None}


def _frames(data: bytes, out: Path, only: int | None) -> list[dict[str, Any]]:
    _register_heif()
    pages = []
    with Image.open(BytesIO(data)) as image:
        count = min(getattr(image, "n_frames", 1), MAX_FRAMES)
        for index in range(count) if only is None else range(only - 1, min(only, count)):
            image.seek(index)
            frame = ImageOps.exif_transpose(image).convert("RGBA")
            before = frame.width
            frame.thumbnail((MAX_SIDE, MAX_SIDE))
            saved = _save(frame, out, index + 1)
            pages.append({**saved, "scale": frame.width / before})
    return pages


def _save(frame: Image.Image, out: Path, number: int) -> dict[str, Any]:
    """Write one picture anew: only its pixels, none of its metadata."""
    name = f"page-{number}.png"
    clean = Image.frombytes(frame.mode, frame.size, frame.tobytes())
    clean.save(out / name, format="PNG")
    return {"number": number, "picture": name, "width": frame.width, "height": frame.height}


def _register_heif() -> None:
    module: Any = importlib.import_module("pi_heif")
    module.register_heif_opener()


def _pdf_pages(data: bytes, out: Path, only: int | None) -> Sequence[Mapping[str, Any]]:
    """Pages as the PDF module renders them: pictures with word boxes."""
    try:
        module: Any = importlib.import_module("scrubbing.engine.formats.pdf.preview")
    except ImportError:
        return []
    try:
        pages: Sequence[Mapping[str, Any]] = module.preview(data, out, only)
    except ScrubError:
        return []
    return pages
