"""The scrubbed copies of a question, for the owner's eyes: watermarked, and never the file itself."""

import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from submissions.domain import queries, scrubbing
from submissions.domain.asking.wording import number_of
from submissions.models import Asking, CleanFile
from submissions.states import State

MOST_PAGES = 40
MOST_LINES = 400
WIDEST = 1200
"""Pixels of a picture as it is shown."""
EVERY = 160
"""Pixels between two lines of the watermark."""
GONE = (State.WITHDRAWN, State.PURGED)


@dataclass(frozen=True, slots=True)
class Page:
    """One picture of a copy."""

    name: str
    label: str


@dataclass(frozen=True, slots=True)
class Copy:
    """One file as the owner sees it. ``cut`` says that there is more than is shown."""

    id: UUID
    name: str
    pages: tuple[Page, ...]
    lines: tuple[str, ...]
    cut: bool


def may_be_seen(asking: Asking) -> bool:
    """Whether the contractor allowed it and the copies are still those that they confirmed."""
    sample = asking.submission
    same = asking.preview_sha256 == sample.bundle_sha256 == sample.confirmed_sha256
    return bool(asking.preview_sha256) and same and State(sample.state) not in GONE


def copies(asking: Asking) -> list[Copy]:
    """Every clean copy of the sample that was asked about; nothing where that is not allowed."""
    if not may_be_seen(asking):
        return []
    return [
        _copy(clean, name) for clean, name in queries.clean_files(asking.submission.current_run)
    ]


def picture(asking: Asking, clean_id: UUID, name: str) -> bytes | None:
    """A page as a PNG with the watermark; None where there is nothing of that name to see."""
    if not may_be_seen(asking):
        return None
    for clean, _name in queries.clean_files(asking.submission.current_run):
        preview = scrubbing.clean_preview(clean) if clean.pk == clean_id else None
        if preview and name in [page.name for page in _pages(preview.manifest)]:
            return _marked(scrubbing.preview_asset(preview, name), watermark(asking))
    return None


def watermark(asking: Asking) -> str:
    """What stands across every page and between the lines."""
    return f"Preview for request {number_of(asking.pk)}, not for use"


def _copy(clean: CleanFile, name: str) -> Copy:
    preview = scrubbing.clean_preview(clean)
    if preview is None:
        return Copy(clean.pk, name, (), (), cut=True)
    pages, lines = list(_pages(preview.manifest)), []
    if not pages:
        lines = [str(block.get("text", "")) for block in preview.manifest.get("blocks") or []]
    cut = len(pages) > MOST_PAGES or len(lines) > MOST_LINES
    return Copy(clean.pk, name, tuple(pages[:MOST_PAGES]), tuple(lines[:MOST_LINES]), cut)


def _pages(manifest: dict[str, Any]) -> Iterator[Page]:
    for page in manifest.get("pages") or []:
        yield Page(str(page["picture"]), f"Page {page['number']}")


def _marked(data: bytes, text: str) -> bytes:
    """The picture, no wider than 1200 pixels, with the text across it again and again."""
    from PIL import Image, ImageDraw, ImageFont  # not in a web process that shows no copy

    with Image.open(io.BytesIO(data)) as found:
        shown = found.convert("RGB")
    if shown.width > WIDEST:
        shown = shown.resize((WIDEST, round(shown.height * WIDEST / shown.width)))
    layer = Image.new("RGBA", shown.size, (0, 0, 0, 0))
    pen, font = ImageDraw.Draw(layer), ImageFont.load_default(28)
    for top in range(0, shown.height, EVERY):
        for left in range(-(top % 400), shown.width, 760):
            pen.text((left, top), text, font=font, fill=(180, 0, 0, 90))
    target = io.BytesIO()
    Image.alpha_composite(shown.convert("RGBA"), layer).convert("RGB").save(target, "PNG")
    return target.getvalue()
