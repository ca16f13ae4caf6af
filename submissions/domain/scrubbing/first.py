"""Pass one over a file: receive into quarantine, check type and malware, read."""

from pathlib import Path

from django.utils import timezone

from portal.programmes.models import SettingKind
from scrubbing import services
from scrubbing.engine.errors import HasMacro, TooBig, Unsupported
from submissions.domain import leftovers, malware, quarantine, sealed, vaulted
from submissions.domain.consent import duplicates, evidence, logos
from submissions.domain.scrubbing.inputs import (
    declared_names,
    most_seconds,
    policy_for,
    untrusted_name,
)
from submissions.domain.transitions import move_file
from submissions.domain.work import Claim
from submissions.models import Artefact
from submissions.states import FileState, Mover

MACRO_FORMATS = frozenset({"docm", "xlsm", "pptm", "dotm", "xltm", "potm"})


def receive(artefact: Artefact, claim: Claim) -> None:
    """Landing to quarantine; the landing object goes once the copy is proved and recorded."""
    with quarantine.work_folder(claim.token) as folder:
        received = quarantine.receive(artefact, folder)
    try:
        move_file(
            artefact,
            FileState.QUARANTINED,
            Mover.WORKER,
            token=claim.token,
            quarantine_key=received.storage_key,
            sha256=received.sha256,
            size=received.size,
        )
    except BaseException:
        vaulted.remove("quarantine", received.storage_key)
        raise
    leftovers.clear_landing(artefact)


def check(artefact: Artefact, claim: Claim) -> None:
    """Malware first, then what the file really is; both from the quarantined bytes."""
    intake = artefact.submission.programme.setting(SettingKind.INTAKE)
    name = untrusted_name(artefact)
    with quarantine.work_folder(claim.token) as folder:
        path = quarantine.open_plaintext(artefact, folder)
        result = malware.scan(path)
        if result.infected:
            move_file(artefact, FileState.REFUSED, Mover.WORKER, token=claim.token, code="malware")
            return
        if path.stat().st_size > int(intake["max_file_bytes"]):
            raise TooBig
        found = services.identify_file(path, name)
    _check_accepted(found.format, intake["types"], intake["macros"])
    move_file(
        artefact,
        FileState.CHECKED,
        Mover.WORKER,
        token=claim.token,
        format=found.format,
        malware=result.word,
        scanned_at=timezone.now(),
    )


def _check_accepted(format_name: str, types: list[str], macros: str) -> None:
    if format_name in MACRO_FORMATS:
        if macros == "refuse":
            raise HasMacro
        return
    plain = {"jpeg": "jpg", "text": "txt", "markdown": "md"}.get(format_name, format_name)
    if plain not in {t.replace("jpeg", "jpg") for t in types} and plain not in ALWAYS_TAKEN:
        raise Unsupported


ALWAYS_TAKEN = frozenset({"code"})
"""Source code is text under many suffixes; a programme takes it with txt."""


def read(artefact: Artefact, claim: Claim) -> None:
    """All text of the file and what detection finds in it; evidence for the rules."""
    submission = artefact.submission
    key = sealed.key_of(submission.pk)
    with quarantine.work_folder(claim.token) as folder:
        path = quarantine.open_plaintext(artefact, folder)
        reading = services.read_file(
            path,
            untrusted_name(artefact),
            policy_for(submission),
            declared_names(submission),
            seconds=most_seconds(submission),
        )
        trace = duplicates.prepare(reading, duplicates.blob_id(path))
        storage_key = _keep(reading, artefact, folder)
    rows = evidence.from_reading(artefact, reading, key)
    old_key = artefact.reading_key
    try:
        with evidence.replaced(artefact, rows):
            duplicates.remember(artefact, trace)
            logos.remember(artefact, evidence.looks(reading))
            move_file(
                artefact,
                FileState.READ,
                Mover.WORKER,
                token=claim.token,
                reading_key=storage_key,
            )
    except BaseException:
        vaulted.remove("quarantine", storage_key)
        raise
    vaulted.remove("quarantine", old_key)


def _keep(reading: services.Reading, artefact: Artefact, folder: Path) -> str:
    path = folder / "reading.json"
    path.write_bytes(services.reading_to_bytes(reading))
    key = sealed.key_of(artefact.submission_id)
    storage_key, _ = vaulted.put_file("quarantine", key, "reading", artefact.pk, path)
    path.unlink()
    return storage_key
