"""Counts and time left, on a terminal only; never a file's name."""

import sys
import time


class Progress:
    """One line on standard error that is written over."""

    def __init__(self, title: str, total: int) -> None:
        self._title, self._total, self._done = title, total, 0
        self._begin = time.monotonic()
        self._shown = sys.stderr.isatty()

    def step(self) -> None:
        """One more is done."""
        self._done += 1
        if not self._shown:
            return
        spent = time.monotonic() - self._begin
        left = spent / self._done * (self._total - self._done)
        line = f"\r{self._title}: {self._done} of {self._total}, about {left:.0f} s left   "
        sys.stderr.write(line)
        sys.stderr.flush()

    def close(self) -> None:
        """End the line."""
        if self._shown:
            sys.stderr.write("\n")
