"""Notices hold ids and codes alone: what happened is read in the portal."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q

from portal.notices.kinds import KINDS, Kind

_KINDS = [(kind.value, about.label) for kind, about in KINDS.items()]


class Notice(models.Model):
    """Something a person should know. A newer one about the same thing takes its place."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="notices"
    )
    kind = models.CharField(max_length=12, choices=_KINDS)
    code = models.CharField(max_length=20)
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.CASCADE, related_name="+"
    )
    subject_id = models.UUIDField()
    number = models.PositiveIntegerField(null=True, blank=True)
    """The sample's number in its programme, which is no secret and no content."""
    made_at = models.DateTimeField()
    read_at = models.DateTimeField(null=True, blank=True)
    mailed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ["-made_at"]
        indexes = [models.Index(fields=["person", "-made_at"], name="notice_of_person")]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "kind", "subject_id"],
                condition=Q(read_at__isnull=True),
                name="notice_unread_once",
            ),
        ]

    def __str__(self) -> str:
        return f"notice {self.code}"


class NoMail(models.Model):
    """A person wants no mail about a kind; the notice in the portal stays."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="no_mail"
    )
    kind = models.CharField(max_length=12, choices=[(kind.value, kind.value) for kind in Kind])

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["person", "kind"], name="no_mail_once"),
        ]

    def __str__(self) -> str:
        return f"no mail about {self.kind}"
