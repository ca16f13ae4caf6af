"""New terms as a contractor reads them: what is different since they agreed."""

import re
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_http_methods

from portal.programmes import terms
from portal.programmes.models import Programme
from submissions.domain import terms_told
from submissions.views.access import person, private, succeeded

NUMBER = re.compile(r"[0-9]{1,9}")


@private
@require_http_methods(["GET", "POST"])
def terms_changed(request: HttpRequest, programme_id: UUID) -> HttpResponse:
    """For who agreed to older ones alone; for anybody else the programme is not there."""
    programme = get_object_or_404(Programme, pk=programme_id)
    asked = (
        request.POST.get("locale")
        or request.GET.get("locale")
        or get_language_from_request(request)
    )
    shown = terms.shown(programme.pk, asked)
    news = terms_told.since(person(request), programme.pk, shown.locale)
    if news is None:
        raise Http404
    if request.method == "POST":
        user, number = person(request), request.POST.get("number", "")
        succeeded(
            request,
            lambda: terms_told.agree_again(
                user, programme.pk, int(number) if NUMBER.fullmatch(number) else 0, shown.locale
            ),
            "You agreed to the new terms.",
        )
        return redirect("submissions:terms_changed", programme_id=programme.pk)
    context = {"programme": programme, "terms": shown, "news": news}
    return render(request, "submissions/terms_changed.html", context)
