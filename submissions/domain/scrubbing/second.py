"""The barrier and pass two: merge what all files know, rewrite and verify each, finish."""

import hashlib
import shutil
from collections.abc import Mapping
from functools import partial
from pathlib import Path
from typing import Any

import structlog
from django.db import IntegrityError, transaction
from django.db.models import Max
from django.utils import timezone

from portal import audit
from portal.programmes.models import SettingKind
from portal.vault.keys import Key
from scrubbing import services
from scrubbing.engine.errors import SandboxUnavailable, ScrubError
from scrubbing.engine.reading import PersonEdit
from scrubbing.engine.types import Finding as Found
from submissions.domain import (
    confirming,
    drafts,
    edits,
    quarantine,
    sealed,
    settings_in_force,
    spots,
    vaulted,
)
from submissions.domain.consent import conditions
from submissions.domain.consent.evidence import plain_place
from submissions.domain.errors import StaleError
from submissions.domain.marks import marks_of, uncertain_of
from submissions.domain.review import thread
from submissions.domain.scrubbing import typed
from submissions.domain.scrubbing.inputs import (
    declared_names,
    most_seconds,
    policy_for,
    surrogate_key,
    untrusted_name,
)
from submissions.domain.scrubbing.opened import stored_keys
from submissions.domain.transitions import move, move_file
from submissions.domain.work import Claim
from submissions.models import Artefact, CleanFile, Finding, Preview, ScrubRun, Submission
from submissions.states import GONE, FileState, Mover, State

log = structlog.get_logger(__name__)


def merge(submission: Submission, claim: Claim) -> None:
    """Open a run: everything known about the submission, frozen under one version."""
    key = sealed.key_of(submission.pk)
    readings = [_reading(artefact, key) for artefact in _files(submission)]
    task = drafts.read_task(submission)
    readings.append(services.read_texts(typed.texts(task), policy_for(submission)))
    marks = edits.person_edits(submission)
    knowledge = services.merge_readings(
        readings, declared_names(submission), marks, surrogate_key(submission)
    )
    run = ScrubRun(
        submission=submission,
        number=(submission.runs.aggregate(last=Max("number"))["last"] or 0) + 1,
        policy_version=settings_in_force.published(submission.programme, SettingKind.SCRUB),
        engine_version=services.engine_version(),
    )
    _freeze(run, knowledge, key)
    try:
        with audit.transaction():
            run.save(force_insert=True)
            for artefact in _files(submission):
                if artefact.state == FileState.CLEANED:
                    move_file(artefact, FileState.READ, Mover.WORKER)
    except IntegrityError:
        pass  # another worker opened the run first
    claim.done()


def clean(artefact: Artefact, claim: Claim) -> None:
    """Rewrite and verify one file; the copy, its findings and the move are written together."""
    submission = artefact.submission
    run = submission.runs.get(finished_at=None, voided_at=None)
    key = sealed.key_of(submission.pk)
    made = CleanFile(run=run, artefact=artefact)
    stored: list[str] = []
    try:
        with quarantine.work_folder(claim.token) as folder:
            result = _scrub(artefact, run, key, folder)
            path = folder / "clean"
            made.storage_key, copied = vaulted.put_file("clean", key, "clean", made.pk, path)
            stored.append(made.storage_key)
            _check_unchanged(copied.sha256, result.sha256)
            made.preview_key = _store_preview(made, result, key, folder, stored)
        made.format, made.size, made.sha256 = result.format, copied.size, result.sha256
        made.counts, made.proof = dict(result.counts), services.proof_as_json(result.proof)
        sealed.seal(key, made, "name_sealed", result.name)
        with audit.transaction():
            _spread(run, artefact, key, result)
            made.save(force_insert=True)
            Finding.objects.bulk_create(
                finding_row(run, found, artefact=artefact) for found in result.findings
            )
            move_file(artefact, FileState.CLEANED, Mover.WORKER, token=claim.token)
    except BaseException:
        for storage_key in stored:
            vaulted.remove("clean", storage_key)
        raise


def _check_unchanged(stored: str, verified: str) -> None:
    if stored != verified:
        raise OSError("the clean copy changed while it was stored")


