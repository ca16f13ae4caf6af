"""What a reviewer knows, ticked from the programme's own lists."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from portal.programmes.kinds import SettingKind
from portal.programmes.models import Programme

CODE = re.compile(r"[a-z]{2,3}")


class SkillsForm(forms.Form):
    domains = forms.MultipleChoiceField(
        required=False, label="Fields", widget=forms.CheckboxSelectMultiple
    )
    categories = forms.MultipleChoiceField(
        required=False, label="Kinds of work", widget=forms.CheckboxSelectMultiple
    )
    languages = forms.CharField(
        required=False,
        max_length=100,
        help_text="Codes such as en, de, fr, with spaces between them.",
    )

    def __init__(
        self, *args: Any, programme: Programme, kept: Mapping[str, Sequence[str]], **kwargs: Any
    ) -> None:
        """``kept`` is what the membership says now."""
        super().__init__(*args, **kwargs)
        self.initial = {**kept, "languages": " ".join(kept.get("languages", ()))}
        form = programme.setting(SettingKind.TASK_FORM)
        for name in ("domains", "categories"):
            field = self.fields[name]
            if isinstance(field, forms.MultipleChoiceField):
                field.choices = [(word, word) for word in form[name]]

    def clean_languages(self) -> list[str]:
        codes = str(self.cleaned_data["languages"]).lower().replace(",", " ").split()
        if not all(CODE.fullmatch(code) for code in codes):
            raise forms.ValidationError("Write codes of two or three letters, such as en.")
        return sorted(set(codes))

    def skills(self) -> dict[str, list[str]]:
        """What is kept; lists that are empty are left out."""
        return {name: list(words) for name, words in self.cleaned_data.items() if words}
