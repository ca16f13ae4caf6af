"""How a confined child talks to its caller: asks for work, tells how much it reads.

Work that needs a program it may not start: it writes bytes into its own folder and asks
the caller, who lets a fresh child of the
converter's profile do that one job, and hands back its bytes. So the process that parses
an upload never may start a program, and the one that may sees one inner file only.
"""

import itertools
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from scrubbing.engine.errors import ERRORS, Crashed
from scrubbing.engine.sandbox import frames, telling

INPUT, OUTPUT = "input", "output"
"""What a helping job reads and what it must leave in its folder."""

_numbers = itertools.count(1)


@dataclass(slots=True)
class _Line:
    """The way to the caller, once this process is a confined child."""

    channel: int
    folder: Path


_line: list[_Line] = []


def open_line(channel: int, folder: Path) -> None:
    """From here on this process asks instead of starting programs itself."""
    _line[:] = [_Line(channel, folder)]


def available() -> bool:
    """Whether this process is confined and must ask."""
    return bool(_line)


def tell_page() -> None:
    """Pixels of one page or picture are about to be read: it takes time that is granted."""
    for line in _line:
        frames.write(line.channel, telling.page())


def tell_text(characters: int) -> None:
    """All text of the file is there: from now on its length bounds the time, not the file's."""
    for line in _line:
        frames.write(line.channel, telling.text(characters))


def ask(job: str, request: Mapping[str, Any], data: bytes) -> bytes:
    """What the job makes of ``data``. Raises any ``ScrubError`` of that job."""
    line = _line[0]
    name = f"ask-{next(_numbers)}"
    given, made = line.folder / name, line.folder / f"{name}.made"
    given.write_bytes(data)
    try:
        frames.write(line.channel, {"ask": {"job": job, "request": request, "file": name}})
        answer = frames.read(line.channel)
        if "error" in answer:
            raise ERRORS.get(answer["error"], Crashed)(answer["detail"])
        return made.read_bytes()
    finally:
        given.unlink(missing_ok=True)
        made.unlink(missing_ok=True)
