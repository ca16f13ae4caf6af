"""What jobs give back, apart from what they need: callers load this and no parser."""

from collections.abc import Mapping
from dataclasses import dataclass

from scrubbing.engine.types import Finding

OUTPUT = "output"
"""Name of the one file a clean job writes; the scrubbed name travels in the answer."""


@dataclass(frozen=True, slots=True)
class CleanedTexts:
    """Scrubbed texts by field, and what was removed; a finding's locator is its field."""

    texts: Mapping[str, str]
    counts: Mapping[str, int]
    findings: tuple[Finding, ...]
