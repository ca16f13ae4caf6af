"""Asking an owner: the contractor's pages, and the second person who confirms the domain."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.programmes.roles import Role
from submissions.domain import queries
from submissions.domain.asking import (
    addresses,
    answering,
    confirming,
    questions,
    sending,
    stuck,
    wording,
)
from submissions.domain.asking.errors import MailNotSentError, TooManyMailsError
from submissions.domain.consent import engagements
from submissions.forms.asking import AskForm
from submissions.models import OPEN_ASKINGS, Asking, AskingState, Submission
from submissions.views.access import attempt, own, person, private, succeeded
from submissions.views.holds import desk, roles_here

STATES = {
    AskingState.DRAFTED: ("Not sent yet", "attention"),
    AskingState.APPROVED: ("Waits for a second person", "working"),
    AskingState.SENT: ("Asked", "working"),
    AskingState.ANSWERED: ("Answered", "good"),
    AskingState.EXPIRED: ("No answer", "attention"),
    AskingState.STOPPED: ("Stopped", "neutral"),
}
ANSWERS = {
    "grant": "They allow it.",
    "deny": "They refuse it.",
    "not_ours": "They say that the work is not theirs.",
    "never": "They refuse it and do not want to be contacted again.",
}


@private
@require_http_methods(["GET", "POST"])
def ask_owner(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """Who is to be asked; what was asked before."""
    sample = own(request, submission_id)
    if sample.engagement is None:
        return redirect("submissions:rights", submission_id=submission_id)
    form = AskForm(request.POST or None, is_confirmed=questions.is_confirmed(sample))
    if request.method == "POST" and form.is_valid():
        said, user = form.cleaned_data, person(request)
        shows = bool(said.get("shows_copy"))
        made = attempt(
            request,
            lambda: questions.draft(
                sample,
                user,
                said["address"],
                said["signed"],
                shows_copy=shows,
                locale=said["locale"] or "en",
            ),
        )
        if made is not None:
            return redirect("submissions:asking", submission_id=sample.pk, asking_id=made.pk)
    earlier = list(sample.engagement.askings.all())
    context = {
        "submission": sample,
        "title": queries.title(sample),
        "form": form,
        "organisation": _organisation(sample),
        "domains": addresses.declared_domains(sample.engagement),
        "earlier": [_line(one) for one in earlier],
        "is_open": any(one.state in OPEN_ASKINGS for one in earlier),
    }
    return render(request, "askings/ask.html", context)


def _organisation(sample: Submission) -> str:
    if sample.engagement is None:
        return ""
    return str(engagements.current(sample.engagement).get("organisation") or "")


def _line(asking: Asking) -> dict[str, object]:
    label, tone = STATES[AskingState(asking.state)]
    return {
        "row": asking,
        "label": label,
        "tone": tone,
        "answer": ANSWERS.get(asking.answer, ""),
        "address": questions.address_of(asking),
        "number": wording.number_of(asking.pk),
    }


def _own_asking(request: HttpRequest, submission_id: UUID, asking_id: UUID) -> Asking:
    sample = own(request, submission_id)
    return get_object_or_404(
        Asking.objects.select_related("engagement__programme", "submission", "grant"),
        pk=asking_id,
        engagement=sample.engagement_id,
        contractor=person(request),
    )


@private
@require_GET
def asking(request: HttpRequest, submission_id: UUID, asking_id: UUID) -> HttpResponse:
    """The exact message, and what became of it."""
    found = _own_asking(request, submission_id, asking_id)
    told = answering.told(found)
    context = {
        "submission": own(request, submission_id),
        "asking": found,
        "line": _line(found),
        "message": questions.message_of(found),
        "days": questions.days_open(found),
        "reminders": sending.REMINDERS,
        "checked": confirming.check_of(found),
        "asked_back": questions.asked_back(found),
        "reply": questions.reply_of(found),
        "words": told.conditions if told else "",
    }
    return render(request, "askings/asking.html", context)


@private
@require_POST
def approve_asking(request: HttpRequest, submission_id: UUID, asking_id: UUID) -> HttpResponse:
    """Approves exactly the message that the page showed; it leaves once the domain is known."""
    found, user = _own_asking(request, submission_id, asking_id), person(request)
    shown = request.POST.get("message", "")[:64]
    if succeeded(request, lambda: questions.approve(found.pk, user, shown)):
        found.refresh_from_db()
        _send(request, found)
    return redirect("submissions:asking", submission_id=submission_id, asking_id=asking_id)


def _send(request: HttpRequest, found: Asking) -> None:
    """Now where it may leave; a mail server that is away is tried again by itself."""
    try:
        sent = sending.send(found)
    except (MailNotSentError, TooManyMailsError) as error:
        messages.warning(request, f"{error.shown} (code {error.shown_code})")
        return
    if sent:
        messages.success(request, "The mail is on its way.")
    elif confirming.is_confirmed(found):
        messages.success(request, "Approved. It leaves as soon as the mail server takes it.")
    else:
        messages.success(request, "Approved. A second person confirms the domain first.")


@private
@require_POST
def stop_asking(request: HttpRequest, submission_id: UUID, asking_id: UUID) -> HttpResponse:
    found, user = _own_asking(request, submission_id, asking_id), person(request)
    succeeded(request, lambda: questions.stop(found.pk, user), "Stopped. The link is dead.")
    return redirect("submissions:ask_owner", submission_id=submission_id)


@private
@require_POST
def reply_asking(request: HttpRequest, submission_id: UUID, asking_id: UUID) -> HttpResponse:
    """Answers the owner's question; they get a mail with a link to it."""
    found, user = _own_asking(request, submission_id, asking_id), person(request)
    words = request.POST.get("words", "")

    if succeeded(request, lambda: questions.reply(found.pk, user, words)):
        found.refresh_from_db()
        _send_reply(request, found)
    return redirect("submissions:asking", submission_id=submission_id, asking_id=asking_id)


