"""The key store's tables. They live on the database alias ``keys`` alone."""

from django.db import models


class KeyKind(models.TextChoices):
    """What a key protects, and so what destroying it makes unreadable."""

    SUBMISSION = "submission"
    ENGAGEMENT = "engagement"
    RELEASE_ITEM = "release_item"
    ACCOUNT = "account"


class WrappedKey(models.Model):
    """One subject's key, sealed by the master key whose id stands beside it."""

    kind = models.CharField(max_length=16, choices=KeyKind.choices)
    subject = models.UUIDField()
    master_id = models.CharField(max_length=64)
    wrapped = models.BinaryField()
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], name="one_key_per_subject"),
            models.CheckConstraint(
                condition=models.Q(kind__in=KeyKind.values), name="wrapped_key_kind_known"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.subject}"


class Shred(models.Model):
    """A key that was destroyed. Rows are never deleted; a key never comes back."""

    kind = models.CharField(max_length=16, choices=KeyKind.choices)
    subject = models.UUIDField()
    reason = models.CharField(max_length=64)
    at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["kind", "subject"], name="one_shred_per_subject"),
        ]

    def __str__(self) -> str:
        return f"{self.kind}:{self.subject}"
