"""Values of the engine as JSON and back, so that they may cross a process border.

``encode`` takes any frozen dataclass of the engine (nested, with tuples, mappings and
StrEnums), ``decode`` builds it again from its annotations. Nothing is ever unpickled;
a JSON value of the wrong shape raises ``ValueError`` without quoting it.
"""

from collections.abc import Hashable, Mapping, Sequence
from dataclasses import MISSING, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, Union, cast, get_args, get_origin, get_type_hints

JSON = None | bool | int | float | str | Sequence["JSON"] | Mapping[str, "JSON"]

T = TypeVar("T")


def encode(value: object) -> Any:
    """JSON of a value. Fields that hold their default are left out, to stay short."""
    if value is None or isinstance(value, (bool, int, float)):
        return value
    if isinstance(value, str):
        return str(value)
    if isinstance(value, Mapping):
        return {str(key): encode(item) for key, item in value.items()}
    if isinstance(value, (Sequence, set, frozenset)) and not isinstance(value, bytes):
        return [encode(item) for item in value]
    if is_dataclass(value) and not isinstance(value, type):
        return _encode_dataclass(value)
    raise TypeError(type(value).__name__)


def _encode_dataclass(value: Any) -> dict[str, Any]:
    encoded = {}
    for name, default in _defaults(cast("Hashable", type(value))):
        item = getattr(value, name)
        if default is MISSING or item != default:
            encoded[name] = encode(item)
    return encoded


@cache
def _defaults(cls: Any) -> tuple[tuple[str, object], ...]:
    return tuple(
        (
            item.name,
            item.default_factory() if item.default_factory is not MISSING else item.default,
        )
        for item in fields(cls)
    )


def decode(cls: type[T], value: Any) -> T:
    """A value of ``cls`` from its JSON."""
    result: T = _decode(cls, value)
    return result


@cache
def _hints(cls: type) -> dict[str, Any]:
    return get_type_hints(cls)


def _decode(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _decode_union(hint, value)
    if origin is tuple:
        return _decode_tuple(get_args(hint), value)
    if origin is not None and issubclass(origin, Mapping):
        return _decode_mapping(get_args(hint), value)
    if origin is not None and issubclass(origin, Sequence):
        return tuple(_decode(get_args(hint)[0], item) for item in _list(value))
    if hint is Any or hint is object:
        return value
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return hint(value)
    if is_dataclass(hint):
        return _decode_dataclass(hint, value)
    return _decode_scalar(hint, value)


def _decode_scalar(hint: Any, value: Any) -> Any:
    if hint is float and isinstance(value, (int, float)) and not isinstance(value, bool):
        return float(value)
    if hint is int and isinstance(value, bool):
        raise _wrong("int")
    if not isinstance(value, hint):
        raise _wrong(hint.__name__)
    return value


def _decode_union(hint: Any, value: Any) -> Any:
    options = get_args(hint)
    if value is None and NoneType in options:
        return None
    for option in options:
        if option is not NoneType:
            return _decode(option, value)
    raise _wrong("null")


def _decode_tuple(args: tuple[Any, ...], value: Any) -> tuple[Any, ...]:
    items = _list(value)
    if len(args) == 2 and args[1] is Ellipsis:  # noqa: PLR2004 - (type, ...) has two
        return tuple(_decode(args[0], item) for item in items)
    if len(items) != len(args):
        raise _wrong("tuple")
    return tuple(_decode(arg, item) for arg, item in zip(args, items, strict=True))


def _decode_mapping(args: tuple[Any, ...], value: Any) -> dict[Any, Any]:
    if not isinstance(value, Mapping):
        raise _wrong("object")
    return {_decode(args[0], key): _decode(args[1], item) for key, item in value.items()}


def _decode_dataclass(cls: Any, value: Any) -> Any:
    if not isinstance(value, Mapping):
        raise _wrong("object")
    hints = _hints(cls)
    if unknown := set(value) - set(hints):
        raise ValueError(f"{len(unknown)} unknown fields for {cls.__name__}")
    try:
        return cls(**{name: _decode(hints[name], item) for name, item in value.items()})
    except TypeError as error:
        raise _wrong(cls.__name__) from error


def _list(value: Any) -> Sequence[Any]:
    if not isinstance(value, Sequence) or isinstance(value, (str, bytes)):
        raise _wrong("array")
    return value


def _wrong(expected: str) -> ValueError:
    return ValueError(f"not a {expected}")
