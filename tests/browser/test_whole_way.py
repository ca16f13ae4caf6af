"""One sample's whole way in a real browser, with real workers' steps and the real engine."""

import re
import time
import zipfile
from pathlib import Path
from urllib.parse import urlparse

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.core import mail
from playwright.sync_api import expect

from portal.programmes.invitations import invite
from portal.programmes.roles import Role
from portal.vault import signing
from submissions.domain.release.verifying import verify
from submissions.domain.scrubbing import take_step
from submissions.models import Submission
from submissions.states import WORKING, State
from tests.browser.looking import look
from tests.factories import people

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]

CANARY = "Zebulon Quackenbush"
PASSWORD = "seven quiet herons at dawn"
ENOUGH_S = 240.0


def code_of(secret):
    """The six digits that an authenticator app shows now."""
    counter = next(yield_hotp_counters_from_time())
    return format_hotp_value(hotp_value(secret, counter))


def work(sample_id):
    """What the workers do, until it is a person's turn."""
    deadline = time.monotonic() + ENOUGH_S
    while time.monotonic() < deadline:
        if take_step(sample_id):
            continue
        sample = Submission.objects.get(pk=sample_id)
        if State(sample.state) not in WORKING:
            return sample
    raise AssertionError(f"stuck at {sample.state}")


