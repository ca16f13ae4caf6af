"""A reviewer's request to read one original: asked with a reason, granted by somebody else."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class OriginalRequest(models.Model):
    """One reviewer, one file. Granted, it may be read until ``until`` and no longer."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(
        "submissions.Submission", on_delete=models.CASCADE, related_name="original_requests"
    )
    artefact = models.ForeignKey(
        "submissions.Artefact", on_delete=models.CASCADE, related_name="original_requests"
    )
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    reason = models.CharField(max_length=40)
    words_sealed = models.BinaryField(default=bytes)
    asked_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    until = models.DateTimeField(null=True, blank=True)
    """When a granted look ends; empty where it was refused or nobody has answered."""

    class Meta:
        ordering = ["asked_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["artefact", "asked_by"],
                condition=Q(decided_at__isnull=True),
                name="original_asked_once",
            ),
            models.CheckConstraint(
                condition=Q(decided_by__isnull=True) | ~Q(decided_by=F("asked_by")),
                name="original_second_person",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, until__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False),
                name="original_decided_together",
            ),
            models.CheckConstraint(condition=~Q(reason=""), name="original_has_reason"),
        ]

    def __str__(self) -> str:
        return "request for an original"
