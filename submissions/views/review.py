"""One review: may this leave? Files and findings, the scrubbed document, the decision."""

import re
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from submissions.domain import confirming, edits, originals, queries, scrubbing
from submissions.domain.consent import records, sides, verdicts
from submissions.domain.errors import Refused
from submissions.domain.grading import QUESTIONS, words as spelled
from submissions.domain.review import (
    appeals,
    checklist,
    claims,
    deciding,
    keeping,
    slots,
    thread,
)
from submissions.domain.review.deciding import Ruling
from submissions.domain.review.policy import (
    ASK_REASONS,
    REJECT_REASONS,
    SKIP_REASONS,
    ReviewPolicy,
    policy_of,
)
from submissions.models import Appeal, CleanFile, Decision, Finding, Gate, Review
from submissions.states import State
from submissions.views.access import (
    WithdrawnError,
    attempt,
    own_review,
    person,
    private,
    succeeded,
)
from submissions.views.copies import KEEP_REASONS, clean_file, overlay, picture
from submissions.views.missing import AREA_FIELDS, take_out, uuid_of
from submissions.views.previews import Shown, shown, with_findings

OVER = (State.WITHDRAWN, State.PURGED)


@private
@require_GET
def review(request: HttpRequest, review_id: UUID) -> HttpResponse:
    mine = own_review(request, review_id)
    if mine.closed_at or claims.open_of(person(request)) is None:
        return render(request, "reviews/closed.html", {"review": mine})
    return render(request, "reviews/review.html", _context(request, mine))


def _context(request: HttpRequest, mine: Review, ruling: Ruling | None = None) -> dict[str, Any]:
    sample, gate = mine.submission, Gate(mine.gate)
    policy = policy_of(sample.programme_id)
    copies = queries.clean_files(sample.current_run)
    here = _chosen(request, [row for row, _name in copies])
    clear = gate is Gate.CLEARANCE
    removed = queries.removed(sample.current_run)
    return {
        "review": mine,
        "submission": sample,
        "gate": gate.value,
        "is_clearance": clear,
        "files": _files(copies, here, removed),
        "clean": here,
        "name": next((name for row, name in copies if row == here), ""),
        "preview": _preview(mine, here, clear=clear),
        "asset_url": reverse("submissions:review", args=[mine.pk]) + f"copies/{here.pk}/"
        if here
        else "",
        "task": _task(mine),
        "points": _points(mine, policy, ruling, _Places(mine, copies, here, removed))
        if clear
        else [],
        "criteria": [] if clear else _criteria(ruling),
        "rulings": _rulings(mine) if clear else [],
        "thread": thread.read(sample, for_owner=False),
        "others": _others(mine),
        "asked": keeping.asked(sample) if clear else [],
        "ruling": ruling,
        "ask_reasons": ASK_REASONS,
        "reject_reasons": REJECT_REASONS,
        "skip_reasons": SKIP_REASONS,
        "area_fields": AREA_FIELDS,
        "original_reasons": originals.REASONS,
        "original": originals.last_request(mine, here.artefact_id) if here and clear else None,
        "now": timezone.now(),
        "waiting": confirming.waiting(sample) if clear else 0,
        "keep_reasons": KEEP_REASONS,
        "edits": sample.edits.filter(
            undone_at=None, author=mine.reviewer, created_at__gt=mine.run.started_at
        ),
    }


def _preview(mine: Review, here: CleanFile | None, *, clear: bool) -> Shown | None:
    """The copy; who clears may call its findings not private."""
    preview = shown(here) if here else None
    if preview is None or here is None or not clear:
        return preview
    rows = Finding.objects.filter(run=mine.run, artefact=here.artefact_id, suggestion=False)
    found = {(place, start): pk for pk, place, start in rows.values_list("pk", "locator", "start")}
    return with_findings(preview, found)


def _chosen(request: HttpRequest, rows: list[CleanFile]) -> CleanFile | None:
    asked = request.GET.get("file", "")
    return next((row for row in rows if str(row.pk) == asked), rows[0] if rows else None)


