"""The contractor's home: what they owe, and what is happening to what they gave."""

from dataclasses import dataclass
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from portal.accounts.models import User
from portal.programmes import permissions, versions
from portal.programmes.kinds import SettingKind
from portal.programmes.models import Programme
from portal.programmes.roles import Role
from portal.programmes.standing import standings
from submissions.domain import drafts, queries
from submissions.models import Submission
from submissions.views.access import person, private
from submissions.views.wording import YOU, Standing, standing


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the list."""

    submission: Submission
    title: str
    files: int
    standing: Standing

    @property
    def yours(self) -> bool:
        return self.standing.who == YOU


@dataclass(frozen=True, slots=True)
class Earned:
    """What accepted samples of one programme come to."""

    programme: str
    samples: int
    amount: str


@private
@require_GET
def home(request: HttpRequest) -> HttpResponse:
    user = person(request)
    programmes = _programmes(user)
    rows = [
        Row(found.submission, found.title, found.files, standing(found.submission))
        for found in queries.mine(user)
    ]
    if not programmes and not rows:
        permissions.check_may_contribute(user, _nowhere(user))
    context = {
        "owed": [row for row in rows if row.yours],
        "others": [row for row in rows if not row.yours],
        "rows": rows,
        "programmes": programmes,
        "earned": _earned(user, programmes),
    }
    return render(request, "submissions/home.html", context)


@private
@require_http_methods(["GET", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Begins a draft. With one programme there is nothing to choose."""
    user = person(request)
    programmes = _programmes(user)
    if request.method == "GET" and len(programmes) != 1:
        return render(request, "submissions/new.html", {"programmes": programmes})
    slug = request.POST.get("programme", programmes[0].slug if len(programmes) == 1 else "")
    programme = get_object_or_404(Programme, slug=slug)
    permissions.check_may_contribute(user, programme.pk)
    if request.method == "GET":
        return render(request, "submissions/new.html", {"programmes": programmes})
    submission = drafts.create(user, programme)
    return redirect("submissions:task", submission_id=submission.pk)


def _programmes(user: User) -> list[Programme]:
    own = [pid for pid, here in standings(user).items() if Role.CONTRACTOR in here.roles]
    return list(Programme.objects.filter(pk__in=own).order_by("name"))


def _nowhere(user: User) -> UUID:
    return next(iter(standings(user)), user.pk)


def _earned(user: User, programmes: list[Programme]) -> list[Earned]:
    counts = queries.accepted(user)
    earned = []
    for programme in programmes:
        if number := counts.get(programme.pk):
            rate = versions.current(programme.pk, SettingKind.RATE)
            cents = int(rate["per_accepted_sample_cents"]) * number
            amount = f"{rate['currency']} {cents / 100:,.2f}" if cents else ""
            earned.append(Earned(programme.name, number, amount))
    return earned
