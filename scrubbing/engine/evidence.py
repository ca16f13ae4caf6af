"""All that a file says for the rules of consent: the cross-checks X1 to X11 over one reading.

What is found holds words of ours and, where it has a value, text that stays in quarantine.
"""

from collections import Counter
from collections.abc import Iterator, Sequence

from scrubbing.engine.detectors.claims import find_claims
from scrubbing.engine.detectors.financials import find_financials
from scrubbing.engine.detectors.hidden import find_hidden
from scrubbing.engine.detectors.labels import find_labels
from scrubbing.engine.detectors.licences import find_licences, find_registries
from scrubbing.engine.detectors.markings import find_markings
from scrubbing.engine.detectors.organisations import find_organisations
from scrubbing.engine.detectors.ownership import find_ownership
from scrubbing.engine.reading import Evidence
from scrubbing.engine.sensitivity import header_pairs, is_label, label_facts
from scrubbing.engine.types import Fact, Role, Span, Unit

LOOK = "image_look"
"""The fact that says how a picture looks; its place is framed where it is part of a layout."""
FRAMED = frozenset({"header", "footer", "master", "repeated"})
REPEATS = 2
TOLD = frozenset({"template", "git_remote", "created", "modified", "git_date", "history_secret"})
"""Facts that are evidence by themselves; authors and companies come with the owners."""
WEAK, FIGURES, HISTORY, REGISTRY = 0.2, 0.4, 0.5, 0.5
WEIGHTS = {"history_secret": HISTORY, "created": 0.3, "modified": 0.3, "git_date": 0.4}


def gather(
    units: Sequence[Unit], facts: Sequence[Fact], spans: Sequence[Span]
) -> Iterator[Evidence]:
    """Everything the cross-checks see in a file; ``spans`` are what detection found in it."""
    yield from _markings(units, facts)
    yield from _owners(units, facts, spans)
    yield from _logos(facts)
    for claim in find_claims(units):
        yield Evidence(claim.name, untrusted_text=claim.value, weight=WEAK)
    for hidden in find_hidden(units):
        yield Evidence(hidden.name, "", hidden.locator, hidden.place, str(hidden.count), WEAK)
    figures = find_financials(units)
    if figures is not None:
        yield Evidence("financial_figures", "", *figures, weight=FIGURES)
    yield from _terms(units)
    for fact in facts:
        if fact.name in TOLD:
            weight = WEIGHTS.get(fact.name, WEAK)
            yield Evidence(fact.name, "", "", fact.place, fact.untrusted_value, weight)


def _markings(units: Sequence[Unit], facts: Sequence[Fact]) -> Iterator[Evidence]:
    for marking in find_markings(units):
        yield Evidence(
            "marking", marking.cls.value, marking.locator, marking.place, weight=marking.weight
        )
    for label in find_labels((*facts, *_labels_in_text(units))):
        yield Evidence("sensitivity_label", place=label.place, untrusted_text=label.untrusted_name)


def _labels_in_text(units: Sequence[Unit]) -> Iterator[Fact]:
    """Labels that stand as key and value in one text: Outlook's own files keep them so."""
    for unit in units:
        if unit.role is Role.PROPERTY and "=" in unit.text and is_label(unit.text[:80]):
            yield from label_facts(header_pairs(unit.text), unit.place)


def _owners(
    units: Sequence[Unit], facts: Sequence[Fact], spans: Sequence[Span]
) -> Iterator[Evidence]:
    for seen in find_ownership(units, facts):
        yield Evidence(
            seen.kind.value, "", seen.locator, seen.place, untrusted_text=seen.untrusted_value
        )
    for one in find_organisations(units, spans):
        yield Evidence("organisation", "", one.locator, one.place, one.untrusted_name, one.weight)


def _logos(facts: Sequence[Fact]) -> Iterator[Evidence]:
    """Pictures that stand in a layout, or more than once."""
    looks = [fact for fact in facts if fact.name == LOOK]
    counts = Counter(fact.untrusted_value for fact in looks)
    framed = {fact.untrusted_value for fact in looks if fact.place.part in FRAMED}
    for value, place in {fact.untrusted_value: fact.place for fact in reversed(looks)}.items():
        if value in framed or counts[value] >= REPEATS:
            yield Evidence("logo", place=place, untrusted_text=value, weight=WEAK)


def _terms(units: Sequence[Unit]) -> Iterator[Evidence]:
    for licence in find_licences(units):
        yield Evidence("licence_text", "", licence.locator, licence.place, licence.spdx)
    for registry in find_registries(units):
        yield Evidence(
            "private_registry", "", registry.locator, registry.place, registry.untrusted_host,
            REGISTRY,
        )  # fmt: skip
