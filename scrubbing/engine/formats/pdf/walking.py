"""One walk over one content stream."""

import re
from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

import pikepdf
from pikepdf import Array, Dictionary, Name, Object, Stream

from scrubbing.engine.formats.pdf import inline, lexing
from scrubbing.engine.formats.pdf.geometry import (
    IDENTITY,
    Matrix,
    Rect,
    apply,
    holds,
    map_rect,
    multiply,
    overlap,
    six,
    unit_boxes,
)  # fmt: skip
from scrubbing.engine.formats.pdf.lexing import Step
from scrubbing.engine.formats.pdf.measuring import NEAR, Part, clear, moves_of, reach
from scrubbing.engine.formats.pdf.plan import Plan, TextState
from scrubbing.engine.formats.pdf.streams import items

if TYPE_CHECKING:
    from scrubbing.engine.formats.pdf.content import Rebuilder

PAINT = re.compile(rb"(?<![^\0\t\n\f\r ])(?:S|s|F|[fBb]\*?)(?![^\0\t\n\f\r ])")
STATES = re.compile(rb"(?<![^\0\t\n\f\r ])[qQ](?![^\0\t\n\f\r ])")
RENDERING = {b"/AbsoluteColorimetric", b"/RelativeColorimetric", b"/Saturation", b"/Perceptual"}
INVISIBLE = 3
STRINGS = (b"(", b"<")
MIDDLE = 0.35
"""Half the height of a line of text above its baseline, in sizes: where pdfium sees the
middle of a character, by which it counts as on the page or off it."""


