"""A contractor's question to the owner of the work, sent as a link in an e-mail."""

import uuid
from enum import StrEnum

from django.conf import settings
from django.db import models
from django.db.models import Q


class AskingState(StrEnum):
    """The life of one question."""

    DRAFTED = "drafted"
    """The contractor has not yet approved the exact message."""
    APPROVED = "approved"
    """It waits for a second person to confirm the domain, or for the next sending."""
    SENT = "sent"
    ANSWERED = "answered"
    EXPIRED = "expired"
    STOPPED = "stopped"


OPEN_ASKINGS = (AskingState.DRAFTED.value, AskingState.APPROVED.value, AskingState.SENT.value)


class Answer(StrEnum):
    """What the owner may say."""

    GRANT = "grant"
    DENY = "deny"
    NOT_OURS = "not_ours"
    MORE = "more"
    NEVER = "never"


class Asking(models.Model):
    """One question about one engagement. Everything typed is sealed under its key.

    ``domain_digest`` is the keyed hash of the address's domain, ``site_digest`` of the part
    of it that somebody registered: what mails are limited by and registers looked up with.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    engagement = models.ForeignKey(
        "submissions.Engagement", on_delete=models.CASCADE, related_name="askings"
    )
    submission = models.ForeignKey(
        "submissions.Submission",
        on_delete=models.CASCADE,
        related_name="askings",
    )
    """The sample it was asked from; the owner may answer for it alone."""
    contractor = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    address_sealed = models.BinaryField(default=bytes)
    names_sealed = models.BinaryField(default=bytes)
    """``{"signed", "organisation"}``: the contractor's name as they know it, and theirs."""
    organisation_digest = models.CharField(max_length=64)
    organisation_full_digest = models.CharField(max_length=64, blank=True)
    """The same with its legal form; empty where none is stated."""
    domain_digest = models.CharField(max_length=64)
    site_digest = models.CharField(max_length=64)
    purposes = models.JSONField(default=dict)
    """Name → label of every purpose asked for, as the message says them."""
    message_sealed = models.BinaryField(default=bytes)
    """``{"subject", "text", "html"}`` with ``[link]`` where the link goes."""
    message_sha256 = models.CharField(max_length=64, blank=True)
    preview_sha256 = models.CharField(max_length=64, blank=True)
    """The confirmed bundle whose scrubbed copies the contractor lets the owner look at."""
    state = models.CharField(
        max_length=10, choices=[(s, s) for s in AskingState], default=AskingState.DRAFTED
    )
    created_at = models.DateTimeField(auto_now_add=True)
    approved_at = models.DateTimeField(null=True, blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    expires_at = models.DateTimeField(null=True, blank=True)
    sending_until = models.DateTimeField(null=True, blank=True)
    """Who sends it claims it until then, so that it is sent once; a mail that did not leave
    is not tried again before."""
    failures = models.PositiveSmallIntegerField(default=0)
    """Mails that did not leave since the last one that did."""
    reminders = models.PositiveSmallIntegerField(default=0)
    answer = models.CharField(max_length=10, blank=True, choices=[(a, a) for a in Answer])
    answered_at = models.DateTimeField(null=True, blank=True)
    answer_sealed = models.BinaryField(default=bytes)
    """What was answered, as the receipt says it."""
    question_sealed = models.BinaryField(default=bytes)
    """What the owner wants to know before they answer."""
    asked_back_at = models.DateTimeField(null=True, blank=True)
    reply_sealed = models.BinaryField(default=bytes)
    replied_at = models.DateTimeField(null=True, blank=True)
    reply_sent_at = models.DateTimeField(null=True, blank=True)
    """When the mail that says so left; empty while it is still to be sent."""
    grant = models.ForeignKey(
        "submissions.RightsGrant",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="askings",
    )
    revoked_at = models.DateTimeField(null=True, blank=True)
    code_digest = models.CharField(max_length=64, blank=True)
    code_until = models.DateTimeField(null=True, blank=True)
    code_tries = models.PositiveSmallIntegerField(default=0)

    class Meta:
        ordering = ["-created_at"]
        constraints = [
            models.UniqueConstraint(
                fields=["engagement"],
                condition=Q(state__in=OPEN_ASKINGS),
                name="asking_one_open_each",
            ),
            models.CheckConstraint(
                condition=Q(state__in=[s.value for s in AskingState]), name="asking_state_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=["drafted", "stopped"])
                | (Q(approved_at__isnull=False) & ~Q(message_sha256="")),
                name="asking_sends_what_was_approved",
            ),
            models.CheckConstraint(
                condition=~Q(state__in=["sent", "answered", "expired"])
                | Q(sent_at__isnull=False, expires_at__isnull=False),
                name="asking_sent_has_an_end",
            ),
            models.CheckConstraint(
                condition=Q(state="answered", answered_at__isnull=False) & ~Q(answer="")
                | ~Q(state="answered") & Q(answered_at__isnull=True, answer=""),
                name="asking_answered_together",
            ),
        ]

    def __str__(self) -> str:
        return f"question {self.state}"


class AskingLink(models.Model):
    """One mail's link. The token itself is nowhere: only its keyed hash is."""

    asking = models.ForeignKey(Asking, on_delete=models.CASCADE, related_name="links")
    token_digest = models.CharField(max_length=64, unique=True)
    reason = models.CharField(max_length=12)
    made_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [models.Index(fields=["made_at"], name="asking_link_made")]

    def __str__(self) -> str:
        return f"link {self.reason}"


class DomainCheck(models.Model):
    """A second person's word whether a mail domain is the organisation's."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.PROTECT, related_name="domain_checks"
    )
    organisation_digest = models.CharField(max_length=64)
    organisation_full_digest = models.CharField(max_length=64, blank=True)
    """The same with its legal form; empty where none is stated."""
    domain_digest = models.CharField(max_length=64)
    confirmed = models.BooleanField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    decided_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        indexes = [
            models.Index(
                fields=["programme", "organisation_digest", "domain_digest"], name="domain_checked"
            )
        ]

    def __str__(self) -> str:
        return "domain check"
