"""The engine's functions as others call them: each runs in a confined child.

Paths in, values out; bytes of an upload never pass through the caller's memory. All of
them raise ``ScrubError``.
"""

import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from scrubbing.engine import sandbox
from scrubbing.engine.answers import OUTPUT
from scrubbing.engine.limits import Limits, limits_for, limits_of_reading


def run(
    job: str, request: Mapping[str, Any], files: Mapping[str, Path], out: Path, limits: Limits
) -> Mapping[str, Any]:
    """One job in a confined child."""
    answer: Mapping[str, Any] = sandbox.run(job, request, files, out, limits)
    return answer


def call(
    job: str,
    request: Mapping[str, Any],
    path: Path | None = None,
    *,
    limits: Limits | None = None,
    out_path: Path | None = None,
    work: Path | None = None,
) -> Mapping[str, Any]:
    """A job on one file; what it writes is moved to ``out_path``.

    ``work`` is the folder in which the child's own folder is made, where what it writes
    may be plaintext of an upload; without it the system's temporary folder.
    """
    files = {"input": path} if path is not None else {}
    bounds = limits or limits_for(path.stat().st_size if path is not None else 0)
    with tempfile.TemporaryDirectory(prefix="scrub-", dir=work) as folder:
        out = Path(folder)
        answer = run(job, request, files, out, bounds)
        if out_path is not None:
            _move(out / OUTPUT, out_path)
    return answer


def call_folder(
    job: str,
    request: Mapping[str, Any],
    path: Path,
    out_dir: Path,
    *,
    limits: Limits | None = None,
) -> Mapping[str, Any]:
    """A job that writes several files, into ``out_dir``."""
    bounds = limits or limits_for(path.stat().st_size)
    return run(job, request, {"input": path}, out_dir, bounds)


def _move(source: Path, target: Path) -> None:
    """Copies, because the work folder may lie on another file system."""
    target.write_bytes(source.read_bytes())


Wire = Mapping[str, Any]


def identify_file(
    path: Path, name: str, *, limits: Limits | None = None, work: Path | None = None
) -> Wire:
    """{"format", "suffix", "sha256"}."""
    return call("identify", {"name": name}, path, limits=limits, work=work)


def read_file(
    path: Path,
    name: str,
    policy: str | Wire,
    declared: Sequence[str] = (),
    *,
    limits: Limits | None = None,
    work: Path | None = None,
) -> Wire:
    """A Reading as JSON (``scrubbing.engine.reading.Reading``): text of the upload."""
    request = {"name": name, "policy": policy, "declared": list(declared)}
    bounds = limits or limits_of_reading(path.stat().st_size)
    return call("read", request, path, limits=bounds, work=work)


def merge_readings(
    readings: Sequence[Wire],
    declared: Sequence[str],
    edits: Sequence[Wire],
    key: bytes,
    *,
    limits: Limits | None = None,
) -> Wire:
    """A Knowledge as JSON: values, stand-ins and key of the submission."""
    request = {
        "readings": list(readings),
        "declared": list(declared),
        "edits": list(edits),
        "key": key.hex(),
    }
    return call("merge", request, limits=limits)


def extend_knowledge(
    knowledge: Wire,
    values: Sequence[Any],
    readings: Sequence[Wire],
    *,
    limits: Limits | None = None,
) -> Wire:
    """{"knowledge", "touched"}: more values, and the hashes of files that hold one."""
    request = {"knowledge": knowledge, "values": list(values), "readings": list(readings)}
    return call("extend", request, limits=limits)


def clean_file(  # noqa: PLR0913 - a file, what is known of it, and where it goes
    path: Path,
    name: str,
    reading: Wire,
    knowledge: Wire,
    policy: str | Wire,
    edits: Sequence[Wire],
    out_path: Path,
    *,
    limits: Limits | None = None,
    work: Path | None = None,
) -> Wire:
    """Writes the cleaned file to ``out_path``.

    {"name", "sha256", "format", "counts", "findings", "proof", "discovered"}; "findings"
    are safe to store, "discovered" is text of the upload.
    """
    request = {
        "name": name,
        "reading": reading,
        "knowledge": knowledge,
        "policy": policy,
        "edits": list(edits),
    }
    return call("clean", request, path, limits=limits, out_path=out_path, work=work)
