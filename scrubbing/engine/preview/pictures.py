"""Pages as pictures: our own pixels, and the boxes of their words in a file beside each."""

import importlib
import json
from collections.abc import Sequence
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image, ImageOps

from scrubbing.engine import convert
from scrubbing.engine.edits import Surface
from scrubbing.engine.errors import ScrubError
from scrubbing.engine.formats.pdf import preview as pdf
from scrubbing.engine.types import Untrusted

PICTURES = frozenset({"png", "jpg", "gif", "tiff", "webp", "bmp", "heic"})
OFFICE = frozenset({"docx", "pptx", "odt", "odp", "rtf"})
"""Formats that LibreOffice lays out as pages, where it is present."""
MAX_OFFICE = 24 * 1024 * 1024
"""Bytes of a document that is still laid out; a larger one is shown as its text."""
MAX_SIDE = 1600
MAX_FRAMES = 50


def pages(untrusted: Untrusted, name: str, out: Path, only: int | None) -> list[dict[str, Any]]:
    """The pages of a file; none where it has none or they cannot be rendered."""
    if name in PICTURES:
        return frames(untrusted.data, out, only)
    if name == "pdf":
        shown = _rendered(untrusted.data, out, only)
        return [{**page, "surface": Surface.PDF.value} for page in shown]
    if name in OFFICE and only is None and len(untrusted.data) <= MAX_OFFICE:
        try:
            laid_out = convert.convert(untrusted.data, name, "pdf")
        except ScrubError:
            return []
        return _rendered(laid_out, out, None)
    return []


def _rendered(data: bytes, out: Path, only: int | None) -> list[dict[str, Any]]:
    first, count = (1, pdf.MOST_PAGES) if only is None else (only, 1)
    try:
        return [
            _page(page, number, out)
            for number, page in enumerate(pdf.pages(data, first=first, count=count), first)
        ]
    except ScrubError:
        return []


def _page(page: pdf.Shown, number: int, out: Path) -> dict[str, Any]:
    name, words = f"page-{number}.png", f"words-{number}.json"
    (out / name).write_bytes(page.picture)
    boxes = [[text, *box] for text, box in page.words]
    (out / words).write_text(json.dumps(boxes, ensure_ascii=False), encoding="utf-8")
    return {"number": number, "picture": name, "words": words, "width": page.width,
            "height": page.height, "scale": page.scale}  # fmt: skip


def frames(data: bytes, out: Path, only: int | None = None, after: int = 0) -> list[dict[str, Any]]:
    """The frames of a picture; their numbers go on from ``after``."""
    _register_heif()
    found = []
    with Image.open(BytesIO(data)) as image:
        count = min(getattr(image, "n_frames", 1), MAX_FRAMES)
        for index in range(count) if only is None else range(only - 1, min(only, count)):
            image.seek(index)
            frame = ImageOps.exif_transpose(image).convert("RGBA")
            before = frame.width
            frame.thumbnail((MAX_SIDE, MAX_SIDE))
            saved = _save(frame, out, after + index + 1)
            told = {"label": index + 1, "surface": Surface.PICTURE.value}
            found.append({**saved, **told, "scale": frame.width / before})
    return found


def _save(frame: Image.Image, out: Path, number: int) -> dict[str, Any]:
    """Write one picture anew: only its pixels, none of its metadata."""
    name = f"page-{number}.png"
    clean = Image.frombytes(frame.mode, frame.size, frame.tobytes())
    clean.save(out / name, format="PNG")
    return {"number": number, "picture": name, "width": frame.width, "height": frame.height}


def _register_heif() -> None:
    module: Any = importlib.import_module("pi_heif")
    module.register_heif_opener()


def moved(
    found: Sequence[dict[str, Any]], start: Path, out: Path, after: int
) -> list[dict[str, Any]]:
    """Pages of an archive's member, moved from ``start`` under numbers no earlier one has."""
    made = []
    for page in found:
        number = page["number"] + after
        changed = {**page, "number": number, "label": page.get("label", page["number"])}
        for slot, pattern in (("picture", "page-{}.png"), ("words", "words-{}.json")):
            if slot in page:
                changed[slot] = pattern.format(number)
                (start / page[slot]).rename(out / changed[slot])
        made.append(changed)
    return made
