"""The demo's people, samples, and where each sample should end. Pure data."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path

from portal.programmes.roles import Role
from submissions.domain.sealed import JSON
from submissions.models import Shape

FOLDER = Path(__file__).parent / "samples"
PROGRAMME, SLUG, VENDOR = "Demo programme", "demo", "Larkfield Talent"


class End(StrEnum):
    """Where a sample is expected to end."""

    RELEASED = "released"
    HELD_R2 = "held by R2"
    HELD_R9 = "held by R9"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody who can sign in. ``key`` is the local part of the address."""

    key: str
    name: str
    roles: tuple[Role, ...] = ()
    platform_admin: bool = False

    @property
    def email(self) -> str:
        return f"{self.key}@demo.example.com"


PEOPLE: tuple[Person, ...] = (
    Person("contractor", "Imogen Achebe-Lindqvist", (Role.CONTRACTOR,)),
    Person("clearance", "Teodor Vasquez-Hahn", (Role.CLEARANCE_REVIEWER,)),
    Person("clearance2", "Nerys Okafor-Blum", (Role.CLEARANCE_REVIEWER,)),
    Person("quality", "Soren Adeyemi-Walsh", (Role.QUALITY_REVIEWER,)),
    Person("admin", "Philippa Brandt-Osei", (Role.PROGRAMME_ADMIN,)),
    Person("vendor", "Leander Fonseca-Pike", (Role.VENDOR_MANAGER,)),
    Person("platform", "Rowan Thistlewood", (), platform_admin=True),
)


@dataclass(frozen=True, slots=True)
class Sample:
    """One file, the task it answers, and the rights to it."""

    file: str
    title: str
    request: str
    context: str
    category: str
    domain: str
    occupation: str
    organisation: str
    end: End = End.RELEASED
    shape: Shape = Shape.FILE
    facts: Mapping[str, JSON] = field(default_factory=dict)

    @property
    def job(self) -> str:
        """What the contractor calls the job: own work, or work that a client owns."""
        return f"{self.organisation}{', tender' if self.end is End.HELD_R2 else ''}"

    @property
    def path(self) -> Path:
        return FOLDER / self.file


SAMPLES: tuple[Sample, ...] = (
    Sample(
        "contract-memo.docx",
        "Memo on open points of a framework agreement",
        "Sum up for the head of logistics which points of the contract are still open.",
        "A supplier of components and a logistics firm negotiate a two-year agreement.",
        "technical writing",
        "law",
        "23-1011.00 Lawyers",
        "Norvale Logistics GmbH",
    ),
    Sample(
        "budget-2024.xlsx",
        "Yearly budget by cost centre",
        "Plan next year's budget by quarter, with totals that follow.",
        "Four cost centres of a mid-sized manufacturer.",
        "business analysis and strategy",
        "business",
        "13-2031.00 Budget Analysts",
        "Tidewell Components Ltd",
    ),
    Sample(
        "pitch-deck.pptx",
        "Pitch for a cold-chain pilot",
        "Four slides that win the head of operations for a pilot.",
        "A food company loses money to broken cold chains.",
        "marketing and creative",
        "business",
        "11-2021.00 Marketing Managers",
        "Ostermeer Foods AG",
    ),
    Sample(
        "inspection-report.pdf",
        "Inspection report with a signed protocol",
        "Write up the inspection of the cooling units and attach the protocol.",
        "A bakery's cooling units are inspected every quarter.",
        "technical writing",
        "science",
        "17-2111.00 Health and Safety Engineers",
        "Ostermeer Foods AG",
    ),
    Sample(
        "orders-screen.png",
        "Design of an order list",
        "Show how support staff see the open orders of a day.",
        "A web shop's support tool.",
        "design and UX",
        "other",
        "15-1255.00 Web and Digital Interface Designers",
        "Tidewell Components Ltd",
    ),
    Sample(
        "kick-off-notes.md",
        "Minutes of a kick-off meeting",
        "Take minutes so that those who were absent know what to do.",
        "Relabelling of a warehouse.",
        "technical writing",
        "business",
        "43-6014.00 Secretaries and Administrative Assistants",
        "Tidewell Components Ltd",
    ),
    Sample(
        "stock-sync.tar",
        "A small service that keeps stock levels equal",
        "Compute which stock levels have to change, with a test.",
        "The shop and the warehouse count stock in two systems.",
        "code and architecture",
        "programming",
        "15-1252.00 Software Developers",
        "Tidewell Components Ltd",
        shape=Shape.FOLDER,
    ),
    Sample(
        "client-tender.docx",
        "Tender for regional transport",
        "Write a tender for the night run.",
        "A logistics firm asks for offers.",
        "business analysis and strategy",
        "business",
        "13-1081.00 Logisticians",
        "Norvale Logistics GmbH",
        end=End.HELD_R2,
        facts={"owner": "client", "relation": "freelance"},
    ),
    Sample(
        "price-list.docx",
        "Price list for key accounts",
        "List the discounts from April.",
        "A manufacturer's key accounts.",
        "business analysis and strategy",
        "business",
        "41-4012.00 Sales Representatives",
        "Tidewell Components Ltd",
        end=End.HELD_R9,
    ),
    Sample(
        "holiday-planner.docm",
        "Holiday planner",
        "A form for holidays.",
        "A small team.",
        "business analysis and strategy",
        "business",
        "43-6014.00 Secretaries and Administrative Assistants",
        "Tidewell Components Ltd",
        end=End.REFUSED,
    ),
)

FACTS: Mapping[str, JSON] = {
    "relation": "own_business",
    "still_there": "no",
    "owner": "contractor",
    "agreement": "none",
    "country": "DE",
    "third_parties": "no",
    "regulated": "no",
}
"""Answers that let a sample pass; a sample's own facts go over them."""


def task(sample: Sample) -> dict[str, JSON]:
    """The task document of a sample in the shape the wizard writes."""
    return {
        "title": sample.title,
        "request": sample.request,
        "context": sample.context,
        "category": sample.category,
        "domain": sample.domain,
        "occupation": sample.occupation,
        "relation": "freelance",
        "hours_spent": "6",
        "month_done": "2024-03",
        "difficulty": "3",
        "representativeness": "4",
        "authenticity": "real",
        "ai_assistance": "none",
        "language": "en",
        "redoable_by_stranger": "yes",
        "rubric": [
            {"criterion": "Names every open point", "points": 5, "required": True, "tags": []},
            {"criterion": "Invents a fact", "points": -5, "required": False, "tags": []},
        ],
    }
