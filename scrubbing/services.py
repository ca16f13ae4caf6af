"""The engine's door for the portal: paths and values in, values out, no Django inside.

Every function that touches an upload runs in a confined child (``engine.sandbox``) and
raises a ``ScrubError``. In the order of a submission's life:

- ``identify_file(path, name)``: what a file is.
- ``read_file(path, name, policy, declared)`` and ``read_texts(texts, policy)``: pass one.
- ``merge_readings(readings, declared, edits, key)``: the barrier; gives the knowledge.
- ``clean_file(...)`` and ``clean_texts(...)``: pass two; writes the verified copy.
- ``preview_file(path, name, out_dir)``: pictures and plain text to show.
- ``locate``, ``mark``: people's edits; pure functions over a reading.

``Reading``, ``Knowledge`` and texts hold an upload's text: store them encrypted only
(``reading_to_bytes`` and its like give the bytes to encrypt). Findings, counts and proofs
hold none.
"""

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrubbing.engine import __version__, calls, edits
from scrubbing.engine.answers import CleanedTexts
from scrubbing.engine.edits import Hidden, Surface
from scrubbing.engine.identify import Identity
from scrubbing.engine.knowledge import Knowledge, extend
from scrubbing.engine.limits import Limits, limits_after, limits_of_preview, limits_of_reading
from scrubbing.engine.policy import Policy
from scrubbing.engine.reading import PersonEdit, Reading
from scrubbing.engine.types import Finding, Kind, Proof, Role, Unit
from scrubbing.engine.wire import decode, encode

__all__ = [
    "CleanedFile", "CleanedTexts", "Hidden", "Identity", "Knowledge", "PersonEdit", "Reading",
    "Surface", "clean_file", "clean_texts", "edit_from_json", "edit_to_json", "engine_version",
    "extend_knowledge",
    "identify_file", "knowledge_from_bytes", "knowledge_to_bytes", "locate", "mark", "mark_area",
    "mark_cell",
    "merge_readings", "preview_file", "proof_as_json", "read_file", "read_texts",
    "reading_from_bytes", "reading_to_bytes",
]  # fmt: skip


@dataclass(frozen=True, slots=True)
class CleanedFile:
    """A verified copy: its scrubbed name, hash, format, and what was done.

    ``discovered`` holds text of the upload: values (kind, text, score) that only the
    second look saw and that the other files of the submission must lose too.
    """

    name: str
    sha256: str
    format: str
    counts: Mapping[str, int]
    findings: tuple[Finding, ...]
    proof: Proof
    discovered: tuple[tuple[Kind, str, float], ...] = ()
    order: tuple[int, ...] = ()
    """Which member of the original each one of a cleaned archive was."""


def engine_version() -> str:
    """Version of the engine's code; part of a scrub run's key."""
    return __version__


def identify_file(path: Path, name: str, *, limits: Limits | None = None) -> Identity:
    """What the file is, when suffix, bytes and structure agree."""
    answer = dict(calls.identify_file(path, name, limits=limits, work=path.parent))
    answer.pop("sha256")
    return decode(Identity, answer)


def read_file(
    path: Path,
    name: str,
    policy: Policy,
    declared: Sequence[str] = (),
    *,
    seconds: float | None = None,
) -> Reading:
    """Pass one over a file: its text, what was found in it, evidence for the rules.

    ``seconds`` is the most it may take, whatever its text.
    """
    limits = limits_of_reading(path.stat().st_size, seconds=seconds)
    answer = calls.read_file(path, name, encode(policy), declared, limits=limits, work=path.parent)
    return decode(Reading, answer)


def read_texts(texts: Mapping[str, str], policy: Policy) -> Reading:
    """Pass one over typed text, by field."""
    return decode(
        Reading, calls.call("read_texts", {"texts": dict(texts), "policy": encode(policy)})
    )


def merge_readings(
    readings: Sequence[Reading],
    declared: Sequence[str],
    edits: Sequence[PersonEdit],
    key: bytes,
) -> Knowledge:
    """Everything known about the submission; ``key`` is its secret for stand-ins."""
    encoded = [encode(reading) for reading in readings]
    answer = calls.merge_readings(encoded, declared, [encode(edit) for edit in edits], key)
    return decode(Knowledge, answer)


def clean_file(  # noqa: PLR0913 - a file, what is known of it, and where it goes
    path: Path,
    name: str,
    reading: Reading,
    knowledge: Knowledge,
    policy: Policy,
    edits: Sequence[PersonEdit],
    out_path: Path,
    *,
    seconds: float | None = None,
) -> CleanedFile:
    """Pass two over a file; the copy is written to ``out_path`` only when it was verified.

    ``seconds`` is the most it may take, whatever its text.
    """
    answer = calls.clean_file(
        path, name, encode(reading), encode(knowledge), encode(policy),
        [encode(edit) for edit in edits], out_path, limits=_limits_after(reading, seconds),
        work=path.parent,
    )  # fmt: skip
    return decode(CleanedFile, dict(answer))


