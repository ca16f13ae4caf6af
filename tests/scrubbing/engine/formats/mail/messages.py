"""Sample Outlook messages: fictional people, a canary in every place."""

import struct
from datetime import UTC, datetime

from tests.scrubbing.engine.formats.mail.compound import compound, properties, strings

CANARY = "Zelda Quarrington"
ADDRESS = "zelda.quarrington@example.com"
SENT = datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC)
PROPERTIES = "__properties_version1.0"


def recipient(name: str, address: str, kind: int) -> dict[str, bytes]:
    texts = strings({0x3001: name, 0x3003: "/O=EX/CN=" + name, 0x39FE: address})
    return {PROPERTIES: properties(8, {0x0C15: kind}), **texts}


def attachment(name: str, data: bytes, mime: str = "") -> dict[str, bytes]:
    texts = strings({0x3707: name, 0x370E: mime, 0x3701: data, 0x3704: name[:8]})
    return {PROPERTIES: properties(8, {0x3705: 1}), **texts}


def embedded(message: dict) -> dict:
    """An attachment that is a message; its own header is shorter than a file's."""
    inner = {**message, PROPERTIES: properties(24, {0x0039: SENT})}
    return {
        PROPERTIES: properties(8, {0x3705: 5}),
        "__substg1.0_3701000D": inner,
        **strings({0x3001: f"From {CANARY}"}),
    }


def uncompressed(rtf: bytes) -> bytes:
    return struct.pack("<4I", len(rtf) + 12, len(rtf), 0x414C454D, 0) + rtf


def message(**more) -> dict:
    texts = strings({
        0x001A: "IPM.Note", 0x0037: f"Notes of {CANARY}", 0x0042: CANARY, 0x0065: ADDRESS,
        0x5D02: ADDRESS, 0x0C1A: CANARY, 0x5D01: ADDRESS, 0x1000: f"Dear {CANARY},\r\nhello.\r\n",
        0x0E04: CANARY,
    })  # fmt: skip
    return {
        PROPERTIES: properties(32, {0x0039: SENT, 0x3FFD: 1252}),
        **texts,
        "__recip_version1.0_#00000000": recipient("Ada Byron", "ada@example.org", 1),
        "__recip_version1.0_#00000001": recipient(CANARY, ADDRESS, 2),
        "__recip_version1.0_#00000002": recipient("Blind Carbon", "blind@example.net", 3),
        **more,
    }


HTML_IN_RTF = (
    rb"{\rtf1\ansi\ansicpg1252\fromhtml1 \deff0{\fonttbl{\f0\fswiss Arial;}}"
    rb"{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 Dear Zelda Quarr{\*\htmltag84 <b>}ington"
    rb"{\*\htmltag92 </b>}, caf\'e9 \u8364?\htmlrtf }\htmlrtf0 {\*\htmltag72 </p>}}"
)
EVERYWHERE = {
    0x3FF8: f"Maker {CANARY}", 0x3FFA: f"Changer {CANARY}", 0x007D: f"Received: from {CANARY}",
    0x0070: f"Topic {CANARY}", 0x1035: f"<{CANARY}@host>", 0x8001: f"Own field {CANARY}",
    0x0C1D: f"SMTP:{ADDRESS.upper()}".encode(), 0x0071: CANARY.encode("utf-16-le"),
}  # fmt: skip
"""Properties that a mail has no place for."""


def full() -> bytes:
    """Text, HTML in RTF, files, a message in it, and everything Outlook adds."""
    parts = message()
    return compound({
        **parts,
        **strings(EVERYWHERE),
        **strings({0x1009: uncompressed(HTML_IN_RTF)}),
        "__attach_version1.0_#00000000": attachment(f"{CANARY}.txt", f"by {CANARY}\n".encode()),
        "__attach_version1.0_#00000001": embedded(message()),
        "__nameid_version1.0": {"__substg1.0_00040102": CANARY.encode("utf-16-le")},
        "__leftover": CANARY.encode() * 400,
    })  # fmt: skip
