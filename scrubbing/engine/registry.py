"""All formats and detectors in one place, and the toolbox that lets formats recurse."""

import contextlib
import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cache

from scrubbing.engine import convert, detectors, inner
from scrubbing.engine.edits import DRAWN_ON, area_numbers
from scrubbing.engine.errors import Bomb, HasMacro, NeedsTool, TooBig, TooDeep, Unsupported
from scrubbing.engine.formats import (
    archive,
    data,
    epub,
    image,
    legacy,
    mail,
    markup,
    notebook,
    odf,
    ooxml,
    pdf,
)
from scrubbing.engine.formats.table import TableHandler
from scrubbing.engine.formats.text import TextHandler
from scrubbing.engine.identify import Identity, identify
from scrubbing.engine.limits import FREE_BYTES, MAX_DEPTH, MAX_RATIO, MAX_TEXT, MAX_UNPACKED
from scrubbing.engine.signatures import sniff
from scrubbing.engine.types import Box, Detector, Edit, Extraction, Handler, Untrusted

HANDLERS: tuple[Handler, ...] = (
    TextHandler(), TableHandler(), data.HANDLER, markup.HANDLER, notebook.HANDLER, mail.MAIL,
    mail.MBOX, mail.CARDS, mail.OUTLOOK, ooxml.WORD, ooxml.SLIDES, ooxml.SHEETS, odf.ODF, legacy.LEGACY,
    legacy.RTF, pdf.PDF, image.IMAGE, image.SVG, epub.EPUB, archive.archive, archive.gzip, archive.bundle,
)  # fmt: skip
"""One per family of formats. A format that is in none of them is refused."""

OUTPUT: Mapping[str, str] = {
    "doc": "docx", "ppt": "pptx", "xls": "xlsx", "xlsb": "xlsx", "docm": "docx", "dotm": "dotx",
    "pptm": "pptx", "potm": "potx", "ppsm": "ppsx", "xlsm": "xlsx", "xltm": "xltx", "msg": "eml",
    "heic": "jpg", "bmp": "png",
}  # fmt: skip
"""Formats that leave as another one; all others leave as they came."""

MACROS = frozenset({"docm", "dotm", "pptm", "potm", "ppsm", "xlsm", "xltm"})
"""Formats that a policy may refuse because they carry macros."""


@cache
def build_detectors() -> tuple[Detector, ...]:
    """Every detector, loaded once and warm."""
    built = detectors.build()
    detectors.warm(built)
    return built


@cache
def by_format() -> Mapping[str, Handler]:
    """The handler of each format."""
    return {name: handler for handler in HANDLERS for name in handler.formats}


def handler_for(format_name: str) -> Handler:
    """The handler of a format. Raises ``Unsupported`` where there is none."""
    handler = by_format().get(format_name)
    if handler is None:
        raise Unsupported
    return handler


def output_format(format_name: str) -> str:
    """The format in which a file of ``format_name`` leaves."""
    return OUTPUT.get(format_name, format_name)


def output_suffix(identity: Identity) -> str:
    """The suffix of the cleaned file: the given one unless the format changes."""
    changed = OUTPUT.get(identity.format)
    return changed or identity.suffix


def holds_macros(format_name: str, data: bytes) -> bool:
    """Whether a document carries macros, by its type or by what lies in it."""
    if format_name in MACROS:
        return True
    handler = by_format().get(format_name)
    if handler in ooxml.HANDLERS:
        return ooxml.has_macros(data)
    if handler is odf.ODF:
        return odf.has_macros(data)
    return handler is legacy.LEGACY and legacy.has_macros(data)


@dataclass(slots=True)
class Budget:
    """How many bytes inner files of one upload may hold, all levels together.

    Each container is measured by itself; many small ones in one another would pass.
    """

    left: float = math.inf

    def take(self, size: int) -> None:
        """Raises ``Bomb`` where an inner file of ``size`` bytes is too much."""
        self.left -= size
        if self.left < 0:
            raise Bomb("inner files")


def budget_for(size: int) -> Budget:
    """For reading an upload of ``size`` bytes. What is read again later was measured then."""
    return Budget(min(MAX_UNPACKED, max(FREE_BYTES, size * MAX_RATIO)))


