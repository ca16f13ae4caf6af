"""What the rules are told: only what was agreed, for this sample, about files that count."""

import pytest

from portal.programmes.kinds import SettingKind
from portal.programmes.versions import current, publish
from submissions.domain.consent import verdicts
from submissions.domain.consent.evidence import Known, relation
from submissions.models import (
    Artefact,
    ConfidentialityRelease,
    Evidence,
    RecordState,
    RightsGrant,
)
from submissions.states import State
from tests.factories import rights, samples

AGREED = {RecordState.GIVEN, RecordState.RENEWED}
database = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def sample(programme, contractor):
    row = samples.submission(programme, contractor, State.CONSENT, files=2)
    rights.all_clear(row)
    return row


@database
def test_what_is_in_order_passes(sample):
    ruling, _all = verdicts.evaluate(sample, {"authenticity": "real"})
    assert ruling.rule == "R15"


@database
@pytest.mark.parametrize("state", list(RecordState))
def test_only_agreed_grants_and_releases_count(sample, state):
    RightsGrant.objects.create(engagement=sample.engagement, purposes=["training"], state=state)
    for document in ("", "d" * 64):
        ConfidentialityRelease.objects.create(
            engagement=sample.engagement, document_sha256=document, state=state
        )
    facts = verdicts.gather(sample, {})
    counted = (len(facts.grants), facts.released_engagement, len(facts.released_documents))
    assert counted == ((1, True, 1) if state in AGREED else (0, False, 0))


@database
def test_a_grant_for_another_sample_does_not_count(programme, contractor, sample):
    other = samples.submission(programme, contractor, State.CONSENT)
    RightsGrant.objects.create(
        engagement=sample.engagement, submission=other, purposes=["training"], state="given"
    )
    assert verdicts.gather(sample, {}).grants == ()


@database
def test_a_consent_that_was_withdrawn_is_missing(sample):
    assert verdicts.gather(sample, {}).attested_material_terms is not None
    sample.consents.filter(pk=sample.consents.first().pk).update(state=RecordState.WITHDRAWN)
    assert verdicts.gather(sample, {}).attested_material_terms is None
    assert verdicts.evaluate(sample, {"authenticity": "real"})[0].code == "consent_missing"


@database
def test_of_terms_agreed_one_by_one_the_oldest_count(sample):
    before = verdicts.gather(sample, {}).attested_material_terms
    body = dict(current(sample.programme_id, SettingKind.TERMS).body)
    changed = {**body, "material": not body["material"]}
    newer = publish(sample.programme, SettingKind.TERMS, changed, None)
    assert newer.number > before
    sample.consents.filter(pk=sample.consents.first().pk).update(terms_version=newer)
    assert verdicts.gather(sample, {}).attested_material_terms == before


@database
def test_a_sample_of_no_job_holds(sample):
    sample.engagement = None
    assert verdicts.evaluate(sample, {"authenticity": "real"})[0].rule == "R1"


@database
@pytest.mark.parametrize(
    "columns",
    [
        {"malware": ""},
        {"malware": "infected"},
        {"state": "held", "code": "leaked"},
        {"state": "read"},
    ],
)
def test_a_file_that_is_not_finished_holds(sample, columns):
    Artefact.objects.filter(pk=sample.artefacts.first().pk).update(**columns)
    version = current(sample.programme_id, SettingKind.CONSENT)
    assert verdicts.policy_of(sample, version).unfinished_files == 1
    assert verdicts.evaluate(sample, {"authenticity": "real"})[0].rule == "R13"


@database
def test_evidence_counts_while_its_file_does(sample):
    file = sample.artefacts.first()
    Evidence.objects.create(
        artefact=file, cross_check="X2", name="government", digest="d", weight=1, place={}
    )
    assert [seen.document_sha256 for seen in verdicts.seen_in(sample)] == [file.sha256]
    assert verdicts.evaluate(sample, {"authenticity": "real"})[0].rule == "R10"
    Artefact.objects.filter(pk=file.pk).update(state="removed")
    assert verdicts.seen_in(sample) == []


@database
def test_a_stored_verdict_replays_to_the_same_when_the_answers_changed(sample):
    verdict = verdicts.store(sample, {"authenticity": "real"})
    assert (verdict.rule, verdict.bundle_sha256) == ("R15", sample.bundle_sha256)
    rights.answer(sample, owner="unknown")
    assert verdicts.replay(verdict)[0].rule == "R15"
    assert verdicts.store(sample, {"authenticity": "real"}).rule == "R1"


@database
def test_a_stored_verdict_replays_to_the_same_when_its_file_is_gone_or_compared_anew(sample):
    file = sample.artefacts.first()
    seen = Evidence.objects.create(
        artefact=file, cross_check="X1", name="copyright_holder", digest="d", weight=0.9, place={},
        relation="other",
    )  # fmt: skip
    verdict = verdicts.store(sample, {"authenticity": "real"})
    assert verdict.rule == "R8"
    Evidence.objects.filter(pk=seen.pk).update(relation="declared")
    assert verdicts.replay(verdict)[0].rule == "R8"
    Artefact.objects.filter(pk=file.pk).update(state="removed")
    first, rulings = verdicts.replay(verdict)
    assert (first.rule, first.evidence) == ("R8", (seen.pk,))
    assert [r.rule for r in rulings] == [r["rule"] for r in verdict.rulings]


KNOWN = Known(("Norvale Logistics GmbH",), ("Ada Byron", "ada.byron@example.org"))


@pytest.mark.parametrize(
    ("name", "value", "expected"),
    [
        ("company", "Norvale", "declared"),
        ("company", "NORVALE LOGISTICS", "declared"),
        ("company", "Norvale Bank", "other"),
        ("company", "GmbH", ""),
        ("author", "Ada Byron", "self"),
        ("author", "Grace Hopper", "other"),
        ("email_domain", "norvale.example.com", "declared"),
        ("host", "byron.example.net", "self"),
        ("git_remote", "https://git.quillbrook.example/shop", "other"),
    ],
)
def test_a_name_in_a_file_stands_to_the_declared_ones(name, value, expected):
    assert relation(name, value, KNOWN) == expected
