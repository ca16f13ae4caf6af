"""Questions to owners, brought to where a test needs them by the real steps."""

import re

from django.core import mail

from portal.accounts.models import User
from submissions.domain.asking import confirming, questions, sending
from submissions.models import Asking, Submission
from tests.factories import rights

ORGANISATION = "Norvale Logistics GmbH"
ADDRESS = "head.of.sales@norvale.example"
SIGNED = "Ardith Vance-Oyelowo"
LINK = re.compile(r"https?://\S+/ask/([\w-]{43})/")


def owned_by_client(sample: Submission, **more: object) -> Submission:
    """The work belongs to a client, whose domain is declared."""
    answers = {"owner": "client", "relation": "freelance", "organisation": ORGANISATION, **more}
    rights.answer(sample, **{"domains": ["norvale.example"], **answers})
    sample.refresh_from_db()
    return sample


def drafted(sample: Submission, address: str = ADDRESS, *, shows_copy: bool = False) -> Asking:
    return questions.draft(sample, sample.contractor, address, SIGNED, shows_copy=shows_copy)


def approved(sample: Submission, address: str = ADDRESS, *, shows_copy: bool = False) -> Asking:
    asking = drafted(sample, address, shows_copy=shows_copy)
    shown = questions.message_of(asking).sha256
    questions.approve(asking.pk, sample.contractor, shown)
    return again(asking)


def sent(sample: Submission, second: User, *, shows_copy: bool = False) -> tuple[Asking, str]:
    """Asked, with the token of the link in the mail."""
    asking = approved(sample, shows_copy=shows_copy)
    if confirming.check_of(asking) is None:
        confirming.decide(asking, second, confirmed=True)
    assert sending.send(asking)
    return again(asking), last_token()


def last_token() -> str:
    """The token in the newest mail that has one."""
    found = [LINK.search(message.body) for message in mail.outbox]
    return [match[1] for match in found if match][-1]


def again(asking: Asking) -> Asking:
    """As the database has it now."""
    related = ("engagement__programme", "engagement__contractor", "submission", "grant")
    return Asking.objects.select_related(*related).get(pk=asking.pk)
