"""Rights in a real browser: an agreement, an owner who answers by mail, the register, holds."""

import re
from urllib.parse import urlparse

import pytest
from django.core import mail
from playwright.sync_api import expect

from portal.programmes.roles import Role
from submissions.domain.asking import answering, confirming
from submissions.models import Answer, Asking, Evidence, Submission
from submissions.states import State
from tests.browser.looking import look
from tests.factories import askings, people, rights, samples
from tests.submissions.way import work

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]

CANARY = samples.CANARY_ORIGINAL


def ruled(programme, contractor, **facts):
    """A confirmed sample that the rules are asked about."""
    row = samples.submission(programme, contractor, State.CONSENT)
    rights.all_clear(row)
    if facts:
        rights.answer(row, **facts)
    work(row)
    return row


def of_a_client(programme, contractor):
    row = samples.submission(programme, contractor, State.CONSENT)
    rights.all_clear(row)
    askings.owned_by_client(row)
    assert work(row) is State.HELD
    return row


def test_agreement_is_rejected_appealed_released_and_reviewed(visit, programme, everybody):
    contractor, reviewer = everybody[Role.CONTRACTOR], everybody[Role.CLEARANCE_REVIEWER]
    sample = ruled(programme, contractor, agreement="nda")
    owner = visit(contractor)
    owner.goto(f"/submissions/{sample.pk}/")
    expect(owner.get_by_text("under a confidentiality agreement").first).to_be_visible()
    expect(owner.get_by_role("button", name="Appeal")).to_be_visible()
    look(owner, "rights-rejected")
    owner.get_by_role("link", name="add a permission or a release").click()
    owner.select_option("[name=release-document]", "all")
    owner.get_by_role("button", name="Add this release").click()
    expect(owner.get_by_text("Added so far")).to_be_visible()
    owner.goto(f"/submissions/{sample.pk}/")
    owner.fill("[name=words]", "The other side released it; the letter is there.")
    owner.get_by_role("button", name="Appeal").click()
    expect(owner.get_by_text("An appeal is with another reviewer")).to_be_visible()
    assert work(sample) is State.REJECTED

    clearer = visit(reviewer)
    clearer.goto(f"/review/appeals/{sample.appeals.get().pk}/")
    expect(clearer.get_by_role("heading", name="What the contractor added")).to_be_visible()
    look(clearer, "rights-appeal")
    clearer.get_by_role("button", name="Accept").click()
    expect(clearer.get_by_text("everything of this job or client")).to_be_visible()
    expect(clearer.get_by_role("heading", name="What the contractor added")).to_have_count(0)
    clearer.fill("[name=reason]", "The release covers everything of this job.")
    clearer.get_by_role("button", name="Lift the rejection").click()
    clearer.wait_for_url("**/review/**")
    assert work(sample) is State.CLEARANCE


def ask(page, sample):
    """The contractor asks, reads the mail and approves it."""
    page.goto(f"/submissions/{sample.pk}/")
    page.get_by_role("link", name="Ask the owner").click()
    look(page, "rights-ask")
    page.fill("[name=address]", askings.ADDRESS)
    page.fill("[name=signed]", askings.SIGNED)
    page.get_by_role("button", name="Show me the mail").click()
    expect(page.get_by_text("[link]").first).to_be_visible()
    look(page, "rights-mail")
    page.get_by_role("button", name="Yes, send exactly this").click()
    expect(page.get_by_text("a person who is not of your vendor")).to_be_visible()


def confirm_domain(page):
    page.goto("/rights/addresses/")
    look(page, "rights-addresses")
    page.get_by_role("button", name="Yes, it is theirs").click()
    expect(page.get_by_text("The mail is on its way.")).to_be_visible()


def link_in_mail():
    [message] = [one for one in mail.outbox if "/ask/" in one.body]
    assert message.to == [askings.ADDRESS]
    return urlparse(re.search(r"https?://\S+/ask/[\w-]+/", message.body).group()).path


