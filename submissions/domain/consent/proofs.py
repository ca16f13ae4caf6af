"""Files that prove a right: a contract, a letter, a mail. Received and checked like any upload.

They lie encrypted under the engagement's key, are opened for those who decide alone, and every
look at one is an audit event. Nothing of them is scrubbed, shown in pages or released.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID, uuid4

from django.db.models import QuerySet
from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from portal.celery import app
from portal.queue import enqueue
from portal.vault import keys
from portal.vault.keys import Key, KeyKind
from portal.work import work_folder
from scrubbing import services
from scrubbing.engine.errors import SandboxUnavailable, ScrubError
from submissions.domain import malware, sealed, vaulted
from submissions.domain.consent import deciders
from submissions.domain.errors import Refused
from submissions.domain.intake_limits import checked_name
from submissions.domain.malware import ScannerUnavailable
from submissions.models import (
    ConfidentialityRelease,
    Engagement,
    EvidenceFile,
    RightsGrant,
    Submission,
)
from submissions.states import State

KINDS: Mapping[str, str] = {
    "permission": "Letter or e-mail of the owner",
    "contract": "Contract or terms",
    "release": "Release from confidentiality",
    "licence": "Licence",
    "other": "Something else",
}
FORMATS = frozenset({"pdf", "png", "jpeg", "jpg", "docx", "odt", "text", "txt", "eml", "markdown"})
"""What a reviewer can open without a risk: no archives, no macros, nothing old."""
MAX_BYTES = 20 * 1024**2
MOST = 20
BATCH = 50
STORAGE, PURPOSE = "quarantine", "evidence"
RECEIVED, CHECKED, REFUSED, DESTROYED = "received", "checked", "refused", "destroyed"
SENTENCES: Mapping[str, str] = {
    "malware": "A scanner found malware in it.",
    "evidence_type": "Send it as PDF, picture, Word or OpenDocument text, e-mail or plain text.",
}


class EvidenceEmptyError(Refused):
    code = "evidence_empty"
    sentence = "Choose a file that is not empty."


class EvidenceTooBigError(Refused):
    code = "evidence_too_big"
    sentence = "A file of evidence may have 20 MB at most. Send the pages that matter."


class TooMuchEvidenceError(Refused):
    code = "evidence_too_many"
    sentence = f"{MOST} files of evidence for one job or client are the most."


class NotCheckedError(Refused):
    code = "evidence_not_checked"
    sentence = "This file is not checked yet, or was refused. Try again in a minute."


@dataclass(frozen=True, slots=True)
class Listed:
    """A file of evidence for its contractor."""

    id: UUID
    kind: str
    name: str
    state: str
    sentence: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The plaintext for one answer; never stored."""

    name: str
    format: str
    data: bytes


def receive(
    engagement_id: UUID, actor: User, kind: str, untrusted_name: str, data: bytes
) -> EvidenceFile:
    """Encrypt what was sent into quarantine; a worker checks it. Only the contractor's own."""
    engagement = Engagement.objects.get(pk=engagement_id, contractor=actor)
    if not data:
        raise EvidenceEmptyError
    if len(data) > MAX_BYTES:
        raise EvidenceTooBigError
    if usable(engagement).count() >= MOST:
        raise TooMuchEvidenceError
    key = _key(engagement.pk)
    row = EvidenceFile(
        engagement=engagement,
        kind=kind if kind in KINDS else "other",
        sha256=hashlib.sha256(data).hexdigest(),
    )
    sealed.seal(key, row, "name_sealed", checked_name(untrusted_name))
    row.storage_key = vaulted.put_bytes(STORAGE, key, PURPOSE, row.pk, data)
    try:
        with audit.transaction():
            row.save(force_insert=True)
            enqueue(app.tasks["submissions.tasks.check_evidence"], row.pk)
            _note("evidence.received", row, actor)
    except BaseException:
        vaulted.remove(STORAGE, row.storage_key)
        raise
    return row


def check(evidence_id: UUID) -> None:
    """Malware, then type and structure, in the sandbox. Checked twice, nothing changes.

    A scanner or a sandbox that does not answer leaves it unchecked; the beat asks again.
    """
    row = EvidenceFile.objects.filter(pk=evidence_id, state=RECEIVED).first()
    if row is None:
        return
    try:
        found = _looked_at(row)
    except (ScannerUnavailable, SandboxUnavailable):
        return
    except ScrubError as error:
        _set(row, REFUSED, code=error.code)
        return
    if found in FORMATS:
        _set(row, CHECKED, format=found)
    else:
        _set(row, REFUSED, code="malware" if found == "malware" else "evidence_type")


def resume() -> None:
    """Ask again for those whose check was lost or could not be done."""
    waiting = EvidenceFile.objects.filter(state=RECEIVED).order_by("created_at")
    for evidence_id in waiting.values_list("pk", flat=True)[:BATCH]:
        enqueue(app.tasks["submissions.tasks.check_evidence"], evidence_id)


