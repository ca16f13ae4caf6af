"""The part contract over HTTP, as a browser uses it, and every refusal with its code."""

import json
import uuid
from datetime import timedelta
from io import BytesIO
from pathlib import Path

import pytest
import time_machine
from django.contrib.messages import get_messages
from django.test import Client
from django.test.client import BOUNDARY, MULTIPART_CONTENT, encode_multipart
from django.urls import reverse
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.programmes import versions
from portal.programmes.kinds import SettingKind
from portal.programmes.roles import Role
from submissions.domain.landing_local import LocalLanding
from submissions.models import Artefact, Upload
from submissions.states import FileState
from tests.factories import people, samples

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

SMALL = 1000
DATA = bytes(range(256)) * 10
CANARY = "CANARY-NAME"


@pytest.fixture(autouse=True)
def small_parts(monkeypatch):
    monkeypatch.setattr(LocalLanding, "part_bytes", SMALL)


@pytest.fixture
def draft(programme, contractor):
    return samples.draft(programme, contractor)


@pytest.fixture
def browser(contractor):
    client = Client()
    client.force_login(contractor)
    return client


def post(client, url, body=None):
    return client.post(url, json.dumps(body or {}), content_type="application/json")


def start(client, draft, **changes):
    body = {"name": f"{CANARY}.docx", "size": len(DATA), **changes}
    return post(client, reverse("api:upload-start", kwargs={"submission_id": draft.pk}), body)


def signed(client, contract, *numbers):
    return post(client, contract["sign_url"], {"numbers": list(numbers)}).json()["parts"]


def send(client, part, data=None, **headers):
    piece = DATA[(part["number"] - 1) * SMALL :][: part["size"]] if data is None else data
    return client.generic("PUT", part["url"], piece, "application/octet-stream",
                          headers={**part["headers"], **headers})  # fmt: skip


def refusal(response):
    body = response.json()
    assert set(body) == {"code", "sentence"}
    assert body["sentence"]
    assert CANARY not in response.content.decode()
    return response.status_code, body["code"]


def test_upload_over_http_from_start_to_end(browser, draft):
    answer = start(browser, draft)
    contract = answer.json()
    assert (answer.status_code, contract["part_count"], contract["part_size"]) == (200, 3, SMALL)
    assert answer["Cache-Control"] == "no-store"
    for part in signed(browser, contract, 1, 2, 3):
        assert send(browser, part).json()["size"] == part["size"]
    assert browser.get(contract["parts_url"]).json() == {"numbers": [1, 2, 3]}
    done = {"file": contract["file"], "state": "landed"}
    assert [post(browser, contract["complete_url"]).json() for _ in range(2)] == [done, done]


def test_upload_goes_on_after_a_cut(browser, draft):
    contract = start(browser, draft).json()
    parts = signed(browser, contract, 1, 2, 3)
    send(browser, parts[1])
    assert refusal(post(browser, contract["complete_url"])) == (409, "parts_missing")
    assert browser.get(contract["parts_url"]).json() == {"numbers": [2]}
    for part in signed(browser, contract, 1, 3):
        send(browser, part)
    assert post(browser, contract["complete_url"]).status_code == 200


def test_replayed_part_gets_the_same_answer(browser, draft):
    (part,) = signed(browser, start(browser, draft).json(), 1)
    assert send(browser, part).json() == send(browser, part).json()


def test_other_bytes_for_a_part_are_refused(browser, draft):
    (part,) = signed(browser, start(browser, draft).json(), 1)
    send(browser, part)
    assert refusal(send(browser, part, b"x" * SMALL)) == (409, "part_differs")


@pytest.mark.parametrize("data", [b"", b"short", b"x" * (SMALL + 1)])
def test_part_of_another_length_is_refused(browser, draft, data):
    (part,) = signed(browser, start(browser, draft).json(), 1)
    assert refusal(send(browser, part, data)) == (400, "part_size")


def test_expired_signature_is_refused_and_can_be_renewed(browser, draft):
    contract = start(browser, draft).json()
    (part,) = signed(browser, contract, 1)
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        assert refusal(send(browser, part)) == (403, "signature_expired")
        (again,) = signed(browser, contract, 1)
        assert send(browser, again).status_code == 200


def test_part_without_a_signature_is_refused(browser, draft):
    (part,) = signed(browser, start(browser, draft).json(), 1)
    assert refusal(send(browser, {**part, "headers": {}})) == (403, "signature_expired")


