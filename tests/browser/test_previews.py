"""The bundled samples as their owner and a reviewer see them: every format, marks in place."""

import time

import pytest
from playwright.sync_api import expect

from portal.programmes.kinds import SettingKind
from portal.programmes.roles import Role
from submissions.demo import uploading
from submissions.demo.story import FACTS, SAMPLES, End, task
from submissions.domain import confirming, drafts
from submissions.domain.consent import engagements, records
from submissions.domain.review import claims
from submissions.domain.scrubbing import take_step
from submissions.models import Finding, Gate, Submission
from submissions.states import WORKING, State
from tests.browser.looking import look

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]

GOOD = [sample for sample in SAMPLES if sample.end is End.RELEASED]
ENOUGH_S = 240.0


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


@pytest.mark.parametrize("sample", GOOD, ids=lambda sample: sample.file)
def test_every_format_is_shown_with_its_marks(visit, programme, everybody, sample):
    contractor, reviewer = everybody[Role.CONTRACTOR], everybody[Role.CLEARANCE_REVIEWER]
    submission = scrubbed(sample, programme, contractor)
    assert submission.state == State.CONFIRMING
    owner = visit(contractor)
    copy = submission.current_run.files.get()
    owner.goto(f"/submissions/{submission.pk}/copies/{copy.pk}/")
    look(owner, f"copy-{sample.file}")
    confirming.confirm(submission.pk, contractor, submission.bundle_sha256)
    assert _work(submission.pk).state == State.CLEARANCE
    review = claims.claim(reviewer, submission.pk, Gate.CLEARANCE)
    page = visit(reviewer)
    page.goto(f"/review/{review.pk}/")
    found = Finding.objects.filter(
        run=submission.current_run, artefact=copy.artefact, suggestion=False
    ).count()
    expect(page.locator("[data-finding]")).to_have_count(found)
    look(page, f"review-{sample.file}")
    if found:
        page.keyboard.press("j")
        expect(page.locator("[data-finding][aria-current]")).to_have_count(1)
