"""The do-not-accept register: of one programme for its admins, of all for platform admins.

It holds keyed hashes: nobody can read names out of it, only ask whether one is in it.
"""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from portal.programmes import permissions
from portal.programmes.models import Programme
from submissions.domain import declining
from submissions.domain.consent import register as names
from submissions.models import NameKind, RegisterEntry
from submissions.views.access import attempt, person, private

SHOWN = 200


@private
@require_http_methods(["GET", "POST"])
def register(request: HttpRequest, slug: str) -> HttpResponse:
    """A programme's own entries; those that hold everywhere are only counted."""
    programme = get_object_or_404(Programme, slug=slug)
    permissions.check_may_administer(request.user, programme.pk)
    return _answer(request, programme)


@private
@require_http_methods(["GET", "POST"])
def platform_register(request: HttpRequest) -> HttpResponse:
    """The entries that hold in every programme."""
    permissions.check_may_operate(request.user)
    return _answer(request, None)


def _answer(request: HttpRequest, programme: Programme | None) -> HttpResponse:
    programme_id = programme.pk if programme else None
    found: list[RegisterEntry] | None = None
    text = request.POST.get("text", "").strip()[:300]
    if request.method == "POST":
        match request.POST.get("what"):
            case "look":
                found = declining.looked_up(text, programme_id)
            case "add":
                _add(request, text, programme_id)
                return redirect(request.path)
            case "end":
                _end(request, programme_id)
                return redirect(request.path)
            case _:
                return redirect(request.path)
    entries = list(declining.standing(programme_id)[:SHOWN])
    context = {
        "programme": programme,
        "entries": entries,
        "everywhere": names.in_force().filter(programme__isnull=True).count(),
        "found": found,
        "found_everywhere": bool(programme and text and declining.looked_up(text, None)),
        "text": text if found is not None else "",
        "reasons": declining.END_REASONS,
    }
    return render(request, "register/register.html", context)


def _add(request: HttpRequest, text: str, programme_id: UUID | None) -> None:
    kind = NameKind.DOMAIN if request.POST.get("kind") == "domain" else NameKind.ORGANISATION
    user = person(request)
    made = attempt(request, lambda: declining.enter(kind, text, programme_id, user))
    if made is not None:
        asked = made[1]
        messages.success(request, f"Entered. {asked} sample(s) are ruled on again.")


def _end(request: HttpRequest, programme_id: UUID | None) -> None:
    entry = get_object_or_404(
        RegisterEntry, pk=_uuid(request.POST.get("entry", "")), programme=programme_id
    )
    user, reason = person(request), request.POST.get("reason", "")
    asked = attempt(request, lambda: declining.end(entry.pk, user, reason))
    if asked is not None:
        messages.success(request, f"Ended. {asked} sample(s) are ruled on again.")


def _uuid(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
