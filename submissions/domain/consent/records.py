"""The three records of consent: given one by one, appended, withdrawn as easily."""

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from portal import audit
from portal.accounts.models import User
from portal.programmes.models import SettingKind
from portal.vault import keys
from portal.vault.keys import KeyKind
from submissions.domain import holds, sealed, settings_in_force
from submissions.domain.consent import deciders, engagements, proofs, receipts
from submissions.domain.errors import Refused, StaleError
from submissions.models import (
    ConfidentialityRelease,
    ConsentRecord,
    Engagement,
    EvidenceFile,
    RecordState,
    RightsGrant,
    Submission,
)
from submissions.states import Mover


def give(
    submission_id: UUID,
    actor: User,
    purposes: Iterable[str],
    locale: str,
    number: int | None = None,
) -> None:
    """The contractor's consent to the use of their own data, for exactly these purposes.

    Purposes no longer ticked are withdrawn. Raises ``Refused`` for a purpose the
    programme does not ask for, and ``StaleError`` where ``number`` names other terms than
    those in force.
    """
    submission = Submission.objects.select_related("programme").get(
        pk=submission_id, contractor=actor
    )
    wanted = frozenset(purposes)
    asked = frozenset(submission.programme.setting(SettingKind.CONSENT)["purposes"])
    if not wanted <= asked:
        raise Refused("This programme does not ask for that purpose.", code="purpose_unknown")
    terms = settings_in_force.published(submission.programme, SettingKind.TERMS)
    if number not in (None, terms.number):
        raise StaleError
    notice = hashlib.sha256(
        sealed.to_bytes(terms.body.get("texts", {}).get(locale, ""))
    ).hexdigest()
    with audit.transaction():
        given = submission.consents.filter(state=RecordState.GIVEN)
        stale = given.filter(~Q(purpose__in=wanted) | ~Q(terms_version=terms))
        ended = list(stale.values_list("pk", flat=True))
        stale.update(state=RecordState.WITHDRAWN, withdrawn_at=timezone.now())
        fresh = [
            ConsentRecord.objects.create(
                submission=submission,
                person=actor,
                purpose=purpose,
                terms_version=terms,
                locale=locale,
                notice_sha256=notice,
            )
            for purpose in sorted(wanted - set(given.values_list("purpose", flat=True)))
        ]
        _receipts(submission, ended, fresh)
        audit.record(
            "consent.given",
            programme_id=submission.programme_id,
            actor=actor,
            subject=("submission", submission.pk),
            facts={"purposes": ",".join(sorted(wanted)), "terms": terms.number},
        )


def _receipts(submission: Submission, ended: list[UUID], fresh: list[ConsentRecord]) -> None:
    if ended:
        rows = submission.consents.filter(pk__in=ended).select_related("terms_version")
        receipts.issue(submission, list(rows), "withdrawn")
    if fresh:
        receipts.issue(submission, fresh, "given")


def has_consent(submission: Submission) -> bool:
    """Whether every purpose the programme needs is given."""
    needed = set(submission.programme.setting(SettingKind.CONSENT)["purposes"])
    given = submission.consents.filter(state=RecordState.GIVEN).values_list("purpose", flat=True)
    return bool(needed) and needed <= set(given)


def attest(submission: Submission, actor: User, typed_name: str) -> None:
    """The signature under the statement, appended to the engagement's attestations."""
    if submission.engagement is None:
        raise Refused("Say for whom this work was done.", code="engagement_missing")
    engagements.sign(submission.engagement, actor, submission.pk, typed_name)


def add_grant(  # noqa: PLR0913 - a grant has that many terms
    engagement_id: UUID,
    actor: User,
    *,
    issuer: str,
    purposes: Iterable[str],
    starts_on: date | None = None,
    ends_on: date | None = None,
    territory: Iterable[str] = (),
    media: Iterable[str] = (),
    exclusive: bool = False,
    conditions: str = "",
    evidence: EvidenceFile | None = None,
    submission: Submission | None = None,
) -> RightsGrant:
    """The owner's permission as the contractor has it; a reviewer still has to accept it."""
    engagement = Engagement.objects.get(pk=engagement_id, contractor=actor)
    grant = RightsGrant(
        engagement=engagement,
        organisation_digest=bound_to(engagement),
        organisation_full_digest=engagement.organisation_full_digest,
        submission=submission,
        purposes=sorted(set(purposes)),
        territory=sorted(set(territory)),
        media=sorted(set(media)),
        exclusive=exclusive,
        starts_on=starts_on,
        ends_on=ends_on,
        evidence=evidence,
    )
    key = keys.open(KeyKind.ENGAGEMENT, engagement.pk)
    sealed.seal(key, grant, "issuer_sealed", issuer)
    sealed.seal(key, grant, "conditions_sealed", {"attribution": "", "text": conditions.strip()})
    with audit.transaction():
        grant.save(force_insert=True)
        audit.record(
            "grant.requested",
            programme_id=engagement.programme_id,
            actor=actor,
            subject=("grant", grant.pk),
        )
    return grant


