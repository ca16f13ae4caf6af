"""The scrubbed copy for its owner: what was removed where, and what to change about it."""

import re
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from submissions.domain import confirming, edits, masked, queries, scrubbing
from submissions.domain.edits import CHANGEABLE
from submissions.models import CleanFile, Finding, Submission
from submissions.states import State
from submissions.views.access import own, person, private, succeeded
from submissions.views.marks import Mark, said
from submissions.views.missing import AREA_FIELDS, take_out, uuid_of
from submissions.views.previews import Shown, one_page, shown

KEEP_REASONS = {
    "public": "It is public anyway",
    "invented": "It is invented, an example",
    "my_own": "It is my own and I want it in",
    "not_a_name": "It is no name or number of this sort",
    "needed": "The work makes no sense without it",
}


def clean_file(sample: Submission, clean_id: UUID) -> CleanFile:
    """A copy of the submission's current run; older copies do not exist for anybody."""
    return get_object_or_404(
        CleanFile.objects.select_related("artefact__submission"),
        pk=clean_id,
        run_id=sample.current_run_id,
        run__submission=sample,
    )


def picture(clean: CleanFile, name: str) -> HttpResponse:
    """One picture of a preview: our own pixels, sandboxed, never kept by the browser."""
    preview = scrubbing.clean_preview(clean)
    try:
        data = scrubbing.preview_asset(preview, f"{name}.png") if preview else b""
    except KeyError:
        raise Http404 from None
    if not data:
        raise Http404
    return HttpResponse(
        data,
        content_type="image/png",
        headers={
            "Content-Disposition": 'inline; filename="page.png"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        },
    )


@private
@require_GET
def copy(request: HttpRequest, submission_id: UUID, clean_id: UUID) -> HttpResponse:
    sample = own(request, submission_id)
    clean = clean_file(sample, clean_id)
    preview = shown(clean)
    return render(request, "submissions/copy.html", {
        **frame(sample, clean, preview),
        "asset_url": reverse("submissions:copy", args=[sample.pk, clean.pk]),
    })  # fmt: skip


def frame(sample: Submission, clean: CleanFile, preview: Shown | None) -> dict[str, Any]:
    """What the page of a copy and that of its original have in common."""
    copies = queries.clean_files(sample.current_run)
    findings = list(
        Finding.objects.filter(run_id=sample.current_run_id, artefact=clean.artefact_id)
    )
    waiting = confirming.waiting(sample)
    return {
        "submission": sample,
        "title": queries.title(sample),
        "clean": clean,
        "copies": [
            {"id": row.pk, "name": name, "is_here": row.pk == clean.pk} for row, name in copies
        ],
        "name": next((name for row, name in copies if row.pk == clean.pk), ""),
        "preview": preview,
        "found": _found(clean, preview, findings),
        "edits": sample.edits.filter(undone_at=None),
        "waiting": waiting,
        "area_fields": AREA_FIELDS,
        "keep_reasons": KEEP_REASONS,
        "may_change": State(sample.state) in CHANGEABLE and not sample.originals_purged_at,
        "is_confirming": sample.state == State.CONFIRMING,
        "has_original": bool(clean.artefact.quarantine_key and not sample.originals_purged_at),
    }


@dataclass(frozen=True, slots=True)
class Listed:
    """A line of the owner's list: the mark, its finding, and what stood there, masked."""

    mark: Mark | None
    finding: Finding | None
    masked: str


@dataclass(frozen=True, slots=True)
class Lines:
    """All lines of one kind."""

    kind: str
    lines: tuple[Listed, ...]


def _found(clean: CleanFile, preview: Shown | None, findings: list[Finding]) -> list[Lines]:
    """Findings by kind in reading order, with the owner's masked original."""
    rows = {(found.locator, found.start): found for found in findings if not found.suggestion}
    hidden = {
        item.finding.pk: item.masked for item in masked.originals(clean.artefact, rows.values())
    }
    by_kind: dict[str, list[Listed]] = {}
    for mark in preview.marks if preview else ():
        found = rows.pop((mark.locator, mark.start), None)
        line = Listed(mark, found, hidden.get(found.pk, "") if found else "")
        by_kind.setdefault(mark.words, []).append(line)
    for found in rows.values():
        line = Listed(None, found, hidden.get(found.pk, ""))
        by_kind.setdefault(said(found.kind), []).append(line)
    return [Lines(kind, tuple(lines)) for kind, lines in by_kind.items()]


@private
@require_GET
def asset(request: HttpRequest, submission_id: UUID, clean_id: UUID, name: str) -> HttpResponse:
    return picture(clean_file(own(request, submission_id), clean_id), name)


@private
@require_GET
def page(request: HttpRequest, submission_id: UUID, clean_id: UUID, number: int) -> HttpResponse:
    """A page's text layer and marks, fetched as the page comes into view."""
    return overlay(request, clean_file(own(request, submission_id), clean_id), number)


def overlay(request: HttpRequest, clean: CleanFile, number: int) -> HttpResponse:
    """The layer over one picture."""
    found = one_page(clean, number)
    if found is None:
        raise Http404
    return render(request, "_previews/overlay.html", {"picture": found})


def _back(request: HttpRequest, sample: Submission) -> HttpResponse:
    clean_id = uuid_of(request.POST.get("copy", ""))
    run = sample.current_run
    if clean_id and run and run.files.filter(pk=clean_id).exists():
        return redirect("submissions:copy", submission_id=sample.pk, clean_id=clean_id)
    return redirect("submissions:submission", submission_id=sample.pk)


@private
@require_POST
def missed(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Words, a cell or a box that were missed."""
    sample = own(request, submission_id)
    user = person(request)
    clean_id = uuid_of(request.POST.get("copy", ""))
    clean = clean_file(sample, clean_id) if clean_id else None
    done = "Noted. It is taken out when you scrub again."
    succeeded(request, lambda: take_out(sample.pk, user, request.POST, clean), done)
    return _back(request, sample)


@private
@require_POST
def not_private(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Findings that are not private, with a reason."""
    sample = own(request, submission_id)
    user, reason = person(request), request.POST.get("reason", "")
    sent = request.POST.getlist("finding")
    chosen = [int(value) for value in sent if re.fullmatch(r"[0-9]{1,18}", value)]
    everywhere = "everywhere" in request.POST
    done = "Noted. It comes back when you scrub again; on hard kinds a reviewer decides first."
    succeeded(
        request,
        lambda: edits.keep(submission_id, chosen, user, reason, everywhere=everywhere),
        done,
    )
    return _back(request, sample)


@private
@require_POST
def undo(request: HttpRequest, submission_id: UUID, edit_id: UUID) -> HttpResponse:
    sample = own(request, submission_id)
    user = person(request)
    get_object_or_404(sample.edits, pk=edit_id)
    succeeded(request, lambda: edits.undo(edit_id, user), "Undone.")
    return _back(request, sample)


@private
@require_POST
def rescrub(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Scrubs the originals again with every change."""
    own(request, submission_id)
    user = person(request)
    done = "The files are scrubbed again with your changes."
    succeeded(request, lambda: edits.apply(submission_id, user), done)
    return redirect("submissions:submission", submission_id=submission_id)
