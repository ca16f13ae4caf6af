import pytest

from portal.audit.models import AuditEvent
from portal.programmes.errors import PermissionRefused
from portal.programmes.kinds import SettingKind
from portal.programmes.versions import current, publish
from submissions.domain.errors import StaleError
from submissions.domain.grading import Criterion
from submissions.domain.review import appeals, claims, deciding, thread
from submissions.domain.review.checklist import points
from submissions.domain.review.deciding import Ruling
from submissions.domain.review.errors import (
    AppealOpenError,
    ChecklistError,
    GradeMissingError,
    GradeReasonMissingError,
    NotAppealableError,
    NothingAskedError,
    QualityTooLowError,
    ReasonMissingError,
)
from submissions.domain.review.policy import policy_of
from submissions.models import Decision, Gate, Message, Submission
from submissions.states import State
from tests.factories import samples

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

ALL_YES = dict.fromkeys(
    ["malware", "personal", "confidential", "rights", "markings", "metadata"], "yes"
)
FIVES = {item.value: 5 for item in Criterion}
REASONS = {item.value: "well made" for item in Criterion}
WORDS = "The price list of Quackenbush is in it."


def decide(reviewer, sample, ruling, gate=Gate.CLEARANCE):
    review = claims.claim(reviewer, sample.pk, gate)
    return deciding.decide(review.pk, reviewer, review.lease_token, ruling)


def test_approve_needs_every_point_of_the_checklist(programme, contractor, reviewer):
    sample = samples.submission(programme, contractor)
    with pytest.raises(ChecklistError):
        decide(reviewer, sample, Ruling(Decision.APPROVE, checklist={**ALL_YES, "rights": "no"}))
    assert decide(reviewer, sample, Ruling(Decision.APPROVE, checklist=ALL_YES)) is State.QUALITY
    sample.refresh_from_db()
    assert sample.cleared_sha256 == sample.bundle_sha256


@pytest.mark.parametrize("decision", [Decision.ASK, Decision.REJECT])
@pytest.mark.parametrize(("reason", "words"), [("", "words"), ("other", " "), ("made_up", "words")])
def test_ask_and_reject_need_a_reason_and_words(
    programme, contractor, reviewer, decision, reason, words
):
    sample = samples.submission(programme, contractor)
    with pytest.raises(ReasonMissingError):
        decide(reviewer, sample, Ruling(decision, reason, words))


def test_reject_sets_the_purge_clock_and_seals_the_words(programme, contractor, reviewer):
    sample = samples.submission(programme, contractor)
    decide(reviewer, sample, Ruling(Decision.REJECT, "confidential", WORDS))
    sample.refresh_from_db()
    review = sample.reviews.get()
    assert sample.state == State.REJECTED
    assert sample.originals_purge_at is not None
    assert WORDS.encode() not in bytes(review.words_sealed)
    assert deciding.words_of(review)["words"] == WORDS


def test_decision_is_audited_without_words_and_names(programme, contractor, reviewer):
    sample = samples.submission(programme, contractor)
    decide(reviewer, sample, Ruling(Decision.REJECT, "confidential", WORDS))
    events = AuditEvent.objects.filter(subject=str(sample.pk))
    assert list(events.order_by("number").values_list("event", flat=True)) == [
        "review.claimed",
        "review.decided",
        "submission.rejected",
    ]
    assert "Quackenbush" not in "".join(events.values_list("facts", flat=True))


def test_quality_needs_all_grades_with_reasons_and_the_minimum(programme, contractor, grader):
    sample = samples.submission(programme, contractor, State.QUALITY)
    for points_, reasons, error in (
        ({**FIVES, "realism": 6}, REASONS, GradeMissingError),
        ({}, REASONS, GradeMissingError),
        (FIVES, {**REASONS, "realism": ""}, GradeReasonMissingError),
        (dict.fromkeys(FIVES, 2), REASONS, QualityTooLowError),
    ):
        ruling = Ruling(Decision.APPROVE, points=points_, point_reasons=reasons)
        with pytest.raises(error):
            decide(grader, sample, ruling, Gate.QUALITY)
    good = Ruling(Decision.APPROVE, points=FIVES, point_reasons=REASONS)
    assert decide(grader, sample, good, Gate.QUALITY) is State.APPROVED
    review = sample.reviews.get()
    assert (review.grades, deciding.words_of(review)["grades"]) == (FIVES, REASONS)


def test_clearance_approves_at_once_where_no_quality_gate_is_wanted(
    programme, contractor, reviewer
):
    body = dict(current(programme.pk, SettingKind.REVIEW).body)
    publish(programme, SettingKind.REVIEW, {**body, "quality_gate": False}, None)
    sample = samples.submission(programme, contractor)
    assert decide(reviewer, sample, Ruling(Decision.APPROVE, checklist=ALL_YES)) is State.APPROVED


