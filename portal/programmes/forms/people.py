"""Forms that bring people and vendors in."""

from typing import Any

from django import forms

from portal.programmes.models import Programme, Vendor
from portal.programmes.roles import Role


class InviteForm(forms.Form):
    email = forms.EmailField(label="E-mail address")
    roles = forms.MultipleChoiceField(
        choices=[(role, role.label) for role in Role], widget=forms.CheckboxSelectMultiple
    )
    vendor = forms.ModelChoiceField(
        Vendor.objects.none(),
        required=False,
        empty_label="none",
        help_text="For contractors and vendor managers.",
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        vendors = self.fields["vendor"]
        if isinstance(vendors, forms.ModelChoiceField):
            vendors.queryset = programme.vendors.filter(is_active=True)

    def clean_roles(self) -> list[Role]:
        return [Role(role) for role in self.cleaned_data["roles"]]


class InviteContractorForm(forms.Form):
    """What a vendor manager asks for: the rest is given."""

    email = forms.EmailField(label="E-mail address")


class VendorForm(forms.Form):
    name = forms.CharField(max_length=120)


class ProgrammeForm(forms.Form):
    name = forms.CharField(max_length=120)
    slug = forms.SlugField(
        max_length=60,
        label="Short name",
        help_text="Stands in addresses: letters, digits, hyphens.",
    )
    storage_region = forms.RegexField(
        "^[A-Z]{2}$",
        initial="DE",
        label="Storage region",
        help_text="Two-letter code of the country in which files are kept.",
    )
    admin = forms.EmailField(
        label="First programme admin", help_text="Gets an invitation and sets up the rest."
    )

    def clean_slug(self) -> str:
        slug = str(self.cleaned_data["slug"])
        if Programme.objects.filter(slug=slug).exists():
            raise forms.ValidationError("Another programme has this short name.")
        return slug
