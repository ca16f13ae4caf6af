"""A contractor's own consents: what stands, its receipts, and taking it back."""

import json
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.programmes import versions
from portal.programmes.kinds import SettingKind
from submissions.domain import withdrawal
from submissions.models import Receipt, RecordState, Submission
from submissions.views.access import own, person, private, succeeded


def of(sample: Submission) -> dict[str, object]:
    """What the sample's page says about consent."""
    labels = versions.current(sample.programme_id, SettingKind.CONSENT)["purposes"]
    given = sample.consents.filter(state=RecordState.GIVEN).order_by("purpose")
    return {
        "consents": [
            {
                "purpose": row.purpose,
                "label": labels.get(row.purpose, row.purpose),
                "at": row.given_at,
            }
            for row in given
        ],
        "receipts": list(Receipt.objects.filter(submission=sample).order_by("-made_at")),
    }


@private
@require_POST
def withdraw_purpose(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    own(request, submission_id)
    user, purpose = person(request), request.POST.get("purpose", "")
    done = "Withdrawn. Nothing uses the sample for that any more."
    succeeded(request, lambda: withdrawal.withdraw_purpose(submission_id, user, purpose), done)
    return redirect("submissions:submission", submission_id=submission_id)


@private
@require_GET
def receipt(request: HttpRequest, submission_id: UUID, receipt_id: UUID) -> HttpResponse:
    """The signed receipt as a file; it is there after everything else is deleted."""
    sample = own(request, submission_id, even_withdrawn=True)
    found = Receipt.objects.filter(pk=receipt_id, submission=sample).first()
    if found is None:
        raise Http404
    body = json.dumps(found.envelope, indent=1, sort_keys=True)
    name = f'attachment; filename="receipt-{found.pk}.dsse.json"'
    headers = {"Content-Disposition": name, "X-Content-Type-Options": "nosniff"}
    return HttpResponse(body, content_type="application/json", headers=headers)


@private
@require_http_methods(["GET", "POST"])
def withdraw_all(request: HttpRequest) -> HttpResponse:
    """GET says what would be withdrawn; POST does it."""
    user = person(request)
    rows = Submission.objects.filter(contractor=user).exclude(state__in=withdrawal.OVER)
    if request.method == "POST":
        number = withdrawal.withdraw_all(user)
        messages.success(request, f"{number} withdrawn. Nobody can use them any more.")
        return redirect("submissions:home")
    return render(request, "submissions/withdraw_all.html", {"number": rows.count()})
