"""Real Office files: no crash, outputs open, random words vanish, all others stay."""

import os
import random
import re
import warnings
from collections import Counter, defaultdict
from collections.abc import Callable, Iterator
from io import BytesIO
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import docx
import openpyxl
import pptx
import pytest

from scrubbing.engine.errors import ScrubError
from scrubbing.engine.types import Edit, Extraction, Kind, Role, Untrusted
from scrubbing.engine.xmltext import apply_edits
from scrubbing.engine.zipcheck import format_of
from tests.scrubbing.engine.formats.ooxml.toolbox import HANDLERS, Tools

SHARED = Path(os.environ.get("AIRLOCK_SHARED") or Path(__file__).resolve().parents[6] / "shared")
SUFFIXES = {".docx", ".xlsx", ".pptx", ".docm", ".xlsm", ".pptm", ".odt", ".ods", ".odp"}
WORDS = 5
pytestmark = [
    pytest.mark.slow,
    pytest.mark.skipif(not (SHARED / "corpus").is_dir(), reason="no corpus beside the checkout"),
]


def files(name: str) -> Iterator[tuple[str, bytes]]:
    for path in sorted((SHARED / "corpus" / name).rglob("*")):
        if path.suffix.lower() in SUFFIXES:
            yield path.name, path.read_bytes()


def readable(name: str) -> Iterator[tuple[str, bytes, Extraction]]:
    for file, data in files(name):
        try:
            yield file, data, Tools().extract(Untrusted("a", data))
        except ScrubError:
            continue


def opener(data: bytes) -> Callable[[Any], object] | None:
    return {"docx": docx.Document, "pptx": pptx.Presentation, "xlsx": openpyxl.load_workbook}.get(
        format_of(data)
    )


def opens(data: bytes) -> bool:
    load = opener(data)
    if load is None:
        return True
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            load(BytesIO(data))
        except Exception:  # noqa: BLE001 - whatever the library does not like
            return False
    return True


def test_outputs_open_wherever_their_inputs_did() -> None:
    count, broken = 0, []
    for name, data, _ in readable("dev"):
        output = Tools().rewrite(Untrusted("a", data), [], [])[1]
        count += 1
        if opens(data) and not opens(output):
            broken.append(name)
    assert count > 90
    assert broken == []


def of_the_format(text: str, parts: list[str]) -> bool:
    """Its names of parts ("/ppt/handoutMasters/…") and of types ("image/png") hold common words."""
    is_type = re.fullmatch(r"(?:image|application|text)/[\w.+-]+", text) is not None
    return is_type or any(part.endswith(text.lstrip("/.")) for part in parts)


def test_random_words_vanish_and_all_other_words_stay() -> None:
    count = 0
    for name, data, before in readable("dev"):
        chosen = random.Random(name)
        words = sorted(
            {
                word
                for unit in before.units
                if not unit.removable
                for word in re.findall(r"[^\W\d_]{5,}", unit.text)
            }
        )
        words = chosen.sample(words, min(WORDS, len(words)))
        if not words:
            continue
        count += 1
        pattern = re.compile("|".join(map(re.escape, words)), re.IGNORECASE)
        edits = defaultdict(list)
        for unit in before.units:
            for match in pattern.finditer(unit.text):
                edit = Edit(unit.locator, match.start(), match.end(), "Quux", Kind.DECLARED)
                edits[unit.locator].append(edit)
        every = [edit for found in edits.values() for edit in found]
        output = Tools().rewrite(Untrusted("a", data), every, [])[1]
        with ZipFile(BytesIO(output)) as archive:
            parts = archive.namelist()
        assert [part for part in parts if "Quux" in part] == []
        hits = {text for text in Tools().texts("a", output) if pattern.search(text)}
        assert [text for text in hits if not of_the_format(text, parts)] == [], name
        after = Tools().extract(Untrusted("a", output)).units
        kept = {Role.KEY, Role.NAME, Role.CODE}
        wanted = Counter(
            apply_edits(unit.text, edits[unit.locator])
            for unit in before.units
            if not unit.removable and unit.role not in kept
        )
        found = Counter(u.text for u in after if not u.removable and u.role not in kept)
        assert found == wanted, name
    assert count > 80


def test_hostile_files_are_refused_or_harmless() -> None:
    outcomes: Counter[str] = Counter()
    for _, data in files("bad"):
        try:
            handler = HANDLERS.get(format_of(data)) or HANDLERS["docx"]
            output = handler.rewrite(Untrusted("a", data), [], [], Tools())
            handler.texts(output, Tools())
            outcomes["cleaned"] += 1
        except ScrubError as error:
            outcomes[error.code] += 1
    assert outcomes["cleaned"] > 15
    assert set(outcomes) <= {
        "cleaned", "broken", "encrypted", "unsupported", "unknown_part", "bomb", "macro",
    }  # fmt: skip
