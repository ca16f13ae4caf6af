"""What goes into a verdict, as JSON in one spelling, and the hash that a waiver is bound to."""

import hashlib
from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from typing import Any

from submissions.domain.sealed import JSON, to_bytes

LATER: Mapping[str, bool] = {"later": True}
"""Marks a field of a dataclass that came after waivers were written: left out where it says
nothing, so that they keep counting for what they were given for."""


def plain(value: object, *, quiet: bool = False) -> JSON:
    """A value of dataclasses, sets and dates as JSON; equal values give equal JSON.

    ``quiet`` leaves out later fields that say nothing.
    """

    def inner(one: object) -> JSON:
        return plain(one, quiet=quiet)

    match value:
        case dict():
            return {str(k): inner(v) for k, v in value.items()}
        case frozenset():
            return sorted((inner(v) for v in value), key=str)
        case tuple() | list():
            return [inner(v) for v in value]
        case date():
            return value.isoformat()
        case float():
            return str(value)
        case None | bool() | int() | str():
            return value
        case _ if is_dataclass(value) and not isinstance(value, type):
            said = {one: getattr(value, one.name) for one in fields(value)}
            return {
                one.name: inner(found)
                for one, found in said.items()
                if found or not (quiet and one.metadata.get("later"))
            }
        case _:
            raise TypeError(type(value).__name__)


def fingerprint(*parts: Any) -> str:
    """SHA-256 over the parts as JSON."""
    return hashlib.sha256(to_bytes([plain(part, quiet=True) for part in parts])).hexdigest()
