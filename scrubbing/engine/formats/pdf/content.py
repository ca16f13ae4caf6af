"""Content streams written anew: glyphs taken out, names replaced, nothing unknown kept.

One walk over a stream's operators does everything, because the place of a glyph is
only known while walking. Only listed operators go through; marked content loses its
properties; resources get names of ours.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, cast

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Operator, Stream

from scrubbing.engine.formats.pdf import bounds, inline
from scrubbing.engine.formats.pdf.copying import Copier
from scrubbing.engine.formats.pdf.fonts import Font
from scrubbing.engine.formats.pdf.geometry import (
    IDENTITY,
    Grid,
    Matrix,
    Rect,
    apply,
    map_rect,
    multiply,
    overlap,
)  # fmt: skip
from scrubbing.engine.formats.pdf.layers import Layers
from scrubbing.engine.formats.pdf.opening import FOREIGN
from scrubbing.engine.formats.pdf.streams import items

PLAIN = {
    "w", "J", "j", "M", "d", "ri", "i", "m", "l", "c", "v", "y", "h", "re", "W", "W*", "n",
    "Tz", "g", "G", "rg", "RG", "k", "K", "d0", "d1",
}  # fmt: skip
PAINT = {"S", "s", "f", "F", "f*", "B", "B*", "b", "b*"}
INVISIBLE = 3

Ins = tuple[list[Object | float], Operator]


@dataclass(frozen=True, slots=True)
class Plan:
    """What is to happen on one page.

    ``targets`` are boxes whose glyphs go; ``pictures`` boxes whose pixels go too
    (text that was invisible because a scan shows it).
    """

    targets: Grid = field(default_factory=lambda: Grid(()))
    pictures: tuple[Rect, ...] = ()
    crop: Rect | None = None
    drop_invisible: bool = False

    @property
    def is_idle(self) -> bool:
        return not self.targets and self.crop is None and not self.drop_invisible


IDLE = Plan()


@dataclass(slots=True)
class TextState:
    font: Font | None = None
    key: tuple[int, int] | None = None
    size: float = 0.0
    char: float = 0.0
    word: float = 0.0
    scale: float = 1.0
    lead: float = 0.0
    rise: float = 0.0
    mode: int = 0

    def copy(self) -> "TextState":
        return TextState(self.font, self.key, self.size, self.char, self.word, self.scale,
                         self.lead, self.rise, self.mode)  # fmt: skip


PictureMaker = Callable[[Object, Sequence[Rect]], Object | None]
"""A picture's copy with boxes (in the unit square) covered; None for no change."""


class Rebuilder:
    """Rewrites the streams of one document for another."""

    def __init__(self, target: pikepdf.Pdf, layers: Layers, pictures: PictureMaker) -> None:
        self.copier = Copier(target, self._rewrite)
        self.layers = layers
        self.pictures = pictures
        self.removed = 0
        self.used: dict[tuple[int, int], set[bytes]] = {}
        self._fonts: dict[tuple[int, int], Font | None] = {}
        self._names: dict[object, Name] = {}
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

    def name(self, letter: str, source: Object, made: Object) -> Name:
        """The document-wide name of a resource; a direct one gets a name of its own."""
        key = (letter, made.objgen if made.is_indirect else id(source))
        if key not in self._names or not made.is_indirect:
            self._names[key] = Name(f"/{letter}{len(self._names) + 1}")
            if not made.is_indirect:
                self._names[len(self._names)] = self._names[key]
        return self._names[key]

    def known_font(self, key: tuple[int, int]) -> Font | None:
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


