"""The stock admin: looking alone, and at nothing that could hold content (decision 16)."""

from typing import Any

from django.contrib import admin
from django.db.models import BinaryField, Model
from django.http import HttpRequest

from submissions.models import (
    Artefact,
    Confirmation,
    ConsentRecord,
    Download,
    Engagement,
    Release,
    ReleaseItem,
    Review,
    ScrubRun,
    Submission,
    Verdict,
)

HIDDEN = frozenset({"locator", "place", "detail", "manifest", "signature", "files", "rulings"})
"""Columns that are not sealed and still say too much for a list of rows."""


def _shown(model: type[Model]) -> list[str]:
    """Every column that is neither sealed nor hidden."""
    return [
        field.name
        for field in model._meta.fields
        if not isinstance(field, BinaryField) and field.name not in HIDDEN
    ]


class LookingOnly(admin.ModelAdmin):  # type: ignore[type-arg] # Django's class takes no argument at run time
    """No adding, no changing, no deleting, no content."""

    def get_fields(self, request: HttpRequest, obj: Any = None) -> Any:
        del request, obj
        return _shown(self.model)

    def get_readonly_fields(self, request: HttpRequest, obj: Any = None) -> list[str]:
        del request, obj
        return _shown(self.model)

    def has_add_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        del request, obj
        return False

    def has_change_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        del request, obj
        return False

    def has_delete_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        del request, obj
        return False


@admin.register(Submission)
class SubmissionAdmin(LookingOnly):
    list_display = ("number", "programme", "state", "held_rule", "state_since", "needs_operator")
    list_filter = ("state", "needs_operator")
    list_select_related = ("programme",)


@admin.register(Artefact)
class ArtefactAdmin(LookingOnly):
    list_display = ("id", "submission", "state", "code", "size", "format", "needs_operator")
    list_filter = ("state", "needs_operator")
    list_select_related = ("submission",)


for _model in (
    ScrubRun,
    Review,
    Release,
    ReleaseItem,
    Download,
    Engagement,
    ConsentRecord,
    Confirmation,
    Verdict,
):
    admin.site.register(_model, LookingOnly)
