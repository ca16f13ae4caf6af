"""A log in which anything was changed says where."""

import uuid
from dataclasses import replace

import pytest
from django.core.management import CommandError, call_command
from django.db import connection, models

from portal import audit
from portal.audit import checkpoints, source
from portal.audit.guards import lifted
from portal.audit.models import AuditEvent, AuditHead
from portal.audit.verify import Fault, Log, faults

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

ROWS = 6
BAD = 4
COLUMNS = [field.name for field in AuditEvent._meta.concrete_fields]


@pytest.fixture
def chain():
    """A chain of six rows whose every column is filled."""
    programme, person = uuid.uuid4(), uuid.uuid4()
    for number in range(ROWS):
        audit.record(
            "submission.moved",
            programme_id=programme,
            actor=person,
            subject=("submission", uuid.uuid4()),
            facts={"to": "held", "n": number},
        )
    return str(programme)


def tamper(statement: str, *values: object) -> None:
    """What somebody with the database password does: the triggers go first."""
    with lifted(connection), connection.cursor() as cursor:
        cursor.execute(statement, values)
        assert cursor.rowcount > 0


def found() -> list[tuple[str, int]]:
    return [(fault.chain, fault.number) for fault in faults(source.from_database())]


def changed(value: object) -> object:
    """The value with one byte of it another."""
    if isinstance(value, int):
        return value + 90
    text = str(value)
    return text[:-1] + ("0" if text[-1] != "0" else "1")


def test_verify_finds_nothing_in_an_untouched_log(chain):
    assert found() == []


@pytest.mark.parametrize("column", COLUMNS)
def test_verify_names_the_row_of_which_one_byte_was_changed(chain, column):
    row = AuditEvent.objects.get(chain=chain, number=BAD)
    tamper(
        f"UPDATE audit_auditevent SET {column} = %s WHERE chain = %s AND number = %s",
        changed(getattr(row, column)),
        chain,
        BAD,
    )
    assert found()[0] == (chain, BAD)


@pytest.mark.parametrize("column", COLUMNS)
def test_command_names_the_first_bad_row_and_fails(chain, column, capsys):
    row = AuditEvent.objects.get(chain=chain, number=BAD)
    tamper(
        f"UPDATE audit_auditevent SET {column} = %s WHERE chain = %s AND number = %s",
        changed(getattr(row, column)),
        chain,
        BAD,
    )
    with pytest.raises(CommandError, match=f"first bad row {BAD}"):
        call_command("verify_audit")
    assert f"{chain}: row {BAD}: " in capsys.readouterr().err


def test_verify_names_a_row_that_was_taken_out(chain):
    tamper("DELETE FROM audit_auditevent WHERE chain = %s AND number = %s", chain, BAD)
    assert found() == [(chain, BAD)]


def test_verify_names_rows_that_changed_places(chain):
    """Renumbered and hashed anew, so that each row is right in itself."""
    from portal.audit.rows import COLUMNS as ROW_COLUMNS, Row

    rows = [Row(*v) for v in AuditEvent.objects.filter(chain=chain).values_list(*ROW_COLUMNS)]
    one = sorted(rows, key=lambda row: row.number)[BAD - 1]
    forged = Row(**{**{n: getattr(one, n) for n in ROW_COLUMNS}, "event": "x", "hash": ""}).sealed()
    tamper(
        "UPDATE audit_auditevent SET event = 'x', hash = %s WHERE chain = %s AND number = %s",
        forged.hash,
        chain,
        BAD,
    )
    assert found() == [(chain, BAD + 1)], "the next row still names the hash that was"


def cut_off(chain: str, last: int) -> None:
    """The tail is gone and the head set back to match: the database alone looks intact."""
    row = AuditEvent.objects.get(chain=chain, number=last)
    tamper("DELETE FROM audit_auditevent WHERE chain = %s AND number > %s", chain, last)
    AuditHead.objects.filter(chain=chain).update(number=last, hash=row.hash)


def test_verify_finds_a_cut_tail_by_the_head_outside_the_database(chain):
    head = AuditHead.objects.get(chain=chain)
    checkpoints.remember(chain, head.number, head.hash)
    cut_off(chain, BAD - 1)
    assert found() == [(chain, BAD)]


