import json

import pytest

from scrubbing.engine.reading import Evidence, Reading
from scrubbing.engine.types import Box, Extraction, Fact, Kind, Place, Role, Span, Unit
from scrubbing.engine.wire import decode, encode

READING = Reading(
    "a b.txt",
    "00ff",
    Extraction(
        "txt",
        (
            Unit(
                "p:1",
                "h\u00e9\u0000llo",
                Role.CELL,
                "head",
                Place(page=1, box=(1.0, 2.5, 3.0, 4.0)),
            ),
        ),
        (Fact("author", "X"),),
        (Box("b", Kind.FACE, 0.5, Place(page=2)),),
    ),
    (Span("p:1", 0, 2, Kind.PERSON, 1.0, "names"),),
    evidence=(Evidence("marking", "nda"),),
    tools={"lxml": "6"},
)


def test_values_come_back_from_json():
    assert decode(Reading, json.loads(json.dumps(encode(READING)))) == READING


@pytest.mark.parametrize(
    "value",
    [None, [], {"untrusted_name": 1}, {"unknown": 1}, {**encode(READING), "spans": [{"kind": "x"}]},
     {**encode(READING), "sha256": ["a"]}],
)  # fmt: skip
def test_decode_refuses_other_shapes(value):
    with pytest.raises((ValueError, TypeError)):
        decode(Reading, value)
