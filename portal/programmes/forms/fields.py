"""Form fields for lists, names with texts, and sizes, written as people write them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

MEBIBYTE = 1024 * 1024


class LinesField(forms.CharField):
    """A list, one entry per line; empty lines and repeats are left out."""

    widget = forms.Textarea({"rows": 5})

    def prepare_value(self, value: Any) -> Any:
        return value if value is None or isinstance(value, str) else "\n".join(map(str, value))

    def clean(self, value: Any) -> list[str]:
        lines = (line.strip() for line in str(super().clean(value)).splitlines())
        return list(dict.fromkeys(line for line in lines if line))


class NamedLinesField(forms.CharField):
    """Names with a text each, one ``name: text`` per line."""

    widget = forms.Textarea({"rows": 6})

    def prepare_value(self, value: Any) -> Any:
        if isinstance(value, Mapping):
            return "\n".join(f"{name}: {text}" for name, text in value.items())
        return value

    def clean(self, value: Any) -> dict[str, str]:
        return dict(_named(str(super().clean(value)).splitlines()))


def _named(lines: Iterable[str]) -> Iterable[tuple[str, str]]:
    for line in lines:
        name, colon, text = (part.strip() for part in line.partition(":"))
        if not line.strip():
            continue
        if not (name and colon and text):
            raise forms.ValidationError(f"Write each line as name: text. This one is not: {line}")
        yield name, text


class MebibyteField(forms.IntegerField):
    """Bytes, shown and typed in MiB."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("help_text", "In MiB.")
        super().__init__(min_value=1, **options)

    def prepare_value(self, value: Any) -> Any:
        return value // MEBIBYTE if isinstance(value, int) else value

    def clean(self, value: Any) -> int | None:
        found = super().clean(value)
        return None if found is None else found * MEBIBYTE
