"""What every answer carries, and the pages for what went wrong."""

import pytest
from django.template.loader import render_to_string
from django.test import Client

from tests.factories import people
from tests.factories.sign_in import client_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
}


@pytest.mark.parametrize("path", ["/accounts/login/", "/nowhere", "/healthz"])
def test_every_answer_carries_the_policy_and_its_headers(path):
    response = Client().get(path)
    policy = dict(
        part.strip().split(" ", 1)
        for part in response.headers["Content-Security-Policy"].split(";")
        if part.strip()
    )
    assert policy["script-src"] == "'self'"
    assert policy["style-src"] == "'self'"
    assert policy["default-src"] == "'none'"
    assert policy["frame-ancestors"] == "'none'"
    assert "unsafe" not in response.headers["Content-Security-Policy"]
    assert {name: response.headers.get(name) for name in HEADERS} == HEADERS


def test_page_not_found_says_a_code_and_what_to_do():
    response = Client().get("/nowhere")
    assert response.status_code == 404
    assert b"page.not_found" in response.content
    assert b"Check the address" in response.content


def test_form_without_its_token_says_a_code_and_what_to_do():
    client = Client(enforce_csrf_checks=True)
    response = client.post("/accounts/login/", {"login": "a@example.org", "password": "x"})
    assert response.status_code == 403
    assert b"form.not_from_here" in response.content


def test_error_of_ours_says_a_code_without_asking_the_database(settings, django_assert_num_queries):
    from django.test import RequestFactory

    from portal.accounts.refusals import server_error

    with django_assert_num_queries(0):
        response = server_error(RequestFactory().get("/"))
    assert response.status_code == 500
    assert b"server.error" in response.content
    assert b"quote the code" in response.content


def test_signed_in_page_has_a_skip_link_one_heading_and_a_way_out():
    body = client_of(people.person()).get("/accounts/me/").content.decode()
    assert body.count("<h1") == 1
    assert 'href="#main"' in body
    assert 'action="/accounts/logout/"' in body


def test_state_chip_says_its_state_in_a_word_and_a_picture():
    chip = render_to_string("_components/state_chip.html", {"label": "held", "tone": "attention"})
    assert "held" in chip
    assert "#alert" in chip


def test_components_escape_what_they_are_given():
    evil = "<script>alert(1)</script>"
    for name, context in {
        "state_chip": {"label": evil},
        "page_header": {"title": evil, "lead": evil, "crumbs": [(evil, "/")]},
        "empty_state": {"title": evil, "text": evil},
        "notice": {"text": evil, "more": evil},
        "error_with_code": {"sentence": evil, "todo": evil, "code": evil},
        "timeline": {"items": [{"what": evil, "why": evil, "who": evil}]},
        "pager": {"next_url": '"><script>', "summary": evil},
    }.items():
        text = render_to_string(f"_components/{name}.html", context)
        assert "<script>" not in text, name
        assert "&lt;script&gt;" in text, name
