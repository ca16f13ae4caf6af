import pytest
from django.test import Client

from tests.factories import people


@pytest.fixture
def signed_in():
    """A browser of a person, with the second factor where they have duties."""

    def client(user):
        people.with_second_factor(user)
        browser = Client()
        browser.force_login(user)
        return browser

    return client
