import pytest

from scrubbing.engine.policy import Policy, shipped


@pytest.fixture
def policy() -> Policy:
    return shipped()
