"""``scrub``: all inputs of one call are one submission, in two passes with a barrier.

A folder is one input: it is packed as the portal packs it.
"""

import argparse
import json
import secrets
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any

from scrubbing.engine import calls, cli, sandbox
from scrubbing.engine.cli import folders
from scrubbing.engine.cli.progress import Progress
from scrubbing.engine.errors import Crashed, ScrubError, TooSlow, Unsupported
from scrubbing.engine.limits import Limits
from scrubbing.engine.policy import DEFAULT, build

SHORTEST_KEY = 16
"""Bytes a key file must hold."""


@dataclass(frozen=True, slots=True)
class Work:
    """One input on its way: what was read, then how it ended."""

    given: str
    path: Path
    title: str
    seconds: float = 0.0
    reading: Mapping[str, Any] | None = None
    error: ScrubError | None = None
    output: Path | None = None
    part: Path | None = None
    name: str = ""
    discovered: tuple[Any, ...] = ()
    format: str | None = None
    counts: Mapping[str, int] = field(default_factory=dict)


def run(options: argparse.Namespace) -> int:
    """Scrub all inputs and write the report."""
    works = [_work(given) for given in options.inputs]
    for work in works:
        if not work.path.exists():
            raise cli.UsageError(f"Input {works.index(work) + 1} does not exist.")
    policy = policy_from(options.policy)
    key = _key(options.key_file)
    if options.report is not None and not options.report.parent.is_dir():
        raise cli.UsageError("The folder for the report does not exist.")
    options.out.mkdir(parents=True, exist_ok=True)
    sandbox.start()
    names = _Names(options.out)
    try:
        works = _scrubbed(works, options, policy, key, names)
    finally:
        names.clear()
    _report(works, options.report)
    return cli.CLEANED if all(work.error is None for work in works) else cli.REFUSED


def _work(given: str) -> Work:
    path = Path(given)
    return Work(given, path, folders.name_of(path) if path.is_dir() else path.name)


def _scrubbed(
    works: list[Work], options: argparse.Namespace, policy: Any, key: bytes, names: "_Names"
) -> list[Work]:
    bounds = Limits(wall_seconds=options.max_seconds)
    works = _each(works, options.jobs, "reading", lambda work: _read(work, policy, bounds, names))
    readings = [work.reading for work in works if work.reading is not None]
    try:
        knowledge = calls.merge_readings(readings, options.declare, (), key, limits=bounds)
    except ScrubError as error:
        return [work if work.error else replace(work, error=error) for work in works]
    works = _each(
        works, options.jobs, "cleaning", lambda work: _clean(work, knowledge, policy, bounds, names)
    )
    works = _once_more(works, knowledge, policy, bounds, names, options.jobs)
    return [names.place(work) for work in works]


def policy_from(path: Path | None) -> Any:
    """The name of the default policy, or the document in a file."""
    if path is None:
        return DEFAULT
    try:
        document = json.loads(path.read_text(encoding="utf-8"))
    except ValueError as error:
        raise cli.UsageError("The policy is not valid JSON.") from error
    build(document)
    return document


def _key(path: Path | None) -> bytes:
    if path is None:
        print("A fresh key was drawn: another run gives other stand-ins.")  # noqa: T201
        return secrets.token_bytes(32)
    key = path.read_bytes()
    if len(key) < SHORTEST_KEY:
        raise cli.UsageError(f"The key file must hold at least {SHORTEST_KEY} bytes.")
    return key


def _each(works: Sequence[Work], jobs: int, title: str, step: Callable[[Work], Work]) -> list[Work]:
    """``step`` on every input that has not failed, ``jobs`` at a time, in order."""
    progress = Progress(title, len(works))
    done: dict[int, Work] = {}
    with ThreadPoolExecutor(max_workers=jobs) as pool:
        futures = {pool.submit(_timed, work, step): index for index, work in enumerate(works)}
        for future in as_completed(futures):
            done[futures[future]] = future.result()
            progress.step()
    progress.close()
    return [done[index] for index in range(len(works))]


def _timed(work: Work, step: Callable[[Work], Work]) -> Work:
    if work.error is not None:
        return work
    begin = time.monotonic()
    try:
        work = step(work)
    except ScrubError as error:
        work = replace(work, error=error)
    except Exception:  # noqa: BLE001 - one input's trouble stops no other and shows no text
        work = replace(work, error=Crashed())
    return replace(work, seconds=work.seconds + time.monotonic() - begin)


