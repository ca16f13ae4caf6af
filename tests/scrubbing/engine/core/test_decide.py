"""From spans and knowledge to edits: what wins where several say something."""

import pytest

from scrubbing.engine.decide import Decider
from scrubbing.engine.knowledge import merge
from scrubbing.engine.policy import build, document
from scrubbing.engine.reading import Reading
from scrubbing.engine.replace import squeeze
from scrubbing.engine.types import Extraction, Kind, Role, Span, Unit

KEY = b"k" * 32


def reading_of(text: str, spans: list[Span]) -> Reading:
    return Reading("a.txt", "0" * 64, Extraction("txt", (Unit("p:1", text),)), tuple(spans))


def span(text: str, value: str, kind: Kind) -> Span:
    start = text.index(value)
    return Span("p:1", start, start + len(value), kind, 0.9, "test")


def result(policy, text: str, declared: list[str], *found: tuple[str, Kind]) -> list[str]:
    spans = [span(text, value, kind) for value, kind in found]
    decider = Decider(merge([], declared, [], KEY), policy)
    return [edit.replacement for edit in decider.decide([Unit("p:1", text)], spans).changes]


@pytest.mark.parametrize(
    ("text", "declared", "kind"),
    [
        ("at half past Quarrington", "Quarrington", Kind.DATE_TIME),
        ("12 March 2020 by Quarrington", "Quarrington", Kind.DATE_TIME),
        ("support@acme.test", "Support", Kind.EMAIL),
        ("/home/documents/x", "Documents", Kind.PATH),
        ("12 Oak Street", "Street", Kind.ADDRESS),
        ("jane@acme.test", "example", Kind.EMAIL),
        ("Acme Holdings", "Holdings", Kind.ORGANIZATION),
        ("Prof. Jane Doe", "Prof", Kind.PERSON),
        ("hunter2", "secret", Kind.SECRET),
        ("hunter2", "removed", Kind.MANUAL),
    ],
)
def test_no_stand_in_says_a_declared_word(policy, text, declared, kind):
    (made,) = result(policy, text, [declared], (text, kind))
    assert squeeze(declared) not in squeeze(made)


def test_a_date_that_holds_a_name_does_not_keep_it(policy):
    found = [("12 March 2020 by Jane Doe", Kind.DATE_TIME), ("Jane Doe", Kind.PERSON)]
    (made,) = result(policy, "12 March 2020 by Jane Doe", [], *found)
    assert "jane" not in made.lower()


@pytest.mark.parametrize("kind", [Kind.PERSON, Kind.LOCATION, Kind.ORGANIZATION])
def test_a_declared_name_is_what_it_was_declared_as(policy, kind):
    text = "Quellbrook's pump of Quellbrook Ltd"
    one, other = result(policy, text, ["Quellbrook Ltd"], ("Quellbrook's", kind))
    assert (one.removesuffix("'s"), one[-2:]) == (other.removesuffix(" Ltd"), "'s")


def test_dates_stay_where_the_policy_keeps_them():
    kept = build(document() | {"dates": "keep"})
    found = [("12 March 2020", Kind.DATE_TIME), ("4 May 1971", Kind.DATE_OF_BIRTH)]
    text = "12 March 2020, born 4 May 1971"
    assert len(result(kept, text, [], *found)) == 1
    assert len(result(build(document()), text, [], *found)) == 2


def test_numbers_go_on_where_the_knowledge_ends(policy):
    text = "Jane Doe, John Roe, Jane Doe"
    spans = [Span("p:1", start, start + 8, Kind.REFERENCE, 0.9, "test") for start in (0, 10, 20)]
    findings = Decider(merge([], [], [], KEY), policy).decide([Unit("p:1", text)], spans).findings
    assert [finding.number for finding in findings] == [1, 2, 1]


def test_a_drawn_number_is_never_another_known_one(policy):
    """Of two digits there are ninety, so a hundred drawings would meet."""
    numbers = [str(number) for number in range(10, 80)]
    text = " ".join(f"id {number}0{number}," for number in numbers)
    spans = [span(text, f"{number}0{number}", Kind.REFERENCE) for number in numbers]
    from_file = reading_of(text, spans)
    knowledge = merge([from_file], [], [], KEY)
    decision = Decider(knowledge, policy).decide(from_file.extraction.units, spans)
    known = {entry.untrusted_value for entry in knowledge.entries}
    drawn = {edit.replacement for edit in decision.edits}
    assert (len(decision.edits), known & drawn) == (70, set())


def test_names_that_programs_give_to_shapes_want_a_persons_word(policy):
    text = "Rechteck said so"
    shapes = [Unit("n:1", "Rechteck 3", Role.NAME), Unit("n:2", "Rechteck on Monday", Role.NAME)]
    found = merge([reading_of(text, [span(text, "Rechteck", Kind.PERSON)])], [], [], KEY)
    assert [e.locator for e in Decider(found, policy).decide(shapes, []).changes] == ["n:2"]
    told = merge([reading_of(text, [])], ["Rechteck"], [], KEY)
    assert [e.locator for e in Decider(told, policy).decide(shapes, []).changes] == ["n:1", "n:2"]


@pytest.mark.parametrize("kind", [Kind.PERSON, Kind.LOCATION, Kind.ORGANIZATION])
def test_no_stand_in_is_the_value_itself(policy, kind):
    """Few letters are drawn for one: among many keys one draws the same again."""
    for number in range(40):
        known = merge([], [], [], bytes([number]) * 32)
        spans = [Span("p:1", 0, 3, kind, 0.9, "test")]
        (edit,) = Decider(known, policy).decide([Unit("p:1", "A35")], spans).edits
        assert edit.replacement != "A35"


def test_a_name_that_is_a_cells_address_stays_where_it_was_found(policy):
    found = reading_of("by A35", [Span("p:1", 3, 6, Kind.PERSON, 0.9, "test")])
    units = (*found.extraction.units, Unit("f", "VLOOKUP($A35,B2:C9,2)"))
    known = merge([found], [], [], KEY)
    assert [e.locator for e in Decider(known, policy).decide(units, found.spans).edits] == ["p:1"]
    known = merge([found], ["A35"], [], KEY)
    assert [e.locator for e in Decider(known, policy).decide(units, ()).edits] == ["p:1", "f"]
