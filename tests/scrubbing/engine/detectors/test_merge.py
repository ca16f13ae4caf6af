from hypothesis import given, strategies as st

from scrubbing.engine.detectors.merge import merge
from scrubbing.engine.detectors.stamps import whole
from scrubbing.engine.types import Kind, Span

SPANS = st.lists(
    st.builds(
        lambda unit, start, length, kind, score: Span(
            unit, start, start + length, kind, score, "test"
        ),
        st.sampled_from("ab"),
        st.integers(0, 30),
        st.integers(1, 10),
        st.sampled_from([Kind.PERSON, Kind.EMAIL, Kind.REFERENCE]),
        st.sampled_from([0.3, 0.6, 0.9]),
    ),
    max_size=12,
)


def characters(spans: list[Span]) -> set[tuple[str, int]]:
    return {(s.locator, i) for s in spans for i in range(s.start, s.end)}


@given(SPANS)
def test_merge_loses_no_character_and_overlaps_nowhere(spans: list[Span]) -> None:
    merged = merge(spans)
    assert characters(list(merged)) == characters(spans)
    assert sum(s.end - s.start for s in merged) == len(characters(spans))


@given(SPANS)
def test_merge_never_makes_a_sure_character_doubtful(spans: list[Span]) -> None:
    sure = characters([s for s in spans if s.score >= 0.5])
    assert characters([s for s in merge(spans) if s.score >= 0.5]) == sure


def test_merge_names_a_cluster_by_its_strongest_kind() -> None:
    spans = [
        Span("a", 0, 8, Kind.PERSON, 0.9, "names"),
        Span("a", 5, 20, Kind.EMAIL, 0.8, "patterns"),
    ]
    assert merge(spans) == (Span("a", 0, 20, Kind.EMAIL, 0.8, "patterns"),)


def test_merge_joins_the_parts_of_an_address() -> None:
    parts = [
        Span("a", 0, 14, Kind.ADDRESS, 0.9, "patterns"),
        Span("a", 16, 22, Kind.LOCATION, 0.8, "names"),
    ]
    assert merge(parts) == (Span("a", 0, 22, Kind.ADDRESS, 0.9, "patterns"),)
    towns = [
        Span("a", 0, 6, Kind.LOCATION, 0.9, "names"),
        Span("a", 8, 14, Kind.LOCATION, 0.9, "names"),
    ]
    assert merge(towns) == tuple(towns)


def test_pieces_of_a_time_become_one_date():
    text = "at 2024-01-02T09:00:00.5Z by Bo, 20240102T090000"
    spans = [
        Span("a", 3, 7, Kind.DATE_TIME, 0.9, "names"),
        Span("a", 10, 15, Kind.REFERENCE, 0.9, "names"),
        Span("a", 29, 31, Kind.PERSON, 0.9, "names"),
        Span("a", 33, 48, Kind.REFERENCE, 0.9, "names"),
    ]
    found = [(text[s.start : s.end], s.kind) for s in whole(text, spans)]
    assert found == [
        ("2024-01-02T09:00:00.5Z", Kind.DATE_TIME),
        ("Bo", Kind.PERSON),
        ("20240102T090000", Kind.DATE_TIME),
    ]


def test_pieces_of_a_mails_date_become_one_date():
    text = "Date: Thu, 27 Jun 2013 13:57:04 +0200 (CEST) by Bo"
    spans = [
        Span("a", 6, 25, Kind.DATE_TIME, 0.9, "names"),
        Span("a", 29, 37, Kind.REFERENCE, 0.9, "names"),
        Span("a", 48, 50, Kind.PERSON, 0.9, "names"),
    ]
    found = [(text[s.start : s.end], s.kind) for s in whole(text, spans)]
    assert found == [
        ("Thu, 27 Jun 2013 13:57:04 +0200 (CEST)", Kind.DATE_TIME),
        ("Bo", Kind.PERSON),
    ]
