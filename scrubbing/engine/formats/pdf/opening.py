"""From uploaded bytes to a plain PDF that both qpdf and pdfium read alike.

Decrypted (empty user password only), without earlier revisions, with forms and
annotations drawn into the pages. Both passes start from the result, so that what
``extract`` sees and what ``rewrite`` edits are the same pages.
"""

import contextlib
import io
import logging
import re
import struct
import warnings
import zlib
from collections.abc import Collection, Iterator

import pikepdf
import pypdfium2
import pypdfium2.raw as pdfium

from scrubbing.engine.errors import Bomb, Broken, Empty, Encrypted, OutOfMemory, TooBig
from scrubbing.engine.formats.pdf import bounds

for chatty in ("pypdfium2", "pdfminer"):  # their warnings may quote the upload
    logging.getLogger(chatty).setLevel(logging.CRITICAL)  # noqa: TID251 - to silence, not to log

END = re.compile(rb"%%EOF|\bstartxref\s+\d+\s*[%EO]*\s*\Z")

FOREIGN: tuple[type[Exception], ...] = (
    pikepdf.PdfError, pypdfium2.PdfiumError, ValueError, TypeError, KeyError, IndexError,
    AttributeError, ArithmeticError, RecursionError, NotImplementedError, AssertionError,
    RuntimeError, OSError, EOFError, struct.error, zlib.error, pikepdf.DependencyError,
    pikepdf.ForeignObjectError,
)  # fmt: skip
"""What the parsers raise on damaged files: they promise no narrower family."""


@contextlib.contextmanager
def damaged() -> Iterator[None]:
    """Turn a parser's complaint into ``Broken``, dropping its text of the upload."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # they quote the upload, and damage raises anyway
            yield
    except pikepdf.PasswordError:
        raise Encrypted from None
    except MemoryError:
        raise OutOfMemory from None
    except FOREIGN:
        raise Broken from None


def open_pdf(untrusted: bytes) -> pikepdf.Pdf:
    """The document, decrypted; refuses what is encrypted, cut off or a bomb."""
    if not untrusted.strip():
        raise Empty
    with damaged():
        pdf = pikepdf.open(io.BytesIO(untrusted), suppress_warnings=True)
        if _is_cut_off(pdf, untrusted):
            raise Broken("cut off")
        check_size(pdf)
    return pdf


def _is_cut_off(pdf: pikepdf.Pdf, untrusted: bytes) -> bool:
    """Whether the end is missing: qpdf had to guess and no end mark stands at the end.

    Some leave the mark out after the place of the table, or half of it.
    """
    return END.search(untrusted[-2048:]) is None and bool(pdf.get_warnings())


def check_size(pdf: pikepdf.Pdf) -> None:
    """Refuse too many pages and streams that unpack to too much."""
    pages = pdf.Root.get("/Pages")
    if not isinstance(pages, pikepdf.Dictionary):
        raise Broken("no pages")
    if len(pdf.pages) > bounds.PAGES:
        raise TooBig(f"more than {bounds.PAGES} pages")
    if not len(pdf.pages):
        raise Empty
    left = bounds.STREAM_BYTES
    for thing in pdf.objects:
        if isinstance(thing, pikepdf.Stream):
            left -= _unpacked(thing, left)
            if left <= 0:
                raise Bomb


def _unpacked(stream: pikepdf.Stream, limit: int) -> int:
    """The unpacked size of a deflated stream, without ever holding more than a piece."""
    names = stream.get("/Filter")
    chain = list(names) if isinstance(names, pikepdf.Array) else [names]
    if not chain or any(str(name) not in {"/FlateDecode", "/Fl"} for name in chain):
        return int(stream.get("/Length", 0) or 0)
    data = stream.read_raw_bytes()
    if len(chain) == 1 and len(data) * 1032 < 1_000_000:  # noqa: PLR2004 - deflate's best ratio
        return len(data)
    for _ in chain[:-1]:
        data = zlib.decompressobj().decompress(data, limit)
    return _deflated_size(data, limit)


def _deflated_size(data: bytes, limit: int) -> int:
    unpacker = zlib.decompressobj()
    total = 0
    with contextlib.suppress(zlib.error):  # qpdf reads what stands before the damage
        while data and total <= limit:
            piece = unpacker.decompress(data, 1 << 20)
            total += len(piece)
            data = unpacker.unconsumed_tail
    return total


def save(pdf: pikepdf.Pdf) -> bytes:
    """The document as new bytes: one revision, an /ID that depends on the content only."""
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # about form fields, which are flattened next
        pdf.save(
            buffer,
            deterministic_id=True,
            encryption=False,
            object_stream_mode=pikepdf.ObjectStreamMode.generate,
        )
    return buffer.getvalue()


def opens(data: bytes) -> bool:
    """Whether what was saved can be read again."""
    try:
        pikepdf.open(io.BytesIO(data)).close()
    except pikepdf.PdfError:
        return False
    return True


def flatten(data: bytes, indexes: Collection[int]) -> bytes:
    """The same pages with the annotations and form fields of some drawn into them."""
    document = pypdfium2.PdfDocument(data)
    try:
        document.init_forms()
        for index in indexes:
            page = document[index]
            pdfium.FPDFPage_Flatten(page.raw, pdfium.FLAT_NORMALDISPLAY)
            page.close()
        buffer = io.BytesIO()
        document.save(buffer)
    finally:
        document.close()
    return buffer.getvalue()


def drawn_upon(pdf: pikepdf.Pdf) -> list[int]:
    """Indexes of the pages that have to be flattened at all."""
    return [index for index, page in enumerate(pdf.pages) if _has_drawing(page.obj.get("/Annots"))]


def _has_drawing(annotations: pikepdf.Object | None) -> bool:
    """Whether any of them may be seen: a link that brings no picture of itself is not."""
    if not isinstance(annotations, pikepdf.Array):
        return annotations is not None
    return not all(
        isinstance(one, pikepdf.Dictionary)
        and str(one.get("/Subtype")) == "/Link"
        and "/AP" not in one
        for one in list(annotations)
    )
