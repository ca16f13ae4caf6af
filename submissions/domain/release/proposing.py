"""Proposing a release: a programme admin chooses approved samples. No content is shown."""

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.db.models import QuerySet

from portal import audit
from portal.accounts.models import User
from portal.programmes import permissions
from submissions.domain.consent import conditions
from submissions.domain.release.errors import (
    ConditionsNotReadyError,
    ConditionsUnreadError,
    NotApprovedError,
    NothingChosenError,
    NotProposedError,
    OwnWorkInReleaseError,
)
from submissions.models import Release, ReleaseItem, Submission
from submissions.states import State


def releasable(programme_id: UUID) -> QuerySet[Submission]:
    """Approved samples that stand in no open proposal, oldest first."""
    proposed = ReleaseItem.objects.filter(release__state="proposed")
    return (
        Submission.objects.filter(programme_id=programme_id, state=State.APPROVED.value)
        .exclude(pk__in=proposed.values("submission_id"))
        .select_related("programme", "engagement")
        .order_by("number")
    )


def propose(
    programme_id: UUID,
    actor: User,
    submission_ids: Iterable[UUID],
    read: Mapping[UUID, str] | None = None,
) -> Release:
    """A proposal that holds exactly these samples, as they stand now.

    ``read`` names, by sample, the owners' conditions that the person has read.
    """
    permissions.check_may_propose_release(actor, programme_id)
    wanted = set(submission_ids)
    if not wanted:
        raise NothingChosenError
    with audit.transaction():
        chosen = list(
            Submission.objects.select_for_update(of=("self",))
            .select_related("programme", "engagement")
            .filter(pk__in=releasable(programme_id).filter(pk__in=wanted).values("pk"))
        )
        if len(chosen) != len(wanted):
            raise NotApprovedError
        if any(submission.contractor_id == actor.pk for submission in chosen):
            raise OwnWorkInReleaseError
        terms = {sample.pk: _terms(sample, read or {}) for sample in chosen}
        release = Release.objects.create(programme_id=programme_id, proposed_by=actor)
        ReleaseItem.objects.bulk_create(
            ReleaseItem(
                release=release,
                submission=submission,
                run=submission.current_run,
                bundle_sha256=submission.bundle_sha256,
                terms_sha256=terms[submission.pk],
            )
            for submission in sorted(chosen, key=lambda s: s.number)
        )
        _record("release.proposed", release, actor, len(chosen))
    return release


def _terms(submission: Submission, read: Mapping[UUID, str]) -> str:
    """The conditions of a sample that were read; raises where they were not, or cannot be yet."""
    found = conditions.of(submission)
    if any(not terms.is_ready for terms in found):
        raise ConditionsNotReadyError
    said = conditions.fingerprint(found)
    if said and read.get(submission.pk) != said:
        raise ConditionsUnreadError
    return said


def drop(release_id: UUID, actor: User) -> None:
    """Take a proposal back; its samples are free for another one."""
    release = Release.objects.get(pk=release_id)
    permissions.check_may_propose_release(actor, release.programme_id)
    with audit.transaction():
        if not Release.objects.filter(pk=release_id, state="proposed").update(state="dropped"):
            raise NotProposedError
        _record("release.dropped", release, actor, 0)


def _record(event: str, release: Release, actor: User, items: int) -> None:
    audit.record(
        event,
        programme_id=release.programme_id,
        actor=actor,
        subject=("release", release.pk),
        facts={"items": items},
    )
