"""Verifying a downloaded release offline: signature, every hash, nothing missing, nothing more.

Needs the zip and the public keys alone: no database, no settings, no network.
"""

import base64
import hashlib
import json
import zipfile
from argparse import ArgumentParser
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from submissions.domain import manifest
from submissions.domain.release.dsse import NotAuthenticError, opened

MANIFEST, REVOKED = "manifest.dsse.json", "revoked.dsse.json"
CHUNK = 1 << 20
KEY_BYTES = 32


@dataclass(frozen=True, slots=True)
class Report:
    """What was checked. ``problems`` is empty where everything holds."""

    programme: str
    number: int
    files: int
    revoked: int
    problems: tuple[str, ...]


def public_keys(lines: Iterable[str]) -> dict[str, bytes]:
    """Key id → 32 bytes, from ``id:base64`` or ``id:public:base64``. Raises ``ValueError``."""
    keys = {}
    for line in filter(None, (line.strip() for line in lines)):
        key_id, _colon, rest = line.partition(":")
        raw = base64.b64decode(rest.removeprefix("public:"), validate=True)
        if not key_id or len(raw) != KEY_BYTES:
            raise ValueError("A public key is written as id:base64 of 32 bytes.")
        keys[key_id] = raw
    return keys


def add_key_option(parser: ArgumentParser) -> None:
    """The option ``--key`` of commands that check something without the database."""
    parser.add_argument(
        "--key",
        action="append",
        default=[],
        help="public key as id:base64; repeat for several; default: this portal's own keys",
    )


def keys_given(lines: Iterable[str]) -> Mapping[str, bytes]:
    """The keys of ``--key``, or this portal's own where none is given. Raises ``ValueError``."""
    from portal.vault import signing  # not needed, and not there, where keys are given

    return public_keys(lines) or signing.public_keys()


def verify(file: Path, keys: Mapping[str, bytes]) -> Report:
    """Checks a downloaded zip. Raises ``NotAuthenticError`` where the manifest is not ours."""
    with zipfile.ZipFile(file) as archive:
        names = archive.namelist()
        signed = _statement(archive, MANIFEST, keys, manifest.PREDICATE)
        revoked = _taken_back(archive, keys, signed) if REVOKED in names else {}
        wanted = _subjects(signed)
        problems = [
            *_doubled(names),
            *_strangers(names, wanted),
            *_wrong(archive, names, wanted, revoked),
        ]
    said = signed["predicate"]
    return Report(
        programme=str(said["programme"]),
        number=int(said["number"]),
        files=len(wanted) - len(revoked),
        revoked=len(revoked),
        problems=tuple(problems),
    )


def _taken_back(
    archive: zipfile.ZipFile, keys: Mapping[str, bytes], signed: Mapping[str, Any]
) -> dict[str, str]:
    """The files that were taken back of this very release: another's list says nothing."""
    statement = _statement(archive, REVOKED, keys, manifest.REVOKED)
    of, about = statement["predicate"], signed["predicate"]
    if (of["programme"], of["number"]) != (about["programme"], about["number"]):
        raise NotAuthenticError(f"{REVOKED} is of another release")
    return _subjects(statement)


def _statement(
    archive: zipfile.ZipFile, name: str, keys: Mapping[str, bytes], predicate: str
) -> dict[str, Any]:
    """What ``name`` says; a list of files taken back must not stand for the release itself."""
    try:
        envelope = json.loads(archive.read(name))
    except (KeyError, ValueError):
        raise NotAuthenticError(f"{name} is missing or unreadable") from None
    statement = opened(envelope, keys)
    if statement.get("predicateType") != predicate:
        raise NotAuthenticError(f"{name} says something else than it should")
    return statement


def _subjects(statement: Mapping[str, Any]) -> dict[str, str]:
    return {entry["name"]: entry["digest"]["sha256"] for entry in statement["subject"]}


def _doubled(names: list[str]) -> list[str]:
    return [
        f"{name}: stands in the zip twice" for name in sorted(set(names)) if names.count(name) > 1
    ]


def _strangers(names: list[str], wanted: Mapping[str, str]) -> list[str]:
    known = {*wanted, MANIFEST, REVOKED}
    return [f"{name}: is not part of the release" for name in sorted(set(names) - known)]


def _wrong(
    archive: zipfile.ZipFile,
    names: list[str],
    wanted: Mapping[str, str],
    revoked: Mapping[str, str],
) -> list[str]:
    problems = []
    for name, sha256 in wanted.items():
        if revoked.get(name) == sha256:
            if name in names:
                problems.append(f"{name}: was taken back, and is still here")
        elif name not in names:
            problems.append(f"{name}: is missing")
        elif _hash(archive, name) != sha256:
            problems.append(f"{name}: is not what was released")
    return problems


def _hash(archive: zipfile.ZipFile, name: str) -> str:
    digest = hashlib.sha256()
    with archive.open(name) as source:
        while chunk := source.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
