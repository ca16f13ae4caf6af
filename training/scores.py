"""What a model scores by itself: ``python -m training.scores --model FOLDER [--data FOLDER]``.

No patterns, no propagation, no declared names; ``benchmarks.detection`` measures all of it.
Runs where torch is installed and Presidio is not.
"""

import argparse
from collections.abc import Iterator, Sequence
from pathlib import Path

from benchmarks import own_sets
from benchmarks.measure import Share, names_found, words_touched
from benchmarks.own_sets import Text
from scrubbing.engine.detectors.encoder import SURE, Encoder
from scrubbing.engine.detectors.names import Names
from scrubbing.engine.types import Kind, Role, Span, Unit
from training import dev_texts, treebanks

KEPT = frozenset({Kind.DATE_TIME, Kind.DEMOGRAPHIC, Kind.QUANTITY})
"""Kinds that the default policy keeps."""
PARALLEL = {
    "en": "uner_en_pud.iob2", "de": "uner_de_pud.iob2", "pt": "uner_pt_pud.iob2", "pl": "ud_pl_pud.conllu",
    "it": "ud_it_pud.conllu", "es": "ud_es_pud.conllu", "fr": "ud_fr_pud.conllu",
}  # fmt: skip


def read(model: Names, texts: Sequence[Text]) -> list[list[Span]]:
    """Give the spans of each text that are sure."""
    units = [Unit(str(i), text.text, text.role, text.context) for i, text in enumerate(texts)]
    found: list[list[Span]] = [[] for _ in texts]
    for span in model.detect(units):
        if span.score >= SURE:
            found[int(span.locator)].append(span)
    return found


def share(model: Names, texts: Sequence[Text]) -> tuple[Share, Share]:
    """Give the share of names found and of the words beside them touched."""
    names, touched = Share(0, 0), Share(0, 0)
    for text, spans in zip(texts, read(model, texts), strict=True):
        names += names_found(text.text, text.names, [(s.start, s.end) for s in spans])
        firm = [(s.start, s.end) for s in spans if s.kind not in KEPT]
        touched += words_touched(text.text, text.names, firm)
    return names, touched


def tuning(data: Path | None) -> Iterator[tuple[str, list[Text]]]:
    """Give the sets that thresholds are set on."""
    for language in dev_texts.PEOPLE:
        made = dev_texts.sentences(language)
        yield f"sentences {language}", [Text(one.text, one.names) for one in made]
    yield "headings", [Text(one.text, role=Role.HEADING) for one in dev_texts.headings()]
    named = dev_texts.headings_with_names()
    yield "headings with names", [Text(one.text, one.names, Role.HEADING) for one in named]
    yield "cells", [Text(one.text, one.names) for one in dev_texts.cells()]
    yield "cells without names", [Text(one.text) for one in dev_texts.plain_cells()]
    for language, name in PARALLEL.items() if data else ():
        found = treebanks.sentences(data / name) if data else ()
        kept = [_treebank(one) for one in found if treebanks.tuned_on(one.document)]
        yield f"treebank {language}", kept


def _treebank(sentence: treebanks.Sentence) -> Text:
    """Give a sentence in which all that a treebank calls a name counts as one."""
    return Text(sentence.text, tuple((w.start, w.end) for w in sentence.words if w.tag))


def measured() -> Iterator[tuple[str, list[Text]]]:
    """Give the sets of ``benchmarks``: never to set anything on."""
    for title, make in own_sets.NAMED.items():
        yield f"own {title}", make()
    for language, texts in own_sets.languages().items():
        yield f"own sentences {language}", texts
    for title, make in own_sets.HARMLESS.items():
        yield f"own {title}, harmless", make()


def main() -> None:
    """Print both shares for each set."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=None)
    parser.add_argument("--only", choices=("tuning", "measured"), default="")
    asked = parser.parse_args()
    table(asked.model, asked.data, asked.only)


def table(folder: Path, data: Path | None, only: str = "") -> None:
    """Print both shares of a model for each set."""
    model = Names(Encoder.load(folder))
    sets = [] if only == "measured" else list(tuning(data))
    sets += [] if only == "tuning" else list(measured())
    print("| set | names found | other words touched |\n|---|---|---|")
    for title, texts in sets:
        names, touched = share(model, texts)
        print(f"| {title} | {names if names.total else ''} | {touched} |", flush=True)


if __name__ == "__main__":
    main()