@pytest.mark.parametrize(
    ("changes", "refused"),
    [
        ({"size": 0}, (422, "empty")),
        ({"size": -5}, (422, "empty")),
        ({"size": 10**12}, (413, "too_big")),
        ({"size": "10"}, (400, "malformed")),
        ({"size": True}, (400, "malformed")),
        ({"name": 5}, (400, "malformed")),
        ({"name": f"../{CANARY}.docx"}, (422, "bad_name")),
        ({"name": f"{CANARY}\u202excod.exe"}, (422, "bad_name")),
        ({"part": "other"}, (400, "malformed")),
        ({"shape": "other"}, (400, "malformed")),
        ({"replaces": "x"}, (400, "malformed")),
        ({"replaces": str(uuid.uuid4())}, (404, "not_found")),
    ],
)
def test_start_that_cannot_be_is_refused(browser, draft, changes, refused):
    assert refusal(start(browser, draft, **changes)) == refused
    assert Upload.objects.count() == 0


def test_start_over_quota_is_refused(browser, draft, programme):
    body = {**programme.setting(SettingKind.INTAKE).body, "max_submission_bytes": 3000}
    versions.publish(programme, SettingKind.INTAKE, body, None)
    assert start(browser, draft).status_code == 200
    assert refusal(start(browser, draft)) == (413, "over_quota")


@pytest.mark.parametrize("body", ["", "[", "[]", '"x"', "{}", "\x00", "[" * 5000])
def test_body_that_is_no_json_object_is_refused(browser, draft, body):
    url = reverse("api:upload-start", kwargs={"submission_id": draft.pk})
    answer = browser.post(url, body, content_type="application/json")
    assert refusal(answer) == (400, "malformed")


def test_every_route_answers_a_stranger_as_if_nothing_were_there(browser, draft, programme):
    contract = start(browser, draft).json()
    (part,) = signed(browser, contract, 1)
    stranger = Client()
    stranger.force_login(people.member(programme, Role.CONTRACTOR))
    ghost = str(uuid.uuid4())

    def answers(client, find, put):
        return [
            start(client, type("D", (), {"pk": find})),
            post(client, contract["sign_url"].replace(contract["id"], put), {"numbers": [1]}),
            client.get(contract["parts_url"].replace(contract["id"], put)),
            post(client, contract["complete_url"].replace(contract["id"], put)),
            post(client, contract["abort_url"].replace(contract["id"], put)),
            send(client, {**part, "url": part["url"].replace(contract["id"], put)}),
        ]

    theirs = answers(stranger, str(draft.pk), contract["id"])
    nothing = answers(stranger, ghost, ghost)
    assert [(a.status_code, a.content) for a in theirs] == [
        (a.status_code, a.content) for a in nothing
    ]
    assert {a.status_code for a in theirs} == {404}


def test_every_route_asks_for_a_sign_in(browser, draft):
    contract = start(browser, draft).json()
    (part,) = signed(browser, contract, 1)
    nobody = Client()
    answers = [
        start(nobody, draft),
        post(nobody, contract["sign_url"], {"numbers": [1]}),
        nobody.get(contract["parts_url"]),
        post(nobody, contract["complete_url"]),
        post(nobody, contract["abort_url"]),
        send(nobody, part),
    ]
    assert {refusal(answer) for answer in answers} == {(401, "sign_in")}


def test_every_changing_route_wants_the_form_token(contractor, draft, browser):
    contract = start(browser, draft).json()
    (part,) = signed(browser, contract, 1)
    foreign = Client(enforce_csrf_checks=True)
    foreign.force_login(contractor)
    answers = [
        start(foreign, draft),
        post(foreign, contract["sign_url"], {"numbers": [1]}),
        post(foreign, contract["complete_url"]),
        post(foreign, contract["abort_url"]),
        send(foreign, part),
    ]
    assert {answer.status_code for answer in answers} == {403}
    assert Artefact.objects.get().state == FileState.UPLOADING


def test_abort_takes_the_upload_away(browser, draft):
    contract = start(browser, draft).json()
    assert [post(browser, contract["abort_url"]).status_code for _ in range(2)] == [204, 204]
    assert refusal(browser.get(contract["parts_url"])) == (409, "upload_over")


def test_refusal_and_start_are_in_the_audit_log_without_a_name(browser, draft):
    start(browser, draft)
    start(browser, draft, name=f"../{CANARY}")
    events = list(AuditEvent.objects.filter(event__startswith="upload.").order_by("number"))
    assert [event.event for event in events] == ["upload.started", "upload.refused"]
    assert json.loads(events[1].facts) == {"code": "bad_name"}
    assert not any(CANARY in str(event.__dict__) for event in AuditEvent.objects.all())


