"""The same uploads from a page without JavaScript: one form, one request.

Django would put larger files into a temporary folder in the clear; the handler here
encrypts them into landing as the form is read.
"""

from collections.abc import Callable
from contextlib import ExitStack
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO, cast
from uuid import UUID, uuid4

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.files.storage import storages
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from portal import audit
from portal.accounts.models import User
from portal.storage import PrivateLocalStorage
from portal.vault.errors import KeyDestroyed
from portal.vault.keys import Key
from portal.vault.stream import Copied, Writer
from submissions.api.answers import refused
from submissions.domain import intake, sealed
from submissions.domain.errors import Refused
from submissions.domain.intake import Wanted
from submissions.domain.landing import PURPOSE, STORAGE, key_for
from submissions.domain.landing_local import bound_to
from submissions.domain.upload_errors import NothingToReplaceError
from submissions.models import Part, Submission

MAX_FORM_BYTES = 1024**3
"""Larger files want the page with JavaScript, which can be cut and resumed."""


@dataclass(frozen=True, slots=True)
class Landed:
    """A file of the form that lies encrypted in landing."""

    upload_id: UUID
    storage_key: str
    copied: Copied


class LandedFile(UploadedFile):  # type: ignore[type-arg] # generic for the checker alone
    """What Django's form gets instead of bytes."""

    def __init__(self, untrusted_name: str, landed: Landed) -> None:
        super().__init__(BytesIO(), untrusted_name, size=landed.copied.size)
        self.landed = landed


class LandingHandler(FileUploadHandler):
    """Encrypts each file of a form into landing while the form is parsed."""

    def __init__(self, request: HttpRequest, key: Key) -> None:
        super().__init__(request)
        self._key, self._left = key, MAX_FORM_BYTES
        self._open = ExitStack()
        self._writer: Writer | None = None
        self._upload_id, self._storage_key = uuid4(), ""

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)  # type: ignore[arg-type] # Django passes what it takes
        self._upload_id = uuid4()
        self._storage_key = f"{key_for(self._upload_id)}/1-{uuid4().hex}"
        storage = cast("PrivateLocalStorage", storages[STORAGE])
        target: BinaryIO = self._open.enter_context(storage.writing(self._storage_key))
        self._writer = self._key.writer(PURPOSE, target, bound_to(self._upload_id, 1))

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        del start
        self._left -= len(raw_data)
        if self._left < 0 or self._writer is None:
            raise StopUpload(connection_reset=True)
        self._writer.write(raw_data)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        del file_size
        if self._writer is None:
            return None
        copied = self._writer.finish()
        self._open.close()
        self._writer = None
        landed = Landed(self._upload_id, self._storage_key, copied)
        return LandedFile(self.file_name or "", landed)

    def upload_interrupted(self) -> None:
        """The context manager of the storage must see an error to throw the file away."""
        self._open.pop_all().__exit__(StopUpload, StopUpload(), None)


@csrf_exempt
@require_POST
def files(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Takes the files of a form, then goes back to the page it came from."""
    if not isinstance(request.user, User):
        return refused("sign_in", "Sign in again to go on.", 401)
    own = Submission.objects.filter(pk=submission_id, contractor=request.user).first()
    if own is None:
        return refused("not_found", "There is no such upload.", 404)
    # Set before anything reads the form; the check of the token reads it.
    try:
        request.upload_handlers = [LandingHandler(request, sealed.key_of(own.pk))]
    except KeyDestroyed as gone:
        return refused(gone.code, gone.sentence, 410)
    protected: Callable[..., HttpResponse] = csrf_protect(_take)
    return protected(request, own, request.user)


def _take(request: HttpRequest, submission: Submission, person: User) -> HttpResponse:
    for file in request.FILES.getlist("files"):
        if isinstance(file, LandedFile):
            _take_one(request, submission, person, file)
    target = request.POST.get("next", "")
    own = url_has_allowed_host_and_scheme(target, {request.get_host()}, request.is_secure())
    return HttpResponseRedirect(target if own else "/")


def _wanted(request: HttpRequest, file: LandedFile) -> Wanted:
    side, replaces = request.POST.get("part"), request.POST.get("replaces")
    try:
        replaced = UUID(replaces) if replaces else None
    except ValueError:
        raise NothingToReplaceError from None
    part = Part(side) if side in set(Part) else Part.DELIVERABLE
    return Wanted(file.name or "", file.landed.copied.size, part, replaces=replaced)


def _take_one(request: HttpRequest, submission: Submission, person: User, file: LandedFile) -> None:
    landed = file.landed
    try:
        wanted = _wanted(request, file)
        intake.take_whole(
            submission.pk, person, wanted,
            upload_id=landed.upload_id, name=landed.storage_key, copied=landed.copied,
        )  # fmt: skip
    except (Refused, ObjectDoesNotExist) as found:
        error = found if isinstance(found, Refused) else NothingToReplaceError()
        storages[STORAGE].delete(key_for(landed.upload_id))
        audit.record_denial(
            "upload.refused",
            programme_id=submission.programme_id,
            actor=person,
            subject=("submission", submission.pk),
            facts={"code": error.shown_code},
        )
        messages.error(request, f"{error.shown} ({error.shown_code})")
    else:
        messages.success(request, "A file was uploaded.")
