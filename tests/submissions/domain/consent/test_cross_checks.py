"""Each rule and each cross-check over real files: one trips it, a near miss does not.

The files go through the engine's own reading, the evidence and the rules, as in pass one.
"""

import hashlib
import os
from datetime import timedelta
from functools import cache
from pathlib import Path

import pytest
from django.utils import timezone

from portal.programmes import versions
from portal.programmes.models import SettingKind
from portal.programmes.roles import Role
from scrubbing import services
from scrubbing.engine import pipeline
from scrubbing.engine.errors import ScrubError
from scrubbing.engine.policy import DEFAULT, shipped
from scrubbing.engine.reading import Reading
from scrubbing.engine.types import Untrusted
from submissions.domain import declining, drafts, sealed, vaulted
from submissions.domain.consent import duplicates, evidence, logos, verdicts
from submissions.models import Artefact, Evidence, NameKind, RightsGrant
from submissions.states import State
from tests.factories import people, rights, samples
from tests.submissions.domain.consent import cross_cases
from tests.submissions.domain.consent.cross_cases import CHECKS, RULES, Made, Side

DOCS = Path(__file__).parents[4] / "docs/cross-checks.md"
pytestmark = [
    pytest.mark.django_db(databases=["default", "keys"]),
    pytest.mark.slow,
]


@pytest.fixture
def programme(programme):
    programme.storage_region = "DE"
    programme.save(update_fields=["storage_region"])
    return programme


@cache
def reading_of(name: str, data: bytes) -> Reading:
    """The engine's own first pass; the same file is read once."""
    return pipeline.read(Untrusted(name, data), shipped(DEFAULT))


def read_into(row, made: Made, folder: Path) -> None:
    """What pass one leaves of a file: reading, evidence, entries of the indexes."""
    name, data = made
    artefact = row.artefacts.get()
    artefact.sha256 = hashlib.sha256(data).hexdigest()
    try:
        reading = reading_of(name, data)
    except ScrubError as error:
        Artefact.objects.filter(pk=artefact.pk).update(state="held", code=error.code)
        return
    key = sealed.key_of(row.pk)
    stored = services.reading_to_bytes(reading)
    artefact.reading_key = vaulted.put_bytes("quarantine", key, "reading", artefact.pk, stored)
    artefact.save(update_fields=["sha256", "reading_key"])
    path = folder / "file"
    path.write_bytes(data)
    prepared = duplicates.prepare(reading, duplicates.blob_id(path))
    with evidence.replaced(artefact, evidence.from_reading(artefact, reading, key)):
        duplicates.remember(artefact, prepared)
        logos.remember(artefact, evidence.looks(reading))


def handed_in(programme, contractor, side: Side, folder: Path):
    row = samples.submission(programme, contractor, State.CONSENT)
    rights.all_clear(row)
    rights.answer(row, **side.facts)
    task = {**drafts.read_task(row), "authenticity": side.authenticity}
    if side.grant is not None:
        terms = dict(side.grant)
        if "ends_on" in terms:
            terms["ends_on"] = timezone.now().date() + timedelta(days=int(str(terms["ends_on"])))
        RightsGrant.objects.create(engagement=row.engagement, state="given", **terms)
    read_into(row, side.make(), folder)
    return row, task


def prepared(programme, side: Side, folder: Path):
    contractor = people.member(programme, Role.CONTRACTOR)
    if side.other is not None:
        stranger = people.member(programme, Role.CONTRACTOR)
        theirs = Side("", side.other, {"organisation": "Quillbrook Ltd"})
        handed_in(programme, stranger, theirs, folder)
    if side.declined:
        admin = people.member(programme, Role.PROGRAMME_ADMIN)
        declining.enter(NameKind.ORGANISATION, "Northwind Example", None, admin)
    return handed_in(programme, contractor, side, folder)


@pytest.mark.parametrize("case", RULES, ids=lambda case: case.check)
def test_a_rule_is_tripped_by_its_file_and_not_by_the_near_miss(case, programme, tmp_path):
    # Grants that end today end too soon for the default term of a year, which is R5 as well.
    body = {**programme.setting(SettingKind.CONSENT).body, "territories": ["FR"]}
    versions.publish(programme, SettingKind.CONSENT, body, None)
    found = []
    for side in (case.trips, case.near):
        row, task = prepared(programme, side, tmp_path)
        _, rulings = verdicts.evaluate(row, task)
        found.append(
            {f"{r.result.value}: {r.party.value}" for r in rulings if r.rule == case.check}
        )
    assert case.result in found[0]
    assert case.result not in found[1]


@pytest.mark.parametrize("case", CHECKS, ids=lambda case: f"{case.check} {case.result}")
def test_a_cross_check_is_tripped_by_its_file_and_not_by_the_near_miss(case, programme, tmp_path):
    found = []
    for side in (case.trips, case.near):
        row, _task = prepared(programme, side, tmp_path)
        rows = Evidence.objects.filter(artefact__submission=row, cross_check=case.check)
        found.append({f"{one.name}: {one.relation}" for one in rows})
    assert case.result in found[0]
    assert case.result not in found[1]


def test_every_rule_and_every_cross_check_has_a_case():
    assert {case.check for case in RULES} == {f"R{n}" for n in range(1, 16)}
    assert {case.check for case in CHECKS} == {f"X{n}" for n in range(1, 12)}


def test_the_table_in_the_docs_is_what_these_tests_run():
    if "AIRLOCK_WRITE_DOCS" in os.environ:
        before, _, rest = DOCS.read_text("utf-8").partition("<!-- cases -->\n")
        after = rest.partition("<!-- end of cases -->")[2]
        DOCS.write_text(f"{before}<!-- cases -->\n{cross_cases.table()}\n<!-- end of cases -->{after}", "utf-8")  # fmt: skip
    assert cross_cases.table() in DOCS.read_text("utf-8")


def test_evidence_holds_no_text_of_the_file(programme, tmp_path):
    case = next(case for case in CHECKS if case.check == "X5")
    row, _task = prepared(programme, case.trips, tmp_path)
    name = cross_cases.LETTERHEAD
    assert name.encode() in _texts(case.trips.make())
    stored = list(Evidence.objects.filter(artefact__submission=row).values())
    assert stored
    assert name not in str(stored)
    assert hashlib.sha256(name.casefold().encode()).hexdigest() not in str(stored)


def _texts(made: Made) -> bytes:
    reading = reading_of(*made)
    return "\n".join(unit.text for unit in reading.extraction.units).encode()
