"""A second person says whether a mail domain is the organisation's, before the first mail."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q, QuerySet

from portal import audit
from portal.accounts.models import User
from portal.programmes import permissions
from portal.programmes.roles import Role
from portal.programmes.standing import standings
from submissions.domain.asking import addresses, questions, signals
from submissions.domain.asking.signals import Signal
from submissions.domain.consent import domains
from submissions.domain.errors import StaleError
from submissions.models import Asking, AskingState, DomainCheck

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


def _open(person: User) -> QuerySet[Asking]:
    mine = Q(pk__in=[])
    for programme_id, here in standings(person).items():
        if here.roles & DECIDERS:
            free = Q(submission__vendor__isnull=True) | ~Q(submission__vendor__in=here.vendor_ids)
            mine |= Q(engagement__programme=programme_id) & free
    return (
        Asking.objects.filter(mine, ~Exists(_checks()), state=AskingState.APPROVED)
        .exclude(contractor=person)
        .select_related("engagement__programme", "engagement__contractor", "submission")
        .order_by("approved_at")
    )


def _checks() -> QuerySet[DomainCheck]:
    return DomainCheck.objects.filter(
        programme=OuterRef("engagement__programme"),
        organisation_digest=OuterRef("organisation_digest"),
        domain_digest=OuterRef("domain_digest"),
    )


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
    """Neither the contractor nor of their vendor (decision 17)."""
    permissions.check_may_confirm_domain(person, asking.submission)


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
    """The last word about this domain of this organisation."""
    return (
        DomainCheck.objects.filter(
            programme=asking.engagement.programme_id,
            organisation_digest=asking.organisation_digest,
            domain_digest=asking.domain_digest,
        )
        .order_by("-decided_at")
        .first()
    )


def is_confirmed(asking: Asking) -> bool:
    """Whether somebody who is neither this contractor nor of their vendor said yes.

    A yes that was given for another contractor's question counts, unless the person who gave
    it stands too near to this one.
    """
    check = check_of(asking)
    if check is None or not check.confirmed:
        return False
    near = standings(check.decided_by).get(asking.engagement.programme_id)
    of_vendor = near is not None and asking.submission.vendor_id in near.vendor_ids
    return check.decided_by_id != asking.contractor_id and not of_vendor
