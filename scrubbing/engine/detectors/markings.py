"""Confidentiality markings in the units of a file: a pure function of what is written there."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scrubbing.engine.detectors.marking_context import (
    DEFINES,
    HINT,
    INSIDE,
    NOT_MEANT,
    OF_A_PROGRAM,
    OPEN_LICENCE,
    SPOKEN_OF,
)
from scrubbing.engine.detectors.marking_rules import (
    LICENCE_FIELD,
    WORDINGS,
    MarkingClass,
    Wording,
)
from scrubbing.engine.sensitivity import is_label
from scrubbing.engine.types import Place, Role, Unit

FRAMING = frozenset({Role.HEADER, Role.FOOTER, Role.WATERMARK, Role.MASTER, Role.PROPERTY})
"""Where a marking is put, and prose is not."""
LABEL = "label"
"""The context of values of a sensitivity label: ``labels.find_labels`` speaks for them."""
PRINT_CODES = re.compile(r'&[LCR](?![a-z])|&"[^"]*"|&K[0-9A-F]{6}|&\d{1,3}|&[A-Z]')
"""Codes in the print headers of sheets: sections, fonts, sizes, page numbers."""
SPACED = re.compile(r"(?:[^\W\d_][ \u00a0]){2,}[^\W\d_]\b")
EXPLAINED_LEVELS = 3
"""A unit that names this many TLP levels explains them."""
SHORT_LINE = 120
"""A line longer than this is prose, whatever it holds."""
LEAST = 0.5


@dataclass(frozen=True, slots=True)
class Marking:
    """A marking: its class, where it stands, how sure we are (0 to 1). Holds no text."""

    cls: MarkingClass
    locator: str
    place: Place
    start: int
    end: int
    weight: float


def find_markings(units: Sequence[Unit]) -> tuple[Marking, ...]:
    """Find the markings of a file, in the order of its units; one per class and place.

    Give all units of one file: whether it is under an open licence, and whether it
    explains TLP rather than carries it, is judged over all of them.
    """
    hints: dict[tuple[str, bool], bool] = {}

    def hints_at_one(unit: Unit) -> bool:
        key = unit.text, unit.role in PRINTED  # a schema says the same word thousands of times
        if key not in hints:
            hints[key] = HINT.search(_plain(unit)) is not None
        return hints[key]

    likely = [unit for unit in units if not _passed_over(unit) and hints_at_one(unit)]
    open_licence = any(OPEN_LICENCE.search(unit.text) for unit in likely)
    explained = _levels(likely) >= EXPLAINED_LEVELS
    found = (
        marking
        for unit in likely
        for marking in _in_unit(unit, open_licence=open_licence, explained=explained)
    )
    return tuple(marking for marking in found if marking.weight >= LEAST)


def _passed_over(unit: Unit) -> bool:
    """Values that speak of something else: labels, and fields that programs fill."""
    if unit.context == LABEL or is_label(unit.context) or is_label(unit.text[:80]):
        return True
    if unit.role is not Role.PROPERTY:
        return False
    by_program = unit.context == "category" or unit.locator.startswith("mapi:")
    if by_program and unit.text.strip().casefold() in BY_PROGRAMS:
        return True
    return unit.context.endswith(":") and not WRITTEN_HEADERS.match(unit.context)


BY_PROGRAMS = frozenset({"internal", "external"})
"""Written by programs: for whom a property of a PDF/A schema is, how Exchange knew a sender."""
WRITTEN_HEADERS = re.compile(
    r"(?:sensitivity|keywords|comments|thread-topic|subject|x-[\w-]*(?:classif|label|marking|tlp|sensitivity)[\w-]*):",
    re.IGNORECASE,
)
"""Fields of a mail that hold a person's words; servers write "Internal" into others."""


