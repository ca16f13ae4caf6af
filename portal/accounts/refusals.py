"""Pages for what went wrong: each with a code to quote and what to do next."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from structlog.contextvars import get_contextvars


def forbidden(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    del exception
    context = {
        "sentence": "You may not do this.",
        "code": "permission.refused",
    }
    return render(request, "403.html", context, status=403)


def not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """The same page for what does not exist and for what the person may not know of."""
    del exception
    return render(request, "404.html", {"code": "page.not_found"}, status=404)


def csrf(request: HttpRequest, reason: str = "") -> HttpResponse:
    del reason
    return render(request, "csrf.html", {"code": "form.not_from_here"}, status=403)


def server_error(request: HttpRequest) -> HttpResponse:
    """Asks nothing of the database, which may be what failed."""
    del request
    code = f"server.error {get_contextvars().get('request_id', '')}".strip()
    return HttpResponse(render_to_string("500.html", {"code": code}), status=500)
