"""An engagement: one past job or client of a contractor, answered once and reused."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class Engagement(models.Model):
    """One job or client. The current answers are derived from its attestations.

    Everything typed about it is sealed under the engagement's own key (KeyKind
    engagement); ``organisation_digest`` is the keyed hash of its legal name under the
    portal key, which the registers are looked up by.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    contractor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="engagements"
    )
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, related_name="engagements"
    )
    label_sealed = models.BinaryField(default=bytes)
    """What the contractor calls it in lists."""
    organisation_digest = models.CharField(max_length=64, blank=True)
    organisation_full_digest = models.CharField(max_length=64, blank=True)
    """The same with its legal form; empty where none is stated."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["-created_at"]

    def __str__(self) -> str:
        return "engagement"


class Attestation(models.Model):
    """One answer by one person at one time. Appended, never changed.

    ``value_sealed`` is JSON under the engagement's key. The latest attestation of a
    fact is the current answer.
    """

    engagement = models.ForeignKey(
        Engagement, on_delete=models.CASCADE, related_name="attestations"
    )
    fact = models.CharField(max_length=40)
    value_sealed = models.BinaryField()
    terms_version = models.ForeignKey(
        "programmes.SettingVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    actor = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at", "id"]
        indexes = [models.Index(fields=["engagement", "fact", "-id"], name="attestation_latest")]

    def __str__(self) -> str:
        return f"attestation of {self.fact}"


class EvidenceFile(models.Model):
    """A contract, an e-mail or a letter that proves a right; checked like any upload."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(Engagement, on_delete=models.CASCADE, related_name="evidence")
    kind = models.CharField(max_length=30)
    name_sealed = models.BinaryField(default=bytes)
    storage_key = models.CharField(max_length=80, blank=True)
    sha256 = models.CharField(max_length=64, blank=True)
    format = models.CharField(max_length=20, blank=True)
    code = models.CharField(max_length=40, blank=True)
    """Why it was refused."""
    state = models.CharField(
        max_length=10,
        default="received",
        choices=[(s, s) for s in ("received", "checked", "refused", "destroyed")],
    )
    destroyed_at = models.DateTimeField(null=True, blank=True)
    """When its bytes and name were deleted; hash, kind and this row stay."""
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="checked") | ~Q(sha256=""), name="evidence_checked_has_hash"
            )
        ]

    def __str__(self) -> str:
        return f"evidence {self.kind}"
