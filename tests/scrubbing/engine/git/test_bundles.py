"""Bundles: read as data, cleaned, cloned by git; hostile ones refused or harmless."""

import os
import re
import subprocess
import zlib

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
EVERYTHING = ("cat-file", "--batch-all-objects", "--batch")
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


def test_every_canary_is_in_the_bundle_and_none_in_the_copy(planted, tmp_path):
    before = made.git(made.cloned(planted, tmp_path / "before"), *EVERYTHING)
    assert len(MARK.findall(before)) > 60
    output = rewritten(planted, edits_of(extracted(planted).units))
    after = made.git(made.cloned(output, tmp_path / "after"), *EVERYTHING)
    assert MARK.findall(after) == []
    assert not RawSearch(NEEDLES, ()).find(output)
    assert MARK.findall("\n".join(HANDLER.texts(output, Tools()))) == []
    unchanged = rewritten(planted)
    assert RawSearch(NEEDLES, ()).find(unchanged)
    assert len(MARK.findall("\n".join(HANDLER.texts(unchanged, Tools())))) > 60


def test_rewriting_a_rewritten_bundle_changes_nothing(planted):
    once = rewritten(planted)
    assert rewritten(once) == once == rewritten(planted)


def test_a_bundle_without_head_has_its_main_branch(tmp_path):
    folder = made.start(tmp_path / "a")
    (folder / "a.txt").write_text("x\n")
    made.commit(folder, "one")
    made.git(folder, "checkout", "-q", "-b", "other")
    (folder / "b.txt").write_text("y\n")
    made.commit(folder, "two")
    data = made.bundle_of(folder, "main", "other")
    copy = made.cloned(rewritten(data), tmp_path / "c")
    assert list(tracked(copy)) == ["a.txt"]


def test_a_bundle_that_builds_on_other_commits_is_refused(tmp_path):
    folder = made.start(tmp_path / "a")
    made.commit(folder, "one")
    (folder / "a.txt").write_text("x\n")
    made.commit(folder, "two")
    assert refused(made.bundle_of(folder, "HEAD~1..HEAD", "main")) == "unsupported"


@pytest.mark.parametrize("name", [".git", ".GIT", "git~1", ".git ", ".g\u200cit", ".git::$INDEX"])
def test_a_file_that_would_be_a_repository_somewhere_is_refused(name):
    assert refused(made.hostile(("100644", name, b"[core]\n"))) == "unsafe_path"


@pytest.mark.parametrize("name", ["..", "../a.txt", "a/b.txt", "C:"])
def test_a_file_that_leads_outside_is_refused(name):
    assert refused(made.hostile(("100644", name, b"x\n"))) == "unsafe_path"


def test_links_and_odd_modes_are_left_out(tmp_path):
    data = made.hostile(
        ("100664", "a.txt", b"x\n"), ("120000", "link", b"/etc/passwd"), ("140000", "odd", b"y")
    )
    assert tracked(made.cloned(rewritten(data), tmp_path / "c")) == {"a.txt": b"x\n"}


def test_a_submodule_is_left_out(tmp_path):
    blob = b"x\n"
    tree = made.tree_line("100644", "a.txt", made.name_of("blob", blob))
    tree += made.tree_line("160000", "sub", "1" * 40)
    said = f"tree {made.name_of('tree', tree)}\n\nx\n".encode()
    packed = made.pack(made.whole(1, said), made.whole(2, tree), made.whole(3, blob))
    data = made.bundle(made.name_of("commit", said), packed)
    assert tracked(made.cloned(rewritten(data), tmp_path / "c")) == {"a.txt": blob}


def test_a_commit_whose_files_are_missing_is_refused():
    said = b"tree " + b"1" * 40 + b"\n\nx\n"
    data = made.bundle(made.name_of("commit", said), made.pack(made.whole(1, said)))
    assert refused(data) == "broken"


@pytest.mark.slow
def test_a_pack_that_unpacks_to_far_too_much_is_a_bomb():
    zeros = made.whole(3, b"\0" * 300_000_000)
    assert len(zeros) < 400_000
    assert refused(made.bundle("1" * 40, made.pack(zeros))) == "bomb"


@pytest.mark.slow
def test_deltas_that_make_much_of_little_are_a_bomb():
    base = b"x" * 0xFFFF
    entries, name = [made.whole(3, base)], made.name_of("blob", base)
    for step in range(12):
        commands = b"\xb0\xff\xff" * 900 + bytes([1, step])  # all of the base, and one byte
        entries.append(made.delta_on(name, len(base), 0xFFFF * 900 + 1, commands))
    tree = made.tree_line("100644", "a.txt", name)
    said = f"tree {made.name_of('tree', tree)}\n\nx\n".encode()
    entries += [made.whole(1, said), made.whole(2, tree)]
    assert refused(made.bundle(made.name_of("commit", said), made.pack(*entries))) == "bomb"


def test_a_delta_that_says_too_large_a_size_is_refused_before_it_is_made():
    with pytest.raises(ScrubError) as error:
        deltas.apply(b"x", made.varint(1) + made.varint(1 << 40) + b"\x90\x01")
    assert error.value.code == "too_big"


def nested(levels: int, inmost: bytes) -> bytes:
    """A bundle of few folders, each of which names the one below it ten times."""
    trees = [inmost]
    for _ in range(levels):
        target = made.name_of("tree", trees[-1])
        trees.append(b"".join(made.tree_line("40000", str(n), target) for n in range(10)))
    said = f"tree {made.name_of('tree', trees[-1])}\n\nx\n".encode()
    entries = [made.whole(1, said), *(made.whole(2, tree) for tree in trees)]
    return made.bundle(made.name_of("commit", said), made.pack(*entries))


@pytest.mark.slow
@pytest.mark.parametrize(
    "inmost",
    [b"", b"".join(made.tree_line("160000", str(n), "1" * 40) for n in range(10))],
    ids=["empty", "submodules"],
)
def test_folders_that_name_one_another_many_times_are_a_bomb(inmost):
    assert refused(nested(6, inmost)) == "bomb"


@pytest.mark.parametrize("number", [b"\xb0", b"\xe0"], ids=["size", "distance"])
def test_a_number_without_end_is_broken(number):
    """Read to its end, one of megabytes takes hours."""
    first = number if number == b"\xb0" else b"\xe0\x00"
    entry = first + b"\xff" * 40 + b"\x01"
    assert refused(made.bundle("1" * 40, made.pack(entry + zlib.compress(b"")))) == "broken"


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
