import pytest

from submissions.states import State
from tests.factories import askings, rights, samples
from tests.submissions.way import work


@pytest.fixture
def sample(programme, contractor):
    """Held by R2: the work is a client's, and nobody there has allowed its use."""
    row = samples.submission(programme, contractor, State.CONSENT)
    rights.all_clear(row)
    askings.owned_by_client(row)
    assert work(row) is State.HELD
    assert (row.held_rule, row.held_party) == ("R2", "rights_holder")
    return row
