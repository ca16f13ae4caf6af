"""What owners tied their permissions to, for the two people who release, and for the manifest.

Dates, places and media are plain values. What an owner wrote is scrubbed with all that the
sample's run knew before anybody reads it; no name of an owner stands here or in a release.
"""

import hashlib
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date, datetime
from uuid import UUID

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from portal.audit.canonical import Json
from portal.programmes.models import SettingKind
from submissions.domain import sealed, settings_in_force
from submissions.domain.consent import rules, verdicts
from submissions.domain.consent.rules import OWNED_BY_OTHERS
from submissions.domain.sealed import JSON
from submissions.models import RecordState, RightsGrant, ShownCondition, Submission
from submissions.states import State

STANDING = (RecordState.GIVEN.value, RecordState.RENEWED.value)
READ_IN = (State.CLEARANCE, State.QUALITY, State.CHANGES_REQUESTED, State.APPROVED)
"""States in which conditions are scrubbed, so that they are ready when a release is proposed."""


@dataclass(frozen=True, slots=True)
class Terms:
    """One permission that a sample rests on. ``is_ready``: its words were scrubbed."""

    purposes: tuple[str, ...]
    media: tuple[str, ...]
    territory: tuple[str, ...]
    starts_on: str
    ends_on: str
    exclusive: bool
    attribution: bool
    from_organisation: bool
    this_only: bool
    words: str
    is_ready: bool

    @property
    def binds(self) -> bool:
        """Whether there is anything that somebody has to keep to."""
        limits = (self.media, self.territory, self.ends_on, self.words)
        return any(limits) or self.exclusive or self.attribution or not self.is_ready

    def said(self) -> dict[str, Json]:
        """As a manifest says it: no name, and the words by their hash alone."""
        return {
            "purposes": list(self.purposes),
            "media": list(self.media),
            "territory": list(self.territory),
            "starts_on": self.starts_on,
            "ends_on": self.ends_on,
            "exclusive": self.exclusive,
            "attribution": self.attribution,
            "from_organisation": self.from_organisation,
            "this_sample_only": self.this_only,
            "conditions_sha256": _sha256(self.words) if self.words else "",
        }


def of(submission: Submission, at: datetime | None = None) -> list[Terms]:
    """Every permission that covers the use of a sample now; nothing where none is needed."""
    today = (at or timezone.now()).date()
    grants = verdicts.grants_of(submission) if submission.engagement else []
    if not grants or verdicts.gather(submission, {}).owner not in OWNED_BY_OTHERS:
        return []
    version = settings_in_force.published(submission.programme, SettingKind.CONSENT)
    policy = verdicts.uses(submission, version)
    shown = _shown(submission)
    return [
        _terms(grant, shown)
        for grant in sorted(grants, key=lambda row: (row.created_at, row.pk))
        if _covers(grant, policy, today)
    ]


def fingerprint(found: list[Terms]) -> str:
    """What somebody who has read them quotes; empty where there is nothing to keep to."""
    if not any(terms.binds for terms in found):
        return ""
    return _sha256_bytes(sealed.to_bytes([_plain(terms) for terms in found]))


def unscrubbed(submission: Submission) -> list[RightsGrant]:
    """Permissions whose words no run of this sample has scrubbed yet; the worker's list."""
    if submission.current_run_id is None or submission.engagement_id is None:
        return []
    if State(submission.state) not in READ_IN:
        return []
    done = ShownCondition.objects.filter(
        submission=submission, run=submission.current_run_id, grant=OuterRef("pk")
    )
    rows = RightsGrant.objects.filter(engagement=submission.engagement_id, state__in=STANDING)
    here = Q(submission__isnull=True) | Q(submission=submission)
    return list(rows.filter(here, ~Exists(done)).exclude(conditions_sealed=b""))


def waiting() -> QuerySet[Submission]:
    """Samples with words that nobody can read yet; for the beat."""
    done = ShownCondition.objects.filter(
        submission=OuterRef(OuterRef("pk")), run=OuterRef(OuterRef("current_run"))
    )
    worded = (
        RightsGrant.objects.filter(engagement=OuterRef("engagement"), state__in=STANDING)
        .filter(Q(submission__isnull=True) | Q(submission=OuterRef("pk")))
        .filter(~Exists(done.filter(grant=OuterRef("pk"))))
        .exclude(conditions_sealed=b"")
    )
    return Submission.objects.filter(Exists(worded), state__in=READ_IN, current_run__isnull=False)


def words_of(grant: RightsGrant) -> str:
    """What the owner wrote, for the scrubber alone."""
    return str(verdicts.conditions_of(grant).get("text") or "")


def show(submission: Submission, grant: RightsGrant, scrubbed: str) -> None:
    """Keep the scrubbed words, once for a run."""
    key, bound = sealed.key_of(submission.pk), _bound(submission.pk, grant.pk)
    ShownCondition.objects.get_or_create(
        submission=submission,
        grant=grant,
        run=submission.current_run,
        defaults={"text_sealed": key.seal("text", sealed.to_bytes(scrubbed), bound)},
    )


def _shown(submission: Submission) -> dict[UUID, str]:
    key = sealed.key_of(submission.pk)
    rows = ShownCondition.objects.filter(submission=submission, run=submission.current_run_id)
    return {
        row.grant_id: str(
            sealed.from_bytes(
                key.unseal("text", bytes(row.text_sealed), _bound(submission.pk, row.grant_id))
            )
        )
        for row in rows
    }


def _bound(submission_id: UUID, grant_id: UUID) -> bytes:
    # To the sample and the permission: a row has no key of its own before it is written.
    return f"shown condition:{submission_id}:{grant_id}".encode()


def _covers(grant: RightsGrant, policy: rules.Policy, today: date) -> bool:
    said = verdicts.grant_of(grant)
    return rules.covers_purposes(said, policy) and rules.in_force(said, today)


def _terms(grant: RightsGrant, shown: Mapping[UUID, str]) -> Terms:
    said = verdicts.conditions_of(grant)
    return Terms(
        purposes=tuple(sorted(grant.purposes)),
        media=tuple(sorted(grant.media)),
        territory=tuple(sorted(grant.territory)),
        starts_on=grant.starts_on.isoformat() if grant.starts_on else "",
        ends_on=grant.ends_on.isoformat() if grant.ends_on else "",
        exclusive=grant.exclusive,
        attribution=said.get("attribution") == verdicts.NAMED,
        from_organisation=grant.issuer_is_organisation,
        this_only=grant.submission_id is not None,
        words=shown.get(grant.pk, ""),
        is_ready=not said.get("text") or grant.pk in shown,
    )


def _plain(terms: Terms) -> dict[str, JSON]:
    return {
        name: list(value) if isinstance(value, tuple) else value
        for name, value in asdict(terms).items()
    }


def _sha256(text: str) -> str:
    return _sha256_bytes(text.encode())


def _sha256_bytes(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()
