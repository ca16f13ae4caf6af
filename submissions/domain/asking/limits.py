"""How many mails to owners leave in a day: per contractor, per domain, and in all."""

from datetime import timedelta

from django.conf import settings
from django.utils import timezone

from submissions.domain.asking.errors import TooManyMailsError
from submissions.models import Asking, AskingLink

A_DAY = timedelta(days=1)


def check(asking: Asking) -> None:
    """Raises ``TooManyMailsError`` where one more would be too many."""
    links = AskingLink.objects.filter(made_at__gt=timezone.now() - A_DAY)
    counts = (
        (links.filter(asking__contractor=asking.contractor_id), settings.ASKINGS_BY_CONTRACTOR),
        (links.filter(asking__site_digest=asking.site_digest), settings.ASKINGS_TO_DOMAIN),
        (links, settings.ASKINGS_A_DAY),
    )
    if any(rows.count() >= most for rows, most in counts):
        raise TooManyMailsError
