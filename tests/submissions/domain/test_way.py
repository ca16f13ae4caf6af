"""The way through the real steps: drafts, edits, holds, withdrawal, purge, replayed verdicts."""

import io
import zipfile

import pytest
from django.core.files.storage import storages
from django.core.management import CommandError, call_command

from portal.vault.errors import KeyDestroyed
from submissions.domain import (
    confirming,
    drafts,
    edits,
    files,
    holds,
    leftovers,
    withdrawal,
)
from submissions.domain.confirming import WaitingEditError
from submissions.domain.consent import records
from submissions.domain.errors import (
    ChangedBundleError,
    FilesFixedError,
    NotEditableError,
    NotReadyError,
    Refused,
)
from submissions.domain.scrubbing import clean_preview, open_clean, read_scrubbed_task
from submissions.models import CleanFile, Finding, RedactionEdit, Submission, Verdict
from submissions.states import FileState, State
from tests.factories import rights
from tests.submissions import way

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]

LETTER = b"Dear Lieselotte Vandermeulen,\n\nthe crate with the copper lid arrived.\n\nRegards\n"


def _text(submission) -> str:
    copy = CleanFile.objects.get(run=submission.current_run)
    return open_clean(copy).decode()


def test_an_incomplete_draft_says_everything_that_is_missing(contractor, programme):
    row = drafts.create(contractor, programme)
    with pytest.raises(NotReadyError) as refused:
        drafts.submit(row.pk, contractor, "")
    codes = {problem.code for problem in refused.value.problems}
    assert codes == {
        "field_missing",
        "engagement_missing",
        "consent_missing",
        "files_missing",
        "attestation_missing",
    }


def test_a_discarded_draft_cannot_be_read(contractor, programme):
    row = way.draft(contractor, programme)
    drafts.discard(row.pk, contractor)
    with pytest.raises(KeyDestroyed):
        drafts.read_task(row)


def test_a_submitted_task_is_fixed(contractor, programme):
    row = way.scrubbed(contractor, programme, {"letter.txt": LETTER})
    with pytest.raises(NotEditableError):
        drafts.save_task(row.pk, contractor, {"title": "Another"})


def test_scrub_takes_the_name_from_file_task_and_file_name(contractor, programme):
    name = "Lieselotte Vandermeulen"
    row = way.scrubbed(
        contractor, programme, {f"for {name}.txt": LETTER}, title=f"Letter to {name}"
    )
    assert "Lieselotte" not in _text(row)
    assert "copper" in _text(row)
    assert "Vandermeulen" not in str(read_scrubbed_task(row.current_run))
    (shown,) = files.rows(row, for_owner=False)
    assert "Vandermeulen" not in shown.name
    (own,) = files.rows(row, for_owner=True)
    assert own.name == f"for {name}.txt"


def test_the_preview_is_of_the_clean_copy(contractor, programme):
    row = way.scrubbed(contractor, programme, {"letter.txt": LETTER})
    copy = CleanFile.objects.get(run=row.current_run)
    told = str(clean_preview(copy).manifest)
    assert "copper" in told
    assert "Lieselotte" not in told


def test_a_missed_word_goes_with_the_next_scrub(contractor, programme):
    row = way.scrubbed(contractor, programme, {"letter.txt": LETTER})
    before = row.bundle_sha256
    edits.add(row.pk, contractor, "copper")
    with pytest.raises(WaitingEditError):
        confirming.confirm(row.pk, contractor, before)
    assert confirming.waiting(row) == 1
    edits.apply(row.pk, contractor)
    assert way.work(row) == State.CONFIRMING
    assert "copper" not in _text(row)
    assert confirming.waiting(row) == 0
    edits.undo(row.edits.get().pk, contractor)
    assert confirming.waiting(row) == 1
    assert row.bundle_sha256 != before
    with pytest.raises(ChangedBundleError):
        confirming.confirm(row.pk, contractor, before)


def test_words_that_are_nowhere_are_refused(contractor, programme):
    row = way.scrubbed(contractor, programme, {"letter.txt": LETTER})
    with pytest.raises(Refused, match="not_found_in_file"):
        edits.add(row.pk, contractor, "Redstart")


def test_not_private_brings_the_word_back_in_a_new_run(contractor, programme):
    row = way.scrubbed(contractor, programme, {"letter.txt": LETTER})
    found = Finding.objects.filter(run=row.current_run, kind="person", field="")
    edits.keep(row.pk, [f.pk for f in found], contractor, "invented", everywhere=True)
    edits.apply(row.pk, contractor)
    assert way.work(row) == State.CONFIRMING
    assert "Lieselotte Vandermeulen" in _text(row)
    assert row.runs.count() == 2


def test_not_private_on_a_secret_waits_for_a_reviewer(contractor, programme):
    secret = b'token = "ghp_16C7e42F292c6912E7710c838347Ae178B4a"\n'
    row = way.scrubbed(contractor, programme, {"settings.txt": secret})
    found = Finding.objects.filter(run=row.current_run, kind="secret")
    assert found.exists()
    (edit,) = edits.keep(row.pk, [found[0].pk], contractor, "public", everywhere=False)
    assert edit.asked_at is not None
    assert edits.person_edits(row) == []


