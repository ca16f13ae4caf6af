"""Dates, language, money and law of a file against the engagement (X7, X8): pure functions.

Weak evidence for a reviewer's eye: no rule holds anything because of it alone.
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta

ISO = re.compile(r"(\d{4})-(\d\d)-(\d\d)")
PDF = re.compile(r"D:(\d{4})(\d\d)?(\d\d)?")
MARGIN = timedelta(days=31)
"""Days before the first and after the last day that are still of the engagement."""

LANGUAGES: Mapping[str, str] = {
    "AT": "de", "BE": "nl fr de", "CA": "en fr", "CH": "de fr it", "DE": "de", "ES": "es", "FR": "fr", "GB": "en", "IE": "en", "IN": "en", "IT": "it", "LI": "de",
    "LU": "fr de", "MX": "es", "NL": "nl", "NZ": "en", "PL": "pl", "PT": "pt", "US": "en", "AU": "en", "BR": "pt", "AR": "es", "CL": "es", "CO": "es", "PE": "es",
    "ZA": "en", "SG": "en", "NG": "en", "KE": "en", "PH": "en",
}  # fmt: skip
"""Languages of work by country, of those that are told apart."""
CURRENCIES: Mapping[str, str] = {
    **dict.fromkeys(["AT", "BE", "DE", "ES", "FR", "IE", "IT", "LU", "NL", "PT", "FI", "GR", "EE", "LV", "LT", "SK", "SI", "HR", "CY", "MT"], "EUR"),
    "GB": "GBP", "US": "USD", "CH": "CHF", "LI": "CHF", "PL": "PLN", "SE": "SEK", "NO": "NOK", "DK": "DKK", "CZ": "CZK", "HU": "HUF", "RO": "RON", "JP": "JPY",
    "CN": "CNY", "IN": "INR", "BR": "BRL", "CA": "CAD", "AU": "AUD", "NZ": "NZD", "ZA": "ZAR", "TR": "TRY", "UA": "UAH",
}  # fmt: skip
LINGUA_FRANCA = "en"
"""Work in English says nothing of a country."""


@dataclass(frozen=True, slots=True)
class Claimed:
    """What was declared: first and last day (None: open), country as ISO 3166 code or ""."""

    started_on: date | None = None
    ended_on: date | None = None
    country: str = ""


def day_of(untrusted_value: str) -> date | None:
    """The day of a date as files write it: ISO 8601, or a PDF's ``D:20240131…``."""
    match = ISO.search(untrusted_value) or PDF.match(untrusted_value.strip())
    if match is None:
        return None
    year, month, day = (int(part) if part else 1 for part in match.groups())
    try:
        return date(year, month, day)
    except ValueError:
        return None


def stands(name: str, value: str, claimed: Claimed) -> str:
    """How a date, language, currency or law stands to what was claimed.

    "declared" where it fits, "other" where it does not, "" where nothing can be said.
    """
    if name in {"created", "modified", "git_date"}:
        return _date(value, claimed)
    if not claimed.country:
        return ""
    match name:
        case "language":
            expected = LANGUAGES.get(claimed.country, "").split()
            fits = value == LINGUA_FRANCA or value in expected
            return _word(fits) if expected else ""
        case "currency":
            usual = CURRENCIES.get(claimed.country)
            return _word(value == usual) if usual else ""
        case "jurisdiction":
            return _word(value == claimed.country)
        case _:
            return ""


def _date(value: str, claimed: Claimed) -> str:
    day = day_of(value)
    if day is None or (claimed.started_on is None and claimed.ended_on is None):
        return ""
    early = claimed.started_on is not None and day < claimed.started_on - MARGIN
    late = claimed.ended_on is not None and day > claimed.ended_on + MARGIN
    return _word(not (early or late))


def _word(fits: bool) -> str:
    return "declared" if fits else "other"
