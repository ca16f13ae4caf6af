"""Every page of a submission, of review and of releases, looked at with rows on it."""

import re

import pytest
from playwright.sync_api import expect

from portal.programmes.roles import Role
from submissions.domain import drafts
from submissions.domain.release import confirming, proposing
from submissions.domain.review import claims, thread
from submissions.models import Gate
from submissions.states import State
from tests.browser.looking import look
from tests.factories import people, rights, samples

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]

REVIEW = re.compile(r"/review/[0-9a-f-]{36}/")


def test_contractor_pages(visit, programme, everybody):
    contractor = everybody[Role.CONTRACTOR]
    page = visit(contractor)
    page.goto("/submissions/")
    look(page, "home-empty")
    draft = drafts.create(contractor, programme)
    for state in (State.CONFIRMING, State.CLEARANCE, State.REJECTED, State.APPROVED):
        samples.submission(programme, contractor, state)
    page.goto("/submissions/")
    look(page, "home")
    for step in ("task", "rights", "files", "finish", "discard"):
        page.goto(f"/submissions/{draft.pk}/{step}/")
        look(page, f"wizard-{step}")


@pytest.mark.parametrize(
    "state", [State.CONFIRMING, State.REJECTED, State.CHANGES_REQUESTED, State.WITHDRAWN]
)
def test_submission_pages(visit, programme, everybody, state):
    contractor = everybody[Role.CONTRACTOR]
    sample = samples.submission(programme, contractor, state, files=2)
    rights.all_clear(sample)
    page = visit(contractor)
    page.goto(f"/submissions/{sample.pk}/")
    look(page, f"submission-{state}")
    if state is State.CONFIRMING:
        page.get_by_role("link", name="memo 1.txt").first.click()
        page.wait_for_url("**/copies/*/")
        look(page, "copy")
        page.goto(f"/submissions/{sample.pk}/withdraw/")
        look(page, "withdraw")


def test_review_pages(visit, programme, everybody):
    contractor, reviewer = everybody[Role.CONTRACTOR], everybody[Role.CLEARANCE_REVIEWER]
    page = visit(reviewer)
    page.goto("/review/")
    look(page, "queue-empty")
    for _ in range(3):
        sample = samples.submission(programme, contractor, files=2)
        thread.write(sample, contractor, "Here it is.")
    page.goto("/review/")
    look(page, "queue")
    page.get_by_role("button", name="Take the next one").click()
    page.wait_for_selector("#decision")
    look(page, "review")
    page.keyboard.press("?")
    look(page, "review-keys")


def test_question_is_asked_by_keyboard(visit, programme, everybody):
    sample = samples.submission(programme, everybody[Role.CONTRACTOR])
    page = visit(everybody[Role.CLEARANCE_REVIEWER])
    page.goto("/review/")
    page.keyboard.press("t")
    page.wait_for_url(REVIEW)
    page.keyboard.press("m")
    expect(page.locator("#missed-words")).to_be_focused()
    page.keyboard.press("Escape")
    page.keyboard.press("q")
    expect(page.locator("#words-ask")).to_be_focused()
    look(page, "review-asking")
    page.locator("#words-ask").focus()
    page.keyboard.type("Which request is meant?")
    page.keyboard.press("Control+Enter")
    page.get_by_text("Nothing waits for you here").wait_for()
    sample.refresh_from_db()
    assert sample.state == State.CHANGES_REQUESTED


def test_keys_can_be_switched_off(visit, programme, everybody):
    samples.submission(programme, everybody[Role.CONTRACTOR])
    page = visit(everybody[Role.CLEARANCE_REVIEWER])
    page.goto("/review/")
    page.keyboard.press("t")
    page.wait_for_url(REVIEW)
    page.keyboard.press("?")
    page.locator("[data-keys-switch]").uncheck()
    page.keyboard.press("Escape")
    page.keyboard.press("C")
    expect(page.locator("[data-check]:checked")).to_have_count(0)
    page.keyboard.press("?")
    page.locator("[data-keys-switch]").check()
    page.keyboard.press("Escape")
    page.keyboard.press("C")
    expect(page.locator("[data-check]:checked")).not_to_have_count(0)


def test_original_takes_a_request_and_a_second_person(visit, programme, everybody):
    samples.submission(programme, everybody[Role.CONTRACTOR])
    page = visit(everybody[Role.CLEARANCE_REVIEWER])
    page.goto("/review/")
    page.keyboard.press("t")
    page.wait_for_url(REVIEW)
    page.get_by_text("The original of this file").click()
    page.get_by_label("In a few words").fill("Which notice stood there?")
    look(page, "review-original")
    page.get_by_role("button", name="Ask for it").click()
    page.get_by_text("Asked. A second person decides").wait_for()
    second = visit(everybody[Role.PROGRAMME_ADMIN])
    second.goto("/rights/")
    second.get_by_role("link", name="Originals").click()
    second.wait_for_url("**/rights/originals/")
    look(second, "originals-waiting")
    second.get_by_role("button", name="Allow for 30 minutes").click()
    second.get_by_text("Nothing to decide").wait_for()
    page.reload()
    page.get_by_text("The original of this file").click()
    expect(page.get_by_role("link", name="Read the original")).to_be_visible()


