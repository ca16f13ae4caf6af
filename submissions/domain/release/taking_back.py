"""The one seam between a withdrawal and the releases that hold the sample."""

from django.utils import timezone

from portal import audit
from submissions.models import ReleaseItem, Submission


def take_back(submission: Submission) -> int:
    """Stop every download of a sample's copies now; gives how many releases held it.

    A zip fetched from here on leaves them out and says so in a signed list.
    """
    items = ReleaseItem.objects.filter(submission=submission, revoked_at__isnull=True)
    with audit.transaction():
        releases = list(items.values_list("release", flat=True))
        items.update(revoked_at=timezone.now())
        for release_id in releases:
            audit.record(
                "release.item_revoked",
                programme_id=submission.programme_id,
                subject=("release", release_id),
                facts={"submission": str(submission.pk)},
            )
    return len(releases)
