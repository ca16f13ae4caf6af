"""Text of a document by its units: what stays when the file is rewritten, in reading order."""

from dataclasses import asdict
from typing import Any

from scrubbing.engine.identify import identify
from scrubbing.engine.registry import Tools, extract_with
from scrubbing.engine.types import Place, Unit, Untrusted

MAX_BLOCKS = 5000


def blocks(untrusted: Untrusted, name: str) -> list[dict[str, Any]]:
    """One block for each unit that is not dropped."""
    identity = identify(untrusted.name, untrusted.data)
    units = extract_with(Tools(), identity, untrusted).units
    return [_block(unit, name) for unit in units if not unit.removable]


def _block(unit: Unit, name: str) -> dict[str, Any]:
    found = {
        "locator": unit.locator,
        "role": unit.role,
        "text": unit.text,
        "place": plain_place(unit.place),
    }
    if name == "eml" and unit.context:
        found["label"] = unit.context
    return found


def plain_place(place: Place) -> dict[str, Any]:
    """A place without what it does not say."""
    return {name: value for name, value in asdict(place).items() if value is not None}
