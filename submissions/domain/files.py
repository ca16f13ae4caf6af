"""The files of a submission: what a person sees of each, and taking one out."""

from dataclasses import dataclass
from uuid import UUID

from portal import audit
from portal.accounts.models import User
from scrubbing.engine.errors import ERRORS
from submissions.domain import sealed
from submissions.domain.errors import FilesFixedError
from submissions.domain.transitions import move, move_file
from submissions.models import Artefact, Submission
from submissions.states import FILES_CHANGEABLE, GONE, STOPPED, FileState, Mover, State

PROGRESS: dict[FileState, str] = {
    FileState.UPLOADING: "Uploading.",
    FileState.LANDED: "Uploaded; being moved into quarantine.",
    FileState.QUARANTINED: "Received and encrypted; being checked.",
    FileState.CHECKED: "Received and checked.",
    FileState.READ: "Being scrubbed.",
    FileState.CLEANED: "Scrubbed.",
    FileState.HELD: "Held.",
    FileState.REFUSED: "Not accepted.",
    FileState.REMOVED: "Removed.",
    FileState.PURGED: "Deleted.",
}

OUR_SENTENCES: dict[str, str] = {
    "malware": "A scanner found malware in the file. It is not accepted.",
    "scanner_unavailable": "The malware scanner does not answer. The file waits until it does; "
    "you need not do anything.",
    "type_not_accepted": "This programme does not take this type of file.",
    "too_big": "The file is larger than this programme accepts. Split it.",
    "edit_lost": "A change you asked for no longer finds its place. Mark it again.",
}


@dataclass(frozen=True, slots=True)
class FileRow:
    """One row of a file list.

    ``name`` is the typed one for its owner, the scrubbed one for everybody else, and a
    plain "File 2" where there is none yet.
    """

    id: UUID
    position: int
    name: str
    state: FileState
    sentence: str
    code: str
    size: int
    format: str
    part: str
    shape: str
    malware: str
    needs_operator: bool


def sentence(artefact: Artefact) -> str:
    """What happened to a file and what to do, in one sentence."""
    if artefact.needs_operator:
        return "We could not finish this file; an operator has been told. You need not do anything."
    if artefact.code in OUR_SENTENCES:
        return OUR_SENTENCES[artefact.code]
    if artefact.code in ERRORS:
        return ERRORS[artefact.code](artefact.detail).message
    return PROGRESS[FileState(artefact.state)]


def rows(submission: Submission, *, for_owner: bool) -> list[FileRow]:
    """Every file that is not gone, in order."""
    key = sealed.key_of(submission.pk)
    run = submission.current_run
    clean = {c.artefact_id: c for c in run.files.all()} if run else {}
    found = []
    for artefact in submission.artefacts.all():
        if FileState(artefact.state) in GONE:
            continue
        if for_owner:
            name = sealed.unseal(key, artefact, "name_sealed")
        else:
            copy = clean.get(artefact.pk)
            name = sealed.unseal(key, copy, "name_sealed") if copy else None
        found.append(
            FileRow(
                id=artefact.pk,
                position=artefact.position,
                name=str(name or f"File {artefact.position}"),
                state=FileState(artefact.state),
                sentence=sentence(artefact),
                code=artefact.code,
                size=artefact.size,
                format=artefact.format,
                part=artefact.part,
                shape=artefact.shape,
                malware=artefact.malware,
                needs_operator=artefact.needs_operator,
            )
        )
    return found


def remove(artefact_id: UUID, actor: User) -> None:
    """Take a file out. In a held submission the rest then goes on by itself.

    Raises ``FilesFixedError`` where files can no longer be changed.
    """
    artefact = Artefact.objects.select_related("submission").get(
        pk=artefact_id, submission__contractor=actor
    )
    submission = artefact.submission
    if State(submission.state) not in FILES_CHANGEABLE:
        raise FilesFixedError
    with audit.transaction():
        move_file(artefact, FileState.REMOVED, Mover.CONTRACTOR, actor)
        go_on(submission, actor)


def go_on(submission: Submission, actor: User) -> None:
    """After a change of files: a submission that only waited for them moves again.

    A confirmed or confirming one goes back to the start, since what was seen is no
    longer what there is.
    """
    live = [
        FileState(state)
        for state in submission.artefacts.values_list("state", flat=True)
        if FileState(state) not in GONE
    ]
    if not live or any(s in STOPPED or s is FileState.UPLOADING for s in live):
        return
    waits = submission.state == State.HELD and submission.held_rule == "R13"
    if waits or submission.state == State.CONFIRMING:
        move(submission, State.QUARANTINED, Mover.CONTRACTOR, actor)
