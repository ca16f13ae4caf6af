"""The broker in files: nothing half written, nothing handed out twice, closed to others."""

import json
import multiprocessing
import stat
from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection

from portal import broker
from tests.services import wait_until

broker.register()


def channel(folder: Path):
    connection = Connection("files://localhost", transport_options={"folder": str(folder)})
    return connection, connection.channel()


@pytest.fixture
def open_channel(tmp_path):
    connection, opened = channel(tmp_path / "broker")
    yield opened
    connection.release()


def test_messages_come_in_the_order_they_went_and_once(open_channel):
    for number in range(50):
        open_channel._put("scrub", {"number": number})
    assert open_channel._size("scrub") == 50
    assert [open_channel._get("scrub")["number"] for _ in range(50)] == list(range(50))
    with pytest.raises(Empty):
        open_channel._get("scrub")


def test_queues_do_not_share_messages(open_channel):
    open_channel._put("scrub", {"number": 1})
    with pytest.raises(Empty):
        open_channel._get("default")
    assert open_channel._purge("scrub") == 1
    assert open_channel._size("scrub") == 0


def test_files_and_folders_are_closed_to_other_people(open_channel, tmp_path):
    open_channel._put("scrub", {"number": 1})
    modes = {
        stat.S_IMODE(path.stat().st_mode): path.is_dir()
        for path in [tmp_path / "broker", *(tmp_path / "broker").rglob("*")]
    }
    assert modes == {0o700: True, 0o600: False}


def send_many(folder: Path, first: int, count: int) -> None:
    _, opened = channel(folder)
    for number in range(first, first + count):
        opened._put("scrub", {"number": number, "padding": "x" * 5000})


def take_many(folder: Path, out: Path) -> None:
    _, opened = channel(folder)
    taken = []
    while True:
        try:
            taken.append(opened._get("scrub")["number"])
        except Empty:
            if (folder / "done").exists():
                break
    out.write_text(json.dumps(taken))


@pytest.mark.slow
def test_two_senders_and_two_takers_lose_nothing_and_double_nothing(tmp_path):
    """The stock transport dies of a half-written message under this."""
    folder = tmp_path / "broker"
    start = multiprocessing.get_context("spawn").Process
    outs = [tmp_path / "a", tmp_path / "b"]
    takers = [start(target=take_many, args=(folder, out)) for out in outs]
    senders = [start(target=send_many, args=(folder, first, 750)) for first in (0, 750)]
    for process in takers + senders:
        process.start()
    for process in senders:
        process.join(60)
    _, opened = channel(folder)
    wait_until(lambda: opened._size("scrub") == 0, within_s=60, what="all taken")
    (folder / "done").touch()
    for process in takers:
        process.join(60)
    assert [process.exitcode for process in takers + senders] == [0, 0, 0, 0]
    taken = [number for out in outs for number in json.loads(out.read_text())]
    assert sorted(taken) == list(range(1500))
