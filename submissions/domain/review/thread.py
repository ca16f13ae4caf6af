"""The thread between contractor and reviewer: typed text, so sealed, and shown scrubbed.

The reviewer's words are shown to the contractor as they are. The contractor's are an
upload like any other: a worker scrubs them with the submission's knowledge, and until
then reviewers see that a message is being checked.
"""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from portal import audit
from portal.accounts.models import User
from submissions.domain import bundles, sealed
from submissions.domain.errors import StaleError
from submissions.domain.review.errors import (
    EmptyMessageError,
    MessageTooLongError,
    NothingAskedError,
)
from submissions.domain.transitions import move
from submissions.domain.wakeup import wake
from submissions.models import Message, Review, Submission
from submissions.states import Mover, State

LONGEST = 10_000


@dataclass(frozen=True, slots=True)
class Shown:
    """One message as one side sees it. ``text`` is empty while it is being checked."""

    at: datetime
    by_contractor: bool
    text: str
    being_checked: bool


def ask(submission: Submission, review: Review, reviewer: User, words: str) -> Message:
    """A reviewer's question; the reviewer's name is not shown to the contractor."""
    message = _new(submission, reviewer, words, by_contractor=False, review=review)
    sealed.seal(sealed.key_of(submission.pk), message, "shown_sealed", words.strip())
    message.save(force_insert=True)
    return message


def write(submission: Submission, contractor: User, words: str) -> Message:
    """A contractor's message; kept sealed and given to a worker to be scrubbed."""
    message = _new(submission, contractor, words, by_contractor=True, review=None)
    with audit.transaction():
        message.save(force_insert=True)
        audit.record(
            "message.written",
            programme_id=submission.programme_id,
            actor=contractor,
            subject=("submission", submission.pk),
            facts={"message": str(message.pk)},
        )
        wake(submission.pk)
    return message


def answer(submission_id: UUID, contractor: User, words: str) -> None:
    """Answer the open question; the submission goes back to the clearance reviewers.

    What was confirmed is what they see again: a changed task or file goes through a new
    scrub instead (``edits.apply``).
    """
    with audit.transaction():
        submission = Submission.objects.select_for_update().get(
            pk=submission_id, contractor=contractor
        )
        if submission.state != State.CHANGES_REQUESTED:
            raise NothingAskedError
        if submission.confirmed_sha256 != submission.bundle_sha256:
            raise StaleError("The files changed since you confirmed them. Confirm them first.")
        if not bundles.has_same_files(submission) or not bundles.has_same_names(submission):
            raise StaleError("You changed files or names since. Scrub again and confirm first.")
        if not bundles.has_same_task(submission):
            raise StaleError("You changed the task since. Scrub again and confirm first.")
        write(submission, contractor, words)
        move(submission, State.CLEARANCE, Mover.CONTRACTOR, contractor)


def unscrubbed(submission: Submission) -> list[Message]:
    """Messages that no reviewer can read yet; the worker's list."""
    return list(submission.messages.filter(by_contractor=True, shown_sealed=b""))


def text_of(message: Message) -> str:
    """What was typed; for its author and the scrubber alone."""
    return str(sealed.unseal(sealed.key_of(message.submission_id), message, "text_sealed") or "")


def show(message: Message, scrubbed: str) -> None:
    """Keep the scrubbed text, once; a second run changes nothing."""
    sealed.seal(sealed.key_of(message.submission_id), message, "shown_sealed", scrubbed)
    Message.objects.filter(pk=message.pk, shown_sealed=b"").update(
        shown_sealed=message.shown_sealed
    )


def read(submission: Submission, *, for_owner: bool) -> list[Shown]:
    """The whole thread, oldest first, as one side sees it."""
    key = sealed.key_of(submission.pk)
    shown = []
    for message in submission.messages.all():
        # The typed words go with the originals; the scrubbed ones stay.
        own = for_owner and message.by_contractor and bool(message.text_sealed)
        text = sealed.unseal(key, message, "text_sealed" if own else "shown_sealed")
        shown.append(Shown(message.at, message.by_contractor, str(text or ""), text is None))
    return shown


def _new(
    submission: Submission,
    author: User,
    words: str,
    *,
    by_contractor: bool,
    review: Review | None,
) -> Message:
    if not words.strip():
        raise EmptyMessageError
    if len(words) > LONGEST:
        raise MessageTooLongError
    message = Message(
        submission=submission, review=review, author=author, by_contractor=by_contractor
    )
    sealed.seal(sealed.key_of(submission.pk), message, "text_sealed", words.strip())
    return message
