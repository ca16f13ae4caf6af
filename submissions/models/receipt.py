"""Receipts of consent: signed, without content, kept after everything else is gone."""

import uuid

from django.db import models


class Receipt(models.Model):
    """What was agreed or taken back, signed when it happened; never changed."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(
        "submissions.Submission", on_delete=models.PROTECT, related_name="receipts"
    )
    status = models.CharField(max_length=10, choices=[(s, s) for s in ("given", "withdrawn")])
    purposes = models.JSONField(default=list)
    envelope = models.JSONField()
    """DSSE: the payload is the receipt as JSON-LD."""
    sha256 = models.CharField(max_length=64)
    """Of the payload's bytes."""
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["made_at"]

    def __str__(self) -> str:
        return f"receipt of consent {self.status}"