def test_undone_edit_is_not_applied(contractor, programme):
    row = way.scrubbed(contractor, programme, {"letter.txt": LETTER})
    edit = edits.add(row.pk, contractor, "copper")
    edits.undo(edit.pk, contractor)
    assert edits.person_edits(row) == []
    assert RedactionEdit.objects.get(pk=edit.pk).undone_at is not None


def test_a_name_known_from_one_file_vanishes_from_another(contractor, programme):
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        archive.writestr("log.txt", "see vandermeulen for keys\n")
    row = way.scrubbed(contractor, programme, {"letter.txt": LETTER, "logs.zip": packed.getvalue()})
    copy = CleanFile.objects.get(run=row.current_run, format="zip")
    with zipfile.ZipFile(io.BytesIO(open_clean(copy))) as archive:
        assert "vandermeulen" not in archive.read("log.txt").decode()


def test_a_refused_file_holds_until_it_is_removed(contractor, programme):
    row = way.draft(contractor, programme)
    way.send(row, "letter.txt", LETTER)
    way.send(row, "picture.png", b"not a picture at all, but long enough to look at")
    way.work(row)
    stopped = row.artefacts.get(state=FileState.HELD)
    assert stopped.code == "type_mismatch"
    with pytest.raises(NotReadyError):
        drafts.submit(row.pk, contractor, "My Name")
    files.remove(stopped.pk, contractor)
    assert leftovers.sweep() == 1
    assert len(_objects("quarantine")) == 1
    assert leftovers.sweep() == 0
    drafts.submit(row.pk, contractor, "My Name")
    assert way.work(row) == State.CONFIRMING


def test_files_are_fixed_in_review(contractor, programme):
    row = way.in_review(contractor, programme, {"letter.txt": LETTER})
    with pytest.raises(FilesFixedError):
        files.remove(row.artefacts.get().pk, contractor)


def test_a_grant_lifts_the_hold_of_rule_two(contractor, programme, reviewer):
    row = way.scrubbed(contractor, programme, {"letter.txt": LETTER})
    rights.answer(row, owner="client", relation="freelance")
    confirming.confirm(row.pk, contractor, row.bundle_sha256)
    assert way.work(row) == State.HELD
    assert (row.held_rule, row.held_party) == ("R2", "rights_holder")
    holds.recheck(row.pk, contractor)
    assert way.work(row) == State.HELD
    grant = records.add_grant(
        row.engagement_id, contractor, issuer="A client", purposes=["training", "evaluation"]
    )
    with pytest.raises(Refused, match="own_record"):
        records.decide_record(grant, contractor, accept=True)
    records.decide_record(grant, reviewer, accept=True)
    assert way.work(row) == State.CLEARANCE


def test_a_marked_document_is_held_by_rule_nine_until_it_is_released(
    contractor, programme, reviewer
):
    marked = b"STRICTLY CONFIDENTIAL\n\nPrices for spring.\n"
    row = way.scrubbed(contractor, programme, {"prices.txt": marked})
    confirming.confirm(row.pk, contractor, row.bundle_sha256)
    assert way.work(row) == State.HELD
    assert row.held_rule == "R9"
    release = records.add_confidentiality_release(
        row.engagement_id, contractor, document_sha256=row.artefacts.get().sha256
    )
    records.decide_record(release, reviewer, accept=True)
    assert way.work(row) == State.CLEARANCE


def test_classified_work_is_rejected_with_a_short_clock(contractor, programme):
    row = way.scrubbed(contractor, programme, {"plan.txt": b"TOP SECRET//NOFORN\n\nThe plan.\n"})
    confirming.confirm(row.pk, contractor, row.bundle_sha256)
    assert way.work(row) == State.REJECTED
    assert row.held_rule == "R10"
    assert (row.originals_purge_at - row.state_since).days <= 7


def test_verdicts_replay_to_the_same(contractor, programme, capsys):
    row = way.in_review(contractor, programme, {"letter.txt": LETTER})
    call_command("replay_verdicts")
    assert "1 the same, 0 different" in capsys.readouterr().out
    Verdict.objects.filter(submission=row).update(rule="R2", result="hold")
    with pytest.raises(CommandError):
        call_command("replay_verdicts")


def test_withdrawing_stops_and_the_purge_leaves_nothing_readable(contractor, programme):
    row = way.in_review(contractor, programme, {"letter.txt": LETTER})
    copy = CleanFile.objects.get(run=row.current_run)
    assert open_clean(copy)
    withdrawal.withdraw(row.pk, contractor)
    assert way.work(row) == State.WITHDRAWN
    assert withdrawal.purge_due() == 0
    Submission.objects.filter(pk=row.pk).update(due_at=row.state_since)
    assert withdrawal.purge_due() == 1
    row.refresh_from_db()
    assert row.state == State.PURGED
    for use in (lambda: open_clean(copy), lambda: drafts.read_task(row)):
        with pytest.raises(KeyDestroyed):
            use()
    left = [name for name in ("landing", "quarantine", "clean") for _path in _objects(name)]
    assert left == []


def _objects(name):
    from pathlib import Path

    folder = Path(storages[name].location)
    return [p for p in folder.rglob("*") if p.is_file()] if folder.exists() else []
