"""A value declared for the submission is in every place of every text format, and then in none.

Not planted, because the format cannot hold text there: names of HTML's own elements, and
column counts of tables. Dropped with their lines: mail routes, signatures, card pictures.
"""

import ast
import csv
import json
import tomllib

import lxml.html
import pytest
import yaml
from lxml import etree

from scrubbing.engine import pipeline
from scrubbing.engine.knowledge import merge
from scrubbing.engine.types import Untrusted
from scrubbing.engine.verify.raw import RawSearch
from tests.scrubbing.engine.core.samples import CANARY, FILES

KEY = b"k" * 32
NEEDLES = tuple(merge([], [CANARY], [], KEY).needles())


def clean(name: str, data: bytes, policy, declared=(CANARY,)):
    untrusted = Untrusted(name, data)
    reading = pipeline.read(untrusted, policy)
    knowledge = merge([reading], list(declared), [], KEY)
    return pipeline.clean(untrusted, reading, knowledge, policy).cleaned


def hits(data: bytes) -> bool:
    return bool(RawSearch(NEEDLES, ()).find(data))


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_canary_is_in_the_input_and_not_in_the_output(name, policy):
    data = FILES[name].encode()
    assert hits(data)
    cleaned = clean(f"{CANARY} {name}", data, policy)
    lowered = cleaned.data.lower()
    assert not hits(cleaned.data)
    assert (b"quarrington" in lowered, "quarrington" in cleaned.name.lower()) == (False, False)
    assert cleaned.name.endswith(name[1:])


@pytest.mark.slow
@pytest.mark.parametrize("encoding", ["utf-16", "utf-8-sig", "cp1252"])
def test_encoding_is_kept(encoding, policy):
    text = f"They will co\u00f6perate with {CANARY} on the na\u00efve plan.\r\n"
    cleaned = clean("a.txt", text.encode(encoding), policy).data.decode(encoding)
    head, tail = "They will co\u00f6perate with ", " on the na\u00efve plan.\r\n"
    assert (cleaned.startswith(head), cleaned.endswith(tail)) == (True, True)


def shape(value):
    if isinstance(value, dict):
        return [shape(item) for item in value.values()]
    return [shape(item) for item in value] if isinstance(value, list) else type(value).__name__


@pytest.mark.slow
@pytest.mark.parametrize(
    ("name", "load"),
    [("a.json", json.loads), ("a.yaml", yaml.safe_load), ("a.toml", tomllib.loads),
     ("a.ipynb", json.loads)],
)  # fmt: skip
def test_structure_and_types_are_kept(name, load, policy):
    before = load(FILES[name])
    after = load(clean(name, FILES[name].encode(), policy).data.decode())
    assert shape(after) == shape(before)


@pytest.mark.slow
def test_table_keeps_its_columns_and_line_ends(policy):
    cleaned = clean("a.csv", FILES["a.csv"].encode(), policy).data.decode()
    rows = list(csv.reader(cleaned.splitlines(keepends=True)))
    assert ([len(row) for row in rows], cleaned.count("\r\n")) == ([3, 3, 3], 3)


@pytest.mark.slow
def test_code_markup_and_xml_still_parse(policy):
    ast.parse(clean("a.py", FILES["a.py"].encode(), policy).data)
    root = lxml.html.fromstring(clean("a.html", FILES["a.html"].encode(), policy).data)
    assert [node.tag for node in root.iter("p", "img", "a", "input")] == ["p", "img", "a", "input"]
    tree = etree.fromstring(clean("a.xml", FILES["a.xml"].encode(), policy).data)
    assert len(tree) == 2


@pytest.mark.slow
def test_stand_ins_join_the_files_of_a_submission(policy):
    mail = Untrusted("b.eml", b"From: Zelda Quarrington <zelda.quarrington@example.com>\n\nHello\n")
    note = Untrusted("a.txt", b"zelda-quarrington signed; Quarrington paid.\n")
    readings = [pipeline.read(item, policy) for item in (mail, note)]
    assert any(unit.text.startswith("Zelda") for unit in readings[0].extraction.units)
    knowledge = merge(readings, [], [], KEY)
    outputs = [
        pipeline.clean(item, reading, knowledge, policy).cleaned.data
        for item, reading in zip((mail, note), readings, strict=True)
    ]
    assert [b"quarrington" in output.lower() for output in outputs] == [False, False]
    family = outputs[1].split(b"; ")[1].split()[0]
    assert family.lower() in outputs[0].lower()


@pytest.mark.slow
def test_same_key_gives_the_same_bytes_and_another_key_others(policy):
    untrusted = Untrusted("a.html", FILES["a.html"].encode())
    reading = pipeline.read(untrusted, policy)
    made = [
        pipeline.clean(untrusted, reading, merge([reading], [CANARY], [], key), policy).cleaned.data
        for key in (KEY, KEY, b"o" * 32)
    ]
    assert (made[0] == made[1], made[0] == made[2]) == (True, False)
