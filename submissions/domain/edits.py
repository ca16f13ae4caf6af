"""A person's changes to the redactions: kept as edits, applied by scrubbing the original again."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from portal.programmes import permissions
from scrubbing import services
from scrubbing.engine.reading import PersonEdit
from scrubbing.engine.types import Kind
from submissions.domain import sealed, vaulted
from submissions.domain.errors import Refused
from submissions.domain.scrubbing import opened as scrubbing
from submissions.domain.transitions import move
from submissions.models import Artefact, CleanFile, Finding, RedactionEdit, Submission
from submissions.states import Mover, State

HARD_KINDS = frozenset(
    {
        Kind.SECRET, Kind.DECLARED, Kind.CARD, Kind.BANK_ACCOUNT,
        Kind.TAX_ID, Kind.SOCIAL_ID, Kind.HEALTH_ID, Kind.IDENTITY_DOCUMENT,
    }
)  # fmt: skip
"""Kinds on which a contractor's "not private" waits for a reviewer."""
CHANGEABLE = frozenset({State.CONFIRMING, State.CHANGES_REQUESTED, State.HELD, State.CLEARANCE})
REASONS = ("public", "invented", "my_own", "not_a_name", "needed")
"""Reason codes of a "not private"."""


class NothingFoundError(Refused):
    code = "not_found_in_file"
    sentence = "These words were not found in the file as you typed them. Copy them from it."


class NoCellError(Refused):
    code = "no_such_cell"
    sentence = "There is no text in that cell. Give the sheet's number and a cell such as B7."


class NoAreaError(Refused):
    code = "no_such_area"
    sentence = (
        "A box can be taken out of pages of a PDF and of pictures, those inside a document or "
        "an archive too. Draw it on one of them."
    )


class NotNowError(Refused):
    code = "edits_closed"
    sentence = "Redactions can be changed only before the sample is approved."


def add(
    submission_id: UUID,
    actor: User,
    text: str,
    artefact_id: UUID | None = None,
    *,
    number: int | None = None,
    everywhere: bool = True,
) -> RedactionEdit:
    """Something was missed: the words go, wherever they stand in the submission.

    Not ``everywhere``: only at their first place in that file, on that page, slide or
    sheet where ``number`` says one.

    Raises ``NothingFoundError`` when no file of the submission holds them; for a reviewer
    also when they stand only where the clean copies do not show them, so that nobody
    finds out by asking what was removed.
    """
    submission = _open(submission_id, actor)
    wanted = " ".join(text.split())
    files = submission.artefacts.exclude(reading_key="")
    if artefact_id is not None:
        files = files.filter(pk=artefact_id)
    for artefact in files:
        reading = _reading(artefact)
        hidden = None if submission.contractor_id == actor.pk else _hidden(submission, artefact)
        found = services.locate(reading, wanted, _edit_key(submission), hidden, number)
        if found is not None:
            return _keep(submission, actor, "add", found, artefact, everywhere=everywhere)
    raise NothingFoundError


def add_cell(
    submission_id: UUID,
    actor: User,
    artefact_id: UUID,
    place: tuple[int, str],
    *,
    everywhere: bool = False,
) -> RedactionEdit:
    """A whole cell goes: sheet number from 1, and its name such as "B7"."""
    submission = _open(submission_id, actor)
    artefact = submission.artefacts.exclude(reading_key="").filter(pk=artefact_id).first()
    sheet, cell = place[0], place[1].strip().upper()
    found = (
        services.mark_cell(_reading(artefact), sheet, cell, _edit_key(submission))
        if artefact is not None
        else None
    )
    if artefact is None or found is None:
        raise NoCellError
    return _keep(submission, actor, "add", found, artefact, everywhere=everywhere)


@dataclass(frozen=True, slots=True)
class Share:
    """A box on a page as shares of the page's width and height, 0 to 1, from its top left."""

    page: int
    left: float
    top: float
    width: float
    height: float


def add_area(submission_id: UUID, actor: User, clean: CleanFile, share: Share) -> RedactionEdit:
    """A box on a page goes: text, drawings and pixels under it are burnt out."""
    submission = _open(submission_id, actor)
    artefact = clean.artefact
    page = _page(clean, share.page)
    found = None
    if artefact.submission_id == submission.pk and artefact.reading_key and page is not None:
        found = _area(_reading(artefact), page, share)
    if found is None:
        raise NoAreaError
    return _keep(submission, actor, "add", found, artefact, everywhere=False)


def _page(clean: CleanFile, number: int) -> dict[str, Any] | None:
    """What a preview says of one of its pages."""
    preview = scrubbing.clean_preview(clean)
    pages = preview.manifest.get("pages") or [] if preview else []
    return next((one for one in pages if one["number"] == number), None)


def _area(reading: services.Reading, page: Mapping[str, Any], share: Share) -> PersonEdit | None:
    """The edit for a box; a page inside a container is named by its own number there."""
    box = _box(page, share)
    if box is None:
        return None
    number = int(page.get("label") or page["number"])
    if page.get("member") is None and not page.get("inside"):
        return services.mark_area(reading, number, box)
    if not page.get("surface"):
        return None
    surface = services.Surface(page["surface"])
    return services.mark_area(reading, number, box, str(page.get("into") or ""), surface)


