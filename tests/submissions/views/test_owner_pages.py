"""The page behind an owner's link: shows on GET, decides on POST, tells nobody its address."""

import io
import json
import re
from datetime import timedelta

import pikepdf
import pytest
import time_machine
from django.conf import settings as django_settings
from django.core import mail
from django.core.cache import cache
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from portal.audit.models import AuditEvent
from portal.notices.models import Notice
from portal.vault import signing
from portal.vault.signing import Signature
from submissions.domain import sealed
from submissions.models import (
    Answer,
    Asking,
    AskingState,
    RecordState,
    RegisterEntry,
    RightsGrant,
)
from submissions.states import State
from tests.factories import askings, rights, samples
from tests.submissions.way import work

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

GRANT = {
    "answer": "grant",
    "purposes": ["training", "evaluation"],
    "scope": "everything",
    "attribution": "none",
    "name": "Hanne Lindqvist",
    "role": "head of sales",
    "may_decide": "on",
}


@pytest.fixture(autouse=True)
def _unlimited():
    """Each test begins with nothing counted against its address."""
    cache.clear()


@pytest.fixture
def sample(programme, contractor):
    row = samples.submission(programme, contractor, State.CONSENT)
    rights.all_clear(row)
    askings.owned_by_client(row)
    assert work(row) is State.HELD
    return row


@pytest.fixture
def asked(sample, reviewer):
    asking, token = askings.sent(sample, reviewer)
    return asking, reverse("submissions:answer_asking", args=[token])


def everything():
    """Every row that an answer could change."""
    rows = [list(model.objects.values()) for model in (Asking, RightsGrant, RegisterEntry)]
    return rows, AuditEvent.objects.count(), len(mail.outbox)


@pytest.mark.slow
def test_looking_changes_nothing(asked, sample):
    _asking, url = asked
    before = everything()
    for address in (url, *(f"{url}?answer={answer.value}" for answer in Answer)):
        for method in ("get", "head"):
            response = getattr(Client(), method)(address)
            assert response.status_code == 200
            assert response.cookies == {}
    assert everything() == before
    sample.refresh_from_db()
    assert sample.state == State.HELD


def test_page_says_who_asks_for_what_and_how_to_check_it(asked, programme):
    asking, url = asked
    page = Client().get(url).content.decode()
    number = re.search(r"[0-9A-F]{4}( [0-9A-F]{4}){3}", mail.outbox[-1].body).group()
    wanted = (
        askings.SIGNED,
        askings.ORGANISATION,
        programme.name,
        number,
        f"{django_settings.PUBLIC_URL}/ask/",
        django_settings.DEFAULT_FROM_EMAIL,
        *asking.purposes.values(),
    )
    assert [text for text in wanted if text not in page] == []
    for hidden in (samples.CANARY_ORIGINAL, "Lena Hart", str(asking.submission_id), "checked"):
        assert hidden not in page.replace("checked the copy", "")


@pytest.mark.parametrize("address", ["", "?answer=grant", "receipt.pdf"])
def test_page_tells_nobody_its_address(asked, address):
    _asking, url = asked
    response = Client().get(url + address)
    assert response["Referrer-Policy"] == "no-referrer"
    assert "no-store" in response["Cache-Control"]
    assert response["X-Robots-Tag"].startswith("noindex")
    page = response.content.decode()
    assert "<script" not in page
    assert re.findall(r'(?:src|href)="(?:https?:)?//', page) == []


def test_grant_is_written_and_the_sample_goes_on(asked, sample):
    asking, url = asked
    # A browser that sends no referrer sends no origin either: there is nothing to compare.
    client = Client(enforce_csrf_checks=True, headers={"origin": "null"})
    response = client.post(url, {**GRANT, "conditions": "Not our price lists."})
    assert (response.status_code, response["Location"]) == (302, url)
    assert work(sample) is State.CLEARANCE
    assert RightsGrant.objects.get().state == RecordState.GIVEN
    assert Notice.objects.get(person=asking.contractor).code == "owner_answered"
    page = client.get(url).content.decode()
    assert "You allowed it" in page
    assert "Not our price lists." in page
    said = mail.outbox[-1]
    assert said.to == [askings.ADDRESS]
    assert "the use is allowed" in said.body
    assert "price lists" not in said.body


