"""Originals: their owner, and a reviewer whom a second person allowed, for a while."""

from datetime import timedelta

import pytest
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.programmes.errors import PermissionRefused
from submissions.domain import originals, spots
from submissions.domain.errors import StaleError
from submissions.domain.originals import AskedAlreadyError, NoOriginalError, NotGrantedError
from submissions.domain.review import claims
from submissions.domain.review.errors import ReasonMissingError
from submissions.models import Gate, OriginalRequest, Submission
from tests.factories import samples

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

WORDS = {"reason": "rights", "words": "Which notice stood there?"}


@pytest.fixture
def review(programme, contractor, reviewer):
    sample = samples.submission(programme, contractor)
    return claims.claim(reviewer, sample.pk, Gate.CLEARANCE)


@pytest.fixture
def artefact(review):
    return review.submission.artefacts.get()


def ask(review, artefact, words=WORDS):
    return originals.ask(review.pk, review.reviewer, review.lease_token, artefact.pk, words)


def events():
    return [e.event for e in AuditEvent.objects.order_by("number") if "original" in e.event]


def test_request_is_granted_by_somebody_else_for_half_an_hour(review, artefact, second_reviewer):
    asked = ask(review, artefact)
    assert [(one.row, one.words) for one in originals.waiting(second_reviewer)] == [
        (asked, "Which notice stood there?")
    ]
    originals.decide(asked.pk, second_reviewer, granted=True)
    asked.refresh_from_db()
    left = asked.until - timezone.now()
    assert timedelta(minutes=29) < left <= timedelta(minutes=30)
    assert originals.waiting(second_reviewer) == []
    assert events() == ["original.asked", "original.granted"]


def test_admin_may_grant_and_who_asked_may_not(review, artefact, admin, reviewer):
    asked = ask(review, artefact)
    with pytest.raises(PermissionRefused):
        originals.decide(asked.pk, reviewer, granted=True)
    assert originals.waiting(reviewer) == []
    originals.decide(asked.pk, admin, granted=False)
    with pytest.raises(StaleError):
        originals.decide(asked.pk, admin, granted=True)
    asked.refresh_from_db()
    assert (asked.decided_by, asked.until) == (admin, None)


def test_database_refuses_a_grant_by_who_asked(review, artefact, reviewer):
    asked = ask(review, artefact)
    now = timezone.now()
    with pytest.raises(IntegrityError), transaction.atomic():
        OriginalRequest.objects.filter(pk=asked.pk).update(decided_by=reviewer, decided_at=now)


@pytest.mark.parametrize(
    "words", [{}, {"reason": "rights", "words": " "}, {"reason": "curious", "words": "x"}]
)
def test_request_needs_a_reason_and_words(review, artefact, words):
    with pytest.raises(ReasonMissingError):
        ask(review, artefact, words)


def test_request_is_open_once_and_only_while_the_claim_is(review, artefact):
    ask(review, artefact)
    with pytest.raises(AskedAlreadyError):
        ask(review, artefact)
    claims.give_back(review.pk, review.reviewer, review.lease_token)
    with pytest.raises(StaleError):
        ask(review, artefact)


def test_nothing_is_read_without_a_grant_after_its_time_or_without_the_claim(
    review, artefact, second_reviewer
):
    asked = ask(review, artefact)

    def look():
        return originals.look_as_reviewer(asked.pk, review, 1)

    with pytest.raises(NotGrantedError):
        look()
    originals.decide(asked.pk, second_reviewer, granted=True)
    OriginalRequest.objects.filter(pk=asked.pk).update(until=timezone.now())
    with pytest.raises(NotGrantedError):
        look()
    OriginalRequest.objects.filter(pk=asked.pk).update(until=timezone.now() + timedelta(minutes=5))
    claims.give_back(review.pk, review.reviewer, review.lease_token)
    with pytest.raises(NotGrantedError):
        look()
    assert "original.read" not in events()


def test_deleted_original_cannot_be_asked_for(review, artefact):
    Submission.objects.filter(pk=review.submission_id).update(originals_purged_at=timezone.now())
    with pytest.raises(NoOriginalError):
        ask(review, artefact)


def test_look_is_in_the_audit_even_where_nothing_could_be_shown(review, artefact, contractor):
    with pytest.raises(originals.NotShownError):
        originals.look_as_owner(artefact, contractor, 1)
    assert events() == ["original.read"]


def test_names_of_word_files_lead_out_of_no_folder(tmp_path):
    """They come from a child that read an upload, and that may have been taken over."""
    out = tmp_path / "out"
    out.mkdir()
    (tmp_path / "other.json").write_text('[["secret", 0, 0, 1, 1]]')
    (out / "words-1.json").write_text('[["word", 0, 0, 1, 1]]')
    for name in ("../other.json", str(tmp_path / "other.json")):
        with pytest.raises(FileNotFoundError):
            spots.read_words({"pages": [{"number": 1, "words": name}]}, out)
    here = {"pages": [{"number": 1, "words": "words-1.json"}, {"number": 2}]}
    assert spots.read_words(here, out) == {1: [["word", 0, 0, 1, 1]]}
