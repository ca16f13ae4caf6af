"""The planted name on the pages of those who decide about rights, and in what owners get.

An owner is told the name of who asks, of the organisation and of the programme, as the
contractor approved them; nothing of the files, the task, the job or the evidence.
"""

import logging

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from portal.programmes.roles import Role
from submissions.domain import confirming, drafts
from submissions.domain.consent import engagements, lifting, proofs, records, sides
from submissions.domain.review import claims
from submissions.models import EvidenceFile, Gate, RuleDecision, Submission
from submissions.states import State
from tests.factories import askings, people
from tests.factories.sign_in import client_of
from tests.submissions import way
from tests.submissions.canary import CANARY, facts, has, pages, task, told_nobody

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]

NAMED = {"organisation": askings.ORGANISATION, "domains": ["norvale.example"]}
"""Names that the owner is told anyhow, so not the planted one."""
LETTER = f"Copyright 2021 {CANARY} Holdings Ltd. All rights reserved.\n\nDear {CANARY},\nsee you.\n"
REASON = "A trade name of Zqreasonhart, who wrote so."


@pytest.fixture
def logged(caplog):
    caplog.set_level(logging.DEBUG)
    return caplog


@pytest.fixture
def programme(transactional_db):
    return people.programme()


@pytest.fixture
def reviewer(programme):
    return people.member(programme, Role.CLEARANCE_REVIEWER)


@pytest.fixture
def admin(programme):
    return people.member(programme, Role.PROGRAMME_ADMIN)


def stopped(programme, **answers) -> Submission:
    """Confirmed with the name planted everywhere, and held by a rule about its owner."""
    contractor = people.member(programme, Role.CONTRACTOR, name="somebody")
    row = drafts.create(contractor, programme)
    drafts.save_task(row.pk, contractor, task())
    said = {**facts(), **NAMED, "relation": "freelance", **answers}
    job = engagements.create(contractor, programme, f"Work for {CANARY}", said, contractor)
    drafts.choose_engagement(row.pk, contractor, job.pk)
    records.give(row.pk, contractor, ["training", "evaluation"], "en")
    proofs.receive(job.pk, contractor, "other", f"{CANARY}.txt", f"{CANARY} said so.\n".encode())
    way.send(row, f"letter to {CANARY}.txt", LETTER.encode())
    way.work(row)
    drafts.submit(row.pk, contractor, CANARY)
    assert way.work(row) is State.CONFIRMING
    confirming.confirm(row.pk, contractor, row.bundle_sha256)
    assert way.work(row) is State.HELD
    return Submission.objects.get(pk=row.pk)


def test_a_canary_is_on_no_page_of_who_lifts_a_hold(programme, reviewer, admin, logged):
    row = stopped(programme)
    assert (row.held_rule, row.held_party) == ("R8", "reviewer")
    assert EvidenceFile.objects.exclude(name_sealed=b"").exists()
    listed, page = reverse("submissions:holds"), reverse("submissions:hold", args=[row.pk])
    seen = pages(reviewer, listed, page, reverse("submissions:permissions"))
    assert "A file shows another owner" in seen
    assert not has(seen)
    assert not has(pages(admin, listed, page))
    assert has(pages(row.contractor, reverse("submissions:submission", args=[row.pk])))

    said = {"lift": "yes", "inputs": sides.now(row).inputs_sha256, "reason": REASON}
    assert client_of(reviewer).post(page, said).status_code == 302
    assert REASON in [lifting.reason_of(one) for one in RuleDecision.objects.all()]
    assert way.work(row) is State.CLEARANCE
    review = claims.claim(reviewer, row.pk, Gate.CLEARANCE)
    seen = pages(reviewer, reverse("submissions:review_rights", args=[review.pk]))
    assert REASON in seen
    assert not has(seen)
    told_nobody(logged)
    told_nobody(logged, "zqreasonhart")


def test_a_canary_is_in_no_mail_and_on_no_page_of_the_owner(programme, reviewer, admin, logged):
    row = stopped(programme, owner="client")
    assert (row.held_rule, row.held_party) == ("R2", "rights_holder")
    asking = askings.approved(row, shows_copy=True)
    seen = pages(reviewer, reverse("submissions:addresses"))
    assert askings.ORGANISATION in seen
    assert not has(seen)
    askings.confirming.decide(asking, reviewer, confirmed=True)
    assert askings.sending.send(asking)
    token, stranger = askings.last_token(), Client()
    there = reverse("submissions:answer_asking", args=[token])
    copy = reverse("submissions:asking_copy", args=[token])
    shown = [stranger.get(there).content, stranger.get(copy).content]
    shown += [
        stranger.get(there, {"answer": one}).content
        for one in ("grant", "more", "not_ours", "deny", "never")
    ]
    assert askings.SIGNED.encode() in shown[0]
    assert b"see you" in shown[1]
    assert not has(b"".join(shown))

    given = {
        "answer": "grant",
        "purposes": ["training", "evaluation"],
        "scope": "sample",
        "attribution": "none",
        "conditions": f"{CANARY} wants the figures left out.",
        "name": "Hanne Lindqvist",
        "role": "head of sales",
        "may_decide": "on",
    }
    assert stranger.post(there, given).status_code == 302
    assert has(stranger.get(there).content), "owners see what they wrote themselves"
    assert [message.to for message in mail.outbox] == [[askings.ADDRESS]] * 2
    assert way.work(row) is State.CLEARANCE
    review = claims.claim(reviewer, row.pk, Gate.CLEARANCE)
    seen = pages(
        reviewer,
        reverse("submissions:review", args=[review.pk]),
        reverse("submissions:review_rights", args=[review.pk]),
    )
    assert not has(seen)
    Submission.objects.filter(pk=row.pk).update(cleared_sha256=row.bundle_sha256)
    for step in (State.QUALITY, State.APPROVED):
        Submission.objects.filter(pk=row.pk).update(state=step)
    proposal = client_of(admin).get(reverse("submissions:propose", args=[programme.slug]))
    assert b"wants the figures left out" in proposal.content
    assert not has(proposal.content)
    told_nobody(logged)
