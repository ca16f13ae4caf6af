from benchmarks.marking_files import LABEL, TENANT, docx_label_info, label_properties
from scrubbing.engine.detectors.labels import Label, find_labels
from scrubbing.engine.evidence import gather
from scrubbing.engine.identify import identify
from scrubbing.engine.registry import Tools, extract_with
from scrubbing.engine.sensitivity import header_pairs, label_facts
from scrubbing.engine.types import Fact, Place, Role, Unit, Untrusted

PLACE = Place(part="properties")


def facts_of(name: str, data: bytes) -> tuple[Fact, ...]:
    return extract_with(Tools(), identify(name, data), Untrusted(name, data)).facts


def test_a_label_has_its_id_name_and_tenant():
    facts = tuple(label_facts(label_properties("Heron").items(), PLACE))
    assert {(fact.name, fact.untrusted_value) for fact in facts} == {
        ("label_id", LABEL), ("label_name", "Heron"), ("label_tenant", TENANT),
    }  # fmt: skip
    assert find_labels(facts) == (Label("Heron", LABEL, PLACE),)


def test_a_label_that_was_taken_off_says_nothing():
    pairs = label_properties("Heron", enabled=False).items()
    assert tuple(label_facts(pairs, PLACE)) == ()


def test_the_newer_part_gives_an_id_and_the_tenant():
    facts = facts_of(*docx_label_info())
    assert Fact("label_tenant", TENANT, PLACE) in facts
    assert [label.untrusted_name for label in find_labels(facts)] == [LABEL]
    assert find_labels(facts_of(*docx_label_info(removed=True))) == ()


def test_both_ways_of_writing_one_label_are_one():
    facts = [Fact("label_id", LABEL), *label_facts(label_properties("Heron").items(), PLACE)]
    assert find_labels(facts) == (Label("Heron", LABEL, PLACE),)


def test_a_mail_header_is_read_in_pairs():
    value = f"MSIP_Label_{LABEL}_Enabled=True; MSIP_Label_{LABEL}_Name=Heron;;x"
    (label,) = find_labels(tuple(label_facts(header_pairs(value), PLACE)))
    assert label.untrusted_name == "Heron"


def test_a_label_in_one_text_of_an_outlook_file_is_seen():
    text = f"MSIP_Label_{LABEL}_Enabled=True;MSIP_Label_{LABEL}_Name=Heron"
    found = list(gather([Unit("mapi:0:8010", text, Role.PROPERTY)], (), ()))
    assert [(e.name, e.untrusted_text) for e in found] == [("sensitivity_label", "Heron")]
    assert list(gather([Unit("mapi:0:8011", "Internal", Role.PROPERTY)], (), ())) == []
