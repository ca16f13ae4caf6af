"""The door to Celery: ids only, on commit, and with real workers on both brokers."""

import uuid

import pytest
from django.db import transaction
from structlog.contextvars import bound_contextvars

from portal import queue
from portal.celery import EXIT_BROKEN_POOL, app
from tests.portal import sample_tasks
from tests.processes import forget_connections, is_running
from tests.services import wait_until

INCLUDE = "tests.portal.sample_tasks"


@pytest.mark.parametrize("value", ["Sarah Connor", "", b"x", 1.5, None, True, ["1"], "1"])
def test_enqueue_refuses_what_is_not_an_id_and_does_not_show_it(value):
    with pytest.raises(queue.ArgumentNotAnIdError) as refused:
        queue.enqueue(sample_tasks.leave_mark, value)
    assert "Sarah" not in str(refused.value)


@pytest.fixture
def waiting():
    """How many messages wait in the queue for scrub work."""
    app.control.purge()

    def count() -> int:
        with app.connection_for_read() as connection:
            return connection.default_channel._size("scrub")

    yield count
    app.control.purge()


@pytest.mark.django_db(transaction=True)
def test_enqueue_sends_at_commit_and_not_before(waiting):
    with transaction.atomic():
        queue.enqueue(sample_tasks.leave_mark, uuid.uuid4())
        assert waiting() == 0
    assert waiting() == 1


@pytest.mark.django_db(transaction=True)
def test_enqueue_sends_nothing_when_the_transaction_fails(waiting):
    with transaction.atomic():
        queue.enqueue(sample_tasks.leave_mark, 7)
        transaction.set_rollback(True)
    assert waiting() == 0


@pytest.mark.django_db(transaction=True)
def test_enqueue_survives_a_broker_that_is_gone(waiting, tmp_path):
    blocked = tmp_path / "not-a-folder"
    blocked.touch()
    before = dict(app.conf.broker_transport_options)
    forget_connections()
    app.conf.broker_transport_options = {**before, "folder": str(blocked)}
    try:
        queue.enqueue(sample_tasks.leave_mark, 7)
    finally:
        forget_connections()
        app.conf.broker_transport_options = before
    assert waiting() == 0


def test_every_task_of_ours_is_acknowledged_late_and_has_a_known_queue():
    ours = {name: task for name, task in app.tasks.items() if not name.startswith("celery.")}
    assert sample_tasks.hold.name in ours
    for name, task in ours.items():
        assert (task.acks_late, task.reject_on_worker_lost, task.ignore_result) == (True,) * 3
        assert name in queue._queue_of


@pytest.fixture
def marks(tmp_path):
    folder = tmp_path / "marks"
    folder.mkdir()
    return folder


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_worker_runs_what_is_sent_under_the_request_that_sent_it(workers, marks):
    worker = workers.start(include=INCLUDE, MARKS=str(marks))
    with bound_contextvars(request_id="0123456789abcdef"):
        for number in range(20):
            queue.enqueue(sample_tasks.leave_mark, number)
    wait_until(lambda: len(list(marks.iterdir())) == 20, within_s=30, what="20 marks")
    assert {mark.read_text() for mark in marks.iterdir()} == {"0123456789abcdef"}
    assert {mark.name.split("-")[0] for mark in marks.iterdir()} == {str(n) for n in range(20)}
    worker.stop()
    assert "request_id=0123456789abcdef" in worker.text()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_task_of_a_killed_child_goes_to_another_one(workers, marks):
    worker = workers.start(include=INCLUDE, MARKS=str(marks))
    queue.enqueue(sample_tasks.hold, 1)
    wait_until(lambda: list(marks.glob("1-*-begun")), within_s=20, what="the task has begun")
    victim = worker.kill_child(int(next(marks.glob("1-*-begun")).name.split("-")[1]))
    (marks / "go").touch()
    if workers.broker_url.startswith("files"):
        # The children of a polled broker share a lock that the killed one may have held:
        # the worker ends for its supervisor to start it anew, and the sweeper sends again.
        wait_until(lambda: worker.process.poll() is not None, within_s=30, what="it ended")
        assert worker.process.returncode == EXIT_BROKEN_POOL
        return
    wait_until(lambda: list(marks.glob("1-*-done")), within_s=30, what="another child did it")
    assert next(marks.glob("1-*-done")).name != f"1-{victim}-done"


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_children_end_with_a_killed_worker(workers, marks):
    worker = workers.start(include=INCLUDE, MARKS=str(marks))
    queue.enqueue(sample_tasks.hold, 1)
    wait_until(lambda: list(marks.glob("1-*-begun")), within_s=20, what="the task has begun")
    children = worker.children()
    worker.kill_main()
    assert len(children) >= 2  # the pool's, and the warm sandbox
    wait_until(
        lambda: not any(is_running(pid) for pid in children), within_s=10, what="children ended"
    )
