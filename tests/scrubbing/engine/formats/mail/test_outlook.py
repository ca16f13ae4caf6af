"""msg: read as data, written as a mail that the mail handler cleans."""

import contextlib
import email
import email.policy
import re
import struct

import pytest
from hypothesis import given, settings, strategies as st

from scrubbing.engine.errors import Encrypted, ScrubError, TooDeep
from scrubbing.engine.formats.mail import OUTLOOK, lzfu, rtf_body
from scrubbing.engine.identify import identify
from scrubbing.engine.knowledge import merge
from scrubbing.engine.pipeline import clean, read
from scrubbing.engine.policy import shipped
from scrubbing.engine.registry import Tools, output_suffix
from scrubbing.engine.types import Edit, Kind, Untrusted
from scrubbing.engine.verify.raw import RawSearch
from tests.scrubbing.engine.formats.mail.compound import compound, properties, strings
from tests.scrubbing.engine.formats.mail.messages import (
    ADDRESS,
    CANARY,
    HTML_IN_RTF,
    attachment,
    embedded,
    full,
    message,
    uncompressed,
)

NEEDLES = tuple(merge([], [CANARY, "Quarrington"], [], b"k" * 32).needles())
MARK = re.compile(r"Zelda[ ._]Quarrington", re.IGNORECASE)
FULL = full()


def units(data: bytes):
    return OUTLOOK.extract(Untrusted("a.msg", data), Tools()).units


def rewritten(data: bytes, edits=()) -> bytes:
    return OUTLOOK.rewrite(Untrusted("a.msg", data), edits, (), Tools())


def mail(data: bytes):
    return email.message_from_bytes(rewritten(data), policy=email.policy.default)


def test_a_msg_is_known_by_its_streams_and_leaves_as_eml():
    identity = identify("a.msg", FULL)
    assert (identity.format, output_suffix(identity)) == ("msg", "eml")
    assert identify("a.eml", rewritten(FULL)).format == "eml"


def test_who_what_and_when_stand_in_the_mails_head():
    read_back = mail(compound(message()))
    assert {name: str(value) for name, value in read_back.items() if name != "MIME-Version"} == {
        "From": f"{CANARY} <{ADDRESS}>",
        "To": "Ada Byron <ada@example.org>",
        "Cc": f"{CANARY} <{ADDRESS}>",
        "Bcc": "Blind Carbon <blind@example.net>",
        "Subject": f"Notes of {CANARY}",
        "Date": "Mon, 06 May 2024 07:08:09 +0000",
        "Content-Type": 'text/plain; charset="utf-8"',
        "Content-Transfer-Encoding": "7bit",
    }
    assert read_back.get_content().splitlines()[:2] == [f"Dear {CANARY},", "hello."]


def test_text_html_files_and_messages_become_parts():
    parts = [
        (part.get_content_type(), part.get_filename())
        for part in mail(FULL).walk()
        if not part.is_multipart()
    ]
    assert parts == [
        ("text/plain", None),
        ("text/html", None),
        ("text/plain", f"{CANARY}.txt"),
        ("application/octet-stream", f"From {CANARY}.eml"),
    ]


def test_names_in_a_code_page_of_eight_bits_are_read():
    narrow = strings({0x0037: "Caf\u00e9", 0x1000: "\u201cquoted\u201d \u20ac"}, wide=False)
    data = compound({"__properties_version1.0": properties(32, {0x3FFD: 1252}), **narrow})
    assert mail(data)["Subject"] == "Caf\u00e9"
    assert mail(data).get_content().strip() == "\u201cquoted\u201d \u20ac"


def test_names_in_a_western_page_that_are_said_to_be_utf_8_are_read():
    narrow = strings({0x0037: "Caf\u00e9", 0x1000: "\u00f6\u00e4\u00fc"}, wide=False)
    data = compound({"__properties_version1.0": properties(32, {0x3FDE: 65001}), **narrow})
    assert mail(data)["Subject"] == "Caf\u00e9"
    assert mail(data).get_content().strip() == "\u00f6\u00e4\u00fc"


def test_html_wrapped_in_rtf_is_unwrapped():
    body = rtf_body.read(HTML_IN_RTF)
    assert body == rtf_body.Body(
        "<p>Dear Zelda Quarr<b>ington</b>, caf\u00e9 \u20ac</p>", html=True
    )


def test_rtf_that_is_no_html_becomes_plain_text():
    rtf = rb"{\rtf1\ansi{\fonttbl{\f0 Arial;}}{\*\generator X;}One\par two\tab three \{x\}}"
    data = compound(
        {
            "__properties_version1.0": properties(32),
            **strings({0x0037: "x", 0x1009: uncompressed(rtf)}),
        }
    )
    assert mail(data).get_content().split() == ["One", "two", "three", "{x}"]