def _files(
    copies: list[tuple[CleanFile, str]], here: CleanFile | None, removed: list[queries.Removed]
) -> list[dict[str, Any]]:
    return [
        {
            "id": row.pk,
            "name": name,
            "size": row.size,
            "part": row.artefact.part,
            "is_here": row == here,
            "removed": [item for item in removed if item.artefact_id == row.artefact_id],
        }
        for row, name in copies
    ]


TASK_LABELS = {
    "title": "Title",
    "request": "Request",
    "context": "Context",
    "constraints": "Constraints",
}


def _task(mine: Review) -> dict[str, Any]:
    """The scrubbed task: long texts, then the rubric, then everything short."""
    task = scrubbing.read_scrubbed_task(mine.run)
    long = [(label, task[name]) for name, label in TASK_LABELS.items() if task.get(name)]
    rest = {
        name: value
        for name, value in task.items()
        if name not in TASK_LABELS and name != "rubric" and value not in (None, "", [])
    }
    return {"texts": long, "rubric": task.get("rubric") or [], "rest": rest}


def _points(
    mine: Review, policy: ReviewPolicy, ruling: Ruling | None, places: "_Places"
) -> list[dict[str, Any]]:
    said = ruling.checklist if ruling else {}
    found = checklist.points(mine.submission, policy.checklist)
    return [
        {
            "point": point,
            "answer": said.get(point.name, ""),
            "lines": [(line.text, places.of(line)) for line in point.evidence],
        }
        for point in found
    ]


class _Places:
    """Where the evidence of the checklist stands: addresses within this review."""

    def __init__(
        self,
        mine: Review,
        copies: list[tuple[CleanFile, str]],
        here: CleanFile | None,
        removed: list[queries.Removed],
    ) -> None:
        self._mine, self._here = mine, here
        self._files = {row.artefact_id: row for row, _name in copies}
        self._kinds: dict[str, list[UUID]] = {}
        for item in removed:
            if item.artefact_id is not None:
                self._kinds.setdefault(item.kind, []).append(item.artefact_id)

    def of(self, line: checklist.Line) -> str:
        """The address, empty where there is no single place."""
        if line.at == "rules":
            return reverse("submissions:review_rights", args=[self._mine.pk])
        if line.at == "uncertain":
            return "#uncertain"
        if line.artefact_id is not None:
            return self._file(line.artefact_id)
        holding = self._kinds.get(line.kind, [])
        if not holding:
            return ""
        mine = self._here.artefact_id if self._here else None
        chosen = mine if mine in holding else holding[0]
        return f"{self._file(chosen)}#kind-{line.kind}"

    def _file(self, artefact_id: UUID) -> str:
        """Nothing for the file that is open: its anchors are on this page."""
        row = self._files.get(artefact_id)
        return "" if row is None or row == self._here else f"?file={row.pk}"


def _criteria(ruling: Ruling | None) -> list[dict[str, Any]]:
    return [
        {
            "name": item.value,
            "label": spelled(item).capitalize(),
            "question": question,
            "points": ruling.points.get(item.value) if ruling else None,
            "reason": ruling.point_reasons.get(item.value, "") if ruling else "",
        }
        for item, question in QUESTIONS.items()
    ]


def _rulings(mine: Review) -> list[dict[str, str]]:
    verdict = verdicts.latest(mine.submission)
    return [] if verdict is None else verdicts.explain(verdict)


def _others(mine: Review) -> list[dict[str, Any]]:
    """What the first two said, for who adjudicates; hidden from everybody else."""
    if not mine.adjudicates:
        return []
    return [
        {
            "decision": other.decision,
            "reason": REJECT_REASONS.get(other.reason, ""),
            "words": deciding.words_of(other)["words"],
        }
        for other in slots.standing(mine.submission, Gate(mine.gate))
    ]


