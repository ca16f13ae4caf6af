"""New terms: everybody who agreed to older ones hears of it, and reads what is different."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from portal.accounts.models import User
from portal.notices import telling
from portal.notices.kinds import Kind
from portal.programmes import terms, versions
from portal.programmes.models import SettingKind, SettingVersion
from portal.programmes.terms import Changed
from submissions.domain import holds
from submissions.domain.consent import records
from submissions.domain.errors import StaleError
from submissions.models import ConsentRecord, RecordState, Submission
from submissions.states import State

OVER = (State.DRAFT, State.WITHDRAWN, State.PURGED)


@dataclass(frozen=True, slots=True)
class News:
    """What changed for a person since they first agreed, and samples that rest on older terms."""

    changed: Changed | None
    samples: Sequence[Submission]


def tell(version: SettingVersion, **_: Any) -> None:
    """Receives ``versions.published``: a notice each, in its transaction; mails follow."""
    if version.kind != SettingKind.TERMS:
        return
    material = versions.material_terms(version.programme_id).number
    for person_id, oldest in _agreed(version.programme_id).items():
        telling.tell(
            person_id,
            Kind.TERMS,
            "terms_material" if oldest < material else "terms_changed",
            programme_id=version.programme_id,
            subject_id=version.programme_id,
        )


def _agreed(programme_id: UUID) -> dict[UUID, int]:
    """Everybody whose agreement stands, with the number of the oldest terms it was given to."""
    oldest: dict[UUID, int] = {}
    rows = _consents(programme_id).values_list("person", "terms_version__number")
    for person_id, number in rows.order_by("terms_version__number"):
        oldest.setdefault(person_id, number)
    return oldest


def _consents(programme_id: UUID) -> Any:
    return ConsentRecord.objects.filter(
        submission__programme=programme_id, state=RecordState.GIVEN
    ).exclude(submission__state__in=OVER)


def since(person: User, programme_id: UUID, locale: str) -> News | None:
    """The difference for this person; None where they agreed to nothing here."""
    mine = _consents(programme_id).filter(person=person).select_related("terms_version")
    first = mine.order_by("terms_version__number").first()
    if first is None:
        return None
    material = versions.material_terms(programme_id).number
    older = mine.filter(terms_version__number__lt=material).values("submission")
    samples = Submission.objects.filter(pk__in=older).exclude(state=State.RELEASED)
    return News(terms.changed_since(first.terms_version, locale), list(samples.order_by("number")))


def agree_again(person: User, programme_id: UUID, number: int, locale: str) -> int:
    """Agree to exactly the terms that were shown, for every sample that rests on older ones.

    The purposes stay those that were given. Samples held for it go on. Gives how many there
    were; raises ``StaleError`` where other terms are in force by now.
    """
    if versions.current(programme_id, SettingKind.TERMS).number != number:
        raise StaleError
    news = since(person, programme_id, locale)
    found = news.samples if news else []
    for sample in found:
        given = sample.consents.filter(state=RecordState.GIVEN)
        purposes = list(given.values_list("purpose", flat=True))
        records.give(sample.pk, person, purposes, locale, number)
        if sample.state == State.HELD and sample.held_code == "terms_changed":
            holds.recheck(sample.pk, person)
    telling.settled(person.pk, programme_id, Kind.TERMS)
    return len(found)
