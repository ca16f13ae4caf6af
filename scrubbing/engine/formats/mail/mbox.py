"""Mailboxes: message after message, separators without sender and date."""

import contextlib
import re
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import TypeVar

from scrubbing.engine.blobs import DROPPED
from scrubbing.engine.errors import Bomb, Broken
from scrubbing.engine.limits import MAX_MEMBERS
from scrubbing.engine.types import Box, Edit, Extraction, Fact, Toolbox, Unit, Untrusted

SEPARATOR = re.compile(rb"^From [^\n]*\n", re.MULTILINE)
QUOTED = re.compile(rb"^>(>*From )", re.MULTILINE)
UNQUOTED = re.compile(rb"^(>*From )", re.MULTILINE)
REMOVED = b"Subject: A message that could not be read was left out\n\n"
T = TypeVar("T")
OURS = b"From MAILER-DAEMON Thu Jan  1 00:00:00 1970\n"


class MboxHandler:
    """mbox. Each message is an inner file; what stands in its separator line goes."""

    name = "mbox"
    formats = ("mbox",)

    def extract(self, untrusted: Untrusted, toolbox: Toolbox) -> Extraction:
        """Units of all messages, those of the first under ``m1!``, of the next under ``m2!``."""
        units: list[Unit] = []
        facts: list[Fact] = []
        boxes: list[Box] = []
        for number, (line, data) in enumerate(_messages(untrusted.data), start=1):
            units.append(Unit(f"m{number}:from", line, removable=True))
            inner = _first(data, toolbox.extract)
            if inner is None:
                continue
            units += [replace(u, locator=f"m{number}!{u.locator}") for u in inner.units]
            boxes += [replace(b, locator=f"m{number}!{b.locator}") for b in inner.boxes]
            facts += inner.facts
        return Extraction("mbox", tuple(units), tuple(facts), tuple(boxes))

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
    ) -> bytes:
        """All messages rewritten; one that cannot be read is left out."""
        pieces: list[bytes] = []
        for number, (_, data) in enumerate(_messages(untrusted.data), start=1):
            prefix = f"m{number}!"
            mine = [
                replace(edit, locator=edit.locator.removeprefix(prefix))
                for edit in edits
                if edit.locator.startswith(prefix)
            ]
            covered = [
                replace(box, locator=box.locator.removeprefix(prefix))
                for box in boxes
                if box.locator.startswith(prefix)
            ]
            use = partial(toolbox.rewrite, edits=mine, boxes=covered)
            done = _first(data, use)
            output = done[1] if done else REMOVED
            lines = UNQUOTED.sub(rb">\1", output.replace(b"\r\n", b"\n"))
            pieces += [OURS, lines.rstrip(b"\n"), b"\n\n"]
        return b"".join(pieces)

    def texts(self, output: bytes, toolbox: Toolbox) -> Sequence[str]:
        """Texts of all messages, and the separators."""
        found: list[str] = []
        for line, data in _messages(output):
            found.append(line)
            said = _first(data, lambda one: toolbox.texts(one.name, one.data))
            if said is None:
                raise Broken("mbox")
            found += said
        return tuple(found)


def _first(data: bytes, use: Callable[[Untrusted], T]) -> T | None:
    """What is made of a message; one without headers is read as plain text.

    None where it cannot be read as either.
    """
    for name in ("message.eml", "message.txt"):
        with contextlib.suppress(*DROPPED):
            return use(Untrusted(name, data))
    return None


def _messages(data: bytes) -> list[tuple[str, bytes]]:
    """(separator line, message) of each. Raises ``Broken`` or ``Bomb``."""
    normal = data.replace(b"\r\n", b"\n")
    cuts = [match for match in SEPARATOR.finditer(normal) if _begins(normal, match.start())]
    if not cuts:
        raise Broken("mbox")
    if len(cuts) > MAX_MEMBERS:
        raise Bomb("messages")
    ends = [match.start() for match in cuts[1:]] + [len(normal)]
    return [
        (
            match.group().decode("utf-8", "replace").strip(),
            QUOTED.sub(rb"\1", normal[match.end() : end]),
        )
        for match, end in zip(cuts, ends, strict=True)
    ]


def _begins(data: bytes, start: int) -> bool:
    """A separator stands at the very beginning or after an empty line."""
    return start == 0 or data[max(0, start - 2) : start] in (b"\n\n", b"\n")
