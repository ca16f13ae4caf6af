import threading

import pytest
from django.conf import settings

from portal.programmes.roles import Role
from tests.factories import people
from tests.factories.sign_in import client_of


@pytest.fixture
def visit(browser, live_server, transactional_db):
    """A page of a person's own browser, signed in."""
    contexts = []

    def open_as(user):
        context = browser.new_context(base_url=live_server.url)
        contexts.append(context)
        if user is not None:
            cookie = client_of(user).cookies[settings.SESSION_COOKIE_NAME]
            context.add_cookies(
                [{"name": cookie.key, "value": cookie.value, "url": live_server.url}]
            )
        page = context.new_page()
        page.set_default_timeout(15_000)
        return page

    yield open_as
    for context in contexts:
        context.close()
    let_requests_end()


def let_requests_end():
    """A page that closes still tells the server so, and the database is emptied after a test.

    What is written in between would stand in the next test's audit log.
    """
    for thread in threading.enumerate():
        if "process_request_thread" in thread.name:
            thread.join(timeout=5)


@pytest.fixture
def programme(transactional_db):
    return people.programme("field-studies")


@pytest.fixture
def everybody(programme):
    return {
        role: people.member(programme, role, name=role.value)
        for role in Role
        if role != Role.VENDOR_MANAGER
    }
