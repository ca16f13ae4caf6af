import stat

import pytest
from django.core.exceptions import SuspiciousFileOperation
from django.core.files.base import ContentFile

from portal.storage import NoAddressError, PrivateLocalStorage, checked_key, new_key


@pytest.fixture
def storage(tmp_path):
    return PrivateLocalStorage(tmp_path / "place")


def test_object_is_private_and_has_no_address(storage, tmp_path):
    name = storage.save(new_key(), ContentFile(b"sealed"))
    path = tmp_path / "place" / name
    modes = [stat.S_IMODE(p.stat().st_mode) for p in (path, path.parent, path.parents[1])]
    assert modes == [0o600, 0o700, 0o700]
    with pytest.raises(NoAddressError):
        storage.url(name)
    with storage.open(name) as file:
        assert file.read() == b"sealed"


def test_object_is_never_written_over(storage):
    name = storage.save(new_key(), ContentFile(b"first"))
    with pytest.raises(SuspiciousFileOperation):
        storage.save(name, ContentFile(b"second"))


@pytest.mark.parametrize(
    "name", ["../up", "/etc/passwd", "a/../b", "Memo.docx", "a b", "", "a//b", "a\n", "é"]
)
def test_names_that_the_server_did_not_make_are_refused(storage, name):
    for action in (lambda: storage.save(name, ContentFile(b"x")), lambda: storage.delete(name)):
        with pytest.raises(SuspiciousFileOperation):
            action()
    with pytest.raises(SuspiciousFileOperation):
        checked_key(name)


def test_keys_are_different_each_time():
    assert len({new_key() for _ in range(1000)}) == 1000


def test_writing_appears_whole_or_not_at_all(storage):
    name = new_key()
    with pytest.raises(ZeroDivisionError), storage.writing(name) as file:
        file.write(b"half" * (1 // 0))
    assert not storage.exists(name)
    with storage.writing(name) as file:
        file.write(b"whole")
        assert not storage.exists(name)
    with storage.open(name) as file:
        assert file.read() == b"whole"


def test_delete_takes_a_folder_of_parts_and_may_be_repeated(storage, tmp_path):
    folder = new_key()
    for number in range(3):
        with storage.writing(f"{folder}/{number}-ab") as file:
            file.write(b"part")
    storage.delete(folder)
    storage.delete(folder)
    assert [p for p in (tmp_path / "place").rglob("*") if p.is_file()] == []


def test_sweep_takes_what_a_killed_process_was_writing(storage, tmp_path):
    aside = tmp_path / "place" / ".incoming"
    aside.mkdir(parents=True)
    (aside / "old").write_bytes(b"half")
    stamp = (aside / "old").stat().st_mtime
    assert storage.sweep_aside(stamp - 1) == 0
    assert storage.sweep_aside(stamp + 1) == 1
    assert list(aside.iterdir()) == []
