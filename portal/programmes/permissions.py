"""Who may what: every rule of the portal about people, once, as a sentence.

``check_x`` raises PermissionRefused with the sentence a person can read, or
PermissionHidden where the person may not even know that the thing exists; ``may_x``
answers yes or no. The objects are Protocols, because submissions and releases live a floor
above. State is not asked here: whether something may be done *now* is the domain's.
"""

from collections.abc import Callable, Collection
from functools import wraps
from typing import ParamSpec, Protocol
from uuid import UUID

from portal.accounts.models import User
from portal.programmes import versions
from portal.programmes.errors import PermissionHidden, PermissionRefused
from portal.programmes.kinds import SettingKind
from portal.programmes.models import Membership
from portal.programmes.roles import DUTIES, REVIEWERS, Role
from portal.programmes.standing import Anyone, standing, standings

P = ParamSpec("P")


class InProgramme(Protocol):
    @property
    def programme_id(self) -> UUID: ...


class Sample(InProgramme, Protocol):
    """A submission, as far as permissions look at it."""

    @property
    def contractor_id(self) -> UUID: ...
    @property
    def vendor_id(self) -> UUID | None: ...


class Engaged(InProgramme, Protocol):
    """An engagement: one job or client of a contractor."""

    @property
    def contractor_id(self) -> UUID: ...


class Proposal(InProgramme, Protocol):
    """A proposed release: who proposed it, whose work is in it, who cleared an item of it."""

    @property
    def proposed_by_id(self) -> UUID: ...
    @property
    def contractor_ids(self) -> Collection[UUID]: ...
    @property
    def cleared_by_ids(self) -> Collection[UUID]: ...


class OfVendor(InProgramme, Protocol):
    @property
    def pk(self) -> UUID: ...


def _answers(check: Callable[P, None]) -> Callable[P, bool]:
    """The yes-or-no form of a check."""

    @wraps(check)
    def may(*args: P.args, **kwargs: P.kwargs) -> bool:
        try:
            check(*args, **kwargs)
        except PermissionRefused:
            return False
        return True

    return may


# What there is at all


def _hidden() -> PermissionHidden:
    return PermissionHidden("There is nothing here.")


def check_in_programme(user: Anyone, programme_id: UUID) -> None:
    """Anybody with a role in it; to everybody else the programme does not exist."""
    if not standing(user, programme_id).roles:
        raise _hidden()


def _roles(user: Anyone, programme_id: UUID) -> frozenset[Role]:
    check_in_programme(user, programme_id)
    return standing(user, programme_id).roles


def _is(user: Anyone, account_id: UUID | None) -> bool:
    return isinstance(user, User) and user.is_active and user.pk == account_id


# Submissions


def check_may_see_submission(user: Anyone, sample: Sample) -> None:
    """Its contractor sees it as owner; reviewers of the programme see the scrubbed side.

    To anybody else, other contractors and admins included, it does not exist.
    """
    if _is(user, sample.contractor_id):
        return
    if not standing(user, sample.programme_id).roles & REVIEWERS:
        raise _hidden()


def check_may_own(user: Anyone, sample: Sample) -> None:
    """Editing, uploading, confirming, withdrawing, seeing the original: its contractor alone."""
    check_may_see_submission(user, sample)
    if not _is(user, sample.contractor_id):
        raise PermissionRefused("Only the contractor who made this submission can do that.")


def check_may_contribute(user: Anyone, programme_id: UUID) -> None:
    if Role.CONTRACTOR not in _roles(user, programme_id):
        raise PermissionRefused("Only contractors of this programme can make submissions.")


def _check_no_conflict(user: Anyone, sample: Sample) -> None:
    """For reviews: a programme may let people see work of their vendor."""
    if _is(user, sample.contractor_id):
        raise PermissionRefused("Nobody reviews their own work.")
    same = _is_of_vendor(user, sample)
    if same and versions.current(sample.programme_id, SettingKind.REVIEW)["vendor_conflict"]:
        raise PermissionRefused("Nobody reviews work of the vendor they belong to.")


def _check_impartial(user: Anyone, sample: Sample) -> None:
    """For the word of a second person, which no setting makes one of the vendor's own."""
    if _is(user, sample.contractor_id):
        raise PermissionRefused("Nobody decides about their own work.")
    if _is_of_vendor(user, sample):
        raise PermissionRefused("Nobody decides for the vendor they belong to.")


def _is_of_vendor(user: Anyone, sample: Sample) -> bool:
    return sample.vendor_id in standing(user, sample.programme_id).vendor_ids


