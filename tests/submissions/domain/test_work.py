"""Claims: one holder, renewal, expiry, the fence, and the cap on attempts."""

import threading
import time
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.audit.models import AuditEvent
from submissions.domain import stalled, work
from submissions.domain.errors import LeaseLostError
from submissions.domain.transitions import move, move_file
from submissions.models import Artefact
from submissions.states import FileState, Mover, State
from tests.factories import samples

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def landed(programme, contractor):
    file = samples.file(samples.draft(programme, contractor))
    move_file(file, FileState.LANDED, Mover.CONTRACTOR)
    return file


def _again(file):
    return Artefact.objects.get(pk=file.pk)


def _expire(file):
    past = timezone.now() - timedelta(seconds=1)
    Artefact.objects.filter(pk=file.pk).update(lease_until=past)


def test_claim_is_had_once(landed):
    assert work.claim(landed) is not None
    assert work.claim(_again(landed)) is None


def test_expired_claim_is_had_by_the_next_and_fences_the_first(landed):
    first = work.claim(landed)
    _expire(landed)
    second = work.claim(_again(landed))
    assert second is not None
    assert not first.renew()
    columns = {"quarantine_key": "k", "sha256": "0" * 64}
    with pytest.raises(LeaseLostError):
        move_file(_again(landed), FileState.QUARANTINED, Mover.WORKER, token=first.token, **columns)
    move_file(_again(landed), FileState.QUARANTINED, Mover.WORKER, token=second.token, **columns)
    assert _again(landed).attempts == 0


def test_claim_in_a_state_that_passed_is_refused(landed):
    old = _again(landed)
    columns = {"quarantine_key": "k", "sha256": "0" * 64}
    move_file(landed, FileState.QUARANTINED, Mover.WORKER, **columns)
    assert work.claim(old) is None


def test_three_deaths_wait_for_an_operator(landed):
    for _ in range(work.MAX_ATTEMPTS):
        assert work.claim(_again(landed)) is not None
        _expire(landed)
    assert work.claim(_again(landed)) is None
    assert _again(landed).needs_operator
    told = AuditEvent.objects.filter(subject=str(landed.pk), event="file.needs_operator")
    assert told.count() == 1
    assert stalled.resume() == 0


def test_operator_lets_it_be_tried_again(landed):
    Artefact.objects.filter(pk=landed.pk).update(needs_operator=True, attempts=3)
    assert stalled.clear_marks(landed.submission_id)
    assert not stalled.clear_marks(landed.submission_id)
    assert work.claim(_again(landed)) is not None


def test_release_with_a_pause_cannot_be_claimed_at_once(landed):
    claim = work.claim(landed)
    claim.release(after=timedelta(minutes=1))
    assert work.claim(_again(landed)) is None


def test_done_gives_back_and_forgets_the_attempt(landed):
    work.claim(landed).done()
    assert (_again(landed).lease_token, _again(landed).attempts) == (None, 0)


def test_sweeper_wakes_what_stands(landed):
    assert stalled.resume() == 1
    work.claim(landed)
    assert stalled.resume() == 0
    _expire(landed)
    assert stalled.resume() == 1


def _overtaken(file):
    """The claim of a worker that lost its lease, and the one of the worker that has it now."""
    first = work.claim(file)
    _expire(file)
    return first, work.claim(_again(file))


@pytest.mark.parametrize("after", [timedelta(0), timedelta(hours=1)])
def test_a_lost_claim_gives_nothing_back(landed, after):
    first, second = _overtaken(landed)
    until = _again(landed).lease_until
    first.done()
    first.release(after=after)
    now = _again(landed)
    assert (now.lease_token, now.lease_until, now.attempts) == (second.token, until, 2)


def test_a_poison_that_another_worker_still_holds_is_left_to_it(landed):
    held = work.claim(landed)
    for _ in range(work.MAX_ATTEMPTS - 1):
        _expire(landed)
        held = work.claim(_again(landed))
    assert work.claim(_again(landed)) is None
    assert (_again(landed).needs_operator, held.renew()) == (False, True)


def test_a_worker_that_read_the_row_before_the_last_attempt_gets_no_fourth(landed):
    old = _again(landed)
    Artefact.objects.filter(pk=landed.pk).update(attempts=work.MAX_ATTEMPTS)
    assert work.claim(old) is None
    assert _again(landed).attempts == work.MAX_ATTEMPTS


@pytest.mark.django_db(transaction=True, databases=["default", "keys"])
def test_a_claim_is_renewed_while_the_work_goes_on(landed, settings):
    settings.AIRLOCK_LEASE_SECONDS = 0.3
    claim = work.claim(landed)
    first = _again(landed).lease_until
    deadline = time.monotonic() + 20
    with work.kept(claim):
        while _again(landed).lease_until <= first + timedelta(seconds=0.3):
            assert time.monotonic() < deadline
            threading.Event().wait(0.02)
    assert claim.renew()


def test_both_files_that_waited_for_the_scanner_are_tried_again(programme, contractor):
    row = samples.draft(programme, contractor)
    held = [samples.file(row), samples.file(row)]
    for file in held:
        move_file(file, FileState.LANDED, Mover.CONTRACTOR)
        columns = {"quarantine_key": "k", "sha256": "0" * 64}
        move_file(file, FileState.QUARANTINED, Mover.WORKER, **columns)
        move_file(file, FileState.HELD, Mover.WORKER, code="scanner_unavailable")
    move(row, State.QUARANTINED, Mover.CONTRACTOR)
    hold = {"held_rule": "R13", "held_party": "contractor", "held_code": "file_not_checked"}
    move(row, State.HELD, Mover.WORKER, **hold)
    assert stalled.retry_held() == 2
    row.refresh_from_db()
    assert row.state == State.QUARANTINED
    assert {_again(file).state for file in held} == {FileState.QUARANTINED}
