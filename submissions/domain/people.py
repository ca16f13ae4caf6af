"""What an account has to do with submissions: counts for its vendor, its export, its end."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.db.models import Count

from portal.accounts.erasure import ErasureRefused
from portal.accounts.models import User
from submissions.domain import queries
from submissions.models import Submission
from submissions.states import State

OVER = (State.REJECTED, State.WITHDRAWN, State.PURGED)
"""States in which a sample of somebody who leaves may stand: nobody uses it any more."""


def counts_of_vendor(vendor_id: UUID) -> dict[UUID, dict[str, int]]:
    """Per contractor how many samples stand in which state, in one query."""
    found: dict[UUID, dict[str, int]] = defaultdict(dict)
    rows = (
        Submission.objects.filter(vendor_id=vendor_id)
        .order_by("state")
        .values_list("contractor_id", "state")
        .annotate(samples=Count("pk"))
    )
    for contractor_id, state, samples in rows:
        found[contractor_id][state] = samples
    return dict(found)


def tell(user: User, **_: Any) -> dict[str, Any]:
    """Receives ``exporting``: the person's samples with the titles they gave them."""
    return {
        "submissions": [
            {
                "programme": one.submission.programme.name,
                "number": one.submission.number,
                "title": one.title,
                "state": one.submission.state,
                "files": one.files,
                "begun": one.submission.created_at.isoformat(),
            }
            for one in queries.mine(user)
        ]
    }


def check_may_leave(user: User, **_: Any) -> None:
    """Receives ``erasing``: samples in use are withdrawn first, so that their files go too."""
    open_samples = Submission.objects.filter(contractor=user).exclude(state__in=OVER).count()
    if open_samples:
        raise ErasureRefused(
            f"Samples of this person that are still in use: {open_samples}. "
            "The person withdraws them first, or discards the drafts."
        )