def test_owner_answers_by_mail_and_the_sample_moves_on(
    visit, programme, everybody, browser, live_server
):
    sample = of_a_client(programme, everybody[Role.CONTRACTOR])
    asking = visit(everybody[Role.CONTRACTOR])
    ask(asking, sample)
    assert mail.outbox == []
    confirm_domain(visit(everybody[Role.CLEARANCE_REVIEWER]))

    # Their browser runs no script, and they have no account.
    context = browser.new_context(base_url=live_server.url, java_script_enabled=False)
    page = context.new_page()
    page.goto(link_in_mail())
    expect(page.get_by_role("heading", name="May this work be used?")).to_be_visible()
    page.get_by_role("link", name="Allow it").click()
    page.get_by_role("button", name="Send this answer").click()
    expect(page.get_by_text("Tick what you allow.")).to_be_visible()
    for box in page.locator("[name=purposes]").all():
        box.check()
    page.check("[name=scope][value=everything]")
    page.check("[name=attribution][value=none]")
    page.fill("[name=name]", "Hanne Lindqvist")
    page.fill("[name=role]", "head of sales")
    page.check("[name=may_decide]")
    page.get_by_role("button", name="Send this answer").click()
    expect(page.get_by_role("heading", name="You allowed it")).to_be_visible()
    with page.expect_download() as download:
        page.get_by_role("link", name="Download a receipt").click()
    assert download.value.suggested_filename.endswith(".pdf")
    assert context.cookies() == []

    assert work(sample) is State.CLEARANCE
    asking.goto(f"/submissions/{sample.pk}/")
    expect(asking.get_by_text("In review").first).to_be_visible()

    page.get_by_role("button", name="Send me a code").click()
    expect(page.get_by_label("The code from the mail")).to_be_visible()
    code = mail.outbox[-1].body.partition("30 minutes:")[2].split("\n\n")[1]
    page.fill("[name=code]", code)
    page.get_by_role("button", name="Take the permission back").click()
    expect(page.get_by_role("heading", name="You took the permission back")).to_be_visible()
    assert work(sample) is State.HELD
    context.close()


def test_owners_page_looks_right(visit, programme, everybody):
    sample = of_a_client(programme, everybody[Role.CONTRACTOR])
    second = everybody[Role.CLEARANCE_REVIEWER]
    asking, token = askings.sent(sample, second, shows_copy=True)
    page = visit(None)
    page.goto("/ask/nothing-of-the-kind/")
    look(page, "owner-nothing")
    page.goto(f"/ask/{token}/")
    look(page, "owner-request")
    page.get_by_role("link", name="The scrubbed copy, with a watermark").click()
    expect(page.get_by_role("img", name="with a watermark").first).to_be_visible()
    look(page, "owner-copy")
    for answer in Answer:
        page.goto(f"/ask/{token}/?answer={answer.value}")
        look(page, f"owner-{answer.value}")
    page.goto(f"/ask/{token}/?answer=grant")
    page.get_by_role("button", name="Send this answer").click()
    expect(page.get_by_text("Tick what you allow.")).to_be_visible()
    look(page, "owner-incomplete")
    answering.ask_back(askings.again(asking), "Which shipment is it about?")
    page.goto(f"/ask/{token}/")
    look(page, "owner-asked-back")
    contractor = visit(everybody[Role.CONTRACTOR])
    contractor.goto(f"/submissions/{sample.pk}/owner/{asking.pk}/")
    look(contractor, "rights-asked-back")
    contractor.fill("[name=words]", "The spring tender.")
    contractor.get_by_role("button", name="Send the answer").click()
    expect(contractor.get_by_text("You answered:")).to_be_visible()
    page.goto(f"/ask/{token}/?answer=grant")
    for box in page.locator("[name=purposes]").all():
        box.check()
    page.check("[name=scope][value=sample]")
    page.check("[name=attribution][value=named]")
    page.fill("[name=conditions]", "Not our price lists.")
    page.fill("[name=name]", "Hanne Lindqvist")
    page.fill("[name=role]", "head of sales")
    page.check("[name=may_decide]")
    page.get_by_role("button", name="Send this answer").click()
    expect(page.get_by_role("heading", name="You allowed it")).to_be_visible()
    look(page, "owner-granted")


