"""An upload: how one artefact's bytes arrive, in parts that may be sent again."""

import uuid
from enum import StrEnum

from django.db import models
from django.db.models import Q


class UploadState(StrEnum):
    """The life of an upload. Only an open one takes parts."""

    OPEN = "open"
    COMPLETE = "complete"
    ABORTED = "aborted"


class Backend(StrEnum):
    """Where parts are sent: to the portal itself, or straight to the S3 bucket."""

    LOCAL = "local"
    S3 = "s3"


class Upload(models.Model):
    """The contract of one upload: so many bytes in so many parts of this size.

    What was promised at the start is what is signed and what must be there at the end;
    nothing the browser says later changes it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    artefact = models.OneToOneField(
        "submissions.Artefact", on_delete=models.CASCADE, related_name="upload"
    )
    backend = models.CharField(max_length=8, choices=[(b, b) for b in Backend])
    state = models.CharField(
        max_length=10, default=UploadState.OPEN, choices=[(s, s) for s in UploadState]
    )
    size = models.PositiveBigIntegerField()
    """Bytes in all, as declared at the start and reserved in the quota."""
    part_size = models.PositiveIntegerField()
    """Bytes of every part but the last."""
    external_id = models.CharField(max_length=1024, blank=True)
    """S3's own id of the multipart upload."""
    created_at = models.DateTimeField(auto_now_add=True)
    touched_at = models.DateTimeField()
    """The last sign or part; an upload that nobody touches is taken away."""
    finished_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [models.Index(fields=["state", "touched_at"], name="upload_stale")]
        constraints = [
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in UploadState]), name="upload_state_known"
            ),
            models.CheckConstraint(
                condition=Q(size__gt=0, part_size__gt=0), name="upload_sizes_positive"
            ),
            models.CheckConstraint(
                condition=Q(state=UploadState.OPEN, finished_at__isnull=True)
                | (~Q(state=UploadState.OPEN) & Q(finished_at__isnull=False)),
                name="upload_finished_paired",
            ),
        ]

    def __str__(self) -> str:
        return f"upload {self.id}"

    @property
    def part_count(self) -> int:
        return -(-self.size // self.part_size)

    def size_of(self, number: int) -> int:
        """Exact bytes of part ``number``, counted from 1. Raises ``IndexError``."""
        if not 1 <= number <= self.part_count:
            raise IndexError(number)
        return min(self.part_size, self.size - (number - 1) * self.part_size)


class UploadPart(models.Model):
    """One part that arrived whole, in the portal's own landing.

    S3 keeps its own list of parts; nothing of it is copied here.
    """

    upload = models.ForeignKey(Upload, on_delete=models.CASCADE, related_name="parts")
    number = models.PositiveSmallIntegerField()
    size = models.PositiveIntegerField()
    sha256 = models.CharField(max_length=64)
    storage_key = models.CharField(max_length=80)
    received_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["number"]
        constraints = [
            models.UniqueConstraint(fields=["upload", "number"], name="part_once"),
            models.CheckConstraint(condition=Q(number__gte=1), name="part_number_from_one"),
            models.CheckConstraint(condition=Q(size__gt=0), name="part_not_empty"),
        ]

    def __str__(self) -> str:
        return f"part {self.number}"
