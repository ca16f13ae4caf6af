"""Rights that are in order, and ways to spoil them."""

from portal.programmes.kinds import SettingKind
from portal.programmes.versions import current
from submissions.domain.consent import engagements, records
from submissions.models import Submission

FACTS = {
    "organisation": "Northwind Example",
    "relation": "own_business",
    "still_there": "no",
    "owner": "contractor",
    "agreement": "none",
}


def all_clear(submission: Submission) -> None:
    """An engagement whose owner is the contractor, and consent to every purpose."""
    contractor, programme = submission.contractor, submission.programme
    submission.engagement = engagements.create(contractor, programme, "Own work", FACTS, contractor)
    submission.save(update_fields=["engagement"])
    purposes = current(programme.pk, SettingKind.CONSENT)["purposes"]
    records.give(submission.pk, contractor, purposes, "en")
    task = {**_task(submission), "authenticity": "real"}
    from submissions.domain import sealed

    sealed.seal(sealed.key_of(submission.pk), submission, "task_sealed", task)
    submission.save(update_fields=["task_sealed"])


def answer(submission: Submission, **facts: str) -> None:
    """Attest other facts from now on."""
    engagements.attest(submission.engagement_id, submission.contractor, facts)


def _task(submission: Submission) -> dict[str, object]:
    from submissions.domain import drafts

    return drafts.read_task(submission)
