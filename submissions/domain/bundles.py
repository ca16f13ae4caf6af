"""Whether what was confirmed is still what there is."""

from submissions.domain import drafts
from submissions.domain.consent import verdicts
from submissions.models import Submission
from submissions.states import GONE


def has_same_files(submission: Submission) -> bool:
    """Whether the files of the current run are the files that count now, each of them."""
    run = submission.current_run
    now = submission.artefacts.exclude(state__in=GONE).values_list("pk", flat=True)
    return run is None or set(run.files.values_list("artefact_id", flat=True)) == set(now)


def has_same_task(submission: Submission) -> bool:
    """Whether the task was not rewritten since the current run's copies were confirmed."""
    # The run's first verdict follows the confirmation; a later one may be about other words.
    verdict = submission.verdicts.filter(run=submission.current_run_id).order_by("at").first()
    return verdict is None or verdicts.is_about_task(verdict, drafts.read_task(submission))


def has_same_names(submission: Submission) -> bool:
    """Whether the job or client is declared as it was when the rules were last asked."""
    verdict = verdicts.latest(submission)
    return verdict is None or verdicts.is_about_this(verdict, submission)
