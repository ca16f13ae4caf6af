import base64
import io
import json
import uuid
import zipfile
from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.db import IntegrityError, transaction
from django.utils import timezone

from portal.programmes.errors import PermissionRefused
from portal.programmes.roles import Role
from portal.vault import keys, signing
from portal.vault.keys import KeyKind
from submissions.domain.release import confirming, copying, dsse, proposing
from submissions.domain.release.downloading import start
from submissions.domain.release.dsse import NotAuthenticError
from submissions.domain.release.errors import (
    CopyDiffersError,
    NotApprovedError,
    NothingChosenError,
    NothingLeftError,
    NotProposedError,
    NotReleasedError,
    OwnWorkInReleaseError,
    SignInAgainError,
)
from submissions.domain.release.verifying import verify
from submissions.models import (
    Artefact,
    Download,
    Release,
    ReleaseItem,
    Review,
    ScrubRun,
    Submission,
)
from submissions.states import State
from tests.factories import people, rights, samples

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def approved(programme, contractor):
    sample = samples.submission(programme, contractor, State.APPROVED, files=2)
    rights.all_clear(sample)
    return sample


@pytest.fixture
def released(programme, admin, reviewer, approved):
    release = proposing.propose(programme.pk, admin, [approved.pk])
    return confirming.confirm(release.pk, reviewer, reauthenticated=True)


@pytest.fixture
def zip_file(released, reviewer, tmp_path):
    return _written(released, reviewer, tmp_path)


def _written(release, person, folder):
    file = folder / "release.zip"
    file.write_bytes(b"".join(start(release.pk, person)[1]))
    return file


def test_release_holds_what_was_cleared_and_moves_the_sample(released, approved):
    approved.refresh_from_db()
    item = released.items.get()
    assert (released.state, released.number) == ("released", 1)
    assert approved.state == State.RELEASED
    assert approved.released_sha256 == item.bundle_sha256 == approved.bundle_sha256
    assert approved.originals_purge_at is not None
    assert [f["path"] for f in item.files] == [
        "items/0001/001.txt",
        "items/0001/002.txt",
        "items/0001/task.json",
    ]
    assert released.manifest["predicate"]["items"][0]["findings"] == {"person": 2}


def test_download_gives_the_clean_copies_and_writes_the_ledger(zip_file, released, reviewer):
    with zipfile.ZipFile(zip_file) as archive:
        assert archive.read("items/0001/001.txt") == samples.CLEAN_BYTES
        task = json.loads(archive.read("items/0001/task.json"))
    assert task == {
        "task": {"title": "Memo by Lena Hart", "request": "Write a memo."},
        "names": {"items/0001/001.txt": "memo 1.txt", "items/0001/002.txt": "memo 2.txt"},
    }
    assert [d.person for d in Download.objects.filter(release=released)] == [reviewer]


def test_download_holds_nothing_of_the_original(zip_file, released, approved, contractor):
    everything = zip_file.read_bytes() + json.dumps(released.manifest).encode()
    for secret in (samples.CANARY_ORIGINAL, contractor.email, str(contractor.pk), str(approved.pk)):
        assert secret.encode() not in everything


def test_copies_in_storage_are_encrypted(released, tmp_path):
    stored = [p.read_bytes() for p in (tmp_path / "releases").rglob("*") if p.is_file()]
    assert len(stored) == 3
    assert not any(b"Lena" in data for data in stored)


def test_verify_release_finds_it_right_with_the_public_key_alone(zip_file, capsys):
    key_id, raw = next(iter(signing.public_keys().items()))
    call_command(
        "verify_release", str(zip_file), key=[f"{key_id}:{base64.b64encode(raw).decode()}"]
    )
    assert "signature and 3 files are right; 0 files were taken back" in capsys.readouterr().out


@pytest.mark.parametrize("change", ["body", "missing", "added", "manifest"])
def test_verify_release_finds_every_change(zip_file, change):
    changed = io.BytesIO()
    with zipfile.ZipFile(zip_file) as old, zipfile.ZipFile(changed, "w") as new:
        for name in old.namelist():
            data = old.read(name)
            if change == "missing" and name.endswith("001.txt"):
                continue
            if change == "body" and name.endswith("001.txt"):
                data = b"L" + data[1:].swapcase()
            if change == "manifest" and name.endswith("dsse.json"):
                envelope = json.loads(data)
                body = base64.b64decode(envelope["payload"]).replace(b'"number":1', b'"number":2')
                data = json.dumps({**envelope, "payload": base64.b64encode(body).decode()})
            new.writestr(name, data)
        if change == "added":
            new.writestr("items/0001/003.txt", b"more")
    zip_file.write_bytes(changed.getvalue())
    with pytest.raises(CommandError):
        call_command("verify_release", str(zip_file))


