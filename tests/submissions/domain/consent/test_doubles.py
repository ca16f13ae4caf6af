"""Who sees both sides of a duplicate, and how much of the other one."""

import pytest

from portal.programmes.models import Membership
from portal.programmes.roles import Role
from submissions.domain.consent import doubles
from tests.factories import people
from tests.submissions.domain.consent.test_duplicates import handed_in
from tests.submissions.domain.consent.test_likeness import pair

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def two(programme, contractor):
    """The same file of two people, the second one later."""
    text, _other = pair(0.8)
    first = handed_in(programme, contractor, text)
    return first, handed_in(programme, people.member(programme, Role.CONTRACTOR), text)


def test_reviewer_of_the_platform_sees_both_sides(two, reviewer):
    first, second = two
    name = f"{first.programme.name}, No. {first.number}, file 1"
    [found] = doubles.of(second, reviewer)
    assert (found.file, found.percent, found.other, found.when) == (1, 100, name, "earlier")
    [back] = doubles.of(first, reviewer)
    assert back.when == "later"
    for person in (first.contractor, second.contractor):
        assert person.display_name not in str([found, back])


def test_sample_that_the_reviewer_may_not_clear_stays_nameless(programme, contractor, reviewer):
    text, _other = pair(0.8)
    elsewhere = people.programme()
    handed_in(elsewhere, people.member(elsewhere, Role.CONTRACTOR), text)
    mine = handed_in(programme, contractor, text)
    [found] = doubles.of(mine, reviewer)
    assert found.other == "a sample that you may not see"
    assert elsewhere.name not in str(found)


def test_reviewer_who_works_for_a_vendor_sees_no_side(two, programme, reviewer):
    place = people.programme()
    vendor = people.vendor(place)
    Membership.objects.create(user=reviewer, programme=place, role=Role.CONTRACTOR, vendor=vendor)
    assert doubles.of(two[1], reviewer) == []
