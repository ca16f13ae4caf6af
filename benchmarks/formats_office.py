"""Milliseconds per Office and OpenDocument file, and how time grows with size.

    python benchmarks/formats_office.py FOLDER [--json FILE]

Times are seconds of one processor. Pictures are taken as they are and LibreOffice is not
called, so that only the handlers are measured: extract, rewrite with an edit in every
fifth unit, and the second reading that verification uses.
"""

import argparse
import json
import resource
import statistics
import time
from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path

from scrubbing.engine.convert import convert
from scrubbing.engine.errors import NeedsTool, ScrubError, TooDeep, Unsupported
from scrubbing.engine.formats import odf, ooxml
from scrubbing.engine.jobs import calm_collector
from scrubbing.engine.types import Box, Edit, Extraction, Handler, Kind, Untrusted
from scrubbing.engine.zipcheck import format_of

HANDLERS: dict[str, Handler] = {
    name: handler for handler in (*ooxml.HANDLERS, *odf.HANDLERS) for name in handler.formats
}
SIZES = (1, 2, 4, 8)
ROWS = 2_000


class Tools:
    """A toolbox that keeps pictures as they are and recurses into embedded documents."""

    def __init__(self, depth: int = 0) -> None:
        self.depth = depth

    def extract(self, untrusted: Untrusted) -> Extraction:
        return handler_of(untrusted.data).extract(untrusted, self._deeper())

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box]
    ) -> tuple[str, bytes]:
        if untrusted.name.startswith("image."):
            return untrusted.name.rpartition(".")[2], untrusted.data
        data = handler_of(untrusted.data).rewrite(untrusted, edits, boxes, self._deeper())
        return ooxml.OUTPUTS.get(format_of(untrusted.data), "xlsx"), data

    def texts(self, name: str, output: bytes) -> Sequence[str]:  # noqa: ARG002 - the protocol's
        if not output.startswith(b"PK"):
            return ()
        return handler_of(output).texts(output, self._deeper())

    def read_image(self, data: bytes) -> Extraction:  # noqa: ARG002 - the protocol's
        return Extraction("png", ())

    def convert(self, data: bytes, suffix: str, target: str) -> bytes:  # noqa: ARG002 - the same
        raise NeedsTool

    def _deeper(self) -> "Tools":
        if self.depth > 3:
            raise TooDeep
        return Tools(self.depth + 1)


def handler_of(data: bytes) -> Handler:
    handler = HANDLERS.get(format_of(data)) if data.startswith(b"PK") else None
    if handler is None:
        raise Unsupported
    return handler


def measure(data: bytes) -> dict[str, float]:
    """Seconds of each step over one file."""
    handler, tools, untrusted = handler_of(data), Tools(), Untrusted("file", data)
    begin = time.process_time()
    units = handler.extract(untrusted, tools).units
    read = time.process_time()
    edits = [
        Edit(unit.locator, 0, len(unit.text), "Lena", Kind.DECLARED)
        for unit in units[::5]
        if not unit.removable
    ]
    output = handler.rewrite(untrusted, edits, [], tools)
    written = time.process_time()
    handler.texts(output, tools)
    end = time.process_time()
    return {"extract": read - begin, "rewrite": written - read, "search": end - written}


def workbook(rows: int) -> bytes:
    """A workbook of ``rows`` rows and five columns."""
    import io

    import openpyxl

    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Data")
    sheet.append(["Name", "Town", "Number", "Date", "Note"])
    for row in range(rows):
        sheet.append([f"Person {row}", f"Town {row % 97}", row * 7, "2024-01-02", f"Note {row}"])
    target = io.BytesIO()
    book.save(target)
    return target.getvalue()


def peers(paths: Sequence[Path]) -> dict[str, float]:
    """Median milliseconds of processor time that other programs take for the same files.

    LibreOffice writes a file in its own format again; mat2, where it is installed, removes
    metadata and reads no text. Neither looks for a value, so they do less.
    """
    import shutil
    import subprocess
    import tempfile

    found: dict[str, list[float]] = defaultdict(list)
    with tempfile.TemporaryDirectory() as folder:
        for path in paths:
            copy = Path(folder) / f"input{path.suffix}"
            copy.write_bytes(path.read_bytes())
            if path.suffix.lower() in (".docx", ".xlsx", ".pptx"):
                begin = children_seconds()
                convert(copy.read_bytes(), copy.suffix[1:].lower(), copy.suffix[1:].lower(), 120.0)
                found["libreoffice"].append(children_seconds() - begin)
            if program := shutil.which("mat2"):
                begin = children_seconds()
                subprocess.run([program, "--inplace", str(copy)], capture_output=True, check=False)
                found["mat2"].append(children_seconds() - begin)
    return {name: round(1000 * statistics.median(times), 1) for name, times in found.items()}


def _is_zip(path: Path) -> bool:
    return path.read_bytes()[:2] == b"PK"


def children_seconds() -> float:
    usage = resource.getrusage(resource.RUSAGE_CHILDREN)
    return usage.ru_utime + usage.ru_stime


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("folder", type=Path)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--peers", type=int, default=0, help="beside others, every Nth docx")
    options = parser.parse_args()
    calm_collector()
    times: dict[str, list[dict[str, float]]] = defaultdict(list)
    refused: dict[str, int] = defaultdict(int)
    for path in sorted(options.folder.rglob("*")):
        suffix = path.suffix.lower().lstrip(".")
        if suffix not in HANDLERS:
            continue
        try:
            times[suffix].append(measure(path.read_bytes()))
        except ScrubError as error:
            refused[error.code] += 1
    every = [item for items in times.values() for item in items]
    result: dict[str, object] = {"refused": dict(refused)}
    for name, items in [*sorted(times.items()), ("all", every)]:
        both = [1000 * (item["extract"] + item["rewrite"]) for item in items]
        search = [1000 * item["search"] for item in items]
        row = {
            "files": len(items),
            "extract_rewrite_ms_median": round(statistics.median(both), 1),
            "extract_rewrite_ms_max": round(max(both), 1),
            "search_ms_median": round(statistics.median(search), 1),
        }
        result[name] = row
        print(f"{name:5}", row)
    growth = {}
    for size in SIZES:
        item = measure(workbook(ROWS * size))
        growth[f"{size}x"] = round(item["extract"] + item["rewrite"], 3)
    result["seconds_by_rows"] = growth
    result["peak_mb"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
    if options.peers:
        packages = [p for p in sorted(options.folder.rglob("*.docx")) if _is_zip(p)]
        every_nth = packages[:: options.peers]
        ours = [measure(path.read_bytes()) for path in every_nth]
        both = [1000 * (item["extract"] + item["rewrite"]) for item in ours]
        result["peers"] = {"ours": round(statistics.median(both), 1), **peers(every_nth)}
        print("peers", result["peers"])
    print("rows ", growth, "refused", dict(refused))
    if options.json:
        options.json.write_text(json.dumps(result, indent=1) + "\n", "utf-8")


if __name__ == "__main__":
    main()
