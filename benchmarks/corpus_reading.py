"""What files say, read by other libraries than the engine's own readers.

Words and texts of a file for ``benchmarks.corpus``: python-docx, python-pptx, openpyxl,
pdfminer, the standard library's readers, and LibreOffice for the old binary formats.
"""

import base64
import csv
import email
import email.policy
import gzip
import html.parser
import io
import json
import quopri
import re
import subprocess
import tarfile
import warnings
import zipfile
from collections.abc import Callable, Iterator
from functools import lru_cache
from pathlib import Path
from typing import Any

from defusedxml import ElementTree

from scrubbing.engine.convert import convert
from scrubbing.engine.errors import ScrubError

CONVERTED = {"doc": "docx", "rtf": "docx", "ppt": "pptx", "xls": "xlsx", "xlsb": "xlsx"}
OFFICE = ("docx", "docm", "pptx", "pptm", "xlsx", "xlsm")
PICTURES = frozenset({"png", "jpg", "jpeg", "gif", "bmp", "webp", "tif", "tiff", "heic"})
DROPPED = frozenset({"tracked-changes", "annotation", "metadata"})
"""Elements whose text is no part of the work that a person sees."""
BLOCKS = frozenset({"p", "h", "si", "is", "v", "pt", "c", "title", "desc", "row"})


class Unreadable(Exception):
    """The independent reader cannot open the file; the text says why, in its words."""


def suffix_of(path: Path) -> str:
    """The last suffix, lower case, without its dot."""
    return path.suffix.lower().lstrip(".")


def openable(path: Path) -> str:
    """What stops the file's own library or program from opening it; "" where nothing does."""
    try:
        texts_of(path)
    except Unreadable as error:
        return str(error)
    return ""


def texts_of(path: Path) -> list[str]:
    """The texts a person sees, paragraph by paragraph. Raises ``Unreadable``."""
    answer = _read(path)
    if isinstance(answer, Unreadable):
        raise answer
    return answer


@lru_cache(maxsize=8)
def _read(path: Path) -> list[str] | Unreadable:
    kind, data = suffix_of(path), path.read_bytes()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return [text for text in _reader(kind)(data) if text.strip()]
        except Unreadable as error:
            return error
        except Exception as error:  # noqa: BLE001 - whatever another library does not like
            return Unreadable(f"{_name(kind)}: {type(error).__name__}")


def opens(path: Path) -> bool:
    """Whether the Office library of a file's type opens it; ``True`` for other types."""
    load = _loader(suffix_of(path))
    if load is None:
        return True
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            load(io.BytesIO(path.read_bytes()))
        except Exception:  # noqa: BLE001 - the same
            return False
    return True


def _loader(kind: str) -> Callable[[Any], object] | None:
    import docx
    import openpyxl
    import pptx

    return {"docx": docx.Document, "pptx": pptx.Presentation, "xlsx": openpyxl.load_workbook}.get(
        kind
    )


def _name(kind: str) -> str:
    names = {"doc": "python-docx", "ppt": "python-pptx", "xls": "openpyxl", "pdf": "pdfminer"}
    return names.get(kind[:3], "LibreOffice" if kind in CONVERTED else f"reader of {kind}")


def _reader(kind: str) -> Callable[[bytes], Iterator[str]]:
    if kind in CONVERTED:
        return lambda data: _old_office(data, kind)
    if kind in PICTURES:
        return _picture
    return {
        "docx": _word, "docm": _word, "pptx": _slides, "pptm": _slides, "xlsx": _sheets,
        "xlsm": _sheets, "odt": _odf, "ods": _odf, "odp": _odf, "pdf": _pdf, "eml": _mail,
        "mbox": _mbox, "msg": _msg, "html": _html, "svg": _svg, "xml": _xml, "csv": _csv,
        "ipynb": _notebook, "zip": _zip, "tar": _tar, "tgz": _tar, "gz": _gzip,
        "epub": _epub,
    }.get(kind, _plain)  # fmt: skip


def _word(data: bytes) -> Iterator[str]:
    import docx

    document = docx.Document(io.BytesIO(data))
    yield from (paragraph.text for paragraph in document.paragraphs)
    for table in document.tables:
        for row in table.rows:
            seen = set()
            for cell in row.cells:
                if cell._tc not in seen:  # noqa: SLF001 - merged cells are given many times
                    seen.add(cell._tc)  # noqa: SLF001 - the same
                    yield cell.text
    for section in document.sections:
        for part in (section.header, section.footer):
            if not part.is_linked_to_previous:
                yield from (paragraph.text for paragraph in part.paragraphs)


