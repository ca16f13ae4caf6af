"""The answer as a PDF: readable, with the same as signed JSON attached.

Written with the fonts every reader has, which know Western letters only; the attached JSON
holds every letter as it was typed.
"""

import hashlib
import io
import textwrap
import unicodedata
from collections.abc import Iterator
from dataclasses import asdict
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from django.conf import settings

from portal.vault import signing
from submissions.domain import sealed
from submissions.domain.asking import answering, questions
from submissions.domain.asking.answering import Told
from submissions.domain.sealed import JSON
from submissions.models import Answer, Asking

if TYPE_CHECKING:
    import pikepdf

LINES = 52
"""On a page."""
WIDTH = 92
ANSWERS = {
    Answer.GRANT: "The use is allowed",
    Answer.DENY: "The use is refused",
    Answer.NOT_OURS: "The work is not ours",
    Answer.NEVER: "Refused; never contact us again",
}


def fingerprint() -> tuple[str, str]:
    """Id and SHA-256 of the public key that signs receipts, in groups of four."""
    key_id, raw = next(iter(signing.public_keys().items()))
    digits = hashlib.sha256(raw).hexdigest().upper()
    return key_id, " ".join(digits[at : at + 4] for at in range(0, len(digits), 4))


def document(asking: Asking) -> dict[str, JSON]:
    """What the receipt says, signed by the portal over the same JSON without the signature."""
    question, told = questions.question_of(asking), answering.told(asking) or Told("")
    said = {k: v for k, v in asdict(told).items() if k != "release_ids"}
    body: dict[str, JSON] = {
        "kind": "answer of a rights holder",
        "request": question.number,
        "portal": str(settings.PUBLIC_URL),
        "programme": asking.engagement.programme.name,
        "asked_by": question.signed,
        "organisation": question.organisation,
        "asked_for": list(asking.purposes.values()),
        "message_sha256": asking.message_sha256,
        "asked_on": _at(asking.sent_at),
        "answered_on": _at(asking.answered_at),
        "answered_from": questions.domain_of(asking),
        "answer": said,
        "revoked_on": _at(asking.revoked_at),
    }
    signature = signing.sign(sealed.to_bytes(body))
    return {**body, "signature": {"key": signature.key_id, "ed25519": signature.base64}}


def pdf(asking: Asking) -> bytes:
    """The same bytes for the same answer and key."""
    import pikepdf  # not in a web process that hands out no receipt

    body = document(asking)
    lines = list(_lines(asking, body))
    target = io.BytesIO()
    with pikepdf.new() as made:
        for start in range(0, len(lines), LINES):
            _page(made, lines[start : start + LINES])
        made.attachments["answer.json"] = pikepdf.AttachedFileSpec(
            made,
            sealed.to_bytes(body),
            filename="answer.json",
            description="The same as JSON",
            mime_type="application/json",
            creation_date="",
            mod_date="",
        )
        made.Root.Lang = pikepdf.String("en")
        made.docinfo["/Title"] = f"Answer to request {body['request']}"
        made.save(target, static_id=True)
    return target.getvalue()


def _lines(asking: Asking, body: dict[str, JSON]) -> Iterator[str]:
    told = answering.told(asking) or Told("")
    yield "Receipt: answer of a rights holder"
    yield ""
    rows = [
        ("Request", body["request"]),
        ("Asked by", body["asked_by"]),
        ("On behalf of", f"{body['programme']}, {settings.AIRLOCK_NAME} ({body['portal']})"),
        ("Organisation", body["organisation"]),
        ("Asked for", "; ".join(map(str, asking.purposes.values()))),
        ("Asked on", body["asked_on"]),
        ("", ""),
        ("Answer", ANSWERS.get(Answer(asking.answer), "") if asking.answer else ""),
        ("Answered on", body["answered_on"]),
        ("Answered from", f"the link sent to an address at {body['answered_from']}"),
        *_granted(told),
        ("Words", told.conditions if told.answer != Answer.GRANT else ""),
        ("Taken back on", body["revoked_on"]),
    ]
    for label, value in rows:
        if not label:
            yield ""
        elif value:
            yield from textwrap.wrap(
                f"{label}: {value}", WIDTH, subsequent_indent="    ", break_long_words=True
            )
    yield ""
    yield from textwrap.wrap(
        "The same is attached to this file as answer.json, signed by the portal. A permission can "
        "be taken back at any time by the link in the first mail. A model that was already trained "
        "is not un-trained by it.",
        WIDTH,
    )
    key_id, digits = fingerprint()
    yield ""
    yield from textwrap.wrap(f"Signing key {key_id}, SHA-256 {digits}", WIDTH)


def _granted(told: Told) -> list[tuple[str, JSON]]:
    if told.answer != Answer.GRANT:
        return []
    scope = "this one sample" if told.scope == "sample" else "every sample of this person's work"
    return [
        ("Given by", told.by),
        ("Allowed for", "; ".join(told.purposes)),
        ("Which work", scope),
        ("From", told.starts_on or "the day of the answer"),
        ("Until", told.ends_on or "taken back"),
        ("Only in", ", ".join(told.territory) or "everywhere"),
        ("Appears", "; ".join(told.media) or "wherever the uses above need it"),
        ("Exclusive", "yes" if told.exclusive else "no"),
        ("To be named", "yes" if told.attribution == "named" else "no"),
        ("Released from confidentiality", "yes" if told.releases else "no"),
        ("Conditions", told.conditions or "none"),
    ]


def _page(made: "pikepdf.Pdf", lines: list[str]) -> None:
    """One A4 page of text; every line is a marked paragraph's worth of plain text operators."""
    import pikepdf  # the same
    from pikepdf import Dictionary, Name

    font = Dictionary(
        Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica, Encoding=Name.WinAnsiEncoding
    )
    content = [b"BT /F1 10 Tf 14 TL 56 786 Td"]
    content += [b"(" + _escaped(line) + b") Tj T*" for line in lines]
    content.append(b"ET")
    page = Dictionary(
        Type=Name.Page,
        MediaBox=pikepdf.Array([0, 0, 595, 842]),
        Resources=Dictionary(Font=Dictionary(F1=made.make_indirect(font))),
        Contents=made.make_stream(b"\n".join(content)),
    )
    made.pages.append(pikepdf.Page(made.make_indirect(page)))


def _escaped(line: str) -> bytes:
    """Letters the font has; others without their marks, or a question mark."""
    data = bytearray()
    for char in line:
        data += _western(char)
    return bytes(data).replace(b"\\", b"\\\\").replace(b"(", b"\\(").replace(b")", b"\\)")


def _western(char: str) -> bytes:
    for form in (char, unicodedata.normalize("NFKD", char)[:1]):
        try:
            return form.encode("cp1252")
        except UnicodeEncodeError:
            continue
    return b"?"


def _at(moment: datetime | None) -> str:
    """A moment as ISO in UTC; "" for none."""
    return moment.astimezone(UTC).isoformat(timespec="seconds") if moment else ""