def _send_reply(request: HttpRequest, found: Asking) -> None:
    try:
        sending.send_reply(found)
    except (MailNotSentError, TooManyMailsError) as error:
        kept = "Your answer is kept, and the mail is tried again by itself."
        messages.warning(request, f"{error.shown} (code {error.shown_code}) {kept}")
    else:
        messages.success(request, "Your answer is on its way.")


@private
@require_GET
def waiting_addresses(request: HttpRequest) -> HttpResponse:
    """Domains that a second person has to confirm before the first mail."""
    user = person(request)
    if not roles_here(user) & {Role.CLEARANCE_REVIEWER, Role.PROGRAMME_ADMIN}:
        raise Http404
    context = {"waiting": confirming.waiting(user), "stuck": stuck.waiting(user), **desk(user)}
    return render(request, "askings/addresses.html", context)


@private
@require_POST
def try_asking_again(request: HttpRequest, asking_id: UUID) -> HttpResponse:
    """An admin looked at why mails do not leave; the next beat sends."""
    found = get_object_or_404(
        Asking.objects.select_related("engagement__programme", "submission"), pk=asking_id
    )
    user = person(request)
    confirming.check_may_confirm(user, found)
    succeeded(request, lambda: stuck.try_again(found, user), "It is tried again within minutes.")
    return redirect("submissions:addresses")


@private
@require_POST
def decide_address(request: HttpRequest, asking_id: UUID) -> HttpResponse:
    """Says whether the domain is the organisation's; on a yes the mail leaves."""
    found = get_object_or_404(
        Asking.objects.select_related(
            "engagement__programme", "engagement__contractor", "submission"
        ),
        pk=asking_id,
    )
    user, confirmed = person(request), request.POST.get("confirmed") == "yes"
    confirming.check_may_confirm(user, found)
    done = "" if confirmed else "Refused: nothing is sent there."
    decided = succeeded(request, lambda: confirming.decide(found, user, confirmed=confirmed), done)
    if decided and confirmed:
        _send(request, found)
    return redirect("submissions:addresses")
