"""Every predicate over every person: one row each; what is not named is refused."""

import uuid
from dataclasses import dataclass, field

import pytest

from portal.programmes import permissions as may, versions
from portal.programmes.errors import PermissionHidden, PermissionRefused
from portal.programmes.kinds import SettingKind
from portal.programmes.models import Membership, Role
from tests.permissions.world import ANONYMOUS, PEOPLE, make_world

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@dataclass(frozen=True)
class Sample:
    programme_id: uuid.UUID
    contractor_id: uuid.UUID
    vendor_id: uuid.UUID | None = None


@dataclass(frozen=True)
class Proposal:
    programme_id: uuid.UUID
    proposed_by_id: uuid.UUID
    contractor_ids: set = field(default_factory=set)
    cleared_by_ids: set = field(default_factory=set)


@pytest.fixture
def world():
    world = make_world()
    from django.contrib.auth.models import AnonymousUser

    world.people[ANONYMOUS] = AnonymousUser()
    mine = world.people["vendor_contractor"].pk
    world.objects["sample"] = Sample(world.programme.pk, mine, world.vendor.pk)
    return world


def sample(check, *rest):
    return lambda w, who: check(who, w.objects["sample"], *(part(w) for part in rest))


def place(check, *rest):
    return lambda w, who: check(who, w.programme.pk, *(part(w) for part in rest))


IN_ONE = {
    "contractor",
    "other_contractor",
    "vendor_contractor",
    "clearance_reviewer",
    "quality_reviewer",
    "programme_admin",
    "vendor_manager",
    "other_vendor_manager",
}
STAFF = {"clearance_reviewer", "quality_reviewer"}
OWNER = {"vendor_contractor"}

TABLE = {
    "see the programme": (place(may.check_in_programme), IN_ONE),
    "see a submission": (sample(may.check_may_see_submission), OWNER | STAFF),
    "act as its owner": (sample(may.check_may_own), OWNER),
    "make submissions": (
        place(may.check_may_contribute),
        {"contractor", "other_contractor", "vendor_contractor"},
    ),
    "clear": (sample(may.check_may_clear), {"clearance_reviewer"}),
    "grade": (sample(may.check_may_grade), {"quality_reviewer"}),
    "review at either gate": (sample(may.check_may_review), STAFF),
    "see the consent file": (
        sample(may.check_may_see_consent_file),
        OWNER | {"clearance_reviewer"},
    ),
    "decide an appeal": (
        sample(may.check_may_decide_appeal, lambda w: [w.people["quality_reviewer"].pk]),
        {"clearance_reviewer"},
    ),
    "decide an appeal against oneself": (
        sample(may.check_may_decide_appeal, lambda w: [w.people["clearance_reviewer"].pk]),
        set(),
    ),
    "ask for an original": (sample(may.check_may_ask_for_original), {"clearance_reviewer"}),
    "grant an original to a reviewer": (
        sample(may.check_may_grant_original, lambda w: w.people["clearance_reviewer"].pk),
        {"programme_admin"},
    ),
    "confirm a domain": (
        sample(may.check_may_confirm_domain),
        {"clearance_reviewer", "programme_admin"},
    ),
    "decide about an owner's permission": (
        lambda w, who: may.check_may_decide_record(who, w.objects["sample"]),
        {"clearance_reviewer"},
    ),
    "lift a reviewer's hold": (
        sample(may.check_may_decide_hold, lambda w: "reviewer"),
        {"clearance_reviewer"},
    ),
    "lift an admin's hold": (
        sample(may.check_may_decide_hold, lambda w: "admin"),
        {"programme_admin"},
    ),
    "lift a contractor's hold": (sample(may.check_may_decide_hold, lambda w: "contractor"), set()),
    "take from the queue": (place(may.check_may_take_from_queue), STAFF),
    "see releases": (
        place(may.check_may_see_releases),
        {"clearance_reviewer", "programme_admin"},
    ),
    "download a release": (place(may.check_may_download_release), {"clearance_reviewer"}),
    "propose a release": (place(may.check_may_propose_release), {"programme_admin"}),
    "administer": (place(may.check_may_administer), {"programme_admin"}),
    "manage a vendor": (
        lambda w, who: may.check_may_manage_vendor(who, w.vendor),
        {"programme_admin", "vendor_manager"},
    ),
    "invite a reviewer": (
        place(may.check_may_invite, lambda w: {Role.CLEARANCE_REVIEWER}, lambda w: None),
        {"programme_admin"},
    ),
    "invite a contractor of the vendor": (
        place(may.check_may_invite, lambda w: {Role.CONTRACTOR}, lambda w: w.vendor.pk),
        {"programme_admin", "vendor_manager"},
    ),
    "invite a contractor of no vendor": (
        place(may.check_may_invite, lambda w: {Role.CONTRACTOR}, lambda w: None),
        {"programme_admin"},
    ),
    "invite a programme admin": (
        place(may.check_may_invite, lambda w: {Role.PROGRAMME_ADMIN}, lambda w: None),
        {"programme_admin", "platform_admin"},
    ),
    "change a contractor's roles": (
        place(may.check_may_change_roles, lambda w: w.people["contractor"].pk),
        {"programme_admin"},
    ),
    "change the admin's roles": (
        place(may.check_may_change_roles, lambda w: w.people["programme_admin"].pk),
        set(),
    ),
    "operate the platform": (lambda w, who: may.check_may_operate(who), {"platform_admin"}),
    "change the platform admin's account": (
        lambda w, who: may.check_may_change_account(who, w.people["platform_admin"].pk),
        set(),
    ),
}


