"""Who says whether an owner's permission or a release counts, and so reads its evidence."""

from portal.accounts.models import User
from portal.programmes import permissions
from portal.programmes.errors import PermissionRefused
from submissions.domain.review import employers
from submissions.models import Engagement

OF_THE_OWNER = "Nobody decides for an organisation they work or worked for."


def check_may_decide_record(person: User, engagement: Engagement) -> None:
    """A clearance reviewer, never about one's own, one's vendor's or one's employer's.

    Whoever works for the owner would speak for both sides.
    """
    permissions.check_may_decide_record(person, engagement)
    if employers.are_declared(person, engagement.pk):
        raise PermissionRefused(OF_THE_OWNER)