@pytest.mark.parametrize("left_out", ["purposes", "scope", "name", "role", "may_decide"])
def test_incomplete_grant_comes_back(asked, left_out):
    _asking, url = asked
    data = {name: value for name, value in GRANT.items() if name != left_out}
    response = Client().post(url, data)
    assert response.status_code == 422
    assert "Hanne" in response.content.decode() or left_out == "name"
    assert not RightsGrant.objects.exists()


@pytest.mark.parametrize(
    ("answer", "state", "entries"),
    [("deny", State.REJECTED, 2), ("not_ours", State.HELD, 0), ("never", State.HELD, 2)],
)
def test_refusals(asked, sample, answer, state, entries):
    asking, url = asked
    assert Client().post(url, {"answer": answer, "words": ""}).status_code == 302
    assert work(sample) is state
    assert RegisterEntry.objects.count() == entries
    assert Client().post(url, GRANT).status_code == 422
    assert askings.again(asking).answer == answer
    assert not RightsGrant.objects.exists()


def test_question_back_leaves_the_request_open(asked):
    asking, url = asked
    assert Client().post(url, {"answer": "more", "words": ""}).status_code == 422
    assert Client().post(url, {"answer": "more", "words": "Which one?"}).status_code == 302
    assert askings.again(asking).state == AskingState.SENT
    assert "Which one?" in Client().get(url).content.decode()


def test_posting_nonsense_changes_nothing(asked):
    _asking, url = asked
    before = everything()
    for data in ({}, {"answer": "yes"}, {"what": "revoke", "code": "1"}, {"what": "code"}):
        assert Client().post(url, data).status_code == 422
    assert everything() == before


def same(response):
    return response.status_code, response.content


def test_unknown_ended_and_stopped_links_answer_alike(asked, contractor):
    asking, url = asked
    unknown = reverse("submissions:answer_asking", args=["A" * 43])
    nothing = same(Client().get(unknown))
    assert nothing[0] == 404
    assert same(Client().get(unknown + "receipt.pdf")) == nothing
    assert same(Client().post(unknown, GRANT)) == nothing
    assert same(Client().get(reverse("submissions:answer_asking", args=["x" * 5000]))) == nothing
    Asking.objects.update(expires_at=timezone.now())
    assert same(Client().get(url)) == nothing
    Asking.objects.update(state=AskingState.STOPPED)
    assert same(Client().get(url)) == nothing
    assert asking.state == AskingState.SENT


@pytest.mark.slow
def test_guessing_at_links_is_limited(asked):
    _asking, url = asked
    unknown = reverse("submissions:answer_asking", args=["A" * 43])
    answers = [Client().get(unknown).status_code for _ in range(31)]
    assert set(answers[:30]) == {404}
    assert answers[30] == 429
    assert Client().get(url).status_code == 200


@pytest.mark.slow
def test_answering_without_end_is_limited(asked):
    _asking, url = asked
    for _ in range(30):
        Client().post(url, {"answer": "yes"})
    response = Client().post(url, GRANT)
    assert (response.status_code, RightsGrant.objects.count()) == (422, 0)
    assert b"Too many attempts" in response.content


@pytest.mark.slow
def test_codes_without_end_are_limited(asked):
    """Six an hour, a minute apart: the address that was asked is nobody's to flood."""
    _asking, url = asked
    client, start = Client(), timezone.now()
    client.post(url, GRANT)
    before = len(mail.outbox)
    for minute in range(6):
        with time_machine.travel(start + timedelta(minutes=2 * minute + 2), tick=False):
            assert client.post(url, {"what": "code"}).status_code == 302
    with time_machine.travel(start + timedelta(minutes=20), tick=False):
        response = client.post(url, {"what": "code"})
    assert (response.status_code, len(mail.outbox) - before) == (422, 6)
    assert b"Too many attempts" in response.content


