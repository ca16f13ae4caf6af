"""A typed form for each kind of settings."""

from collections.abc import Mapping
from typing import Any

from django import forms

from portal.programmes.defaults import FILE_TYPES, MEDIA, TASK_FIELDS
from portal.programmes.forms.base import SettingForm
from portal.programmes.forms.fields import LinesField, MebibyteField, NamedLinesField
from portal.programmes.forms.scrub import ScrubForm
from portal.programmes.forms.terms import TermsForm
from portal.programmes.kinds import SettingKind


class IntakeForm(SettingForm):
    kind = SettingKind.INTAKE

    types = forms.MultipleChoiceField(
        choices=[(name, f".{name}") for name in FILE_TYPES],
        widget=forms.CheckboxSelectMultiple,
        label="File types",
        help_text="The content decides, not the name: a file whose bytes say otherwise is refused.",
    )
    max_file_bytes = MebibyteField(label="Largest file")
    max_submission_bytes = MebibyteField(label="Largest submission")
    max_files = forms.IntegerField(label="Most files in a submission")
    max_file_seconds = forms.IntegerField(
        label="Longest work on a file",
        help_text="Processor seconds for each of the two passes; then the file is held. "
        "A file has 30, 30 for each million characters and 5 for each page read from pixels.",
    )
    contractor_quota_bytes = MebibyteField(label="Most per contractor at one time")
    programme_quota_bytes = MebibyteField(label="Most in the programme at one time")
    macros = forms.ChoiceField(
        label="A file with macros",
        choices=[("refuse", "is refused"), ("strip", "loses its macros")],
    )
    git_history = forms.ChoiceField(
        label="The history of a repository",
        choices=[
            ("drop", "is left out; the files of the last commit are kept"),
            ("hold", "holds it"),
        ],
    )


class ConsentForm(SettingForm):
    kind = SettingKind.CONSENT

    purposes = NamedLinesField(
        help_text="One per line, such as training: Training AI systems. Contractors tick each."
    )
    minimum_term_days = forms.IntegerField(
        label="A grant must last at least", help_text="Days from today."
    )
    territories = LinesField(
        required=False,
        label="Countries of use",
        help_text="Two-letter codes, one per line. Empty means everywhere.",
    )
    media_of_use = forms.MultipleChoiceField(
        label="Where samples appear",
        choices=list(MEDIA.items()),
        widget=forms.CheckboxSelectMultiple,
        help_text="An owner may allow some of these alone.",
    )
    open_licences = LinesField(
        required=False, help_text="SPDX names that are accepted, one per line, such as CC-BY-4.0."
    )
    authenticity = forms.MultipleChoiceField(
        choices=[
            ("real", "real"),
            ("real_adapted", "real but adapted"),
            ("reconstructed", "reconstructed"),
            ("fabricated", "fabricated"),
        ],
        widget=forms.CheckboxSelectMultiple,
        label="Accepted authenticity",
    )
    public_labels = LinesField(
        required=False,
        label="Sensitivity labels that mean public",
        help_text="One per line. Any other label holds the file.",
    )
    rights_holder_link_days = forms.IntegerField(
        label="Days a rights holder's link decides", max_value=30
    )


class ReviewForm(SettingForm):
    kind = SettingKind.REVIEW

    clearances = forms.TypedChoiceField(
        coerce=int,
        label="Clearances per sample",
        choices=[(1, "one reviewer"), (2, "two reviewers, independently")],
    )
    lease_minutes = forms.IntegerField(
        label="A claim lasts", help_text="Minutes. Then somebody else may take the sample."
    )
    due_hours = forms.IntegerField(label="Decided within", help_text="Hours.")
    quality_gate = forms.BooleanField(
        required=False, label="Cleared samples are also graded for quality"
    )
    quality_minimum = forms.IntegerField(label="Lowest grade that passes", help_text="1 to 5.")
    audit_sample_percent = forms.IntegerField(
        label="Rejections checked by a second reviewer", help_text="In per cent."
    )
    vendor_conflict = forms.BooleanField(
        required=False,
        label="Nobody reviews work of the vendor they belong to",
        help_text="Own work and work of one's own employers is never reviewed.",
    )
    checklist = NamedLinesField(
        label="Clearance checklist", help_text="One per line, such as malware: No sign of malware."
    )


class RateForm(SettingForm):
    kind = SettingKind.RATE

    currency = forms.CharField(max_length=3, help_text="Three letters, such as EUR.")
    per_accepted_sample_cents = forms.IntegerField(
        label="Per accepted sample", help_text="In cents: 12000 is 120.00."
    )
    note = forms.CharField(
        required=False, widget=forms.Textarea, help_text="Shown to contractors beside the amount."
    )


class RetentionForm(SettingForm):
    kind = SettingKind.RETENTION

    originals_days = forms.IntegerField(
        label="Originals are kept", help_text="Days after release or final rejection."
    )
    restricted_originals_days = forms.IntegerField(
        label="Restricted originals are kept", help_text="Days after rejection under rule R10."
    )
    withdrawal_hours = forms.IntegerField(
        label="A withdrawal reaches every release within", help_text="Hours."
    )
    idle_draft_days = forms.IntegerField(
        label="A draft nobody touches is deleted after", help_text="Days."
    )
    unfinished_upload_hours = forms.IntegerField(
        label="An unfinished upload is deleted after", help_text="Hours."
    )


class TaskFormForm(SettingForm):
    kind = SettingKind.TASK_FORM

    categories = LinesField(help_text="One per line.")
    domains = LinesField(help_text="One per line.")
    rubric_items_min = forms.IntegerField(label="Fewest rubric items")
    deliverables_min = forms.IntegerField(label="Fewest deliverable files")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in TASK_FIELDS:
            self.fields[f"field_{name}"] = forms.ChoiceField(
                label=name.replace("_", " ").capitalize(),
                choices=[(word, word) for word in ("required", "optional", "hidden")],
            )

    @classmethod
    def initial_of(cls, body: Mapping[str, Any]) -> dict[str, Any]:
        fields = {f"field_{name}": word for name, word in body["fields"].items()}
        return {**body, **fields}

    def body(self) -> dict[str, Any]:
        found = dict(self.cleaned_data)
        fields = {name: found.pop(f"field_{name}") for name in TASK_FIELDS}
        return {"fields": fields, **found}


FORMS: Mapping[SettingKind, Any] = {
    SettingKind.TERMS: TermsForm,
    SettingKind.TASK_FORM: TaskFormForm,
    SettingKind.INTAKE: IntakeForm,
    SettingKind.SCRUB: ScrubForm,
    SettingKind.CONSENT: ConsentForm,
    SettingKind.REVIEW: ReviewForm,
    SettingKind.RATE: RateForm,
    SettingKind.RETENTION: RetentionForm,
}
