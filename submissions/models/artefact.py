"""An artefact: one uploaded file, or one folder or repository packed as one."""

import uuid
from enum import StrEnum

from django.db import models
from django.db.models import Q

from submissions.states import FileState


class Part(StrEnum):
    """Which side of the task a file belongs to."""

    REFERENCE = "reference"
    DELIVERABLE = "deliverable"


class Shape(StrEnum):
    """What the contractor dropped."""

    FILE = "file"
    FOLDER = "folder"
    REPOSITORY = "repository"


class Artefact(models.Model):
    """One thing that was uploaded. Its name is typed text and therefore sealed.

    Storage keys are made by the server and say nothing. ``lease_token`` is the fencing
    token of the worker that has it: a step's result is written only while the token is
    still the same.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(
        "submissions.Submission", on_delete=models.CASCADE, related_name="artefacts"
    )
    position = models.PositiveSmallIntegerField()
    part = models.CharField(max_length=12, default=Part.DELIVERABLE, choices=[(p, p) for p in Part])
    shape = models.CharField(max_length=12, default=Shape.FILE, choices=[(s, s) for s in Shape])
    name_sealed = models.BinaryField(default=bytes)
    size = models.PositiveBigIntegerField(default=0)
    sha256 = models.CharField(max_length=64, blank=True)
    format = models.CharField(max_length=20, blank=True)

    state = models.CharField(
        max_length=12, default=FileState.UPLOADING, choices=[(s, s) for s in FileState]
    )
    state_since = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    code = models.CharField(max_length=40, blank=True)
    detail = models.CharField(max_length=200, blank=True)
    """Why it is held or refused: a stable code and a detail in our own words."""

    landing_key = models.CharField(max_length=80, blank=True)
    quarantine_key = models.CharField(max_length=80, blank=True)
    reading_key = models.CharField(max_length=80, blank=True)
    """Storage key of the encrypted reading of pass one, in quarantine."""
    malware = models.CharField(max_length=20, blank=True)
    """``clean``, ``not_configured``, or empty before the scan."""
    scanned_at = models.DateTimeField(null=True, blank=True)
    replaces = models.ForeignKey(
        "self", on_delete=models.SET_NULL, null=True, blank=True, related_name="+"
    )

    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    needs_operator = models.BooleanField(default=False)

    class Meta:
        ordering = ["position", "created_at"]
        indexes = [models.Index(fields=["state", "state_since"], name="art_stalled")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in FileState]), name="art_state_known"
            ),
            models.CheckConstraint(
                condition=Q(lease_token__isnull=True, lease_until__isnull=True)
                | Q(lease_token__isnull=False, lease_until__isnull=False),
                name="art_lease_paired",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[FileState.HELD, FileState.REFUSED]) | ~Q(code=""),
                name="art_stopped_has_code",
            ),
            models.CheckConstraint(
                condition=~Q(
                    state__in=[
                        FileState.QUARANTINED,
                        FileState.CHECKED,
                        FileState.READ,
                        FileState.CLEANED,
                    ]
                )
                | (~Q(quarantine_key="") & ~Q(sha256="")),
                name="art_quarantined_is_stored",
            ),
        ]

    def __str__(self) -> str:
        return f"artefact {self.position}"
