"""A second person says whether a mail domain is the organisation's, before the first mail."""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from portal.programmes import permissions
from portal.programmes.errors import PermissionRefused
from portal.programmes.models import Membership
from portal.programmes.roles import Role
from portal.programmes.standing import standings
from submissions.domain.asking import addresses, questions, signals
from submissions.domain.asking.signals import Signal
from submissions.domain.consent import deciders, domains
from submissions.domain.errors import StaleError
from submissions.domain.review import employers
from submissions.models import Asking, AskingState, DomainCheck

COUNTS_FOR = timedelta(days=365)
"""Firms merge and domains are sold: a year later somebody looks again."""
DECIDERS = frozenset({Role.CLEARANCE_REVIEWER, Role.PROGRAMME_ADMIN})


@dataclass(frozen=True, slots=True)
class Waiting:
    """One domain to confirm, with all that speaks for and against it."""

    asking: Asking
    organisation: str
    domain: str
    shown: str
    signals: list[Signal]


def waiting(person: User) -> list[Waiting]:
    """Domains that this person may confirm, oldest first."""
    return [_shown(asking) for asking in _open(person) if questions.is_about_this(asking)]


def seen_by(person: User) -> QuerySet[Asking]:
    """Questions of the person's programmes, but not their own, their vendor's or employers'."""
    mine = Q(pk__in=[])
    for programme_id, here in standings(person).items():
        if here.roles & DECIDERS:
            free = Q(submission__vendor__isnull=True) | ~Q(submission__vendor__in=here.vendor_ids)
            mine |= Q(engagement__programme=programme_id) & free
    others = Asking.objects.filter(mine).exclude(contractor=person)
    return employers.without_theirs(others, person)


def _open(person: User) -> QuerySet[Asking]:
    return (
        seen_by(person)
        .filter(~Exists(_checks()), state=AskingState.APPROVED)
        .select_related("engagement__programme", "engagement__contractor", "submission")
        .order_by("approved_at")
    )


def _checks() -> QuerySet[DomainCheck]:
    """What counts about a question's domain, for a query over questions.

    Said in its programme about the same organisation, legal form included, within the year,
    and by nobody too near.
    """
    near = Membership.objects.filter(
        user=OuterRef("decided_by"),
        programme=OuterRef("programme"),
        vendor=OuterRef(OuterRef("submission__vendor")),
        is_active=True,
    )
    return (
        _standing()
        .filter(
            programme=OuterRef("engagement__programme"),
            organisation_digest=OuterRef("organisation_digest"),
            organisation_full_digest=OuterRef("organisation_full_digest"),
            domain_digest=OuterRef("domain_digest"),
        )
        .exclude(decided_by=OuterRef("contractor"))
        .filter(~Exists(near))
    )


def _standing() -> QuerySet[DomainCheck]:
    return DomainCheck.objects.filter(decided_at__gt=timezone.now() - COUNTS_FOR)


def yes() -> QuerySet[DomainCheck]:
    """The confirmations of a question's domain, for a query over questions."""
    return _checks().filter(confirmed=True)


def _shown(asking: Asking) -> Waiting:
    domain, organisation = questions.domain_of(asking), questions.organisation_of(asking)
    own = addresses.own_addresses(asking.engagement.contractor)
    samples = asking.engagement.submissions.all()
    return Waiting(
        asking=asking,
        organisation=organisation,
        domain=domain,
        shown=domains.shown(domain),
        signals=signals.of(domain, organisation, own, samples),
    )


def check_may_confirm(person: User, asking: Asking) -> None:
    """Neither the contractor nor of their vendor (decision 17), nor of the organisation itself."""
    permissions.check_may_confirm_domain(person, asking.submission)
    if employers.are_declared(person, asking.engagement_id):
        raise PermissionRefused(deciders.OF_THE_OWNER)


def decide(asking: Asking, person: User, *, confirmed: bool) -> None:
    """Say whether the domain is the organisation's. A no stops the question."""
    check_may_confirm(person, asking)
    with audit.transaction():
        locked = Asking.objects.select_for_update().get(pk=asking.pk)
        if locked.state != AskingState.APPROVED or check_of(asking) is not None:
            raise StaleError
        if not questions.is_about_this(asking):
            raise StaleError
        check = DomainCheck.objects.create(
            programme_id=asking.engagement.programme_id,
            organisation_digest=asking.organisation_digest,
            organisation_full_digest=asking.organisation_full_digest,
            domain_digest=asking.domain_digest,
            confirmed=confirmed,
            decided_by=person,
        )
        if not confirmed:
            Asking.objects.filter(pk=asking.pk).update(state=AskingState.STOPPED)
        questions.record(
            f"domain.{'confirmed' if confirmed else 'refused'}",
            asking,
            person,
            check=str(check.pk),
            domain=asking.domain_digest,
        )


def check_of(asking: Asking) -> DomainCheck | None:
    """The last word about this domain of this organisation that counts for this question.

    A word that was given for another contractor's question counts, unless the person who gave
    it is this contractor or of their vendor; then another person is asked.
    """
    rows = _standing().filter(
        programme=asking.engagement.programme_id,
        organisation_digest=asking.organisation_digest,
        organisation_full_digest=asking.organisation_full_digest,
        domain_digest=asking.domain_digest,
    )
    found = rows.exclude(decided_by=asking.contractor_id).select_related("decided_by")
    return next((check for check in found.order_by("-decided_at") if _is_far(check, asking)), None)


def _is_far(check: DomainCheck, asking: Asking) -> bool:
    near = standings(check.decided_by).get(asking.engagement.programme_id)
    return near is None or asking.submission.vendor_id not in near.vendor_ids


def is_confirmed(asking: Asking) -> bool:
    """Whether somebody who is neither this contractor nor of their vendor said yes, lately."""
    check = check_of(asking)
    return check is not None and check.confirmed
