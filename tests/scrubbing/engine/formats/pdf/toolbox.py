"""Toolboxes of the tests: one that reads pictures, one that finds nothing in them."""

from collections.abc import Sequence

from scrubbing.engine.errors import NeedsTool, Unsupported
from scrubbing.engine.formats.image import IMAGE
from scrubbing.engine.formats.image.handler import read_image
from scrubbing.engine.types import Box, Edit, Extraction, Untrusted


class Pictures:
    """Pictures through the real image handler; no other inner files."""

    depth = 0

    def extract(self, untrusted: Untrusted) -> Extraction:
        if untrusted.name.endswith(".txt"):
            from scrubbing.engine.types import Unit

            return Extraction("txt", (Unit("1", untrusted.data.decode()),))
        raise Unsupported

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box]
    ) -> tuple[str, bytes]:
        return "png", IMAGE.rewrite(untrusted, edits, boxes, self)

    def texts(self, name: str, output: bytes) -> Sequence[str]:
        return IMAGE.texts(output, self)

    def read_image(self, data: bytes) -> Extraction:
        return read_image(data)

    def convert(self, data: bytes, suffix: str, target: str) -> bytes:
        raise NeedsTool

    def convert_pictures(self, pictures: Sequence[tuple[bytes, str]]) -> None:
        """There is no LibreOffice here."""

    def arranged(self, order: Sequence[int]) -> None:
        """Nobody asks in which order the members of a container came out."""


class Blind(Pictures):
    """Reads no pictures: for tests of text only, which then run in milliseconds."""

    def read_image(self, data: bytes) -> Extraction:
        return Extraction("png", ())
