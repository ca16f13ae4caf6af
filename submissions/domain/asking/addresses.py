"""Which address may be asked: on a declared domain, no free mail, not the contractor's own."""

from dataclasses import dataclass

from allauth.account.models import EmailAddress
from django.core.exceptions import ValidationError
from django.core.validators import validate_email

from portal.accounts.models import User
from submissions.domain.asking.errors import AddressRefusedError
from submissions.domain.asking.free_mail import is_free
from submissions.domain.consent import domains, engagements, register
from submissions.models import Engagement

LONGEST = 254


@dataclass(frozen=True, slots=True)
class Address:
    """An address that passed every check a machine can make. ``site``: what was registered."""

    text: str
    domain: str
    site: str


def checked(text: str, engagement: Engagement) -> Address:
    """The address as it is written to. Raises ``AddressRefusedError`` with the reason."""
    found = _spelled(text)
    contractor = engagement.contractor
    if is_free(found.site):
        raise AddressRefusedError(
            "Anybody can get an address there. Use one of the organisation's own domain.",
            code="address_free_mail",
        )
    if not any(domains.is_under(found.domain, d) for d in declared_domains(engagement)):
        raise AddressRefusedError(
            "The address is not on a domain you declared for this organisation.",
            code="address_not_declared",
        )
    if _person(found.text) in {_person(own) for own in own_addresses(contractor)}:
        raise AddressRefusedError(
            "This is your own address. Somebody else has to answer.", code="address_own"
        )
    said = register.said_of(engagement)
    if said.declined or said.never:
        raise AddressRefusedError(
            "The owner does not want to be asked.", code="address_do_not_contact"
        )
    return found


def _spelled(text: str) -> Address:
    local, _at, host = text.strip().rpartition("@")
    domain = domains.spelled(host)
    address = f"{local}@{domain}"
    try:
        validate_email(address)
    except ValidationError:
        domain = ""
    site = domains.site(domain)
    if not local or not site or len(address) > LONGEST:
        raise AddressRefusedError(
            "This is not an e-mail address. Check it, letter by letter.", code="address_malformed"
        )
    return Address(address, domain, site)


def declared_domains(engagement: Engagement) -> list[str]:
    """The declared domains in one spelling; what nobody can register is left out."""
    answers = engagements.current(engagement)
    found = [domains.spelled(one) for one in engagements.texts(answers.get("domains"))]
    return [domain for domain in found if domains.site(domain)]


def own_addresses(contractor: User) -> set[str]:
    """Every address of the contractor's account."""
    rows = EmailAddress.objects.filter(user=contractor).values_list("email", flat=True)
    return {contractor.email, *rows}


def _person(address: str) -> str:
    """Without what follows a plus, which leads to the same inbox."""
    local, _at, host = address.casefold().rpartition("@")
    return f"{local.partition('+')[0]}@{host}"
