"""Pictures with a unique word in every hiding place of section I that can be built here."""

import io
import struct
import zlib

import numpy as np
import zxingcpp
from PIL import Image, ImageDraw, ImageFont, PngImagePlugin

from tests.scrubbing.engine.formats.pdf import drawing

UNREALISABLE = {
    "I02": "a face is no text: test_faces covers one",
    "I14": "Pillow writes no hidden default frame; an APNG's frames are all read",
    "I16": "no encoder for HEIC with a permissive licence; decoded and written anew as JPEG",
    "I20": "layered formats are not accepted",
    "I22": "hidden bits are no text; re-encoding a JPEG disturbs them, a PNG keeps its pixels",
    "I23": "an order of colours is no text",
    "I24": "a blurred word is not a word that OCR reads",
}


def shot(
    *lines: str, size: tuple[int, int] = (640, 360), ink: int = 0, paper: int = 255
) -> Image.Image:
    """A picture with lines of text 50 pixels apart."""
    image = Image.new("RGB", size, (paper, paper, paper))
    font = ImageFont.truetype(str(drawing.FONTS / "Vera.ttf"), 22)
    for row, line in enumerate(lines):
        ImageDraw.Draw(image).text((30, 30 + 50 * row), line, font=font, fill=(ink, ink, ink))
    return image


def png(image: Image.Image, words: dict[str, str]) -> bytes:
    """A PNG with text chunks of all kinds, an unknown chunk, and a tail."""
    info = PngImagePlugin.PngInfo()
    info.add_text("Author", words["tEXt"])
    info.add_text("Comment", words["zTXt"], zip=True)
    info.add_itxt("XML:com.adobe.xmp", xmp(words["XMP"]))
    exif = Image.Exif()
    exif[0x010E] = words["eXIf"]
    buffer = io.BytesIO()
    image.save(buffer, "PNG", pnginfo=info, exif=exif, icc_profile=drawing.profile(words["ICC"]))
    data = buffer.getvalue()
    body = b"jaNe" + words["private chunk"].encode()
    chunk = struct.pack(">I", len(body) - 4) + body + struct.pack(">I", zlib.crc32(body))
    at = data.rindex(b"IDAT") - 4
    return data[:at] + chunk + data[at:] + words["after the end"].encode()


PNG_PLACES = ("tEXt", "zTXt", "XMP", "eXIf", "ICC", "private chunk", "after the end")


def xmp(text: str) -> str:
    return (
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
        "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "
        "xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:creator><rdf:Seq><rdf:li>"
        f"{text}</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
    )


JPEG_PLACES = (
    "Artist", "XPAuthor", "UserComment", "CameraOwnerName", "GPSArea", "COM", "APP1 XMP",
    "IPTC By-line", "ICC", "APP11", "trailer", "thumbnail",
)  # fmt: skip


def jpeg(image: Image.Image, words: dict[str, str]) -> bytes:
    """A JPEG with EXIF of all parts, IPTC, XMP, a comment, foreign segments and a tail."""
    exif = Image.Exif()
    exif[0x013B] = words["Artist"]
    exif[0x9C9D] = words["XPAuthor"].encode("utf-16-le")
    inner = exif.get_ifd(0x8769)
    inner[0x9286] = b"ASCII\0\0\0" + words["UserComment"].encode()
    inner[0xA430] = words["CameraOwnerName"]
    exif.get_ifd(0x8825)[0x001C] = b"ASCII\0\0\0" + words["GPSArea"].encode()
    buffer = io.BytesIO()
    image.save(buffer, "JPEG", quality=92, exif=exif, comment=words["COM"].encode(),
               icc_profile=drawing.profile(words["ICC"]))  # fmt: skip
    data = buffer.getvalue()
    iptc = (
        b"\x1c\x02\x50"
        + struct.pack(">H", len(words["IPTC By-line"]))
        + words["IPTC By-line"].encode()
    )
    resource = b"8BIM\x04\x04\0\0" + struct.pack(">I", len(iptc)) + iptc + b"\0" * (len(iptc) % 2)
    segments = (
        (0xED, b"Photoshop 3.0\0" + resource),
        (0xE1, b"http://ns.adobe.com/xap/1.0/\0" + xmp(words["APP1 XMP"]).encode()),
        (0xEB, b"JP\0\0" + words["APP11"].encode()),
        (0xE2, b"MPF\0" + words["thumbnail"].encode()),
    )
    more = b"".join(
        b"\xff" + bytes([mark]) + struct.pack(">H", len(body) + 2) + body for mark, body in segments
    )
    return data[:2] + more + data[2:] + words["trailer"].encode()