def test_never_again_holds_every_sample_of_the_organisation(visit, programme, everybody):
    contractor = everybody[Role.CONTRACTOR]
    sample = of_a_client(programme, contractor)
    other = people.member(programme, Role.CONTRACTOR)
    reviewed = ruled(programme, other, organisation="NORVALE LOGISTICS")
    unrelated = ruled(programme, other)
    assert (reviewed.state, unrelated.state) == (State.CLEARANCE, State.CLEARANCE)
    _asking, token = askings.sent(sample, everybody[Role.CLEARANCE_REVIEWER])
    page = visit(None)
    page.goto(f"/ask/{token}/")
    page.get_by_role("link", name="Never contact us again").click()
    page.get_by_role("button", name="Send this answer").click()
    expect(page.get_by_role("heading", name="We will not contact you again")).to_be_visible()
    look(page, "owner-never-said")
    assert (work(sample), work(reviewed)) == (State.HELD, State.HELD)
    assert work(unrelated) is State.CLEARANCE

    admin = visit(everybody[Role.PROGRAMME_ADMIN])
    admin.goto("/rights/")
    look(admin, "rights-holds")
    admin.get_by_role("link", name=f"No. {reviewed.number}").click()
    expect(admin.get_by_role("heading", name="Your decision")).to_be_visible()
    look(admin, "rights-hold-admin")
    admin.goto(f"/programmes/{programme.slug}/register/")
    look(admin, "register")
    admin.fill("#look-text", "Norvale Logistics")
    admin.get_by_role("button", name="Look", exact=True).click()
    expect(admin.get_by_text("Yes, for every programme.")).to_be_visible()

    owner = visit(contractor)
    owner.goto(f"/submissions/{sample.pk}/owner/")
    expect(owner.get_by_text("do not want to be contacted again")).to_be_visible()
    look(owner, "rights-asked")


def test_reviewer_lifts_a_hold_in_the_browser(visit, programme, everybody):
    sample = samples.submission(programme, everybody[Role.CONTRACTOR], State.CONSENT)
    rights.all_clear(sample)
    Evidence.objects.create(
        artefact=sample.artefacts.get(),
        cross_check="X1",
        name="copyright_holder",
        digest="d" * 64,
        weight=0.9,
        relation="other",
        place={"page": 3},
    )
    assert work(sample) is State.HELD
    page = visit(everybody[Role.CLEARANCE_REVIEWER])
    page.goto("/rights/")
    page.get_by_role("link", name=f"No. {sample.number}").click()
    look(page, "rights-hold")
    assert CANARY not in page.content()
    page.fill("[name=reason]", "It is the contractor's own trade name.")
    page.get_by_role("button", name="Lift it").click()
    expect(page.get_by_text("Nothing waits for you")).to_be_visible()
    look(page, "rights-holds-empty")
    assert work(sample) is State.CLEARANCE
    assert Submission.objects.get(pk=sample.pk).held_rule == ""


def test_asked_domain_is_refused_by_the_second_person(visit, programme, everybody):
    sample = of_a_client(programme, everybody[Role.CONTRACTOR])
    asking = askings.approved(sample)
    page = visit(everybody[Role.PROGRAMME_ADMIN])
    page.goto("/rights/addresses/")
    page.get_by_role("button", name="No, or I cannot tell").click()
    expect(page.get_by_text("Refused: nothing is sent there.")).to_be_visible()
    assert not confirming.is_confirmed(asking)
    assert Asking.objects.get().state == "stopped"
    assert mail.outbox == []
