"""A rejection that was drawn for a second look."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods

from submissions.domain.review import appeals, deciding, second_looks, thread
from submissions.domain.review.policy import REJECT_REASONS
from submissions.models import Review
from submissions.views.access import person, private, succeeded


@private
@require_http_methods(["GET", "POST"])
def second_look(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Why it was rejected; POST says whether that was right."""
    drawn = get_object_or_404(
        Review.objects.select_related("submission__programme"), pk=review_id, audit_sample=True
    )
    user = person(request)
    second_looks.check_may_look(user, drawn)
    if request.method == "POST":
        agrees = request.POST.get("agrees") == "yes"
        done = "Kept: it was right." if agrees else "The sample is reviewed anew."
        if succeeded(request, lambda: second_looks.decide(drawn.pk, user, agrees=agrees), done):
            return redirect("submissions:queue")
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
    }
    return render(request, "reviews/second_look.html", context)
