"""What every page of a submission has in common: who is asking, what they may see, no caching."""

from collections.abc import Callable
from functools import wraps
from typing import Concatenate, ParamSpec, TypeVar
from uuid import UUID

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, render
from django.views.decorators.cache import never_cache

from portal.accounts.models import User
from portal.programmes import permissions
from portal.vault.errors import KeyDestroyed
from submissions.domain.errors import NotReadyError, Refused
from submissions.models import Gate, Review, Submission
from submissions.states import State

P = ParamSpec("P")
T = TypeVar("T")
View = Callable[Concatenate[HttpRequest, P], HttpResponseBase]


def private(view: View[P]) -> View[P]:
    """Signed in, never cached; what was deleted or taken back answers 410 with a sentence."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponseBase:
        try:
            return view(request, *args, **kwargs)
        except (KeyDestroyed, WithdrawnError) as error:
            context = {"sentence": error.sentence, "code": error.code}
            return render(request, "submissions/gone.html", context, status=410)

    kept: View[P] = never_cache(answer)
    return login_required(kept)


def person(request: HttpRequest) -> User:
    """The signed-in account."""
    if not isinstance(request.user, User):
        raise Http404
    return request.user


class WithdrawnError(Exception):
    """The sample was taken back: nobody is shown anything of it, its contractor included."""

    code = "withdrawn"
    sentence = (
        "This sample was withdrawn, so nothing of it is shown any more. Its page still says what "
        "happened, and keeps your receipts."
    )


def own(request: HttpRequest, submission_id: UUID, *, even_withdrawn: bool = False) -> Submission:
    """The submission for its contractor; to strangers it does not exist.

    Raises ``WithdrawnError`` for one that was taken back, but to what may be asked all the same.
    """
    submission = get_object_or_404(
        Submission.objects.select_related("programme", "engagement", "current_run", "form_version"),
        pk=submission_id,
    )
    permissions.check_may_own(request.user, submission)
    if submission.state == State.WITHDRAWN and not even_withdrawn:
        raise WithdrawnError
    return submission


def own_review(request: HttpRequest, review_id: UUID) -> Review:
    """The reviewer's own review while they may review; to everybody else it does not exist.

    A claim outlives the role: whoever lost it must not go on reading.
    """
    mine = get_object_or_404(
        Review.objects.select_related("submission__programme", "submission__current_run", "run"),
        pk=review_id,
        reviewer=person(request),
    )
    if mine.gate == Gate.CLEARANCE.value:
        permissions.check_may_clear(request.user, mine.submission)
    else:
        permissions.check_may_grade(request.user, mine.submission)
    return mine


def attempt(request: HttpRequest, act: Callable[[], T]) -> T | None:
    """Do it; where the domain refuses, say its sentence and code on the next page."""
    try:
        return act()
    except NotReadyError as error:
        for problem in error.problems:
            messages.error(request, f"{problem.sentence} (code {problem.code})")
    except Refused as error:
        messages.error(request, f"{error.shown} (code {error.shown_code})")
    return None


def succeeded(request: HttpRequest, act: Callable[[], object], done: str = "") -> bool:
    """The same for acts without a result: whether it was done, with a sentence when it was."""

    def perform() -> bool:
        act()
        return True

    if not attempt(request, perform):
        return False
    if done:
        messages.success(request, done)
    return True
