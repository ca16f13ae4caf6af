"""A rejection that was drawn for a second look, with the copies it was about."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods

from submissions.domain import queries
from submissions.domain.review import appeals, deciding, second_looks, thread
from submissions.domain.review.policy import REJECT_REASONS
from submissions.models import Review
from submissions.views.access import person, private, succeeded
from submissions.views.copies import clean_file, overlay, picture
from submissions.views.previews import shown


@private
@require_http_methods(["GET", "POST"])
def second_look(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Why it was rejected, and what was; POST says whether that was right."""
    if request.method == "POST":
        drawn = _drawn(request, review_id)
        user, agrees = person(request), request.POST.get("agrees") == "yes"
        done = "Kept: it was right." if agrees else "The sample is reviewed anew."
        succeeded(request, lambda: second_looks.decide(drawn.pk, user, agrees=agrees), done)
        return redirect("submissions:queue")
    drawn = _open(request, review_id)
    context = {
        "submission": drawn.submission,
        "thread": thread.read(drawn.submission, for_owner=False),
        "against": [
            {
                "reason": REJECT_REASONS.get(one.reason, ""),
                "words": deciding.words_of(one)["words"],
            }
            for one in appeals.rejecting(drawn.submission)
        ],
        **_copy(request, drawn),
    }
    return render(request, "reviews/second_look.html", context)


def _drawn(request: HttpRequest, review_id: UUID) -> Review:
    rows = Review.objects.select_related("submission__programme", "submission__current_run")
    drawn = get_object_or_404(rows, pk=review_id, audit_sample=True)
    second_looks.check_may_look(person(request), drawn)
    return drawn


def _copy(request: HttpRequest, drawn: Review) -> dict[str, Any]:
    """The files, and the one that is looked at."""
    copies = queries.clean_files(drawn.submission.current_run)
    asked = request.GET.get("file", "")
    here = next(
        (row for row, _n in copies if str(row.pk) == asked), copies[0][0] if copies else None
    )
    base = reverse("submissions:second_look", args=[drawn.pk])
    return {
        "files": [{"id": row.pk, "name": name, "is_here": row == here} for row, name in copies],
        "name": next((name for row, name in copies if row == here), ""),
        "preview": shown(here) if here else None,
        "asset_url": f"{base}copies/{here.pk}/" if here else "",
    }


@private
@require_GET
def asset(request: HttpRequest, review_id: UUID, clean_id: UUID, name: str) -> HttpResponse:
    """A picture of a preview, for as long as the second look is open."""
    return picture(clean_file(_open(request, review_id).submission, clean_id), name)


@private
@require_GET
def page(request: HttpRequest, review_id: UUID, clean_id: UUID, number: int) -> HttpResponse:
    """A page's text layer, likewise."""
    return overlay(request, clean_file(_open(request, review_id).submission, clean_id), number)


def _open(request: HttpRequest, review_id: UUID) -> Review:
    """One that still waits: a copy that was decided about or taken back is shown no more."""
    drawn = _drawn(request, review_id)
    programme_id = drawn.submission.programme_id
    get_object_or_404(second_looks.waiting(person(request), programme_id), pk=review_id)
    return drawn
