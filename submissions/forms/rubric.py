"""The rubric: what a good answer must have, item by item."""

from typing import Any

from django import forms

from submissions.domain.sealed import JSON

SPARE = 2
"""Empty rows below the filled ones, so that a page without JavaScript grows too."""
MOST = 50


class RubricItemForm(forms.Form):
    """One item. A row without a criterion is left out."""

    criterion = forms.CharField(
        label="Criterion",
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    points = forms.IntegerField(label="Points", required=False, min_value=-100, max_value=100)
    required = forms.BooleanField(label="Must be met", required=False)
    tags = forms.CharField(label="Tags", required=False, max_length=200)


RubricFormSet = forms.formset_factory(RubricItemForm, extra=SPARE, max_num=MOST, absolute_max=MOST)


def formset(stored: JSON, data: Any = None) -> "forms.BaseFormSet[RubricItemForm]":
    """The rows of a stored rubric, and spare ones; with ``data`` the rows that were sent.

    What was sent is never compared with what is stored: a row equal to the stored one
    would count as untouched and be lost.
    """
    if data is not None:
        return RubricFormSet(data, prefix="rubric")
    items = [item for item in stored if isinstance(item, dict)] if isinstance(stored, list) else []
    rows = [{**item, "tags": ", ".join(map(str, _list(item.get("tags"))))} for item in items]
    return RubricFormSet(initial=rows, prefix="rubric")


def document(rows: "forms.BaseFormSet[RubricItemForm]") -> list[JSON]:
    """The filled rows as JSON; rows that cannot be read are left out."""
    items: list[JSON] = []
    for row in rows.forms:
        found = getattr(row, "cleaned_data", {})
        if row.is_valid() and found.get("criterion"):
            tags: list[JSON] = [tag.strip() for tag in found["tags"].split(",") if tag.strip()]
            items.append(
                {
                    "criterion": found["criterion"],
                    "points": found["points"] if found["points"] is not None else 1,
                    "required": bool(found["required"]),
                    "tags": tags,
                }
            )
    return items


def _list(value: JSON) -> list[JSON]:
    return value if isinstance(value, list) else []
