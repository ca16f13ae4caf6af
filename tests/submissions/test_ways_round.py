"""Ways round the rules that a contractor or a reviewer could try."""

import io

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from portal.programmes import people as roles
from portal.programmes.errors import PermissionRefused
from portal.programmes.models import Membership, Vendor
from portal.programmes.permissions import check_may_decide_record
from portal.programmes.roles import Role
from submissions.domain import confirming, edits, files, holds, intake, sealed, stalled, withdrawal
from submissions.domain.consent import engagements
from submissions.domain.drafts import choose_engagement, discard
from submissions.domain.edits import NothingFoundError
from submissions.domain.errors import FilesFixedError, StaleError
from submissions.domain.intake import Wanted
from submissions.domain.review import claims, queue, thread
from submissions.models import Artefact, Gate, Message, Release, Submission
from submissions.states import MOVES, FileState, State
from tests.factories import people, rights, samples
from tests.factories.sign_in import client_of
from tests.submissions import way

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

OWNED = b"Plan for the opening.\n\nCopyright 2024 Quillbrook Widgets GmbH. All rights reserved.\n"


@pytest.mark.slow
def test_declaring_another_job_after_the_files_were_read_hides_no_owner(contractor, programme):
    row = way.draft(contractor, programme)
    rights.answer(row, organisation="Quillbrook Widgets GmbH", owner="client", relation="freelance")
    way.send(row, "plan.txt", OWNED)
    way.work(row)
    way.drafts.submit(row.pk, contractor, "My Name")
    assert way.work(row) == State.CONFIRMING
    confirming.confirm(row.pk, contractor, row.bundle_sha256)
    assert (way.work(row), row.held_rule) == (State.HELD, "R2")

    mine = engagements.create(contractor, programme, "Mine", rights.FACTS, contractor)
    choose_engagement(row.pk, contractor, mine.pk)
    holds.recheck(row.pk, contractor)
    assert way.work(row) == State.CONFIRMING
    confirming.confirm(row.pk, contractor, row.bundle_sha256)
    assert (way.work(row), row.held_rule) == (State.HELD, "R8")


def changed(row: Submission) -> Artefact:
    removed = row.artefacts.order_by("position").first()
    files.remove(removed.pk, row.contractor)
    return removed


def test_an_answer_hands_in_no_other_files_than_were_confirmed(contractor, programme):
    row = samples.submission(programme, contractor, State.CHANGES_REQUESTED, files=2)
    changed(row)
    with pytest.raises(StaleError):
        thread.answer(row.pk, contractor, "Done.")
    row.refresh_from_db()
    assert row.state == State.CHANGES_REQUESTED


def test_a_hold_is_not_lifted_over_files_that_nobody_confirmed(contractor, programme):
    row = samples.submission(programme, contractor, State.CONSENT, files=2)
    hold = {"state": "held", "held_rule": "R9", "held_party": "contractor"}
    Submission.objects.filter(pk=row.pk).update(**hold)
    changed(row)
    holds.recheck(row.pk, contractor)
    row.refresh_from_db()
    assert row.state == State.QUARANTINED


def test_an_upload_ends_in_no_sample_that_is_with_reviewers(contractor, programme):
    row = samples.submission(programme, contractor, State.CHANGES_REQUESTED)
    there = row.artefacts.get()
    upload = intake.start(row.pk, contractor, Wanted("new.txt", 4, replaces=there.pk))
    token = intake.sign(upload.pk, contractor, [1])[0].headers
    intake.put_part(upload.pk, contractor, 1, next(iter(token.values())), io.BytesIO(b"text"))
    samples.walk(row, State.CLEARANCE, MOVES)
    with pytest.raises(FilesFixedError):
        intake.complete(upload.pk, contractor)
    there.refresh_from_db()
    assert there.state == FileState.CLEANED


LETTER = b"Dear Ms Lieselotte Vandermeulen,\n\nthe crate with the copper lid arrived.\n"


@pytest.mark.slow
def test_a_reviewer_finds_out_by_asking_no_word_that_was_removed(contractor, programme, reviewer):
    row = way.in_review(contractor, programme, {"letter.txt": LETTER})
    claims.claim(reviewer, row.pk, Gate.CLEARANCE)
    with pytest.raises(NothingFoundError):
        edits.add(row.pk, reviewer, "Vandermeulen")
    with pytest.raises(NothingFoundError):
        edits.add(row.pk, reviewer, "Lieselotte Vandermeulen")
    assert edits.add(row.pk, reviewer, "copper lid").action == "add"


@pytest.mark.slow
def test_a_message_is_scrubbed_again_with_what_was_learned_later(contractor, programme, reviewer):
    row = way.in_review(contractor, programme, {"letter.txt": LETTER})
    thread.write(row, contractor, "The copper lid is what they asked for.")
    way.work(row)
    assert "copper lid" in thread.read(row, for_owner=False)[0].text
    edits.add(row.pk, reviewer, "copper lid")
    edits.apply(row.pk, reviewer)
    way.work(row)
    (shown,) = thread.read(row, for_owner=False)
    assert not shown.being_checked
    assert "copper lid" not in shown.text


