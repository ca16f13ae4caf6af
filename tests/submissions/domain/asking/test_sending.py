"""Mails to owners: approved word for word, confirmed by a second person, sent once, reminded."""

import hashlib
from datetime import timedelta

import pytest
from django.core import mail
from django.core.mail.backends import locmem
from django.utils import timezone

from portal.programmes.errors import PermissionRefused
from portal.programmes.models import Membership
from portal.programmes.roles import Role
from submissions import tasks
from submissions.domain.asking import answering, confirming, links, questions, sending, stuck
from submissions.domain.asking.errors import (
    AskingOpenError,
    MailNotSentError,
    MessageChangedError,
    TooManyMailsError,
)
from submissions.domain.errors import Refused, StaleError
from submissions.models import Asking, AskingLink, AskingState, DomainCheck
from submissions.states import State
from tests.factories import askings, people, rights, samples

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def pass_days(asking, days):
    """As if it had been sent that much earlier."""
    past = timedelta(days=days)
    row = askings.again(asking)
    Asking.objects.filter(pk=asking.pk).update(
        sent_at=row.sent_at - past, expires_at=row.expires_at - past
    )
    AskingLink.objects.update(made_at=timezone.now() - timedelta(days=days))


def test_mail_is_the_approved_message_with_a_link_in_it(sample, reviewer):
    asking, token = askings.sent(sample, reviewer)
    [sent] = mail.outbox
    message = questions.message_of(asking)
    link = f"http://127.0.0.1:8000/ask/{token}/"
    assert message.text.count("[link]") == 1
    assert sent.body == message.text.replace("[link]", link)
    assert sent.to == [askings.ADDRESS]
    [(html, kind)] = sent.alternatives
    assert (kind, html) == ("text/html", message.html.replace("[link]", link))
    assert "src=" not in html
    assert html.count("href=") == 1
    assert message.sha256 == asking.message_sha256
    assert sent.extra_headers["Auto-Submitted"] == "auto-generated"


def test_mail_holds_nothing_of_the_sample(sample, reviewer):
    askings.sent(sample, reviewer)
    whole = mail.outbox[0].message().as_string()
    assert askings.SIGNED in mail.outbox[0].body
    for text in (samples.CANARY_ORIGINAL, "Lena Hart", "memo 1.txt", str(sample.pk)):
        assert text not in whole


def test_token_is_kept_as_a_keyed_hash_alone(sample, reviewer):
    asking, token = askings.sent(sample, reviewer)
    link = AskingLink.objects.get()
    assert len(token) == 43
    assert link.token_digest != hashlib.sha256(token.encode()).hexdigest()
    columns = [getattr(asking, field.attname) for field in Asking._meta.concrete_fields]
    assert token not in str([columns, link.__dict__])
    assert links.find(token)[0] == asking
    assert links.find(token[:-1] + ("A" if token[-1] != "A" else "B")) is None
    assert links.find("") is None


def test_another_message_than_the_one_read_is_not_approved(sample, contractor):
    asking = askings.drafted(sample)
    with pytest.raises(MessageChangedError):
        questions.approve(asking.pk, contractor, "0" * 64)
    assert askings.again(asking).state == AskingState.DRAFTED


def test_nothing_is_sent_before_approval_and_confirmation(sample, reviewer):
    assert not sending.send(askings.drafted(sample))
    Asking.objects.all().delete()
    asking = askings.approved(sample)
    assert not sending.send(asking)
    tasks.ask_owners()
    assert mail.outbox == []
    confirming.decide(asking, reviewer, confirmed=True)
    tasks.ask_owners()
    assert len(mail.outbox) == 1
    tasks.ask_owners()
    assert len(mail.outbox) == 1


