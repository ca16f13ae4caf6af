"""Where a file comes from, by how it is written (cross-check X8): language, money, law.

Weak evidence: a German firm writes English contracts in dollars. Values are words of ours.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scrubbing.engine.detectors.languages import SUPPORTED, languages
from scrubbing.engine.types import Role, Unit

CURRENCY = re.compile(
    r"(?P<sign>[€£¥₹])\s?\d|\d[\d.,]*\s?(?P<after>[€£])|\b(?P<code>EUR|USD|GBP|CHF|PLN|SEK|NOK|DKK|CZK|HUF|RON|JPY|CNY|INR|BRL|CAD|AUD|NZD|ZAR|TRY|UAH)\s?\d"
    r"|\d\s?(?P<behind>EUR|USD|GBP|CHF|PLN|SEK|NOK|DKK|CZK|HUF|RON|JPY|CNY|INR|BRL|CAD|AUD|NZD|ZAR|TRY|UAH|zł)\b|(?<![A-Z])(?P<dollar>US)?\$\s?\d"
)
SIGNS = {"€": "EUR", "£": "GBP", "¥": "JPY", "₹": "INR", "zł": "PLN"}
LAWS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("GB", re.compile(r"\blaws?\s+of\s+England\b|\bEngland\s+and\s+Wales\b|\bCompanies\s+House\b|\bHMRC\b")),
    ("US", re.compile(r"\bState\s+of\s+(?:Delaware|California|New\s+York|Texas|Nevada|Washington)\b|\b401\(k\)|\bIRS\s+Form\b|\bC\.F\.R\.|\bU\.S\.C\.")),
    ("DE", re.compile(r"\bAmtsgericht\b|\bHRB\s?\d|\bUSt-?IdNr|\bBGB\b|\bDSGVO\b|\bdeutschem\s+Recht\b")),
    ("FR", re.compile(r"\bSIRET\b|\bRCS\s+[A-Z]|\bdroit\s+français\b|\bCode\s+(?:civil|du\s+travail|de\s+commerce)\b")),
    ("IT", re.compile(r"\bPartita\s+IVA\b|\bCodice\s+(?:Civile|Fiscale)\b|\bD\.\s?Lgs\b")),
    ("ES", re.compile(r"\bRegistro\s+Mercantil\b|\bCIF\s?:?\s?[A-Z]\d|\bEstatuto\s+de\s+los\s+Trabajadores\b")),
    ("NL", re.compile(r"\bKvK\b|\bBurgerlijk\s+Wetboek\b|\bKamer\s+van\s+Koophandel\b")),
    ("PL", re.compile(r"\bKRS\s?:?\s?\d|\bKodeks\s+(?:cywilny|pracy)\b|\bREGON\b")),
    ("AT", re.compile(r"\bFirmenbuchgericht\b|\bösterreichische[sm]?\s+Recht\b|\bABGB\b")),
    ("CH", re.compile(r"\bschweizerische[sm]?\s+Recht\b|\bObligationenrecht\b|\bCHE-\d{3}")),
    ("CA", re.compile(r"\bProvince\s+of\s+(?:Ontario|Quebec|Alberta|British\s+Columbia)\b|\bCanada\s+Revenue\s+Agency\b")),
    ("AU", re.compile(r"\bABN\s?:?\s?\d{2}|\bNew\s+South\s+Wales\b|\bFair\s+Work\s+Act\b")),
    ("IN", re.compile(r"\bGSTIN\b|\blaws\s+of\s+India\b|\bCompanies\s+Act,?\s+2013\b")),
)  # fmt: skip
"""Words of one country's law, registers and taxes, in its own spelling."""
ENOUGH_MONEY = 3
"""An amount or two in another currency is an example."""


@dataclass(frozen=True, slots=True)
class Claim:
    """``name`` is language, currency or jurisdiction; ``value`` a code of ours."""

    name: str
    value: str


def find_claims(units: Sequence[Unit]) -> Iterator[Claim]:
    """Give the commonest language and currency of a file, and every country whose law it names."""
    spoken = [unit for unit in units if unit.role not in {Role.KEY, Role.CODE, Role.NAME}]
    known = Counter({k: n for k, n in languages(spoken).items() if k in SUPPORTED})
    if known:
        yield Claim("language", known.most_common(1)[0][0])
    money: Counter[str] = Counter()
    countries: dict[str, None] = {}
    for unit in spoken:
        money.update(_currencies(unit.text))
        countries |= {country: None for country, law in LAWS if law.search(unit.text)}
    if money and money.most_common(1)[0][1] >= ENOUGH_MONEY:
        yield Claim("currency", money.most_common(1)[0][0])
    yield from (Claim("jurisdiction", country) for country in countries)


def _currencies(text: str) -> Iterator[str]:
    for match in CURRENCY.finditer(text):
        sign = match["sign"] or match["after"] or match["behind"]
        yield "USD" if "$" in match[0] else SIGNS.get(sign, sign or match["code"])
