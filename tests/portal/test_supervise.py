"""The supervisor: what exits starts again, what it leaves dies with it."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from portal import supervise
from tests.processes import children_of, is_running
from tests.services import wait_until

pytestmark = pytest.mark.slow

SLEEPER = (sys.executable, "-c", "import time; time.sleep(600)")
FORKING = """
import subprocess, sys, time
subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"])
time.sleep(600)
"""
PARENT = (sys.executable, "-c", FORKING)


def pid_of(supervisor: supervise.Supervisor, number: int = 0) -> int:
    process = supervisor.children[number].process
    assert process is not None
    return process.pid


def test_service_that_exits_starts_again(tmp_path):
    with supervise.Supervisor([supervise.Service("sleeper", SLEEPER)], tmp_path) as supervisor:
        supervisor.start()
        first = pid_of(supervisor)
        os.kill(first, signal.SIGKILL)
        child = supervisor.children[0]
        assert supervisor.watch_until(
            lambda: child.process is not None and child.process.pid != first, within_s=10
        )
        second = pid_of(supervisor)
    assert not is_running(second)


def test_group_of_a_dead_leader_is_ended_before_the_next_start(tmp_path):
    with supervise.Supervisor([supervise.Service("parent", PARENT)], tmp_path) as supervisor:
        supervisor.start()
        leader = pid_of(supervisor)
        wait_until(lambda: children_of(leader), within_s=10, what="a grandchild")
        left_behind = children_of(leader)[0]
        os.kill(leader, signal.SIGKILL)
        assert supervisor.watch_until(lambda: not is_running(left_behind), within_s=10)


def test_service_that_fails_at_once_waits_longer_each_time(tmp_path):
    failing = supervise.Service("failing", (sys.executable, "-c", "raise SystemExit(3)"))
    with supervise.Supervisor([failing], tmp_path) as supervisor:
        child = supervisor.children[0]
        pauses = []
        for failures in (1, 2, 3):
            child.start()
            wait_until(lambda: child.process.poll() is not None, within_s=10, what="it exits")
            child.watch()
            assert child.failures == failures
            pauses.append(child.start_again_at)
            child.start_again_at = float("inf")
            assert child.process is None
    assert pauses[0] < pauses[1] < pauses[2]


def test_second_supervisor_of_a_folder_is_refused(tmp_path):
    with (
        supervise.Supervisor([], tmp_path),
        pytest.raises(supervise.AlreadyRunningError),
        supervise.Supervisor([], tmp_path),
    ):
        pass
    with supervise.Supervisor([], tmp_path):
        pass


def test_logs_are_closed_to_other_people_and_moved_aside_when_large(tmp_path):
    logs = tmp_path / "log"
    service = supervise.Service("speaker", (sys.executable, "-c", "print('here')"))
    logs.mkdir()
    (logs / "speaker.log").write_bytes(b"x" * (supervise.LOG_BYTES_KEPT + 1))
    with supervise.Supervisor([service], tmp_path) as supervisor:
        supervisor.start()
        supervisor.children[0].process.wait(10)
    assert (logs / "speaker.log").read_text() == "here\n"
    assert (logs / "speaker.log").stat().st_mode & 0o777 == 0o600
    assert (logs / "speaker.log.1").stat().st_size == supervise.LOG_BYTES_KEPT + 1


SUPERVISING = """
import sys
from pathlib import Path
from portal import supervise
service = supervise.Service("sleeper", (sys.executable, "-c", "import time; time.sleep(600)"))
with supervise.Supervisor([service], Path(sys.argv[1])) as supervisor:
    supervisor.start()
    print(supervisor.children[0].process.pid, flush=True)
    supervisor.run()
"""


@pytest.mark.parametrize("number", [signal.SIGKILL, signal.SIGTERM, signal.SIGINT])
def test_children_end_with_the_supervisor_in_whatever_way_it_ends(tmp_path, number):
    with subprocess.Popen(
        [sys.executable, "-c", SUPERVISING, str(tmp_path)],
        stdout=subprocess.PIPE,
        text=True,
        cwd=Path(__file__).parents[2],
    ) as supervisor:
        child = int(supervisor.stdout.readline())
        assert is_running(child)

        def ended() -> bool:
            # Asked again: where SIGINT is ignored (as by nohup) one that comes before the
            # supervisor listens for it is lost.
            supervisor.send_signal(number)
            return supervisor.poll() is not None

        try:
            wait_until(ended, within_s=30, what="the supervisor ended")
        finally:
            supervisor.kill()  # or a supervisor that does not end would keep the tests waiting
        wait_until(lambda: not is_running(child), within_s=10, what="the child ended")
