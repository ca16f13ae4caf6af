"""In a real browser: nothing blocked by the policy, nothing that axe finds, both themes; an
invited person comes in, with an app or with a passkey; and everything without JavaScript."""

import re
import time

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache

from portal.accounts.models import User
from portal.programmes import invitations
from portal.programmes.models import Membership, Role
from tests.factories.sign_in import client_of
from tests.permissions.world import make_world

pytestmark = [
    pytest.mark.browser,
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]

PASSWORD = "four words make it long"
WIDE, NARROW = {"width": 1200, "height": 800}, {"width": 390, "height": 844}


@pytest.fixture
def world(settings, live_server):
    cache.clear()
    settings.PUBLIC_URL = live_server.url
    return make_world()


@pytest.fixture
def open_page(browser, live_server):
    """Opens a page as somebody; its list ``complaints`` holds what the console said."""
    contexts = []

    def opened(user=None, *, second_factor=True, **options):
        context = browser.new_context(**options)
        contexts.append(context)
        if user is not None:
            session = client_of(user, second_factor=second_factor).cookies["sessionid"].value
            context.add_cookies([{"name": "sessionid", "value": session, "url": live_server.url}])
        page = context.new_page()
        page.complaints = []
        page.on("console", lambda m: page.complaints.append(m.text) if m.type == "error" else None)
        page.on("pageerror", lambda error: page.complaints.append(str(error)))
        return page

    yield opened
    for context in contexts:
        context.close()


def violations(page) -> list[tuple[str, list[str]]]:
    from axe_playwright_python.sync_playwright import Axe

    found = Axe().run(page).response["violations"]
    return [(rule["id"], [node["html"][:200] for node in rule["nodes"]]) for rule in found]


PAGES = {
    None: ["/accounts/login/", "/accounts/password/reset/", "/accounts/signup/"],
    "contractor": [
        "/accounts/me/",
        "/accounts/me/second-factor/",
        "/accounts/2fa/totp/activate/",
        "/accounts/2fa/webauthn/add/",
    ],
    "programme_admin": [
        "/accounts/2fa/",
        "/accounts/sessions/",
        "/accounts/email/",
        "/accounts/password/change/",
        "/programmes/one/",
        "/programmes/one/people/",
        "/programmes/one/people/invite/",
        "/programmes/one/vendors/",
        "/programmes/one/settings/terms/",
        "/programmes/one/settings/terms/1/",
        "/programmes/one/settings/terms/edit/",
        "/programmes/one/settings/scrub/edit/",
        "/programmes/one/settings/task_form/edit/",
        "/programmes/one/settings/intake/edit/",
    ],
    "platform_admin": ["/platform/", "/platform/accounts/", "/platform/programmes/new/"],
}


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("who", PAGES, ids=str)
def test_pages_have_nothing_that_axe_or_the_policy_objects_to(
    who, scheme, world, open_page, live_server
):
    user = world.people[who] if who else None
    page = open_page(user, second_factor=who != "contractor", color_scheme=scheme, viewport=WIDE)
    found = {}
    for path in PAGES[who]:
        answer = page.goto(live_server.url + path)
        assert answer.status == 200, path
        found[path] = violations(page)
    assert {path: bad for path, bad in found.items() if bad} == {}
    assert page.complaints == []


def test_axe_sees_a_fault_where_there_is_one(world, open_page, live_server):
    page = open_page()
    page.goto(live_server.url + "/accounts/login/")
    page.evaluate("document.querySelector('main').append(new Image())")
    assert [rule for rule, _ in violations(page)] == ["image-alt"]


@pytest.mark.parametrize(
    "path", ["/programmes/one/people/", "/programmes/one/settings/scrub/edit/"]
)
def test_narrow_page_scrolls_only_inside_its_tables(path, world, open_page, live_server):
    page = open_page(world.people["programme_admin"], viewport=NARROW)
    page.goto(live_server.url + path)
    too_wide = page.evaluate(WIDER_THAN_THE_PAGE)
    assert too_wide == []
    assert violations(page) == []


WIDER_THAN_THE_PAGE = """() => {
  const page = document.documentElement;
  if (page.scrollWidth <= page.clientWidth) return [];
  const wide = [...document.querySelectorAll("body *")]
    .filter((one) => one.getBoundingClientRect().right > page.clientWidth + 1)
    .map((one) => one.outerHTML.slice(0, 100));
  return [page.scrollWidth, ...wide];
}"""


