"""The owner's answer: written once, in one transaction with everything that follows from it."""

import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date
from enum import StrEnum

from django.utils import timezone

from portal import audit
from portal.notices import telling
from portal.notices.kinds import Kind
from portal.programmes.defaults import MEDIA
from submissions.domain import declining, holds, sealed
from submissions.domain.asking import questions
from submissions.domain.asking.errors import AnsweredError, IncompleteError
from submissions.domain.sealed import JSON
from submissions.models import (
    OPEN_ASKINGS,
    Answer,
    Asking,
    AskingState,
    ConfidentialityRelease,
    EntrySource,
    RecordState,
    RightsGrant,
)
from submissions.states import Mover

LONGEST = 2_000
COUNTRY = re.compile(r"[A-Z]{2}")


class Scope(StrEnum):
    """What a permission is about."""

    SAMPLE = "sample"
    EVERYTHING = "everything"
    """All samples of this contractor's work for the organisation in this programme."""


class Attribution(StrEnum):
    NONE = "none"
    NAMED = "named"


@dataclass(frozen=True, slots=True)
class Given:
    """A permission as it was filled in."""

    purposes: tuple[str, ...]
    scope: Scope
    name: str
    role: str
    starts_on: date | None = None
    ends_on: date | None = None
    attribution: Attribution = Attribution.NONE
    conditions: str = ""
    releases: bool = False
    """Also from a duty of confidentiality towards the organisation."""
    territory: tuple[str, ...] = ()
    """ISO 3166 codes; empty means everywhere."""
    media: tuple[str, ...] = ()
    exclusive: bool = False


@dataclass(frozen=True, slots=True)
class Told:
    """An answer as it is kept and as the receipt says it."""

    answer: str
    by: str = ""
    scope: str = ""
    purposes: list[str] = field(default_factory=list)
    starts_on: str = ""
    ends_on: str = ""
    attribution: str = ""
    conditions: str = ""
    releases: bool = False
    release_ids: list[str] = field(default_factory=list)
    territory: list[str] = field(default_factory=list)
    media: list[str] = field(default_factory=list)
    exclusive: bool = False


def grant(asking: Asking, given: Given) -> None:
    """Allow the use: the grant is written, and samples that waited for it go on by themselves."""
    _check_given(asking, given)
    by = f"{given.name.strip()}, {given.role.strip()}"
    with audit.transaction():
        row = _grant_row(asking, given, by)
        releases = _releases(asking, given) if given.releases else []
        told = Told(
            answer=Answer.GRANT.value,
            by=by,
            scope=given.scope.value,
            purposes=[asking.purposes[name] for name in sorted(given.purposes)],
            starts_on=_iso(given.starts_on),
            ends_on=_iso(given.ends_on),
            attribution=given.attribution.value,
            conditions=given.conditions.strip(),
            releases=given.releases,
            release_ids=[str(release.pk) for release in releases],
            territory=sorted(given.territory),
            media=[MEDIA[name] for name in sorted(given.media)],
            exclusive=given.exclusive,
        )
        _answer(asking, Answer.GRANT, told, grant=row)
        holds.recheck_engagement(asking.engagement, None, Mover.RIGHTS_HOLDER)


def refuse(asking: Asking, answer: Answer, words: str = "") -> None:
    """No, not ours, or never again. The first and the last are written to the register.

    ``words`` are for the contractor. Raises ``AnsweredError`` where somebody was faster.
    """
    if answer not in REFUSALS:
        raise ValueError(answer)
    _check_words(words)
    with audit.transaction():
        _answer(asking, answer, Told(answer=answer.value, conditions=words.strip()))
        if answer is Answer.DENY:
            declining.by_owner(asking, EntrySource.DENIED)
        elif answer is Answer.NEVER:
            _stop_others(asking)
            declining.by_owner(asking, EntrySource.NEVER)


REFUSALS = (Answer.DENY, Answer.NOT_OURS, Answer.NEVER)


def ask_back(asking: Asking, words: str) -> None:
    """The owner wants to know more first; the contractor answers, and the link decides still."""
    _check_words(words)
    if not words.strip():
        raise IncompleteError("Write what you want to know.")
    sealed.seal(questions.key_of(asking), asking, "question_sealed", words.strip())
    with audit.transaction():
        asked = Asking.objects.filter(
            pk=asking.pk, state=AskingState.SENT, expires_at__gt=timezone.now()
        ).update(
            question_sealed=asking.question_sealed,
            asked_back_at=timezone.now(),
            replied_at=None,
            reply_sealed=b"",
            reply_sent_at=None,
        )
        if not asked:
            raise AnsweredError
        questions.record("asking.asked_back", asking, None)
        _notify(asking, Kind.YOUR_TURN, "owner_asks")


def told(asking: Asking) -> Told | None:
    """What was answered; None before."""
    value = sealed.unseal(questions.key_of(asking), asking, "answer_sealed")
    return _from_json(value) if isinstance(value, Mapping) else None


