"""Writing to the log: in the transaction of the event, with the head row locked last.

Models are imported inside the functions: this module is loaded with the app's package,
before Django knows its models.
"""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from functools import partial
from itertools import groupby
from typing import Protocol
from uuid import UUID, uuid4

from django.db import transaction as database
from django.utils import timezone

from portal.audit.canonical import Scalar, canonical
from portal.audit.rows import Row


class Account(Protocol):
    """Anything with an account's id; the model itself lives a floor above."""

    @property
    def pk(self) -> UUID: ...


@dataclass(frozen=True, slots=True)
class Entry:
    chain: str
    event: str
    actor: str
    subject_kind: str
    subject: str
    facts: str
    id: str = field(default_factory=lambda: uuid4().hex)


_pending: ContextVar[list[Entry] | None] = ContextVar("audit_pending", default=None)


def record(
    event: str,
    *,
    programme_id: UUID | None = None,
    actor: UUID | Account | None = None,
    subject: tuple[str, UUID] | None = None,
    facts: Mapping[str, Scalar] | None = None,
) -> None:
    """Adds one event to the programme's chain, or to the platform's without a programme.

    Inside ``audit.transaction()`` it is written just before the commit, after every other
    lock. Elsewhere it is written at once and holds the chain's lock until the caller's
    transaction ends: call it last. ``facts`` carry ids, counts, codes and keyed hashes
    only; never text of an upload and never a name or an address.
    """
    kind, name = _subject(subject)
    entry = Entry(
        chain=str(programme_id) if programme_id else "platform",
        event=event,
        actor=person(actor) if actor else "",
        subject_kind=kind,
        subject=name,
        facts=canonical(dict(facts or {})).decode(),
    )
    pending = _pending.get()
    if pending is None:
        with database.atomic():
            _append([entry])
    else:
        pending.append(entry)


def record_denial(
    event: str,
    *,
    programme_id: UUID | None = None,
    actor: UUID | Account | None = None,
    subject: tuple[str, UUID] | None = None,
    facts: Mapping[str, Scalar] | None = None,
) -> None:
    """Adds a refusal in a transaction of its own, so that it outlives what was refused.

    Call it after the refused transaction has ended; inside one it raises RuntimeError,
    because the row would vanish with the rollback.
    """
    with database.atomic(durable=True):
        record(event, programme_id=programme_id, actor=actor, subject=subject, facts=facts)


@contextmanager
def transaction() -> Iterator[None]:
    """A database transaction whose events are written at its end, chain by chain in order.

    So the head rows are the last locks taken, always in the same order: writers cannot
    deadlock on them. Inside another one it joins it; what a failed inner one recorded is
    forgotten with it.
    """
    outer = _pending.get()
    with database.atomic():
        if outer is not None:
            yield from _joined(outer)
            return
        entries: list[Entry] = []
        token = _pending.set(entries)
        try:
            yield
        finally:
            _pending.reset(token)
        _append(entries)


def _joined(outer: list[Entry]) -> Iterator[None]:
    mark = len(outer)
    try:
        yield
    except BaseException:
        del outer[mark:]
        raise


def person(account: UUID | Account) -> str:
    """How the log names an account: a hash under that account's key, dead once it is erased."""
    from portal.audit.people import reference

    return reference(account if isinstance(account, UUID) else account.pk)


def _subject(subject: tuple[str, UUID] | None) -> tuple[str, str]:
    if subject is None:
        return "", ""
    kind, name = subject
    return kind, person(name) if kind == "account" else str(name)


def _append(entries: list[Entry]) -> None:
    for chain, group in groupby(sorted(entries, key=lambda entry: entry.chain), _chain_of):
        _append_to(chain, list(group))


def _chain_of(entry: Entry) -> str:
    return entry.chain


def _append_to(chain: str, entries: list[Entry]) -> None:
    from portal.audit import checkpoints
    from portal.audit.models import AuditEvent, AuditHead

    heads = AuditHead.objects.select_for_update().filter(chain=chain)
    head = heads.first()
    if head is None:
        AuditHead.objects.bulk_create([AuditHead(chain=chain)], ignore_conflicts=True)
        head = heads.get()
    for entry in entries:
        row = _row(entry, head.number + 1, head.hash)
        AuditEvent.objects.create(**{name: getattr(row, name) for name in row.__slots__})
        head.number, head.hash = row.number, row.hash
    head.save(update_fields=["number", "hash"])
    database.on_commit(partial(checkpoints.remember, chain, head.number, head.hash), robust=True)


def _row(entry: Entry, number: int, previous: str) -> Row:
    return Row(
        id=entry.id,
        chain=entry.chain,
        number=number,
        at=timezone.now().strftime("%Y-%m-%dT%H:%M:%S.%fZ"),
        event=entry.event,
        actor=entry.actor,
        subject_kind=entry.subject_kind,
        subject=entry.subject,
        facts=entry.facts,
        previous=previous,
    ).sealed()
