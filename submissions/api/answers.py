"""JSON in, JSON out; whatever is refused says a code and a sentence."""

import json
from collections.abc import Callable, Mapping
from functools import wraps
from typing import Any
from uuid import UUID

from django.core.exceptions import ObjectDoesNotExist
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.http import require_http_methods

from portal import audit
from portal.accounts.models import User
from submissions.domain.errors import Refused
from submissions.domain.upload_errors import UploadRefused
from submissions.models import Submission

MAX_BODY = 64 * 1024
CONFLICT = 409


class MalformedError(UploadRefused):
    code = "malformed"
    sentence = "The request could not be understood. Reload the page and try again."
    status = 400


Answer = HttpResponse | Mapping[str, Any]


def endpoint(*methods: str) -> Callable[[Callable[..., Answer]], Callable[..., HttpResponse]]:
    """A view for these methods that gets the signed-in person and answers JSON.

    What does not exist and what is another's answer the same way. Refusals are audited.
    """

    def decorate(view: Callable[..., Answer]) -> Callable[..., HttpResponse]:
        @wraps(view)
        def answered(request: HttpRequest, **ids: Any) -> HttpResponse:
            if not isinstance(request.user, User):
                return refused("sign_in", "Sign in again to go on.", 401)
            try:
                answer = view(request, request.user, **ids)
            except (Refused, ObjectDoesNotExist) as error:
                return _denied(request.user, error, ids.get("submission_id"))
            return answer if isinstance(answer, HttpResponse) else _fresh(JsonResponse(answer))

        return require_http_methods(list(methods))(answered)

    return decorate


def body_of(request: HttpRequest) -> Mapping[str, Any]:
    """The JSON object of a request. Raises ``MalformedError``."""
    try:
        if int(request.headers.get("Content-Length") or 0) > MAX_BODY:
            raise MalformedError
        value = json.loads(request.body)
    except (ValueError, RecursionError):
        raise MalformedError from None
    if not isinstance(value, dict):
        raise MalformedError
    return value


def refused(code: str, sentence: str, status: int) -> JsonResponse:
    """A refusal as JSON."""
    return _fresh(JsonResponse({"code": code, "sentence": sentence}, status=status))


def _denied(
    actor: User, error: Refused | ObjectDoesNotExist, submission_id: UUID | None
) -> JsonResponse:
    if isinstance(error, ObjectDoesNotExist):
        code, sentence, status = "not_found", "There is no such upload.", 404
    else:
        code, sentence = error.shown_code, error.shown
        status = error.status if isinstance(error, UploadRefused) else CONFLICT
    mine = Submission.objects.filter(contractor=actor)
    own = mine.filter(pk=submission_id).first() if submission_id else None
    audit.record_denial(
        "upload.refused",
        programme_id=own.programme_id if own else None,
        actor=actor,
        subject=("submission", own.pk) if own else None,
        facts={"code": code},
    )
    return refused(code, sentence, status)


def _fresh(response: JsonResponse) -> JsonResponse:
    response["Cache-Control"] = "no-store"
    return response
