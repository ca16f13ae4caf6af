"""The five named storages, as folders or as buckets. Imports nothing: settings read it."""

from pathlib import Path
from typing import Any

NAMES = ("landing", "quarantine", "clean", "evidence", "releases")


def configured(folder: Path, s3: dict[str, Any] | None) -> dict[str, dict[str, Any]]:
    """``STORAGES`` entries for all five names: buckets where ``s3`` is given, else folders.

    ``s3`` holds the connection's options and ``buckets``, a bucket per name.
    """
    if s3 is None:
        return {
            name: {
                "BACKEND": "portal.storage.PrivateLocalStorage",
                "OPTIONS": {"location": str(folder / name)},
            }
            for name in NAMES
        }
    buckets = s3["buckets"]
    connection = {key: value for key, value in s3.items() if key != "buckets"}
    return {
        name: {
            "BACKEND": "portal.storage_s3.PrivateS3Storage",
            "OPTIONS": {
                **connection,
                "bucket_name": buckets[name],
                "file_overwrite": False,
                "default_acl": None,
                "querystring_auth": True,
                "max_memory_size": 8 * 1024 * 1024,
            },
        }
        for name in NAMES
    }
