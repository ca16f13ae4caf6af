"""A mail to the address that was asked, saying what was answered there."""

import structlog
from django.utils.timezone import localtime

from submissions.domain.asking import questions, sending, wording
from submissions.domain.asking.errors import MailNotSentError
from submissions.models import Answer, Asking

log = structlog.get_logger(__name__)

SAID = {
    Answer.GRANT: "the use is allowed, as it was filled in.",
    Answer.DENY: "the use is refused.",
    Answer.NOT_OURS: "the work is not the organisation's.",
}
"""Who asks never to be contacted again gets no mail, and who asks back has decided nothing."""


def tell(asking: Asking) -> None:
    """Confirm an answer, so that nobody gives one in another's name unnoticed.

    The answer stands where the mail does not leave.
    """
    said = SAID.get(Answer(asking.answer)) if asking.answer else None
    if said is None or asking.answered_at is None:
        return
    on = localtime(asking.answered_at).strftime("%d %B %Y, %H:%M")
    question, programme = questions.question_of(asking), asking.engagement.programme
    message = wording.confirmed(question, programme, said, on)
    try:
        sending.post(questions.address_of(asking), message)
    except MailNotSentError as error:
        log.warning("answer_not_confirmed", code=error.code)
