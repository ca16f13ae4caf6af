"""Every kind of file as its owner and a reviewer see it: marks in place, by keyboard alone."""

import re
import time

import pytest
from playwright.sync_api import expect

from portal.programmes.kinds import SettingKind
from portal.programmes.roles import Role
from submissions.demo import uploading
from submissions.demo.story import FACTS, SAMPLES, End, task
from submissions.domain import drafts
from submissions.domain.consent import engagements, records
from submissions.domain.scrubbing import take_step
from submissions.models import Finding, Submission
from submissions.states import WORKING, State
from tests.browser.looking import look
from tests.factories import files
from tests.submissions import way

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]

SHOWN = {"docx", "pptx", "xlsx", "pdf", "png"}
GOOD = [s for s in SAMPLES if s.end is End.RELEASED and s.file.rpartition(".")[2] in SHOWN]
MADE = {
    "mail.eml": files.mail,
    "report.ipynb": files.notebook,
    "code.zip": files.code_zip,
    "scan.pdf": files.scan,
    "ten-pages.pdf": lambda: files.pdf(10),
}
ENOUGH_S = 240.0
REVIEW = re.compile(r"/review/[0-9a-f-]{36}/")
CURRENT = "mark.redaction[aria-current], .redaction-box[aria-current]"


def scrubbed(sample, programme, contractor):
    submission = drafts.create(contractor, programme)
    drafts.save_task(submission.pk, contractor, task(sample))
    facts = {"organisation": sample.organisation, **FACTS, **sample.facts}
    engagement = engagements.create(contractor, programme, "Client", facts, contractor)
    drafts.choose_engagement(submission.pk, contractor, engagement.pk)
    purposes = programme.setting(SettingKind.CONSENT)["purposes"]
    records.give(submission.pk, contractor, purposes, "en")
    uploading.send(contractor, submission.pk, sample.path, sample.shape)
    _work(submission.pk)
    drafts.submit(submission.pk, contractor, "A. Person")
    return _work(submission.pk)


def _work(pk):
    deadline = time.monotonic() + ENOUGH_S
    while time.monotonic() < deadline:
        if not take_step(pk) and State(Submission.objects.get(pk=pk).state) not in WORKING:
            break
    return Submission.objects.get(pk=pk)


def clear(visit, everybody, submission, name):
    """Owner and reviewer do all of it by keyboard; the reviewer's presses are counted."""
    clean = submission.current_run.files.get()
    found = Finding.objects.filter(
        run=submission.current_run, artefact=clean.artefact, suggestion=False
    ).count()
    assert found
    owner = visit(everybody[Role.CONTRACTOR])
    owner.goto(f"/submissions/{submission.pk}/copies/{clean.pk}/")
    expect(owner.locator("[data-finding]")).to_have_count(found)
    owner.keyboard.press("j")
    expect(owner.locator("[data-finding][aria-current]")).to_have_count(1)
    look(owner, f"copy-{name}")
    owner.keyboard.press("a")
    owner.wait_for_url(f"**/submissions/{submission.pk}/")
    assert _work(submission.pk).state == State.CLEARANCE

    page = visit(everybody[Role.CLEARANCE_REVIEWER])
    page.goto("/review/")
    presses = ["t"]
    page.keyboard.press("t")
    page.wait_for_url(REVIEW)
    expect(page.locator("[data-finding]")).to_have_count(found)
    for number in range(1, found + 1):
        page.keyboard.press("j")
        presses.append("j")
        line = page.locator(f'[data-finding="{number}"]')
        expect(line).to_have_attribute("aria-current", "true")
        if line.get_attribute("href") != "#not-shown":
            expect(page.locator(f'#mark-{number}[aria-current="true"]')).to_be_in_viewport()
    look(page, f"review-{name}")
    seen = page.locator("[data-finding]:not([href='#not-shown'])").count()
    assert seen, "no redaction is marked in place"
    unsure = page.locator("[data-uncertain]").count()
    for key in ("C", *("c" * page.locator("[data-point]:not([data-fine])").count()), "a"):
        page.keyboard.press(key)
        presses.append(key)
    page.get_by_text("Nothing waits for you here").wait_for()
    # A document without uncertain places is clean; each of the others asks to be looked at.
    assert len(presses) <= found + 5 + unsure
    submission.refresh_from_db()
    assert submission.state == State.QUALITY


@pytest.mark.parametrize("sample", GOOD, ids=lambda sample: sample.file)
def test_sample_is_shown_marked_and_cleared_by_keyboard(visit, programme, everybody, sample):
    submission = scrubbed(sample, programme, everybody[Role.CONTRACTOR])
    assert submission.state == State.CONFIRMING
    clear(visit, everybody, submission, sample.file)


@pytest.mark.parametrize("name", MADE)
def test_made_file_is_shown_marked_and_cleared_by_keyboard(visit, programme, everybody, name):
    submission = way.scrubbed(everybody[Role.CONTRACTOR], programme, {name: MADE[name]()})
    clear(visit, everybody, submission, name)
