"""Does a declared word survive in an output? Asked without the engine's own search.

Every member of every container is taken apart again and searched as text, paragraph by
paragraph for XML, and as bytes in UTF-8 and UTF-16 for what is no text.
"""

import bz2
import email
import email.policy
import gzip
import io
import json
import re
import tarfile
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from importlib import resources
from pathlib import Path

from defusedxml import ElementTree

from benchmarks import corpus_reading
from scrubbing.engine.verify.scaffold import is_part_name

DEEPEST = 6
LETTER = "[^\\W\\d_]"
FORMAT_WORDS = frozenset(
    word.casefold()
    for package in ("ooxml", "odf")
    for line in resources.files(f"scrubbing.engine.formats.{package}")
    .joinpath("vocabulary.txt")
    .read_text("utf-8")
    .splitlines()
    for word in line.split()
)
"""Words that the schemas enumerate: as an attribute's value they are no text."""


def survivors(path: Path, words: Sequence[str]) -> list[str]:
    """Where declared words still stand: "member: how it was seen", never the word."""
    if not words:
        return []
    search = _Search(words)
    found = [f"name: {path.suffix}"] if search.text(path.stem) else []
    for text in _shown(path):
        if search.text(text):
            found.append("text of its reader")
            break
    return found + list(search.piece(path.suffix, path.read_bytes(), 0))


def _shown(path: Path) -> list[str]:
    try:
        return corpus_reading.texts_of(path)
    except corpus_reading.Unreadable:
        return []


STRUCTURE = frozenset({"class", "id", "style", "type", "lang", "rel", "http-equiv"})
"""Attributes of HTML whose words are the language's own."""


PACKAGE = "{http://schemas.openxmlformats.org/package/2006/"
"""Lists of types and relations of an Office file, wherever they are packed."""


class _Search:
    def __init__(self, words: Sequence[str]) -> None:
        either = "|".join(map(re.escape, words))
        self._words = re.compile(f"(?<!{LETTER})(?:{either})(?!{LETTER})", re.IGNORECASE)
        self._plain = frozenset(word.casefold() for word in words)
        forms = [word.encode(code) for word in words for code in ("utf-8", "utf-16-le")]
        self._bytes = re.compile(
            b"(?<![A-Za-z])(?:" + b"|".join(map(re.escape, forms)) + b")(?![A-Za-z])", re.IGNORECASE
        )

    def text(self, text: str) -> bool:
        return self._words.search(text) is not None

    def piece(self, name: str, data: bytes, depth: int) -> Iterator[str]:
        """Sightings in one file or member and in all that is packed in it."""
        inner = list(_inside(data)) if depth < DEEPEST else []
        for number, (label, content) in enumerate(inner):
            if not label.startswith("#") and self._in_name(label):
                yield f"{name}: a member's name"
            kind = Path(label).suffix or f"[{number}]"
            where = re.sub(r"[^a-zA-Z./]", "", label)[:40] if depth == 0 else kind
            yield from self.piece(f"{name}>{where}", content, depth + 1)
        if inner:
            return
        if data.lstrip(b"\xef\xbb\xbf \r\n\t").startswith(b"<?xml"):
            yield from self._markup(name, data)
        elif re.match(rb"\s*<(?:!doctype )?html", data[:4096], re.IGNORECASE):
            yield from self._html(name, data)
        elif data.startswith(b"%PDF"):
            yield from self._pdf(name, data)
        elif data.lstrip().startswith(b"{") and b'"nbformat"' in data:
            if any(self.text(value) for value in _values(json.loads(data))):
                yield f"{name}: values"
        elif data.startswith(b"application/vnd.oasis.opendocument"):
            return
        elif self._bytes.search(data) or self.text(_as_text(data)):
            yield f"{name}: bytes"

    def _in_name(self, label: str) -> bool:
        return any(not is_part_name(found.group()) for found in self._words.finditer(label))

    def _pdf(self, name: str, data: bytes) -> Iterator[str]:
        import pypdfium2

        document = pypdfium2.PdfDocument(data)
        try:
            for page in document:
                if self.text(page.get_textpage().get_text_bounded()):
                    yield f"{name}: page text"
        finally:
            document.close()

    def _html(self, name: str, data: bytes) -> Iterator[str]:
        parser = corpus_reading.HtmlText()
        parser.feed(_as_text(data))
        if self.text("".join(parser.pieces)) or self.text("\n".join(parser.silent)):
            yield f"{name}: element text"
        for key, value in parser.values:
            if self.text(value) and key not in STRUCTURE:
                yield f"{name}: @{key}"

    def _markup(self, name: str, data: bytes) -> Iterator[str]:
        try:
            root = ElementTree.fromstring(data)
        except ElementTree.ParseError:
            if self._bytes.search(data):
                yield f"{name}: broken XML"
            return
        if any(self.text(text) for text in corpus_reading._blocks(root)):  # noqa: SLF001 - one tool
            yield f"{name}: element text"
        package = str(root.tag).startswith(PACKAGE)
        for node in root.iter():
            for key, value in node.attrib.items():
                if self.text(value) and not self._is_of_the_format(package, value):
                    tag, word = (part.rpartition("}")[2] for part in (str(node.tag), key))
                    yield f"{name}: {tag}@{word}"

    def _is_of_the_format(self, package: bool, value: str) -> bool:
        if package:
            return not self._in_name(value) or value.startswith(("application/", "http://schemas."))
        return value.casefold() in FORMAT_WORDS or value.startswith("application/vnd.oasis.")


def _values(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        for item in value.values():
            yield from _values(item)
    elif isinstance(value, list):
        for item in value:
            yield from _values(item)
    elif isinstance(value, str):
        yield value


def _as_text(data: bytes) -> str:
    try:
        return next(corpus_reading._plain(data))  # noqa: SLF001 - the two modules are one tool
    except StopIteration:
        return ""


def _inside(data: bytes) -> Iterator[tuple[str, bytes]]:
    """Members by name; what has no name begins with "#"."""
    try:
        if data.startswith(b"PK"):
            with zipfile.ZipFile(io.BytesIO(data)) as archive:
                for item in archive.infolist():
                    yield item.filename, archive.read(item)
                    yield "#extra", item.extra + item.comment
                yield "#comment", archive.comment
        elif data.startswith(b"\x1f\x8b"):
            yield "#gzip", gzip.decompress(data)
        elif data.startswith(b"BZh"):
            yield "#bzip2", bz2.decompress(data)
        elif data[257:262] == b"ustar":
            with tarfile.open(fileobj=io.BytesIO(data)) as archive:
                for member in archive:
                    file = archive.extractfile(member) if member.isfile() else None
                    yield member.name, file.read() if file is not None else b""
        elif re.match(rb"(?:[A-Za-z-]+:[^\n]*\r?\n(?:[ \t][^\n]*\n)*){2}", data):
            yield from _mail_parts(data)
    except (zipfile.BadZipFile, tarfile.TarError, OSError, EOFError, zlib.error, ValueError):
        return


def _mail_parts(data: bytes) -> Iterator[tuple[str, bytes]]:
    message = email.message_from_bytes(data, policy=email.policy.default)
    yield "#head", "\n".join(str(value) for value in message.values()).encode()
    for part in message.walk():
        if not part.is_multipart():
            content = part.get_payload(decode=True)
            yield part.get_filename() or "#part", content if isinstance(content, bytes) else b""