def test_each_refusal_is_audited_and_nothing_of_other_files_is_lost(browser, draft, programme):
    """Each of these is a sentence with a code; the file beside it stays and the upload goes on."""
    limited(programme, contractor_quota_bytes=4 * len(DATA))
    beside = start(browser, draft).json()
    for one in signed(browser, beside, 1, 2, 3):
        send(browser, one)
    post(browser, beside["complete_url"])
    contract = start(browser, draft).json()
    parts = signed(browser, contract, 1, 2)
    theirs = samples.draft(programme, people.member(programme, Role.CONTRACTOR))

    answers = [
        start(browser, draft, size=0),
        start(browser, draft, name=f"../{CANARY}.docx"),
        start(browser, draft, name=f"{CANARY}\u202excod.exe"),
        start(browser, draft, size=3 * len(DATA)),
        start(browser, theirs),
        post(browser, contract["complete_url"]),
        send(browser, parts[1], b"cut"),
    ]
    assert [send(browser, parts[0]).status_code for _again in range(2)] == [200, 200]
    answers.append(send(browser, parts[0], b"x" * SMALL))
    with time_machine.travel(timezone.now() + timedelta(minutes=16)):
        answers.append(send(browser, parts[1]))
    codes = ["empty", "bad_name", "bad_name", "over_quota", "not_found", "parts_missing",
             "part_size", "part_differs", "signature_expired"]  # fmt: skip
    assert [refusal(answer)[1] for answer in answers] == codes
    heard = AuditEvent.objects.filter(event="upload.refused")
    assert sorted(json.loads(event.facts)["code"] for event in heard) == sorted(codes)
    assert not any(CANARY in str(event.__dict__) for event in AuditEvent.objects.all())

    for one in signed(browser, contract, 2, 3):
        send(browser, one)
    assert post(browser, contract["complete_url"]).status_code == 200
    assert [file.state for file in live()] == [FileState.LANDED] * 2


def form(client, draft, *files, **fields):
    url = reverse("api:upload-form", kwargs={"submission_id": draft.pk})
    if replaces := fields.pop("replaces", None):
        url += f"?replaces={replaces}"
    return client.post(url, {"files": list(files), "next": "/back/", **fields, "end": "1"})


def live():
    return list(Artefact.objects.exclude(state=FileState.REMOVED))


def said(answer):
    return [str(message) for message in get_messages(answer.wsgi_request)]


def upload(name, data):
    from django.core.files.uploadedfile import SimpleUploadedFile

    return SimpleUploadedFile(name, data)


def test_plain_form_takes_files_without_javascript(browser, draft, tmp_path, settings, monkeypatch):
    monkeypatch.setattr(LocalLanding, "part_bytes", 1_000_000)
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path / "temporary")
    (tmp_path / "temporary").mkdir()
    secret = b"CANARY-BYTES" * 400_000
    answer = form(browser, draft, upload("a.docx", secret), upload("b.pdf", DATA))
    assert (answer.status_code, answer["Location"]) == (302, "/back/")
    assert [(a.state, a.size) for a in Artefact.objects.all()] == [
        (FileState.LANDED, len(secret)),
        (FileState.LANDED, len(DATA)),
    ]
    files = [p for p in Path(tmp_path).rglob("*") if p.is_file()]
    assert files
    assert not any(b"CANARY-BYTES" in p.read_bytes() for p in files)


def test_plain_form_gives_back_the_same_bytes(browser, draft):
    from submissions.domain import landing

    form(browser, draft, upload("b.pdf", DATA * 20))
    with landing.opened(Artefact.objects.get()) as source:
        assert b"".join(iter(lambda: source.read(1 << 16), b"")) == DATA * 20


def test_plain_form_refuses_a_file_and_keeps_the_others(browser, draft, tmp_path):
    answer = form(browser, draft, upload("a.docx", b""), upload("b.pdf", DATA))
    assert answer.status_code == 302
    assert said(answer)[0].endswith("(empty)")
    assert [a.size for a in live()] == [len(DATA)]
    assert len(landed_files(tmp_path)) == 3


def landed_files(tmp_path):
    return [p for p in (tmp_path / "landing").rglob("*") if p.is_file()]


def limited(programme, **limits):
    body = {**programme.setting(SettingKind.INTAKE).body, **limits}
    versions.publish(programme, SettingKind.INTAKE, body, None)


