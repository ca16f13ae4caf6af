import pytest
from django.urls import reverse

from portal.programmes.roles import Role
from submissions.domain import drafts
from submissions.models import Engagement, Submission
from submissions.states import State
from tests.factories import people, rights, samples

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

TASK = {
    "title": f"Memo for {samples.CANARY_ORIGINAL}",
    "request": "Write a memo.",
    "context": "A firm.",
    "category": "technical writing",
    "domain": "business",
    "occupation": "13-2011.00",
    "relation": "freelance",
    "hours_spent": "7.5",
    "month_done": "2024-03",
    "difficulty": "3",
    "representativeness": "4",
    "authenticity": "real",
    "ai_assistance": "none",
    "language": "en",
    "redoable_by_stranger": "yes",
    "rubric-TOTAL_FORMS": "2",
    "rubric-INITIAL_FORMS": "0",
    "rubric-0-criterion": "Names the cap",
    "rubric-0-points": "3",
    "rubric-0-required": "on",
    "rubric-0-tags": "law, facts",
    "rubric-1-criterion": "",
}


@pytest.fixture
def browser(signed_in, contractor):
    return signed_in(contractor)


@pytest.fixture
def draft(contractor, programme):
    return drafts.create(contractor, programme)


def page(browser, name, *args, status=200, **query):
    response = browser.get(reverse(f"submissions:{name}", args=args), query)
    assert response.status_code == status, response.content[:500]
    return response


def test_home_asks_for_the_first_submission(browser):
    assert "Nothing here yet" in page(browser, "home").content.decode()


def test_new_begins_a_draft_and_home_shows_it(browser, programme):
    response = browser.post(reverse("submissions:new"), {"programme": programme.slug})
    draft = Submission.objects.get()
    assert response.url == reverse("submissions:task", args=[draft.pk])
    assert f"Sample {draft.number}" in page(browser, "home").content.decode()


@pytest.mark.parametrize("rows", [1, 3])
def test_home_asks_the_database_as_often_for_many_rows(
    browser, programme, contractor, rows, django_assert_num_queries
):
    for _ in range(rows):
        samples.submission(programme, contractor, State.CONFIRMING)
    page(browser, "home")
    with django_assert_num_queries(13, using="default"):
        page(browser, "home")
    with django_assert_num_queries(2, using="keys"):
        page(browser, "home")


def test_task_is_kept_sealed_and_shown_again(browser, draft):
    response = browser.post(reverse("submissions:task", args=[draft.pk]), TASK)
    assert response.url == reverse("submissions:rights", args=[draft.pk])
    stored = drafts.read_task(Submission.objects.get())
    assert stored["title"] == TASK["title"]
    assert stored["rubric"] == [
        {"criterion": "Names the cap", "points": 3, "required": True, "tags": ["law", "facts"]}
    ]
    assert samples.CANARY_ORIGINAL.encode() not in bytes(Submission.objects.get().task_sealed)
    assert samples.CANARY_ORIGINAL in page(browser, "task", draft.pk).content.decode()


def test_task_saved_twice_keeps_its_rubric(browser, draft):
    for _ in range(2):
        browser.post(reverse("submissions:task", args=[draft.pk]), TASK)
        stored = drafts.read_task(Submission.objects.get())
        assert [item["criterion"] for item in stored["rubric"]] == ["Names the cap"]


def test_task_that_cannot_be_read_is_said_and_the_rest_kept(browser, draft):
    data = {**TASK, "hours_spent": "many"}
    response = browser.post(reverse("submissions:task", args=[draft.pk]), data)
    assert response.status_code == 200
    assert "Enter a number" in response.content.decode()
    assert drafts.read_task(Submission.objects.get())["title"] == TASK["title"]


def test_autosave_keeps_what_is_typed(browser, draft):
    url = reverse("submissions:autosave", args=[draft.pk])
    response = browser.post(url, {**TASK, "hours_spent": "many"})
    assert response.json()["unreadable"] == ["hours_spent"]
    assert drafts.read_task(Submission.objects.get())["request"] == "Write a memo."


def test_autosave_after_handing_in_says_why_not(browser, programme, contractor):
    sample = samples.submission(programme, contractor, State.CLEARANCE)
    response = browser.post(reverse("submissions:autosave", args=[sample.pk]), TASK)
    assert (response.status_code, response.json()["code"]) == (409, "not_editable")


def test_rights_make_an_engagement_that_is_offered_again(browser, draft, programme):
    data = {**rights.FACTS, "label": "My client", "engagement": "new", "purposes": ["training"]}
    response = browser.post(reverse("submissions:rights", args=[draft.pk]), data)
    assert response.url == reverse("submissions:files", args=[draft.pk])
    engagement = Engagement.objects.get()
    assert b"My client" not in bytes(engagement.label_sealed)
    other = drafts.create(draft.contractor, programme)
    assert "My client" in page(browser, "rights", other.pk).content.decode()
    data = {**data, "engagement": str(engagement.pk), "owner": "client"}
    browser.post(reverse("submissions:rights", args=[other.pk]), data)
    assert Engagement.objects.count() == 1
    assert engagement.attestations.filter(fact="owner").count() == 2


