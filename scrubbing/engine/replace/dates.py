"""Dates moved by one number of days per submission, written as they were written."""

import datetime as dt
import re
from collections.abc import Callable

from scrubbing.engine.replace.draw import Draw

MONTHS = [
    "january",
    "february",
    "march",
    "april",
    "may",
    "june",
    "july",
    "august",
    "september",
    "october",
    "november",
    "december",
]
ISO = re.compile(r"(?<!\d)(?P<y>\d{4})(?P<s>[-/.])(?P<m>\d{1,2})(?P=s)(?P<d>\d{1,2})(?!\d)")
NUMERIC = re.compile(
    r"(?<!\d)(?P<a>\d{1,2})(?P<s>[-/.])(?P<b>\d{1,2})(?P=s)(?P<y>\d{4}|\d{2})(?!\d)"
)
_NAMES = "|".join(f"{name}|{name[:3]}" for name in MONTHS) + "|sept"
NAME = rf"(?P<month>{_NAMES})\b\.?"
DAY_FIRST = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})(?P<th>st|nd|rd|th|\.)?(?P<x>[ \-/]+(?:of +)?){NAME}"
    rf"(?P<z>[ ,\-/]+)(?P<y>\d{{4}}|\d{{2}})(?!\d)",
    re.IGNORECASE,
)
MONTH_FIRST = re.compile(
    rf"\b{NAME}(?P<x> +)(?P<d>\d{{1,2}})(?P<th>st|nd|rd|th)?(?P<z>,? +)(?P<y>\d{{4}})(?!\d)",
    re.IGNORECASE,
)
MONTH_YEAR = re.compile(rf"\b{NAME}(?P<z>[ ,\-/]+)(?P<y>\d{{4}})(?!\d)", re.IGNORECASE)
DAY_MONTH = re.compile(
    rf"(?<!\d)(?P<d>\d{{1,2}})(?P<th>st|nd|rd|th)?(?P<x> +(?:of +)?){NAME}", re.IGNORECASE
)
MONTH_DAY = re.compile(
    rf"\b{NAME}(?P<x> +)(?P<d>\d{{1,2}})(?P<th>st|nd|rd|th)?(?!\d)", re.IGNORECASE
)
YEAR = re.compile(r"(?<![\d.,/])(?P<y>(?:19|20)\d{2})(?![\d/]|[.,]\d)")
COMPACT = re.compile(r"(?<!\d)(?P<y>(?:19|20)\d{2})(?P<m>0[1-9]|1[0-2])(?P<d>[0-2]\d|3[01])(?!\d)")
MIDDLE = 15
"""The day that stands for a month without one."""
LEAP = 2000
"""The year that stands for a date without one."""
SPREAD = 330
"""Days: the offset is 30 to 360 back or forth, so that a season hardly survives."""


def offset(draw: Draw, scope: str = "submission") -> int:
    """Days that every date of a submission moves by, never zero."""
    number = draw.number("dates", scope, 2 * SPREAD)
    return 30 + number if number < SPREAD else -(30 + number - SPREAD)


def shift(text: str, days: int) -> str | None:
    """``text`` with all its dates moved; ``None`` where no date in a known form stands."""
    pieces: list[str] = []
    position, found = 0, False
    while hit := _next(text, position, days):
        start, end, moved = hit
        pieces += [text[position:start], moved]
        position, found = end, True
    return "".join([*pieces, text[position:]]) if found else None


def _next(text: str, position: int, days: int) -> tuple[int, int, str] | None:
    """The first date at or after ``position``; of several forms the longest."""
    best: tuple[int, int, str] | None = None
    for pattern, move in _FORMS:
        match = pattern.search(text, position)
        if match is None or (best and (match.start(), -match.end()) >= (best[0], -best[1])):
            continue
        if moved := move(match, days):
            best = (match.start(), match.end(), moved)
    return best


def _moved(year: int, month: int, day: int, days: int) -> dt.date | None:
    try:
        return dt.date(year, month, day) + dt.timedelta(days=days)
    except (ValueError, OverflowError):
        return None


def _iso(match: re.Match[str], days: int) -> str | None:
    date = _moved(int(match["y"]), int(match["m"]), int(match["d"]), days)
    mark = match["s"]
    return f"{date.year:04d}{mark}{date.month:02d}{mark}{date.day:02d}" if date else None


