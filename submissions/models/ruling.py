"""What a person decided about a rule's word: lifted with a reason, upheld, rejected."""

import uuid
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q


class Outcome(StrEnum):
    """What the person said."""

    LIFTED = "lifted"
    """A waiver: the rule's word no longer counts while its inputs stay as they are."""
    REJECTED = "rejected"
    UPHELD = "upheld"
    """An appeal against a rule's rejection came to nothing."""
    ASKED_AGAIN = "asked_again"
    """An appeal was right by itself: with what was added since, no rule rejects any more."""


class RuleDecision(models.Model):
    """One person's word about one ruling. Appended, never changed.

    ``inputs_sha256`` names everything the rules looked at; another file, another answer or
    another policy gives another hash, and a waiver under the old one counts no more.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    submission = models.ForeignKey(
        "submissions.Submission", on_delete=models.CASCADE, related_name="rule_decisions"
    )
    verdict = models.ForeignKey(
        "submissions.Verdict", on_delete=models.CASCADE, null=True, blank=True, related_name="+"
    )
    appeal = models.ForeignKey(
        "submissions.Appeal",
        on_delete=models.CASCADE,
        null=True,
        blank=True,
        related_name="decisions",
    )
    outcome = models.CharField(max_length=12, choices=[(o, o) for o in Outcome])
    rule = models.CharField(max_length=4, blank=True)
    code = models.CharField(max_length=40, blank=True)
    inputs_sha256 = models.CharField(max_length=64)
    policy_version = models.ForeignKey(
        "programmes.SettingVersion", on_delete=models.PROTECT, related_name="+"
    )
    evidence_ids = models.JSONField(default=list)
    reason_sealed = models.BinaryField()
    """Why, in the person's words, under the submission's key."""
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        ordering = ["decided_at"]
        constraints = [
            models.CheckConstraint(
                condition=Q(outcome__in=[o.value for o in Outcome]),
                name="rule_decision_outcome_known",
            ),
            models.CheckConstraint(
                condition=~Q(outcome="lifted") | (~Q(rule="") & ~Q(code="")),
                name="rule_decision_lifts_one_ruling",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.outcome}"
