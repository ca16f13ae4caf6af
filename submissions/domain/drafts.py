"""Drafts: begun, filled in step by step, submitted or thrown away."""

import re
from collections.abc import Mapping
from uuid import UUID

from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from portal.programmes.models import Programme, Role, SettingKind
from portal.vault import keys
from portal.vault.keys import KeyKind
from submissions.domain import sealed, settings_in_force
from submissions.domain.consent import engagements, proofs, records
from submissions.domain.consent.facts import contradicts
from submissions.domain.errors import NotEditableError, NotReadyError, Problem, Refused
from submissions.domain.sealed import JSON
from submissions.domain.transitions import move
from submissions.models import Engagement, Submission
from submissions.states import EDITABLE, GONE, STOPPED, FileState, Mover, State

MAX_DRAWS = 20
CHOSEN = ("domain", "category", "language")
"""Fields that stand beside the sealed task too: chosen from lists, they say nothing of anybody."""
LANGUAGE = re.compile(r"[a-z]{2,3}|other")
MAX_TASK_BYTES = 500_000
"""All typed text of one task together; a long rubric is under 50,000."""


def create(contractor: User, programme: Programme) -> Submission:
    """A new draft with a key of its own and the next number of its programme."""
    membership = programme.memberships.filter(
        user=contractor, role=Role.CONTRACTOR, is_active=True
    ).first()
    submission = Submission(
        programme=programme,
        vendor=membership.vendor if membership else None,
        contractor=contractor,
        state_since=timezone.now(),
        form_version=settings_in_force.published(programme, SettingKind.TASK_FORM),
    )
    keys.create(KeyKind.SUBMISSION, submission.pk)
    for _ in range(MAX_DRAWS):
        last = programme.submissions.aggregate(last=Max("number"))["last"] or 0
        submission.number = last + 1
        try:
            with audit.transaction():
                submission.save(force_insert=True)
                audit.record(
                    "submission.created",
                    programme_id=programme.pk,
                    actor=contractor,
                    subject=("submission", submission.pk),
                )
        except IntegrityError:
            continue  # two drafts drew the same number; one of them draws again
        return submission
    raise Refused("Too many people start a sample right now. Try again.", code="busy")


def read_task(submission: Submission) -> dict[str, JSON]:
    """What was typed so far; for the owner and the scrubber alone."""
    value = sealed.unseal(sealed.key_of(submission.pk), submission, "task_sealed")
    return value if isinstance(value, dict) else {}


def save_task(submission_id: UUID, actor: User, document: Mapping[str, JSON]) -> None:
    """Keep what was typed, field by field over what is there; saved while typing.

    Raises ``NotEditableError`` outside a draft or a request for changes.
    """
    with transaction.atomic():
        submission = Submission.objects.select_for_update().get(pk=submission_id, contractor=actor)
        if State(submission.state) not in EDITABLE:
            raise NotEditableError
        merged: dict[str, JSON] = {**read_task(submission), **document}
        if sum(len(str(value)) for value in merged.values()) > MAX_TASK_BYTES:
            raise NotEditableError(
                "The task's text is too long. Move parts of it into a file.", code="text_too_long"
            )
        sealed.seal(sealed.key_of(submission.pk), submission, "task_sealed", merged)
        for name in CHOSEN:
            setattr(submission, name, _chosen(submission, name, merged.get(name)))
        submission.save(update_fields=["task_sealed", *CHOSEN])


def _chosen(submission: Submission, name: str, value: JSON) -> str:
    """A value that the programme's form offers; "" for anything else, which somebody typed."""
    if not isinstance(value, str):
        return ""
    if name == "language":
        return value if LANGUAGE.fullmatch(value) else ""
    lists = {"domain": ("domains", 30), "category": ("categories", 60)}
    offered, longest = lists[name]
    form = submission.programme.setting(SettingKind.TASK_FORM)
    return value[:longest] if value in form[offered] else ""


