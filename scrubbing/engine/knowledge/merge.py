"""From readings, declared names and people's marks to one knowledge of the submission."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace

from scrubbing.engine.knowledge import variants
from scrubbing.engine.knowledge.book import Entry, Knowledge, Source
from scrubbing.engine.knowledge.common import AMBIGUOUS, SAYS_NOBODY
from scrubbing.engine.knowledge.guards import (
    SHORTEST_NAME,
    TOKEN,
    Ordinary,
    guarded,
    ordinary_words,
)
from scrubbing.engine.knowledge.matcher import key_of
from scrubbing.engine.reading import PersonEdit, Reading
from scrubbing.engine.replace import Draw, Words, all_pool_words, squeeze, stand_in
from scrubbing.engine.replace.names import core_of, person_words
from scrubbing.engine.types import Kind

SPELLED = {Kind.PERSON: variants.person, Kind.ORGANIZATION: variants.without_form}
"""How names that were found are also written."""
ORDER = {source: rank for rank, source in enumerate(Source)}
FACT_KINDS = {
    "author": Kind.PERSON,
    "last_modified_by": Kind.PERSON,
    "manager": Kind.PERSON,
    "git_author": Kind.PERSON,
    "company": Kind.ORGANIZATION,
}


def merge(
    readings: Sequence[Reading],
    declared: Sequence[str],
    edits: Sequence[PersonEdit],
    key: bytes,
) -> Knowledge:
    """All values of a submission with their stand-ins settled.

    ``key`` is the submission's secret; the order of ``readings`` numbers the values.
    """
    marked, exempt = _marked(readings, edits)
    found = [*_declared(declared), *marked, *_found(readings), *_facts(readings)]
    kept = [entry for entry in found if _is_kept(entry, exempt)]
    kept += [entry for entry in _derived(kept) if _is_kept(entry, exempt)]
    ordinary = ordinary_words(readings, kept)
    entries = _numbered(_unique(guarded(entry, ordinary) for entry in kept))
    avoid = _pool_words_in(readings, declared)
    words = _settle(entries, Words(Draw(key), {}, avoid))
    return Knowledge(key.hex(), entries, words, tuple(sorted(avoid)), tuple(sorted(exempt)))


def extend(knowledge: Knowledge, values: Iterable[tuple[Kind, str, float]]) -> Knowledge:
    """Knowledge with more values found, for instance by a second look at an output."""
    new = [Entry(text, kind, Source.FOUND, 0, score=score) for kind, text, score in values]
    known = {(entry.kind, key_of(entry.untrusted_value)) for entry in knowledge.entries}
    fresh = [e for e in new if (e.kind, key_of(e.untrusted_value)) not in known]
    fit = _unique(guarded(entry, Ordinary(AMBIGUOUS)) for entry in fresh)
    entries = _numbered([*knowledge.entries, *fit])
    words = _settle(entries, knowledge.stand_ins())
    return replace(knowledge, entries=entries, words=words)


def _is_kept(entry: Entry, exempt: frozenset[str]) -> bool:
    """Whether a value goes: no person's "not private" outranks a declared name or a secret."""
    firm = entry.source is Source.DECLARED or entry.kind is Kind.SECRET
    return firm or squeeze(entry.untrusted_value) not in exempt


def _declared(names: Sequence[str]) -> Iterator[Entry]:
    for name in names:
        if not squeeze(name):
            continue
        kind = variants.shape_of(name)
        spellings = variants.person if kind is Kind.PERSON else variants.organisation
        for variant in spellings(name.strip()):
            full = variant.text == name.strip()
            yield Entry(
                variant.text, kind, Source.DECLARED, 0, exact=variant.exact,
                capital=variant.capital and not full, of="" if full else key_of(name),
            )  # fmt: skip


def _found(readings: Sequence[Reading]) -> Iterator[Entry]:
    for reading in readings:
        texts = {unit.locator: unit.text for unit in reading.extraction.units}
        for span in reading.spans:
            value = texts.get(span.locator, "")[span.start : span.end].strip()
            if value:
                yield Entry(value, span.kind, Source.FOUND, 0, score=span.score)


def _facts(readings: Sequence[Reading]) -> Iterator[Entry]:
    for reading in readings:
        for fact in reading.extraction.facts:
            kind = FACT_KINDS.get(fact.name)
            value = fact.untrusted_value.strip()
            if kind is None or squeeze(value) in SAYS_NOBODY or len(squeeze(value)) < SHORTEST_NAME:
                continue
            yield Entry(value, Kind.EMAIL if "@" in value else kind, Source.FACT, 0, score=0.9)


