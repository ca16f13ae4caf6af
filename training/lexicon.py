"""Ordinary words that are nobody's name: ``python -m training.lexicon --data FOLDER --out FILE``.

The encoder knows few words of other languages, and German writes every noun like a name. A
word that the treebanks use as a word, and never as a name, and that is on no list of names,
is not leaned on (``detectors.encoder``). Documents that are kept from training give none.
"""

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

from faker import Faker

from training import grammar, headings, negatives, prose, treebanks
from training.values import FOREIGN, LOCALES, ROMANISED

LEAST_LENGTH = 3
SEEN = 2
"""Times a treebank must use a word as a word."""
WORD = re.compile(r"[^\W\d_]+")


def names() -> set[str]:
    """Give every word of the generator's lists of given names and surnames."""
    found = {word.lower() for group in ROMANISED.values() for word in group}
    for locale in {one for group in LOCALES.values() for one in group} | set(FOREIGN):
        for provider in Faker(locale).factories[0].get_providers():
            for name in dir(provider):
                listed = getattr(provider, name)
                if name.startswith(("first_name", "last_name")) and not callable(listed):
                    found |= {word for one in listed for word in WORD.findall(str(one).lower())}
    return found


def counted(data: Path) -> tuple[Counter[str], Counter[str]]:
    """Give how often words are words in the treebanks, and how often parts of names."""
    plain: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for files in treebanks.FILES.values():
        for file in files:
            for sentence in treebanks.sentences(data / file):
                if treebanks.aside(sentence.document):
                    continue
                for word in sentence.words:
                    counts = named if word.tag else plain
                    counts.update(WORD.findall(sentence.text[word.start : word.end].lower()))
    plain.update(_english(data))
    return plain, named


def _english(data: Path) -> Iterator[str]:
    """Give the words in small letters of English contracts and judgments, outside their names."""
    for name in ("sec_contracts.jsonl", "tab_train.jsonl"):
        path = data / name
        for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
            told = json.loads(line)
            pieces = _outside(told) if "text" in told else _untagged(told)
            yield from (word for word in WORD.findall(" ".join(pieces)) if word == word.lower())


def _outside(told: dict) -> Iterator[str]:
    position = 0
    for span in sorted(told["spans"], key=lambda one: one["start"]):
        yield told["text"][position : max(position, span["start"])]
        position = max(position, span["end"])
    yield told["text"][position:]


def _untagged(told: dict) -> Iterator[str]:
    return (token for token, tag in zip(told["tokens"], told["tags"], strict=True) if tag == "O")


def listed() -> Iterator[str]:
    """Give the words of messages, of job titles and of the parts of sentences."""
    for language, locales in LOCALES.items():
        for text in prose.messages(language, 2, 10_000):
            yield from WORD.findall(text.lower())
        for provider in Faker(locales[0]).factories[0].get_providers():
            for job in getattr(provider, "jobs", ()):
                yield from WORD.findall(str(job).lower())
            words = getattr(provider, "word_list", ())
            yield from (word for one in words for word in WORD.findall(str(one).lower()))
    yield from (word.lower() for word in (*headings.MODIFIERS, *headings.SUBJECTS))
    for piece in negatives.library(random.Random(0)):
        yield from (word for word in WORD.findall(piece) if word == word.lower())
    for parts in grammar.PARTS.values():
        for text in (parts.whens, parts.deeds, parts.things, parts.places):
            yield from WORD.findall(text.lower())


def words(data: Path) -> list[str]:
    """Give the words in order of the alphabet."""
    plain, named = counted(data)
    kept = {word for word, count in plain.items() if count >= SEEN} | set(listed())
    return sorted(
        word
        for word in kept - names()
        if len(word) >= LEAST_LENGTH and named[word] * 50 <= plain[word]
    )


def main() -> None:
    """Write the words, one to a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True)
    asked = parser.parse_args()
    found = words(asked.data)
    asked.out.write_text("\n".join(found) + "\n", encoding="utf-8")
    print(len(found), "words")


if __name__ == "__main__":
    main()
