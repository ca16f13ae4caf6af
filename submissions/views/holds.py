"""Holds that wait for a person of the programme: the list, and one decision."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods

from portal.accounts.models import User
from portal.programmes.roles import Role
from portal.programmes.standing import standings
from submissions.domain.consent import doubles, lifting, sides
from submissions.domain.consent.lifting import Word
from submissions.domain.consent.rules import SENTENCES, Party
from submissions.domain.review import claims
from submissions.models import Gate, Submission
from submissions.states import State
from submissions.views.access import own_review, person, private, succeeded

SHOWN = 100


@private
@require_GET
def holds(request: HttpRequest) -> HttpResponse:
    """What a rule holds until this person decides, longest first."""
    user = person(request)
    if not roles_here(user) & {Role.CLEARANCE_REVIEWER, Role.PROGRAMME_ADMIN}:
        raise Http404
    rows = [
        {"submission": row, "sentence": SENTENCES.get(row.held_code, "")}
        for row in lifting.waiting(user)[:SHOWN]
    ]
    return render(request, "holds/list.html", {"rows": rows, **desk(user)})


def roles_here(user: User) -> set[Role]:
    """Every role the person has anywhere."""
    return {role for here in standings(user).values() for role in here.roles}


def desk(user: User) -> dict[str, bool]:
    """Which pages of the rights desk are this person's."""
    roles = roles_here(user)
    return {"is_clearer": Role.CLEARANCE_REVIEWER in roles}


@private
@require_http_methods(["GET", "POST"])
def hold(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """The rule, the facts and the findings; a person lifts the hold or rejects the sample."""
    sample = get_object_or_404(Submission.objects.select_related("programme"), pk=submission_id)
    lifting.check_may_decide(person(request), sample)
    if sample.state != State.HELD:
        raise Http404
    if request.method == "POST" and _decided(request, sample):
        return redirect("submissions:holds")
    party, found = Party(sample.held_party), sides.now(sample)
    mine = sides.for_party(found, party)
    context = {
        "submission": sample,
        "sides": found,
        "mine": mine,
        "sees_files": party is Party.REVIEWER,
        "doubles": doubles.of(sample, person(request)) if party is Party.REVIEWER else [],
        "reason": request.POST.get("reason", ""),
    }
    status = 422 if request.method == "POST" else 200
    return render(request, "holds/hold.html", context, status=status)


def _decided(request: HttpRequest, sample: Submission) -> bool:
    user, word = person(request), word_of(request)
    done = "Lifted: the rules are asked again." if word.lift else "The sample is rejected."
    return succeeded(request, lambda: lifting.decide_hold(sample.pk, user, word), done)


@private
@require_GET
def review_rights(request: HttpRequest, review_id: UUID) -> HttpResponse:
    """What the rules saw, for a clearance reviewer who has claimed the sample."""
    mine = own_review(request, review_id)
    if mine.gate != Gate.CLEARANCE or claims.open_of(person(request)) != mine:
        raise Http404
    context = {"review": mine, "submission": mine.submission, "sides": sides.of(mine.submission)}
    return render(request, "reviews/rights.html", context)


def word_of(request: HttpRequest) -> Word:
    """The person's decision as the form sends it."""
    said = request.POST
    return Word(
        lift=said.get("lift") == "yes",
        reason=said.get("reason", ""),
        inputs_sha256=said.get("inputs", "")[:64],
    )
