"""Ordinary sentences of eight languages with their names, from treebanks.

Two forms are read: CoNLL-U, where a word is a proper noun but not whose, and lists of
tokens with a tag of its type (Universal NER, GermEval). A proper noun of a treebank may be
any name; all other words are none. That is what teaches ordinary prose.
"""

import random
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import lru_cache
from hashlib import sha256
from pathlib import Path

from faker import Faker

from training import headings
from training.example import Example, Mark
from training.generate import joined
from training.values import DAYS, LOCALES, MONTHS, TITLES, Values

FILES: dict[str, tuple[str, ...]] = {
    "de": ("germeval_dev.tsv", "germeval_test.tsv", "uner_de_pud.iob2", "ud_de_gsd_dev.conllu", "ud_de_gsd_test.conllu"),
    "pt": ("uner_pt_bosque_train.iob2", "uner_pt_bosque_dev.iob2", "uner_pt_bosque_test.iob2", "uner_pt_pud.iob2"),
    "pl": ("ud_pl_pud.conllu",),
    "it": ("ud_it_pud.conllu", "ud_it_markit_train.conllu", "ud_it_markit_dev.conllu", "ud_it_markit_test.conllu"),
    "es": ("ud_es_pud.conllu", "ud_es_gsd_dev.conllu", "ud_es_gsd_test.conllu"),
    "fr": ("ud_fr_pud.conllu", "ud_fr_gsd_dev.conllu", "ud_fr_gsd_test.conllu"),
    "nl": ("ud_nl_alpino_dev.conllu", "ud_nl_alpino_test.conllu", "ud_nl_lassy_dev.conllu", "ud_nl_lassy_test.conllu"),
    "en": ("uner_en_pud.iob2",),
}  # fmt: skip
MOST = {"de": 8000}
"""Sentences used of one language, so that none drowns the others: in German, where every noun
has a capital, names are the hardest to tell."""
USUALLY = 4200
ROUNDS = {"pl": 3, "it": 2}
"""Languages with little text are read several times, each time with other names."""
REFILLED = 0.5
"""Share of the people whose name is replaced by one of the generator."""
LEAST, LONGEST = 20, 600
TYPES: dict[str, tuple[str, ...]] = {
    "PER": ("person",),
    "ORG": ("organization",),
    "LOC": ("location", "address"),
    "OTH": ("outside", "organization"),
}
ANY_NAME = ("person", "organization", "location", "address")
JOINED = {
    ("de", "o"): "do", ("de", "a"): "da", ("de", "os"): "dos", ("de", "as"): "das", ("em", "o"): "no", ("em", "a"): "na",
    ("em", "os"): "nos", ("em", "as"): "nas", ("por", "o"): "pelo", ("por", "a"): "pela", ("por", "os"): "pelos",
    ("por", "as"): "pelas", ("a", "o"): "ao", ("a", "os"): "aos", ("a", "a"): "à", ("a", "as"): "às",
}  # fmt: skip
"""What Universal NER has split up in Portuguese."""
SPLIT = re.compile(r"\b(de|em|por|a) (os?|as?)\b", re.IGNORECASE)
APART = re.compile(r" ([,.;:!?)])|(?<=\w['’]) (?=\w)")
"""Blanks that a treebank has put in."""
MEASURED = 3
HEADED = 0.12
"""For this share of the sentences a piece without a name is given as a heading, too."""
OF_TIME = ("outside", "date_time", "quantity", "reference")
"""What a number or the name of a month may be; every other word of a sentence is nothing."""
TIME_WORDS = frozenset(
    word.lower() for table in (MONTHS, DAYS) for words in table.values() for word in words
)
FORMS_OF_ADDRESS = frozenset(
    word.strip(".").lower() for group in TITLES.values() for title in group for word in title.split()
) - {"de", "d"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a sentence: its place, and its tag ("PER", "ORGpart", "PROPN" or "")."""

    start: int
    end: int
    tag: str


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence with its words; ``document`` tells which are held back from training."""

    text: str
    words: tuple[Word, ...]
    document: str = ""


def held(document: str) -> bool:
    """Say whether a document of the parallel treebanks is measured on: three of ten are."""
    return _digit(document) < MEASURED


def tuned_on(document: str) -> bool:
    """Say whether a document is one in ten that thresholds are set on (``training.tune``)."""
    return bool(document) and _digit(document) == MEASURED


def aside(document: str) -> bool:
    """Say whether a document is kept from training."""
    return held(document) or tuned_on(document)


def _digit(document: str) -> int:
    return sha256(document.encode()).digest()[0] % 10


def read(folder: Path, chance: random.Random) -> Iterator[Example]:
    """Give the examples of all treebanks that lie in a folder; absent ones are left out."""
    for language, names in FILES.items():
        values = Values(language, chance)
        found = [s for name in names for s in sentences(folder / name) if not aside(s.document)]
        chance.shuffle(found)
        most = MOST.get(language, USUALLY)
        for _ in range(ROUNDS.get(language, 1)):
            made = [example(sentence, values, chance) for sentence in found[:most]]
            yield from _together(made, chance)
        yield from _headings(found[:most], language, chance)


def _headings(found: Sequence[Sentence], language: str, chance: random.Random) -> Iterator[Example]:
    """Give pieces of sentences between their names, written as headings are."""
    for sentence in found:
        free = re.split(r"[.,;:!?()\"«»„“]|\x00+", _blanked(sentence))
        stretch = max(free, key=len).strip()
        if chance.random() < HEADED and len(stretch) > LEAST and not re.search(r"\d", stretch):
            yield Example(headings.dressed(headings.piece(stretch, chance), language, chance), ())


def _blanked(sentence: Sentence) -> str:
    text = sentence.text
    for word in sentence.words:
        if word.tag:
            text = text[: word.start] + "\x00" * (word.end - word.start) + text[word.end :]
    return text


def sentences(path: Path) -> Iterator[Sentence]:
    """Give the sentences of a file of either form; none where the file is absent."""
    if not path.is_file():
        return
    for block in path.read_text(encoding="utf-8").split("\n\n"):
        lines = block.splitlines()
        sentence = (
            _listed(lines)
            if path.suffix == ".tsv"
            else _parallel(lines, path.name.startswith("uner_pt"))
        )
        if sentence and LEAST <= len(sentence.text) <= LONGEST:
            yield sentence


def _contracted(tagged: Sequence[tuple[str, str]]) -> Iterator[tuple[str, str]]:
    """Put the words of Portuguese together again."""
    index = 0
    while index < len(tagged):
        word, tag = tagged[index]
        after = tagged[index + 1] if index + 1 < len(tagged) else ("", "")
        whole = JOINED.get((word.lower(), after[0].lower()))
        yield (_like(word, whole), tag or after[1]) if whole else (word, tag)
        index += 2 if whole else 1


def _like(before: str, after: str) -> str:
    return after.capitalize() if before[0].isupper() else after


def _parallel(lines: Sequence[str], portuguese: bool) -> Sentence | None:
    """Read CoNLL-U or IOB2, which both carry the text as it was."""
    text = document = ""
    tagged: list[tuple[str, str]] = []
    for line in lines:
        if line.startswith("# text = "):
            text = line[9:].strip()
        elif line.startswith("# sent_id = "):
            document = line[12:18] if re.match(r"# sent_id = [nw]\d{5}", line) else ""
        elif line and line[0].isdigit():
            columns = line.split("\t")
            if "." not in columns[0]:
                tagged.append((columns[1], _tag(columns)))
    if portuguese:
        text = SPLIT.sub(lambda m: _like(m[0], JOINED[m[1].lower(), m[2].lower()]), text)
        tagged = list(_contracted(tagged))
    text = APART.sub(r"\1", text)
    return Sentence(text, tuple(_placed(text, tagged)), document) if text else None


def _tag(columns: Sequence[str]) -> str:
    if len(columns) < 10:
        return "" if columns[2] == "O" else columns[2].partition("-")[2]
    if columns[3] != "PROPN":
        return ""
    return "PER" if "Animacy=Hum" in columns[5] else "PROPN"


def _placed(text: str, tagged: Iterable[tuple[str, str]]) -> Iterator[Word]:
    """Find each word in the text; what a treebank has split up is passed over."""
    position = 0
    for word, tag in tagged:
        start = text.find(word, position, position + len(word) + 12)
        if start < 0:
            continue
        position = start + len(word)
        yield Word(start, position, tag)


def _listed(lines: Sequence[str]) -> Sentence | None:
    """Read a sentence of GermEval: tokens only, so the blanks are guessed."""
    text = ""
    words = []
    for line in lines:
        columns = line.split("\t")
        if len(columns) < 3 or line.startswith("#"):
            continue
        token, tag = columns[1], columns[2].partition("-")[2]
        glued = re.match(r"[.,;:!?)\]%”“]", token) or text.endswith(("(", "[", "„"))
        text += "" if glued or not text else " "
        words.append(Word(len(text), len(text) + len(token), tag))
        text += token
    return Sentence(text, tuple(words)) if text else None


@lru_cache(maxsize=1)
def given_names() -> frozenset[str]:
    """Give the given names of all locales of the generator, in lower case."""
    found: set[str] = set()
    for locale in {locale for group in LOCALES.values() for locale in group}:
        for provider in Faker(locale).factories[0].get_providers():
            for name in dir(provider):
                held_names = getattr(provider, name)
                if name.startswith("first_name") and not callable(held_names):
                    found |= {str(one).lower() for one in held_names}
    return frozenset(found)


def example(sentence: Sentence, values: Values, chance: random.Random) -> Example:
    """Give a sentence as an example; some of its people get another name."""
    text = ""
    marks: list[Mark] = []
    position = 0
    for run in sorted([*_runs(sentence), *_of_time(sentence)], key=lambda run: run[0].start):
        start, end = run[0].start, run[-1].end
        labels = _labels(sentence, run) if run[0].tag else OF_TIME
        title = _title_before(sentence.text[:start])
        text += sentence.text[position : start - len(title)]
        if title and labels == ("person",):
            marks.append(Mark(len(text), len(text) + len(title), ("outside", "person")))
        text += title
        value = sentence.text[start:end]
        if labels == ("person",) and chance.random() < REFILLED:
            value = values.full() if len(run) > 1 else values.one(chance.choice(("first", "last")))
        marks.append(Mark(len(text), len(text) + len(value), labels))
        text += value
        position = end
    return Example(text + sentence.text[position:], tuple(marks))


def _runs(sentence: Sentence) -> Iterator[list[Word]]:
    """Give neighbouring words of one tag as one name."""
    run: list[Word] = []
    for word in sentence.words:
        between = sentence.text[run[-1].end : word.start] if run else ""
        if run and (word.tag != run[-1].tag or between.strip("- ")):
            yield run
            run = []
        if word.tag:
            run.append(word)
    if run:
        yield run


def _of_time(sentence: Sentence) -> Iterator[list[Word]]:
    for word in sentence.words:
        text = sentence.text[word.start : word.end].lower()
        if not word.tag and (text in TIME_WORDS or any(c.isdigit() for c in text)):
            yield [word]


def _labels(sentence: Sentence, run: Sequence[Word]) -> tuple[str, ...]:
    tag = run[0].tag
    if tag == "PROPN":
        first = sentence.text[run[0].start : run[0].end].lower()
        return ("person",) if len(run) > 1 and first in given_names() else ANY_NAME
    if tag.endswith("deriv"):
        return ("outside", "demographic", "location")
    if tag.endswith("part"):
        return ("outside", *TYPES[tag[:3]])
    return TYPES.get(tag[:3], ("outside", "organization"))


def people(sentence: Sentence) -> tuple[tuple[int, int], ...]:
    """Give the places of a sentence's people, as far as the treebank tells them."""
    runs = [run for run in _runs(sentence) if _labels(sentence, run) == ("person",)]
    return tuple((run[0].start, run[-1].end) for run in runs)


def _title_before(text: str) -> str:
    """Give the form of address and the blank at the end of a text, or nothing."""
    match = re.search(r"[^\W\d_]+\.? $", text)
    return match[0] if match and match[0].strip(" .").lower() in FORMS_OF_ADDRESS else ""


def _together(made: Sequence[Example], chance: random.Random) -> Iterator[Example]:
    """Put one to three sentences after each other."""
    position = 0
    while position < len(made):
        count = chance.choice((1, 1, 2, 3))
        group = [replace(one) for one in made[position : position + count]]
        yield joined(group, chance.choice((" ", " ", "\n")))
        position += count