def accept_invitation(page, programme, admin):
    invite(programme, "newcomer@example.org", [Role.CONTRACTOR], admin)
    link = re.search(r"https?://\S+/invitations/\S+/", mail.outbox[-1].body).group()
    page.goto(urlparse(link).path)
    look(page, "way-invitation")
    page.fill("[name=display_name]", "Ardith Vance-Oyelowo")
    page.fill("[name=password]", PASSWORD)
    page.fill("[name=password_again]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_url("**/second-factor/")
    look(page, "way-second-factor")


def set_up_second_factor(page):
    page.goto("/accounts/2fa/totp/activate/")
    secret = page.locator("#authenticator_secret").input_value()
    look(page, "way-authenticator")
    page.fill("[name=code]", code_of(secret))
    page.click("main button[type=submit]")
    expect(page.get_by_role("heading", name="Recovery Codes")).to_be_visible()


def describe(page):
    page.goto("/submissions/")
    page.click("text=New submission")
    page.wait_for_url("**/task/")
    page.fill("[name=title]", f"Memo for {CANARY}")
    page.fill("[name=request]", f"The head of purchasing, {CANARY}, asks for a memo.")
    page.fill("[name=context]", f"A supplier negotiates with {CANARY}.")
    page.fill("[name=occupation]", "23-1011.00 Lawyers")
    page.fill("[name=hours_spent]", "6.5")
    page.fill("[name=month_done]", "2024-03")
    for name, value in {
        "category": "technical writing",
        "domain": "law",
        "language": "en",
        "relation": "freelance",
        "authenticity": "real",
        "ai_assistance": "none",
        "difficulty": "3",
        "representativeness": "4",
        "redoable_by_stranger": "yes",
    }.items():
        page.select_option(f"[name={name}]", value)
    page.fill("[name=rubric-0-criterion]", f"Says what {CANARY} has to decide")
    page.fill("[name=rubric-0-points]", "3")
    page.get_by_text(re.compile("Saved \\d")).wait_for()
    page.click("text=Save and go on")
    page.wait_for_url("**/rights/")


def say_who_owns_it(page):
    page.fill("[name=label]", "My own business")
    page.fill("[name=organisation]", "Vance Advisory Example")
    page.check("[name=relation][value=own_business]")
    page.check("[name=still_there][value=no]")
    page.check("[name=owner][value=contractor]")
    page.check("[name=agreement][value=none]")
    for box in page.locator("[name=purposes]").all():
        box.check()
    page.click("text=Save and go on")
    page.wait_for_url("**/files/")


def memo(folder):
    """A text large enough for several parts, with a name in it and in its own name."""
    file = folder / f"memo for {CANARY}.txt"
    line = "The supplier and the buyer have agreed on the price of the goods.\n"
    text = f"Dear {CANARY},\n\nplease write to z.quackenbush@example.com.\n\n"
    file.write_text(text + line * 40)
    return file


def upload_cut_and_resumed(page, file, sample_id):
    """The first part's answer never arrives; after a reload the same file goes on."""
    page.route(re.compile("/api/uploads/.*/parts/"), lambda route: route.abort())
    page.set_input_files("main input[type=file][multiple]:not([name=files])", file)
    page.locator(".file-row").first.wait_for()
    page.get_by_text("The connection was lost").wait_for(timeout=60_000)
    page.unroute(re.compile("/api/uploads/.*/parts/"))
    page.on("dialog", lambda dialog: dialog.accept())
    page.reload()
    page.get_by_text("An upload was cut").wait_for()
    page.set_input_files("main input[type=file][multiple]:not([name=files])", file)
    page.get_by_text("1 of 1 uploads done").wait_for(timeout=60_000)
    work(sample_id)


def confirm(page, sample_id):
    page.goto(f"/submissions/{sample_id}/")
    look(page, "way-confirm")
    expect(page.locator("main")).to_contain_text(CANARY)
    page.locator("section", has_text="May this go on?").get_by_role("link").first.click()
    page.wait_for_selector("mark.redaction")
    look(page, "way-copy")
    document = page.locator(".review-document")
    expect(document).to_contain_text("price of the goods")
    expect(document).not_to_contain_text(re.compile("quackenbush", re.IGNORECASE))
    page.click("text=All copies may go on")
    page.wait_for_url(f"**/submissions/{sample_id}/")


def approve(page, gate):
    page.goto(f"/review/?gate={gate}")
    look(page, f"way-queue-{gate}")
    page.keyboard.press("t")
    page.wait_for_selector("#decision")
    seen = page.content()
    assert CANARY not in seen
    assert "newcomer@example.org" not in seen
    assert "Ardith" not in seen
    look(page, f"way-review-{gate}")
    if gate == "clearance":
        checks = page.locator("[data-check]")
        for checked in range(1, checks.count() + 1):
            page.keyboard.press("c")
            expect(page.locator("[data-check]:checked")).to_have_count(checked)
    else:
        for scale in page.locator(".grade").all():
            scale.locator("input[value='4']").check()
            scale.locator("input[type=text]").fill("Reads like real work.")
        page.locator("h1").click()
    page.keyboard.press("a")
    page.wait_for_url("**/review/")


def test_contractor_to_download(visit, programme, tmp_path):
    admin, clearance, second, quality = (
        people.member(programme, role, name=name)
        for role, name in (
            (Role.PROGRAMME_ADMIN, "admin"),
            (Role.CLEARANCE_REVIEWER, "first"),
            (Role.CLEARANCE_REVIEWER, "second"),
            (Role.QUALITY_REVIEWER, "grader"),
        )
    )
    contractor = visit(None)
    accept_invitation(contractor, programme, admin)
    set_up_second_factor(contractor)
    describe(contractor)
    say_who_owns_it(contractor)
    sample_id = Submission.objects.get().pk
    upload_cut_and_resumed(contractor, memo(tmp_path), sample_id)
    contractor.reload()
    look(contractor, "way-files")
    contractor.click("text=Go on")
    contractor.fill("[name=typed_name]", "Ardith Vance-Oyelowo")
    look(contractor, "way-finish")
    contractor.click("text=Hand it in")
    contractor.wait_for_url(f"**/submissions/{sample_id}/")
    assert work(sample_id).state == State.CONFIRMING
    confirm(contractor, sample_id)
    assert work(sample_id).state == State.CLEARANCE

    approve(visit(clearance), "clearance")
    approve(visit(quality), "quality")
    assert Submission.objects.get().state == State.APPROVED

    proposer = visit(admin)
    proposer.goto(f"/releases/propose/{programme.slug}/")
    proposer.click("text=Propose these")
    proposer.wait_for_url(re.compile(r"/releases/[0-9a-f-]{36}/$"))
    confirmer = visit(second)
    confirmer.goto(urlparse(proposer.url).path)
    confirmer.click("text=Confirm…")
    confirmer.get_by_role("button", name="Release").click()
    confirmer.get_by_role("button", name="Download").wait_for()
    look(confirmer, "way-release")
    with confirmer.expect_download() as download:
        confirmer.get_by_role("button", name="Download").click()
    file = Path(download.value.path())
    report = verify(file, signing.public_keys())
    assert (report.files, report.problems) == (2, ())
    with zipfile.ZipFile(file) as archive:
        everything = b"".join(archive.read(name) for name in archive.namelist())
    assert b"price of the goods" in everything
    assert CANARY.encode() not in everything
    assert b"quackenbush" not in everything.lower()
    contractor.goto(f"/submissions/{sample_id}/")
    expect(contractor.locator("main")).to_contain_text("Released")
    look(contractor, "way-released")
