"""What an owner answers, and what follows from it by itself."""

from datetime import timedelta

import pytest
from django.core import mail
from django.utils import timezone

from submissions.domain import declining, withdrawal
from submissions.domain.asking import answering, links, questions, revoking, sending
from submissions.domain.asking.answering import Given, Scope
from submissions.domain.asking.errors import AnsweredError, CodeRefusedError, IncompleteError
from submissions.domain.asking.links import Standing
from submissions.domain.consent import rules, verdicts
from submissions.domain.errors import Refused
from submissions.models import (
    Answer,
    AskingState,
    NameKind,
    RecordState,
    RegisterEntry,
    RightsGrant,
    Submission,
)
from submissions.states import State
from tests.factories import askings, people, rights, samples
from tests.submissions.way import work

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def given(**more):
    columns = {
        "purposes": ("training", "evaluation"),
        "scope": Scope.EVERYTHING,
        "name": "Hanne Lindqvist",
        "role": "head of sales",
        **more,
    }
    return Given(**columns)


def another(programme, contractor, state=State.CLEARANCE, **facts):
    """A sample of the same organisation, declared by somebody else in other words."""
    row = samples.submission(programme, contractor, State.CONSENT)
    rights.all_clear(row)
    rights.answer(row, **{"organisation": "NORVALE LOGISTICS", **facts})
    assert work(row) is State.CLEARANCE
    if state is not State.CLEARANCE:
        Submission.objects.filter(pk=row.pk).update(cleared_sha256=row.bundle_sha256)
        for step in (State.QUALITY, State.APPROVED):
            Submission.objects.filter(pk=row.pk).update(state=step)
            if step is state:
                break
    row.refresh_from_db()
    return row


def test_grant_moves_every_sample_that_waited_for_it(sample, programme, contractor, reviewer):
    second = samples.submission(programme, contractor, State.CONSENT)
    rights.all_clear(second)
    Submission.objects.filter(pk=second.pk).update(engagement=sample.engagement)
    assert work(second) is State.HELD
    asking, _token = askings.sent(sample, reviewer)
    answering.grant(asking, given())
    assert (work(sample), work(second)) == (State.CLEARANCE, State.CLEARANCE)
    row = RightsGrant.objects.get()
    assert (row.state, row.issuer_is_organisation) == (RecordState.GIVEN, True)
    assert b"Hanne" not in bytes(row.issuer_sealed)
    assert rules.decide(verdicts.stored_case(verdicts.latest(sample)))[0].rule == "R15"


def test_grant_for_one_sample_leaves_the_others_waiting(sample, programme, contractor, reviewer):
    second = samples.submission(programme, contractor, State.CONSENT)
    rights.all_clear(second)
    Submission.objects.filter(pk=second.pk).update(engagement=sample.engagement)
    assert work(second) is State.HELD
    asking, _token = askings.sent(sample, reviewer)
    answering.grant(asking, given(scope=Scope.SAMPLE))
    assert (work(sample), work(second)) == (State.CLEARANCE, State.HELD)


def test_grant_for_less_than_the_programme_needs_still_holds(sample, reviewer):
    asking, _token = askings.sent(sample, reviewer)
    answering.grant(asking, given(purposes=("evaluation",)))
    assert work(sample) is State.HELD
    assert sample.held_rule == "R2"


def test_grant_can_release_from_confidentiality(sample, reviewer):
    asking, _token = askings.sent(sample, reviewer)
    rights.answer(sample, agreement="nda")
    answering.grant(asking, given(releases=True))
    assert work(sample) is State.CLEARANCE


@pytest.mark.parametrize(
    "wrong",
    [
        {"purposes": ()},
        {"purposes": ("resale",)},
        {"name": " "},
        {"role": ""},
        {"conditions": "x" * 2001},
        {"ends_on": timezone.now().date() - timedelta(days=1)},
    ],
)
def test_incomplete_grant_changes_nothing(sample, reviewer, wrong):
    asking, _token = askings.sent(sample, reviewer)
    with pytest.raises(IncompleteError):
        answering.grant(asking, given(**wrong))
    assert askings.again(asking).state == AskingState.SENT
    assert not RightsGrant.objects.exists()


@pytest.mark.slow
def test_no_rejects_every_sample_of_the_organisation_in_the_programme(sample, programme, reviewer):
    reviewed = another(programme, people.member(programme), State.APPROVED)
    elsewhere = people.programme()
    other = another(elsewhere, people.member(elsewhere))
    asking, _token = askings.sent(sample, reviewer)
    answering.refuse(asking, Answer.DENY, "Not with our price lists.")
    assert (work(sample), sample.held_rule) == (State.REJECTED, "R11")
    assert (work(reviewed), reviewed.held_rule) == (State.REJECTED, "R11")
    assert work(other) is State.CLEARANCE
    assert answering.told(askings.again(asking)).conditions == "Not with our price lists."


