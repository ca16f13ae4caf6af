"""One handler for settings and data in text; the grammar tells where their text stands."""

import json
import tomllib
from collections.abc import Iterator, Sequence
from typing import Any

import yaml

from scrubbing.engine import blobs, encoding, leaves
from scrubbing.engine.blobs import Blob
from scrubbing.engine.errors import Broken
from scrubbing.engine.formats.data.json_text import json_leaves, json_shape
from scrubbing.engine.formats.data.toml_text import toml_leaves, toml_shape
from scrubbing.engine.formats.data.yaml_text import yaml_leaves, yaml_shape
from scrubbing.engine.identify import suffix_of
from scrubbing.engine.leaves import Leaf
from scrubbing.engine.paragraphs import paragraphs
from scrubbing.engine.suffixes import SAME
from scrubbing.engine.types import Box, Edit, Extraction, Toolbox, Untrusted

GRAMMARS = {"json": json_leaves, "yaml": yaml_leaves, "toml": toml_leaves}
SHAPES = {"json": json_shape, "yaml": yaml_shape, "toml": toml_shape}


class DataHandler:
    """A file its grammar cannot read is treated as lines of text (yaml, toml) or refused."""

    name = "data"
    formats = ("json", "yaml", "toml")

    def extract(self, untrusted: Untrusted, toolbox: Toolbox) -> Extraction:
        """A unit per key, value and comment, with the key above as context."""
        format_name = _format(untrusted)
        found, inside = _parts(format_name, encoding.decode(untrusted.data).text)
        inner = blobs.extract(inside, toolbox)
        units = (*leaves.units(found), *inner.units)
        return Extraction(format_name, units, inner.facts, inner.boxes)

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
    ) -> bytes:
        """The same file with edited scalars. Raises ``Broken`` if its shape would change."""
        decoded = encoding.decode(untrusted.data)
        format_name = _format(untrusted)
        found, inside = _parts(format_name, decoded.text)
        changed = blobs.changes(inside, edits, boxes, toolbox)
        text = leaves.rewrite(decoded.text, found, blobs.outer(edits, inside), changed)
        shape = SHAPES[format_name]
        if shape(decoded.text) != shape(text):
            raise Broken(f"{format_name} shape")
        return decoded.encode(text)

    def texts(self, output: bytes, toolbox: Toolbox) -> Sequence[str]:
        """The whole text, and every scalar as the standard parsers read it."""
        text = encoding.decode(output).text
        return (text, *_scalars(_loaded(text)))


def _format(untrusted: Untrusted) -> str:
    suffix = suffix_of(untrusted.name)
    return SAME.get(suffix, suffix)


def _parts(format_name: str, text: str) -> tuple[list[Leaf], list[Blob]]:
    """Leaves by the grammar and the data: addresses among them."""
    try:
        found = list(GRAMMARS[format_name](text))
    except Broken:
        if format_name == "json":
            raise
        found = paragraphs(text)
    return blobs.divide(found, list(blobs.data_uris(text, 0, "blob")))


def _loaded(text: str) -> list[Any]:
    for load in (json.loads, tomllib.loads, _yaml_values):
        try:
            return [load(text)]
        except (ValueError, yaml.YAMLError, RecursionError):
            continue
    return []


def _yaml_values(text: str) -> list[Any]:
    return [
        token.value
        for token in yaml.scan(text, Loader=yaml.SafeLoader)
        if isinstance(token, yaml.ScalarToken)
    ]


def _scalars(value: Any) -> Iterator[str]:
    if isinstance(value, dict):
        for key, item in value.items():
            yield from _scalars(key)
            yield from _scalars(item)
    elif isinstance(value, (list, tuple)):
        for item in value:
            yield from _scalars(item)
    elif value is not None and not isinstance(value, bool):
        yield str(value)
