"""What happens around every request of a signed-in person."""

import zoneinfo
from collections.abc import Callable

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.urls import reverse
from django.utils import timezone

from portal.accounts.models import User
from portal.accounts.second_factor import lacks_second_factor

Handler = Callable[[HttpRequest], HttpResponse]

OPEN_PREFIXES = ("/accounts/", "/static/", "/healthz", "/readyz")
"""Where a person without the second factor may go: signing in and out, setting one up."""


class SecondFactorMiddleware:
    """Sends people with duties to set up a second factor before anything else."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if (
            isinstance(user, User)
            and not request.path.startswith(OPEN_PREFIXES)
            and lacks_second_factor(user)
        ):
            return _sent_to(reverse("accounts:second_factor"), request)
        return self.get_response(request)


def _sent_to(url: str, request: HttpRequest) -> HttpResponse:
    if request.headers.get("HX-Request") == "true":
        return HttpResponse(headers={"HX-Redirect": url})
    return HttpResponseRedirect(url)


class TimezoneMiddleware:
    """Shows times in the person's own zone."""

    def __init__(self, get_response: Handler) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        user = request.user
        if isinstance(user, User):
            with timezone.override(zone_of(user)):
                return self.get_response(request)
        return self.get_response(request)


def zone_of(user: User) -> zoneinfo.ZoneInfo:
    try:
        return zoneinfo.ZoneInfo(user.timezone)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        # A zone may leave the database of the system; times are shown in UTC then.
        return zoneinfo.ZoneInfo("UTC")
