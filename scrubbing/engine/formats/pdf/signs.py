"""Widths of the two fonts of signs that every reader brings along.

Their codes are their own and no table of ours has them: pdfium, which has the fonts, is
asked by a page on which every code stands on a line of its own.
"""

import functools
import io
from collections.abc import Mapping

import pikepdf
import pypdfium2
from pikepdf import Dictionary, Name

from scrubbing.engine.formats.pdf.bulk import Characters

NAMES: Mapping[str, float] = {"Symbol": 250.0, "ZapfDingbats": 278.0}
"""With the width of the space, which is not seen where it stands alone."""

CODES = range(33, 256)
SIZE, STEP = 10, 40


@functools.cache
def widths(name: str) -> Mapping[int, float]:
    """The width of each code of one of ``NAMES``, in thousandths."""
    document = pypdfium2.PdfDocument(_page(name))
    try:
        page = document[0]
        textpage = page.get_textpage()
        found = Characters(textpage)
        boxes, made = found.boxes()
        origins = found.origins()
        skipped = set(made)
        seen = {
            round(origins[index, 1] / STEP): round((right - left) * 1000 / SIZE)
            for index, (left, _, right, _) in enumerate(boxes.tolist())
            if index not in skipped
        }
        textpage.close()
        page.close()
    finally:
        document.close()
    return {32: NAMES[name], **{code: float(width) for code, width in seen.items()}}


def _page(name: str) -> bytes:
    lines = b"".join(b"1 0 0 1 20 %d Tm <%02x> Tj\n" % (STEP * code, code) for code in CODES)
    font = Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name(f"/{name}"))
    with pikepdf.new() as pdf:
        content = pdf.make_stream(b"BT /F %d Tf\n" % SIZE + lines + b"ET")
        pdf.pages.append(
            pikepdf.Page(
                Dictionary(
                    Type=Name.Page,
                    MediaBox=[0, 0, 100, STEP * 257],
                    Resources=Dictionary(Font=Dictionary(F=font)),
                    Contents=content,
                )
            )
        )
        buffer = io.BytesIO()
        pdf.save(buffer)
    return buffer.getvalue()
