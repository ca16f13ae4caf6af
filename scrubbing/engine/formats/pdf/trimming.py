"""Fonts told to forget the letters that nothing shows any more.

A table of letters or widths that still lists a letter used only in a removed name
says that the name held it.
"""

import pikepdf
from pikepdf import Array, Object, Stream

from scrubbing.engine.formats.pdf import lexing, tounicode
from scrubbing.engine.formats.pdf.content import Rebuilder
from scrubbing.engine.formats.pdf.fonts import Font
from scrubbing.engine.formats.pdf.opening import FOREIGN
from scrubbing.engine.formats.pdf.streams import items

MOST_ROWS = 100
"""Rows of one section of a character map, as the format limits them."""


def trim(target: pikepdf.Pdf, builder: Rebuilder, *, every: bool = False) -> None:
    """Cut the character maps and widths of fonts down to what is shown.

    Those of which a glyph was taken away, or every one where whole pages went.
    """
    for key, made in builder.copier.fonts.items():
        font = builder.known_font(key)
        if font is None or not (every or key in builder.touched):
            continue
        codes = font.distinct(lexing.strings(builder.used.get(key, ())))
        try:
            _trim_letters(target, made, codes)
            _trim_widths(made, font, set(codes.values()))
        except FOREIGN:
            continue  # an odd table stays as it was; it changes nothing that is shown


def _trim_letters(target: pikepdf.Pdf, font: Object, codes: dict[bytes, int]) -> None:
    table = font.get("/ToUnicode")
    if not isinstance(table, Stream):
        return
    letters = tounicode.letters(table.read_bytes())
    rows = [
        (code.hex(), letters[number].encode("utf-16-be").hex())
        for code, number in sorted(codes.items())
        if number in letters
    ]
    font.ToUnicode = target.make_stream(_table(rows, sorted({len(code) for code in codes})))


def _table(rows: list[tuple[str, str]], lengths: list[int]) -> bytes:
    spaces = "".join(f"<{'00' * size}> <{'FF' * size}>\n" for size in lengths)
    head = (
        "/CIDInit /ProcSet findresource begin 12 dict begin begincmap\n"
        "/CMapName /Adobe-Identity-UCS def /CMapType 2 def\n"
        f"{len(lengths)} begincodespacerange\n{spaces}endcodespacerange\n"
    )
    parts = [head]
    for start in range(0, len(rows), MOST_ROWS):
        some = rows[start : start + MOST_ROWS]
        body = "".join(f"<{code}> <{text}>\n" for code, text in some)
        parts.append(f"{len(some)} beginbfchar\n{body}endbfchar\n")
    parts.append("endcmap CMapName currentdict /CMap defineresource pop end end")
    return "".join(parts).encode("ascii")


def _trim_widths(made: Object, font: Font, used: set[int]) -> None:
    if "/Widths" in made:
        first = int(made.get("/FirstChar", 0))
        made.Widths = Array(
            [width if first + step in used else 0 for step, width in enumerate(items(made.Widths))]
        )
    elif "/DescendantFonts" in made and font.codes_are_ids:
        inner = made.DescendantFonts[0]
        if "/W" in inner:
            widths = font.widths
            inner.W = Array(
                part
                for code in sorted(used)
                if code in widths
                for part in (code, Array([widths[code]]))
            )
