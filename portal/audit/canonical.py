"""RFC 8785 JSON: one value, one sequence of bytes, so that a hash of it means something."""

import json
from collections.abc import Mapping, Sequence
from typing import TypeAlias

Scalar: TypeAlias = str | int | bool | None
Json: TypeAlias = Scalar | Sequence["Json"] | Mapping[str, "Json"]

# RFC 8785 builds on I-JSON (RFC 7493): beyond this an IEEE double would lose digits.
LARGEST_INTEGER = 2**53 - 1


class NotCanonicalError(ValueError):
    """The value has no canonical form here: a float, a huge integer, a lone surrogate."""

    code = "audit.not_canonical"


def canonical(value: Json) -> bytes:
    """The RFC 8785 bytes of a value made of objects, lists, text, integers, booleans, null.

    Floats are refused: the log needs none, and their ECMAScript form is most of the RFC.
    """
    try:
        return _text(value).encode()
    except UnicodeEncodeError:
        raise NotCanonicalError("The text holds half of a surrogate pair.") from None


def _text(value: Json) -> str:
    if value is None or isinstance(value, bool | str):
        return json.dumps(value, ensure_ascii=False)
    if isinstance(value, int):
        if abs(value) > LARGEST_INTEGER:
            raise NotCanonicalError("The integer does not fit into 53 bits.")
        return str(int(value))
    if isinstance(value, Mapping):
        # Names are ordered by UTF-16 code units (RFC 8785, 3.2.3), not by code points.
        names = sorted(value, key=lambda name: name.encode("utf-16-be", "surrogatepass"))
        return "{" + ",".join(f"{_text(name)}:{_text(value[name])}" for name in names) + "}"
    if isinstance(value, list | tuple):
        return "[" + ",".join(_text(item) for item in value) + "]"
    raise NotCanonicalError(f"A {type(value).__name__} has no canonical form here.")
