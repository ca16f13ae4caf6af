"""What a reviewer takes out goes on without the contractor; what comes back asks them again."""

import pytest

from submissions.domain import edits
from submissions.domain.review import claims
from submissions.models import Gate
from submissions.states import State
from tests.factories import rights
from tests.submissions import way

pytestmark = [pytest.mark.slow, pytest.mark.django_db(databases=["default", "keys"])]

LETTER = b"The shipping memo was sent on paper.\n\nIt is about the price of goods.\n"


@pytest.fixture
def sample(contractor, programme):
    return way.in_review(contractor, programme, {"letter.txt": LETTER})


def take_out_more(sample, reviewer):
    review = claims.claim(reviewer, sample.pk, Gate.CLEARANCE)
    edits.add(sample.pk, reviewer, "shipping memo")
    edits.apply(sample.pk, reviewer)
    claims.close_open(sample.pk)
    return review


def test_more_taken_out_by_a_reviewer_comes_back_to_review_by_itself(sample, reviewer):
    first = sample.bundle_sha256
    take_out_more(sample, reviewer)
    assert way.work(sample) == State.CLEARANCE
    assert sample.bundle_sha256 != first
    assert sample.confirmed_sha256 == sample.verdict_sha256 == sample.bundle_sha256


def test_change_of_the_contractor_in_between_is_confirmed_first(sample, reviewer, contractor):
    edits.add(sample.pk, contractor, "price of goods")
    take_out_more(sample, reviewer)
    assert way.work(sample) == State.CONFIRMING
    assert sample.confirmed_sha256 == ""


def test_taking_a_change_back_is_confirmed_first(sample, reviewer):
    take_out_more(sample, reviewer)
    way.work(sample)
    edits.undo(sample.edits.get().pk, reviewer)
    edits.add(sample.pk, reviewer, "price of goods")
    edits.apply(sample.pk, reviewer)
    assert way.work(sample) == State.CONFIRMING


def test_other_declared_names_are_confirmed_first(sample, reviewer):
    """An engagement is answered for many samples: a name that is gone there comes back here."""
    rights.answer(sample, organisation="Quillbrook AG")
    take_out_more(sample, reviewer)
    assert way.work(sample) == State.CONFIRMING