@pytest.mark.parametrize("what", TABLE)
def test_only_these_people_may(what, world):
    check, allowed = TABLE[what]
    assert {name for name in PEOPLE if passes(check, world, world.people[name])} == allowed


def passes(check, world, who) -> bool:
    try:
        check(world, who)
    except PermissionRefused:
        return False
    return True


def test_strangers_are_told_nothing_of_a_submission(world):
    """Whoever may not see it gets the same sentence as for what does not exist."""
    for name in set(PEOPLE) - OWNER - STAFF:
        with pytest.raises(PermissionHidden):
            may.check_may_own(world.people[name], world.objects["sample"])


def confirm(world, **change) -> set[str]:
    admin = world.people["programme_admin"].pk
    proposal = Proposal(world.programme.pk, **{"proposed_by_id": admin, **change})
    return {n for n in PEOPLE if may.may_confirm_release(world.people[n], proposal)}


def test_release_is_confirmed_by_an_uninvolved_clearance_reviewer_alone(world):
    reviewer = world.people["clearance_reviewer"].pk
    assert confirm(world) == {"clearance_reviewer"}
    assert confirm(world, proposed_by_id=reviewer) == set()
    assert confirm(world, cleared_by_ids={reviewer}) == set()
    assert confirm(world, contractor_ids={reviewer}) == set()


def test_nobody_reviews_own_work_or_work_of_their_vendor(world):
    reviewer = world.people["clearance_reviewer"]
    own = Sample(world.programme.pk, reviewer.pk)
    assert not may.may_clear(reviewer, own)
    assert not may.may_decide_hold(reviewer, own, "reviewer")
    assert not may.may_decide_record(reviewer, own)
    Membership.objects.create(
        user=reviewer, programme=world.programme, role=Role.CONTRACTOR, vendor=world.vendor
    )
    assert not may.may_clear(reviewer, world.objects["sample"])


def test_second_person_is_never_of_the_vendor_whatever_the_programme_lets_review(world):
    reviewer, sample = world.people["clearance_reviewer"], world.objects["sample"]
    asker = world.people["quality_reviewer"].pk

    def decides():
        return (
            may.may_confirm_domain(reviewer, sample),
            may.may_decide_hold(reviewer, sample, "reviewer"),
            may.may_grant_original(reviewer, sample, asker),
            may.may_decide_appeal(reviewer, sample, ()),
        )

    assert decides() == (True, True, True, True)
    Membership.objects.create(
        user=reviewer, programme=world.programme, role=Role.CONTRACTOR, vendor=world.vendor
    )
    body = versions.current(world.programme.pk, SettingKind.REVIEW).body
    versions.publish(world.programme, SettingKind.REVIEW, {**body, "vendor_conflict": False}, None)
    assert may.may_clear(reviewer, sample)
    assert decides() == (False, False, False, False)


def test_ended_membership_or_account_switched_off_opens_nothing(world):
    reviewer = world.people["clearance_reviewer"]
    assert may.may_clear(reviewer, world.objects["sample"])
    membership = Membership.objects.select_related("user").get(user=reviewer)
    membership.user = reviewer
    membership.is_active = False
    membership.save()
    assert not may.may_clear(reviewer, world.objects["sample"])
    owner = world.people["vendor_contractor"]
    owner.is_active = False
    assert not may.may_own(owner, world.objects["sample"])


def test_platform_admin_switched_off_operates_nothing(world):
    operator = world.people["platform_admin"]
    assert may.may_operate(operator)
    assert may.may_invite(operator, world.programme.pk, {Role.PROGRAMME_ADMIN}, None)
    operator.is_active = False
    assert not may.may_operate(operator)
    assert not may.may_invite(operator, world.programme.pk, {Role.PROGRAMME_ADMIN}, None)


def test_everybody_with_duties_needs_a_second_factor(world):
    assert {name for name in PEOPLE if may.has_duties(world.people[name])} == {
        name
        for name in PEOPLE
        if name.endswith(("_reviewer", "_admin", "_vendor_manager")) or name == "vendor_manager"
    }


def test_every_check_has_its_yes_or_no_form():
    checks = {n.removeprefix("check_") for n in vars(may) if n.startswith("check_may_")}
    assert {n for n in vars(may) if n.startswith("may_")} == checks | {"may_see_programme"}
