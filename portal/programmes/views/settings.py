"""Reading and changing each kind of a programme's settings."""

from typing import Any

from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET

from portal.accounts.views import signed_in
from portal.programmes import differences, versions
from portal.programmes.defaults import DEFAULTS
from portal.programmes.errors import SettingRefused
from portal.programmes.forms.settings import FORMS
from portal.programmes.kinds import SettingKind
from portal.programmes.models import Programme, SettingVersion
from portal.programmes.views.access import administered


@login_required
@require_GET
def setting(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    """What the kind says now, and its versions."""
    programme, known = administered(request, slug), _kind(kind)
    current = programme.setting(known)
    context = {
        **_frame(programme, known),
        "current": current,
        "entries": differences.entries(current.body),
        "versions": _versions(programme, known).select_related("created_by")[:50],
    }
    return render(request, "programmes/setting.html", context)


@login_required
def edit(request: HttpRequest, slug: str, kind: str) -> HttpResponse:
    programme, known = administered(request, slug), _kind(kind)
    current = programme.setting(known)
    form = FORMS[known](request.POST or None, initial=FORMS[known].initial_of(current.body))
    if request.method == "POST" and form.is_valid() and _published(request, programme, form):
        return redirect("programmes:setting", slug=slug, kind=kind)
    context = {**_frame(programme, known), "current": current, "form": form}
    return render(request, f"programmes/forms/{_template(known)}.html", context)


def _published(request: HttpRequest, programme: Programme, form: Any) -> bool:
    try:
        version = versions.publish(programme, form.kind, form.body(), signed_in(request))
    except SettingRefused as refused:
        for sentence in refused.sentences:
            form.add_error(None, sentence)
        return False
    messages.success(request, f"Version {version.number} is in force.")
    return True


@login_required
@require_GET
def version(request: HttpRequest, slug: str, kind: str, number: int) -> HttpResponse:
    """One version, and what it changed."""
    programme, known = administered(request, slug), _kind(kind)
    shown = get_object_or_404(_versions(programme, known), number=number)
    before = _versions(programme, known).filter(number__lt=number).first()
    context = {
        **_frame(programme, known),
        "version": shown,
        "before": before,
        "changes": differences.between(before.body if before else DEFAULTS[known], shown.body),
        "entries": differences.entries(shown.body),
    }
    return render(request, "programmes/version.html", context)


def _versions(programme: Programme, kind: SettingKind) -> Any:
    return SettingVersion.objects.filter(programme=programme, kind=kind).order_by("-number")


def _kind(name: str) -> SettingKind:
    try:
        return SettingKind(name)
    except ValueError:
        raise Http404 from None


def _frame(programme: Programme, kind: SettingKind) -> dict[str, Any]:
    return {"programme": programme, "kind": kind}


def _template(kind: SettingKind) -> str:
    special = {SettingKind.TERMS, SettingKind.SCRUB, SettingKind.TASK_FORM}
    return kind.value if kind in special else "setting"
