"""The scrubbed copy for its owner: what was removed where, and what to change about it."""

import re
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from submissions.domain import edits, masked, queries, scrubbing
from submissions.domain.edits import CHANGEABLE
from submissions.models import CleanFile, Finding, Submission
from submissions.states import State
from submissions.views.access import own, person, private, succeeded
from submissions.views.previews import Shown, shown

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
    copies = queries.clean_files(sample.current_run)
    findings = list(
        Finding.objects.filter(run_id=sample.current_run_id, artefact=clean.artefact_id)
    )
    context = {
        "submission": sample,
        "title": queries.title(sample),
        "clean": clean,
        "copies": [
            {"id": row.pk, "name": name, "is_here": row.pk == clean.pk} for row, name in copies
        ],
        "name": next((name for row, name in copies if row.pk == clean.pk), ""),
        "preview": preview,
        "asset_url": reverse("submissions:copy", args=[sample.pk, clean.pk]),
        "found": _found(clean, preview, findings),
        "uncertain": [found for found in findings if found.suggestion],
        "edits": sample.edits.filter(undone_at=None),
        "keep_reasons": KEEP_REASONS,
        "may_change": State(sample.state) in CHANGEABLE and not sample.originals_purged_at,
        "is_confirming": sample.state == State.CONFIRMING,
    }
    return render(request, "submissions/copy.html", context)


def _found(
    clean: CleanFile, preview: Shown | None, findings: list[Finding]
) -> list[dict[str, object]]:
    """Findings in reading order with the owner's masked original beside the surrogate."""
    rows = {(found.locator, found.start): found for found in findings if not found.suggestion}
    hidden = {
        item.finding.pk: item.masked for item in masked.originals(clean.artefact, rows.values())
    }
    marks = preview.marks if preview else ()
    listed: list[dict[str, object]] = []
    for mark in marks:
        found = rows.pop((mark.locator, mark.start), None)
        masked_text = hidden.get(found.pk, "") if found else ""
        listed.append({"mark": mark, "finding": found, "masked": masked_text})
    listed += [
        {"mark": None, "finding": found, "masked": hidden.get(found.pk, "")}
        for found in rows.values()
    ]
    return listed


@private
@require_GET
def asset(request: HttpRequest, submission_id: UUID, clean_id: UUID, name: str) -> HttpResponse:
    return picture(clean_file(own(request, submission_id), clean_id), name)


def _back(request: HttpRequest, sample: Submission) -> HttpResponse:
    clean_id = _uuid(request.POST.get("copy", ""))
    run = sample.current_run
    if clean_id and run and run.files.filter(pk=clean_id).exists():
        return redirect("submissions:copy", submission_id=sample.pk, clean_id=clean_id)
    return redirect("submissions:submission", submission_id=sample.pk)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


@private
@require_POST
def missed(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Words that were missed, in one file or in all."""
    sample = own(request, submission_id)
    user, words = person(request), request.POST.get("words", "")
    artefact_id = _uuid(request.POST.get("artefact", ""))
    done = "Noted. It is taken out when you scrub again."
    succeeded(request, lambda: edits.add(submission_id, user, words, artefact_id), done)
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
