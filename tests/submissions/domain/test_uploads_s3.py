"""The part contract against a real S3 server, which counts bytes and keeps its clock."""

import http.client
import secrets
import time
import uuid
from urllib.parse import urlsplit

import pytest
from django.core.files.base import ContentFile
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.management import call_command
from django.test import Client
from django.urls import reverse

from portal.settings.storages import NAMES, configured
from portal.storage import NoAddressError, new_key
from submissions.domain import intake, landing, landing_s3, quarantine
from submissions.domain.intake import Wanted
from submissions.domain.upload_errors import PartsMissingError, UploadOverError
from submissions.models import Artefact
from submissions.states import FileState
from tests.factories import samples

pytestmark = [
    pytest.mark.s3,
    pytest.mark.slow,
    pytest.mark.django_db(databases=["default", "keys"]),
]

PART = 5 * 1024 * 1024
"""The smallest that S3 takes for any part but the last."""
SIZE = 2 * PART + 1000


@pytest.fixture
def s3(settings, s3_storage, tmp_path, monkeypatch):
    settings.S3_ENDPOINT = settings.S3_PUBLIC_ENDPOINT = s3_storage.endpoint
    settings.AIRLOCK_WORK_DIR = str(tmp_path / "work")
    settings.PUBLIC_URL = "http://127.0.0.1:8000"
    run = secrets.token_hex(4)
    options = {
        "endpoint_url": s3_storage.endpoint,
        "access_key": s3_storage.access_key,
        "secret_key": s3_storage.secret_key,
        "region_name": s3_storage.region,
        "addressing_style": "path",
        "signature_version": "s3v4",
        "buckets": {name: f"{name}-{run}" for name in NAMES},
    }
    settings.STORAGES = {**settings.STORAGES, **configured(tmp_path, options)}
    monkeypatch.setattr(landing_s3.S3Landing, "part_bytes", PART)
    call_command("prepare_storage")
    return storages["landing"]


@pytest.fixture
def draft(programme, contractor):
    return samples.draft(programme, contractor)


@pytest.fixture(scope="module")
def data():
    return secrets.token_bytes(SIZE)


def request(method, url, body=b""):
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(parts.hostname, parts.port, timeout=30)
    try:
        connection.request(method, f"{parts.path}?{parts.query}", body=body)
        return connection.getresponse().status
    finally:
        connection.close()


def sign(upload, *numbers):
    return intake.sign(upload.pk, upload.artefact.submission.contractor, numbers)


def piece(data, part):
    return data[(part.number - 1) * PART :][: part.size]


def test_parts_go_to_the_bucket_and_into_quarantine(s3, draft, data):
    upload = intake.start(draft.pk, draft.contractor, Wanted("memo.docx", SIZE))
    assert (upload.backend, upload.part_count) == ("s3", 3)
    parts = sign(upload, 1, 2, 3)
    assert [request("PUT", p.url, piece(data, p)) for p in reversed(parts[1:])] == [200, 200]
    assert intake.received_parts(upload.pk, draft.contractor) == [2, 3]
    with pytest.raises(PartsMissingError):
        intake.complete(upload.pk, draft.contractor)
    assert [request("PUT", parts[0].url, piece(data, parts[0])) for _ in range(2)] == [200, 200]
    artefact = intake.complete(upload.pk, draft.contractor)
    assert intake.complete(upload.pk, draft.contractor).state == FileState.LANDED

    with quarantine.work_folder(uuid.uuid4()) as folder:
        got = quarantine.receive(artefact, folder)
    artefact.quarantine_key, artefact.sha256 = got.storage_key, got.sha256
    with quarantine.work_folder(uuid.uuid4()) as folder:
        assert quarantine.open_plaintext(artefact, folder).read_bytes() == data
    with storages["quarantine"].open(got.storage_key) as sealed:
        assert data[:64] not in sealed.read()
    s3.delete(artefact.landing_key)
    assert not s3.exists(artefact.landing_key)


def test_plain_form_goes_to_the_bucket_in_parts(s3, draft, data):
    client = Client()
    client.force_login(draft.contractor)
    url = reverse("api:upload-form", kwargs={"submission_id": draft.pk})
    client.post(url, {"files": SimpleUploadedFile("memo.docx", data), "end": "1"})
    artefact = Artefact.objects.get()
    assert (artefact.state, artefact.size) == (FileState.LANDED, SIZE)
    assert (artefact.upload.backend, artefact.upload.part_count) == ("s3", 3)
    with landing.opened(artefact) as source:
        assert b"".join(iter(lambda: source.read(1 << 20), b"")) == data


def test_signature_is_for_the_exact_size(s3, draft, data):
    upload = intake.start(draft.pk, draft.contractor, Wanted("memo.docx", SIZE))
    (part,) = sign(upload, 3)
    assert request("PUT", part.url, piece(data, part) + b"x") == 403
    assert request("PUT", part.url, piece(data, part)[:-1]) == 403
    assert request("GET", part.url) == 403
    assert request("PUT", part.url.replace("partNumber=3", "partNumber=2"), data[:1000]) == 403
    assert request("PUT", part.url, piece(data, part)) == 200


def test_signature_runs_out(s3, draft, data, monkeypatch):
    monkeypatch.setattr(landing_s3, "SIGNED_SECONDS", 1)
    upload = intake.start(draft.pk, draft.contractor, Wanted("memo.docx", SIZE))
    (part,) = sign(upload, 3)
    deadline = time.monotonic() + 20
    while (status := request("PUT", part.url, piece(data, part))) != 403:
        assert (status, time.monotonic() < deadline) == (200, True)


def test_complete_goes_on_when_the_parts_were_joined_before(s3, draft, data):
    """A first try joined them in the bucket and died before it was recorded here."""
    upload = intake.start(draft.pk, draft.contractor, Wanted("memo.docx", SIZE))
    for part in sign(upload, 1, 2, 3):
        assert request("PUT", part.url, piece(data, part)) == 200
    landing_s3.S3Landing().finish(upload)
    assert intake.complete(upload.pk, draft.contractor).state == FileState.LANDED


def test_abort_leaves_nothing(s3, draft, data):
    upload = intake.start(draft.pk, draft.contractor, Wanted("memo.docx", SIZE))
    for part in sign(upload, 1):
        request("PUT", part.url, piece(data, part))
    intake.abort(upload.pk, draft.contractor)
    with pytest.raises(UploadOverError):
        intake.received_parts(upload.pk, draft.contractor)
    assert landing_s3.S3Landing().parts(upload) == {}


def test_buckets_are_closed_to_everyone_else_and_have_no_address(s3):
    name = s3.save(new_key(), ContentFile(b"sealed"))
    with pytest.raises(NoAddressError):
        s3.url(name)
    endpoint = f"{s3.client.meta.endpoint_url}/{s3.bucket_name}"
    assert request("GET", f"{endpoint}/{name}") == 403
    assert request("GET", f"{endpoint}?list-type=2") == 403


def test_landing_empties_itself_and_takes_parts_from_the_portal_alone(s3):
    rules = s3.client.get_bucket_lifecycle_configuration(Bucket=s3.bucket_name)["Rules"]
    assert [rule["Expiration"]["Days"] for rule in rules] == [1]
    cors = s3.client.get_bucket_cors(Bucket=s3.bucket_name)["CORSRules"]
    assert [(rule["AllowedOrigins"], rule["AllowedMethods"]) for rule in cors] == [
        (["http://127.0.0.1:8000"], ["PUT"])
    ]