def test_verify_without_checkpoints_would_not_see_a_cut_tail(chain):
    """That the checkpoint is what finds it."""
    cut_off(chain, BAD - 1)
    assert found() == []


def test_verify_finds_a_tail_that_was_cut_and_written_anew(chain):
    head = AuditHead.objects.get(chain=chain)
    checkpoints.keep(chain, head.number, head.hash)
    cut_off(chain, BAD - 1)
    for _ in range(ROWS):
        audit.record("submission.moved", programme_id=uuid.UUID(chain))
    assert found() == [(chain, ROWS)]


def test_verify_names_a_checkpoint_that_is_not_ours(chain, folder):
    head = AuditHead.objects.get(chain=chain)
    checkpoints.remember(chain, head.number, head.hash)
    file = folder / "audit" / f"{chain}.head"
    file.write_text(file.read_text().replace(f'"number": {ROWS}', f'"number": {BAD}'))
    assert found() == [(chain, BAD)]


def test_remember_never_goes_back(chain, folder):
    head = AuditHead.objects.get(chain=chain)
    checkpoints.remember(chain, head.number, head.hash)
    checkpoints.remember(chain, 1, "0" * 64)
    assert [one.number for one in checkpoints.stored()] == [ROWS]


def test_export_is_verified_without_the_database(chain, tmp_path, capsys):
    head = AuditHead.objects.get(chain=chain)
    checkpoints.keep(chain, head.number, head.hash)
    file = tmp_path / "audit.jsonl"
    call_command("verify_audit", "--export", str(file))
    assert f"Wrote {ROWS} rows" in capsys.readouterr().out
    with lifted(connection):
        AuditEvent.objects.all().delete()
    call_command("verify_audit", "--from", str(file))
    assert "intact" in capsys.readouterr().out


def test_export_with_a_changed_byte_is_not_intact(chain, tmp_path):
    file = tmp_path / "audit.jsonl"
    call_command("verify_audit", "--export", str(file))
    lines = file.read_text().splitlines(keepends=True)
    row = next(i for i, line in enumerate(lines) if f'"number": {BAD}, "at"' in line)
    lines[row] = lines[row].replace("submission.moved", "submission.loved")
    file.write_text("".join(lines))
    with pytest.raises(CommandError, match=f"first bad row {BAD}"):
        call_command("verify_audit", "--from", str(file))


def test_checkpoint_command_keeps_a_signed_line_per_chain(chain):
    audit.record("platform.event")
    for _ in range(2):
        call_command("checkpoint_audit")
    kept = checkpoints.stored()
    assert sorted((one.chain, one.number) for one in kept) == sorted(
        [(chain, ROWS), ("platform", 1)]
    )
    assert found() == []


def test_verify_names_a_chain_whose_head_row_is_gone(chain):
    log = source.from_database()
    headless = Log(list(log.rows), {}, [])
    assert faults(headless) == [Fault(chain, 1, "The chain has no head row.")]


def test_verify_names_a_row_that_could_never_be_hashed(chain):
    """An export is a file: it may hold text that no database takes."""
    log = source.from_database()
    rows = [replace(row, event="\ud800") if row.number == BAD else row for row in log.rows]
    assert faults(Log(rows, log.heads, [])) == [
        Fault(chain, BAD, "The row is not what was hashed.")
    ]


def test_verify_takes_no_checkpoint_whose_signature_is_not_even_base64(chain):
    row = AuditEvent.objects.get(chain=chain, number=ROWS)
    log = source.from_database()
    forged = checkpoints.Checkpoint(chain, ROWS, row.hash, "s1", "not base64!")
    why = "A checkpoint is not signed by a key of ours."
    assert faults(Log(list(log.rows), log.heads, [forged])) == [Fault(chain, ROWS, why)]


def test_every_column_of_a_row_is_hashed():
    from portal.audit.rows import COLUMNS as ROW_COLUMNS

    assert set(ROW_COLUMNS) == {f.name for f in AuditEvent._meta.concrete_fields}
    assert all(
        isinstance(f, models.CharField | models.TextField | models.PositiveBigIntegerField)
        for f in AuditEvent._meta.concrete_fields
    )