class Walk:
    """One walk over one content stream."""

    def __init__(self, owner: Rebuilder, resources: Object | None, plan: Plan, ctm: Matrix) -> None:
        self.owner = owner
        self.given = resources if isinstance(resources, Dictionary) else Dictionary()
        self.plan = plan
        self.ctm = ctm
        self.text = TextState()
        self.stack: list[tuple[Matrix, TextState]] = []
        self.matrix = self.line = IDENTITY
        self.owed = 0.0
        self.marks: list[bool] = []
        self.hidden = 0
        self.resources = Dictionary()
        self.out: list[Ins] = []

    def run(self, stream: Object) -> tuple[bytes, Dictionary]:
        for step in pikepdf.parse_content_stream(stream):
            if isinstance(step, pikepdf.ContentStreamInlineImage):
                self._inline(step)
                continue
            name = str(step.operator)
            if name in PLAIN:
                self._plain(name, list(step.operands), step.operator)
            elif name in PAINT:
                self.put([], Operator("n") if self.hidden else step.operator)
            else:
                handler = HANDLERS.get(name)
                if handler is not None:
                    handler(self, name, list(step.operands))
        while self.stack:  # an unclosed state must not reach what is drawn after it
            self.stack.pop()
            self.put([], Operator("Q"))
        return pikepdf.unparse_content_stream(cast("Any", self.out)), self.resources

    def put(self, operands: list[Object | float], operator: Operator | str) -> None:
        self.out.append((operands, Operator(operator) if isinstance(operator, str) else operator))

    def keep(self, letter: str, category: str, source: Object, made: Object) -> Name:
        """Enter a copied resource under a new name."""
        name = self.owner.name(letter, source, made)
        if category not in self.resources:
            self.resources[category] = Dictionary()
        self.resources[category][str(name)] = made
        return name

    def look_up(self, category: str, name: Object) -> Object | None:
        table = self.given.get(category)
        return table.get(str(name)) if isinstance(table, Dictionary) else None

    # -- graphics --------------------------------------------------------------

    def _plain(self, name: str, operands: Sequence[Object], operator: Operator) -> None:
        if any(isinstance(operand, (pikepdf.String, Dictionary)) for operand in operands):
            return
        if name == "Tz" and operands:
            self.text.scale = float(operands[0]) / 100
        if name == "ri":
            operands = [operand for operand in operands if str(operand) in RENDERING]
            if not operands:
                return
        self.put(list(operands), operator)

    def save(self, _: str, __: list[Object]) -> None:
        self.stack.append((self.ctm, self.text.copy()))
        self.put([], "q")

    def restore(self, _: str, __: list[Object]) -> None:
        if self.stack:
            self.ctm, self.text = self.stack.pop()
            self.put([], "Q")

    def concat(self, _: str, operands: list[Object]) -> None:
        self.ctm = multiply(six(operands), self.ctm)
        self.put(list(operands), "cm")

    def state(self, _: str, operands: list[Object]) -> None:
        source = self.look_up("/ExtGState", operands[0])
        if not isinstance(source, Dictionary):
            return
        if isinstance(source.get("/Font"), Array):
            font, size = items(source.Font)
            self.text.font, self.text.size = self.owner.font(font), float(size)
            self.text.key = font.objgen if font.is_indirect else None
        made = self.owner.copier.state(source)
        if made is not None:
            self.put([self.keep("G", "/ExtGState", source, made)], "gs")

    def space(self, name: str, operands: list[Object]) -> None:
        source = self.look_up("/ColorSpace", operands[0])
        if source is None or isinstance(source, Name):
            made = self.owner.copier.color_space(source if source is not None else operands[0])
            if made is not None:
                self.put([made], name)
            return
        made = self.owner.copier.color_space(source)
        if made is not None:
            self.put([self.keep("C", "/ColorSpace", source, made)], name)

    def color(self, name: str, operands: list[Object]) -> None:
        if operands and isinstance(operands[-1], Name):
            source = self.look_up("/Pattern", operands[-1])
            made = self.owner.copier.pattern(source) if source is not None else None
            if source is None or made is None:
                return
            operands[-1] = self.keep("P", "/Pattern", source, made)
        if not any(
            isinstance(operand, (pikepdf.String, Dictionary, Array)) for operand in operands
        ):
            self.put(list(operands), name)

    def shade(self, _: str, operands: list[Object]) -> None:
        source = self.look_up("/Shading", operands[0])
        made = self.owner.copier.shading(source) if source is not None else None
        if source is not None and made is not None and not self.hidden:
            self.put([self.keep("H", "/Shading", source, made)], "sh")

    def draw(self, _: str, operands: list[Object]) -> None:
        source = self.look_up("/XObject", operands[0])
        if (
            not isinstance(source, Stream)
            or self.hidden
            or self.owner.layers.hides(source.get("/OC"))
        ):
            return
        kind = str(source.get("/Subtype"))
        made = None
        if kind == "/Image":
            made = self._picture(source)
        elif kind == "/Form":
            made = self._form(source)
        if made is not None:
            self.put([self.keep("X", "/XObject", source, made)], "Do")

    def _picture(self, source: Object) -> Object | None:
        crop = self.plan.crop
        place = map_rect(self.ctm, (0, 0, 1, 1))
        if crop is not None and overlap(place, crop) <= 0 < (place[2] - place[0]) * (
            place[3] - place[1]
        ):
            return None
        covers = [rect for rect in self.plan.pictures if overlap(rect, place) > 0]
        made = self.owner.pictures(source, unit_boxes(covers, self.ctm))
        return made if made is not None else self.owner.copier.image(source)

    def _form(self, source: Object) -> Object | None:
        if self.plan.is_idle:
            return self.owner.copier.form(source)
        before = self.owner.removed
        matrix = six(items(source.Matrix)) if "/Matrix" in source else IDENTITY
        data, resources = self.owner.walk(
            source, source.get("/Resources", self.given), self.plan, multiply(matrix, self.ctm)
        )
        if self.owner.removed == before and not self.plan.pictures and "/Resources" in source:
            return self.owner.copier.form(source)
        return self.owner.copier.target.make_indirect(
            self.owner.copier.make_form(source, data, resources)
        )

    def _inline(self, step: pikepdf.ContentStreamInlineImage) -> None:
        if self.hidden:
            return
        made = inline.as_picture(self.owner.copier, step, self.given)
        if made is not None:
            self.put([self.keep("X", "/XObject", made, made)], "Do")

    # -- marked content --------------------------------------------------------

    def begin(self, _: str, operands: list[Object]) -> None:
        hides = False
        if operands and str(operands[0]) == "/OC" and len(operands) > 1:
            properties = operands[1]
            if isinstance(properties, Name):
                found = self.look_up("/Properties", properties)
                hides = found is not None and self.owner.layers.hides(found)
        self.marks.append(hides)
        self.hidden += hides

    def end(self, _: str, __: list[Object]) -> None:
        if self.marks:
            self.hidden -= self.marks.pop()

    # -- text ------------------------------------------------------------------

    def open_text(self, name: str, _: list[Object]) -> None:
        self.matrix = self.line = IDENTITY
        self.owed = 0.0
        self.put([], name)

    def font(self, _: str, operands: list[Object]) -> None:
        source = self.look_up("/Font", operands[0])
        self.text.size = float(operands[1])
        self.text.font, self.text.key = None, None
        if not isinstance(source, Dictionary):
            return
        self.text.font = self.owner.font(source)
        self.text.key = source.objgen if source.is_indirect else None
        made = self.owner.copier.font(source)
        if made is not None:
            self.put([self.keep("F", "/Font", source, made), operands[1]], "Tf")

    def measure(self, name: str, operands: list[Object]) -> None:
        value = float(operands[0])
        match name:
            case "Tc":
                self.text.char = value
            case "Tw":
                self.text.word = value
            case "TL":
                self.text.lead = value
            case "Ts":
                self.text.rise = value
            case "Tr":
                self.text.mode = int(value)
            case _:
                pass
        self.put(list(operands), name)

    def move(self, name: str, operands: list[Object]) -> None:
        x, y = float(operands[0]), float(operands[1])
        if name == "TD":
            self.text.lead = -y
        self._next_line(x, y)
        self.put(list(operands), name)

    def _next_line(self, x: float, y: float) -> None:
        self.line = multiply((1, 0, 0, 1, x, y), self.line)
        self.matrix = self.line
        self.owed = 0.0

    def place(self, _: str, operands: list[Object]) -> None:
        self.matrix = self.line = six(operands)
        self.owed = 0.0
        self.put(list(operands), "Tm")

    def feed(self, _: str, __: list[Object]) -> None:
        self._next_line(0, -self.text.lead)
        self.put([], "T*")

    def quote(self, name: str, operands: list[Object]) -> None:
        if name == '"':
            self.measure("Tw", operands[:1])
            self.measure("Tc", operands[1:2])
        self.feed("T*", [])
        self.show("Tj", operands[-1:])

    def show(self, name: str, operands: list[Object]) -> None:
        parts = items(operands[0]) if name == "TJ" else operands[:1]
        key = self.text.key
        seen = self.owner.used.setdefault(key, set()) if key is not None else set()
        if self.plan.is_idle and not self.hidden:
            seen.update(bytes(part) for part in parts if isinstance(part, pikepdf.String))
            self.put([Array([part for part in parts if not isinstance(part, Name)])], "TJ")
            return
        kept = self._sift(parts)
        if kept:
            seen.update(part for part in kept if isinstance(part, bytes))
            self.put([Array([pikepdf.String(part) if isinstance(part, bytes) else round(part, 3)
                             for part in kept])], "TJ")  # fmt: skip

    def _sift(self, parts: Sequence[Object]) -> list[bytes | float]:  # noqa: C901 - one walk
        """The strings and moves that stay; a move that nothing follows is not written.

        What a removed glyph would have moved is owed to the next glyph that stays;
        a new line settles it, so that no number is left behind a name at a line's end.
        """
        kept: list[bytes | float] = []
        current = bytearray()
        text = self.text
        font = text.font
        for part in parts:
            if not isinstance(part, pikepdf.String):
                if current:
                    kept.append(bytes(current))
                    current = bytearray()
                self._advance(-float(part) / 1000 * text.size)
                self.owed += -float(part) / 1000 * text.size
                continue
            if font is None:
                if not self.hidden:
                    current += bytes(part)
                continue
            for code, _, width, is_space in font.codes(bytes(part)):
                step = width * font.unit * text.size
                move = step + text.char + (text.word if is_space else 0.0)
                if self._goes(width * font.unit, vertical=font.vertical):
                    self.owner.removed += 1
                    if current:
                        kept.append(bytes(current))
                        current = bytearray()
                    self.owed += -(text.size + text.char) if font.vertical else move
                else:
                    if self.owed and text.size:
                        kept.append(-self.owed * 1000 / text.size)
                        self.owed = 0.0
                    current += code
                self._advance(-(text.size + text.char) if font.vertical else move)
        if current:
            kept.append(bytes(current))
        return kept

    def _advance(self, distance: float) -> None:
        vertical = self.text.font is not None and self.text.font.vertical
        step = (0.0, distance) if vertical else (distance * self.text.scale, 0.0)
        self.matrix = multiply((1, 0, 0, 1, *step), self.matrix)

    def _goes(self, width: float, *, vertical: bool) -> bool:
        if self.hidden or (self.plan.drop_invisible and self.text.mode == INVISIBLE):
            return True
        text = self.text
        frame = (text.size * text.scale, 0.0, 0.0, text.size, 0.0, text.rise)
        shown = multiply(multiply(frame, self.matrix), self.ctm)
        x, y = apply(shown, 0.0, -0.5) if vertical else apply(shown, width / 2, 0.2)
        crop = self.plan.crop
        if crop is not None and not (crop[0] <= x <= crop[2] and crop[1] <= y <= crop[3]):
            return True
        return self.plan.targets.holds(x, y, slack=0.3)


