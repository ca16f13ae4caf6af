"""Unique marks planted in a sample, and a search that finds them in any wrapping."""

import base64
import io
import re
import zipfile
from dataclasses import dataclass, field
from xml.sax.saxutils import unescape


@dataclass
class Canaries:
    """Hands out one mark per place: ``c("D01")``; the mark tells its line of the matrix."""

    marks: dict[str, str] = field(default_factory=dict)

    def __call__(self, line: str, where: str = "") -> str:
        mark = f"Vex{line}{where}quill"
        assert mark not in self.marks, f"planted twice: {mark}"
        self.marks[mark] = line
        return mark

    @property
    def lines(self) -> set[str]:
        return set(self.marks.values())


def surfaces(data: bytes, depth: int = 0) -> list[str]:
    """Every way the bytes can be read: raw, members, two-byte text, joined, decoded."""
    found = [data.decode("latin-1"), data[::2].decode("latin-1"), data[1::2].decode("latin-1")]
    if data[:2] == b"PK" or (depth == 0 and b"PK\x05\x06" in data):
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            found.append(archive.comment.decode("latin-1"))
            for info in archive.infolist():
                found += [info.filename, info.comment.decode("latin-1"), repr(info.extra)]
                found += surfaces(archive.read(info), depth + 1)
    elif b"<" in data[:200]:
        text = unescape(data.decode("utf-8", "replace"))
        found.append(text)
        found.append(re.sub(r"<[^>]*>", "", text))
        found.append(re.sub(r"\s", "", re.sub(r"<[^>]*>", "", text)))
    for run in re.findall(rb"[A-Za-z0-9+/]{24,}={0,2}", data):
        for start in range(4):
            piece = run[start:]
            piece = piece[: len(piece) // 4 * 4]
            try:
                found.append(base64.b64decode(piece).decode("latin-1"))
            except ValueError:
                continue
    for run in re.findall(rb"(?:[0-9a-fA-F]{2}){12,}", data):
        found.append(bytes.fromhex(run.decode()).decode("latin-1"))
    return found


def seen(marks: dict[str, str], data: bytes) -> set[str]:
    """The marks that stand anywhere in the bytes, in any case, with dashes left out."""
    haystack = "\n".join(surfaces(data)).casefold()
    haystack += haystack.replace("\u00ad", "").replace("-", "")
    return {mark for mark in marks if mark.casefold() in haystack}