def _slides(data: bytes) -> Iterator[str]:
    import pptx

    for slide in pptx.Presentation(io.BytesIO(data)).slides:
        yield from _shapes(slide.shapes)
        if slide.has_notes_slide and slide.notes_slide.notes_text_frame is not None:
            yield slide.notes_slide.notes_text_frame.text


def _shapes(shapes: Any) -> Iterator[str]:
    for shape in shapes:
        if shape.shape_type == 6:
            yield from _shapes(shape.shapes)
        elif getattr(shape, "has_table", False) and shape.has_table:
            yield from (cell.text for row in shape.table.rows for cell in row.cells)
        elif shape.has_text_frame:
            yield shape.text_frame.text


def _sheets(data: bytes) -> Iterator[str]:
    import openpyxl

    book = openpyxl.load_workbook(io.BytesIO(data), data_only=True)
    for sheet in book.worksheets:
        for row in sheet.iter_rows(values_only=True):
            yield from (value for value in row if isinstance(value, str))


def _odf(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        yield from _xml(archive.read("content.xml"))


def _xml(data: bytes) -> Iterator[str]:
    """Text of each block joined, blocks inside blocks by themselves."""
    yield from _blocks(ElementTree.fromstring(data))


def _blocks(node: Any) -> Iterator[str]:
    pieces: list[str] = []

    def walk(element: Any) -> Iterator[str]:
        pieces.append(element.text or "")
        for child in element:
            name = child.tag.rpartition("}")[2] if isinstance(child.tag, str) else ""
            if name in DROPPED:
                continue
            if name in BLOCKS:
                yield from _blocks(child)
            else:
                if name in {"s", "tab", "br", "line-break"}:
                    pieces.append(" ")
                yield from walk(child)
            pieces.append(child.tail or "")

    inner = list(walk(node))
    yield "".join(pieces)
    yield from inner


def _svg(data: bytes) -> Iterator[str]:
    """What is drawn: titles and descriptions are not, and are dropped by design."""
    root = ElementTree.fromstring(gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data)
    for parent in list(root.iter()):
        for child in list(parent):
            if str(child.tag).rpartition("}")[2] in {"title", "desc", "metadata"}:
                parent.remove(child)
    yield from _blocks(root)


def _pdf(data: bytes) -> Iterator[str]:
    from pdfminer.high_level import extract_text
    from pdfminer.layout import LAParams

    yield extract_text(io.BytesIO(data), laparams=LAParams(all_texts=True))


def _old_office(data: bytes, kind: str) -> Iterator[str]:
    target = CONVERTED[kind]
    try:
        fresh = convert(data, kind, target)
    except ScrubError as error:
        raise Unreadable(f"LibreOffice: {error.code}") from None
    yield from _reader(target)(fresh)


def _mail(data: bytes) -> Iterator[str]:
    if b"\0" in data[:6]:
        data = next(_plain(data)).encode()
    message = email.message_from_bytes(data, policy=email.policy.default)
    yield str(message.get("subject", ""))
    yield from _parts(message)


def _parts(message: Any) -> Iterator[str]:
    """The texts of all parts; a message inside may be packed as a whole."""
    for part in message.iter_parts() if message.is_multipart() else (message,):
        packed = str(part.get("content-transfer-encoding", "")).strip().lower()
        if part.get_content_type() == "message/rfc822":
            inner = part.get_payload(0)
            whole = inner.get_payload() if packed in {"base64", "quoted-printable"} else None
            if isinstance(whole, str):
                decode = base64.b64decode if packed == "base64" else quopri.decodestring
                yield from _mail(decode(whole.encode()))
            else:
                yield str(inner.get("subject", ""))
                yield from _parts(inner)
        elif part.is_multipart():
            yield from _parts(part)
        elif part.get_content_maintype() == "text":
            content = part.get_content()
            yield from _html(content.encode()) if "html" in part.get_content_type() else [content]


def _mbox(data: bytes) -> Iterator[str]:
    for piece in re.split(rb"^From .*\r?\n", data, flags=re.MULTILINE):
        if piece.strip():
            yield from _mail(piece)


def _msg(data: bytes) -> Iterator[str]:
    import olefile

    with olefile.OleFileIO(io.BytesIO(data)) as file:
        for name, decode in (("1000001F", "utf-16-le"), ("1000001E", "cp1252"),
                             ("0037001F", "utf-16-le"), ("0037001E", "cp1252")):  # fmt: skip
            path = f"__substg1.0_{name}"
            if file.exists(path):
                yield file.openstream(path).read().decode(decode, "replace")


class HtmlText(html.parser.HTMLParser):
    """Gathers text, what stands in scripts and styles, and values of attributes."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[str] = []
        self.silent: list[str] = []
        self.values: list[tuple[str, str]] = []
        self._silent = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.values += [(key, value) for key, value in attrs if value]
        self._silent += tag in {"script", "style"}
        if tag not in {"b", "i", "em", "strong", "span", "a", "u", "font", "wbr", "sub", "sup"}:
            self.pieces.append("\n")

    def handle_endtag(self, tag: str) -> None:
        self._silent = max(0, self._silent - (tag in {"script", "style"}))
        if tag not in {"b", "i", "em", "strong", "span", "a", "u", "font", "wbr", "sub", "sup"}:
            self.pieces.append("\n")

    def handle_data(self, data: str) -> None:
        (self.silent if self._silent else self.pieces).append(data)


def _html(data: bytes) -> Iterator[str]:
    parser = HtmlText()
    parser.feed(next(_plain(data)))
    yield from "".join(parser.pieces).split("\n")


def _csv(data: bytes) -> Iterator[str]:
    text = next(_plain(data))
    try:
        dialect: Any = csv.Sniffer().sniff(text[:4096])
    except csv.Error:
        dialect = "excel"
    for row in csv.reader(io.StringIO(text), dialect):
        yield from row


def _plain(data: bytes) -> Iterator[str]:
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        yield data.decode("utf-16", "replace")
        return
    if data[1:2] == b"\0":
        yield data.decode("utf-16-le", "replace")
        return
    try:
        yield data.decode("utf-8-sig")
    except UnicodeDecodeError:
        yield data.decode("cp1252", "replace")


def _notebook(data: bytes) -> Iterator[str]:
    for cell in json.loads(data)["cells"]:
        yield "".join(cell["source"])
        for output in cell.get("outputs", ()):
            yield "".join(output.get("text", ()))


def _zip(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for item in archive.infolist():
            if not item.is_dir():
                yield from _member(item.filename, archive.read(item))


def _tar(data: bytes) -> Iterator[str]:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        for item in archive:
            file = archive.extractfile(item) if item.isfile() else None
            if file is not None:
                yield from _member(item.name, file.read())


def _gzip(data: bytes) -> Iterator[str]:
    inner = gzip.decompress(data)
    try:
        yield from _tar(inner)
    except tarfile.TarError:
        yield from _xml(inner) if inner.lstrip()[:5] == b"<?xml" else _plain(inner)


def _epub(data: bytes) -> Iterator[str]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        for name in archive.namelist():
            if name.endswith((".xhtml", ".html", ".htm")):
                yield from _html(archive.read(name))


def _member(name: str, data: bytes) -> Iterator[str]:
    kind = suffix_of(Path(name))
    if kind in CONVERTED or kind in PICTURES:
        return  # a program started for each would take minutes
    try:
        yield from list(_xml(data) if data.lstrip()[:5] == b"<?xml" else _reader(kind)(data))
    except Exception:  # noqa: BLE001 - a member that its library does not open has no words
        return


def _picture(data: bytes) -> Iterator[str]:
    from PIL import Image

    if data[4:12] in (b"ftypheic", b"ftypmif1", b"ftypheix"):
        from pi_heif import register_heif_opener

        register_heif_opener()
    with Image.open(io.BytesIO(data)) as image:
        shown = image.convert("RGB")
        shown.thumbnail((2000, 2000))
        buffer = io.BytesIO()
        shown.save(buffer, "PPM")
    command = ["/usr/bin/tesseract", "stdin", "stdout"]
    try:
        done = subprocess.run(
            command, input=buffer.getvalue(), capture_output=True, timeout=120, check=False,
            env={"OMP_THREAD_LIMIT": "1", "PATH": "/usr/bin:/bin"},
        )  # fmt: skip
    except (OSError, subprocess.TimeoutExpired):
        return
    yield done.stdout.decode("utf-8", "replace")