def _in_unit(unit: Unit, *, open_licence: bool, explained: bool) -> Iterator[Marking]:
    text = _plain(unit)
    whole = text != unit.text
    framing = unit.role in FRAMING
    explained = (explained and not framing) or _levels([unit], framed=True) >= EXPLAINED_LEVELS
    if unit.context.casefold() in LICENCE_FIELDS and LICENCE_FIELD.fullmatch(text.strip()):
        yield Marking(
            MarkingClass.UNLICENSED, unit.locator, unit.place, 0, len(unit.text), FIELD_WEIGHT
        )
        return
    taken: list[tuple[MarkingClass, int, int]] = []
    for wording in WORDINGS:
        for match in wording.expression.finditer(text):
            start, end = match.span()
            if any(a < end and start < b for c, a, b in taken if _weaker(wording.marking, c)):
                continue
            weight = _weigh(wording, unit, text, start, end)
            weight *= _boilerplate(
                wording.marking,
                open_licence=open_licence,
                explained=explained,
                framing=framing,
            )
            if weight >= LEAST:
                taken.append((wording.marking, start, end))
                if whole:
                    start, end = 0, len(unit.text)
                yield Marking(wording.marking, unit.locator, unit.place, start, end, weight)


LICENCE_FIELDS = frozenset({"license", "licence", "licenses"})
"""Fields of a package's description that name its licence."""
FIELD_WEIGHT = 0.8


def _plain(unit: Unit) -> str:
    """The unit as a reader sees it: without print codes, letters set wide closed up."""
    text = unit.text
    if unit.role in PRINTED and "&" in text:
        text = PRINT_CODES.sub(_code, text).replace("&&", "&").strip()
    if len(text) < SHORT_LINE and SPACED.search(text):
        return SPACED.sub(lambda run: "".join(run[0].split()), text)
    return text


PRINTED = frozenset({Role.HEADER, Role.FOOTER})


def _code(match: re.Match[str]) -> str:
    return "\n" if match[0] in {"&L", "&C", "&R"} else ""


def _weaker(marking: MarkingClass, taken: MarkingClass) -> bool:
    """Say whether a class adds nothing where another already stands."""
    return marking is taken or marking in {MarkingClass.PROPRIETARY, MarkingClass.INTERNAL}


def _weigh(wording: Wording, unit: Unit, text: str, start: int, end: int) -> float:
    while start > 0 and not text[start - 1].isspace() and text[start - 1] not in QUOTES:
        start -= 1  # what hangs on it belongs to it: "SECRET//NOFORN", "non-confidential"
    before, after = text[max(0, start - 60) : start], text[end : end + 40]
    if NOT_MEANT.search(before) or SPOKEN_OF.search(before) or DEFINES.search(after):
        return 0.0
    if wording.marking is MarkingClass.INTERNAL and (
        OF_A_PROGRAM.search(before) or INSIDE.search(after)
    ):
        return 0.0
    if unit.role in FRAMING:
        return min(1.0, wording.weight + 0.1)
    in_program = wording.alone and unit.role is Role.CODE and not text[start:end].isupper()
    quoted = _quoted(before, after) and wording.marking is not MarkingClass.UNLICENSED
    if in_program or unit.role is Role.KEY or quoted:
        return wording.weight * 0.5
    return wording.weight


QUOTES = "\"'“”‘’«»(["


def _quoted(before: str, after: str) -> bool:
    return before[-1:] in {'"', "“", "‘", "«"} and after[:1] in {'"', "”", "’", "»"}


def _boilerplate(
    marking: MarkingClass, *, open_licence: bool, explained: bool, framing: bool
) -> float:
    """Weigh down what licence texts and handbooks say without meaning this file."""
    licence = {
        MarkingClass.ALL_RIGHTS_RESERVED,
        MarkingClass.PROPRIETARY,
        MarkingClass.PRIVILEGE,
        MarkingClass.NDA,
    }
    if open_licence and marking in licence and not framing:
        return 0.3
    if explained and marking in {
        MarkingClass.TLP_RED,
        MarkingClass.TLP_AMBER,
        MarkingClass.TLP_GREEN,
    }:
        return 0.3
    return 1.0


LEVEL = re.compile(r"\bTLP\s?[:\-]\s?(RED|AMBER\+STRICT|AMBER|GREEN|CLEAR|WHITE)\b", re.IGNORECASE)


def _levels(units: Sequence[Unit], *, framed: bool = False) -> int:
    """How many TLP levels are named outside of headers and the like, or everywhere."""
    levels = {
        match[1].upper()
        for unit in units
        if framed or unit.role not in FRAMING
        for match in LEVEL.finditer(unit.text)
    }
    return len(levels)
