"""Legal holds: what a court or an authority wants kept is not purged while one stands."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q


class LegalHold(models.Model):
    """Stops the destruction of a sample's key, and nothing else: use ends all the same."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(
        "submissions.Submission", on_delete=models.PROTECT, related_name="legal_holds"
    )
    reference = models.CharField(max_length=80)
    """The letter or file number it rests on, as the platform admin typed it."""
    placed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    placed_at = models.DateTimeField(auto_now_add=True)
    lifted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    lifted_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-placed_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["submission"], condition=Q(lifted_at__isnull=True), name="legal_hold_once"
            ),
        ]

    def __str__(self) -> str:
        return "legal hold"
