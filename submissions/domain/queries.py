"""What pages read: each function a fixed number of queries, however many rows there are."""

import json
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, QuerySet
from django.utils.dateparse import parse_datetime

from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.vault import keys
from portal.vault.keys import KeyKind
from submissions.domain import sealed
from submissions.domain.agreement import cohens_kappa, krippendorffs_alpha
from submissions.models import (
    CleanFile,
    Decision,
    Engagement,
    Finding,
    Outcome,
    Review,
    RuleDecision,
    ScrubRun,
    Submission,
)
from submissions.states import GONE, State


@dataclass(frozen=True, slots=True)
class Mine:
    """One of a contractor's submissions with the title they gave it."""

    submission: Submission
    title: str
    files: int


def mine(contractor: User) -> list[Mine]:
    """All submissions of a contractor that were not thrown away, newest first."""
    rows = list(
        Submission.objects.filter(contractor=contractor)
        .exclude(state=State.PURGED.value, submitted_at=None)
        .select_related("programme")
        .order_by("-created_at")
    )
    opened = keys.open_many(KeyKind.SUBMISSION, [row.pk for row in rows])
    counts = dict(
        Submission.objects.filter(contractor=contractor)
        .exclude(artefacts__state__in=GONE)
        .order_by()
        .values_list("pk")
        .annotate(files=Count("artefacts"))
    )
    return [Mine(row, _title(row, opened.get(row.pk)), counts.get(row.pk, 0)) for row in rows]


def title(submission: Submission) -> str:
    """The title its contractor gave it; for the contractor alone."""
    opened = keys.open_many(KeyKind.SUBMISSION, [submission.pk])
    return _title(submission, opened.get(submission.pk))


def _title(submission: Submission, key: keys.Key | None) -> str:
    if submission.state == State.WITHDRAWN:
        return f"Sample {submission.number}"
    found = sealed.unseal(key, submission, "task_sealed") if key else None
    given = found.get("title") if isinstance(found, dict) else None
    return str(given or f"Sample {submission.number}")


def engagements_of(contractor: User, programme_id: UUID) -> list[tuple[Engagement, str]]:
    """A contractor's engagements in a programme with what they call them."""
    rows = list(Engagement.objects.filter(contractor=contractor, programme_id=programme_id))
    opened = keys.open_many(KeyKind.ENGAGEMENT, [row.pk for row in rows])
    return [
        (row, str(sealed.unseal(opened[row.pk], row, "label_sealed") or "Without a name"))
        for row in rows
        if row.pk in opened
    ]


@dataclass(frozen=True, slots=True)
class Happened:
    """One audit event about a submission."""

    event: str
    at: datetime | None
    code: str


def history(submission: Submission, events: Iterable[str]) -> list[Happened]:
    """The events of these names about a submission, oldest first."""
    rows = AuditEvent.objects.filter(
        subject_kind="submission", subject=str(submission.pk), event__in=list(events)
    ).order_by("number")
    return [
        Happened(row.event, parse_datetime(row.at), str(json.loads(row.facts).get("code") or ""))
        for row in rows
    ]


@dataclass(frozen=True, slots=True)
class Removed:
    """How often a kind was taken out of one file; ``artefact_id`` None is the typed task."""

    artefact_id: UUID | None
    kind: str
    places: int
    values: int


def removed(run: ScrubRun | None) -> list[Removed]:
    """What a run took out, by file and kind, most frequent first."""
    if run is None:
        return []
    rows = (
        Finding.objects.filter(run=run, suggestion=False)
        .order_by()
        .values_list("artefact_id", "kind")
        .annotate(places=Count("pk"), values=Count("digest", distinct=True))
    )
    found = [Removed(*row) for row in rows]
    return sorted(found, key=lambda item: (-item.places, item.kind))


def clean_files(run: ScrubRun | None) -> list[tuple[CleanFile, str]]:
    """The clean copies of a run with their scrubbed names, in the order of the files."""
    if run is None:
        return []
    rows = run.files.select_related("artefact").exclude(artefact__state__in=GONE)
    ordered = list(rows.order_by("artefact__position", "artefact__created_at"))
    key = sealed.key_of(run.submission_id)
    return [(row, str(sealed.unseal(key, row, "name_sealed") or "File")) for row in ordered]


