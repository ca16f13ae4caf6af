import pytest


@pytest.fixture(autouse=True)
def folder(settings, tmp_path):
    """The checkpoints of this test alone."""
    settings.VAR_DIR = tmp_path
    return tmp_path
