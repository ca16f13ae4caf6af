"""The page behind an owner's link, for somebody without an account.

The link itself is the authority: there is no cookie, no session, and so nothing that another
site could misuse. GET only shows, because mail scanners open links.
"""

from collections.abc import Callable
from functools import wraps
from typing import Any, Concatenate, ParamSpec
from uuid import UUID

from allauth.core.internal import ratelimit
from django import forms
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import translation
from django.utils.translation import gettext_lazy as _
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods

from portal.vault.errors import KeyDestroyed
from submissions.domain.asking import (
    answering,
    answers_sent,
    links,
    previewing,
    questions,
    receipt,
    revoking,
)
from submissions.domain.asking.errors import IncompleteError
from submissions.domain.asking.links import Standing
from submissions.domain.asking.wording import LOCALES
from submissions.domain.errors import Refused
from submissions.forms.asking import OwnerGrantForm, OwnerWordsForm
from submissions.models import Answer, Asking

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, P], HttpResponse]
CHOICES = {
    Answer.GRANT: (_("Allow it"), _("for purposes, a time and with conditions that you choose")),
    Answer.MORE: (
        _("Ask something first"),
        _("the person who asks answers you; nothing is decided"),
    ),
    Answer.NOT_OURS: (_("It is not ours"), _("the work does not belong to us")),
    Answer.DENY: (_("Refuse it"), _("our work is not to be used")),
    Answer.NEVER: (_("Never contact us again"), _("refuse it, and no more mail about anything")),
}
SEES_COPY = (Standing.DECIDE, Standing.GRANTED)
TOO_MANY = _("Too many attempts. Wait an hour, then try again.")