@pytest.mark.slow
def test_permission_is_taken_back_with_the_code(asked, sample):
    _asking, url = asked
    client = Client()
    client.post(url, GRANT)
    work(sample)
    assert client.post(url, {"what": "code"}).status_code == 302
    code = mail.outbox[-1].body.partition("30 minutes:")[2].split("\n\n")[1]
    assert code not in client.get(url).content.decode()
    assert client.post(url, {"what": "revoke", "code": "0"}).status_code == 422
    assert client.post(url, {"what": "revoke", "code": code}).status_code == 302
    assert "You took the permission back" in client.get(url).content.decode()
    assert work(sample) is State.HELD
    assert RightsGrant.objects.get().state == RecordState.WITHDRAWN


def attached(response):
    with pikepdf.open(io.BytesIO(response.content)) as pdf:
        text = b"".join(page.Contents.read_bytes() for page in pdf.pages)
        return text, json.loads(pdf.attachments["answer.json"].get_file().read_bytes())


def test_receipt_is_a_signed_pdf(asked):
    _asking, url = asked
    assert Client().get(url + "receipt.pdf").status_code == 404
    Client().post(url, {**GRANT, "conditions": "Nur für Prüfungen (Žižka, 中)."})
    response = Client().get(url + "receipt.pdf")
    assert response["Content-Type"] == "application/pdf"
    assert response["Content-Disposition"].startswith('attachment; filename="answer-')
    text, body = attached(response)
    assert b"Hanne Lindqvist, head of sales" in text
    assert "Nur für Prüfungen \\(Žižka, ?\\)".encode("cp1252") in text
    assert body["answer"]["conditions"] == "Nur für Prüfungen (Žižka, 中)."
    said = body.pop("signature")
    import base64

    signature = Signature(said["key"], base64.b64decode(said["ed25519"]))
    assert signing.verify(sealed.to_bytes(body), signature)
    body["answer"]["purposes"] = ["everything"]
    assert not signing.verify(sealed.to_bytes(body), signature)
    assert response.content == Client().get(url + "receipt.pdf").content


def test_copy_is_shown_only_where_the_contractor_agreed(asked):
    _asking, url = asked
    assert "copy/" not in Client().get(url).content.decode()
    assert Client().get(url + "copy/").status_code == 404


def test_copy_carries_a_watermark_and_ends_with_another_bundle(sample, reviewer):
    _asking, token = askings.sent(sample, reviewer, shows_copy=True)
    url = reverse("submissions:answer_asking", args=[token])
    assert f'href="{url}copy/"' in Client().get(url).content.decode()
    page = Client().get(url + "copy/").content.decode()
    assert samples.CANARY_ORIGINAL not in page
    clean = sample.current_run.files.get()
    picture = reverse("submissions:asking_picture", args=[token, clean.pk, "page-1"])
    assert picture.removeprefix(url + "copy/") in page
    response = Client().get(picture)
    assert response["Content-Type"] == "image/png"
    assert response["Referrer-Policy"] == "no-referrer"
    with Image.open(io.BytesIO(response.content)) as found:
        assert len(found.getcolors()) > 1
    with Image.open(io.BytesIO(samples.picture())) as original:
        assert len(original.getcolors()) == 1
    for other in ("page-2", "words-1"):
        wrong = reverse("submissions:asking_picture", args=[token, clean.pk, other])
        assert Client().get(wrong).status_code == 404
    type(sample).objects.update(bundle_sha256="f" * 64)
    assert Client().get(url + "copy/").status_code == 404
    assert Client().get(picture).status_code == 404
    assert f'href="{url}copy/"' not in Client().get(url).content.decode()
