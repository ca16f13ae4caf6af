"""Mails about notices: everything new in one, at most one an hour, without content."""

from datetime import datetime, timedelta
from smtplib import SMTPException
from uuid import UUID

import structlog
from django.conf import settings
from django.core.mail import EmailMultiAlternatives
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.notices import stopping, telling
from portal.notices.kinds import KINDS, Kind
from portal.notices.models import Notice

log = structlog.get_logger(__name__)

EVERY = timedelta(hours=1)
SETTLE = timedelta(minutes=5)
"""A notice waits this long for others to come along, or to be read in the portal."""


def send_due(now: datetime | None = None) -> int:
    """Send what is due; gives how many mails went out.

    A mail goes out before its notices are marked: cut off in between, it comes twice
    rather than never. A server that takes no mail is asked again with the next beat.
    """
    moment = now or timezone.now()
    waiting = (
        Notice.objects.filter(
            read_at=None, mailed_at=None, made_at__lte=moment - SETTLE, person__is_active=True
        )
        .order_by()
        .values_list("person_id", flat=True)
        .distinct()
    )
    return sum(_send_to(person_id, moment) for person_id in list(waiting))


@transaction.atomic
def _send_to(person_id: UUID, now: datetime) -> bool:
    person = User.objects.select_for_update().get(pk=person_id)
    kinds = telling.mailed_kinds(person)
    lately = Notice.objects.filter(person=person, mailed_at__gt=now - EVERY, kind__in=kinds)
    if lately.exists():
        return False
    rows = list(
        Notice.objects.filter(person=person, read_at=None, mailed_at=None).select_related(
            "programme"
        )
    )
    wanted = [row for row in rows if row.kind in kinds]
    if wanted and not _sent(person, wanted):
        return False
    Notice.objects.filter(pk__in=[row.pk for row in rows]).update(mailed_at=now)
    return bool(wanted)


def _sent(person: User, notices: list[Notice]) -> bool:
    kinds = {Kind(notice.kind) for notice in notices}
    end = stopping.link(person.pk, kinds)
    base = settings.PUBLIC_URL.rstrip("/")
    context = {
        "name": settings.AIRLOCK_NAME,
        "lines": [(line, base + line.path) for line in telling.lines(notices)],
        "stop_url": end,
        "choose_url": base + reverse("notices:list"),
        "kinds": [KINDS[kind].label for kind in sorted(kinds)],
    }
    mail = EmailMultiAlternatives(
        subject=_subject(len(notices)),
        body=render_to_string("notices/mail/digest.txt", context),
        to=[person.email],
        headers={
            "List-Unsubscribe": f"<{end}>",
            "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
            "Auto-Submitted": "auto-generated",
        },
    )
    mail.attach_alternative(render_to_string("notices/mail/digest.html", context), "text/html")
    try:
        mail.send()
    except (OSError, SMTPException) as error:
        log.warning("notice_mail_failed", exc_info=error)
        return False
    return True


def _subject(number: int) -> str:
    if number == 1:
        return f"{settings.AIRLOCK_NAME}: one notice for you"
    return f"{settings.AIRLOCK_NAME}: {number} notices for you"
