"""Many writers at once: one chain each, no fork, no deadlock."""

import threading
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, connections

from portal import audit
from portal.audit import checkpoints, source
from portal.audit.models import AuditEvent, AuditHead
from portal.audit.verify import faults
from portal.vault import keys
from portal.vault.keys import KeyKind

WRITERS = 8
EVENTS = 1000

pytestmark = [
    pytest.mark.slow,
    pytest.mark.both_databases,
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]


def test_eight_writers_of_a_thousand_events_neither_fork_nor_deadlock(folder):
    """Each transaction writes to two chains, the programme's and the platform's, recorded in
    turning order: without the order at its end half of them would wait for each other."""
    programme, person = uuid.uuid4(), uuid.uuid4()
    keys.create(KeyKind.ACCOUNT, person)
    start = threading.Barrier(WRITERS)

    def write(writer: int) -> None:
        try:
            start.wait()
            for number in range(EVENTS // WRITERS):
                places = [programme, None] if (writer + number) % 2 else [None, programme]
                with audit.transaction():
                    for place in places:
                        audit.record("thing.happened", programme_id=place, actor=person)
        finally:
            connections.close_all()

    with ThreadPoolExecutor(WRITERS) as pool:
        list(pool.map(write, range(WRITERS)))
    assert {h.chain: h.number for h in AuditHead.objects.all()} == {
        str(programme): EVENTS,
        "platform": EVENTS,
    }
    assert AuditEvent.objects.count() == 2 * EVENTS
    assert faults(source.from_database()) == []
    assert {c.chain: c.number for c in checkpoints.stored()} == {
        str(programme): EVENTS,
        "platform": EVENTS,
    }


def fail_after(event):
    with audit.transaction():
        audit.record(event)
        raise ZeroDivisionError


def test_denial_outlives_the_transaction_that_was_refused():
    with audit.transaction(), pytest.raises(RuntimeError):
        audit.record_denial("permission.denied")
    assert AuditEvent.objects.count() == 0, "inside a transaction it is refused"
    with pytest.raises(ZeroDivisionError):
        fail_after("lost")
    audit.record_denial("permission.denied")
    assert [e.event for e in AuditEvent.objects.all()] == ["permission.denied"]


def test_truncate_is_refused():
    audit.record("thing.happened")
    from django.db import DatabaseError

    verb = "TRUNCATE" if connection.vendor == "postgresql" else "DELETE FROM"
    with pytest.raises(DatabaseError), connection.cursor() as cursor:
        cursor.execute(f"{verb} audit_auditevent")
    assert AuditEvent.objects.count() == 1


def test_flush_is_refused_outside_tests(settings):
    settings.AUDIT_LOG_MAY_BE_EMPTIED = False
    with pytest.raises(CommandError, match="cannot be flushed"):
        call_command("flush", interactive=False, verbosity=0)
    settings.AUDIT_LOG_MAY_BE_EMPTIED = True
