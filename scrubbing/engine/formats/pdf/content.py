"""Content streams written anew: glyphs taken out, names replaced, nothing unknown kept.

One walk over a stream's steps does everything, because the place of a glyph is only
known while walking. Only listed operators go through; marked content loses its
properties; resources get names of ours.
"""

from collections.abc import Callable, Sequence

import pikepdf
from pikepdf import Dictionary, Name, Object

from scrubbing.engine.formats.pdf import bounds
from scrubbing.engine.formats.pdf.copying import Copier
from scrubbing.engine.formats.pdf.fonts import Font
from scrubbing.engine.formats.pdf.geometry import IDENTITY, Matrix, Rect
from scrubbing.engine.formats.pdf.layers import Layers
from scrubbing.engine.formats.pdf.opening import FOREIGN
from scrubbing.engine.formats.pdf.plan import IDLE, FontKey, Plan
from scrubbing.engine.formats.pdf.walking import Walk

PictureMaker = Callable[[Object, Sequence[Rect]], Object | None]
"""A picture's copy with boxes (in the unit square) covered; None for no change."""


class Rebuilder:
    """Rewrites the streams of one document for another.

    ``used`` holds the strings that each font still shows, as they stand in the content;
    ``touched`` the fonts of which some glyph was taken away.
    """

    def __init__(self, target: pikepdf.Pdf, layers: Layers, pictures: PictureMaker) -> None:
        self.copier = Copier(target, self._rewrite)
        self.layers = layers
        self.pictures = pictures
        self.removed = 0
        self.used: dict[FontKey, set[bytes]] = {}
        self.touched: set[FontKey] = set()
        self._fonts: dict[FontKey, Font | None] = {}
        self._names: dict[tuple[str, FontKey], Name] = {}
        self._named = 0
        self._depth = 0

    def page(self, page: pikepdf.Page, plan: Plan) -> tuple[bytes, Dictionary]:
        """New content and resources of a page."""
        return self.walk(page.obj, page.resources, plan, IDENTITY)

    def _rewrite(self, stream: Object, resources: Object | None) -> tuple[bytes, Dictionary]:
        return self.walk(stream, resources, IDLE, IDENTITY)

    def walk(
        self, stream: Object, resources: Object | None, plan: Plan, ctm: Matrix
    ) -> tuple[bytes, Dictionary]:
        if self._depth > bounds.FORM_DEPTH:
            return b"", Dictionary()
        self._depth += 1
        try:
            return Walk(self, resources, plan, ctm).run(stream)
        finally:
            self._depth -= 1

    def took(self, font: FontKey | None) -> None:
        """Count a glyph that went."""
        self.removed += 1
        if font is not None:
            self.touched.add(font)

    def name(self, letter: str, made: Object) -> Name:
        """The document-wide name of a resource; a direct one gets a name of its own."""
        key = (letter, made.objgen) if made.is_indirect else None
        found = self._names.get(key) if key else None
        if found is None:
            self._named += 1  # counted, not told by addresses: the same input, the same bytes
            found = Name(f"/{letter}{self._named}")
            if key:
                self._names[key] = found
        return found

    def known_font(self, key: FontKey) -> Font | None:
        """A font that was met, by its old object number."""
        return self._fonts.get(key)

    def font(self, source: Object) -> Font | None:
        key = source.objgen if source.is_indirect else (-1, id(source))
        if key not in self._fonts or not source.is_indirect:
            try:
                self._fonts[key] = Font(source)
            except FOREIGN:
                self._fonts[key] = None
        return self._fonts[key]
