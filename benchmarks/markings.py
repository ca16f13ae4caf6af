"""Recall and precision of markings per class, in real files of every place, beside plain regexes.

    python -m benchmarks.markings [--part tuning|held|both] [--misses] [--rules FILE] [--json FILE]

Every wording stands in every place it belongs to (header, footer, watermark, slide master,
property, body), in a Word, PowerPoint, Excel, PDF, text, source or mail file that is read by
the engine. ``--rules`` names a file with a list ``C`` of (name, expression) to hold it
against on the same texts; without it our own figures stand alone, and that is said.
"""

import argparse
import importlib.util
import json
import re
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from benchmarks import marking_cases, marking_files
from benchmarks.marking_cases import CLASS_OF, Wording
from scrubbing.engine.detectors.labels import find_labels
from scrubbing.engine.detectors.marking_rules import MarkingClass as M
from scrubbing.engine.detectors.markings import find_markings
from scrubbing.engine.identify import identify
from scrubbing.engine.registry import Tools, extract_with
from scrubbing.engine.types import Extraction, Untrusted

PUBLIC_LABELS = frozenset({"public"})
"""As in the settings a programme begins with."""
SHOWN_ONLY = frozenset({M.ALL_RIGHTS_RESERVED, M.UNLICENSED, M.TLP_GREEN})
"""Classes that hold nothing: a licence text may carry them."""
OTHERS: Mapping[str, frozenset[M]] = {
    "proprietary_confidential": frozenset({M.PROPRIETARY}),
    "conf_banner": frozenset({M.PROPRIETARY, M.INTERNAL}),
    "internal_only": frozenset({M.INTERNAL}),
    "unauth_copy": frozenset({M.PROPRIETARY}),
    "nda": frozenset({M.NDA}),
    "legal_priv": frozenset({M.PRIVILEGE}),
    "tlp": frozenset(),
    "cui": frozenset({M.CUI}),
    "us_class": frozenset({M.GOVERNMENT}),
    "nato_eu": frozenset({M.GOVERNMENT}),
    "export": frozenset({M.EXPORT_CONTROL}),
    "msip": frozenset({M.SENSITIVITY_LABEL}),
    "license_ref_prop": frozenset({M.UNLICENSED, M.ALL_RIGHTS_RESERVED}),
}
"""Which classes a rule of the other list stands for; of several, any that is right counts."""
TLP = re.compile(r"RED|AMBER|GREEN")
TLP_CLASSES = {"RED": M.TLP_RED, "AMBER": M.TLP_AMBER, "GREEN": M.TLP_GREEN}


@dataclass(frozen=True, slots=True)
class Case:
    """A wording in one place of one file."""

    wording: Wording
    place: str
    turn: int

    @property
    def expected(self) -> M | None:
        return CLASS_OF[self.wording.group] if self.wording.real else None


def cases(part: str = "both") -> list[Case]:
    """Every wording in each of its places; formats take turns."""
    made: list[Case] = []
    for number, wording in enumerate(marking_cases.wordings()):
        if part != "both" and wording.held != (part == "held"):
            continue
        for step, place in enumerate(wording.places):
            if place == "watermark" and len(wording.text) > 60:
                continue
            made.append(Case(wording, place, number + step))
    return made


def extraction(case: Case) -> Extraction:
    """The case's file as the engine reads it."""
    name, data = marking_files.make(case.place, case.wording.text, case.turn)
    return extract_with(Tools(), identify(name, data), Untrusted(name, data))


def ours(read: Extraction) -> frozenset[M]:
    """The classes that the engine finds."""
    found = {marking.cls for marking in find_markings(read.units)}
    if any(
        label.untrusted_name.casefold() not in PUBLIC_LABELS for label in find_labels(read.facts)
    ):
        found.add(M.SENSITIVITY_LABEL)
    return frozenset(found)


Rules = Sequence[tuple[str, "re.Pattern[str]"]]


def theirs(read: Extraction, rules: Rules, expected: M | None) -> frozenset[M]:
    """The classes that a list of expressions finds in the same texts."""
    found: set[M] = set()
    text = "\n".join(unit.text for unit in read.units)
    for name, expression in rules:
        for match in expression.finditer(text):
            level = TLP.search(match[0]) if name == "tlp" else None
            classes = {TLP_CLASSES[level[0]]} if level else OTHERS.get(name, frozenset())
            found |= {expected} if expected in classes else set(sorted(classes)[:1])
    return frozenset(kind for kind in found if kind is not None)


