"""Structured logs that can only hold what is on a list.

An event is a fixed word with fields of known names whose values look like ids, codes, numbers
or names of our own. Everything else is withheld, also from the messages of libraries, because
text of an upload may be in them. A request's id goes along into the tasks that it starts.
"""

import logging
import re
import sys
import time
import traceback
import uuid
from collections.abc import Callable
from enum import Enum
from typing import Any

import structlog
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from structlog.contextvars import bind_contextvars, clear_contextvars
from structlog.typing import EventDict, Processor, WrappedLogger

FIELDS = frozenset(
    [
        "submission_id",
        "step",
        "actor",
        "artefact",
        "attempt",
        "bytes",
        "code",
        "count",
        "engagement",
        "event",
        "exception",
        "expected",
        "finding",
        "found",
        "key_id",
        "kind",
        "level",
        "lease",
        "limit",
        "logger",
        "method",
        "ms",
        "name",
        "pid",
        "policy",
        "process",
        "programme",
        "queue",
        "reason_code",
        "release",
        "removed",
        "request_id",
        "review",
        "role",
        "route",
        "rule",
        "run",
        "service",
        "signal",
        "size",
        "places",
        "stage",
        "state",
        "status",
        "submission",
        "task",
        "task_id",
        "timestamp",
        "to",
        "upload",
        "user",
        "vendor",
        "version",
        "worker",
    ]
)
WITHHELD = "[withheld]"
_SAFE_VALUE = re.compile(r"[A-Za-z0-9_.:/<>+\-\[\] ]{0,200}")
_SAFE_EVENT = re.compile(r"[a-z0-9_.]{1,80}")
_SPOKEN_IN_FULL = frozenset({"gunicorn.error", "celery.worker", "celery.apps.worker"})
"""Libraries whose messages at INFO hold addresses and process ids of our own only."""

log = structlog.get_logger(__name__)


class FieldNotOnListError(ValueError):
    """A log call used a field that may not be logged; raised in tests only."""

    code = "logs.field_not_on_list"


def keep_listed_fields(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """The event with listed fields and harmless values only."""
    unlisted = sorted(set(event) - FIELDS)
    if unlisted and getattr(settings, "LOG_STRICT", False):
        raise FieldNotOnListError(f"add to portal.logs.FIELDS or leave out: {unlisted}")
    return {key: _harmless(key, value) for key, value in event.items() if key not in unlisted}


def _harmless(key: str, value: object) -> object:
    if value is None or isinstance(value, bool | int | float):
        return value
    if key == "places" and isinstance(value, list):
        return value
    text = str(value.value if isinstance(value, Enum) else value)
    allowed = _SAFE_EVENT if key == "event" else _SAFE_VALUE
    return text if allowed.fullmatch(text) else WITHHELD


def describe_exception(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """Replace ``exc_info`` by the exception's class and the places it passed, never its text."""
    found = event.pop("exc_info", None)
    if found is True:
        found = sys.exc_info()
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        event["exception"] = f"{type(error).__module__}.{type(error).__qualname__}"
        event["code"] = getattr(error, "code", None)
        event["places"] = [
            f"{frame.name} {frame.filename}:{frame.lineno}"
            for frame in traceback.extract_tb(error.__traceback__, limit=-20)
        ]
    return event


def withhold_library_text(_: WrappedLogger, __: str, event: EventDict) -> EventDict:
    """A library's record as its template, without the values that were filled in.

    A message without a template may hold anything: the place it came from stands for it.
    """
    record: logging.LogRecord = event["_record"]
    filled_in = event.pop("positional_args", None)
    if record.name in _SPOKEN_IN_FULL and record.levelno <= logging.INFO:
        return event
    template = str(record.msg) if filled_in else WITHHELD
    event["event"] = f"{record.module}:{record.lineno} {template}"
    return event


_FOR_ALL: list[Processor] = [
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
    describe_exception,
]


def configure(*, json: bool, level: str) -> dict[str, Any]:
    """Set structlog up and return Django's LOGGING: a line per event on standard error."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *_FOR_ALL,
            keep_listed_fields,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"listed": {"()": _formatter, "json": json}},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "listed"}},
        "root": {"handlers": ["stderr"], "level": level},
        "loggers": {
            # Their INFO says what our own events say, or repeats each beat.
            name: {"level": "WARNING"}
            for name in (
                "celery.app.trace",
                "celery.beat",
                "celery.worker.strategy",
                "pikepdf",
                "presidio",
            )
        }
        # Django's own set-up would add handlers that print whole messages.
        | {name: {"handlers": [], "propagate": True} for name in ("django", "django.server")},
    }


def _formatter(*, json: bool) -> logging.Formatter:
    renderer: Processor = (
        structlog.processors.JSONRenderer() if json else structlog.dev.ConsoleRenderer(colors=False)
    )
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[*_FOR_ALL, withhold_library_text],
        processors=[structlog.stdlib.ProcessorFormatter.remove_processors_meta, renderer],
        pass_foreign_args=True,
    )


class RequestIdMiddleware:
    """Gives each request an id of our own making and logs how it ended.

    An id that a client sends is not taken over: it is text from outside.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex
        clear_contextvars()
        bind_contextvars(request_id=request_id)
        began = time.perf_counter()
        response = self.get_response(request)
        response["X-Request-ID"] = request_id
        log.info(
            "request_finished",
            method=request.method if request.method in _METHODS else WITHHELD,
            route=request.resolver_match.route if request.resolver_match else None,
            status=response.status_code,
            ms=_ms_since(began),
        )
        return response


_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
_began: dict[str, float] = {}


def task_begins(task_id: str, task: Any, **_: Any) -> None:
    """Bind the id of the request that sent the task, and the task's own name and id."""
    clear_contextvars()
    sent = task.request.headers or {}
    if request_id := sent.get("request_id"):
        bind_contextvars(request_id=request_id)
    bind_contextvars(task=task.name, task_id=task_id)
    _began[task_id] = time.perf_counter()


def task_ends(task_id: str, state: str | None = None, **_: Any) -> None:
    log.info("task_finished", state=state, ms=_ms_since(_began.pop(task_id, time.perf_counter())))
    clear_contextvars()


def _ms_since(began: float) -> int:
    return round((time.perf_counter() - began) * 1000)
