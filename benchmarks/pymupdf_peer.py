"""PyMuPDF's redaction and scrub over given boxes, for the comparison in ``formats_pdf``.

Run by an interpreter of its own, in which PyMuPDF is installed; no part of Airlock
imports this, and nothing of it is imported here:

    PYTHON benchmarks/pymupdf_peer.py ORDER.json ANSWER.json

ORDER maps paths to boxes by page (from 0, points, y upwards); ANSWER maps them to CPU
seconds for redaction, scrub and saving.
"""

import json
import sys
import time
from pathlib import Path

import pymupdf  # type: ignore[import-not-found]  # only in the peer's environment


def redact(path: str, boxes: dict[str, list[list[float]]]) -> list[float]:
    data = Path(path).read_bytes()
    started = time.process_time()
    document = pymupdf.open(stream=data, filetype="pdf")
    for index, rects in boxes.items():
        page = document[int(index)]
        for left, bottom, right, top in rects:
            box = pymupdf.Rect(left, bottom, right, top) * page.transformation_matrix
            box.normalize()
            inset = 0.15 * box.height
            page.add_redact_annot(
                pymupdf.Rect(box.x0 + 0.3, box.y0 + inset, box.x1 - 0.3, box.y1 - inset),
                fill=(0, 0, 0),
            )
        page.apply_redactions(images=2, graphics=0, text=0)
    redacted = time.process_time()
    document.scrub()
    scrubbed = time.process_time()
    document.tobytes(garbage=4, deflate=True, clean=True)
    return [redacted - started, scrubbed - redacted, time.process_time() - scrubbed]


def main() -> None:
    pymupdf.TOOLS.mupdf_display_errors(False)
    pymupdf.TOOLS.mupdf_display_warnings(False)
    order = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    answer = {}
    for path, boxes in order.items():
        try:
            answer[path] = redact(path, boxes)
        except (RuntimeError, ValueError) as error:
            print(Path(path).name, type(error).__name__, file=sys.stderr)
    Path(sys.argv[2]).write_text(json.dumps(answer), encoding="utf-8")


if __name__ == "__main__":
    main()
