"""Everything asked once more at the moment of release: state, hashes, scan, rules."""

from datetime import datetime, timedelta

from django.conf import settings

from portal.vault.errors import KeyDestroyed, KeyMissing
from submissions.domain import drafts
from submissions.domain.consent import conditions, verdicts
from submissions.models import ReleaseItem, Submission
from submissions.states import GONE, State

ALL_CLEAR = "R15"
STATE, HASH, SCAN, KEY, TERMS = "state", "hash", "scan", "key", "terms"
"""Reasons of ours beside the rules' names."""


def dropped_by(item: ReleaseItem, now: datetime) -> str:
    """Why the item must not be released now: a rule's name or a reason of ours; empty if it may."""
    submission = item.submission
    if submission.state != State.APPROVED:
        return STATE
    if not _same_hashes(item, submission):
        return HASH
    if not _scanned(submission, now):
        return SCAN
    try:
        ruling, _all = verdicts.evaluate(submission, drafts.read_task(submission), at=now)
        if ruling.rule != ALL_CLEAR:
            return ruling.rule
        return "" if _same_terms(item, now) else TERMS
    except (KeyDestroyed, KeyMissing):
        return KEY


def _same_terms(item: ReleaseItem, now: datetime) -> bool:
    """Whether owners' conditions are those that whoever proposed it has read."""
    found = conditions.of(item.submission, now)
    ready = all(terms.is_ready for terms in found)
    return ready and conditions.fingerprint(found) == item.terms_sha256


def _same_hashes(item: ReleaseItem, submission: Submission) -> bool:
    seen = {
        item.bundle_sha256,
        item.run.bundle_sha256,
        submission.bundle_sha256,
        submission.confirmed_sha256,
        submission.verdict_sha256,
        submission.cleared_sha256,
    }
    same_run = submission.current_run_id == item.run_id and item.run.voided_at is None
    return same_run and len(seen) == 1 and "" not in seen


def _scanned(submission: Submission, now: datetime) -> bool:
    """Scanned not too long ago, and by a scanner wherever there is one now."""
    oldest = now - timedelta(days=settings.AIRLOCK_SCAN_MAX_AGE_DAYS)
    wanted = {"clean"} if settings.CLAMD else {"clean", "not_configured"}
    files = submission.artefacts.exclude(state__in=GONE)
    return all(
        file.malware in wanted and file.scanned_at is not None and file.scanned_at >= oldest
        for file in files
    )
