"""The page of the review queue at 1,000 and at 1,000,000 submissions, on PostgreSQL.

One sample is made as the portal makes it and copied in the database with other numbers,
times, fields and due times; a fifth waits for clearance, the rest are elsewhere. What is
timed is the whole request: session, permissions, queries, template. The first page, the
seventh, and the page filtered to what is overdue in one field.

    python -m benchmarks.review_queue [--rows 1000 1000000] [--rounds 30]
"""

import argparse
import html
import os
import re
import statistics
import tempfile
import time
from contextlib import ExitStack
from typing import Any

WAITING_EVERY = 5
DOMAINS = "ARRAY['business','law','medicine','programming','science','other']"
COPY = """
    INSERT INTO submissions_submission ({columns})
    SELECT {values} FROM submissions_submission AS s, generate_series(%s, %s) AS n WHERE s.id = %s
"""
OTHER = {
    "id": "gen_random_uuid()",
    "number": "n",
    "created_at": "now() - make_interval(mins => n)",
    "state_since": "now() - make_interval(mins => n)",
    "due_at": "now() + make_interval(hours => (n %% 96) - 24)",
    "domain": f"({DOMAINS})[1 + n %% 6]",
    "state": f"CASE WHEN n %% {WAITING_EVERY} = 0 THEN 'clearance' ELSE 'confirming' END",
}


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, nargs="+", default=[1000, 1_000_000])
    parser.add_argument("--rounds", type=int, default=30)
    chosen = parser.parse_args()
    from tests import services

    with ExitStack() as stack:
        folder = stack.enter_context(tempfile.TemporaryDirectory())
        url = stack.enter_context(services.postgres())
        os.environ.update(
            AIRLOCK_VAR=folder,
            DATABASE_URL=url,
            DJANGO_SETTINGS_MODULE="portal.settings.test",
            AIRLOCK_LOG_LEVEL="ERROR",
        )
        import django
        from django.core.management import call_command

        django.setup()
        call_command("migrate_all", verbosity=0)
        measure(chosen.rows, chosen.rounds)


def measure(sizes: list[int], rounds: int) -> None:
    from django.conf import settings

    from portal.programmes.roles import Role
    from tests.factories import people, samples
    from tests.factories.sign_in import client_of

    settings.ALLOWED_HOSTS = ["testserver"]
    programme = people.programme("one")
    template = samples.submission(programme, people.member(programme, Role.CONTRACTOR))
    client = client_of(people.member(programme, Role.CLEARANCE_REVIEWER))
    found: dict[str, list[float]] = {}
    there = 1
    for size in sizes:
        there = fill(template.pk, there, size)
        for name, address in addresses(client).items():
            median, queries = timed(client, address, rounds)
            found.setdefault(name, []).append(median)
            print(f"{size:>9,} rows  {name:<28} {median * 1000:7.1f} ms  {queries} queries")
    for name, times in found.items():
        print(f"{name:<42} {times[-1] / times[0]:.2f} x")


def fill(template: object, there: int, size: int) -> int:
    """Copies of the sample until there are so many; gives how many there are."""
    from django.db import connection

    from submissions.models import Submission

    columns = [field.column for field in Submission._meta.concrete_fields]
    values = ", ".join(OTHER.get(name, f"s.{name}") for name in columns)
    with connection.cursor() as cursor:
        # The triggers refuse rows that begin elsewhere than as a draft, as they should.
        cursor.execute("ALTER TABLE submissions_submission DISABLE TRIGGER USER")
        cursor.execute(
            COPY.format(columns=", ".join(columns), values=values), [there + 1, size, template]
        )
        cursor.execute("ALTER TABLE submissions_submission ENABLE TRIGGER USER")
        cursor.execute("VACUUM ANALYZE submissions_submission")
    return size


def addresses(client: Any) -> dict[str, str]:
    """The pages that are timed; the seventh is reached as a reviewer would reach it."""
    deep = "/review/"
    for _ in range(6):
        found = re.search(r'rel="next"\s+href="([^"]+)"', client.get(deep).content.decode())
        if found is None:
            break
        deep = "/review/" + html.unescape(found[1])
    return {
        "first page": "/review/",
        "seventh page": deep,
        "overdue in one field": "/review/?domain=law&overdue=1",
    }


def timed(client: Any, address: str, rounds: int) -> tuple[float, int]:
    """Median seconds of a request, and how many queries it made."""
    from django.db import connection

    queries: list[str] = []

    def count(execute: Any, sql: str, *arguments: Any) -> Any:
        queries.append(sql)
        return execute(sql, *arguments)

    with connection.execute_wrapper(count):
        answer = client.get(address)
    if answer.status_code != 200:
        raise SystemExit(f"{address}: {answer.status_code}")
    times = []
    for _ in range(rounds):
        began = time.perf_counter()
        client.get(address)
        times.append(time.perf_counter() - began)
    return statistics.median(times), len(queries)


if __name__ == "__main__":
    main()