RENDERING = {"/AbsoluteColorimetric", "/RelativeColorimetric", "/Saturation", "/Perceptual"}


def six(operands: Sequence[Object]) -> Matrix:
    a, b, c, d, e, f = (float(value) for value in operands[:6])
    return a, b, c, d, e, f


def unit_boxes(covers: Sequence[Rect], ctm: Matrix) -> list[Rect]:
    """Boxes of the page in a picture's own unit square, y upwards."""
    from scrubbing.engine.formats.pdf.geometry import invert

    back = invert(ctm)
    return [map_rect(back, rect) for rect in covers] if back is not None else []


Handler = Callable[[Walk, str, list[Object]], None]
HANDLERS: Mapping[str, Handler] = {
    "q": Walk.save, "Q": Walk.restore, "cm": Walk.concat, "gs": Walk.state,
    "cs": Walk.space, "CS": Walk.space, "sc": Walk.color, "SC": Walk.color,
    "scn": Walk.color, "SCN": Walk.color, "sh": Walk.shade, "Do": Walk.draw,
    "BMC": Walk.begin, "BDC": Walk.begin, "EMC": Walk.end,
    "BT": Walk.open_text, "ET": Walk.open_text, "Tf": Walk.font,
    "Tc": Walk.measure, "Tw": Walk.measure, "TL": Walk.measure, "Ts": Walk.measure,
    "Tr": Walk.measure, "Td": Walk.move, "TD": Walk.move, "Tm": Walk.place, "T*": Walk.feed,
    "'": Walk.quote, '"': Walk.quote, "Tj": Walk.show, "TJ": Walk.show,
}  # fmt: skip