def choose_engagement(submission_id: UUID, actor: User, engagement_id: UUID) -> None:
    """Say for which job or client the work was done; it must be the contractor's own."""
    with transaction.atomic():
        submission = Submission.objects.select_for_update().get(pk=submission_id, contractor=actor)
        if State(submission.state) not in EDITABLE | {State.HELD}:
            raise NotEditableError
        submission.engagement = engagements.own(actor, submission.programme_id, engagement_id)
        submission.save(update_fields=["engagement"])


def problems(submission: Submission) -> list[Problem]:
    """Everything that is still missing, in the order of the wizard's steps."""
    return [*_task_problems(submission), *_rights_problems(submission), *_file_problems(submission)]


def _task_problems(submission: Submission) -> list[Problem]:
    document = read_task(submission)
    version = submission.form_version
    fields: dict[str, str] = version.body["fields"] if version else {}
    return [
        Problem("field_missing", f"Fill in “{name.replace('_', ' ')}”.", "task", name)
        for name, demand in fields.items()
        if demand == "required" and document.get(name) in (None, "", [], {})
    ]


def _rights_problems(submission: Submission) -> list[Problem]:
    found = []
    if submission.engagement is None:
        found.append(Problem("engagement_missing", "Say for whom this work was done.", "rights"))
    else:
        found += [
            Problem("fact_missing", f"Answer: {label}", "rights")
            for label in engagements.missing(submission.engagement)
        ]
        found += _contradiction(submission.engagement)
    if not records.has_consent(submission):
        found.append(
            Problem("consent_missing", "Say what your own data may be used for.", "rights")
        )
    return found


def _contradiction(engagement: Engagement) -> list[Problem]:
    """Somebody who calls their own what usually belongs to another shows why."""
    answers = engagements.current(engagement)
    if not contradicts(answers.get("relation"), answers.get("owner")):
        return []
    if proofs.usable(engagement).exists():
        return []
    sentence = (
        "You say the work is yours, but it was done in employment or for a buyer. Add a file "
        "that shows it, or say that it is theirs."
    )
    return [Problem("evidence_missing", sentence, "permission")]


def _file_problems(submission: Submission) -> list[Problem]:
    files = [a for a in submission.artefacts.all() if FileState(a.state) not in GONE]
    if not files:
        return [Problem("files_missing", "Upload at least one file.", "files")]
    found = []
    if any(a.state == FileState.UPLOADING for a in files):
        found.append(
            Problem("upload_unfinished", "Wait for every upload to end, or remove it.", "files")
        )
    if any(FileState(a.state) in STOPPED for a in files):
        found.append(
            Problem("file_stopped", "Replace or remove the file that was not accepted.", "files")
        )
    return found


def submit(submission_id: UUID, actor: User, typed_name: str) -> None:
    """Hand the draft in. ``typed_name`` is the attestation, and typed text like all other.

    Raises ``NotReadyError`` with every problem.
    """
    submission = Submission.objects.select_related("programme", "form_version").get(
        pk=submission_id, contractor=actor
    )
    found = problems(submission)
    if not typed_name.strip():
        found.append(
            Problem("attestation_missing", "Type your name under the statement.", "finish")
        )
    if found:
        raise NotReadyError(found)
    with audit.transaction():
        records.attest(submission, actor, typed_name)
        move(
            submission,
            State.QUARANTINED,
            Mover.CONTRACTOR,
            actor,
            submitted_at=timezone.now(),
        )


def discard(submission_id: UUID, actor: User) -> None:
    """Throw a draft away with its bytes: its key is destroyed at once."""
    submission = Submission.objects.get(pk=submission_id, contractor=actor)
    with audit.transaction():
        move(submission, State.PURGED, Mover.CONTRACTOR, actor, task_sealed=b"")
    keys.destroy(KeyKind.SUBMISSION, submission.pk, "discarded")
