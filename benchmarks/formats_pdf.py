# ruff: noqa: ARG002 - the toolbox protocol names what this one does not need
"""Pages per second of the PDF handler, and what it keeps, over a folder of documents.

    python -m benchmarks.formats_pdf FOLDER [--ocr] [--words N] [--json FILE]
                                     [--peer PYTHON] [--glyphs] [--grow FILE [--pages N,N,N]]

Times are seconds of one processor, so that other work on the machine does not count.
For each document: extract, take N random words away wherever they stand, check that
none is left, that the other words stay, and that pixels outside the boxes do not
change. Without --ocr pictures are not read, so that only the handler is measured.

--peer names a Python with PyMuPDF in an environment of its own: the same words are
taken away there, one box for each stretch of a line (with --glyphs for each character), and its scrub
is run. --grow takes one document's pages again and again, until there are as many as
--pages says, and shows the seconds of each stage.
"""

import argparse
import io
import json
import random
import re
import statistics
import subprocess
import tempfile
import time
from collections import Counter
from collections.abc import Collection, Sequence
from pathlib import Path

import numpy as np
import pikepdf
import pypdfium2

from scrubbing.engine.errors import NeedsTool, ScrubError, Unsupported
from scrubbing.engine.formats.image import IMAGE
from scrubbing.engine.formats.image.handler import read_image
from scrubbing.engine.formats.pdf import base, navigation, opening, reading
from scrubbing.engine.formats.pdf.edits import by_locator
from scrubbing.engine.formats.pdf.geometry import Rect, union
from scrubbing.engine.formats.pdf.handler import PdfHandler
from scrubbing.engine.formats.pdf.rewriting import Rewriting
from scrubbing.engine.types import Box, Edit, Extraction, Kind, Unit, Untrusted

PAGES_LOOKED_AT = 6
DIFFERENT = 32
"""Levels of grey; less is rounding."""


class Tools:
    """A toolbox that reads pictures, or none."""

    depth = 0

    def __init__(self, *, ocr: bool) -> None:
        self.ocr = ocr

    def extract(self, untrusted: Untrusted) -> Extraction:
        raise Unsupported

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box]
    ) -> tuple[str, bytes]:
        return "png", IMAGE.rewrite(untrusted, edits, boxes, self)

    def texts(self, name: str, output: bytes) -> Sequence[str]:
        return IMAGE.texts(output, self)

    def read_image(self, data: bytes) -> Extraction:
        return read_image(data) if self.ocr else Extraction("png", ())

    def convert(self, data: bytes, suffix: str, target: str) -> bytes:
        raise NeedsTool

    def arranged(self, order: Sequence[int]) -> None:
        """Nobody asks in which order the members of a container came out."""


class Timed(Rewriting):
    """The rewriting, with the seconds of two of its stages on clocks of their own.

    ``places`` is finding again where the glyphs stand, which PyMuPDF is told with its boxes.
    """

    proof_seconds = 0.0
    places_seconds = 0.0

    def _prepare(self, numbers: Collection[int]) -> None:
        started = time.process_time()
        super()._prepare(numbers)
        self.places_seconds += time.process_time() - started

    def _unproved(self, data: bytes, rest: set[int]) -> set[int]:
        started = time.process_time()
        found = super()._unproved(data, rest)
        self.proof_seconds += time.process_time() - started
        return found


def boxes_of(
    data: bytes, edits: Sequence[Edit], *, glyphs: bool = False
) -> dict[int, list[list[float]]]:
    """A box for each stretch of a line, or each character, that goes, by page from 0."""
    found: dict[int, list[list[float]]] = {}
    blocks = {
        f"p{page.number}.{number}": (page, block)
        for page in base.pages(data)
        for number, block in enumerate(page.blocks, 1)
    }
    for edit in edits:
        if edit.locator not in blocks:
            continue
        page, block = blocks[edit.locator]
        places = [place for place in block.glyphs[edit.start : edit.end] if place is not None]
        if glyphs:
            found.setdefault(page.number - 1, []).extend(
                list(page.read.glyphs[place].box) for place in places
            )
            continue
        lines: dict[float, list[Rect]] = {}
        for place in places:
            glyph = page.read.glyphs[place]
            lines.setdefault(round(glyph.y), []).append(glyph.box)
        found.setdefault(page.number - 1, []).extend(list(union(line)) for line in lines.values())
    return found


