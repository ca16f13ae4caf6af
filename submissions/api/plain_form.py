"""The same uploads from a page without JavaScript: one form, one request.

Django would put larger files into a temporary folder in the clear; the handler here
hands each to the place of landing, part by part, as the form is read. How much may come
is asked before a byte of it is read, and reserved before a byte of a file is stored.
"""

from collections.abc import Callable
from uuid import UUID

from django.contrib import messages
from django.core.exceptions import ObjectDoesNotExist
from django.core.files.uploadedfile import UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, SkipFile
from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_POST

from portal import audit
from portal.accounts.models import User
from portal.vault.errors import KeyDestroyed
from submissions.api.answers import refused
from submissions.domain import sealed
from submissions.domain.errors import Refused
from submissions.domain.intake_whole import Receiving, check_room_for
from submissions.domain.upload_errors import (
    FileTooBigError,
    FormCutError,
    LengthMissingError,
    NothingToReplaceError,
)
from submissions.models import Part, Submission

MAX_FORM_BYTES = 1024**3
"""Larger files want the page with JavaScript, which can be cut and resumed."""
AROUND_FILES = 64 * 1024
"""Bytes of a form that may be its other fields and what stands between files."""
END = "end"
"""The form's last field: without it the connection was cut, and the last file is not whole."""


class LandingHandler(FileUploadHandler):
    """Sends each file of a form into landing while the form is parsed.

    ``arrived`` holds those that came whole, ``refusals`` why others were not taken.
    """

    def __init__(
        self, request: HttpRequest, submission: Submission, person: User, length: int
    ) -> None:
        super().__init__(request)
        self._submission, self._person, self._left = submission, person, length
        self._begun: list[Receiving] = []
        self.arrived: list[Receiving] = []
        self.refusals: list[Refused] = []

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)  # type: ignore[arg-type] # Django passes what it takes
        try:
            replaces = _replaced(self.request) if self.request else None
            self._begun.append(
                Receiving(
                    self._submission, self._person, self.file_name or "", self._left, replaces
                )
            )
        except ObjectDoesNotExist:
            self._refuse(NothingToReplaceError())
        except Refused as error:
            self._refuse(error)

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        del start
        self._left -= len(raw_data)
        try:
            self._begun[-1].write(raw_data)
        except Refused as error:
            self._begun[-1].give_up()  # at once, for the room that the next file needs
            self._refuse(error)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        del file_size
        try:
            self._begun[-1].finish()
        except Refused as error:
            self._begun[-1].give_up()
            self.refusals.append(error)
        else:
            self.arrived.append(self._begun[-1])
        return None

    def give_up(self) -> None:
        """Leaves nothing of what was not taken: a cut form, a wrong token, a refused file."""
        for file in self._begun:
            file.give_up()

    def _refuse(self, error: Refused) -> None:
        """Reads over the rest of this file; the next one of the form may still be taken."""
        self.refusals.append(error)
        raise SkipFile


@csrf_exempt
@require_POST
def files(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Takes the files of a form, then goes back to the page it came from."""
    if not isinstance(request.user, User):
        return refused("sign_in", "Sign in again to go on.", 401)
    own = Submission.objects.filter(pk=submission_id, contractor=request.user).first()
    if own is None:
        return refused("not_found", "There is no such upload.", 404)
    try:
        sealed.key_of(own.pk)
        length = _checked_length(request, own)
    except KeyDestroyed as gone:
        return refused(gone.code, gone.sentence, 410)
    except Refused as error:
        _say(request, own, request.user, error)
        return _back(request, request.headers.get("Referer", ""))
    # Set before anything reads the form. The check of the token compares origins first,
    # and only then reads the form for the token.
    handler = LandingHandler(request, own, request.user, length)
    request.upload_handlers = [handler]
    protected: Callable[..., HttpResponse] = csrf_protect(_take)
    try:
        return protected(request, own, request.user, handler)
    finally:
        handler.give_up()


def _checked_length(request: HttpRequest, submission: Submission) -> int:
    """The declared length of a form there is room for. Raises ``Refused``."""
    declared = request.headers.get("Content-Length") or ""
    if not declared.isdigit():
        raise LengthMissingError
    length = int(declared)
    if length > MAX_FORM_BYTES + AROUND_FILES:
        raise FileTooBigError
    check_room_for(submission, max(1, length - AROUND_FILES))
    return length


def _take(
    request: HttpRequest, submission: Submission, person: User, handler: LandingHandler
) -> HttpResponse:
    if END not in request.POST:
        _say(request, submission, person, FormCutError())
        return _back(request, request.POST.get("next", ""))
    side = request.POST.get("part")
    part = Part(side) if side in set(Part) else Part.DELIVERABLE
    for error in handler.refusals:
        _say(request, submission, person, error)
    for file in handler.arrived:
        try:
            file.take(part)
        except Refused as error:
            _say(request, submission, person, error)
        else:
            messages.success(request, "A file was uploaded.")
    return _back(request, request.POST.get("next", ""))


def _replaced(request: HttpRequest) -> UUID | None:
    """Named in the address, because a form's fields are known only when its files were read."""
    replaces = request.GET.get("replaces")
    try:
        return UUID(replaces) if replaces else None
    except ValueError:
        raise NothingToReplaceError from None


def _say(request: HttpRequest, submission: Submission, person: User, error: Refused) -> None:
    audit.record_denial(
        "upload.refused",
        programme_id=submission.programme_id,
        actor=person,
        subject=("submission", submission.pk),
        facts={"code": error.shown_code},
    )
    messages.error(request, f"{error.shown} ({error.shown_code})")


def _back(request: HttpRequest, untrusted_target: str) -> HttpResponse:
    own = url_has_allowed_host_and_scheme(
        untrusted_target, {request.get_host()}, request.is_secure()
    )
    return HttpResponseRedirect(untrusted_target if own else "/")
