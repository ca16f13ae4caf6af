"""The account. Signing in is by e-mail; what a person may do comes from memberships."""

import uuid
import zoneinfo
from typing import Any, ClassVar

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.core.exceptions import ValidationError
from django.db import models
from django.db.models.functions import Lower

VIEW = "view_"


class UserManager(BaseUserManager["User"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "User":
        """An account; without a password one that cannot sign in until it has set one."""
        user = self.model(email=email.strip().lower(), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "User":
        return self.create_user(email, password, is_platform_admin=True, **fields)

    def get_by_natural_key(self, username: str | None) -> "User":
        return self.get(email=(username or "").strip().lower())


def check_timezone(name: str) -> None:
    if name not in zoneinfo.available_timezones():
        raise ValidationError("This is not a time zone we know, such as Europe/Berlin.")


class User(AbstractBaseUser):
    """A person. ``display_name`` is shown to people of the same programme's staff only."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    email = models.EmailField("e-mail address", unique=True)
    display_name = models.CharField(max_length=120, blank=True)
    timezone = models.CharField(max_length=64, default="UTC", validators=[check_timezone])
    is_platform_admin = models.BooleanField(default=False)
    is_active = models.BooleanField(default=True)
    date_joined = models.DateTimeField(auto_now_add=True)
    erasure_requested_at = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)

    objects: ClassVar[UserManager] = UserManager()

    EMAIL_FIELD = "email"
    USERNAME_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=models.Q(email=Lower("email")), name="user_email_is_lower_case"
            ),
            models.CheckConstraint(
                condition=models.Q(erased_at__isnull=True) | models.Q(is_active=False),
                name="user_erased_cannot_sign_in",
            ),
        ]

    def __str__(self) -> str:
        return self.display_name or self.email

    @property
    def is_staff(self) -> bool:
        """Whether the person may open the stock admin, which shows and never changes."""
        return self.is_active and self.is_platform_admin

    def has_perm(self, perm: str, obj: object = None) -> bool:
        """The stock admin asks this; it answers yes to looking alone (decision 16)."""
        del obj
        return self.is_staff and perm.rpartition(".")[2].startswith(VIEW)

    def has_module_perms(self, app_label: str) -> bool:
        del app_label
        return self.is_staff
