"""A contractor takes back what they gave: one purpose, one sample, everything."""

import re

import pytest
from playwright.sync_api import expect

from portal.programmes.roles import Role
from submissions.models import RecordState
from submissions.states import State
from tests.browser.looking import look
from tests.factories import rights, samples
from tests.submissions.way import work

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]

STAYS = "A model that was already trained with"


@pytest.fixture
def contractor(everybody):
    return everybody[Role.CONTRACTOR]


@pytest.fixture
def given(programme, contractor):
    """Samples of one contractor that are in use, the second approved."""
    rows = [
        samples.submission(programme, contractor, state)
        for state in (State.CLEARANCE, State.APPROVED)
    ]
    for row in rows:
        rights.all_clear(row)
    return rows


def state_of(row) -> State:
    row.refresh_from_db()
    return State(row.state)


def open_sample(page, row):
    """From the list, as somebody who looks for it does."""
    page.goto("/submissions/")
    page.locator(f"a[href='/submissions/{row.pk}/']").first.click()
    expect(page.get_by_role("heading", name="Your consent")).to_be_visible()


def test_one_purpose_is_withdrawn_and_agreed_to_again(visit, contractor, given):
    row, other = given
    page = visit(contractor)
    open_sample(page, row)
    look(page, "withdraw-purposes")
    buttons = page.get_by_role("button", name="Withdraw: ")
    expect(buttons).to_have_count(2)
    buttons.first.click()
    expect(page.get_by_text("Nothing uses the sample for that any more.")).to_be_visible()
    expect(buttons).to_have_count(1)
    expect(page.get_by_text("Receipts (2)")).to_be_visible()
    assert (state_of(row), state_of(other)) == (State.CONSENT, State.APPROVED)

    assert work(row) is State.HELD
    open_sample(page, row)
    missing = page.get_by_text("You have not yet said what your own data may be used for")
    expect(missing.first).to_be_visible()
    look(page, "withdraw-purpose-held")
    page.get_by_role("link", name="Engagement and rights").click()
    for box in page.locator("[name$=purposes]").all():
        box.check()
    page.get_by_role("button", name="Save and go on").click()
    page.wait_for_url(re.compile("/(files|submissions)/"))
    open_sample(page, row)
    page.get_by_role("button", name="Ask the rules again").click()
    expect(page.get_by_role("button", name="Ask the rules again")).to_have_count(0)
    assert work(row) is State.CLEARANCE
    open_sample(page, row)
    expect(buttons).to_have_count(2)


def test_one_sample_is_withdrawn_and_nothing_of_it_is_shown(visit, contractor, given):
    row, other = given
    page = visit(contractor)
    open_sample(page, row)
    page.get_by_role("link", name="Withdraw", exact=True).click()
    expect(page.get_by_text(STAYS)).to_be_visible()
    page.get_by_role("link", name="Keep it").click()
    expect(page.get_by_role("heading", name="Your consent")).to_be_visible()
    assert state_of(row) is State.CLEARANCE

    page.get_by_role("link", name="Withdraw", exact=True).click()
    page.get_by_role("button", name="Withdraw it").click()
    expect(page.get_by_text("Nobody can use it any more.")).to_be_visible()
    expect(page.get_by_role("heading", name=f"Sample {row.number}")).to_be_visible()
    expect(page.get_by_text("No consent stands.")).to_be_visible()
    expect(page.get_by_text(samples.CANARY_ORIGINAL)).to_have_count(0)
    look(page, "withdrawn-sample")
    assert (state_of(row), state_of(other)) == (State.WITHDRAWN, State.APPROVED)
    assert not row.consents.filter(state=RecordState.GIVEN).exists()

    page.get_by_text("Receipts (").click()
    with page.expect_download() as kept:
        page.get_by_role("link", name="Withdrawn").first.click()
    assert kept.value.suggested_filename.endswith(".dsse.json")
    page.goto(f"/submissions/{row.pk}/files/")
    expect(page.get_by_text("This sample was withdrawn")).to_be_visible()
    look(page, "withdrawn-files")


def test_everything_is_withdrawn_at_once(visit, contractor, given):
    page = visit(contractor)
    page.goto("/submissions/")
    page.get_by_role("link", name="Withdraw everything I gave").click()
    expect(page.get_by_text("2 samples would be taken back.")).to_be_visible()
    expect(page.get_by_text(STAYS)).to_be_visible()
    look(page, "withdraw-everything")
    page.get_by_role("button", name="Withdraw everything").click()
    expect(page.get_by_text("2 withdrawn. Nobody can use them any more.")).to_be_visible()
    look(page, "withdrawn-everything")
    assert [state_of(row) for row in given] == [State.WITHDRAWN] * 2
    page.get_by_role("link", name="Withdraw everything I gave").click()
    expect(page.get_by_text("Nothing to withdraw")).to_be_visible()
    look(page, "withdraw-nothing")
