from hypothesis import given, strategies as st

from scrubbing.engine.detectors.joined import SEPARATOR, joined, lower
from scrubbing.engine.types import Kind, Role, Unit

TEXTS = st.lists(st.text(alphabet="ab İß\n", max_size=12), max_size=8)


@given(TEXTS)
def test_joined_places_lead_back_to_their_units(texts: list[str]) -> None:
    units = [Unit(str(index), text) for index, text in enumerate(texts)]
    seen = {}
    for portion in joined(units, limit=15):
        for start, end in zip(portion.starts, portion.ends, strict=True):
            for span in portion.spans(start, end, Kind.PERSON, 1.0, "test"):
                seen[span.locator] = portion.text[start:end], span.start, span.end
    assert seen == {u.locator: (u.text, 0, len(u.text)) for u in units if u.text}


@given(st.text(max_size=40))
def test_lower_keeps_the_length(text: str) -> None:
    assert len(lower(text)) == len(text)


def test_joined_reads_a_context_but_never_marks_it() -> None:
    (portion,) = joined([Unit("c", "4711", Role.CELL, "Invoice no.")])
    assert portion.text == "Invoice no.: 4711"
    assert list(portion.spans(0, 7, Kind.PERSON, 1.0, "test")) == []


def test_pieces_of_a_stretch_over_units_are_one_span_each() -> None:
    (portion,) = joined([Unit("a", "abc"), Unit("b", "def")])
    spans = portion.pieces(1, len("abc" + SEPARATOR) + 2, Kind.SECRET, 1.0, "test")
    assert [(s.locator, s.start, s.end) for s in spans] == [("a", 1, 3), ("b", 0, 2)]
