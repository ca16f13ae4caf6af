"""Evidence: encrypted, checked in the sandbox, opened by those who decide alone."""

import io
from datetime import timedelta
from pathlib import Path

import pytest
from django.core.files.storage import storages
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from portal.audit.models import AuditEvent
from portal.programmes.errors import PermissionRefused
from submissions.domain import drafts, legal_holds, withdrawal
from submissions.domain.consent import proofs, records
from submissions.domain.errors import Refused
from submissions.models import EvidenceFile, RightsGrant
from submissions.states import State
from tests.factories import rights, samples
from tests.factories.sign_in import client_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LETTER = b"Zebulon Quackenbush agrees to the use.\n"


@pytest.fixture
def sample(programme, contractor):
    row = samples.submission(programme, contractor, State.CONSENT)
    rights.all_clear(row)
    return row


def added(sample, data=LETTER, name="letter.txt", kind="permission"):
    return proofs.receive(sample.engagement_id, sample.contractor, kind, name, data)


def stored():
    folder = Path(storages["quarantine"].location)
    return [path.read_bytes() for path in folder.rglob("*") if path.is_file()]


def picture(kind):
    target = io.BytesIO()
    Image.new("RGB", (8, 8)).save(target, kind)
    return target.getvalue()


def test_evidence_lies_encrypted_and_unchecked_at_first(sample):
    row = added(sample)
    assert row.state == proofs.RECEIVED
    assert len(stored()) == 1
    assert b"Quackenbush" not in stored()[0]
    assert b"letter" not in bytes(row.name_sealed)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "data", "state", "code"),
    [
        ("letter.txt", LETTER, proofs.CHECKED, ""),
        ("scan.png", picture("PNG"), proofs.CHECKED, ""),
        ("scan.png", LETTER, proofs.REFUSED, "type_mismatch"),
        ("rows.csv", b"a,b\n1,2\n", proofs.REFUSED, "evidence_type"),
    ],
)
def test_check_looks_at_type_and_structure(sample, name, data, state, code):
    row = added(sample, data, name)
    proofs.check(row.pk)
    row.refresh_from_db()
    assert (row.state, row.code) == (state, code)
    assert len(stored()) == (1 if state == proofs.CHECKED else 0)
    proofs.check(row.pk)
    row.refresh_from_db()
    assert row.state == state


def test_scanner_that_is_down_leaves_it_unchecked(sample, settings):
    settings.CLAMD = "127.0.0.1:1"
    row = added(sample)
    proofs.check(row.pk)
    row.refresh_from_db()
    assert row.state == proofs.RECEIVED


def purged(sample):
    withdrawal.withdraw(sample.pk, sample.contractor)
    past = timezone.now() - timedelta(hours=1)
    type(sample).objects.filter(pk=sample.pk).update(due_at=past)
    withdrawal.purge_due()


def test_evidence_goes_with_the_last_sample_that_needs_it(sample, programme, contractor):
    second = samples.submission(programme, contractor, State.CLEARANCE)
    second.engagement = sample.engagement
    second.save(update_fields=["engagement"])
    whole, single = added(sample), added(sample, b"For the first sample alone.\n")
    EvidenceFile.objects.update(state=proofs.CHECKED, format="text")
    records.add_grant(
        sample.engagement_id, contractor, issuer="Ada", purposes=["training"], evidence=whole
    )
    records.add_grant(
        sample.engagement_id,
        contractor,
        issuer="Ada",
        purposes=["training"],
        evidence=single,
        submission=sample,
    )
    assert len(stored()) == 2
    purged(sample)
    states = {row.pk: row.state for row in EvidenceFile.objects.all()}
    assert states == {whole.pk: proofs.CHECKED, single.pk: proofs.DESTROYED}
    assert len(stored()) == 1
    purged(second)
    assert stored() == []
    tomb = EvidenceFile.objects.get(pk=whole.pk)
    assert (tomb.state, bytes(tomb.name_sealed), tomb.storage_key) == (proofs.DESTROYED, b"", "")
    assert len(tomb.sha256) == 64
    assert tomb.destroyed_at is not None
    assert AuditEvent.objects.filter(event="evidence.destroyed").count() == 2
    assert proofs.of(sample.engagement) == []


def test_legal_hold_on_a_sample_keeps_its_evidence(sample, contractor, admin):
    row = added(sample)
    hold = legal_holds.place(sample.pk, admin, "LG 12 O 3/26")
    purged(sample)
    row.refresh_from_db()
    assert row.state != proofs.DESTROYED
    legal_holds.lift(hold.pk, admin)
    withdrawal.purge_due()
    row.refresh_from_db()
    assert row.state == proofs.DESTROYED


def test_sweep_finishes_what_a_purge_left(sample):
    row = added(sample)
    purged(sample)
    kept = {"state": proofs.CHECKED, "storage_key": row.storage_key, "destroyed_at": None}
    EvidenceFile.objects.filter(pk=row.pk).update(**kept)
    assert (proofs.sweep(), proofs.sweep()) == (1, 0)


def test_discarded_draft_takes_no_evidence_with_it(programme, contractor):
    row = samples.draft(programme, contractor)
    rights.all_clear(row)
    proof = added(row)
    drafts.discard(row.pk, contractor)
    assert proofs.sweep() == 0
    proof.refresh_from_db()
    assert proof.state == proofs.RECEIVED


