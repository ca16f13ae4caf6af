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

from portal.audit.models import AuditEvent
from submissions.domain import drafts
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
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")
    )


BAD = {
    "wrong.docx": (report, FileState.HELD, "type_mismatch"),
    "program.exe": (lambda: b"MZ" + secrets.token_bytes(999), FileState.HELD, "unsupported"),
    "locked.pdf": (lambda: report("a password"), FileState.HELD, "encrypted"),
    "planner.docm": (
        lambda: (SAMPLES / "holiday-planner.docm").read_bytes(),
        FileState.REFUSED,
        "macro",
    ),
    "both.pdf": (lambda: report() + archive(), FileState.REFUSED, "polyglot"),
    "bomb.zip": (lambda: archive(200), FileState.REFUSED, "bomb"),
    "huge.png": (lambda: picture(60_000), FileState.HELD, "too_big"),
    "broken.docx": (lambda: document()[:20_000], FileState.HELD, "broken"),
}


@pytest.fixture
def stopped(contractor, programme):
    """A sample with every bad file and one good one, after all that can be done."""
    row = way.draft(contractor, programme)
    for name, (make, _, _) in BAD.items():
        way.send(row, name, make())
    way.send(row, "good.txt", GOOD)
    way.work(row)
    drafts.submit(row.pk, contractor, "My Name")
    return row, way.work(row)


def test_each_bad_file_stops_alone_with_a_sentence_and_can_be_replaced(stopped, contractor):
    row, state = stopped
    assert state == State.HELD
    files = list(row.artefacts.order_by("position"))
    ended = {
        name: (FileState(file.state), file.code)
        for name, file in zip([*BAD, "good.txt"], files, strict=True)
    }
    good = ended.pop("good.txt")
    assert ended == {name: (state, code) for name, (_, state, code) in BAD.items()}
    assert good[0] in (FileState.CHECKED, FileState.READ)

    heard = AuditEvent.objects.filter(event__in=("file.held", "file.refused"))
    assert sorted(json.loads(event.facts)["code"] for event in heard) == sorted(
        code for _, _, code in BAD.values()
    )

    client = client_of(contractor)
    page = client.get(reverse("submissions:detail", args=[row.pk])).content.decode()
    for _, _, code in BAD.values():
        assert page.count(f">{code}<") == sum(code == other for _, _, other in BAD.values())
    for file in files[:-1]:
        assert f"replaces={file.pk}" in page

    for file in files[:-1]:
        way.send(row, f"good {file.position}.txt", GOOD, replaces=str(file.pk))
    assert not Artefact.objects.filter(pk__in=[f.pk for f in files[:-1]]).exclude(
        state=FileState.REMOVED
    )
    assert way.work(row) == State.CONFIRMING
