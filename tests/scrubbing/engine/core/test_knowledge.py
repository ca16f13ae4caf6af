from dataclasses import replace

import pytest

from scrubbing.engine.knowledge import Knowledge, extend, merge
from scrubbing.engine.reading import Reading
from scrubbing.engine.replace import stand_in
from scrubbing.engine.types import Extraction, Fact, Kind, Span, Unit
from scrubbing.engine.wire import decode, encode

KEY = b"k" * 32


def reading(text: str, *found: tuple[str, Kind], facts: tuple[Fact, ...] = ()) -> Reading:
    spans = tuple(
        Span("p:1", text.index(value), text.index(value) + len(value), kind, 0.9, "test")
        for value, kind in found
    )
    return Reading("a.txt", "0", Extraction("txt", (Unit("p:1", text),), facts), spans)


def seen(knowledge: Knowledge, text: str) -> list[str]:
    return sorted({text[hit.start : hit.end] for hit in knowledge.matcher().find(text)})


@pytest.mark.parametrize(
    "written",
    [
        "Zelda Quarrington", "ZELDA QUARRINGTON", "zelda quarrington", "Quarrington, Zelda",
        "zelda_quarrington", "zelda.quarrington", "ZeldaQuarrington", "Z e l d a Q u a r r i n g t o n",
        "Zelda\n   Quarrington", "Zelda Quar-\nrington", "Zelda\u00a0Quarrington",
        "Zel\u00adda Quar\u200brington", "Z\u00e9lda Quarrington", "Z. Quarrington",
        "\uff3aelda Quarrington", "Z\u0435lda Qu\u0430rringt\u043en", "Zelda\u2800Quarrington",
        "Z\u200beld\u2060a\u200e Quar\ufe0frington", "\u0396\u03b5lda Quarringt\u03bfn",
        "\U0001d419\U0001d41e\U0001d425\U0001d41d\U0001d41a Quarrington", "Ze\u3164lda Quarrington",
        "notgnirrauQ adleZ", "Zelda\uff9f Quarrington", "Z\u0335e\u0335lda Quarrington",
    ],
)  # fmt: skip
def test_declared_name_is_seen_in_any_spelling(written):
    knowledge = merge([], ["Zelda Quarrington"], [], KEY)
    assert written in seen(knowledge, f"by {written} today")


def test_name_typed_backwards_and_shown_forwards_is_seen_where_it_stands():
    text = "by \u202enotgnirrauQ oJ\u202c today"
    knowledge = merge([reading("Jo Quarrington", ("Jo Quarrington", Kind.PERSON))], [], [], KEY)
    assert "notgnirrauQ oJ" in seen(knowledge, text)
    assert seen(knowledge, text.replace("\u202e", "")) == []


@pytest.mark.parametrize(
    "written",
    [
        "\u0639\u0627\u0648\u0646\u0627",
        "\u0627\u0646\u0648\u0627\u0639",
        "\u0639\u0627\ufeee\ufee7\u0627",
    ],
)
def test_short_name_written_from_right_to_left_is_seen_in_either_order(written):
    knowledge = merge([], ["\u0627\u0646\u0648\u0627\u0639"], [], KEY)
    assert written in seen(knowledge, f"x {written} y")
    assert seen(knowledge, "x \u0646\u0627 y") == []


def test_name_in_its_own_script_is_seen_in_both_cases_and_no_other_word_is():
    knowledge = merge(
        [], ["\u0412\u0435\u0440\u0430 \u041d\u043e\u0441\u043e\u0432\u0430"], [], KEY
    )
    shout = "\u0412\u0415\u0420\u0410 \u041d\u041e\u0421\u041e\u0412\u0410"
    assert shout in seen(knowledge, f"- {shout} -")
    assert seen(knowledge, "\u0432\u0435\u0440\u0430\u043d\u0434\u0430 \u043d\u043e\u0441") == []


@pytest.mark.parametrize(
    "written", ["Acme", "ACME", "acme_corp", "com.acme.app", "AcmeClient", "acme-corp", "Acme's"]
)
def test_declared_organisation_is_seen_in_all_case_forms(written):
    knowledge = merge([], ["Acme Corp"], [], KEY)
    assert seen(knowledge, f"x {written} y") != []


@pytest.mark.parametrize("text", ["the acmeist poets", "mark. Will you come", "a man da"])
def test_words_around_a_name_are_no_hits(text):
    knowledge = merge([], ["Acme", "Mark Will", "Amanda"], [], KEY)
    assert seen(knowledge, text) == []


