"""Answers that are changed after they stood in the way: a person looks at why."""

import pytest

from submissions.domain import holds
from submissions.domain.consent import engagements, verdicts
from submissions.domain.drafts import choose_engagement
from submissions.states import State
from tests.factories import askings, people, rights, samples
from tests.submissions.way import work

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

CLIENT = {"organisation": "Norvale Logistics GmbH", "owner": "client", "relation": "freelance"}


@pytest.fixture
def stopped(programme, contractor):
    """A sample that the rules stopped for these answers."""

    def made(state=State.HELD, **facts):
        row = samples.submission(programme, contractor, State.CONSENT)
        rights.all_clear(row)
        rights.answer(row, **{**CLIENT, **facts})
        row.refresh_from_db()
        assert work(row) is state
        return row

    return made


def ruled(row):
    row.refresh_from_db()
    ruling = verdicts.evaluate(row, {"authenticity": "real"})[0]
    return ruling.rule, ruling.code


def test_owner_who_did_not_allow_it_is_not_declared_away(stopped, contractor):
    row = stopped()
    assert row.held_rule == "R2"
    rights.answer(row, owner="contractor")
    assert ruled(row) == ("R8", "answer_changed")
    holds.recheck(row.pk, contractor)
    assert (work(row), row.held_party) == (State.HELD, "reviewer")


@pytest.mark.parametrize(
    ("before", "after", "state"),
    [
        ({"agreement": "nda"}, {"agreement": "none"}, State.REJECTED),
        ({"agreement": "nda"}, {"portfolio_clause": "yes"}, State.REJECTED),
        ({"information": ["health"]}, {"information": []}, State.REJECTED),
        ({"owner": "open_licence", "licence": "GPL-3.0"}, {"licence": "MIT"}, State.REJECTED),
        (
            {"owner": "contractor", "relation": "employee"},
            {"relation": "own_business"},
            State.HELD,
        ),
    ],
)
def test_answer_that_stood_in_the_way_is_looked_at_when_it_changes(stopped, before, after, state):
    row = stopped(state, **{"owner": "contractor", **before})
    rights.answer(row, **after)
    row.refresh_from_db()
    rulings = verdicts.evaluate(row, {"authenticity": "real"})[1]
    assert ("R8", "answer_changed") in [(r.rule, r.code) for r in rulings] or state is State.HELD
    assert rulings[0].rule != "R15"


def test_other_job_for_the_same_sample_is_looked_at(stopped, programme, contractor):
    row = stopped()
    mine = engagements.create(contractor, programme, "Mine", rights.FACTS, contractor)
    choose_engagement(row.pk, contractor, mine.pk)
    assert ruled(row) == ("R8", "answer_changed")


def test_new_sample_for_the_same_organisation_is_looked_at(stopped, programme, contractor):
    stopped()
    row = samples.submission(programme, contractor, State.CONSENT)
    rights.all_clear(row)
    rights.answer(row, organisation="Norvale Logistics", relation="freelance")
    row.refresh_from_db()
    assert (work(row), row.held_code) == (State.HELD, "answer_changed")


def test_sample_that_was_declared_before_the_other_was_stopped_is_let_be(
    stopped, programme, contractor
):
    earlier = samples.submission(programme, contractor, State.CONSENT)
    rights.all_clear(earlier)
    rights.answer(earlier, organisation="Norvale Logistics", relation="freelance")
    assert work(earlier) is State.CLEARANCE
    stopped()
    assert ruled(earlier) == ("R15", "all_clear")


def test_honest_corrections_are_not_looked_at(stopped):
    row = stopped(owner="unknown")
    assert row.held_rule == "R1"
    rights.answer(row, owner="contractor")
    assert ruled(row) == ("R15", "all_clear")
    mine = stopped(owner="contractor", relation="employee", organisation="Quillbrook Ltd")
    assert mine.held_code == "owner_contradicts_relation"
    rights.answer(mine, owner="employer")
    assert ruled(mine) == ("R2", "no_grant")
    rights.answer(row, other_names=["Norvale Group"])
    assert ruled(row) == ("R15", "all_clear")


def test_answers_of_another_contractor_say_nothing(stopped, programme):
    stopped()
    other = people.contractor(programme) if hasattr(people, "contractor") else None
    if other is None:
        from portal.programmes.roles import Role

        other = people.member(programme, Role.CONTRACTOR)
    row = samples.submission(programme, other, State.CONSENT)
    rights.all_clear(row)
    askings.owned_by_client(row, owner="contractor")
    assert ruled(row) == ("R15", "all_clear")
