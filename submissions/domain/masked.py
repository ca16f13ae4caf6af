"""What was removed as its owner may recognise it: masked, made when it is looked at, never kept.

Only the owner's pages call this (decision 15): reviewers see kind, number and surrogate.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from portal.vault.errors import Tampered
from scrubbing import services
from scrubbing.engine.types import Unit
from submissions.domain import sealed, vaulted
from submissions.models import Artefact, Finding

SHORTEST_SHOWN = 3
"""Words shorter than this are dots altogether."""


@dataclass(frozen=True, slots=True)
class Original:
    """A finding with its masked original; empty where the reading is gone."""

    finding: Finding
    masked: str


def originals(artefact: Artefact, findings: Iterable[Finding]) -> list[Original]:
    """Each finding of one file with the first letters of what stood there."""
    by_locator = texts(artefact)
    return [
        Original(found, mask(by_locator.get(found.locator, "")[found.start : found.end]))
        for found in findings
    ]


def mask(text: str) -> str:
    """The first letter of each word, the rest as dots: ``M•••••••••• O•••••``."""
    return " ".join(
        word[0] + "•" * (len(word) - 1) if len(word) >= SHORTEST_SHOWN else "•" * len(word)
        for word in text.split()
    )


def texts(artefact: Artefact) -> dict[str, str]:
    """The text of each unit of an original by its locator; nothing where the reading is gone."""
    return {unit.locator: unit.text for unit in units(artefact)}


def units(artefact: Artefact) -> Sequence[Unit]:
    """What pass one read of an original, as it was kept; nothing where it is gone."""
    if not artefact.reading_key:
        return ()
    key = sealed.key_of(artefact.submission_id)
    try:
        data = vaulted.get_bytes("quarantine", key, "reading", artefact.pk, artefact.reading_key)
    except (FileNotFoundError, Tampered):
        return ()
    return services.reading_from_bytes(data).extraction.units