def _derived(entries: Sequence[Entry]) -> Iterator[Entry]:
    """Other spellings of names, and names inside addresses."""
    for entry in entries:
        if entry.kind is Kind.EMAIL:
            for kind, name in variants.in_email(entry.untrusted_value):
                yield Entry(name, kind, Source.DERIVED, 0, capital=" " not in name)
        elif entry.kind in SPELLED and entry.source is not Source.DECLARED:
            for variant in SPELLED[entry.kind](entry.untrusted_value):
                if variant.text != entry.untrusted_value:
                    root = key_of(entry.untrusted_value)
                    yield Entry(
                        variant.text,
                        entry.kind,
                        Source.DERIVED,
                        0,
                        capital=variant.capital,
                        score=entry.score,
                        of=root,
                    )


def _marked(
    readings: Sequence[Reading], edits: Sequence[PersonEdit]
) -> tuple[list[Entry], frozenset[str]]:
    """Values people marked everywhere, and values they exempted everywhere."""
    texts = {
        (reading.sha256, unit.locator): unit.text
        for reading in readings
        for unit in reading.extraction.units
    }
    added, exempt = [], set()
    for edit in edits:
        value = texts.get((edit.sha256, edit.locator), "")[edit.start : edit.end].strip()
        if not edit.everywhere or not value:
            continue
        if edit.action == "add":
            added.append(Entry(value, edit.kind, Source.PERSON, 0))
        else:
            exempt.add(squeeze(value))
    return added, frozenset(exempt)


def _unique(entries: Iterable[Entry]) -> list[Entry]:
    """One entry per kind and value: the firmest source, then the loosest guard."""
    best: dict[tuple[Kind, str], Entry] = {}
    for entry in entries:
        slot = (entry.kind, key_of(entry.untrusted_value))
        best[slot] = _loosest(best[slot], entry) if slot in best else entry
    return list(best.values())


def _loosest(one: Entry, other: Entry) -> Entry:
    """The firmer of two entries of a value, guarded no more than the one that is looked for more.

    A surname that was found alone is also part of a whole name: then it is that name in
    small letters too.
    """
    firm = min(one, other, key=_rank)
    spread = [entry for entry in (one, other) if entry.everywhere] or [firm]
    return replace(
        firm,
        everywhere=any(entry.everywhere for entry in spread),
        capital=all(entry.capital for entry in spread),
        exact=all(entry.exact for entry in spread),
    )


def _rank(entry: Entry) -> tuple[int, bool, bool, bool, float]:
    return ORDER[entry.source], not entry.everywhere, entry.capital, entry.exact, -entry.score


def _numbered(entries: Sequence[Entry]) -> tuple[Entry, ...]:
    """Entries with numbers; those that have one keep it, spellings take their root's."""
    last: dict[Kind, int] = {}
    numbers: dict[tuple[Kind, str], int] = {}
    for entry in entries:
        last[entry.kind] = max(last.get(entry.kind, 0), entry.number)
    for entry in entries:
        slot = (entry.kind, key_of(entry.untrusted_value))
        root = numbers.get((entry.kind, entry.of), 0)
        if not entry.number and not root:
            last[entry.kind] += 1
        numbers[slot] = entry.number or root or last[entry.kind]
    return tuple(
        replace(entry, number=numbers[entry.kind, key_of(entry.untrusted_value)])
        for entry in entries
    )


def _settle(entries: Sequence[Entry], words: Words) -> dict[str, str]:
    """Every stand-in drawn once, in an order that no file decides.

    Declared names come first and short ones before the longer ones they begin, so that
    all that is made of a name follows it.
    """
    ordered = sorted(entries, key=lambda entry: _turn(entry, words.draw))
    told = [entry for entry in ordered if entry.source is Source.DECLARED]
    for entry in told:
        if entry.kind is Kind.ORGANIZATION:
            stand_in(entry.kind, entry.untrusted_value, entry.number, words)
            if head := variants.head_of(entry.untrusted_value):
                words.share("organisation", head, core_of(entry.untrusted_value))
    for entry in ordered:
        if entry.kind is Kind.PERSON:
            for role, word in person_words(entry.untrusted_value):
                if role != "initial" and not words.known("organisation", word):
                    words.settle_given(word) if role == "given" else words.give(role, word)
    for entry in ordered:
        stand_in(entry.kind, entry.untrusted_value, entry.number, words)
    return words.table


def _turn(entry: Entry, draw: Draw) -> tuple[bool, bool, int, str]:
    """Declared first, and of those the full name; then the fewest words; then by chance."""
    count = len(TOKEN.findall(entry.untrusted_value))
    digest = draw.digest(entry.kind, entry.untrusted_value)
    return entry.source is not Source.DECLARED, bool(entry.of), count, digest


def _pool_words_in(readings: Sequence[Reading], declared: Sequence[str]) -> frozenset[str]:
    """Words that could be drawn but are also words of the submission."""
    pool = all_pool_words()
    texts = [unit.text for reading in readings for unit in reading.extraction.units]
    texts += [fact.untrusted_value for reading in readings for fact in reading.extraction.facts]
    return frozenset(
        key for text in (*texts, *declared) for token in TOKEN.findall(text)
        if (key := squeeze(token)) in pool
    )  # fmt: skip
