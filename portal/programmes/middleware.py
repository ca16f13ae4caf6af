"""Turns a refused permission into an answer and an audit event, a form's bare address into a page."""

from collections.abc import Callable
from http import HTTPStatus
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from portal import audit
from portal.accounts.models import User
from portal.programmes.errors import PermissionHidden, PermissionRefused
from portal.programmes.standing import standings

METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""A method is any word that a client makes up; the audit log holds none of those."""

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


class FormAddressMiddleware:
    """The address of a form, opened as a page, leads to the page one level above it.

    That happens when a refused form is reloaded, or when its sender had to sign in first.
    """

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        response = self.get_response(request)
        opened = response.status_code == HTTPStatus.METHOD_NOT_ALLOWED and request.method == "GET"
        if not opened or request.path.startswith("/api/"):
            return response
        above = request.path.rstrip("/").rpartition("/")[0]
        return HttpResponseRedirect(f"{above}/")


def _write_down(request: HttpRequest, refusal: PermissionRefused) -> None:
    user = request.user if isinstance(request.user, User) else None
    route = request.resolver_match.view_name if request.resolver_match else ""
    audit.record_denial(
        "permission.denied",
        programme_id=_programme(user, refusal),
        actor=user,
        facts={
            "route": route,
            "method": request.method if request.method in METHODS else "other",
            "code": refusal.code,
        },
    )


def _programme(user: User | None, refusal: PermissionRefused) -> UUID | None:
    """The only programme the person belongs to: a refusal names no other."""
    if user is None or isinstance(refusal, PermissionHidden):
        return None
    own = list(standings(user))
    return own[0] if len(own) == 1 else None
