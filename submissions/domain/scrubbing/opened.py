"""What was made, opened again: clean copies, their previews, the scrubbed task."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from portal.vault.keys import Key
from submissions.domain import sealed, vaulted
from submissions.domain.sealed import JSON
from submissions.models import CleanFile, ScrubRun


@dataclass(frozen=True, slots=True)
class Preview:
    """A preview's manifest; pictures it names are fetched one by one with ``preview_asset``."""

    clean: CleanFile
    manifest: dict[str, Any]
    key: Key


def open_clean(clean: CleanFile) -> bytes:
    """The bytes of a clean copy. Raises ``KeyDestroyed`` after a purge."""
    owner = clean.artefact.submission_id
    return vaulted.get_bytes("clean", sealed.key_of(owner), "clean", clean.pk, clean.storage_key)


def clean_preview(clean: CleanFile) -> Preview | None:
    """The preview stored beside a clean copy, or None where none could be made."""
    if not clean.preview_key:
        return None
    key = sealed.key_of(clean.artefact.submission_id)
    data = vaulted.get_bytes("clean", key, "preview", clean.pk, clean.preview_key)
    manifest = sealed.from_bytes(data)
    return Preview(clean, manifest if isinstance(manifest, dict) else {}, key)


def preview_asset(preview: Preview, name: str) -> bytes:
    """One picture of a preview. Raises ``KeyError`` for a name the manifest does not have."""
    assets = preview.manifest.get("assets")
    storage_key = assets[name] if isinstance(assets, dict) else None
    if not isinstance(storage_key, str):
        raise KeyError(name)
    return vaulted.get_bytes("clean", preview.key, "preview", preview.clean.pk, storage_key)


def preview_words(preview: Preview, pages: Iterable[int]) -> dict[int, list[list[Any]]]:
    """The text layers of these pages: (text, left, top, right, bottom) of each word."""
    found: dict[int, list[list[Any]]] = {}
    for number in pages:
        try:
            found[number] = json.loads(preview_asset(preview, f"words-{number}.json"))
        except KeyError:
            continue
    return found


def stored_keys(clean_file: CleanFile, key: Key) -> list[str]:
    """Storage keys of a copy, its preview and the preview's pictures."""
    found = [clean_file.storage_key]
    if clean_file.preview_key:
        data = vaulted.get_bytes("clean", key, "preview", clean_file.pk, clean_file.preview_key)
        manifest = sealed.from_bytes(data)
        assets = manifest.get("assets") if isinstance(manifest, dict) else None
        pictures = assets.values() if isinstance(assets, dict) else ()
        found += [clean_file.preview_key, *(str(name) for name in pictures)]
    return found


def read_scrubbed_task(run: ScrubRun) -> dict[str, JSON]:
    """The task as reviewers and buyers see it."""
    value = sealed.unseal(sealed.key_of(run.submission_id), run, "task_sealed")
    return value if isinstance(value, dict) else {}
