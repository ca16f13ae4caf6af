"""What a reviewer knows, and how well a sample suits them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from portal.accounts.models import User
from portal.programmes.models import Membership
from submissions.domain.review.policy import ROLES
from submissions.models import Gate, Submission


@dataclass(frozen=True, slots=True)
class Skills:
    """Domains and categories of work and languages, as the programme's lists name them."""

    domains: frozenset[str] = frozenset()
    categories: frozenset[str] = frozenset()
    languages: frozenset[str] = frozenset()

    def match(self, sample: Submission) -> int:
        """How well a sample suits: a point for its domain, its category, its language."""
        return (
            (sample.domain in self.domains)
            + (sample.category in self.categories)
            + (sample.language in self.languages)
        )


def of(reviewer: User, programme_id: UUID, gate: Gate) -> Skills:
    """What the programme's admin keeps about a reviewer; nothing where nothing is kept."""
    row = Membership.objects.filter(
        user=reviewer, programme=programme_id, role=ROLES[gate], is_active=True
    ).first()
    return read(row.skills) if row else Skills()


def read(kept: Mapping[str, Sequence[str]]) -> Skills:
    """The skills as a membership holds them."""
    return Skills(
        *(frozenset(kept.get(name, ())) for name in ("domains", "categories", "languages"))
    )