def _compact(match: re.Match[str], days: int) -> str | None:
    date = _moved(int(match["y"]), int(match["m"]), int(match["d"]), days)
    return f"{date.year:04d}{date.month:02d}{date.day:02d}" if date else None


def _full_year(written: str) -> int:
    year = int(written)
    if len(written) > 2:  # noqa: PLR2004 - all four digits
        return year
    return 2000 + year if year < 50 else 1900 + year  # noqa: PLR2004 - the usual turn


def _year(year: int, written: str) -> str:
    return f"{year:04d}" if len(written) > 2 else f"{year % 100:02d}"  # noqa: PLR2004


def _numeric(match: re.Match[str], days: int) -> str | None:
    first, second = int(match["a"]), int(match["b"])
    day_first = first > 12 or (match["s"] == "." and second <= 12)  # noqa: PLR2004 - months
    day, month = (first, second) if day_first else (second, first)
    date = _moved(_full_year(match["y"]), month, day, days)
    if not date:
        return None
    ordered = (date.day, date.month) if day_first else (date.month, date.day)
    shown = [_padded(n, raw) for n, raw in zip(ordered, (match["a"], match["b"]), strict=True)]
    return match["s"].join([*shown, _year(date.year, match["y"])])


def _padded(number: int, written: str) -> str:
    return f"{number:02d}" if written.startswith("0") or len(written) > 1 else str(number)


def _month(name: str) -> int:
    return next(i for i, month in enumerate(MONTHS, 1) if month.startswith(name.lower()[:3]))


def _month_name(date: dt.date, written: str) -> str:
    name = MONTHS[date.month - 1].title()
    name = name if len(written) > 4 or written.lower() in MONTHS else name[:3]  # noqa: PLR2004
    return name.upper() if written.isupper() else name.lower() if written.islower() else name


def _day(date: dt.date, ordinal: str | None) -> str:
    if not ordinal or ordinal == ".":
        return f"{date.day}{ordinal or ''}"
    if 10 < date.day < 20:  # noqa: PLR2004 - eleventh to nineteenth
        return f"{date.day}th"
    return f"{date.day}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(date.day % 10, 'th') }"


def _day_first(match: re.Match[str], days: int) -> str | None:
    date = _moved(_full_year(match["y"]), _month(match["month"]), int(match["d"]), days)
    if not date:
        return None
    name = _month_name(date, match["month"])
    year = _year(date.year, match["y"])
    return f"{_day(date, match['th'])}{match['x']}{name}{match['z']}{year}"


def _month_first(match: re.Match[str], days: int) -> str | None:
    date = _moved(int(match["y"]), _month(match["month"]), int(match["d"]), days)
    if not date:
        return None
    name = _month_name(date, match["month"])
    return f"{name}{match['x']}{_day(date, match['th'])}{match['z']}{date.year}"


def _month_year(match: re.Match[str], days: int) -> str | None:
    date = _moved(int(match["y"]), _month(match["month"]), MIDDLE, days)
    return f"{_month_name(date, match['month'])}{match['z']}{date.year}" if date else None


def _day_month(match: re.Match[str], days: int) -> str | None:
    date = _moved(LEAP, _month(match["month"]), int(match["d"]), days)
    if not date:
        return None
    return f"{_day(date, match['th'])}{match['x']}{_month_name(date, match['month'])}"


def _month_day(match: re.Match[str], days: int) -> str | None:
    date = _moved(LEAP, _month(match["month"]), int(match["d"]), days)
    if not date:
        return None
    return f"{_month_name(date, match['month'])}{match['x']}{_day(date, match['th'])}"


def _only_year(match: re.Match[str], days: int) -> str:
    return str(int(match["y"]) + (1 if days > 0 else -1) * (1 + abs(days) % 3))


_FORMS: tuple[tuple[re.Pattern[str], Callable[[re.Match[str], int], str | None]], ...] = (
    (ISO, _iso),
    (NUMERIC, _numeric),
    (DAY_FIRST, _day_first),
    (MONTH_FIRST, _month_first),
    (MONTH_YEAR, _month_year),
    (DAY_MONTH, _day_month),
    (MONTH_DAY, _month_day),
    (COMPACT, _compact),
    (YEAR, _only_year),
)
