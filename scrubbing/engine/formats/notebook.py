"""Jupyter notebooks: cells, outputs and pictures in place; traces of the machine dropped."""

import base64
import binascii
import json
import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from typing import Any

from scrubbing.engine import blobs, encoding, leaves
from scrubbing.engine.blobs import SUFFIXES, Blob
from scrubbing.engine.errors import Broken
from scrubbing.engine.jsonlex import Token, encode_string, tokens
from scrubbing.engine.leaves import Leaf, Segment
from scrubbing.engine.types import Box, Edit, Extraction, Place, Role, Toolbox, Untrusted

LINES = frozenset({"source", "text", "traceback"})
"""Keys whose arrays of strings are one text."""
DROPPED = frozenset(
    {"colab", "authors", "user", "userId", "executionInfo", "papermill", "vscode", "toc", "widgets",
     "application/vnd.jupyter.widget-state+json", "application/vnd.jupyter.widget-view+json",
     "application/vnd.plotly.v1+json", "path", "hostname"}
)  # fmt: skip
"""Keys under which tools keep people, machines and state that is no part of the work."""
MIME = re.compile(r"[a-z]+/[\w.+-]+")
KEYS = frozenset(
    ["attachments", "cell_type", "cells", "codemirror_mode", "collapsed", "data", "display_name",
     "ename", "evalue", "execution_count", "file_extension", "id", "kernelspec", "language",
     "language_info", "metadata", "mimetype", "name", "nbconvert_exporter", "nbformat",
     "nbformat_minor", "output_type", "outputs", "pygments_lexer", "scrolled", "source", "tags",
     "text", "traceback", "version"]
)  # fmt: skip
"""Keys of the format itself: without them it is no notebook."""
VALUES = frozenset(
    [("cell_type", "code"), ("cell_type", "markdown"), ("cell_type", "raw"), ("name", "stdout"),
     ("name", "stderr"), ("output_type", "stream"), ("output_type", "display_data"),
     ("output_type", "execute_result"), ("output_type", "error")]
)  # fmt: skip
"""Keys with the values that the format gives them."""
LONG_NUMBER = 5


class NotebookHandler:
    """ipynb. The lines of a cell are one unit; pictures in outputs are inner files."""

    name = "notebook"
    formats = ("ipynb",)

    def extract(self, untrusted: Untrusted, toolbox: Toolbox) -> Extraction:
        """Units for cells, outputs, metadata; facts for authors."""
        found, inside = _parts(encoding.decode(untrusted.data).text)
        inner = blobs.extract(inside, toolbox)
        units = (*leaves.units(found), *inner.units)
        return Extraction("ipynb", units, inner.facts, inner.boxes)

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
    ) -> bytes:
        """The same notebook. Raises ``Broken`` if it no longer loads."""
        decoded = encoding.decode(untrusted.data)
        found, inside = _parts(decoded.text)
        changed = blobs.changes(inside, edits, boxes, toolbox)
        text = leaves.rewrite(decoded.text, found, blobs.outer(edits, inside), changed)
        try:
            json.loads(text)
        except (ValueError, RecursionError) as error:
            raise Broken("ipynb") from error
        return decoded.encode(text)

    def texts(self, output: bytes, toolbox: Toolbox) -> Sequence[str]:
        """Every string as the standard library reads it, arrays of lines joined."""
        return tuple(_strings(json.loads(encoding.decode(output).text)))


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            if not _is_standard(key):
                yield key
            if not (isinstance(item, str) and (key, item) in VALUES):
                yield from _strings(item)
    elif isinstance(value, list):
        if value and all(isinstance(item, str) for item in value):
            yield "".join(value)
        else:
            for item in value:
                yield from _strings(item)
    elif value is not None and not isinstance(value, bool):
        yield str(value)


def _parts(source: str) -> tuple[list[Leaf], list[Blob]]:
    found: list[Leaf] = []
    inside: list[Blob] = []
    starts = leaves.line_starts(source)
    strings = (token for token in tokens(source) if _counts(token))
    for number, (_, group) in enumerate(groupby(strings, key=_cell_text), start=1):
        members = list(group)
        blob = _blob(members, number)
        if blob:
            inside.append(blob)
        else:
            found += _leaf(members, number, starts)
    return found, inside


def _counts(token: Token) -> bool:
    if token.role == "key" and _is_standard(token.text):
        return False
    if token.role == "string" and token.path and (token.path[-1], token.text) in VALUES:
        return False
    digits = sum(char.isdigit() for char in token.raw)
    return token.role in ("key", "string") or digits >= LONG_NUMBER


def _is_standard(key: str) -> bool:
    return key in KEYS or key in SUFFIXES or key in ("text/plain", "text/html", "text/markdown")


def _cell_text(token: Token) -> tuple[Any, ...]:
    """What tokens of one text share: the path to their array."""
    if token.role == "string" and _is_lines(token):
        return ("lines", token.path[:-1])
    return ("one", token.start)


def _is_lines(token: Token) -> bool:
    key = token.path[-2] if len(token.path) > 1 else ""
    return token.path[-1].isdigit() and (key in LINES or bool(MIME.fullmatch(key)))


def _leaf(members: Sequence[Token], number: int, starts: list[int]) -> Iterator[Leaf]:
    first = members[0]
    place = Place(line=bisect_right(starts, first.start))
    segments = tuple(_segment(token) for token in members)
    removable = first.role != "key" and any(key in DROPPED for key in first.path)
    role = Role.KEY if first.role == "key" else _role(first)
    context = next((key for key in reversed(first.path) if key and not key.isdigit()), "")
    context = "" if role is Role.KEY or context in LINES else context
    yield Leaf(f"n:{number}", segments, role, context, place, removable)


def _role(token: Token) -> Role:
    return Role.CODE if "source" in token.path else Role.BODY


def _segment(token: Token) -> Segment:
    if token.role == "number":
        return Segment(token.start, token.end, token.raw, _digits, "0")
    raw = token.raw
    return Segment(token.start, token.end, token.text, lambda text: encode_string(raw, text), '""')


def _digits(text: str) -> str:
    return re.sub(r"\D", "", text).lstrip("0") or "0"


def _blob(members: Iterable[Token], number: int) -> Blob | None:
    """A picture or document in an output: base64 under its MIME type."""
    listed = list(members)
    first = listed[0]
    keys = [key for key in first.path[-2:] if MIME.fullmatch(key)]
    if first.role != "string" or not keys or keys[-1].startswith("text/"):
        return None
    if keys[-1] not in SUFFIXES or keys[-1] == "image/svg+xml":
        return None
    joined = "".join(token.text for token in listed)
    try:
        data = base64.b64decode(re.sub(r"\s", "", joined), validate=True)
    except (binascii.Error, ValueError):
        return None
    name = f"output.{SUFFIXES[keys[-1]]}"
    return Blob(f"n:{number}", first.start, listed[-1].end, Untrusted(name, data), _as_json, '""')


def _as_json(data: bytes) -> str:
    return json.dumps(base64.b64encode(data).decode("ascii") + "\n")


HANDLER = NotebookHandler()
