"""The mails to an owner, word for word as the contractor approves them.

They hold names that the contractor typed about themselves and the organisation, the
programme's own words and a link; nothing of a file.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

from portal.programmes.models import Programme
from submissions.domain import sealed
from submissions.domain.sealed import JSON

LOCALES = {"en": "English", "de": "Deutsch", "fr": "Français"}
"""Languages that the mails to owners are written in."""
LINK = "[link]"
"""Stands where the link goes, which is made when the mail is sent."""


@dataclass(frozen=True, slots=True)
class Message:
    """A mail in both its forms."""

    subject: str
    text: str
    html: str

    @property
    def sha256(self) -> str:
        return hashlib.sha256(sealed.to_bytes(asdict(self))).hexdigest()

    def with_link(self, url: str) -> "Message":
        """The mail as it is sent."""
        return Message(self.subject, self.text.replace(LINK, url), self.html.replace(LINK, url))


@dataclass(frozen=True, slots=True)
class Question:
    """Who asks whom for what."""

    number: str
    """Of this request, as the mail and the page say it."""
    signed: str
    organisation: str
    purposes: Mapping[str, str]
    days: int
    locale: str = "en"
    """Of the mails; the programme's own words stay as it wrote them."""


def from_json(value: JSON) -> Message:
    """A message as it was kept."""
    kept = value if isinstance(value, dict) else {}
    return Message(*(str(kept.get(name) or "") for name in ("subject", "text", "html")))


def ask(question: Question, programme: Programme) -> Message:
    """The first mail."""
    with translation.override(question.locale):
        subject = _("{signed} asks for your permission to use work for {organisation}")
    said = subject.format(signed=question.signed, organisation=question.organisation)
    return _message("ask", said, question, programme)


def reminder(message: Message, days: int, locale: str = "en") -> Message:
    """The same mail again, with a line before it."""
    with translation.override(locale):
        line = _("This is a reminder: we wrote to you {days} days ago and have no answer yet.")
        word = _("Reminder")
    line = line.format(days=days)
    return Message(
        f"{word}: {message.subject}",
        f"{line}\n\n{message.text}",
        message.html.replace("<body>", f"<body><p>{line}</p>", 1),
    )


def replied(question: Question, programme: Programme) -> Message:
    """The contractor answered what the owner wanted to know; the answer is on the page alone."""
    with translation.override(question.locale):
        subject = _("An answer to your question, {number}").format(number=question.number)
    return _message("replied", subject, question, programme)


def confirmed(question: Question, programme: Programme, said: str, on: str) -> Message:
    """What was answered, to the address that was asked, so that nobody answers in their name."""
    with translation.override(question.locale):
        more = {"said": _(said), "on": on}
        subject = _("Your answer, {number}").format(number=question.number)
    return _message("confirmed", subject, question, programme, more)


def code(question: Question, programme: Programme, digits: str) -> Message:
    """The code that ends a permission."""
    more = {"digits": digits}
    with translation.override(question.locale):
        subject = _("Your code, {number}").format(number=question.number)
    return _message("code", subject, question, programme, more)


def number_of(asking_id: object) -> str:
    """A request's number as people read it out: "6A2F 90C1 77BE 04D3"."""
    digits = hashlib.sha256(str(asking_id).encode()).hexdigest()[:16].upper()
    return " ".join(digits[at : at + 4] for at in range(0, 16, 4))


def _message(
    name: str,
    subject: str,
    question: Question,
    programme: Programme,
    more: Mapping[str, str] | None = None,
) -> Message:
    context = {
        "signed": question.signed,
        "organisation": question.organisation,
        "number": question.number,
        "days": question.days,
        "purposes": list(question.purposes.values()),
        "programme": programme.name,
        "portal": settings.AIRLOCK_NAME,
        "address": settings.PUBLIC_URL.rstrip("/"),
        "contact": settings.DEFAULT_FROM_EMAIL,
        "link": LINK,
        **(more or {}),
    }
    with translation.override(question.locale):
        return Message(
            " ".join(subject.split()),
            render_to_string(f"askings/mail/{name}.txt", context).strip() + "\n",
            render_to_string(f"askings/mail/{name}.html", context).lstrip(),
        )
