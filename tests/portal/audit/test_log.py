import json
import uuid

import pytest
from django.db import DatabaseError, connection, transaction
from django.test.utils import CaptureQueriesContext

from portal import audit
from portal.audit import source
from portal.audit.models import AuditEvent, AuditHead
from portal.audit.verify import faults

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


def test_record_chains_rows_per_programme():
    programme, other = uuid.uuid4(), uuid.uuid4()
    for number in range(3):
        audit.record("thing.happened", programme_id=programme, facts={"n": number})
    audit.record("thing.happened", programme_id=other)
    audit.record("platform.happened")
    assert {h.chain: h.number for h in AuditHead.objects.all()} == {
        str(programme): 3,
        str(other): 1,
        "platform": 1,
    }
    assert faults(source.from_database()) == []
    rows = AuditEvent.objects.filter(chain=programme).order_by("number")
    assert [json.loads(row.facts) for row in rows] == [
        {"n": 0},
        {"n": 1},
        {"n": 2},
    ]


def test_record_names_people_by_keyed_hash_only():
    person = uuid.uuid4()
    audit.record("thing.happened", actor=person, subject=("account", person))
    event = AuditEvent.objects.get()
    assert event.actor == event.subject == audit.person(person)
    assert str(person) not in "".join(str(v) for v in AuditEvent.objects.values_list()[0])
    assert len(event.actor) == 64


def test_transaction_writes_events_at_its_end_in_order_of_chains():
    programme = uuid.uuid4()
    with CaptureQueriesContext(connection) as asked, audit.transaction():
        audit.record("z.platform")
        audit.record("a.programme", programme_id=programme)
        assert AuditEvent.objects.count() == 0
    assert AuditEvent.objects.count() == 2
    written = [one["sql"] for one in asked if one["sql"].startswith("INSERT")]
    rows = [sql for sql in written if "audit_auditevent" in sql]
    assert ["z.platform" in sql for sql in rows] == [False, True], "a programme's comes first"
    assert faults(source.from_database()) == []


def fail_after(event):
    with audit.transaction():
        audit.record(event)
        raise ZeroDivisionError


def test_transaction_forgets_what_a_failed_inner_one_recorded():
    with audit.transaction():
        audit.record("outer")
        with pytest.raises(ZeroDivisionError):
            fail_after("inner")
    assert [e.event for e in AuditEvent.objects.all()] == ["outer"]


def test_transaction_that_fails_records_nothing():
    with pytest.raises(ZeroDivisionError):
        fail_after("outer")
    assert AuditEvent.objects.count() == 0


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE audit_auditevent SET event = 'other'",
        "DELETE FROM audit_auditevent",
        "UPDATE programmes_settingversion SET number = 7",
        "DELETE FROM programmes_settingversion",
    ],
)
def test_database_refuses_to_change_rows_that_only_grow(statement):
    from portal.programmes import versions
    from portal.programmes.defaults import DEFAULTS
    from portal.programmes.models import Programme, SettingKind

    programme = Programme.objects.create(slug="p", name="P")
    versions.publish(programme, SettingKind.TERMS, DEFAULTS[SettingKind.TERMS], None)
    with pytest.raises(DatabaseError), transaction.atomic(), connection.cursor() as cursor:
        cursor.execute(statement)
    assert AuditEvent.objects.get().event == "programme.setting_published"