@transaction.atomic
def _spread(run: ScrubRun, artefact: Artefact, key: Key, result: services.CleanedFile) -> None:
    """What only a second look at this file saw must vanish from the others too.

    The run's knowledge grows under a lock, and files that were cleaned with less go back
    to be cleaned again. A file that was being cleaned meanwhile finds that the knowledge
    is no longer the one it used, and is done again.
    """
    now = ScrubRun.objects.select_for_update().get(pk=run.pk)
    if now.knowledge_version != run.knowledge_version or now.voided_at is not None:
        raise StaleError
    if not result.discovered:
        return
    knowledge = services.extend_knowledge(_knowledge(run, key), result.discovered)
    _freeze(now, knowledge, key)
    if now.knowledge_version == run.knowledge_version:
        return
    now.save(update_fields=["knowledge_sealed", "knowledge_version"])
    others = run.files.exclude(artefact=artefact).select_related("artefact__submission__programme")
    for clean_file in others:
        run.findings.filter(artefact=clean_file.artefact).delete()
        other = clean_file.artefact
        transaction.on_commit(partial(_remove, stored_keys(clean_file, key)))
        clean_file.delete()
        if other.state == FileState.CLEANED:
            move_file(other, FileState.READ, Mover.WORKER)


def _remove(keys_of_copy: list[str]) -> None:
    for storage_key in keys_of_copy:
        vaulted.remove("clean", storage_key)


def _freeze(run: ScrubRun, knowledge: services.Knowledge, key: Key) -> None:
    plain = services.knowledge_to_bytes(knowledge)
    run.knowledge_version = key.digest("knowledge", hashlib.sha256(plain).hexdigest())
    run.knowledge_sealed = key.seal("knowledge", plain, run.pk.bytes)


def _scrub(artefact: Artefact, run: ScrubRun, key: Key, folder: Path) -> services.CleanedFile:
    path = quarantine.open_plaintext(artefact, folder)
    return services.clean_file(
        path,
        untrusted_name(artefact),
        reading=_reading(artefact, key),
        knowledge=_knowledge(run, key),
        policy=policy_for(artefact.submission),
        edits=edits.person_edits(artefact.submission),
        out_path=folder / "clean",
        seconds=most_seconds(artefact.submission),
    )


def _store_preview(
    made: CleanFile, result: services.CleanedFile, key: Key, folder: Path, stored: list[str]
) -> str:
    """Keep the preview beside the copy, its pictures one by one; empty where none can be made."""
    out = folder / "preview"
    manifest = _preview(made.artefact, result, key, folder / "clean", out)
    assets: dict[str, str] = {}
    for picture in sorted(out.iterdir()):
        assets[picture.name], _ = vaulted.put_file("clean", key, "preview", made.pk, picture)
        stored.append(assets[picture.name])
    made.preview = SHOWN.get(str(manifest["kind"]), Preview.FULL).value
    words = spots.read_words(manifest, out)
    whole: dict[str, Any] = {
        **manifest,
        "assets": assets,
        "marks": spots.placed(manifest, marks_of(result.findings), words),
        "uncertain": spots.uncertain(manifest, uncertain_of(result.findings), words),
    }
    storage_key = vaulted.put_bytes("clean", key, "preview", made.pk, sealed.to_bytes(whole))
    stored.append(storage_key)
    return storage_key


SHOWN = {"plain": Preview.TEXT, "none": Preview.NONE}
NO_PREVIEW: Mapping[str, Any] = {"kind": "none", "format": "", "pages": [], "blocks": []}


def _preview(
    artefact: Artefact, result: services.CleanedFile, key: Key, clean: Path, out: Path
) -> Mapping[str, Any]:
    """The preview of a clean copy; its text alone where no picture can be made of it.

    A preview that fails holds no file: the copy is verified all the same. Without even its
    text nobody can clear it (``checklist.check_seen``).
    """
    units = _reading(artefact, key).extraction.units
    for plain in (False, True):
        shutil.rmtree(out, ignore_errors=True)
        out.mkdir(mode=0o700)
        try:
            return services.preview_file(
                clean,
                result.name,
                out,
                order=result.order,
                plain=plain,
                units=units,
                seconds=most_seconds(artefact.submission),
            )
        except SandboxUnavailable:
            raise
        except ScrubError as error:
            kind = "text" if plain else "pictures"
            log.warning("preview_failed", code=error.code, kind=kind, artefact=str(artefact.pk))
    return NO_PREVIEW


