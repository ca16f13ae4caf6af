"""Figures that may not be public yet (cross-check X10): shown to reviewers, no more."""

import re
from collections.abc import Sequence

from scrubbing.engine.types import Place, Role, Unit

AHEAD = re.compile(
    r"\b(?:forecast(?:ed|s)?|projected|projections?|unaudited|preliminary\s+(?:results|figures)|draft\s+results|pre-?announcement|not\s+yet\s+(?:published|announced|public)|"
    r"before\s+the\s+(?:announcement|earnings)|ahead\s+of\s+(?:the\s+)?(?:announcement|earnings)|non-?public|inside\s+information|outlook|guidance|budget(?:ed)?\s+20\d\d|20\d\dE|Q[1-4]E|"
    r"vorläufige?\s+(?:Zahlen|Ergebnisse)|Prognose|Planzahlen|prévisionnel(?:le)?s?|non\s+audités?|previsiones?|previsione|prognoza)\b",
    re.IGNORECASE,
)
"""Says of figures that they are not final or not out."""
METRIC = re.compile(
    r"\b(?:revenues?|turnover|EBITDA?|gross\s+margin|operating\s+(?:profit|income|margin)|net\s+(?:income|profit|loss)|cash\s?flow|run[- ]rate|ARR|earnings\s+per\s+share|EPS|dividend|"
    r"order\s+book|backlog|Umsatz|Ergebnis|Rohertrag|chiffre\s+d['’]affaires|résultat\s+net|ingresos|ricavi|omzet|przychody)\b",
    re.IGNORECASE,
)
AMOUNT = re.compile(
    r"(?<![\w.])(?:[€$£]\s?)?\d{1,3}(?:[.,\s]\d{3})+(?:[.,]\d+)?|\b\d+(?:[.,]\d+)?\s?(?:m|bn|k|million|billion|Mio|Mrd|M€|Md)\b|(?<![\w.])\d+[.,]\d\s?%"
)
SUMS = frozenset({Role.CELL})
LEAST_AMOUNTS = 5
CELL_AMOUNT = re.compile(r"-?\d{4,}(?:\.\d+)?")
"""In sheets amounts stand without separators."""


def find_financials(units: Sequence[Unit]) -> tuple[str, Place] | None:
    """Give where figures begin that look unpublished: the words for it, a measure, amounts."""
    ahead = next((unit for unit in units if AHEAD.search(unit.text)), None)
    if ahead is None or not any(METRIC.search(unit.text) for unit in units):
        return None
    amounts = 0
    for unit in units:
        amounts += len(AMOUNT.findall(unit.text))
        amounts += unit.role in SUMS and bool(CELL_AMOUNT.fullmatch(unit.text.strip()))
        if amounts >= LEAST_AMOUNTS:
            return ahead.locator, ahead.place
    return None
