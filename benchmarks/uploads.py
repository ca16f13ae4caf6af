"""How long 5,000 small files of a folder take to arrive, against one archive of their size.

Both go the whole way over HTTP (start, sign, parts, complete) and then into quarantine,
on local disk and SQLite: once sent by this program, which shows what the server makes of
them, and once by the page in Chromium, which has to find and read 5,000 files as well:
over loopback, which is faster than any network, and over a line of so many megabits a second.
A folder is one artefact: its files travel packed, so their number should not matter.

    python -m benchmarks.uploads [--files 5000] [--kilobytes 20] [--megabits 100] [--no-browser]
"""

import argparse
import http.client
import io
import json
import os
import secrets
import shutil
import statistics
import tarfile
import tempfile
import threading
import time
from collections.abc import Callable, Mapping
from pathlib import Path
from socketserver import ThreadingMixIn
from typing import Any
from urllib.parse import urlsplit
from wsgiref.simple_server import WSGIRequestHandler, WSGIServer, make_server

AT_ONCE = 3
"""Parts on the way together, as in static/js/upload_transfer.js."""


class Server(ThreadingMixIn, WSGIServer):
    daemon_threads = True


class Line:
    """The way from every browser to the server; 0 bytes a second stand for no limit."""

    def __init__(self) -> None:
        self.bytes_per_second, self._free_at, self._lock = 0.0, 0.0, threading.Lock()

    def carry(self, size: int) -> None:
        if not self.bytes_per_second:
            return
        with self._lock:
            self._free_at = max(self._free_at, time.monotonic()) + size / self.bytes_per_second
            wait = self._free_at - time.monotonic()
        time.sleep(max(0.0, wait))


LINE = Line()


class Carried:
    """What a handler reads, as fast as the line brings it."""

    def __init__(self, source: Any) -> None:
        self._source = source

    def read(self, size: int = -1) -> bytes:
        data: bytes = self._source.read(size)
        LINE.carry(len(data))
        return data

    def __getattr__(self, name: str) -> Any:
        return getattr(self._source, name)


class Quiet(WSGIRequestHandler):
    protocol_version = "HTTP/1.1"

    def setup(self) -> None:
        super().setup()
        self.rfile = Carried(self.rfile)

    def log_message(self, *_arguments: object) -> None:
        pass


def packed(files: dict[str, bytes]) -> bytes:
    """The archive that the page makes of a folder."""
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w", format=tarfile.PAX_FORMAT) as archive:
        for name, data in sorted(files.items()):
            member = tarfile.TarInfo(name)
            member.size = len(data)
            archive.addfile(member, io.BytesIO(data))
    return target.getvalue()


