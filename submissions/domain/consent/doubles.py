"""Both sides of a duplicate, for a reviewer who belongs to no vendor (decision 18)."""

from dataclasses import dataclass

from portal.accounts.models import User
from portal.programmes import permissions
from portal.programmes.standing import standings
from submissions.domain.consent import duplicates
from submissions.domain.consent.duplicates import Match
from submissions.models import Artefact, Submission


@dataclass(frozen=True, slots=True)
class Double:
    """One file and what it is like. ``other`` names a sample only to who may clear that too."""

    file: int
    percent: int
    other: str
    when: str
    """Whether the other one came earlier or later; empty for a public copy."""
    parts: int = 0
    """Files inside an archive that are alike; 0 where the files themselves are."""


def of(submission: Submission, reviewer: User) -> list[Double]:
    """Every match of the sample's files; nothing for people who work for a vendor."""
    if not is_of_the_platform(reviewer):
        return []
    found = duplicates.matches(submission)
    ids = {one.artefact_id for one in found} | {one.other_id for one in found if one.other_id}
    files = Artefact.objects.select_related("submission__programme").in_bulk(list(ids))
    return sorted(
        (
            _double(files[one.artefact_id], files.get(one.other_id), one, reviewer)
            if one.other_id
            else Double(files[one.artefact_id].position, 100, "a publicly known copy", "")
            for one in found
        ),
        key=lambda double: (double.file, -double.percent, double.other),
    )


def is_of_the_platform(reviewer: User) -> bool:
    """Whether the person belongs to no vendor anywhere."""
    return not any(here.vendor_ids for here in standings(reviewer).values())


def _double(mine: Artefact, other: Artefact | None, match: Match, reviewer: User) -> Double:
    if other is None or not permissions.may_clear(reviewer, other.submission):
        name = "a sample that you may not see"
    else:
        sample = other.submission
        name = f"{sample.programme.name}, No. {sample.number}, file {other.position}"
    earlier = other is not None and other.created_at < mine.created_at
    when = "earlier" if earlier else "later"
    return Double(mine.position, round(match.likeness * 100), name, when, match.parts)
