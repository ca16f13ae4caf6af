"""Releases: what exactly is in one, who released it, and who fetched it."""

import base64
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, StreamingHttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.accounts.models import User
from portal.accounts.second_factor import recently_reauthenticated
from portal.programmes import permissions
from portal.programmes.errors import PermissionRefused
from portal.programmes.models import Programme
from portal.programmes.standing import standings
from portal.vault import signing
from portal.vault.errors import KeyDestroyed, KeyMissing
from submissions.domain.consent import conditions
from submissions.domain.consent.conditions import Terms
from submissions.domain.errors import Refused
from submissions.domain.release import confirming, downloading, proposing
from submissions.domain.release.people import involved
from submissions.models import Release, ReleaseItem, Submission
from submissions.views.access import attempt, person, private, succeeded

SHOWN = 50


@private
@require_GET
def releases(request: HttpRequest) -> HttpResponse:
    user = person(request)
    programmes = _programmes(user)
    if not programmes:
        permissions.check_may_see_releases(user, next(iter(standings(user)), user.pk))
    found = (
        Release.objects.filter(programme__in=programmes)
        .exclude(state="dropped")
        .select_related("programme", "proposed_by", "confirmed_by")
        .order_by("-proposed_at")
        .prefetch_related("items")[:SHOWN]
    )
    context = {
        "releases": found,
        "proposable": [p for p in programmes if permissions.may_propose_release(user, p.pk)],
    }
    return render(request, "releases/list.html", context)


def _programmes(user: User) -> list[Programme]:
    own = [pid for pid in standings(user) if permissions.may_see_releases(user, pid)]
    return list(Programme.objects.filter(pk__in=own).order_by("name"))


@private
@require_http_methods(["GET", "POST"])
def propose(request: HttpRequest, slug: str) -> HttpResponse:
    """Approved samples to choose from: numbers and fields of work, no content."""
    programme = get_object_or_404(Programme, slug=slug)
    permissions.check_may_propose_release(request.user, programme.pk)
    if not recently_reauthenticated(request):
        # Asked before the page, so that no choice is made in vain.
        again = reverse("account_reauthenticate")
        return redirect(f"{again}?next={reverse('submissions:propose', args=[slug])}")
    if request.method == "POST":
        user, chosen = person(request), _chosen(request)
        made = attempt(
            request, lambda: proposing.propose(programme.pk, user, chosen, _read(request))
        )
        if made is not None:
            return redirect("submissions:release", release_id=made.pk)
    rows = [_with_terms(sample) for sample in proposing.releasable(programme.pk)]
    return render(request, "releases/propose.html", {"programme": programme, "rows": rows})


def _with_terms(sample: Submission) -> dict[str, Any]:
    """A sample with what its owners tied their permission to."""
    found = conditions.of(sample)
    return {
        "sample": sample,
        "terms": [one for one in found if one.binds],
        "fingerprint": conditions.fingerprint(found),
    }


def _read(request: HttpRequest) -> dict[UUID, str]:
    """What the person says to have read: the conditions of samples or items, by their id."""
    read = {}
    for value in request.POST.getlist("read"):
        name, _colon, said = value.partition(":")
        try:
            read[UUID(name)] = said[:64]
        except ValueError:
            continue
    return read


def _chosen(request: HttpRequest) -> list[UUID]:
    chosen = []
    for value in request.POST.getlist("sample"):
        try:
            chosen.append(UUID(value))
        except ValueError:
            continue
    return chosen


def _visible(request: HttpRequest, release_id: UUID) -> Release:
    release = get_object_or_404(
        Release.objects.select_related("programme", "proposed_by", "confirmed_by"), pk=release_id
    )
    permissions.check_may_see_releases(request.user, release.programme_id)
    return release


@private
@require_GET
def release(request: HttpRequest, release_id: UUID) -> HttpResponse:
    found = _visible(request, release_id)
    return render(request, "releases/release.html", _context(request, found))


def _context(request: HttpRequest, found: Release) -> dict[str, Any]:
    user = person(request)
    manifest = found.manifest.get("predicate", {})
    by_id = {item["id"]: item for item in manifest.get("items", [])}
    return {
        "release": found,
        "items": [
            {
                "item": item,
                "said": by_id.get(str(item.pk)),
                "is_gone": item.revoked_at,
                "terms": _terms_of(item) if item.terms_sha256 and found.state == "proposed" else [],
            }
            for item in found.items.select_related(
                "submission__programme", "submission__engagement"
            ).order_by("submission__number")
        ],
        "manifest": manifest,
        "downloads": found.downloads.select_related("person").order_by("-at")[:SHOWN],
        "why_not": _why_not_confirm(user, found),
        "may_drop": permissions.may_propose_release(user, found.programme_id),
        "may_download": permissions.may_download_release(user, found.programme_id),
        "keys": [
            f"{key_id}:{base64.b64encode(raw).decode()}"
            for key_id, raw in signing.public_keys().items()
        ],
        "is_proposed": found.state == "proposed",
        "is_released": found.state == "released",
    }


def _terms_of(item: ReleaseItem) -> list[Terms]:
    """Only those that were read by whoever proposed it; others drop the item by themselves."""
    try:
        found = conditions.of(item.submission)
    except (KeyDestroyed, KeyMissing):
        return []
    same = conditions.fingerprint(found) == item.terms_sha256
    return [terms for terms in found if terms.binds] if same else []


def _why_not_confirm(user: User, found: Release) -> str:
    """The sentence under the disabled button; empty where it may be pressed."""
    try:
        confirming.check_may_confirm(user, found)
    except PermissionRefused as refusal:
        return refusal.sentence
    except Refused as refusal:
        return refusal.shown
    return ""


@private
@require_http_methods(["GET", "POST"])
def confirm(request: HttpRequest, release_id: UUID) -> HttpResponse:
    """The second person's step. Whoever has not just proved who they are is asked first."""
    found = _visible(request, release_id)
    permissions.check_may_confirm_release(request.user, involved(found))
    if not recently_reauthenticated(request):
        again = reverse("account_reauthenticate")
        here = reverse("submissions:confirm_release", args=[release_id])
        return redirect(f"{again}?next={here}")
    if request.method == "POST":
        user = person(request)
        done = "Released. What could not leave is named below."
        succeeded(
            request,
            lambda: confirming.confirm(release_id, user, reauthenticated=True, read=_read(request)),
            done,
        )
        return redirect("submissions:release", release_id=release_id)
    return render(request, "releases/confirm.html", _context(request, found))


@private
@require_POST
def drop(request: HttpRequest, release_id: UUID) -> HttpResponse:
    found = _visible(request, release_id)
    user = person(request)
    succeeded(request, lambda: proposing.drop(found.pk, user), "The proposal was taken back.")
    return redirect("submissions:releases")


@private
@require_POST
def download(request: HttpRequest, release_id: UUID) -> HttpResponse | StreamingHttpResponse:
    """The zip, streamed; the ledger is written first."""
    _visible(request, release_id)
    user = person(request)
    started = attempt(request, lambda: downloading.start(release_id, user))
    if started is None:
        return redirect("submissions:release", release_id=release_id)
    found, pieces = started
    name = f"{found.programme.slug}-{found.number}.zip"
    return StreamingHttpResponse(
        pieces,
        content_type="application/zip",
        headers={
            "Content-Disposition": f'attachment; filename="{name}"',
            "X-Content-Type-Options": "nosniff",
        },
    )
