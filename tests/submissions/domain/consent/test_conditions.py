"""Owners' conditions: scrubbed, read by both who release, in the manifest, and kept to."""

import json
from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from portal.programmes.kinds import SettingKind
from portal.programmes.versions import current, publish
from portal.vault import keys
from portal.vault.keys import KeyKind
from submissions import tasks
from submissions.domain import sealed
from submissions.domain.asking import answering
from submissions.domain.asking.answering import Attribution, Given, Scope
from submissions.domain.consent import conditions, lifting, sides
from submissions.domain.release import confirming, copying, proposing
from submissions.domain.release.confirming import NothingLeftError
from submissions.domain.release.errors import ConditionsNotReadyError, ConditionsUnreadError
from submissions.domain.release.rechecking import dropped_by
from submissions.models import Outcome, RecordState, RightsGrant, ShownCondition
from submissions.states import State
from tests.factories import askings, rights, samples
from tests.submissions.way import work

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

WORDS = "Norvale Logistics GmbH wants figures of 2019 left out."
BOTH = ["evaluation", "training"]


@pytest.fixture
def sample(programme, contractor):
    row = samples.submission(programme, contractor, State.APPROVED)
    rights.all_clear(row)
    return askings.owned_by_client(row)


def allowed(sample, **more) -> RightsGrant:
    fields = {"purposes": BOTH, "issuer_is_organisation": True, **more}
    return RightsGrant.objects.create(
        engagement=sample.engagement, state=RecordState.GIVEN, **fields
    )


def terms(sample):
    return conditions.fingerprint(conditions.of(sample))


def far():
    return timezone.now().date() + timedelta(days=900)


def test_permission_without_limits_has_nothing_to_read(sample, programme, admin, reviewer):
    allowed(sample)
    assert terms(sample) == ""
    proposed = proposing.propose(programme.pk, admin, [sample.pk])
    released = confirming.confirm(proposed.pk, reviewer, reauthenticated=True)
    (item,) = released.manifest["predicate"]["items"]
    (said,) = item["permissions"]
    assert (said["purposes"], said["conditions_sha256"]) == (BOTH, "")


def test_both_people_read_the_same_conditions(sample, programme, admin, reviewer):
    last = far()
    allowed(sample, ends_on=last, territory=["DE", "FR"], exclusive=True)
    body = dict(current(programme.pk, SettingKind.CONSENT).body) | {"territories": ["FR"]}
    publish(programme, SettingKind.CONSENT, body, None)
    for read in ({}, {sample.pk: "0" * 64}):
        with pytest.raises(ConditionsUnreadError):
            proposing.propose(programme.pk, admin, [sample.pk], read)
    said = terms(sample)
    proposed = proposing.propose(programme.pk, admin, [sample.pk], {sample.pk: said})
    item = proposed.items.get()
    with pytest.raises(ConditionsUnreadError):
        confirming.confirm(proposed.pk, reviewer, reauthenticated=True)
    released = confirming.confirm(proposed.pk, reviewer, reauthenticated=True, read={item.pk: said})
    (entry,) = released.manifest["predicate"]["items"]
    (permission,) = entry["permissions"]
    assert permission == {
        "purposes": BOTH,
        "media": [],
        "territory": ["DE", "FR"],
        "starts_on": "",
        "ends_on": last.isoformat(),
        "exclusive": True,
        "attribution": False,
        "from_organisation": True,
        "this_sample_only": False,
        "conditions_sha256": "",
    }
    assert "orvale" not in json.dumps(released.manifest)


def to_be_named(sample):
    grant = allowed(sample)
    key = keys.open(KeyKind.ENGAGEMENT, sample.engagement_id)
    sealed.seal(key, grant, "conditions_sealed", {"attribution": "named", "text": ""})
    grant.save()


def lifting_word(sample):
    shown = sides.now(sample).inputs_sha256
    return lifting.Word(lift=True, reason="The programme names them.", inputs_sha256=shown)


def test_owner_to_be_named_is_released_only_after_an_admins_word(
    sample, programme, admin, reviewer
):
    to_be_named(sample)
    read = {sample.pk: terms(sample)}
    proposed = proposing.propose(programme.pk, admin, [sample.pk], read)
    item = proposed.items.get()
    said = {item.pk: item.terms_sha256}
    with pytest.raises(NothingLeftError):
        confirming.confirm(proposed.pk, reviewer, reauthenticated=True, read=said)
    assert dropped_by(item, timezone.now()) == "R6"
    case, rulings = lifting.current_rulings(sample, lifting_word(sample))
    (named,) = [one for one in rulings if one.code == "owner_to_be_named"]
    assert (named.party, named.rule) == ("admin", "R6")
    lifting.keep(sample, admin, named, case, Outcome.LIFTED, "The programme names them.")
    released = confirming.confirm(proposed.pk, reviewer, reauthenticated=True, read=said)
    (permission,) = released.manifest["predicate"]["items"][0]["permissions"]
    assert permission["attribution"] is True


