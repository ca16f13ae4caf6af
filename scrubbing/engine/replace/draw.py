"""Keyed choices: the same key and value always draw the same, another key another."""

import hashlib
import hmac
import string
from dataclasses import dataclass

from scrubbing.engine.replace.folding import squeeze
from scrubbing.engine.types import Kind

__all__ = ["Draw", "squeeze"]


@dataclass(frozen=True, slots=True)
class Draw:
    """The submission's key; every choice is an HMAC-SHA256 under it."""

    key: bytes

    def digest(self, kind: str, value: str) -> str:
        """Hex digest of a value of a kind, the same for all its spellings."""
        message = f"{kind}|{squeeze(value) or value}".encode("utf-8", "surrogatepass")
        return hmac.new(self.key, message, hashlib.sha256).hexdigest()

    def number(self, kind: str, value: str, below: int) -> int:
        """A number from 0 to ``below`` - 1."""
        return int(self.digest(kind, value)[:16], 16) % below

    def like(self, kind: Kind | str, value: str) -> str:
        """Other digits and letters in the same shape: length, case, punctuation kept."""
        stream = _Stream(self.key, f"{kind}|{value}")
        return "".join(_other(char, index, stream) for index, char in enumerate(value))


class _Stream:
    """An endless stream of small numbers from a key and a value."""

    def __init__(self, key: bytes, value: str) -> None:
        self._key, self._value, self._block, self._buffer = key, value, 0, b""

    def below(self, bound: int) -> int:
        if not self._buffer:
            message = f"{self._block}|{self._value}".encode("utf-8", "surrogatepass")
            self._buffer = hmac.new(self._key, message, hashlib.sha256).digest()
            self._block += 1
        byte, self._buffer = self._buffer[0], self._buffer[1:]
        return byte % bound


def _other(char: str, index: int, stream: _Stream) -> str:
    if char.isdigit():
        low = 1 if index == 0 and char != "0" else 0
        return str(low + stream.below(10 - low))
    if not char.isalpha():
        return char
    letters = string.ascii_uppercase if char.isupper() else string.ascii_lowercase
    return letters[stream.below(26)]