@pytest.mark.slow
def test_never_again_holds_every_sample_of_the_organisation_everywhere(sample, programme, reviewer):
    by_name = another(programme, people.member(programme))
    elsewhere = people.programme()
    by_domain = another(
        elsewhere, people.member(elsewhere), organisation="Nv", domains=["https://mail.norvale.example/"]
    )  # fmt: skip
    untouched = another(elsewhere, people.member(elsewhere), organisation="Norvale Bank")
    asking, _token = askings.sent(sample, reviewer)
    mails = len(mail.outbox)
    answering.refuse(asking, Answer.NEVER)
    for row in (sample, by_name, by_domain):
        assert work(row) is State.HELD
        assert "R11" in [ruling["rule"] for ruling in verdicts.latest(row).rulings]
    assert (by_name.held_rule, by_name.held_party) == ("R11", "admin")
    assert (sample.held_rule, sample.held_party) == ("R2", "contractor")
    assert work(untouched) is State.CLEARANCE
    assert len(mail.outbox) == mails
    with pytest.raises(Refused) as refused:
        askings.drafted(sample)
    assert refused.value.shown_code == "address_do_not_contact"
    entries = RegisterEntry.objects.all()
    assert {(e.kind, e.source, e.programme_id) for e in entries} == {
        ("organisation", "never", None),
        ("domain", "never", None),
    }
    assert not any("norvale" in e.digest for e in entries)


def test_never_again_stops_what_others_ask_there(sample, programme, reviewer):
    asking, _token = askings.sent(sample, reviewer)
    other = people.member(programme)
    row = samples.submission(programme, other, State.CONFIRMING)
    rights.all_clear(row)
    askings.owned_by_client(row)
    theirs, token = askings.sent(row, reviewer)
    answering.refuse(asking, Answer.NEVER)
    assert askings.again(theirs).state == AskingState.STOPPED
    assert links.find(token) is None


@pytest.mark.parametrize("is_sent", [True, False])
def test_owner_who_refused_gets_no_mail_for_another_who_asks(sample, programme, reviewer, is_sent):
    """The page says that they are asked no more."""
    asking, _token = askings.sent(sample, reviewer)
    row = samples.submission(programme, people.member(programme), State.CONFIRMING)
    rights.all_clear(row)
    askings.owned_by_client(row)
    theirs = askings.sent(row, reviewer)[0] if is_sent else askings.approved(row)
    answering.refuse(asking, Answer.DENY)
    before = len(mail.outbox)
    sending.keep_up(timezone.now() + timedelta(days=6))
    assert not sending.send(askings.again(theirs))
    assert len(mail.outbox) == before


def test_not_ours_enters_nobody_and_holds_on(sample, reviewer):
    asking, _token = askings.sent(sample, reviewer)
    answering.refuse(asking, Answer.NOT_OURS)
    assert work(sample) is State.HELD
    assert not RegisterEntry.objects.exists()


def test_of_two_answers_the_first_counts(sample, reviewer):
    asking, token = askings.sent(sample, reviewer)
    same, standing = links.find(token)
    assert standing is Standing.DECIDE
    answering.grant(asking, given())
    with pytest.raises(AnsweredError):
        answering.refuse(same, Answer.NEVER)
    assert askings.again(asking).answer == Answer.GRANT
    assert not RegisterEntry.objects.exists()
    assert RightsGrant.objects.count() == 1


def test_after_its_days_a_link_decides_nothing(sample, reviewer):
    asking, token = askings.sent(sample, reviewer)
    type(asking).objects.filter(pk=asking.pk).update(expires_at=timezone.now())
    assert links.find(token) is None
    with pytest.raises(AnsweredError):
        answering.grant(asking, given())
    sending.keep_up()
    sample.refresh_from_db()
    assert (askings.again(asking).state, sample.state) == (AskingState.EXPIRED, State.HELD)


def test_question_back_is_answered_and_the_link_decides_still(sample, contractor, reviewer):
    asking, token = askings.sent(sample, reviewer)
    answering.ask_back(asking, "Which shipment is it about?")
    found = askings.again(asking)
    assert questions.asked_back(found) == "Which shipment is it about?"
    assert b"shipment" not in bytes(found.question_sealed)
    questions.reply(asking.pk, contractor, "The spring tender.")
    assert sending.send_reply(askings.again(asking))
    assert "spring tender" not in mail.outbox[-1].body
    newer = askings.last_token()
    assert newer != token
    found, standing = links.find(newer)
    assert (standing, questions.reply_of(found)) == (Standing.DECIDE, "The spring tender.")
    answering.grant(links.find(token)[0], given())
    assert work(sample) is State.CLEARANCE


def code_in_mail():
    return mail.outbox[-1].body.partition("30 minutes:")[2].split("\n\n")[1]


def granted(sample, reviewer):
    asking, token = askings.sent(sample, reviewer)
    answering.grant(asking, given())
    assert work(sample) is State.CLEARANCE
    return askings.again(asking), token