def measure(
    data: bytes, tools: Tools, count: int, *, look: bool = True, glyphs: bool = False
) -> dict[str, object]:
    """Seconds and counts of one document; what is kept and changed where it is to ``look``."""
    started = time.process_time()
    read = PdfHandler().extract(Untrusted("a.pdf", data), tools)
    extracted = time.process_time()
    units = [unit for unit in read.units if re.match(r"p\d+\.", unit.locator)]
    words = [match.group() for unit in units for match in re.finditer(r"\w{4,}", unit.text)]
    gone = set(random.Random(1).sample(words, min(count, len(words))))
    edits = _edits(read.units, gone)
    begun = time.process_time()
    pdf = opening.open_pdf(data)
    plain = base.prepare(pdf)
    work = Timed(plain, navigation.read(pdf), by_locator(edits), (), tools)
    done = work.run()
    rewritten = time.process_time()
    texts = [*reading.texts(done.data)]
    return {
        "pages": len(pdf.pages),
        "extract": extracted - started,
        "rewrite": rewritten - begun,
        "proof": work.proof_seconds,
        "places": work.places_seconds,
        "texts": time.process_time() - rewritten,
        "edits": len(edits),
        "boxes": boxes_of(plain, edits, glyphs=glyphs) if look else {},
        "rasters": len(done.rasters),
        "left": sum(
            any(re.search(rf"(?<!\w){re.escape(word)}(?!\w)", text) for text in texts)
            for word in gone
        ),
        "kept": _kept(units, edits, done.data) if look else 1.0,
        "changed": _changed(plain, done.data, edits, units) if look else 0.0,
    }


def _edits(units: Sequence[Unit], words: set[str]) -> list[Edit]:
    if not words:
        return []
    pattern = re.compile("|".join(re.escape(word) for word in sorted(words, key=len, reverse=True)))
    return [
        Edit(unit.locator, match.start(), match.end(), "[NAME_1]", Kind.PERSON)
        for unit in units
        if not unit.removable
        for match in pattern.finditer(unit.text)
    ]


def _kept(units: Sequence[Unit], edits: Sequence[Edit], output: bytes) -> float:
    """The share of the other words that can still be read."""
    by_unit = by_locator(edits)
    expected: Counter[str] = Counter()
    for unit in units:
        at, rest = 0, []
        for edit in by_unit.get(unit.locator, ()):
            rest.append(unit.text[at : edit.start])
            at = edit.end
        expected.update(re.findall(r"\w+", "".join([*rest, unit.text[at:]])))
    got: Counter[str] = Counter()
    for page in base.pages(output):
        for block in page.blocks:
            got.update(re.findall(r"\w+", block.text))
    total = sum(expected.values())
    return 1 - sum((expected - got).values()) / total if total else 1.0


def _changed(before: bytes, after: bytes, edits: Sequence[Edit], units: Sequence[Unit]) -> float:
    """The share in percent of pixels outside all edited blocks that look different."""
    touched = {edit.locator for edit in edits}
    boxes: dict[int, list[tuple[float, float, float, float]]] = {}
    for unit in units:
        if unit.locator in touched and unit.place.page and unit.place.box:
            boxes.setdefault(unit.place.page, []).append(unit.place.box)
    one, other = _pictures(before), _pictures(after)
    different = total = 0
    for number, (old, new) in enumerate(zip(one, other, strict=True), 1):
        if old.shape != new.shape:
            return 100.0
        mask = np.ones(old.shape, bool)
        for left, top, right, bottom in boxes.get(number, ()):
            mask[max(0, int(top) - 2) : int(bottom) + 3, max(0, int(left) - 2) : int(right) + 3] = (
                False
            )
        different += int((np.abs(old - new)[mask] > DIFFERENT).sum())
        total += old.size
    return 100 * different / total if total else 0.0


def _pictures(data: bytes) -> list[np.ndarray]:
    document = pypdfium2.PdfDocument(data)
    try:
        count = min(len(document), PAGES_LOOKED_AT)
        images = [
            document[index].render(scale=1, draw_annots=False).to_pil() for index in range(count)
        ]
        return [np.asarray(image.convert("L")).astype(int) for image in images]
    finally:
        document.close()


