"""Which characters of which unit go, and what stands there: from spans to edits."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from scrubbing.engine.addresses import is_address
from scrubbing.engine.detectors.merge import RANK
from scrubbing.engine.errors import HeldByPolicy
from scrubbing.engine.knowledge import Entry, Hit, Knowledge, Matcher, Source, key_of
from scrubbing.engine.knowledge.coded import decoded
from scrubbing.engine.leaves import splice
from scrubbing.engine.policy import Action, Policy
from scrubbing.engine.replace import LIKENESSES, Words, label, likeness, squeeze, stand_in
from scrubbing.engine.types import FORMULA, STYLE, Edit, Finding, Kind, Role, Span, Unit
from scrubbing.engine.xmlwords import is_built_in

FIRM = frozenset({Kind.DECLARED, Kind.SECRET})
NAMES = frozenset({Kind.PERSON, Kind.ORGANIZATION, Kind.LOCATION})
WRITTEN = NAMES | {Kind.DECLARED, Kind.ADDRESS, Kind.USERNAME}
"""Kinds whose values are words, in codes or not; addresses of links are codes in part."""
DECLARED = f"known:{Source.DECLARED}"
GIVEN_BY_PROGRAMS = frozenset({Role.NAME, Role.KEY, Role.MASTER})
"""Where a name may be what a program calls a shape, a sheet or a level."""
TOKENS = ("REMOVED", "WITHHELD", "X")
"""What stands in place of a stand-in that says a declared word, such as "Street"."""
TURNS = 4
"""How often a number is drawn anew before a bare token stands there."""
SHORTEST_INNER = 3
"""Letters that a value needs to be known again inside a stand-in."""


@dataclass(frozen=True, slots=True)
class Decision:
    """Edits to make and, one by one beside them, findings that are safe to store."""

    edits: tuple[Edit, ...]
    findings: tuple[Finding, ...]
    removed: tuple[str, ...]
    """The characters that go, as they stand in the original."""

    @property
    def changes(self) -> tuple[Edit, ...]:
        """Edits that change something: "last week" stays where only dates are shifted."""
        pairs = zip(self.edits, self.removed, strict=True)
        return tuple(edit for edit, text in pairs if edit.replacement != text)

    @property
    def changed(self) -> tuple[Finding, ...]:
        """The findings of the edits that change something."""
        threes = zip(self.edits, self.removed, self.findings, strict=True)
        return tuple(found for edit, text, found in threes if edit.replacement != text)


class Decider:
    """Decides for the units of one file. ``extra`` spans come from people and from verify."""

    def __init__(self, knowledge: Knowledge, policy: Policy) -> None:
        self._knowledge = knowledge
        self._policy = policy
        self._matcher: Matcher = knowledge.matcher()
        self._told = knowledge.told()
        self._words: Words = knowledge.stand_ins(gendered=policy.gender == "keep")
        self._numbers = knowledge.numbers()
        self._exempt = frozenset(knowledge.exempt)
        self._last: dict[Kind, int] = {}
        for (kind, _), number in self._numbers.items():
            self._last[kind] = max(self._last.get(kind, 0), number)

    def decide(
        self, units: Sequence[Unit], spans: Iterable[Span], spared: Iterable[Span] = ()
    ) -> Decision:
        """What happens to ``units``. ``spared`` spans were called not private."""
        grouped = _grouped(spans)
        kept = _grouped(spared)
        edits: list[Edit] = []
        findings: list[Finding] = []
        removed: list[str] = []
        for unit in units:
            if unit.removable:
                continue
            mine = self._spans(unit, grouped.get(unit.locator, []))
            made: list[tuple[Edit, Finding]] = []
            for cluster in _clusters(_without(mine, kept.get(unit.locator, []))):
                span = _one(cluster)
                text = unit.text[span.start : span.end]
                inner = {unit.text[s.start : s.end] for s in cluster if s.kind is not span.kind}
                made.append(self._edit(unit, span, text, inner))
                removed.append(text)
            made = self._apart(unit, made) if made else made
            edits += [edit for edit, _ in made]
            findings += [finding for _, finding in made]
        return Decision(tuple(edits), tuple(findings), tuple(removed))

    def _apart(self, unit: Unit, made: list[tuple[Edit, Finding]]) -> list[tuple[Edit, Finding]]:
        """The edits of a unit with drawn numbers that make no known value beside what stays.

        Few numbers have four digits: one drawn for this may be another's, or become it with
        the characters before it.
        """
        for turn in range(1, TURNS + 1):
            clashing = self._clashing(unit, [edit for edit, _ in made])
            if not clashing:
                return made
            made = [
                self._redrawn(unit, edit, finding, turn) if at in clashing else (edit, finding)
                for at, (edit, finding) in enumerate(made)
            ]
        return made

    def _clashing(self, unit: Unit, edits: Sequence[Edit]) -> set[int]:
        """Which edits that drew a number made the new text say a known value."""
        moved, places = 0, []
        for at, edit in enumerate(edits):
            start = edit.start + moved
            places.append((start, start + len(edit.replacement), at))
            moved += len(edit.replacement) - (edit.end - edit.start)
        drawn = [place for place in places if edits[place[2]].kind in LIKENESSES]
        if not drawn:
            return set()
        hits = self._matcher.find(splice(unit.text, edits))
        return {
            at for start, end, at in drawn for hit in hits if hit.start < end and start < hit.end
        }

    def _redrawn(self, unit: Unit, edit: Edit, finding: Finding, turn: int) -> tuple[Edit, Finding]:
        text = unit.text[edit.start : edit.end]
        fresh = likeness(edit.kind, text, turn, finding.number, self._words)
        if turn == TURNS:
            fresh = label(edit.kind, finding.number)
        return replace(edit, replacement=fresh), replace(finding, surrogate=fresh)

    def _spans(self, unit: Unit, found: Sequence[Span]) -> list[Span]:
        """Spans found here and known values seen here, those the policy acts on."""
        spans = [
            span
            for span in found
            if self._policy.acts_on(span.kind, span.score)
            and (span.kind in FIRM or key_of(unit.text[span.start : span.end]) not in self._exempt)
        ]
        for hit in self._hits(unit):
            entry = self._knowledge.entries[hit.needle.index]
            if stands(entry, self._policy) and (
                hit.needle.squeezed not in self._exempt or is_firm(entry)
            ):
                detector = f"known:{entry.source}"
                kind = entry.kind
                spans.append(Span(unit.locator, hit.start, hit.end, kind, entry.score, detector))
        return [_trimmed(span, unit.text) for span in spans]

    def _hits(self, unit: Unit) -> tuple[Hit, ...]:
        """Known values in a unit; names that programs give to things need a person's word."""
        hits = self._matcher.find(unit.text)
        if hits and unit.context == FORMULA:
            hits = tuple(hit for hit in hits if not is_address(unit.text, hit.start, hit.end))
        given = unit.context == STYLE or unit.role in GIVEN_BY_PROGRAMS
        if not hits or not given or not is_built_in(unit.text):
            return hits
        entries = self._knowledge.entries
        return hits if any(is_told(entries[hit.needle.index]) for hit in hits) else ()

    def _edit(
        self, unit: Unit, span: Span, text: str, inner: Iterable[str]
    ) -> tuple[Edit, Finding]:
        """The edit of a span; ``inner`` are values of other kinds that stand inside it."""
        if span.kind in WRITTEN:
            text = decoded(text)  # "%4eorvane" and "Norvane" are one name with one stand-in
        number = self._number(span.kind, text)
        replacement = self._replacement(span.kind, text, number)
        if any(_holds(replacement, value) for value in inner):
            replacement = label(span.kind, number)
        if span.kind is not Kind.DATE_TIME and squeeze(replacement) == squeeze(text):
            replacement = label(span.kind, number)  # "A35" drawn for itself takes nothing away
        if self._told.find(replacement):
            replacement = self._bare(number)
        edit = Edit(unit.locator, span.start, span.end, replacement, span.kind)
        finding = Finding(
            kind=span.kind,
            detector=span.detector,
            score=round(span.score, 3),
            locator=unit.locator,
            place=unit.place,
            start=span.start,
            end=span.end,
            digest=self._words.draw.digest(span.kind, text),
            number=number,
            surrogate=replacement,
        )
        return edit, finding

    def _replacement(self, kind: Kind, text: str, number: int) -> str:
        action = self._policy.rule(kind).action
        match action:
            case Action.HOLD:
                raise HeldByPolicy(kind)
            case Action.DROP:
                return ""
            case Action.LABEL:
                return label(kind, number)
            case _:
                return stand_in(kind, text, number, self._words)

    def _bare(self, number: int) -> str:
        """A token in words that nobody declared: a stand-in may have had one of its own."""
        tokens = (f"{word}_{number}" for word in TOKENS)
        return next((token for token in tokens if not self._told.find(token)), str(number))

    def _number(self, kind: Kind, text: str) -> int:
        slot = (kind, key_of(text))
        if slot not in self._numbers:
            self._last[kind] = self._last.get(kind, 0) + 1
            self._numbers[slot] = self._last[kind]
        return self._numbers[slot]


