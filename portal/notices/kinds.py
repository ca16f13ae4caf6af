"""What people are told, in which words, and where the link leads.

A kind is what a person can stop mails about; a code picks the sentence. No sentence has
a place for content: a notice says that something happened, the portal says what.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum


class Kind(StrEnum):
    YOUR_TURN = "your_turn"
    DECISION = "decision"
    ENDING = "ending"
    TAKEN_BACK = "taken_back"
    DUTY = "duty"
    TERMS = "terms"
    LOOK = "look"


@dataclass(frozen=True, slots=True)
class About:
    """How the choice is offered, and which route shows the thing; one may need no argument."""

    label: str
    route: str
    argument: str = ""


KINDS: Mapping[Kind, About] = {
    Kind.YOUR_TURN: About(
        "A sample waits for me", "submissions:submission", "submission_id"
    ),
    Kind.DECISION: About(
        "A sample was approved, rejected or released", "submissions:submission", "submission_id"
    ),
    Kind.ENDING: About(
        "A permission for my work ends", "submissions:submission", "submission_id"
    ),
    Kind.TAKEN_BACK: About(
        "A sample was taken back without me", "submissions:submission", "submission_id"
    ),
    Kind.DUTY: About("A release waits to be confirmed", "submissions:release", "release_id"),
    Kind.LOOK: About("A reviewer asks to read an original", "submissions:originals"),
    Kind.TERMS: About(
        "The terms of a programme change", "submissions:terms_changed", "programme_id"
    ),
}  # fmt: skip

SENTENCES: Mapping[str, str] = {
    "confirming": "The scrubbed copy is ready: look at it and say whether it may go on.",
    "held": "It is held until you act.",
    "asked": "A reviewer has a question for you.",
    "approved": "It was approved.",
    "rejected": "It was rejected. The page says why, and how to appeal.",
    "released": "It was released.",
    "ends_in_30": "The owner's permission ends in 30 days.",
    "ends_in_7": "The owner's permission ends in 7 days.",
    "ended": "The owner's permission has ended. Nobody can use the sample any more.",
    "rule_held": "It is held again: something about its rights has changed.",
    "owner_answered": "The owner of the work has answered.",
    "owner_asks": "The owner of the work wants to know something before they answer.",
    "owner_withdrew": "The owner took the permission back. Nobody can use the sample any more.",
    "original_asked": "A reviewer asks to read an original. A second person has to decide.",
    "terms_material": "The terms changed in a way that matters to you. Read the difference; you "
    "are asked to agree again before your next sample, and for samples not yet released.",
    "terms_changed": "The terms were reworded. Nothing of it changes what you agreed to.",
    "release_proposed": "A release was proposed. A second person has to confirm it.",
}
