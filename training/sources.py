"""Public labelled text, read into examples. See the model card for origins and licences."""

import json
import random
import re
from collections.abc import Iterator, Sequence
from hashlib import sha256
from pathlib import Path

from training import treebanks
from training.example import LABELS, SILENT, Example, Mark
from training.generate import LABEL_OF, fill, joined
from training.values import LOCALES, Values

TAB = {
    "PERSON": "person", "ORG": "organization", "LOC": "location", "DATETIME": "date_time", "CODE": "reference",
    "DEM": "demographic", "QUANTITY": "quantity", "MISC": "misc",
}  # fmt: skip
TOKENS = {
    "PER": "person", "person": "person", "ORG": "organization", "corporation": "organization", "group": "organization",
    "LOC": "location", "location": "location",
}  # fmt: skip
UNSURE = {"product", "creative-work", "MISC"}
NOT_PERSONS = set(
    "borrower lender lenders bank guarantor tenant landlord company executive employee employer purchaser seller "
    "agent holder holders buyer licensee licensor parent trustee administrative officer".split()
)
"""Roles that sec_contracts marks as persons."""
SLOTS = {
    "PERSON": "person", "STREET_ADDRESS": "street", "GPE": "place", "ORGANIZATION": "org", "CREDIT_CARD": "card", "AGE": "age",
    "TITLE": "title", "DATE_TIME": "date", "PHONE_NUMBER": "phone", "DOMAIN_NAME": "url", "EMAIL_ADDRESS": "email",
    "ZIP_CODE": "postcode", "IBAN_CODE": "iban", "NRP": "nrp", "IP_ADDRESS": "ip", "US_SSN": "ssn",
}  # fmt: skip
FILLINGS = 14


def trains(template: str) -> bool:
    """Say whether a template of presidio-research is for training (three of five) or held."""
    return sha256(template.encode()).digest()[0] % 5 < 3


def read(folder: Path, chance: random.Random) -> Iterator[Example]:
    """Give all examples of the sources that lie in a folder; absent ones are left out."""
    for name, reader in (
        ("tab_train.jsonl", cases),
        ("presidio_research.jsonl", templates),
        ("sec_contracts.jsonl", tokens),
        ("wnut17_train.jsonl", tokens),
        ("broad_twitter_a.jsonl", tokens),
        ("broad_twitter_e.jsonl", tokens),
        ("broad_twitter_g.jsonl", tokens),
    ):
        path = folder / name
        if path.is_file():
            lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
            yield from reader(lines, chance)
    yield from treebanks.read(folder, chance)


def cases(lines: Sequence[dict], _chance: random.Random) -> Iterator[Example]:
    """Give court cases. What need not be masked there may be its type or nothing."""
    for line in lines:
        marks = []
        for span in line["spans"]:
            label = TAB[span["kind"]]
            free = span["identifier"] == "NO_MASK"
            both = (
                ("outside",)
                if free and label in {"organization", "misc"}
                else (label, "outside")
                if free
                else (label,)
            )
            marks.append(Mark(span["start"], span["end"], both))
        example = Example(line["text"], tuple(marks), ("outside",))
        yield example
        yield example


def templates(lines: Sequence[dict], chance: random.Random) -> Iterator[Example]:
    """Give the training templates of presidio-research, as they are and with values of ours."""
    seen: set[str] = set()
    values = {language: Values(language, chance) for language in LOCALES}
    for line in lines:
        if not trains(line["template"]):
            continue
        marks = [Mark(s["start"], s["end"], LABEL_OF[SLOTS[s["kind"]]]) for s in line["spans"]]
        yield Example(line["text"], tuple(sorted(marks, key=lambda m: m.start)))
        if line["template"] in seen:
            continue
        seen.add(line["template"])
        ours = re.sub(r"\{\{(\w+)\}\}", lambda m: f"{{{SLOTS[m[1]]}}}", line["template"])
        for _ in range(FILLINGS):
            language = chance.choice(["en", "en", *LOCALES])
            yield fill(ours, values[language])


def tokens(lines: Sequence[dict], chance: random.Random) -> Iterator[Example]:
    """Give tokenised sentences, some joined. Labels they lack are not held against dates."""
    elsewhere = tuple(
        label for label in LABELS if label not in {"person", "organization", "location", "address"}
    )
    position = 0
    while position < len(lines):
        count = chance.choice((1, 2, 4))
        yield joined(
            [_sentence(line, elsewhere) for line in lines[position : position + count]], "\n"
        )
        position += count


def _sentence(line: dict, elsewhere: tuple[str, ...]) -> Example:
    text = ""
    marks = []
    for token, tag in zip(line["tokens"], line["tags"], strict=True):
        text += " " if text and not re.match(r"[.,;:!?')\]%”’]|n't", token) else ""
        kind = tag.partition("-")[2]
        if kind in TOKENS:
            label = TOKENS[kind]
            labels = (label, "address") if label == "location" else (label,)
            if token.lower() in NOT_PERSONS:
                labels = ("outside",)
            marks.append(Mark(len(text), len(text) + len(token), labels))
        elif kind in UNSURE:
            marks.append(
                Mark(len(text), len(text) + len(token), ("outside", "organization", *SILENT))
            )
        text += token
    return Example(text, tuple(marks), elsewhere)
