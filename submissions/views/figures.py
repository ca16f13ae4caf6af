"""A programme's figures for its admins: where does it stick? No file content."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_GET

from portal.programmes import permissions
from portal.programmes.models import Programme
from submissions.domain import queries
from submissions.domain.review.policy import REJECT_REASONS
from submissions.states import State
from submissions.views.access import private
from submissions.views.wording import label_of

ABOUT = {
    "R1": "owner or consent not known",
    "R2": "no permission of the owner",
    "R3": "under a confidentiality agreement",
    "R4": "the employer itself must say",
    "R5": "the permission's term",
    "R6": "the permission's territory",
    "R7": "open licence",
    "R8": "a file shows another owner",
    "R9": "marked as confidential",
    "R10": "protected by law",
    "R11": "do-not-accept register",
    "R12": "seen before",
    "R13": "a file could not be checked",
    "R14": "authenticity",
}


@private
@require_GET
def figures(request: HttpRequest, slug: str) -> HttpResponse:
    programme = get_object_or_404(Programme, slug=slug)
    permissions.check_may_administer(request.user, programme.pk)
    found = queries.figures(programme.pk)
    most = max(found.states.values(), default=1)
    context = {
        "programme": programme,
        "figures": found,
        "rules": [(line, ABOUT.get(line.rule, "")) for line in found.rules],
        "funnel": [
            {"label": label_of(state), "count": found.states[state.value], "most": most}
            for state in State
            if state.value in found.states
        ],
        "rejected": [
            (REJECT_REASONS.get(reason, reason), count) for reason, count in found.rejected.items()
        ],
    }
    return render(request, "submissions/figures.html", context)