def test_permission_pages(visit, programme, everybody):
    contractor = everybody[Role.CONTRACTOR]
    sample = samples.submission(programme, contractor, State.CONFIRMING)
    rights.all_clear(sample)
    page = visit(contractor)
    page.goto(f"/submissions/{sample.pk}/permission/")
    page.fill("[name=grant-issuer]", "Head of sales")
    page.locator("[name=grant-purposes]").first.check()
    page.click("text=Add this permission")
    page.get_by_text("Added so far").wait_for()
    look(page, "permission")
    decider = visit(everybody[Role.CLEARANCE_REVIEWER])
    decider.goto("/review/permissions/")
    look(decider, "permissions-waiting")


def test_grading_page(visit, programme, everybody):
    sample = samples.submission(programme, everybody[Role.CONTRACTOR], State.QUALITY)
    grader = everybody[Role.QUALITY_REVIEWER]
    review = claims.claim(grader, sample.pk, Gate.QUALITY)
    page = visit(grader)
    page.goto(f"/review/{review.pk}/")
    look(page, "grading")


def test_release_pages(visit, programme, everybody):
    admin, contractor = everybody[Role.PROGRAMME_ADMIN], everybody[Role.CONTRACTOR]
    page = visit(admin)
    page.goto("/releases/")
    look(page, "releases-empty")
    chosen = []
    for _ in range(2):
        sample = samples.submission(programme, contractor, State.APPROVED)
        rights.all_clear(sample)
        chosen.append(sample.pk)
    page.goto(f"/releases/propose/{programme.slug}/")
    look(page, "propose")
    proposed = proposing.propose(programme.pk, admin, chosen)
    page.goto(f"/releases/{proposed.pk}/")
    look(page, "release-proposed")
    reviewer = everybody[Role.CLEARANCE_REVIEWER]
    second = visit(reviewer)
    second.goto(f"/releases/{proposed.pk}/confirm/")
    look(second, "release-confirm")
    confirming.confirm(proposed.pk, reviewer, reauthenticated=True)
    second.goto(f"/releases/{proposed.pk}/")
    look(second, "release")
    page.goto(f"/programmes/{programme.slug}/figures/")
    look(page, "figures")


def test_keys_walk_findings_and_decide(visit, programme, everybody):
    """A clean sample is cleared without the mouse, in findings + checklist + few presses."""
    reviewer = everybody[Role.CLEARANCE_REVIEWER]
    sample = samples.submission(programme, everybody[Role.CONTRACTOR])
    page = visit(reviewer)
    page.goto("/review/")
    page.keyboard.press("t")
    page.wait_for_url(REVIEW)  # and for its load: the keys work from then on
    page.keyboard.press("j")
    expect(page.locator('#mark-1[aria-current="true"]')).to_be_in_viewport()
    for _ in range(6):
        page.keyboard.press("c")
    page.keyboard.press("u")
    expect(page.locator("[data-check]:checked")).to_have_count(5)
    page.keyboard.press("c")
    page.keyboard.press("a")
    page.get_by_text("Nothing waits for you here").wait_for()
    sample.refresh_from_db()
    assert sample.state == State.QUALITY


def test_pages_work_without_javascript(browser, live_server, programme, everybody):
    from tests.factories.sign_in import client_of

    reviewer = everybody[Role.CLEARANCE_REVIEWER]
    sample = samples.submission(programme, everybody[Role.CONTRACTOR])
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    cookie = client_of(reviewer).cookies["sessionid"]
    context.add_cookies([{"name": "sessionid", "value": cookie.value, "url": live_server.url}])
    page = context.new_page()
    page.goto("/review/")
    page.click("text=Take the next one")
    page.wait_for_url(REVIEW)
    for box in page.locator("[data-check]").all():
        box.check()
    page.click("button[value=approve]")
    page.get_by_text("Nothing waits for you here").wait_for()
    sample.refresh_from_db()
    assert sample.state == State.QUALITY
    context.close()


def test_stranger_finds_nothing(visit, programme, everybody):
    sample = samples.submission(programme, everybody[Role.CONTRACTOR])
    page = visit(people.person())
    assert page.goto(f"/submissions/{sample.pk}/").status == 404
