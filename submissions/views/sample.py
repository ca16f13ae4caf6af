"""One submission for its contractor: where it is, why, and what comes next."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.programmes import versions
from portal.programmes.kinds import SettingKind
from submissions.domain import confirming, drafts, files, holds, queries, withdrawal
from submissions.domain.consent import lifting, verdicts
from submissions.domain.consent.rules import SENTENCES
from submissions.domain.errors import Refused
from submissions.domain.review import appeals, deciding, thread
from submissions.domain.review.policy import REJECT_REASONS
from submissions.models import Submission
from submissions.states import FILES_CHANGEABLE, WORKING, State
from submissions.views import consents
from submissions.views.access import own, person, private, succeeded
from submissions.views.wizard import first_open_step
from submissions.views.wording import EVENTS, standing


@dataclass(frozen=True, slots=True)
class Event:
    """One line of the timeline, as the timeline component takes it."""

    what: str
    why: str
    at: datetime | None
    tone: str


@private
@require_GET
def submission(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    sample = own(request, submission_id, even_withdrawn=True)
    state = State(sample.state)
    if state is State.DRAFT:
        step = first_open_step(drafts.problems(sample))
        return redirect(f"submissions:{step}", submission_id=submission_id)
    if state in (State.WITHDRAWN, State.PURGED):
        context = {
            "submission": sample,
            "standing": standing(sample),
            "timeline": _timeline(sample),
            **consents.of(sample),
        }
        return render(request, "submissions/purged.html", context)
    return render(request, "submissions/submission.html", _context(sample))


@private
@require_GET
def status(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """The part of the page that changes while workers are busy; stops asking when they end."""
    sample = own(request, submission_id)
    response = render(request, "submissions/_status.html", _status(sample))
    if State(sample.state) not in WORKING:
        # The rest of the page has changed too: load it anew, once.
        response["HX-Refresh"] = "true"
    return response


def _status(sample: Submission) -> dict[str, object]:
    return {
        "submission": sample,
        "standing": standing(sample),
        "is_working": State(sample.state) in WORKING and not sample.needs_operator,
        "files": files.rows(sample, for_owner=True),
        "may_change_files": State(sample.state) in FILES_CHANGEABLE,
    }


def _context(sample: Submission) -> dict[str, object]:
    state = State(sample.state)
    clean = queries.clean_files(sample.current_run)
    removed = queries.removed(sample.current_run)
    names: dict[UUID | None, str] = {row.id: row.name for row in files.rows(sample, for_owner=True)}
    retention = versions.current(sample.programme_id, SettingKind.RETENTION)
    return {
        **_status(sample),
        **consents.of(sample),
        "title": queries.title(sample),
        "state": state.value,
        "copies": [
            {
                "id": row.pk,
                "name": name,
                "size": row.size,
                "removed": sum(
                    item.places for item in removed if item.artefact_id == row.artefact_id
                ),
            }
            for row, name in clean
        ],
        "removed": [
            {"file": names.get(item.artefact_id, "What you typed"), "item": item}
            for item in removed
        ],
        "timeline": _timeline(sample),
        "thread": thread.read(sample, for_owner=True),
        "rulings": _rulings(sample),
        "rejection": _rejection(sample),
        "may_appeal": _may_appeal(sample),
        "originals_days": retention["originals_days"],
        "waiting_edits": confirming.waiting(sample) if state is State.CONFIRMING else 0,
    }


def _timeline(sample: Submission) -> list[Event]:
    return [
        Event(
            EVENTS[found.event][0], SENTENCES.get(found.code, ""), found.at, EVENTS[found.event][1]
        )
        for found in queries.history(sample, EVENTS)
    ]


def _rulings(sample: Submission) -> list[dict[str, str]]:
    verdict = verdicts.latest(sample)
    return [] if verdict is None else verdicts.explain(verdict)


def _rejection(sample: Submission) -> dict[str, str] | None:
    """The reviewer's reason and words; who it was is not said."""
    if sample.state != State.REJECTED:
        return None
    found = appeals.rejecting(sample)
    if not found:
        no = lifting.last_no(sample)
        why = lifting.reason_of(no) if no else ""
        return {"reason": SENTENCES.get(sample.held_code, ""), "words": why}
    words = deciding.words_of(found[-1])
    return {"reason": REJECT_REASONS.get(found[-1].reason, ""), "words": str(words["words"])}


def _may_appeal(sample: Submission) -> bool:
    try:
        appeals.check_may_appeal(sample)
    except Refused:
        return False
    return True


@private
@require_POST
def confirm(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Confirms exactly the copies that the page showed."""
    own(request, submission_id)
    user, shown = person(request), request.POST.get("bundle", "")
    done = "Confirmed. The rules about rights are asked next."
    succeeded(request, lambda: confirming.confirm(submission_id, user, shown), done)
    return redirect("submissions:submission", submission_id=submission_id)


@private
@require_POST
def recheck(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    own(request, submission_id)
    user = person(request)
    done = "The rules are asked again with what you changed."
    succeeded(request, lambda: holds.recheck(submission_id, user), done)
    return redirect("submissions:submission", submission_id=submission_id)


@private
@require_POST
def answer(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    own(request, submission_id)
    user, words = person(request), request.POST.get("words", "")
    done = "Your answer was sent; reviewers see it scrubbed."
    succeeded(request, lambda: thread.answer(submission_id, user, words), done)
    return redirect("submissions:submission", submission_id=submission_id)


@private
@require_POST
def appeal(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    own(request, submission_id)
    user, words = person(request), request.POST.get("words", "")
    done = "You appealed. Somebody else looks at it."
    succeeded(request, lambda: appeals.appeal(submission_id, user, words), done)
    return redirect("submissions:submission", submission_id=submission_id)


@private
@require_http_methods(["GET", "POST"])
def withdraw(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """GET says what withdrawing means; POST does it."""
    sample = own(request, submission_id, even_withdrawn=True)
    if request.method == "POST":
        user = person(request)
        done = "Withdrawn. Nobody can use it any more."
        if succeeded(request, lambda: withdrawal.withdraw(submission_id, user), done):
            return redirect("submissions:submission", submission_id=submission_id)
    hours = versions.current(sample.programme_id, SettingKind.RETENTION)["withdrawal_hours"]
    context = {"submission": sample, "title": queries.title(sample), "hours": hours}
    return render(request, "submissions/withdraw.html", context)
