"""The stage after rewriting, with other parsers than the rewriter's; it fails closed.

``check`` raises ``Leaked`` where a removed value is still in the output and gives back
what a second detection found new.
"""

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass

from scrubbing.engine.errors import Leaked
from scrubbing.engine.knowledge import Matcher
from scrubbing.engine.knowledge.matcher import Needle
from scrubbing.engine.verify.raw import RawSearch
from scrubbing.engine.xmlwords import is_built_in

TOWER = re.compile(r"(?m)^\S\n(?:\S\n){2,}\S?$")
"""Letters that a reader of pages puts each on a line of its own; a word ends where they do."""
STAGES = ("text", "raw", "members", "encodings", "detection")


@dataclass(frozen=True, slots=True)
class Wanted:
    """What must not be in an output: needles, and the stand-ins that were issued.

    ``told`` are the indexes of needles that a person named: they may not even stand in the
    name of a usual font or style.
    """

    needles: tuple[Needle, ...]
    stand_ins: tuple[str, ...]
    told: frozenset[int] = frozenset()


def check(output: bytes, texts: Sequence[str], wanted: Wanted) -> None:
    """Raises ``Leaked`` with the name of the search that saw a removed value."""
    if not wanted.needles:
        return
    check_texts(texts, wanted)
    if encoding := RawSearch(wanted.needles, wanted.stand_ins, wanted.told).find(output):
        raise Leaked(encoding)


def check_texts(texts: Sequence[str], wanted: Wanted) -> None:
    """All spellings of all values, in each text and in all texts joined."""
    leaks = leak_test(wanted)
    if any(leaks(text) for text in dict.fromkeys(texts)):
        raise Leaked("text")


def leak_test(wanted: Wanted) -> Callable[[str], bool]:
    """Answers for a text whether a removed value stands in it in any spelling."""
    matcher = Matcher(wanted.needles)
    stand_ins = sorted(wanted.stand_ins, key=len, reverse=True)

    def leaks(text: str) -> bool:
        text = TOWER.sub(_joined, text)
        hits = matcher.find(text)
        if hits and is_built_in(text):
            hits = tuple(hit for hit in hits if hit.needle.index in wanted.told)
        return any(not _excused(text, hit.start, hit.end, stand_ins) for hit in hits)

    return leaks


def _joined(tower: re.Match[str]) -> str:
    return tower[0].replace("\n", "")


def _excused(text: str, start: int, end: int, stand_ins: Sequence[str]) -> bool:
    """Whether the hit lies wholly inside a stand-in that stands at this place."""
    piece = text[start:end]
    for stand_in in stand_ins:
        at = stand_in.find(piece)
        while at >= 0:
            if start >= at and text.startswith(stand_in, start - at):
                return True
            at = stand_in.find(piece, at + 1)
    return False
