"""Places of files deep in one another: never cut, so that no two of them become one."""

from scrubbing.engine.types import Finding as Found, Kind, Place
from submissions.domain.marks import marks_of
from submissions.domain.scrubbing.second import finding_row
from submissions.models import Evidence, Finding, ScrubRun

DEEP = "xl/worksheets/sheet12.xml!" * 15


def found(locator: str) -> Found:
    return Found(Kind.PERSON, "names", 0.9, locator, Place(), 0, 4, "0" * 64, 1, "Lena")


def test_findings_whose_places_begin_alike_are_kept_apart() -> None:
    two = [found(f"{DEEP}p:1"), found(f"{DEEP}p:2")]
    assert len(DEEP) > 300
    rows = [finding_row(ScrubRun(), one) for one in two]
    assert [row.locator for row in rows] == [f"{DEEP}p:1", f"{DEEP}p:2"]
    assert [mark["locator"] for mark in marks_of(two)] == [row.locator for row in rows]
    assert {model._meta.get_field("locator").max_length for model in (Finding, Evidence)} == {None}
