"""Organisations that a reviewer works or worked for: their work is not offered to them."""

import uuid

from django.conf import settings
from django.db import models

from submissions.models.register import NameKind


class Employer(models.Model):
    """One name or domain as a keyed hash, as engagements declare theirs.

    ``label_sealed`` is what the reviewer typed, under the key of their account: nobody else
    reads it, and names are compared by their hashes alone.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="employers"
    )
    kind = models.CharField(max_length=12, choices=[(k, k) for k in NameKind])
    digest = models.CharField(max_length=64)
    label_sealed = models.BinaryField(default=bytes)
    added_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["added_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "digest"],
                condition=models.Q(ended_at__isnull=True),
                name="employer_once",
            )
        ]

    def __str__(self) -> str:
        return f"employer {self.kind}"
