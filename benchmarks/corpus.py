"""A corpus of real files through the real command line, judged by other programs.

    python -m benchmarks.corpus --shared DIR [--set dev] [--formats docx,xlsx] [--sample N]
        [--seed S] [--no-ocr] [--mode off|on|both] [--office N] [--twice] [--max-seconds S]
        [--json FILE]

Five random words of each file are declared; then it is asked: does one survive, do all
other words stay (detection off), lies every lost word inside a reported edit (detection
on), does the output open wherever the input did, how many rounds did it take, how long and
how much memory. ``--office N`` opens every Nth Office output in LibreOffice too; ``--twice`` asks
whether a second run with the same key gives the same bytes. Files run
in one process, one after the other, each with the arguments a person would give and the
command line's own limits; ``--max-seconds`` is for a machine that others use as well.
"""

import argparse
import contextlib
import io
import json
import random
import re
import statistics
import subprocess
import sys
import tempfile
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

from benchmarks import corpus_pixels, corpus_places, corpus_reading, corpus_searching
from scrubbing.engine import cli, sandbox
from scrubbing.engine.convert import convert
from scrubbing.engine.errors import ScrubError
from scrubbing.engine.limits import Limits
from scrubbing.engine.policy import document
from scrubbing.engine.sandbox.client import Outcome, Sandbox
from scrubbing.engine.sandbox.seccomp import Profile

WORDS = 5
SECONDS = 50.0
"""Per file, what the command line gives where nobody says otherwise."""
TOKEN = re.compile(r"[^\W_]+")
WORD = re.compile(r"[^\W\d_]{5,}")


Answers = Mapping[str, Mapping[str, Any]]


class Recording(Sandbox):
    """The sandbox, which also notes what each job took and answered."""

    def __init__(self, module: str) -> None:
        super().__init__(module)
        self.forget()

    def forget(self) -> None:
        """Begin a new file."""
        self.cpu, self.peak = 0.0, 0
        self.answers: dict[str, Mapping[str, Any]] = {}

    def run(
        self,
        job: str,
        request: Mapping[str, Any],
        files: Mapping[str, Path],
        out_dir: Path,
        limits: Limits,
        *,
        profile: Profile = Profile.ENGINE,
    ) -> Outcome:
        outcome = super().run(job, request, files, out_dir, limits, profile=profile)
        self.cpu += outcome.usage.cpu_seconds
        self.peak = max(self.peak, outcome.usage.peak_bytes)
        self.answers[job] = outcome.value
        return outcome


@dataclass(slots=True)
class Row:
    """What happened to one file; no text of it."""

    file: str
    kind: str
    mode: str
    code: str | None = None
    detail: str = ""
    confirmed: str = ""
    declared: int = 0
    survivors: list[str] = field(default_factory=list)
    words: int = 0
    lost: int = 0
    unexplained: int = 0
    changed: float | None = None
    """Of a PDF: percent of the pixels outside reported places that look different."""
    opens: bool = True
    office: bool | None = None
    same: bool | None = None
    rounds: int = 0
    seconds: float = 0.0
    cpu: float = 0.0
    peak_mb: int = 0
    bytes: int = 0


def files(shared: Path, options: argparse.Namespace) -> list[Path]:
    """The files to try, in an order that the seed decides where there is a sample."""
    kinds = set(options.formats.split(",")) if options.formats else None
    skipped = set(options.skip.split(",")) if options.skip else set()
    found = [
        path
        for path in sorted((shared / "corpus" / options.set).rglob("*"))
        if path.is_file()
        and (kinds is None or corpus_reading.suffix_of(path) in kinds)
        and corpus_reading.suffix_of(path) not in skipped
        and (not options.only or re.search(options.only, path.name))
    ]
    if options.sample and options.sample < len(found):
        found = random.Random(options.seed).sample(found, options.sample)
    return found


def policies(folder: Path) -> dict[str, Path | None]:
    """The default policy as "on", and one that keeps whatever may be kept as "off"."""
    off = document()
    off["name"] = "off"
    for kind, rule in off["entities"].items():
        if kind in ("secret", "declared", "manual"):
            rule["threshold"] = 1.0 if kind == "secret" else 0.0
        else:
            off["entities"][kind] = {"action": "keep", "threshold": 1.0}
    path = folder / "off.json"
    path.write_text(json.dumps(off), "utf-8")
    return {"off": path, "on": None}


