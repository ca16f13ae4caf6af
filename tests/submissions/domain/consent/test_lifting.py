"""Holds and rejections of rules that people lift: bound to what was seen, replayed exactly."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.core.management import call_command
from django.utils import timezone

from portal.audit.models import AuditEvent
from portal.programmes.errors import PermissionRefused
from portal.programmes.kinds import SettingKind
from portal.programmes.models import Membership, Programme
from portal.programmes.roles import Role
from portal.programmes.versions import current, publish
from submissions.domain import drafts, holds
from submissions.domain.consent import lifting, register, rules, sides, verdicts
from submissions.domain.consent.facts import Waiver
from submissions.domain.consent.lifting import Word
from submissions.domain.errors import Refused
from submissions.domain.holds import NotHeldError
from submissions.domain.review import appeals, employers
from submissions.models import Evidence, Outcome, RightsGrant, RuleDecision, Submission
from submissions.states import State
from tests.factories import people, rights, samples
from tests.submissions.way import work

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

REASON = "The name is the contractor's own trade name."


@pytest.fixture
def place(programme):
    """A programme whose data lies in Germany."""
    Programme.objects.filter(pk=programme.pk).update(storage_region="DE")
    programme.refresh_from_db()
    return programme


@pytest.fixture
def sample(place, contractor):
    row = samples.submission(place, contractor, State.CONSENT)
    rights.all_clear(row)
    return row


def other_owner(sample, **columns):
    file = sample.artefacts.first()
    return Evidence.objects.create(
        artefact=file,
        cross_check="X1",
        name="copyright_holder",
        digest="d" * 64,
        weight=0.9,
        place={"page": 3},
        relation="other",
        **columns,
    )


def word(sample, *, lift=True, reason=REASON):
    return Word(lift=lift, reason=reason, inputs_sha256=sides.now(sample).inputs_sha256)


def held_by_r8(sample):
    other_owner(sample)
    assert work(sample) is State.HELD
    assert (sample.held_rule, sample.held_party) == ("R8", "reviewer")
    return sample


def granted(sample, **columns):
    rights.answer(sample, owner="client")
    both = {"purposes": ["training", "evaluation"], "state": "given", **columns}
    return RightsGrant.objects.create(engagement=sample.engagement, **both)


def test_reviewer_lifts_another_owner_and_the_sample_goes_on(sample, reviewer):
    held_by_r8(sample)
    assert list(lifting.waiting(reviewer)) == [sample]
    lifting.decide_hold(sample.pk, reviewer, word(sample))
    assert work(sample) is State.CLEARANCE
    made = RuleDecision.objects.get()
    assert (made.outcome, made.rule, made.code) == (Outcome.LIFTED, "R8", "other_owner_seen")
    assert lifting.reason_of(made) == REASON
    assert REASON.encode() not in bytes(made.reason_sealed)
    assert AuditEvent.objects.filter(event="rule.lifted").count() == 1
    first, rulings = verdicts.replay(verdicts.latest(sample))
    assert [first.rule, *(r.code for r in rulings)] == ["R15", "all_clear", "waived"]
    call_command("replay_verdicts")


def test_hold_is_not_decided_by_who_works_for_the_owner(sample, reviewer):
    held_by_r8(sample)
    register.keep_declared(sample.engagement, ["Norvale Logistics GmbH"], [])
    lifting.check_may_decide(reviewer, sample)
    employers.add(reviewer, "Norvale Logistics")
    assert list(lifting.waiting(reviewer)) == []
    with pytest.raises(PermissionRefused):
        lifting.decide_hold(sample.pk, reviewer, word(sample))


@pytest.mark.parametrize(
    ("rule", "grant"), [("R6", {"territory": ["FR"]}), ("R5", {"ends_on": "2099-01-01"})]
)
def test_admin_lifts_what_names_an_admin(sample, place, admin, reviewer, rule, grant):
    if rule == "R5":
        body = {**current(place.pk, SettingKind.CONSENT).body, "minimum_term_days": 36_500}
        publish(place, SettingKind.CONSENT, body, None)
    granted(sample, **grant)
    assert work(sample) is State.HELD
    assert (sample.held_rule, sample.held_party) == (rule, "admin")
    assert list(lifting.waiting(reviewer)) == []
    with pytest.raises(PermissionRefused):
        lifting.decide_hold(sample.pk, reviewer, word(sample))
    assert list(lifting.waiting(admin)) == [sample]
    lifting.decide_hold(sample.pk, admin, word(sample, reason="Agreed with their counsel."))
    assert work(sample) is State.CLEARANCE


def another_answer(sample):
    rights.answer(sample, relation="freelance")


def another_finding(sample):
    other_owner(sample)


def another_file(sample):
    sample.artefacts.update(sha256="e" * 64)


def another_policy(sample):
    body = {**current(sample.programme_id, SettingKind.CONSENT).body, "minimum_term_days": 7}
    publish(sample.programme, SettingKind.CONSENT, body, None)


def another_grant(sample):
    RightsGrant.objects.create(engagement=sample.engagement, purposes=["training"], state="given")


def another_name(sample):
    rights.answer(sample, organisation="Quillbrook AG")


CHANGES = [
    another_name,
    another_answer,
    another_finding,
    another_file,
    another_policy,
    another_grant,
]


@pytest.mark.parametrize("change", CHANGES)
def test_waiver_counts_no_more_once_anything_changed(sample, reviewer, change):
    held_by_r8(sample)
    shown = word(sample)
    lifting.decide_hold(sample.pk, reviewer, shown)
    task = drafts.read_task(sample)
    assert verdicts.evaluate(sample, task)[0].rule == "R15"
    change(sample)
    assert verdicts.evaluate(sample, task)[0].rule == "R8"
    assert [one.counts for one in sides.now(sample).decided] == [False]


@pytest.mark.parametrize("change", CHANGES)
def test_what_changed_since_the_page_was_shown_is_not_decided(sample, reviewer, change):
    held_by_r8(sample)
    shown = word(sample)
    change(sample)
    with pytest.raises(Refused):
        lifting.decide_hold(sample.pk, reviewer, shown)
    assert not RuleDecision.objects.exists()


def test_waiver_of_one_rule_lifts_no_other():
    from tests.submissions.domain.consent.test_rules import CLIENT, POLICY, TODAY

    case = rules.Case(CLIENT, (), POLICY, TODAY)
    bound = rules.inputs_sha256(case)
    waived = replace(CLIENT, waivers=(Waiver("R6", "outside_territory", bound),))
    assert rules.decide(replace(case, facts=waived))[0].rule == "R2"
    waived = replace(CLIENT, waivers=(Waiver("R2", "no_grant", bound),))
    assert rules.decide(replace(case, facts=waived))[0].rule == "R15"
    waived = replace(CLIENT, waivers=(Waiver("R2", "no_grant", "0" * 64),))
    assert rules.decide(replace(case, facts=waived))[0].rule == "R2"


def test_reason_is_needed(sample, reviewer):
    held_by_r8(sample)
    for reason in ("", "  ", "x" * 2001):
        with pytest.raises(Refused):
            lifting.decide_hold(sample.pk, reviewer, word(sample, reason=reason))


def test_contractor_reviewer_and_people_of_the_vendor_decide_nothing(place, contractor):
    vendor = people.vendor(place)
    row = samples.submission(place, contractor, State.CONSENT, vendor=vendor)
    rights.all_clear(row)
    held_by_r8(row)
    own = Membership.objects.create(
        user=contractor, programme=place, role=Role.CLEARANCE_REVIEWER
    ).user
    of_vendor = people.member(place, Role.CLEARANCE_REVIEWER)
    Membership.objects.create(user=of_vendor, programme=place, role=Role.CONTRACTOR, vendor=vendor)
    elsewhere = people.member(people.programme(), Role.CLEARANCE_REVIEWER)
    for person in (own, of_vendor, elsewhere, people.member(place, Role.QUALITY_REVIEWER)):
        assert list(lifting.waiting(person)) == []
        with pytest.raises(PermissionRefused):
            lifting.decide_hold(row.pk, person, word(row))


def test_a_sample_that_is_not_held_is_not_decided(sample, reviewer):
    with pytest.raises(NotHeldError):
        lifting.decide_hold(sample.pk, reviewer, word(sample))


def test_rejected_hold_is_appealed_to_another_reviewer(
    sample, contractor, reviewer, second_reviewer
):
    held_by_r8(sample)
    lifting.decide_hold(sample.pk, reviewer, word(sample, lift=False, reason="It is Norvale's."))
    sample.refresh_from_db()
    assert (sample.state, sample.held_rule) == (State.REJECTED, "R8")
    assert sample.originals_purge_at is not None
    appeals.appeal(sample.pk, contractor, "Norvale is my own brand.")
    made = sample.appeals.get()
    assert list(appeals.waiting(reviewer, sample.programme_id)) == []
    with pytest.raises(PermissionRefused):
        decide(made, reviewer, sample)
    assert list(appeals.waiting(second_reviewer, sample.programme_id)) == [made]
    decide(made, second_reviewer, sample)
    assert work(sample) is State.CLEARANCE


def decide(made, person, sample, *, granted=True):
    appeals.decide_appeal(
        made.pk,
        person,
        granted=granted,
        reason=REASON,
        inputs_sha256=sides.now(sample).inputs_sha256,
    )


def rejected_by_r3(sample):
    rights.answer(sample, agreement="nda")
    assert work(sample) is State.REJECTED
    assert sample.held_rule == "R3"
    return sample


def test_appeal_against_a_rule_goes_to_a_person_who_lifts_it(sample, contractor, reviewer):
    rejected_by_r3(sample)
    appeals.appeal(sample.pk, contractor, "The agreement ended.")
    assert work(sample) is State.REJECTED
    decide(sample.appeals.get(), reviewer, sample)
    assert RuleDecision.objects.get().outcome == Outcome.LIFTED
    assert work(sample) is State.CLEARANCE
    call_command("replay_verdicts")


def test_appeal_against_a_rule_is_upheld_and_final(sample, contractor, reviewer):
    rejected_by_r3(sample)
    appeals.appeal(sample.pk, contractor, "The agreement ended.")
    decide(sample.appeals.get(), reviewer, sample, granted=False)
    sample.refresh_from_db()
    assert (sample.state, lifting.last_no(sample).outcome) == (State.REJECTED, Outcome.UPHELD)
    assert sample.originals_purge_at is not None
    with pytest.raises(Refused):
        appeals.appeal(sample.pk, contractor, "Once more.")


def test_appeal_whose_ground_was_mended_needs_no_waiver(sample, contractor, reviewer):
    rejected_by_r3(sample)
    sample.engagement.confidentiality_releases.create(state="given")
    appeals.appeal(sample.pk, contractor, "Here is the release.")
    decide(sample.appeals.get(), reviewer, sample)
    assert RuleDecision.objects.get().outcome == Outcome.ASKED_AGAIN
    assert work(sample) is State.CLEARANCE


def test_sides_show_no_text_of_the_upload(sample):
    canary = "Zebulon Quackenbush"
    columns = {"sheet": canary, "part": f"word/{canary}.xml", "cell": canary, "line": 4}
    row = other_owner(sample, locator=canary)
    Evidence.objects.filter(pk=row.pk).update(place=columns)
    rights.answer(sample, organisation=canary, licence=canary)
    found = sides.now(sample)
    assert canary in str(Evidence.objects.get(pk=row.pk).place)
    assert canary not in str(found)
    [seen] = [one for said in found.rulings for one in said.evidence]
    assert seen.place == "sheet, cell, line 4, part"


def test_lifting_leaves_a_sample_alone_whose_files_are_being_changed(sample, reviewer):
    held_by_r8(sample)
    shown = word(sample)
    samples.file(sample)
    with pytest.raises(Refused):
        lifting.decide_hold(sample.pk, reviewer, shown)
    assert Submission.objects.get(pk=sample.pk).state == State.HELD


def test_sample_goes_on_by_itself_on_the_first_day_of_its_permission(sample):
    tomorrow = timezone.now().date() + timedelta(days=1)
    grant = granted(sample, starts_on=tomorrow)
    assert work(sample) is State.HELD
    assert "grant_not_yet_valid" in [r["code"] for r in verdicts.latest(sample).rulings]
    assert holds.recheck_begun() == 0
    RightsGrant.objects.filter(pk=grant.pk).update(starts_on=timezone.now().date())
    Submission.objects.filter(pk=sample.pk).update(state_since=timezone.now() - timedelta(days=1))
    assert holds.recheck_begun() == 1
    assert work(sample) is State.CLEARANCE
    assert holds.recheck_begun() == 0
