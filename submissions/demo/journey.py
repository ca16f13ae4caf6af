"""One sample's way through the portal, by the same doors that people use.

Upload goes over HTTP to the portal's own views; everything after it is one domain call
per step, the same that the pages make.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils import timezone

from portal.programmes.kinds import SettingKind
from portal.programmes.models import Programme
from submissions.demo import people, uploading
from submissions.demo.story import FACTS, End, Sample, task
from submissions.domain import confirming, drafts, queries
from submissions.domain.consent import engagements, records
from submissions.domain.grading import Criterion
from submissions.domain.release import confirming as releasing, proposing
from submissions.domain.review import claims
from submissions.domain.review.deciding import Ruling, decide
from submissions.domain.review.policy import policy_of
from submissions.models import Decision, Engagement, Gate, Submission
from submissions.states import FileState, State

WAIT_S = 300.0
"""How long one stage of one sample may take before the demo calls it stuck."""


@dataclass
class Journey:
    """One sample under way, and when its last stage ended."""

    sample: Sample
    submission_id: UUID
    _mark: datetime = field(default_factory=timezone.now)

    @property
    def submission(self) -> Submission:
        """The row as it is now."""
        return Submission.objects.select_related("current_run", "programme").get(
            pk=self.submission_id
        )

    def done(self, ended: datetime | None = None) -> float:
        """Note the end of a stage, which may lie back; gives its seconds."""
        ended = ended or timezone.now()
        took, self._mark = ended - self._mark, ended
        return max(took.total_seconds(), 0.0)

    def waited_until(self) -> datetime:
        """Since when the sample and its files stand where they stand."""
        submission = self.submission
        files = submission.artefacts.values_list("state_since", flat=True)
        return max(submission.state_since, *files)


def begin(sample: Sample, programme: Programme) -> Journey:
    """Draft, task, engagement, consent."""
    contractor = people.account("contractor")
    submission = drafts.create(contractor, programme)
    journey = Journey(sample, submission.pk)
    drafts.save_task(submission.pk, contractor, task(sample))
    drafts.choose_engagement(submission.pk, contractor, _engagement(sample, programme).pk)
    purposes = programme.setting(SettingKind.CONSENT)["purposes"]
    records.give(submission.pk, contractor, purposes, "en")
    return journey


def _engagement(sample: Sample, programme: Programme) -> Engagement:
    """The job the sample comes from: answered once, used again by the next sample of it."""
    contractor = people.account("contractor")
    facts = {"organisation": sample.organisation, **FACTS, **sample.facts}
    for known, label in queries.engagements_of(contractor, programme.pk):
        # It has more by now: the signatures under earlier samples.
        if label == sample.job and facts.items() <= engagements.current(known).items():
            return known
    return engagements.create(contractor, programme, sample.job, facts, contractor)


def upload(journey: Journey) -> None:
    """Through the upload contract: start, sign, parts, complete."""
    uploading.send(
        people.account("contractor"), journey.submission_id, journey.sample.path,
        journey.sample.shape,
    )  # fmt: skip


def files_settled(journey: Journey) -> bool:
    """Every file is checked, held or refused."""
    settled = {FileState.CHECKED, FileState.HELD, FileState.REFUSED}
    states = journey.submission.artefacts.values_list("state", flat=True)
    return all(FileState(state) in settled for state in states)


def left(journey: Journey, *states: State) -> Callable[[], bool]:
    """Whether the submission has left these states."""
    return lambda: State(journey.submission.state) not in states


def refused(journey: Journey) -> str:
    """The code of a refused file, or empty."""
    row = journey.submission.artefacts.filter(state=FileState.REFUSED).first()
    return row.code if row else ""


def submit(journey: Journey) -> None:
    contractor = people.account("contractor")
    drafts.submit(journey.submission_id, contractor, contractor.display_name)


def confirm(journey: Journey) -> None:
    confirming.confirm(
        journey.submission_id, people.account("contractor"), journey.submission.bundle_sha256
    )


def review(journey: Journey, gate: Gate) -> None:
    """Claim, look through the checklist or grade, approve."""
    reviewer = people.account("clearance" if gate is Gate.CLEARANCE else "quality")
    claim = claims.claim(reviewer, journey.submission_id, gate)
    checklist = policy_of(journey.submission.programme_id).checklist
    ruling = (
        Ruling(Decision.APPROVE, checklist=dict.fromkeys(checklist, "yes"))
        if gate is Gate.CLEARANCE
        else Ruling(
            Decision.APPROVE,
            points={c.value: 4 for c in Criterion},
            point_reasons={c.value: "Reads like work of this kind." for c in Criterion},
        )
    )
    decide(claim.pk, reviewer, claim.lease_token, ruling)


def release_all(programme: Programme, journeys: list[Journey]) -> int:
    """Propose by the admin, confirm by a reviewer who cleared none of it; gives the number."""
    ids = [j.submission_id for j in journeys if j.submission.state == State.APPROVED]
    proposed = proposing.propose(programme.pk, people.account("admin"), ids)
    done = releasing.confirm(proposed.pk, people.account("clearance2"), reauthenticated=True)
    return int(done.number or 0)


def end_of(journey: Journey) -> str:
    """Where the sample stands, in the words of ``End``."""
    submission = journey.submission
    if refused(journey):
        return End.REFUSED.value
    if submission.state == State.HELD:
        return f"held by {submission.held_rule}"
    return str(submission.state)


def as_expected(journeys: list[Journey]) -> Iterator[tuple[Journey, bool]]:
    for journey in journeys:
        yield journey, end_of(journey) == journey.sample.end.value