def test_domain_is_confirmed_by_neither_contractor_nor_vendor(programme, reviewer, admin):
    vendor = people.vendor(programme)
    contractor = people.member(programme, Role.CONTRACTOR, vendor=vendor)
    row = samples.submission(programme, contractor, State.CONFIRMING, vendor=vendor)
    rights.all_clear(row)
    askings.owned_by_client(row)
    asking = askings.approved(row)
    Membership.objects.create(user=contractor, programme=programme, role=Role.PROGRAMME_ADMIN)
    near = people.member(programme, Role.CLEARANCE_REVIEWER)
    Membership.objects.create(user=near, programme=programme, role=Role.CONTRACTOR, vendor=vendor)
    grader = people.member(programme, Role.QUALITY_REVIEWER)
    for person in (contractor, near, grader):
        assert confirming.waiting(person) == []
        with pytest.raises(PermissionRefused):
            confirming.decide(asking, person, confirmed=True)
    assert [one.asking for one in confirming.waiting(admin)] == [asking]
    assert [one.domain for one in confirming.waiting(reviewer)] == ["norvale.example"]
    confirming.decide(asking, admin, confirmed=True)
    assert confirming.waiting(reviewer) == []
    with pytest.raises(StaleError):
        confirming.decide(asking, reviewer, confirmed=False)
    assert confirming.is_confirmed(asking)
    # A yes of somebody who stands near this contractor does not count for them: another is asked.
    DomainCheck.objects.update(decided_by=near)
    assert not confirming.is_confirmed(asking)
    assert [one.asking for one in confirming.waiting(reviewer)] == [asking]
    confirming.decide(asking, reviewer, confirmed=True)
    assert confirming.is_confirmed(asking)


def test_confirmation_of_a_domain_counts_for_a_year_and_one_legal_form(sample, reviewer):
    asking = askings.approved(sample)
    confirming.decide(asking, reviewer, confirmed=True)
    DomainCheck.objects.update(decided_at=timezone.now() - timedelta(days=364))
    assert confirming.is_confirmed(asking)
    assert confirming.waiting(reviewer) == []
    DomainCheck.objects.update(decided_at=timezone.now() - timedelta(days=366))
    assert [one.asking for one in confirming.waiting(reviewer)] == [asking]
    tasks.ask_owners()
    assert mail.outbox == []
    confirming.decide(asking, reviewer, confirmed=True)
    questions.stop(asking.pk, sample.contractor)
    rights.answer(sample, organisation="Norvale Logistics AG")
    sample.refresh_from_db()
    assert not confirming.is_confirmed(askings.approved(sample))


def test_refused_domain_stops_the_question_and_the_next_one(sample, reviewer):
    asking = askings.approved(sample)
    confirming.decide(asking, reviewer, confirmed=False)
    assert askings.again(asking).state == AskingState.STOPPED
    again = askings.approved(sample)
    assert not sending.send(again)
    assert confirming.waiting(reviewer) == []


def test_another_name_needs_another_confirmation(sample, reviewer):
    askings.sent(sample, reviewer)
    Asking.objects.update(state=AskingState.STOPPED)
    rights.answer(sample, organisation="Quillbrook AG")
    sample.refresh_from_db()
    assert not confirming.is_confirmed(askings.approved(sample))


def test_name_declared_after_the_draft_is_not_confirmed_for_it(sample, reviewer):
    asking = askings.approved(sample)
    rights.answer(sample, organisation="Evil Norvale Holding", domains=["norvale.example"])
    assert questions.organisation_of(asking) == askings.ORGANISATION
    assert confirming.waiting(reviewer) == []
    with pytest.raises(StaleError):
        confirming.decide(asking, reviewer, confirmed=True)
    DomainCheck.objects.create(
        programme=sample.programme,
        organisation_digest=asking.organisation_digest,
        organisation_full_digest=asking.organisation_full_digest,
        domain_digest=asking.domain_digest,
        confirmed=True,
        decided_by=reviewer,
    )
    assert not sending.send(askings.again(asking))
    assert mail.outbox == []


def test_owner_is_reminded_twice_then_it_ends(sample, reviewer):
    asking, first = askings.sent(sample, reviewer)
    sent = []
    for days in (4, 1, 4, 1, 3, 1):
        pass_days(asking, days)
        tasks.ask_owners()
        tasks.ask_owners()
        sent.append(len(mail.outbox))
    assert sent == [1, 2, 2, 3, 3, 3]
    assert mail.outbox[1].subject.startswith("Reminder: ")
    assert "5 days ago" in mail.outbox[1].body
    assert "10 days ago" in mail.outbox[2].body
    assert askings.last_token() != first
    sample.refresh_from_db()
    assert (askings.again(asking).state, sample.state) == (AskingState.EXPIRED, State.HELD)


def test_every_link_of_a_question_answers_it(sample, reviewer):
    asking, first = askings.sent(sample, reviewer)
    pass_days(asking, 5)
    tasks.ask_owners()
    assert links.find(first) == links.find(askings.last_token())


class NoServer(locmem.EmailBackend):
    def send_messages(self, messages):
        raise ConnectionRefusedError


