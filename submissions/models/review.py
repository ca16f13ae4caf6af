"""Reviews: a claim with a lease, a checklist, a decision."""

import uuid
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import F, Q


class Gate(StrEnum):
    """The two gates of review."""

    CLEARANCE = "clearance"
    QUALITY = "quality"


class Decision(StrEnum):
    """What a reviewer may say."""

    APPROVE = "approve"
    ASK = "ask"
    REJECT = "reject"


class Review(models.Model):
    """One reviewer's look at one bundle at one gate.

    Open while ``decision`` is empty and ``closed_at`` null. ``lease_token`` must be
    quoted to decide; an expired lease decides nothing.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(
        "submissions.Submission", on_delete=models.CASCADE, related_name="reviews"
    )
    contractor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    """Copied from the submission, so that the database can refuse a review of own work."""
    run = models.ForeignKey("submissions.ScrubRun", on_delete=models.CASCADE, related_name="+")
    bundle_sha256 = models.CharField(max_length=64)
    gate = models.CharField(max_length=10, choices=[(g, g) for g in Gate])
    reviewer = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="reviews"
    )
    lease_token = models.UUIDField(default=uuid.uuid4)
    lease_until = models.DateTimeField()
    claimed_at = models.DateTimeField(auto_now_add=True)
    closed_at = models.DateTimeField(null=True, blank=True)
    skip_reason = models.CharField(max_length=40, blank=True)
    decision = models.CharField(max_length=8, blank=True, choices=[(d, d) for d in Decision])
    reason = models.CharField(max_length=40, blank=True)
    words_sealed = models.BinaryField(default=bytes)
    checklist = models.JSONField(default=dict)
    grades = models.JSONField(default=dict)
    slot = models.PositiveSmallIntegerField(default=1)
    """Which of the looks that a bundle needs: 1, 2 where two are wanted, 3 to adjudicate."""
    adjudicates = models.BooleanField(default=False)
    audit_sample = models.BooleanField(default=False)
    """A rejection drawn at random for a second look by an auditor."""
    second_look_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    second_look_at = models.DateTimeField(null=True, blank=True)
    second_look_agrees = models.BooleanField(null=True, blank=True)
    superseded_at = models.DateTimeField(null=True, blank=True)
    """Set when an appeal was granted: the decision stays, and its slot is free again."""

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(reviewer=F("contractor")), name="review_not_own_work"
            ),
            models.UniqueConstraint(
                fields=["reviewer"],
                condition=Q(closed_at__isnull=True),
                name="review_one_open_each",
            ),
            models.CheckConstraint(
                condition=Q(decision="") | Q(closed_at__isnull=False),
                name="review_decided_is_closed",
            ),
            models.CheckConstraint(
                condition=~Q(decision__in=["ask", "reject"]) | ~Q(reason=""),
                name="review_ask_and_reject_have_reason",
            ),
            models.UniqueConstraint(
                fields=["submission", "gate", "reviewer", "bundle_sha256"],
                condition=Q(decision__in=["approve", "reject"]),
                name="review_decides_once",
            ),
            models.UniqueConstraint(
                fields=["submission", "gate", "bundle_sha256", "slot"],
                condition=Q(superseded_at__isnull=True)
                & (Q(closed_at__isnull=True) | Q(decision__in=["approve", "reject"])),
                name="review_slot_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.gate} review"


class Message(models.Model):
    """One message of the thread between contractor and reviewer. Typed text: sealed.

    ``shown_sealed`` is the scrubbed text, the only one the other side sees.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(
        "submissions.Submission", on_delete=models.CASCADE, related_name="messages"
    )
    review = models.ForeignKey(
        Review, on_delete=models.CASCADE, null=True, blank=True, related_name="messages"
    )
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by_contractor = models.BooleanField()
    text_sealed = models.BinaryField()
    shown_sealed = models.BinaryField(default=bytes)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return "message"


class Appeal(models.Model):
    """A contractor's objection to a rejection; decided by somebody else than who rejected.

    ``review`` is empty where a rule rejected, not a person.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(
        "submissions.Submission", on_delete=models.CASCADE, related_name="appeals"
    )
    review = models.ForeignKey(
        Review, on_delete=models.CASCADE, null=True, blank=True, related_name="appeals"
    )
    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="+")
    """The words of the appeal: sealed and scrubbed like every message."""
    made_at = models.DateTimeField(auto_now_add=True)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    granted = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission"],
                condition=Q(decided_at__isnull=True),
                name="appeal_one_open",
            ),
            models.CheckConstraint(
                condition=Q(decided_at__isnull=True, decided_by__isnull=True, granted__isnull=True)
                | Q(decided_at__isnull=False, decided_by__isnull=False, granted__isnull=False),
                name="appeal_decided_together",
            ),
        ]

    def __str__(self) -> str:
        return "appeal"