def public(view: View[P]) -> View[P]:
    """Never cached, never indexed, and its address is told to nobody."""

    @wraps(view)
    def answer(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except KeyDestroyed:
            response = _nothing(request)
        response["Referrer-Policy"] = "no-referrer"
        response["X-Robots-Tag"] = "noindex, nofollow, noarchive"
        return response

    # Who holds the link may answer and who does not cannot: no cookie is asked, so none can
    # be misused; and a page without a referrer sends no origin that Django could compare.
    return never_cache(csrf_exempt(answer))


def _nothing(request: HttpRequest, status: int = 404) -> HttpResponse:
    """The same page for a link that never was, one that is over, and one guessed too often."""
    return render(request, "askings/nothing.html", status=status)


def _unknown(request: HttpRequest) -> HttpResponse:
    return _nothing(request, status=404 if _within(request, "unknown_link") else 429)


def _within(request: HttpRequest, limit: str, key: str | None = None) -> bool:
    """Counts this request against one of ``ACCOUNT_RATE_LIMITS``; False where it is too many."""
    usage = ratelimit.consume(request, app="allauth.account", action=limit, key=key, limit_get=True)
    return usage is not None


@public
@require_http_methods(["GET", "HEAD", "POST"])
def answer(request: HttpRequest, token: str) -> HttpResponse:
    """Shows the request; a POST decides it, or takes a permission back."""
    found = links.find(token)
    if found is None:
        return _unknown(request)
    asking, standing = found
    act = _post if request.method == "POST" else _page
    with translation.override(_spoken(request, asking)):
        return act(request, asking, standing)


def _spoken(request: HttpRequest, asking: Asking) -> str:
    """The language chosen on the page, else that of the mail."""
    asked = request.GET.get("lang", "")
    return asked if asked in LOCALES else questions.question_of(asking).locale


def _page(
    request: HttpRequest,
    asking: Asking,
    standing: Standing,
    form: forms.Form | None = None,
    problem: str = "",
) -> HttpResponse:
    chosen = _chosen(request.POST.get("answer") or request.GET.get("answer", ""))
    deciding = standing is Standing.DECIDE
    context = {
        "asking": asking,
        "token": request.resolver_match.kwargs["token"] if request.resolver_match else "",
        "standing": standing.value,
        "question": questions.question_of(asking),
        "programme": asking.engagement.programme,
        "purposes": list(asking.purposes.values()),
        "host": settings.PUBLIC_URL.rstrip("/"),
        "contact": settings.DEFAULT_FROM_EMAIL,
        "key": receipt.fingerprint(),
        "choices": [(a.value, label, more) for a, (label, more) in CHOICES.items()],
        "chosen": chosen.value if chosen and deciding else "",
        "chosen_label": CHOICES[chosen][0] if chosen else "",
        "form": form or (_form(asking, chosen) if chosen and deciding else None),
        "asked_back": questions.asked_back(asking),
        "reply": questions.reply_of(asking),
        "told": answering.told(asking),
        "code_sent": bool(asking.code_digest),
        "sees_copy": standing in SEES_COPY and previewing.may_be_seen(asking),
        "problem": problem,
        "languages": LOCALES,
        "locale": translation.get_language(),
    }
    return render(request, "askings/page.html", context, status=422 if problem or form else 200)


def _chosen(text: str) -> Answer | None:
    return next((answer for answer in Answer if answer.value == text), None)


def _form(asking: Asking, chosen: Answer, data: Any = None) -> forms.Form:
    if chosen is Answer.GRANT:
        return OwnerGrantForm(data, purposes=asking.purposes)
    return OwnerWordsForm(data, is_question=chosen is Answer.MORE)


def _post(request: HttpRequest, asking: Asking, standing: Standing) -> HttpResponse:
    if not _within(request, "owner_answer", str(asking.pk)):
        return _page(request, asking, standing, problem=str(TOO_MANY))
    form: forms.Form | None = None
    chosen = _chosen(request.POST.get("answer", ""))
    if standing is Standing.DECIDE and chosen is not None:
        form = _form(asking, chosen, request.POST)
        if not form.is_valid():
            return _page(request, asking, standing, form)
    try:
        _act(request, asking, standing, chosen, form)
    except Refused as error:
        problem = f"{error.shown} (code {error.shown_code})"
        return _page(request, asking, standing, problem=problem)
    return redirect(request.path)


def _act(
    request: HttpRequest,
    asking: Asking,
    standing: Standing,
    chosen: Answer | None,
    form: forms.Form | None,
) -> None:
    if standing is Standing.DECIDE and chosen is not None and form is not None:
        _decide(asking, chosen, form)
    elif standing is Standing.GRANTED and request.POST.get("what") == "code":
        if not _within(request, "owner_code", str(asking.pk)):
            raise Refused(str(TOO_MANY), code="too_many_codes")
        revoking.send_code(asking)
    elif standing is Standing.GRANTED and request.POST.get("what") == "revoke":
        revoking.revoke(asking, request.POST.get("code", "")[:40])
    else:
        raise IncompleteError("Choose one of the answers.")


def _decide(asking: Asking, chosen: Answer, form: forms.Form) -> None:
    words = str(form.cleaned_data.get("words") or "")
    if isinstance(form, OwnerGrantForm):
        answering.grant(asking, form.given())
    elif chosen is Answer.MORE:
        answering.ask_back(asking, words)
    else:
        answering.refuse(asking, chosen, words)
    answers_sent.tell(asking)


@public
@require_GET
def owner_receipt(request: HttpRequest, token: str) -> HttpResponse:
    """The answer as a PDF."""
    found = links.find(token)
    if found is None or found[0].answered_at is None:
        return _unknown(request)
    asking = found[0]
    name = f"answer-{questions.question_of(asking).number.replace(' ', '')}.pdf"
    return HttpResponse(
        receipt.pdf(asking),
        content_type="application/pdf",
        headers={"Content-Disposition": f'attachment; filename="{name}"'},
    )


@public
@require_GET
def copy(request: HttpRequest, token: str) -> HttpResponse:
    """The scrubbed copies with a watermark, where the contractor allowed it."""
    found = links.find(token)
    if found is None or found[1] not in SEES_COPY or not previewing.may_be_seen(found[0]):
        return _unknown(request)
    asking = found[0]
    context = {
        "token": token,
        "question": questions.question_of(asking),
        "copies": previewing.copies(asking),
        "watermark": previewing.watermark(asking),
    }
    return render(request, "askings/copy.html", context)


@public
@require_GET
def copy_picture(request: HttpRequest, token: str, clean_id: UUID, name: str) -> HttpResponse:
    """One page of a copy as pixels, with the watermark in them."""
    found = links.find(token)
    if found is None or found[1] not in SEES_COPY:
        return _unknown(request)
    data = previewing.picture(found[0], clean_id, f"{name}.png")
    return _unknown(request) if data is None else HttpResponse(data, content_type="image/png")
