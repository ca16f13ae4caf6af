"""Confirming a release: the second person, everything checked anew, copies made, signed.

The copies are made before the transaction, each under a key of its own item; nothing
points at them until the release is written. What stops in between leaves bytes that
nobody can reach, and the next try writes new ones.
"""

import uuid
from collections import Counter
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from portal.programmes import permissions
from portal.programmes.models import Programme
from portal.vault import signing
from submissions.domain import manifest
from submissions.domain.consent import conditions
from submissions.domain.manifest import FileEntry, ItemEntry
from submissions.domain.release import copying, dsse
from submissions.domain.release.errors import (
    ConditionsUnreadError,
    NothingLeftError,
    NotProposedError,
    SignInAgainError,
)
from submissions.domain.release.people import involved
from submissions.domain.release.rechecking import dropped_by
from submissions.domain.retention import purge_date
from submissions.domain.transitions import move
from submissions.models import Decision, Finding, Gate, Release, ReleaseItem, Review
from submissions.states import Mover, State

Copies = dict[UUID, tuple[FileEntry, ...]]


def check_may_confirm(actor: User, release: Release) -> None:
    """Raises why this person may not be the second one."""
    permissions.check_may_confirm_release(actor, involved(release))
    if release.state != "proposed":
        raise NotProposedError


def confirm(
    release_id: UUID,
    actor: User,
    *,
    reauthenticated: bool,
    read: Mapping[UUID, str] | None = None,
) -> Release:
    """Release what still may leave; what may not drops out by name.

    ``reauthenticated`` says whether the person proved who they are just now, ``read`` names,
    by item, the owners' conditions that they have read.
    """
    release = Release.objects.select_related("programme").get(pk=release_id)
    check_may_confirm(actor, release)
    if not reauthenticated:
        raise SignInAgainError
    now = timezone.now()
    _check_read(release, read or {})
    copies = _copy_all(release, now)
    with audit.transaction():
        locked = (
            Release.objects.select_for_update(of=("self",))
            .select_related("programme")
            .get(pk=release_id)
        )
        check_may_confirm(actor, locked)
        kept = _keep(locked, copies, now)
        if not kept:
            raise NothingLeftError
        _write(locked, kept, copies, actor, now)
        for item in kept:
            _release(item, actor)
    return locked


def _check_read(release: Release, read: Mapping[UUID, str]) -> None:
    """Both people have read the same conditions: those that the item was proposed with."""
    for item in release.items.exclude(terms_sha256=""):
        if read.get(item.pk) != item.terms_sha256:
            raise ConditionsUnreadError


def _items(release: Release) -> list[ReleaseItem]:
    return list(
        release.items.select_related(
            "submission__programme", "submission__engagement", "run"
        ).order_by("submission__number")
    )


def _copy_all(release: Release, now: datetime) -> Copies:
    copies: Copies = {}
    for position, item in enumerate(_items(release), start=1):
        if not dropped_by(item, now):
            copies[item.pk] = copying.copy(item, position)
    return copies


def _keep(release: Release, copies: Copies, now: datetime) -> list[ReleaseItem]:
    """The items that may leave, asked again under the lock; the others are marked."""
    kept = []
    for item in _items(release):
        item.dropped_rule = dropped_by(item, now) or ("" if item.pk in copies else "state")
        item.files = [] if item.dropped_rule else _plain(copies[item.pk])
        item.save(update_fields=["dropped_rule", "files"])
        if not item.dropped_rule:
            kept.append(item)
            continue
        audit.record(
            "release.item_dropped",
            programme_id=release.programme_id,
            subject=("submission", item.submission_id),
            facts={"release": str(release.pk), "rule": item.dropped_rule},
        )
    return kept


def _write(
    release: Release, kept: list[ReleaseItem], copies: Copies, actor: User, now: datetime
) -> None:
    Programme.objects.select_for_update().get(pk=release.programme_id)
    last = Release.objects.filter(programme_id=release.programme_id).aggregate(n=Max("number"))
    release.number = (last["n"] or 0) + 1
    body = manifest.statement(
        programme=release.programme.slug,
        number=release.number,
        released_at=now.strftime("%Y-%m-%dT%H:%M:%SZ"),
        canary=str(uuid.uuid4()),
        items=[_entry(item, copies[item.pk], now) for item in kept],
        dropped={
            str(item.pk): item.dropped_rule
            for item in release.items.exclude(dropped_rule="").order_by("pk")
        },
    )
    data = manifest.payload(body)
    signature = signing.sign(dsse.pre_authentication(dsse.PAYLOAD_TYPE, data))
    release.manifest = body
    release.manifest_sha256 = manifest.sha256(data)
    release.signature = dsse.envelope(data, signature.key_id, signature.value)
    release.state, release.confirmed_by, release.confirmed_at = "released", actor, now
    release.save()
    audit.record(
        "release.confirmed",
        programme_id=release.programme_id,
        actor=actor,
        subject=("release", release.pk),
        facts={
            "number": release.number,
            "items": len(kept),
            "manifest": release.manifest_sha256,
            "key": signature.key_id,
        },
    )


def _release(item: ReleaseItem, actor: User) -> None:
    # The table's mover is the admin's side of a release, whoever of the two acted last.
    move(
        item.submission,
        State.RELEASED,
        Mover.ADMIN,
        actor,
        released_sha256=item.bundle_sha256,
        originals_purge_at=purge_date(item.submission.programme),
        due_at=None,
    )


def _entry(item: ReleaseItem, files: tuple[FileEntry, ...], now: datetime) -> ItemEntry:
    kinds = Counter(
        Finding.objects.filter(run=item.run, suggestion=False).values_list("kind", flat=True)
    )
    said = Review.objects.filter(
        submission=item.submission,
        bundle_sha256=item.bundle_sha256,
        decision=Decision.APPROVE.value,
        superseded_at__isnull=True,
    )
    quality = said.filter(gate=Gate.QUALITY.value).order_by("closed_at").last()
    return ItemEntry(
        id=str(item.pk),
        bundle_sha256=item.bundle_sha256,
        task_sha256=item.run.task_sha256,
        run=item.run.number,
        engine=item.run.engine_version,
        policies=_policies(item),
        findings=dict(sorted(kinds.items())),
        verdict="R15",
        clearances=said.filter(gate=Gate.CLEARANCE.value).count(),
        grades=quality.grades if quality else {},
        permissions=[terms.said() for terms in conditions.of(item.submission, now)],
        files=files,
    )


def _policies(item: ReleaseItem) -> dict[str, str]:
    verdict = item.submission.verdicts.filter(bundle_sha256=item.bundle_sha256).last()
    versions = {
        "scrub": item.run.policy_version,
        "consent": verdict.policy_version if verdict else None,
    }
    return {name: version.sha256 for name, version in versions.items() if version}


def _plain(files: tuple[FileEntry, ...]) -> list[dict[str, Any]]:
    return [
        {
            "path": file.path,
            "sha256": file.sha256,
            "size": file.size,
            "format": file.format,
            "part": file.part,
            "storage_key": file.storage_key,
        }
        for file in files
    ]
