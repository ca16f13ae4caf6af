"""What looking for everything found everywhere adds: recall with it and without.

``python -m benchmarks.propagation [--shared FOLDER]``: on TAB dev (all mentions that need
masking, person mentions apart) and on made submissions of three files each, in which a
name stands once in a place that gives it away and elsewhere in forms that do not.
"""

import argparse
import os
import random
from collections.abc import Sequence
from pathlib import Path

from benchmarks import measure, own_names
from benchmarks.detection import lines, table, total
from benchmarks.measure import Share
from scrubbing.engine.decide import Decider
from scrubbing.engine.knowledge import merge
from scrubbing.engine.pipeline import detect
from scrubbing.engine.policy import Policy, shipped
from scrubbing.engine.reading import Reading
from scrubbing.engine.types import Extraction, Span, Unit

KEY = bytes(32)
FILES = (
    "From: {f} {l} <desk@example.com>\nTo: the depot\n\nThe valves arrive on Monday.",
    "pump;state;note\nP-1;ok;{l} checked\nP-2;leaks;ask {f}\nP-3;ok;{u}",
    "def seal_{s}(rate):\n    # {f}'s table\n    return rate * 2  # {l2}",
)


def found(texts: Sequence[str], policy: Policy, *, spread: bool) -> list[list[tuple[int, int]]]:
    """Give the places that would be replaced in texts of one submission."""
    units = [Unit(f"f:{i}", text) for i, text in enumerate(texts)]
    spans = [s for s in detect(units) if policy.acts_on(s.kind, s.score)]
    if not spread:
        return [[(s.start, s.end) for s in spans if s.locator == u.locator] for u in units]
    readings = [_reading(u, spans) for u in units]
    decider = Decider(merge(readings, [], [], KEY), policy)
    return [[(f.start, f.end) for f in decider.decide([u], _of(u, spans)).findings] for u in units]


def _of(unit: Unit, spans: Sequence[Span]) -> tuple[Span, ...]:
    return tuple(s for s in spans if s.locator == unit.locator)


def _reading(unit: Unit, spans: Sequence[Span]) -> Reading:
    return Reading("", "", Extraction("txt", (unit,)), _of(unit, spans))


def submissions(count: int = 60) -> list[list[tuple[str, list[tuple[int, int]]]]]:
    """Give made submissions: texts with the places of their names."""
    chance = random.Random(7)
    made = []
    for _ in range(count):
        language = chance.choice(list(own_names.LAST))
        first, last = (
            chance.choice(own_names.FIRST[language]),
            chance.choice(own_names.LAST[language]),
        )
        values = {
            "f": first,
            "l": last,
            "u": last.upper(),
            "s": last.lower(),
            "l2": f"{first[0]}. {last}",
        }
        made.append([_with_places(template, values) for template in FILES])
    return made


def _with_places(template: str, values: dict[str, str]) -> tuple[str, list[tuple[int, int]]]:
    text, marks = "", []
    for piece in template.replace("}", "{").split("{"):
        if piece in values:
            marks.append((len(text), len(text) + len(values[piece])))
        text += values.get(piece, piece)
    return text, marks


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    root = Path(__file__).resolve().parent.parent
    parser.add_argument(
        "--shared",
        type=Path,
        default=Path(os.environ.get("AIRLOCK_SHARED", root.parent / "shared")),
    )
    policy = shipped("strict")
    path = parser.parse_args().shared / "bench" / "text" / "tab_dev.jsonl"
    columns: dict[str, dict[str, str]] = {"without": {}, "with": {}}
    for title, spread in (("without", False), ("with", True)):
        if path.is_file():
            columns[title] |= _court_cases(path, policy, spread=spread)
        shares = []
        for files in submissions():
            got = found([text for text, _ in files], policy, spread=spread)
            shares += [
                measure.names_found(t, marks, g) for (t, marks), g in zip(files, got, strict=True)
            ]
        columns[title]["made submissions: name mentions"] = str(total(shares))
    table("Propagation", columns)


def _court_cases(path: Path, policy: Policy, *, spread: bool) -> dict[str, str]:
    everyone: list[Share] = []
    people: list[Share] = []
    precision: list[Share] = []
    for doc in lines(path):
        (got,) = found([doc["text"]], policy, spread=spread)
        gold = [
            (s["start"], s["end"], s["kind"]) for s in doc["spans"] if s["identifier"] != "NO_MASK"
        ]
        everyone.append(measure.token_recall(doc["text"], [g[:2] for g in gold], got))
        people.append(
            measure.token_recall(doc["text"], [g[:2] for g in gold if g[2] == "PERSON"], got)
        )
        precision.append(measure.token_precision(doc["text"], [g[:2] for g in gold], got))
    return {
        "TAB dev: token recall": str(total(everyone)),
        "TAB dev: person token recall": str(total(people)),
        "TAB dev: token precision": str(total(precision)),
    }


if __name__ == "__main__":
    main()
