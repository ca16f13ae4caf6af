import base64
import secrets
import uuid
from io import BytesIO

import pytest
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command

from portal.vault import keys, ledger
from portal.vault.errors import KeyDestroyed, KeyMissing, MasterKeyMissing, Tampered
from portal.vault.models import KeyKind, Shred, WrappedKey

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def fresh_master(name: str) -> str:
    return f"{name}:{base64.b64encode(secrets.token_bytes(32)).decode()}"


def test_key_is_the_same_when_made_twice_and_when_opened():
    subject = uuid.uuid4()
    first = keys.create(KeyKind.SUBMISSION, subject)
    again = keys.create(KeyKind.SUBMISSION, subject)
    assert first.subkey("originals") == again.subkey("originals")
    assert keys.open(KeyKind.SUBMISSION, subject).subkey("originals") == first.subkey("originals")


def test_key_gives_other_subkeys_for_other_purposes_subjects_and_kinds():
    subject = uuid.uuid4()
    drawn = {
        keys.create(KeyKind.SUBMISSION, subject).subkey("a"),
        keys.create(KeyKind.SUBMISSION, subject).subkey("b"),
        keys.create(KeyKind.SUBMISSION, uuid.uuid4()).subkey("a"),
        keys.create(KeyKind.ENGAGEMENT, subject).subkey("a"),
    }
    assert [len(key) for key in drawn] == [32] * 4


def test_key_does_not_show_its_material():
    key = keys.create(KeyKind.ACCOUNT, uuid.uuid4())
    assert "_material" not in repr(key)


def test_open_without_a_key_says_missing():
    with pytest.raises(KeyMissing):
        keys.open(KeyKind.SUBMISSION, uuid.uuid4())


def test_wrapped_key_does_not_hold_the_key():
    subject = uuid.uuid4()
    key = keys.create(KeyKind.SUBMISSION, subject)
    row = WrappedKey.objects.get(subject=subject)
    assert len(bytes(row.wrapped)) == 12 + 32 + 16
    assert key._material not in bytes(row.wrapped)


def test_wrapped_key_exchanged_between_subjects_does_not_open():
    one, other = uuid.uuid4(), uuid.uuid4()
    keys.create(KeyKind.SUBMISSION, one)
    keys.create(KeyKind.SUBMISSION, other)
    stolen = WrappedKey.objects.get(subject=one).wrapped
    WrappedKey.objects.filter(subject=other).update(wrapped=stolen)
    with pytest.raises(Tampered):
        keys.open(KeyKind.SUBMISSION, other)


def test_seal_gives_back_what_was_sealed_only_in_its_place():
    key = keys.create(KeyKind.SUBMISSION, uuid.uuid4())
    sealed = key.seal("typed", b"the request", aad=b"field 1")
    assert key.unseal("typed", sealed, aad=b"field 1") == b"the request"
    assert b"request" not in sealed
    for purpose, aad in (("typed", b"field 2"), ("other", b"field 1")):
        with pytest.raises(Tampered):
            key.unseal(purpose, sealed, aad=aad)


def test_seal_of_another_subject_does_not_open():
    one = keys.create(KeyKind.SUBMISSION, uuid.uuid4())
    other = keys.create(KeyKind.SUBMISSION, uuid.uuid4())
    with pytest.raises(Tampered):
        other.unseal("typed", one.seal("typed", b"x"))


@pytest.mark.parametrize("place", [0, 1, 13, -1])
def test_seal_with_one_changed_byte_does_not_open(place):
    key = keys.create(KeyKind.SUBMISSION, uuid.uuid4())
    sealed = bytearray(key.seal("typed", b"the request"))
    sealed[place] ^= 1
    with pytest.raises(Tampered):
        key.unseal("typed", bytes(sealed))


def test_digest_is_equal_for_equal_text_under_one_key_only():
    one = keys.create(KeyKind.SUBMISSION, uuid.uuid4())
    other = keys.create(KeyKind.SUBMISSION, uuid.uuid4())
    assert one.digest("names", "Ada") == one.digest("names", "Ada")
    assert len({key.digest("names", "Ada") for key in (one, other)}) == 2
    assert one.digest("names", "Ada") != one.digest("domains", "Ada")


def test_destroy_makes_the_key_gone_for_good_and_may_be_repeated():
    subject = uuid.uuid4()
    keys.create(KeyKind.SUBMISSION, subject)
    keys.destroy(KeyKind.SUBMISSION, subject, "purged")
    keys.destroy(KeyKind.SUBMISSION, subject, "purged")
    assert WrappedKey.objects.count() == 0
    assert [(row.subject, row.reason) for row in Shred.objects.all()] == [(subject, "purged")]
    assert [entry.subject for entry in ledger.entries()] == [subject]
    for door in (keys.open, keys.create):
        with pytest.raises(KeyDestroyed):
            door(KeyKind.SUBMISSION, subject)


