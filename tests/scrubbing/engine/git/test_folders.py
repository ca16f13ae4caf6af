"""Repositories among the files of an archive: left out, and read where their files are not there."""

import io
import subprocess
import tarfile
from pathlib import Path

import pytest

from scrubbing.engine.errors import Broken
from scrubbing.engine.formats.archive import archive as HANDLER
from scrubbing.engine.git import folders
from scrubbing.engine.registry import Tools
from scrubbing.engine.types import Untrusted
from tests.scrubbing.engine.git import repositories as made

Files = dict[str, bytes]


def tarred(files: Files) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return target.getvalue()


def rewritten(files: Files) -> Files:
    output = HANDLER.rewrite(Untrusted("a.tar", tarred(files)), (), (), Tools())
    with tarfile.open(fileobj=io.BytesIO(output)) as archive:
        return {member.name: archive.extractfile(member).read() for member in archive}


def people(files: Files) -> set[str]:
    facts = HANDLER.extract(Untrusted("a.tar", tarred(files)), Tools()).facts
    return {fact.untrusted_value for fact in facts if fact.name == "git_author"}


@pytest.fixture(scope="module")
def shop(tmp_path_factory) -> Path:
    folder = made.start(tmp_path_factory.mktemp("git") / "shop")
    (folder / "b").mkdir()
    (folder / "b" / "x.txt").write_text("gone\n")
    made.commit(folder, "one")
    (folder / "b" / "x.txt").write_text("kept\n")
    made.commit(folder, "two")
    return folder


def test_files_beside_a_repository_stay_as_they_were_packed(shop):
    files = {**made.files_of(shop), "shop/new.txt": b"not committed\n"}
    assert rewritten(files) == {"shop/b/x.txt": b"kept\n", "shop/new.txt": b"not committed\n"}
    assert people(files) == {"Ada Byron", "ada@example.org", made.CANARY, "zelda@example.com"}


def test_a_repository_without_files_beside_it_gives_those_of_its_last_commit(shop):
    files = {path: data for path, data in made.files_of(shop).items() if "/.git/" in path}
    assert rewritten(files) == {"shop/b/x.txt": b"kept\n"}


@pytest.mark.parametrize(("home", "base"), [("team/shop.git/", "team/shop/"), ("", "")])
def test_a_bare_repository_gives_the_files_of_its_last_commit(shop, tmp_path, home, base):
    made.git(shop, "gc", "-q")
    made.git(shop, "clone", "-q", "--bare", ".", str(tmp_path / "bare"))
    inner = made.files_of(tmp_path / "bare")
    files = {home + path.removeprefix("bare/"): data for path, data in inner.items()}
    assert rewritten(files) == {f"{base}b/x.txt": b"kept\n"}


def test_what_a_repository_borrows_from_elsewhere_is_not_looked_for(shop, tmp_path):
    made.git(shop, "clone", "-q", "--shared", "--bare", ".", str(tmp_path / "bare"))
    files = made.files_of(tmp_path / "bare")
    assert any(path.endswith("info/alternates") for path in files)
    with pytest.raises(Broken):
        rewritten(files)


def test_a_damaged_repository_is_left_out_where_its_files_lie_beside_it(shop):
    files = made.files_of(shop)
    spoiled = {path: b"junk" if "/objects/" in path else data for path, data in files.items()}
    assert rewritten(spoiled) == {"shop/b/x.txt": b"kept\n"}


@pytest.mark.parametrize("name", [".git", ".GIT", "git~1", ".g\u200cit", ".git ", ".git."])
def test_whatever_some_system_takes_for_a_repository_is_left_out(name):
    files = {"a/x.txt": b"x\n", f"a/{name}/config": b"[core]\nfsmonitor = evil\n"}
    assert rewritten(files) == {"a/x.txt": b"x\n"}


def test_a_file_that_names_a_repository_elsewhere_is_left_out():
    assert rewritten({"a/x.txt": b"x\n", "a/.git": b"gitdir: /etc\n"}) == {"a/x.txt": b"x\n"}


def test_names_like_a_repositorys_are_no_repository():
    assert [name for name in (".gitignore", ".github", "git", "a.git", "digit~1") if
            folders.is_git_name(name)] == []  # fmt: skip


def test_nothing_in_a_hostile_repository_is_run(shop, tmp_path):
    trap = tmp_path / "ran"
    settings = f"[core]\n\tfsmonitor = touch {trap}\n\thooksPath = .git/hooks\n"
    files = made.files_of(shop)
    files["shop/.git/config"] = settings.encode()
    files["shop/.git/hooks/post-checkout"] = f"#!/bin/sh\ntouch {trap}\n".encode()
    for path, data in files.items():
        place = tmp_path / "live" / path
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(data)
    (tmp_path / "live" / "shop" / ".git" / "refs").mkdir(exist_ok=True)
    subprocess.run(
        ["git", "status"], cwd=tmp_path / "live" / "shop", capture_output=True, check=False
    )
    assert trap.exists()
    trap.unlink()
    rewritten(files)
    people(files)
    assert not trap.exists()
