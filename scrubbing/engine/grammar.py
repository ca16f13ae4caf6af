"""Whether text is what its suffix says: the inner structure of text formats."""

import re
from collections.abc import Callable, Mapping

from scrubbing.engine.encoding import decode

HEAD = 4096
MAIL_HEADER = re.compile(r"(?:From [^\n]*\n)?[!-9;-~]+:[^\n]*(?:\n|$)")
MARKUP = re.compile(r"<(?:!doctype|html|head|body|[a-z][a-z0-9:-]*)[\s>/]", re.IGNORECASE)


def _any(_data: bytes) -> bool:
    return True


def _head(data: bytes) -> str:
    text = decode(data).text
    return text[:HEAD].replace("\r\n", "\n").lstrip("\ufeff \t\n")


def _json(data: bytes) -> bool:
    text = decode(data).text.lstrip("\ufeff \t\r\n")
    return bool(re.match(r"[\[{\"\-0-9tfn/]", text))


def _notebook(data: bytes) -> bool:
    return _head(data).startswith("{") and '"cells"' in decode(data).text


def _xml(data: bytes) -> bool:
    return _head(data).startswith("<")


def _html(data: bytes) -> bool:
    return bool(MARKUP.search(decode(data).text))


def _svg(data: bytes) -> bool:
    return (
        _head(data).startswith("<")
        and re.search(r"<(?:\w+:)?svg[\s>]", decode(data).text) is not None
    )


def _mail(data: bytes) -> bool:
    return bool(MAIL_HEADER.match(_head(data)))


def _mbox(data: bytes) -> bool:
    return _head(data).startswith("From ")


def _calendar(data: bytes) -> bool:
    return _head(data).upper().startswith("BEGIN:VCALENDAR")


def _card(data: bytes) -> bool:
    return _head(data).upper().startswith("BEGIN:VCARD")


GRAMMARS: Mapping[str, Callable[[bytes], bool]] = {
    "txt": _any, "md": _any, "csv": _any, "tsv": _any, "yaml": _any, "toml": _any,
    "json": _json, "ipynb": _notebook, "xml": _xml, "html": _html, "svg": _svg, "eml": _mail,
    "mbox": _mbox, "ics": _calendar, "vcf": _card,
}  # fmt: skip
"""Cheap checks only: each format's handler parses for real and raises ``Broken``."""
