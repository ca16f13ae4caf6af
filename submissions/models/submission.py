"""A submission: one task with its files, on its way from draft to release."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from submissions.states import State


class Submission(models.Model):
    """One sample of real work.

    What a person typed (title, request, context, rubric, file names) is in
    ``task_sealed`` alone, encrypted under the submission's key. The five ``*_sha256``
    columns name the bundle (every cleaned file, the scrubbed task and the run) that was
    scrubbed, confirmed, ruled on, cleared and released: what was seen is what leaves,
    and the database refuses a release where they differ.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, related_name="submissions"
    )
    vendor = models.ForeignKey(
        "programmes.Vendor", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    contractor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="submissions"
    )
    engagement = models.ForeignKey(
        "submissions.Engagement",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="submissions",
    )
    number = models.PositiveIntegerField()
    """Counts the submissions of a programme from 1; what people call it by."""

    state = models.CharField(max_length=20, default=State.DRAFT, choices=[(s, s) for s in State])
    state_since = models.DateTimeField()
    created_at = models.DateTimeField(auto_now_add=True)
    submitted_at = models.DateTimeField(null=True, blank=True)
    due_at = models.DateTimeField(null=True, blank=True)
    """By when the party that acts next should have acted."""

    held_rule = models.CharField(max_length=8, blank=True)
    held_party = models.CharField(max_length=20, blank=True)
    held_code = models.CharField(max_length=40, blank=True)
    """Which rule holds it, who must act, and the stable code of the sentence."""

    domain = models.CharField(max_length=30, blank=True)
    """The domain of work, chosen from a list: what the review queue filters by."""
    category = models.CharField(max_length=60, blank=True)
    language = models.CharField(max_length=8, blank=True)
    """Chosen from lists as well; with the domain they say whom a sample suits."""
    task_sealed = models.BinaryField(default=bytes)
    form_version = models.ForeignKey(
        "programmes.SettingVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    current_run = models.ForeignKey(
        "submissions.ScrubRun", on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    bundle_sha256 = models.CharField(max_length=64, blank=True)
    confirmed_sha256 = models.CharField(max_length=64, blank=True)
    verdict_sha256 = models.CharField(max_length=64, blank=True)
    cleared_sha256 = models.CharField(max_length=64, blank=True)
    released_sha256 = models.CharField(max_length=64, blank=True)

    lease_token = models.UUIDField(null=True, blank=True)
    lease_until = models.DateTimeField(null=True, blank=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    needs_operator = models.BooleanField(default=False)
    originals_purge_at = models.DateTimeField(null=True, blank=True)
    originals_purged_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["programme", "state", "created_at", "id"], name="sub_queue"),
            models.Index(fields=["programme", "state", "due_at", "created_at"], name="sub_due"),
            models.Index(fields=["contractor", "-created_at"], name="sub_mine"),
            models.Index(fields=["state", "state_since"], name="sub_stalled"),
        ]
        constraints = [
            models.UniqueConstraint(fields=["programme", "number"], name="sub_number_once"),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in State]), name="sub_state_known"
            ),
            models.CheckConstraint(
                condition=Q(lease_token__isnull=True, lease_until__isnull=True)
                | Q(lease_token__isnull=False, lease_until__isnull=False),
                name="sub_lease_paired",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.HELD) | (~Q(held_rule="") & ~Q(held_party="")),
                name="sub_held_names_rule_and_party",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.CLEARANCE, State.QUALITY, State.APPROVED])
                | (
                    ~Q(bundle_sha256="")
                    & Q(confirmed_sha256=F("bundle_sha256"))
                    & Q(verdict_sha256=F("bundle_sha256"))
                ),
                name="sub_review_sees_what_was_confirmed",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=[State.QUALITY, State.APPROVED])
                | Q(cleared_sha256=F("bundle_sha256")),
                name="sub_quality_sees_what_was_cleared",
            ),
            models.CheckConstraint(
                condition=~Q(state=State.RELEASED)
                | (
                    ~Q(bundle_sha256="")
                    & Q(confirmed_sha256=F("bundle_sha256"))
                    & Q(verdict_sha256=F("bundle_sha256"))
                    & Q(cleared_sha256=F("bundle_sha256"))
                    & Q(released_sha256=F("bundle_sha256"))
                ),
                name="sub_released_is_what_was_seen",
            ),
        ]

    def __str__(self) -> str:
        return f"submission {self.number}"