def accepted(contractor: User) -> Counter[UUID]:
    """How many samples were accepted, by programme."""
    states = [State.APPROVED.value, State.RELEASED.value]
    rows = Submission.objects.filter(contractor=contractor, state__in=states)
    return Counter(rows.values_list("programme_id", flat=True))


@dataclass(frozen=True, slots=True)
class RuleCount:
    """One rule: what it stops now, and what people made of it so far."""

    rule: str
    held: int
    rejected: int
    lifted: int
    upheld: int


@dataclass(frozen=True, slots=True)
class Figures:
    """How a programme is doing: counts alone, no content."""

    states: dict[str, int]
    held: dict[str, int]
    rejected: dict[str, int]
    rules: list["RuleCount"]
    kappa: float | None
    alpha: float | None
    twice_cleared: int
    audit_sample: int
    looked_again: int
    looked_again_agreed: int


def figures(programme_id: UUID) -> Figures:
    """Counts by state, rule and reason, and how far reviewers agree."""
    rows = Submission.objects.filter(programme_id=programme_id).order_by()
    reviews = Review.objects.filter(submission__programme_id=programme_id).order_by()
    pairs = _pairs(reviews)
    numbers = [[_NUMBERS[first], _NUMBERS[second]] for first, second in pairs]
    rejections = reviews.filter(decision=Decision.REJECT.value)
    return Figures(
        states=_counted(rows, "state"),
        held=_counted(rows.filter(state=State.HELD.value), "held_rule"),
        rejected=_counted(rejections, "reason"),
        rules=_by_rule(programme_id, rows),
        kappa=cohens_kappa(pairs),
        alpha=krippendorffs_alpha(numbers),
        twice_cleared=len(pairs),
        audit_sample=rejections.filter(audit_sample=True).count(),
        looked_again=rejections.filter(second_look_at__isnull=False).count(),
        looked_again_agreed=rejections.filter(second_look_agrees=True).count(),
    )


def _by_rule(programme_id: UUID, rows: "QuerySet[Submission]") -> list[RuleCount]:
    """Every rule that stops or stopped something, by its number."""
    held = _counted(rows.filter(state=State.HELD.value), "held_rule")
    rejected = _counted(rows.filter(state=State.REJECTED.value).exclude(held_rule=""), "held_rule")
    decided = RuleDecision.objects.filter(submission__programme=programme_id).order_by()
    said: Counter[tuple[str, str]] = Counter(dict(_pairs_of(decided)))
    rules = {*held, *rejected, *(rule for rule, _outcome in said)} - {""}
    return [
        RuleCount(
            rule=rule,
            held=held.get(rule, 0),
            rejected=rejected.get(rule, 0),
            lifted=said[rule, Outcome.LIFTED],
            upheld=said[rule, Outcome.UPHELD] + said[rule, Outcome.REJECTED],
        )
        for rule in sorted(rules, key=lambda name: int(name[1:]))
    ]


def _pairs_of(decided: "QuerySet[RuleDecision]") -> Iterator[tuple[tuple[str, str], int]]:
    counted = decided.values_list("rule", "outcome").annotate(number=Count("pk"))
    for rule, outcome, number in counted:
        yield (rule, outcome), number


_NUMBERS = {Decision.APPROVE.value: 1.0, Decision.REJECT.value: 0.0}


def _counted(rows: "QuerySet[Submission] | QuerySet[Review]", column: str) -> dict[str, int]:
    return dict(rows.values_list(column).annotate(number=Count("pk")).order_by("-number"))


def _pairs(reviews: "QuerySet[Review]") -> list[tuple[str, str]]:
    """The verdicts of the first and the second look at every bundle that had both."""
    said: dict[tuple[UUID, str], dict[int, str]] = {}
    decided = reviews.filter(
        gate="clearance", decision__in=_NUMBERS, slot__in=(1, 2), superseded_at__isnull=True
    )
    for submission_id, bundle, slot, decision in decided.values_list(
        "submission_id", "bundle_sha256", "slot", "decision"
    ):
        said.setdefault((submission_id, bundle), {})[slot] = decision
    return [(looks[1], looks[2]) for looks in said.values() if len(looks) == len((1, 2))]