def finish(submission: Submission, claim: Claim) -> None:
    """Scrub the typed text with all that is known, and close the run over one bundle hash."""
    run = submission.runs.get(finished_at=None, voided_at=None)
    key = sealed.key_of(submission.pk)
    task = drafts.read_task(submission)
    cleaned = services.clean_texts(typed.texts(task), _knowledge(run, key), policy_for(submission))
    scrubbed = typed.put_back(task, cleaned.texts)
    run.task_sha256 = hashlib.sha256(sealed.to_bytes(scrubbed)).hexdigest()
    run.task_counts = dict(cleaned.counts)
    sealed.seal(key, run, "task_sealed", scrubbed)
    run.bundle_sha256 = bundle_hash(run)
    run.finished_at = timezone.now()
    holds = confirming.holds_for(submission, run)
    with audit.transaction():
        run.save()
        Finding.objects.bulk_create(finding_row(run, found) for found in cleaned.findings)
        # What the thread showed was scrubbed with less knowledge: it is scrubbed again.
        submission.messages.filter(by_contractor=True).update(shown_sealed=b"")
        move(
            submission,
            State.CONSENT if holds else State.CONFIRMING,
            Mover.WORKER,
            token=claim.token,
            current_run=run,
            bundle_sha256=run.bundle_sha256,
            confirmed_sha256=run.bundle_sha256 if holds else "",
            verdict_sha256="",
            cleared_sha256="",
        )


def talk(submission: Submission, claim: Claim) -> None:
    """Scrub messages to reviewers and owners' conditions with all that the last run knew."""
    run = submission.current_run
    waiting, grants = thread.unscrubbed(submission), conditions.unscrubbed(submission)
    if run is not None and (waiting or grants):
        texts = {str(message.pk): thread.text_of(message) for message in waiting}
        texts |= {str(grant.pk): conditions.words_of(grant) for grant in grants}
        key = sealed.key_of(submission.pk)
        cleaned = services.clean_texts(texts, _knowledge(run, key), policy_for(submission))
        for message in waiting:
            thread.show(message, cleaned.texts[str(message.pk)])
        for grant in grants:
            conditions.show(submission, grant, cleaned.texts[str(grant.pk)])
    claim.done()


def bundle_hash(run: ScrubRun) -> str:
    """Names the run, every cleaned file and the scrubbed task: what was seen is what leaves."""
    files = sorted(run.files.values_list("artefact_id", "sha256"), key=str)
    parts = [str(run.pk), run.task_sha256, *(f"{artefact}:{sha256}" for artefact, sha256 in files)]
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()


def finding_row(run: ScrubRun, found: Found, artefact: Artefact | None = None) -> Finding:
    """A finding as it is stored. Locators of typed text name the field."""
    return Finding(
        run=run,
        artefact=artefact,
        field=found.locator[:40] if artefact is None else "",
        kind=found.kind.value,
        detector=found.detector[:60],
        score=found.score,
        locator=found.locator,
        place=plain_place(found.place),
        start=found.start,
        end=found.end,
        digest=found.digest,
        number=found.number,
        suggestion=found.suggestion,
    )


def _files(submission: Submission) -> list[Artefact]:
    return [a for a in submission.artefacts.all() if FileState(a.state) not in GONE]


def _reading(artefact: Artefact, key: Key) -> services.Reading:
    data = vaulted.get_bytes("quarantine", key, "reading", artefact.pk, artefact.reading_key)
    return services.reading_from_bytes(data)


def _knowledge(run: ScrubRun, key: Key) -> services.Knowledge:
    data = key.unseal("knowledge", bytes(run.knowledge_sealed), run.pk.bytes)
    return services.knowledge_from_bytes(data)


__all__ = ["PersonEdit", "bundle_hash", "clean", "finding_row", "finish", "merge"]