def _read(work: Work, policy: Any, bounds: Limits, names: "_Names") -> Work:
    if work.path.is_dir():
        packed = names.packed()
        folders.pack(work.path, packed, names.folder)
        work = replace(work, path=packed)
    if not work.path.is_file():
        raise Unsupported
    return replace(work, reading=calls.read_file(work.path, work.title, policy, limits=bounds))


def _clean(
    work: Work, knowledge: Mapping[str, Any], policy: Any, bounds: Limits, names: "_Names"
) -> Work:
    left = bounds.wall_seconds - work.seconds
    if left <= 0 or work.reading is None:
        raise TooSlow
    part = names.part()
    try:
        answer = calls.clean_file(
            work.path, work.title, work.reading, knowledge, policy, (), part,
            limits=replace(bounds, wall_seconds=left),
        )  # fmt: skip
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    return replace(
        work, part=part, name=answer["name"], discovered=tuple(answer["discovered"]),
        format=answer["format"], counts=answer["counts"],
    )  # fmt: skip


def _once_more(
    works: list[Work],
    knowledge: Mapping[str, Any],
    policy: Any,
    bounds: Limits,
    names: "_Names",
    jobs: int,
) -> list[Work]:
    """What only the verification of one file saw is removed from the others too."""
    values = [value for work in works for value in work.discovered]
    readings = [work.reading for work in works if work.reading is not None and work.part]
    if not values or len(readings) < 2:  # noqa: PLR2004 - no other file
        return works
    try:
        answer = calls.extend_knowledge(knowledge, values, readings, limits=bounds)
    except ScrubError as error:
        return [_given_up(work, error) for work in works]
    touched = set(answer["touched"])

    def again(work: Work) -> Work:
        if work.reading is None or work.part is None or work.reading["sha256"] not in touched:
            return work
        work.part.unlink(missing_ok=True)
        return _clean(replace(work, part=None), answer["knowledge"], policy, bounds, names)

    return _each(works, jobs, "checking", again)


def _given_up(work: Work, error: ScrubError) -> Work:
    """Nobody knows whether this copy holds what another file's second look saw."""
    if work.part is None:
        return work
    work.part.unlink(missing_ok=True)
    return replace(work, part=None, error=error)


class _Names:
    """Hands out names in the output folder that nothing else has."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder.resolve()
        self._packed: list[Path] = []

    def packed(self) -> Path:
        """A hidden place for a folder packed as one file, until ``clear``."""
        self._packed.append(self.part())
        return self._packed[-1]

    def clear(self) -> None:
        """Remove what was packed."""
        for path in self._packed:
            path.unlink(missing_ok=True)

    def part(self) -> Path:
        """A hidden place for bytes on their way."""
        return self.folder / f".part-{secrets.token_hex(8)}"

    def place(self, work: Work) -> Work:
        """Write the bytes under their name, made unique by a number where it is taken."""
        if work.part is None or work.error is not None:
            return work
        data = work.part.read_bytes()
        work.part.unlink()
        return replace(work, output=self._write(work.name, data))

    def _write(self, name: str, data: bytes) -> Path:
        plain = name.rpartition("/")[2]
        stem, dot, suffix = plain.rpartition(".")
        if not dot or not stem:
            stem, dot, suffix = plain, "", ""
        number = 1
        while True:
            target = self.folder / (plain if number == 1 else f"{stem}-{number}{dot}{suffix}")
            try:
                with target.open("xb") as file:
                    file.write(data)
            except FileExistsError:
                number += 1
            else:
                return target


def _report(works: Sequence[Work], path: Path | None) -> None:
    cleaned = sum(work.error is None for work in works)
    print(f"{cleaned} of {len(works)} cleaned.")  # noqa: T201
    for number, work in enumerate(works, start=1):
        if work.error is not None:
            print(f"Input {number}: {work.error.code}: {work.error.message}", file=sys.stderr)  # noqa: T201
    if path is not None:
        document = {"files": [_entry(work) for work in works]}
        path.write_text(json.dumps(document, indent=2) + "\n", encoding="utf-8")


def _entry(work: Work) -> dict[str, Any]:
    error = work.error
    return {
        "input": work.given,
        "status": "cleaned" if error is None else "refused",
        "code": None if error is None else error.code,
        "message": "Cleaned." if error is None else error.message,
        "output": str(work.output) if error is None and work.output else None,
        "format": work.format,
        "counts": dict(work.counts),
        "seconds": round(work.seconds, 3),
    }
