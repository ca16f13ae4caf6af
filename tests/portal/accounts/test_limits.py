"""How often a form about accounts may be sent: the last time that is answered, and the next."""

from itertools import count

import pytest
import time_machine
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from tests.factories import people
from tests.factories.sign_in import client_of

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(databases=["default", "keys"]),
]


@pytest.fixture(autouse=True)
def one_moment():
    """Of a minute's limit nothing may lapse while a busy machine sends the forms."""
    cache.clear()
    with time_machine.travel(timezone.now(), tick=False):
        yield


def stranger():
    return Client()


def known():
    return client_of(people.person("mira"))


def not_again():
    return client_of(people.person("mira"), reauthenticated=False)


@pytest.mark.parametrize(
    ("who", "path", "data", "most"),
    [
        (stranger, "login/", {}, 30),
        (stranger, "password/reset/", {"email": "mira@example.org"}, 5),
        (stranger, "password/reset/", {"email": "other{n}@example.org"}, 20),
        (stranger, "password/reset/key/1-abc/", {}, 20),
        (not_again, "reauthenticate/", {"password": "wrong"}, 10),
        (known, "password/change/", {"oldpassword": "wrong"}, 5),
        (known, "email/", {"action_add": "", "email": "none"}, 10),
    ],
)
def test_form_is_answered_so_often_and_no_more(who, path, data, most):
    browser, number = who(), count()

    def send():
        said = {name: value.format(n=next(number)) for name, value in data.items()}
        return browser.post(f"/accounts/{path}", said).status_code

    before = [send() for _ in range(most)]
    mails = len(mail.outbox)
    assert 429 not in before
    assert (send(), len(mail.outbox)) == (429, mails)
