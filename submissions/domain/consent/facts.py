"""The facts of an engagement: what is asked, in which words, with which answers.

One table serves the form, the attestations and the rules. Values are JSON: a string, a
bool, a list of strings, or an ISO date.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from submissions.domain.consent.inputs import LATER
from submissions.domain.sealed import JSON


class Relation(StrEnum):
    EMPLOYEE = "employee"
    FREELANCE = "freelance"
    MARKETPLACE = "marketplace"
    OWN_BUSINESS = "own_business"


class Owner(StrEnum):
    CONTRACTOR = "contractor"
    EMPLOYER = "employer"
    CLIENT = "client"
    JOINT = "joint"
    PUBLIC_DOMAIN = "public_domain"
    OPEN_LICENCE = "open_licence"
    UNKNOWN = "unknown"


USUAL_OWNER: Mapping[Relation, Owner] = {
    Relation.EMPLOYEE: Owner.EMPLOYER,
    Relation.FREELANCE: Owner.CONTRACTOR,
    Relation.MARKETPLACE: Owner.CLIENT,
    Relation.OWN_BUSINESS: Owner.CONTRACTOR,
}
"""Who owns work of this kind unless something says otherwise: an employer owns what is made in
employment, a marketplace's buyer what was paid for, a freelancer what they never assigned."""


def contradicts(relation: object, owner: object) -> bool:
    """Whether somebody calls their own what usually belongs to whom they worked for."""
    return owner == Owner.CONTRACTOR and relation in (Relation.EMPLOYEE, Relation.MARKETPLACE)


class Agreement(StrEnum):
    NONE = "none"
    NDA = "nda"
    EMPLOYMENT_CLAUSE = "employment_clause"
    CONTRACT = "contract"
    UNKNOWN = "unknown"


class Authenticity(StrEnum):
    REAL = "real"
    ADAPTED = "real_adapted"
    RECONSTRUCTED = "reconstructed"
    FABRICATED = "fabricated"


class InformationClass(StrEnum):
    NON_PUBLIC_FINANCIAL = "non_public_financial"
    TRADE_SECRET = "trade_secret"  # noqa: S105 - a class of information
    EXPORT_CONTROLLED = "export_controlled"
    PRIVILEGED = "privileged"
    HEALTH = "health"
    CHILDREN = "children"


class Input(StrEnum):
    """How a fact is asked."""

    TEXT = "text"
    LINES = "lines"
    CHOICE = "choice"
    CHOICES = "choices"
    YES_NO = "yes_no"
    DATE = "date"
    COUNTRY = "country"


@dataclass(frozen=True, slots=True)
class Fact:
    """One question. ``choices`` are (value, label) pairs."""

    name: str
    label: str
    input: Input
    required: bool = False
    help: str = ""
    choices: tuple[tuple[str, str], ...] = field(default=())


YES_NO = (("yes", "Yes"), ("no", "No"), ("unknown", "I do not know"))

FACTS: tuple[Fact, ...] = (
    Fact(
        "organisation",
        "Legal name of the organisation the work was done for",
        Input.TEXT,
        required=True,
        help="As on a contract or an invoice. For own work, your own or your business's name.",
    ),
    Fact(
        "other_names",
        "Other names, brands, products and code names",
        Input.LINES,
        help="One a line. They are removed from your files wherever they occur.",
    ),
    Fact(
        "domains",
        "Its e-mail and web domains",
        Input.LINES,
        help="One a line, such as example.com.",
    ),
    Fact(
        "relation",
        "You worked there as",
        Input.CHOICE,
        required=True,
        choices=(
            (Relation.EMPLOYEE, "an employee"),
            (Relation.FREELANCE, "a freelancer with a contract of my own"),
            (Relation.MARKETPLACE, "a freelancer through a marketplace"),
            (Relation.OWN_BUSINESS, "the owner: it is my own business or project"),
        ),
    ),
    Fact("still_there", "Do you still work there?", Input.YES_NO, required=True, choices=YES_NO),
    Fact("started_on", "First day", Input.DATE),
    Fact("ended_on", "Last day", Input.DATE),
    Fact("country", "Country whose law the work fell under", Input.COUNTRY),
    Fact(
        "regulated",
        "Is it a bank, insurer, hospital, law firm or public body?",
        Input.YES_NO,
        choices=YES_NO,
    ),
    Fact(
        "owner",
        "Who owns the work today?",
        Input.CHOICE,
        required=True,
        help="Work of employees usually belongs to the employer. Freelance work belongs to "
        "you unless you assigned it; through a marketplace it usually passes to the client "
        "when it is paid.",
        choices=(
            (Owner.CONTRACTOR, "I do"),
            (Owner.EMPLOYER, "my employer"),
            (Owner.CLIENT, "the client"),
            (Owner.JOINT, "several of us together"),
            (Owner.PUBLIC_DOMAIN, "nobody: it is in the public domain"),
            (Owner.OPEN_LICENCE, "it is under an open licence"),
            (Owner.UNKNOWN, "I do not know"),
        ),
    ),
    Fact("licence", "SPDX id of the open licence", Input.TEXT, help="Such as MIT or CC-BY-4.0."),
    Fact("licence_url", "Address of the licensed work", Input.TEXT),
    Fact(
        "agreement",
        "Which agreement about confidentiality was there?",
        Input.CHOICE,
        required=True,
        choices=(
            (Agreement.NONE, "none"),
            (Agreement.NDA, "a non-disclosure agreement"),
            (Agreement.EMPLOYMENT_CLAUSE, "a clause in my employment contract"),
            (Agreement.CONTRACT, "a clause in another contract"),
            (Agreement.UNKNOWN, "I do not know"),
        ),
    ),
    Fact(
        "agreement_ends_on",
        "When does it end?",
        Input.DATE,
        help="Leave it empty if it has no end.",
    ),
    Fact(
        "agreement_survives", "Does it go on after the contract ends?", Input.YES_NO, choices=YES_NO
    ),
    Fact(
        "portfolio_clause",
        "Does it let you show the work in a portfolio?",
        Input.YES_NO,
        choices=YES_NO,
    ),
    Fact(
        "third_parties",
        "Does the work hold content of others?",
        Input.YES_NO,
        choices=YES_NO,
        help="Photos, fonts, text or code that somebody else made.",
    ),
    Fact(
        "information",
        "Does it hold any of these?",
        Input.CHOICES,
        choices=(
            (InformationClass.NON_PUBLIC_FINANCIAL, "figures that are not public"),
            (InformationClass.TRADE_SECRET, "trade secrets"),
            (InformationClass.EXPORT_CONTROLLED, "export-controlled information"),
            (InformationClass.PRIVILEGED, "advice of a lawyer"),
            (InformationClass.HEALTH, "data about patients"),
            (InformationClass.CHILDREN, "data about children"),
        ),
    ),
)