@private
@require_POST
def decide(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Writes the decision; what is missing brings the page back as it was filled in."""
    mine = own_review(request, review_id)
    user, ruling = person(request), _ruling(request)
    token = _token(request)
    state = attempt(request, lambda: deciding.decide(mine.pk, user, token, ruling))
    if state is None:
        mine.refresh_from_db()
        if mine.closed_at or claims.open_of(user) is None:
            return redirect("submissions:queue")
        return render(request, "reviews/review.html", _context(request, mine, ruling), status=422)
    return redirect("submissions:queue")


def _token(request: HttpRequest) -> UUID:
    try:
        return UUID(request.POST.get("token", ""))
    except ValueError:
        return UUID(int=0)


def _ruling(request: HttpRequest) -> Ruling:
    data = request.POST
    said = data.get("decision", "")
    decision = Decision(said) if said in list(Decision) else Decision.ASK
    points = {
        item.value: int(data[f"points_{item.value}"])
        for item in QUESTIONS
        if re.fullmatch(r"[0-9]{1,3}", data.get(f"points_{item.value}", ""))
    }
    return Ruling(
        decision=decision,
        reason=data.get(f"reason_{decision.value}", ""),
        words=data.get(f"words_{decision.value}", ""),
        checklist={
            name.removeprefix("check_"): str(value)
            for name, value in data.items()
            if name.startswith("check_")
        },
        points=points,
        point_reasons={item.value: data.get(f"why_{item.value}", "") for item in QUESTIONS},
    )


@private
@require_POST
def renew(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Keeps the claim while the reviewer works; answers with its new end."""
    mine = own_review(request, review_id)
    try:
        until = claims.renew(mine.pk, person(request), _token(request))
    except Refused as error:
        return JsonResponse({"sentence": error.shown, "code": error.shown_code}, status=409)
    return JsonResponse({"until": until.isoformat()})


@private
@require_POST
def skip(request: HttpRequest, review_id: UUID) -> HttpResponse:
    mine = own_review(request, review_id)
    user, reason = person(request), request.POST.get("reason", "")
    token = _token(request)
    if succeeded(request, lambda: claims.skip(mine.pk, user, token, reason), "Skipped."):
        return redirect("submissions:queue")
    return redirect("submissions:review", review_id=review_id)


@private
@require_POST
def give_back(request: HttpRequest, review_id: UUID) -> HttpResponse:
    mine = own_review(request, review_id)
    user, token = person(request), _token(request)
    succeeded(request, lambda: claims.give_back(mine.pk, user, token), "Given back.")
    return redirect("submissions:queue")


@private
@require_GET
def asset(request: HttpRequest, review_id: UUID, clean_id: UUID, name: str) -> HttpResponse:
    """A picture of the preview, while the claim is open."""
    mine = own_review(request, review_id)
    get_object_or_404(claims.held(mine.pk, mine.reviewer, mine.lease_token))
    return picture(clean_file(mine.submission, clean_id), name)


@private
@require_GET
def page(request: HttpRequest, review_id: UUID, clean_id: UUID, number: int) -> HttpResponse:
    """A page's text layer and marks, while the claim is open."""
    mine = own_review(request, review_id)
    get_object_or_404(claims.held(mine.pk, mine.reviewer, mine.lease_token))
    return overlay(request, clean_file(mine.submission, clean_id), number)


@private
@require_POST
def missed(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """A reviewer takes out more: the sample is scrubbed again and comes back to the queue."""
    mine = own_review(request, review_id)
    get_object_or_404(claims.held(mine.pk, mine.reviewer, _token(request)))
    user = person(request)
    clean_id = uuid_of(request.POST.get("copy", ""))
    clean = clean_file(mine.submission, clean_id) if clean_id else None
    done = "Noted. It goes when you scrub again."
    succeeded(request, lambda: take_out(mine.submission_id, user, request.POST, clean), done)
    return _to_file(mine, request.POST.get("copy", ""))


def _to_file(mine: Review, copy: str) -> HttpResponse:
    address = reverse("submissions:review", args=[mine.pk])
    return redirect(f"{address}?file={copy}" if uuid_of(copy) else address)


@private
@require_POST
def not_private(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """A reviewer lets something back in: the contractor confirms it, somebody else clears it."""
    mine = own_review(request, review_id)
    get_object_or_404(claims.held(mine.pk, mine.reviewer, _token(request)))
    user, reason = person(request), request.POST.get("reason", "")
    sent = request.POST.getlist("finding")
    chosen = [int(value) for value in sent if re.fullmatch(r"[0-9]{1,18}", value)]
    everywhere = "everywhere" in request.POST
    done = "Noted. It comes back when you scrub again; the contractor confirms it."
    succeeded(
        request,
        lambda: edits.keep(mine.submission_id, chosen, user, reason, everywhere=everywhere),
        done,
    )
    return _to_file(mine, request.POST.get("copy", ""))


@private
@require_POST
def undo(request: HttpRequest, review_id: UUID, edit_id: UUID) -> HttpResponse:
    """Takes back one of the reviewer's own changes of this look."""
    mine = own_review(request, review_id)
    get_object_or_404(claims.held(mine.pk, mine.reviewer, _token(request)))
    user = person(request)
    get_object_or_404(mine.submission.edits, pk=edit_id, author=user)
    succeeded(request, lambda: edits.undo(edit_id, user), "Undone.")
    return _to_file(mine, request.POST.get("copy", ""))


@private
@require_POST
def rescrub(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """Scrubs the originals again with what the reviewer took out; it comes back to the queue."""
    mine = own_review(request, review_id)
    get_object_or_404(claims.held(mine.pk, mine.reviewer, _token(request)))
    user = person(request)
    done = "The sample is scrubbed again with your changes."
    kept = mine.submission.edits.filter(
        author=user, action="keep", undone_at=None, created_at__gt=mine.run.started_at
    )
    back_in = kept.exists()
    if succeeded(request, lambda: edits.apply(mine.submission_id, user, ask_again=back_in), done):
        return redirect("submissions:queue")
    return redirect("submissions:review", review_id=review_id)


@private
@require_POST
def keep(request: HttpRequest, review_id: UUID, edit_id: UUID) -> HttpResponse:
    """Answers a contractor's "not private" on a hard kind, while the claim is open."""
    mine = own_review(request, review_id)
    get_object_or_404(claims.held(mine.pk, mine.reviewer, _token(request)))
    get_object_or_404(mine.submission.edits, pk=edit_id)
    user, granted = person(request), request.POST.get("granted") == "yes"
    done = "Granted: it is scrubbed again." if granted else "Refused: it stays out."
    succeeded(request, lambda: keeping.answer(edit_id, user, granted=granted), done)
    if granted:
        return redirect("submissions:queue")
    return redirect("submissions:review", review_id=review_id)


@private
@require_http_methods(["GET", "POST"])
def appeal(request: HttpRequest, appeal_id: UUID) -> HttpResponse:
    """An appeal for another reviewer than the first: a new look, or it stands."""
    made = get_object_or_404(
        Appeal.objects.select_related("submission__programme", "review"), pk=appeal_id
    )
    appeals.check_may_decide_appeal(person(request), made)
    if made.submission.state in OVER:
        raise WithdrawnError
    if request.method == "POST" and _appeal_decided(request, made):
        return redirect("submissions:queue")
    against = appeals.rejecting(made.submission) if made.review_id else []
    found = None if made.review_id else sides.now(made.submission)
    context = {
        "appeal": made,
        "submission": made.submission,
        "thread": thread.read(made.submission, for_owner=False),
        "against": [
            {
                "reason": REJECT_REASONS.get(one.reason, ""),
                "words": deciding.words_of(one)["words"],
            }
            for one in against
        ],
        "sides": found,
        "offered": [] if found is None else records.offered(made.submission),
        "reason": request.POST.get("reason", ""),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "reviews/appeal.html", context, status=status)


def _appeal_decided(request: HttpRequest, made: Appeal) -> bool:
    user, granted = person(request), request.POST.get("granted") == "yes"
    done = "The sample is looked at again." if granted else "The rejection stands."
    return succeeded(
        request,
        lambda: appeals.decide_appeal(
            made.pk,
            user,
            granted=granted,
            reason=request.POST.get("reason", ""),
            inputs_sha256=request.POST.get("inputs", "")[:64],
        ),
        done,
    )
