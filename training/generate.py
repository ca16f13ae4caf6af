"""Make the synthetic half of the training text: ``python -m training.generate --out FILE``."""

import argparse
import random
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from training import grammar, headings, negatives, prose
from training.example import LABELS, SILENT, Example, Mark, write
from training.templates import EMPTY_HEADERS, HEADERS, TEMPLATES
from training.values import LOCALES, Values
from training.worktexts import WORK_TEXTS

SLOT = re.compile(r"\{(\w+)\}")
LABEL_OF: dict[str, tuple[str, ...]] = {
    **dict.fromkeys(("person", "full", "cased", "first", "last", "F", "L"), ("person",)),
    "title": ("person",),
    "money": ("quantity", "outside"),
    **dict.fromkeys(("org", "court"), ("organization",)),
    "brand": ("organization", *SILENT, "outside"),
    **dict.fromkeys(("city", "place", "country"), ("location",)),
    **dict.fromkeys(("address", "street", "postcode"), ("address",)),
    **dict.fromkeys(("date", "year"), ("date_time",)),
    **dict.fromkeys(("ref", "iban", "card", "ssn", "phone"), ("reference",)),
    **dict.fromkeys(("age", "nrp"), ("demographic",)),
    **dict.fromkeys(("email", "url", "ip", "handle"), LABELS),
}
"""What a slot's characters may be; patterns find what is marked with every label."""

PER_TEMPLATE = {"en": 42, "other": 26}
PER_FRAME = 16
PER_WORK_TEXT = {"en": 10, "fr": 16, "it": 16, "nl": 16}
MANY = 20
"""Fillings of a work text in the languages that are not named above."""
CELLS, HEADINGS, LINES, PROSE_REPEATS, LIBRARY = 8000, 2600, 1000, 6, 560


def fill(template: str, values: Values) -> Example:
    """Put values into a template's slots."""
    text = ""
    marks: list[Mark] = []
    position = 0
    for slot in SLOT.finditer(template):
        text += template[position : slot.start()]
        name = slot[1]
        value = values.one({"F": "first", "L": "last"}.get(name, name))
        value = value.upper() if name in "FL" else value
        if name in LABEL_OF:
            marks.append(Mark(len(text), len(text) + len(value), LABEL_OF[name]))
        text += value
        position = slot.end()
    return Example(text + template[position:], tuple(marks))


def joined(examples: Sequence[Example], between: str) -> Example:
    """Put examples one after the other, as they stand in a longer document."""
    text = ""
    marks: list[Mark] = []
    for one in examples:
        text += between if text else ""
        marks += [Mark(m.start + len(text), m.end + len(text), m.labels) for m in one.marks]
        text += one.text
    elsewhere = {label for one in examples for label in one.elsewhere}
    return Example(text, tuple(marks), tuple(label for label in LABELS if label in elsewhere))


def part(count: int, share: float) -> int:
    """Give a share of a number, but not nothing."""
    return max(1, round(count * share))


def documents(chance: random.Random, share: float) -> Iterator[Example]:
    """Give work documents in all languages."""
    for language, templates in TEMPLATES.items():
        values = Values(language, chance)
        count = part(PER_TEMPLATE.get(language, PER_TEMPLATE["other"]), share)
        for template in templates:
            for _ in range(count):
                yield fill(template, values)


def sentences(chance: random.Random, share: float) -> Iterator[Example]:
    """Give plain prose in all languages: with names, with nobody, and headings."""
    for language in LOCALES:
        values = Values(language, chance)
        for frame in prose.FRAMES[language]:
            yield from (fill(frame, values) for _ in range(part(PER_FRAME, share)))
        count = part(PER_WORK_TEXT.get(language, MANY), share)
        for template in WORK_TEXTS[language]:
            yield from (fill(template, values) for _ in range(count))
        yield from (prose.salad(language, values, chance) for _ in range(part(prose.SALADS, share)))
        made = grammar.templates(language, chance, share)
        yield from (fill(template, values) for template in made)
        yield from grammar.nobody(language, chance, share)
        yield from (Example(text, ()) for text in prose.ordinary(language, chance))
        for heading in prose.HEADINGS[language].split("|"):
            yield from (Example(heading, ()) for _ in range(prose.HEADING_REPEATS))
        yield from headings.headings(language, chance)


def cells(chance: random.Random, share: float) -> Iterator[Example]:
    """Give single cells, most of them after their column's header."""
    values = {language: Values(language, chance) for language in LOCALES}
    for _ in range(part(CELLS, share)):
        drawn = chance.choice(list(values.values()))
        if chance.random() < 0.3:
            header = chance.choice(list(EMPTY_HEADERS))
            value = Example(chance.choice(EMPTY_HEADERS[header]), ())
        else:
            slot = chance.choice([*HEADERS, "last", "person", "full", "org"])
            header = chance.choice(HEADERS.get(slot, HEADERS["person"]))
            value = fill(f"{{{slot}}}", drawn)
        lead = f"{header}: " if chance.random() < 0.75 else ""
        yield joined([Example(lead, ()), value], "") if lead else value
    for language in LOCALES:
        yield from headings.cells(language, chance)
    for header in (*EMPTY_HEADERS, *(h for group in HEADERS.values() for h in group)):
        yield Example(header, ())


def nothing(chance: random.Random) -> Iterator[Example]:
    """Give text in which nobody is named."""
    yield from (Example(negatives.heading(chance), ()) for _ in range(HEADINGS))
    yield from (Example(negatives.identifiers(chance), ()) for _ in range(LINES))
    yield from (Example(text, ()) for text in negatives.PROSE for _ in range(PROSE_REPEATS))
    pieces = negatives.library(chance)
    yield from (Example(next(pieces), ()) for _ in range(LIBRARY))


def packed(examples: list[Example], chance: random.Random) -> Iterator[Example]:
    """Shuffle, and join half of the short ones with their neighbours."""
    chance.shuffle(examples)
    position = 0
    while position < len(examples):
        count = chance.choice((1, 1, 2, 3))
        group = [e for e in examples[position : position + count] if e.text.strip()]
        position += count
        if group:
            yield joined(group, chance.choice(("\n", "\n", "\n\n", " ")))


def generate(seed: int, share: float = 1.0) -> Iterator[Example]:
    """Give all synthetic examples, or about a share; the same for the same seed and share."""
    chance = random.Random(seed)
    made = [*documents(chance, share), *sentences(chance, share), *nothing(chance)]
    yield from packed(made, chance)
    alone = list(cells(chance, share))
    chance.shuffle(alone)
    yield from alone


def main() -> None:
    """Write the examples of a seed to a file."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--out", type=Path, required=True)
    parser.add_argument("--seed", type=int, default=7)
    asked = parser.parse_args()
    print(write(asked.out, generate(asked.seed)), "examples")


if __name__ == "__main__":
    main()
