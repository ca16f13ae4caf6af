"""A question from its draft to the approved message: what the contractor does."""

import re
from collections.abc import Mapping
from dataclasses import asdict
from uuid import UUID

from django.db import IntegrityError
from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from portal.programmes.models import SettingKind
from portal.vault import keys, registers
from portal.vault.keys import KeyKind
from submissions.domain import sealed
from submissions.domain.asking import addresses, limits, wording
from submissions.domain.asking.errors import (
    AddressRefusedError,
    AskingOpenError,
    IncompleteError,
    MessageChangedError,
)
from submissions.domain.asking.wording import Message, Question
from submissions.domain.consent import domains, engagements, register
from submissions.domain.errors import Refused, StaleError
from submissions.models import OPEN_ASKINGS, Asking, AskingState, Engagement, Submission
from submissions.states import State

NAME = re.compile(r"[^\x00-\x1f<>@/\\\[\]{}]{2,120}")
"""A name in a mail of ours: one line, and nothing that reads as an address or a link."""
LINKS = re.compile(r"www\.|https?:|\w\.\w{2,}/", re.IGNORECASE)
LONGEST_REPLY = 2_000
ASKABLE = frozenset(State) - {State.WITHDRAWN, State.PURGED}


class NotAskableError(Refused):
    code = "not_askable"
    sentence = "The owner of this sample cannot be asked now."


class NameRefusedError(Refused):
    code = "name_refused"
    sentence = "A name that goes into a mail is one line without links, of at most 120 letters."


def draft(
    submission: Submission,
    actor: User,
    address: str,
    signed: str,
    *,
    shows_copy: bool = False,
    locale: str = "en",
) -> Asking:
    """A question to an address, with its message; nothing is sent yet.

    ``shows_copy`` lets the owner look at exactly the scrubbed copies that were confirmed.
    Raises a ``Refused`` that says what is wrong with the address, the name or the moment.
    """
    engagement = submission.engagement
    if engagement is None or State(submission.state) not in ASKABLE:
        raise NotAskableError
    organisation = str(engagements.current(engagement).get("organisation") or "")
    _check_name(signed)
    _check_name(organisation)
    if not engagement.organisation_digest:
        # Signs alone compare with nothing: a yes would stand for whatever is declared next.
        raise NameRefusedError("Spell the organisation's name in letters.", code="name_unspelled")
    if _holds_domain(signed):
        raise NameRefusedError
    found = addresses.checked(address, engagement)
    if engagement.askings.filter(state__in=OPEN_ASKINGS).exists():
        raise AskingOpenError
    asking = Asking(
        engagement=engagement,
        submission=submission,
        contractor=actor,
        organisation_digest=engagement.organisation_digest,
        organisation_full_digest=engagement.organisation_full_digest,
        domain_digest=registers.portal_digest("mail domain", found.domain),
        site_digest=registers.portal_digest("domain", found.site),
        preview_sha256=submission.bundle_sha256 if shows_copy and is_confirmed(submission) else "",
        purposes=dict(submission.programme.setting(SettingKind.CONSENT)["purposes"]),
    )
    limits.check(asking)
    key = keys.open(KeyKind.ENGAGEMENT, engagement.pk)
    sealed.seal(key, asking, "address_sealed", found.text)
    spoken = locale if locale in wording.LOCALES else "en"
    names = {"signed": signed.strip(), "organisation": organisation, "locale": spoken}
    sealed.seal(key, asking, "names_sealed", names)
    message = wording.ask(question_of(asking), submission.programme)
    sealed.seal(key, asking, "message_sealed", asdict(message))
    with audit.transaction():
        try:
            asking.save(force_insert=True)
        except IntegrityError:
            raise AskingOpenError from None
        record("asking.drafted", asking, actor)
    return asking


def is_confirmed(submission: Submission) -> bool:
    """Whether its contractor said yes to the scrubbed copies as they are now."""
    return bool(submission.bundle_sha256) and (
        submission.confirmed_sha256 == submission.bundle_sha256
    )


def approve(asking_id: UUID, actor: User, message_sha256: str) -> None:
    """The contractor has read exactly this message and wants it sent."""
    asking = own(asking_id, actor)
    if message_of(asking).sha256 != message_sha256:
        raise MessageChangedError
    with audit.transaction():
        if not Asking.objects.filter(pk=asking.pk, state=AskingState.DRAFTED).update(
            state=AskingState.APPROVED,
            approved_at=timezone.now(),
            message_sha256=message_sha256,
        ):
            raise StaleError
        record("asking.approved", asking, actor, message=message_sha256)


