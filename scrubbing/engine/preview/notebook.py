"""A notebook as its cells: markdown, code with colours, outputs as text."""

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from scrubbing.engine import encoding
from scrubbing.engine.preview import sources

ESCAPES = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
LANGUAGES = frozenset({"python", "r", "julia", "scala", "sql", "bash", "javascript", "ruby"})
SHOWN_DATA = ("text/markdown", "text/plain", "text/html")


def cells(data: bytes) -> list[dict[str, Any]]:
    """Blocks of a notebook; ``cell`` counts from 1 and an output belongs to its cell."""
    found = json.loads(encoding.decode(data).text)
    language = _language(found)
    blocks: list[dict[str, Any]] = []
    for number, cell in enumerate(_dicts(found.get("cells")), 1):
        kind = "code" if cell.get("cell_type") == "code" else "markdown"
        text = _joined(cell.get("source"))
        colours = sources.named(language if kind == "code" else "markdown")
        blocks.append(_block(text, kind, number, sources.tokens(text, colours)))
        blocks += [
            _block(output, "output", number, [])
            for output in _outputs(cell.get("outputs"))
            if output.strip()
        ]
    return blocks


def _block(text: str, role: str, number: int, tokens: Sequence[sources.Token]) -> dict[str, Any]:
    return {"locator": "", "role": role, "text": text, "source": True,
            "place": {"part": f"cell {number}"}, "tokens": list(tokens)}  # fmt: skip


def _language(notebook: Mapping[str, Any]) -> str:
    metadata = notebook.get("metadata")
    spec = metadata.get("kernelspec") if isinstance(metadata, dict) else None
    named = str(spec.get("language", "")).lower() if isinstance(spec, dict) else ""
    return named if named in LANGUAGES else "python"


def _outputs(outputs: object) -> Iterator[str]:
    for output in _dicts(outputs):
        if "text" in output:
            yield _joined(output["text"])
        elif output.get("output_type") == "error":
            yield ESCAPES.sub("", "\n".join(_strings(output.get("traceback"))))
        data = output.get("data")
        shown = data if isinstance(data, dict) else {}
        first = next((name for name in SHOWN_DATA if name in shown), None)
        if first is not None:
            yield _joined(shown[first])


def _dicts(value: object) -> list[dict[str, Any]]:
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def _strings(value: object) -> list[str]:
    return [str(item) for item in value] if isinstance(value, list) else [str(value or "")]


def _joined(value: object) -> str:
    return "".join(_strings(value))
