"""The Celery application. Tasks reach it only through ``portal.queue``."""

import os
from pathlib import Path
from typing import Any

import celery
import structlog
from celery import bootsteps, signals
from celery.beat import Scheduler

from portal import broker, logs, starting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")

broker.register()
log = structlog.get_logger(__name__)
app = celery.Celery("airlock")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

ALIVE_EVERY_S = 10
EXIT_BROKEN_POOL = 70
SCRUB = "scrub"
"""The queue of long work on files; ``portal.queue`` imports this module."""


def touch_alive() -> None:
    """Renew the file named by ``AIRLOCK_ALIVE_FILE``; a health check looks at its age."""
    if file := os.environ.get("AIRLOCK_ALIVE_FILE"):
        Path(file).touch()


class Alive(bootsteps.StartStopStep):
    """Renews the alive file from the worker's main process, however busy its pool is."""

    requires = ("celery.worker.components:Timer",)

    def start(self, worker: Any) -> None:
        touch_alive()
        worker.timer.call_repeatedly(ALIVE_EVERY_S, touch_alive)


class EndWithABrokenPool(bootsteps.StartStopStep):
    """Ends the worker when a child was killed whose siblings share a lock with it.

    On a broker that is polled (the one in files) the children read from one pipe under one
    lock. A child that is killed while it waits there takes the lock along, and no child
    ever gets a message again. Whoever supervises the worker starts it anew; what it was
    doing is found in the database. On Redis every child has a pipe of its own.
    """

    requires = ("celery.worker.components:Pool",)

    def start(self, worker: Any) -> None:
        from billiard.pool import Pool  # the web process imports this module too

        pool: Any = getattr(worker.pool, "_pool", None)
        shares_a_pipe = pool.__class__ is Pool  # and not its subclass with a pipe for each child
        if shares_a_pipe:
            pool.on_process_down = self._ended

    def _ended(self, process: Any) -> None:
        from celery.worker import state  # the same

        killed = process.exitcode is not None and process.exitcode < 0
        if killed and state.should_stop in (None, False):
            log.error("pool_child_killed", pid=process.pid)
            os._exit(EXIT_BROKEN_POOL)


class AliveScheduler(Scheduler):
    """Beat's schedule in memory: the stock one keeps a pickle on disk."""

    max_interval = ALIVE_EVERY_S

    def tick(self, *args: Any, **kwargs: Any) -> Any:
        touch_alive()
        return super().tick(*args, **kwargs)


app.steps["worker"].add(Alive)
app.steps["worker"].add(EndWithABrokenPool)


@signals.setup_logging.connect
def _configure_logs(**_: Any) -> None:
    """Keep Celery from replacing the log set-up that Django made."""


@signals.worker_init.connect
def _refuse_if_unsafe(**_: Any) -> None:
    starting.refuse_if_unsafe()


@signals.worker_before_create_process.connect
def _warm_before_fork(**_: Any) -> None:
    """The pool shares one warm sandbox instead of each child loading all models."""
    if SCRUB in app.amqp.queues.consume_from:
        starting.warm_up()


signals.task_prerun.connect(logs.task_begins)
signals.task_postrun.connect(logs.task_ends)
