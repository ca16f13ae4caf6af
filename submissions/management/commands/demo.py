"""``manage.py demo``: the whole portal with people and samples, on this machine alone."""

import logging
import sys
import time
from datetime import datetime
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError

from portal import supervise
from portal.management.commands.serve import FIRST_ANSWER_S
from portal.programmes.models import Programme
from submissions.demo import journey as way, people
from submissions.demo.journey import Journey
from submissions.demo.story import SAMPLES, End
from submissions.models import Gate, Submission
from submissions.states import State

WORKING = (State.QUARANTINED, State.SCANNING, State.SCRUBBING)


class Command(BaseCommand):
    # The web process makes them; twice would only delay the first page.
    requires_system_checks = []
    help = (
        "Seed a demo programme, send the bundled samples through upload, scrub, confirmation, "
        "consent, review and release, and serve on 127.0.0.1. With --once: no serving; exits "
        "0 only if every sample ended where it should."
    )

    def add_arguments(self, parser: Any) -> None:
        parser.add_argument("--once", action="store_true", help="do not serve; end with a summary")
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *_: Any, once: bool, port: int, **__: Any) -> None:
        try:
            people.check_allowed()
        except people.NotHereError as error:
            raise CommandError(str(error)) from error
        # Lines of the requests made here would stand between the lines of the story.
        logging.disable(logging.INFO)
        if not once and supervise.answers(port):
            raise CommandError(f"Something listens on port {port} already; choose with --port.")
        call_command("migrate_all")
        try:
            with supervise.Supervisor(supervise.services(port), settings.VAR_DIR) as supervisor:
                if once:
                    self._once(supervisor)
                else:
                    self._serve(supervisor, port)
        except supervise.AlreadyRunningError as error:
            raise CommandError(str(error)) from error

    def _once(self, supervisor: supervise.Supervisor) -> None:
        programme = people.make()
        supervisor.start("worker-scrub", "worker-default", "beat")
        if not self._tell(supervisor, programme):
            sys.exit(1)

    def _serve(self, supervisor: supervise.Supervisor, port: int) -> None:
        supervisor.start("web")
        # Checking seven passwords takes a second, in which the web process loads.
        programme = people.make()
        if not supervisor.watch_until(lambda: supervise.answers(port), within_s=FIRST_ANSWER_S):
            raise CommandError("The web server did not start; var/log/web.log says why.")
        self._print_sign_ins(port)
        supervisor.start()
        if not Submission.objects.filter(programme=programme, state=State.RELEASED).exists():
            self._tell(supervisor, programme)
        self.stdout.write(f"Serving on http://127.0.0.1:{port}/  (Ctrl-C ends it)")
        self.stdout.flush()
        supervisor.run()

    def _print_sign_ins(self, port: int) -> None:
        self.stdout.write(f"\nAirlock demo: http://127.0.0.1:{port}/")
        self.stdout.write(f"With a passkey: http://localhost:{port}/ (works with that name only)\n")
        rows = people.sign_ins()
        width = max(len(email) for _, email, _, _ in rows)
        self.stdout.write(f"{'sign in as':<{width}}  {'password':<18} authenticator secret (TOTP)")
        for _name, email, password, secret in rows:
            self.stdout.write(f"{email:<{width}}  {password:<18} {secret}")
        self.stdout.write("The six digits of now: python3 manage.py demo_code ADDRESS\n")
        self.stdout.flush()

    def _tell(self, supervisor: supervise.Supervisor, programme: Programme) -> bool:
        """Send every sample its way; a line per file and stage."""
        self.supervisor = supervisor
        started = time.monotonic()
        journeys: list[Journey] = []
        self._line("file", "stage", "seconds")
        for sample in SAMPLES:
            journey = way.begin(sample, programme)
            journeys.append(journey)
            self._stage(journey, "task and rights")
            way.upload(journey)
            self._stage(journey, "uploaded")
        for journey in journeys:
            self._until_reviewed(journey)
        number = way.release_all(programme, journeys)
        for journey in journeys:
            if journey.submission.state == State.RELEASED:
                self._stage(journey, f"released in release {number}")
        return self._summary(journeys, number, time.monotonic() - started)

    def _until_reviewed(self, journey: Journey) -> None:
        self._wait(journey, lambda: way.files_settled(journey), "received and checked")
        if code := way.refused(journey):
            self._stage(journey, f"refused: {code}")
            return
        way.submit(journey)
        self._wait(journey, way.left(journey, *WORKING), "scrubbed and verified")
        if journey.submission.state != State.CONFIRMING:
            self._stage(journey, way.end_of(journey))
            return
        way.confirm(journey)
        self._wait(journey, way.left(journey, State.CONSENT), "confirmed, rules asked")
        if journey.submission.state != State.CLEARANCE:
            self._stage(journey, way.end_of(journey))
            return
        for gate in (Gate.CLEARANCE, Gate.QUALITY):
            way.review(journey, gate)
            self._stage(journey, gate.value)

    def _wait(self, journey: Journey, done: Any, stage: str) -> None:
        # Watching, so that a service that ends is started again meanwhile.
        if not self.supervisor.watch_until(done, within_s=way.WAIT_S):
            raise CommandError(f"{journey.sample.file} did not get past: {stage}")
        # The workers are at several samples while one is watched: theirs is the time.
        self._stage(journey, stage, journey.waited_until())

    def _stage(self, journey: Journey, stage: str, ended: datetime | None = None) -> None:
        self._line(journey.sample.file, stage, f"{journey.done(ended):.2f}")

    def _line(self, file: str, stage: str, seconds: str) -> None:
        self.stdout.write(f"{file:<24} {stage:<32} {seconds:>8}")
        self.stdout.flush()

    def _summary(self, journeys: list[Journey], number: int, seconds: float) -> bool:
        results = list(way.as_expected(journeys))
        for journey, good in results:
            if not good:
                ended, wanted = way.end_of(journey), journey.sample.end.value
                self.stdout.write(f"NOT AS EXPECTED: {journey.sample.file}: {ended}, not {wanted}")
        good = all(ok for _, ok in results)
        counts = {end: sum(way.end_of(j) == end.value for j in journeys) for end in End}
        told = ", ".join(f"{count} {end.value}" for end, count in counts.items())
        word = "as expected" if good else "NOT as expected"
        self.stdout.write(
            f"demo: {len(journeys)} samples, {told}; release {number}; {seconds:.0f} s; {word}"
        )
        self.stdout.flush()
        return good
