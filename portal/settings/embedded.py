"""Random keys for the embedded mode, drawn once per data folder."""

import base64
import json
import os
import secrets
from pathlib import Path


def embedded_keys(folder: Path) -> dict[str, object]:
    """Settings that hold keys, from ``keys/embedded.json`` in the data folder.

    Two processes may start at once: the file is created exclusively and complete
    (written aside, then linked), and the loser reads the winner's.
    """
    file = folder / "keys" / "embedded.json"
    if not file.exists():
        aside = file.with_suffix(f".{os.getpid()}.{secrets.token_hex(4)}")
        aside.touch(mode=0o600)
        aside.write_text(json.dumps(_draw()))
        try:
            os.link(aside, file)
        except FileExistsError:
            pass
        finally:
            aside.unlink()
    return dict(json.loads(file.read_text()))


def _draw() -> dict[str, object]:
    def key() -> str:
        return base64.b64encode(secrets.token_bytes(32)).decode()

    return {
        "SECRET_KEY": secrets.token_urlsafe(50),
        "AIRLOCK_MASTER_KEYS": [f"m1:{key()}"],
        "AIRLOCK_PORTAL_KEY": key(),
        "AIRLOCK_SIGNING_KEY": f"s1:{key()}",
    }