def stands(entry: Entry, policy: Policy) -> bool:
    """Whether an entry counts: declared and marked ones always, others as the policy says."""
    return is_told(entry) or policy.acts_on(entry.kind, 1.0)


def is_told(entry: Entry) -> bool:
    """Whether a person said that the value goes."""
    return entry.source in (Source.DECLARED, Source.PERSON)


def is_firm(entry: Entry) -> bool:
    """Whether no person's "not private" outranks it."""
    return entry.source is Source.DECLARED or entry.kind in FIRM


def _grouped(spans: Iterable[Span]) -> dict[str, list[Span]]:
    grouped: dict[str, list[Span]] = {}
    for span in spans:
        grouped.setdefault(span.locator, []).append(span)
    return grouped


def _trimmed(span: Span, text: str) -> Span:
    """The span without white space at its ends."""
    start, end = span.start, min(span.end, len(text))
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return replace(span, start=start, end=end)


def _without(spans: Sequence[Span], spared: Sequence[Span]) -> list[Span]:
    """Spans that no person called not private; firm ones stay whatever was said."""
    return [
        span
        for span in spans
        if span.kind in FIRM
        or span.detector == DECLARED
        or not any(span.start < other.end and other.start < span.end for other in spared)
    ]


def _clusters(spans: Iterable[Span]) -> list[list[Span]]:
    """Spans grouped so that those of different groups share no character."""
    clusters: list[list[Span]] = []
    end = -1
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if span.end <= span.start:
            continue
        if clusters and span.start < end:
            clusters[-1].append(span)
        else:
            clusters.append([span])
        end = max(end, span.end) if clusters[-1][0] is not span else span.end
    return clusters


def _one(cluster: Sequence[Span]) -> Span:
    """The union under the kind that covers it all, else the one that ranks first.

    Of a name that a person declared the person's word decides what kind of name it is.
    """
    start, end = min(s.start for s in cluster), max(s.end for s in cluster)
    whole = [span for span in cluster if span.start == start and span.end == end]
    best = min(whole or cluster, key=_precedence)
    told = [span for span in cluster if span.detector == DECLARED]
    if told and best.kind in NAMES:
        best = max(told, key=lambda span: span.end - span.start)
    return replace(best, start=start, end=end)


def _holds(replacement: str, value: str) -> bool:
    """Whether a stand-in still says a value that stood inside what it replaces."""
    key = squeeze(value)
    return len(key) >= SHORTEST_INNER and key in squeeze(replacement)


def _precedence(span: Span) -> tuple[int, float]:
    return RANK.get(span.kind, len(RANK)), -span.score


def counts_of(findings: Sequence[Finding]) -> Mapping[str, int]:
    """How many findings of each kind, in the order of their names."""
    counts: dict[str, int] = {}
    for finding in findings:
        counts[finding.kind] = counts.get(finding.kind, 0) + 1
    return dict(sorted(counts.items()))