def test_each_look_is_written_down_and_only_deciders_look(sample, reviewer, admin, contractor):
    row = added(sample)
    with pytest.raises(proofs.NotCheckedError):
        proofs.read(row.pk, reviewer)
    EvidenceFile.objects.update(state=proofs.CHECKED, format="text")
    for stranger in (admin, contractor):
        with pytest.raises(PermissionRefused):
            proofs.read(row.pk, stranger)
    assert not AuditEvent.objects.filter(event="evidence.read").exists()
    opened = proofs.read(row.pk, reviewer)
    assert (opened.name, opened.data) == ("letter.txt", LETTER)
    assert AuditEvent.objects.filter(event="evidence.read", subject=str(row.pk)).count() == 1


def test_limits_say_what_to_do(sample, monkeypatch):
    with pytest.raises(proofs.EvidenceEmptyError):
        added(sample, b"")
    monkeypatch.setattr(proofs, "MAX_BYTES", 10)
    with pytest.raises(proofs.EvidenceTooBigError):
        added(sample)
    monkeypatch.setattr(proofs, "MAX_BYTES", 100)
    with pytest.raises(Refused):
        added(sample, name="../letter.txt")
    monkeypatch.setattr(proofs, "MOST", 1)
    added(sample)
    with pytest.raises(proofs.TooMuchEvidenceError):
        added(sample)
    assert len(stored()) == 1


def test_only_checked_evidence_shows_that_it_comes_from_the_organisation(
    sample, contractor, reviewer
):
    row = added(sample)
    grant = records.add_grant(
        sample.engagement_id, contractor, issuer="Q", purposes=["training"], evidence=row
    )
    with pytest.raises(Refused, match="no_evidence"):
        records.decide_record(grant, reviewer, accept=True, from_organisation=True)
    EvidenceFile.objects.update(state=proofs.CHECKED)
    grant = RightsGrant.objects.select_related("engagement", "evidence").get()
    records.decide_record(grant, reviewer, accept=True, from_organisation=True)
    grant.refresh_from_db()
    assert grant.issuer_is_organisation is True


def test_pages_take_a_file_name_it_and_hand_it_to_the_reviewer(sample, contractor, reviewer):
    owner, clearer = client_of(contractor), client_of(reviewer)
    file = SimpleUploadedFile("letter.txt", LETTER)
    url = reverse("submissions:add_evidence", args=[sample.pk])
    owner.post(url, {"kind": "permission", "file": file})
    row = EvidenceFile.objects.get()
    page = reverse("submissions:permission", args=[sample.pk])
    assert "letter.txt" in owner.get(page).content.decode()
    owner.post(page, {"kind": "grant", "grant-issuer": "Q", "grant-purposes": ["training"],
                      "grant-evidence": str(row.pk)})  # fmt: skip
    assert RightsGrant.objects.get().evidence_id == row.pk
    EvidenceFile.objects.update(state=proofs.CHECKED, format="text")
    waiting = clearer.get(reverse("submissions:permissions")).content.decode()
    link = reverse("submissions:evidence", args=[row.pk])
    assert link in waiting
    assert "from the organisation itself" in waiting
    answer = clearer.get(link)
    assert answer.content == LETTER
    assert answer["Content-Disposition"].startswith("attachment;")
    assert "no-store" in answer["Cache-Control"]
    assert "sandbox" in answer["Content-Security-Policy"]
    assert "letter.txt" not in waiting


def test_file_that_is_too_large_is_refused_with_a_sentence(sample, contractor, monkeypatch):
    monkeypatch.setattr(proofs, "MAX_BYTES", 1000)
    owner = client_of(contractor)
    file = SimpleUploadedFile("letter.txt", b"x" * 200_000)
    url = reverse("submissions:add_evidence", args=[sample.pk])
    said = owner.post(url, {"kind": "permission", "file": file}, follow=True).content.decode()
    assert "20 MB at most" in said or "not empty" in said
    assert EvidenceFile.objects.count() == 0


def test_all_files_of_a_form_together_are_bounded(sample, contractor, monkeypatch):
    """Each would do alone; together they would fill the server's memory."""
    monkeypatch.setattr(proofs, "MAX_BYTES", 1000)
    files = [SimpleUploadedFile(f"{n}.txt", b"x" * 900) for n in range(5)]
    url = reverse("submissions:add_evidence", args=[sample.pk])
    answer = client_of(contractor).post(url, {"kind": "permission", "file": files})
    assert len(answer.wsgi_request.FILES.getlist("file")) == 1


def test_form_of_somebody_who_is_not_signed_in_is_not_read(sample):
    url = reverse("submissions:add_evidence", args=[sample.pk])
    answer = Client(enforce_csrf_checks=True).post(url, {"file": SimpleUploadedFile("a", b"x")})
    assert (answer.status_code, hasattr(answer.wsgi_request, "_files")) == (302, False)


def test_claim_that_contradicts_the_relation_asks_for_evidence(programme, contractor):
    draft = samples.draft(programme, contractor)
    rights.all_clear(draft)
    rights.answer(draft, relation="employee")
    codes = [problem.code for problem in drafts.problems(draft)]
    assert "evidence_missing" in codes
    added(draft)
    assert "evidence_missing" not in [problem.code for problem in drafts.problems(draft)]
