"""Uploads: start, sign, parts, complete, abort. One artefact per upload.

Declared size, name and place are fixed at the start, together with the room they take;
everything later is checked against them. Completing twice gives the same answer.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.core.files.storage import storages
from django.db.models import Max
from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from portal.programmes.models import SettingKind
from portal.storage import PrivateLocalStorage
from portal.vault.stream import Source
from submissions.domain import files, landing, landing_local, sealed
from submissions.domain.errors import FilesFixedError
from submissions.domain.intake_limits import check_room, check_type, checked_name, intake_of
from submissions.domain.landing import Landing, SignedPart
from submissions.domain.transitions import move_file
from submissions.domain.upload_errors import (
    NoRoomError,
    NoSuchPartError,
    UploadOverError,
)
from submissions.models import (
    Artefact,
    Part,
    Shape,
    Submission,
    Upload,
    UploadPart,
    UploadState,
)
from submissions.states import FILES_CHANGEABLE, GONE, WORKING, FileState, Mover, State

MAX_SIGNED_AT_ONCE = 100


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a person wants to upload, as their browser says it."""

    untrusted_name: str
    size: int
    part: Part = Part.DELIVERABLE
    shape: Shape = Shape.FILE
    replaces: UUID | None = None


def start(submission_id: UUID, actor: User, wanted: Wanted) -> Upload:
    """Reserves the room and opens the upload.

    Raises ``FilesFixedError``, any ``UploadRefused``, or ``DoesNotExist`` for what is not
    the actor's own.
    """
    name = checked_name(wanted.untrusted_name)
    backend = landing.chosen()
    place = landing.place(backend)
    with audit.transaction():
        # One at a time per contractor, so that two starts cannot both take the last room.
        User.objects.select_for_update().get(pk=actor.pk)
        submission = _changeable(submission_id, actor)
        replaced = _replaced(submission, wanted.replaces)
        intake = intake_of(submission)
        check_type(name, wanted.shape, intake)
        check_room(submission, wanted.size, intake, replaced)
        artefact = _artefact(submission, wanted, name, replaced)
        upload = Upload(
            artefact=artefact,
            backend=backend,
            size=wanted.size,
            part_size=place.part_bytes,
            touched_at=timezone.now(),
        )
        upload.save(force_insert=True)
        audit.record(
            "upload.started",
            programme_id=submission.programme_id,
            actor=actor,
            subject=("artefact", artefact.pk),
            facts={"size": wanted.size, "shape": wanted.shape.value, "place": backend.value},
        )
    _begin(place, upload, actor)
    return upload


def sign(upload_id: UUID, actor: User, numbers: Iterable[int]) -> list[SignedPart]:
    """Permission to send these parts, each of its exact size, for a quarter of an hour."""
    upload = _open(upload_id, actor)
    wanted = sorted(set(numbers))[:MAX_SIGNED_AT_ONCE]
    if any(not 1 <= number <= upload.part_count for number in wanted):
        raise NoSuchPartError
    touch(upload)
    place = landing.place(upload.backend)
    return [place.sign(upload, number) for number in wanted]


def put_part(upload_id: UUID, actor: User, number: int, token: str, source: Source) -> UploadPart:
    """Takes one part on the portal's own disk; sent again, the same part is no fault.

    Of an upload that ends while the part is on its way, nothing of the part is kept.
    """
    upload = _open(upload_id, actor)
    if not 1 <= number <= upload.part_count:
        raise NoSuchPartError
    landing_local.check_token(upload, number, token)
    try:
        part = landing_local.put(upload, number, source)
    except FileNotFoundError:
        # Its folder went while it was written; anything else that is missing is a fault.
        _open(upload_id, actor)
        raise
    if Upload.objects.filter(pk=upload.pk, state=UploadState.ABORTED).exists():
        part.delete()
        landing.place(upload.backend).discard(upload)
        raise UploadOverError
    touch(upload)
    return part


def received_parts(upload_id: UUID, actor: User) -> list[int]:
    """Numbers of the parts that arrived whole."""
    upload = _own(upload_id, actor)
    if upload.state == UploadState.COMPLETE:
        return list(range(1, upload.part_count + 1))
    if upload.state == UploadState.ABORTED:
        raise UploadOverError
    return landing.whole_parts(upload, landing.place(upload.backend).parts(upload))


