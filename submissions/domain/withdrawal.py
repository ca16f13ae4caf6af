"""Taking a sample back: at once for everybody, for good after the programme's deadline."""

from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from portal.programmes.models import SettingKind
from portal.vault import keys
from portal.vault.keys import KeyKind
from submissions.domain import holds, legal_holds, sealed, vaulted
from submissions.domain.consent import duplicates, proofs, receipts
from submissions.domain.errors import Refused
from submissions.domain.release import taking_back
from submissions.domain.review import claims
from submissions.domain.scrubbing.opened import stored_keys
from submissions.domain.transitions import move, move_file
from submissions.models import CleanFile, ConsentRecord, RecordState, ReleaseItem, Submission
from submissions.states import FileState, Mover, State

IN_USE = (
    State.CLEARANCE,
    State.QUALITY,
    State.CHANGES_REQUESTED,
    State.APPROVED,
    State.RELEASED,
)
"""States that the rules have let a sample into."""
OVER = (State.DRAFT, State.WITHDRAWN, State.PURGED)


class ConsentNotGivenError(Refused):
    code = "consent_not_given"
    sentence = "You do not consent to that purpose, so there is nothing to withdraw."


def withdraw(submission_id: UUID, actor: User) -> None:
    """Stop all use of a sample now. Needs no reason and costs nothing.

    Its consents end, its copies in releases are revoked (downloads of them stop), and
    its key is destroyed when the programme's deadline has passed.
    """
    _stop(_own(submission_id, actor), Mover.CONTRACTOR, actor)


def withdraw_all(actor: User) -> int:
    """Stop all use of everything a contractor gave; gives how many samples that were."""
    rows = Submission.objects.filter(contractor=actor).exclude(state__in=OVER)
    found = list(rows.values_list("pk", flat=True))
    for submission_id in found:
        withdraw(submission_id, actor)
    return len(found)


def withdraw_purpose(submission_id: UUID, actor: User, purpose: str) -> None:
    """End the consent to one purpose. Use stops until the rules have been asked again.

    Where no purpose is left, that withdraws the sample.
    """
    submission = _own(submission_id, actor)
    with audit.transaction():
        consents = submission.consents.filter(state=RecordState.GIVEN, purpose=purpose)
        ended = list(consents)
        if not ended:
            raise ConsentNotGivenError
        consents.update(state=RecordState.WITHDRAWN, withdrawn_at=timezone.now())
        receipts.issue(submission, _fresh(ended), "withdrawn")
        audit.record(
            "consent.withdrawn",
            programme_id=submission.programme_id,
            actor=actor,
            subject=("submission", submission.pk),
            facts={"purposes": purpose},
        )
        if not submission.consents.filter(state=RecordState.GIVEN).exists():
            _stop(submission, Mover.CONTRACTOR, actor)
        elif submission.state in IN_USE:
            rule_again(submission, Mover.CONTRACTOR, actor)


def withdraw_for(submission: Submission, mover: Mover) -> None:
    """The owner took the permission back, or it ended: the same stop, without its contractor."""
    _stop(submission, mover, None)


def rule_again(submission: Submission, mover: Mover, actor: User | None = None) -> None:
    """Take a sample out of all use and ask the rules whether it may come back."""
    with audit.transaction():
        holds.take_from_review(submission)
        taking_back.take_back(submission)
        move(submission, State.CONSENT, mover, actor)


def _own(submission_id: UUID, actor: User) -> Submission:
    return Submission.objects.select_related("programme").get(pk=submission_id, contractor=actor)


def _fresh(consents: list[ConsentRecord]) -> list[ConsentRecord]:
    keys_of = [consent.pk for consent in consents]
    return list(ConsentRecord.objects.filter(pk__in=keys_of).select_related("terms_version"))


