"""From a token to its question: what a link may still do. Looking changes nothing."""

from datetime import timedelta
from enum import StrEnum

from django.utils import timezone

from portal.vault.errors import KeyDestroyed, KeyMissing
from submissions.domain.asking import questions
from submissions.domain.asking.sending import token_digest
from submissions.models import Answer, Asking, AskingLink, AskingState, RecordState

LONGEST = 100
SHOWN_AFTER_REVOKING = timedelta(days=1)


class Standing(StrEnum):
    """What a page behind a link shows."""

    DECIDE = "decide"
    ANSWERED = "answered"
    GRANTED = "granted"
    """Answered yes, and the permission lives: it can be taken back."""
    REVOKED = "revoked"


def find(token: str) -> tuple[Asking, Standing] | None:
    """The question of a token and what can be done; None for everything that is over or unknown."""
    if not token or len(token) > LONGEST:
        return None
    link = (
        AskingLink.objects.filter(token_digest=token_digest(token))
        .select_related(
            "asking__engagement__programme",
            "asking__engagement__contractor",
            "asking__submission",
            "asking__grant",
        )
        .first()
    )
    if link is None:
        return None
    standing = standing_of(link.asking)
    if standing is None or not _can_be_read(link.asking):
        return None
    return link.asking, standing


def standing_of(asking: Asking) -> Standing | None:
    """For 14 days it decides; then it shows and revokes for as long as the grant lives."""
    now = timezone.now()
    open_still = asking.expires_at is not None and now < asking.expires_at
    if asking.state == AskingState.SENT:
        return Standing.DECIDE if open_still and questions.is_about_this(asking) else None
    if asking.state != AskingState.ANSWERED:
        return None
    if asking.revoked_at is not None:
        return Standing.REVOKED if now < asking.revoked_at + SHOWN_AFTER_REVOKING else None
    if asking.answer == Answer.GRANT and _lives(asking):
        return Standing.GRANTED
    return Standing.ANSWERED if open_still else None


def _lives(asking: Asking) -> bool:
    grant = asking.grant
    if grant is None or grant.state not in (RecordState.GIVEN, RecordState.RENEWED):
        return False
    return grant.ends_on is None or timezone.now().date() <= grant.ends_on


def _can_be_read(asking: Asking) -> bool:
    try:
        questions.key_of(asking)
    except (KeyDestroyed, KeyMissing):
        return False
    return True
