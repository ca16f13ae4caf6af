"""The review queue: what a reviewer should take next."""

import re
from dataclasses import dataclass
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_POST

from portal.accounts.models import User
from portal.programmes import permissions, versions
from portal.programmes.kinds import SettingKind
from portal.programmes.models import Programme
from portal.programmes.roles import REVIEWERS
from portal.programmes.standing import standings
from submissions.domain.review import appeals, claims, queue as waiting, saved, second_looks
from submissions.domain.review.queue import After, Filters, Page
from submissions.models import Gate, Review, Submission
from submissions.views.access import attempt, person, private

NO_FILTERS = Filters()


@dataclass(frozen=True, slots=True)
class Tab:
    """One queue: a programme's gate."""

    programme: Programme
    gate: Gate
    url: str
    is_here: bool


@private
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    user = person(request)
    programmes = _programmes(user)
    if not programmes:
        permissions.check_may_take_from_queue(user, next(iter(standings(user)), user.pk))
    here = _here(request, user, programmes)
    if here is None:
        return render(request, "reviews/queue.html", {"tabs": [], "programme": None})
    programme, gate = here
    filters = _filters(request.GET)
    page = waiting.page(user, programme.pk, gate, filters, _after(request, programme))
    context = {
        "tabs": _tabs(user, programmes, here),
        "programme": programme,
        "gate": gate,
        "filters": filters,
        "domains": versions.current(programme.pk, SettingKind.TASK_FORM)["domains"],
        "page": page,
        "next_url": _next(request, page),
        "open": claims.open_of(user),
        "appeals": _appeals(user, programme, gate),
        "second_looks": _second_looks(user, programme, gate),
        "saved": _saved(user, programme, gate, filters),
        "may_save_filter": filters != NO_FILTERS,
    }
    return render(request, "reviews/queue.html", context)


@private
@require_POST
def claim(request: HttpRequest) -> HttpResponse:
    """Takes the sample that was chosen, or the next one."""
    user = person(request)
    programme = get_object_or_404(Programme, slug=request.POST.get("programme", ""))
    permissions.check_may_take_from_queue(user, programme.pk)
    gate = Gate.QUALITY if request.POST.get("gate") == Gate.QUALITY.value else Gate.CLEARANCE
    wanted = request.POST.get("submission", "")
    if wanted:
        sample = get_object_or_404(Submission, pk=_uuid(wanted), programme=programme)
        review = attempt(request, lambda: claims.claim(user, sample.pk, gate))
    else:
        review = attempt(request, lambda: claims.claim_next(user, programme.pk, gate))
        if review is None:
            messages.info(request, "Nothing waits for you here now.")
    if review is None:
        return redirect(_url(programme, gate))
    return redirect("submissions:review", review_id=review.pk)


@private
@require_POST
def save_filter(request: HttpRequest) -> HttpResponse:
    """Keeps what the queue is filtered by, under a name, and shows it."""
    user = person(request)
    programme = get_object_or_404(Programme, slug=request.POST.get("programme", ""))
    permissions.check_may_take_from_queue(user, programme.pk)
    gate = Gate.QUALITY if request.POST.get("gate") == Gate.QUALITY.value else Gate.CLEARANCE
    filters, name = _filters(request.POST), request.POST.get("name", "")
    attempt(request, lambda: saved.save(user, programme.pk, gate, name, filters))
    return redirect(_url(programme, gate, filters))


@private
@require_POST
def drop_filter(request: HttpRequest, filter_id: UUID) -> HttpResponse:
    """Forgets one's own filters; a repeat changes nothing."""
    saved.drop(person(request), filter_id)
    return redirect("submissions:queue")


def _saved(user: User, programme: Programme, gate: Gate, here: Filters) -> list[dict[str, object]]:
    kept = [
        (row, Filters(row.domain, row.older_than, row.overdue))
        for row in saved.of(user, programme.pk, gate)
    ]
    return [
        {
            "id": row.pk,
            "name": row.name,
            "url": _url(programme, gate, filters),
            "is_here": filters == here,
        }
        for row, filters in kept
    ]


def _second_looks(user: User, programme: Programme, gate: Gate) -> list[Review]:
    if gate is not Gate.CLEARANCE:
        return []
    return list(second_looks.waiting(user, programme.pk)[:50])


def _programmes(user: User) -> list[Programme]:
    own = [pid for pid, here in standings(user).items() if here.roles & REVIEWERS]
    return list(Programme.objects.filter(pk__in=own).order_by("name"))


def _here(
    request: HttpRequest, user: User, programmes: list[Programme]
) -> tuple[Programme, Gate] | None:
    queues = [(p, gate) for p in programmes for gate in waiting.gates_of(user, p.pk)]
    asked = (request.GET.get("programme"), request.GET.get("gate"))
    for programme, gate in queues:
        if asked == (programme.slug, gate.value):
            return programme, gate
    return queues[0] if queues else None


def _tabs(user: User, programmes: list[Programme], here: tuple[Programme, Gate]) -> list[Tab]:
    return [
        Tab(programme, gate, _url(programme, gate), (programme, gate) == here)
        for programme in programmes
        for gate in waiting.gates_of(user, programme.pk)
    ]


def _url(programme: Programme, gate: Gate, filters: Filters = NO_FILTERS) -> str:
    asked = {
        "programme": programme.slug,
        "gate": gate.value,
        **({"domain": filters.domain} if filters.domain else {}),
        **({"older_than": str(filters.older_than)} if filters.older_than else {}),
        **({"overdue": "1"} if filters.overdue else {}),
    }
    return f"/review/?{urlencode(asked)}"


def _filters(asked: QueryDict) -> Filters:
    days = asked.get("older_than", "")
    return Filters(
        domain=asked.get("domain", "")[:30],
        older_than=int(days) if re.fullmatch(r"\d{1,3}", days) else 0,
        overdue=asked.get("overdue") == "1",
    )


def _after(request: HttpRequest, programme: Programme) -> After | None:
    """The place to go on from, by the last row's id: its time would say who handed it in."""
    found = _uuid(request.GET.get("after", ""))
    row = Submission.objects.filter(pk=found, programme=programme).first() if found else None
    return After(row.created_at, row.pk) if row else None


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None


def _next(request: HttpRequest, page: Page) -> str:
    if page.after is None:
        return ""
    kept = {k: v for k, v in request.GET.items() if k != "after"}
    return f"?{urlencode({**kept, 'after': str(page.after.id)})}"


def _appeals(user: User, programme: Programme, gate: Gate) -> list[object]:
    if gate is not Gate.CLEARANCE:
        return []
    return list(appeals.waiting(user, programme.pk)[:50])
