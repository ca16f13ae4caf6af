"""Which step is next, for every pair of states that matters."""

import uuid

import pytest

from submissions.domain.steps import Step, candidates
from submissions.models import Artefact, Submission
from submissions.states import FileState as F, State as S


def _next(state, files, *, run_open=False):
    submission = Submission(id=uuid.uuid4(), state=state)
    rows = [Artefact(id=uuid.uuid4(), submission=submission, state=f) for f in files]
    return [work.step for work in candidates(submission, rows, run_open=run_open)]


@pytest.mark.parametrize(
    ("state", "files", "run_open", "expected"),
    [
        (S.DRAFT, [F.UPLOADING], False, []),
        (S.DRAFT, [F.LANDED], False, [Step.RECEIVE]),
        (S.DRAFT, [F.QUARANTINED, F.CHECKED], False, [Step.CHECK]),
        (S.DRAFT, [F.CHECKED], False, []),
        (S.QUARANTINED, [F.LANDED, F.CHECKED], False, [Step.RECEIVE]),
        (S.QUARANTINED, [F.QUARANTINED], False, [Step.CHECK, Step.SCAN]),
        (S.SCANNING, [F.QUARANTINED], False, [Step.CHECK]),
        (S.SCANNING, [F.CHECKED, F.CHECKED], False, [Step.SCRUB]),
        (S.SCANNING, [F.CHECKED, F.REFUSED], False, [Step.STOP]),
        (S.SCANNING, [F.CHECKED, F.REMOVED], False, [Step.SCRUB]),
        (S.SCANNING, [], False, [Step.STOP]),
        (S.SCRUBBING, [F.CHECKED, F.READ], False, [Step.READ]),
        (S.SCRUBBING, [F.READ, F.READ], False, [Step.MERGE]),
        (S.SCRUBBING, [F.READ, F.READ], True, [Step.CLEAN, Step.CLEAN]),
        (S.SCRUBBING, [F.CLEANED, F.READ], True, [Step.CLEAN]),
        (S.SCRUBBING, [F.CLEANED, F.CLEANED], True, [Step.FINISH]),
        (S.SCRUBBING, [F.CLEANED, F.CLEANED], False, [Step.MERGE]),
        (S.SCRUBBING, [F.READ, F.HELD], False, [Step.STOP]),
        (S.SCRUBBING, [F.CLEANED, F.HELD], True, [Step.STOP]),
        (S.SCRUBBING, [F.READ, F.HELD], True, [Step.CLEAN]),
        (S.CONSENT, [F.CLEANED], False, [Step.RULE]),
        (S.CONFIRMING, [F.CLEANED], False, []),
        (S.CLEARANCE, [F.CLEANED], False, []),
        (S.HELD, [F.LANDED, F.HELD], False, [Step.RECEIVE]),
        (S.WITHDRAWN, [F.CLEANED], False, []),
    ],
)
def test_next_step(state, files, run_open, expected):
    assert _next(state, files, run_open=run_open) == expected
