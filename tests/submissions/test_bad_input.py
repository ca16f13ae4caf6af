"""Bad files by the real upload and the real steps: each stops alone, with a sentence.

Refused at once by the upload itself (names, sizes, room, cuts, replays, signatures,
another's ids): see ``api/test_uploads_api.py``.
"""

import io
import json
import secrets
import struct
import zipfile
import zlib
from pathlib import Path

import pikepdf
import pytest
from django.urls import reverse
from django.utils.html import escape

from portal.audit.models import AuditEvent
from submissions.domain import drafts
from submissions.domain.files import rows as file_rows
from submissions.models import Artefact
from submissions.states import FileState, State
from tests.factories.sign_in import client_of
from tests.submissions import way

pytestmark = [
    pytest.mark.slow,
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]

SAMPLES = Path(__file__).parents[2] / "submissions" / "demo" / "samples"
GOOD = b"The goods were delivered on time.\n"


def document() -> bytes:
    return (SAMPLES / "contract-memo.docx").read_bytes()


def report(password: str = "") -> bytes:
    """A page; with ``password``, one that nobody opens without it."""
    file = io.BytesIO()
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        encryption = pikepdf.Encryption(owner=password, user=password) if password else False
        pdf.save(file, encryption=encryption)
    return file.getvalue()


def archive(unpacked_mebibytes: int = 0) -> bytes:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as folder:
        folder.writestr("note.txt", GOOD)
        with folder.open("zeros.txt", "w") as member:
            for _ in range(unpacked_mebibytes):
                member.write(bytes(1 << 20))
    return file.getvalue()


def picture(side: int) -> bytes:
    """A white square of one bit a pixel: small as a file, large as a picture."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + body))
        return struct.pack(">I", len(body)) + kind + body + check

    head = struct.pack(">IIBBBBB", side, side, 1, 0, 0, 0, 0)
    rows = zlib.compress((b"\0" + b"\xff" * (side // 8)) * side, 9)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


EARLY = {
    "wrong.docx": (report, FileState.HELD, "type_mismatch"),
    "program.exe": (lambda: b"MZ" + secrets.token_bytes(999), FileState.HELD, "unsupported"),
    "planner.docm": (
        (SAMPLES / "holiday-planner.docm").read_bytes,
        FileState.REFUSED,
        "macro",
    ),
    "both.pdf": (lambda: report() + archive(), FileState.REFUSED, "polyglot"),
    "bomb.zip": (lambda: archive(200), FileState.REFUSED, "bomb"),
    "broken.docx": (lambda: document()[:20_000], FileState.HELD, "broken"),
}
"""Known by the time the sample is still a draft."""

LATE = {
    "locked.pdf": (lambda: report("a password"), FileState.HELD, "encrypted"),
    "huge.png": (lambda: picture(60_000), FileState.HELD, "too_big"),
}
"""Found out when the file is read."""


def expect_stopped(row, bad, page):
    """Each file of ``bad`` ended as it says, was heard of, and has its place to be replaced."""
    files = {file.position: file for file in row.artefacts.exclude(state=FileState.REMOVED)}
    stopped = {f.pk: (f.state, f.code) for f in files.values() if f.code}
    assert sorted(stopped.values()) == sorted((state, code) for _, state, code in bad.values())
    heard = AuditEvent.objects.filter(event__in=("file.held", "file.refused")).order_by("-number")
    told = sorted(json.loads(event.facts)["code"] for event in heard[: len(bad)])
    assert told == sorted(code for _, _, code in bad.values())
    rows = {one.id: one for one in file_rows(row, for_owner=True)}
    for file in stopped:
        assert escape(rows[file].sentence) in page
        assert f"?replaces={file}" in page
    for _, _, code in bad.values():
        assert f'<span class="error-code">{code}</span>' in page
    return list(stopped)


def replace(row, stopped):
    for number, file in enumerate(stopped):
        way.send(row, f"good {number} {file}.txt", GOOD, replaces=str(file))
    left = Artefact.objects.filter(pk__in=stopped).values_list("state", flat=True)
    assert set(left) == {FileState.REMOVED}


def test_each_bad_file_stops_alone_with_a_sentence_and_can_be_replaced(contractor, programme):
    client = client_of(contractor)
    row = way.draft(contractor, programme)
    for name, (make, _, _) in {**EARLY, **LATE}.items():
        way.send(row, name, make())
    way.send(row, "good.txt", GOOD)
    assert way.work(row) == State.DRAFT
    page = client.get(reverse("submissions:files", args=[row.pk])).content.decode()
    replace(row, expect_stopped(row, EARLY, page))
    way.work(row)
    assert row.artefacts.filter(state=FileState.CHECKED).count() == len(EARLY) + len(LATE) + 1

    drafts.submit(row.pk, contractor, "My Name")
    assert way.work(row) == State.HELD
    page = client.get(reverse("submissions:submission", args=[row.pk])).content.decode()
    replace(row, expect_stopped(row, LATE, page))
    assert way.work(row) == State.CONFIRMING
