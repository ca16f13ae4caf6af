"""Laws of every text handler, without detection."""

import pytest
from hypothesis import given, settings, strategies as st

from scrubbing.engine.errors import ScrubError
from scrubbing.engine.identify import identify
from scrubbing.engine.registry import Tools, extract_with, handler_for
from scrubbing.engine.types import Edit, Kind, Untrusted
from tests.scrubbing.engine.core.samples import FILES

VERBATIM = [name for name in FILES if name not in ("a.eml", "a.mbox")]
"""Formats that stay the same bytes but for edits; mail is always written anew."""


def read(name: str, data: bytes):
    untrusted = Untrusted(name, data)
    identity = identify(name, data)
    return untrusted, handler_for(identity.format), extract_with(Tools(), identity, untrusted)


def texts(extraction) -> list[str]:
    return [unit.text.strip() for unit in extraction.units if not unit.removable]


@pytest.mark.parametrize("name", FILES)
def test_locators_are_unique_and_reproducible(name):
    _, _, first = read(name, FILES[name].encode())
    _, _, second = read(name, FILES[name].encode())
    assert first == second
    locators = [unit.locator for unit in first.units]
    assert sorted(set(locators)) == sorted(locators)


@pytest.mark.parametrize("name", FILES)
def test_rewriting_without_edits_keeps_all_text(name):
    untrusted, handler, before = read(name, FILES[name].encode())
    _, _, after = read(name, handler.rewrite(untrusted, (), (), Tools()))
    assert texts(after) == texts(before)


@pytest.mark.parametrize(
    "name", [n for n in VERBATIM if n not in ("a.html", "a.ipynb", "a.ics", "a.vcf")]
)
def test_rewriting_without_edits_keeps_all_bytes(name):
    untrusted, handler, _ = read(name, FILES[name].encode())
    assert handler.rewrite(untrusted, (), (), Tools()) == untrusted.data


@pytest.mark.parametrize("name", FILES)
def test_an_edit_is_what_is_read_afterwards(name):
    untrusted, handler, before = read(name, FILES[name].encode())
    changed = 0
    for unit in before.units:
        at = unit.text.find("Quarrington")
        if unit.removable or at < 0:
            continue
        edit = Edit(unit.locator, at, at + len("Quarrington"), "Hartbank", Kind.PERSON)
        _, _, after = read(name, handler.rewrite(untrusted, [edit], (), Tools()))
        wanted = unit.text.replace("Quarrington", "Hartbank", 1).strip()
        assert wanted in texts(after)
        changed += 1
    assert changed > 0


@pytest.mark.parametrize("name", FILES)
def test_an_edit_of_a_unit_that_is_not_there_is_refused(name):
    untrusted, handler, _ = read(name, FILES[name].encode())
    if name in ("a.eml", "a.mbox"):
        pytest.skip("mail hands edits on by prefix; the inner handlers refuse them")
    with pytest.raises(ScrubError):
        handler.rewrite(untrusted, [Edit("nowhere", 0, 1, "x", Kind.PERSON)], (), Tools())


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(sorted(FILES)), st.binary(max_size=300), st.integers(0, 2000))
def test_damaged_files_are_read_or_refused(name, junk, cut):
    data = FILES[name].encode()[:cut] + junk
    try:
        untrusted, handler, _ = read(name, data)
        handler.rewrite(untrusted, (), (), Tools())
    except ScrubError:
        return


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from(["a.txt", "a.csv", "a.json"]),
    st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=60),
    st.data(),
)
def test_any_text_may_be_edited(name, text, data):
    import json

    source = {"a.txt": text, "a.csv": f'"{text.replace(chr(34), chr(34) * 2)}",x\n',
              "a.json": json.dumps([text])}[name]  # fmt: skip
    try:
        untrusted, handler, before = read(name, source.encode())
    except ScrubError:
        return
    for unit in before.units[:1]:
        start = data.draw(st.integers(0, len(unit.text) - 1))
        end = data.draw(st.integers(start + 1, len(unit.text)))
        edit = Edit(unit.locator, start, end, "Lena Hart", Kind.PERSON)
        output = handler.rewrite(untrusted, [edit], (), Tools())
        wanted = unit.text[:start] + "Lena Hart" + unit.text[end:]
        assert wanted.strip() in texts(read(name, output)[2])


def test_a_message_of_a_mailbox_without_headers_is_read_as_text():
    box = b"From a@example.com Mon Jun 01 10:00:00 2009\n\nAsk Orla Quarrington\n\n"
    untrusted, handler, before = read("a.mbox", box * 2)
    edits = [
        Edit(unit.locator, 4, 20, "Ann Hartbank", Kind.PERSON)
        for unit in before.units
        if unit.text.strip() == "Ask Orla Quarrington"
    ]
    output = handler.rewrite(untrusted, edits, (), Tools())
    assert output.count(b"Ask Ann Hartbank") == 2
    assert "Quarrington" not in "".join(handler.texts(output, Tools()))


def test_a_message_that_cannot_be_read_leaves_a_sentence():
    line = b"From a@example.com Mon Jun 01 10:00:00 2009\n\n"
    long = line + b"a long message\n" * 400 + b"\n"
    untrusted, handler, _ = read("a.mbox", long + line + b"\x01\x02\x03\x04" * 9 + b"\n\n" + long)
    output = handler.rewrite(untrusted, (), (), Tools())
    assert b"Subject: A message that could not be read was left out" in output
