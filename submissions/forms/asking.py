"""What a contractor types to ask an owner, and what the owner answers."""

from collections.abc import Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from portal.programmes.defaults import MEDIA
from submissions.domain.asking.answering import Attribution, Given, Scope
from submissions.domain.asking.wording import LOCALES
from submissions.forms.permission import CountriesField


class AskForm(forms.Form):
    """Who is asked, and by which name."""

    address = forms.CharField(
        label="E-mail address of somebody who may decide about it",
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "off", "inputmode": "email"}),
        help_text="At the organisation itself, on a domain that you declared for it.",
    )
    locale = forms.ChoiceField(
        label="Language of the mails",
        required=False,
        choices=list(LOCALES.items()),
        help_text="You read the exact mail before it is sent.",
    )
    signed = forms.CharField(
        label="Your name, as they know you",
        max_length=120,
        help_text="It stands in the mail. Reviewers do not see it.",
    )
    shows_copy = forms.BooleanField(
        label="They may look at the scrubbed copy",
        required=False,
        help_text="The copy that you confirmed, with a watermark, on the page of the request alone.",
    )

    def __init__(self, *args: Any, is_confirmed: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if not is_confirmed:
            del self.fields["shows_copy"]


class OwnerGrantForm(forms.Form):
    """The owner allows the use. Nothing is ticked beforehand."""

    purposes = forms.MultipleChoiceField(
        label=_("What may the work be used for?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick what you allow.")},
    )
    scope = forms.ChoiceField(
        label=_("Which work?"),
        widget=forms.RadioSelect,
        choices=(
            (Scope.SAMPLE, _("this one sample")),
            (Scope.EVERYTHING, _("every sample of this person's work for us")),
        ),
        error_messages={"required": _("Choose one.")},
    )
    starts_on = forms.DateField(
        label=_("From"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("Empty means from today."),
    )
    ends_on = forms.DateField(
        label=_("Until"),
        required=False,
        widget=forms.DateInput(attrs={"type": "date"}),
        help_text=_("The last day. Empty means until you take it back."),
    )
    attribution = forms.ChoiceField(
        label=_("Should we be named?"),
        widget=forms.RadioSelect,
        choices=(
            (Attribution.NONE, _("no, our name is taken out of the work")),
            (Attribution.NAMED, _("yes, as the owner, in the list of sources")),
        ),
        error_messages={"required": _("Choose one.")},
    )
    territory = CountriesField(label=_("Only in these countries"))
    appears_in = forms.MultipleChoiceField(
        label=_("Where may it appear?"),
        required=False,
        choices=[(name, _(label)) for name, label in MEDIA.items()],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Nothing ticked means wherever the uses above need it."),
    )
    exclusive = forms.BooleanField(
        label=_("We give this permission to nobody else"), required=False
    )
    releases = forms.BooleanField(
        label=_("We also release this work from confidentiality agreements with us"),
        required=False,
        help_text=_("Without this, work under such an agreement is not used."),
    )
    conditions = forms.CharField(
        label=_("Conditions"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
    )
    name = forms.CharField(
        label=_("Your name"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "name"}),
        error_messages={"required": _("Say who you are.")},
    )
    role = forms.CharField(
        label=_("What you do there"),
        max_length=120,
        widget=forms.TextInput(attrs={"autocomplete": "organization-title"}),
        error_messages={"required": _("Say what you do there.")},
    )
    may_decide = forms.BooleanField(
        label=_("I may decide about this for the organisation"),
        error_messages={"required": _("Only somebody who may decide can allow it.")},
    )

    def __init__(self, *args: Any, purposes: Mapping[str, str], **kwargs: Any) -> None:
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)
        self.fields["purposes"].choices = list(purposes.items())  # type: ignore[attr-defined] # a choice field

    def clean(self) -> dict[str, Any]:
        found = super().clean() or {}
        first, last = found.get("starts_on"), found.get("ends_on")
        if first and last and last < first:
            self.add_error("ends_on", _("The last day is before the first."))
        return found

    def given(self) -> Given:
        """What was filled in."""
        said = self.cleaned_data
        return Given(
            purposes=tuple(said["purposes"]),
            scope=Scope(said["scope"]),
            name=said["name"],
            role=said["role"],
            starts_on=said["starts_on"],
            ends_on=said["ends_on"],
            attribution=Attribution(said["attribution"]),
            conditions=said["conditions"],
            territory=tuple(said["territory"]),
            media=tuple(said["appears_in"]),
            exclusive=said["exclusive"],
            releases=said["releases"],
        )


class OwnerWordsForm(forms.Form):
    """A refusal with a word to the contractor, or a question to them."""

    words = forms.CharField(
        label=_("A word to the person who asks"),
        required=False,
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("They read it as you write it."),
    )

    def __init__(self, *args: Any, is_question: bool, **kwargs: Any) -> None:
        kwargs.setdefault("use_required_attribute", False)
        super().__init__(*args, **kwargs)
        if is_question:
            field = self.fields["words"]
            field.label, field.required = "What do you want to know?", True
            field.error_messages["required"] = "Write what you want to know."
