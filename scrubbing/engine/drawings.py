"""Drawings of Windows and of OpenOffice as a page that holds them and nothing else.

LibreOffice would put such a drawing in the middle of a sheet of paper and make a picture of
the sheet. A document of one page, as large as the drawing, gives a picture of the drawing.
"""

import base64
import re
import struct

from scrubbing.engine.errors import Broken

HEADS = {
    "emf": re.compile(rb"\x01\0\0\0.{36} EMF", re.DOTALL),
    "wmf": re.compile(rb"\xd7\xcd\xc6\x9a|[\x01\x02]\0\x09\0\0[\x01\x03]"),
    "svm": re.compile(rb"VCLMTF"),
}
SUFFIXES = frozenset(HEADS)

SCALE = 2.0
"""A page is exported with 96 dots per inch; twice as large gives print that can be read."""

LONGEST, SHORTEST = 52.0, 0.3
"""Centimetres of the page's sides: 2,000 pixels are enough, a line needs some."""

UNKNOWN = (16.0, 12.0)
"""Centimetres where the drawing does not say: what shows it stretches it anyway."""

INCH = 2.54

_PAGE = """<?xml version="1.0" encoding="UTF-8"?>
<office:document office:version="1.3"
 office:mimetype="application/vnd.oasis.opendocument.graphics"
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"
 xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:draw="urn:oasis:names:tc:opendocument:xmlns:drawing:1.0"
 xmlns:fo="urn:oasis:names:tc:opendocument:xmlns:xsl-fo-compatible:1.0"
 xmlns:svg="urn:oasis:names:tc:opendocument:xmlns:svg-compatible:1.0">
<office:styles/><office:automatic-styles><style:page-layout style:name="L">
<style:page-layout-properties fo:margin-top="0cm" fo:margin-bottom="0cm" fo:margin-left="0cm"
 fo:margin-right="0cm" fo:page-width="{width:.3f}cm" fo:page-height="{height:.3f}cm"/>
</style:page-layout><style:style style:name="G" style:family="graphic">
<style:graphic-properties draw:stroke="none" draw:fill="none"/></style:style>
</office:automatic-styles><office:master-styles>
<style:master-page style:name="Default" style:page-layout-name="L"/></office:master-styles>
<office:body><office:drawing><draw:page draw:name="p" draw:master-page-name="Default">
<draw:frame draw:style-name="G" svg:x="0cm" svg:y="0cm"
 svg:width="{width:.3f}cm" svg:height="{height:.3f}cm"><draw:image>
<office:binary-data>{data}</office:binary-data></draw:image></draw:frame>
</draw:page></office:drawing></office:body></office:document>
"""


def page_of(data: bytes, suffix: str) -> bytes:
    """A flat OpenDocument drawing of one page, which the drawing fills. May raise ``Broken``."""
    if not HEADS[suffix].match(data):
        raise Broken("not a drawing")
    width, height = _sides(data, suffix)
    coded = base64.b64encode(data).decode()
    return _PAGE.format(width=width, height=height, data=coded).encode()


def _sides(data: bytes, suffix: str) -> tuple[float, float]:
    """Width and height of the page in centimetres."""
    try:
        width, height = _size(data, suffix)
    except struct.error:
        width, height = 0.0, 0.0
    if not (width > 0 and height > 0):
        width, height = UNKNOWN
    scale = min(SCALE, LONGEST / max(width, height))
    return max(width * scale, SHORTEST), max(height * scale, SHORTEST)


def _size(data: bytes, suffix: str) -> tuple[float, float]:
    """What a drawing's head says of its size, in centimetres; nothing where it says nothing."""
    if suffix == "emf":  # [MS-EMF] 2.2.9: the frame, in hundredths of a millimetre
        left, top, right, bottom = struct.unpack_from("<4i", data, 24)
        return (right - left) / 1000, (bottom - top) / 1000
    if data.startswith(b"\xd7\xcd\xc6\x9a"):  # [MS-WMF] 2.3.2.3: the box and its units per inch
        left, top, right, bottom, inch = struct.unpack_from("<4hH", data, 6)
        unit = INCH / inch if inch else 0.0
        return abs(right - left) * unit, abs(bottom - top) * unit
    return 0.0, 0.0
