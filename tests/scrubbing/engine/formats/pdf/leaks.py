"""A search for words in a PDF by every reader at hand; it shares no code with the engine."""

import io
import zlib
from collections.abc import Iterator, Mapping
from difflib import SequenceMatcher

import pikepdf
import pypdfium2
from pdfminer.high_level import extract_text
from PIL import Image

from scrubbing.engine import ocr


def found(data: bytes, words: Mapping[str, str], *, look: bool = True) -> set[str]:
    """The lines of the matrix whose words are to be seen; ``look`` with OCR too."""
    hay = "\n".join(_haystacks(data)).casefold()
    squeezed = "".join(hay.split())
    seen = {
        line for line, word in words.items()
        if any(form in hay or form in squeezed for form in _forms(word))
    }  # fmt: skip
    if look:
        lines = [line.casefold() for line in _looked_at(data)]
        seen |= {line for line, word in words.items() if _like(word.casefold(), lines)}
    return seen


def _forms(word: str) -> tuple[str, ...]:
    small = word.casefold()
    return small, word.encode().hex(), word.encode("utf-16-be").hex()


def _like(word: str, lines: list[str]) -> bool:
    """Whether OCR read the word, or one with at most two letters different."""
    for line in lines:
        match = SequenceMatcher(None, word, line, autojunk=False).find_longest_match()
        if match.size >= len(word) - 3:
            return True
    return False


def _haystacks(data: bytes) -> Iterator[str]:
    yield data.decode("latin-1")
    yield from _by_pdfium(data)
    yield extract_text(io.BytesIO(data))
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in [*pdf.objects, pdf.trailer]:
            yield from _object(thing, 0)


def _by_pdfium(data: bytes) -> Iterator[str]:
    document = pypdfium2.PdfDocument(data)
    for page in document:
        textpage = page.get_textpage()
        text = textpage.get_text_range()
        yield text
        yield text.replace("\ufffe", "").replace("\x02", "").replace("\r", "").replace("\n", "")
        boxes = [
            (textpage.get_charbox(at), text[at : at + 1]) for at in range(textpage.count_chars())
        ]
        rows: dict[int, list[tuple[float, str]]] = {}
        for (left, bottom, _, _), char in boxes:
            rows.setdefault(round(bottom / 4), []).append((left, char))
        for row in rows.values():
            yield "".join(char for _, char in sorted(row))
        textpage.close()
    document.close()


def _object(thing: object, depth: int) -> Iterator[str]:
    if isinstance(thing, (pikepdf.String, pikepdf.Name)):
        yield str(thing)
        if isinstance(thing, pikepdf.String):
            yield bytes(thing).decode("latin-1")
    elif isinstance(thing, pikepdf.Array) and depth < 20:
        for item in thing:
            if not getattr(item, "is_indirect", False):
                yield from _object(item, depth + 1)
    elif isinstance(thing, (pikepdf.Dictionary, pikepdf.Stream)) and depth < 20:
        for key, value in thing.items():
            yield key
            if not getattr(value, "is_indirect", False):
                yield from _object(value, depth + 1)
        if isinstance(thing, pikepdf.Stream):
            raw = thing.read_raw_bytes()
            yield raw.decode("latin-1")
            try:
                content = thing.read_bytes()
            except (pikepdf.PdfError, zlib.error):
                return
            yield content.decode("latin-1")
            yield content.replace(b"\0", b"").decode("latin-1")
            yield _strings_joined(content)


def _strings_joined(content: bytes) -> str:
    """What the shows of a content stream spell when their moves are left out."""
    text = content.decode("latin-1")
    out, inside = [], False
    for char in text:
        if char in "()":
            inside = char == "("
        elif inside:
            out.append(char)
    return "".join(out) + "\n" + "".join(reversed(out))


def _looked_at(data: bytes) -> Iterator[str]:
    """OCR of every page, and of every picture as it is stored."""
    document = pypdfium2.PdfDocument(data)
    for page in document:
        image = page.render(scale=1.6, draw_annots=True).to_pil().convert("RGB")
        yield from (line.text for line in ocr.read(image))
    document.close()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for thing in pdf.objects:
            if isinstance(thing, pikepdf.Stream) and str(thing.get("/Subtype")) == "/Image":
                yield from (line.text for line in ocr.read(_decoded(thing)))


def _decoded(stream: pikepdf.Stream) -> Image.Image:
    try:
        return pikepdf.PdfImage(stream).as_pil_image().convert("RGB")
    except (pikepdf.PdfError, NotImplementedError, ValueError):
        return Image.new("RGB", (8, 8), "white")
