"""Permissions that end: told beforehand, and at the end nothing uses the sample any more."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from portal.notices.models import Notice
from submissions.domain.consent import conditions, expiry
from submissions.domain.release import confirming, proposing
from submissions.models import RecordState, RightsGrant, Submission
from submissions.states import State
from tests.factories import rights, samples

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

LAST = date(2026, 6, 30)
PURPOSES = ["evaluation", "training"]


def granted(sample: Submission, **more) -> RightsGrant:
    """The client owns it and has agreed until the last day."""
    rights.answer(sample, relation="freelance", owner="client", organisation="Quellbrook Example")
    fields = {"purposes": PURPOSES, "ends_on": LAST, "issuer_is_organisation": True, **more}
    return RightsGrant.objects.create(
        engagement=sample.engagement, state=RecordState.GIVEN, **fields
    )


@pytest.fixture
def make(programme, contractor):
    def made(state=State.CLEARANCE, **more):
        sample = samples.submission(programme, contractor, state)
        rights.all_clear(sample)
        return sample, granted(sample, **more)

    return made


def told(sample):
    return list(Notice.objects.filter(subject_id=sample.pk).values_list("code", flat=True))


@pytest.mark.parametrize(
    ("days", "codes"),
    [(31, []), (30, ["ends_in_30"]), (8, ["ends_in_30"]), (7, ["ends_in_7"]), (0, ["ends_in_7"])],
)
def test_end_is_announced_at_30_and_7_days(make, days, codes):
    sample, grant = make()
    assert expiry.look(LAST - timedelta(days=days)) == 0
    grant.refresh_from_db()
    assert (told(sample), grant.state) == (codes, RecordState.GIVEN)


def test_announcement_is_made_once(make):
    sample, _grant = make()
    expiry.look(LAST - timedelta(days=30))
    Notice.objects.all().delete()
    for days in (29, 15, 8):
        expiry.look(LAST - timedelta(days=days))
    assert told(sample) == []
    expiry.look(LAST - timedelta(days=6))
    assert told(sample) == ["ends_in_7"]


def test_day_after_the_last_ends_the_grant_once(make):
    _sample, grant = make()
    assert expiry.look(LAST) == 0
    assert expiry.look(LAST + timedelta(days=1)) == 1
    assert expiry.look(LAST + timedelta(days=1)) == 0
    grant.refresh_from_db()
    assert grant.state == RecordState.EXPIRED


@pytest.mark.parametrize("state", [State.CLEARANCE, State.QUALITY, State.APPROVED])
def test_sample_in_use_is_ruled_on_again(make, state):
    sample, _grant = make(state)
    expiry.look(LAST + timedelta(days=1))
    sample.refresh_from_db()
    assert sample.state == State.CONSENT


def test_released_sample_leaves_its_release(make, programme, admin, reviewer):
    last = timezone.now().date() + timedelta(days=500)
    sample, _grant = make(State.APPROVED, ends_on=last)
    terms = conditions.fingerprint(conditions.of(sample))
    proposed = proposing.propose(programme.pk, admin, [sample.pk], {sample.pk: terms})
    read = {proposed.items.get().pk: terms}
    release = confirming.confirm(proposed.pk, reviewer, reauthenticated=True, read=read)
    assert release.items.get().revoked_at is None
    expiry.look(last + timedelta(days=1))
    sample.refresh_from_db()
    assert sample.state == State.WITHDRAWN
    assert release.items.get().revoked_at is not None
    assert "ended" in told(sample)


def test_another_permission_keeps_it_in_use(make):
    sample, _grant = make(State.APPROVED)
    granted(sample, ends_on=None)
    expiry.look(LAST + timedelta(days=1))
    sample.refresh_from_db()
    assert sample.state == State.APPROVED


def test_grant_for_one_sample_touches_no_other(make, programme, contractor):
    sample, grant = make(State.APPROVED)
    other = samples.submission(programme, contractor, State.APPROVED)
    other.engagement = sample.engagement
    other.save(update_fields=["engagement"])
    RightsGrant.objects.filter(pk=grant.pk).update(submission=sample)
    expiry.look(LAST + timedelta(days=1))
    sample.refresh_from_db()
    other.refresh_from_db()
    assert (sample.state, other.state) == (State.CONSENT, State.APPROVED)
