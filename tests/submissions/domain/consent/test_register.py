"""The register: two names meet unless both state a legal form and those differ."""

import pytest

from submissions import tasks
from submissions.domain import declining
from submissions.domain.consent import register
from submissions.models import DeclaredName, NameKind, RegisterEntry
from submissions.states import State
from tests.factories import rights, samples

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def declares(programme, contractor):
    def made(name: str, **more: object):
        row = samples.submission(programme, contractor, State.CLEARANCE)
        rights.all_clear(row)
        rights.answer(row, organisation=name, **more)
        row.refresh_from_db()
        return row.engagement

    return made


@pytest.mark.parametrize(
    ("entered", "declared", "meets"),
    [
        ("Norvale GmbH", "Norvale AG", False),
        ("Norvale Ltd", "NORVALE LIMITED", True),
        ("Norvale GmbH", "norvale", True),
        ("Norvale", "Norvale AG", True),
        ("Norvale GmbH & Co. KG", "Norvale GmbH", False),
        ("Norvale S.A.", "Norvale SA", True),
        ("Norvale SARL", "Norvale", True),
        ("Norvale SARL", "Norvale SAS", False),
        ("Norvale Inc.", "Norvale Incorporated", True),
        ("As You Like", "You Like", False),
        ("Norvale GmbH", "Quillbrook GmbH", False),
    ],
)
def test_names_meet_where_legal_forms_do_not_differ(
    programme, admin, declares, entered, declared, meets
):
    engagement = declares(declared)
    entry, _asked = declining.enter(NameKind.ORGANISATION, entered, programme.pk, admin)
    assert register.said_of(engagement).declined is meets
    assert (engagement in register.engagements_of([entry])) is meets
    assert declining.looked_up(declared, programme.pk) == ([entry] if meets else [])


def test_other_name_of_the_organisation_meets_too(programme, admin, declares):
    engagement = declares("Quillbrook AG", other_names=["Norvale GmbH"])
    declining.enter(NameKind.ORGANISATION, "Norvale AG", programme.pk, admin)
    assert not register.said_of(engagement).declined
    declining.enter(NameKind.ORGANISATION, "Norvale GmbH", programme.pk, admin)
    assert register.said_of(engagement).declined


def test_entry_and_name_of_before_meet_every_form(programme, admin, declares):
    engagement = declares("Norvale AG")
    entry, _asked = declining.enter(NameKind.ORGANISATION, "Norvale GmbH", programme.pk, admin)
    DeclaredName.objects.update(full_digest=None)
    assert register.said_of(engagement).declined
    assert list(register.engagements_of([entry])) == [engagement]
    tasks.keep_house()
    assert not DeclaredName.objects.filter(full_digest=None).exists()
    assert not register.said_of(engagement).declined
    old = register.digest_of(NameKind.ORGANISATION, "Norvale AG")
    RegisterEntry.objects.update(digest=old, full_digest="")
    assert register.said_of(engagement).declined


def test_register_keeps_digests_alone(programme, admin, declares):
    declares("Norvale GmbH")
    declining.enter(NameKind.ORGANISATION, "Norvale GmbH", programme.pk, admin)
    entry = RegisterEntry.objects.get()
    kept = [entry.digest, entry.full_digest, *DeclaredName.objects.values_list("digest", flat=True)]
    assert {len(digest) for digest in kept} == {64}
    assert entry.digest != entry.full_digest
