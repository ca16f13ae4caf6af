"""What a person may change about their own account, and how an account begins."""

import zoneinfo
from typing import Any

from django import forms
from django.contrib.auth.password_validation import (
    password_validators_help_texts,
    validate_password,
)

from portal.accounts.models import User


def zones() -> list[tuple[str, str]]:
    names = sorted(zoneinfo.available_timezones())
    return [(name, name.replace("_", " ")) for name in names if "/" in name or name == "UTC"]


class ProfileForm(forms.ModelForm[User]):
    timezone = forms.ChoiceField(
        choices=zones, label="Time zone", help_text="Times are shown in this zone."
    )

    class Meta:
        model = User
        fields = ("display_name", "timezone")
        labels = {"display_name": "Your name"}
        help_texts = {
            "display_name": "Programme admins and vendor managers see it. Reviewers never do."
        }


class FirstPasswordForm(forms.Form):
    """How an invited person sets up their account."""

    display_name = forms.CharField(
        label="Your name", max_length=120, widget=forms.TextInput({"autocomplete": "name"})
    )
    timezone = forms.ChoiceField(choices=zones, initial="UTC", label="Time zone")
    password = forms.CharField(
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
        help_text=" ".join(password_validators_help_texts()),
    )
    password_again = forms.CharField(
        label="Password again",
        strip=False,
        widget=forms.PasswordInput({"autocomplete": "new-password"}),
    )

    def __init__(self, *args: Any, email: str, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.email = email

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        password, again = found.get("password"), found.get("password_again")
        if password and again and password != again:
            self.add_error("password_again", "The two passwords are not the same.")
        elif password:
            self._check(password, found.get("display_name", ""))
        return found

    def _check(self, password: str, display_name: str) -> None:
        person = User(email=self.email, display_name=display_name)
        try:
            validate_password(password, person)
        except forms.ValidationError as mistake:
            self.add_error("password", mistake)