def test_verify_release_finds_a_name_that_stands_twice(zip_file):
    name = "items/0001/001.txt"
    with zipfile.ZipFile(zip_file) as archive:
        data = archive.read(name)
    with zipfile.ZipFile(zip_file, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(name, data)
    problems = verify(zip_file, signing.public_keys()).problems
    assert problems == (f"{name}: stands in the zip twice",)


def test_verify_release_refuses_another_portals_key(zip_file):
    other = base64.b64encode(bytes(32)).decode()
    with pytest.raises(CommandError, match="Not authentic"):
        call_command("verify_release", str(zip_file), key=[f"s1:{other}"])


def test_dsse_signs_type_and_length():
    # The worked example of the DSSE specification, v1.
    assert (
        dsse.pre_authentication("http://example.com/HelloWorld", b"hello world")
        == b"DSSEv1 29 http://example.com/HelloWorld 11 hello world"
    )


def test_withdrawn_item_leaves_the_download_and_the_rest_verifies(
    released, reviewer, tmp_path, approved
):
    released.items.update(revoked_at=timezone.now())
    file = _written(released, reviewer, tmp_path)
    report = verify(file, signing.public_keys())
    assert (report.files, report.revoked, report.problems) == (0, 3, ())
    assert zipfile.ZipFile(file).namelist() == ["manifest.dsse.json", "revoked.dsse.json"]


def _again(file, target, names):
    """A zip of some of another's files, by what they are to be called."""
    with zipfile.ZipFile(file) as source, zipfile.ZipFile(target, "w") as changed:
        for name, old in names.items():
            changed.writestr(name, source.read(old))
    return target


def test_list_of_what_was_taken_back_does_not_pass_for_a_release(released, reviewer, tmp_path):
    whole = _written(released, reviewer, tmp_path)
    released.items.update(revoked_at=timezone.now())
    (tmp_path / "later").mkdir()
    left = _written(released, reviewer, tmp_path / "later")
    names = {"manifest.dsse.json": "revoked.dsse.json"}
    forged = _again(left, tmp_path / "forged.zip", names)
    with zipfile.ZipFile(whole) as source, zipfile.ZipFile(forged, "a") as target:
        for name in source.namelist():
            if not name.endswith(".dsse.json"):
                target.writestr(name, source.read(name))
    with pytest.raises(NotAuthenticError, match="says something else"):
        verify(forged, signing.public_keys())


def test_list_of_another_release_takes_nothing_back(
    released, programme, admin, reviewer, contractor, tmp_path
):
    other = samples.submission(programme, contractor, State.APPROVED)
    rights.all_clear(other)
    proposed = proposing.propose(programme.pk, admin, [other.pk])
    second = confirming.confirm(proposed.pk, reviewer, reauthenticated=True)
    for one in (released, second):
        one.items.update(revoked_at=timezone.now())
    folders = [tmp_path / "one", tmp_path / "two"]
    for folder in folders:
        folder.mkdir()
    first, theirs = (
        _written(one, reviewer, folder)
        for one, folder in zip((released, second), folders, strict=True)
    )
    names = {"manifest.dsse.json": "manifest.dsse.json"}
    forged = _again(first, tmp_path / "forged.zip", names)
    with zipfile.ZipFile(theirs) as source, zipfile.ZipFile(forged, "a") as target:
        target.writestr("revoked.dsse.json", source.read("revoked.dsse.json"))
    with pytest.raises(NotAuthenticError, match="another release"):
        verify(forged, signing.public_keys())


def test_list_of_what_was_taken_back_is_about_these_bytes(released, reviewer, tmp_path):
    """A file is excused by its name and its hash: one of another content is still missing."""
    released.items.update(revoked_at=timezone.now())
    left = _written(released, reviewer, tmp_path)
    with zipfile.ZipFile(left) as source:
        body = base64.b64decode(json.loads(source.read("revoked.dsse.json"))["payload"])
    statement = json.loads(body)
    first, *_others = statement["subject"]
    first["digest"]["sha256"] = "0" * 64
    data = json.dumps(statement).encode()
    signature = signing.sign(dsse.pre_authentication(dsse.PAYLOAD_TYPE, data))
    forged = _again(left, tmp_path / "forged.zip", {"manifest.dsse.json": "manifest.dsse.json"})
    with zipfile.ZipFile(forged, "a") as target:
        envelope = dsse.envelope(data, signature.key_id, signature.value)
        target.writestr("revoked.dsse.json", json.dumps(envelope))
    problems = verify(forged, signing.public_keys()).problems
    assert problems == (f"{first['name']}: is missing",)


def test_item_whose_key_is_destroyed_leaves_the_download(released, reviewer, tmp_path):
    keys.destroy(KeyKind.RELEASE_ITEM, released.items.get().pk, "withdrawn")
    file = _written(released, reviewer, tmp_path)
    assert verify(file, signing.public_keys()).revoked == 3


def test_propose_needs_an_admin_and_approved_samples(programme, admin, reviewer, approved):
    waiting = samples.submission(programme, approved.contractor)
    with pytest.raises(PermissionRefused):
        proposing.propose(programme.pk, reviewer, [approved.pk])
    with pytest.raises(NothingChosenError):
        proposing.propose(programme.pk, admin, [])
    with pytest.raises(NotApprovedError):
        proposing.propose(programme.pk, admin, [approved.pk, waiting.pk])
    proposing.propose(programme.pk, admin, [approved.pk])
    with pytest.raises(NotApprovedError):
        proposing.propose(programme.pk, admin, [approved.pk])


def test_propose_with_own_work_is_refused(programme):
    both = people.member(programme, Role.PROGRAMME_ADMIN, Role.CONTRACTOR)
    sample = samples.submission(programme, both, State.APPROVED)
    with pytest.raises(OwnWorkInReleaseError):
        proposing.propose(programme.pk, both, [sample.pk])


def test_dropped_proposal_frees_its_samples(programme, admin, approved):
    release = proposing.propose(programme.pk, admin, [approved.pk])
    proposing.drop(release.pk, admin)
    assert list(proposing.releasable(programme.pk)) == [approved]
    with pytest.raises(NotProposedError):
        proposing.drop(release.pk, admin)


def test_confirm_needs_a_second_person_who_cleared_nothing_of_it(
    programme, admin, reviewer, approved
):
    both = people.member(programme, Role.PROGRAMME_ADMIN, Role.CLEARANCE_REVIEWER)
    release = proposing.propose(programme.pk, both, [approved.pk])
    _cleared_by(reviewer, approved)
    for person in (both, reviewer, admin):
        with pytest.raises(PermissionRefused):
            confirming.confirm(release.pk, person, reauthenticated=True)
    third = people.member(programme, Role.CLEARANCE_REVIEWER)
    with pytest.raises(SignInAgainError):
        confirming.confirm(release.pk, third, reauthenticated=False)
    assert confirming.confirm(release.pk, third, reauthenticated=True).number == 1
    with pytest.raises(NotProposedError):
        confirming.confirm(release.pk, third, reauthenticated=True)


def test_nobody_confirms_the_release_of_their_own_work(programme, admin):
    both = people.member(programme, Role.CONTRACTOR, Role.CLEARANCE_REVIEWER)
    sample = samples.submission(programme, both, State.APPROVED)
    rights.all_clear(sample)
    release = proposing.propose(programme.pk, admin, [sample.pk])
    with pytest.raises(PermissionRefused):
        confirming.confirm(release.pk, both, reauthenticated=True)


def test_database_refuses_a_release_by_one_person(programme, admin):
    release = Release.objects.create(programme=programme, proposed_by=admin)
    with pytest.raises(IntegrityError), transaction.atomic():
        Release.objects.filter(pk=release.pk).update(confirmed_by=admin)


def _cleared_by(person, sample):
    now = timezone.now()
    Review.objects.create(
        submission=sample,
        contractor=sample.contractor,
        run=sample.current_run,
        bundle_sha256=sample.bundle_sha256,
        gate="clearance",
        reviewer=person,
        lease_until=now,
        closed_at=now,
        decision="approve",
    )


def _rule_hits(sample):
    rights.answer(sample, owner="unknown")


def _scan_is_old(sample):
    old = timezone.now() - timedelta(days=400)
    Artefact.objects.filter(submission=sample).update(scanned_at=old)


def _run_is_void(sample):
    sample.runs.update(voided_at=timezone.now())


def _is_withdrawn(sample):
    Submission.objects.filter(pk=sample.pk).update(state=State.WITHDRAWN.value)


def _was_never_scanned(sample):
    Artefact.objects.filter(submission=sample).update(malware="")


def _key_is_destroyed(sample):
    keys.destroy(KeyKind.SUBMISSION, sample.pk, "purged")


def _item_is_of_another_bundle(sample):
    ReleaseItem.objects.filter(submission=sample).update(bundle_sha256="1" * 64)


def _was_scrubbed_again(sample):
    run = ScrubRun.objects.get(pk=sample.current_run_id)
    run.pk, run.number, run._state.adding = uuid.uuid4(), 2, True
    run.save(force_insert=True)
    Submission.objects.filter(pk=sample.pk).update(current_run=run)


@pytest.mark.parametrize(
    ("spoil", "rule"),
    [
        (_rule_hits, "R1"),
        (_scan_is_old, "scan"),
        (_was_never_scanned, "scan"),
        (_run_is_void, "hash"),
        (_item_is_of_another_bundle, "hash"),
        (_was_scrubbed_again, "hash"),
        (_key_is_destroyed, "key"),
        (_is_withdrawn, "state"),
    ],
)
def test_item_that_may_not_leave_drops_out_by_name(
    programme, admin, reviewer, contractor, approved, spoil, rule
):
    other = samples.submission(programme, contractor, State.APPROVED)
    rights.all_clear(other)
    release = proposing.propose(programme.pk, admin, [approved.pk, other.pk])
    spoil(approved)
    confirming.confirm(release.pk, reviewer, reauthenticated=True)
    dropped = release.items.get(submission=approved)
    assert (dropped.dropped_rule, dropped.files) == (rule, [])
    assert release.items.get(submission=other).dropped_rule == ""
    approved.refresh_from_db()
    assert approved.state != State.RELEASED
    release.refresh_from_db()
    assert release.manifest["predicate"]["dropped"] == {str(dropped.pk): rule}
    assert len(release.manifest["predicate"]["items"]) == 1


def test_file_that_was_not_scanned_stays_once_there_is_a_scanner(
    programme, admin, reviewer, approved, settings
):
    Artefact.objects.filter(submission=approved).update(malware="not_configured")
    release = proposing.propose(programme.pk, admin, [approved.pk])
    settings.CLAMD = "127.0.0.1:1"
    with pytest.raises(NothingLeftError):
        confirming.confirm(release.pk, reviewer, reauthenticated=True)
    settings.CLAMD = ""
    confirming.confirm(release.pk, reviewer, reauthenticated=True)


def test_proposal_that_is_dropped_while_copies_are_made_is_not_released(
    programme, admin, reviewer, approved, monkeypatch
):
    release = proposing.propose(programme.pk, admin, [approved.pk])
    make = copying.copy

    def copy(item, position):
        proposing.drop(release.pk, admin)
        return make(item, position)

    monkeypatch.setattr(copying, "copy", copy)
    with pytest.raises(NotProposedError):
        confirming.confirm(release.pk, reviewer, reauthenticated=True)
    approved.refresh_from_db()
    assert approved.state == State.APPROVED


def test_file_that_was_taken_out_does_not_leave(programme, admin, reviewer, approved):
    approved.artefacts.filter(position=1).update(state="removed")
    release = proposing.propose(programme.pk, admin, [approved.pk])
    confirming.confirm(release.pk, reviewer, reauthenticated=True)
    paths = [file["path"] for file in release.items.get().files]
    assert paths == ["items/0001/001.txt", "items/0001/task.json"]


def test_copies_exchanged_in_storage_stop_the_download(released, reviewer):
    item = released.items.get()
    task = next(file for file in item.files if file["part"] == "task")
    item.files = [{**file, "storage_key": task["storage_key"]} for file in item.files]
    item.save()
    with pytest.raises(CopyDiffersError):
        b"".join(start(released.pk, reviewer)[1])


def test_release_of_nothing_is_refused(programme, admin, reviewer, approved):
    release = proposing.propose(programme.pk, admin, [approved.pk])
    _scan_is_old(approved)
    with pytest.raises(NothingLeftError):
        confirming.confirm(release.pk, reviewer, reauthenticated=True)
    release.refresh_from_db()
    assert (release.state, release.number) == ("proposed", None)


def test_changed_clean_copy_stops_the_release(programme, admin, reviewer, approved):
    release = proposing.propose(programme.pk, admin, [approved.pk])
    approved.current_run.files.update(sha256="0" * 64)
    with pytest.raises(CopyDiffersError):
        confirming.confirm(release.pk, reviewer, reauthenticated=True)


def test_download_of_a_proposal_and_by_the_wrong_person_is_refused(
    programme, admin, reviewer, contractor, approved
):
    release = proposing.propose(programme.pk, admin, [approved.pk])
    with pytest.raises(NotReleasedError):
        start(release.pk, reviewer)
    for person in (admin, contractor):
        with pytest.raises(PermissionRefused):
            start(release.pk, person)
    assert Download.objects.count() == 0