def ghost(words: str) -> bytes:
    """A PNG whose text stands under full transparency: an editor brings it back."""
    pixels = np.array(shot(words).convert("RGBA"))
    pixels[..., 3] = 0
    pixels[200:, :, 3] = 255
    buffer = io.BytesIO()
    Image.fromarray(pixels, "RGBA").save(buffer, "PNG")
    return buffer.getvalue()


def coded(words: str) -> bytes:
    """A PNG with a QR code."""
    code = zxingcpp.create_barcode(words, zxingcpp.BarcodeFormat.QRCode)
    levels = np.array(zxingcpp.write_barcode_to_image(code, scale=6))
    sheet = Image.new("L", (640, 480), 255)
    sheet.paste(Image.fromarray(levels), (100, 100))
    buffer = io.BytesIO()
    sheet.save(buffer, "PNG")
    return buffer.getvalue()


SVG_WORDS = (
    "S01 tspan", "S01 second", "S02 title", "S02 desc", "S02 metadata", "S02 docname",
    "S03 comment", "S04 id", "S04 class", "S04 data", "S04 aria", "S05 foreignObject", "S06 script",
    "S06 handler", "S06 external", "S07 content", "S07 property", "S08 hidden", "S05 picture",
)  # fmt: skip
SVG_UNREALISABLE = {
    "S03 entities": "a document type with entities is left out by the parser; see its own test",
    "S09": "no renderer for SVG: text drawn as paths is not seen",
    "S10": "the same file packed; see its own test",
}


def svg(words: dict[str, str], picture: str) -> bytes:
    """An SVG with a word in every place of section S; ``picture`` is base64 of a PNG."""
    one, two = words["S01 tspan"], words["S01 second"]
    return f"""<?xml version="1.0"?>
<!-- {words["S03 comment"]} -->
<svg xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink"
  xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" viewBox="0 0 400 200"
  sodipodi:docname="{words["S02 docname"]}.svg" aria-label="{words["S04 aria"]}">
<title>{words["S02 title"]}</title><desc>{words["S02 desc"]}</desc>
<metadata><note>{words["S02 metadata"]}</note></metadata>
<style>@import url("https://{words["S06 external"]}.example/a.css");
.{words["S04 class"]} {{ fill: red; --note: "{words["S07 property"]}" }}
text::after {{ content: "{words["S07 content"]}" }}</style>
<script>alert("{words["S06 script"]}")</script>
<g id="{words["S04 id"]}" class="{words["S04 class"]}" data-owner="{words["S04 data"]}"
  onclick="say('{words["S06 handler"]}')">
<text x="10" y="20">Dear <tspan font-weight="bold">{one[:4]}</tspan>{one[4:]} and {two}, hello</text>
<text x="10" y="60" display="none">{words["S08 hidden"]}</text>
<use href="#{words["S04 id"]}2"/><rect id="{words["S04 id"]}2" width="5" height="5"/></g>
<foreignObject><p xmlns="http://www.w3.org/1999/xhtml">{words["S05 foreignObject"]}</p></foreignObject>
<image width="320" height="180" y="80" xlink:href="data:image/png;base64,{picture}"/>
</svg>""".encode()
