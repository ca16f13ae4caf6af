"""What a browser keeps between two pages, and where a request may come from and lead to."""

import pytest
from allauth.mfa.totp.internal.auth import (
    format_hotp_value,
    hotp_value,
    yield_hotp_counters_from_time,
)
from django.conf import settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import path

from portal.accounts.signing_in import with_proved_address
from tests.factories import people
from tests.factories.sign_in import TOTP_SECRET, give_second_factor

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

PASSWORD = "a long pass phrase"
SECRET_TEXT = "Zebulon Quackenbush"


@pytest.fixture(autouse=True)
def clean_cache():
    """Rate limits of the tests before."""
    cache.clear()


@pytest.fixture
def mira():
    person = people.person("mira")
    with_proved_address(person)
    return person


def sign_in(client, **more):
    return client.post(
        "/accounts/login/", {"login": "mira@example.org", "password": PASSWORD, **more}
    )


def code_now():
    return format_hotp_value(hotp_value(TOTP_SECRET, next(iter(yield_hotp_counters_from_time()))))


def test_session_that_was_planted_is_another_one_after_the_sign_in(mira):
    client = Client()
    planted = client.session
    planted["planted"] = True
    planted.save()
    client.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    sign_in(client)
    assert client.get("/accounts/me/").status_code == 200
    assert client.session.session_key != planted.session_key
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = planted.session_key
    assert other.get("/accounts/me/").status_code == 302


def test_session_is_worth_nothing_after_the_sign_out(mira):
    client = Client()
    sign_in(client)
    key = client.session.session_key
    client.post("/accounts/logout/")
    other = Client()
    other.cookies[settings.SESSION_COOKIE_NAME] = key
    assert other.get("/accounts/me/").status_code == 302


def test_session_cookie_is_for_no_script_and_no_other_site(mira):
    cookie = sign_in(Client()).cookies[settings.SESSION_COOKIE_NAME]
    assert (bool(cookie["httponly"]), cookie["samesite"], cookie["domain"]) == (True, "Lax", "")


@pytest.mark.parametrize(
    "target",
    [
        "https://evil.example/",
        "//evil.example/",
        "/\\evil.example/",
        "https:///evil.example",
        "javascript:alert(1)",
    ],
)
def test_sign_in_leads_to_no_other_site(mira, target):
    answer = sign_in(Client(), next=target)
    assert answer.status_code == 302
    assert answer["Location"].startswith("/")
    assert "evil" not in answer["Location"]
    assert "javascript" not in answer["Location"]


def test_codes_of_a_second_factor_are_not_guessed_without_end(mira):
    give_second_factor(mira)
    client = Client()
    sign_in(client)
    for _ in range(6):
        client.post("/accounts/2fa/authenticate/", {"code": "000000"})
    client.post("/accounts/2fa/authenticate/", {"code": code_now()})
    assert client.get("/accounts/me/").status_code == 302, "even when right"


def test_code_of_a_second_factor_is_good_once(mira):
    give_second_factor(mira)
    code = code_now()
    seen = []
    for _ in range(2):
        client = Client()
        sign_in(client)
        client.post("/accounts/2fa/authenticate/", {"code": code})
        seen.append(client.get("/accounts/me/").status_code)
    assert seen == [200, 302]


def test_host_that_is_not_ours_gets_nothing(mira, settings):
    settings.ALLOWED_HOSTS = ["airlock.example.com"]
    settings.PUBLIC_URL = "https://airlock.example.com"
    assert Client().get("/accounts/login/", headers={"Host": "evil.example"}).status_code == 400
    forged = {"Host": "airlock.example.com", "X-Forwarded-Host": "evil.example"}
    answer = Client().post(
        "/accounts/password/reset/", {"email": "mira@example.org"}, headers=forged
    )
    assert answer.status_code == 302
    assert "evil.example" not in str(mail.outbox[-1].message())


def breaks(_request):
    raise ValueError(SECRET_TEXT)


urlpatterns = [path("breaks/", breaks)]
handler500 = "portal.accounts.refusals.server_error"


def test_page_of_an_error_says_a_code_and_nothing_of_the_error(settings, caplog):
    settings.ROOT_URLCONF = __name__
    settings.DEBUG = False
    answer = Client(raise_request_exception=False).get("/breaks/")
    assert answer.status_code == 500
    assert SECRET_TEXT not in answer.content.decode()
    assert "Traceback" not in answer.content.decode()
    assert b"server.error" in answer.content
    assert "Content-Security-Policy" in answer.headers
