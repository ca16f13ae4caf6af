"""Who stands in what relation to a proposed release, as the portal's permissions ask it."""

from collections.abc import Collection
from dataclasses import dataclass
from uuid import UUID

from submissions.models import Decision, Gate, Release, Review


@dataclass(frozen=True, slots=True)
class Involved:
    """The people of a proposal (decision 14)."""

    programme_id: UUID
    proposed_by_id: UUID
    contractor_ids: Collection[UUID]
    cleared_by_ids: Collection[UUID]


def involved(release: Release) -> Involved:
    """The proposer, the contractors of its items, and everybody who cleared one of them."""
    submissions = release.items.values("submission")
    return Involved(
        programme_id=release.programme_id,
        proposed_by_id=release.proposed_by_id,
        contractor_ids=frozenset(release.items.values_list("submission__contractor", flat=True)),
        cleared_by_ids=frozenset(
            Review.objects.filter(
                submission__in=submissions,
                gate=Gate.CLEARANCE.value,
                decision=Decision.APPROVE.value,
            ).values_list("reviewer", flat=True)
        ),
    )
