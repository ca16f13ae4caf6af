"""Downloading a release: one zip, made as it is sent, and a line in the ledger before."""

import io
import json
import zipfile
from collections.abc import Iterator
from uuid import UUID

from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from portal.programmes import permissions
from portal.vault import keys, signing
from portal.vault.keys import KeyKind
from submissions.domain import manifest
from submissions.domain.manifest import FileEntry
from submissions.domain.release import copying, dsse
from submissions.domain.release.errors import NotReleasedError
from submissions.models import Download, Release, ReleaseItem

MANIFEST = "manifest.dsse.json"
REVOKED = "revoked.dsse.json"
FIXED_TIME = (1980, 1, 1, 0, 0, 0)
"""Every entry has the same time: the same release gives the same bytes."""


def start(release_id: UUID, actor: User) -> tuple[Release, Iterator[bytes]]:
    """The release and its zip in pieces. The ledger is written before the first byte."""
    release = Release.objects.select_related("programme").get(pk=release_id)
    permissions.check_may_download_release(actor, release.programme_id)
    if release.state != "released":
        raise NotReleasedError
    with audit.transaction():
        Download.objects.create(release=release, person=actor)
        audit.record(
            "release.downloaded",
            programme_id=release.programme_id,
            actor=actor,
            subject=("release", release.pk),
            facts={"number": release.number},
        )
    return release, _zip(release)


def files_of(item: ReleaseItem) -> list[FileEntry]:
    """The files of an item as values."""
    return [FileEntry(**entry) for entry in item.files]


def is_gone(item: ReleaseItem) -> bool:
    """Whether the item was taken back: marked, or its key destroyed. Either is enough."""
    return item.revoked_at is not None or keys.is_destroyed(KeyKind.RELEASE_ITEM, item.pk)


class _Outbox(io.RawIOBase):
    """What the zip writer wrote and nobody took yet. It cannot seek, so sizes come after."""

    def __init__(self) -> None:
        self._waiting: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: bytes, /) -> int:  # type: ignore[override] # zipfile writes bytes alone
        self._waiting.append(bytes(data))
        return len(data)

    def take(self) -> bytes:
        taken, self._waiting = b"".join(self._waiting), []
        return taken


def _zip(release: Release) -> Iterator[bytes]:
    outbox = _Outbox()
    gone: dict[str, list[FileEntry]] = {}
    with zipfile.ZipFile(outbox, "w", zipfile.ZIP_STORED) as archive:
        _add(archive, MANIFEST, _pretty(release.signature))
        yield outbox.take()
        for item in release.items.filter(dropped_rule="").order_by("submission__number"):
            if is_gone(item):
                gone[str(item.pk)] = files_of(item)
                continue
            for file in files_of(item):
                _add(archive, file.path, copying.opened(item, file))
                yield outbox.take()
        if gone:
            _add(archive, REVOKED, _pretty(_revoked(release, gone)))
    yield outbox.take()


def _revoked(release: Release, gone: dict[str, list[FileEntry]]) -> dict[str, object]:
    body = manifest.revocation(
        programme=release.programme.slug,
        number=release.number or 0,
        at=timezone.now().strftime("%Y-%m-%dT%H:%M:%SZ"),
        items=gone,
    )
    data = manifest.payload(body)
    signature = signing.sign(dsse.pre_authentication(dsse.PAYLOAD_TYPE, data))
    return dsse.envelope(data, signature.key_id, signature.value)


def _add(archive: zipfile.ZipFile, path: str, data: bytes) -> None:
    archive.writestr(zipfile.ZipInfo(path, FIXED_TIME), data)


def _pretty(value: object) -> bytes:
    return json.dumps(value, indent=1, sort_keys=True).encode()