def test_common_word_that_is_a_name_is_not_looked_for_elsewhere():
    knowledge = merge([reading("Ask Will about it", ("Will", Kind.PERSON))], [], [], KEY)
    assert seen(knowledge, "They will. Will they?") == []


def test_name_that_the_submission_writes_as_a_word_is_not_looked_for():
    text = "Plinth met us. The plinth was stone."
    knowledge = merge([reading(text, ("Plinth", Kind.PERSON))], [], [], KEY)
    assert seen(knowledge, "Plinth") == []


def test_rare_family_name_is_looked_for_alone():
    knowledge = merge([reading("Jo Quarrington", ("Jo Quarrington", Kind.PERSON))], [], [], KEY)
    assert seen(knowledge, "as Quarrington said") == ["Quarrington"]


def test_family_name_found_alone_too_is_looked_for_in_small_letters():
    text = "Jonas Hohenstätter came. Hohenstätter left."
    found = [("Jonas Hohenstätter", Kind.PERSON)]
    alone = Span("p:1", 25, 37, Kind.PERSON, 0.9, "names")
    one = reading(text, *found)
    both = replace(one, spans=(*one.spans, alone))
    assert text[25:37] == "Hohenstätter"
    doubtful = replace(one, spans=(*one.spans, replace(alone, score=0.55)))
    for known in (both, doubtful):
        knowledge = merge([known], [], [], KEY)
        assert "hohenstätter" in seen(knowledge, "def seal_hohenstätter(rate):")


def test_author_fact_is_knowledge_but_a_program_is_not():
    facts = (Fact("author", "Zelda Quarrington"), Fact("last_modified_by", "Administrator"))
    knowledge = merge([reading("x", facts=facts)], [], [], KEY)
    assert seen(knowledge, "Zelda Quarrington, Administrator") == ["Quarrington", "Zelda",
                                                                   "Zelda Quarrington"]  # fmt: skip


def test_short_numbers_are_not_looked_for_elsewhere():
    knowledge = merge([reading("aged 42", ("42", Kind.REFERENCE))], [], [], KEY)
    assert seen(knowledge, "42 boxes") == []


def test_things_that_programs_count_are_not_looked_for_elsewhere():
    for thing in ("item7", "page-12"):
        knowledge = merge([reading(f"see {thing} there", (thing, Kind.REFERENCE))], [], [], KEY)
        assert seen(knowledge, f"<item id='{thing}'/>") == []
    knowledge = merge([reading("see qrx77 there", ("qrx77", Kind.REFERENCE))], [], [], KEY)
    assert seen(knowledge, "<item id='qrx77'/>") == ["qrx77"]


def test_long_number_is_seen_with_other_separators_but_not_inside_others():
    found = reading("no 4455667788", ("4455667788", Kind.REFERENCE))
    knowledge = merge([found], [], [], KEY)
    assert seen(knowledge, "44 5566-7788, 94455667788, 4455667788.5") == ["44 5566-7788"]


def test_two_short_numbers_on_two_lines_are_no_longer_one():
    short, long = ("20177", Kind.REFERENCE), ("4455667788", Kind.REFERENCE)
    knowledge = merge([reading("20177 of 4455667788", short, long)], [], [], KEY)
    assert seen(knowledge, "page 20\n177 lines") == []
    assert seen(knowledge, "20 177, then 44556\n67788") == ["20 177", "44556\n67788"]


def test_numbers_are_shared_by_all_spellings():
    knowledge = merge([reading("Jo Quarrington", ("Jo Quarrington", Kind.PERSON))], [], [], KEY)
    assert {entry.number for entry in knowledge.entries if entry.kind is Kind.PERSON} == {1}


def test_knowledge_travels_as_json():
    knowledge = merge(
        [reading("Jo Quarrington", ("Jo Quarrington", Kind.PERSON))], ["X Y"], [], KEY
    )
    assert decode(Knowledge, encode(knowledge)) == knowledge


def test_long_text_of_beginnings_gives_one_hit():
    matcher = merge([], ["Grace Harper"], [], KEY).matcher()
    assert len(matcher.find("grace " * 20_000 + "harper")) == 1


def test_a_rare_word_of_a_declared_name_goes_in_small_letters_too():
    matcher = merge([], ["Grace Quarrington", "Norvane Dynamics"], [], KEY).matcher()
    found = {hit.needle.value for hit in matcher.find("#norvane by grace (quarrington), dynamics")}
    assert found == {"Norvane", "Quarrington"}


