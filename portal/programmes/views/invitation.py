"""Accepting an invitation: looking changes nothing, only sending the form does."""

from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.http import urlencode
from django.views.decorators.cache import never_cache
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from portal.accounts.forms import FirstPasswordForm
from portal.accounts.models import User
from portal.accounts.signing_in import after_setting_password
from portal.programmes import invitations
from portal.programmes.errors import InvitationRefused
from portal.programmes.invitations import Invited
from portal.programmes.models import Invitation
from portal.programmes.roles import Role


@sensitive_post_parameters()
@never_cache
@require_http_methods(["GET", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    try:
        found = invitations.find(token)
        if isinstance(request.user, User):
            return _for_account(request, request.user, found, token)
        if invitations.account_of(found):
            return _sign_in_first(request, found)
        return _for_newcomer(request, found, token)
    except InvitationRefused as refused:
        context = {"sentence": refused.sentence, "code": refused.code}
        return render(request, "programmes/invitation_refused.html", context, status=410)


def _for_account(request: HttpRequest, user: User, found: Invitation, token: str) -> HttpResponse:
    if user.email != found.email:
        context = _about(found)
        return render(request, "programmes/invitation_other.html", context, status=409)
    if request.method == "POST":
        invitations.accept(token, user)
        messages.success(request, f"You are now in {found.programme.name}.")
        return redirect("home")
    return render(request, "programmes/invitation_add.html", _about(found))


def _sign_in_first(request: HttpRequest, found: Invitation) -> HttpResponse:
    back = urlencode({REDIRECT_FIELD_NAME: request.path})
    context = {**_about(found), "sign_in_url": f"{reverse('account_login')}?{back}"}
    return render(request, "programmes/invitation_sign_in.html", context)


def _for_newcomer(request: HttpRequest, found: Invitation, token: str) -> HttpResponse:
    form = FirstPasswordForm(request.POST or None, email=found.email)
    if request.method == "POST" and form.is_valid():
        data = form.cleaned_data
        user = invitations.accept(
            token, Invited(data["display_name"], data["timezone"], data["password"])
        )
        after_setting_password(request, user)
        return redirect("accounts:second_factor")
    return render(request, "programmes/invitation.html", {**_about(found), "form": form})


def _about(found: Invitation) -> dict[str, object]:
    return {"invitation": found, "roles": [Role(role).label for role in found.roles]}
