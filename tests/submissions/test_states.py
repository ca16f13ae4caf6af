"""The state tables: known states, no way out of the end, and a database that agrees."""

import itertools
import re

import pytest
from django.core.management import call_command
from django.db import DatabaseError, connection, transaction

from submissions.models import Artefact, Submission
from submissions.states import (
    FILE_MOVES,
    MOVES,
    TERMINAL,
    WORKING,
    FileState,
    Mover,
    State,
    allowed,
    file_allowed,
)
from tests.factories import samples

ILLEGAL = [(a, b) for a, b in itertools.product(State, State) if a != b and not allowed(a, b)]
FILE_ILLEGAL = [
    (a, b) for a, b in itertools.product(FileState, FileState) if a != b and not file_allowed(a, b)
]


def test_each_pair_stands_once():
    pairs = [(m.source, m.target) for m in MOVES]
    assert len(pairs) == len(set(pairs))
    pairs = [(m.source, m.target) for m in FILE_MOVES]
    assert len(pairs) == len(set(pairs))


def test_terminal_states_have_no_way_out():
    assert {m.source for m in MOVES} & TERMINAL == set()


def test_every_state_but_purged_can_be_left_and_every_state_but_draft_reached():
    assert {m.source for m in MOVES} == set(State) - TERMINAL
    assert {m.target for m in MOVES} == set(State) - {State.DRAFT}


def test_the_worker_can_leave_every_working_state():
    left = {m.source for m in MOVES if Mover.WORKER in m.movers}
    assert left >= WORKING


def test_everything_after_the_draft_can_be_withdrawn_by_its_contractor():
    sources = {
        m.source for m in MOVES if m.target is State.WITHDRAWN and Mover.CONTRACTOR in m.movers
    }
    assert sources == set(State) - {State.DRAFT, State.WITHDRAWN, State.PURGED}


def test_only_admins_release():
    movers = {mover for m in MOVES if m.target is State.RELEASED for mover in m.movers}
    assert movers == {Mover.ADMIN}


def _pairs_in_trigger(table: str) -> set[tuple[str, str]]:
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            cursor.execute(
                "SELECT prosrc FROM pg_proc WHERE proname = %s", [f"airlock_moves_{table}"]
            )
        else:
            cursor.execute(
                "SELECT sql FROM sqlite_master WHERE type='trigger' AND name = %s",
                [f"airlock_moves_{table}_update"],
            )
        (sql,) = cursor.fetchone()
    return {tuple(pair.split(">")) for pair in re.findall(r"'([a-z_]+>[a-z_]+)'", sql)}


@pytest.mark.django_db(databases=["default", "keys"])
def test_the_database_knows_the_same_moves():
    assert _pairs_in_trigger("submissions_submission") == {(m.source, m.target) for m in MOVES}
    assert _pairs_in_trigger("submissions_artefact") == {(m.source, m.target) for m in FILE_MOVES}


def _without_constraints(sql: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute(sql)


@pytest.mark.slow
@pytest.mark.both_databases
@pytest.mark.django_db(databases=["default", "keys"])
def test_the_database_refuses_every_illegal_move_of_a_submission(contractor, programme):
    submission = samples.draft(programme, contractor)
    refused = []
    for source, target in ILLEGAL:
        _force(Submission, submission.pk, source)
        try:
            with transaction.atomic():
                Submission.objects.filter(pk=submission.pk).update(
                    state=target, held_rule="R1", held_party="contractor"
                )
        except DatabaseError as error:
            refused.append((source, target, "state table" in str(error)))
    assert [(a, b) for a, b, _ in refused] == ILLEGAL
    assert all(by_trigger for _, _, by_trigger in refused)


@pytest.mark.django_db(databases=["default", "keys"])
def test_the_database_refuses_every_illegal_move_of_a_file(contractor, programme):
    submission = samples.draft(programme, contractor)
    artefact = samples.file(submission)
    refused = []
    for source, target in FILE_ILLEGAL:
        _force(Artefact, artefact.pk, source)
        try:
            with transaction.atomic():
                Artefact.objects.filter(pk=artefact.pk).update(state=target)
        except DatabaseError as error:
            refused.append((source, target, "state table" in str(error)))
    assert [(a, b) for a, b, _ in refused] == FILE_ILLEGAL
    assert all(by_trigger for _, _, by_trigger in refused)


@pytest.mark.django_db(databases=["default", "keys"])
def test_a_row_cannot_begin_in_the_middle(contractor, programme):
    submission = samples.draft(programme, contractor)
    row = Submission.objects.get(pk=submission.pk)
    row.pk, row.number, row.state = None, 99, State.SCANNING
    row._state.adding = True
    import uuid

    row.pk = uuid.uuid4()
    with pytest.raises(DatabaseError, match="begins as draft"), transaction.atomic():
        row.save(force_insert=True)


def _force(model, pk, state) -> None:
    """Put a row into a state past the trigger, for the test of the trigger alone."""
    table = model._meta.db_table
    names = (
        [f"airlock_moves_{table}"]
        if connection.vendor == "postgresql"
        else [f"airlock_moves_{table}_update"]
    )
    with connection.cursor() as cursor:
        if connection.vendor == "postgresql":
            # A table with checks still to come may not be altered: let them come now.
            cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
            cursor.execute(f"ALTER TABLE {table} DISABLE TRIGGER {names[0]}")
            model.objects.filter(pk=pk).update(**_columns(model, state))
            cursor.execute(f"ALTER TABLE {table} ENABLE TRIGGER {names[0]}")
            return
        cursor.execute("SELECT sql FROM sqlite_master WHERE name = %s", names)
        (sql,) = cursor.fetchone()
        cursor.execute(f"DROP TRIGGER {names[0]}")
        model.objects.filter(pk=pk).update(**_columns(model, state))
        cursor.execute(sql)


def _columns(model, state) -> dict[str, object]:
    """What the other constraints ask of a row in this state."""
    if model is Artefact:
        return {
            "state": state, "code": "broken", "quarantine_key": "k", "sha256": "0" * 64,
        }  # fmt: skip
    same = "a" * 64
    return {
        "state": state,
        "held_rule": "R1",
        "held_party": "contractor",
        "bundle_sha256": same,
        "confirmed_sha256": same,
        "verdict_sha256": same,
        "cleared_sha256": same,
        "released_sha256": same,
    }


def test_the_documentation_shows_these_states():
    call_command("state_diagram", check=True)
