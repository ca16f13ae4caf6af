"""The part contract: start → sign → PUT part → list → complete, and giving up."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.urls import reverse

from portal.accounts.models import User
from submissions.api.answers import Answer, MalformedError, body_of, endpoint
from submissions.domain import intake
from submissions.domain.intake import Wanted
from submissions.domain.landing import SignedPart
from submissions.domain.landing_local import TOKEN_HEADER
from submissions.domain.upload_errors import PartSizeError
from submissions.models import Part, Shape, Upload


@endpoint("POST")
def start(request: HttpRequest, person: User, submission_id: UUID) -> Answer:
    """{name, size, part?, shape?, replaces?} → the contract."""
    return _contract(intake.start(submission_id, person, _wanted(body_of(request))))


@endpoint("POST")
def sign(request: HttpRequest, person: User, upload_id: UUID) -> Answer:
    """{numbers: [...]} → where and how to send each."""
    numbers = body_of(request).get("numbers")
    if not isinstance(numbers, list) or not all(type(n) is int for n in numbers):
        raise MalformedError
    signed = intake.sign(upload_id, person, numbers)
    return {"parts": [_sendable(upload_id, part) for part in signed]}


@endpoint("PUT")
def part(request: HttpRequest, person: User, upload_id: UUID, number: int) -> Answer:
    """The bytes of one part, to the portal's own disk. Streamed, never held whole."""
    if not (request.headers.get("Content-Length") or "").isdigit():
        raise PartSizeError
    token = request.headers.get(TOKEN_HEADER, "")
    taken = intake.put_part(upload_id, person, number, token, request)
    return {"number": taken.number, "size": taken.size, "sha256": taken.sha256}


@endpoint("GET")
def parts(request: HttpRequest, person: User, upload_id: UUID) -> Answer:
    """Which parts are there, to go on after a cut."""
    del request
    return {"numbers": intake.received_parts(upload_id, person)}


@endpoint("POST")
def complete(request: HttpRequest, person: User, upload_id: UUID) -> Answer:
    """Ends the upload; twice gives the same answer."""
    del request
    artefact = intake.complete(upload_id, person)
    return {"file": str(artefact.pk), "state": artefact.state}


@endpoint("POST")
def abort(request: HttpRequest, person: User, upload_id: UUID) -> Answer:
    """Gives the upload up."""
    del request
    intake.abort(upload_id, person)
    return HttpResponse(status=204)


def _wanted(body: Any) -> Wanted:
    try:
        name, size = body["name"], body["size"]
        replaces = UUID(body["replaces"]) if body.get("replaces") else None
        side = Part(body.get("part", Part.DELIVERABLE))
        shape = Shape(body.get("shape", Shape.FILE))
    except (KeyError, ValueError, TypeError, AttributeError):
        raise MalformedError from None
    if not isinstance(name, str) or type(size) is not int:
        raise MalformedError
    return Wanted(name, size, side, shape, replaces)


def _contract(upload: Upload) -> dict[str, Any]:
    where = {"upload_id": upload.pk}
    return {
        "id": str(upload.pk),
        "file": str(upload.artefact_id),
        "size": upload.size,
        "part_size": upload.part_size,
        "part_count": upload.part_count,
        "sign_url": reverse("api:upload-sign", kwargs=where),
        "parts_url": reverse("api:upload-parts", kwargs=where),
        "complete_url": reverse("api:upload-complete", kwargs=where),
        "abort_url": reverse("api:upload-abort", kwargs=where),
    }


def _sendable(upload_id: UUID, signed: SignedPart) -> dict[str, Any]:
    own = reverse("api:upload-part", kwargs={"upload_id": upload_id, "number": signed.number})
    return {
        "number": signed.number,
        "size": signed.size,
        "url": signed.url or own,
        "headers": dict(signed.headers),
        "same_origin": not signed.url,
    }
