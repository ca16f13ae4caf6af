"""What a child tells of what it reads, and the time it then has.

Both numbers come from a process that reads an upload: whatever they say, they buy no more
than ``limits.most_seconds``, and the caller answers none that change nothing.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from scrubbing.engine.limits import MAX_TEXT, Limits, told

TOLD = "told"


@dataclass(slots=True)
class Teller:
    """One child's tale. ``allow`` hands the new number of seconds to the server."""

    limits: Limits
    allow: Callable[[float], None]
    text: int | None = None
    pages: int = 0

    def hear(self, words: object) -> None:
        """One more page, or all of the text; anything else is passed over."""
        before = told(self.limits, self.text, self.pages)
        match words:
            case {"page": True}:
                self.pages += 1
            case {"text": int(text)} if self.text is None:
                self.text = min(max(text, 0), MAX_TEXT)
            case _:
                return
        after = told(self.limits, self.text, self.pages)
        if after != before:
            self.allow(after)


def page() -> Mapping[str, Any]:
    """Pixels of one page or picture are about to be read."""
    return {TOLD: {"page": True}}


def text(characters: int) -> Mapping[str, Any]:
    """All text is there, so much of it."""
    return {TOLD: {"text": characters}}
