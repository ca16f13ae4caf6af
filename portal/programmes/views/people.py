"""The people of a programme: who they are, what they may do, who is invited."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from portal.accounts.views import signed_in
from portal.programmes import invitations
from portal.programmes.errors import InvitationRefused, MembershipRefused
from portal.programmes.forms.people import InviteForm, VendorForm
from portal.programmes.models import Invitation, Membership
from portal.programmes.people import create_vendor, switch
from portal.programmes.permissions import check_may_change_roles, check_may_invite
from portal.programmes.views.access import administered

PAGE = 100


@login_required
@require_GET
def people(request: HttpRequest, slug: str) -> HttpResponse:
    """Members by name, a page at a time, and the invitations that are open."""
    programme = administered(request, slug)
    start = request.GET.get("from", "")
    members = (
        Membership.objects.filter(programme=programme, user__email__gte=start)
        .select_related("user", "vendor")
        .order_by("user__email", "role")[: PAGE + 1]
    )
    found = list(members)
    context = {
        "programme": programme,
        "members": found[:PAGE],
        "next_email": found[PAGE].user.email if len(found) > PAGE else "",
        "invitations": Invitation.objects.filter(
            programme=programme, accepted_at__isnull=True, revoked_at__isnull=True
        ).select_related("vendor", "invited_by")[:PAGE],
    }
    return render(request, "programmes/people.html", context)


@login_required
@require_POST
def switch_member(request: HttpRequest, slug: str, membership_id: UUID) -> HttpResponse:
    programme = administered(request, slug)
    membership = get_object_or_404(Membership, pk=membership_id, programme=programme)
    check_may_change_roles(request.user, programme.pk, membership.user_id)
    switch(membership, signed_in(request), on=request.POST.get("on") == "yes")
    messages.success(request, "The role was changed.")
    return redirect("programmes:people", slug=slug)


@login_required
def invite(request: HttpRequest, slug: str) -> HttpResponse:
    programme = administered(request, slug)
    form = InviteForm(request.POST or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        found = form.cleaned_data
        vendor = found["vendor"]
        check_may_invite(request.user, programme.pk, found["roles"], vendor.pk if vendor else None)
        try:
            invitations.invite(
                programme, found["email"], found["roles"], signed_in(request), vendor=vendor
            )
        except InvitationRefused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"The invitation to {found['email']} is on its way.")
            return redirect("programmes:people", slug=slug)
    return render(request, "programmes/invite.html", {"programme": programme, "form": form})


@login_required
@require_POST
def revoke_invitation(request: HttpRequest, slug: str, invitation_id: UUID) -> HttpResponse:
    programme = administered(request, slug)
    invitation = get_object_or_404(Invitation, pk=invitation_id, programme=programme)
    invitations.revoke(invitation, signed_in(request))
    messages.success(request, "The invitation is withdrawn.")
    return redirect("programmes:people", slug=slug)


@login_required
def vendors(request: HttpRequest, slug: str) -> HttpResponse:
    programme = administered(request, slug)
    form = VendorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            create_vendor(programme, form.cleaned_data["name"], signed_in(request))
        except MembershipRefused as refused:
            form.add_error("name", refused.sentence)
        else:
            messages.success(request, "The vendor was added.")
            return redirect("programmes:vendors", slug=slug)
    context = {"programme": programme, "form": form, "vendors": programme.vendors.all()}
    return render(request, "programmes/vendors.html", context)
