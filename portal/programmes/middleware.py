"""Turns a refused permission into an answer and an audit event."""

from collections.abc import Callable
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from portal import audit
from portal.accounts.models import User
from portal.programmes.errors import PermissionHidden, PermissionRefused
from portal.programmes.standing import standings

Handler = Callable[[HttpRequest], HttpResponse]


class RefusalMiddleware:
    """A hidden thing answers exactly as one that does not exist; a refusal says its sentence."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        if not isinstance(exception, PermissionRefused):
            return None
        _write_down(request, exception)
        if isinstance(exception, PermissionHidden):
            raise Http404
        context = {"code": exception.code, "sentence": exception.sentence}
        return render(request, "403.html", context, status=403)


def _write_down(request: HttpRequest, refusal: PermissionRefused) -> None:
    user = request.user if isinstance(request.user, User) else None
    route = request.resolver_match.view_name if request.resolver_match else ""
    audit.record_denial(
        "permission.denied",
        programme_id=_programme(user, refusal),
        actor=user,
        facts={"route": route, "method": request.method or "", "code": refusal.code},
    )


def _programme(user: User | None, refusal: PermissionRefused) -> UUID | None:
    """The only programme the person belongs to: a refusal names no other."""
    if user is None or isinstance(refusal, PermissionHidden):
        return None
    own = list(standings(user))
    return own[0] if len(own) == 1 else None
