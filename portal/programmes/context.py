"""What every page's frame shows."""

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.functional import SimpleLazyObject

from portal.programmes.places import links


def interface(request: HttpRequest) -> dict[str, Any]:
    user = getattr(request, "user", None)
    return {
        "airlock_name": settings.AIRLOCK_NAME,
        "places": SimpleLazyObject(lambda: links(user, request)) if user else [],
        "zone": timezone.get_current_timezone_name(),
    }
