"""Versions of a programme's settings: the one in force, the next one, an older one."""

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.dispatch import Signal

from portal import audit
from portal.accounts.models import User
from portal.programmes.defaults import DEFAULTS
from portal.programmes.errors import SettingRefused
from portal.programmes.kinds import SettingKind
from portal.programmes.models import Programme, SettingVersion
from portal.programmes.schemas import sentences

published = Signal()
"""A version was written; sent in its transaction with ``version``."""


@dataclass(frozen=True, slots=True)
class Setting:
    """What a kind of settings says, with defaults filled in, and which version says it."""

    kind: SettingKind
    body: Mapping[str, Any]
    version_id: UUID | None
    number: int
    sha256: str

    def __getitem__(self, name: str) -> Any:
        return self.body[name]


def current(programme_id: UUID, kind: SettingKind) -> Setting:
    """The latest version; before the first one, the defaults with no version id."""
    return _setting(kind, _versions(programme_id, kind).first())


def at(version_id: UUID) -> Setting:
    """A version by its id, for replaying what was decided under it."""
    version = SettingVersion.objects.get(pk=version_id)
    return _setting(SettingKind(version.kind), version)


def all_current(programme_id: UUID) -> dict[SettingKind, Setting]:
    """Every kind's setting in force, in one query."""
    latest: dict[str, SettingVersion] = {}
    for version in SettingVersion.objects.filter(programme_id=programme_id).order_by("number"):
        latest[version.kind] = version
    return {kind: _setting(kind, latest.get(kind)) for kind in SettingKind}


def material_terms(programme_id: UUID) -> Setting:
    """The latest terms that changed something material: consents older than these lapse."""
    versions = _versions(programme_id, SettingKind.TERMS)
    return _setting(SettingKind.TERMS, versions.filter(body__material=True).first())


def publish(
    programme: Programme, kind: SettingKind, body: Mapping[str, Any], by: User | None
) -> SettingVersion:
    """Writes the next version. Raises SettingRefused with a sentence per mistake.

    A body that says the same as the version in force writes nothing and gives that one.
    """
    if mistakes := sentences(kind, body):
        raise SettingRefused(*mistakes)
    sha256 = hash_of(body)
    with audit.transaction():
        # Held until commit: two publishers cannot draw the same number.
        Programme.objects.select_for_update().get(pk=programme.pk)
        latest: SettingVersion | None = _versions(programme.pk, kind).first()
        if latest and latest.sha256 == sha256:
            return latest
        return _write(programme, kind, body, by)


def _write(
    programme: Programme, kind: SettingKind, body: Mapping[str, Any], by: User | None
) -> SettingVersion:
    last = _versions(programme.pk, kind).aggregate(last=Max("number"))["last"] or 0
    version = SettingVersion.objects.create(
        programme=programme,
        kind=kind,
        number=last + 1,
        body=body,
        sha256=hash_of(body),
        created_by=by,
    )
    audit.record(
        "programme.setting_published",
        programme_id=programme.pk,
        actor=by,
        subject=("setting_version", version.pk),
        facts={"kind": kind, "number": version.number, "sha256": version.sha256},
    )
    published.send(SettingVersion, version=version)
    return version


def hash_of(body: Mapping[str, Any]) -> str:
    """SHA-256 in hex of the body's one written form."""
    return hashlib.sha256(
        json.dumps(body, sort_keys=True, separators=(",", ":")).encode()
    ).hexdigest()


def _versions(programme_id: UUID, kind: SettingKind) -> Any:
    return SettingVersion.objects.filter(programme_id=programme_id, kind=kind).order_by("-number")


def _setting(kind: SettingKind, version: SettingVersion | None) -> Setting:
    if version is None:
        return Setting(kind, DEFAULTS[kind], None, 0, hash_of(DEFAULTS[kind]))
    body = {**DEFAULTS[kind], **version.body}
    return Setting(kind, body, version.pk, version.number, version.sha256)
