"""Words that a format is built of: changed everywhere they must agree, or not at all."""

import io
import json

import openpyxl
import pytest
from lxml import etree
from openpyxl.styles import PatternFill
from openpyxl.styles.colors import Color

from scrubbing.engine import pipeline
from scrubbing.engine.identify import identify
from scrubbing.engine.knowledge import merge
from scrubbing.engine.registry import Tools, extract_with
from scrubbing.engine.types import Untrusted
from tests.scrubbing.engine.core.samples import FILES

KEY = b"k" * 32
PREFIXED = b"""<?xml version="1.0" encoding="UTF-8"?>
<ACME:list xmlns:ACME="urn:x:y" ACME:Zelda="1" xml:lang="en"><ACME:item>ACME</ACME:item></ACME:list>
"""


def scrub(policy, name: str, data: bytes, *declared: str) -> bytes:
    untrusted = Untrusted(name, data)
    reading = pipeline.read(untrusted, policy)
    knowledge = merge([reading], list(declared), [], KEY)
    return pipeline.clean(untrusted, reading, knowledge, policy).cleaned.data


@pytest.mark.slow
def test_a_prefix_of_xml_names_is_renamed_everywhere(policy):
    output = scrub(policy, "a.xml", PREFIXED, "ACME")
    root = etree.fromstring(output)
    assert b"ACME" not in output
    assert [etree.QName(node).localname for node in root.iter()] == ["list", "item"]
    assert {etree.QName(node).namespace for node in root.iter()} == {"urn:x:y"}


@pytest.mark.slow
def test_words_of_the_xml_declaration_may_be_declared(policy):
    output = scrub(policy, "a.xml", b'<?xml version="1.0" encoding="UTF-8"?>\n<a>version x</a>\n',
                   "Version", "encoding")  # fmt: skip
    assert output.startswith(b'<?xml version="1.0" encoding="UTF-8"?>')
    assert b"version" not in output[40:]


@pytest.mark.slow
def test_a_notebook_stays_one_whatever_is_declared(policy):
    before = json.loads(FILES["a.ipynb"])
    output = scrub(policy, "a.ipynb", FILES["a.ipynb"].encode(), "outputs", "Source", "stream")
    after = json.loads(output)
    assert [sorted(cell) for cell in after["cells"]] == [sorted(cell) for cell in before["cells"]]
    assert identify("a.ipynb", output).format == "ipynb"


def test_numbers_with_an_exponent_are_no_text_of_a_workbook():
    book = openpyxl.Workbook()
    colour = Color(theme=4, tint=3.9994506668294322e-2)
    book.active["A1"].fill = PatternFill("solid", fgColor=colour)
    buffer = io.BytesIO()
    book.save(buffer)
    name, data = "a.xlsx", buffer.getvalue()
    units = extract_with(Tools(), identify(name, data), Untrusted(name, data)).units
    assert [unit.text for unit in units if "E-" in unit.text.upper()] == []


def test_boxes_of_a_read_page_are_no_text():
    page = b"<!doctype html><p title='bbox 1 2 30 40; x_wconf 86'>one</p><p title='x_wconf by Zelda'>two</p>"
    units = extract_with(Tools(), identify("a.html", page), Untrusted("a.html", page)).units
    assert [unit.text for unit in units] == ["one", "x_wconf by Zelda", "two"]
