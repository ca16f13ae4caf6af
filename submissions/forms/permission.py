"""A permission of the owner, and a release from confidentiality, as the contractor has them."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.programmes.defaults import MEDIA

COUNTRY = re.compile(r"[A-Z]{2}")
COUNTRIES_HELP = _("Two letters each, such as DE, FR. Empty means everywhere.")


class CountriesField(forms.CharField):
    """ISO 3166 codes from a line; empty means everywhere."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(required=False, max_length=400, help_text=COUNTRIES_HELP, **kwargs)

    def clean(self, value: Any) -> list[str]:
        found = re.findall(r"\w+", str(super().clean(value)).upper())
        if not all(COUNTRY.fullmatch(code) for code in found):
            raise forms.ValidationError(_("Write two letters for each country, such as DE, FR."))
        return sorted(set(found))


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
    territory = CountriesField(label="Only in these countries")
    appears_in = forms.MultipleChoiceField(
        label="Only in these",
        required=False,
        choices=list(MEDIA.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="Nothing ticked means that the permission names none.",
    )
    exclusive = forms.BooleanField(label="It is exclusive: given to nobody else", required=False)
    conditions = forms.CharField(
        label="Conditions, as they are written there",
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text="Stored encrypted, and scrubbed before anybody who releases reads them.",
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