def _box(page: Mapping[str, Any], share: Share) -> tuple[float, float, float, float] | None:
    """The box in the file's own points or pixels, from the size of the page that was shown."""
    inside = 0 <= share.left < 1 and 0 <= share.top < 1 and share.width > 0 and share.height > 0
    if not inside:
        return None
    width, height = page["width"] / page["scale"], page["height"] / page["scale"]
    right, bottom = min(1.0, share.left + share.width), min(1.0, share.top + share.height)
    left, top, right, bottom = (
        share.left * width, share.top * height, right * width, bottom * height,
    )  # fmt: skip
    return round(left, 1), round(top, 1), round(right, 1), round(bottom, 1)


def keep(
    submission_id: UUID, finding_ids: Iterable[int], actor: User, reason: str, *, everywhere: bool
) -> list[RedactionEdit]:
    """Something is not private. On a hard kind a reviewer must grant it first."""
    if reason not in REASONS:
        raise Refused("Choose a reason.", code="reason_missing")
    submission = _open(submission_id, actor)
    findings = Finding.objects.filter(
        pk__in=list(finding_ids), run=submission.current_run, artefact__isnull=False
    ).select_related("artefact")
    made = []
    for finding in findings:
        artefact = finding.artefact
        if artefact is None:
            continue
        marked = services.mark(
            _reading(artefact), finding.locator, finding.start, finding.end, _edit_key(submission)
        )
        asks = finding.kind in HARD_KINDS and submission.contractor_id == actor.pk
        edit = replace(marked, action="not_private", everywhere=everywhere)
        row = _keep(
            submission, actor, "keep", edit, artefact,
            everywhere=everywhere, reason=reason, asks=asks,
        )  # fmt: skip
        made.append(row)
    return made


def undo(edit_id: UUID, actor: User) -> None:
    """Take back one's own change before or after it was applied."""
    changed = RedactionEdit.objects.filter(pk=edit_id, author=actor, undone_at=None).update(
        undone_at=timezone.now()
    )
    if not changed:
        raise Refused("This change was undone already.", code="stale")


def apply(submission_id: UUID, actor: User, *, ask_again: bool = False) -> None:
    """Scrub the originals again with all changes; what was seen before no longer counts.

    The contractor confirms anew what they changed, and with ``ask_again`` what a reviewer
    let back in; what a reviewer only took out goes on without (``confirming.holds_for``).
    """
    submission = _open(submission_id, actor)
    mover = Mover.CONTRACTOR if submission.contractor_id == actor.pk else Mover.REVIEWER
    with audit.transaction():
        submission.runs.filter(finished_at=None, voided_at=None).update(voided_at=timezone.now())
        if mover is Mover.CONTRACTOR or ask_again:
            move(submission, State.SCRUBBING, mover, actor, confirmed_sha256="")
        else:
            move(submission, State.SCRUBBING, mover, actor)


def person_edits(submission: Submission) -> list[PersonEdit]:
    """All changes in force, oldest first; those that wait for a reviewer are left out."""
    key = sealed.key_of(submission.pk)
    rows = submission.edits.filter(undone_at=None)
    ready = [row for row in rows if row.asked_at is None or row.granted_by_id is not None]
    return [services.edit_from_json(sealed.unseal(key, row, "body_sealed")) for row in ready]


def _open(submission_id: UUID, actor: User) -> Submission:
    submission = Submission.objects.select_related("programme", "current_run").get(pk=submission_id)
    if submission.contractor_id != actor.pk:
        permissions.check_may_review(actor, submission)
    if State(submission.state) not in CHANGEABLE or submission.originals_purged_at:
        raise NotNowError
    return submission


def _hidden(submission: Submission, artefact: Artefact) -> list[services.Hidden]:
    """What the current run took out of a file."""
    taken = Finding.objects.filter(
        run=submission.current_run, artefact=artefact, suggestion=False
    ).values_list("locator", "start", "end")
    return [services.Hidden(*place) for place in taken]


def _edit_key(submission: Submission) -> bytes:
    return sealed.key_of(submission.pk).subkey("surrogates")


def _reading(artefact: Artefact) -> services.Reading:
    key = sealed.key_of(artefact.submission_id)
    data = vaulted.get_bytes("quarantine", key, "reading", artefact.pk, artefact.reading_key)
    return services.reading_from_bytes(data)


def _keep(  # noqa: PLR0913 - what an edit consists of
    submission: Submission,
    actor: User,
    action: str,
    edit: PersonEdit,
    artefact: Artefact,
    *,
    everywhere: bool,
    reason: str = "",
    asks: bool = False,
) -> RedactionEdit:
    row = RedactionEdit(
        submission=submission,
        artefact=artefact,
        author=actor,
        action=action,
        reason=reason,
        everywhere=everywhere,
        asked_at=timezone.now() if asks else None,
    )
    body = services.edit_to_json(replace(edit, everywhere=everywhere))
    sealed.seal(sealed.key_of(submission.pk), row, "body_sealed", body)
    with audit.transaction():
        row.save(force_insert=True)
        audit.record(
            f"redaction.{'added' if action == 'add' else 'marked_not_private'}",
            programme_id=submission.programme_id,
            actor=actor,
            subject=("submission", submission.pk),
            facts={"reason": reason, "everywhere": everywhere, "asks": asks},
        )
    return row