def test_checklist_points_show_counts_and_no_values(programme, contractor):
    sample = samples.submission(programme, contractor)
    found = points(sample, policy_of(programme.pk).checklist)
    assert [point.name for point in found] == list(ALL_YES)
    said = " ".join(line.text for point in found for line in point.evidence)
    assert "Person: 1 removed." in said
    assert "Lena" not in said


def test_question_is_read_by_the_contractor_and_answered(programme, contractor, reviewer):
    sample = samples.submission(programme, contractor)
    ruling = Ruling(Decision.ASK, "missing_file", "Where is the annex?")
    assert decide(reviewer, sample, ruling) is State.CHANGES_REQUESTED
    asked = thread.read(sample, for_owner=True)
    assert [message.text for message in asked] == ["Where is the annex?"]

    answer = f"{samples.CANARY_ORIGINAL} kept it."
    thread.answer(sample.pk, contractor, answer)
    sample.refresh_from_db()
    assert sample.state == State.CLEARANCE
    assert answer.encode() not in b"".join(
        bytes(m.text_sealed) + bytes(m.shown_sealed) for m in Message.objects.all()
    )
    own, theirs = (thread.read(sample, for_owner=owner)[1] for owner in (True, False))
    assert (own.text, theirs.text, theirs.being_checked) == (answer, "", True)

    message = thread.unscrubbed(sample)[0]
    thread.show(message, "Lena Hart kept it.")
    thread.show(Message.objects.get(pk=message.pk), "something else")
    assert thread.read(sample, for_owner=False)[1].text == "Lena Hart kept it."
    assert thread.unscrubbed(sample) == []
    # The same reviewer may decide now: a question is no verdict.
    assert decide(reviewer, sample, Ruling(Decision.APPROVE, checklist=ALL_YES)) is State.QUALITY


def test_answer_without_a_question_is_refused(programme, contractor):
    sample = samples.submission(programme, contractor)
    with pytest.raises(NothingAskedError):
        thread.answer(sample.pk, contractor, "hello")


def test_answer_by_somebody_else_finds_nothing(programme, contractor, reviewer):
    sample = samples.submission(programme, contractor, State.CHANGES_REQUESTED)
    with pytest.raises(Submission.DoesNotExist):
        thread.answer(sample.pk, reviewer, "hello")


def test_appeal_is_decided_by_somebody_else_who_then_may_clear(
    programme, contractor, reviewer, second_reviewer
):
    sample = samples.submission(programme, contractor)
    decide(reviewer, sample, Ruling(Decision.REJECT, "not_real_work", WORDS))
    appeals.appeal(sample.pk, contractor, "It is real.")
    sample.refresh_from_db()
    assert sample.originals_purge_at is None
    with pytest.raises(AppealOpenError):
        appeals.appeal(sample.pk, contractor, "It is real, I say.")
    made = sample.appeals.get()
    with pytest.raises(PermissionRefused):
        appeals.decide_appeal(made.pk, reviewer, granted=True)
    assert list(appeals.waiting(reviewer, programme.pk)) == []
    assert list(appeals.waiting(second_reviewer, programme.pk)) == [made]

    appeals.decide_appeal(made.pk, second_reviewer, granted=True)
    sample.refresh_from_db()
    assert sample.state == State.CLEARANCE
    assert claims.claim_next(reviewer, programme.pk, Gate.CLEARANCE) is None
    approve = Ruling(Decision.APPROVE, checklist=ALL_YES)
    assert decide(second_reviewer, sample, approve) is State.QUALITY


def test_appeal_that_was_denied_is_final(programme, contractor, reviewer, second_reviewer):
    sample = samples.submission(programme, contractor)
    decide(reviewer, sample, Ruling(Decision.REJECT, "not_real_work", WORDS))
    appeals.appeal(sample.pk, contractor, "It is real.")
    made = sample.appeals.get()
    appeals.decide_appeal(made.pk, second_reviewer, granted=False)
    with pytest.raises(StaleError):
        appeals.decide_appeal(made.pk, second_reviewer, granted=True)
    with pytest.raises(NotAppealableError):
        appeals.appeal(sample.pk, contractor, "Once more.")
    sample.refresh_from_db()
    assert sample.state == State.REJECTED
    assert sample.originals_purge_at is not None


def test_appeal_against_a_rule_waits_for_a_person(programme, contractor, reviewer):
    sample = samples.submission(programme, contractor, State.REJECTED)
    appeals.appeal(sample.pk, contractor, "I have added the release.")
    sample.refresh_from_db()
    assert (sample.state, sample.appeals.get().review) == (State.REJECTED, None)
    assert list(appeals.waiting(reviewer, programme.pk)) == [sample.appeals.get()]
