"""What a pattern is: an expression of ours, with what must be near it and what checks it."""

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

from scrubbing.engine.detectors.joined import Joined
from scrubbing.engine.types import Kind, Role, Span

CONNECTIVE = (
    r"""["'”\])]?[\s.:#=\-–*|]{0,6}(?:(?:is|was|are|no|nr|number|num|nummer|numer|numero|número|numéro"""
    r"""|n[°ºo]|id|code|ref|reference|key|is:)\b[\s.:#=\-–*"'(|]{0,6}){0,2}["'(]?"""
)
"""What stands between a label and its value: "No.:", "number is", "-Nr. "."""

PROSE = re.compile(r"(?:\s+[^\W\d]*[a-zß-ÿ][^\W\d]*)+$")
"""Words in small letters after a value: the sentence goes on."""


@dataclass(frozen=True, slots=True)
class Rule:
    """An expression over the whole text. Group ``v``, where there is one, is the span.

    ``needs`` are literals of which one must be in the lower-cased text at all, before
    the expression is run. ``check`` gets the value and gives a score, 0 to refuse.
    """

    name: str
    kind: Kind
    expression: re.Pattern[str]
    score: float
    needs: tuple[str, ...] = ()
    check: Callable[[str], float] | None = None
    code: bool = True
    """Whether the rule holds in source code too."""

    def find(self, joined: Joined) -> Iterator[Span]:
        """Give the spans of this rule."""
        if self.needs and not any(need in joined.lowered for need in self.needs):
            return
        group = "v" if "v" in self.expression.groupindex else 0
        for match in self.expression.finditer(joined.text):
            score = self.check(match[group]) if self.check else self.score
            if score and (self.code or not in_code(joined, match.start(group))):
                yield from joined.spans(
                    *match.span(group), self.kind, score, f"patterns.{self.name}"
                )


@dataclass(frozen=True, slots=True)
class Labelled:
    """A value right after one of its labels: "Invoice no. 4711". ``words`` are lower case."""

    name: str
    kind: Kind
    words: Sequence[str]
    value: str
    score: float
    check: Callable[[str], float] | None = None
    before: str = ""
    """What may stand before the value and is no part of it: "on ", "am "."""
    expression: re.Pattern[str] = field(init=False)

    def __post_init__(self) -> None:
        expression = re.compile(f"{CONNECTIVE}{self.before}(?P<v>{self.value})", re.IGNORECASE)
        object.__setattr__(self, "expression", expression)

    def find(self, joined: Joined, end: int) -> Iterator[Span]:
        """Give the span of the value after a label that ends at ``end``."""
        match = self.expression.match(joined.text, end)
        if not match:
            return
        value = PROSE.sub("", match["v"]).rstrip(".")
        score = self.check(value) if self.check else self.score
        if score:
            start = match.start("v")
            detector = f"patterns.{self.name}"
            yield from joined.spans(start, start + len(value), self.kind, score, detector)


def in_code(joined: Joined, position: int) -> bool:
    """Say whether a position is in source code."""
    unit = joined.unit_at(position)
    return unit is not None and unit.role is Role.CODE
