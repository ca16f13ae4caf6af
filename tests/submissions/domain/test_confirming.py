"""A contractor confirms exactly what was shown, and edits wait for who has to grant them."""

from datetime import timedelta

import pytest
from django.utils import timezone

from scrubbing.engine.reading import PersonEdit, Reading
from scrubbing.engine.types import Extraction, Kind, Unit
from scrubbing.services import edit_to_json, reading_to_bytes
from submissions.domain import bundles, confirming, drafts, edits, sealed, vaulted
from submissions.domain.confirming import WaitingEditError
from submissions.domain.consent import verdicts
from submissions.domain.edits import NotNowError
from submissions.domain.errors import ChangedBundleError, Refused, StaleError
from submissions.domain.review import keeping, thread
from submissions.models import Confirmation, Finding, RedactionEdit, ScrubRun, Submission
from submissions.states import State
from tests.factories import rights, samples
from tests.submissions.way import work

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def row(programme, contractor):
    return samples.submission(programme, contractor, State.CONFIRMING)


def _edit(row, **columns) -> RedactionEdit:
    made = RedactionEdit(
        submission=row,
        artefact=row.artefacts.get(),
        author=row.contractor,
        action="keep",
        **columns,
    )
    body = PersonEdit("not_private", "a" * 64, "line:1", 0, 4, "t", "c", Kind.PERSON)
    sealed.seal(sealed.key_of(row.pk), made, "body_sealed", edit_to_json(body))
    made.save(force_insert=True)
    return made


def test_confirming_what_was_shown_asks_the_rules(row, contractor):
    confirming.confirm(row.pk, contractor, row.bundle_sha256)
    now = Submission.objects.get(pk=row.pk)
    assert (now.state, now.confirmed_sha256) == (State.CONSENT, row.bundle_sha256)
    assert Confirmation.objects.get().bundle_sha256 == row.bundle_sha256


@pytest.mark.parametrize("shown", ["", "0" * 64])
def test_confirming_something_else_is_refused(row, contractor, shown):
    with pytest.raises(ChangedBundleError):
        confirming.confirm(row.pk, contractor, shown)
    assert Confirmation.objects.count() == 0


def test_confirming_a_run_without_a_hash_is_refused(row, contractor):
    ScrubRun.objects.filter(pk=row.current_run_id).update(bundle_sha256="")
    with pytest.raises(ChangedBundleError):
        confirming.confirm(row.pk, contractor, "")


def test_nobody_else_confirms(row, reviewer):
    with pytest.raises(Submission.DoesNotExist):
        confirming.confirm(row.pk, reviewer, row.bundle_sha256)


def test_confirming_waits_for_changes_that_are_not_applied(row, contractor):
    edit = _edit(row)
    with pytest.raises(WaitingEditError):
        confirming.confirm(row.pk, contractor, row.bundle_sha256)
    edits.undo(edit.pk, contractor)
    confirming.confirm(row.pk, contractor, row.bundle_sha256)


def test_confirming_waits_where_an_applied_change_was_taken_back(row, contractor):
    edit = _edit(row)
    before = timezone.now() - timedelta(days=2)
    RedactionEdit.objects.filter(pk=edit.pk).update(created_at=before)
    assert confirming.waiting(row) == 0
    edits.undo(edit.pk, contractor)
    with pytest.raises(WaitingEditError):
        confirming.confirm(row.pk, contractor, row.bundle_sha256)


def test_change_that_waits_for_a_reviewer_is_left_out(row, reviewer):
    plain, asked = _edit(row), _edit(row, asked_at=timezone.now())
    assert len(edits.person_edits(row)) == 1
    RedactionEdit.objects.filter(pk=asked.pk).update(granted_by=reviewer)
    assert len(edits.person_edits(row)) == 2
    RedactionEdit.objects.filter(pk=plain.pk).update(undone_at=timezone.now())
    assert len(edits.person_edits(row)) == 1


