"""What a reviewer is offered first, and what never: skill, and the work of their employers."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from portal.accounts import erasure
from portal.audit.models import AuditEvent
from portal.programmes.errors import PermissionRefused
from portal.programmes.kinds import SettingKind
from portal.programmes.models import Membership
from portal.programmes.roles import Role
from portal.programmes.versions import current, publish
from submissions.domain import drafts, originals
from submissions.domain.asking import confirming
from submissions.domain.consent import proofs, records, register
from submissions.domain.review import appeals, claims, employers, queue
from submissions.domain.review.errors import SameEmployerError
from submissions.models import (
    Employer,
    Engagement,
    EvidenceFile,
    Gate,
    OriginalRequest,
    RecordState,
    Submission,
)
from tests.factories import askings, people, rights, samples
from tests.factories.sign_in import client_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def lawyer(reviewer):
    Membership.objects.filter(user=reviewer).update(
        skills={"domains": ["law"], "categories": ["technical writing"], "languages": ["de"]}
    )
    return reviewer


def sample(programme, contractor, hours=48, **columns):
    row = samples.submission(programme, contractor)
    row.due_at = timezone.now() + timedelta(hours=hours)
    for name, value in columns.items():
        setattr(row, name, value)
    row.save()
    return row


def first(reviewer, programme):
    return claims.claim_next(reviewer, programme.pk, Gate.CLEARANCE).submission


def test_claim_next_prefers_what_suits_among_equally_pressing(programme, contractor, lawyer):
    sample(programme, contractor, 40, domain="medicine")
    suits = sample(programme, contractor, 48, domain="law", language="de")
    assert first(lawyer, programme) == suits


def test_claim_next_takes_the_better_match_then_the_older(programme, contractor, lawyer):
    sample(programme, contractor, domain="law")
    best = sample(programme, contractor, domain="law", category="technical writing", language="de")
    sample(programme, contractor, 49, domain="law", category="technical writing", language="de")
    assert first(lawyer, programme) == best


def test_overdue_comes_before_what_suits(programme, contractor, lawyer):
    sample(programme, contractor, 24, domain="law")
    soon = sample(programme, contractor, 3, domain="medicine")
    late = sample(programme, contractor, -1, domain="medicine")
    assert first(lawyer, programme) == late
    Submission.objects.filter(pk=late.pk).update(state="clearance")
    mine = claims.open_of(lawyer)
    claims.skip(mine.pk, lawyer, mine.lease_token, "no_time")
    assert first(lawyer, programme) == soon


def test_skills_of_another_gate_count_nothing(programme, contractor, lawyer):
    Membership.objects.create(user=lawyer, programme=programme, role=Role.QUALITY_REVIEWER)
    Membership.objects.filter(user=lawyer, role=Role.CLEARANCE_REVIEWER).update(skills={})
    older = sample(programme, contractor, 40, domain="medicine")
    sample(programme, contractor, 48, domain="law")
    assert first(lawyer, programme) == older


def test_task_keeps_only_offered_words_beside_its_seal(programme, contractor):
    row = drafts.create(contractor, programme)
    chosen = {"domain": "law", "category": "technical writing", "language": "de"}
    drafts.save_task(row.pk, contractor, chosen)
    row.refresh_from_db()
    assert (row.domain, row.category, row.language) == tuple(chosen.values())
    typed = dict.fromkeys(chosen, "Zebulon Quackenbush")
    drafts.save_task(row.pk, contractor, typed)
    row.refresh_from_db()
    assert (row.domain, row.category, row.language) == ("", "", "")
    assert drafts.read_task(row)["domain"] == "Zebulon Quackenbush"


def owned(programme, contractor, names=(), domains=()):
    row = samples.submission(programme, contractor)
    row.engagement = Engagement.objects.create(contractor=contractor, programme=programme)
    row.save()
    register.keep_declared(row.engagement, names, domains)
    return row


@pytest.mark.parametrize(
    ("declared", "said"),
    [
        (("Norvale Logistics GmbH", ""), "norvale logistics"),
        (("Norvale Logistics", ""), "NORVALE Logistics GmbH"),
        (("", "norvale.example"), "www.norvale.example"),
    ],
)
def test_work_of_an_employer_is_never_offered(programme, contractor, reviewer, declared, said):
    theirs = owned(programme, contractor, *([word] if word else [] for word in declared))
    other = owned(programme, contractor, ["Halonex AG"], ["halonex.example"])
    page = queue.page(reviewer, programme.pk, Gate.CLEARANCE, queue.Filters())
    assert [row.id for row in page.rows] == [theirs.pk, other.pk]
    employers.add(reviewer, said)
    page = queue.page(reviewer, programme.pk, Gate.CLEARANCE, queue.Filters())
    assert ([row.id for row in page.rows], page.count) == ([other.pk], 1)
    with pytest.raises(SameEmployerError):
        claims.claim(reviewer, theirs.pk, Gate.CLEARANCE)
    assert first(reviewer, programme) == other


def test_appeal_is_not_decided_by_who_works_for_the_owner(programme, contractor, reviewer):
    theirs = owned(programme, contractor, ["Norvale Logistics GmbH"])
    Submission.objects.filter(pk=theirs.pk).update(state="rejected")
    appeals.appeal(theirs.pk, contractor, "Look again.")
    made = theirs.appeals.get()
    assert list(appeals.waiting(reviewer, programme.pk)) == [made]
    employers.add(reviewer, "Norvale Logistics")
    assert list(appeals.waiting(reviewer, programme.pk)) == []
    with pytest.raises(PermissionRefused):
        appeals.decide_appeal(made.pk, reviewer, granted=False, reason="It stands.")


def test_employers_are_kept_as_keyed_hashes_and_read_by_their_owner_alone(reviewer):
    employers.add(reviewer, "Norvale Logistics GmbH")
    employers.add(reviewer, "norvale logistics gmbh")
    row = Employer.objects.get()
    assert b"Norvale" not in bytes(row.label_sealed)
    assert row.digest == register.named(register.NameKind.ORGANISATION, "Norvale Logistics").digest
    (one,) = employers.of(reviewer)
    assert (one.label, one.is_domain) == ("Norvale Logistics GmbH", False)
    assert "Norvale" not in str(list(AuditEvent.objects.values("event", "facts", "subject")))


def test_employer_taken_back_is_offered_again(programme, contractor, reviewer):
    theirs = owned(programme, contractor, ["Norvale Logistics GmbH"])
    employers.add(reviewer, "Norvale Logistics")
    (one,) = employers.of(reviewer)
    stranger = people.member(programme, Role.CLEARANCE_REVIEWER)
    employers.end(stranger, one.id)
    assert claims.claim_next(reviewer, programme.pk, Gate.CLEARANCE) is None
    employers.end(reviewer, one.id)
    employers.end(reviewer, one.id)
    assert first(reviewer, programme) == theirs
    events = AuditEvent.objects.filter(event__startswith="reviewer.employer")
    assert sorted(events.values_list("event", flat=True)) == [
        "reviewer.employer_declared",
        "reviewer.employer_ended",
    ]


def test_few_employers_a_day_so_that_nobody_tries_names(reviewer):
    for number in range(employers.A_DAY):
        employers.add(reviewer, f"Norvale {number} works")
    with pytest.raises(employers.TooManyEmployersError):
        employers.add(reviewer, "Halonex")
    with pytest.raises(employers.NoEmployerError):
        employers.add(reviewer, " .,;")


def test_erased_person_leaves_no_employers(reviewer):
    employers.add(reviewer, "Norvale Logistics GmbH")
    assert erasure.export(reviewer)["employers"] == ["Norvale Logistics GmbH"]
    employers.forget(reviewer)
    assert not Employer.objects.exists()


def test_programme_may_let_reviewers_see_work_of_their_vendor(programme):
    vendor = people.vendor(programme)
    contractor = people.member(programme, Role.CONTRACTOR, vendor=vendor)
    reviewer = people.member(programme, Role.CLEARANCE_REVIEWER)
    programme.memberships.create(user=reviewer, role=Role.CONTRACTOR, vendor=vendor)
    theirs = samples.submission(programme, contractor, vendor=vendor)
    with pytest.raises(PermissionRefused):
        claims.claim(reviewer, theirs.pk, Gate.CLEARANCE)
    body = dict(current(programme.pk, SettingKind.REVIEW).body)
    publish(programme, SettingKind.REVIEW, {**body, "vendor_conflict": False}, None)
    assert first(reviewer, programme) == theirs


def with_rights(programme, contractor):
    row = samples.submission(programme, contractor)
    rights.all_clear(row)
    return row


def test_who_works_for_the_owner_decides_nothing_for_them(programme, contractor, reviewer):
    """Permissions, their evidence, releases: listed, opened and decided by others alone."""
    row = askings.owned_by_client(with_rights(programme, contractor))
    letter = proofs.receive(row.engagement_id, contractor, "permission", "letter.txt", b"Yes.\n")
    EvidenceFile.objects.update(state=proofs.CHECKED, format="text")
    asked = {"issuer": "Q", "purposes": ["training"], "evidence": letter}
    grant = records.add_grant(row.engagement_id, contractor, **asked)
    release = records.add_confidentiality_release(row.engagement_id, contractor)
    browser, listed = client_of(reviewer), reverse("submissions:permissions")
    evidence = reverse("submissions:evidence", args=[letter.pk])
    assert str(grant.pk) in browser.get(listed).content.decode()
    assert browser.get(evidence).content == b"Yes.\n"

    employers.add(reviewer, "Norvale Logistics")
    page = browser.get(listed).content.decode()
    assert [str(one.pk) in page for one in (grant, release)] == [False, False]
    assert browser.get(evidence).status_code == 403
    for kind, one in (("grant", grant), ("release", release)):
        decide = reverse("submissions:decide_permission", args=[kind, one.pk])
        assert browser.post(decide, {"accept": "yes"}).status_code == 403
        with pytest.raises(PermissionRefused):
            records.decide_record(one, reviewer, accept=True)
        one.refresh_from_db()
        assert one.state == RecordState.REQUESTED
    assert AuditEvent.objects.filter(event="evidence.read").count() == 1


def test_who_works_for_the_owner_grants_no_look_and_no_domain(programme, contractor, reviewer):
    row = askings.owned_by_client(with_rights(programme, contractor))
    asking = askings.approved(row)
    colleague = people.member(programme, Role.CLEARANCE_REVIEWER)
    look = OriginalRequest.objects.create(
        submission=row, artefact=row.artefacts.first(), asked_by=colleague, reason="context"
    )
    assert [one.asking for one in confirming.waiting(reviewer)] == [asking]
    assert [one.row for one in originals.waiting(reviewer)] == [look]
    employers.add(reviewer, "Norvale Logistics")
    assert (confirming.waiting(reviewer), originals.waiting(reviewer)) == ([], [])
    with pytest.raises(PermissionRefused):
        confirming.decide(asking, reviewer, confirmed=True)
    with pytest.raises(SameEmployerError):
        originals.decide(look.pk, reviewer, granted=True)
