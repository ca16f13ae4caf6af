"""New terms: who agreed to older ones is told, reads the difference, and agrees again."""

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from portal.notices import digest
from portal.notices.models import Notice
from portal.programmes.kinds import SettingKind
from portal.programmes.roles import Role
from portal.programmes.versions import current, publish
from submissions.domain import withdrawal
from submissions.domain.consent import verdicts
from submissions.models import ConsentRecord, RecordState
from submissions.states import State
from tests.factories import people, rights, samples
from tests.factories.sign_in import client_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def sample(programme, contractor):
    row = samples.submission(programme, contractor, State.APPROVED)
    rights.all_clear(row)
    return row


def new_terms(programme, *, material, text="You may also be asked for interviews."):
    body = dict(current(programme.pk, SettingKind.TERMS).body)
    english = body["texts"]["en"]
    said = {**english, "text": f"{english['text']} {text}"}
    publish(programme, SettingKind.TERMS, {"material": material, "texts": {"en": said}}, None)


def codes(person):
    return list(Notice.objects.filter(person=person).values_list("code", flat=True))


def test_new_terms_are_told_to_who_agreed_and_to_nobody_else(sample, programme, contractor):
    stranger = people.member(programme, Role.CONTRACTOR)
    new_terms(programme, material=False)
    assert (codes(contractor), codes(stranger)) == (["terms_changed"], [])
    new_terms(programme, material=True, text="And more.")
    new_terms(programme, material=False, text="A comma.")
    assert codes(contractor) == ["terms_material"]
    publish(programme, SettingKind.TERMS, current(programme.pk, SettingKind.TERMS).body, None)
    assert Notice.objects.count() == 1


def test_mail_about_new_terms_holds_none_of_them(sample, programme, contractor):
    new_terms(programme, material=True)
    Notice.objects.update(made_at=timezone.now() - digest.SETTLE)
    assert digest.send_due() == 1
    body = mail.outbox[-1].body
    assert reverse("submissions:terms_changed", args=[programme.pk]) in body
    assert "interviews" not in body


def test_who_withdrew_everything_is_told_nothing(sample, programme, contractor):
    withdrawal.withdraw(sample.pk, contractor)
    Notice.objects.all().delete()
    new_terms(programme, material=True)
    assert codes(contractor) == []


def test_contractor_reads_the_difference_and_agrees_again(sample, programme, contractor):
    new_terms(programme, material=True)
    assert verdicts.evaluate(sample, {"authenticity": "real"})[0].code == "terms_changed"
    browser = client_of(contractor)
    url = reverse("submissions:terms_changed", args=[programme.pk])
    page = browser.get(url).content.decode()
    assert "<ins> You may also be asked for interviews.</ins>" in page
    assert f"No. {sample.number}" in page
    assert ConsentRecord.objects.filter(state=RecordState.WITHDRAWN).count() == 0
    browser.post(url, {"number": "1"})
    assert verdicts.evaluate(sample, {"authenticity": "real"})[0].code == "terms_changed"
    number = current(programme.pk, SettingKind.TERMS).number
    browser.post(url, {"number": str(number)})
    assert verdicts.evaluate(sample, {"authenticity": "real"})[0].rule == "R15"
    assert not Notice.objects.filter(read_at=None).exists()
    assert f"No. {sample.number}" not in browser.get(url).content.decode()


def test_page_of_new_terms_is_not_there_for_others(sample, programme):
    stranger = people.member(programme, Role.CONTRACTOR)
    url = reverse("submissions:terms_changed", args=[programme.pk])
    assert client_of(stranger).get(url).status_code == 404