def test_finish_names_everything_that_is_missing(browser, draft):
    said = page(browser, "finish", draft.pk).content.decode()
    for sentence in (
        "Say for whom this work was done.",
        "Upload at least one file.",
        "Answer “Could a stranger redo this from request and references alone?”.",
        "task/#id_redoable_by_stranger",
        "task/#rubric",
    ):
        assert sentence in said
    browser.post(reverse("submissions:finish", args=[draft.pk]), {"typed_name": "A. Person"})
    draft.refresh_from_db()
    assert draft.state == State.DRAFT


def test_discard_deletes_the_draft(browser, draft):
    page(browser, "discard", draft.pk)
    browser.post(reverse("submissions:discard", args=[draft.pk]))
    draft.refresh_from_db()
    assert draft.state == State.PURGED
    assert "Nothing here yet" in page(browser, "home").content.decode()


STATES = [
    s
    for s in State
    if s not in (State.DRAFT, State.HELD, State.RELEASED, State.WITHDRAWN, State.PURGED)
]


@pytest.mark.parametrize("state", STATES)
def test_submission_page_says_where_it_is(browser, programme, contractor, state):
    sample = samples.submission(programme, contractor, state)
    response = page(browser, "submission", sample.pk)
    said = response.content.decode()
    assert "Where it is" in said
    assert "no-store" in response["Cache-Control"]
    # The owner sees what they typed themselves: the canary is really there.
    assert samples.CANARY_ORIGINAL in said


def test_withdrawn_sample_says_so_and_shows_nothing_of_it(browser, programme, contractor):
    sample = samples.submission(programme, contractor, State.WITHDRAWN)
    said = page(browser, "submission", sample.pk).content.decode()
    assert "Nobody can use it any more" in said
    assert samples.CANARY_ORIGINAL not in said
    status = page(browser, "status", sample.pk, status=410)
    assert "This sample was withdrawn" in status.content.decode()


def test_submission_page_shows_what_was_removed(browser, programme, contractor):
    sample = samples.submission(programme, contractor, State.CONFIRMING)
    said = page(browser, "submission", sample.pk).content.decode()
    assert "Yes, this may go on" in said
    assert "Person" in said


def test_copy_page_shows_the_scrubbed_file_with_marks(browser, programme, contractor):
    sample = samples.submission(programme, contractor, State.CONFIRMING)
    clean = sample.current_run.files.get()
    response = page(browser, "copy", sample.pk, clean.pk)
    said = response.content.decode()
    assert '<mark class="redaction" data-mark="1" id="text-mark-1"' in said
    assert "no-store" in response["Cache-Control"]


def test_confirm_moves_on_and_a_changed_bundle_does_not(browser, programme, contractor):
    sample = samples.submission(programme, contractor, State.CONFIRMING)
    url = reverse("submissions:confirm", args=[sample.pk])
    browser.post(url, {"bundle": "f" * 64})
    sample.refresh_from_db()
    assert sample.state == State.CONFIRMING
    browser.post(url, {"bundle": sample.bundle_sha256})
    sample.refresh_from_db()
    assert sample.state == State.CONSENT


def test_withdraw_asks_once_and_stops_all_use(browser, programme, contractor):
    sample = samples.submission(programme, contractor, State.CLEARANCE)
    page(browser, "withdraw", sample.pk)
    browser.post(reverse("submissions:withdraw", args=[sample.pk]))
    sample.refresh_from_db()
    assert sample.state == State.WITHDRAWN


def test_appeal_and_answer_are_sent(browser, programme, contractor):
    rejected = samples.submission(programme, contractor, State.REJECTED)
    browser.post(reverse("submissions:appeal", args=[rejected.pk]), {"words": "It is real."})
    rejected.refresh_from_db()
    assert (rejected.state, rejected.appeals.count()) == (State.REJECTED, 1)
    asked = samples.submission(programme, contractor, State.CHANGES_REQUESTED)
    browser.post(reverse("submissions:answer", args=[asked.pk]), {"words": "In the annex."})
    asked.refresh_from_db()
    assert asked.state == State.CLEARANCE
    assert "In the annex." in page(browser, "submission", asked.pk).content.decode()


OWN = ("submission", "task", "rights", "files", "finish", "discard", "status", "withdraw")


@pytest.mark.parametrize("name", OWN)
def test_own_pages_do_not_exist_for_strangers(signed_in, programme, contractor, name):
    sample = samples.submission(programme, contractor, State.CONFIRMING)
    elsewhere = people.programme()
    for stranger in (
        people.member(programme, Role.CONTRACTOR),
        people.member(programme, Role.PROGRAMME_ADMIN),
        people.member(elsewhere, Role.CLEARANCE_REVIEWER, Role.CONTRACTOR),
    ):
        page(signed_in(stranger), name, sample.pk, status=404)


@pytest.mark.parametrize("name", OWN)
def test_own_pages_refuse_reviewers(signed_in, programme, contractor, reviewer, name):
    sample = samples.submission(programme, contractor, State.CONFIRMING)
    page(signed_in(reviewer), name, sample.pk, status=403)


@pytest.mark.parametrize("name", ["home", "new", "queue", "releases"])
def test_pages_ask_strangers_to_sign_in(client, db, name):
    assert client.get(reverse(f"submissions:{name}")).status_code == 302
