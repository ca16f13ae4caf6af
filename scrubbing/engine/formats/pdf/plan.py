"""What is to happen on a page, and how text stands while its stream is walked."""

from dataclasses import dataclass, field

from scrubbing.engine.formats.pdf.fonts import Font
from scrubbing.engine.formats.pdf.geometry import Grid, Rect


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

FontKey = tuple[int, int]
"""The number of a font's object in the old document."""


@dataclass(slots=True)
class TextState:
    """The text part of the graphics state; lengths in text space, ``scale`` 1 for 100 %."""

    font: Font | None = None
    key: FontKey | None = None
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
