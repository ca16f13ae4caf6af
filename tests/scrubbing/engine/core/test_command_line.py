"""The command line as outside tests use it: reports, exit codes, nothing of an upload shown."""

import json
import os
import subprocess
import sys
from itertools import pairwise
from pathlib import Path

import pytest

from scrubbing.engine.detecting import detect_lines
from scrubbing.engine.policy import shipped

ROOT = Path(__file__).resolve().parents[4]
NAME = "Zelda Quarrington"
pytestmark = pytest.mark.slow


def engine(*arguments: object) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-m", "scrubbing.engine", *map(str, arguments)],
        cwd=ROOT, capture_output=True, text=True, check=False, timeout=300, env=dict(os.environ),
    )  # fmt: skip


@pytest.fixture(scope="module")
def scrubbed(tmp_path_factory):
    folder = tmp_path_factory.mktemp("cli")
    (folder / f"{NAME} notes.txt").write_text(f"{NAME} wrote zelda.quarrington@example.com\n")
    (folder / "b.csv").write_text("name,n\nQuarrington,1\n")
    (folder / "other").mkdir()
    (folder / "other" / "b.csv").write_text("name,n\nx,1\n")
    (folder / "bad.docx").write_bytes(b"\x01\x02" * 300 + NAME.encode())
    (folder / "empty.txt").touch()
    (folder / "key").write_bytes(b"k" * 32)
    inputs = [folder / f"{NAME} notes.txt", folder / "b.csv", folder / "other" / "b.csv",
              folder / "bad.docx", folder / "empty.txt"]  # fmt: skip
    ran = [
        engine("scrub", *inputs, "--out", folder / out, "--declare", NAME, "--report",
               folder / f"{out}.json", "--key-file", folder / "key", "--jobs", 2)
        for out in ("one", "two")
    ]  # fmt: skip
    return folder, inputs, ran


def report(folder: Path, out: str) -> list[dict]:
    return json.loads((folder / f"{out}.json").read_text())["files"]


def test_report_has_every_key_for_every_input(scrubbed):
    folder, inputs, ran = scrubbed
    files = report(folder, "one")
    assert ran[0].returncode == 1
    assert {tuple(item) for item in files} == {
        ("input", "status", "code", "message", "output", "format", "counts", "seconds")
    }
    assert [item["input"] for item in files] == [str(path) for path in inputs]
    assert [item["code"] for item in files] == [None, None, None, "type_mismatch", "empty"]
    assert [item["status"] for item in files] == ["cleaned"] * 3 + ["refused"] * 2
    assert all(isinstance(item["seconds"], float) and item["message"] for item in files)


def test_outputs_are_absolute_unique_and_clean(scrubbed):
    folder, _, _ = scrubbed
    outputs = [Path(item["output"]) for item in report(folder, "one") if item["output"]]
    assert sorted(outputs) == sorted((folder / "one").resolve().iterdir())
    assert {path.name for path in outputs[1:]} == {"b.csv", "b-2.csv"}
    seen = "".join(path.name + path.read_text() for path in outputs)
    assert "quarrington" not in seen.lower()


def test_nothing_of_an_upload_is_shown_but_the_input(scrubbed):
    folder, inputs, ran = scrubbed
    text = ran[0].stdout + ran[0].stderr + (folder / "one.json").read_text()
    for path in inputs:
        text = text.replace(json.dumps(str(path)), "")
    assert "quarrington" not in text.lower()
    assert "Traceback" not in text


def test_same_key_gives_the_same_bytes(scrubbed):
    folder, _, _ = scrubbed
    one, two = (sorted((folder / out).iterdir()) for out in ("one", "two"))
    assert [(p.name, p.read_bytes()) for p in one] == [(p.name, p.read_bytes()) for p in two]


def test_wrong_use_ends_with_2(tmp_path):
    (tmp_path / "a.txt").write_text("x")
    (tmp_path / "policy.json").write_text('{"schema": 1}')
    ends = [
        engine("scrub", "--out", tmp_path).returncode,
        engine("scrub", tmp_path / "missing.txt", "--out", tmp_path / "o").returncode,
        engine("scrub", tmp_path / "a.txt", "--out", tmp_path / "o", "--policy",
               tmp_path / "policy.json").returncode,
        engine("nothing").returncode,
    ]  # fmt: skip
    assert ends == [2, 2, 2, 2]


def test_formats_lists_what_comes_out():
    lines = engine("formats").stdout.splitlines()
    table = {line.split()[0]: line.split()[-1] for line in lines}
    assert [table[name] for name in ("txt", "csv", "eml", "docm", "xls")] == [
        "txt", "csv", "eml", "docx", "xlsx",
    ]  # fmt: skip


def test_detect_answers_line_by_line(tmp_path):
    texts = [
        "Jane Quarrington called.",
        "",
        "nothing here",
        "caf\u00e9 \U0001f600 Jane Quarrington",
    ]
    lines = [json.dumps({"id": n, "text": text}) for n, text in enumerate(texts)]
    (tmp_path / "in.jsonl").write_text("\n".join(lines) + "\n")
    ran = engine("detect", "--jsonl", tmp_path / "in.jsonl", "--out", tmp_path / "out.jsonl")
    answers = [json.loads(line) for line in (tmp_path / "out.jsonl").read_text().splitlines()]
    assert ran.returncode == 0
    assert [answer["id"] for answer in answers] == [0, 1, 2, 3]
    assert all(
        set(span) == {"start", "end", "kind", "score", "detector"}
        for answer in answers
        for span in answer["spans"]
    )
    last = answers[3]["spans"][-1]
    assert texts[3][last["start"] : last["end"]].endswith("Quarrington")


def places(answer) -> list[tuple]:
    """Spans without scores, which the batch moves in the third decimal."""
    return [(span["start"], span["end"], span["kind"]) for span in answer["spans"]]


def test_detected_spans_are_sorted_without_overlap_and_of_their_line_alone():
    batch = [{"id": 1, "text": "Jo Quarrington met Quarrington, jo@quarrington.example.com"},
             {"id": 2, "text": "Quarrington quarrington"}]  # fmt: skip
    together = list(detect_lines(batch, shipped()))
    alone = [next(iter(detect_lines([line], shipped()))) for line in batch]
    assert [places(answer) for answer in together] == [places(answer) for answer in alone]
    ends = [(span["start"], span["end"]) for span in together[0]["spans"]]
    assert ends == sorted(ends)
    assert all(first[1] <= second[0] for first, second in pairwise(ends))
