"""Copies for a release: opened, checked against what was cleared, sealed under the item's key."""

import re

from portal.vault import keys
from portal.vault.keys import KeyKind
from submissions.domain import manifest, scrubbing, sealed, vaulted
from submissions.domain.consent import conditions
from submissions.domain.manifest import FileEntry
from submissions.domain.release.errors import CopyDiffersError
from submissions.models import CleanFile, ReleaseItem, Submission
from submissions.states import GONE

RELEASES = "releases"
PURPOSE = "release copy"
TASK = "task.json"


def copy(item: ReleaseItem, position: int) -> tuple[FileEntry, ...]:
    """Every file of an item and its task, written under the item's key.

    Raises ``CopyDiffersError`` where a stored copy is not the one that was cleared.
    """
    key = keys.create(KeyKind.RELEASE_ITEM, item.pk)
    folder = f"items/{position:04d}"
    clean = list(
        item.run.files.select_related("artefact")
        .exclude(artefact__state__in=GONE)
        .order_by("artefact__position", "artefact__created_at")
    )
    entries = [
        _copied(item, key, file, f"{folder}/{number:03d}.{_suffix(file.format)}")
        for number, file in enumerate(clean, start=1)
    ]
    names = {
        entry.path: _name(item.submission, file) for entry, file in zip(entries, clean, strict=True)
    }
    document: dict[str, sealed.JSON] = {
        "task": scrubbing.read_scrubbed_task(item.run),
        "names": names,
    }
    found = conditions.of(item.submission)
    if any(terms.words for terms in found):
        document["conditions"] = [terms.words for terms in found]
    task = sealed.to_bytes(document)
    return (*entries, _put(item, key, task, f"{folder}/{TASK}", format="json", part="task"))


def opened(item: ReleaseItem, file: FileEntry) -> bytes:
    """The bytes of one file of a release. Raises ``CopyDiffersError``, ``KeyDestroyed``."""
    key = keys.open(KeyKind.RELEASE_ITEM, item.pk)
    data = vaulted.get_bytes(RELEASES, key, PURPOSE, item.pk, file.storage_key)
    if manifest.sha256(data) != file.sha256:
        raise CopyDiffersError
    return data


def _copied(item: ReleaseItem, key: keys.Key, file: CleanFile, path: str) -> FileEntry:
    data = scrubbing.open_clean(file)
    if manifest.sha256(data) != file.sha256:
        raise CopyDiffersError
    return _put(item, key, data, path, format=file.format, part=file.artefact.part)


def _put(
    item: ReleaseItem,
    key: keys.Key,
    data: bytes,
    path: str,
    *,
    format: str,  # noqa: A002 - the column's name
    part: str,
) -> FileEntry:
    return FileEntry(
        path=path,
        sha256=manifest.sha256(data),
        size=len(data),
        format=format,
        part=part,
        storage_key=vaulted.put_bytes(RELEASES, key, PURPOSE, item.pk, data),
    )


def _name(submission: Submission, file: CleanFile) -> str:
    return str(sealed.unseal(sealed.key_of(submission.pk), file, "name_sealed") or "")


def _suffix(format: str) -> str:  # noqa: A002 - the column's name
    """A suffix made of our own word for the format."""
    word = re.sub(r"[^a-z0-9]", "", format.lower())
    return {"folder": "zip", "repository": "zip", "": "bin"}.get(word, word)
