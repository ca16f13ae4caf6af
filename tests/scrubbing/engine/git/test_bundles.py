"""Bundles: read as data, cleaned, cloned by git; hostile ones refused or harmless."""

import os
import re
import subprocess

import pytest
from hypothesis import given, settings, strategies as st

from scrubbing.engine.errors import ScrubError
from scrubbing.engine.formats.archive import bundle as HANDLER
from scrubbing.engine.git import bundles, deltas
from scrubbing.engine.git.store import File
from scrubbing.engine.identify import identify
from scrubbing.engine.knowledge import merge
from scrubbing.engine.pipeline import clean, read
from scrubbing.engine.policy import shipped
from scrubbing.engine.registry import Tools
from scrubbing.engine.types import Edit, Kind, Untrusted
from scrubbing.engine.verify.raw import RawSearch
from tests.scrubbing.engine.git import repositories as made
from tests.scrubbing.engine.git.repositories import CANARY

NEEDLES = tuple(merge([], [CANARY, "Quarrington"], [], b"k" * 32).needles())
MARK = re.compile(r"Zelda[ _.-]Quarrington", re.IGNORECASE)


@pytest.fixture(scope="module")
def planted(tmp_path_factory) -> bytes:
    return made.bundle_of(made.planted(tmp_path_factory.mktemp("git") / "shop"))


def extracted(data: bytes):
    return HANDLER.extract(Untrusted("a.bundle", data), Tools())


def rewritten(data: bytes, edits=()) -> bytes:
    return HANDLER.rewrite(Untrusted("a.bundle", data), edits, (), Tools())


def edits_of(units) -> list[Edit]:
    return [
        Edit(unit.locator, match.start(), match.end(), "Lena", Kind.PERSON)
        for unit in units
        if not unit.removable
        for match in MARK.finditer(unit.text)
    ]


def tracked(folder) -> dict[str, bytes]:
    names = made.git(folder, "ls-files", "-z").split("\0")
    return {name: (folder / name).read_bytes() for name in names if name}


def refused(data: bytes) -> str:
    with pytest.raises(ScrubError) as error:
        rewritten(data)
    return error.value.code


def test_a_bundle_is_known_by_its_first_line(planted):
    assert identify("a.bundle", planted).format == "bundle"


def test_the_copy_clones_with_the_files_of_the_last_commit_and_one_commit_by_nobody(
    planted, tmp_path
):
    copy = made.cloned(rewritten(planted, edits_of(extracted(planted).units)), tmp_path / "c")
    assert tracked(copy) == {
        ".gitattributes": b"*.txt filter=evil diff=evil\n",
        "Lena/notes.txt": b"by Lena\n" * 60 + b"and one line more\n",
        "run.sh": b"#!/bin/sh\necho hello\n",
    }
    assert os.access(copy / "run.sh", os.X_OK)
    said = made.git(copy, "log", "--all", "--format=%an <%ae> %ad|%cn|%B", "--date=raw")
    assert said.split("\n", 1)[0] == (
        "Airlock <airlock@example.invalid> 315532800 +0000|Airlock|Scrubbed snapshot"
    )
    assert made.git(copy, "rev-list", "--all", "--count").strip() == "1"
    refs = made.git(copy, "for-each-ref", "--format=%(refname)").split()
    assert sorted(refs) == [
        "refs/heads/main", "refs/remotes/origin/HEAD", "refs/remotes/origin/Lena/wip",
        "refs/remotes/origin/main", "refs/tags/v1-Lena",
    ]  # fmt: skip


def test_history_says_who_and_is_left_behind(planted):
    found = extracted(planted)
    people = {fact.untrusted_value for fact in found.facts if fact.name == "git_author"}
    assert people == {
        "Ada Byron", "ada@example.org", CANARY, "zelda@example.com", "Sam Trailer",
        "sam@example.net",
    }  # fmt: skip
    gone = {unit.text.strip() for unit in found.units if unit.removable and MARK.search(unit.text)}
    assert gone == {f"Third, for {CANARY}", f"Released by {CANARY}", f"/home/{CANARY}"}