def test_destroy_touches_no_other_key():
    subject, other = uuid.uuid4(), uuid.uuid4()
    for one in (subject, other):
        keys.create(KeyKind.SUBMISSION, one)
    keys.create(KeyKind.ENGAGEMENT, subject)
    keys.destroy(KeyKind.SUBMISSION, subject, "purged")
    assert keys.open(KeyKind.SUBMISSION, other).subject == other
    assert keys.open(KeyKind.ENGAGEMENT, subject).subject == subject


def test_key_in_the_ledger_does_not_open_even_before_the_replay():
    subject = uuid.uuid4()
    keys.create(KeyKind.SUBMISSION, subject)
    row = WrappedKey.objects.get()
    keys.destroy(KeyKind.SUBMISSION, subject, "withdrawn")
    row.pk = None
    row.save()
    with pytest.raises(KeyDestroyed):
        keys.open(KeyKind.SUBMISSION, subject)
    assert keys.replay_shreds() == 1
    assert WrappedKey.objects.count() == 0


def test_key_in_the_table_alone_does_not_open():
    """The ledger's file was lost with its disk, the key store was not."""
    subject = uuid.uuid4()
    keys.create(KeyKind.SUBMISSION, subject)
    keys.destroy(KeyKind.SUBMISSION, subject, "withdrawn")
    ledger.path().unlink()
    with pytest.raises(KeyDestroyed):
        keys.open(KeyKind.SUBMISSION, subject)


def test_ledger_is_private_grows_only_and_may_lie_elsewhere(settings, tmp_path):
    settings.AIRLOCK_SHRED_LEDGER = str(tmp_path / "apart" / "ledger.jsonl")
    subjects = [uuid.uuid4(), uuid.uuid4()]
    for subject in subjects:
        keys.destroy(KeyKind.SUBMISSION, subject, "purged")
    file = tmp_path / "apart" / "ledger.jsonl"
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    assert [entry.subject for entry in ledger.entries(file)] == subjects


def test_ledger_that_another_process_wrote_to_is_read_again():
    first, second = uuid.uuid4(), uuid.uuid4()
    keys.destroy(KeyKind.SUBMISSION, first, "purged")
    assert ledger.holds(KeyKind.SUBMISSION, first)
    assert not ledger.holds(KeyKind.SUBMISSION, second)
    line = ledger.path().read_bytes().replace(str(first).encode(), str(second).encode())
    with ledger.path().open("ab") as file:
        file.write(line)
    assert ledger.holds(KeyKind.SUBMISSION, second)


def test_ledger_passes_over_a_line_that_a_crash_cut():
    before, after = uuid.uuid4(), uuid.uuid4()
    for subject in (before, after):
        keys.create(KeyKind.SUBMISSION, subject)
    keys.destroy(KeyKind.SUBMISSION, before, "purged")
    with ledger.path().open("ab") as file:
        file.write(b'{"kind": "submission", "sub')
    keys.destroy(KeyKind.SUBMISSION, after, "purged")
    assert [entry.subject for entry in ledger.entries()] == [before, after]


def test_rotation_rewraps_so_that_the_old_master_key_may_go(settings):
    old = settings.AIRLOCK_MASTER_KEYS[0]
    subject = uuid.uuid4()
    sealed = keys.create(KeyKind.SUBMISSION, subject).seal("typed", b"text")
    new = fresh_master("m2")
    settings.AIRLOCK_MASTER_KEYS = [new, old]
    call_command("rotate_master_key")
    settings.AIRLOCK_MASTER_KEYS = [new]
    assert keys.open(KeyKind.SUBMISSION, subject).unseal("typed", sealed) == b"text"
    assert [row.master_id for row in WrappedKey.objects.all()] == ["m2"]
    settings.AIRLOCK_MASTER_KEYS = [old]
    with pytest.raises(MasterKeyMissing):
        keys.open(KeyKind.SUBMISSION, subject)


def test_rotation_run_twice_changes_nothing_more(settings):
    keys.create(KeyKind.SUBMISSION, uuid.uuid4())
    settings.AIRLOCK_MASTER_KEYS = [fresh_master("m2"), *settings.AIRLOCK_MASTER_KEYS]
    assert [keys.rewrap(), keys.rewrap()] == [1, 0]


@pytest.mark.parametrize("ring", [[], ["m1"], ["m1:!!"], ["m1:YQ=="], ["m1:" + "A" * 43 + "="] * 2])
def test_master_keys_that_are_not_keys_stop_everything(settings, ring):
    settings.AIRLOCK_MASTER_KEYS = ring
    with pytest.raises(ImproperlyConfigured):
        keys.create(KeyKind.SUBMISSION, uuid.uuid4())


def test_encrypt_gives_the_hash_and_size_of_the_plaintext():
    key = keys.create(KeyKind.SUBMISSION, uuid.uuid4())
    target, back = BytesIO(), BytesIO()
    copied = key.encrypt("originals", BytesIO(b"abc"), target, aad=b"artefact")
    assert (copied.size, copied.sha256[:8]) == (3, "ba7816bf")
    assert key.decrypt("originals", BytesIO(target.getvalue()), back, aad=b"artefact") == copied
    assert back.getvalue() == b"abc"
