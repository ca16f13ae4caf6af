"""Submissions that stand at a point of their way, without going through the engine.

The rows are what the real steps write: keys, sealed text, encrypted copies, hashes.
Tests of the steps themselves use the real steps.
"""

import hashlib
import io
from datetime import timedelta

from django.db.models import Max
from django.utils import timezone
from PIL import Image

from portal.accounts.models import User
from portal.programmes.models import Programme, Vendor
from portal.vault import keys
from portal.vault.keys import KeyKind
from submissions.domain import sealed, spots, vaulted
from submissions.models import Artefact, CleanFile, Finding, ScrubRun, Submission
from submissions.states import FILE_MOVES, MOVES, FileState, Move, State

CANARY_ORIGINAL = "Zebulon Quackenbush"
"""A name that stands in the original task and file name, and nowhere else."""
CLEAN_BYTES = b"Lena Hart sent the memo.\n"


def submission(
    programme: Programme,
    contractor: User,
    state: State = State.CLEARANCE,
    vendor: Vendor | None = None,
    files: int = 1,
) -> Submission:
    """A submission with a finished run and cleaned files, standing at ``state``."""
    last = programme.submissions.aggregate(n=Max("number"))["n"] or 0
    row = Submission(
        programme=programme,
        contractor=contractor,
        vendor=vendor,
        number=last + 1,
        state=State.DRAFT.value,
        state_since=timezone.now() - timedelta(hours=3),
        domain="business",
    )
    bundle = hashlib.sha256(f"bundle of {row.pk}".encode()).hexdigest()
    row.bundle_sha256 = row.confirmed_sha256 = row.verdict_sha256 = bundle
    if state in (State.QUALITY, State.APPROVED):
        row.cleared_sha256 = bundle
    key = keys.create(KeyKind.SUBMISSION, row.pk)
    task = {"title": f"Memo by {CANARY_ORIGINAL}", "request": "Write a memo.", "domain": "business"}
    sealed.seal(key, row, "task_sealed", task)
    row.save(force_insert=True)
    run = _run(row, key)
    for position in range(1, files + 1):
        _file(row, run, key, position)
    ScrubRun.objects.filter(pk=run.pk).update(bundle_sha256=bundle, finished_at=timezone.now())
    row.current_run = run
    row.save(update_fields=["current_run"])
    walk(row, state, MOVES)
    return Submission.objects.get(pk=row.pk)


def walk(row: Submission | Artefact, target: State | FileState, moves: tuple[Move, ...]) -> None:
    """To a state by the shortest allowed way, because the database refuses any other."""
    held = {"held", "refused"} - {target.value}
    ways = [[row.state]]
    while ways[0][-1] != target.value:
        way = ways.pop(0)
        ends = [m.target.value for m in moves if m.source.value == way[-1]]
        ways += [[*way, end] for end in ends if end not in {*way, *held}]
    for state in ways[0][1:]:
        type(row).objects.filter(pk=row.pk).update(state=state)


def _run(row: Submission, key: keys.Key) -> ScrubRun:
    run = ScrubRun(
        submission=row, number=1, engine_version="engine-1", knowledge_version="k", task_sha256="t"
    )
    sealed.seal(key, run, "task_sealed", {"title": "Memo by Lena Hart", "request": "Write a memo."})
    run.save(force_insert=True)
    return run


def _file(row: Submission, run: ScrubRun, key: keys.Key, position: int) -> None:
    artefact = Artefact(
        submission=row,
        position=position,
        state_since=timezone.now(),
        quarantine_key="aa/bb/cc",
        sha256=hashlib.sha256(f"original {position}".encode()).hexdigest(),
        size=1000,
        format="text",
        malware="clean",
        scanned_at=timezone.now(),
    )
    sealed.seal(key, artefact, "name_sealed", f"{CANARY_ORIGINAL} memo {position}.txt")
    artefact.save(force_insert=True)
    walk(artefact, FileState.CLEANED, FILE_MOVES)
    clean = CleanFile(
        run=run,
        artefact=artefact,
        format="txt",
        size=len(CLEAN_BYTES),
        sha256=hashlib.sha256(CLEAN_BYTES).hexdigest(),
        counts={"person": 1},
    )
    sealed.seal(key, clean, "name_sealed", f"memo {position}.txt")
    clean.preview_key = _preview(clean, key)
    clean.storage_key = vaulted.put_bytes("clean", key, "clean", clean.pk, CLEAN_BYTES)
    clean.save(force_insert=True)
    Finding.objects.create(
        run=run,
        artefact=artefact,
        kind="person",
        detector="names",
        score=0.97,
        locator="line:1",
        place={"line": 1},
        start=0,
        end=19,
        digest="d" * 64,
        number=1,
    )


def draft(programme: Programme, contractor: User) -> Submission:
    """An empty draft."""
    from submissions.domain import drafts

    return drafts.create(contractor, programme)


def file(row: Submission, name: str = "memo.txt") -> Artefact:
    """A file of a draft that has not arrived yet."""
    artefact = Artefact(
        submission=row,
        position=row.artefacts.count() + 1,
        state_since=timezone.now(),
        size=10,
    )
    sealed.seal(sealed.key_of(row.pk), artefact, "name_sealed", name)
    artefact.save(force_insert=True)
    return artefact


def _preview(clean: CleanFile, key: keys.Key) -> str:
    """One line of text with its mark, and a picture of a page with a covered place."""
    mark = {"kind": "person", "number": 1, "surrogate": "Lena Hart", "locator": "line:1"}
    place = {"start": 0, "from": 0, "to": 9, "page": 1, "box": [2, 2, 20, 8]}
    seen = {"detector": "names", "score": 0.97, "place": {"page": 1}}
    words = [["Lena", 2, 2, 10, 8], ["Hart", 11, 2, 20, 8], ["sent", 21, 2, 30, 8]]
    assets = {"page-1.png": picture(), "words-1.json": sealed.to_bytes(words)}
    manifest = {
        "kind": "pages",
        "format": "pdf",
        "pages": [
            {
                "number": 1,
                "picture": "page-1.png",
                "words": "words-1.json",
                "width": 40,
                "height": 30,
                "scale": 1.0,
            }
        ],
        "blocks": [
            {
                "locator": "line:1",
                "role": "body",
                "text": "Lena Hart sent the memo.",
                "place": {"page": 1},
            }
        ],
        "assets": {
            name: vaulted.put_bytes("clean", key, "preview", clean.pk, data)
            for name, data in assets.items()
        },
    }
    manifest["marks"] = spots.placed(manifest, [{**mark, **place, **seen}], {1: words})
    return vaulted.put_bytes("clean", key, "preview", clean.pk, sealed.to_bytes(manifest))


def picture() -> bytes:
    """A small picture of a page."""
    target = io.BytesIO()
    Image.new("RGB", (40, 30), "white").save(target, "PNG")
    return target.getvalue()
