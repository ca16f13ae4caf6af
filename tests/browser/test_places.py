"""Pages of the portal around the samples: signing in, people, set-up, operations. Looked at."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from portal.notices import telling
from portal.notices.kinds import Kind
from portal.programmes.kinds import SettingKind
from portal.programmes.models import Membership
from portal.programmes.roles import Role
from portal.programmes.versions import current, publish
from submissions.models import Review
from submissions.states import State
from tests.browser.looking import look
from tests.factories import people, samples

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]


def test_entrance_pages(visit, programme):
    page = visit(None)
    for name, address in {
        "sign-in": "/accounts/login/",
        "password-forgotten": "/accounts/password/reset/",
        "not-found": "/nowhere/",
    }.items():
        page.goto(address)
        look(page, f"entrance-{name}")
    page.goto("/accounts/login/")
    page.fill("[name=login]", "nobody@example.org")
    page.fill("[name=password]", "wrong and long enough")
    page.click("main form.form button[type=submit]")
    expect(page.locator(".notice-bad")).to_be_visible()
    look(page, "entrance-sign-in-refused")


def test_account_pages(visit, programme, everybody):
    contractor = everybody[Role.CONTRACTOR]
    page = visit(contractor)
    page.goto("/notices/")
    look(page, "notices-empty")
    sample = samples.submission(programme, contractor, State.CONFIRMING)
    for kind, code in ((Kind.YOUR_TURN, "confirming"), (Kind.DECISION, "approved")):
        telling.tell(
            contractor.pk,
            kind,
            code,
            programme_id=programme.pk,
            subject_id=sample.pk,
            number=sample.number,
        )
    for name, address in {"notices": "/notices/", "account": "/accounts/me/"}.items():
        page.goto(address)
        look(page, name)


def test_programme_pages(visit, programme, everybody):
    page = visit(everybody[Role.PROGRAMME_ADMIN])
    people.vendor(programme)
    for kind in SettingKind:
        publish(programme, kind, current(programme.pk, kind).body, everybody[Role.PROGRAMME_ADMIN])
    base = f"/programmes/{programme.slug}"
    reviewer = Membership.objects.get(role=Role.CLEARANCE_REVIEWER)
    for name, address in {
        "list": "/programmes/",
        "overview": f"{base}/",
        "people": f"{base}/people/",
        "invite": f"{base}/people/invite/",
        "skills": f"{base}/people/{reviewer.pk}/skills/",
        "vendors": f"{base}/vendors/",
        "review": f"{base}/settings/review/",
        **{f"edit-{kind.value}": f"{base}/settings/{kind.value}/edit/" for kind in SettingKind},
    }.items():
        assert page.goto(address).status == 200, address
        look(page, f"programme-{name}")
    page.goto(f"{base}/people/{reviewer.pk}/skills/")
    page.get_by_label("law").check()
    page.get_by_label("Languages").fill("de en")
    page.get_by_role("button", name="Save").click()
    page.get_by_text("Saved. It counts from the next claim on.").wait_for()
    reviewer.refresh_from_db()
    assert reviewer.skills == {"domains": ["law"], "languages": ["de", "en"]}


def test_platform_pages(visit, programme, everybody):
    operator = people.with_second_factor(people.person("operator"))
    type(operator).objects.filter(pk=operator.pk).update(is_platform_admin=True)
    page = visit(operator)
    for name, address in {
        "home": "/platform/",
        "accounts": "/platform/accounts/",
        "account": f"/platform/accounts/{everybody[Role.CONTRACTOR].pk}/",
        "legal-holds": "/platform/legal-holds/",
        "new-programme": "/platform/programmes/new/",
    }.items():
        assert page.goto(address).status == 200, address
        look(page, f"platform-{name}")


def test_reviewers_own_pages(visit, programme, everybody):
    reviewer = everybody[Role.CLEARANCE_REVIEWER]
    Membership.objects.filter(user=reviewer).update(
        skills={"domains": ["law"], "languages": ["de", "en"]}
    )
    page = visit(reviewer)
    page.goto("/review/")
    page.get_by_role("link", name="Whose work is kept from you").click()
    page.wait_for_url("**/review/me/")
    page.get_by_label("Add one").fill("Norvale Logistics GmbH")
    page.keyboard.press("Enter")
    page.get_by_text("Work of theirs is kept from you.").wait_for()
    expect(page.get_by_text("Norvale Logistics GmbH")).to_have_count(2)
    look(page, "reviewer")
    page.get_by_role("button", name="Take off the list").click()
    expect(page.get_by_text("Norvale Logistics GmbH")).to_have_count(0)


def test_second_look_page(visit, programme, everybody):
    sample = samples.submission(programme, everybody[Role.CONTRACTOR], State.REJECTED)
    Review.objects.create(
        submission=sample,
        contractor=sample.contractor,
        run=sample.current_run,
        bundle_sha256=sample.bundle_sha256,
        gate="clearance",
        reviewer=people.member(programme, Role.CLEARANCE_REVIEWER),
        lease_until=timezone.now(),
        closed_at=timezone.now(),
        decision="reject",
        reason="confidential",
        audit_sample=True,
    )
    page = visit(everybody[Role.CLEARANCE_REVIEWER])
    page.goto("/review/")
    page.get_by_role("link", name=f"No. {sample.number}").click()
    page.get_by_role("heading", name="A second look at a rejection").wait_for()
    look(page, "second-look")
