"""A file that comes in one piece by a plain form: its size is known only at its end.

The most it can be is reserved before its first byte is taken, the rest of it goes back
when it ended. It is stored in parts by the same places that browsers send parts to.
"""

from io import BytesIO
from uuid import UUID

from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from submissions.domain import intake, landing
from submissions.domain.errors import FilesFixedError
from submissions.domain.intake import Wanted
from submissions.domain.intake_limits import intake_of, room_left
from submissions.domain.upload_errors import (
    EmptyFileError,
    FileTooBigError,
    OverQuotaError,
    UploadOverError,
)
from submissions.models import Artefact, Part, Submission, Upload, UploadState
from submissions.states import FILES_CHANGEABLE, State


def check_room_for(submission: Submission, size: int) -> None:
    """Whether a form of about ``size`` bytes may be read at all; nothing is reserved yet.

    Raises ``FilesFixedError`` or an ``UploadRefused``.
    """
    if State(submission.state) not in FILES_CHANGEABLE:
        raise FilesFixedError
    if size > room_left(submission, intake_of(submission), None):
        raise OverQuotaError


class Receiving:
    """One file on its way, of at most so many bytes.

    Making one raises what ``intake.start`` raises. Whoever made it calls ``finish`` and
    ``take``, or ``give_up``.
    """

    def __init__(
        self, submission: Submission, actor: User, untrusted_name: str, at_most: int,
        replaces: UUID | None = None,
    ) -> None:  # fmt: skip
        limits = intake_of(submission)
        self._largest = int(limits["max_file_bytes"])
        most = min(at_most, self._largest, max(1, room_left(submission, limits, replaces)))
        wanted = Wanted(untrusted_name, most, replaces=replaces)
        self._upload, self._actor = intake.start(submission.pk, actor, wanted), actor
        self._place = landing.place(self._upload.backend)
        self._waiting, self._size, self._number = bytearray(), 0, 1

    def write(self, data: bytes) -> None:
        """Raises ``FileTooBigError`` or ``OverQuotaError`` for more than was reserved."""
        self._size += len(data)
        if self._size > self._upload.size:
            raise FileTooBigError if self._size > self._largest else OverQuotaError
        self._waiting += data
        while len(self._waiting) >= self._upload.part_size:
            self._put(self._upload.part_size)

    def finish(self) -> None:
        """The file ended: what it did not need of the room is free. Raises ``EmptyFileError``."""
        if self._size == 0:
            raise EmptyFileError
        with audit.transaction():
            rows = Upload.objects.filter(pk=self._upload.pk, state=UploadState.OPEN)
            if not rows.update(size=self._size, touched_at=timezone.now()):
                raise UploadOverError
            Artefact.objects.filter(pk=self._upload.artefact_id).update(size=self._size)
        self._upload.size = self._size
        if self._waiting:
            self._put(len(self._waiting))

    def take(self, part: Part) -> None:
        """Completes the upload, on the side of the task that the form said at its end."""
        Artefact.objects.filter(pk=self._upload.artefact_id).update(part=part)
        intake.complete(self._upload.pk, self._actor)

    def give_up(self) -> None:
        """Leaves nothing of it; after ``take`` it changes nothing."""
        intake.abort(self._upload.pk, self._actor)

    def _put(self, size: int) -> None:
        piece = BytesIO(self._waiting[:size])
        del self._waiting[:size]
        self._place.put(self._upload, self._number, piece)
        self._number += 1
        intake.touch(self._upload)
