"""The wizard: task → engagement and rights → files → what happens now. Every step is saved."""

import json
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import get_language_from_request
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from portal.programmes import terms, versions
from portal.programmes.kinds import SettingKind
from portal.programmes.terms import Changed
from submissions.domain import drafts, files, queries
from submissions.domain.consent import engagements, records
from submissions.domain.consent.facts import USUAL_OWNER
from submissions.domain.errors import Problem, Refused
from submissions.domain.sealed import JSON
from submissions.forms import rubric
from submissions.forms.rights import ConsentForm, EngagementForm, initial
from submissions.forms.task import TaskForm, label_of
from submissions.models import ConsentRecord, RecordState, Submission
from submissions.states import EDITABLE, FILES_CHANGEABLE, State
from submissions.views.access import own, person, private, succeeded

STEPS = (
    ("task", "Task"),
    ("rights", "Engagement and rights"),
    ("files", "Files"),
    ("finish", "What happens now"),
)
NEW = "new"


def _context(submission: Submission, step: str, **more: Any) -> dict[str, Any]:
    problems = _in_words_of_the_form(submission, drafts.problems(submission))
    return {
        "submission": submission,
        "title": queries.title(submission),
        "step": step,
        "steps": [
            {
                "name": name,
                "label": label,
                "is_here": name == step,
                "open": sum(problem.step == name for problem in problems),
            }
            for name, label in STEPS
        ],
        "problems": problems,
        **more,
    }


def _in_words_of_the_form(submission: Submission, problems: list[Problem]) -> list[Problem]:
    """An empty field is named by the question that stands over it."""
    setting = _form_setting(submission)
    labels = {problem.field: label_of(problem.field, setting) for problem in problems}
    return [
        replace(problem, sentence=f"Answer “{labels[problem.field]}”.")
        if labels[problem.field]
        else problem
        for problem in problems
    ]


def _closed(submission: Submission, allowed: frozenset[State]) -> bool:
    return State(submission.state) not in allowed


def _form_setting(submission: Submission) -> dict[str, Any]:
    version = submission.form_version
    if version is not None:
        return dict(versions.at(version.pk).body)
    return dict(versions.current(submission.programme_id, SettingKind.TASK_FORM).body)


