"""Telling a person, showing what was told, and what they want no mail about."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.notices.kinds import KINDS, SENTENCES, Kind
from portal.notices.models import NoMail, Notice

SHOWN = 100
KEPT = timedelta(days=180)


@dataclass(frozen=True, slots=True)
class Line:
    """A notice as it is read: ``path`` is below the portal's address."""

    id: UUID
    what: str
    sentence: str
    path: str
    at: datetime
    is_new: bool


@transaction.atomic
def tell(
    person_id: UUID,
    kind: Kind,
    code: str,
    *,
    programme_id: UUID,
    subject_id: UUID,
    number: int | None = None,
) -> None:
    """Leave a notice, in the transaction of what it is about.

    An unread one about the same thing is brought up to date, so that nobody finds ten.
    """
    now = timezone.now()
    Notice.objects.update_or_create(
        person_id=person_id,
        kind=kind.value,
        subject_id=subject_id,
        read_at=None,
        defaults={"code": code, "made_at": now, "mailed_at": None},
        create_defaults={
            "code": code,
            "made_at": now,
            "programme_id": programme_id,
            "number": number,
        },
    )


def settled(person_id: UUID, subject_id: UUID, kind: Kind) -> None:
    """What was asked for is done: the notice about it is news no longer."""
    Notice.objects.filter(
        person_id=person_id, subject_id=subject_id, kind=kind.value, read_at=None
    ).update(read_at=timezone.now())


def settled_for_all(subject_id: UUID, kind: Kind) -> None:
    """One of several has done what all were asked for."""
    Notice.objects.filter(subject_id=subject_id, kind=kind.value, read_at=None).update(
        read_at=timezone.now()
    )


def unread(person: User) -> int:
    """How many a person has not read yet."""
    return Notice.objects.filter(person=person, read_at=None).count()


def lines(notices: Collection[Notice]) -> list[Line]:
    """Notices, loaded with their programmes, in words."""
    return [
        Line(
            id=notice.pk,
            what=_what(notice),
            sentence=SENTENCES[notice.code],
            path=path_of(notice),
            at=notice.made_at,
            is_new=notice.read_at is None,
        )
        for notice in notices
    ]


def recent(person: User) -> list[Line]:
    """The latest hundred."""
    rows = Notice.objects.filter(person=person).select_related("programme")
    return lines(rows[:SHOWN])


def path_of(notice: Notice) -> str:
    """Where the thing itself is shown."""
    about = KINDS[Kind(notice.kind)]
    kwargs = {about.argument: notice.subject_id} if about.argument else {}
    return reverse(about.route, kwargs=kwargs)


def _what(notice: Notice) -> str:
    if notice.number is None:
        return notice.programme.name
    return f"{notice.programme.name}, sample {notice.number}"


def read(person: User, notice_id: UUID) -> Notice:
    """Mark one as read; ``DoesNotExist`` for anybody else's."""
    notice = Notice.objects.get(pk=notice_id, person=person)
    if notice.read_at is None:
        Notice.objects.filter(pk=notice.pk).update(read_at=timezone.now())
    return notice


def read_all(person: User) -> None:
    Notice.objects.filter(person=person, read_at=None).update(read_at=timezone.now())


def mailed_kinds(person: User) -> set[Kind]:
    """The kinds a person gets mail about: all they did not stop."""
    stopped = set(NoMail.objects.filter(person=person).values_list("kind", flat=True))
    return {kind for kind in Kind if kind.value not in stopped}


@transaction.atomic
def choose(person: User, wanted: Collection[Kind]) -> None:
    """Mail about these kinds and no others."""
    NoMail.objects.filter(person=person).delete()
    NoMail.objects.bulk_create(
        NoMail(person=person, kind=kind.value) for kind in Kind if kind not in wanted
    )


def stop(person_id: UUID, kinds: Collection[Kind]) -> None:
    """No more mail about these kinds; a repeat changes nothing."""
    NoMail.objects.bulk_create(
        (NoMail(person_id=person_id, kind=kind.value) for kind in kinds), ignore_conflicts=True
    )


def drop_old() -> int:
    """Forget what is older than half a year."""
    gone, _ = Notice.objects.filter(made_at__lt=timezone.now() - KEPT).delete()
    return gone


def forget(user: User, **_: Any) -> None:
    """Receives ``erasing``."""
    Notice.objects.filter(person=user).delete()
    NoMail.objects.filter(person=user).delete()


def export(user: User, **_: Any) -> dict[str, Any]:
    """Receives ``exporting``."""
    return {
        "notices": [
            {"about": line.what, "said": line.sentence, "at": line.at.isoformat()}
            for line in recent(user)
        ],
        "no_mail_about": sorted(NoMail.objects.filter(person=user).values_list("kind", flat=True)),
    }
