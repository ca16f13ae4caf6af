"""A scrub run: one pass over a whole submission, with everything that went in."""

import uuid
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q


class ScrubRun(models.Model):
    """What was scrubbed, with which policy, engine and knowledge.

    Belongs to one submission and is never looked up across submissions. ``knowledge``
    (declared names, edits, values found, surrogate map) is encrypted under the
    submission's key; ``knowledge_version`` is its keyed hash.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(
        "submissions.Submission", on_delete=models.CASCADE, related_name="runs"
    )
    number = models.PositiveSmallIntegerField()
    policy_version = models.ForeignKey(
        "programmes.SettingVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    engine_version = models.CharField(max_length=80)
    knowledge_version = models.CharField(max_length=64)
    knowledge_sealed = models.BinaryField(default=bytes)
    task_sealed = models.BinaryField(default=bytes)
    """The scrubbed task text; what reviewers see and a release holds."""
    task_sha256 = models.CharField(max_length=64, blank=True)
    task_counts = models.JSONField(default=dict)
    bundle_sha256 = models.CharField(max_length=64, blank=True)
    started_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)
    voided_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["submission", "number"], name="run_number_once"),
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(finished_at__isnull=True, voided_at__isnull=True),
                name="run_one_open",
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.number}"


class Preview(StrEnum):
    """How much of a clean copy can be shown."""

    FULL = "full"
    TEXT = "text"
    """Its text alone: no picture of it could be made."""
    NONE = "none"


class CleanFile(models.Model):
    """One cleaned copy: the outcome of one artefact in one run."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    run = models.ForeignKey(ScrubRun, on_delete=models.CASCADE, related_name="files")
    artefact = models.ForeignKey(
        "submissions.Artefact", on_delete=models.CASCADE, related_name="clean_files"
    )
    storage_key = models.CharField(max_length=80)
    name_sealed = models.BinaryField(default=bytes)
    """The scrubbed name; sealed all the same until release."""
    format = models.CharField(max_length=20)
    size = models.PositiveBigIntegerField()
    sha256 = models.CharField(max_length=64)
    counts = models.JSONField(default=dict)
    proof = models.JSONField(default=dict)
    preview_key = models.CharField(max_length=80, blank=True)
    preview = models.CharField(
        max_length=4, default=Preview.FULL.value, choices=[(p, p) for p in Preview]
    )
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["run", "artefact"], name="clean_once_per_run"),
        ]

    def __str__(self) -> str:
        return f"clean copy {self.sha256[:8]}"


class Finding(models.Model):
    """One thing that was removed, or found by a cross-check. Never its text."""

    run = models.ForeignKey(
        ScrubRun, on_delete=models.CASCADE, related_name="findings", null=True, blank=True
    )
    artefact = models.ForeignKey(
        "submissions.Artefact",
        on_delete=models.CASCADE,
        related_name="findings",
        null=True,
        blank=True,
    )
    """Null for the task's typed text."""
    field = models.CharField(max_length=40, blank=True)
    kind = models.CharField(max_length=40)
    detector = models.CharField(max_length=60)
    score = models.FloatField()
    locator = models.TextField()
    """Whole, however deep the file it names lies: marks find their place again by it."""
    place = models.JSONField(default=dict)
    start = models.PositiveIntegerField(default=0)
    end = models.PositiveIntegerField(default=0)
    digest = models.CharField(max_length=64)
    number = models.PositiveIntegerField(default=0)
    suggestion = models.BooleanField(default=False)

    class Meta:
        indexes = [models.Index(fields=["run", "artefact", "kind", "number"], name="finding_list")]

    def __str__(self) -> str:
        return f"{self.kind} {self.number}"


class Evidence(models.Model):
    """What a cross-check saw in a file before scrubbing: a marking, an owner, a domain.

    ``cross_check`` is X1 to X11, ``name`` a word of ours, ``weight`` 0 to 1. The text itself
    stays in the sealed reading.
    """

    artefact = models.ForeignKey(
        "submissions.Artefact", on_delete=models.CASCADE, related_name="evidence"
    )
    cross_check = models.CharField(max_length=4)
    name = models.CharField(max_length=40)
    place = models.JSONField(default=dict)
    locator = models.TextField(blank=True)
    digest = models.CharField(max_length=64)
    weight = models.FloatField(default=1.0)
    relation = models.CharField(max_length=20, blank=True)
    """How the value stands to the declared names: ``declared``, ``other``, ``self``, or empty."""

    class Meta:
        indexes = [models.Index(fields=["artefact", "cross_check"], name="evidence_list")]

    def __str__(self) -> str:
        return f"{self.cross_check} {self.name}"


class RedactionEdit(models.Model):
    """A person's change to the redactions; the original is scrubbed again with it.

    ``body_sealed`` holds locator, offsets and the selected text; the digests bind it to
    one place in one version of the file.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(
        "submissions.Submission", on_delete=models.CASCADE, related_name="edits"
    )
    artefact = models.ForeignKey(
        "submissions.Artefact",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="edits",
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    action = models.CharField(max_length=12, choices=[("add", "add"), ("keep", "keep")])
    reason = models.CharField(max_length=40, blank=True)
    everywhere = models.BooleanField(default=False)
    body_sealed = models.BinaryField(default=bytes)
    created_at = models.DateTimeField(auto_now_add=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    asked_at = models.DateTimeField(null=True, blank=True)
    """Set while a "not private" on a hard kind waits for a reviewer."""
    granted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )

    class Meta:
        ordering = ["created_at"]

    def __str__(self) -> str:
        return f"{self.action} edit"
