"""What a rule rejected goes on by itself when nothing rejects it any more; people's noes stand."""

import pytest

from submissions.domain import declining, withdrawal
from submissions.domain.asking import answering
from submissions.domain.asking.answering import Given, Scope
from submissions.domain.consent import records
from submissions.domain.errors import Refused
from submissions.domain.review import appeals
from submissions.models import NameKind
from submissions.states import State
from tests.factories import askings, rights, samples
from tests.submissions.way import work

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

BOTH = ("evaluation", "training")


@pytest.fixture
def rejected(programme, contractor):
    """A client's work under an NDA that survives, without a release."""
    row = samples.submission(programme, contractor, State.CONSENT)
    rights.all_clear(row)
    askings.owned_by_client(row, agreement="nda", agreement_survives="yes")
    assert (work(row), row.held_rule) == (State.REJECTED, "R3")
    assert row.originals_purge_at is not None
    return row


def given(**more):
    return Given(BOTH, Scope.SAMPLE, "Ilse Brandt", "Counsel", **more)


def test_owners_yes_moves_a_rejected_sample_on(rejected, reviewer):
    asking, _token = askings.sent(rejected, reviewer)
    answering.grant(asking, given(releases=True))
    rejected.refresh_from_db()
    assert (rejected.state, rejected.originals_purge_at) == (State.CONSENT, None)
    assert work(rejected) is State.CLEARANCE


def test_owners_yes_without_a_release_leaves_it_rejected(rejected, reviewer):
    asking, _token = askings.sent(rejected, reviewer)
    answering.grant(asking, given())
    rejected.refresh_from_db()
    assert rejected.state == State.REJECTED


def test_release_that_a_reviewer_accepts_moves_it_on(rejected, contractor, reviewer):
    release = records.add_confidentiality_release(rejected.engagement_id, contractor)
    rejected.refresh_from_db()
    assert rejected.state == State.REJECTED
    with pytest.raises(Refused):
        records.decide_record(release, contractor, accept=True)
    records.decide_record(release, reviewer, accept=True)
    assert (work(rejected), rejected.held_rule) == (State.HELD, "R2")


def test_answers_alone_move_nothing_on(rejected, contractor, reviewer):
    rights.answer(rejected, agreement="none", owner="contractor")
    grant = records.add_grant(
        rejected.engagement_id, contractor, issuer="Me", purposes=["training"]
    )
    records.decide_record(grant, reviewer, accept=True)
    # No rule rejects what is said now, so it is ruled on again, and a person looks at the change.
    assert (work(rejected), rejected.held_code) == (State.HELD, "answer_changed")


def test_open_appeal_is_left_to_who_decides_it(rejected, contractor, reviewer):
    appeals.appeal(rejected.pk, contractor, "They agreed on the phone.")
    asking, _token = askings.sent(rejected, reviewer)
    answering.grant(asking, given(releases=True))
    rejected.refresh_from_db()
    assert rejected.state == State.REJECTED


def test_end_of_an_entry_moves_on_what_it_rejected(programme, contractor, admin):
    row = samples.submission(programme, contractor, State.CONSENT)
    rights.all_clear(row)
    rights.answer(row, organisation="Norvale Logistics")
    entry, _asked = declining.enter(NameKind.ORGANISATION, "Norvale Logistics", programme.pk, admin)
    assert (work(row), row.held_rule) == (State.REJECTED, "R11")
    declining.end(entry.pk, admin, "mistake")
    assert work(row) is State.CLEARANCE


def test_purged_or_withdrawn_sample_stays_where_it_is(rejected, contractor, reviewer):
    asking, _token = askings.sent(rejected, reviewer)
    withdrawal.withdraw(rejected.pk, contractor)
    with pytest.raises(Refused):
        answering.grant(askings.again(asking), given(releases=True))
    rejected.refresh_from_db()
    assert rejected.state == State.WITHDRAWN
