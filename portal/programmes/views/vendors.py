"""A vendor's own page: its people, and how many samples of each are where."""

from collections.abc import Mapping
from uuid import UUID

from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.module_loading import import_string
from django.views.decorators.http import require_GET

from portal.accounts.views import signed_in
from portal.programmes import invitations
from portal.programmes.errors import InvitationRefused
from portal.programmes.forms.people import InviteContractorForm
from portal.programmes.models import Membership, Vendor
from portal.programmes.permissions import check_may_invite
from portal.programmes.roles import Role
from portal.programmes.standing import standings
from portal.programmes.views.access import managed


@login_required
@require_GET
def my_vendors(request: HttpRequest) -> HttpResponse:
    own = {
        vendor_id
        for here in standings(request.user).values()
        for vendor_id in here.managed_vendor_ids
    }
    found = list(Vendor.objects.filter(pk__in=own).select_related("programme"))
    if len(found) == 1:
        return redirect("programmes:vendor", vendor_id=found[0].pk)
    return render(request, "programmes/my_vendors.html", {"vendors": found})


@login_required
@require_GET
def vendor(request: HttpRequest, vendor_id: UUID) -> HttpResponse:
    """Counts by state for each contractor; never a title, a file or a finding."""
    found = managed(request, vendor_id)
    counts = _counts(found.pk)
    members = found.memberships.select_related("user").order_by("user__email")
    context = {
        "vendor": found,
        "members": [(member, counts.get(member.user_id, {})) for member in members],
        "invitations": found.invitations.filter(accepted_at__isnull=True, revoked_at__isnull=True),
        "is_manager": _manages(request, found),
    }
    return render(request, "programmes/vendor.html", context)


@login_required
def invite_contractor(request: HttpRequest, vendor_id: UUID) -> HttpResponse:
    found = managed(request, vendor_id)
    check_may_invite(request.user, found.programme_id, [Role.CONTRACTOR], found.pk)
    form = InviteContractorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        email = form.cleaned_data["email"]
        try:
            invitations.invite(
                found.programme, email, [Role.CONTRACTOR], signed_in(request), vendor=found
            )
        except InvitationRefused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, f"The invitation to {email} is on its way.")
            return redirect("programmes:vendor", vendor_id=found.pk)
    return render(request, "programmes/invite_contractor.html", {"vendor": found, "form": form})


def _manages(request: HttpRequest, found: Vendor) -> bool:
    return Membership.objects.filter(
        user=signed_in(request), vendor=found, role=Role.VENDOR_MANAGER, is_active=True
    ).exists()


def _counts(vendor_id: UUID) -> Mapping[UUID, Mapping[str, int]]:
    """Submissions live a floor above; the setting names the function that counts them."""
    counts: Mapping[UUID, Mapping[str, int]] = import_string(settings.SUBMISSION_COUNTS)(vendor_id)
    return counts
