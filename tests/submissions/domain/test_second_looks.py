"""Rejections drawn at random and judged by somebody else; filters that a reviewer keeps."""

import pytest

from portal.programmes.errors import PermissionRefused
from portal.programmes.models import Role
from submissions.domain import queries, withdrawal
from submissions.domain.errors import StaleError
from submissions.domain.review import appeals, claims, deciding, saved, second_looks
from submissions.domain.review.deciding import Ruling
from submissions.domain.review.queue import Filters
from submissions.models import Decision, Gate, Review, SavedFilter
from submissions.states import State
from tests.factories import people, samples
from tests.factories.sign_in import client_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def first(programme):
    return people.member(programme, Role.CLEARANCE_REVIEWER)


@pytest.fixture
def drawn(programme, contractor, first):
    sample = samples.submission(programme, contractor)
    review = claims.claim(first, sample.pk, Gate.CLEARANCE)
    ruling = Ruling(Decision.REJECT, reason="confidential", words="It names a client.")
    deciding.decide(review.pk, first, review.lease_token, ruling)
    Review.objects.filter(pk=review.pk).update(audit_sample=True)
    return Review.objects.get(pk=review.pk)


def test_drawn_rejection_waits_for_everybody_but_who_rejected(drawn, programme, first, reviewer):
    assert list(second_looks.waiting(reviewer, programme.pk)) == [drawn]
    assert list(second_looks.waiting(first, programme.pk)) == []
    with pytest.raises(PermissionRefused):
        second_looks.decide(drawn.pk, first, agrees=True)


def test_rejection_that_was_not_drawn_waits_for_nobody(drawn, programme, reviewer):
    Review.objects.update(audit_sample=False)
    assert list(second_looks.waiting(reviewer, programme.pk)) == []
    with pytest.raises(StaleError):
        second_looks.decide(drawn.pk, reviewer, agrees=True)


def test_agreeing_lets_it_stand_and_is_counted(drawn, programme, reviewer):
    second_looks.decide(drawn.pk, reviewer, agrees=True)
    drawn.submission.refresh_from_db()
    assert drawn.submission.state == State.REJECTED
    found = queries.figures(programme.pk)
    assert (found.audit_sample, found.looked_again, found.looked_again_agreed) == (1, 1, 1)
    with pytest.raises(StaleError):
        second_looks.decide(drawn.pk, reviewer, agrees=False)


def test_disagreeing_sends_it_back_to_be_reviewed_anew(drawn, programme, reviewer, first):
    second_looks.decide(drawn.pk, reviewer, agrees=False)
    sample = drawn.submission
    sample.refresh_from_db()
    assert (sample.state, sample.originals_purge_at) == (State.CLEARANCE, None)
    third = people.member(programme, Role.CLEARANCE_REVIEWER)
    assert claims.claim(third, sample.pk, Gate.CLEARANCE).submission_id == sample.pk
    assert queries.figures(programme.pk).looked_again_agreed == 0


def test_appealed_rejection_is_left_to_the_appeal(drawn, programme, contractor, reviewer):
    appeals.appeal(drawn.submission_id, contractor, "Look again.")
    assert list(second_looks.waiting(reviewer, programme.pk)) == []
    client, path = client_of(reviewer), f"/review/appeals/{drawn.submission.appeals.get().pk}/"
    assert "It names a client." in client.get(path).content.decode()
    withdrawal.withdraw(drawn.submission_id, contractor)
    gone = client.get(path)
    assert (gone.status_code, "It names a client." in gone.content.decode()) == (410, False)


def test_page_says_why_it_was_rejected_and_takes_the_answer(drawn, reviewer):
    client = client_of(reviewer)
    path = f"/review/second-looks/{drawn.pk}/"
    assert path in client.get("/review/").content.decode()
    page = client.get(path).content.decode()
    assert "It names a client." in page
    assert client.post(path, {"agrees": "no"}).status_code == 302
    drawn.refresh_from_db()
    assert drawn.second_look_agrees is False


@pytest.mark.parametrize("ends", ["agrees", "disagrees", "withdrawn"])
def test_page_shows_nothing_once_the_look_is_over(drawn, contractor, reviewer, ends):
    """Nobody reads a sample on by the address of a look that was theirs."""
    client, path = client_of(reviewer), f"/review/second-looks/{drawn.pk}/"
    assert "It names a client." in client.get(path).content.decode()
    if ends == "withdrawn":
        withdrawal.withdraw(drawn.submission_id, contractor)
    else:
        second_looks.decide(drawn.pk, reviewer, agrees=ends == "agrees")
    assert client.get(path).status_code == 404
    assert client.post(path, {"agrees": "no"}).headers["Location"] == "/review/"


def test_filters_are_kept_under_a_name_and_shown_as_an_address(programme, reviewer):
    client = client_of(reviewer)
    sent = {"programme": programme.slug, "gate": "clearance", "domain": "law", "older_than": "3"}
    there = client.post("/review/filters/", {**sent, "name": " old  law "}).url
    assert "domain=law" in there
    assert "older_than=3" in there
    page = client.get(there).content.decode()
    kept = SavedFilter.objects.get(person=reviewer)
    assert kept.name == "old law"
    assert f'href="{there.replace("&", "&amp;")}"' in page
    client.post("/review/filters/", {**sent, "name": "old law", "overdue": "1"})
    assert SavedFilter.objects.get(person=reviewer).overdue is True


def test_nobody_else_sees_or_deletes_a_kept_filter(programme, reviewer, first):
    kept = saved.save(reviewer, programme.pk, Gate.CLEARANCE, "mine", Filters(domain="law"))
    assert list(saved.of(first, programme.pk, Gate.CLEARANCE)) == []
    saved.drop(first, kept.pk)
    assert SavedFilter.objects.count() == 1
    saved.drop(reviewer, kept.pk)
    assert SavedFilter.objects.count() == 0


def test_filter_needs_a_name_and_has_a_most(programme, reviewer):
    with pytest.raises(saved.FilterNameError):
        saved.save(reviewer, programme.pk, Gate.CLEARANCE, " ", Filters())
    for number in range(saved.MOST):
        saved.save(reviewer, programme.pk, Gate.CLEARANCE, f"n{number}", Filters())
    with pytest.raises(saved.TooManyFiltersError):
        saved.save(reviewer, programme.pk, Gate.CLEARANCE, "one more", Filters())
    saved.save(reviewer, programme.pk, Gate.CLEARANCE, "n1", Filters(domain="law"))


def test_queue_says_times_roughly(programme, contractor, reviewer):
    samples.submission(programme, contractor)
    page = client_of(reviewer).get("/review/").content.decode()
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    assert "<time" not in table
    assert "3 h" in table
