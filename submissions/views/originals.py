"""Originals as they were: for their owner, and for a reviewer whom a second person allowed."""

import re
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from portal.programmes import permissions
from portal.programmes.roles import Role
from portal.programmes.standing import standings
from submissions.domain import originals
from submissions.domain.originals import Look
from submissions.models import OriginalRequest
from submissions.views.access import attempt, own, own_review, person, private, succeeded
from submissions.views.copies import clean_file, frame
from submissions.views.missing import uuid_of
from submissions.views.previews import Shown, build, shown


@private
@require_GET
def before(request: HttpRequest, submission_id: UUID, clean_id: UUID) -> HttpResponse:
    """The owner's file as they gave it, with what was found marked in it."""
    sample = own(request, submission_id)
    clean = clean_file(sample, clean_id)
    user, number = person(request), _page(request)
    look = attempt(request, lambda: originals.look_as_owner(clean.artefact, user, number))
    if look is None:
        return redirect("submissions:copy", submission_id=sample.pk, clean_id=clean.pk)
    after = shown(clean)
    context = {
        **frame(sample, clean, after),
        **_pages(after, number),
        "before": _shown(look),
        "is_before": True,
        "may_change": False,
    }
    return render(request, "submissions/copy.html", context)


def _shown(look: Look) -> Shown:
    return build(look.manifest, look.words, look.pictures)


def _pages(after: Shown | None, number: int) -> dict[str, Any]:
    """Which page of pictures is looked at; each is a look of its own."""
    pictures: Sequence[object] = after.pictures if after and after.can_draw else ()
    last = max(len(pictures), 1)
    return {
        "page_number": number,
        "page_last": last,
        "page_before": number - 1 if number > 1 else None,
        "page_after": number + 1 if number < last else None,
    }


def _page(request: HttpRequest) -> int:
    text = request.GET.get("page", "1")
    return int(text) if re.fullmatch(r"[1-9][0-9]{0,3}", text) else 1


@private
@require_POST
def ask(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """A reviewer asks to see one original; somebody else decides."""
    mine = own_review(request, review_id)
    permissions.check_may_ask_for_original(request.user, mine.submission)
    user, said = person(request), request.POST.dict()
    token = uuid_of(str(said.get("token", ""))) or UUID(int=0)
    clean_id = uuid_of(str(said.get("copy", "")))
    if clean_id is None:
        raise Http404
    clean = clean_file(mine.submission, clean_id)
    words = {name: str(said.get(name, "")) for name in ("reason", "words")}
    succeeded(
        request,
        lambda: originals.ask(mine.pk, user, token, clean.artefact_id, words),
        "Asked. A second person decides; you see it here.",
    )
    return redirect(f"{reverse('submissions:review', args=[mine.pk])}?file={clean.pk}")


@private
@require_GET
def granted(request: HttpRequest, review_id: UUID, request_id: UUID) -> HttpResponse:
    """One page of an original, while the grant and the claim are open."""
    mine = own_review(request, review_id)
    permissions.check_may_ask_for_original(request.user, mine.submission)
    number = _page(request)
    row = get_object_or_404(OriginalRequest, pk=request_id, asked_by=mine.reviewer)
    clean = (
        mine.submission.current_run
        and mine.submission.current_run.files.filter(artefact=row.artefact_id).first()
    )
    look = attempt(request, lambda: originals.look_as_reviewer(request_id, mine, number))
    if look is None or not clean:
        return redirect("submissions:review", review_id=review_id)
    context = {
        **_pages(shown(clean), number),
        "review": mine,
        "submission": mine.submission,
        "clean": clean,
        "request_row": row,
        "before": _shown(look),
    }
    return render(request, "reviews/original.html", context)


@private
@require_GET
def waiting(request: HttpRequest) -> HttpResponse:
    """Requests that this person may answer."""
    user = person(request)
    roles = {role for here in standings(user).values() for role in here.roles}
    if not roles & originals.GRANTERS:
        raise Http404
    context = {
        "waiting": originals.waiting(user),
        "is_clearer": Role.CLEARANCE_REVIEWER in roles,
    }
    return render(request, "reviews/originals.html", context)


@private
@require_POST
def decide(request: HttpRequest, request_id: UUID) -> HttpResponse:
    """A second person allows the look or not."""
    row = get_object_or_404(OriginalRequest.objects.select_related("submission"), pk=request_id)
    permissions.check_may_grant_original(request.user, row.submission, row.asked_by_id)
    user, yes = person(request), request.POST.get("granted") == "yes"
    done = "Granted for 30 minutes." if yes else "Refused."
    succeeded(request, lambda: originals.decide(request_id, user, granted=yes), done)
    return redirect("submissions:originals")
