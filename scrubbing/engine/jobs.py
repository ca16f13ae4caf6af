"""What a confined child may be asked to do: JSON in, JSON out, files by path.

The sandbox calls ``JOBS[job](request, files, out_dir)``. ``files`` are read, everything
written goes to ``out_dir``. A ``ScrubError`` crosses the border by its code.
"""

import gc
import json
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from scrubbing.engine import edits as marks, faces, ocr, pipeline, preview, tesseract, typed
from scrubbing.engine.answers import OUTPUT
from scrubbing.engine.convert import convert, pictures_packed
from scrubbing.engine.detecting import detect_lines, lines_of
from scrubbing.engine.identify import identify
from scrubbing.engine.knowledge import Knowledge, Matcher, extend, merge
from scrubbing.engine.policy import Policy, build, shipped
from scrubbing.engine.reading import PersonEdit, Reading, sha256_of
from scrubbing.engine.registry import build_detectors
from scrubbing.engine.types import Box, Kind, Untrusted
from scrubbing.engine.wire import decode, encode
from scrubbing.engine.xmlwords import is_built_in

Request = Mapping[str, Any]
Files = Mapping[str, Path]
Job = Callable[[Request, Files, Path], Mapping[str, Any]]


def warm() -> None:
    """Load models and libraries in the parent, before any child is forked."""
    build_detectors()
    ocr.warm()
    is_built_in("")  # reads its lists once for all children
    faces.warm()
    calm_collector()


