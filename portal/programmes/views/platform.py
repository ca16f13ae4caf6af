"""Pages of the platform admins: programmes, accounts, the audit log. No file content."""

from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from portal.accounts import erasure, rights
from portal.accounts.erasure import ErasureRefused
from portal.accounts.models import User
from portal.accounts.second_factor import asks_again
from portal.accounts.views import signed_in
from portal.audit import source
from portal.audit.models import AuditHead
from portal.audit.verify import faults
from portal.programmes import invitations, people
from portal.programmes.errors import InvitationRefused
from portal.programmes.forms.people import InviteContractorForm, ProgrammeForm
from portal.programmes.models import Membership, Programme
from portal.programmes.permissions import check_may_change_account, check_may_operate
from portal.programmes.roles import Role

PAGE = 50


@login_required
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    check_may_operate(request.user)
    context = {
        "programmes": Programme.objects.all(),
        "accounts": User.objects.filter(is_active=True).count(),
        "erasures": User.objects.filter(erasure_requested_at__isnull=False, erased_at__isnull=True),
        "heads": AuditHead.objects.count(),
    }
    return render(request, "programmes/platform.html", context)


@login_required
def new_programme(request: HttpRequest) -> HttpResponse:
    check_may_operate(request.user)
    form = ProgrammeForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        found, by = form.cleaned_data, signed_in(request)
        programme = people.create_programme(
            found["name"], found["slug"], by, storage_region=found["storage_region"]
        )
        try:
            invitations.invite(programme, found["admin"], [Role.PROGRAMME_ADMIN], by)
        except InvitationRefused as refused:
            messages.warning(request, refused.sentence)
        else:
            messages.success(request, "The programme stands; its first admin is invited.")
        return redirect("platform:home")
    return render(request, "programmes/new_programme.html", {"form": form})


@login_required
def invite_admin(request: HttpRequest, slug: str) -> HttpResponse:
    """Another admin for a programme, where the first invitation came to nothing."""
    check_may_operate(request.user)
    programme = get_object_or_404(Programme, slug=slug)
    form = InviteContractorForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            invitations.invite(
                programme,
                form.cleaned_data["email"],
                [Role.PROGRAMME_ADMIN],
                signed_in(request),
            )
        except InvitationRefused as refused:
            form.add_error(None, refused.sentence)
        else:
            messages.success(request, "The invitation is on its way.")
            return redirect("platform:home")
    context = {"form": form, "programme": programme}
    return render(request, "programmes/invite_admin.html", context)


@login_required
@require_GET
def accounts(request: HttpRequest) -> HttpResponse:
    """Accounts by address, searched by the address's beginning, a page at a time."""
    check_may_operate(request.user)
    search, start = request.GET.get("q", "").strip().lower(), request.GET.get("from", "")
    found = list(
        User.objects.filter(email__startswith=search, email__gte=start).order_by("email")[
            : PAGE + 1
        ]
    )
    context = {
        "accounts": found[:PAGE],
        "search": search,
        "next_email": found[PAGE].email if len(found) > PAGE else "",
    }
    return render(request, "programmes/accounts.html", context)


@login_required
@require_GET
def account(request: HttpRequest, account_id: UUID) -> HttpResponse:
    check_may_operate(request.user)
    found = get_object_or_404(User, pk=account_id)
    memberships = Membership.objects.filter(user=found).select_related("programme", "vendor")
    context = {"account": found, "memberships": memberships}
    return render(request, "programmes/account.html", context)


@asks_again
@require_POST
def change_account(request: HttpRequest, account_id: UUID) -> HttpResponse:
    """Switch off or on, make or end platform admin, reset second factors, erase."""
    check_may_change_account(request.user, account_id)
    found = get_object_or_404(User, pk=account_id)
    by, what = signed_in(request), request.POST.get("what", "")
    try:
        _change(found, by, what)
    except ErasureRefused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, "The account was changed.")
    return redirect("platform:account", account_id=account_id)


def _change(found: User, by: User, what: str) -> None:
    match what:
        case "switch_off" | "switch_on":
            rights.switch(found, by, on=what == "switch_on")
        case "make_admin" | "end_admin":
            rights.make_platform_admin(found, by, yes=what == "make_admin")
        case "reset_factors":
            rights.reset_second_factors(found, by)
        case "erase":
            erasure.erase(found, by)
        case _:
            raise ErasureRefused("That is not something an account can be changed to.")


@login_required
@require_POST
def check_audit(request: HttpRequest) -> HttpResponse:
    """Reads every row of the log once; a long log is checked by the command instead."""
    check_may_operate(request.user)
    found = faults(source.from_database())
    return render(request, "programmes/audit.html", {"faults": found})
