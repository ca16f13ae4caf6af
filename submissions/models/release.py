"""Releases: immutable, numbered, signed, made by two people."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Release(models.Model):
    """One dataset version of a programme; proposed by one person, confirmed by another."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, related_name="releases"
    )
    number = models.PositiveIntegerField(null=True, blank=True)
    """Drawn at confirmation; counts the releases of a programme from 1."""
    state = models.CharField(
        max_length=10,
        default="proposed",
        choices=[(s, s) for s in ("proposed", "released", "dropped")],
    )
    proposed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    proposed_at = models.DateTimeField(auto_now_add=True)
    confirmed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    confirmed_at = models.DateTimeField(null=True, blank=True)
    manifest = models.JSONField(default=dict)
    manifest_sha256 = models.CharField(max_length=64, blank=True)
    signature = models.JSONField(default=dict)
    """DSSE envelope: payload type, payload (base64), signatures with key ids."""

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="release_number_once"),
            models.CheckConstraint(
                condition=Q(confirmed_by__isnull=True) | ~Q(confirmed_by=F("proposed_by")),
                name="release_two_people",
            ),
            models.CheckConstraint(
                condition=~Q(state="released")
                | (
                    Q(number__isnull=False)
                    & Q(confirmed_by__isnull=False)
                    & Q(confirmed_at__isnull=False)
                    & ~Q(manifest_sha256="")
                ),
                name="release_is_complete",
            ),
        ]

    def __str__(self) -> str:
        return f"release {self.number or 'proposed'}"


class ReleaseItem(models.Model):
    """One submission in a release. Its copies lie under a key of their own."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    release = models.ForeignKey(Release, on_delete=models.CASCADE, related_name="items")
    submission = models.ForeignKey(
        "submissions.Submission", on_delete=models.PROTECT, related_name="release_items"
    )
    run = models.ForeignKey("submissions.ScrubRun", on_delete=models.PROTECT, related_name="+")
    bundle_sha256 = models.CharField(max_length=64)
    files = models.JSONField(default=list)
    """``{"name", "sha256", "size", "format", "part", "storage_key"}`` for each file."""
    terms_sha256 = models.CharField(max_length=64, blank=True)
    """The owners' conditions that whoever proposed it has read; empty where there are none."""
    dropped_rule = models.CharField(max_length=8, blank=True)
    """The rule that took it out when the release was confirmed."""
    revoked_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["release", "submission"], name="item_once"),
        ]

    def __str__(self) -> str:
        return "release item"


class Download(models.Model):
    """The ledger: who fetched what, when."""

    release = models.ForeignKey(Release, on_delete=models.PROTECT, related_name="downloads")
    item = models.ForeignKey(
        ReleaseItem, on_delete=models.PROTECT, null=True, blank=True, related_name="downloads"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return "download"
