"""Receipts: signed, without content, checkable with OpenSSL alone."""

import base64
import json
import subprocess

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat
from django.core.management import CommandError, call_command
from django.db import DatabaseError, transaction

from portal.vault import signing
from submissions.domain import withdrawal
from submissions.domain.consent import receipts, records
from submissions.domain.release import dsse
from submissions.domain.release.dsse import NotAuthenticError
from submissions.models import Receipt
from submissions.states import State
from tests.factories import rights, samples

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def sample(programme, contractor):
    row = samples.submission(programme, contractor, State.CLEARANCE)
    rights.all_clear(row)
    return row


def document(receipt):
    return receipts.verify(receipt.envelope, signing.public_keys())


def purposes(receipt):
    return [one["dpv:hasPurpose"]["dct:identifier"] for one in document(receipt)["dpv:hasProcess"]]


def test_giving_consent_issues_one_receipt_for_its_purposes(sample):
    receipt = sample.receipts.get()
    found = document(receipt)
    assert (receipt.status, receipt.purposes) == ("given", ["evaluation", "training"])
    assert found["dpv:hasConsentStatus"] == "dpv:ConsentGiven"
    assert purposes(receipt) == ["evaluation", "training"]
    assert found["dct:conformsTo"] == "ISO/IEC TS 27560:2023"
    [notice] = found["dpv:hasNotice"]
    assert notice["dct:hasVersion"] == sample.consents.first().terms_version.number


def test_receipt_names_nobody_and_holds_no_content(sample):
    text = json.dumps(document(sample.receipts.get()))
    for word in (sample.contractor.email, str(sample.contractor_id), samples.CANARY_ORIGINAL):
        assert word not in text


def test_ticking_fewer_purposes_gives_a_receipt_of_what_ended(sample):
    records.give(sample.pk, sample.contractor, ["training"], "en")
    ended = sample.receipts.get(status="withdrawn")
    assert purposes(ended) == ["evaluation"]
    assert "airlock:withdrawnAt" in document(ended)["dpv:hasProcess"][0]
    records.give(sample.pk, sample.contractor, ["training"], "en")
    assert sample.receipts.count() == 2, "saying the same again changes nothing"


def test_withdrawing_the_sample_gives_one_receipt_that_outlives_it(sample):
    withdrawal.withdraw(sample.pk, sample.contractor)
    sample.refresh_from_db()
    withdrawal.purge(sample)
    ended = sample.receipts.get(status="withdrawn")
    assert purposes(ended) == ["evaluation", "training"]


def test_database_refuses_to_change_or_delete_a_receipt(sample):
    rows = Receipt.objects.filter(submission=sample)
    for change in (lambda: rows.update(status="withdrawn"), rows.delete):
        with pytest.raises(DatabaseError), transaction.atomic():
            change()
    assert rows.get().status == "given"


@pytest.mark.parametrize("name", ["payload", "payloadType", "keyid", "sig"])
def test_changed_envelope_is_not_authentic(sample, name):
    envelope = json.loads(json.dumps(sample.receipts.get().envelope))
    if name == "payload":
        body = base64.b64decode(envelope["payload"]).replace(b"training", b"resale!!")
        envelope["payload"] = base64.b64encode(body).decode()
    elif name == "payloadType":
        envelope["payloadType"] = dsse.PAYLOAD_TYPE
    elif name == "keyid":
        envelope["signatures"][0]["keyid"] = "another"
    else:
        envelope["signatures"][0]["sig"] = base64.b64encode(bytes(64)).decode()
    with pytest.raises(NotAuthenticError):
        receipts.verify(envelope, signing.public_keys())


def test_receipt_is_no_release(sample):
    with pytest.raises(NotAuthenticError):
        dsse.opened(sample.receipts.get().envelope, signing.public_keys())


def test_command_checks_a_file_offline(sample, tmp_path, capsys):
    file = tmp_path / "receipt.dsse.json"
    file.write_text(json.dumps(sample.receipts.get().envelope))
    (key_id, raw), *_ = signing.public_keys().items()
    key = f"{key_id}:{base64.b64encode(raw).decode()}"
    call_command("verify_receipt", str(file), key=[key])
    assert "dpv:ConsentGiven" in capsys.readouterr().out
    other = f"{key_id}:{base64.b64encode(bytes(32)).decode()}"
    with pytest.raises(CommandError, match="Not authentic"):
        call_command("verify_receipt", str(file), key=[other])
    file.write_text("no JSON")
    with pytest.raises(CommandError, match="cannot be checked"):
        call_command("verify_receipt", str(file), key=[key])


def test_openssl_alone_checks_it_as_the_guide_says(sample, tmp_path):
    """The steps of docs/operating.md, with the tools of any system."""
    envelope = sample.receipts.get().envelope
    payload = base64.b64decode(envelope["payload"])
    kind = envelope["payloadType"]
    (tmp_path / "signed").write_bytes(
        b"DSSEv1 %d %b %d %b" % (len(kind), kind.encode(), len(payload), payload)
    )
    (tmp_path / "sig").write_bytes(base64.b64decode(envelope["signatures"][0]["sig"]))
    raw = signing.public_keys()[envelope["signatures"][0]["keyid"]]
    public = Ed25519PublicKey.from_public_bytes(raw)
    (tmp_path / "key.pem").write_bytes(
        public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    )
    command = ["openssl", "pkeyutl", "-verify", "-pubin", "-inkey", "key.pem", "-rawin"]
    command += ["-in", "signed", "-sigfile", "sig"]
    good = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert good.returncode == 0, good.stderr
    (tmp_path / "signed").write_bytes(b"DSSEv1 other")
    bad = subprocess.run(command, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert bad.returncode != 0
