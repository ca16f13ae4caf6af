"""The "before": an original, rendered in the sandbox when somebody may look at it.

Nothing of it is stored: it is decrypted into a work folder, rendered there by a confined
child, handed to one answer and wiped. Every look is an audit event of its own, written
before anything is rendered (decision 15).
"""

import base64
import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any
from uuid import UUID

from django.db import IntegrityError
from django.db.models import QuerySet
from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from portal.notices import telling
from portal.notices.kinds import Kind as NoticeKind
from portal.programmes import permissions
from portal.programmes.models import Membership
from portal.programmes.roles import Role
from portal.programmes.standing import standings
from scrubbing import services
from scrubbing.engine.errors import ScrubError
from submissions.domain import masked, quarantine, sealed, spots
from submissions.domain.consent.evidence import plain_place
from submissions.domain.errors import Refused, StaleError
from submissions.domain.review import claims, employers
from submissions.domain.review.errors import ReasonMissingError, SameEmployerError
from submissions.domain.scrubbing.inputs import untrusted_name
from submissions.models import Artefact, Finding, OriginalRequest, Review
from submissions.states import State

GRANTERS = frozenset({Role.CLEARANCE_REVIEWER, Role.PROGRAMME_ADMIN})
LASTS = timedelta(minutes=30)
"""How long a granted look is open (decision 15)."""
LONGEST_WORDS = 500
MAX_BLOCKS = 5000
REASONS: Mapping[str, str] = {
    "unclear_removal": "I cannot tell whether the right thing was removed.",
    "meaning_lost": "What was removed may be needed to understand the work.",
    "suspected_residue": "I suspect that something is hidden in the file.",
    "rights": "I need to see a marking or a notice as it stood.",
}


class NoOriginalError(Refused):
    code = "original_gone"
    sentence = "The original was deleted. Only the scrubbed copy is left."


class NotShownError(Refused):
    code = "original_not_shown"
    sentence = "The original could not be shown. What was taken out is listed all the same."


class NotGrantedError(Refused):
    code = "original_not_granted"
    sentence = "This look at the original is not granted, or its time is over. Ask again."


class AskedAlreadyError(Refused):
    code = "original_asked"
    sentence = "You have asked for this original already. A second person decides."


@dataclass(frozen=True, slots=True)
class Look:
    """An original as it is shown once: a manifest, and its pictures as data addresses."""

    manifest: Mapping[str, Any]
    pictures: Mapping[str, str]
    words: Mapping[int, Sequence[Sequence[Any]]]


def ask(
    review_id: UUID, reviewer: User, token: UUID, artefact_id: UUID, words: Mapping[str, str]
) -> OriginalRequest:
    """A reviewer's request for one file of what they hold; ``words`` has reason and words."""
    review = claims.held(review_id, reviewer, token).select_related("submission").first()
    if review is None:
        raise StaleError
    permissions.check_may_ask_for_original(reviewer, review.submission)
    artefact = _with_original(review.submission.artefacts.filter(pk=artefact_id).first())
    reason, said = words.get("reason", ""), words.get("words", "").strip()
    if reason not in REASONS or not said:
        raise ReasonMissingError
    row = OriginalRequest(
        submission=review.submission, artefact=artefact, asked_by=reviewer, reason=reason
    )
    sealed.seal(sealed.key_of(artefact.submission_id), row, "words_sealed", said[:LONGEST_WORDS])
    try:
        with audit.transaction():
            row.save(force_insert=True)
            _record("original.asked", row, reviewer)
            _tell_granters(row)
    except IntegrityError:
        raise AskedAlreadyError from None
    return row


def decide(request_id: UUID, user: User, *, granted: bool) -> None:
    """A second person's answer; granted, the look is open for ``LASTS``."""
    row = OriginalRequest.objects.select_related("submission").get(pk=request_id)
    permissions.check_may_grant_original(user, row.submission, row.asked_by_id)
    if employers.are_owners(user, row.submission):
        raise SameEmployerError
    now = timezone.now()
    with audit.transaction():
        changed = OriginalRequest.objects.filter(pk=request_id, decided_at=None).update(
            decided_by=user, decided_at=now, until=now + LASTS if granted else None
        )
        if not changed:
            raise StaleError
        _record("original.granted" if granted else "original.refused", row, user)
        telling.settled_for_all(row.pk, NoticeKind.LOOK)


def _tell_granters(row: OriginalRequest) -> None:
    """A notice for everybody who may decide, so that no reviewer waits for a chance visit."""
    sample = row.submission
    members = Membership.objects.filter(
        programme=sample.programme_id, role__in=GRANTERS, is_active=True, user__is_active=True
    ).select_related("user")
    for user in {member.user_id: member.user for member in members}.values():
        if permissions.may_grant_original(user, sample, row.asked_by_id):
            telling.tell(
                user.pk,
                NoticeKind.LOOK,
                "original_asked",
                programme_id=sample.programme_id,
                subject_id=row.pk,
                number=sample.number,
            )


@dataclass(frozen=True, slots=True)
class Waiting:
    """A request that nobody has answered, with the words it was asked with."""

    row: OriginalRequest
    reason: str
    words: str


