"""Locators are stored beside findings in the clear: they hold numbers, never a name of the file."""

import pytest

from scrubbing.engine import pipeline
from scrubbing.engine.identify import identify
from scrubbing.engine.knowledge import merge
from scrubbing.engine.registry import Tools, extract_with
from scrubbing.engine.types import Untrusted

MAIL = b"From: a@example.com\nSubject: Notes\nX-Kowalska-Tenant: blue crate\n\nPlain words.\n"
XML = b'<?xml version="1.0"?><list kowalska="blue crate"><kowalska_b>blue crate</kowalska_b></list>'
HTML = b'<!doctype html><p data-kowalska="blue crate" title="blue crate">Plain</p>'
JSON = b'{"kowalska": {"kowalska_b": "blue crate"}}'
YAML = b"kowalska:\n  kowalska_b: blue crate\n"
TOML = b'[kowalska]\nkowalska_b = "blue crate"\n'


FILES = {
    "a.eml": MAIL,
    "a.xml": XML,
    "a.html": HTML,
    "a.json": JSON,
    "a.yaml": YAML,
    "a.toml": TOML,
    "a.csv": b"kowalska,b\nblue crate,2\n",
}


@pytest.mark.parametrize("name", FILES)
def test_a_locator_holds_no_name_of_the_file(name):
    data = FILES[name]
    assert b"kowalska" in data.lower()
    extraction = extract_with(Tools(), identify(name, data), Untrusted(name, data))
    assert any("blue crate" in unit.text for unit in extraction.units)
    told = [unit.locator for unit in extraction.units if "kowalska" in unit.locator.lower()]
    assert told == []
    places = [unit.place.part for unit in extraction.units if unit.place.part]
    assert [part for part in places if "kowalska" in part.lower()] == []


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("a.html", b'<!doctype html><p data-kowalska-id="1">Plain words</p>'),
        ("a.html", b"<!doctype html><kowalska-card>Plain words</kowalska-card>"),
        ("a.xml", b'<?xml version="1.0"?><list kowalska="1">Plain words</list>'),
    ],
    ids=["attribute", "element", "xml"],
)
def test_a_declared_name_goes_from_the_names_of_attributes_and_elements(name, data, policy):
    untrusted = Untrusted(name, data)
    reading = pipeline.read(untrusted, policy)
    nothing = merge([reading], (), (), b"k" * 32)
    assert b"kowalska" in pipeline.clean(untrusted, reading, nothing, policy).cleaned.data
    knowledge = merge([reading], ["Kowalska"], (), b"k" * 32)
    output = pipeline.clean(untrusted, reading, knowledge, policy).cleaned.data
    assert (b"kowalska" in output.lower(), b"Plain words" in output) == (False, True)
