"""What the model said of texts that it read before: a file is read up to five times.

Rounds of proof change few words, and what they left as it was is judged as it was. A child
lives for one upload; what is remembered decides nothing but how long it takes.
"""

from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Generic, TypeVar

Asked = TypeVar("Asked", bound=Hashable)
Said = TypeVar("Said")
MOST = 16_000_000
"""Characters remembered, of which a file has 1 or 2 million at most in its time."""


@dataclass(slots=True)
class Judged(Generic[Asked, Said]):
    """Answers by question, up to ``MOST`` characters of questions."""

    _known: dict[Asked, Said] = field(default_factory=dict)
    _size: int = 0

    def ask(
        self,
        asked: Sequence[Asked],
        size: Callable[[Asked], int],
        judge: Callable[[Sequence[Asked]], Sequence[Said]],
    ) -> Iterator[tuple[Asked, Said]]:
        """Each question with its answer; ``judge`` is asked what is new, once and in order."""
        new = [one for one in dict.fromkeys(asked) if one not in self._known]
        answers = dict(zip(new, judge(new), strict=True)) if new else {}
        told = [(one, answers[one] if one in answers else self._known[one]) for one in asked]
        self._size += sum(map(size, new))
        if self._size > MOST:
            self.forget()
        else:
            self._known.update(answers)
        yield from told

    def forget(self) -> None:
        """Know nothing, as at first."""
        self._known.clear()
        self._size = 0
