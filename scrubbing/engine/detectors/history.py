"""Secrets in the history of a repository (cross-check X11): what a later commit took out again."""

from collections.abc import Iterator

from scrubbing.engine.detectors import secrets
from scrubbing.engine.encoding import is_text
from scrubbing.engine.types import Role, Unit

MOST_BYTES = 5_000_000
"""Bytes of history that are looked through; a second of work for one or two megabytes."""
LARGEST = 300_000
"""Bytes of one version of a file; larger ones are data."""
MOST_FOUND = 50
SURE = 0.5


class History:
    """Looks through versions of files as they come, within its limits."""

    def __init__(self) -> None:
        """Nothing looked at yet."""
        self._units: list[Unit] = []
        self._room = MOST_BYTES

    def add(self, name: str, data: bytes) -> None:
        """Take one version of a file, by its id."""
        if len(data) > min(LARGEST, self._room) or not data or not is_text(data):
            return
        self._room -= len(data)
        self._units.append(Unit(name, data.decode("utf-8", "replace"), Role.CODE))

    def untrusted_secrets(self) -> Iterator[str]:
        """Every secret once, in the order of their ids."""
        texts = {unit.locator: unit.text for unit in self._units}
        spans = secrets.build().detect(self._units) if self._units else ()
        found = dict.fromkeys(
            texts[span.locator][span.start : span.end]
            for span in sorted(spans, key=lambda span: (span.locator, span.start))
            if span.score >= SURE
        )
        yield from list(found)[:MOST_FOUND]
