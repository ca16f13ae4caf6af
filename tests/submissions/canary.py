"""A made-up name that is planted everywhere, and the searches for it."""

from pathlib import Path

import pytest
from django.conf import settings
from django.core import mail
from django.core.files.storage import storages
from django.test import Client

from portal import work as work_folders
from portal.accounts.models import User
from portal.audit.models import AuditEvent
from portal.programmes.defaults import TASK_FIELDS
from tests.factories import people
from tests.submissions import way

CANARY = "Wilhelmina Zqcanaryhart"
NEEDLE = "zqcanaryhart"


def task() -> dict[str, object]:
    """The canary in every field of the form, the rubric's parts, and one no form has."""
    typed = {name: f"{CANARY} in {name}" for name in TASK_FIELDS}
    rubric = [{"criterion": f"Ask {CANARY}", "points": 1, "required": True, "tags": [CANARY]}]
    forged = {"not_a_field": CANARY}
    kept = ("relation", "authenticity", "category", "domain")
    return {**typed, **forged, **{k: way.TASK[k] for k in kept}, "rubric": rubric}


def facts() -> dict[str, object]:
    """The canary in every typed answer about the engagement."""
    return {
        "organisation": f"{CANARY} Trading",
        "other_names": [CANARY],
        "domains": [f"{NEEDLE}.example.com"],
        "relation": "own_business",
        "still_there": "no",
        "owner": "contractor",
        "agreement": "none",
        "country": CANARY,
        "licence": CANARY,
        "licence_url": f"https://{NEEDLE}.example.com/",
    }


def pages(user: User, *urls: str) -> str:
    """Bodies and headers of pages as this person sees them."""
    people.with_second_factor(user)
    browser = Client()
    browser.force_login(user)
    told = []
    for url in urls:
        answer = browser.get(url)
        body = b"".join(answer.streaming_content) if answer.streaming else answer.content
        told.append(
            f"{answer.status_code} {dict(answer.headers)} {body.decode('utf-8', 'replace')}"
        )
    return "\n".join(told)


def has(text: str | bytes, needle: str = NEEDLE) -> bool:
    data = text if isinstance(text, bytes) else text.encode()
    return needle.encode() in data.lower()


def not_in_the_clear(needle: str = NEEDLE) -> None:
    """No folder of ours holds it unencrypted: storage, broker, work folders, databases."""
    places = [Path(settings.VAR_DIR), work_folders.root()]
    places += [
        Path(storages[name].location) for name in ("landing", "quarantine", "clean", "evidence")
    ]
    places += [Path(storages["releases"].location)]
    found = way.holding(needle, places)
    assert found == [], found


def told_nobody(logged: pytest.LogCaptureFixture, needle: str = NEEDLE) -> None:
    """No log, mail, audit event or file in the clear has it."""
    events = [f"{e.event}{e.facts}{e.subject}" for e in AuditEvent.objects.all()]
    assert logged.records
    assert events
    assert not has("\n".join(record.getMessage() for record in logged.records), needle)
    assert not has("\n".join(str(m.message()) for m in mail.outbox), needle)
    assert not has("\n".join(events), needle)
    not_in_the_clear(needle)