def main() -> None:
    parser = argparse.ArgumentParser()
    parser.add_argument("folder", type=Path)
    parser.add_argument("--ocr", action="store_true")
    parser.add_argument("--words", type=int, default=5)
    parser.add_argument("--json", type=Path)
    parser.add_argument("--peer", type=Path)
    parser.add_argument("--glyphs", action="store_true")
    parser.add_argument("--grow", type=Path)
    parser.add_argument("--pages", default="2,4,8,16")
    options = parser.parse_args()
    if options.grow:
        counts = [int(count) for count in options.pages.split(",")]
        grow(options.grow, Tools(ocr=options.ocr), options.words, counts)
        return
    rows: list[dict[str, object]] = []
    for path in sorted(options.folder.glob("*.pdf")):
        row: dict[str, object] = {"file": path.name}
        try:
            row |= measure(
                path.read_bytes(), Tools(ocr=options.ocr), options.words, glyphs=options.glyphs
            )
        except ScrubError as error:
            row["refused"] = error.code
        rows.append(row)
        shown = {key: value for key, value in row.items() if key != "boxes"}
        print(json.dumps(shown), flush=True)
    report(rows)
    if options.peer:
        compare(rows, options.folder, options.peer)
    if options.json:
        options.json.write_text(json.dumps(rows, indent=1))


def grow(path: Path, tools: Tools, words: int, counts: Sequence[int]) -> None:
    """Seconds of each stage for a document's pages taken until there are as many."""
    for count in counts:
        with pikepdf.open(path) as source, pikepdf.new() as target:
            while len(target.pages) < count:
                target.pages.extend(source.pages)
            buffer = io.BytesIO()
            target.save(buffer)
        row = measure(buffer.getvalue(), tools, words, look=False)
        stages = ("extract", "rewrite", "proof", "texts")
        print(
            f"{row['pages']} pages:",
            ", ".join(f"{stage} {float(str(row[stage])):.2f} s" for stage in stages),
            flush=True,
        )


def compare(rows: Sequence[dict[str, object]], folder: Path, peer: Path) -> None:
    """The same words taken away by PyMuPDF in its own environment; ratios to ours."""
    ours = {str(folder / str(row["file"])): row for row in rows if "refused" not in row}
    with tempfile.TemporaryDirectory() as work:
        order, answer = Path(work) / "order.json", Path(work) / "answer.json"
        order.write_text(json.dumps({path: row["boxes"] for path, row in ours.items()}))
        script = Path(__file__).with_name("pymupdf_peer.py")
        subprocess.run([str(peer), str(script), str(order), str(answer)], check=True)
        theirs = json.loads(answer.read_text())
    both = [path for path in ours if path in theirs]
    rewrite = sum(float(str(ours[path]["rewrite"])) for path in both)
    proof = sum(float(str(ours[path]["proof"])) for path in both)
    places = sum(float(str(ours[path]["places"])) for path in both)
    stage = rewrite - proof - places
    stages = [sum(theirs[path][stage] for path in both) for stage in range(3)]
    total = sum(stages)
    print(f"{len(both)} files; PyMuPDF: redaction {stages[0]:.2f} s, scrub {stages[1]:.2f} s, "
          f"save {stages[2]:.2f} s, all {total:.2f} s")  # fmt: skip
    print(f"ours: rewrite {rewrite:.2f} s, of it proof {proof:.2f} s, places {places:.2f} s; "
          f"{total / rewrite:.2f} times as fast, {total / stage:.2f} without these two")  # fmt: skip
    quicker = [sum(theirs[path]) / float(str(ours[path]["rewrite"])) for path in both]
    print(f"by file: median {statistics.median(quicker):.2f} times as fast")


def report(rows: Sequence[dict[str, object]]) -> None:
    done = [row for row in rows if "refused" not in row]

    def total(key: str) -> float:
        return sum(float(str(row[key])) for row in done)

    def column(key: str) -> list[float]:
        return sorted(float(str(row[key])) for row in done)

    pages = total("pages")
    print(
        f"files {len(rows)}, refused {Counter(str(row.get('refused')) for row in rows if 'refused' in row)}"
    )
    print(f"pages {pages:.0f}; pages/s: extract {pages / total('extract'):.1f}, "
          f"rewrite {pages / total('rewrite'):.1f}, texts {pages / total('texts'):.1f}")  # fmt: skip
    print(f"pages kept as pictures {total('rasters'):.0f}, files with a word left "
          f"{sum(value > 0 for value in column('left'))}")  # fmt: skip
    changed, kept = column("changed"), column("kept")
    print(f"pixels changed outside %: median {statistics.median(changed):.4f}, "
          f"95th percentile {changed[int(0.95 * (len(changed) - 1))]:.4f}, most {changed[-1]:.4f}")  # fmt: skip
    print(f"other words kept: median {statistics.median(kept):.4f}, "
          f"10th percentile {kept[int(0.1 * (len(kept) - 1))]:.4f}, least {kept[0]:.4f}")  # fmt: skip


if __name__ == "__main__":
    main()