UNNAMED = "unnamed"
"""What a record is bound to that was written before the organisation had a name: nothing."""


def bound_to(engagement: Engagement) -> str:
    """The organisation a permission or release is about, as it is declared now."""
    return engagement.organisation_digest or UNNAMED


def add_confidentiality_release(
    engagement_id: UUID,
    actor: User,
    *,
    document_sha256: str = "",
    evidence: EvidenceFile | None = None,
) -> ConfidentialityRelease:
    """A release from confidentiality, for one document or for the whole engagement."""
    engagement = Engagement.objects.get(pk=engagement_id, contractor=actor)
    with audit.transaction():
        release = ConfidentialityRelease.objects.create(
            engagement=engagement,
            organisation_digest=bound_to(engagement),
            organisation_full_digest=engagement.organisation_full_digest,
            document_sha256=document_sha256,
            evidence=evidence,
        )
        audit.record(
            "confidentiality_release.requested",
            programme_id=engagement.programme_id,
            actor=actor,
            subject=("confidentiality_release", release.pk),
        )
    return release


def decide_record(
    record: RightsGrant | ConfidentialityRelease,
    actor: User,
    *,
    accept: bool,
    from_organisation: bool = False,
) -> None:
    """A reviewer accepts or refuses a grant or release on its evidence; never one's own.

    ``from_organisation``: its evidence comes from the organisation itself (rule R4), which
    takes a file of evidence that was checked.
    """
    if record.engagement.contractor_id == actor.pk:
        raise Refused("Somebody else has to decide this.", code="own_record")
    deciders.check_may_decide_record(actor, record.engagement)
    if from_organisation and (record.evidence is None or record.evidence.state != proofs.CHECKED):
        raise Refused("There is no checked evidence that could show that.", code="no_evidence")
    target = RecordState.GIVEN if accept else RecordState.REFUSED
    with audit.transaction():
        waiting = type(record).objects.filter(pk=record.pk, state=RecordState.REQUESTED)
        changed = waiting.update(state=target, decided_by=actor, decided_at=timezone.now())
        if not changed:
            raise Refused("This was decided already. Reload the page.", code="stale")
        if isinstance(record, RightsGrant):
            RightsGrant.objects.filter(pk=record.pk).update(
                issuer_is_organisation=accept and from_organisation
            )
        name = "grant" if isinstance(record, RightsGrant) else "confidentiality_release"
        audit.record(
            f"{name}.{'accepted' if accept else 'refused'}",
            programme_id=record.engagement.programme_id,
            actor=actor,
            subject=(name, record.pk),
        )
        if accept:
            holds.recheck_engagement(record.engagement, actor, Mover.REVIEWER)


def offered(submission: Submission) -> list[RightsGrant | ConfidentialityRelease]:
    """What its contractor added for this sample and nobody has accepted or refused yet."""
    mine = Q(engagement=submission.engagement_id, state=RecordState.REQUESTED) & (
        Q(submission__isnull=True) | Q(submission=submission)
    )
    return [
        *RightsGrant.objects.filter(mine).select_related("evidence").order_by("created_at"),
        *ConfidentialityRelease.objects.filter(mine)
        .select_related("evidence")
        .order_by("created_at"),
    ]


def issuers(grants: Sequence[RightsGrant]) -> dict[UUID, str]:
    """Who gave each permission, for those who decide about it; two queries in all."""
    opened = keys.open_many(KeyKind.ENGAGEMENT, [grant.engagement_id for grant in grants])
    return {
        grant.pk: str(sealed.unseal(opened[grant.engagement_id], grant, "issuer_sealed") or "")
        for grant in grants
        if grant.engagement_id in opened
    }
