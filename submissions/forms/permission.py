"""A permission of the owner, and a release from confidentiality, as the contractor has them."""

from collections.abc import Iterable, Mapping
from typing import Any

from django import forms

Choices = Iterable[tuple[str, str]]
NO_EVIDENCE = ("", "No file")
EVIDENCE_HELP = "Add the file above first. Without one, a reviewer can hardly accept this."
WHOLE = "all"
"""The choice that stands for every document of the job or client."""


class GrantForm(forms.Form):
    """What the owner allowed. A reviewer still has to accept it."""

    issuer = forms.CharField(
        label="Who gave the permission?",
        max_length=300,
        help_text="Name and role, as on the letter or e-mail. Stored encrypted.",
    )
    purposes = forms.MultipleChoiceField(
        label="What may the work be used for?", widget=forms.CheckboxSelectMultiple
    )
    starts_on = forms.DateField(
        label="From", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    ends_on = forms.DateField(
        label="Until", required=False, widget=forms.DateInput(attrs={"type": "date"})
    )
    this_only = forms.BooleanField(label="For this sample only", required=False)
    evidence = forms.ChoiceField(label="What shows it?", required=False, help_text=EVIDENCE_HELP)

    def __init__(
        self, *args: Any, purposes: Mapping[str, str], evidence: Choices, **kwargs: Any
    ) -> None:
        super().__init__(*args, **{"prefix": "grant", **kwargs})
        self.fields["evidence"].choices = [NO_EVIDENCE, *evidence]  # type: ignore[attr-defined] # a choice field
        self.fields["purposes"].choices = list(purposes.items())  # type: ignore[attr-defined] # a choice field

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("starts_on"), found.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", "The last day is before the first.")
        return found


class ReleaseForm(forms.Form):
    """Which document was released from confidentiality, or all of them."""

    document = forms.ChoiceField(label="What was released?")
    evidence = forms.ChoiceField(label="What shows it?", required=False, help_text=EVIDENCE_HELP)

    def __init__(self, *args: Any, documents: Choices, evidence: Choices, **kwargs: Any) -> None:
        super().__init__(*args, **{"prefix": "release", **kwargs})
        self.fields["evidence"].choices = [NO_EVIDENCE, *evidence]  # type: ignore[attr-defined] # a choice field
        whole = (WHOLE, "Everything from this job or client")
        self.fields["document"].choices = [*documents, whole]  # type: ignore[attr-defined] # a choice field