def check_may_clear(user: Anyone, sample: Sample) -> None:
    """Clearance: says whether the scrubbed copy may leave."""
    check_may_see_submission(user, sample)
    if Role.CLEARANCE_REVIEWER not in standing(user, sample.programme_id).roles:
        raise PermissionRefused("Only clearance reviewers of this programme can clear a sample.")
    _check_no_conflict(user, sample)


def check_may_grade(user: Anyone, sample: Sample) -> None:
    """Quality: says how good it is as training or evaluation data."""
    check_may_see_submission(user, sample)
    if Role.QUALITY_REVIEWER not in standing(user, sample.programme_id).roles:
        raise PermissionRefused("Only quality reviewers of this programme can grade a sample.")
    _check_no_conflict(user, sample)


def check_may_review(user: Anyone, sample: Sample) -> None:
    """Either gate."""
    check_may_see_submission(user, sample)
    if not standing(user, sample.programme_id).roles & REVIEWERS:
        raise PermissionRefused("Only reviewers of this programme can review a sample.")
    _check_no_conflict(user, sample)


def check_may_see_consent_file(user: Anyone, sample: Sample) -> None:
    """Evidence and rulings: its contractor and clearance reviewers, never quality reviewers."""
    check_may_see_submission(user, sample)
    if not _is(user, sample.contractor_id):
        check_may_clear(user, sample)


def check_may_decide_appeal(user: Anyone, sample: Sample, decided_by: Collection[UUID]) -> None:
    """A clearance reviewer who did not take the decision appealed against."""
    check_may_clear(user, sample)
    _check_impartial(user, sample)
    if isinstance(user, User) and user.pk in decided_by:
        raise PermissionRefused("An appeal is decided by another reviewer than the first.")


def check_may_ask_for_original(user: Anyone, sample: Sample) -> None:
    check_may_clear(user, sample)


def check_may_grant_original(user: Anyone, sample: Sample, asked_by_id: UUID) -> None:
    """A second person: another clearance reviewer, or an admin of the programme."""
    roles = standing(user, sample.programme_id).roles
    if not roles & {Role.CLEARANCE_REVIEWER, Role.PROGRAMME_ADMIN}:
        raise _hidden()
    _check_impartial(user, sample)
    if _is(user, asked_by_id):
        raise PermissionRefused("A second person has to grant the look at an original.")


def check_may_decide_hold(user: Anyone, sample: Sample, party: str) -> None:
    """The hold of a rule that names a person: a clearance reviewer's or a programme admin's."""
    role = {"reviewer": Role.CLEARANCE_REVIEWER, "admin": Role.PROGRAMME_ADMIN}.get(party)
    if role is None or role not in standing(user, sample.programme_id).roles:
        raise _hidden()
    _check_impartial(user, sample)


def check_may_confirm_domain(user: Anyone, sample: Sample) -> None:
    """That a mail domain is the organisation's: neither the contractor nor of their vendor."""
    roles = standing(user, sample.programme_id).roles
    if not roles & {Role.CLEARANCE_REVIEWER, Role.PROGRAMME_ADMIN}:
        raise _hidden()
    _check_impartial(user, sample)


def check_may_decide_record(user: Anyone, engagement: Engaged) -> None:
    """Whether an owner's permission or a release from confidentiality counts.

    A clearance reviewer, never about one's own.
    """
    if Role.CLEARANCE_REVIEWER not in standing(user, engagement.programme_id).roles:
        raise _hidden()
    if _is(user, engagement.contractor_id):
        raise PermissionRefused("Nobody decides about their own permissions.")
    vendors = standing(user, engagement.programme_id).vendor_ids
    of_theirs = Membership.objects.filter(
        user=engagement.contractor_id, programme=engagement.programme_id, vendor__in=vendors
    )
    if vendors and of_theirs.exists():
        raise PermissionRefused("Nobody decides for the vendor they belong to.")


def check_may_take_from_queue(user: Anyone, programme_id: UUID) -> None:
    if not _roles(user, programme_id) & REVIEWERS:
        raise PermissionRefused("Only reviewers of this programme have a review queue.")


# Releases


def check_may_see_releases(user: Anyone, programme_id: UUID) -> None:
    if not _roles(user, programme_id) & {Role.PROGRAMME_ADMIN, Role.CLEARANCE_REVIEWER}:
        raise _hidden()


def check_may_download_release(user: Anyone, programme_id: UUID) -> None:
    """The files of a release: who sees scrubbed copies anyway; admins see no content."""
    check_may_see_releases(user, programme_id)
    if Role.CLEARANCE_REVIEWER not in standing(user, programme_id).roles:
        raise PermissionRefused("Releases are downloaded by clearance reviewers.")


def check_may_propose_release(user: Anyone, programme_id: UUID) -> None:
    if Role.PROGRAMME_ADMIN not in _roles(user, programme_id):
        raise PermissionRefused("A release is proposed by a programme admin.")


