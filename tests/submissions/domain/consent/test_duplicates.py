"""The same or nearly the same file from somebody else holds for a reviewer; one's own does not."""

import hashlib
import io
import zipfile

import pytest
from django.core.management import CommandError, call_command

from portal.programmes.roles import Role
from scrubbing.engine.identify import identify
from scrubbing.engine.reading import Reading
from scrubbing.engine.registry import Tools, extract_with
from scrubbing.engine.types import Extraction, Role as Place, Unit, Untrusted
from submissions.domain import drafts
from submissions.domain.consent import duplicates, lifting, sides, verdicts
from submissions.domain.consent.lifting import Word
from submissions.domain.withdrawal import purge, withdraw
from submissions.models import FileTrace, TraceBand
from submissions.states import State
from tests.factories import people, rights, samples
from tests.submissions.domain.consent.test_likeness import pair
from tests.submissions.way import work

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def handed_in(programme, contractor, text, blob="a" * 40, state=State.CONSENT):
    """A sample whose one file reads as this text."""
    row = samples.submission(programme, contractor, state)
    rights.all_clear(row)
    units = (Unit("1", text), Unit("n", "Report by Ada", Place.NAME))
    reading = Reading("memo.txt", "0" * 64, Extraction("txt", units), ())
    duplicates.remember(row.artefacts.get(), duplicates.prepare(reading, blob))
    return row


@pytest.fixture
def other(programme):
    return people.member(programme, Role.CONTRACTOR)


def ruled(row):
    first, _ = verdicts.evaluate(row, drafts.read_task(row))
    return first.rule, first.party.value


@pytest.mark.parametrize(("share", "expected"), [(0.75, 1), (0.6, 0)])
def test_a_near_copy_of_anothers_file_is_counted(programme, contractor, other, share, expected):
    """The likeness of texts this short is exact, whatever the portal's key."""
    one, two = pair(share)
    handed_in(programme, contractor, one)
    mine = handed_in(programme, other, two, "b" * 40)
    assert len(duplicates.matches(mine)) == expected


def test_a_copy_of_anothers_file_holds_for_a_reviewer(programme, contractor, other):
    one, two = pair(0.8)
    first = handed_in(programme, contractor, one)
    assert ruled(first) == ("R15", "nobody")
    assert ruled(handed_in(programme, other, two, "b" * 40)) == ("R12", "reviewer")


def test_a_lifted_copy_stands_for_no_other_file(programme, contractor, other, reviewer):
    """Files without any finding: the waiver is bound to them all the same."""
    handed_in(programme, contractor, pair(1.0)[0])
    mine = handed_in(programme, other, pair(1.0)[0], "b" * 40)
    assert work(mine) is State.HELD
    shown = sides.now(mine).inputs_sha256
    lifting.decide_hold(mine.pk, reviewer, Word(True, "Both wrote it together.", shown))
    assert ruled(mine) == ("R15", "nobody")
    mine.artefacts.update(sha256="e" * 64)
    assert ruled(mine) == ("R12", "reviewer")


def test_the_same_bytes_are_found_even_where_nothing_is_written(programme, contractor, other):
    handed_in(programme, contractor, "")
    mine = handed_in(programme, other, "")
    (match,) = duplicates.matches(mine)
    assert (match.artefact_id, match.likeness) == (mine.artefacts.get().pk, 1.0)


def test_a_copy_in_another_programme_is_found(programme, contractor):
    elsewhere = people.programme()
    handed_in(programme, contractor, pair(1.0)[0])
    stranger = people.member(elsewhere, Role.CONTRACTOR)
    assert len(duplicates.matches(handed_in(elsewhere, stranger, pair(1.0)[0]))) == 1


def test_ones_own_resubmission_is_no_conflict(programme, contractor):
    handed_in(programme, contractor, pair(1.0)[0])
    assert duplicates.matches(handed_in(programme, contractor, pair(1.0)[0])) == []


@pytest.mark.parametrize("gone", [withdraw, purge])
def test_what_was_taken_back_leaves_the_index(programme, contractor, other, gone):
    state = State.WITHDRAWN if gone is purge else State.CLEARANCE
    theirs = handed_in(programme, contractor, pair(1.0)[0], state=state)
    mine = handed_in(programme, other, pair(1.0)[0], "b" * 40)
    assert FileTrace.objects.count() == 2
    if gone is purge:
        purge(theirs)
    else:
        withdraw(theirs.pk, contractor)
    assert list(FileTrace.objects.values_list("artefact__submission", flat=True)) == [mine.pk]
    assert len(duplicates.matches(mine)) == 0


def test_a_file_read_again_takes_the_place_of_its_entry(programme, contractor):
    row = handed_in(programme, contractor, pair(1.0)[0])
    reading = Reading("memo.txt", "0" * 64, Extraction("txt", (Unit("1", pair(1.0)[0]),)), ())
    duplicates.remember(row.artefacts.get(), duplicates.prepare(reading, "c" * 40))
    assert (FileTrace.objects.count(), TraceBand.objects.count()) == (1, 32)


def packed(*texts):
    """A zip with these files, as bytes."""
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for number, text in enumerate(texts):
            archive.writestr(f"work/part-{number}.txt", text)
    return target.getvalue()


def read_as(name, data):
    read = extract_with(Tools(), identify(name, data), Untrusted(name, data))
    return Reading(name, "0" * 64, read, ())


def handed_in_file(programme, contractor, name, data):
    row = samples.submission(programme, contractor, State.CONSENT)
    rights.all_clear(row)
    blob = hashlib.sha1(b"blob %d\0" % len(data) + data, usedforsecurity=False).hexdigest()
    duplicates.remember(row.artefacts.get(), duplicates.prepare(read_as(name, data), blob))
    return row


