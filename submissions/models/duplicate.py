"""The index of files across the portal: keyed hashes only, gone when the sample is taken back."""

from django.db import models


class FileTrace(models.Model):
    """What a file that was read leaves in the index. Means nothing without the portal key.

    ``exact`` is the HMAC of the git blob id (the SWHID of its content), ``sketch`` the
    smallest keyed hashes of its five-word shingles, eight bytes each, ascending.
    """

    artefact = models.ForeignKey(
        "submissions.Artefact", on_delete=models.CASCADE, related_name="traces"
    )
    part = models.CharField(max_length=40, blank=True)
    """Which file inside an archive, by numbers alone ("3", "3!0"); empty for the file itself."""
    exact = models.CharField(max_length=64, db_index=True)
    sketch = models.BinaryField(default=bytes)
    created_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["artefact", "part"], name="trace_of_part_once"),
        ]

    def __str__(self) -> str:
        return f"trace {self.exact[:8]}"


class TraceBand(models.Model):
    """One band of a file's MinHash: files alike share some, and only those are compared."""

    trace = models.ForeignKey(FileTrace, on_delete=models.CASCADE, related_name="bands")
    band = models.CharField(max_length=20)

    class Meta:
        indexes = [models.Index(fields=["band"], name="trace_band")]

    def __str__(self) -> str:
        return f"band {self.band[:4]}"


class PublicCopy(models.Model):
    """A file known to be public, by the HMAC of its git blob id. Loaded by an operator."""

    exact = models.CharField(max_length=64, primary_key=True)

    def __str__(self) -> str:
        return f"public copy {self.exact[:8]}"


class LogoTrace(models.Model):
    """One band of the look of a picture that repeats in a file: HMACs of its perceptual hash.

    With them the same logo is seen in files of another declared organisation (cross-check X6).
    """

    artefact = models.ForeignKey(
        "submissions.Artefact", on_delete=models.CASCADE, related_name="logo_traces"
    )
    logo = models.PositiveSmallIntegerField()
    """Counts the repeated pictures of a file from 1."""
    band = models.CharField(max_length=20)

    class Meta:
        indexes = [models.Index(fields=["band"], name="logo_band")]

    def __str__(self) -> str:
        return f"logo band {self.band[:4]}"
