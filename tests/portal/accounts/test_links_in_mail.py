import pytest
from django.core import mail
from django.urls import reverse

from portal.accounts.signing_in import with_proved_address
from tests.factories import people

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_a_link_in_a_mail_leads_to_the_configured_address(client, settings):
    settings.ALLOWED_HOSTS = ["testserver", "inner.example.net"]
    settings.PUBLIC_URL = "https://airlock.example.com"
    person = people.person()
    with_proved_address(person)
    client.post(
        reverse("account_reset_password"),
        {"email": person.email},
        headers={"host": "inner.example.net"},
    )
    (sent,) = mail.outbox
    assert "https://airlock.example.com/accounts/password/reset/key/" in sent.body
    assert "inner.example.net" not in sent.subject + sent.body