def test_a_message_that_nobody_scrubbed_is_found_again(contractor, programme):
    row = samples.submission(programme, contractor)
    assert stalled.resume() == 0
    message = thread.write(row, contractor, f"Ask {samples.CANARY_ORIGINAL}.")
    assert stalled.resume() == 1
    thread.show(message, "Ask Lena Hart.")
    assert stalled.resume() == 0


def test_typed_messages_go_with_the_originals(contractor, programme):
    row = samples.submission(programme, contractor, State.APPROVED)
    seen = {"released_sha256": row.bundle_sha256}
    Submission.objects.filter(pk=row.pk).update(state=State.RELEASED.value, **seen)
    message = thread.write(row, contractor, f"Ask {samples.CANARY_ORIGINAL}.")
    thread.show(message, "Ask Lena Hart.")
    assert samples.CANARY_ORIGINAL in thread.read(row, for_owner=True)[0].text
    Submission.objects.filter(pk=row.pk).update(originals_purge_at=row.created_at)
    assert withdrawal.purge_originals_due() == 1
    message = Message.objects.get()
    assert sealed.unseal(sealed.key_of(row.pk), message, "text_sealed") is None
    assert [shown.text for shown in thread.read(row, for_owner=True)] == ["Ask Lena Hart."]


def test_a_claim_shows_nothing_to_who_lost_the_role(contractor, programme, reviewer):
    row = samples.submission(programme, contractor)
    review = claims.claim(reviewer, row.pk, Gate.CLEARANCE)
    client = client_of(reviewer)
    url = reverse("submissions:review", args=[review.pk])
    assert "Lena Hart" in client.get(url).content.decode()
    roles.switch(Membership.objects.get(user=reviewer), None, on=False)
    answer = client.get(url)
    assert (answer.status_code, "Lena Hart" in answer.content.decode()) == (404, False)
    renewed = client.post(
        reverse("submissions:renew", args=[review.pk]), {"token": str(review.lease_token)}
    )
    assert renewed.status_code == 404


def test_proposing_a_release_asks_to_sign_in_again(admin, programme, contractor):
    row = samples.submission(programme, contractor, State.APPROVED)
    client = client_of(admin, reauthenticated=False)
    url = reverse("submissions:propose", args=[programme.slug])
    answer = client.post(url, {"sample": [str(row.pk)]})
    assert answer.url == f"{reverse('account_reauthenticate')}?next={url}"
    assert Release.objects.count() == 0


def test_nobody_decides_about_permissions_of_the_vendor_they_belong_to(programme, contractor):
    vendor = Vendor.objects.create(programme=programme, name="A vendor")
    Membership.objects.filter(user=contractor).update(vendor=vendor)
    judge = people.member(programme, Role.CLEARANCE_REVIEWER)
    row = way.draft(contractor, programme)
    check_may_decide_record(judge, row.engagement)
    roles.grant(judge, programme, [Role.VENDOR_MANAGER], None, vendor=vendor)
    judge = type(judge).objects.get(pk=judge.pk)
    with pytest.raises(PermissionRefused):
        check_may_decide_record(judge, row.engagement)


def test_a_file_sent_to_any_form_is_in_no_temporary_folder(
    contractor, programme, tmp_path, settings, monkeypatch
):
    settings.FILE_UPLOAD_TEMP_DIR = str(tmp_path)
    seen: list[str] = []
    row = samples.submission(programme, contractor, State.CHANGES_REQUESTED)

    def answer(*_: object) -> None:
        seen.extend(path.name for path in tmp_path.glob("*.upload*"))

    monkeypatch.setattr(thread, "answer", answer)
    data = SimpleUploadedFile("memo.txt", b"x" * 3_000_000)
    url = reverse("submissions:answer", args=[row.pk])
    client_of(contractor).post(url, {"words": "Here it is.", "file": data})
    assert seen == []


@pytest.mark.parametrize("number", ["\u00b2", "9" * 5000])
def test_a_number_that_is_none_is_no_error(contractor, programme, number):
    row = samples.submission(programme, contractor, State.CONFIRMING)
    url = reverse("submissions:not_private", args=[row.pk])
    answer = client_of(contractor).post(url, {"finding": number, "reason": "public"})
    assert answer.status_code == 302


def test_a_row_of_the_queue_says_no_exact_time(contractor, programme, reviewer, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 1)
    rows = [samples.submission(programme, contractor) for _ in range(2)]
    client = client_of(reviewer)
    first = client.get(reverse("submissions:queue"))
    assert rows[0].created_at.strftime("%M:%S") not in first.content.decode()
    assert rows[0].created_at.strftime("%M%%3A%S") not in first.content.decode()
    second = client.get(reverse("submissions:queue"), {"after": str(rows[0].pk)})
    assert [row.id for row in second.context["page"].rows] == [rows[1].pk]


def test_a_form_for_a_purged_sample_is_refused(contractor, programme):
    row = samples.draft(programme, contractor)
    discard(row.pk, contractor)
    data = {"files": SimpleUploadedFile("memo.txt", b"text"), "end": "1"}
    url = reverse("api:upload-form", args=[row.pk])
    assert client_of(contractor).post(url, data).status_code == 410
