"""The state diagrams of the documentation, drawn from the state tables."""

from collections.abc import Sequence
from enum import StrEnum

from submissions.states import FILE_MOVES, MOVES, FileState, Move, State

BEGIN, END = "<!-- begin: {} -->", "<!-- end: {} -->"
SIDEWAYS = frozenset({State.WITHDRAWN})
"""Reached from nearly everywhere; one sentence says so instead of a dozen arrows."""


def submission_diagram() -> str:
    """Mermaid text of a submission's states."""
    shown = [m for m in MOVES if m.target not in SIDEWAYS]
    return _diagram(shown, State.DRAFT)


def file_diagram() -> str:
    """Mermaid text of a file's states."""
    always = {FileState.HELD, FileState.REFUSED, FileState.REMOVED, FileState.PURGED}
    shown = [m for m in FILE_MOVES if m.target not in always or m.source is FileState.CHECKED]
    return _diagram(shown, FileState.UPLOADING)


def _diagram(moves: Sequence[Move[State]] | Sequence[Move[FileState]], first: StrEnum) -> str:
    lines = ["```mermaid", "stateDiagram-v2", f"    [*] --> {first.value}"]
    for move in moves:
        movers = ", ".join(sorted(m.value.replace("_", " ") for m in move.movers))
        lines.append(
            f"    {move.source.value} --> {move.target.value}: {move.verb.replace('_', ' ')} "
            f"({movers})"
        )
    return "\n".join([*lines, "```"])


def put_into(document: str) -> str:
    """The document with both diagrams between their marks."""
    for name, text in (
        ("submission states", submission_diagram()),
        ("file states", file_diagram()),
    ):
        begin, end = BEGIN.format(name), END.format(name)
        before, _, rest = document.partition(begin)
        _, _, after = rest.partition(end)
        document = f"{before}{begin}\n{text}\n{end}{after}"
    return document
