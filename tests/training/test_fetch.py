from hashlib import sha256
from pathlib import Path

import pytest

from training import fetch, treebanks


def test_every_treebank_that_is_read_can_be_fetched() -> None:
    named = {file.name for origin in fetch.ORIGINS for file in origin.files}
    assert named == {name for group in treebanks.FILES.values() for name in group}


def test_missing_names_what_lacks_and_what_is_otherwise(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    right = fetch.File("right", "a/right", sha256(b"right").hexdigest())
    other = fetch.File("other", "a/other", sha256(b"right").hexdigest())
    absent = fetch.File("absent", "a/absent", sha256(b"right").hexdigest())
    monkeypatch.setattr(fetch, "ORIGINS", (fetch.Origin("o/r", "c0ffee", (right, other, absent)),))
    (tmp_path / "right").write_bytes(b"right")
    (tmp_path / "other").write_bytes(b"wrong")
    assert [link for _, link in fetch.missing(tmp_path)] == [
        f"{fetch.HOST}/o/r/c0ffee/a/other",
        f"{fetch.HOST}/o/r/c0ffee/a/absent",
    ]
