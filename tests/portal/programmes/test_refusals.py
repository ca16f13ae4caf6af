"""What the audit log keeps of a refusal: words of ours, whatever a client sends."""

import json

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpResponse
from django.test import RequestFactory

from portal.audit.models import AuditEvent
from portal.programmes.errors import PermissionRefused
from portal.programmes.middleware import RefusalMiddleware

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

CANARY = "ZELDA-QUARRINGTON"


@pytest.mark.parametrize(
    ("sent", "kept"), [("GET", "GET"), ("POST", "POST"), (CANARY, "other"), ("get", "other")]
)
def test_refusal_keeps_no_method_that_a_client_made_up(sent, kept):
    request = RequestFactory().get("/programmes/one/")
    request.method, request.user = sent, AnonymousUser()
    refusal = RefusalMiddleware(lambda _: HttpResponse())
    answer = refusal.process_exception(request, PermissionRefused("You may not."))
    assert answer is not None
    assert answer.status_code == 403
    assert json.loads(AuditEvent.objects.get().facts)["method"] == kept
    assert CANARY not in str(AuditEvent.objects.get().__dict__)