def calm_collector() -> None:
    """Let Python look for cycles rarely: a child lives for one file, and trees are large.

    Measured on a workbook of 16,000 rows: a third of all time, and more with every row.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(1_000_000, 50, 1000)


def policy_of(value: Any) -> Policy:
    """A shipped policy by name, one given as its JSON document, or an encoded ``Policy``."""
    if isinstance(value, str):
        return shipped(value)
    return build(value) if "schema" in value else decode(Policy, value)


def _untrusted(request: Request, files: Files) -> Untrusted:
    return Untrusted(request["name"], files["input"].read_bytes())


def _edits(value: Sequence[Any]) -> tuple[PersonEdit, ...]:
    return tuple(decode(PersonEdit, item) for item in value)


def identify_job(request: Request, files: Files, _out: Path) -> Mapping[str, Any]:
    """{"name"} → {"format", "suffix", "sha256"}."""
    untrusted = _untrusted(request, files)
    identity = identify(untrusted.name, untrusted.data)
    return {**encode(identity), "sha256": sha256_of(untrusted.data)}


def read_job(request: Request, files: Files, _out: Path) -> Mapping[str, Any]:
    """{"name", "policy"} → a Reading."""
    reading = pipeline.read(_untrusted(request, files), policy_of(request["policy"]))
    result: Mapping[str, Any] = encode(reading)
    return result


def merge_job(request: Request, _files: Files, _out: Path) -> Mapping[str, Any]:
    """{"readings", "declared", "edits", "key"} → a Knowledge; "key" is hex."""
    knowledge = merge(
        [decode(Reading, item) for item in request["readings"]],
        [str(name) for name in request["declared"]],
        _edits(request["edits"]),
        bytes.fromhex(request["key"]),
    )
    result: Mapping[str, Any] = encode(knowledge)
    return result


def extend_job(request: Request, _files: Files, _out: Path) -> Mapping[str, Any]:
    """{"knowledge", "values": [[kind, value, score]], "readings"} → more of it.

    "touched" names the files in which a new value stands.
    """
    before = decode(Knowledge, request["knowledge"])
    values = [(Kind(kind), str(value), float(score)) for kind, value, score in request["values"]]
    after = extend(before, values)
    matcher = Matcher(after.needles()[len(before.needles()) :])
    touched = [
        reading.sha256
        for reading in (decode(Reading, item) for item in request["readings"])
        if any(matcher.find(unit.text) for unit in reading.extraction.units)
    ]
    return {"knowledge": encode(after), "touched": touched}


def clean_job(request: Request, files: Files, out: Path) -> Mapping[str, Any]:
    """{"name", "reading", "knowledge", "policy", "edits"} → a Cleaned without its bytes.

    The bytes are written to ``out / "output"``; "discovered" counts values that only the
    second look saw.
    """
    reading = decode(Reading, request["reading"])
    knowledge = decode(Knowledge, request["knowledge"])
    key = bytes.fromhex(knowledge.key_hex)
    found = marks.resolve(reading, _edits(request["edits"]), key)
    outcome = pipeline.clean(
        _untrusted(request, files),
        _with_areas(reading, found.areas),
        knowledge,
        policy_of(request["policy"]),
        extra=found.added,
        spared=found.spared,
    )
    cleaned = outcome.cleaned
    marks.check_drawn(reading, found.areas, outcome.trace.drawn)
    (out / OUTPUT).write_bytes(cleaned.data)
    numbers = [one.number for one in cleaned.findings if one.kind is Kind.MANUAL]
    last = max(numbers, default=0)
    seen = marks.findings_of(outcome.covered, key, last, pipeline.IN_PIXELS)
    drawn = marks.findings_of(found.areas, key, last + len(seen))
    return {
        "name": cleaned.name,
        "sha256": cleaned.proof.output_sha256,
        "format": cleaned.format,
        "counts": encode(cleaned.counts),
        "findings": encode((*cleaned.findings, *seen, *drawn)),
        "proof": encode(cleaned.proof),
        "discovered": [[kind, value, score] for kind, value, score in outcome.discovered],
        "order": list(outcome.trace.order),
    }


def _with_areas(reading: Reading, areas: Sequence[Box]) -> Reading:
    """The reading with what people drew beside the faces and codes that machines saw."""
    extraction = replace(reading.extraction, boxes=(*reading.extraction.boxes, *areas))
    return replace(reading, extraction=extraction)


def detect_job(request: Request, files: Files, out: Path) -> Mapping[str, Any]:
    """{"policy", "suggestions"} and lines {"id", "text"} → lines {"id", "spans"} in "output"."""
    policy = policy_of(request["policy"])
    count = 0
    with (
        files["input"].open(encoding="utf-8") as lines,
        (out / OUTPUT).open("w", encoding="utf-8") as to,
    ):
        for batch in lines_of(lines):
            for answer in detect_lines(batch, policy, suggestions=bool(request["suggestions"])):
                to.write(json.dumps(answer) + "\n")
                count += 1
    return {"lines": count}


def read_texts_job(request: Request, _files: Files, _out: Path) -> Mapping[str, Any]:
    """{"texts": {field: text}, "policy"} → a Reading whose locators are the fields."""
    texts = {str(field): str(text) for field, text in request["texts"].items()}
    result: Mapping[str, Any] = encode(typed.read(texts, policy_of(request["policy"])))
    return result


def clean_texts_job(request: Request, _files: Files, _out: Path) -> Mapping[str, Any]:
    """{"texts", "knowledge", "policy"} → {"texts", "counts", "findings"}."""
    texts = {str(field): str(text) for field, text in request["texts"].items()}
    knowledge = decode(Knowledge, request["knowledge"])
    result: Mapping[str, Any] = encode(typed.clean(texts, knowledge, policy_of(request["policy"])))
    return result


def preview_job(request: Request, files: Files, out: Path) -> Mapping[str, Any]:
    """{"name", "only", "order", "plain"} → a manifest; its pictures are written to ``out``."""
    untrusted = _untrusted(request, files)
    if request.get("plain"):
        return preview.plain(untrusted)
    return preview.build(untrusted, out, request.get("only"), request.get("order") or ())


def convert_job(request: Request, files: Files, out: Path) -> Mapping[str, Any]:
    """{"suffix", "target"} → the file as another format. A helper's: it starts LibreOffice."""
    data = files["input"].read_bytes()
    (out / OUTPUT).write_bytes(convert(data, request["suffix"], request["target"]))
    return {}


def convert_pictures_job(_request: Request, files: Files, out: Path) -> Mapping[str, Any]:
    """A ZIP of drawings of one document → a ZIP of PNGs. A helper's: it starts LibreOffice."""
    (out / OUTPUT).write_bytes(pictures_packed(files["input"].read_bytes()))
    return {}


def tesseract_job(_request: Request, files: Files, out: Path) -> Mapping[str, Any]:
    """A PPM image → Tesseract's table of words. A helper's: it starts Tesseract."""
    (out / OUTPUT).write_bytes(tesseract.table_of(files["input"].read_bytes()))
    return {}


JOBS: Mapping[str, Job] = {
    "convert": convert_job,
    "convert_pictures": convert_pictures_job,
    "tesseract": tesseract_job,
    "read_texts": read_texts_job,
    "clean_texts": clean_texts_job,
    "preview": preview_job,
    "detect": detect_job,
    "identify": identify_job,
    "read": read_job,
    "merge": merge_job,
    "extend": extend_job,
    "clean": clean_job,
}