def try_one(
    path: Path,
    mode: str,
    policy: Path | None,
    office: bool,
    recording: Recording,
    folder: Path,
    *,
    blind: bool = False,
    twice: bool = False,
    seconds: float = SECONDS,
) -> Row:
    """One file through ``scrub``, and everything that is asked of it.

    ``blind`` leaves out the other libraries, which hostile files bring to a halt.
    """
    row = Row(path.name, corpus_reading.suffix_of(path), mode, bytes=path.stat().st_size)
    if blind:
        return _try_blind(row, path, policy, recording, folder, seconds)
    try:
        before = corpus_reading.texts_of(path)
    except corpus_reading.Unreadable:
        before = []
    declared = _chosen(path.name, before)
    row.declared = len(declared)
    recording.forget()
    entry = _scrub(path, declared, policy, folder, seconds)
    row.seconds = entry["seconds"]
    row.cpu, row.peak_mb = round(recording.cpu, 3), recording.peak // 2**20
    row.code, row.detail = entry["code"], _detail(entry["message"])
    if row.code is not None:
        row.confirmed = corpus_reading.openable(path) or _other_type(path, row.code)
        return row
    output = Path(entry["output"])
    row.rounds = _rounds(recording.answers)
    row.survivors = sorted(set(corpus_searching.survivors(output, _sure(row, path, declared))))
    _count(row, path, output, declared, recording.answers, before)
    opened = corpus_reading.opens(path) if row.kind in corpus_reading.OFFICE else True
    row.opens = not opened or corpus_reading.opens(output)
    if twice:
        row.same = _is_same(output, _scrub(path, declared, policy, folder, seconds))
    if office and row.kind in corpus_reading.OFFICE:
        row.office = not _in_office(path) or _in_office(output)
    return row


def _is_same(output: Path, entry: Mapping[str, Any]) -> bool:
    """Whether another run gave the same name and bytes."""
    other = Path(entry["output"]) if entry["output"] else None
    if other is None or other.name != output.name:
        return False
    return other.read_bytes() == output.read_bytes()


def _try_blind(
    row: Row, path: Path, policy: Path | None, recording: Recording, folder: Path, seconds: float
) -> Row:
    recording.forget()
    entry = _scrub(path, (), policy, folder, seconds)
    row.seconds = entry["seconds"]
    row.cpu, row.peak_mb = round(recording.cpu, 3), recording.peak // 2**20
    row.code, row.detail = entry["code"], _detail(entry["message"])
    row.confirmed = "not asked"
    if row.code is None:
        row.rounds = _rounds(recording.answers)
    return row


def _rounds(answers: Mapping[str, Mapping[str, Any]]) -> int:
    """Rounds of proof, 1 to 3; 4 where something was dropped after the last."""
    proof = answers["clean"]["proof"]
    return int(proof["rounds"]) + ("drop" in proof["stages"])


