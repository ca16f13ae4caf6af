"""Mails to owners: the first one, two reminders, an end. Every mail has a link of its own.

The token is drawn when a mail is sent and kept only as a keyed hash. Who sends claims the
question first, so that two who send at once send once.
"""

import secrets
from datetime import datetime, timedelta
from smtplib import SMTPException
from typing import Any

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db.models import Exists, F, Q
from django.urls import reverse
from django.utils import timezone

from portal import audit
from portal.vault import registers
from portal.vault.errors import KeyDestroyed, KeyMissing
from submissions.domain.asking import confirming, limits, questions, wording
from submissions.domain.asking.errors import MailNotSentError, TooManyMailsError
from submissions.domain.asking.wording import Message
from submissions.domain.consent import register
from submissions.models import Asking, AskingLink, AskingState

log = structlog.get_logger(__name__)

TOKEN_BYTES = 32
REMINDERS = (5, 10)
"""Days after the first mail."""
CLAIMED_FOR = timedelta(minutes=5)
MOST_FAILURES = 10
"""Then an admin has to look (``stuck``): about three days after the first try."""
LONGEST_PAUSE = timedelta(days=1)
BATCH = 100
HEADERS = {"Auto-Submitted": "auto-generated", "X-Auto-Response-Suppress": "All"}


def token_digest(token: str) -> str:
    """How a token is kept and looked up."""
    return registers.portal_digest("asking link", token)


def send(asking: Asking) -> bool:
    """Send an approved question whose domain is confirmed; False where that is not so yet.

    Raises ``MailNotSentError`` and ``TooManyMailsError``; it stays approved and is tried again.
    """
    if asking.state != AskingState.APPROVED or not confirming.is_confirmed(asking):
        return False
    if not questions.is_about_this(asking) or _declined(asking):
        return False
    if not _claimed(asking, state=AskingState.APPROVED):
        return False
    now = timezone.now()
    expires = now + timedelta(days=questions.days_open(asking))
    _mail(asking, questions.message_of(asking), "first")
    with audit.transaction():
        if Asking.objects.filter(pk=asking.pk, state=AskingState.APPROVED).update(
            state=AskingState.SENT, sent_at=now, expires_at=expires, **SENT_NOW
        ):
            questions.record("asking.sent", asking, None, message=asking.message_sha256)
    return True


def send_reply(asking: Asking) -> bool:
    """Tell the owner that their question is answered; they have as many days again.

    Raises ``MailNotSentError`` and ``TooManyMailsError``; the beat tries it again.
    """
    if not questions.is_about_this(asking) or _declined(asking):
        return False
    waiting = {"replied_at__isnull": False, "reply_sent_at__isnull": True}
    if not _claimed(asking, state=AskingState.SENT, **waiting):
        return False
    programme = asking.engagement.programme
    _mail(asking, wording.replied(questions.question_of(asking), programme), "reply")
    now = timezone.now()
    expires = now + timedelta(days=questions.days_open(asking))
    with audit.transaction():
        Asking.objects.filter(pk=asking.pk, state=AskingState.SENT).update(
            expires_at=expires, sent_at=now, reply_sent_at=now, reminders=0, **SENT_NOW
        )
        questions.record("asking.reply_sent", asking, None)
    return True


def keep_up(now: datetime | None = None) -> None:
    """The beat's: end what nobody answered, remind, send what could not be sent before."""
    at = now or timezone.now()
    for asking in _rows(_reply_waits(), _not_given_up(), state=AskingState.SENT):
        _attempt(asking, send_reply)
    held_up = _reply_waits() & _not_given_up()
    for asking in _rows(~held_up, state=AskingState.SENT, expires_at__lte=at):
        _expire(asking)
    for asking in _rows(_to_remind(at), _not_given_up(), state=AskingState.SENT, expires_at__gt=at):
        _attempt(asking, lambda one: remind(one, at))
    confirmed = Exists(confirming.yes())
    for asking in _rows(confirmed, _not_given_up(), state=AskingState.APPROVED):
        _attempt(asking, send)


def _declined(asking: Asking) -> bool:
    """Whether the owner refused since, to whomever: then they are asked no more."""
    said = register.said_of(asking.engagement)
    return said.declined or said.never