def _stop(submission: Submission, mover: Mover, actor: User | None) -> None:
    hours = int(submission.programme.setting(SettingKind.RETENTION)["withdrawal_hours"])
    with audit.transaction():
        receipts.end_all(submission)
        claims.close_open(submission.pk, "withdrawn")
        taking_back.take_back(submission)
        duplicates.forget(submission)
        move(
            submission,
            State.WITHDRAWN,
            mover,
            actor,
            due_at=timezone.now() + timedelta(hours=hours),
        )


def purge_due() -> int:
    """Destroy the keys of what was withdrawn or rejected and whose term is over.

    A legal hold keeps the key, and nothing else. Gives how many were purged. Run again, it
    finishes what was cut off: the key is destroyed before the state says so.
    """
    now = timezone.now()
    withdrawn = Q(state=State.WITHDRAWN, due_at__lte=now)
    rejected = Q(state=State.REJECTED, originals_purge_at__lte=now)
    due = Submission.objects.filter(withdrawn | rejected).exclude(
        legal_holds__in=legal_holds.standing()
    )
    purged = 0
    for submission_id in due.values_list("pk", flat=True):
        # Asked again one by one: an appeal may have come while the others were purged.
        submission = due.filter(pk=submission_id).first()
        if submission is not None:
            purge(submission)
            purged += 1
    return purged


def purge(submission: Submission) -> None:
    """Make everything of a submission unreadable, then delete what lies in storage."""
    items = list(ReleaseItem.objects.filter(submission=submission))
    stored = _clean_objects(submission)
    keys.destroy(KeyKind.SUBMISSION, submission.pk, "purged")
    for item in items:
        keys.destroy(KeyKind.RELEASE_ITEM, item.pk, "purged")
    for artefact in submission.artefacts.all():
        vaulted.remove("landing", artefact.landing_key)
        vaulted.remove("quarantine", artefact.quarantine_key)
        vaulted.remove("quarantine", artefact.reading_key)
    for storage_key in stored:
        vaulted.remove("clean", storage_key)
    for item in items:
        for file in item.files:
            vaulted.remove("releases", file["storage_key"])
    with audit.transaction():
        for artefact in submission.artefacts.all():
            if FileState(artefact.state) is not FileState.PURGED:
                move_file(artefact, FileState.PURGED, Mover.CLOCK)
        submission.messages.all().delete()
        duplicates.forget(submission)
        move(
            submission,
            State.PURGED,
            Mover.CLOCK,
            task_sealed=b"",
            originals_purged_at=timezone.now(),
        )
    if submission.engagement is not None:
        proofs.destroy_unused(submission.engagement)


def _clean_objects(submission: Submission) -> list[str]:
    """Clean copies and previews, while the key that names the pictures still opens."""
    copies = CleanFile.objects.filter(artefact__submission=submission)
    if keys.is_destroyed(KeyKind.SUBMISSION, submission.pk):
        return [copy.storage_key for copy in copies]
    key = sealed.key_of(submission.pk)
    return [name for copy in copies for name in stored_keys(copy, key)]


def purge_originals_due() -> int:
    """Delete originals and readings of released samples whose term is over.

    The clean copies stay; without original and reading no new run is possible.
    """
    due = Submission.objects.filter(
        state=State.RELEASED, originals_purge_at__lte=timezone.now(), originals_purged_at=None
    ).exclude(legal_holds__in=legal_holds.standing())
    purged = 0
    for submission in due:
        for artefact in submission.artefacts.all():
            vaulted.remove("quarantine", artefact.quarantine_key)
            vaulted.remove("quarantine", artefact.reading_key)
        with audit.transaction():
            submission.runs.update(knowledge_sealed=b"")
            submission.edits.update(body_sealed=b"")
            said = submission.messages.filter(by_contractor=True).exclude(shown_sealed=b"")
            said.update(text_sealed=b"")
            submission.artefacts.update(reading_key="", name_sealed=b"")
            submission.task_sealed = b""
            submission.originals_purged_at = timezone.now()
            submission.save(update_fields=["task_sealed", "originals_purged_at"])
            audit.record(
                "submission.originals_purged",
                programme_id=submission.programme_id,
                subject=("submission", submission.pk),
            )
        purged += 1
    return purged
