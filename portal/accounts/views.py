"""A person's own account."""

import json

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST

from portal.accounts import erasure
from portal.accounts.forms import ProfileForm
from portal.accounts.models import User
from portal.accounts.second_factor import asks_again, has_second_factor, must_have_second_factor


def signed_in(request: HttpRequest) -> User:
    """The person behind a request that ``login_required`` has let through."""
    if not isinstance(request.user, User):
        raise TypeError("The view must be behind login_required.")
    return request.user


@login_required
def me(request: HttpRequest) -> HttpResponse:
    user = signed_in(request)
    form = ProfileForm(request.POST or None, instance=user)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, "Saved.")
        return redirect("accounts:me")
    context = {"form": form, "has_second_factor": has_second_factor(user)}
    return render(request, "accounts/me.html", context)


@login_required
@require_GET
def second_factor(request: HttpRequest) -> HttpResponse:
    """Where people without a second factor are sent, or asked, to set one up."""
    user = signed_in(request)
    if has_second_factor(user):
        return redirect("/")
    context = {"required": must_have_second_factor(user)}
    return render(request, "accounts/second_factor.html", context)


@never_cache
@asks_again
@require_POST
def export(request: HttpRequest) -> HttpResponse:
    text = json.dumps(erasure.export(signed_in(request)), indent=2, ensure_ascii=False)
    name = 'attachment; filename="my-airlock-data.json"'
    headers = {"Content-Disposition": name}
    return HttpResponse(text, content_type="application/json", headers=headers)


@asks_again
@require_POST
def ask_erasure(request: HttpRequest) -> HttpResponse:
    erasure.ask(signed_in(request))
    messages.success(
        request, "Your request is noted. A platform admin carries it out and writes to you."
    )
    return redirect("accounts:me")