def link(world, *roles) -> str:
    mail.outbox.clear()
    invitations.invite(world.programme, "nia@example.org", roles, None)
    found = re.search(r"http://\S+/invitations/\S+", mail.outbox[-1].body)
    assert found
    return found[0]


def set_up_account(page, url) -> None:
    page.goto(url)
    page.get_by_label("Your name").fill("Nia Newcomer")
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_label("Password again").fill(PASSWORD)
    page.get_by_role("button", name="Set up my account").click()
    page.get_by_role("heading", name="Set up a second factor").wait_for()


def code_of(secret: str) -> str:
    return format_hotp_value(hotp_value(secret, int(time.time()) // 30))


@pytest.mark.parametrize("scripts", [True, False], ids=["scripts", "no scripts"])
def test_invited_person_comes_in_with_an_app(scripts, world, open_page, live_server):
    page = open_page(java_script_enabled=scripts)
    set_up_account(page, link(world, Role.PROGRAMME_ADMIN))
    page.get_by_role("link", name="Use an app").click()
    secret = page.get_by_label("Authenticator secret").input_value()
    page.get_by_label("Authenticator code").fill(code_of(secret))
    page.get_by_role("button", name="Activate").click()
    page.get_by_role("heading", name="Recovery Codes").wait_for()
    page.goto(live_server.url + "/programmes/")
    page.get_by_role("heading", name="One", exact=True).wait_for()
    user = User.objects.get(email="nia@example.org")
    assert Membership.objects.get(user=user).role == Role.PROGRAMME_ADMIN
    assert page.complaints == []


def authenticator(page):
    """A key that Chromium makes up and that always confirms."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("WebAuthn.enable")
    devtools.send(
        "WebAuthn.addVirtualAuthenticator",
        {
            "options": {
                "protocol": "ctap2",
                "transport": "internal",
                "hasResidentKey": True,
                "hasUserVerification": True,
                "isUserVerified": True,
                "automaticPresenceSimulation": True,
            }
        },
    )


def test_invited_person_comes_in_with_a_passkey_and_signs_in_with_it(world, open_page, live_server):
    page = open_page()
    authenticator(page)
    set_up_account(page, link(world, Role.CONTRACTOR))
    page.get_by_role("link", name="Add a passkey").click()
    page.get_by_label("Passwordless").check()
    page.get_by_role("button", name="Add").click()
    page.get_by_role("heading", name="Recovery Codes").wait_for()
    user = User.objects.get(email="nia@example.org")
    assert Authenticator.objects.filter(user=user, type=Authenticator.Type.WEBAUTHN).count() == 1
    page.get_by_text("Nia Newcomer", exact=True).click()
    page.get_by_role("button", name="Sign out").click()
    page.get_by_text("You have signed out.").wait_for()
    page.goto(live_server.url + "/accounts/login/")
    page.get_by_role("button", name="Sign in with a passkey").click()
    page.get_by_text("Successfully signed in as Nia Newcomer.").wait_for()
    assert page.complaints == []


def test_menu_closes_by_escape_and_gives_the_focus_back(world, open_page, live_server):
    page = open_page(world.people["contractor"])
    page.goto(live_server.url + "/accounts/me/")
    menu = page.locator("details[data-menu]")
    menu.locator("summary").click()
    page.get_by_role("link", name="My account").focus()
    page.keyboard.press("Escape")
    assert menu.evaluate("menu => menu.open") is False
    assert page.evaluate("document.activeElement.tagName") == "SUMMARY"


def test_skip_link_is_first_and_leads_to_the_content(world, open_page, live_server):
    page = open_page(world.people["contractor"])
    page.goto(live_server.url + "/accounts/me/")
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.textContent") == "Skip to the content"
    page.keyboard.press("Enter")
    assert page.evaluate("document.activeElement.id") == "main"


def test_admin_changes_a_setting_and_reads_what_changed(world, open_page, live_server):
    page = open_page(world.people["programme_admin"])
    page.goto(live_server.url + "/programmes/one/settings/review/edit/")
    page.get_by_label("Decided within").fill("0")
    page.get_by_role("button", name="Put the new version in force").click()
    page.get_by_text("due hours must be at least 1.").wait_for()
    page.get_by_label("Decided within").fill("24")
    page.get_by_role("button", name="Put the new version in force").click()
    page.get_by_text("Version 2 is in force.").wait_for()
    page.get_by_role("link", name="Version 2").click()
    assert page.locator("table.diff del").first.text_content() == "48"
    assert page.locator("table.diff ins").first.text_content() == "24"
