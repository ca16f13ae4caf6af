"""How a programme wants its review done: its review setting as a value."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from portal.programmes import versions
from portal.programmes.kinds import SettingKind
from portal.programmes.roles import Role
from submissions.models import Gate

ROLES: Mapping[Gate, Role] = {
    Gate.CLEARANCE: Role.CLEARANCE_REVIEWER,
    Gate.QUALITY: Role.QUALITY_REVIEWER,
}
"""Who reviews at which gate."""
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
CONFLICT = "conflict"
SKIP_REASONS: Mapping[str, str] = {
    CONFLICT: "I know the people or the work",
    "not_my_field": "It is not my field",
    "language": "I do not read this language well",
    "no_time": "I cannot finish it now",
}


@dataclass(frozen=True, slots=True)
class ReviewPolicy:
    """``checklist`` maps a point's name to its sentence; ``audit_percent`` is 0 to 100."""

    clearances: int
    lease: timedelta
    due: timedelta
    quality_gate: bool
    quality_minimum: int
    audit_percent: int
    checklist: Mapping[str, str]
    vendor_conflict: bool = True
    """Whether nobody reviews work of the vendor they belong to."""

    def due_from(self, now: datetime) -> datetime:
        """By when the next party should have acted."""
        return now + self.due


def policy_of(programme_id: UUID) -> ReviewPolicy:
    """The setting in force now."""
    body = versions.current(programme_id, SettingKind.REVIEW).body
    return ReviewPolicy(
        clearances=body["clearances"],
        lease=timedelta(minutes=body["lease_minutes"]),
        due=timedelta(hours=body["due_hours"]),
        quality_gate=body["quality_gate"],
        quality_minimum=body["quality_minimum"],
        audit_percent=body["audit_sample_percent"],
        checklist=body["checklist"],
        vendor_conflict=body["vendor_conflict"],
    )
