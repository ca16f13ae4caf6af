"""What a reviewer of a programme knows: kept by its admin, used by the review queue."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render

from portal.accounts.views import signed_in
from portal.programmes.forms.skills import SkillsForm
from portal.programmes.models import Membership
from portal.programmes.people import note_skills
from portal.programmes.roles import REVIEWERS
from portal.programmes.views.access import administered


@login_required
def skills(request: HttpRequest, slug: str, membership_id: UUID) -> HttpResponse:
    """Fields, kinds of work and languages that a reviewer is offered first."""
    programme = administered(request, slug)
    membership = get_object_or_404(
        Membership.objects.select_related("user"),
        pk=membership_id,
        programme=programme,
        role__in=REVIEWERS,
    )
    form = SkillsForm(request.POST or None, programme=programme, kept=membership.skills)
    if request.method == "POST" and form.is_valid():
        note_skills(membership, form.skills(), signed_in(request))
        messages.success(request, "Saved. It counts from the next claim on.")
        return redirect("programmes:people", slug=slug)
    context = {"programme": programme, "member": membership, "form": form}
    return render(request, "programmes/skills.html", context)
