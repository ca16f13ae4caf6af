"""A reviewer about themselves: whose work they must not see, and what they are offered first."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_http_methods, require_POST

from portal.programmes import permissions
from portal.programmes.models import Membership
from portal.programmes.roles import REVIEWERS
from portal.programmes.standing import standings
from submissions.domain.review import employers
from submissions.views.access import person, private, succeeded

SKILLS = (("domains", "Fields"), ("categories", "Kinds of work"), ("languages", "Languages"))


@private
@require_http_methods(["GET", "POST"])
def me(request: HttpRequest) -> HttpResponse:
    """Employers can be declared here; skills are kept by the programme's admin."""
    user = person(request)
    mine = [key for key, here in standings(user).items() if here.roles & REVIEWERS]
    if not mine:
        permissions.check_may_take_from_queue(user, next(iter(standings(user)), user.pk))
    if request.method == "POST":
        name = request.POST.get("employer", "")
        if succeeded(
            request, lambda: employers.add(user, name), "Work of theirs is kept from you."
        ):
            return redirect("submissions:reviewer")
    rows = Membership.objects.filter(
        user=user, programme__in=mine, role__in=REVIEWERS, is_active=True
    ).select_related("programme")
    context = {
        "employers": employers.of(user),
        "roles": [(row, _skills(row)) for row in rows.order_by("programme__name", "role")],
    }
    return render(request, "reviews/reviewer.html", context)


def _skills(row: Membership) -> list[tuple[str, str]]:
    return [(label, ", ".join(row.skills[name])) for name, label in SKILLS if row.skills.get(name)]


@private
@require_POST
def end_employer(request: HttpRequest, employer_id: UUID) -> HttpResponse:
    employers.end(person(request), employer_id)
    return redirect("submissions:reviewer")