def test_extended_knowledge_keeps_what_was_known():
    before = merge([reading("Jo Quarrington", ("Jo Quarrington", Kind.PERSON))], [], [], KEY)
    after = extend(
        before, [(Kind.PERSON, "Ulf Brandtsen", 0.9), (Kind.PERSON, "jo quarrington", 0.9)]
    )
    assert after.entries[: len(before.entries)] == before.entries
    assert [entry.untrusted_value for entry in after.entries[len(before.entries) :]] == [
        "Ulf Brandtsen"
    ]
    assert {**after.words, **before.words} == after.words


def test_all_forms_of_a_declared_name_have_one_stand_in():
    found = reading("Quellbrook's pump", ("Quellbrook's", Kind.PERSON))
    table = merge([found], ["Quellbrook Water Ltd"], [], KEY).stand_ins()
    core = stand_in(Kind.ORGANIZATION, "Quellbrook Water Ltd", 1, table).removesuffix(" Ltd")
    forms = ["Quellbrook Water", "Quellbrook", "Quellbrook's", "QUELLBROOK"]
    made = [stand_in(Kind.ORGANIZATION, form, 1, table) for form in forms]
    assert made == [core, core, f"{core}'s", core.upper()]
    assert stand_in(Kind.PERSON, "Quellbrook", 1, table) == core


def test_telling_first_word_of_a_declared_organisation_is_seen_alone():
    knowledge = merge([], ["Quellbrook Water Ltd", "General Water Ltd"], [], KEY)
    assert seen(knowledge, "General terms of Quellbrook") == ["Quellbrook"]


def test_found_organisation_is_seen_without_its_legal_form():
    knowledge = merge(
        [reading("Quellbrook Ltd", ("Quellbrook Ltd", Kind.ORGANIZATION))], [], [], KEY
    )
    assert seen(knowledge, "as Quellbrook said") == ["Quellbrook"]


def scored(text: str, value: str, kind: Kind, score: float) -> Knowledge:
    made = reading(text, (value, kind))
    spans = tuple(replace(span, score=score) for span in made.spans)
    return merge([replace(made, spans=spans)], [], [], KEY)


def test_a_plain_word_of_a_found_name_stays_where_it_was_found():
    for value in ("Dritte Ebene", "Ebene"):
        knowledge = scored(f"{value} 3", value, Kind.PERSON, 0.99)
        assert "Ebene" not in seen(knowledge, "Die Ebene und die Ebenen")


def test_a_part_of_a_name_that_is_mostly_written_small_is_a_word():
    text = "Udzielenie Quarrington. Tu quarrington, tam quarrington i quarrington."
    assert seen(scored(text, "Udzielenie Quarrington", Kind.PERSON, 0.9), "a quarrington") == []
    once = "Jo Quarrington. So quarrington came."
    assert seen(scored(once, "Jo Quarrington", Kind.PERSON, 0.9), "a quarrington") == [
        "quarrington"
    ]


def test_words_with_accents_count_as_words_of_the_submission_too():
    text = "Świadek met us. The świadek was there."
    assert seen(scored(text, "Świadek", Kind.PERSON, 0.9), "Świadek") == []


def test_a_doubtful_single_name_stays_where_it_was_found():
    assert seen(scored("Plinth met us", "Plinth", Kind.PERSON, 0.55), "Plinth") == []
    assert seen(scored("Plinth met us", "Plinth", Kind.PERSON, 0.9), "Plinth") == ["Plinth"]


def test_an_organisation_of_everyday_words_is_seen_with_a_capital_only():
    knowledge = scored("the Medical Center", "Medical Center", Kind.ORGANIZATION, 0.9)
    assert seen(knowledge, "a Medical Center, a medical center") == ["Medical Center"]


def test_letters_of_a_table_are_not_looked_for_elsewhere():
    found = reading("C D E F G H", ("C D E F G H", Kind.ORGANIZATION))
    assert seen(merge([found], [], [], KEY), "A B C D E F G H I") == []
    assert seen(merge([], ["C D E F G H"], [], KEY), "A B C D E F G H I") == ["C D E F G H"]


def test_a_cells_address_stays_where_it_was_found():
    assert seen(scored("see AB35 there", "AB35", Kind.ORGANIZATION, 0.9), "AB35") == []


def test_a_surname_that_is_a_word_of_forms_too_is_looked_for_alone():
    knowledge = merge([reading("Petra Siegel", ("Petra Siegel", Kind.PERSON))], [], [], KEY)
    assert seen(knowledge, "as Siegel said") == ["Siegel"]