def complete(upload_id: UUID, actor: User) -> Artefact:
    """Ends the upload when every part is there; the file then moves into quarantine.

    Raises ``PartsMissingError`` and keeps what has arrived.
    """
    upload = _own(upload_id, actor)
    if upload.state == UploadState.COMPLETE:
        return upload.artefact
    if upload.state == UploadState.ABORTED:
        raise UploadOverError
    landing.place(upload.backend).finish(upload)
    with audit.transaction():
        submission = Submission.objects.select_for_update().get(pk=upload.artefact.submission_id)
        if State(submission.state) not in FILES_CHANGEABLE | WORKING:
            raise FilesFixedError
        rows = Upload.objects.filter(pk=upload.pk, state=UploadState.OPEN)
        if not rows.update(state=UploadState.COMPLETE, finished_at=timezone.now()):
            return _ended_meanwhile(upload)
        artefact = upload.artefact
        move_file(
            artefact,
            FileState.LANDED,
            Mover.CONTRACTOR,
            actor,
            landing_key=landing.key_for(upload.pk),
            size=upload.size,
        )
        _take_out(artefact.replaces, actor)
        files.go_on(submission, actor)
    return artefact


def abort(upload_id: UUID, actor: User) -> None:
    """Gives an upload up, with what has arrived of it. Doing it again changes nothing."""
    _end(_own(upload_id, actor), Mover.CONTRACTOR, actor)


def touch(upload: Upload) -> None:
    """It is still on its way: the sweeper leaves it alone."""
    Upload.objects.filter(pk=upload.pk).update(touched_at=timezone.now())


def reap_stale_uploads() -> int:
    """Takes away uploads that nobody has touched for the programme's term.

    Their room is free again. Also deletes what a killed process was still writing.
    """
    now, reaped = timezone.now(), 0
    stale = Upload.objects.filter(
        state=UploadState.OPEN, touched_at__lt=now - timedelta(hours=1)
    ).select_related("artefact__submission__programme")
    for upload in stale:
        programme = upload.artefact.submission.programme
        hours = int(programme.setting(SettingKind.RETENTION)["unfinished_upload_hours"])
        if upload.touched_at < now - timedelta(hours=hours):
            _end(upload, Mover.CLOCK, None)
            reaped += 1
    storage = storages[landing.STORAGE]
    if isinstance(storage, PrivateLocalStorage):
        storage.sweep_aside((now - timedelta(days=1)).timestamp())
    return reaped


def _end(upload: Upload, mover: Mover, actor: User | None) -> None:
    with audit.transaction():
        rows = Upload.objects.filter(pk=upload.pk, state=UploadState.OPEN)
        if not rows.update(state=UploadState.ABORTED, finished_at=timezone.now()):
            return
        artefact = upload.artefact
        if FileState(artefact.state) is FileState.UPLOADING:
            move_file(artefact, FileState.REMOVED, mover, actor)
        if actor is not None:
            files.go_on(artefact.submission, actor)
    landing.place(upload.backend).discard(upload)


def _begin(place: Landing, upload: Upload, actor: User) -> None:
    """Outside the transaction, because it may ask a server; a failure gives the room back."""
    try:
        upload.external_id = place.begin(upload)
    except NoRoomError:
        _end(upload, Mover.CONTRACTOR, actor)
        raise
    upload.save(update_fields=["external_id"])


def _changeable(submission_id: UUID, actor: User) -> Submission:
    submission = (
        Submission.objects.select_for_update(of=("self",))
        .select_related("programme")
        .get(pk=submission_id, contractor=actor)
    )
    if State(submission.state) not in FILES_CHANGEABLE:
        raise FilesFixedError
    return submission


def _replaced(submission: Submission, artefact_id: UUID | None) -> Artefact | None:
    """The file that the new one stands in for; raises ``DoesNotExist`` for another's."""
    if artefact_id is None:
        return None
    return submission.artefacts.exclude(state__in=GONE).get(pk=artefact_id)


def _artefact(
    submission: Submission, wanted: Wanted, name: str, replaced: Artefact | None
) -> Artefact:
    last = submission.artefacts.aggregate(last=Max("position"))["last"] or 0
    artefact = Artefact(
        submission=submission,
        position=replaced.position if replaced else last + 1,
        part=wanted.part,
        shape=wanted.shape,
        size=wanted.size,
        state_since=timezone.now(),
        replaces=replaced,
    )
    sealed.seal(sealed.key_of(submission.pk), artefact, "name_sealed", name)
    artefact.save(force_insert=True)
    return artefact


def _take_out(replaced: Artefact | None, actor: User) -> None:
    if replaced is not None and FileState(replaced.state) not in GONE:
        move_file(replaced, FileState.REMOVED, Mover.CONTRACTOR, actor)


def _own(upload_id: UUID, actor: User) -> Upload:
    rows = Upload.objects.select_related("artefact__submission", "artefact__replaces")
    return rows.get(pk=upload_id, artefact__submission__contractor=actor)


def _open(upload_id: UUID, actor: User) -> Upload:
    upload = _own(upload_id, actor)
    if upload.state != UploadState.OPEN:
        raise UploadOverError
    return upload


def _ended_meanwhile(upload: Upload) -> Artefact:
    upload.refresh_from_db()
    if upload.state != UploadState.COMPLETE:
        raise UploadOverError
    return upload.artefact