def _other_type(path: Path, code: str | None) -> str:
    """What libmagic calls a file that was refused for its type."""
    if code not in ("type_mismatch", "unsupported", "polyglot", "encrypted"):
        return ""
    command = ["/usr/bin/file", "--brief", str(path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    return f"file: {done.stdout.strip()[:60]}"


def _chosen(name: str, texts: Sequence[str]) -> list[str]:
    words = sorted({word for text in texts for word in WORD.findall(text)})
    return random.Random(name).sample(words, min(WORDS, len(words)))


def _sure(row: Row, path: Path, declared: Sequence[str]) -> list[str]:
    """Declared words that stand in the file: of a picture Tesseract may have guessed them."""
    if row.kind not in corpus_reading.PICTURES:
        return list(declared)
    image = corpus_pixels.upright(path.read_bytes())
    read = {part for word in corpus_pixels.words(image) for part in WORD.findall(word.text)}
    return [word for word in declared if word in read]


def _scrub(
    path: Path, declared: Sequence[str], policy: Path | None, folder: Path, seconds: float
) -> Mapping[str, Any]:
    key = folder / "key"
    key.write_bytes(b"k" * 32)
    out = Path(tempfile.mkdtemp(dir=folder))
    report = out / "report.json"
    arguments = ["scrub", str(path), "--out", str(out / "out"), "--report", str(report),
                 "--key-file", str(key), "--max-seconds", str(seconds)]  # fmt: skip
    arguments += [part for word in declared for part in ("--declare", word)]
    arguments += ["--policy", str(policy)] if policy else []
    said = io.StringIO()
    with contextlib.redirect_stdout(said), contextlib.redirect_stderr(said):
        cli.main(arguments)
    if "Traceback" in said.getvalue():
        raise AssertionError("a traceback")
    entry: Mapping[str, Any] = json.loads(report.read_text("utf-8"))["files"][0]
    return entry


def _detail(message: str) -> str:
    return message[message.rfind("(") :] if message.endswith(")") else ""


def _count(
    row: Row,
    path: Path,
    output: Path,
    declared: Sequence[str],
    answers: Answers,
    before: Sequence[str],
) -> None:
    """Words of the input that are neither declared nor in the output any more.

    In a PDF and in a picture each word is looked for in its own place.
    """
    gone = re.compile("|".join(map(re.escape, declared)) or r"(?!)", re.IGNORECASE)
    if row.kind == "pdf":
        _count_places(row, path, output, gone, answers)
    elif row.kind in corpus_reading.PICTURES:
        _count_pixels(row, path, output, gone, answers)
    else:
        _count_words(row, before, output, gone, answers)


def _count_places(
    row: Row, path: Path, output: Path, gone: re.Pattern[str], answers: Answers
) -> None:
    data = path.read_bytes()
    try:
        judge = corpus_places.Judge(data, output.read_bytes())
    except Exception:  # noqa: BLE001 - whatever pdfminer does not like in the input
        return
    reported = corpus_places.Reported(data, _units(answers), _reported(answers))
    lost = [(word, letters) for word, letters in judge.lost() if not gone.search(word.text)]
    row.words = sum(not gone.search(word.text) for word in judge.words)
    row.lost = len(lost)
    row.unexplained = sum(
        not all(reported.holds(word.page, letter) for letter in letters) for word, letters in lost
    )
    row.changed = judge.changed(reported)


def _count_pixels(
    row: Row, path: Path, output: Path, gone: re.Pattern[str], answers: Answers
) -> None:
    data, lossy = path.read_bytes(), corpus_reading.suffix_of(output) in ("jpg", "jpeg", "webp")
    judge = corpus_pixels.Judge(data, output.read_bytes(), lossy=lossy)
    reported = corpus_pixels.Reported(data, answers["read"], _reported(answers))
    lost = [word for word in judge.lost() if not gone.search(word.text)]
    row.words = sum(not gone.search(word.text) for word in judge.words)
    row.lost = len(lost)
    row.unexplained = sum(not reported.holds(word) for word in lost)


def _count_words(
    row: Row, before: Sequence[str], output: Path, gone: re.Pattern[str], answers: Answers
) -> None:
    try:
        after = _counted(corpus_reading.texts_of(output))
    except corpus_reading.Unreadable:
        after = Counter()
    wanted = Counter({w: n for w, n in _counted(before).items() if not gone.search(w)})
    lost = wanted - after
    touched = set(_touched(answers))
    row.words, row.lost = sum(wanted.values()), sum(lost.values())
    row.unexplained = sum(n for word, n in lost.items() if word.casefold() not in touched)


def _counted(texts: Sequence[str]) -> Counter[str]:
    return Counter(word for text in texts for word in TOKEN.findall(text))


def _units(answers: Answers) -> dict[str, str]:
    units = answers["read"]["extraction"]["units"]
    return {unit["locator"]: unit["text"] for unit in units}


def _reported(answers: Answers) -> list[Mapping[str, Any]]:
    """Findings of what was taken away; suggestions took nothing."""
    return [one for one in answers["clean"]["findings"] if not one.get("suggestion")]


def _touched(answers: Answers) -> Iterator[str]:
    """Words that a reported edit covers, wholly or in part."""
    units = _units(answers)
    for finding in _reported(answers):
        for match in TOKEN.finditer(units.get(finding["locator"], "")):
            if match.start() < finding["end"] and finding["start"] < match.end():
                yield match.group().casefold()


def _in_office(path: Path) -> bool:
    kind = corpus_reading.suffix_of(path)
    try:
        return convert(path.read_bytes(), kind, "pdf", 120.0).startswith(b"%PDF")
    except ScrubError:
        return False


def table(rows: Sequence[Row]) -> str:
    """A line per format and mode."""
    groups: dict[tuple[str, str], list[Row]] = defaultdict(list)
    for row in rows:
        groups[row.mode, row.kind].append(row)
        groups[row.mode, "all"].append(row)
    head = ("mode", "kind", "files", "cleaned", "leaks", "kept", "unexpl", "!open", "!lo",
            "r1", "r2", "r3", "cpu med", "cpu max", "peak MB")  # fmt: skip
    lines = [" ".join(f"{cell:>8}" for cell in head)]
    for (mode, kind), some in sorted(groups.items()):
        done = [row for row in some if row.code is None]
        words, lost = sum(r.words for r in done), sum(r.lost for r in done)
        rounds = Counter(row.rounds for row in done)
        cells = (
            mode, kind, len(some), len(done), sum(bool(r.survivors) for r in done),
            f"{1 - lost / words:.4f}" if words else "-", sum(r.unexplained for r in done),
            sum(not r.opens for r in done), sum(r.office is False for r in done),
            rounds[1], rounds[2], rounds[3],
            f"{statistics.median(r.cpu for r in some):.2f}", f"{max(r.cpu for r in some):.1f}",
            max(r.peak_mb for r in some),
        )  # fmt: skip
        lines.append(" ".join(f"{cell:>8}" for cell in cells))
    return "\n".join(lines)


def unchanged(rows: Sequence[Row]) -> str:
    """A line on the pixels of PDFs outside what was reported."""
    some = sorted(row.changed for row in rows if row.changed is not None)
    if not some:
        return ""
    high = some[int(0.95 * (len(some) - 1))]
    return (
        f"PDF pixels changed outside reported places, %: {len(some)} files, "
        f"median {statistics.median(some):.4f}, 95th percentile {high:.4f}, most {some[-1]:.4f}"
    )


def troubles(rows: Sequence[Row]) -> Iterator[str]:
    """A line per refusal and per finding; names of the public corpus only."""
    for row in rows:
        name = f"{row.mode} {row.file}"
        if row.code:
            yield f"refused {name}: {row.code} {row.detail}; {row.confirmed or 'NOT CONFIRMED'}"
        if row.survivors:
            yield f"LEAK {name}: {row.survivors[:4]}"
        if row.unexplained or (row.mode == "off" and row.lost > 0.005 * row.words):
            yield f"LOST {name}: {row.lost} of {row.words}, {row.unexplained} unexplained"
        if row.same is False:
            yield f"OTHER {name}: a second run gave other bytes"
        if not row.opens or row.office is False:
            yield f"CLOSED {name}: library {row.opens}, LibreOffice {row.office}"


def main() -> None:
    """Run, print the table and write the numbers."""
    options = _parser().parse_args()
    chosen = files(options.shared, options)
    recording = Recording("benchmarks.without_ocr" if options.no_ocr else "scrubbing.engine.jobs")
    sandbox._shared = recording  # noqa: SLF001 - the command line's own sandbox, with ears
    rows: list[Row] = []
    with tempfile.TemporaryDirectory(prefix="corpus-") as name:
        folder = Path(name)
        for number, path in enumerate(chosen, start=1):
            office = bool(options.office) and number % options.office == 0
            for mode, policy in policies(folder).items():
                if options.mode in (mode, "both"):
                    row = try_one(
                        path, mode, policy, office and mode == "off", recording, folder,
                        blind=options.blind, twice=options.twice, seconds=options.max_seconds,
                    )  # fmt: skip
                    rows.append(row)
                    for line in troubles([row]):
                        print(line, file=sys.stderr, flush=True)
            if options.json:
                options.json.write_text(json.dumps([asdict(row) for row in rows]), "utf-8")
    sandbox.stop()
    print(table(rows))
    print(unchanged(rows))


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--shared", type=Path, required=True)
    parser.add_argument("--set", default="dev")
    parser.add_argument("--formats", default="", help="suffixes, with commas")
    parser.add_argument("--skip", default="", help="suffixes to leave out")
    parser.add_argument("--only", default="", help="a pattern of file names")
    parser.add_argument("--sample", type=int, default=0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--mode", choices=("off", "on", "both"), default="both")
    parser.add_argument("--no-ocr", action="store_true")
    parser.add_argument("--office", type=int, default=0, help="LibreOffice for every Nth file")
    parser.add_argument("--max-seconds", type=float, default=SECONDS, help="per file")
    parser.add_argument("--twice", action="store_true", help="compare with a second run")
    parser.add_argument("--blind", action="store_true", help="without other libraries")
    parser.add_argument("--json", type=Path)
    return parser


if __name__ == "__main__":
    main()
