"""Taking a permission back by the same link, confirmed by a code to the same address."""

import hmac
import secrets
from datetime import timedelta
from uuid import UUID

from django.db.models import F
from django.utils import timezone

from portal import audit
from portal.vault import registers
from submissions.domain import declining, withdrawal
from submissions.domain.asking import answering, questions, sending, wording
from submissions.domain.asking.errors import AnsweredError, CodeRefusedError, TooManyMailsError
from submissions.models import Asking, ConfidentialityRelease, RecordState, RightsGrant, Submission
from submissions.states import Mover, State

DIGITS = 8
LIVES = timedelta(minutes=30)
PAUSE = timedelta(minutes=1)
"""Between two codes for one question."""
TRIES = 5


def send_code(asking: Asking) -> None:
    """A new code to the address that was asked; an older one ends.

    Raises ``MailNotSentError``, and ``TooManyMailsError`` within a minute of the last one.
    """
    now = timezone.now()
    if asking.code_until and asking.code_until - LIVES + PAUSE > now:
        raise TooManyMailsError("A code was sent a moment ago. Look for the mail.")
    digits = f"{secrets.randbelow(10**DIGITS):0{DIGITS}d}"
    message = wording.code(
        questions.question_of(asking), asking.engagement.programme, f"{digits[:4]} {digits[4:]}"
    )
    sending.post(questions.address_of(asking), message)
    with audit.transaction():
        Asking.objects.filter(pk=asking.pk).update(
            code_digest=_digest(asking.pk, digits), code_until=now + LIVES, code_tries=0
        )
        questions.record("asking.code_sent", asking, None)


def revoke(asking: Asking, typed: str) -> int:
    """End the permission; gives how many samples stop. Raises ``CodeRefusedError``."""
    _check_code(asking, "".join(filter(str.isdigit, typed)))
    said = answering.told(asking)
    with audit.transaction():
        now = timezone.now()
        if not Asking.objects.filter(pk=asking.pk, revoked_at__isnull=True).update(
            revoked_at=now, code_digest="", code_until=None
        ):
            raise AnsweredError
        if asking.grant_id:
            RightsGrant.objects.filter(
                pk=asking.grant_id, state__in=[RecordState.GIVEN, RecordState.RENEWED]
            ).update(state=RecordState.WITHDRAWN)
        ConfidentialityRelease.objects.filter(
            pk__in=said.release_ids if said else [], engagement=asking.engagement_id
        ).update(state=RecordState.WITHDRAWN)
        questions.record("asking.revoked", asking, None, grant=str(asking.grant_id or ""))
        return _stop_use(asking)


def _stop_use(asking: Asking) -> int:
    """What rested on the permission leaves every use at once; released samples are withdrawn."""
    rows = Submission.objects.filter(engagement=asking.engagement_id, state=State.RELEASED)
    stopped = 0
    for row in rows.select_related("programme", "engagement", "current_run"):
        if not declining.passes(row):
            withdrawal.withdraw_for(row, Mover.RIGHTS_HOLDER)
            stopped += 1
    return stopped + declining.ask_again([asking.engagement], Mover.RIGHTS_HOLDER, None)


def _check_code(asking: Asking, digits: str) -> None:
    """Every try counts, also two at once; five make the code useless."""
    tried = Asking.objects.filter(
        pk=asking.pk, code_tries__lt=TRIES, code_until__gt=timezone.now()
    ).update(code_tries=F("code_tries") + 1)
    if not tried or not asking.code_digest:
        raise CodeRefusedError
    if not hmac.compare_digest(_digest(asking.pk, digits), asking.code_digest):
        raise CodeRefusedError


def _digest(asking_id: UUID, digits: str) -> str:
    return registers.portal_digest("asking code", f"{asking_id}:{digits}")