def story(seed):
    """Some 2,600 letters that no other seed shares."""
    return " ".join(f"{seed}{number}word" for number in range(260))


def test_a_file_in_an_archive_is_found_in_anothers_and_alone(programme, contractor, other):
    shared, near = story("a"), story("b")
    handed_in_file(programme, contractor, "work.zip", packed(shared, near, story("c")))
    nearly = near.replace("b9word", "other")
    mine = handed_in_file(programme, other, "mine.zip", packed(story("d"), shared, nearly))
    (match,) = duplicates.matches(mine)
    assert (match.parts, match.likeness) == (2, 1.0)
    assert ruled(mine) == ("R12", "reviewer")
    third = people.member(programme, Role.CONTRACTOR)
    alone = handed_in_file(programme, third, "story.txt", shared.encode())
    assert {match.parts for match in duplicates.matches(alone)} == {1}
    fourth = people.member(programme, Role.CONTRACTOR)
    assert ruled(handed_in_file(programme, fourth, "own.zip", packed(story("x")))) == (
        "R15",
        "nobody",
    )


@pytest.mark.slow
def test_what_many_hold_inside_small_ones_and_public_ones_are_no_conflict(
    programme, contractor, other, tmp_path
):
    small = "A small module that many have.\n" * 3
    handed_in_file(programme, contractor, "one.zip", packed(small, story("a")))
    assert (
        duplicates.matches(handed_in_file(programme, other, "two.zip", packed(small, story("b"))))
        == []
    )
    template = story("t")
    for number in range(duplicates.COMMON):
        person = people.member(programme, Role.CONTRACTOR)
        row = handed_in_file(programme, person, "t.zip", packed(template, story(f"own{number}")))
        assert len(duplicates.matches(row)) == number
    person = people.member(programme, Role.CONTRACTOR)
    assert duplicates.matches(handed_in_file(programme, person, "t.zip", packed(template))) == []
    known = story("k").encode()
    blob = hashlib.sha1(b"blob %d\0" % len(known) + known, usedforsecurity=False).hexdigest()
    duplicates.learn_public([blob])
    handed_in_file(programme, contractor, "k.zip", packed(known.decode(), story("m")))
    assert (
        duplicates.matches(handed_in_file(programme, other, "k2.zip", packed(known.decode()))) == []
    )


def test_what_one_person_hands_in_often_is_still_theirs(programme, contractor, other, monkeypatch):
    monkeypatch.setattr(duplicates, "COMMON", 2)
    work = story("w")
    for number in range(2):
        handed_in_file(programme, contractor, "w.zip", packed(work, story(f"own{number}")))
    taken = handed_in_file(programme, other, "mine.zip", packed(work, story("n")))
    assert len(duplicates.matches(taken)) == 2


def test_archives_leave_a_bounded_number_of_traces(programme, contractor, monkeypatch):
    monkeypatch.setattr(duplicates, "MOST_PARTS", 3)
    data = packed(*(story(f"p{number}") for number in range(5)))
    row = handed_in_file(programme, contractor, "many.zip", data)
    parts = FileTrace.objects.filter(artefact__submission=row).values_list("part", flat=True)
    assert "" in parts
    assert len(parts) == 4


def test_archives_inside_archives_are_looked_into(programme, contractor, other):
    inner = packed(story("a"))
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("deep.zip", inner + b"")
        archive.writestr("filler.txt", story("f"))
    row = handed_in_file(programme, contractor, "outer.zip", target.getvalue())
    parts = set(FileTrace.objects.filter(artefact__submission=row).values_list("part", flat=True))
    assert parts >= {"", "0!0", "1"}
    mine = handed_in_file(programme, other, "story.txt", story("a").encode())
    assert [match.parts for match in duplicates.matches(mine)] == [1]


def test_the_index_holds_no_hash_that_can_be_guessed(programme, contractor):
    text = pair(1.0)[0]
    blob = hashlib.sha1(b"blob 4\0text", usedforsecurity=False).hexdigest()
    handed_in(programme, contractor, text, blob)
    trace = FileTrace.objects.get()
    guesses = {blob, hashlib.sha256(blob.encode()).hexdigest()}
    assert trace.exact not in guesses
    shingle = " ".join(text.split()[:5]).encode()
    assert hashlib.blake2b(shingle, digest_size=8).digest() not in bytes(trace.sketch)


def test_a_known_public_copy_is_counted(programme, contractor, tmp_path):
    mine = handed_in(programme, contractor, "", "d" * 40)
    assert len(duplicates.matches(mine)) == 0
    listed = tmp_path / "public.txt"
    listed.write_text(f"swh:1:cnt:{'d' * 40}\n{'e' * 40}\n")
    call_command("add_public_copies", str(listed))
    (match,) = duplicates.matches(mine)
    assert match.other_id is None


def test_a_list_of_public_copies_with_other_lines_is_refused(tmp_path):
    listed = tmp_path / "public.txt"
    listed.write_text("swh:1:dir:abc\n")
    with pytest.raises(CommandError):
        call_command("add_public_copies", str(listed))


def test_blob_ids_are_those_of_git(tmp_path):
    path = tmp_path / "hello.txt"
    path.write_bytes(b"hello world\n")
    assert duplicates.blob_id(path) == "3b18e512dba79e4c8300dd08aeb37f8e728b8dad"


def test_looking_up_asks_as_often_in_a_large_index(
    programme, contractor, other, django_assert_num_queries
):
    mine = handed_in(programme, contractor, pair(1.0)[0])
    for seed in range(1, 6):
        handed_in(programme, other, pair(0.8, seed=seed)[0], f"{seed}" * 40)
        if seed in (1, 5):
            with django_assert_num_queries(6):
                assert len(duplicates.matches(mine)) == 1
