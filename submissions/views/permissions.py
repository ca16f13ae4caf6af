"""Permissions of owners and releases from confidentiality: added, looked at, decided."""

from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.accounts.models import User
from portal.programmes import permissions, versions
from portal.programmes.kinds import SettingKind
from portal.programmes.roles import Role
from portal.programmes.standing import standings
from submissions.domain import files, queries
from submissions.domain.consent import deciders, engagements, proofs, records
from submissions.domain.review import employers
from submissions.forms.permission import WHOLE, GrantForm, ReleaseForm
from submissions.models import (
    ConfidentialityRelease,
    EvidenceFile,
    RecordState,
    RightsGrant,
    Submission,
)
from submissions.views.access import own, person, private, succeeded

SHOWN = 50
Record = RightsGrant | ConfidentialityRelease
Row = TypeVar("Row", RightsGrant, ConfidentialityRelease)


@private
@require_http_methods(["GET", "POST"])
def permission(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """The contractor adds what the owner allowed; a reviewer decides about it."""
    sample = own(request, submission_id)
    if sample.engagement is None:
        return redirect("submissions:rights", submission_id=submission_id)
    kind = request.POST.get("kind", "")
    shown = proofs.of(sample.engagement)
    usable = [(str(one.id), one.name) for one in shown if one.state != proofs.REFUSED]
    grant = GrantForm(
        request.POST if kind == "grant" else None, purposes=_purposes(sample), evidence=usable
    )
    release = ReleaseForm(
        request.POST if kind == "release" else None, documents=_documents(sample), evidence=usable
    )
    if (kind == "grant" and grant.is_valid() and _add_grant(request, sample, grant)) or (
        kind == "release" and release.is_valid() and _add_release(request, sample, release)
    ):
        return redirect("submissions:permission", submission_id=submission_id)
    context = {
        "submission": sample,
        "title": queries.title(sample),
        "grant": grant,
        "release": release,
        "evidence": shown,
        "evidence_kinds": proofs.KINDS,
        "grants": sample.engagement.grants.order_by("-created_at"),
        "releases": sample.engagement.confidentiality_releases.order_by("-created_at"),
    }
    return render(request, "engagements/permission.html", context)


def _purposes(sample: Submission) -> dict[str, str]:
    return dict(versions.current(sample.programme_id, SettingKind.CONSENT)["purposes"])


def _documents(sample: Submission) -> list[tuple[str, str]]:
    names = {row.id: row.name for row in files.rows(sample, for_owner=True)}
    return [
        (artefact.sha256, names[artefact.pk])
        for artefact in sample.artefacts.all()
        if artefact.sha256 and artefact.pk in names
    ]


def _add_grant(request: HttpRequest, sample: Submission, form: GrantForm) -> bool:
    user, said, engagement_id = person(request), form.cleaned_data, sample.engagement_id
    return engagement_id is not None and succeeded(
        request,
        lambda: records.add_grant(
            engagement_id,
            user,
            issuer=said["issuer"],
            purposes=said["purposes"],
            starts_on=said["starts_on"],
            ends_on=said["ends_on"],
            territory=said["territory"],
            media=said["appears_in"],
            exclusive=said["exclusive"],
            conditions=said["conditions"],
            submission=sample if said["this_only"] else None,
            evidence=_evidence(sample, said["evidence"]),
        ),
        "Added. A reviewer looks at it.",
    )


def _add_release(request: HttpRequest, sample: Submission, form: ReleaseForm) -> bool:
    user, engagement_id = person(request), sample.engagement_id
    document, proof = form.cleaned_data["document"], form.cleaned_data["evidence"]
    return engagement_id is not None and succeeded(
        request,
        lambda: records.add_confidentiality_release(
            engagement_id,
            user,
            document_sha256="" if document == WHOLE else document,
            evidence=_evidence(sample, proof),
        ),
        "Added. A reviewer looks at it.",
    )


def _evidence(sample: Submission, chosen: str) -> EvidenceFile | None:
    if not chosen or sample.engagement is None:
        return None
    return proofs.usable(sample.engagement).filter(pk=chosen).first()


@private
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """What clearance reviewers have to accept or refuse, oldest first."""
    user = person(request)
    own_ones = [
        programme_id
        for programme_id, here in standings(user).items()
        if Role.CLEARANCE_REVIEWER in here.roles
    ]
    if not own_ones:
        raise Http404
    asked = _for(user, RightsGrant.objects.all(), own_ones)
    released = _for(user, ConfidentialityRelease.objects.all(), own_ones)
    issuers = records.issuers(asked)
    rested = {row.engagement_id for row in asked} | {row.engagement_id for row in released}
    named = engagements.organisations(rested)
    grants = [
        {
            "row": row,
            "issuer": issuers.get(row.pk, ""),
            "organisation": named.get(row.engagement_id),
        }
        for row in asked
    ]
    releases = [{"row": row, "organisation": named.get(row.engagement_id)} for row in released]
    context = {"grants": grants, "releases": releases, "is_clearer": True}
    return render(request, "engagements/waiting.html", context)


def _for(user: User, rows: QuerySet[Row], programmes: list[UUID]) -> list[Row]:
    """Those that wait, without the person's own, their employers' and their vendor's."""
    waiting = rows.filter(state=RecordState.REQUESTED, engagement__programme__in=programmes)
    found = (
        employers.without_theirs(waiting, user)
        .exclude(engagement__contractor=user)
        .select_related("engagement__programme", "evidence")
        .order_by("created_at")[:SHOWN]
    )
    return [one for one in found if permissions.may_decide_record(user, one.engagement)]


def _record(kind: str, record_id: UUID) -> Record:
    match kind:
        case "grant":
            return get_object_or_404(
                RightsGrant.objects.select_related("engagement", "evidence"), pk=record_id
            )
        case "release":
            return get_object_or_404(
                ConfidentialityRelease.objects.select_related("engagement", "evidence"),
                pk=record_id,
            )
        case _:
            raise Http404


@private
@require_POST
def decide(request: HttpRequest, kind: str, record_id: UUID) -> HttpResponse:
    """Accept or refuse one; samples that waited for it are ruled on again."""
    record = _record(kind, record_id)
    user, accept = person(request), request.POST.get("accept") == "yes"
    deciders.check_may_decide_record(user, record.engagement)
    from_organisation = accept and request.POST.get("from_organisation") == "yes"

    succeeded(
        request,
        lambda: records.decide_record(
            record, user, accept=accept, from_organisation=from_organisation
        ),
        "Accepted." if accept else "Refused.",
    )
    there = request.POST.get("next", "")
    if url_has_allowed_host_and_scheme(there, allowed_hosts=None):
        return redirect(there)
    return redirect("submissions:permissions")