def test_request_that_was_refused_leaves_nothing_to_apply(row, reviewer):
    """The copies never had it: they may be approved as they are."""
    edit = _edit(row, asked_at=timezone.now())
    RedactionEdit.objects.update(created_at=row.current_run.started_at - timedelta(seconds=1))
    keeping.answer(edit.pk, reviewer, granted=False)
    assert confirming.waiting(row) == 0
    RedactionEdit.objects.update(asked_at=None)
    assert confirming.waiting(row) == 1


def _found(row, kind) -> Finding:
    """A reading of the file in quarantine, and one finding in it."""
    artefact, text = row.artefacts.get(), "by 4242 today"
    reading = Reading("memo.txt", "a" * 64, Extraction("text", (Unit("line:1", text),)), ())
    key = sealed.key_of(row.pk)
    artefact.reading_key = vaulted.put_bytes(
        "quarantine", key, "reading", artefact.pk, reading_to_bytes(reading)
    )
    artefact.save(update_fields=["reading_key"])
    return Finding.objects.create(
        run=row.current_run, artefact=artefact, kind=kind, detector="x", score=1.0,
        locator="line:1", start=3, end=7, digest="d",
    )  # fmt: skip


HARD = {
    "secret", "declared", "card", "bank_account", "tax_id", "social_id", "health_id",
    "identity_document",
}  # fmt: skip


@pytest.mark.parametrize("kind", list(Kind))
def test_not_private_on_a_hard_kind_waits_for_a_reviewer(row, contractor, kind):
    finding = _found(row, kind)
    (edit,) = edits.keep(row.pk, [finding.pk], contractor, "public", everywhere=False)
    assert (edit.asked_at is not None) == (kind.value in HARD)
    assert len(edits.person_edits(row)) == (0 if kind.value in HARD else 1)


def test_nobody_else_takes_a_change_back(row, reviewer):
    edit = _edit(row)
    with pytest.raises(Refused):
        edits.undo(edit.pk, reviewer)
    edit.refresh_from_db()
    assert edit.undone_at is None


@pytest.mark.parametrize("state", [State.CONSENT, State.QUALITY, State.APPROVED, State.WITHDRAWN])
def test_no_change_is_made_once_others_decide(programme, contractor, state):
    row = samples.submission(programme, contractor, state)
    for use in (
        lambda: edits.add(row.pk, contractor, "copper"),
        lambda: edits.keep(row.pk, [], contractor, "public", everywhere=True),
        lambda: edits.apply(row.pk, contractor),
    ):
        with pytest.raises(NotNowError):
            use()


def test_no_change_is_made_without_the_originals(row, contractor):
    Submission.objects.filter(pk=row.pk).update(originals_purged_at=timezone.now())
    with pytest.raises(NotNowError):
        edits.apply(row.pk, contractor)


def test_applying_voids_a_run_that_is_open(row, contractor):
    opened = ScrubRun.objects.create(
        submission=row, number=2, engine_version="e", knowledge_version="k"
    )
    edits.apply(row.pk, contractor)
    opened.refresh_from_db()
    assert opened.voided_at is not None
    assert Submission.objects.get(pk=row.pk).state == State.SCRUBBING


def test_changed_task_is_confirmed_before_a_question_is_answered(programme, contractor):
    """Else the next scrub, made for a reviewer, would show it without its contractor's word."""
    row = samples.submission(programme, contractor, State.CONSENT)
    rights.all_clear(row)
    assert work(row) is State.CLEARANCE
    Submission.objects.filter(pk=row.pk).update(state=State.CHANGES_REQUESTED)
    row.refresh_from_db()
    drafts.save_task(row.pk, contractor, drafts.read_task(row))
    assert bundles.has_same_task(row)
    drafts.save_task(row.pk, contractor, {"title": "Another title"})
    row.refresh_from_db()
    assert not bundles.has_same_task(row)
    with pytest.raises(StaleError):
        thread.answer(row.pk, contractor, "I changed the title.")
    verdicts.store(row, drafts.read_task(row))  # ruled on again meanwhile, by the clock
    assert not bundles.has_same_task(row)
    row.refresh_from_db()
    assert row.state == State.CHANGES_REQUESTED
