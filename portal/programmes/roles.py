"""What a person may be in a programme."""

from enum import StrEnum


class Role(StrEnum):
    CONTRACTOR = "contractor"
    CLEARANCE_REVIEWER = "clearance_reviewer"
    QUALITY_REVIEWER = "quality_reviewer"
    PROGRAMME_ADMIN = "programme_admin"
    VENDOR_MANAGER = "vendor_manager"

    @property
    def label(self) -> str:
        return LABELS[self]


LABELS = {
    Role.CONTRACTOR: "contractor",
    Role.CLEARANCE_REVIEWER: "clearance reviewer",
    Role.QUALITY_REVIEWER: "quality reviewer",
    Role.PROGRAMME_ADMIN: "programme admin",
    Role.VENDOR_MANAGER: "vendor manager",
}

REVIEWERS = frozenset({Role.CLEARANCE_REVIEWER, Role.QUALITY_REVIEWER})
DUTIES = frozenset(Role) - {Role.CONTRACTOR}
"""Roles that need a second factor before their first action."""
OF_A_VENDOR = frozenset({Role.CONTRACTOR, Role.VENDOR_MANAGER})
"""Roles that may, or for managers must, belong to one vendor."""