def test_mail_server_that_is_away_is_tried_again(sample, reviewer, settings):
    asking = askings.approved(sample)
    confirming.decide(asking, reviewer, confirmed=True)
    backend = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = f"{__name__}.NoServer"
    with pytest.raises(MailNotSentError):
        sending.send(askings.again(asking))
    tasks.ask_owners()
    assert not AskingLink.objects.exists()
    settings.EMAIL_BACKEND = backend
    tasks.ask_owners()
    assert askings.again(asking).state == AskingState.APPROVED
    pause_is_over(asking)
    tasks.ask_owners()
    found = askings.again(asking)
    assert (found.state, found.failures) == (AskingState.SENT, 0)


def pause_is_over(asking):
    Asking.objects.filter(pk=asking.pk).update(sending_until=None)


@pytest.mark.slow
def test_reply_that_did_not_leave_is_tried_again_until_an_admin_looks(
    sample, contractor, reviewer, admin, settings
):
    asking, _token = askings.sent(sample, reviewer)
    answering.ask_back(asking, "Which shipment?")
    questions.reply(asking.pk, contractor, "The spring tender.")
    backend, left = settings.EMAIL_BACKEND, len(mail.outbox)
    settings.EMAIL_BACKEND = f"{__name__}.NoServer"
    for tried in range(1, sending.MOST_FAILURES + 1):
        tasks.ask_owners()
        tasks.ask_owners()
        assert askings.again(asking).failures == tried
        pause_is_over(asking)
    settings.EMAIL_BACKEND = backend
    tasks.ask_owners()
    assert len(mail.outbox) == left
    assert stuck.waiting(contractor) == []
    with pytest.raises(PermissionRefused):
        stuck.try_again(askings.again(asking), contractor)
    (one,) = stuck.waiting(admin)
    assert (one.failures, one.next_at) == (sending.MOST_FAILURES, None)
    stuck.try_again(one.asking, admin)
    tasks.ask_owners()
    tasks.ask_owners()
    assert len(mail.outbox) == left + 1
    assert "An answer to your question" in mail.outbox[-1].subject
    assert askings.again(asking).reply_sent_at is not None
    with pytest.raises(StaleError):
        stuck.try_again(one.asking, admin)


def test_two_who_send_at_once_send_once(sample, reviewer):
    asking = askings.approved(sample)
    confirming.decide(asking, reviewer, confirmed=True)
    first, second = askings.again(asking), askings.again(asking)
    assert sending.send(first)
    assert not sending.send(second)
    assert len(mail.outbox) == 1


@pytest.mark.parametrize("setting", ["ASKINGS_BY_CONTRACTOR", "ASKINGS_TO_DOMAIN", "ASKINGS_A_DAY"])
def test_mails_are_limited_by_the_day(sample, reviewer, settings, setting):
    setattr(settings, setting, 1)
    asking, _token = askings.sent(sample, reviewer)
    questions.stop(asking.pk, sample.contractor)
    with pytest.raises(TooManyMailsError):
        askings.drafted(sample)
    AskingLink.objects.update(made_at=timezone.now() - timedelta(days=1, minutes=1))
    askings.drafted(sample)


def test_one_question_at_a_time(sample):
    askings.drafted(sample)
    with pytest.raises(AskingOpenError):
        askings.drafted(sample)


@pytest.mark.parametrize(
    "signed",
    [
        "",
        "A\nBcc: all@example.com",
        "See https://evil.example",
        "Ann, see example.com",
        "x" * 121,
        "<b>A</b>",
    ],
)
def test_name_in_a_mail_carries_no_link_and_no_line(sample, contractor, signed):
    with pytest.raises(Refused):
        questions.draft(sample, contractor, askings.ADDRESS, signed)


@pytest.mark.parametrize("signed", ["J.R. Okoro", "Dr.Okoro", "Anna v. Berg jr."])
def test_dots_in_a_name_are_no_link(sample, contractor, signed):
    questions.draft(sample, contractor, askings.ADDRESS, signed)


@pytest.mark.parametrize("name", ["\u24c3\u24de\u24e1\u24e5\u24d0\u24db\u24d4", "\u2605\u2605"])
def test_organisation_without_letters_is_not_asked(sample, contractor, name):
    """Its yes would be bound to no name, and count for whatever is declared later."""
    rights.answer(sample, organisation=name)
    sample.refresh_from_db()
    with pytest.raises(Refused) as refused:
        askings.drafted(sample)
    assert refused.value.shown_code == "name_unspelled"


def test_stopped_question_leaves_a_dead_link(sample, contractor, reviewer):
    asking, token = askings.sent(sample, reviewer)
    questions.stop(asking.pk, contractor)
    assert links.find(token) is None
    tasks.ask_owners()
    assert len(mail.outbox) == 1
