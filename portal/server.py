"""Gunicorn's configuration: threads under WSGI, and logs that hold listed fields only."""

import os

from gunicorn.glogging import Logger as StockLogger

from portal import starting


class Logger(StockLogger):  # type: ignore[misc]  # gunicorn carries no annotations
    """Leaves every line to ``portal.logs``: the stock one prints URLs and exception texts."""

    def setup(self, cfg: object) -> None:
        super().setup(cfg)
        for logger in (self.error_log, self.access_log):
            logger.handlers.clear()
            logger.propagate = True


wsgi_app = "portal.wsgi:application"
bind = os.environ.get("AIRLOCK_BIND", "127.0.0.1:8000")
worker_class = "gthread"
workers = int(os.environ.get("AIRLOCK_WEB_PROCESSES", "2"))
threads = int(os.environ.get("AIRLOCK_WEB_THREADS", "4"))
timeout = 120
graceful_timeout = 20
# Loaded once before the workers are forked: half the memory, and the logs are set up first.
preload_app = True
worker_tmp_dir = "/dev/shm"  # noqa: S108 - gunicorn makes files of its own names there
accesslog = None
logger_class = Logger
umask = 0o077
control_socket_disable = True


def when_ready(_: object) -> None:
    starting.refuse_if_unsafe()
