"""The task as a form, in the shape evaluation sets use; the programme says what is asked.

A draft may be saved with anything missing: what is required is said beside the field and
checked when the draft is handed in. Choices hold values that the scrubber knows and
leaves alone; everything else is typed text.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django import forms

from submissions.domain.sealed import JSON

Choices = Sequence[tuple[str, str]]

LONG = 20_000
LINE = 300

AUTHENTICITY: Choices = (
    ("real", "Real: handed over as it is"),
    ("real_adapted", "Real, but adapted for this sample"),
    ("reconstructed", "Reconstructed from memory"),
    ("fabricated", "Made up"),
)
SENIORITY: Choices = (
    ("junior", "Junior"),
    ("middle", "Mid-level"),
    ("senior", "Senior"),
    ("lead", "Lead or head"),
)
RELATION: Choices = (
    ("employee", "Employee"),
    ("freelance", "Freelancer"),
    ("marketplace", "Freelancer through a marketplace"),
    ("own_business", "Own business or project"),
)
AI: Choices = (("none", "None"), ("some", "For parts of it"), ("most", "For most of it"))
LANGUAGES: Choices = (
    ("en", "English"),
    ("de", "German"),
    ("fr", "French"),
    ("es", "Spanish"),
    ("it", "Italian"),
    ("nl", "Dutch"),
    ("pl", "Polish"),
    ("pt", "Portuguese"),
    ("other", "Another language"),
)
YES_NO: Choices = (("yes", "Yes"), ("no", "No"))
FIVE: Choices = tuple((str(n), str(n)) for n in range(1, 6))

RUBRIC_QUESTION = "How would you grade somebody else's answer?"
SECTIONS: Sequence[tuple[str, str, Sequence[str]]] = (
    ("The task", "What were you asked for, and what did you hand over?",
     ("title", "request", "context", "constraints")),
    ("What it belongs to", "So that the right people review it.",
     ("category", "domain", "occupation", "sector", "language")),
    ("You and the work", "No names: a role says enough.",
     ("relation", "seniority", "years_of_experience", "hours_spent", "month_done")),
    ("How it was made", "There is no wrong answer here.",
     ("authenticity", "ai_assistance", "tools_used", "difficulty", "representativeness",
      "redoable_by_stranger")),
    ("What is private in it", "Machines look for private data anyway; what you know helps them.",
     ("sensitive_topics", "already_removed")),
)  # fmt: skip
"""Heading, what it is about, fields. The rubric stands between the first two."""


def _text(label: str, help_text: str, rows: int = 4) -> forms.Field:
    return forms.CharField(
        label=label,
        help_text=help_text,
        max_length=LONG,
        widget=forms.Textarea(attrs={"rows": rows}),
    )


def _line(label: str, help_text: str = "") -> forms.Field:
    return forms.CharField(label=label, help_text=help_text, max_length=LINE)


def _choice(label: str, choices: Choices, help_text: str = "") -> forms.Field:
    return forms.ChoiceField(label=label, choices=(("", "Choose…"), *choices), help_text=help_text)


def _fields(body: Mapping[str, Any]) -> dict[str, forms.Field]:
    def listed(name: str) -> Choices:
        return tuple((word, word[:1].upper() + word[1:]) for word in body[name])

    return {
        "title": _line("Title", "Such as “Memo on a framework agreement”. No names."),
        "request": _text(
            "What were you asked to do?",
            "As your manager or client would have written it, by role and not by name: “The head "
            "of sales needs a one-page summary of …”.",
            6,
        ),
        "context": _text(
            "What must a stranger know?",
            "What kind of organisation it was, what had happened before, what the words mean.",
        ),
        "constraints": _text(
            "What had to be kept to?", "Length, format, deadline, house style, budget.", 3
        ),
        "category": _choice("Category of work", listed("categories")),
        "domain": _choice("Field", listed("domains")),
        "occupation": _line(
            "Occupation",
            "Code and title of O*NET-SOC if you know them, such as 13-2011.00 Accountants.",
        ),
        "sector": _line("Sector", "Such as logistics, or a NAICS code."),
        "language": _choice("Language of the work", LANGUAGES),
        "relation": _choice("You did it as", RELATION),
        "seniority": _choice("Your level then", SENIORITY),
        "years_of_experience": forms.IntegerField(
            label="Years of experience then", min_value=0, max_value=80
        ),
        "hours_spent": forms.DecimalField(
            label="Hours it really took",
            min_value=0,
            max_value=10_000,
            max_digits=6,
            decimal_places=1,
            help_text="Your own working time, without waiting.",
        ),
        "month_done": forms.RegexField(
            r"^\d{4}-(0[1-9]|1[0-2])$",
            label="Month it was done",
            widget=forms.TextInput(attrs={"type": "month", "placeholder": "2024-03"}),
            help_text="Year and month, such as 2024-03.",
            error_messages={"invalid": "Write year and month, such as 2024-03."},
        ),
        "authenticity": _choice("Is it real work?", AUTHENTICITY),
        "ai_assistance": _choice("Did you use AI for it?", AI),
        "tools_used": _line("Tools used", "Such as Excel, AutoCAD, a compiler."),
        "difficulty": _choice("How difficult was it?", FIVE, "1 is easy for a beginner, 5 is hard for an expert."),
        "representativeness": _choice(
            "How typical is it of your work?", FIVE, "1 is unusual, 5 is what you do every week."
        ),
        "redoable_by_stranger": _choice(
            "Could a stranger redo this from request and references alone?", YES_NO
        ),
        "sensitive_topics": _text(
            "Sensitive topics you know of", "Such as health, politics, a dispute. Not the details.", 2
        ),
        "already_removed": _text("What did you take out already?", "In your own words.", 2),
    }  # fmt: skip


def label_of(name: str, setting: Mapping[str, Any]) -> str:
    """A field's question as the form shows it; empty for a name that it does not know."""
    if name == "rubric":
        return RUBRIC_QUESTION
    field = _fields(setting).get(name)
    return str(field.label) if field else ""


class TaskForm(forms.Form):
    """The fields that the programme asks for; none is forced while it is a draft."""

    def __init__(self, *args: Any, setting: Mapping[str, Any], **kwargs: Any) -> None:
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)
        demands: Mapping[str, str] = setting["fields"]
        for name, field in _fields(setting).items():
            if demands.get(name, "hidden") != "hidden":
                self.fields[name] = field
                field.needed = demands[name] == "required"  # type: ignore[attr-defined] # for the label
                field.required = False

    def sections(self) -> list[tuple[str, str, list[forms.BoundField]]]:
        """The fields in their groups; empty groups are left out."""
        grouped = [
            (heading, about, [self[name] for name in names if name in self.fields])
            for heading, about, names in SECTIONS
        ]
        return [(heading, about, fields) for heading, about, fields in grouped if fields]

    def document(self) -> dict[str, JSON]:
        """What was typed and can be read, as JSON; what cannot is left as it was stored."""
        return {name: _plain(value) for name, value in self.cleaned_data.items()}


def _plain(value: Any) -> JSON:
    match value:
        case None | str() | bool() | int():
            return value
        case _:
            return str(value.normalize().to_integral() if value == value.to_integral() else value)
