"""A toolbox for tests: Office files by the handlers here, pictures by Pillow, no OCR."""

import io
from collections.abc import Sequence
from dataclasses import dataclass

from PIL import Image, UnidentifiedImageError

from scrubbing.engine.errors import Broken, NeedsTool, TooDeep, Unsupported
from scrubbing.engine.formats import odf, ooxml
from scrubbing.engine.types import Box, Edit, Extraction, Handler, Untrusted
from scrubbing.engine.zipcheck import format_of

HANDLERS: dict[str, Handler] = {
    name: handler for handler in (*odf.HANDLERS, *ooxml.HANDLERS) for name in handler.formats
}


@dataclass(frozen=True)
class Tools:
    depth: int = 0

    def extract(self, untrusted: Untrusted) -> Extraction:
        return self._handler(untrusted.data).extract(untrusted, self._deeper())

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box]
    ) -> tuple[str, bytes]:
        if untrusted.name.startswith("image."):
            return self._picture(untrusted.data)
        data = self._handler(untrusted.data).rewrite(untrusted, edits, boxes, self._deeper())
        name = format_of(untrusted.data)
        return ooxml.OUTPUTS.get(name, name), data

    def texts(self, name: str, output: bytes) -> Sequence[str]:
        if not output.startswith(b"PK"):
            return ()
        return self._handler(output).texts(output, self._deeper())

    def read_image(self, data: bytes) -> Extraction:
        return Extraction("png", ())

    def convert(self, data: bytes, suffix: str, target: str) -> bytes:
        raise NeedsTool

    def convert_pictures(self, pictures: Sequence[tuple[bytes, str]]) -> None:
        """There is no LibreOffice here."""

    def _picture(self, data: bytes) -> tuple[str, bytes]:
        try:
            image = Image.open(io.BytesIO(data))
            image.load()
        except (UnidentifiedImageError, OSError, ValueError) as error:
            raise Broken from error
        kind = "JPEG" if image.format == "JPEG" else "PNG"
        target = io.BytesIO()
        image.convert("RGB" if kind == "JPEG" else "RGBA").save(target, kind)
        return kind.lower(), target.getvalue()

    def _handler(self, data: bytes) -> Handler:
        if not data.startswith(b"PK"):
            raise Unsupported
        handler = HANDLERS.get(format_of(data))
        if handler is None:
            raise Unsupported
        return handler

    def _deeper(self) -> "Tools":
        if self.depth > 3:
            raise TooDeep
        return Tools(self.depth + 1)
