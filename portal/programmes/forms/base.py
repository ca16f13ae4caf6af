"""What the forms of all kinds of settings share.

What is allowed is the schema's to say; a form turns what people type into a body and back.
"""

from collections.abc import Mapping
from typing import Any

from django import forms

from portal.programmes.kinds import SettingKind
from portal.programmes.schemas import sentences


class SettingForm(forms.Form):
    """Its fields are the body's top-level entries, name by name."""

    kind: SettingKind

    @classmethod
    def initial_of(cls, body: Mapping[str, Any]) -> dict[str, Any]:
        return dict(body)

    def body(self) -> dict[str, Any]:
        return dict(self.cleaned_data)

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        if not self.errors:
            for sentence in sentences(self.kind, self.body()):
                self.add_error(None, sentence)
        return found