class Browser:
    """What the page's JavaScript does, with the cookies of a signed-in person."""

    def __init__(self, address: str, cookie: str) -> None:
        self.address, self.cookie = urlsplit(address), cookie

    def ask(self, method: str, path: str, body: bytes = b"", **headers: str) -> dict:
        connection = http.client.HTTPConnection(self.address.hostname, self.address.port)
        token = "x" * 32
        connection.request(method, path, body, {
            "Cookie": f"{self.cookie}; csrftoken={token}", "X-CSRFToken": token,
            "Content-Length": str(len(body)), **headers,
        })  # fmt: skip
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        if answer.status >= 300:
            raise SystemExit(f"{method} {path}: {answer.status} {text[:300]!r}")
        return json.loads(text) if text else {}

    def send(self, path: str, value: object) -> dict:
        return self.ask(
            "POST", path, json.dumps(value).encode(), **{"Content-Type": "application/json"}
        )

    def upload(self, start: str, name: str, shape: str, data: bytes) -> str:
        contract = self.send(start, {"name": name, "size": len(data), "shape": shape})
        numbers = list(range(1, contract["part_count"] + 1))
        parts = []
        for first in range(0, len(numbers), 12):
            parts += self.send(contract["sign_url"], {"numbers": numbers[first : first + 12]})[
                "parts"
            ]

        def work() -> None:
            while parts:
                part = parts.pop()
                begin = (part["number"] - 1) * contract["part_size"]
                self.ask("PUT", part["url"], data[begin : begin + part["size"]], **part["headers"])

        threads = [threading.Thread(target=work) for _ in range(AT_ONCE)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        return self.send(contract["complete_url"], {})["file"]


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--files", type=int, default=5000)
    parser.add_argument("--kilobytes", type=int, default=20, help="mean size of a file")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--megabits", type=int, default=100, help="a second, of the slower line")
    parser.add_argument("--no-browser", action="store_true")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        os.environ.update(
            AIRLOCK_VAR=folder,
            DJANGO_SETTINGS_MODULE="portal.settings.development",
            DJANGO_ALLOW_ASYNC_UNSAFE="true",
        )
        import django

        django.setup()
        measure(
            chosen.files, chosen.kilobytes * 1000, chosen.rounds,
            0 if chosen.no_browser else chosen.megabits,
        )  # fmt: skip


def measure(count: int, mean: int, rounds: int, megabits: int) -> None:
    from django.contrib.staticfiles.handlers import StaticFilesHandler
    from django.core.management import call_command
    from django.core.wsgi import get_wsgi_application

    call_command("migrate_all", verbosity=0)
    submission, cookie = signed_in()
    files = {
        f"project/folder-{n % 50:02}/file-{n:05}.txt": secrets.token_bytes(
            mean // 2 + (n * 37) % mean
        )
        for n in range(count)
    }
    total = sum(map(len, files.values()))
    server = make_server("127.0.0.1", 0, StaticFilesHandler(get_wsgi_application()), Server, Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    browser = Browser(f"http://127.0.0.1:{server.server_port}", cookie)
    start = f"/api/submissions/{submission.pk}/uploads"
    print(f"{count} files, {total / 1e6:.0f} MB together, {rounds} rounds each in turn")
    archives = {"one archive": ("archive.tar", "file", secrets.token_bytes(total)),
                f"a folder of {count}": ("project.tar", "folder", packed(files))}  # fmt: skip
    compare(
        "sent by a program", in_turn(archives, lambda what: timed(browser, start, *what), rounds)
    )
    if chromium := shutil.which("chromium") if megabits else None:
        page = f"http://127.0.0.1:{server.server_port}/submissions/{submission.pk}/files/"
        for title, speed in (("over loopback", 0.0), (f"at {megabits} Mbit/s", megabits * 125e3)):
            LINE.bytes_per_second = speed
            found = in_chromium(chromium, page, cookie, files, rounds)
            compare(f"sent by the page in Chromium {title}", found)
    server.shutdown()
    server.server_close()


Times = list[tuple[float, float]]


def in_turn(
    subjects: Mapping[str, Any], once: Callable[[Any], tuple[float, float]], rounds: int
) -> dict[str, Times]:
    """Each subject once a round, so that a machine that is busy for a while slows down all."""
    found: dict[str, Times] = {label: [] for label in subjects}
    for _ in range(rounds):
        for label, subject in subjects.items():
            found[label].append(once(subject))
    return found


def compare(title: str, results: dict[str, Times]) -> None:
    print(f"{title} (load {os.getloadavg()[0]:.1f})")
    best = []
    for label, times in results.items():
        arrived = sorted(seconds for seconds, _ in times)
        best.append(arrived[0])
        received = min(seconds for _, seconds in times)
        more = f", {received:5.2f} s into quarantine" if received else ""
        middle = statistics.median(arrived)
        print(f"  {label:20} {arrived[0]:6.2f} s to arrive, median {middle:6.2f} s{more}")
    print(f"  the folder took {best[1] / best[0] - 1:+.0%} of the archive's time", flush=True)


WATCH = """() => {
  const status = document.querySelector(".drop-zone [role=status]");
  window.took = new Promise((done) => {
    document.addEventListener("change", () => { window.began = performance.now(); }, true);
    new MutationObserver(() => {
      if (/ 1 of 1|^1 of 1/.test(status.textContent)) done((performance.now() - window.began) / 1000);
    }).observe(status, { childList: true, characterData: true, subtree: true });
  });
}"""
"""Counts from the moment in which the browser hands the files to the page."""


def in_chromium(
    program: str, address: str, cookie: str, files: dict[str, bytes], rounds: int
) -> dict[str, Times]:
    from playwright.sync_api import sync_playwright

    name, _, value = cookie.partition("=")
    flags = ["--no-sandbox"] if os.getuid() == 0 else []
    with tempfile.TemporaryDirectory() as place, sync_playwright() as playwright:
        for path, data in files.items():
            file = Path(place, path)
            file.parent.mkdir(parents=True, exist_ok=True)
            file.write_bytes(data)
        archive = Path(place, "archive.tar")
        archive.write_bytes(secrets.token_bytes(sum(map(len, files.values()))))
        chromium = playwright.chromium.launch(executable_path=program, args=flags)
        context = chromium.new_context()
        context.add_cookies(
            [{"name": name, "value": value, "url": address.split("/submissions", maxsplit=1)[0]}]
        )

        def once(what: tuple[str, Path]) -> tuple[float, float]:
            selector, chosen = what
            page = context.new_page()
            page.set_default_timeout(300_000)
            page.goto(address)
            page.evaluate(WATCH)
            page.locator(selector).last.set_input_files(chosen)
            seconds = page.evaluate("() => window.took")
            if problem := page.locator(".file-row .error-code").all_inner_texts():
                raise SystemExit(f"the page says {problem}")
            page.close()
            return seconds, 0.0

        chosen = {
            "one archive": ("input[type=file][multiple]", archive),
            f"a folder of {len(files)}": (
                "input[type=file][webkitdirectory]",
                Path(place, "project"),
            ),
        }
        results = in_turn(chosen, once, rounds)
        chromium.close()
        return results


def timed(browser: Browser, start: str, name: str, shape: str, data: bytes) -> tuple[float, float]:
    """Seconds until the server said that all arrived, and until it was in quarantine."""
    import uuid

    from submissions.domain import quarantine
    from submissions.models import Artefact

    began = time.perf_counter()
    file = browser.upload(start, name, shape, data)
    arrived = time.perf_counter()
    artefact = Artefact.objects.get(pk=file)
    with quarantine.work_folder(uuid.uuid4()) as folder:
        quarantine.receive(artefact, Path(folder))
    return arrived - began, time.perf_counter() - arrived


def signed_in():
    """A contractor with a draft, and the cookie of their session."""
    from django.conf import settings
    from django.test import Client

    from portal.accounts.models import User
    from portal.programmes.models import Membership, Programme
    from portal.programmes.roles import Role
    from submissions.domain import drafts

    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    programme = Programme.objects.create(slug="benchmark", name="Benchmark")
    person = User.objects.create_user("someone@example.org", "a long pass phrase", display_name="S")
    Membership.objects.create(user=person, programme=programme, role=Role.CONTRACTOR)
    client = Client()
    client.force_login(person)
    cookie = f"{settings.SESSION_COOKIE_NAME}={client.cookies[settings.SESSION_COOKIE_NAME].value}"
    return drafts.create(person, programme), cookie


if __name__ == "__main__":
    main()
