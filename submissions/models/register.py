"""The do-not-accept register, and the keyed names it is compared with."""

import uuid
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q


class NameKind(StrEnum):
    ORGANISATION = "organisation"
    DOMAIN = "domain"


class EntrySource(StrEnum):
    """Why it stands there."""

    DENIED = "denied"
    NEVER = "never"
    ADDED = "added"
    """An admin wrote it."""


_KINDS = [(k, k) for k in NameKind]


class DeclaredName(models.Model):
    """A name or domain that an engagement declares now, as a keyed hash."""

    engagement = models.ForeignKey(
        "submissions.Engagement", on_delete=models.CASCADE, related_name="declared"
    )
    kind = models.CharField(max_length=12, choices=_KINDS)
    digest = models.CharField(max_length=64)
    full_digest = models.CharField(max_length=64, null=True, blank=True)  # noqa: DJ001 - unknown is not empty
    """The same with the legal form of an organisation; empty where none is stated, None
    where it was written down before forms were told apart."""

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["engagement", "kind", "digest", "full_digest"], name="declared_name_once"
            )
        ]
        indexes = [models.Index(fields=["kind", "digest"], name="declared_by_digest")]

    def __str__(self) -> str:
        return f"declared {self.kind}"


class RegisterEntry(models.Model):
    """An organisation or a domain whose work is not accepted, as a keyed hash.

    Without a programme it holds in all of them. Ended, never deleted.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        "programmes.Programme",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="register",
    )
    kind = models.CharField(max_length=12, choices=_KINDS)
    digest = models.CharField(max_length=64)
    full_digest = models.CharField(max_length=64, blank=True)
    """The same with its legal form; empty where none is stated."""
    source = models.CharField(max_length=8, choices=[(s, s) for s in EntrySource])
    asking = models.ForeignKey(
        "submissions.Asking", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    added_at = models.DateTimeField(auto_now_add=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    ended_at = models.DateTimeField(null=True, blank=True)
    end_reason = models.CharField(max_length=20, blank=True)
    """A word of ours."""

    class Meta:
        ordering = ["-added_at"]
        indexes = [models.Index(fields=["kind", "digest"], name="register_by_digest")]
        constraints = [
            models.CheckConstraint(
                condition=Q(ended_at__isnull=True, ended_by__isnull=True, end_reason="")
                | (Q(ended_at__isnull=False, ended_by__isnull=False) & ~Q(end_reason="")),
                name="register_ended_together",
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.source}"
