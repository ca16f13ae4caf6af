"""A person's notices, and which of them also come by mail."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.accounts.views import signed_in
from portal.notices import stopping, telling
from portal.notices.kinds import KINDS, Kind
from portal.notices.models import Notice


@never_cache
@login_required
@require_GET
def notices(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    mailed = telling.mailed_kinds(user)
    context = {
        "lines": telling.recent(user),
        "kinds": [
            {"name": kind.value, "label": about.label, "is_mailed": kind in mailed}
            for kind, about in KINDS.items()
        ],
    }
    return render(request, "notices/list.html", context)


@login_required
@require_POST
def go(request: HttpRequest, notice_id: UUID) -> HttpResponse:
    """Mark it as read and show what it is about."""
    try:
        notice = telling.read(signed_in(request), notice_id)
    except Notice.DoesNotExist:
        raise Http404 from None
    return redirect(telling.path_of(notice))


@login_required
@require_POST
def read_all(request: HttpRequest) -> HttpResponse:
    telling.read_all(signed_in(request))
    return redirect("notices:list")


@login_required
@require_POST
def choose(request: HttpRequest) -> HttpResponse:
    asked = set(request.POST.getlist("kind"))
    telling.choose(signed_in(request), {kind for kind in Kind if kind.value in asked})
    messages.success(request, "Saved. Notices in the portal come as before.")
    return redirect("notices:list")


# Mail programs press the button for the person and know no cookie (RFC 8058); the signed
# token is what allows it.
@csrf_exempt
@never_cache
@require_http_methods(["GET", "POST"])
def stop(request: HttpRequest, token: str) -> HttpResponse:
    """GET only says what would end; POST ends it."""
    try:
        _person, kinds = stopping.opened(token)
        if request.method == "POST":
            stopping.stop(token)
    except stopping.UnknownLinkError:
        raise Http404 from None
    context = {
        "kinds": [KINDS[kind].label for kind in kinds],
        "is_done": request.method == "POST",
    }
    return render(request, "notices/stop.html", context)
