from scrubbing.checks import messages
from scrubbing.engine.sandbox import Capabilities, probe

NOTHING = Capabilities(
    network_denied=False,
    memory_limited=False,
    filesystem_confined=False,
    exec_denied=False,
    memory_grouped=False,
)
ALL = Capabilities(
    network_denied=True,
    memory_limited=True,
    filesystem_confined=True,
    exec_denied=True,
    memory_grouped=True,
)


def test_probe_finds_every_wall_of_this_machine_standing():
    found = probe()
    assert found.safe, found


def test_checks_stop_production_at_every_wall_that_is_down():
    found = messages(NOTHING, required=True)
    assert [message.id for message in found if message.is_serious()] == [
        "scrubbing.E001", "scrubbing.E002", "scrubbing.E003", "scrubbing.E004",
    ]  # fmt: skip
    assert [message.id for message in found if not message.is_serious()] == ["scrubbing.W005"]


def test_checks_only_warn_where_walls_are_not_required():
    assert not any(message.is_serious() for message in messages(NOTHING, required=False))


def test_checks_say_nothing_where_all_holds():
    assert messages(ALL, required=True) == []
