"""A child has time by what it tells of its file, in processor seconds, and never more."""

import threading

import pytest

from scrubbing.engine.errors import TooSlow
from scrubbing.engine.limits import MAX_TEXT, Limits, limits_of_reading
from scrubbing.engine.sandbox import Sandbox
from scrubbing.engine.sandbox.syscalls import SUPPORTED
from scrubbing.engine.sandbox.telling import Teller

MEGABYTE = 1_000_000
PAGE, TEXT = {"page": True}, {"text": 0}


@pytest.fixture(scope="module")
def sandbox():
    if not SUPPORTED:
        pytest.skip("this system has no landlock and seccomp")
    one = Sandbox("tests.scrubbing.engine.sandbox.hostile")
    yield one
    one.stop()


@pytest.fixture
def out(tmp_path):
    folder = tmp_path / "out"
    folder.mkdir(mode=0o700)
    return folder


def bounds(**changes):
    return Limits(**{"wall_seconds": 0.2, "memory_bytes": 400 << 20, "slack": 60.0} | changes)


def work(sandbox, out, limits, seconds, *told):
    request = {"seconds": seconds, "told": list(told)}
    return sandbox.run("works_and_tells", request, {}, out, limits).value


@pytest.mark.slow
def test_page_that_is_told_brings_its_time(sandbox, out):
    assert work(sandbox, out, bounds(most_seconds=2), 0.4, PAGE) == {"done": True}
    with pytest.raises(TooSlow):
        work(sandbox, out, bounds(most_seconds=2), 30)


@pytest.mark.slow
def test_time_never_goes_beyond_the_most(sandbox, out):
    with pytest.raises(TooSlow):
        work(sandbox, out, bounds(most_seconds=0.3), 30, *[PAGE] * 50, {"text": MAX_TEXT})


@pytest.mark.slow
def test_job_that_may_not_grow_tells_in_vain(sandbox, out):
    with pytest.raises(TooSlow):
        work(sandbox, out, bounds(), 30, PAGE, {"text": MAX_TEXT})


def test_text_that_is_told_takes_time_away_as_well(sandbox, out):
    """A large file with little text: 30 s, whatever its size would have brought."""
    heard = []
    teller = Teller(limits_of_reading(100 * MEGABYTE), heard.append)
    teller.hear({"text": 500})
    assert heard == [pytest.approx(30.015)]


@pytest.mark.parametrize(
    ("tale", "seconds"),
    [
        ([], []),
        ([{"text": 0}], []),
        ([{"text": MEGABYTE}], [60]),
        ([{"text": -5}], []),
        ([{"text": 10**12}], [30 + 30 * MAX_TEXT / MEGABYTE]),
        ([PAGE], [35]),
        ([PAGE, PAGE, {"text": MEGABYTE}, PAGE], [35, 40, 70, 75]),
        ([{"text": MEGABYTE}, {"text": 2 * MEGABYTE}], [60]),
        ([{"text": "9"}, {"page": 7}, {"pages": 3}, [1], None, "page", 5], []),
    ],
)
def test_tale_and_the_time_it_brings(tale, seconds):
    heard = []
    teller = Teller(limits_of_reading(0), heard.append)
    for words in tale:
        teller.hear(words)
    assert heard == seconds


def test_tale_without_end_is_answered_until_the_most_is_reached():
    heard = []
    teller = Teller(limits_of_reading(0, seconds=50), heard.append)
    for _ in range(10_000):
        teller.hear(PAGE)
    assert heard == [35, 40, 45, 50]


@pytest.mark.slow
def test_busy_machine_takes_no_time_from_a_job(sandbox, out):
    """Three at a time on whatever there is: each has its own processor seconds."""
    done = []
    folders = [out / str(number) for number in range(3)]
    for folder in folders:
        folder.mkdir(mode=0o700)
    threads = [
        threading.Thread(
            target=lambda folder=folder: done.append(
                work(sandbox, folder, bounds(wall_seconds=0.5), 0.25)
            )
        )
        for folder in folders
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert done == [{"done": True}] * 3


def test_job_that_waits_is_ended_by_the_clock(sandbox, out):
    with pytest.raises(TooSlow):
        sandbox.run("sleep", {}, {}, out, bounds(wall_seconds=0.1, slack=4.0))
