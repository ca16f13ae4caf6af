"""Legal holds, for platform admins: sample numbers and references, no content."""

import re
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from portal.programmes.permissions import check_may_operate
from submissions.domain import legal_holds
from submissions.models import LegalHold, Submission
from submissions.views.access import person, private, succeeded


@private
@require_http_methods(["GET", "POST"])
def holds(request: HttpRequest) -> HttpResponse:
    """What is held, and the form for one more: programme and number name the sample."""
    check_may_operate(request.user)
    if request.method == "POST":
        _place(request)
        return redirect("submissions:legal_holds")
    rows = legal_holds.standing().select_related("submission__programme", "placed_by")
    return render(request, "submissions/legal_holds.html", {"holds": rows})


def _place(request: HttpRequest) -> None:
    number = request.POST.get("number", "")
    sample = Submission.objects.filter(
        programme__slug=request.POST.get("programme", "").strip(),
        number=int(number) if re.fullmatch(r"[0-9]{1,9}", number) else 0,
    ).first()
    if sample is None:
        messages.error(request, "There is no such sample. (code sample_unknown)")
        return
    reference, user = request.POST.get("reference", ""), person(request)
    done = "The hold stands. Withdrawing still stops every use; the key is kept."
    succeeded(request, lambda: legal_holds.place(sample.pk, user, reference), done)


@private
@require_POST
def lift(request: HttpRequest, hold_id: UUID) -> HttpResponse:
    check_may_operate(request.user)
    hold = get_object_or_404(LegalHold, pk=hold_id)
    done = "Lifted. The sample is purged when it is due."
    succeeded(request, lambda: legal_holds.lift(hold.pk, person(request)), done)
    return redirect("submissions:legal_holds")