def test_permission_is_taken_back_by_the_code(sample, reviewer):
    asking, token = granted(sample, reviewer)
    type(asking).objects.filter(pk=asking.pk).update(expires_at=timezone.now())
    assert links.find(token)[1] is Standing.GRANTED
    revoking.send_code(asking)
    code = code_in_mail()
    assert code.replace(" ", "").isdigit()
    asking = askings.again(asking)
    assert code not in asking.code_digest
    wrong = str(10**8 - 1 - int(code.replace(" ", ""))).zfill(8)
    with pytest.raises(CodeRefusedError):
        revoking.revoke(asking, wrong)
    revoking.revoke(asking, code)
    assert RightsGrant.objects.get().state == RecordState.WITHDRAWN
    assert (work(sample), sample.held_rule) == (State.HELD, "R2")
    assert links.find(token)[1] is Standing.REVOKED
    type(asking).objects.update(revoked_at=timezone.now() - timedelta(days=2))
    assert links.find(token) is None


def test_code_ends_after_five_tries_or_half_an_hour(sample, reviewer):
    asking, _token = granted(sample, reviewer)
    with pytest.raises(CodeRefusedError):
        revoking.revoke(asking, "00000000")
    revoking.send_code(asking)
    code = code_in_mail()
    wrong = str(10**8 - 1 - int(code.replace(" ", ""))).zfill(8)
    for _ in range(5):
        with pytest.raises(CodeRefusedError):
            revoking.revoke(askings.again(asking), wrong)
    with pytest.raises(CodeRefusedError):
        revoking.revoke(askings.again(asking), code)
    type(asking).objects.update(code_tries=0, code_until=timezone.now())
    with pytest.raises(CodeRefusedError):
        revoking.revoke(askings.again(asking), code)
    assert RightsGrant.objects.get().state == RecordState.GIVEN


def test_released_sample_is_withdrawn_when_its_permission_is_taken_back(sample, reviewer):
    asking, _token = granted(sample, reviewer)
    columns = {"cleared_sha256": sample.bundle_sha256, "released_sha256": sample.bundle_sha256}
    Submission.objects.filter(pk=sample.pk).update(**columns)
    for state in (State.QUALITY, State.APPROVED, State.RELEASED):
        Submission.objects.filter(pk=sample.pk).update(state=state)
    revoking.send_code(asking)
    assert revoking.revoke(askings.again(asking), code_in_mail()) == 1
    sample.refresh_from_db()
    assert sample.state == State.WITHDRAWN


def test_admin_enters_and_ends_a_name(programme, contractor, admin):
    row = another(programme, contractor)
    entry, asked = declining.enter(NameKind.ORGANISATION, "Norvale Logistics", programme.pk, admin)
    assert (asked, work(row), row.held_rule) == (1, State.REJECTED, "R11")
    assert declining.looked_up("norvale logistics", programme.pk) == [entry]
    assert declining.looked_up("Norvale Bank", programme.pk) == []
    with pytest.raises(Refused):
        declining.end(entry.pk, admin, "")
    declining.end(entry.pk, admin, "mistake")
    assert declining.looked_up("norvale logistics", programme.pk) == []
    assert verdicts.evaluate(row, {"authenticity": "real"})[0].rule == "R15"
    with pytest.raises(Refused):
        declining.enter(NameKind.DOMAIN, "co.uk", programme.pk, admin)


def test_yes_of_one_organisation_stands_for_no_other(sample, reviewer):
    asking, token = askings.sent(sample, reviewer)
    answering.grant(asking, given(releases=True))
    assert work(sample) is State.CLEARANCE
    facts = verdicts.gather(sample, {})
    assert (len(facts.grants), facts.released_engagement) == (1, True)
    rights.answer(sample, organisation="Quillbrook AG")
    sample.refresh_from_db()
    facts = verdicts.gather(sample, {})
    assert (len(facts.grants), facts.released_engagement) == (0, False)
    assert verdicts.evaluate(sample, {"authenticity": "real"})[0].rule == "R2"
    assert links.find(token)[1] is Standing.GRANTED
    rights.answer(sample, organisation="Norvale Logistics")
    sample.refresh_from_db()
    assert len(verdicts.gather(sample, {}).grants) == 1


def test_link_of_one_organisation_answers_for_no_other(sample, reviewer):
    asking, token = askings.sent(sample, reviewer)
    rights.answer(sample, organisation="Quillbrook AG")
    assert links.find(token) is None
    with pytest.raises(AnsweredError):
        answering.grant(asking, given())
    assert not RightsGrant.objects.exists()


def test_link_for_a_withdrawn_sample_answers_nothing(sample, contractor, reviewer):
    asking, token = askings.sent(sample, reviewer)
    withdrawal.withdraw(sample.pk, contractor)
    assert links.find(token) is None
    mails = len(mail.outbox)
    type(asking).objects.update(sent_at=timezone.now() - timedelta(days=6))
    sending.keep_up()
    assert len(mail.outbox) == mails