@private
@require_http_methods(["GET", "POST"])
def task(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    submission = own(request, submission_id)
    if _closed(submission, EDITABLE):
        return redirect("submissions:submission", submission_id=submission_id)
    stored = drafts.read_task(submission)
    data = request.POST if request.method == "POST" else None
    form = TaskForm(data, initial=stored, setting=_form_setting(submission))
    rows = rubric.formset(stored.get("rubric"), data)
    if data is not None and _saved(request, submission, form, rows):
        if "more_rows" in request.POST:
            return redirect(f"{request.path}#rubric")
        if form.is_valid() and rows.is_valid():
            return redirect("submissions:rights", submission_id=submission_id)
    context = _context(submission, "task", form=form, rubric=rows)
    return render(request, "submissions/task.html", context)


@private
@require_POST
def autosave(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """The task as it is typed; answers with the time it was kept or the sentence why not."""
    submission = own(request, submission_id)
    form = TaskForm(request.POST, setting=_form_setting(submission))
    rows = rubric.formset(None, request.POST)
    try:
        drafts.save_task(submission_id, person(request), _document(form, rows))
    except Refused as error:
        return JsonResponse({"sentence": error.shown, "code": error.shown_code}, status=409)
    now = timezone.localtime().strftime("%H:%M:%S")
    return JsonResponse({"saved_at": now, "unreadable": sorted(form.errors)})


def _document(form: TaskForm, rows: Any) -> dict[str, JSON]:
    form.is_valid()
    rows.is_valid()
    return {**form.document(), "rubric": rubric.document(rows)}


def _saved(request: HttpRequest, submission: Submission, form: TaskForm, rows: Any) -> bool:
    document = _document(form, rows)
    return succeeded(request, lambda: drafts.save_task(submission.pk, person(request), document))


@private
@require_http_methods(["GET", "POST"])
def rights(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    submission = own(request, submission_id)
    if _closed(submission, EDITABLE | {State.HELD}):
        return redirect("submissions:submission", submission_id=submission_id)
    own_ones = queries.engagements_of(person(request), submission.programme_id)
    chosen = _chosen(request, submission, [row.pk for row, _label in own_ones])
    shown = terms.shown(submission.programme_id, _locale(request))
    data = request.POST if request.method == "POST" else None
    answers = next((engagements.current(row) for row, _ in own_ones if str(row.pk) == chosen), {})
    form = EngagementForm(data, initial=initial(answers), is_new=chosen == NEW)
    consent = ConsentForm(
        data, initial={"purposes": _given(submission)}, purposes=_purposes(submission)
    )
    valid = data is not None and form.is_valid() and consent.is_valid()
    if valid and _keep_rights(request, submission, chosen, form, consent):
        return redirect(_after_rights(submission), submission_id=submission_id)
    context = _context(
        submission,
        "rights",
        form=form,
        consent=consent,
        chosen=chosen,
        engagements=[{"id": str(row.pk), "label": label} for row, label in own_ones],
        terms=shown,
        usual_owner=json.dumps(USUAL_OWNER),
        terms_changed=_terms_changed(submission, shown.locale),
    )
    return render(request, "submissions/rights.html", context)


def _after_rights(submission: Submission) -> str:
    held = submission.state == State.HELD
    return "submissions:submission" if held else "submissions:files"


def _chosen(request: HttpRequest, submission: Submission, known: list[UUID]) -> str:
    asked = request.POST.get("engagement") or request.GET.get("engagement") or ""
    if asked == NEW or asked in map(str, known):
        return asked
    if submission.engagement_id:
        return str(submission.engagement_id)
    return NEW if not known else str(known[0])


def _purposes(submission: Submission) -> dict[str, str]:
    return dict(versions.current(submission.programme_id, SettingKind.CONSENT)["purposes"])


def _given(submission: Submission) -> list[str]:
    given = submission.consents.filter(state=RecordState.GIVEN)
    return list(given.values_list("purpose", flat=True))


def _locale(request: HttpRequest) -> str:
    """The language asked for on the page, else the browser's."""
    asked = request.POST.get("locale") or request.GET.get("locale")
    return asked or get_language_from_request(request)


def _terms_changed(submission: Submission, locale: str) -> Changed | None:
    """What is new for a contractor who agreed to older terms of this programme."""
    last = (
        ConsentRecord.objects.filter(
            person=submission.contractor, submission__programme=submission.programme_id
        )
        .select_related("terms_version")
        .order_by("-given_at")
        .first()
    )
    return terms.changed_since(last.terms_version, locale) if last else None


def _keep_rights(
    request: HttpRequest,
    submission: Submission,
    chosen: str,
    form: EngagementForm,
    consent: ConsentForm,
) -> bool:
    user = person(request)
    locale = terms.shown(submission.programme_id, _locale(request)).locale

    def keep() -> None:
        if chosen == NEW:
            made = engagements.create(
                user, submission.programme, form.cleaned_data["label"], form.facts(), user
            )
            engagement_id = made.pk
        else:
            engagement_id = UUID(chosen)
            engagements.attest(engagement_id, user, form.facts())
        drafts.choose_engagement(submission.pk, user, engagement_id)
        records.give(submission.pk, user, consent.cleaned_data["purposes"], locale)

    return succeeded(request, keep)


@private
@require_GET
def upload(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    """The files step, for drafts and wherever files may still be changed."""
    submission = own(request, submission_id)
    if _closed(submission, FILES_CHANGEABLE):
        return redirect("submissions:submission", submission_id=submission_id)
    limits = versions.current(submission.programme_id, SettingKind.INTAKE)
    context = _context(
        submission,
        "files",
        files=files.rows(submission, for_owner=True),
        limits=limits.body,
        is_draft=submission.state == State.DRAFT,
    )
    return render(request, "submissions/files.html", context)


@private
@require_POST
def remove_file(request: HttpRequest, submission_id: UUID, artefact_id: UUID) -> HttpResponse:
    submission = own(request, submission_id)
    if not submission.artefacts.filter(pk=artefact_id).exists():
        return redirect("submissions:files", submission_id=submission_id)
    user = person(request)
    succeeded(request, lambda: files.remove(artefact_id, user), "The file was taken out.")
    submission.refresh_from_db()
    page = "files" if not _closed(submission, FILES_CHANGEABLE) else "submission"
    return redirect(f"submissions:{page}", submission_id=submission_id)


@private
@require_http_methods(["GET", "POST"])
def finish(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    submission = own(request, submission_id)
    if submission.state != State.DRAFT:
        return redirect("submissions:submission", submission_id=submission_id)
    if request.method == "POST":
        name = request.POST.get("typed_name", "")
        user = person(request)
        if succeeded(request, lambda: drafts.submit(submission_id, user, name)):
            return redirect("submissions:submission", submission_id=submission_id)
    retention = versions.current(submission.programme_id, SettingKind.RETENTION).body
    context = _context(submission, "finish", retention=retention)
    return render(request, "submissions/finish.html", context)


@private
@require_http_methods(["GET", "POST"])
def discard(request: HttpRequest, submission_id: UUID) -> HttpResponse:
    submission = own(request, submission_id)
    if submission.state != State.DRAFT:
        return redirect("submissions:submission", submission_id=submission_id)
    if request.method == "POST":
        user = person(request)
        done = "The draft and its files are deleted."
        if succeeded(request, lambda: drafts.discard(submission_id, user), done):
            return redirect("submissions:home")
    context = {"submission": submission, "title": queries.title(submission)}
    return render(request, "submissions/discard.html", context)


def first_open_step(problems: list[Problem]) -> str:
    """The wizard's step to go on with."""
    return next((problem.step for problem in problems), "finish")