def of(engagement: Engagement) -> list[Listed]:
    """What its contractor added, the latest first."""
    key = _key(engagement.pk)
    return [
        Listed(
            id=row.pk,
            kind=KINDS.get(row.kind, row.kind),
            name=_name(key, row),
            state=row.state,
            sentence=_sentence(row),
        )
        for row in engagement.evidence.exclude(state=DESTROYED).order_by("-created_at")
    ]


def usable(engagement: Engagement) -> QuerySet[EvidenceFile]:
    """What a permission or a release may rest on."""
    return engagement.evidence.exclude(state__in=[REFUSED, DESTROYED])


def destroy_unused(engagement: Engagement) -> int:
    """Delete evidence that no sample needs any more; gives how many. Call it after a purge.

    A file is needed by the samples that its permissions and releases are about: one of them,
    or all of the engagement's, and so is one that nothing rests on. A sample needs it until it
    is purged, so that a legal hold on one keeps it. Hash, kind and row stay as a tombstone.
    """
    gone = [row for row in usable(engagement) if not _needed(row, engagement)]
    return sum(_destroy(row) for row in gone)


def sweep() -> int:
    """The same for every engagement of a purged sample: what was cut off there; the beat's."""
    left = EvidenceFile.objects.exclude(state__in=[REFUSED, DESTROYED]).filter(
        engagement__submissions__state=State.PURGED,
        engagement__submissions__originals_purged_at__isnull=False,
    )
    found = Engagement.objects.filter(pk__in=left.values("engagement"))
    return sum(destroy_unused(engagement) for engagement in found)


def _needed(row: EvidenceFile, engagement: Engagement) -> bool:
    about = [
        *RightsGrant.objects.filter(evidence=row).values_list("submission", flat=True),
        *ConfidentialityRelease.objects.filter(evidence=row).values_list("submission", flat=True),
    ]
    samples = Submission.objects.filter(engagement=engagement).exclude(state=State.PURGED)
    if about and None not in about:
        samples = samples.filter(pk__in=about)
    return samples.exists()


def _destroy(row: EvidenceFile) -> bool:
    stored = row.storage_key
    vaulted.remove(STORAGE, stored)
    with audit.transaction():
        rows = EvidenceFile.objects.filter(pk=row.pk).exclude(state=DESTROYED)
        if not rows.update(
            state=DESTROYED, destroyed_at=timezone.now(), storage_key="", name_sealed=b""
        ):
            return False
        _note("evidence.destroyed", row, None)
    return True


def read(evidence_id: UUID, actor: User) -> Opened:
    """Open one for somebody who decides about it. The look is written down before."""
    row = EvidenceFile.objects.select_related("engagement").get(pk=evidence_id)
    deciders.check_may_decide_record(actor, row.engagement)
    if row.state != CHECKED:
        raise NotCheckedError
    with audit.transaction():
        _note("evidence.read", row, actor)
    key = _key(row.engagement_id)
    data = vaulted.get_bytes(STORAGE, key, PURPOSE, row.pk, row.storage_key)
    if hashlib.sha256(data).hexdigest() != row.sha256:
        raise NotCheckedError
    return Opened(_name(key, row), row.format, data)


def _looked_at(row: EvidenceFile) -> str:
    """Its format, or "malware"."""
    with work_folder(uuid4()) as folder:
        path = folder / "input"
        vaulted.get_file(
            STORAGE,
            _key(row.engagement_id),
            PURPOSE,
            row.pk,
            storage_key=row.storage_key,
            path=path,
        )
        if malware.scan(path).infected:
            return "malware"
        return services.identify_file(path, _name(_key(row.engagement_id), row)).format


def _set(row: EvidenceFile, state: str, **columns: str) -> None:
    with audit.transaction():
        rows = EvidenceFile.objects.filter(pk=row.pk, state=RECEIVED)
        if rows.update(state=state, **columns):
            _note(f"evidence.{state}", row, None)
    if state == REFUSED:
        vaulted.remove(STORAGE, row.storage_key)


def _sentence(row: EvidenceFile) -> str:
    if row.state == REFUSED:
        return SENTENCES.get(row.code, SENTENCES["evidence_type"])
    return "Checked." if row.state == CHECKED else "Being checked."


def _name(key: Key, row: EvidenceFile) -> str:
    return str(sealed.unseal(key, row, "name_sealed") or "evidence")


def _key(engagement_id: UUID) -> Key:
    return keys.open(KeyKind.ENGAGEMENT, engagement_id)


def _note(event: str, row: EvidenceFile, actor: User | None) -> None:
    audit.record(
        event,
        programme_id=row.engagement.programme_id,
        actor=actor,
        subject=("evidence", row.pk),
        facts={"sha256": row.sha256},
    )
