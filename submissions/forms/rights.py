"""Engagement and rights: the questions of the fact table as a form, and the consent."""

from collections.abc import Mapping
from typing import Any

from django import forms

from submissions.domain.consent.facts import FACTS, Fact, Input
from submissions.domain.sealed import JSON


class EngagementForm(forms.Form):
    """The facts of one job or client; the answers are attestations."""

    label = forms.CharField(
        label="What do you call this job or client?",
        max_length=200,
        help_text="For your own lists only; nobody else sees it.",
    )

    def __init__(self, *args: Any, is_new: bool, **kwargs: Any) -> None:
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)
        if not is_new:
            del self.fields["label"]
        for fact in FACTS:
            self.fields[fact.name] = _field(fact)

    def facts(self) -> dict[str, JSON]:
        """The answers as JSON."""
        return {fact.name: _plain(self.cleaned_data.get(fact.name)) for fact in FACTS}


def initial(answers: Mapping[str, JSON]) -> dict[str, object]:
    """Stored answers as a form shows them: lists of lines as lines."""
    lines = {fact.name for fact in FACTS if fact.input is Input.LINES}
    return {
        name: "\n".join(map(str, value)) if name in lines and isinstance(value, list) else value
        for name, value in answers.items()
    }


def _field(fact: Fact) -> forms.Field:
    common: dict[str, Any] = {
        "label": fact.label,
        "help_text": fact.help,
        "required": fact.required,
        "error_messages": {"required": "Answer this question."},
    }
    match fact.input:
        case Input.CHOICE | Input.YES_NO:
            return forms.ChoiceField(choices=fact.choices, widget=forms.RadioSelect, **common)
        case Input.CHOICES:
            return forms.MultipleChoiceField(
                choices=fact.choices, widget=forms.CheckboxSelectMultiple, **common
            )
        case Input.LINES:
            widget = forms.Textarea(attrs={"rows": 3})
            return forms.CharField(max_length=10_000, widget=widget, **common)
        case Input.DATE:
            return forms.DateField(widget=forms.DateInput(attrs={"type": "date"}), **common)
        case Input.COUNTRY:
            common["help_text"] = fact.help or "Two letters, such as DE."
            return forms.RegexField(r"^[A-Za-z]{2}$", max_length=2, **common)
        case Input.TEXT:
            return forms.CharField(max_length=300, **common)


def _plain(value: Any) -> JSON:
    match value:
        case None | str() | list():
            return value
        case _:
            return str(value.isoformat())


class ConsentForm(forms.Form):
    """The contractor's own data: one box per purpose, none ticked beforehand."""

    purposes = forms.MultipleChoiceField(
        label="My own data in this sample may be used for",
        widget=forms.CheckboxSelectMultiple,
        required=False,
        help_text="This covers your own data alone. Whether the work may be used is asked above.",
    )

    def __init__(self, *args: Any, purposes: Mapping[str, str], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["purposes"].choices = list(purposes.items())  # type: ignore[attr-defined] # a choice field
