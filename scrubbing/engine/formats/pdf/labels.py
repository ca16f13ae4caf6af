"""What stands where text was: a light box with the replacement in it.

Drawn in Helvetica over the page, on the old baseline, squeezed or stretched to the
space that is there; the text around it does not move.
"""

import math
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import pikepdf
from pdfminer.fontmetrics import FONT_METRICS
from pikepdf import Dictionary, Name

from scrubbing.engine.formats.pdf.glyphs import Glyph
from scrubbing.engine.formats.pdf.layout import upright
from scrubbing.engine.formats.pdf.lexing import token_of

FONT = "/AirlockLabel"
HOLD = "/AirlockLabelFont"
WIDTHS: Mapping[str, float] = FONT_METRICS["Helvetica"][1]
SIZE = 0.8
"""A loose box is about 1.2 times as high as its font's size."""

NARROWEST, WIDEST = 0.35, 2.5
LOWEST, HIGHEST = 0.23, 0.82
"""The box around a label reaches this far below and above its baseline, in sizes."""


@dataclass(frozen=True, slots=True)
class Fragment:
    """A stretch of removed text on one line, in the direction it was written."""

    left: float
    width: float
    base: float
    height: float
    angle: float


def fragments(glyphs: Sequence[Glyph]) -> list[Fragment]:
    """The lines over which removed glyphs are spread."""
    found: list[list[tuple[float, float, float, float, float]]] = []
    for glyph in glyphs:
        left, right, base, height = upright(glyph)
        if not glyph.text.strip() and not found:
            continue
        last = found[-1][-1] if found else None
        if last and abs(last[2] - base) < 0.5 * height and abs(last[4] - glyph.angle) < 0.1:  # noqa: PLR2004 - half a line, some degrees
            found[-1].append((left, right, base, height, glyph.angle))
        else:
            found.append([(left, right, base, height, glyph.angle)])
    return [
        Fragment(
            min(one[0] for one in line),
            max(one[1] for one in line) - min(one[0] for one in line),
            line[0][2],
            max(one[3] for one in line),
            line[0][4],
        )
        for line in found
    ]


def latin(text: str) -> bytes:
    """Text in the label font's encoding; marks are dropped before letters are."""
    data = text.encode("cp1252", "ignore")
    if data.decode("cp1252") == text:
        return data
    plain = unicodedata.normalize("NFKD", text)
    kept = "".join(char for char in plain if not unicodedata.combining(char))
    return kept.encode("cp1252", "replace")


def label(parts: Sequence[Fragment], text: str) -> bytes:
    """Content that draws boxes over all fragments and the text into the widest."""
    if not parts:
        return b""
    widest = max(parts, key=lambda part: part.width)
    return b"".join(_draw(part, latin(text) if part is widest else b"") for part in parts)


def _draw(part: Fragment, text: bytes) -> bytes:
    size = max(part.height * SIZE, 0.5)
    cos, sin = math.cos(part.angle), math.sin(part.angle)
    x = part.left * cos - part.base * sin
    y = part.left * sin + part.base * cos
    out = (
        f"q {cos:.5f} {sin:.5f} {-sin:.5f} {cos:.5f} {x:.3f} {y:.3f} cm "
        f"0.92 g 0 {-LOWEST * size:.2f} {part.width:.2f} {(LOWEST + HIGHEST) * size:.2f} re f\n"
    ).encode()
    if text:
        natural = sum(WIDTHS.get(char, 556.0) for char in text.decode("cp1252")) / 1000
        scale = part.width / (natural * size) if natural else 1.0
        if scale < NARROWEST:
            size *= max(scale / NARROWEST, 0.1)
            scale = NARROWEST
        scale = min(scale, WIDEST)
        middle = (part.width - natural * size * scale) / 2
        out += (
            f"BT {FONT} {size:.2f} Tf {scale * 100:.1f} Tz 0.1 g 0 Tr {middle:.2f} 0 Td ".encode()
            + token_of(text)  # letters, by which the proof knows its own stand-ins
            + b" Tj ET\n"
        )
    return out + b"Q\n"


def overlay(target: pikepdf.Pdf, page: pikepdf.Page, drawing: bytes) -> None:
    """Put labels on top of a page, free of the states its content leaves behind."""
    if not drawing:
        return
    resources = page.obj.Resources
    if "/Font" not in resources:
        resources.Font = Dictionary()
    resources.Font[FONT] = font(target)
    content = page.obj.Contents.read_bytes()
    page.obj.Contents = target.make_stream(b"q\n" + content + b"\nQ\n" + drawing)


def font(target: pikepdf.Pdf) -> pikepdf.Object:
    """The one label font of a document, kept in its trailer while it is being built."""
    if HOLD not in target.trailer:
        target.trailer[HOLD] = target.make_indirect(
            Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
                       Encoding=Name.WinAnsiEncoding)
        )  # fmt: skip
    return target.trailer[HOLD]


def forget(target: pikepdf.Pdf) -> None:
    """Take the font out of the trailer again, before the document is saved."""
    if HOLD in target.trailer:
        del target.trailer[HOLD]
