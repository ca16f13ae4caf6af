"""What pass one hands to pass two, and what people say about it in between.

A ``Reading`` holds text of an upload: it is encrypted wherever it is stored and never
leaves quarantine.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass, field

from scrubbing.engine.types import Extraction, Kind, Place, Span

NAME_LOCATOR = "file:name"
"""Locator of the unit that is the file's own name (without its suffix)."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """Something the ownership and marking rules want to know (a copyright line, a TLP mark).

    ``name`` and ``level`` are words of ours; ``untrusted_text`` stays in quarantine.
    """

    name: str
    level: str = ""
    locator: str = ""
    place: Place = field(default_factory=Place)
    untrusted_text: str = ""
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class Reading:
    """All that was read of one file: units, facts and boxes, spans found, evidence.

    ``pixels`` are the lines read in pictures, packed, so that pass two need not read them again.
    """

    untrusted_name: str
    sha256: str
    extraction: Extraction
    spans: tuple[Span, ...]
    suggestions: tuple[Span, ...] = ()
    evidence: tuple[Evidence, ...] = ()
    tools: Mapping[str, str] = field(default_factory=dict)
    pixels: str = ""

    @property
    def format(self) -> str:
        """The format as ``identify`` named it."""
        return self.extraction.format


@dataclass(frozen=True, slots=True)
class PersonEdit:
    """A person's word on one stretch of text: ``add`` (must go) or ``not_private``.

    Or on a place on a page, ``area``: ``place`` has the page and the box that must go;
    within a container ``locator`` is the start of the inner file's locators and
    ``surface`` what it is.

    ``sha256`` names the original's bytes, ``text_hash`` and ``context_hash`` are keyed
    hashes (see ``edits.hash_text``) of the marked characters and of their surroundings:
    with them the mark finds its place again or is lost, never a wrong place. With
    ``everywhere`` it holds for all equal values of the submission.
    """

    action: str
    sha256: str
    locator: str
    start: int
    end: int
    text_hash: str
    context_hash: str
    kind: Kind = Kind.MANUAL
    everywhere: bool = False
    place: Place | None = None
    surface: str = ""


def sha256_of(data: bytes) -> str:
    """Hex digest by which an artefact is named."""
    return hashlib.sha256(data).hexdigest()
