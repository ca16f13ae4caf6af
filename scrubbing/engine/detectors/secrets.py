"""Secrets: tokens, passwords, keys, by their shape, by the word before them, by their file.

A comment that tells other scanners to look away ("gitleaks:allow") changes nothing here.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrubbing.engine.detectors.joined import Joined, joined
from scrubbing.engine.detectors.secret_files import FileAction, rule_for
from scrubbing.engine.detectors.secret_rules import ASSIGNED, BEFORE, KEYWORDS, SHAPES, judge
from scrubbing.engine.suffixes import WHOLE_NAME
from scrubbing.engine.types import Kind, Role, Span, Unit

if TYPE_CHECKING:
    from ahocorasick import Automaton

PORTION = 2_000_000
"""A key may run over many lines: portions are large, and these expressions take no memory."""
BY_FILE = 0.8
VALUE = re.compile(
    r"""(?:[:=]\s*|\s)["']?(?P<v>(?!//)[^\s"'<>,;{}]{3,200})["']?\s*,?\s*(?:\#.*)?$|^(?P<w>[A-Za-z0-9+/=_-]{16,})\s*$""",
    re.MULTILINE,
)
ALONE = re.compile(
    r"\A\s*(?=[^\s]*[\d\W_])[^\s<>{}]{6,400}(?=\s*\Z)|\A(?:\w{4,12}[ -]){3,5}\w{4,12}\Z"
)
"""A value without its key: one word that is not letters only, or the words of a pass phrase."""
HARMLESS = re.compile(
    r"true|false|null|none|yes|no|on|off|\d{1,5}|localhost|[\d.]+|utf-?8|https?://\S+|[\w.-]+\.(?:com|net|org|io|invalid|test)|\*|/[\w/.-]*|smtp|sftp|ftp|local|production|development|debug|root|admin",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Secrets:
    """The detector; ``keywords`` finds the telling words in one pass."""

    keywords: "Automaton"
    name: str = "secrets"
    kinds: tuple[Kind, ...] = (Kind.SECRET,)

    def detect(self, units: Sequence[Unit]) -> Sequence[Span]:
        """Find secrets; those of a file that is all secrets are found by its name."""
        found = {span for portion in joined(units, PORTION) for span in self._find(portion)}
        return [*found, *_by_file(units)]

    def _find(self, portion: Joined) -> Iterator[Span]:
        for shape in SHAPES:
            if shape.needs and not any(need in portion.lowered for need in shape.needs):
                continue
            for match in shape.expression.finditer(portion.text):
                group = "v" if match.groupdict().get("v") else 0
                yield from portion.pieces(
                    *match.span(group), Kind.SECRET, shape.score, f"secrets.{shape.name}"
                )
        yield from self._announced(portion)

    def _announced(self, portion: Joined) -> Iterator[Span]:
        done = -1
        for last, _ in self.keywords.iter(portion.lowered):
            match = ASSIGNED.match(portion.text, last + 1)
            if not match:
                continue
            group = "quoted" if match["quoted"] is not None else "bare"
            if match.start(group) == done:
                continue
            done = match.start(group)
            before = BEFORE.search(portion.text, max(0, last - 60), last + 1)
            unit = portion.unit_at(done)
            if unit is None:
                continue
            score = judge(
                (before[0] if before else "") + match["rest"],
                match[group],
                quoted=group == "quoted",
                code=unit.role is Role.CODE and _expressions(portion.text, last),
            )
            if score:
                yield from portion.spans(*match.span(group), Kind.SECRET, score, "secrets.keyword")


def build() -> Secrets:
    """Make the automaton of telling words."""
    from ahocorasick import Automaton

    automaton = Automaton()
    for word in KEYWORDS:
        automaton.add_word(word, word)
    automaton.make_automaton()
    return Secrets(automaton)


SETTING = re.compile(
    r"\s*(?:export\s+|set\s+|-\s+|define\(\s*['\"])?['\"]?[A-Z][A-Z0-9_]+['\"]?\s*[=:,]|[\w.-]+=\S|\s*[\w-]+:\s"
)


def _expressions(text: str, place: int) -> bool:
    """Say whether a line is a statement of a program rather than a setting (NAME=value)."""
    start = text.rfind("\n", 0, place) + 1
    return not SETTING.match(text, start)


def _by_file(units: Sequence[Unit]) -> Iterator[Span]:
    """Take every value of a file that is known to hold secrets."""
    named = next((u.text for u in units if u.role is Role.NAME and rule_for(u.text)), "")
    if named and "." not in named and not _is_settings(units):
        named = ""
    whole = {
        unit.locator.removesuffix(WHOLE_NAME): unit.context
        for unit in units
        if unit.locator.endswith(WHOLE_NAME)
    }
    for unit in units:
        outer, mark, _ = unit.locator.rpartition("!")
        name = whole.get(outer + mark) or outer or named
        rule = rule_for(name) if name else None
        if rule is None or unit.role in {Role.NAME, Role.KEY}:
            continue
        if rule.action is FileAction.DROP:
            yield Span(
                unit.locator, 0, len(unit.text), Kind.SECRET, BY_FILE, f"secrets.file.{rule.name}"
            )
            continue
        for start, end in _values(unit):
            yield Span(unit.locator, start, end, Kind.SECRET, BY_FILE, f"secrets.file.{rule.name}")


def _values(unit: Unit) -> Iterator[tuple[int, int]]:
    """Where values stand in a unit: after their keys, or the unit is one value by itself."""
    places = [match.span("v" if match["v"] else "w") for match in VALUE.finditer(unit.text)]
    if not places and unit.role in {Role.BODY, Role.CELL}:
        places = [match.span() for match in ALONE.finditer(unit.text)]
    for start, end in places:
        if not HARMLESS.fullmatch(unit.text, start, end):
            yield start, end


def _is_settings(units: Sequence[Unit]) -> bool:
    """Say whether most units are settings: "credentials" may name a letter, too."""
    lines = [unit.text for unit in units if unit.role is not Role.NAME]
    return 2 * sum(VALUE.search(line) is not None for line in lines) >= len(lines)