def _limits_after(reading: Reading, seconds: float | None = None) -> Limits:
    """Time by what was read: the text, and pages and pictures, as each may be read by OCR."""
    return limits_after(*_measured(reading.extraction.units), seconds=seconds)


def _measured(units: Collection[Unit]) -> tuple[int, int]:
    """Characters of text, and pages and pictures together."""
    pages = {unit.place.page for unit in units if unit.place.page is not None}
    pictures = {unit.locator.rpartition(":")[0] for unit in units if unit.role is Role.OCR}
    return sum(len(unit.text) for unit in units), len(pages) + len(pictures)


def extend_knowledge(knowledge: Knowledge, values: Sequence[tuple[Kind, str, float]]) -> Knowledge:
    """Knowledge with what a second look discovered; pure and quick."""
    return extend(knowledge, values)


def clean_texts(texts: Mapping[str, str], knowledge: Knowledge, policy: Policy) -> CleanedTexts:
    """Pass two over typed text: detection, knowledge and stand-ins as for files."""
    request = {"texts": dict(texts), "knowledge": encode(knowledge), "policy": encode(policy)}
    return decode(CleanedTexts, calls.call("clean_texts", request))


def preview_file(  # noqa: PLR0913 - a file, how much of it is shown, and its bounds
    path: Path,
    name: str,
    out_dir: Path,
    *,
    only: int | None = None,
    order: Sequence[int] = (),
    plain: bool = False,
    units: Collection[Unit] = (),
    seconds: float | None = None,
) -> Mapping[str, Any]:
    """A manifest of pages and blocks (see ``engine.preview``); pictures go to ``out_dir``.

    With ``only``, the picture of that page alone, from 1; ``plain``, text and no picture.
    ``order`` is a cleaned archive's. What was read of the file (``units``) bounds its time,
    as do the policy's ``seconds``.
    """
    request = {"name": name, "only": only, "order": list(order), "plain": plain}
    limits = limits_of_preview(*_measured(units), seconds=seconds) if units else None
    return calls.call_folder("preview", request, path, out_dir, limits=limits)


def locate(
    reading: Reading,
    text: str,
    key: bytes,
    hidden: Collection[Hidden] | None = None,
    number: int | None = None,
) -> PersonEdit | None:
    """An "add" edit for the first place where ``text`` stands; ``None`` where it does not.

    ``hidden`` is for people who see the clean copy alone: they learn of no place in it.
    ``number`` names one page, slide or sheet.
    """
    return edits.locate(reading, text, key, hidden, number)


def mark_cell(reading: Reading, sheet: int, cell: str, key: bytes) -> PersonEdit | None:
    """An "add" edit for all of a cell; ``None`` where there is none with text."""
    return edits.mark_cell(reading, sheet, cell, key)


def mark_area(
    reading: Reading,
    page: int,
    box: tuple[float, float, float, float],
    inside: str = "",
    surface: Surface | None = None,
) -> PersonEdit | None:
    """An edit for a box on a page (points of a PDF, pixels of a picture, from the top left).

    ``inside`` and ``surface`` are the page's "into" and "surface" in a container's preview.
    """
    return edits.mark_area(reading, page, box, inside, surface)


def mark(
    reading: Reading, locator: str, start: int, end: int, key: bytes, action: str = edits.ADD
) -> PersonEdit:
    """An edit for a stretch of one unit. Raises ``EditLost`` where there is no such place."""
    return edits.mark_at(reading, locator, start, end, key, action)


def edit_to_json(edit: PersonEdit) -> dict[str, Any]:
    """An edit as JSON; it holds keyed hashes, no text."""
    encoded: dict[str, Any] = encode(edit)
    return encoded


def edit_from_json(value: Any) -> PersonEdit:
    """An edit from its JSON."""
    return decode(PersonEdit, value)


def proof_as_json(proof: Proof) -> dict[str, Any]:
    """A proof as JSON, for the manifest of a release."""
    encoded: dict[str, Any] = encode(proof)
    return encoded


def reading_to_bytes(reading: Reading) -> bytes:
    """Bytes to encrypt."""
    return _to_bytes(reading)


def reading_from_bytes(data: bytes) -> Reading:
    """A reading from its decrypted bytes."""
    return decode(Reading, json.loads(data))


def knowledge_to_bytes(knowledge: Knowledge) -> bytes:
    """Bytes to encrypt; the same knowledge gives the same bytes."""
    return _to_bytes(knowledge)


def knowledge_from_bytes(data: bytes) -> Knowledge:
    """Knowledge from its decrypted bytes."""
    return decode(Knowledge, json.loads(data))


def _to_bytes(value: object) -> bytes:
    return json.dumps(encode(value), separators=(",", ":"), sort_keys=True).encode()
