"""Dates moved by one number of days per submission, written as they were written."""

import datetime
import re
from collections.abc import Callable

from scrubbing.engine.replace.draw import Draw

MONTHS = (
    "january february march april may june july august september october november december"
).split()
ISO = re.compile(r"(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})")
NUMERIC = re.compile(r"(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})(?!\d)")
NAME = r"(?P<month>[A-Za-z]{3,9})\.?"
DAY_FIRST = re.compile(rf"(?P<d>\d{{1,2}})(?P<th>st|nd|rd|th)?(?P<x>\s+(?:of\s+)?){NAME}(?P<z>,?\s+)(?P<y>\d{{4}})")
MONTH_FIRST = re.compile(rf"{NAME}(?P<x>\s+)(?P<d>\d{{1,2}})(?P<th>st|nd|rd|th)?(?P<z>,?\s+)(?P<y>\d{{4}})")
SPREAD = 330
"""Days: the offset is 30 to 360 back or forth, so that a season hardly survives."""


def offset(draw: Draw, scope: str = "submission") -> int:
    """Days that every date of a submission moves by, never zero."""
    number = draw.number("dates", scope, 2 * SPREAD)
    return 30 + number if number < SPREAD else -(30 + number - SPREAD)


def shift(text: str, days: int) -> str | None:
    """``text`` with its date moved, or ``None`` for a date in no known form."""
    for pattern, move in _FORMS:
        match = pattern.search(text)
        if match and (moved := move(match, days)):
            return text[: match.start()] + moved + text[match.end() :]
    return None


def _moved(year: int, month: int, day: int, days: int) -> datetime.date | None:
    try:
        return datetime.date(year, month, day) + datetime.timedelta(days=days)
    except (ValueError, OverflowError):
        return None


def _iso(match: re.Match[str], days: int) -> str | None:
    date = _moved(int(match["y"]), int(match["m"]), int(match["d"]), days)
    mark = match["s"]
    return f"{date.year:04d}{mark}{date.month:02d}{mark}{date.day:02d}" if date else None


def _numeric(match: re.Match[str], days: int) -> str | None:
    first, second, year = int(match["a"]), int(match["b"]), int(match["y"])
    full = year if len(match["y"]) == 4 else 2000 + year if year < 50 else 1900 + year  # noqa: PLR2004
    day_first = first > 12 or match["s"] == "."  # noqa: PLR2004 - no such month
    day, month = (first, second) if day_first else (second, first)
    date = _moved(full, month, day, days)
    if not date:
        return None
    shown = f"{date.year:04d}" if len(match["y"]) == 4 else f"{date.year % 100:02d}"  # noqa: PLR2004
    ordered = (date.day, date.month) if day_first else (date.month, date.day)
    return f"{ordered[0]:02d}{match['s']}{ordered[1]:02d}{match['s']}{shown}"


def _month(name: str) -> int:
    lowered = name.lower()
    found = [i for i, month in enumerate(MONTHS, 1) if month.startswith(lowered[:3])]
    return found[0] if found and MONTHS[found[0] - 1].startswith(lowered) else 0


def _worded(match: re.Match[str], days: int, month_first: bool) -> str | None:
    month = _month(match["month"])
    date = _moved(int(match["y"]), month, int(match["d"]), days) if month else None
    if not date:
        return None
    name = MONTHS[date.month - 1].title()
    name = name if len(match["month"]) > 3 else name[:3]  # noqa: PLR2004 - an abbreviation
    name = name.upper() if match["month"].isupper() else name
    day = f"{date.day}{_ordinal(date.day) if match['th'] else ''}"
    first, second = (name, day) if month_first else (day, name)
    return f"{first}{match['x']}{second}{match['z']}{date.year}"


def _ordinal(day: int) -> str:
    if 10 < day < 20:  # noqa: PLR2004 - eleventh to nineteenth
        return "th"
    return {1: "st", 2: "nd", 3: "rd"}.get(day % 10, "th")


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], str | None]], ...] = (
    (ISO, _iso),
    (NUMERIC, _numeric),
    (DAY_FIRST, lambda match, days: _worded(match, days, month_first=False)),
    (MONTH_FIRST, lambda match, days: _worded(match, days, month_first=True)),
)
