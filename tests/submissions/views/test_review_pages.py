import pytest
from django.urls import reverse
from django.utils import timezone

from portal.programmes.roles import Role
from submissions.domain.grading import Criterion
from submissions.domain.review import claims
from submissions.models import Gate, RedactionEdit, Review
from submissions.states import State
from tests.factories import people, samples

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

ALL_YES = {
    f"check_{name}": "yes"
    for name in ("malware", "personal", "confidential", "rights", "markings", "metadata")
}


@pytest.fixture
def browser(signed_in, reviewer):
    return signed_in(reviewer)


def page(browser, name, *args, status=200, **query):
    response = browser.get(reverse(f"submissions:{name}", args=args), query)
    assert response.status_code == status, response.content[:500]
    return response


def take(browser, programme, gate="clearance", **more):
    data = {"programme": programme.slug, "gate": gate, **more}
    return browser.post(reverse("submissions:claim"), data)


def test_queue_is_empty_and_says_so(browser):
    assert "Nothing waits for you here" in page(browser, "queue").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_queue_asks_the_database_as_often_for_many_rows(
    browser, programme, contractor, rows, django_assert_num_queries
):
    for _ in range(rows):
        samples.submission(programme, contractor)
    page(browser, "queue")
    with django_assert_num_queries(25):
        page(browser, "queue")


def test_claim_next_opens_the_review(browser, programme, contractor):
    sample = samples.submission(programme, contractor)
    response = take(browser, programme)
    review = Review.objects.get()
    assert (review.submission, response.url) == (
        sample,
        reverse("submissions:review", args=[review.pk]),
    )


def test_claim_of_a_taken_one_says_who_was_faster(
    browser, signed_in, second_reviewer, programme, contractor
):
    sample = samples.submission(programme, contractor)
    take(browser, programme)
    response = take(signed_in(second_reviewer), programme, submission=str(sample.pk))
    assert response.url.startswith("/review/?")
    assert Review.objects.count() == 1


@pytest.fixture
def open_review(browser, programme, contractor, reviewer):
    sample = samples.submission(programme, contractor, files=2)
    return claims.claim(reviewer, sample.pk, Gate.CLEARANCE)


def test_review_page_shows_task_findings_and_checklist_blind(browser, open_review, contractor):
    response = page(browser, "review", open_review.pk)
    said = response.content.decode()
    for there in (
        "Memo by Lena Hart",
        "Lena Hart",
        "Person: 2 removed.",
        'id="mark-1"',
        'aria-label="Decision"',
    ):
        assert there in said
    sample = open_review.submission
    for secret in (
        samples.CANARY_ORIGINAL,
        "Zebulon",
        contractor.email,
        contractor.display_name + "<",
        str(contractor.pk),
        str(sample.pk),
    ):
        assert secret not in said
        assert secret not in str(response.headers)
    assert "no-store" in response["Cache-Control"]


def test_picture_of_the_preview_is_sandboxed_and_not_kept(browser, open_review):
    clean = open_review.run.files.first()
    url = reverse("submissions:review_asset", args=[open_review.pk, clean.pk, "page-1"])
    response = browser.get(url)
    assert response.content == samples.picture()
    assert response["Content-Type"] == "image/png"
    assert "no-store" in response["Cache-Control"]
    assert "sandbox" in response["Content-Security-Policy"]
    assert response["X-Content-Type-Options"] == "nosniff"
    missing = reverse("submissions:review_asset", args=[open_review.pk, clean.pk, "page-9"])
    assert browser.get(missing).status_code == 404


def test_picture_is_gone_with_the_claim(browser, open_review, reviewer):
    clean = open_review.run.files.first()
    claims.give_back(open_review.pk, reviewer, open_review.lease_token)
    url = reverse("submissions:review_asset", args=[open_review.pk, clean.pk, "page-1"])
    assert browser.get(url).status_code == 404


def test_approve_without_the_checklist_brings_the_page_back(browser, open_review):
    data = {"token": open_review.lease_token, "decision": "approve", **ALL_YES}
    del data["check_rights"]
    response = browser.post(reverse("submissions:decide", args=[open_review.pk]), data)
    said = response.content.decode()
    assert response.status_code == 422
    assert "checklist_open" in said
    # What was ticked stays ticked.
    assert said.count("checked") >= 5


def test_approve_moves_the_sample_and_goes_back_to_the_queue(browser, open_review):
    data = {"token": open_review.lease_token, "decision": "approve", **ALL_YES}
    response = browser.post(reverse("submissions:decide", args=[open_review.pk]), data)
    assert response.url == reverse("submissions:queue")
    open_review.submission.refresh_from_db()
    assert open_review.submission.state == State.QUALITY
    assert "closed" in page(browser, "review", open_review.pk).content.decode()


