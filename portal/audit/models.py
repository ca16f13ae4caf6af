"""The rows of the log.

Every column is text or a number, so that any changed byte is readable and found by
``verify``; nothing is parsed by a field before it is checked.
"""

import uuid

from django.db import models

PLATFORM = "platform"
GENESIS = "0" * 64
"""What the first row of a chain names as the hash before it."""


def _new_id() -> str:
    return uuid.uuid4().hex


class AuditHead(models.Model):
    """The last row of each chain; locked last in a transaction, so that chains do not fork."""

    chain = models.CharField(max_length=36, primary_key=True)
    number = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default=GENESIS)

    def __str__(self) -> str:
        return f"{self.chain} at {self.number}"


class AuditEvent(models.Model):
    """One event. ``subject`` and ``actor`` are ids or keyed hashes, never names."""

    id = models.CharField(max_length=32, primary_key=True, default=_new_id, editable=False)
    chain = models.CharField(max_length=36)
    number = models.PositiveBigIntegerField()
    at = models.CharField(max_length=27, help_text="ISO 8601, UTC, microseconds")
    event = models.CharField(max_length=80)
    actor = models.CharField(max_length=64, blank=True)
    subject_kind = models.CharField(max_length=40, blank=True)
    subject = models.CharField(max_length=64, blank=True)
    facts = models.TextField(help_text="RFC 8785 JSON")
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "number"], name="audit_one_row_per_number"),
        ]
        indexes = [
            models.Index(fields=["subject_kind", "subject"], name="audit_by_subject"),
            models.Index(fields=["actor"], name="audit_by_actor"),
        ]

    def __str__(self) -> str:
        return f"{self.chain} {self.number} {self.event}"
