"""The link under a mail that ends such mails, without signing in (RFC 8058).

The token names the person and the kinds and is signed; it is good for nothing else.
"""

from uuid import UUID

from django.conf import settings
from django.core import signing
from django.urls import reverse

from portal.accounts.models import User
from portal.notices import telling
from portal.notices.kinds import Kind

SALT = "airlock.notices.stop"


class UnknownLinkError(Exception):
    """The token is not ours, or its person is gone."""


def link(person_id: UUID, kinds: set[Kind]) -> str:
    """The full address, built from the configured one alone."""
    token = signing.dumps([str(person_id), sorted(kinds)], salt=SALT, compress=False)
    base: str = settings.PUBLIC_URL
    return base.rstrip("/") + reverse("notices:stop", args=[token])


def opened(token: str) -> tuple[UUID, list[Kind]]:
    """Whom and what a token is about. Raises ``UnknownLinkError``."""
    try:
        person_id, kinds = signing.loads(token, salt=SALT)
        found = UUID(person_id), [Kind(kind) for kind in kinds]
    except (signing.BadSignature, ValueError, TypeError):
        raise UnknownLinkError from None
    if not User.objects.filter(pk=found[0], is_active=True).exists():
        raise UnknownLinkError
    return found


def stop(token: str) -> None:
    """Raises ``UnknownLinkError``."""
    telling.stop(*opened(token))
