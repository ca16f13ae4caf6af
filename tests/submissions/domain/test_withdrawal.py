"""Taking back, and what a purge leaves: no key, no object, no message, no text."""

from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.utils import timezone

from portal.programmes.models import Role
from portal.vault import keys
from portal.vault.errors import KeyDestroyed
from portal.vault.keys import KeyKind
from submissions.domain import legal_holds, sealed, vaulted, withdrawal
from submissions.domain.release import confirming, proposing
from submissions.domain.review import appeals, claims
from submissions.models import (
    Artefact,
    ConsentRecord,
    Gate,
    Message,
    RecordState,
    RedactionEdit,
    Submission,
)
from submissions.states import FileState, State
from tests.factories import people, rights, samples

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

ALIASES = ("landing", "quarantine", "clean", "releases")


def _stored(*aliases: str) -> list[str]:
    folders = [Path(storages[alias].location) for alias in aliases]
    return [p.name for folder in folders for p in folder.rglob("*") if p.is_file()]


def _with_originals(row: Submission) -> Submission:
    """Real objects where the sample's rows say that there are some."""
    key = sealed.key_of(row.pk)
    for file in row.artefacts.all():
        file.landing_key = vaulted.put_bytes("landing", key, "landing", file.pk, b"landed")
        file.quarantine_key = vaulted.put_bytes("quarantine", key, "original", file.pk, b"original")
        file.reading_key = vaulted.put_bytes("quarantine", key, "reading", file.pk, b"reading")
        file.save()
    return row


def _message(row: Submission) -> Message:
    said = Message(submission=row, author=row.contractor, by_contractor=True)
    sealed.seal(sealed.key_of(row.pk), said, "text_sealed", "My text")
    said.save(force_insert=True)
    return said


def _later(row: Submission, **columns) -> None:
    past = timezone.now() - timedelta(seconds=1)
    Submission.objects.filter(pk=row.pk).update(**dict.fromkeys(columns or ("due_at",), past))


@pytest.fixture
def approved(programme, contractor):
    row = samples.submission(programme, contractor, State.APPROVED, files=2)
    rights.all_clear(row)
    return _with_originals(row)


@pytest.fixture
def release(programme, admin, reviewer, approved):
    proposed = proposing.propose(programme.pk, admin, [approved.pk])
    return confirming.confirm(proposed.pk, reviewer, reauthenticated=True)


def test_withdrawing_ends_consents_claims_and_copies_at_once(approved, release):
    withdrawal.withdraw(approved.pk, approved.contractor)
    approved.refresh_from_db()
    assert approved.state == State.WITHDRAWN
    states = set(ConsentRecord.objects.filter(submission=approved).values_list("state", flat=True))
    assert states == {RecordState.WITHDRAWN}
    assert release.items.get().revoked_at is not None


def test_withdrawing_closes_the_claim_of_a_reviewer(programme, contractor, reviewer):
    row = samples.submission(programme, contractor)
    review = claims.claim(reviewer, row.pk, Gate.CLEARANCE)
    withdrawal.withdraw(row.pk, contractor)
    review.refresh_from_db()
    assert (review.closed_at is None, review.skip_reason) == (False, "withdrawn")


def test_nobody_else_withdraws(approved, reviewer):
    with pytest.raises(Submission.DoesNotExist):
        withdrawal.withdraw(approved.pk, reviewer)


def test_purge_destroys_keys_objects_messages_and_text(approved, release):
    _message(approved)
    item = release.items.get()
    withdrawal.withdraw(approved.pk, approved.contractor)
    assert withdrawal.purge_due() == 0
    assert set(ALIASES) == {alias for alias in ALIASES if _stored(alias)}
    _later(approved)
    assert withdrawal.purge_due() == 1
    approved.refresh_from_db()
    assert (approved.state, bytes(approved.task_sealed)) == (State.PURGED, b"")
    assert approved.originals_purged_at is not None
    states = set(approved.artefacts.values_list("state", flat=True))
    assert (states, Message.objects.count()) == ({FileState.PURGED}, 0)
    for kind, subject in ((KeyKind.SUBMISSION, approved.pk), (KeyKind.RELEASE_ITEM, item.pk)):
        with pytest.raises(KeyDestroyed):
            keys.open(kind, subject)
    assert _stored(*ALIASES) == []
    assert withdrawal.purge_due() == 0


def test_purge_that_was_cut_off_is_finished_by_the_next(approved):
    withdrawal.withdraw(approved.pk, approved.contractor)
    _later(approved)
    keys.destroy(KeyKind.SUBMISSION, approved.pk, "purged")
    assert withdrawal.purge_due() == 1
    approved.refresh_from_db()
    assert approved.state == State.PURGED
    assert _stored("landing", "quarantine") == []


def test_rejected_sample_is_purged_when_its_clock_has_run_out(programme, contractor):
    row = _with_originals(samples.submission(programme, contractor, State.REJECTED))
    _later(row)
    assert withdrawal.purge_due() == 0
    _later(row, originals_purge_at=True)
    assert withdrawal.purge_due() == 1
    assert _stored(*ALIASES) == []


