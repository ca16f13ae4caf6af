"""A programme is a tenant: its vendors, its people and the versions of its settings."""

import uuid
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone

from portal.programmes.kinds import SettingKind
from portal.programmes.roles import Role

if TYPE_CHECKING:
    from portal.programmes.versions import Setting

__all__ = [
    "Invitation",
    "Membership",
    "Programme",
    "Role",
    "SettingKind",
    "SettingVersion",
    "Vendor",
]

_PERSON = settings.AUTH_USER_MODEL


class Programme(models.Model):
    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    slug = models.SlugField(max_length=60, unique=True)
    name = models.CharField(max_length=120)
    storage_region = models.CharField(
        max_length=2, default="DE", help_text="Two-letter country code of where files are kept"
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]

    def __str__(self) -> str:
        return self.name

    def setting(self, kind: SettingKind) -> "Setting":
        """What the kind says now: ``.body`` with defaults filled in, and ``.version_id``."""
        from portal.programmes import versions  # it imports these models

        return versions.current(self.pk, kind)


class Vendor(models.Model):
    """A firm that recruits contractors for one programme."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="vendors")
    name = models.CharField(max_length=120)
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                "programme", Lower("name"), name="vendor_name_once_per_programme"
            ),
        ]

    def __str__(self) -> str:
        return self.name


class Membership(models.Model):
    """One person in one role of one programme. Ended ones stay, switched off."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(_PERSON, on_delete=models.PROTECT, related_name="memberships")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="memberships")
    vendor = models.ForeignKey(
        Vendor, on_delete=models.PROTECT, null=True, blank=True, related_name="memberships"
    )
    role = models.CharField(max_length=20, choices=[(r, r.label) for r in Role])
    is_active = models.BooleanField(default=True)
    skills = models.JSONField(default=dict, blank=True)
    """What a reviewer knows: ``domains``, ``categories`` and ``languages``, each a list."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user", "programme", "role"], name="membership_once_per_role"
            ),
            models.CheckConstraint(
                condition=Q(role__in=[r.value for r in Role]), name="membership_role_known"
            ),
            models.CheckConstraint(
                condition=~Q(role=Role.VENDOR_MANAGER) | Q(vendor__isnull=False),
                name="membership_manager_has_vendor",
            ),
            models.CheckConstraint(
                condition=Q(vendor__isnull=True)
                | Q(role__in=[Role.CONTRACTOR, Role.VENDOR_MANAGER]),
                name="membership_staff_has_no_vendor",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.role} in {self.programme_id}"

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Also forgets what the person's roles were, where the account is at hand."""
        super().save(*args, **kwargs)
        self.user.__dict__.pop("roles_by_programme", None)


class Invitation(models.Model):
    """A way into the portal for one address. The token itself is only in the mail."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="invitations")
    vendor = models.ForeignKey(
        Vendor, on_delete=models.PROTECT, null=True, blank=True, related_name="invitations"
    )
    email = models.EmailField()
    roles = models.JSONField(default=list)
    token_sha256 = models.CharField(max_length=64, unique=True)
    invited_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    accepted_at = models.DateTimeField(null=True, blank=True)
    accepted_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True, accepted_by__isnull=True)
                | Q(accepted_at__isnull=False, accepted_by__isnull=False),
                name="invitation_accepted_paired",
            ),
            models.CheckConstraint(
                condition=Q(accepted_at__isnull=True) | Q(revoked_at__isnull=True),
                name="invitation_not_accepted_and_revoked",
            ),
        ]

    def __str__(self) -> str:
        return f"invitation into {self.programme_id}"

    @property
    def is_open(self) -> bool:
        closed = self.accepted_at or self.revoked_at
        return not closed and self.expires_at > timezone.now()


class SettingVersion(models.Model):
    """One version of one kind of a programme's settings. Written once, never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="versions")
    kind = models.CharField(max_length=12, choices=[(k, k.label) for k in SettingKind])
    number = models.PositiveIntegerField()
    body = models.JSONField()
    sha256 = models.CharField(max_length=64)
    created_by = models.ForeignKey(
        _PERSON, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["programme", "kind", "-number"]
        constraints = [
            models.UniqueConstraint(
                fields=["programme", "kind", "number"], name="setting_number_once"
            ),
            models.CheckConstraint(
                condition=Q(kind__in=[k.value for k in SettingKind]), name="setting_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"