@dataclass(slots=True)
class Trace:
    """What a rewrite tells beside its bytes.

    ``order`` says which member of an archive each written one was; of archives in archives
    the outermost speaks last. ``drawn`` are the numbers of areas that reached an inner file.
    """

    order: tuple[int, ...] = ()
    drawn: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Tools:
    """The toolbox: hands inner files back to the registry, one level deeper.

    With ``no_macros`` an inner file that carries macros raises ``HasMacro``.
    """

    depth: int = 0
    no_macros: bool = False
    trace: Trace = field(default_factory=Trace, compare=False)
    budget: Budget = field(default_factory=Budget, compare=False)

    def extract(self, untrusted: Untrusted) -> Extraction:
        """Read an inner file of any format."""
        self.budget.take(len(untrusted.data))
        deeper = self._deeper()

        def read() -> Extraction:
            identity = identify(untrusted.name, untrusted.data)
            return extract_with(deeper, identity, untrusted)

        if self.budget.left < math.inf:
            return read()  # what was read once is measured every time it occurs
        key = ("read", *self._key(untrusted))
        return inner.once(key, read, inner.size_of_extraction)

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box]
    ) -> tuple[str, bytes]:
        """Rewrite an inner file; its new suffix (without a dot) and bytes."""
        deeper = replace(self._deeper(), trace=Trace())

        def write() -> tuple[str, bytes, set[int]]:
            identity = identify(untrusted.name, untrusted.data)
            deeper.check_macros(identity, untrusted.data)
            data = handler_for(identity.format).rewrite(untrusted, edits, boxes, deeper)
            own = area_numbers(boxes) if identity.format in DRAWN_ON else set()
            return output_suffix(identity), data, own | deeper.trace.drawn

        key = ("write", *self._key(untrusted), tuple(edits), tuple(boxes))
        suffix, data, drawn = inner.once(key, write, lambda made: len(made[1]))
        self.trace.drawn |= drawn
        return suffix, data

    def texts(self, name: str, output: bytes) -> Sequence[str]:
        """All text of an inner output."""
        deeper = self._deeper()

        def read() -> Sequence[str]:
            return handler_for(identify(name, output).format).texts(output, deeper)

        key = ("texts", *self._key(Untrusted(name, output)))
        return inner.once(key, read, inner.size_of_texts)

    def _key(self, untrusted: Untrusted) -> tuple[str, bytes, int, bool]:
        return untrusted.name, inner.digest(untrusted.data), self.depth, self.no_macros

    def read_image(self, data: bytes) -> Extraction:
        """OCR units, faces and codes of a picture, whatever its signature says it is."""
        return self.extract(Untrusted(f"image.{_image_suffix(data)}", data))

    def convert(self, data: bytes, suffix: str, target: str) -> bytes:
        """Convert by LibreOffice."""
        return convert.convert(data, suffix, target)

    def convert_pictures(self, pictures: Sequence[tuple[bytes, str]]) -> None:
        """Convert many drawings in one start of LibreOffice; nothing happens without it."""
        with contextlib.suppress(NeedsTool):
            convert.convert_pictures(pictures)

    def arranged(self, order: Sequence[int]) -> None:
        """Keep what an archive says of its members."""
        self.trace.order = tuple(order)

    def check_macros(self, identity: Identity, data: bytes) -> None:
        """Raises ``HasMacro`` where macros are refused and the file carries some."""
        if self.no_macros and holds_macros(identity.format, data):
            raise HasMacro

    def _deeper(self) -> "Tools":
        if self.depth >= MAX_DEPTH:
            raise TooDeep
        return replace(self, depth=self.depth + 1)


def extract_with(tools: Tools, identity: Identity, untrusted: Untrusted) -> Extraction:
    """An extraction under the identity's format, within the limit of text."""
    tools.check_macros(identity, untrusted.data)
    extraction = handler_for(identity.format).extract(untrusted, tools)
    if sum(len(unit.text) for unit in extraction.units) > MAX_TEXT:
        raise TooBig("text")
    return replace(extraction, format=identity.format)


def _image_suffix(data: bytes) -> str:
    return sniff(data) or "svg"