def check_may_confirm_release(user: Anyone, proposal: Proposal) -> None:
    """The second person (decision 14)."""
    if Role.CLEARANCE_REVIEWER not in _roles(user, proposal.programme_id):
        raise PermissionRefused("A release is confirmed by a clearance reviewer.")
    if _is(user, proposal.proposed_by_id):
        raise PermissionRefused("Two people release: you proposed this one.")
    _check_uninvolved(user, proposal)


def _check_uninvolved(user: Anyone, proposal: Proposal) -> None:
    if isinstance(user, User) and user.pk in proposal.cleared_by_ids:
        raise PermissionRefused("You cleared a sample of this release; another reviewer confirms.")
    if isinstance(user, User) and user.pk in proposal.contractor_ids:
        raise PermissionRefused("Your own work is in this release; another reviewer confirms.")


# Programmes, vendors, people


def check_may_administer(user: Anyone, programme_id: UUID) -> None:
    """Settings, members, vendors, reports. No content of submissions comes with it."""
    if Role.PROGRAMME_ADMIN not in _roles(user, programme_id):
        raise PermissionRefused("Only admins of this programme can do that.")


def check_may_manage_vendor(user: Anyone, vendor: OfVendor) -> None:
    """The vendor's own people and counts: its manager, or an admin of the programme."""
    here = standing(user, vendor.programme_id)
    if Role.PROGRAMME_ADMIN not in here.roles and vendor.pk not in here.managed_vendor_ids:
        raise _hidden()


def check_may_invite(
    user: Anyone, programme_id: UUID, roles: Collection[Role], vendor_id: UUID | None
) -> None:
    """Admins invite anybody, vendor managers contractors of their own vendor.

    Platform admins invite a programme's admins, so that a new programme has its first.
    """
    here = standing(user, programme_id)
    if Role.PROGRAMME_ADMIN in here.roles:
        return
    if isinstance(user, User) and user.is_platform_admin and user.is_active:
        if set(roles) == {Role.PROGRAMME_ADMIN}:
            return
        raise PermissionRefused("A platform admin invites programme admins only.")
    if not here.managed_vendor_ids:
        raise _hidden()
    if set(roles) != {Role.CONTRACTOR} or vendor_id not in here.managed_vendor_ids:
        raise PermissionRefused("A vendor manager invites contractors of their own vendor only.")


def check_may_change_roles(user: Anyone, programme_id: UUID, account_id: UUID) -> None:
    """Admins of the programme; nobody changes their own roles."""
    check_may_administer(user, programme_id)
    if _is(user, account_id):
        raise PermissionRefused("Nobody changes their own roles; ask another admin.")


# The platform


def check_may_operate(user: Anyone) -> None:
    """Accounts, health, keys, retention, audit: the platform admins; no file content."""
    if not (isinstance(user, User) and user.is_active and user.is_platform_admin):
        raise _hidden()


def check_may_change_account(user: Anyone, account_id: UUID) -> None:
    check_may_operate(user)
    if _is(user, account_id):
        raise PermissionRefused("Nobody changes their own account's rights; ask another admin.")


def has_duties(user: Anyone) -> bool:
    """Whether the person needs a second factor before their first action."""
    if not isinstance(user, User):
        return False
    return user.is_platform_admin or any(here.roles & DUTIES for here in standings(user).values())


may_see_programme = _answers(check_in_programme)
may_see_submission = _answers(check_may_see_submission)
may_own = _answers(check_may_own)
may_contribute = _answers(check_may_contribute)
may_clear = _answers(check_may_clear)
may_grade = _answers(check_may_grade)
may_review = _answers(check_may_review)
may_see_consent_file = _answers(check_may_see_consent_file)
may_decide_appeal = _answers(check_may_decide_appeal)
may_ask_for_original = _answers(check_may_ask_for_original)
may_grant_original = _answers(check_may_grant_original)
may_decide_hold = _answers(check_may_decide_hold)
may_confirm_domain = _answers(check_may_confirm_domain)
may_decide_record = _answers(check_may_decide_record)
may_take_from_queue = _answers(check_may_take_from_queue)
may_see_releases = _answers(check_may_see_releases)
may_download_release = _answers(check_may_download_release)
may_propose_release = _answers(check_may_propose_release)
may_confirm_release = _answers(check_may_confirm_release)
may_administer = _answers(check_may_administer)
may_manage_vendor = _answers(check_may_manage_vendor)
may_invite = _answers(check_may_invite)
may_change_roles = _answers(check_may_change_roles)
may_operate = _answers(check_may_operate)
may_change_account = _answers(check_may_change_account)