BY_NAME = {fact.name: fact for fact in FACTS}

DEFAULT_OWNER: dict[Relation, Owner] = {
    Relation.EMPLOYEE: Owner.EMPLOYER,
    Relation.FREELANCE: Owner.CONTRACTOR,
    Relation.MARKETPLACE: Owner.CLIENT,
    Relation.OWN_BUSINESS: Owner.CONTRACTOR,
}
"""Pre-filled from the relation; the contractor confirms or changes it."""


@dataclass(frozen=True, slots=True)
class Grant:
    """What a ``RightsGrant`` says, as the rules see it. No ``territory`` or ``media``: any."""

    purposes: frozenset[str]
    starts_on: date | None
    ends_on: date | None
    territory: frozenset[str]
    from_organisation: bool
    media: frozenset[str] = field(default=frozenset(), metadata=LATER)
    exclusive: bool = field(default=False, metadata=LATER)
    to_be_named: bool = field(default=False, metadata=LATER)
    """In a list of sources, which a release has none of."""


@dataclass(frozen=True, slots=True)
class Waiver:
    """A person's word that one ruling does not count, as long as its inputs stay the same."""

    rule: str
    code: str
    inputs_sha256: str


@dataclass(frozen=True, slots=True)
class Facts:
    """All a verdict is made from, besides the findings. Missing answers are None."""

    owner: Owner | None
    relation: Relation | None
    still_there: bool | None
    agreement: Agreement | None
    agreement_ends_on: date | None
    agreement_survives: bool | None
    portfolio_clause: bool
    licence: str
    information: frozenset[InformationClass]
    authenticity: Authenticity | None
    attested_material_terms: int | None
    """Number of the newest material terms that the attestations and consent were made under."""
    grants: tuple[Grant, ...] = ()
    released_documents: frozenset[str] = frozenset()
    """sha256 of documents that a confidentiality release names."""
    released_engagement: bool = False
    """A confidentiality release for everything of this engagement."""
    on_register: bool = False
    """The owner, or an admin for them, said that their work is not to be used."""
    no_contact: bool = False
    """The owner asked never to be contacted again."""
    waivers: tuple[Waiver, ...] = ()
    declared: str = ""
    """Keyed hash of the job or client with every name that is declared for it."""
    attested_organisation: bool = True
    changed: frozenset[str] = field(default=frozenset(), metadata=LATER)
    """What was answered otherwise until it stood in the way: see ``changed``."""


def clean(fact: Fact, value: JSON) -> JSON:
    """The value as the table allows it; None where it is not an allowed answer."""
    allowed = {choice for choice, _ in fact.choices}
    match fact.input:
        case Input.CHOICE | Input.YES_NO:
            return value if value in allowed else None
        case Input.CHOICES | Input.LINES:
            items = value if isinstance(value, list) else str(value or "").splitlines()
            texts = [str(item).strip()[:200] for item in items if str(item).strip()]
            kept = [t for t in texts if not allowed or t in allowed][:100]
            return list(kept)
        case Input.DATE:
            return _iso_date(value)
        case Input.TEXT | Input.COUNTRY:
            return str(value).strip()[:300] if value else None


def _iso_date(value: JSON) -> str | None:
    try:
        return date.fromisoformat(str(value)).isoformat()
    except ValueError:
        return None