@dataclass(slots=True)
class Count:
    right: int = 0
    missed: int = 0
    wrong: int = 0

    @property
    def recall(self) -> float:
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0

    @property
    def precision(self) -> float:
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0


class Score:
    """Counts per group of wordings and per class."""

    def __init__(self) -> None:
        self.by: defaultdict[str, Count] = defaultdict(Count)
        self.misses: list[tuple[Case, frozenset[M]]] = []

    def add(self, case: Case, found: frozenset[M]) -> None:
        """Count one case: what was expected and is there, what is there and is not expected."""
        expected, group = case.expected, case.wording.group
        allowed = case.wording.also | ({expected} if expected else set())
        if case.place == "licence":
            allowed |= SHOWN_ONLY
        bad = found - allowed
        if expected is not None:
            for name in {group, str(expected)}:
                self.by[name].right += expected in found
                self.by[name].missed += expected not in found
        own = CLASS_OF[group]
        for kind in bad:
            self.by[str(kind)].wrong += 1
            if kind == own and group != str(kind):
                self.by[group].wrong += 1
        if bad or (expected is not None and expected not in found):
            self.misses.append((case, found))


def rules_of(path: Path) -> Rules | None:
    """The list ``C`` of a file of expressions, or None where there is no such file."""
    if not path.is_file():
        return None
    spec = importlib.util.spec_from_file_location("other_rules", path)
    if spec is None or spec.loader is None:
        return None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    found: Rules = module.C
    return found


def rows(score: Score) -> Iterator[tuple[str, Count]]:
    groups = [*CLASS_OF, *sorted({str(c) for c in CLASS_OF.values()} - set(CLASS_OF))]
    yield from ((name, score.by[name]) for name in groups)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--part", choices=["tuning", "held", "both"], default="both")
    parser.add_argument("--misses", action="store_true", help="show the wordings that went wrong")
    shared = Path(__file__).resolve().parents[2] / "shared/bench/code/markings_regex.py"
    parser.add_argument("--rules", type=Path, default=shared)
    parser.add_argument("--json", type=Path)
    args = parser.parse_args()
    rules = rules_of(args.rules)
    if rules is None:
        print("No other list of expressions is here: our own figures alone.")
    mine, other = Score(), Score()
    chosen = cases(args.part)
    began = time.process_time()
    seconds = 0.0
    for case in chosen:
        read = extraction(case)
        at = time.process_time()
        found = ours(read)
        seconds += time.process_time() - at
        mine.add(case, found)
        if rules is not None:
            other.add(case, theirs(read, rules, case.expected))
    whole = time.process_time() - began
    real = sum(case.wording.real for case in chosen)
    print(
        f"{args.part}: {len(chosen)} files, {real} marked, {len(chosen) - real} near misses;",
        end=" ",
    )
    print(f"{whole:.0f} s CPU with making and reading them, {seconds:.2f} s in detection")
    print(f"{'':24}{'recall':>8}{'precision':>11}{'regex recall':>15}{'regex precision':>17}")
    table = {}
    for name, count in rows(mine):
        table[name] = [count.right, count.missed, count.wrong]
        against = other.by[name]
        beside = f"{against.recall:15.3f}{against.precision:17.3f}" if rules is not None else ""
        flag = "" if count.recall >= 0.97 and count.precision >= 0.95 else "  <"
        print(f"{name:24}{count.recall:8.3f}{count.precision:11.3f}{beside}{flag}")
    places = Counter(case.place for case in chosen if case.wording.real)
    lost = Counter(
        case.place
        for case, found in mine.misses
        if case.wording.real and case.expected not in found
    )
    print(
        "recall by place:",
        ", ".join(f"{p} {1 - lost[p] / n:.3f} of {n}" for p, n in places.items()),
    )
    if args.misses:
        for case, found in mine.misses:
            print(f"  {case.wording.group}/{case.place}: {case.wording.text!r} -> {sorted(found)}")
    if args.json:
        args.json.write_text(json.dumps(table, indent=1))


if __name__ == "__main__":
    main()
