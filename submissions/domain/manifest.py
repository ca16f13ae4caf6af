"""The manifest of a release: one in-toto statement over every file of every sample.

It holds hashes, counts, codes and versions. What comes from an upload (the scrubbed task,
scrubbed file names) is in each item's ``task.json``, which lies encrypted under the
item's own key and is named here by its hash: so a withdrawal reaches it.
"""

import hashlib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from portal.audit.canonical import Json, canonical
from submissions.domain.release.dsse import STATEMENT_TYPE

PREDICATE = "urn:airlock:release:v1"
REVOKED = "urn:airlock:revoked:v1"


@dataclass(frozen=True, slots=True)
class FileEntry:
    """One file of an item. ``path`` is made by us; ``storage_key`` does not leave."""

    path: str
    sha256: str
    size: int
    format: str
    part: str
    storage_key: str


@dataclass(frozen=True, slots=True)
class ItemEntry:
    """One sample: what it is made of, what was taken out of it, and who said yes by rule."""

    id: str
    bundle_sha256: str
    task_sha256: str
    run: int
    engine: str
    policies: Mapping[str, str]
    findings: Mapping[str, int]
    verdict: str
    clearances: int
    grades: Mapping[str, int]
    permissions: Sequence[Mapping[str, Json]]
    """What owners allowed and tied it to: no names; what they wrote by its hash, the scrubbed
    words stand in ``task.json``."""
    files: Sequence[FileEntry]


def statement(
    *,
    programme: str,
    number: int,
    released_at: str,
    canary: str,
    items: Sequence[ItemEntry],
    dropped: Mapping[str, str],
) -> dict[str, Json]:
    """The statement to sign. ``dropped`` maps an item's id to the rule that took it out."""
    return {
        "_type": STATEMENT_TYPE,
        "subject": [
            {"name": file.path, "digest": {"sha256": file.sha256}}
            for item in items
            for file in item.files
        ],
        "predicateType": PREDICATE,
        "predicate": {
            "programme": programme,
            "number": number,
            "released_at": released_at,
            "canary": canary,
            "items": [_item(item) for item in items],
            "dropped": dict(dropped),
        },
    }


def revocation(
    *, programme: str, number: int, at: str, items: Mapping[str, Sequence[FileEntry]]
) -> dict[str, Json]:
    """The statement that items, and with them these files, were taken back."""
    return {
        "_type": STATEMENT_TYPE,
        "subject": [
            {"name": file.path, "digest": {"sha256": file.sha256}}
            for files in items.values()
            for file in files
        ],
        "predicateType": REVOKED,
        "predicate": {"programme": programme, "number": number, "at": at, "items": sorted(items)},
    }


def payload(value: Mapping[str, Json]) -> bytes:
    """The one spelling of a statement (RFC 8785)."""
    return canonical(value)


def sha256(data: bytes) -> str:
    """In hex."""
    return hashlib.sha256(data).hexdigest()


def _item(item: ItemEntry) -> dict[str, Json]:
    return {
        "id": item.id,
        "bundle_sha256": item.bundle_sha256,
        "task_sha256": item.task_sha256,
        "run": item.run,
        "engine": item.engine,
        "policies": dict(item.policies),
        "findings": dict(item.findings),
        "verdict": item.verdict,
        "clearances": item.clearances,
        "grades": dict(item.grades),
        "permissions": [dict(permission) for permission in item.permissions],
        "files": [
            {
                "path": file.path,
                "sha256": file.sha256,
                "size": file.size,
                "format": file.format,
                "part": file.part,
            }
            for file in item.files
        ],
    }
