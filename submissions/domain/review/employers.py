"""Organisations a reviewer works or worked for: work that they own is not offered to them.

Kept as engagements declare theirs, by keyed hashes (decision 18), so that no name is
compared in the clear. Declaring one changes what a reviewer is offered; so that nobody
finds out by trying names whose work waits, few can be declared a day and each is audited.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any, TypeVar
from uuid import UUID

from django.db import IntegrityError
from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from portal.vault import keys
from portal.vault.keys import KeyKind
from submissions.domain import sealed
from submissions.domain.consent import register
from submissions.domain.errors import Refused
from submissions.models import DeclaredName, Employer, NameKind, Submission

MOST = 20
A_DAY = 5
LONGEST = 200

Row = TypeVar("Row", bound=Model)


class NoEmployerError(Refused):
    code = "employer_unreadable"
    sentence = "Write the organisation's name, or its web domain such as example.com."


class TooManyEmployersError(Refused):
    code = "too_many_employers"
    sentence = f"At most {A_DAY} a day and {MOST} altogether can be declared."


@dataclass(frozen=True, slots=True)
class Declared:
    """One of a reviewer's own, as they wrote it."""

    id: UUID
    label: str
    is_domain: bool


def of(person: User) -> list[Declared]:
    """Those in force, for the person alone."""
    rows = list(_in_force(person))
    if not rows:
        return []
    key = keys.create(KeyKind.ACCOUNT, person.pk)
    return [
        Declared(row.pk, str(sealed.unseal(key, row, "label_sealed")), row.kind == NameKind.DOMAIN)
        for row in rows
    ]


def add(person: User, text: str) -> None:
    """Declare one. Raises ``NoEmployerError`` or ``TooManyEmployersError``; a repeat does nothing."""
    label = " ".join(text.split())[:LONGEST]
    kind = NameKind.DOMAIN if _is_domain(label) else NameKind.ORGANISATION
    named = register.named(kind, label)
    if named is None:
        raise NoEmployerError
    row = Employer(person=person, kind=kind.value, digest=named.digest)
    sealed.seal(keys.create(KeyKind.ACCOUNT, person.pk), row, "label_sealed", label)
    try:
        with audit.transaction():
            _check_few(person)
            row.save(force_insert=True)
            _record("reviewer.employer_declared", row)
    except IntegrityError:
        return


def _check_few(person: User) -> None:
    """One at a time for each person, so that many sent at once are counted too."""
    User.objects.select_for_update().get(pk=person.pk)
    today = timezone.now() - timedelta(days=1)
    lately = Employer.objects.filter(person=person, added_at__gt=today).count()
    if lately >= A_DAY or _in_force(person).count() >= MOST:
        raise TooManyEmployersError


def end(person: User, employer_id: UUID) -> None:
    """Take one's own back; what it kept away is offered again. A repeat changes nothing."""
    with audit.transaction():
        row = _in_force(person).filter(pk=employer_id).first()
        if row is not None:
            Employer.objects.filter(pk=row.pk).update(ended_at=timezone.now())
            _record("reviewer.employer_ended", row)


def are_owners(person: User, submission: Submission) -> bool:
    """Whether the engagement of a submission declares one of a reviewer's employers."""
    return are_declared(person, submission.engagement_id)


def are_declared(person: User, engagement_id: UUID | None) -> bool:
    """Whether an engagement declares one of a reviewer's employers."""
    named = _named(person)
    return named is not None and bool(
        DeclaredName.objects.filter(named, engagement=engagement_id).exists()
    )


def without_theirs(
    rows: QuerySet[Row], person: User, engagement: str = "engagement"
) -> QuerySet[Row]:
    """Only rows whose engagement, named as a field, declares none of a reviewer's employers."""
    named = _named(person)
    if named is None:
        return rows
    return rows.exclude(Exists(DeclaredName.objects.filter(named, engagement=OuterRef(engagement))))


def _named(person: User) -> Q | None:
    found = [
        Q(kind=kind, digest=digest)
        for kind, digest in _in_force(person).values_list("kind", "digest")
    ]
    if not found:
        return None
    named = Q()
    for one in found:
        named |= one
    return named


def _in_force(person: User) -> QuerySet[Employer]:
    return Employer.objects.filter(person=person, ended_at__isnull=True)


def _is_domain(text: str) -> bool:
    """One word with a dot inside is a domain; "Norvale Inc." is a name."""
    return " " not in text and "." in text.strip(".")


def _record(event: str, row: Employer) -> None:
    audit.record(event, actor=row.person_id, subject=("account", row.person_id))


def forget(user: User, **_: Any) -> None:
    """Receives ``erasing``."""
    Employer.objects.filter(person=user).delete()


def tell(user: User, **_: Any) -> dict[str, Any]:
    """Receives ``exporting``."""
    return {"employers": [one.label for one in of(user)]}
