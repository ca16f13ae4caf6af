"""What an image file says besides its pixels: knowledge, and dropped by re-encoding."""

import contextlib
import re
from collections.abc import Iterator

from lxml import etree
from PIL import ExifTags, Image, ImageFile, IptcImagePlugin

from scrubbing.engine.formats.image.pixels import FOREIGN
from scrubbing.engine.types import Fact, Place, Role, Unit

MOST = 2_000
"""Values of one file that are kept as knowledge."""

SHORTEST = 3
FACTS = {
    "Artist": "author", "XPAuthor": "author", "Software": "software", "HostComputer": "software",
    "DateTime": "created", "CameraOwnerName": "author", "creator": "author",
}  # fmt: skip
AUTHORS = {"Artist", "XPAuthor", "CameraOwnerName", "creator", "By-line", "Author"}
IPTC_NAMES = {
    (2, 80): "By-line", (2, 85): "By-line title", (2, 90): "City", (2, 101): "Country",
    (2, 116): "Copyright", (2, 118): "Contact", (2, 120): "Caption", (2, 122): "Writer",
    (2, 110): "Credit", (2, 115): "Source", (2, 5): "Title", (2, 25): "Keywords",
}  # fmt: skip
OF_FORMATS = frozenset({
    "GIF87a", "GIF89a", "NETSCAPE2.0", "ANIMEXTS1.0", "raw", "jpeg", "tiff_jpeg", "tiff_lzw",
    "tiff_adobe_deflate", "tiff_deflate", "tiff_ccitt", "packbits", "group3", "group4", "webp",
})  # fmt: skip
"""Words that stand in every file of a format: were they values to remove, none could leave."""
INNER = (ExifTags.IFD.Exif, ExifTags.IFD.GPSInfo, ExifTags.IFD.Interop, ExifTags.IFD.IFD1)


def read(image: Image.Image) -> tuple[list[Unit], list[Fact]]:
    """All values as removable units, the telling ones as facts too."""
    units: list[Unit] = []
    facts: list[Fact] = []
    place = Place(part="properties")
    for number, (name, value) in enumerate(_values(image), 1):
        if number > MOST:
            break
        role = Role.AUTHOR if name in AUTHORS else Role.PROPERTY
        units.append(Unit(f"meta.{number}", value, role, name[:40], place, removable=True))
        if name in FACTS:
            facts.append(Fact(FACTS[name], value, place))
    return units, facts


def _values(image: Image.Image) -> Iterator[tuple[str, str]]:
    yield from _exif(image)
    yield from _iptc(image)
    for name, value in dict(image.info).items():
        label = str(name)
        if label in {"exif", "icc_profile", "photoshop", "transparency", "dpi", "gamma"}:
            continue
        if (isinstance(value, bytes) and b"<x:xmpmeta" in value) or label.lower().startswith(
            "xml:com"
        ):
            yield from _xmp(value if isinstance(value, bytes) else str(value).encode())
        elif isinstance(value, (str, bytes)):
            yield from _clean(label, value)
        elif isinstance(value, (list, tuple)):
            for item in value:
                yield from _clean(label, item)
    profile = image.info.get("icc_profile")
    if isinstance(profile, bytes):
        for text in re.findall(rb"[\x20-\x7e]{6,}", profile[128:]):
            yield "profile", text.decode("ascii")


def _clean(name: str, value: object) -> Iterator[tuple[str, str]]:
    """A value as readable text; what is not text is passed over."""
    if isinstance(value, bytes):
        text = _decoded(value)
    elif isinstance(value, str):
        text = value
    else:
        return
    text = text.strip("\0 \t\r\n")
    if text in OF_FORMATS:
        return
    if len(text) >= SHORTEST and sum(
        char.isprintable() or char in "\n\r\t" for char in text
    ) > 0.9 * len(text):
        yield name, text[:5_000]


def _decoded(value: bytes) -> str:
    for mark, encoding in (
        (b"UNICODE\0", "utf-16"),
        (b"ASCII\0\0\0", "latin-1"),
        (b"\xff\xfe", "utf-16"),
    ):
        if value.startswith(mark):
            return value.removeprefix(mark).decode(encoding, "replace")
    if len(value) > 3 and value[1::2].count(0) > len(value) // 4:  # noqa: PLR2004 - Windows' XP tags
        return value.decode("utf-16-le", "replace")
    return value.decode("utf-8", "replace")


def _exif(image: Image.Image) -> Iterator[tuple[str, str]]:
    with contextlib.suppress(*FOREIGN):
        exif = image.getexif()
        for tag, value in exif.items():
            yield from _clean(ExifTags.TAGS.get(tag, "tag"), value)
        for ifd in INNER:
            names = ExifTags.GPSTAGS if ifd == ExifTags.IFD.GPSInfo else ExifTags.TAGS
            for tag, value in exif.get_ifd(ifd).items():
                if ifd == ExifTags.IFD.GPSInfo and tag in {2, 4} and isinstance(value, tuple):
                    yield "GPS", " ".join(str(float(part)) for part in value)
                yield from _clean(names.get(tag, "tag"), value)


def _iptc(image: Image.Image) -> Iterator[tuple[str, str]]:
    found = None
    if not isinstance(image, ImageFile.ImageFile):
        return
    with contextlib.suppress(*FOREIGN):
        found = IptcImagePlugin.getiptcinfo(image)
    for key, value in (found or {}).items():
        for item in value if isinstance(value, list) else [value]:
            yield from _clean(IPTC_NAMES.get(key, "iptc"), item)


def _xmp(packet: bytes) -> Iterator[tuple[str, str]]:
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, recover=True,
                             huge_tree=False)  # fmt: skip
    try:
        root = etree.fromstring(packet.strip(b"\0 \r\n"), parser)
    except (etree.XMLSyntaxError, ValueError):
        return
    if root is None:
        return
    for element in root.iter():
        tag = element.tag if isinstance(element.tag, str) else "comment"
        name = tag.rsplit("}", 1)[-1]
        if name == "li":
            named = [str(up.tag).rsplit("}", 1)[-1] for up in element.iterancestors()]
            name = next((up for up in named if up not in {"Seq", "Bag", "Alt", "li"}), name)
        yield from _clean(name, element.text or "")
        for key, given in element.attrib.items():
            value = str(given)
            if not value.startswith("http://"):
                yield from _clean(str(key).rsplit("}", 1)[-1], value)
