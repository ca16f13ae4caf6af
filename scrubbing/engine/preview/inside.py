"""Pictures that lie inside an Office document, each by itself: there a box can be drawn."""

import zipfile
from io import BytesIO
from pathlib import Path
from typing import Any

from PIL import Image

from scrubbing.engine.errors import ScrubError
from scrubbing.engine.preview import pictures
from scrubbing.engine.signatures import sniff
from scrubbing.engine.zipcheck import open_zip, read_member

FORMATS = frozenset({"docx", "pptx", "xlsx", "odt", "odp", "ods"})
MOST = 60
SMALLEST = 24
"""Pixels of a side; smaller ones are bullets and lines."""


def pages(data: bytes, out: Path, after: int) -> list[dict[str, Any]]:
    """Each picture of a document that we wrote, under the name its parts had when it was read.

    Rewriting keeps the names of parts and adds a suffix.
    """
    found: list[dict[str, Any]] = []
    try:
        package = open_zip(data)
    except ScrubError:
        return found
    for info in sorted(package.infolist(), key=lambda info: info.filename):
        if len(found) >= MOST:
            break
        found += _picture(package, info, out, after + len(found))
    return found


def _picture(
    package: zipfile.ZipFile, info: zipfile.ZipInfo, out: Path, after: int
) -> list[dict[str, Any]]:
    try:
        content = read_member(package, info)
        if sniff(content) not in pictures.PICTURES or min(_size(content)) < SMALLEST:
            return []
        shown = pictures.frames(content, out, after=after)
    except (ScrubError, OSError, ValueError, Image.DecompressionBombError):
        return []
    into = f"{info.filename.rpartition('.')[0]}!"
    return [{**page, "into": into, "inside": True} for page in shown]


def _size(content: bytes) -> tuple[int, int]:
    with Image.open(BytesIO(content)) as image:
        return image.size