def test_sample_appealed_while_others_are_purged_is_kept(programme, contractor, monkeypatch):
    rows = [samples.submission(programme, contractor, State.REJECTED) for _ in range(2)]
    for row in rows:
        _later(row, originals_purge_at=True)
    purge, purged = withdrawal.purge, []

    def purge_and_appeal(row):
        purge(row)
        purged.append(row)
        (other,) = (one for one in rows if one.pk != row.pk)
        appeals.appeal(other.pk, contractor, "Look again.")

    monkeypatch.setattr(withdrawal, "purge", purge_and_appeal)
    assert withdrawal.purge_due() == 1
    (kept,) = (one for one in rows if one.pk != purged[0].pk)
    kept.refresh_from_db()
    assert (kept.state, kept.appeals.count()) == (State.REJECTED, 1)
    assert sealed.key_of(kept.pk).subject == kept.pk


def test_purge_touches_no_other_sample(programme, contractor, approved):
    other = _with_originals(samples.submission(programme, contractor, State.APPROVED))
    before = len(_stored(*ALIASES))
    withdrawal.withdraw(approved.pk, contractor)
    _later(approved)
    withdrawal.purge_due()
    other.refresh_from_db()
    assert (other.state, sealed.key_of(other.pk).subject) == (State.APPROVED, other.pk)
    assert before - len(_stored(*ALIASES)) == 2 * before // 3


def test_originals_of_a_released_sample_go_when_their_term_is_over(approved, release):
    run = approved.current_run
    run.knowledge_sealed = b"knowledge"
    run.save()
    edit = RedactionEdit(
        submission=approved,
        artefact=approved.artefacts.first(),
        author=approved.contractor,
        action="add",
    )
    sealed.seal(sealed.key_of(approved.pk), edit, "body_sealed", {"text": "My name"})
    edit.save(force_insert=True)
    assert withdrawal.purge_originals_due() == 0
    kept = _stored("clean", "releases")
    _later(approved, originals_purge_at=True)
    assert withdrawal.purge_originals_due() == 1
    assert withdrawal.purge_originals_due() == 0
    approved.refresh_from_db()
    run.refresh_from_db()
    edit.refresh_from_db()
    left = [bytes(v) for v in (approved.task_sealed, run.knowledge_sealed, edit.body_sealed)]
    left += [bytes(f.name_sealed) for f in Artefact.objects.filter(submission=approved)]
    assert (set(left), approved.state) == ({b""}, State.RELEASED)
    assert (_stored("quarantine"), _stored("clean", "releases")) == ([], kept)


def test_one_purpose_less_stops_every_use_until_it_is_agreed_to_again(approved, release):
    withdrawal.withdraw_purpose(approved.pk, approved.contractor, "training")
    approved.refresh_from_db()
    assert approved.state == State.CONSENT
    assert release.items.get().revoked_at is not None
    given = approved.consents.filter(state=RecordState.GIVEN).values_list("purpose", flat=True)
    assert list(given) == ["evaluation"]


def test_purpose_withdrawn_while_it_is_confirmed_moves_nothing(programme, contractor):
    row = samples.submission(programme, contractor, State.CONFIRMING)
    rights.all_clear(row)
    withdrawal.withdraw_purpose(row.pk, contractor, "training")
    row.refresh_from_db()
    assert row.state == State.CONFIRMING


def test_last_purpose_withdrawn_withdraws_the_sample(approved):
    for purpose in ("training", "evaluation"):
        withdrawal.withdraw_purpose(approved.pk, approved.contractor, purpose)
    approved.refresh_from_db()
    assert approved.state == State.WITHDRAWN
    assert approved.receipts.filter(status="withdrawn").count() == 2


def test_purpose_that_was_not_given_cannot_be_withdrawn(approved, reviewer):
    with pytest.raises(withdrawal.ConsentNotGivenError):
        withdrawal.withdraw_purpose(approved.pk, approved.contractor, "resale")
    with pytest.raises(Submission.DoesNotExist):
        withdrawal.withdraw_purpose(approved.pk, reviewer, "training")


def test_everything_of_a_contractor_is_withdrawn_and_nothing_of_another(
    programme, contractor, approved
):
    samples.submission(programme, contractor, State.CONFIRMING)
    draft = samples.draft(programme, contractor)
    other = samples.submission(programme, people.member(programme, Role.CONTRACTOR))
    assert withdrawal.withdraw_all(contractor) == 2
    assert withdrawal.withdraw_all(contractor) == 0
    states = dict(Submission.objects.values_list("pk", "state"))
    assert (states[other.pk], states[draft.pk]) == (State.CLEARANCE, State.DRAFT)
    assert list(states.values()).count(State.WITHDRAWN) == 2


def test_legal_hold_keeps_the_key_and_never_delays_the_stop(approved, release, admin):
    hold = legal_holds.place(approved.pk, admin, "4 C 17/26")
    withdrawal.withdraw(approved.pk, approved.contractor)
    assert release.items.get().revoked_at is not None
    _later(approved)
    assert withdrawal.purge_due() == 0
    assert sealed.key_of(approved.pk).subject == approved.pk
    legal_holds.lift(hold.pk, admin)
    assert withdrawal.purge_due() == 1


def test_legal_hold_keeps_originals_of_a_release(approved, release, admin):
    _later(approved, originals_purge_at=True)
    hold = legal_holds.place(approved.pk, admin, "4 C 17/26")
    assert withdrawal.purge_originals_due() == 0
    legal_holds.lift(hold.pk, admin)
    assert withdrawal.purge_originals_due() == 1


def test_legal_hold_says_why_it_is_refused(approved, admin):
    with pytest.raises(legal_holds.NoReferenceError):
        legal_holds.place(approved.pk, admin, "  ")
    legal_holds.place(approved.pk, admin, "4 C 17/26")
    with pytest.raises(legal_holds.AlreadyHeldError):
        legal_holds.place(approved.pk, admin, "another")
