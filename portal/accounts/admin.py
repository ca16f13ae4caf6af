"""The stock admin shows accounts; ``User.has_perm`` lets nobody change anything there."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.http import urlencode

from portal.accounts.models import User

# Their pages show secrets, addresses and sessions that nobody needs to read there.
for model in (Authenticator, EmailAddress, EmailConfirmation, UserSession):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


def _sign_in_elsewhere(request: HttpRequest, extra_context: object = None) -> HttpResponse:
    """The stock sign-in page asks for no second factor; ours does."""
    del extra_context
    if isinstance(request.user, User):
        if not request.user.is_staff:
            raise PermissionDenied
        return redirect("admin:index")
    here = urlencode({REDIRECT_FIELD_NAME: request.GET.get(REDIRECT_FIELD_NAME, "/admin/")})
    return redirect(f"{reverse('account_login')}?{here}")


admin.site.login = _sign_in_elsewhere  # type: ignore[method-assign] # Django's own advice


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    list_display = ("email", "display_name", "is_active", "is_platform_admin", "date_joined")
    list_filter = ("is_active", "is_platform_admin")
    search_fields = ("email",)
    exclude = ("password",)
