"""The contractor looks at the scrubbed copies and says that they may go on."""

from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet

from portal import audit
from portal.accounts.models import User
from submissions.domain import bundles
from submissions.domain.errors import ChangedBundleError, Refused
from submissions.domain.transitions import move
from submissions.models import Confirmation, RedactionEdit, ScrubRun, Submission
from submissions.states import Mover, State


class WaitingEditError(Refused):
    code = "edit_waits"
    sentence = "Changes of yours are not yet applied. Scrub again first."


def waiting(submission: Submission) -> int:
    """How many changes, made or taken back, the current scrubbed copies do not show yet."""
    run = submission.current_run
    if run is None:
        return 0
    since = run.started_at
    made = submission.edits.filter(undone_at=None, created_at__gt=since)
    return made.count() + _taken_back(submission, since).count()


def _taken_back(submission: Submission, since: datetime) -> QuerySet[RedactionEdit]:
    """Changes that a run begun then applied and that were undone; what nobody granted was none."""
    undone = submission.edits.filter(undone_at__gt=since, created_at__lte=since)
    return undone.exclude(asked_at__isnull=False, granted_by__isnull=True)


def holds_for(submission: Submission, run: ScrubRun) -> bool:
    """Whether the contractor's word on the last bundle holds for this run too (decision 1).

    It does where a reviewer took out more and nothing else differs: the same files, task
    and names under the same policy and engine, and no change of the contractor's own or taken back.
    """
    last = submission.current_run
    if last is None or not last.bundle_sha256:
        return False
    if submission.confirmed_sha256 != last.bundle_sha256 or not _same_ground(last, run):
        return False
    if not (bundles.has_same_task(submission) and bundles.has_same_names(submission)):
        return False
    since = submission.edits.filter(created_at__gt=last.started_at)
    more = since.filter(undone_at=None, action="add").exclude(author=submission.contractor_id)
    others = since.exclude(pk__in=more.values("pk")).filter(undone_at=None)
    taken_back = _taken_back(submission, last.started_at)
    return more.exists() and not others.exists() and not taken_back.exists()


def _same_ground(last: ScrubRun, run: ScrubRun) -> bool:
    same = (last.policy_version_id, last.engine_version) == (
        run.policy_version_id,
        run.engine_version,
    )
    files = [set(one.files.values_list("artefact_id", flat=True)) for one in (last, run)]
    return same and files[0] == files[1]


def confirm(submission_id: UUID, actor: User, bundle_sha256: str) -> None:
    """Confirm exactly the bundle that was shown.

    Raises ``ChangedBundleError`` when it was scrubbed again in between, and
    ``WaitingEditError`` while changes wait to be applied.
    """
    submission = Submission.objects.select_related("current_run").get(
        pk=submission_id, contractor=actor
    )
    run = submission.current_run
    if run is None or not bundle_sha256 or run.bundle_sha256 != bundle_sha256:
        raise ChangedBundleError
    if waiting(submission):
        raise WaitingEditError
    with audit.transaction():
        Confirmation.objects.create(
            submission=submission, run=run, bundle_sha256=bundle_sha256, person=actor
        )
        move(
            submission,
            State.CONSENT,
            Mover.CONTRACTOR,
            actor,
            confirmed_sha256=bundle_sha256,
        )
