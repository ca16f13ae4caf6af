"""The Celery application. Tasks reach it only through ``portal.queue``."""

import os
from pathlib import Path
from typing import Any

import celery
from celery import bootsteps, signals
from celery.beat import Scheduler

from portal import broker, logs, starting

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "portal.settings.development")

broker.register()
app = celery.Celery("airlock")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()

ALIVE_EVERY_S = 10
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


class AliveScheduler(Scheduler):
    """Beat's schedule in memory: the stock one keeps a pickle on disk."""

    max_interval = ALIVE_EVERY_S

    def tick(self, *args: Any, **kwargs: Any) -> Any:
        touch_alive()
        return super().tick(*args, **kwargs)


app.steps["worker"].add(Alive)


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