class Walk:
    """Writes one stream anew. What nothing may be taken from is walked in long stretches."""

    def __init__(
        self, owner: "Rebuilder", resources: Object | None, plan: Plan, ctm: Matrix
    ) -> None:
        self.owner = owner
        self.given = resources if isinstance(resources, Dictionary) else Dictionary()
        self.plan = plan
        self.idle = plan.is_idle and not owner.layers
        self.ctm = ctm
        self.text = TextState()
        self.stack: list[tuple[Matrix, TextState]] = []
        self.matrix = self.line = IDENTITY
        self.owed = 0.0
        self.pending: list[tuple[bytes, TextState]] = []
        self.marks: list[bool] = []
        self.hidden = 0
        self.resources = Dictionary()
        self.out: list[bytes] = []

    def run(self, stream: Object) -> tuple[bytes, Dictionary]:
        handlers = HANDLERS
        for step in lexing.steps(stream, idle=self.idle):
            if not isinstance(step, Step):
                self._inline(step)
            elif step.operator in handlers:
                handlers[step.operator](self, step)
            elif not step.operator:
                self._stretch(step.raw)
        # an unclosed state must not reach what is drawn after it
        self.out.extend(b"Q" for _ in self.stack)
        return b"\n".join(self.out), self.resources

    def put(self, *tokens: bytes) -> None:
        self.out.append(b" ".join(tokens))

    def keep(self, letter: str, category: str, made: Object) -> bytes:
        """Enter a copied resource under a new name."""
        name = self.owner.name(letter, made)
        if category not in self.resources:
            self.resources[category] = Dictionary()
        self.resources[category][str(name)] = made
        return str(name).encode("ascii")

    def look_up(self, category: str, token: bytes) -> Object | None:
        table = self.given.get(category)
        return table.get(lexing.name_of(token)) if isinstance(table, Dictionary) else None

    # -- graphics --------------------------------------------------------------

    def _stretch(self, raw: bytes) -> None:
        if self.hidden:
            raw = PAINT.sub(b"n", raw)
        if self.idle and (b"q" in raw or b"Q" in raw):
            raw = STATES.sub(self._state_of, raw)
        self.out.append(raw.rstrip())

    def _state_of(self, match: re.Match[bytes]) -> bytes:
        if match[0] == b"q":
            self.stack.append((self.ctm, self.text.copy()))
            return b"q"
        if not self.stack:
            return b""
        self.ctm, self.text = self.stack.pop()
        return b"Q"

    def save(self, _: Step) -> None:
        self.stack.append((self.ctm, self.text.copy()))
        self.put(b"q")

    def restore(self, _: Step) -> None:
        if self.stack:
            self.ctm, self.text = self.stack.pop()
            self.put(b"Q")

    def concat(self, step: Step) -> None:
        self.ctm = multiply(six(lexing.numbers(step.raw)), self.ctm)
        self.put(step.raw, b"cm")

    def dash(self, step: Step) -> None:
        if not any(token[:1] in (b"/", b"(", b"<") for token in step.operands):
            self.put(*step.operands, b"d")

    def intent(self, step: Step) -> None:
        if step.operands and step.operands[-1] in RENDERING:
            self.put(step.operands[-1], b"ri")

    def state(self, step: Step) -> None:
        source = self.look_up("/ExtGState", step.operands[0])
        if not isinstance(source, Dictionary):
            return
        if isinstance(source.get("/Font"), Array):
            font, size = items(source.Font)
            text = self._changing()
            text.font, text.size = self.owner.font(font), float(size)
            text.key = font.objgen if font.is_indirect else None
        made = self.owner.copier.state(source)
        if made is not None:
            self.put(self.keep("G", "/ExtGState", made), b"gs")

    def space(self, step: Step) -> None:
        token = step.operands[0]
        source = self.look_up("/ColorSpace", token)
        if source is None:
            source = Name(lexing.name_of(token))
        made = self.owner.copier.color_space(source)
        if made is None:
            return
        if isinstance(made, Name):
            self.put(str(made).encode("ascii"), step.operator)
        else:
            self.put(self.keep("C", "/ColorSpace", made), step.operator)

    def color(self, step: Step) -> None:
        tokens = list(step.operands)
        if tokens and tokens[-1].startswith(b"/"):
            source = self.look_up("/Pattern", tokens[-1])
            made = self.owner.copier.pattern(source) if source is not None else None
            if source is None or made is None:
                return
            tokens[-1] = self.keep("P", "/Pattern", made)
        if not any(token[:1] in (b"(", b"<", b"[") for token in tokens):
            self.put(*tokens, step.operator)

    def shade(self, step: Step) -> None:
        source = self.look_up("/Shading", step.operands[0])
        made = self.owner.copier.shading(source) if source is not None else None
        if source is not None and made is not None and not self.hidden:
            self.put(self.keep("H", "/Shading", made), b"sh")

    def draw(self, step: Step) -> None:
        source = self.look_up("/XObject", step.operands[0])
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
            self.put(self.keep("X", "/XObject", made), b"Do")

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
            self.put(self.keep("X", "/XObject", made), b"Do")

    # -- marked content --------------------------------------------------------

    def begin(self, step: Step) -> None:
        hides = False
        if step.operands[:1] == (b"/OC",) and len(step.operands) > 1:
            properties = step.operands[1]
            if properties.startswith(b"/"):
                found = self.look_up("/Properties", properties)
                hides = found is not None and self.owner.layers.hides(found)
        self.marks.append(hides)
        self.hidden += hides

    def end(self, _: Step) -> None:
        if self.marks:
            self.hidden -= self.marks.pop()

    # -- text ------------------------------------------------------------------

    def open_text(self, step: Step) -> None:
        self._stand(IDENTITY)
        self.put(step.operator)

    def _stand(self, line: Matrix) -> None:
        """Begin a line: what was owed or not yet measured on the last one is settled."""
        self.matrix = self.line = line
        self.owed = 0.0
        self.pending.clear()

    def _changing(self) -> TextState:
        """The text state, to be changed; shows not yet measured keep the one they had."""
        if self.pending:
            self.text = self.text.copy()
        return self.text

    def font(self, step: Step) -> None:
        name, size = step.operands[0], step.operands[1]
        source = self.look_up("/Font", name)
        text = self._changing()
        text.size = float(size)
        text.font, text.key = None, None
        if not isinstance(source, Dictionary):
            return
        text.font = self.owner.font(source)
        text.key = source.objgen if source.is_indirect else None
        made = self.owner.copier.font(source)
        if made is not None:
            self.put(self.keep("F", "/Font", made), size, b"Tf")

    def measure(self, step: Step) -> None:
        value = lexing.numbers(step.raw)[0]
        text = self._changing()
        match step.operator:
            case b"Tc":
                text.char = value
            case b"Tw":
                text.word = value
            case b"TL":
                text.lead = value
            case b"Ts":
                text.rise = value
            case b"Tr":
                text.mode = int(value)
            case _:
                text.scale = value / 100
        self.put(step.raw, step.operator)

    def move(self, step: Step) -> None:
        x, y = lexing.numbers(step.raw)[:2]
        if step.operator == b"TD":
            self._changing().lead = -y
        self._next_line(x, y)
        self.put(step.raw, step.operator)

    def _next_line(self, x: float, y: float) -> None:
        a, b, c, d, e, f = self.line
        self._stand((a, b, c, d, x * a + y * c + e, x * b + y * d + f))

    def place(self, step: Step) -> None:
        self._stand(six(lexing.numbers(step.raw)))
        self.put(step.raw, b"Tm")

    def feed(self, _: Step) -> None:
        self._next_line(0, -self.text.lead)
        self.put(b"T*")

    def quote(self, step: Step) -> None:
        if step.operator == b'"':
            self.measure(Step(b"Tw", step.operands[0]))
            self.measure(Step(b"Tc", step.operands[1]))
        self.feed(step)
        self.show(Step(b"Tj", step.operands[-1]))

    def show(self, step: Step) -> None:
        if not step.raw:  # written with a comment inside, or something else that is odd
            step = Step(step.operator, b" ".join(step.operands))
        if self.idle:
            self._as_it_is(step)
            return
        if self._is_clear():
            self._kept_whole(step)
            self.pending.append((step.raw, self.text))
            return
        self._settle()
        parts = lexing.parts(step.raw)
        moves = moves_of(self.text, parts)
        near = self._near(moves)
        if near is not None and not near:
            self._kept_whole(step)
            self._advance(sum(moves))
            return
        kept = self._sift(parts, moves, near)
        if kept:
            self._use(b"".join([part for part in kept if part[:1] in STRINGS]))
            self.put(b"[", *kept, b"] TJ")

    def _kept_whole(self, step: Step) -> None:
        if self.owed and self.text.size:
            self.put(b"[", self._kern(), b"] TJ")
        self._as_it_is(step)

    def _is_clear(self) -> bool:
        """Whether the whole line is at a height at which nothing goes.

        How far its shows move is then only worked out when something needs to know.
        """
        text = self.text
        if (
            self.hidden
            or self.plan.crop is not None
            or self.plan.drop_invisible
            or text.font is None
            or text.font.vertical
        ):
            return False
        a, b, c, d, e, f = self.matrix
        _, g, _, h, _, k = self.ctm
        slope = a * g + b * h
        if slope:  # uphill: the height depends on how far the text has come
            return False
        base = text.rise + 0.2 * text.size
        return not self.plan.targets.at_height((c * base + e) * g + (d * base + f) * h + k, NEAR)

    def _settle(self) -> None:
        """Move on by what was shown without being measured."""
        waiting, self.pending = self.pending, []
        now = self.text
        for raw, text in waiting:
            self.text = text
            self._advance(sum(moves_of(self.text, lexing.parts(raw))))
        self.text = now

    def _as_it_is(self, step: Step) -> None:
        self._use(step.raw)
        self.out.append(step.raw + step.operator)

    def _use(self, raw: bytes) -> None:
        if self.text.key is not None:
            self.owner.used.setdefault(self.text.key, set()).add(raw)

    def _kern(self) -> bytes:
        owed, self.owed = self.owed, 0.0
        return lexing.number_token(-owed * 1000 / self.text.size)

    def _near(self, moves: Sequence[float]) -> list[Rect] | None:
        """What has to go and is met by a show of these parts; None where glyphs must be asked."""
        if self.hidden or self.plan.crop is not None or self.plan.drop_invisible:
            return None
        text, font = self.text, self.text.font
        if font is None:
            return []
        if font.vertical:
            return None
        least, most = reach(moves)
        base = text.rise + 0.2 * text.size
        shown = multiply(self.matrix, self.ctm)
        x0, y0 = apply(shown, least * text.scale, base)
        x1, y1 = apply(shown, most * text.scale, base)
        return self.plan.targets.meeting(
            (min(x0, x1) - NEAR, min(y0, y1) - NEAR, max(x0, x1) + NEAR, max(y0, y1) + NEAR)
        )

    def _sift(
        self, parts: Sequence[Part], moves: Sequence[float], near: Sequence[Rect] | None
    ) -> list[bytes]:
        """The strings and moves that stay; a move that nothing follows is not written.

        What a removed glyph would have moved is owed to the next glyph that stays;
        a new line settles it, so that no number is left behind a name at a line's end.
        """
        kept: list[bytes] = []
        held, worth = b"", 0.0  # a move as it stands, and what it is worth
        for (token, part), move in zip(parts, moves, strict=True):
            if not isinstance(part, bytes):
                held, worth = (b"" if self.owed else token), self.owed + move
                self._advance(move)
                self.owed = worth
            elif self.text.font is None:
                if not self.hidden:
                    kept.append(token)
            elif near is not None and self._is_clear_of(near, move):
                if self.owed and self.text.size:
                    kept.append(held if held and self.owed == worth else self._kern())
                    self.owed = 0.0
                kept.append(token)
                self._advance(move)
            else:
                self._sift_string(part, kept)
        return kept

    def _is_clear_of(self, near: Sequence[Rect], move: float) -> bool:
        """Whether a string that moves so far stands clear of these boxes."""
        text = self.text
        x0, y0 = apply(self.ctm, *apply(self.matrix, 0.0, text.rise + 0.2 * text.size))
        a, b, *_ = self.matrix
        g, h, i, j, *_ = self.ctm
        along = move * text.scale
        return clear(near, x0, y0, x0 + along * (a * g + b * i), y0 + along * (a * h + b * j))

    def _sift_string(self, part: bytes, kept: list[bytes]) -> None:
        text, font = self.text, self.text.font
        if font is None:
            return
        current = bytearray()
        for code, _, width, is_space in font.codes(part):
            step = width * font.unit * text.size
            move = step + text.char + (text.word if is_space else 0.0)
            distance = -(text.size + text.char) if font.vertical else move
            if self._goes(width * font.unit, vertical=font.vertical):
                self.owner.took(text.key)
                if current:
                    kept.append(lexing.token_of(bytes(current)))
                    current.clear()
                self.owed += distance
            else:
                if self.owed and text.size:
                    if current:
                        kept.append(lexing.token_of(bytes(current)))
                        current.clear()
                    kept.append(self._kern())
                current += code
            self._advance(distance)
        if current:
            kept.append(lexing.token_of(bytes(current)))

    def _advance(self, distance: float) -> None:
        a, b, c, d, e, f = self.matrix
        if self.text.font is not None and self.text.font.vertical:
            self.matrix = (a, b, c, d, e + distance * c, f + distance * d)
        else:
            along = distance * self.text.scale
            self.matrix = (a, b, c, d, e + along * a, f + along * b)

    def _goes(self, width: float, *, vertical: bool) -> bool:
        if self.hidden or (self.plan.drop_invisible and self.text.mode == INVISIBLE):
            return True
        text = self.text
        frame = (text.size * text.scale, 0.0, 0.0, text.size, 0.0, text.rise)
        shown = multiply(multiply(frame, self.matrix), self.ctm)
        x, y = apply(shown, 0.0, -0.5) if vertical else apply(shown, width / 2, 0.2)
        if self.plan.crop is not None:
            middle = (x, y) if vertical else apply(shown, width / 2, MIDDLE)
            if not holds(self.plan.crop, *middle):
                return True
        return self.plan.targets.holds(x, y, slack=0.3)


Handler = Callable[[Walk, Step], None]
HANDLERS: Mapping[bytes, Handler] = {
    b"q": Walk.save, b"Q": Walk.restore, b"cm": Walk.concat, b"gs": Walk.state,
    b"d": Walk.dash, b"ri": Walk.intent,
    b"cs": Walk.space, b"CS": Walk.space, b"sc": Walk.color, b"SC": Walk.color,
    b"scn": Walk.color, b"SCN": Walk.color, b"sh": Walk.shade, b"Do": Walk.draw,
    b"BMC": Walk.begin, b"BDC": Walk.begin, b"EMC": Walk.end,
    b"BT": Walk.open_text, b"ET": Walk.open_text, b"Tf": Walk.font,
    b"Tc": Walk.measure, b"Tw": Walk.measure, b"TL": Walk.measure, b"Ts": Walk.measure,
    b"Tr": Walk.measure, b"Tz": Walk.measure, b"Td": Walk.move, b"TD": Walk.move,
    b"Tm": Walk.place, b"T*": Walk.feed, b"'": Walk.quote, b'"': Walk.quote,
    b"Tj": Walk.show, b"TJ": Walk.show,
}  # fmt: skip