def test_the_published_example_of_compressed_rtf_is_unpacked():
    crossing = bytes.fromhex("1a0000001c0000004c5a4675e2d44b51410004205758595a0d6e7d010eb0")
    assert lzfu.decompress(crossing) == b"{\\rtf1 WXYZWXYZWXYZWXYZWXYZ}"
    assert len(lzfu.FIRST) == 207


@pytest.mark.parametrize("kind", ["IPM.Note.SMIME", "IPM.Note.rpmsg"])
def test_a_sealed_message_is_refused(kind):
    data = compound({"__properties_version1.0": properties(32), **strings({0x001A: kind})})
    with pytest.raises(Encrypted):
        units(data)


def test_a_protected_message_is_refused_by_its_attachment():
    data = compound(
        {**message(), "__attach_version1.0_#00000000": attachment("message.rpmsg", b"x")}
    )
    with pytest.raises(Encrypted):
        units(data)


def test_an_object_without_bytes_leaves_a_note():
    item = {"__properties_version1.0": properties(8, {0x3705: 6}), **strings({0x3001: "Picture"})}
    data = compound({**message(), "__attach_version1.0_#00000000": item})
    bodies = [part.get_content() for part in mail(data).walk() if not part.is_multipart()]
    assert bodies[1].strip() == "[attachment removed]"


def test_messages_in_messages_end_somewhere():
    inner = message()
    for _ in range(8):
        inner = {**message(), "__attach_version1.0_#00000000": embedded(inner)}
    with pytest.raises(ScrubError) as refused:
        units(compound(inner))
    assert refused.value.code == "too_deep"


def test_every_place_of_a_canary_is_seen_and_none_is_left():
    seen = [unit for unit in units(FULL) if MARK.search(unit.text) or "QUARR" in unit.text.upper()]
    kept = {unit.locator for unit in seen if not unit.removable}
    assert kept == {
        "head:From", "head:Cc", "head:Subject", "part:1.1.1!p:1", "part:1.1.2!h:b1", "name:1.2",
        "part:1.2!p:1", "name:1.3", "part:1.3!head:From", "part:1.3!head:Cc",
        "part:1.3!head:Subject", "part:1.3!part:1!p:1",
    }  # fmt: skip
    removable = "\n".join(unit.text for unit in seen if unit.removable)
    for words in ("Maker", "Changer", "Received: from", "Topic", "Own field", "@host"):
        assert words in removable
    assert RawSearch(NEEDLES, ()).find(FULL)
    edits = [
        Edit(unit.locator, 0, len(unit.text), "gone", Kind.PERSON)
        for unit in seen
        if not unit.removable
    ]
    output = rewritten(FULL, edits)
    assert not RawSearch(NEEDLES, ()).find(output)
    assert "quarrington" not in "\n".join(OUTLOOK.texts(output, Tools())).lower()


@pytest.mark.slow
def test_the_whole_way_leaves_nothing_of_the_canary():
    policy = shipped()
    untrusted = Untrusted(f"{CANARY}.msg", FULL)
    reading = read(untrusted, policy)
    knowledge = merge([reading], [CANARY], [], b"k" * 32)
    cleaned = clean(untrusted, reading, knowledge, policy).cleaned
    assert cleaned.name.endswith(".eml")
    assert not RawSearch(NEEDLES, ()).find(cleaned.data)
    assert cleaned.data == clean(untrusted, reading, knowledge, policy).cleaned.data


def test_rewriting_without_edits_keeps_all_text():
    def kept(found):
        return [unit.text for unit in found if not unit.removable]

    from scrubbing.engine.formats.mail import MAIL

    after = MAIL.extract(Untrusted("a.eml", rewritten(FULL)), Tools()).units
    assert kept(after) == kept(units(FULL))


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(FULL)), st.binary(max_size=64))
def test_damaged_messages_are_read_or_refused(at, junk):
    data = FULL[:at] + junk + FULL[at + len(junk) :]
    try:
        rewritten(data)
    except ScrubError:
        return


@given(st.binary(max_size=400))
def test_any_bytes_as_compressed_rtf_are_bounded(data):
    packed = struct.pack("<4I", len(data) + 12, 1 << 30, 0x75465A4C, 0) + data
    assert len(lzfu.decompress(packed)) <= 9 * len(data)


@given(st.binary(max_size=400))
def test_any_bytes_as_rtf_are_text(data):
    with contextlib.suppress(TooDeep):
        assert rtf_body.read(b"{\\rtf1\\fromhtml1 " + data).html
