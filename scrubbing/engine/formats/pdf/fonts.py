"""Fonts as far as moving along a line of text needs them: codes and their widths."""

import io
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import pikepdf
from pdfminer.cmapdb import CMapDB, CMapParser, FileCMap
from pdfminer.encodingdb import EncodingDB, name2unicode
from pdfminer.fontmetrics import FONT_METRICS

from scrubbing.engine.formats.pdf import signs
from scrubbing.engine.formats.pdf.opening import FOREIGN
from scrubbing.engine.formats.pdf.streams import items as members

SPACE = 32


class Font:
    """Cuts a string of a content stream into codes and tells how far each moves."""

    def __init__(self, font: pikepdf.Object) -> None:
        kind = str(font.get("/Subtype"))
        self.vertical = False
        self.unit = 0.001
        self._tree: dict[int, Any] | None = None
        self._wide = kind == "/Type0"
        self._default = 0.0
        self._widths: dict[int, float] = {}
        if self._wide:
            self._read_composite(font)
        else:
            if kind == "/Type3":
                self.unit = abs(float(members(font.FontMatrix)[0])) or 0.001
            self._read_simple(font)

    @property
    def codes_are_ids(self) -> bool:
        """Whether a code is the number of the character itself, and two bytes long."""
        return self._wide and self._tree is None

    @property
    def widths(self) -> Mapping[int, float]:
        return self._widths

    def codes(self, data: bytes) -> Iterator[tuple[bytes, int, float, bool]]:
        """Each code's bytes, its number, its width in glyph units, whether a space."""
        if not self._wide:
            for code in data:
                yield bytes([code]), code, self._widths.get(code, self._default), code == SPACE
        elif self._tree is None:
            for at in range(0, len(data) - 1, 2):
                code = data[at] << 8 | data[at + 1]
                yield data[at : at + 2], code, self._widths.get(code, self._default), False
            if len(data) % 2:
                yield data[-1:], data[-1], 0.0, False
        else:
            yield from self._walk(data, self._tree)

    def length(self, data: bytes) -> tuple[float, int, int]:
        """The widths of a string's codes together, how many they are, how many are spaces."""
        if not self._wide:
            known, default = self._widths, self._default
            return sum([known.get(code, default) for code in data]), len(data), data.count(SPACE)
        width, count, spaces = 0.0, 0, 0
        for _, _, one, is_space in self.codes(data):
            width += one
            count += 1
            spaces += is_space
        return width, count, spaces

    def distinct(self, texts: Iterable[bytes]) -> dict[bytes, int]:
        """The codes that strings are made of, each with its number."""
        if not self._wide:
            return {bytes([code]): code for code in set(b"".join(texts))}
        return {code: number for text in set(texts) for code, number, _, _ in self.codes(text)}

    def _walk(self, data: bytes, tree: dict[int, Any]) -> Iterator[tuple[bytes, int, float, bool]]:
        start, branch = 0, tree
        for at, byte in enumerate(data):
            entry = branch.get(byte)
            if isinstance(entry, dict):
                branch = entry
                continue
            piece = data[start : at + 1]
            width = self._default if entry is None else self._widths.get(entry, self._default)
            yield piece, int.from_bytes(piece, "big"), width, piece == b" "
            start, branch = at + 1, tree
        if start < len(data):
            yield data[start:], int.from_bytes(data[start:], "big"), self._default, False

    def _read_composite(self, font: pikepdf.Object) -> None:
        inner = font.DescendantFonts[0]
        self._default = float(inner.get("/DW", 1000))
        self._widths = composite_widths(inner.get("/W"))
        encoding = font.get("/Encoding")
        if isinstance(encoding, pikepdf.Name):
            name = str(encoding)[1:]
            self.vertical = name.endswith("V")
            if not name.startswith("Identity") and re.fullmatch(r"[A-Za-z0-9-]{1,40}", name):
                self._tree = getattr(CMapDB.get_cmap(name), "code2cid", None) or None
        elif isinstance(encoding, pikepdf.Stream):
            cmap = FileCMap()
            CMapParser(cmap, io.BytesIO(encoding.read_bytes())).run()
            self._tree = cmap.code2cid or None
            self.vertical = int(encoding.get("/WMode", 0) or 0) == 1

    def _read_simple(self, font: pikepdf.Object) -> None:
        descriptor = font.get("/FontDescriptor")
        if isinstance(descriptor, pikepdf.Dictionary):
            self._default = float(descriptor.get("/MissingWidth", 0) or 0)
        widths = font.get("/Widths")
        if isinstance(widths, pikepdf.Array):
            first = int(font.get("/FirstChar", 0))
            for step, width in enumerate(widths):
                self._widths[first + step] = float(width)
        else:
            self._widths = _standard_widths(font)


def composite_widths(widths: pikepdf.Object | None) -> dict[int, float]:
    """The /W array of a composite font: the width of each character id."""
    found: dict[int, float] = {}
    items = list(widths) if isinstance(widths, pikepdf.Array) else []
    at = 0
    while at + 1 < len(items):
        first, second = int(items[at]), items[at + 1]
        if isinstance(second, pikepdf.Array):
            for step, width in enumerate(second):
                found[first + step] = float(width)
            at += 2
        else:
            if at + 2 >= len(items):
                break
            for code in range(first, min(int(second), first + 65_535) + 1):
                found[code] = float(items[at + 2])
            at += 3
    return found


def _standard_widths(font: pikepdf.Object) -> dict[int, float]:
    """Widths of one of the fourteen fonts that every reader brings along."""
    name = str(font.get("/BaseFont", "/Helvetica"))[1:].split("+")[-1]
    if name in signs.NAMES:
        return dict(signs.widths(name))
    _, metrics = FONT_METRICS.get(name) or FONT_METRICS["Helvetica"]
    encoding = font.get("/Encoding")
    base, differences = encoding, None
    if isinstance(encoding, pikepdf.Dictionary):
        base, differences = encoding.get("/BaseEncoding"), encoding.get("/Differences")
    table = str(base)[1:] if isinstance(base, pikepdf.Name) else "StandardEncoding"
    letters = dict(EncodingDB.encodings.get(table, EncodingDB.std2unicode))
    code = 0
    for item in differences if isinstance(differences, pikepdf.Array) else []:
        if isinstance(item, pikepdf.Name):
            try:
                letters[code] = name2unicode(str(item)[1:])
            except FOREIGN:
                letters.pop(code, None)
            code += 1
        else:
            code = int(item)
    return {code: float(metrics[letter]) for code, letter in letters.items() if letter in metrics}
