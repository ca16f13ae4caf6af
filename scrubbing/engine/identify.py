"""What a file is. Its name's suffix, its first bytes and its inner structure must agree.

libmagic is asked too (the system's, else the one that comes as a package) and can only
say no: it never makes a file acceptable that our own checks refuse.
"""

import importlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import PurePosixPath
from typing import Any

from scrubbing.engine.encoding import is_text
from scrubbing.engine.errors import Empty, TooBig, TypeMismatch, Unsupported
from scrubbing.engine.grammar import GRAMMARS
from scrubbing.engine.limits import MAX_INPUT
from scrubbing.engine.signatures import STRUCTURED, sniff
from scrubbing.engine.suffixes import SAME, TEXTS, split_name

BINARY_MEDIA = re.compile(r"^(?:video|audio|image/(?!svg)|font)/|x-dosexec|x-executable|x-mach")
CODE = "code"


@dataclass(frozen=True, slots=True)
class Identity:
    """``format`` is a word of ours ("docx", "jpg"), ``suffix`` the name's own, lower case."""

    format: str
    suffix: str


def identify(name: str, data: bytes) -> Identity:
    """The format of a file.

    Raises ``Empty``, ``TooBig``, ``TypeMismatch``, ``Unsupported``, ``Polyglot``,
    ``Bomb``, ``Encrypted`` or ``Broken``.
    """
    if not data:
        raise Empty
    if len(data) > MAX_INPUT:
        raise TooBig
    suffix = suffix_of(name)
    claimed = SAME.get(suffix, suffix)
    found = sniff(data)
    if claimed in STRUCTURED or found in STRUCTURED:
        return Identity(_agree(claimed, found), suffix)
    return Identity(_text(claimed, data), suffix)


def suffix_of(name: str) -> str:
    """The last suffix in lower case without its dot; "" for none and for one of no type."""
    base = PurePosixPath(name.replace("\\", "/")).name
    return split_name(base)[1].removeprefix(".").lower() if "." in base.lstrip(".") else ""


def _agree(claimed: str, found: str) -> str:
    if claimed != found:
        raise TypeMismatch
    return found


def _text(claimed: str, data: bytes) -> str:
    if not is_text(data):
        raise TypeMismatch if claimed in TEXTS else Unsupported
    if BINARY_MEDIA.search(_libmagic(data)):
        raise TypeMismatch
    if claimed not in TEXTS:
        return CODE
    if not GRAMMARS[claimed](data):
        raise TypeMismatch
    return claimed


def _libmagic(data: bytes) -> str:
    """The MIME type libmagic sees, or "" where no libmagic can be loaded."""
    reader = _magic()
    return str(reader.from_buffer(data[: 1 << 16])) if reader is not None else ""


@cache
def _magic() -> Any:
    for prepare in (None, "pylibmagic"):
        try:
            if prepare:
                importlib.import_module(prepare)
            return importlib.import_module("magic").Magic(mime=True)
        except (ImportError, OSError):
            continue
    return None