def _to_remind(at: datetime) -> Q:
    """Those with a reminder due, so that a batch holds no others."""
    first, second = (at - timedelta(days=days) for days in REMINDERS)
    paused = Q(asked_back_at__isnull=False, reply_sent_at__isnull=True)
    return (Q(reminders=0, sent_at__lte=first) | Q(reminders=1, sent_at__lte=second)) & ~paused


def _reply_waits() -> Q:
    """Answered by the contractor, and the owner does not know yet."""
    return Q(replied_at__isnull=False, reply_sent_at__isnull=True)


def _not_given_up() -> Q:
    return Q(failures__lt=MOST_FAILURES)


SENT_NOW: dict[str, Any] = {"sending_until": None, "failures": 0}
"""What a mail that left sets."""


def _attempt(asking: Asking, act: Any) -> None:
    """One that cannot be sent must not keep the others from it."""
    try:
        act(asking)
    except (MailNotSentError, TooManyMailsError) as error:
        log.warning("asking_not_sent", code=error.code)
    except (KeyDestroyed, KeyMissing) as error:
        log.warning("asking_without_key", code=error.code)


def remind(asking: Asking, now: datetime) -> bool:
    """The reminder that is due, if one is; never more than one at a time."""
    if asking.sent_at is None or (asking.asked_back_at and not asking.reply_sent_at):
        return False
    if not questions.is_about_this(asking) or _declined(asking):
        return False
    due = sum(1 for days in REMINDERS if asking.sent_at + timedelta(days=days) <= now)
    if due <= asking.reminders or not _claimed(asking, reminders=asking.reminders):
        return False
    days, locale = REMINDERS[due - 1], questions.question_of(asking).locale
    _mail(asking, wording.reminder(questions.message_of(asking), days, locale), f"day {days}")
    with audit.transaction():
        Asking.objects.filter(pk=asking.pk).update(reminders=due, **SENT_NOW)
        questions.record("asking.reminded", asking, None, reminder=str(due))
    return True


def _expire(asking: Asking) -> None:
    """Silence is a hold, never consent: nothing else changes."""
    with audit.transaction():
        if Asking.objects.filter(pk=asking.pk, state=AskingState.SENT).update(
            state=AskingState.EXPIRED
        ):
            questions.record("asking.expired", asking, None)


def _rows(*more: Q | Exists, **wanted: Any) -> list[Asking]:
    rows = Asking.objects.filter(*more, **wanted).select_related(
        "engagement__programme", "engagement__contractor", "submission"
    )
    return list(rows.order_by("created_at")[:BATCH])


def _claimed(asking: Asking, **still: Any) -> bool:
    """Whether this caller sends; another one at the same time does not."""
    now = timezone.now()
    free = Q(sending_until__isnull=True) | Q(sending_until__lte=now)
    rows = Asking.objects.filter(free, pk=asking.pk, **still)
    return bool(rows.update(sending_until=now + CLAIMED_FOR))


def _mail(asking: Asking, message: Message, reason: str) -> None:
    """One mail with a new link; what does not leave is tried again, later each time."""
    try:
        limits.check(asking)
        token = secrets.token_urlsafe(TOKEN_BYTES)
        link = AskingLink.objects.create(
            asking=asking, token_digest=token_digest(token), reason=reason
        )
        path = reverse("submissions:answer_asking", args=[token])
        try:
            post(questions.address_of(asking), message.with_link(public(path)))
        except MailNotSentError:
            link.delete()
            raise
    except TooManyMailsError:
        Asking.objects.filter(pk=asking.pk).update(sending_until=None)
        raise
    except MailNotSentError:
        pause = min(CLAIMED_FOR * 2 ** min(asking.failures, 10), LONGEST_PAUSE)
        Asking.objects.filter(pk=asking.pk).update(
            sending_until=timezone.now() + pause, failures=F("failures") + 1
        )
        raise


def public(path: str) -> str:
    """An address of the portal, from its setting alone and never from a request."""
    return str(settings.PUBLIC_URL).rstrip("/") + path


def post(address: str, message: Message) -> None:
    """Hand a mail in both forms to the server. Raises ``MailNotSentError``."""
    mail = EmailMultiAlternatives(
        message.subject, message.text, settings.DEFAULT_FROM_EMAIL, [address], headers=HEADERS
    )
    mail.attach_alternative(message.html, "text/html")
    try:
        mail.send()
    except (OSError, SMTPException):
        raise MailNotSentError from None
