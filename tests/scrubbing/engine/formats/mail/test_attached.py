"""Messages inside messages: read however the program that sent them wrote them."""

import base64
import email
import quopri

import pytest

from scrubbing.engine.formats.mail import MAIL
from scrubbing.engine.registry import Tools
from scrubbing.engine.types import Edit, Kind, Untrusted

INNER = b"From: a@example.org\nSubject: Of Zelda Quarrington\n\nBy Zelda Quarrington, today.\n"
CODED = {
    "7bit": INNER,
    "base64": base64.encodebytes(INNER),
    "quoted-printable": quopri.encodestring(INNER),
}


def message(coding: str) -> bytes:
    return (
        b"From: b@example.org\nSubject: s\nMIME-Version: 1.0\n"
        b"Content-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: message/rfc822\n"
        b"Content-Transfer-Encoding: " + coding.encode() + b"\n\n" + CODED[coding] + b"\n--x--\n"
    )


@pytest.mark.parametrize("coding", CODED)
def test_a_message_inside_is_read_and_kept_however_it_is_coded(coding):
    untrusted, tools = Untrusted("a.eml", message(coding)), Tools()
    units = MAIL.extract(untrusted, tools).units
    body = next(unit for unit in units if unit.text.strip() == "By Zelda Quarrington, today.")
    at = body.text.index("Zelda")
    edits = [Edit(body.locator, at, at + 17, "Rhea Winhurst", Kind.PERSON)]
    output = MAIL.rewrite(untrusted, edits, (), tools)
    (inner,) = [
        part.get_payload(0)
        for part in email.message_from_bytes(output).walk()
        if part.get_content_type() == "message/rfc822"
    ]
    assert inner["Subject"] == "Of Zelda Quarrington"
    assert inner.get_payload().strip() == "By Rhea Winhurst, today."


def test_what_is_not_coded_as_it_says_is_kept_as_a_note():
    data = message("base64").replace(CODED["base64"], b"!!!!\n")
    output = MAIL.rewrite(Untrusted("a.eml", data), (), (), Tools())
    assert b"[attachment removed]" in output


def test_what_follows_a_message_of_several_parts_stays_in_the_outer_one() -> None:
    inner = (
        b"Subject: inner\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=y\n\n"
        b"--y\nContent-Type: text/plain\n\nFirst\n--y--\n"
    )
    data = (
        b"Subject: outer\nMIME-Version: 1.0\nContent-Type: multipart/mixed; boundary=x\n\n"
        b"--x\nContent-Type: message/rfc822\n\n" + inner + b"\n"
        b"--x\nContent-Type: text/plain\n\nSecond\n--=_part_1_x2_=--\n"
        b"--x\nContent-Type: text/plain\n\nThird\n--x--\n"
    )

    output = MAIL.rewrite(Untrusted("a.eml", data), (), (), Tools())

    message = email.message_from_bytes(output)
    assert not message.defects
    assert len(message.get_payload()) == 3
    texts = [str(part.get_payload()) for part in message.walk() if not part.is_multipart()]
    assert [text.split() for text in texts] == [
        ["First"],
        ["Second", "--=_part_1_x2_=--"],
        ["Third"],
    ]
