"""``manage.py serve``: the whole portal on this machine, on 127.0.0.1."""

from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from portal import supervise

FIRST_ANSWER_S = 60.0


class Command(BaseCommand):
    # The web process makes them; twice would only delay the first page.
    requires_system_checks = []
    help = "Migrate, then run web, workers and beat on 127.0.0.1 until Ctrl-C."

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *_: Any, port: int, **__: Any) -> None:
        if supervise.answers(port):
            raise CommandError(f"Something listens on port {port} already; choose with --port.")
        call_command("migrate_all")
        try:
            with supervise.Supervisor(supervise.services(port), settings.VAR_DIR) as supervisor:
                self._serve(supervisor, port)
        except supervise.AlreadyRunningError as error:
            raise CommandError(str(error)) from error

    def _serve(self, supervisor: supervise.Supervisor, port: int) -> None:
        # The first page comes sooner when the workers do not start beside the web.
        supervisor.start("web")
        if supervisor.watch_until(lambda: supervise.answers(port), within_s=FIRST_ANSWER_S):
            self.stdout.write(f"Airlock answers on http://127.0.0.1:{port}/  (Ctrl-C ends it)")
            self.stdout.write(
                f"With a passkey: http://localhost:{port}/ (works with that name only)"
            )
        supervisor.start()
        supervisor.run()
