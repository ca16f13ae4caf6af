"""The first page: on to the only place a person has, or a choice of places."""

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from portal.accounts.second_factor import has_second_factor
from portal.accounts.views import signed_in
from portal.programmes.places import links

ASKED = "asked_for_second_factor"


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    """Somebody with one place is there at once, but is first asked for a second factor.

    Once per session: who says no today is not stopped at every turn.
    """
    user = signed_in(request)
    places = links(user, request)
    asks = not has_second_factor(user)
    if len(places) == 1 and (not asks or request.session.get(ASKED)):
        return redirect(places[0].url)
    request.session[ASKED] = True
    return render(request, "programmes/home.html", {"asks_second_factor": asks})
