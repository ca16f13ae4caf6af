"""Links between the files of a book, rewritten where they stand; nothing else changes."""

import html
import re
from collections.abc import Callable

ATTRIBUTE = re.compile(
    r"""(?P<before>[\s:](?:href|src|poster|data|altimg)\s*=\s*)(?P<quote>["'])(?P<link>.*?)(?P=quote)""",
    re.IGNORECASE | re.DOTALL,
)
STYLE = re.compile(
    r"""(?P<before>url\(\s*|@import\s+)(?P<quote>["']?)(?P<link>(?<=["'])[^"'\n]*|[^"'()]+?)(?P=quote)(?=\s*[);])""",
    re.IGNORECASE,
)
ELSEWHERE = re.compile(r"[A-Za-z][A-Za-z0-9+.-]*:|//|#|\?|$")
"""A link that leaves the book, or stays in its own file."""


def relinked(data: bytes, new: Callable[[str], str | None]) -> bytes:
    """The file with what ``new`` gives for each link between files; ``None`` leaves it."""

    def change(match: re.Match[str]) -> str:
        raw = match["link"]
        link = html.unescape(raw.encode("latin-1").decode("utf-8", "replace")).strip()
        found = None if ELSEWHERE.match(link) else new(link)
        if found is None:
            return match[0]
        written = html.escape(found).encode("utf-8").decode("latin-1")
        return f"{match['before']}{match['quote']}{written}{match['quote']}"

    text = data.decode("latin-1")
    return STYLE.sub(change, ATTRIBUTE.sub(change, text)).encode("latin-1")