def waiting(user: User) -> list[Waiting]:
    """Requests that this person may answer, oldest first."""
    rows = _may_grant(user).select_related("submission__programme", "artefact")
    return [
        Waiting(row, REASONS.get(row.reason, ""), _words(row))
        for row in rows
        if permissions.may_grant_original(user, row.submission, row.asked_by_id)
    ]


def _may_grant(user: User) -> QuerySet[OriginalRequest]:
    programmes = [key for key, here in standings(user).items() if here.roles & GRANTERS]
    rows = (
        OriginalRequest.objects.filter(decided_at=None, submission__programme__in=programmes)
        # Of what was taken back or destroyed nothing is told, and nothing is left to look at.
        .filter(submission__originals_purged_at=None)
        .exclude(submission__state__in=(State.WITHDRAWN, State.PURGED))
        .exclude(asked_by=user)
        .exclude(submission__contractor=user)
    )
    return employers.without_theirs(rows, user, "submission__engagement")


def _words(row: OriginalRequest) -> str:
    return str(sealed.unseal(sealed.key_of(row.submission_id), row, "words_sealed") or "")


def last_request(review: Review, artefact_id: UUID) -> OriginalRequest | None:
    """What this reviewer last asked about a file, answered or not."""
    asked = OriginalRequest.objects.filter(artefact_id=artefact_id, asked_by=review.reviewer_id)
    return asked.order_by("-asked_at").first()


def look_as_owner(artefact: Artefact, owner: User, page: int) -> Look:
    """The owner's own file, one page of pictures at a time."""
    permissions.check_may_own(owner, artefact.submission)
    return _look(artefact, owner, page, "")


def look_as_reviewer(request_id: UUID, review: Review, page: int) -> Look:
    """The same for a reviewer who holds a claim on it, while a grant is open."""
    row = OriginalRequest.objects.filter(
        pk=request_id,
        asked_by=review.reviewer_id,
        submission=review.submission_id,
        until__gt=timezone.now(),
    ).first()
    open_claim = claims.held(review.pk, review.reviewer, review.lease_token).exists()
    if row is None or not open_claim:
        raise NotGrantedError
    permissions.check_may_ask_for_original(review.reviewer, review.submission)
    artefact = review.submission.artefacts.select_related("submission").get(pk=row.artefact_id)
    return _look(artefact, review.reviewer, page, str(row.pk))


def _look(artefact: Artefact, viewer: User, page: int, request: str) -> Look:
    _with_original(artefact)
    audit.record(
        "original.read",
        programme_id=artefact.submission.programme_id,
        actor=viewer,
        subject=("submission", artefact.submission_id),
        facts={"artefact": str(artefact.pk), "page": page, "request": request},
    )
    try:
        return _rendered(artefact, page)
    except (ScrubError, FileNotFoundError):
        # A folder that was there and a file that is not: nothing of either is said.
        raise NotShownError from None


def _rendered(artefact: Artefact, page: int) -> Look:
    with quarantine.work_folder(uuid.uuid4()) as folder:
        path = quarantine.open_plaintext(artefact, folder)
        out = folder / "look"
        out.mkdir(mode=0o700)
        manifest = services.preview_file(
            path, untrusted_name(artefact), out, only=page, units=masked.units(artefact)
        )
        words = spots.read_words(manifest, out)
        pictures = {one.name: _data_address(one) for one in out.glob("*.png")}
    whole = {**manifest, "blocks": manifest["blocks"] or _blocks(artefact)}
    marks = spots.placed(whole, _marks(artefact), words)
    return Look({**whole, "marks": marks}, pictures, words)


def _blocks(artefact: Artefact) -> list[dict[str, Any]]:
    """The text that pass one read, for pages whose text is not read again for one look."""
    return [
        {
            "locator": unit.locator,
            "role": unit.role.value,
            "text": unit.text,
            "place": plain_place(unit.place),
        }
        for unit in masked.units(artefact)[:MAX_BLOCKS]
        if not unit.removable
    ]


def _data_address(picture: Path) -> str:
    """The picture inside the page itself, so that no second address could serve it."""
    return f"data:image/png;base64,{base64.b64encode(picture.read_bytes()).decode()}"


def _marks(artefact: Artefact) -> list[dict[str, Any]]:
    """Where the findings of the current run stand in the original, with what stands there."""
    run_id = artefact.submission.current_run_id
    rows = Finding.objects.filter(run_id=run_id, artefact=artefact, suggestion=False)
    texts = masked.texts(artefact)
    return [
        {
            "kind": row.kind,
            "number": row.number,
            "locator": row.locator,
            "start": row.start,
            "from": row.start,
            "surrogate": texts.get(row.locator, "")[row.start : row.end],
            "place": row.place,
            "page": row.place.get("page"),
            "box": row.place.get("box"),
        }
        for row in rows
    ]


def _with_original(artefact: Artefact | None) -> Artefact:
    if artefact is None or artefact.submission.originals_purged_at or not artefact.quarantine_key:
        raise NoOriginalError
    return artefact


def _record(event: str, row: OriginalRequest, actor: User) -> None:
    audit.record(
        event,
        programme_id=row.submission.programme_id,
        actor=actor,
        subject=("submission", row.submission_id),
        facts={"request": str(row.pk), "artefact": str(row.artefact_id), "reason": row.reason},
    )
