"""Keys and types in data files: renamed where a name stands in them, and the file still loads."""

import tomllib

import pytest
import yaml
from lxml import etree

from scrubbing.engine import pipeline
from scrubbing.engine.decide import Decider
from scrubbing.engine.identify import identify
from scrubbing.engine.knowledge import merge
from scrubbing.engine.policy import shipped
from scrubbing.engine.registry import Tools, extract_with, handler_for
from scrubbing.engine.types import Edit, Kind, Role, Span, Untrusted
from scrubbing.engine.verify.again import Expectation
from scrubbing.engine.xmltext import TAIL, TEXT, Passage, Slot, remove

KNOWN = merge([], ["Norvane Dynamics"], [], b"k" * 32)
FILES = {
    "a.toml": '[servers."Norvane Dynamics".norvane_dynamics.x]\na.norvane-dynamics.b = 1\n',
    "a.yaml": "a: !norvaneDynamics x\nb: !<tag:norvane-dynamics.example.com,2000:t> y\nc: !!str z\n",
}


def rewritten(name: str, edits=None) -> str:
    untrusted = Untrusted(name, FILES[name].encode())
    identity = identify(name, untrusted.data)
    units = extract_with(Tools(), identity, untrusted).units
    edits = Decider(KNOWN, shipped()).decide(units, ()).changes if edits is None else edits
    return handler_for(identity.format).rewrite(untrusted, edits, (), Tools()).decode()


@pytest.mark.parametrize("name", FILES)
def test_a_name_in_every_part_of_a_key_goes(name):
    assert FILES[name].lower().count("norvane") == 2 + (name == "a.toml")
    assert "norvane" not in rewritten(name).lower()


def test_dotted_keys_stay_as_deep():
    loaded = tomllib.loads(rewritten("a.toml"))
    (first,) = loaded["servers"].values()
    (second,) = first.values()
    assert list(second) == ["x"]


def test_tags_of_yaml_stay_tags():
    tags = [t.value for t in yaml.scan(rewritten("a.yaml")) if isinstance(t, yaml.TagToken)]
    assert [handle for handle, _ in tags] == ["!", None, "!!"]


def test_a_stand_in_that_a_format_wrote_otherwise_is_no_news():
    untrusted = Untrusted("a.json", b'{"n": 12345}')
    identity = identify("a.json", untrusted.data)
    before = extract_with(Tools(), identity, untrusted).units
    number = next(unit for unit in before if unit.text == "12345")
    edits = [Edit(number.locator, 0, 5, "SECRET_1", Kind.SECRET)]
    output = handler_for("json").rewrite(untrusted, edits, (), Tools())
    after = extract_with(Tools(), identity, Untrusted("a.json", output)).units
    spans = [_all_of(unit) for unit in after if unit.text.isdigit()]
    assert [unit.text for unit in after if unit.text.isdigit()] == ["10000"]
    assert not Expectation(before, edits).new(after, spans, shipped())


def test_an_edit_over_a_tab_leaves_nothing_of_what_it_covers():
    root = etree.fromstring("<p>by Norvane<tab/>Dynamics, who</p>")
    slots = [Slot(root, TEXT, "by Norvane"), Slot(root[0], TEXT, "\t", fixed=True)]
    slots.append(Slot(root[0], TAIL, "Dynamics, who"))
    edit = Edit("1", 3, 19, "X", Kind.ORGANIZATION)
    Passage("1", slots).write([edit], lambda slot, _text: remove(slot.element))
    assert etree.tostring(root) == b"<p>by X, who</p>"


def test_names_of_attributes_keep_their_case_until_they_are_renamed():
    page = "<p topNorvane=1 TOPnorvane=2 dataNorvaneDynamics=3>x</p>"
    untrusted = Untrusted("a.html", page.encode())
    units = extract_with(Tools(), identify("a.html", untrusted.data), untrusted).units
    edits = Decider(KNOWN, shipped()).decide(units, ()).changes
    output = handler_for("html").rewrite(untrusted, edits, (), Tools()).decode()
    assert "norvane" in page.lower()
    assert "norvane" not in output.lower()


def test_paths_of_drawings_are_no_text():
    page = '<svg><path d="M13.893 12.89l.443-2.89h-2.774V8z"/><path d="M 555 0100 Matz"/></svg>'
    untrusted = Untrusted("a.html", page.encode())
    units = extract_with(Tools(), identify("a.html", untrusted.data), untrusted).units
    said = [unit.text for unit in units if unit.role is not Role.KEY]
    assert said == ["M 555 0100 Matz"]


def test_of_what_a_reader_of_scans_notes_only_the_scan_is_text():
    page = '<p title="bbox 0 0 15 24;x_wconf 96;x_source /scans/a-1.png;ocrp_lang en">x</p>'
    untrusted = Untrusted("a.html", page.encode())
    units = extract_with(Tools(), identify("a.html", untrusted.data), untrusted).units
    assert [unit.text for unit in units if unit.role is Role.ALT] == ["/scans/a-1.png"]


def _all_of(unit):
    return Span(unit.locator, 0, len(unit.text), Kind.REFERENCE, 0.9, "test")


def test_text_of_yaml_that_needs_quotes_after_an_edit_gets_them(policy):
    data = b"link: https://example.com/norvane/a\ncount: 12\n"
    untrusted = Untrusted("a.yaml", data)
    reading = pipeline.read(untrusted, policy)
    known = merge([reading], ["Norvane"], [], b"k" * 32)
    output = pipeline.clean(untrusted, reading, known, policy).cleaned.data
    loaded = yaml.safe_load(output)
    assert (sorted(loaded), loaded["count"], "norvane" in loaded["link"]) == (
        ["count", "link"], 12, False,
    )  # fmt: skip


SCHEMA = b"""<?xml version="1.0"?><x:schema xmlns:x="http://www.w3.org/2001/XMLSchema">
<x:element id="acme_NorvaneReport" name="NorvaneReport" type="x:string" default="Norvane"/>
<x:annotation><x:documentation id="n">Made for Norvane</x:documentation></x:annotation></x:schema>
"""


def test_names_that_a_schema_makes_up_are_wiring_and_lose_a_declared_name(policy):
    untrusted = Untrusted("a.xsd", SCHEMA)
    reading = pipeline.read(untrusted, policy)
    by_context = {unit.text: unit.role for unit in reading.extraction.units}
    assert (by_context["acme_NorvaneReport"], by_context["x:string"]) == (Role.CODE, Role.CODE)
    assert (by_context["Norvane"], by_context["Made for Norvane"]) == (Role.BODY, Role.BODY)
    known = merge([reading], ["Norvane"], [], b"k" * 32)
    output = pipeline.clean(untrusted, reading, known, policy).cleaned.data
    assert b"norvane" not in output.lower()
    assert [node.tag for node in etree.fromstring(output).iter()] == [
        node.tag for node in etree.fromstring(SCHEMA).iter()
    ]
