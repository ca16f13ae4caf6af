"""Evidence: a file added by the contractor, opened by those who decide."""

from collections.abc import Callable
from urllib.parse import quote
from uuid import UUID

from django.contrib.auth.decorators import login_required
from django.core.files.uploadedfile import SimpleUploadedFile, UploadedFile
from django.core.files.uploadhandler import FileUploadHandler, StopUpload
from django.http import Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.views.decorators.csrf import csrf_exempt, csrf_protect
from django.views.decorators.http import require_GET, require_POST

from submissions.domain.consent import proofs
from submissions.models import EvidenceFile
from submissions.views.access import attempt, own, person, private, succeeded

TYPES = {
    "pdf": "application/pdf",
    "png": "image/png",
    "jpg": "image/jpeg",
    "jpeg": "image/jpeg",
}


class InMemory(FileUploadHandler):
    """Keeps files in memory, never on a disk in the clear; all of a form together only so large."""

    def __init__(self, request: HttpRequest) -> None:
        super().__init__(request)
        self._data = bytearray()
        self._taken = 0

    def new_file(self, *args: object, **kwargs: object) -> None:
        super().new_file(*args, **kwargs)  # type: ignore[arg-type] # Django passes what it takes
        self._data = bytearray()

    def receive_data_chunk(self, raw_data: bytes, start: int) -> None:
        del start
        self._data += raw_data
        self._taken += len(raw_data)
        if self._taken > proofs.MAX_BYTES + 1:
            # One byte more than allowed says enough; the rest is not read.
            raise StopUpload(connection_reset=False)

    def file_complete(self, file_size: int) -> "UploadedFile[bytes] | None":
        del file_size
        return SimpleUploadedFile(self.file_name or "", bytes(self._data))


@csrf_exempt
@require_POST
@login_required  # before the form is read: the check of its token reads all of it into memory
def add(request: HttpRequest, submission_id: UUID) -> HttpResponseBase:
    """Takes a file of evidence for the engagement of a sample."""
    # Set before anything reads the form; the check of the token reads it.
    request.upload_handlers = [InMemory(request)]
    protected: Callable[..., HttpResponseBase] = csrf_protect(_add)
    return protected(request, submission_id)


@private
def _add(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    sample = own(request, submission_id)
    engagement_id = sample.engagement_id
    if engagement_id is None:
        return redirect("submissions:rights", submission_id=submission_id)
    file, kind, user = request.FILES.get("file"), request.POST.get("kind", ""), person(request)
    data = file.read() if file else b""
    name = (file.name if file else None) or "evidence"
    done = "Added. It is checked like every upload, which takes a moment."
    succeeded(request, lambda: proofs.receive(engagement_id, user, kind, name, data), done)
    return redirect("submissions:permission", submission_id=submission_id)


@private
@require_GET
def read(request: HttpRequest, evidence_id: UUID) -> HttpResponse:
    """The file for somebody who decides. Always a download, never rendered in our origin."""
    user = person(request)
    try:
        opened = attempt(request, lambda: proofs.read(evidence_id, user))
    except EvidenceFile.DoesNotExist:
        raise Http404 from None
    if opened is None:
        return redirect("submissions:permissions")
    name = quote(opened.name)
    return HttpResponse(
        opened.data,
        content_type=TYPES.get(opened.format, "application/octet-stream"),
        headers={
            "Content-Disposition": f"attachment; filename*=UTF-8''{name}",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        },
    )