def _from_json(value: Mapping[str, JSON]) -> Told:
    def text(name: str) -> str:
        return str(value.get(name) or "")

    def texts(name: str) -> list[str]:
        found = value.get(name)
        return [str(item) for item in found] if isinstance(found, list) else []

    return Told(
        answer=text("answer"),
        by=text("by"),
        scope=text("scope"),
        purposes=texts("purposes"),
        starts_on=text("starts_on"),
        ends_on=text("ends_on"),
        attribution=text("attribution"),
        conditions=text("conditions"),
        releases=value.get("releases") is True,
        release_ids=texts("release_ids"),
        territory=texts("territory"),
        media=texts("media"),
        exclusive=value.get("exclusive") is True,
    )


def _answer(asking: Asking, answer: Answer, said: Told, grant: RightsGrant | None = None) -> None:
    """Compare and set: of two answers at once, the first one counts."""
    sealed.seal(questions.key_of(asking), asking, "answer_sealed", asdict(said))
    now = timezone.now()
    if not questions.is_about_this(asking):
        raise AnsweredError
    done = Asking.objects.filter(pk=asking.pk, state=AskingState.SENT, expires_at__gt=now).update(
        state=AskingState.ANSWERED,
        answer=answer,
        answered_at=now,
        answer_sealed=asking.answer_sealed,
        grant=grant,
    )
    if not done:
        raise AnsweredError
    asking.state, asking.answer, asking.answered_at = AskingState.ANSWERED, answer, now
    asking.grant = grant
    _notify(asking, Kind.DECISION, "owner_answered")
    questions.record(
        "asking.answered",
        asking,
        None,
        answer=answer.value,
        grant=str(grant.pk) if grant else "",
    )


def _notify(asking: Asking, kind: Kind, code: str) -> None:
    """Tell the contractor; what was said stands on the page of the sample alone."""
    telling.tell(
        asking.contractor_id,
        kind,
        code,
        programme_id=asking.engagement.programme_id,
        subject_id=asking.submission_id,
        number=asking.submission.number,
    )


def _grant_row(asking: Asking, given: Given, by: str) -> RightsGrant:
    row = RightsGrant(
        engagement=asking.engagement,
        organisation_digest=asking.organisation_digest,
        organisation_full_digest=asking.organisation_full_digest,
        submission=asking.submission if given.scope is Scope.SAMPLE else None,
        issuer_is_organisation=True,
        purposes=sorted(given.purposes),
        territory=sorted(given.territory),
        media=sorted(given.media),
        exclusive=given.exclusive,
        starts_on=given.starts_on,
        ends_on=given.ends_on,
        state=RecordState.GIVEN,
        decided_at=timezone.now(),
    )
    key = questions.key_of(asking)
    sealed.seal(key, row, "issuer_sealed", f"{by} ({questions.domain_of(asking)})")
    conditions = {"attribution": given.attribution.value, "text": given.conditions.strip()}
    sealed.seal(key, row, "conditions_sealed", conditions)
    row.save(force_insert=True)
    audit.record(
        "grant.given",
        programme_id=asking.engagement.programme_id,
        subject=("grant", row.pk),
        facts={"asking": str(asking.pk), "purposes": ",".join(row.purposes)},
    )
    return row


def _releases(asking: Asking, given: Given) -> list[ConfidentialityRelease]:
    """One release, of everything or of this sample alone."""
    only = asking.submission if given.scope is Scope.SAMPLE else None
    release = ConfidentialityRelease.objects.create(
        engagement=asking.engagement,
        organisation_digest=asking.organisation_digest,
        organisation_full_digest=asking.organisation_full_digest,
        submission=only,
        state=RecordState.GIVEN,
        decided_at=timezone.now(),
    )
    audit.record(
        "confidentiality_release.given",
        programme_id=asking.engagement.programme_id,
        subject=("confidentiality_release", release.pk),
        facts={"asking": str(asking.pk)},
    )
    return [release]


def _stop_others(asking: Asking) -> None:
    """Nobody asks there again: what is open to the same site ends."""
    same = Asking.objects.filter(site_digest=asking.site_digest, state__in=OPEN_ASKINGS)
    for other in same.exclude(pk=asking.pk).select_related("engagement"):
        rows = Asking.objects.filter(pk=other.pk, state__in=OPEN_ASKINGS)
        if rows.update(state=AskingState.STOPPED):
            questions.record("asking.stopped", other, None)


def _check_given(asking: Asking, given: Given) -> None:
    if not given.purposes or not set(given.purposes) <= set(asking.purposes):
        raise IncompleteError("Tick what you allow.")
    if not set(given.media) <= set(MEDIA) or not all(map(COUNTRY.fullmatch, given.territory)):
        raise IncompleteError("Choose from the list where it may be used.")
    if not given.name.strip() or not given.role.strip():
        raise IncompleteError("Say who you are and what you do there.")
    first = given.starts_on or timezone.now().date()
    if given.ends_on and given.ends_on < first:
        raise IncompleteError("The last day is before the first.")
    _check_words(given.conditions)


def _check_words(words: str) -> None:
    if len(words) > LONGEST:
        raise IncompleteError("Keep it under 2,000 characters.")


def _iso(day: date | None) -> str:
    return day.isoformat() if day else ""
