"""How a programme wants its review done: its review policy as a value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from portal.programmes.models import Programme, SettingKind

ASK_REASONS: Mapping[str, str] = {
    "unclear_request": "The request is not clear enough to redo the work.",
    "missing_file": "A file that the task speaks of is missing.",
    "rights_unclear": "It is not clear who owns the work.",
    "residue_suspected": "Something private may still be in it.",
    "rubric_unclear": "The rubric cannot be checked by somebody else.",
    "other": "Something else, said below.",
}
REJECT_REASONS: Mapping[str, str] = {
    "private_residue": "Personal data cannot be taken out of it.",
    "confidential": "It shows what a company keeps confidential.",
    "rights_missing": "The right to use it is not proved.",
    "not_real_work": "It does not look like real work.",
    "incomplete": "It is too incomplete to be useful.",
    "unreadable": "The scrub leaves too little that makes sense.",
    "unsuitable": "It does not fit this programme.",
    "other": "Something else, said below.",
}
SKIP_REASONS: Mapping[str, str] = {
    "conflict": "I know the people or the work",
    "not_my_field": "It is not my field",
    "language": "I do not read this language well",
    "no_time": "I cannot finish it now",
}


@dataclass(frozen=True, slots=True)
class ReviewPolicy:
    """Read once per request or decision from the programme's current setting."""

    clearances: int = 1
    vendor_conflict: bool = True
    lease: timedelta = timedelta(minutes=30)
    due: timedelta = timedelta(days=5)
    audit_percent: int = 5
    ask_reasons: Mapping[str, str] = ASK_REASONS
    reject_reasons: Mapping[str, str] = REJECT_REASONS

    def due_from(self, now: datetime) -> datetime:
        """By when the next party should have acted."""
        return now + self.due