def test_ask_and_reject_take_their_own_reason(browser, open_review):
    data = {
        "token": open_review.lease_token,
        "decision": "reject",
        "reason_ask": "missing_file",
        "reason_reject": "confidential",
        "words_reject": "It names a price list.",
    }
    browser.post(reverse("submissions:decide", args=[open_review.pk]), data)
    open_review.refresh_from_db()
    assert (open_review.decision, open_review.reason) == ("reject", "confidential")


def test_decide_with_another_token_does_nothing(browser, open_review):
    data = {"token": "nonsense", "decision": "approve", **ALL_YES}
    response = browser.post(reverse("submissions:decide", args=[open_review.pk]), data)
    assert response.status_code == 422
    open_review.refresh_from_db()
    assert open_review.decision == ""


def test_skip_renew_and_give_back(browser, open_review, programme):
    token = {"token": open_review.lease_token}
    renewed = browser.post(reverse("submissions:renew", args=[open_review.pk]), token)
    assert "until" in renewed.json()
    browser.post(reverse("submissions:give_back", args=[open_review.pk]), token)
    open_review.refresh_from_db()
    assert open_review.skip_reason == "released"
    again = browser.post(reverse("submissions:renew", args=[open_review.pk]), token)
    assert (again.status_code, again.json()["code"]) == (409, "lease_lost")
    take(browser, programme)
    review = Review.objects.get(closed_at=None)
    skipped = {"token": review.lease_token, "reason": "language"}
    browser.post(reverse("submissions:skip", args=[review.pk]), skipped)
    review.refresh_from_db()
    assert review.skip_reason == "language"


def asking(sample):
    return RedactionEdit.objects.create(
        submission=sample,
        artefact=sample.artefacts.first(),
        author=sample.contractor,
        action="keep",
        reason="public",
        asked_at=timezone.now(),
    )


@pytest.mark.parametrize(("said", "state"), [("yes", State.SCRUBBING), ("no", State.CLEARANCE)])
def test_not_private_on_a_hard_kind_is_answered_once(browser, open_review, said, state):
    edit = asking(open_review.submission)
    assert "is not private" in page(browser, "review", open_review.pk).content.decode()
    url = reverse("submissions:review_keep", args=[open_review.pk, edit.pk])
    data = {"token": open_review.lease_token, "granted": said}
    browser.post(url, data)
    browser.post(url, {**data, "granted": "yes"})
    open_review.submission.refresh_from_db()
    edit.refresh_from_db()
    assert open_review.submission.state == state
    assert (edit.granted_by is not None) == (said == "yes")


def test_quality_page_takes_grades(signed_in, grader, programme, contractor):
    sample = samples.submission(programme, contractor, State.QUALITY)
    browser = signed_in(grader)
    take(browser, programme, "quality")
    review = Review.objects.get()
    assert "Would somebody really" in page(browser, "review", review.pk).content.decode()
    data = {"token": review.lease_token, "decision": "approve"}
    for item in Criterion:
        data |= {f"points_{item}": "4", f"why_{item}": "fine"}
    browser.post(reverse("submissions:decide", args=[review.pk]), data)
    sample.refresh_from_db()
    assert sample.state == State.APPROVED


def test_review_of_somebody_else_does_not_exist(
    signed_in, open_review, second_reviewer, contractor, admin
):
    for stranger in (second_reviewer, contractor, admin):
        browser = signed_in(stranger)
        page(browser, "review", open_review.pk, status=404)
        for name in ("decide", "renew", "skip", "give_back"):
            url = reverse(f"submissions:{name}", args=[open_review.pk])
            assert browser.post(url).status_code == 404


def test_queue_is_refused_to_others(signed_in, contractor, admin, programme):
    for stranger in (contractor, admin):
        page(signed_in(stranger), "queue", status=403)
    nobody = people.person()
    page(signed_in(nobody), "queue", status=404)
    elsewhere = people.member(people.programme(), Role.CLEARANCE_REVIEWER)
    assert take(signed_in(elsewhere), programme).status_code == 404


def test_form_address_opened_as_a_page_leads_to_its_page(browser, open_review):
    review = reverse("submissions:review", args=[open_review.pk])
    response = browser.get(reverse("submissions:decide", args=[open_review.pk]))
    assert (response.status_code, response.url) == (302, review)
    assert browser.put(reverse("submissions:decide", args=[open_review.pk])).status_code == 405
