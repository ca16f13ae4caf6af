"""The form of the scrub policy: a base, and what differs from it by kind of finding."""

from collections.abc import Mapping
from typing import Any

from django import forms

from portal.programmes.forms.base import SettingForm
from portal.programmes.kinds import SettingKind

FINDINGS = (
    "person", "organization", "location", "address", "date_time", "date_of_birth",
    "demographic", "quantity", "email", "phone", "url", "host", "ip_address", "mac_address", "path",
    "username", "reference", "tax_id", "social_id", "health_id", "identity_document", "card",
    "bank_account", "crypto", "coordinate", "licence_plate", "secret", "declared", "face",
    "barcode", "manual",
)  # fmt: skip
"""The kinds of findings, as the engine calls them; a test compares the two lists."""

ACTIONS = [
    ("", "as the base says"),
    ("surrogate", "replace it by a made-up value"),
    ("label", "replace it by a label"),
    ("drop", "remove it"),
    ("keep", "keep it"),
    ("hold", "hold the file"),
]
ALWAYS_REMOVED = frozenset({"secret", "declared", "manual"})
DEFAULT_THRESHOLD = 0.5


class ScrubForm(SettingForm):
    kind = SettingKind.SCRUB

    base = forms.ChoiceField(
        choices=[
            ("balanced", "balanced: what names people, firms and places, and every identifier"),
            ("strict", "strict: also what only hints at them"),
            ("code", "code: keeps identifiers of programs readable"),
        ]
    )
    gender = forms.ChoiceField(
        label="The gender of a made-up name",
        choices=[("drop", "need not be that of the original"), ("keep", "is kept")],
    )
    dates = forms.ChoiceField(
        choices=[
            ("keep", "are kept"),
            ("shift", "are shifted, all by the same number of days"),
            ("drop", "are removed"),
        ]
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in FINDINGS:
            words = name.replace("_", " ").capitalize()
            actions = [one for one in ACTIONS if one[0] != "keep" or name not in ALWAYS_REMOVED]
            self.fields[f"action_{name}"] = forms.ChoiceField(
                label=words, required=False, choices=actions
            )
            self.fields[f"threshold_{name}"] = forms.FloatField(
                label=f"{words}: from which score on",
                required=False,
                min_value=0,
                max_value=1,
                widget=forms.NumberInput({"step": "0.05"}),
            )

    def rows(self) -> list[tuple[str, forms.BoundField, forms.BoundField]]:
        """Label, action and threshold of every kind of finding."""
        return [
            (name.replace("_", " ").capitalize(), self[f"action_{name}"], self[f"threshold_{name}"])
            for name in FINDINGS
        ]

    @classmethod
    def initial_of(cls, body: Mapping[str, Any]) -> dict[str, Any]:
        found: dict[str, Any] = dict(body)
        for name, rule in body["entities"].items():
            found |= {f"action_{name}": rule["action"], f"threshold_{name}": rule["threshold"]}
        return found

    def body(self) -> dict[str, Any]:
        found = self.cleaned_data
        return {
            "base": found["base"],
            "gender": found["gender"],
            "dates": found["dates"],
            "entities": {name: self._rule(name) for name in FINDINGS if found[f"action_{name}"]},
        }

    def _rule(self, name: str) -> dict[str, Any]:
        threshold = self.cleaned_data[f"threshold_{name}"]
        return {
            "action": self.cleaned_data[f"action_{name}"],
            "threshold": DEFAULT_THRESHOLD if threshold is None else threshold,
        }
