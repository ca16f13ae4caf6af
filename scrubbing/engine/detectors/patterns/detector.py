"""All patterns as one detector: one pass for labels, one per expression."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from scrubbing.engine.detectors.joined import Joined, joined
from scrubbing.engine.detectors.patterns import (
    contact,
    labels,
    numbers,
    people,
    phones,
    postal,
    presidio,
)
from scrubbing.engine.detectors.patterns.presidio import Borrowed, stretches
from scrubbing.engine.detectors.patterns.rule import Labelled, Rule
from scrubbing.engine.types import Kind, Span, Unit

if TYPE_CHECKING:
    from ahocorasick import Automaton

RULES: tuple[Rule, ...] = (*contact.RULES, *numbers.RULES, *postal.RULES, *people.RULES)
LABELLED: tuple[Labelled, ...] = labels.LABELLED
KINDS: tuple[Kind, ...] = tuple(
    dict.fromkeys(
        [
            *(rule.kind for rule in RULES),
            *(labelled.kind for labelled in LABELLED),
            *presidio.ALWAYS.values(),
            *presidio.BY_WORD.values(),
            Kind.PHONE,
        ]
    )
)


@dataclass(frozen=True, slots=True)
class Patterns:
    """Expressions of ours and of Presidio's. ``labels`` finds every label in one pass."""

    labels: "Automaton"
    always: Sequence[Borrowed]
    by_word: Sequence[Borrowed]
    name: str = "patterns"
    kinds: tuple[Kind, ...] = KINDS

    def detect(self, units: Sequence[Unit]) -> Sequence[Span]:
        """Find whatever has a shape: numbers, addresses, hosts, paths."""
        return [span for portion in joined(units) for span in set(self._find(portion))]

    def _find(self, portion: Joined) -> Iterator[Span]:
        for rule in RULES:
            yield from rule.find(portion)
        yield from phones.phones(portion)
        for borrowed in self.always:
            yield from borrowed.near_anchors(portion)
        yield from self._after_labels(portion)

    def _after_labels(self, portion: Joined) -> Iterator[Span]:
        called: dict[int, list[int]] = defaultdict(list)
        text = portion.lowered
        for last, (length, labelled, borrowed) in self.labels.iter(text):
            start, end = last - length + 1, last + 1
            if _inside_a_word(text, start, end):
                continue
            for index in labelled:
                yield from LABELLED[index].find(portion, end)
            for index in borrowed:
                called[index].append(start)
        for index, places in called.items():
            for start, end in stretches(portion, places):
                yield from self.by_word[index].find(portion, start, end)


def _inside_a_word(text: str, start: int, end: int) -> bool:
    before = text[start - 1] if start else " "
    after = text[end] if end < len(text) else " "
    return before.isalnum() or after.isalnum()


def build() -> Patterns:
    """Make the automaton of labels and load Presidio's recognisers."""
    from ahocorasick import Automaton

    always, by_word = presidio.build()
    words: dict[str, tuple[list[int], list[int]]] = defaultdict(lambda: ([], []))
    for index, labelled in enumerate(LABELLED):
        for word in labelled.words:
            words[word][0].append(index)
    for index, borrowed in enumerate(by_word):
        for word in borrowed.words:
            words[word][1].append(index)
    automaton = Automaton()
    for word, (ours, theirs) in words.items():
        automaton.add_word(word, (len(word), tuple(ours), tuple(theirs)))
    automaton.make_automaton()
    _compile(always, by_word)
    return Patterns(automaton, always, by_word)


def _compile(*groups: Iterable[Borrowed]) -> None:
    """Compile Presidio's expressions now, before the first text."""
    for group in groups:
        for borrowed in group:
            entity = borrowed.recogniser.supported_entities[0]
            borrowed.recogniser.analyze(" ", [entity])
