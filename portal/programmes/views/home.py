"""The first page: on to the only place a person has, or a choice of places."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from portal.accounts.second_factor import has_second_factor
from portal.accounts.views import signed_in
from portal.programmes.places import links


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Somebody with one place is there at once, unless we first ask for a second factor."""
    user = signed_in(request)
    places = links(user, request)
    asks = not has_second_factor(user)
    if len(places) == 1 and not asks:
        return redirect(places[0].url)
    return render(request, "programmes/home.html", {"asks_second_factor": asks})
