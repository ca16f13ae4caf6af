"""Three records of consent, never one tick box, and the verdicts made from them."""

import uuid
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q


class RecordState(StrEnum):
    """The life of a consent, a grant or a release from confidentiality."""

    REQUESTED = "requested"
    GIVEN = "given"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    INVALIDATED = "invalidated"
    RENEWED = "renewed"


_STATES = [(s, s) for s in RecordState]


class ConsentRecord(models.Model):
    """The contractor's consent to the use of their own data, purpose by purpose."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(
        "submissions.Submission", on_delete=models.CASCADE, related_name="consents"
    )
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    purpose = models.CharField(max_length=40)
    state = models.CharField(max_length=12, choices=_STATES, default=RecordState.GIVEN)
    terms_version = models.ForeignKey(
        "programmes.SettingVersion", on_delete=models.PROTECT, related_name="+"
    )
    locale = models.CharField(max_length=12)
    notice_sha256 = models.CharField(max_length=64)
    given_at = models.DateTimeField(auto_now_add=True)
    withdrawn_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "purpose"],
                condition=Q(state="given"),
                name="consent_given_once",
            ),
        ]

    def __str__(self) -> str:
        return f"consent to {self.purpose}"


class RightsGrant(models.Model):
    """The owner's permission to use the work."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(
        "submissions.Engagement", on_delete=models.CASCADE, related_name="grants"
    )
    submission = models.ForeignKey(
        "submissions.Submission",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="grants",
    )
    """Set when the grant covers one sample only."""
    organisation_digest = models.CharField(max_length=64, blank=True)
    """Keyed hash of the organisation's name when it was written: declare another one, and it
    counts no more. Empty is bound to none."""
    organisation_full_digest = models.CharField(max_length=64, blank=True)
    """The same with its legal form; empty where none is stated."""
    issuer_sealed = models.BinaryField(default=bytes)
    issuer_is_organisation = models.BooleanField(default=False)
    """Whether the evidence comes from the organisation itself (rule R4)."""
    purposes = models.JSONField(default=list)
    media = models.JSONField(default=list)
    territory = models.JSONField(default=list)
    """ISO 3166 codes; empty means everywhere."""
    starts_on = models.DateField(null=True, blank=True)
    ends_on = models.DateField(null=True, blank=True)
    announced_days = models.PositiveSmallIntegerField(null=True, blank=True)
    """The last announcement of its end: 30 or 7 days before."""
    exclusive = models.BooleanField(default=False)
    conditions_sealed = models.BinaryField(default=bytes)
    evidence = models.ForeignKey(
        "submissions.EvidenceFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    state = models.CharField(max_length=12, choices=_STATES, default=RecordState.REQUESTED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"grant {self.state}"


class ConfidentialityRelease(models.Model):
    """A release from an NDA or duty; it may name one document by its hash."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(
        "submissions.Engagement", on_delete=models.CASCADE, related_name="confidentiality_releases"
    )
    document_sha256 = models.CharField(max_length=64, blank=True)
    submission = models.ForeignKey(
        "submissions.Submission",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="confidentiality_releases",
    )
    """Set when the release covers one sample only."""
    organisation_digest = models.CharField(max_length=64, blank=True)
    """Keyed hash of the organisation's name when it was written: declare another one, and it
    counts no more. Empty is bound to none."""
    organisation_full_digest = models.CharField(max_length=64, blank=True)
    """The same with its legal form; empty where none is stated."""
    evidence = models.ForeignKey(
        "submissions.EvidenceFile",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    state = models.CharField(max_length=12, choices=_STATES, default=RecordState.REQUESTED)
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, blank=True, related_name="+"
    )
    decided_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return f"release from confidentiality {self.state}"


class ShownCondition(models.Model):
    """What an owner wrote as a condition, scrubbed with what the run of one sample knew.

    The words themselves stay under the engagement's key; who releases reads these.
    """

    submission = models.ForeignKey(
        "submissions.Submission", on_delete=models.CASCADE, related_name="shown_conditions"
    )
    grant = models.ForeignKey(RightsGrant, on_delete=models.CASCADE, related_name="shown")
    run = models.ForeignKey("submissions.ScrubRun", on_delete=models.CASCADE, related_name="+")
    text_sealed = models.BinaryField(default=bytes)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["submission", "grant", "run"], name="shown_condition_once"
            )
        ]

    def __str__(self) -> str:
        return "condition"


class Verdict(models.Model):
    """What the rules said, with everything needed to say it again."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(
        "submissions.Submission", on_delete=models.CASCADE, related_name="verdicts"
    )
    run = models.ForeignKey("submissions.ScrubRun", on_delete=models.CASCADE, related_name="+")
    bundle_sha256 = models.CharField(max_length=64)
    policy_version = models.ForeignKey(
        "programmes.SettingVersion",
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="+",
    )
    facts_sealed = models.BinaryField()
    """The facts the rules saw, as JSON under the submission's key."""
    evidence_ids = models.JSONField(default=list)
    on = models.DateField()
    rulings = models.JSONField(default=list)
    """Every rule's ruling: ``{"rule", "result", "party", "code"}``."""
    result = models.CharField(max_length=10)
    rule = models.CharField(max_length=4)
    party = models.CharField(max_length=20, blank=True)
    at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["at"]

    def __str__(self) -> str:
        return f"{self.rule}: {self.result}"


class Confirmation(models.Model):
    """The contractor saw the scrubbed copy and says that it may go on."""

    submission = models.ForeignKey(
        "submissions.Submission", on_delete=models.CASCADE, related_name="confirmations"
    )
    run = models.ForeignKey("submissions.ScrubRun", on_delete=models.CASCADE, related_name="+")
    bundle_sha256 = models.CharField(max_length=64)
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    at = models.DateTimeField(auto_now_add=True)

    def __str__(self) -> str:
        return "confirmation"
