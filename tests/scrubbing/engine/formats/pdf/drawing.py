"""Pictures, outlines and fonts for the canary documents, made here from free fonts."""

import io
import struct
from pathlib import Path

import cv2
import numpy as np
import reportlab
from PIL import Image, ImageDraw, ImageFont

FONTS = Path(reportlab.__file__).parent / "fonts"


def picture(
    text: str, size: tuple[int, int] = (420, 60), *, ink: int = 0, paper: int = 255
) -> Image.Image:
    """A grey picture with one line of text."""
    image = Image.new("L", size, paper)
    font = ImageFont.truetype(str(FONTS / "Vera.ttf"), 30)
    ImageDraw.Draw(image).text((12, 10), text, font=font, fill=ink)
    return image


def jpeg(text: str, exif: str = "") -> bytes:
    buffer = io.BytesIO()
    tags = Image.Exif()
    if exif:
        tags[0x013B] = exif
    picture(text).convert("RGB").save(buffer, "JPEG", quality=92, exif=tags)
    return buffer.getvalue()


def jp2(text: str, hidden: str) -> bytes:
    """JPEG 2000 with an XML box before its code stream."""
    buffer = io.BytesIO()
    picture(text).convert("RGB").save(buffer, "JPEG2000")
    data = buffer.getvalue()
    body = f"<note>{hidden}</note>".encode()
    box = struct.pack(">I4s", 8 + len(body), b"xml ") + body
    at = data.find(b"jp2c") - 4
    return data[:at] + box + data[at:]


def outlines(text: str, x: float, y: float, height: float) -> str:
    """Path operators that draw a text as filled polygons."""
    font = ImageFont.truetype(str(FONTS / "Vera.ttf"), 160)
    image = Image.new("L", (160 * len(text), 240), 0)
    ImageDraw.Draw(image).text((10, 20), text, font=font, fill=255)
    levels = (np.asarray(image) > 127).astype(np.uint8)
    contours, _ = cv2.findContours(levels, cv2.RETR_CCOMP, cv2.CHAIN_APPROX_TC89_L1)
    scale = height / 160
    out = []
    for contour in contours:
        points = [(x + float(p[0][0]) * scale, y - float(p[0][1]) * scale) for p in contour]
        if len(points) > 2:
            out.append(f"{points[0][0]:.2f} {points[0][1]:.2f} m")
            out += [f"{px:.2f} {py:.2f} l" for px, py in points[1:]]
            out.append("h")
    return "\n".join([*out, "f*"])


def profile(text: str) -> bytes:
    """An sRGB profile whose description is ours, as version 2 writes it."""
    from PIL import ImageCms

    data = bytearray(ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes())
    count = struct.unpack_from(">I", data, 128)[0]
    for number in range(count):
        name, offset, _ = struct.unpack_from(">4sII", data, 132 + 12 * number)
        if name == b"desc":
            body = data[offset : offset + 4] + bytes(4) + struct.pack(">I", len(text) + 1)
            new = b"desc" + body[4:] + text.encode() + b"\0" + bytes(78)
            data += new
            struct.pack_into(">II", data, 132 + 12 * number + 4, len(data) - len(new), len(new))
    struct.pack_into(">I", data, 0, len(data))
    return bytes(data)


def named_font(text: str) -> bytes:
    """A TrueType font whose name table says ``text``, as ASCII and as UTF-16."""
    data = (FONTS / "Vera.ttf").read_bytes()
    old = "Bitstream Vera Sans"[: len(text)]
    data = data.replace(old.encode(), text.encode())
    return data.replace(old.encode("utf-16-be"), text.encode("utf-16-be"))


def type1_font(text: str) -> tuple[bytes, int, int, int]:
    """A Type 1 program with ``text`` in its notice and in a comment; its three lengths."""
    raw = (FONTS / "_a______.pfb").read_bytes()
    parts, at = [], 0
    while raw[at] == 0x80 and raw[at + 1] != 3:
        length = struct.unpack_from("<I", raw, at + 2)[0]
        parts.append(raw[at + 6 : at + 6 + length])
        at += 6 + length
    head = parts[0].replace(b"%%", f"% {text}\n%%".encode(), 1)
    head = head.replace(b"/FullName (", f"/FullName ({text} ".encode())
    return head + b"".join(parts[1:]), len(head), len(parts[1]), len(b"".join(parts[2:]))
