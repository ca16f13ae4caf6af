"""Numbers of cells as a person sees them: dates as ISO dates, long numbers in full."""

import re
from datetime import datetime, timedelta

from lxml import etree

from scrubbing.engine.xmltext import local

_DATE_IDS = frozenset([*range(14, 23), *range(27, 37), *range(45, 48), *range(50, 59)])
_IGNORED = re.compile(r'"[^"]*"|\[[^\]]*\]|\\.|_.|\*.')
_DATE_CODE = re.compile(r"[ymdhsYMDHS]")
_PLAIN_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]*)(?:\.[0-9]+)?")
_EXACT = 15
"""Digits a spreadsheet number holds exactly."""


class Numbers:
    """Reads and writes number cells by the workbook's number formats."""

    def __init__(self, styles: etree._Element | None, date1904: bool) -> None:
        """Find out which cell styles show dates."""
        self._start = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)  # noqa: DTZ001 - a sheet has no zone
        self._dates = frozenset() if styles is None else _date_styles(styles)

    def is_date(self, style: str) -> bool:
        """Whether cells of this style show a date."""
        return style in self._dates

    def show(self, raw: str, style: str) -> str:
        """The number as text: an ISO date, or its digits without an exponent."""
        try:
            value = float(raw)
        except ValueError:
            return raw
        if style in self._dates and 1 <= value < 2_958_466:  # noqa: PLR2004 - 9999-12-31
            moment = self._start + timedelta(days=value) + timedelta(microseconds=500)
            whole = moment.replace(microsecond=0)
            return whole.date().isoformat() if value == int(value) else whole.isoformat(" ")
        if ("e" in raw or "E" in raw) and value == int(value) and abs(value) < 10**_EXACT:
            return str(int(value))
        return raw

    def read(self, text: str, style: str) -> str | None:
        """The raw number for an edited text, ``None`` where it is no number any more."""
        if style in self._dates:
            try:
                moment = datetime.fromisoformat(text)
            except ValueError:
                return None
            days = (moment.replace(tzinfo=None) - self._start) / timedelta(days=1)
            return str(int(days)) if days == int(days) else repr(round(days, 10))
        digits = len(re.sub(r"\D", "", text))
        return text if _PLAIN_NUMBER.fullmatch(text) and digits <= _EXACT else None


def _date_styles(styles: etree._Element) -> frozenset[str]:
    formats = {
        node.get("numFmtId", ""): node.get("formatCode", "")
        for node in styles.iter(etree.Element)
        if local(node) == "numFmt"
    }
    dates = {
        identity for identity, code in formats.items() if _DATE_CODE.search(_IGNORED.sub("", code))
    } | {str(number) for number in _DATE_IDS if str(number) not in formats}
    for node in styles:
        if local(node) == "cellXfs":
            return frozenset(
                str(index) for index, item in enumerate(node) if item.get("numFmtId") in dates
            )
    return frozenset()