class Unread:
    """A body that must not be touched."""

    def read(self, *_: object) -> bytes:
        raise AssertionError("read before it was asked whether there is room")

    readline = read


@pytest.mark.parametrize(
    ("length", "code"),
    [(str(1024**4), "too_big"), ("600000", "over_quota"), ("", "length_missing")],
)
def test_plain_form_asks_for_room_before_it_reads(browser, draft, programme, length, code):
    limited(programme, contractor_quota_bytes=500_000)
    url = reverse("api:upload-form", kwargs={"submission_id": draft.pk})
    answer = browser.post(
        url,
        {"files": upload("a.pdf", DATA)},
        headers={"Referer": "http://testserver/submissions/"},
        CONTENT_LENGTH=length,
        **{"wsgi.input": Unread()},
    )
    assert (answer.status_code, answer["Location"]) == (302, "http://testserver/submissions/")
    assert [message[-len(code) - 2 :] for message in said(answer)] == [f"({code})"]
    assert Artefact.objects.count() == 0


def test_plain_form_takes_what_there_is_room_for(browser, draft, programme, tmp_path):
    limited(programme, contractor_quota_bytes=3 * len(DATA) - 1)
    answer = form(browser, draft, upload("a.pdf", DATA), upload("b.pdf", DATA * 2))
    # The second is stopped where the room ends, not after it was stored.
    assert [message.split("(")[-1] for message in said(answer)] == [
        "over_quota)",
        "A file was uploaded.",
    ]
    assert [(a.state, a.size) for a in live()] == [(FileState.LANDED, len(DATA))]
    assert len(landed_files(tmp_path)) == 3


def test_plain_form_stores_no_more_of_a_file_than_it_may_have(browser, draft, programme, tmp_path):
    limited(programme, max_file_bytes=5 * SMALL)
    answer = form(browser, draft, upload("a.pdf", b"x" * 200_000), upload("b.pdf", DATA))
    assert said(answer)[0].endswith("(too_big)")
    assert [(a.state, a.size) for a in live()] == [(FileState.LANDED, len(DATA))]
    assert len(landed_files(tmp_path)) == 3


def test_plain_form_that_was_cut_leaves_nothing(browser, draft, tmp_path):
    data = {"files": upload("a.pdf", DATA * 5), "next": "/back/", "end": "1"}
    body = encode_multipart(BOUNDARY, data)
    url = reverse("api:upload-form", kwargs={"submission_id": draft.pk})
    answer = browser.generic(
        "POST", url, body, MULTIPART_CONTENT, **{"wsgi.input": BytesIO(body[: len(body) // 2])}
    )
    assert [message.split("(")[-1] for message in said(answer)] == ["form_cut)"]
    assert (live(), landed_files(tmp_path)) == ([], [])
    assert Upload.objects.get().state == "aborted"


def test_plain_form_replaces_a_file_of_the_same_sample_only(browser, draft, programme):
    form(browser, draft, upload("a.pdf", DATA), part="reference")
    old = Artefact.objects.get()
    for wrong in ("x", str(uuid.uuid4())):
        form(browser, draft, upload("b.pdf", DATA), replaces=wrong)
    assert [a.pk for a in live()] == [old.pk]
    form(browser, draft, upload("b.pdf", DATA), replaces=str(old.pk), part="reference")
    old.refresh_from_db()
    new = Artefact.objects.exclude(pk=old.pk).get()
    assert (old.state, new.state, new.part) == (FileState.REMOVED, FileState.LANDED, "reference")


def test_plain_form_leads_nowhere_else(browser, draft):
    answer = form(browser, draft, upload("b.pdf", DATA), next="https://example.com/")
    assert answer["Location"] == "/"


def test_plain_form_is_for_the_owner_and_wants_the_token(contractor, draft, programme, tmp_path):
    stranger = Client()
    stranger.force_login(people.member(programme, Role.CONTRACTOR))
    assert form(stranger, draft, upload("b.pdf", DATA)).status_code == 404
    foreign = Client(enforce_csrf_checks=True)
    foreign.force_login(contractor)
    assert form(foreign, draft, upload("b.pdf", DATA)).status_code == 403
    assert (live(), landed_files(tmp_path)) == ([], [])
    origin = {"Origin": "https://example.com"}
    url = reverse("api:upload-form", kwargs={"submission_id": draft.pk})
    before = Artefact.objects.count()
    assert foreign.post(url, {"files": upload("b.pdf", DATA)}, headers=origin).status_code == 403
    assert Artefact.objects.count() == before  # another site's form is not even read
