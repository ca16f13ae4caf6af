"""Ways round the rules that a contractor or a reviewer could try."""

import io

import pytest

from submissions.domain import confirming, files, holds, intake
from submissions.domain.consent import engagements
from submissions.domain.drafts import choose_engagement
from submissions.domain.errors import FilesFixedError, StaleError
from submissions.domain.intake import Wanted
from submissions.domain.review import thread
from submissions.models import Artefact, Submission
from submissions.states import MOVES, FileState, State
from tests.factories import rights, samples
from tests.submissions import way

pytestmark = pytest.mark.django_db(databases=["default", "keys"], transaction=True)

OWNED = b"Plan for the opening.\n\nCopyright 2024 Quillbrook Widgets GmbH. All rights reserved.\n"


@pytest.mark.slow
def test_declaring_another_job_after_the_files_were_read_hides_no_owner(contractor, programme):
    row = way.draft(contractor, programme)
    rights.answer(row, organisation="Quillbrook Widgets GmbH", owner="client", relation="freelance")
    way.send(row, "plan.txt", OWNED)
    way.work(row)
    way.drafts.submit(row.pk, contractor, "My Name")
    assert way.work(row) == State.CONFIRMING
    confirming.confirm(row.pk, contractor, row.bundle_sha256)
    assert (way.work(row), row.held_rule) == (State.HELD, "R2")

    mine = engagements.create(contractor, programme, "Mine", rights.FACTS, contractor)
    choose_engagement(row.pk, contractor, mine.pk)
    holds.recheck(row.pk, contractor)
    assert way.work(row) == State.CONFIRMING
    confirming.confirm(row.pk, contractor, row.bundle_sha256)
    assert (way.work(row), row.held_rule) == (State.HELD, "R8")


def changed(row: Submission) -> Artefact:
    removed = row.artefacts.order_by("position").first()
    files.remove(removed.pk, row.contractor)
    return removed


def test_an_answer_hands_in_no_other_files_than_were_confirmed(contractor, programme):
    row = samples.submission(programme, contractor, State.CHANGES_REQUESTED, files=2)
    changed(row)
    with pytest.raises(StaleError):
        thread.answer(row.pk, contractor, "Done.")
    row.refresh_from_db()
    assert row.state == State.CHANGES_REQUESTED


def test_a_hold_is_not_lifted_over_files_that_nobody_confirmed(contractor, programme):
    row = samples.submission(programme, contractor, State.CONSENT, files=2)
    hold = {"state": "held", "held_rule": "R9", "held_party": "contractor"}
    Submission.objects.filter(pk=row.pk).update(**hold)
    changed(row)
    holds.recheck(row.pk, contractor)
    row.refresh_from_db()
    assert row.state == State.QUARANTINED


def test_an_upload_ends_in_no_sample_that_is_with_reviewers(contractor, programme):
    row = samples.submission(programme, contractor, State.CHANGES_REQUESTED)
    there = row.artefacts.get()
    upload = intake.start(row.pk, contractor, Wanted("new.txt", 4, replaces=there.pk))
    token = intake.sign(upload.pk, contractor, [1])[0].headers
    intake.put_part(upload.pk, contractor, 1, next(iter(token.values())), io.BytesIO(b"text"))
    samples.walk(row, State.CLEARANCE, MOVES)
    with pytest.raises(FilesFixedError):
        intake.complete(upload.pk, contractor)
    there.refresh_from_db()
    assert there.state == FileState.CLEANED
