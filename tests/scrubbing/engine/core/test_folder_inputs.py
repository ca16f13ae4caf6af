"""A folder given to the command line: one artefact, packed, cleaned, no repository in it."""

import io
import json
import tarfile
from pathlib import Path

import pytest

from scrubbing.engine.cli import folders
from scrubbing.engine.errors import Empty
from tests.scrubbing.engine.core.test_command_line import NAME, engine
from tests.scrubbing.engine.git.repositories import planted


def content(data: bytes) -> dict[str, bytes]:
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        return {member.name: archive.extractfile(member).read() for member in archive}


def packed(folder: Path, out: Path) -> bytes:
    target = out / "packed"
    folders.pack(folder, target, out)
    return target.read_bytes()


def sample(folder: Path) -> Path:
    (folder / "in" / "b").mkdir(parents=True)
    (folder / "in" / "b" / "x.txt").write_text("one\n")
    (folder / "in" / "a.sh").write_text("two\n")
    (folder / "in" / "a.sh").chmod(0o755)
    (folder / "in" / "link").symlink_to("/etc/passwd")
    (folder / "in" / "loop").symlink_to(folder / "in")
    (folder / "in" / "out").mkdir()
    (folder / "in" / "out" / "old.txt").write_text("copy\n")
    return folder / "in"


def test_regular_files_are_packed_by_path_and_links_are_not_followed(tmp_path):
    folder = sample(tmp_path)
    data = packed(folder, folder / "out")
    assert content(data) == {"in/a.sh": b"two\n", "in/b/x.txt": b"one\n"}
    with tarfile.open(fileobj=io.BytesIO(data)) as archive:
        said = [(item.mode, item.mtime, item.uid, item.uname) for item in archive]
    assert said == [(0o755, 0, 0, ""), (0o644, 0, 0, "")]


def test_a_folder_without_files_is_empty(tmp_path):
    (tmp_path / "in").mkdir()
    (tmp_path / "out").mkdir()
    with pytest.raises(Empty):
        packed(tmp_path / "in", tmp_path / "out")


@pytest.mark.slow
def test_a_folder_with_a_repository_comes_out_as_one_clean_tar(tmp_path):
    folder = planted(tmp_path / f"{NAME} report")
    ran = engine("scrub", folder, "--out", tmp_path / "out", "--declare", NAME, "--report",
                 tmp_path / "report.json")  # fmt: skip
    (entry,) = json.loads((tmp_path / "report.json").read_text())["files"]
    assert (ran.returncode, entry["code"], entry["format"]) == (0, None, "tar")
    assert entry["input"] == str(folder)
    output = Path(entry["output"])
    assert [path for path in (tmp_path / "out").iterdir() if path.is_file()] == [output]
    assert output.name.endswith(" report.tar")
    files = content(output.read_bytes())
    assert sorted(path.rpartition("/")[2] for path in files) == [
        ".gitattributes", "notes.txt", "run.sh",
    ]  # fmt: skip
    everything = repr(files).lower() + output.name.lower() + ran.stdout + ran.stderr
    assert "quarrington" not in everything
    assert "zelda" not in everything
