"""A name planted in a file, in its name and in every typed field reaches nobody but its owner.

The whole way runs for real, with the sandbox; only Celery's loop is replaced by calling
the step it would call. The same search finds the name in the owner's view and wherever
it was planted, so that it cannot fail to see it.
"""

import io
import json
import logging
import zipfile
from datetime import timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from portal import work as work_folders
from portal.programmes.roles import Role
from portal.vault import keys
from portal.vault.keys import KeyKind
from submissions.domain import confirming, drafts, edits, files
from submissions.domain.consent import engagements, proofs, records
from submissions.domain.grading import Criterion
from submissions.domain.release import confirming as releasing, proposing
from submissions.domain.review import appeals, claims, thread
from submissions.domain.review.deciding import Ruling, decide
from submissions.domain.review.policy import policy_of
from submissions.models import Decision, Gate, Submission
from submissions.states import State
from tests.factories import people
from tests.submissions import way
from tests.submissions.canary import CANARY, facts, has, not_in_the_clear, pages, task, told_nobody

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]


@pytest.fixture
def logged(caplog):
    caplog.set_level(logging.DEBUG)
    return caplog


@pytest.fixture
def sample(transactional_db):
    programme = people.programme()
    contractor = people.member(programme, Role.CONTRACTOR, name="somebody")
    row = drafts.create(contractor, programme)
    drafts.save_task(row.pk, contractor, task())
    engagement = engagements.create(
        contractor, programme, f"Work for {CANARY}", facts(), contractor
    )
    drafts.choose_engagement(row.pk, contractor, engagement.pk)
    records.give(row.pk, contractor, ["training", "evaluation"], "en")
    way.send(row, f"letter to {CANARY}.txt", f"Dear {CANARY},\n\nsee you.\n".encode())
    return Submission.objects.get(pk=row.pk)


def test_a_canary_reaches_nobody_but_its_owner(sample, logged):
    submission, programme, contractor = sample, sample.programme, sample.contractor
    clearance = people.member(programme, Role.CLEARANCE_REVIEWER)
    second = people.member(programme, Role.CLEARANCE_REVIEWER)
    quality = people.member(programme, Role.QUALITY_REVIEWER)
    admin = people.member(programme, Role.PROGRAMME_ADMIN)

    way.work(submission)
    assert [r.sentence for r in files.rows(submission, for_owner=True)] == ["Received and checked."]
    assert drafts.problems(submission) == []
    drafts.submit(submission.pk, contractor, CANARY)
    assert way.work(submission) == State.CONFIRMING
    confirming.confirm(submission.pk, contractor, submission.bundle_sha256)
    assert way.work(submission) == State.CLEARANCE

    own = pages(contractor, reverse("submissions:submission", args=[submission.pk]))
    assert has(own), "the owner sees the name that was planted"
    assert has(json.dumps(drafts.read_task(submission)))

    review = claims.claim(clearance, submission.pk, Gate.CLEARANCE)
    seen = pages(
        clearance,
        reverse("submissions:queue"),
        reverse("submissions:review", args=[review.pk]),
    )
    assert " 200 " in f" {seen[:4]} "
    assert not has(seen)
    checklist = dict.fromkeys(policy_of(programme.pk).checklist, "yes")
    decide(review.pk, clearance, review.lease_token, Ruling(Decision.APPROVE, checklist=checklist))
    grading = claims.claim(quality, submission.pk, Gate.QUALITY)
    seen = pages(quality, reverse("submissions:review", args=[grading.pk]))
    assert not has(seen)
    points = {c.value: 5 for c in Criterion}
    words = {c.value: "Good work of its kind." for c in Criterion}
    decide(
        grading.pk,
        quality,
        grading.lease_token,
        Ruling(Decision.APPROVE, points=points, point_reasons=words),
    )
    proposed = proposing.propose(programme.pk, admin, [submission.pk])
    released = releasing.confirm(proposed.pk, second, reauthenticated=True)
    assert [i.dropped_rule for i in released.items.all()] == [""]
    browser = Client()
    browser.force_login(people.with_second_factor(second))
    answer = browser.post(reverse("submissions:download", args=[released.pk]))
    packed = b"".join(answer.streaming_content) if answer.streaming else answer.content
    with zipfile.ZipFile(io.BytesIO(packed)) as archive:
        released_bytes = b"".join(name.encode() + archive.read(name) for name in archive.namelist())
    assert b"see you" in released_bytes
    assert not has(released_bytes)
    seen = pages(admin, reverse("submissions:release", args=[released.pk]))
    assert not has(seen)

    told_nobody(logged)


def test_a_canary_in_what_is_written_later_reaches_nobody_either(sample, logged):
    """Messages, appeals, proofs and their names, words that a contractor wants taken out."""
    programme, contractor = sample.programme, sample.contractor
    first = people.member(programme, Role.CLEARANCE_REVIEWER)
    second = people.member(programme, Role.CLEARANCE_REVIEWER)
    admin = people.member(programme, Role.PROGRAMME_ADMIN)
    note = f"{CANARY} told me so.\n".encode()
    proofs.receive(sample.engagement_id, contractor, "other", f"{CANARY}.txt", note)
    way.work(sample)
    drafts.submit(sample.pk, contractor, CANARY)
    assert way.work(sample) == State.CONFIRMING
    edits.add(sample.pk, contractor, CANARY)
    edits.apply(sample.pk, contractor)
    assert way.work(sample) == State.CONFIRMING
    confirming.confirm(sample.pk, contractor, sample.bundle_sha256)
    assert way.work(sample) == State.CLEARANCE

    thread.write(sample, contractor, f"{CANARY} asks when it is looked at.")
    way.work(sample)
    review = claims.claim(first, sample.pk, Gate.CLEARANCE)
    seen = pages(first, reverse("submissions:review", args=[review.pk]))
    assert "asks when it is looked at" in seen
    assert not has(seen)
    ruling = Ruling(Decision.REJECT, reason="not_real_work", words="It reads like an exercise.")
    decide(review.pk, first, review.lease_token, ruling)

    appeals.appeal(sample.pk, contractor, f"{CANARY} can tell that it is real.")
    way.work(sample)
    address = reverse("submissions:appeal_decision", args=[sample.appeals.get().pk])
    queue, listed = reverse("submissions:queue"), reverse("submissions:holds")
    for person in (second, admin):
        seen = pages(person, queue, listed, address)
        assert not has(seen)
    seen = pages(second, address)
    assert "can tell that it is real" in seen
    own = pages(contractor, reverse("submissions:submission", args=[sample.pk]))
    assert has(own)

    told_nobody(logged)


def test_the_search_sees_what_lies_in_the_clear(sample):
    planted = work_folders.root() / "planted.txt"
    planted.write_text(CANARY)
    try:
        with pytest.raises(AssertionError, match=r"planted\.txt"):
            not_in_the_clear()
    finally:
        planted.unlink()


def test_destroying_the_key_makes_the_owner_lose_it_too(sample):
    assert has(json.dumps(drafts.read_task(sample)))
    keys.destroy(KeyKind.SUBMISSION, sample.pk, "purged")
    with pytest.raises(Exception, match="submission"):
        drafts.read_task(sample)
    assert timezone.now() - sample.created_at < timedelta(minutes=5)
