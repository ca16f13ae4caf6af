"""What only a second look reads in pixels goes, and is told."""

import io
from dataclasses import replace
from pathlib import Path

import pytest

from scrubbing.engine import jobs
from scrubbing.engine.knowledge import merge
from scrubbing.engine.pipeline import IN_PIXELS, read
from scrubbing.engine.policy import document, shipped
from scrubbing.engine.types import Role, Untrusted
from scrubbing.engine.wire import encode
from tests.scrubbing.engine.formats.image.samples import shot

CANARY = "Zelda Quarrington"


@pytest.mark.slow
def test_a_line_that_nobody_had_read_is_covered_and_stands_among_the_findings(
    tmp_path: Path,
) -> None:
    target = io.BytesIO()
    shot(f"Written by {CANARY}").save(target, "PNG")
    given = tmp_path / "given"
    given.write_bytes(target.getvalue())
    whole = read(Untrusted("a.png", target.getvalue()), shipped())
    lines = [unit for unit in whole.extraction.units if unit.role is Role.OCR]
    assert [CANARY in unit.text for unit in lines] == [True]
    others = tuple(unit for unit in whole.extraction.units if unit.role is not Role.OCR)
    blind = replace(whole, extraction=replace(whole.extraction, units=others), spans=())

    answer = jobs.clean_job(
        {
            "name": "a.png",
            "reading": encode(blind),
            "knowledge": encode(merge([blind], [CANARY], [], b"k" * 32)),
            "policy": document(),
            "edits": [],
        },
        {"input": given},
        tmp_path,
    )

    told = [one for one in answer["findings"] if one["detector"] == IN_PIXELS]
    assert [one["locator"] for one in told] == ["seen:1"]
    assert told[0]["place"]["box"] == list(lines[0].place.box or ())
    assert answer["counts"] == {"manual": 1}