def test_a_delta_that_says_too_large_a_size_is_refused_before_it_is_made():
    with pytest.raises(ScrubError) as error:
        deltas.apply(b"x", made.varint(1) + made.varint(1 << 40) + b"\x90\x01")
    assert error.value.code == "too_big"


SPOILED = {
    "short": lambda data: data[:-30],
    "half": lambda data: data[: len(data) // 2],
    "a ref without a name": lambda data: data.replace(b" HEAD\n", b"\n", 1),
    "a wrong hash": lambda data: data[:-1] + bytes([data[-1] ^ 1]),
    "more behind it": lambda data: data + b"junk" * 10,
}


@pytest.mark.parametrize("spoil", SPOILED.values(), ids=SPOILED)
def test_a_damaged_bundle_is_broken(planted, spoil):
    assert refused(spoil(planted)) == "broken"


def test_a_bundle_of_another_hash_is_refused():
    data = b"# v3 git bundle\n@object-format=sha256\n" + b"1" * 64 + b" HEAD\n\nPACK"
    assert refused(data) == "unsupported"


def test_nothing_of_a_hostile_repository_runs(tmp_path, planted):
    """The settings of the copy are git's own; its attributes name filters that nobody has."""
    copy = made.cloned(rewritten(planted), tmp_path / "c")
    assert "evil" not in (copy / ".git" / "config").read_text()
    ran = subprocess.run(["git", "status", "--short"], cwd=copy, capture_output=True, check=True)
    assert ran.stdout == b""


@pytest.mark.slow
def test_the_whole_way_leaves_nothing_of_the_canary(planted, tmp_path):
    policy = shipped()
    untrusted = Untrusted(f"{CANARY}.bundle", planted)
    reading = read(untrusted, policy)
    knowledge = merge([reading], [CANARY], [], b"k" * 32)
    cleaned = clean(untrusted, reading, knowledge, policy).cleaned
    assert MARK.findall(cleaned.name) == []
    assert not RawSearch(NEEDLES, ()).find(cleaned.data)
    assert len(tracked(made.cloned(cleaned.data, tmp_path / "c"))) == 3


PARTS = st.text(st.characters(categories=["Ll", "Nd"]), min_size=1, max_size=8)


@settings(max_examples=40, deadline=None)
@given(
    st.dictionaries(st.lists(PARTS, min_size=1, max_size=4).map("/".join), st.binary(max_size=90))
)
def test_any_files_come_back_from_a_bundle(files):
    paths = {path: data for path, data in files.items()
             if not any(other.startswith(f"{path}/") for other in files)}  # fmt: skip
    made_of = bundles.write([File(path, data) for path, data in paths.items()], ["main"], [])
    repository = bundles.read(made_of)
    commits = dict(repository.told("commit"))
    found = repository.snapshot(commits[repository.head_commit(commits, {})]).files
    assert {file.untrusted_path: file.data for file in found} == paths


@settings(max_examples=80, deadline=None)
@given(st.integers(0, 4000), st.binary(min_size=1, max_size=40), st.data())
def test_damage_is_refused_and_never_crashes(at, junk, data):
    whole = made.hostile(("100644", "a.txt", b"some words\n"), ("100644", "b.txt", b"more words\n"))
    at %= len(whole)
    spoiled = whole[:at] + junk + whole[at + len(junk) :]
    try:
        rewritten(spoiled)
    except ScrubError:
        return


@given(st.binary(max_size=200), st.binary(max_size=200))
def test_any_delta_is_applied_or_refused(base, delta):
    try:
        deltas.apply(base, delta)
    except ScrubError as error:
        assert error.code in {"broken", "too_big"}  # noqa: PT017 - both ways end the test
