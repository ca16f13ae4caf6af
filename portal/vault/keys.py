"""Keys of subjects: made, opened, destroyed. The only door to a key."""

import secrets
from collections.abc import Sequence
from uuid import UUID

from django.db import connections, transaction
from django.utils import timezone

from portal.vault import ledger
from portal.vault.errors import KeyDestroyed, KeyMissing
from portal.vault.key import Key, about
from portal.vault.master import KEY_BYTES, MasterKeys, master_keys
from portal.vault.models import KeyKind, Shred, WrappedKey
from portal.vault.router import KEY_STORE

__all__ = [
    "Key",
    "KeyKind",
    "create",
    "destroy",
    "is_destroyed",
    "open",
    "open_many",
    "replay_shreds",
    "rewrap",
]


def create(kind: KeyKind, subject: UUID) -> Key:
    """The subject's key, made now if there is none. Raises ``KeyDestroyed``.

    A repeat gives the same key, so that a step that runs twice changes nothing.
    """
    _check_alive(kind, subject)
    ring = master_keys()
    wrapped = ring.wrap(secrets.token_bytes(KEY_BYTES), about(kind, subject))
    row, _made = WrappedKey.objects.get_or_create(
        kind=kind, subject=subject, defaults={"master_id": ring.current, "wrapped": wrapped}
    )
    return _unwrapped(row, ring)


def open(kind: KeyKind, subject: UUID) -> Key:  # noqa: A001 - reads as keys.open
    """The subject's key. Raises ``KeyDestroyed``, ``KeyMissing``, ``MasterKeyMissing``."""
    _check_alive(kind, subject)
    row = WrappedKey.objects.filter(kind=kind, subject=subject).first()
    if row is None:
        raise KeyMissing(kind.value)
    return _unwrapped(row, master_keys())


def open_many(kind: KeyKind, subjects: Sequence[UUID]) -> dict[UUID, Key]:
    """The keys of many subjects in two queries; those that are missing or destroyed are left out."""
    shredded = set(
        Shred.objects.filter(kind=kind, subject__in=subjects).values_list("subject", flat=True)
    )
    rows = WrappedKey.objects.filter(kind=kind, subject__in=subjects)
    ring = master_keys()
    return {
        row.subject: _unwrapped(row, ring)
        for row in rows
        if row.subject not in shredded and not ledger.holds(kind, row.subject)
    }


def destroy(kind: KeyKind, subject: UUID, reason: str) -> None:
    """Makes everything under the key unreadable, for good, in every backup too.

    The ledger is written first: a crash after it leaves a key that does not open and
    that the next replay deletes. Doing it again changes nothing. ``reason`` is a word
    of ours ("withdrawn", "purged").
    """
    if not ledger.holds(kind, subject):
        ledger.append(ledger.Entry(kind, subject, reason, timezone.now()))
    replay_shreds()


def is_destroyed(kind: KeyKind, subject: UUID) -> bool:
    """Asks the ledger and its table: either is enough."""
    return ledger.holds(kind, subject) or Shred.objects.filter(kind=kind, subject=subject).exists()


def replay_shreds() -> int:
    """Deletes every key the ledger names; gives how many there still were.

    Runs at the start of a restored system. ``open`` asks the ledger as well, so a
    system that forgot to replay still reads nothing.
    """
    with transaction.atomic(using=KEY_STORE):
        for entry in ledger.entries():
            Shred.objects.get_or_create(
                kind=entry.kind,
                subject=entry.subject,
                defaults={"reason": entry.reason, "at": entry.at},
            )
        deleted = sum(_delete_key(shred) for shred in Shred.objects.iterator())
    if deleted:
        _forget_old_pages()
    return deleted


def rewrap() -> int:
    """Wraps every key by the current master key; gives how many were changed."""
    ring, changed = master_keys(), 0
    for row in WrappedKey.objects.exclude(master_id=ring.current).iterator():
        material = ring.unwrap(bytes(row.wrapped), _about(row), row.master_id)
        changed += WrappedKey.objects.filter(pk=row.pk, master_id=row.master_id).update(
            master_id=ring.current, wrapped=ring.wrap(material, _about(row))
        )
    return changed


def _check_alive(kind: KeyKind, subject: UUID) -> None:
    if is_destroyed(kind, subject):
        raise KeyDestroyed(kind.value)


def _unwrapped(row: WrappedKey, ring: MasterKeys) -> Key:
    kind = KeyKind(row.kind)
    material = ring.unwrap(bytes(row.wrapped), _about(row), row.master_id)
    return Key(kind, row.subject, material)


def _about(row: WrappedKey) -> str:
    return about(KeyKind(row.kind), row.subject)


def _delete_key(shred: Shred) -> int:
    return WrappedKey.objects.filter(kind=shred.kind, subject=shred.subject).delete()[0]


def _forget_old_pages() -> None:
    """SQLite's write-ahead log still holds the deleted row until it is folded in."""
    connection = connections[KEY_STORE]
    if connection.vendor == "sqlite" and not connection.in_atomic_block:
        with connection.cursor() as cursor:
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
