"""Sensitivity labels of a file, put together from its facts. Which are public a programme says."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from scrubbing.engine.types import Fact, Place


@dataclass(frozen=True, slots=True)
class Label:
    """A label that is on. ``untrusted_name`` is its id where the file gives no name."""

    untrusted_name: str
    untrusted_id: str = ""
    place: Place = field(default_factory=Place)


def find_labels(facts: Sequence[Fact]) -> tuple[Label, ...]:
    """Every label once, by its id; a name that stands without an id counts too."""
    found: dict[str, Label] = {}
    current = ""
    for fact in facts:
        value = fact.untrusted_value.strip().strip("{}")
        if fact.name == "label_id":
            current = value.lower()
            found.setdefault(current, Label(value, value, fact.place))
        elif fact.name == "label_name" and value:
            known = found.get(current)
            if known is not None and known.untrusted_name == known.untrusted_id:
                found[current] = Label(value, known.untrusted_id, fact.place)
            elif all(label.untrusted_name != value for label in found.values()):
                found[f"name {value.casefold()}"] = Label(value, "", fact.place)
    return tuple(found.values())
