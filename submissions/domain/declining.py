"""The do-not-accept register written: by an owner's answer, or by an admin who knows better.

What it changes is asked of the rules at once: samples that wait, samples in review, and
released ones, which are out of every download before they are ruled on.
"""

from collections.abc import Iterable
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from portal.vault.errors import KeyDestroyed, KeyMissing
from submissions.domain import bundles, drafts, holds, withdrawal
from submissions.domain.asking import questions
from submissions.domain.consent import register, verdicts
from submissions.domain.consent.register import Named
from submissions.domain.consent.rules import Result
from submissions.domain.errors import Refused, StaleError
from submissions.models import (
    Asking,
    Engagement,
    EntrySource,
    NameKind,
    RegisterEntry,
    Submission,
)
from submissions.states import Mover, State

END_REASONS = {
    "mistake": "It was a mistake",
    "owner_agrees": "The owner agrees now",
    "other_organisation": "It is another organisation of the same name",
}
"""Why an entry ends; nothing is typed."""


class NothingToEnterError(Refused):
    code = "nothing_to_enter"
    sentence = "Type a name or a domain that somebody can own, such as example.com."


class EndReasonError(Refused):
    code = "end_reason_missing"
    sentence = "Choose why the entry ends."


def enter(
    kind: NameKind, text: str, programme_id: UUID | None, actor: User
) -> tuple[RegisterEntry, int]:
    """An admin enters a name or domain; gives the entry and how many samples are asked again.

    Without a programme it holds in all of them.
    """
    named = register.named(kind, text)
    if named is None:
        raise NothingToEnterError
    with audit.transaction():
        entry = _add(named, programme_id, EntrySource.ADDED, actor=actor)
        return entry, ask_again(register.engagements_of([entry]), Mover.ADMIN, actor)


def by_owner(asking: Asking, source: EntrySource) -> int:
    """The owner declined: their name and domain are entered, and their samples asked again.

    "No" holds in the programme that asked, "never" in all. Inside the caller's transaction.
    """
    programme_id = None if source is EntrySource.NEVER else asking.engagement.programme_id
    said = [
        register.named(NameKind.ORGANISATION, questions.organisation_of(asking)),
        Named(NameKind.DOMAIN, asking.site_digest),
    ]
    entries = [_add(named, programme_id, source, asking=asking) for named in said if named]
    return ask_again(register.engagements_of(entries), Mover.RIGHTS_HOLDER, None)


def end(entry_id: UUID, actor: User, reason: str) -> int:
    """End an entry; what waited for it alone goes on by itself. Gives how many were asked."""
    if reason not in END_REASONS:
        raise EndReasonError
    with audit.transaction():
        ended = RegisterEntry.objects.filter(pk=entry_id, ended_at__isnull=True).update(
            ended_at=timezone.now(), ended_by=actor, end_reason=reason
        )
        if not ended:
            raise StaleError
        entry = RegisterEntry.objects.get(pk=entry_id)
        _record("register.ended", entry, actor)
        return ask_again(register.engagements_of([entry]), Mover.ADMIN, actor)


def standing(programme_id: UUID | None) -> QuerySet[RegisterEntry]:
    """The entries of a programme that nobody ended, or those of all programmes."""
    return register.in_force().filter(programme=programme_id)


def looked_up(text: str, programme_id: UUID | None) -> list[RegisterEntry]:
    """Entries that a name or domain meets: the only way from a name to an entry."""
    return [
        entry
        for kind in NameKind
        for entry in register.entries_for_text(kind, text, standing(programme_id))
    ]


def ask_again(engagements: Iterable[Engagement], mover: Mover, actor: User | None) -> int:
    """Rule anew on every sample of theirs that waits, is in review or is released.

    One that still passes where it stands is left there.
    """
    asked = 0
    with audit.transaction():
        for engagement in engagements:
            asked += holds.recheck_engagement(engagement, actor, mover)
            rows = Submission.objects.filter(engagement=engagement, state__in=withdrawal.IN_USE)
            for row in rows.select_related("programme", "engagement", "current_run"):
                if _may_be_asked(row) and not passes(row):
                    withdrawal.rule_again(row, mover, actor)
                    asked += 1
    return asked


def passes(submission: Submission) -> bool:
    """Whether every rule lets it through now."""
    try:
        ruling, _all = verdicts.evaluate(submission, drafts.read_task(submission))
    except (KeyDestroyed, KeyMissing):
        return False
    return ruling.result is Result.PASS


def _may_be_asked(submission: Submission) -> bool:
    """A changed bundle comes past the rules by itself, once it is confirmed."""
    if submission.state != State.CHANGES_REQUESTED:
        return True
    same = bundles.has_same_files(submission) and bundles.has_same_names(submission)
    return same and submission.confirmed_sha256 == submission.bundle_sha256


def _add(
    named: Named,
    programme_id: UUID | None,
    source: EntrySource,
    *,
    asking: Asking | None = None,
    actor: User | None = None,
) -> RegisterEntry:
    """The entry, which may stand already; a second one from the same source is not made."""
    kind, digest, full = named.kind, named.digest, named.full
    rows = standing(programme_id).filter(kind=kind, digest=digest, full_digest=full)
    same = rows.filter(source=source).first()
    if same is not None:
        return same
    entry = RegisterEntry.objects.create(
        programme_id=programme_id,
        kind=kind,
        digest=digest,
        full_digest=full,
        source=source,
        asking=asking,
        added_by=actor,
    )
    _record("register.entered", entry, actor)
    return entry


def _record(event: str, entry: RegisterEntry, actor: User | None) -> None:
    audit.record(
        event,
        programme_id=entry.programme_id,
        actor=actor,
        subject=("register_entry", entry.pk),
        facts={"kind": entry.kind, "source": entry.source, "reason": entry.end_reason},
    )
