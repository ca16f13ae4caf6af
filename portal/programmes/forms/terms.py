"""The form of the terms: one text per language, and whether the change is material."""

from collections.abc import Mapping
from typing import Any

from django import forms

from portal.programmes.forms.base import SettingForm
from portal.programmes.kinds import SettingKind

MOST_LANGUAGES = 12


class TermsForm(SettingForm):
    """Fields ``locale_0``, ``title_0``, ``text_0`` and so on, and one empty set to add to."""

    kind = SettingKind.TERMS

    material = forms.BooleanField(
        required=False,
        label="This changes something that matters to contractors",
        help_text="They are asked again before their next submission.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.languages = range(self._count())
        for index in self.languages:
            self._add(index, last=index == self._count() - 1)

    def _count(self) -> int:
        if self.is_bound:
            sent = [index for index in range(MOST_LANGUAGES) if f"locale_{index}" in self.data]
            return len(sent)
        return min(len(self.initial.get("texts", {})) + 1, MOST_LANGUAGES)

    def _add(self, index: int, *, last: bool) -> None:
        self.fields[f"locale_{index}"] = forms.CharField(
            label="Language" if not last else "Another language",
            required=False,
            max_length=35,
            help_text="Code such as en or de-at. Empty leaves this text out.",
        )
        self.fields[f"title_{index}"] = forms.CharField(
            label="Title", required=False, max_length=200
        )
        self.fields[f"text_{index}"] = forms.CharField(
            label="Text", required=False, widget=forms.Textarea({"rows": 12})
        )

    @classmethod
    def initial_of(cls, body: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = dict(body)
        for index, (locale, text) in enumerate(sorted(body["texts"].items())):
            found |= {
                f"locale_{index}": locale,
                f"title_{index}": text["title"],
                f"text_{index}": text["text"],
            }
        return found

    def body(self) -> dict[str, Any]:
        found = self.cleaned_data
        texts = {
            found[f"locale_{index}"].strip().lower(): {
                "title": found[f"title_{index}"].strip(),
                "text": found[f"text_{index}"].replace("\r\n", "\n").strip(),
            }
            for index in self.languages
            if found[f"locale_{index}"].strip()
        }
        return {"material": found["material"], "texts": texts}