def stop(asking_id: UUID, actor: User) -> None:
    """The contractor no longer asks; links that were sent decide nothing any more."""
    asking = own(asking_id, actor)
    with audit.transaction():
        if not Asking.objects.filter(pk=asking.pk, state__in=OPEN_ASKINGS).update(
            state=AskingState.STOPPED
        ):
            raise StaleError
        record("asking.stopped", asking, actor)


def reply(asking_id: UUID, actor: User, words: str) -> None:
    """Answer what the owner wanted to know; shown on the request's page, never in a mail."""
    asking = own(asking_id, actor)
    if not words.strip() or len(words) > LONGEST_REPLY:
        raise IncompleteError("Write an answer of at most 2,000 characters.")
    limits.check(asking)
    sealed.seal(key_of(asking), asking, "reply_sealed", words.strip())
    with audit.transaction():
        if not Asking.objects.filter(
            pk=asking.pk,
            state=AskingState.SENT,
            asked_back_at__isnull=False,
            replied_at__isnull=True,
        ).update(reply_sealed=asking.reply_sealed, replied_at=timezone.now()):
            raise StaleError
        record("asking.replied", asking, actor)


def own(asking_id: UUID, actor: User) -> Asking:
    """The contractor's own question; ``DoesNotExist`` for anybody else's."""
    return Asking.objects.select_related("engagement__programme", "submission").get(
        pk=asking_id, contractor=actor
    )


def key_of(asking: Asking) -> keys.Key:
    return keys.open(KeyKind.ENGAGEMENT, asking.engagement_id)


def message_of(asking: Asking) -> Message:
    """The message with ``[link]`` in place of the link."""
    return wording.from_json(sealed.unseal(key_of(asking), asking, "message_sealed"))


def address_of(asking: Asking) -> str:
    """Who is asked; for the contractor, and for who confirms the domain."""
    return str(sealed.unseal(key_of(asking), asking, "address_sealed") or "")


def domain_of(asking: Asking) -> str:
    return address_of(asking).rpartition("@")[2]


def _names(asking: Asking) -> tuple[str, str, str]:
    """Who signs, the organisation, the language: as they were when the message was written."""
    kept = sealed.unseal(key_of(asking), asking, "names_sealed")
    names = kept if isinstance(kept, Mapping) else {}
    signed, organisation = str(names.get("signed") or ""), str(names.get("organisation") or "")
    return signed, organisation, str(names.get("locale") or "en")


def organisation_of(asking: Asking) -> str:
    """The organisation that is asked: what its contractor declares later changes nothing here."""
    return _names(asking)[1]


def is_about_this(asking: Asking) -> bool:
    """Whether the same organisation is declared as when the message was written.

    Else a yes of one could stand for the work of another.
    """
    if asking.submission.state in (State.WITHDRAWN, State.PURGED):
        return False
    now = Engagement.objects.get(pk=asking.engagement_id)
    same_form = register.is_same_form(now.organisation_full_digest, asking.organisation_full_digest)
    return now.organisation_digest == asking.organisation_digest and same_form


def question_of(asking: Asking) -> Question:
    """Who asks whom for what, as mails and the page say it."""
    signed, organisation, locale = _names(asking)
    return Question(
        number=wording.number_of(asking.pk),
        signed=signed,
        organisation=organisation,
        purposes=asking.purposes,
        days=days_open(asking),
        locale=locale,
    )


def asked_back(asking: Asking) -> str:
    """What the owner wants to know first."""
    return str(sealed.unseal(key_of(asking), asking, "question_sealed") or "")


def reply_of(asking: Asking) -> str:
    return str(sealed.unseal(key_of(asking), asking, "reply_sealed") or "")


def days_open(asking: Asking) -> int:
    """How many days an answer is taken, by the programme's setting."""
    body = asking.engagement.programme.setting(SettingKind.CONSENT)
    return int(body["rights_holder_link_days"])


def record(event: str, asking: Asking, actor: User | None, **facts: str) -> None:
    audit.record(
        event,
        programme_id=asking.engagement.programme_id,
        actor=actor,
        subject=("asking", asking.pk),
        facts={"submission": str(asking.submission_id), **facts},
    )


def _holds_domain(name: str) -> bool:
    """Whether mail programs would make a link of a word: nobody but its author reads the name."""
    return any(domains.is_registered(word.strip(",;:()")) for word in name.split())


def _check_name(name: str) -> None:
    if not NAME.fullmatch(name.strip()) or LINKS.search(name):
        raise NameRefusedError


__all__ = [
    "AddressRefusedError",
    "Asking",
    "address_of",
    "approve",
    "draft",
    "message_of",
    "own",
    "question_of",
    "reply",
    "stop",
]
