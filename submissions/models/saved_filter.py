"""Filters of the review queue that a reviewer keeps under a name."""

import uuid

from django.conf import settings
from django.db import models


class SavedFilter(models.Model):
    """A queue and what its address asked for."""

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="saved_filters"
    )
    programme = models.ForeignKey(
        "programmes.Programme", on_delete=models.CASCADE, related_name="+"
    )
    gate = models.CharField(max_length=10)
    name = models.CharField(max_length=40)
    domain = models.CharField(max_length=30, blank=True)
    older_than = models.PositiveSmallIntegerField(default=0)
    overdue = models.BooleanField(default=False)

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(
                fields=["person", "programme", "gate", "name"], name="saved_filter_name_once"
            ),
        ]

    def __str__(self) -> str:
        return self.name
