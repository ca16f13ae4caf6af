"""A programme's own pages for its admins: which there are, and what is set up."""

from django.contrib.auth.decorators import login_required
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET

from portal.programmes import versions
from portal.programmes.models import Programme
from portal.programmes.roles import Role
from portal.programmes.standing import standings
from portal.programmes.views.access import administered


@login_required
@require_GET
def programmes(request: HttpRequest) -> HttpResponse:
    own = [
        programme_id
        for programme_id, here in standings(request.user).items()
        if Role.PROGRAMME_ADMIN in here.roles
    ]
    found = list(Programme.objects.filter(pk__in=own))
    if len(found) == 1:
        return redirect("programmes:overview", slug=found[0].slug)
    return render(request, "programmes/list.html", {"programmes": found})


@login_required
@require_GET
def overview(request: HttpRequest, slug: str) -> HttpResponse:
    programme = administered(request, slug)
    active = Q(memberships__is_active=True)
    counts = Programme.objects.filter(pk=programme.pk).aggregate(
        **{
            role.value: Count("memberships", filter=active & Q(memberships__role=role))
            for role in Role
        }
    )
    context = {
        "programme": programme,
        "settings": versions.all_current(programme.pk).values(),
        "people": [(role.label, counts[role]) for role in Role],
    }
    return render(request, "programmes/overview.html", context)
