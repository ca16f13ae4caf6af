"""Where to set the thresholds: ``python -m training.tune --model FOLDER [--data FOLDER]``.

Prints, for each set that thresholds may be set on, the share of names found and of other
words touched, for several cautions (``detectors.names``). What is read off goes there by hand.
"""

import argparse
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from benchmarks.measure import Share, names_found, words_touched
from benchmarks.own_sets import Text
from scrubbing.engine.detectors import names
from scrubbing.engine.detectors.encoder import SURE, Encoder
from scrubbing.engine.types import Role, Unit
from training import scores

CAUTIONS = (0.0, 1.0, 2.0, 2.5, 3.0, 3.5, 4.0, 5.0)


def shares(encoder: Encoder, texts: Sequence[Text], caution: float) -> tuple[Share, Share]:
    """Give names found and words touched at one caution for all texts."""
    found, touched = Share(0, 0), Share(0, 0)
    read = encoder.predict([one.text for one in texts], np.full(len(texts), caution).tolist())
    for text, stretches in zip(texts, read, strict=True):
        unit = Unit("u", text.text, Role.BODY)
        spans = [s for s in names.spans_of(unit, 0, stretches) if s.score >= SURE]
        found += names_found(text.text, text.names, [(s.start, s.end) for s in spans])
        firm = [(s.start, s.end) for s in spans if s.kind not in scores.KEPT]
        touched += words_touched(text.text, text.names, firm)
    return found, touched


def main() -> None:
    """Print the table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, required=True)
    parser.add_argument("--data", type=Path, default=None)
    asked = parser.parse_args()
    encoder = Encoder.load(asked.model)
    print("| set | " + " | ".join(map(str, CAUTIONS)) + " |\n" + "|---" * (len(CAUTIONS) + 1) + "|")
    for title, texts in scores.tuning(asked.data):
        rows = [shares(encoder, texts, caution) for caution in CAUTIONS]
        told = (f"{f.value:.2f}/{t.value:.3f}" if f.total else f"{t.value:.3f}" for f, t in rows)
        print(f"| {title} | " + " | ".join(told) + " |", flush=True)


if __name__ == "__main__":
    main()
