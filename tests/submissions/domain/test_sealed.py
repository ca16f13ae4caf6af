"""Sealed columns and stored objects open only where they were put."""

import io
import uuid

import pytest
from django.core.files.base import File
from django.core.files.storage import storages

from portal.vault.errors import Tampered
from submissions.domain import sealed, vaulted
from tests.factories import samples

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def draft(programme, contractor):
    return samples.draft(programme, contractor)


@pytest.fixture
def key(draft):
    return sealed.key_of(draft.pk)


def test_a_value_opens_in_its_own_place_alone(draft, key):
    one, other = samples.file(draft), samples.file(draft)
    sealed.seal(key, one, "name_sealed", "memo.txt")
    assert sealed.unseal(key, one, "name_sealed") == "memo.txt"
    other.name_sealed = one.name_sealed
    with pytest.raises(Tampered):
        sealed.unseal(key, other, "name_sealed")
    one.task_sealed = one.name_sealed
    with pytest.raises(Tampered):
        sealed.unseal(key, one, "task_sealed")
    draft.pk, draft.name_sealed = one.pk, one.name_sealed
    with pytest.raises(Tampered):
        sealed.unseal(key, draft, "name_sealed")


def test_an_object_opens_with_its_key_purpose_and_owner_alone(programme, contractor, key):
    owner = uuid.uuid4()
    stored = vaulted.put_bytes("clean", key, "clean", owner, b"text")
    assert vaulted.get_bytes("clean", key, "clean", owner, stored) == b"text"
    stranger = sealed.key_of(samples.draft(programme, contractor).pk)
    for wrong in (
        (stranger, "clean", owner),
        (key, "preview", owner),
        (key, "clean", uuid.uuid4()),
    ):
        with pytest.raises(Tampered):
            vaulted.get_bytes("clean", *wrong, stored)


def test_a_file_opens_with_its_purpose_and_owner_alone_and_leaves_nothing(key, tmp_path):
    owner, source = uuid.uuid4(), tmp_path / "source"
    source.write_bytes(b"text")
    stored, copied = vaulted.put_file("clean", key, "clean", owner, source)
    assert (copied.size, sorted(p.name for p in tmp_path.glob("source*"))) == (4, ["source"])
    path = tmp_path / "opened"
    for purpose, who in (("preview", owner), ("clean", uuid.uuid4())):
        with pytest.raises(Tampered):
            vaulted.get_file("clean", key, purpose, who, storage_key=stored, path=path)
        assert not path.exists()
    assert vaulted.get_file("clean", key, "clean", owner, storage_key=stored, path=path) == copied
    assert path.read_bytes() == b"text"


def test_an_object_that_was_cut_does_not_open(key):
    owner = uuid.uuid4()
    stored = vaulted.put_bytes("clean", key, "clean", owner, b"text" * 100)
    with storages["clean"].open(stored, "rb") as file:
        whole = file.read()
    cut = storages["clean"].save(vaulted.new_key(), File(io.BytesIO(whole[:-1])))
    with pytest.raises(Tampered):
        vaulted.get_bytes("clean", key, "clean", owner, cut)


def test_removing_twice_changes_nothing(key):
    stored = vaulted.put_bytes("clean", key, "clean", uuid.uuid4(), b"text")
    for _ in range(2):
        vaulted.remove("clean", stored)
        assert not storages["clean"].exists(stored)
