"""Headings and cells in eight languages in which nobody is named.

They are cut from ordinary sentences and from the short messages of Django, because lists of
ours never have enough words: a model that knows few foreign words takes the rest for names.
"""

import random
import re
from collections.abc import Iterator, Sequence

from training.example import Example
from training.prose import messages

WORD = re.compile(r"[^\W\d_][\w'’-]*")
CUT, SHORT = 260, 220
"""Headings per language: cut from sentences, and taken as they are."""
LEADS = ("1. ", "2.3 ", "IV. ", "A) ", "## ", "# ", "§ 4 ", "3.1.2 ", "- ", "* ")
SMALL = frozenset("and of the for in to a an or with on by at from und der die das des de la le les du des et y el los las e il lo di del della per van het en een voor met i w z na do o a os as da do".split())  # fmt: skip

MODIFIERS = (
    "Supplier Vendor Invoice Ledger Payroll Pension Tax Audit Tender Contract Leasing Rental Property Facade Roof Steel Concrete Timber Cable "
    "Voltage Pressure Valve Boiler Turbine Conveyor Assembly Packaging Pallet Freight Customs Fleet Tyre Route Harbour Runway Cabin Crew Guest "
    "Booking Menu Kitchen Allergen Recipe Harvest Seed Livestock Feed Irrigation Forest Water Waste Emission Carbon Noise Hazard Accident Fire "
    "Evacuation Visitor Badge Shift Overtime Absence Recruitment Interview Appraisal Bonus Training Apprentice Pupil Curriculum Exam Seminar "
    "Thesis Sample Assay Reagent Microscope Trial Cohort Placebo Nursing Ward Theatre Triage Vaccine Allergy Insulin Wound Dental Eye Hearing "
    "Claim Policy Premium Underwriting Mortgage Loan Collateral Equity Bond Fund Dividend Treasury Currency Hedge Shareholder Merger Licence "
    "Patent Trademark Evidence Witness Hearing Appeal Custody Probate Tenancy Zoning Permit Census Ballot Grant Donor Volunteer Museum Archive "
    "Gallery Stage Script Casting Camera Lighting Sound Podcast Newsletter Headline Banner Logo Icon Font Layout Wireframe Prototype Persona Login "
    "Checkout Basket Cache Queue Cluster Schema Index Migration Rollback Firewall Token Cookie Consent Retention Firmware Sensor Robot Drone Battery "
    "Solar Wind Grid Meter Heat Pump Lift Door Window Floor Garden Playground Parking Bridge Tunnel Rail Tram Bus Ticket Timetable Luggage"
).split()
SUBJECTS = (
    "Overview Policy Register Matrix Plan Schedule Report Review Summary Guide Manual Handbook Checklist Inventory Log Sheet Form Template Table "
    "Diagram Drawing Map Model Survey Study Results Analysis Forecast Estimate Quote Offer Comparison Benchmark Criteria Standard Rules Terms "
    "Conditions Agreement Clause Notice Warning Instructions Steps Procedure Process Workflow Concept Proposal Brief Strategy Vision Goals Targets "
    "Milestones Budget Costs Prices Rates Fees Savings Losses Risks Issues Defects Complaints Feedback Requests Orders Deliveries Returns Stock "
    "Capacity Demand Supply Quality Safety Security Access Rights Duties Roles Contacts Calendar Rota Agenda Protocol Statement Certificate Label "
    "Settings Options Features Limits Errors Tests Coverage Release Upgrade Backup Recovery Support Maintenance Cleaning Inspection Calibration"
).split()
LINKS = ("and", "of", "for", "in", "after", "before", "without", "per", "to", "with", "at", "vs.")
STARTS = (
    "How to Choose a",
    "Why We Need a New",
    "What Changed in the",
    "Introduction to the",
    "Notes on the",
    "Working with the",
    "About the",
    "Our",
    "Who Owns the",
    "Where to Find the",
    "Next Year's",
    "The Future of the",
    "Draft",
    "Revised",
    "Interim",
    "Year-End",
    "Pre-Launch",
    "Half-Year",
)
OWN_HEADINGS = 1500
"""English headings put together from the words above."""


def english(chance: random.Random) -> Iterator[Example]:
    """Give English headings of many trades."""
    for _ in range(OWN_HEADINGS):
        roll = chance.random()
        one, two = chance.choice(MODIFIERS), chance.choice(MODIFIERS)
        subject, other = chance.choice(SUBJECTS), chance.choice(SUBJECTS)
        if roll < 0.4:
            text = f"{one} {subject}"
        elif roll < 0.55:
            text = f"{one} {subject} {chance.choice(LINKS)} {two} {other}"
        elif roll < 0.7:
            text = f"{chance.choice(STARTS)} {one} {subject}"
        elif roll < 0.8:
            text = f"{subject} {chance.choice(('of the', 'for', 'and', '&', 'per'))} {one}"
        elif roll < 0.9:
            text = f"{one} {two} {subject}"
        else:
            text = f"{one}: {two} {subject}"
        written = chance.choice(
            (text, text, text, text, text.upper(), text.lower(), text.capitalize())
        )
        yield Example(_led(written, chance), ())


def headings(language: str, chance: random.Random) -> Iterator[Example]:
    """Give headings of a language: messages as they are, and pieces of sentences."""
    if language == "en":
        yield from english(chance)
    short = list(messages(language, 4, 48))
    chance.shuffle(short)
    for text in short[:SHORT]:
        yield Example(dressed(text.rstrip(".:"), language, chance), ())
    long = messages(language, 25, 400)
    for _ in range(CUT if long else 0):
        yield Example(dressed(piece(chance.choice(long), chance), language, chance), ())


def cells(language: str, chance: random.Random) -> Iterator[Example]:
    """Give cells of a language after a header, both from short messages."""
    short = messages(language, 2, 30)
    for _ in range(SHORT if short else 0):
        header, value = chance.choice(short).rstrip(".:"), chance.choice(short).rstrip(".")
        yield Example(f"{header}: {value}" if chance.random() < 0.7 else value, ())


def piece(sentence: str, chance: random.Random) -> str:
    """Give one to five neighbouring words of a sentence that do not stand at its start."""
    words = WORD.findall(sentence)
    count = chance.randint(1, 5)
    start = chance.randint(min(1, len(words) - 1), max(1, len(words) - count)) if words else 0
    return " ".join(words[start : start + count])


def titled(words: Sequence[str]) -> str:
    """Write words as English titles are written."""
    return " ".join(
        word if word.lower() in SMALL and index else word[:1].upper() + word[1:]
        for index, word in enumerate(words)
    )


def dressed(text: str, language: str, chance: random.Random) -> str:
    """Write a text as headings are written, some with a number."""
    return _led(_written(text, language, chance), chance)


def _written(text: str, language: str, chance: random.Random) -> str:
    roll = chance.random()
    if roll < (0.6 if language == "en" else 0.3):
        return titled(text.split())
    if roll > 0.92:
        return text.upper()
    return text[:1].upper() + text[1:]


def _led(text: str, chance: random.Random) -> str:
    return chance.choice(LEADS) + text if chance.random() < 0.2 else text
