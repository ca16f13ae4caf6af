"""Who hears of a request for an original: those who may decide, and nobody else."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from portal.notices import digest, telling
from portal.notices.models import Notice
from portal.programmes.roles import Role
from submissions.domain import originals, withdrawal
from submissions.domain.review import claims
from submissions.models import Gate, Submission
from tests.factories import people, samples
from tests.factories.sign_in import client_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

WORDS = {"reason": "rights", "words": "Which notice of Quackenbush stood there?"}


@pytest.fixture
def asked(programme, contractor, reviewer, second_reviewer, admin, grader):
    sample = samples.submission(programme, contractor)
    review = claims.claim(reviewer, sample.pk, Gate.CLEARANCE)
    artefact = sample.artefacts.get()
    return originals.ask(review.pk, reviewer, review.lease_token, artefact.pk, WORDS)


def told():
    return set(Notice.objects.filter(read_at=None).values_list("person_id", flat=True))


def test_request_tells_those_who_may_grant_it_and_nobody_else(asked, second_reviewer, admin):
    people.member(people.programme(), Role.PROGRAMME_ADMIN)
    assert told() == {second_reviewer.pk, admin.pk}


def test_contractor_who_also_administers_is_not_told(programme, reviewer):
    both = people.member(programme, Role.CONTRACTOR, Role.PROGRAMME_ADMIN)
    sample = samples.submission(programme, both)
    review = claims.claim(reviewer, sample.pk, Gate.CLEARANCE)
    artefact = sample.artefacts.get()
    originals.ask(review.pk, reviewer, review.lease_token, artefact.pk, WORDS)
    assert told() == set()


def test_mail_has_a_link_and_no_content(asked, admin, settings):
    settings.PUBLIC_URL = "https://airlock.example"
    digest.send_due(timezone.now() + digest.SETTLE * 2)
    (to_admin,) = (one for one in mail.outbox if one.to == [admin.email])
    text = to_admin.body + str(to_admin.alternatives)
    assert f"https://airlock.example{reverse('submissions:originals')}" in text
    assert "asks to read an original" in text
    assert "Quackenbush" not in text
    assert "Quackenbush" in originals.waiting(admin)[0].words


def test_answer_settles_the_notice_of_everybody(asked, second_reviewer):
    originals.decide(asked.pk, second_reviewer, granted=False)
    assert told() == set()


def test_admin_finds_requests_from_the_navigation(asked, admin):
    browser = client_of(admin)
    rights = browser.get(reverse("submissions:holds")).content.decode()
    address = reverse("submissions:originals")
    assert f'href="{address}"' in rights
    assert "Which notice of Quackenbush" in browser.get(address).content.decode()
    (line,) = telling.recent(admin)
    assert line.path == address


@pytest.mark.parametrize("purged", [False, True])
def test_request_about_what_was_taken_back_is_told_to_nobody(asked, contractor, admin, purged):
    """One sample whose key is gone must not take the list of all others with it."""
    browser, address = client_of(admin), reverse("submissions:originals")
    assert "Quackenbush" in browser.get(address).content.decode()
    withdrawal.withdraw(asked.submission_id, contractor)
    if purged:
        withdrawal.purge(Submission.objects.get(pk=asked.submission_id))
    page = browser.get(address)
    assert (page.status_code, "Quackenbush" in page.content.decode()) == (200, False)
