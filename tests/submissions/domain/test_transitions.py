"""The one writer of states: table, mover, compare-and-set, audit event, wake-up."""

import uuid

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.audit.models import AuditEvent
from submissions.domain.errors import IllegalMoveError, LeaseLostError, StaleError
from submissions.domain.transitions import move, move_file
from submissions.models import Artefact, Submission
from submissions.states import FileState, Mover, State
from tests.factories import samples

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def draft(programme, contractor):
    return samples.draft(programme, contractor)


def _events(subject):
    rows = AuditEvent.objects.filter(subject=str(subject)).order_by("number")
    return list(rows.values_list("event", flat=True))


def test_move_writes_state_and_event_and_wakes(draft, django_capture_on_commit_callbacks):
    with django_capture_on_commit_callbacks() as woken:
        move(draft, State.QUARANTINED, Mover.CONTRACTOR, draft.contractor)
    draft.refresh_from_db()
    assert draft.state == State.QUARANTINED
    assert _events(draft.pk) == ["submission.created", "submission.submitted"]
    assert woken


@pytest.mark.parametrize("mover", [m for m in Mover if m is not Mover.CONTRACTOR])
def test_move_refuses_another_mover(draft, mover):
    with pytest.raises(IllegalMoveError):
        move(draft, State.QUARANTINED, mover)
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_move_refuses_what_the_table_does_not_have(draft):
    with pytest.raises(IllegalMoveError):
        move(draft, State.RELEASED, Mover.ADMIN)


def test_move_refuses_a_state_that_passed(draft):
    old = Submission.objects.get(pk=draft.pk)
    move(draft, State.QUARANTINED, Mover.CONTRACTOR, draft.contractor)
    with pytest.raises(StaleError):
        move(old, State.PURGED, Mover.CONTRACTOR, draft.contractor)
    assert _events(draft.pk)[-1] == "submission.submitted"


def test_move_with_a_lost_lease_changes_nothing(draft):
    move(draft, State.QUARANTINED, Mover.CONTRACTOR, draft.contractor)
    with pytest.raises(LeaseLostError):
        move(draft, State.SCANNING, Mover.WORKER, token=uuid.uuid4())
    assert Submission.objects.get(pk=draft.pk).state == State.QUARANTINED


def test_a_failed_transaction_leaves_neither_state_nor_event(draft):
    class Stop(Exception):
        pass

    def move_and_stop():
        with transaction.atomic():
            move(draft, State.QUARANTINED, Mover.CONTRACTOR, draft.contractor)
            raise Stop

    with pytest.raises(Stop):
        move_and_stop()
    assert Submission.objects.get(pk=draft.pk).state == State.DRAFT
    assert _events(draft.pk) == ["submission.created"]


def test_held_without_rule_and_party_is_refused_by_the_database(draft):
    move(draft, State.QUARANTINED, Mover.CONTRACTOR, draft.contractor)
    with pytest.raises(IntegrityError), transaction.atomic():
        move(draft, State.HELD, Mover.WORKER)


def test_a_file_held_without_a_code_is_refused_by_the_database(draft):
    file = samples.file(draft)
    move_file(file, FileState.LANDED, Mover.CONTRACTOR)
    with pytest.raises(IntegrityError), transaction.atomic():
        move_file(file, FileState.HELD, Mover.WORKER)


def test_leaving_held_forgets_why(draft):
    move(draft, State.QUARANTINED, Mover.CONTRACTOR, draft.contractor)
    held = {"held_rule": "R13", "held_party": "contractor", "held_code": "file_not_checked"}
    move(draft, State.HELD, Mover.WORKER, **held)
    move(draft, State.QUARANTINED, Mover.CONTRACTOR, draft.contractor)
    draft.refresh_from_db()
    assert (draft.held_rule, draft.held_party, draft.held_code) == ("", "", "")


def test_move_gives_the_lease_back(draft):
    lease = {"lease_token": uuid.uuid4(), "lease_until": timezone.now(), "attempts": 2}
    Submission.objects.filter(pk=draft.pk).update(**lease)
    move(draft, State.QUARANTINED, Mover.CONTRACTOR, draft.contractor)
    draft.refresh_from_db()
    assert (draft.lease_token, draft.lease_until, draft.attempts) == (None, None, 0)


def test_move_file_writes_state_and_event_and_wakes(draft, django_capture_on_commit_callbacks):
    file = samples.file(draft)
    with django_capture_on_commit_callbacks() as woken:
        move_file(file, FileState.LANDED, Mover.CONTRACTOR, draft.contractor)
    assert Artefact.objects.get(pk=file.pk).state == FileState.LANDED
    assert _events(file.pk) == ["file.landed"]
    assert [str(draft.pk)] in [argument for call in woken for argument in call.args]


@pytest.mark.parametrize("mover", [m for m in Mover if m is not Mover.CONTRACTOR])
def test_move_file_refuses_another_mover(draft, mover):
    file = samples.file(draft)
    with pytest.raises(IllegalMoveError):
        move_file(file, FileState.LANDED, mover)
    assert Artefact.objects.get(pk=file.pk).state == FileState.UPLOADING


def test_move_file_refuses_what_the_table_does_not_have(draft):
    with pytest.raises(IllegalMoveError):
        move_file(samples.file(draft), FileState.CLEANED, Mover.WORKER)


def test_move_file_refuses_a_state_that_passed(draft):
    file = samples.file(draft)
    old = Artefact.objects.get(pk=file.pk)
    move_file(file, FileState.LANDED, Mover.CONTRACTOR)
    with pytest.raises(StaleError):
        move_file(old, FileState.REMOVED, Mover.CONTRACTOR)
    assert Artefact.objects.get(pk=file.pk).state == FileState.LANDED
    assert _events(file.pk) == ["file.landed"]


def test_a_file_that_is_tried_again_forgets_why_it_was_held(draft):
    file = samples.file(draft)
    move_file(file, FileState.LANDED, Mover.CONTRACTOR)
    move_file(file, FileState.HELD, Mover.WORKER, code="unknown_part", detail="word/x")
    columns = {"quarantine_key": "k", "sha256": "0" * 64}
    move_file(file, FileState.QUARANTINED, Mover.CONTRACTOR, **columns)
    file.refresh_from_db()
    assert (file.code, file.detail) == ("", "")


def test_review_of_another_bundle_is_refused_by_the_database(programme, contractor):
    submission = samples.submission(programme, contractor, State.CONSENT)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(
            state=State.CLEARANCE, verdict_sha256="0" * 64
        )


def test_release_of_another_bundle_is_refused_by_the_database(programme, contractor):
    submission = samples.submission(programme, contractor, State.APPROVED)
    with pytest.raises(IntegrityError), transaction.atomic():
        Submission.objects.filter(pk=submission.pk).update(
            state=State.RELEASED, released_sha256="0" * 64
        )
    Submission.objects.filter(pk=submission.pk).update(
        state=State.RELEASED, released_sha256=submission.bundle_sha256
    )