@pytest.mark.parametrize(
    ("limits", "rule"),
    [
        ({"territory": ["US"]}, "R6"),
        ({"territory": ["DE"]}, "R6"),
        ({"media": ["papers"]}, "R6"),
        ({"ends_on": "past"}, "R5"),
        ({"ends_on": "soon"}, "R5"),
        ({"media": ["datasets"]}, ""),
    ],
)
def test_release_that_would_break_a_condition_drops_out_by_rule(
    sample, programme, admin, reviewer, limits, rule
):
    today = timezone.now().date()
    days = {"past": today - timedelta(days=1), "soon": today + timedelta(days=20)}
    if "ends_on" in limits:
        limits = {"ends_on": days[limits["ends_on"]]}
    allowed(sample, **limits)
    read = {sample.pk: terms(sample)}
    proposed = proposing.propose(programme.pk, admin, [sample.pk], read)
    item = proposed.items.get()
    said = {item.pk: item.terms_sha256}
    if rule:
        with pytest.raises(NothingLeftError):
            confirming.confirm(proposed.pk, reviewer, reauthenticated=True, read=said)
    else:
        confirming.confirm(proposed.pk, reviewer, reauthenticated=True, read=said)
    sample.refresh_from_db()
    item = proposed.items.select_related("submission__engagement", "submission__programme").get()
    if rule:
        assert dropped_by(item, timezone.now()) == rule


def test_condition_that_changed_since_the_proposal_drops_the_sample(
    sample, programme, admin, reviewer
):
    grant = allowed(sample, ends_on=far())
    said = terms(sample)
    proposed = proposing.propose(programme.pk, admin, [sample.pk], {sample.pk: said})
    item = proposed.items.get()
    RightsGrant.objects.filter(pk=grant.pk).update(exclusive=True)
    with pytest.raises(NothingLeftError):
        confirming.confirm(proposed.pk, reviewer, reauthenticated=True, read={item.pk: said})


@pytest.mark.slow
def test_words_of_an_owner_are_scrubbed_before_anybody_reads_them(
    programme, contractor, admin, reviewer
):
    from tests.submissions import way

    row = way.draft(contractor, programme)
    askings.owned_by_client(row)
    way.send(row, "plan.txt", b"Plan for the opening of the depot, in prose.\n")
    way.work(row)
    way.drafts.submit(row.pk, contractor, "My Name")
    assert way.work(row) is State.CONFIRMING
    from submissions.domain import confirming as confirmation

    confirmation.confirm(row.pk, contractor, row.bundle_sha256)
    assert (way.work(row), row.held_rule) == (State.HELD, "R2")
    asking, _token = askings.sent(row, reviewer)
    given = Given(
        purposes=tuple(BOTH),
        scope=Scope.SAMPLE,
        name="Ilse Brandt",
        role="Counsel",
        attribution=Attribution.NAMED,
        conditions=WORDS,
    )
    answering.grant(asking, given)
    assert (work(row), row.held_code, row.held_party) == (State.HELD, "owner_to_be_named", "admin")
    lifting.decide_hold(row.pk, admin, lifting_word(row))
    assert work(row) is State.CLEARANCE
    assert ShownCondition.objects.count() == 1
    (said,) = conditions.of(row)
    assert (said.attribution, said.is_ready) == (True, True)
    assert "figures of 2019" in said.words
    assert "orvale" not in said.words
    assert b"figures" not in bytes(ShownCondition.objects.get().text_sealed)


def test_words_that_nobody_scrubbed_yet_hold_the_proposal(sample, programme, admin, reviewer):
    asking = askings.approved(sample)
    from submissions.models import Asking

    Asking.objects.filter(pk=asking.pk).update(
        state="sent", sent_at=timezone.now(), expires_at=timezone.now() + timedelta(days=3)
    )
    given = Given(tuple(BOTH), Scope.SAMPLE, "Ilse Brandt", "Counsel", conditions=WORDS)
    answering.grant(askings.again(asking), given)
    sample.refresh_from_db()
    assert list(conditions.waiting()) == [sample]
    with pytest.raises(ConditionsNotReadyError):
        proposing.propose(programme.pk, admin, [sample.pk])
    (grant,) = conditions.unscrubbed(sample)
    assert conditions.words_of(grant) == WORDS
    conditions.show(sample, grant, "ORG 1 wants figures left out.")
    assert (conditions.unscrubbed(sample), list(conditions.waiting())) == ([], [])
    (said,) = conditions.of(sample)
    assert said.words == "ORG 1 wants figures left out."
    read = {sample.pk: terms(sample)}
    proposed = proposing.propose(programme.pk, admin, [sample.pk], read)
    item = proposed.items.get()
    released = confirming.confirm(
        proposed.pk, reviewer, reauthenticated=True, read={item.pk: read[sample.pk]}
    )
    (permission,) = released.manifest["predicate"]["items"][0]["permissions"]
    assert len(permission["conditions_sha256"]) == 64
    entry = next(f for f in _entries(released) if f.part == "task")
    task = json.loads(copying.opened(released.items.get(), entry))
    assert task["conditions"] == ["ORG 1 wants figures left out."]


def _entries(released):
    from submissions.domain.manifest import FileEntry

    return [FileEntry(**file) for file in released.items.get().files]


def test_fingerprint_is_of_everything_that_binds(sample):
    allowed(sample, ends_on=far())
    (one,) = conditions.of(sample)
    changed = [
        replace(one, words="x"),
        replace(one, media=("web",)),
        replace(one, attribution=True),
        replace(one, ends_on="2031-01-01"),
    ]
    marks = {conditions.fingerprint([each]) for each in [one, *changed]}
    assert len(marks) == 5


def test_beat_wakes_a_sample_with_words_nobody_scrubbed(sample):
    assert not conditions.waiting().exists()
    tasks.resume_stalled()
