"""How the states of a submission are said to people: the word, who acts next, a sentence."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from submissions.domain.consent.rules import SENTENCES
from submissions.models import Submission
from submissions.states import State

YOU, NOBODY, AIRLOCK = "You", "Nobody", "Airlock"


@dataclass(frozen=True, slots=True)
class Standing:
    """``tone`` is one of the state chip's; ``by`` is when the next party should have acted."""

    label: str
    tone: str
    who: str
    sentence: str
    by: datetime | None = None


_STANDINGS: Mapping[State, Standing] = {
    State.DRAFT: Standing("Draft", "neutral", YOU, "Finish it and hand it in."),
    State.QUARANTINED: Standing(
        "Received", "working", AIRLOCK, "Your files lie encrypted in quarantine and are checked."
    ),
    State.SCANNING: Standing(
        "Being checked", "working", AIRLOCK, "Type, structure and malware of every file are checked."
    ),
    State.SCRUBBING: Standing(
        "Being scrubbed", "working", AIRLOCK, "Names and other private data are taken out."
    ),
    State.CONFIRMING: Standing(
        "Confirm the copy", "attention", YOU, "Look at the scrubbed copy and say whether it may go on."
    ),
    State.CONSENT: Standing(
        "Rights checked", "working", AIRLOCK, "The rules about ownership and confidentiality are asked."
    ),
    State.CLEARANCE: Standing(
        "In review", "waiting", "A clearance reviewer", "A person checks that it may leave."
    ),
    State.QUALITY: Standing(
        "Being graded", "waiting", "A quality reviewer", "A person grades how useful the sample is."
    ),
    State.APPROVED: Standing(
        "Approved", "good", "A programme admin", "It leaves with the next release of the programme."
    ),
    State.RELEASED: Standing("Released", "good", NOBODY, "It is part of a released dataset."),
    State.HELD: Standing("Held", "attention", YOU, "It waits until somebody acts."),
    State.CHANGES_REQUESTED: Standing(
        "Question for you", "attention", YOU, "A reviewer asks something. Answer below."
    ),
    State.REJECTED: Standing(
        "Rejected", "bad", NOBODY, "It will not be used. You may appeal to another reviewer."
    ),
    State.WITHDRAWN: Standing(
        "Withdrawn", "neutral", AIRLOCK, "Nobody can use it any more; everything is deleted soon."
    ),
    State.PURGED: Standing("Deleted", "neutral", NOBODY, "Its key was destroyed. Nothing can be read."),
}  # fmt: skip

PARTIES: Mapping[str, str] = {
    "contractor": YOU,
    "rights_holder": "The rights holder",
    "reviewer": "A reviewer",
    "admin": "A programme admin",
    "nobody": NOBODY,
}


def standing(submission: Submission) -> Standing:
    """What its contractor is told about where it stands."""
    state = State(submission.state)
    base = _STANDINGS[state]
    if submission.needs_operator:
        return Standing("Stuck", "bad", "An operator", "A step failed. An operator has been told.")
    who, sentence = base.who, base.sentence
    if state in (State.HELD, State.REJECTED):
        sentence = SENTENCES.get(submission.held_code, sentence)
    if state is State.HELD:
        who = PARTIES.get(submission.held_party, "Somebody")
    by = submission.due_at if who != NOBODY else None
    return Standing(base.label, base.tone, who, sentence, by)


EVENTS: Mapping[str, tuple[str, str]] = {
    "submission.created": ("You began it", "neutral"),
    "submission.submitted": ("You handed it in", "neutral"),
    "submission.received": ("Every file arrived in quarantine", "neutral"),
    "submission.checked": ("Every file was checked", "good"),
    "submission.scrubbed": ("Private data was taken out", "good"),
    "submission.redacted_more": (
        "A reviewer took out more; what you confirmed holds for the rest",
        "neutral",
    ),
    "submission.confirmed": ("You confirmed the scrubbed copy", "good"),
    "submission.corrected": ("It is scrubbed again with changes", "neutral"),
    "submission.files_changed": ("Files were changed; it starts again", "neutral"),
    "submission.passed_consent": ("The rules about rights passed", "good"),
    "submission.held": ("It was held", "attention"),
    "submission.rejected_by_rule": ("A rule rejected it", "bad"),
    "submission.rechecked": ("The rules are asked again", "neutral"),
    "submission.rejected": ("A reviewer rejected it", "bad"),
    "submission.cleared": ("It was cleared", "good"),
    "submission.asked": ("A reviewer asked you something", "attention"),
    "submission.answered": ("You answered", "neutral"),
    "submission.approved": ("It was approved", "good"),
    "submission.released": ("It was released", "good"),
    "submission.appealed": ("You appealed", "neutral"),
    "appeal.made": ("You appealed; another reviewer looks at it", "neutral"),
    "submission.appeal_granted": ("The appeal was granted", "good"),
    "submission.withdrawn": ("It was withdrawn", "neutral"),
    "submission.purged": ("Everything of it was deleted", "neutral"),
    "submission.originals_purged": ("The original files were deleted", "neutral"),
    "submission.discarded": ("You threw the draft away", "neutral"),
    "submission.needs_operator": ("A step failed; an operator has been told", "bad"),
}
"""What an audit event is to the contractor. Events that are not here are not shown."""


def label_of(state: State) -> str:
    """The word on the chip."""
    return _STANDINGS[state].label
