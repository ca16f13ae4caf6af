"""The only door to Celery: one decorator for tasks, one function that sends them.

A message is a wake-up, never the truth: it carries ids alone, may be lost, doubled or late, and
every task must change nothing more when it runs twice. The database says what is to be done,
and a sweeper sends again what stands too long.
"""

import uuid
from collections.abc import Callable
from enum import StrEnum
from functools import partial
from typing import Any

import structlog
from celery import Task
from django.db import transaction
from kombu.exceptions import OperationalError

from portal.celery import app

log = structlog.get_logger(__name__)


class Queue(StrEnum):
    SCRUB = "scrub"
    """Long work on files, in confined children."""
    DEFAULT = "default"
    """Everything short."""


class ArgumentNotAnIdError(TypeError):
    """A task was sent something other than a whole number or a UUID; the value is not shown."""

    code = "queue.argument_not_an_id"


def idempotent_task(*, queue: Queue) -> Callable[[Callable[..., None]], Any]:
    """Make a task of a function that may run twice; its arguments are ids.

    The message is acknowledged after the run, and goes back to the queue when the child that
    ran it dies. Nothing is returned through the broker.
    """

    def decorate(function: Callable[..., None]) -> Any:
        name = f"{function.__module__}.{function.__name__}"
        _queue_of[name] = queue
        return app.task(
            name=name,
            acks_late=True,
            reject_on_worker_lost=True,
            ignore_result=True,
        )(function)

    return decorate


_queue_of: dict[str, Queue] = {}


def route(name: str, *_: Any, **__: Any) -> dict[str, str]:
    """Celery's router: every task, also one that beat sends, goes to the queue it was made for."""
    return {"queue": str(_queue_of.get(name, Queue.DEFAULT))}


def enqueue(task: Task[..., None], *ids: int | str | uuid.UUID, using: str = "default") -> None:
    """Send the task once the surrounding transaction on database ``using`` has committed.

    Without a transaction it is sent at once. A broker that cannot be reached is logged and
    otherwise ignored: the sweeper finds the work in the database.

    Raises:
        ArgumentNotAnIdError: an argument is neither a whole number nor a UUID.
    """
    arguments = [_checked_id(value) for value in ids]
    request_id = structlog.contextvars.get_contextvars().get("request_id")
    headers = {"request_id": request_id} if request_id else {}
    transaction.on_commit(partial(_send, task, arguments, headers), using=using)


def _send(task: Task[..., None], arguments: list[int | str], headers: dict[str, str]) -> None:
    try:
        task.apply_async(args=tuple(arguments), headers=headers)
    except (OperationalError, OSError) as error:
        log.warning("enqueue_failed", task=task.name, exception=type(error).__name__)


def _checked_id(value: object) -> int | str:
    match value:
        case bool():
            raise ArgumentNotAnIdError("a truth value is not an id")
        case int():
            return value
        case uuid.UUID():
            return str(value)
        case str() if _is_uuid(value):
            return value
        case _:
            raise ArgumentNotAnIdError(f"a {type(value).__name__} that is not an id")


def _is_uuid(text: str) -> bool:
    try:
        return str(uuid.UUID(text)) == text.lower()
    except ValueError:
        return False
