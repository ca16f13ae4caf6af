"""The stock admin shows accounts; ``User.has_perm`` lets nobody change anything there."""

from allauth.account.models import EmailAddress, EmailConfirmation
from allauth.mfa.models import Authenticator
from allauth.usersessions.models import UserSession
from django.contrib import admin

from portal.accounts.models import User

# Their pages show secrets, addresses and sessions that nobody needs to read there.
for model in (Authenticator, EmailAddress, EmailConfirmation, UserSession):
    if admin.site.is_registered(model):
        admin.site.unregister(model)


@admin.register(User)
class UserAdmin(admin.ModelAdmin[User]):
    list_display = ("email", "display_name", "is_active", "is_platform_admin", "date_joined")
    list_filter = ("is_active", "is_platform_admin")
    search_fields = ("email",)
    exclude = ("password",)
