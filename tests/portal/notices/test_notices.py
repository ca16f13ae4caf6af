"""Notices: left with what they are about, read in the portal, mailed without content."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from portal.accounts import erasure
from portal.notices import digest, telling
from portal.notices.kinds import KINDS, SENTENCES, Kind
from portal.notices.models import NoMail, Notice
from portal.programmes.models import Role
from submissions.domain.transitions import move
from submissions.states import Mover, State
from tests.factories import people, samples
from tests.factories.sign_in import client_of

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def programme(db):
    return people.programme("field-studies")


@pytest.fixture
def contractor(programme):
    return people.member(programme, Role.CONTRACTOR, name="con")


def told(person, programme, code="confirming", kind=Kind.YOUR_TURN, sample=None):
    sample = sample or samples.draft(programme, person)
    telling.tell(
        person.pk,
        kind,
        code,
        programme_id=programme.pk,
        subject_id=sample.pk,
        number=sample.number,
    )
    return sample


def later(**time):
    return timezone.now() + timedelta(**time)


def test_every_kind_and_code_has_words():
    assert set(KINDS) == set(Kind)
    assert all(sentence.endswith(".") for sentence in SENTENCES.values())


def test_newer_notice_about_the_same_thing_takes_the_place_of_an_unread_one(programme, contractor):
    sample = told(contractor, programme, "confirming")
    told(contractor, programme, "asked", sample=sample)
    assert list(Notice.objects.values_list("code", flat=True)) == ["asked"]
    telling.read_all(contractor)
    told(contractor, programme, "held", sample=sample)
    assert set(Notice.objects.values_list("code", flat=True)) == {"asked", "held"}
    assert telling.unread(contractor) == 1


@pytest.mark.parametrize(
    ("state", "target", "mover", "columns", "codes"),
    [
        (State.CLEARANCE, State.CHANGES_REQUESTED, Mover.REVIEWER, {}, ["asked"]),
        (State.QUALITY, State.APPROVED, Mover.REVIEWER, {"quality_sha256": "x"}, ["approved"]),
        (State.CLEARANCE, State.WITHDRAWN, Mover.CLOCK, {}, ["ended"]),
        (State.CLEARANCE, State.WITHDRAWN, Mover.RIGHTS_HOLDER, {}, ["owner_withdrew"]),
        (State.CLEARANCE, State.WITHDRAWN, Mover.CONTRACTOR, {}, []),
        (State.CLEARANCE, State.CONSENT, Mover.CLOCK, {}, []),
    ],
)
def test_move_tells_the_contractor(programme, contractor, state, target, mover, columns, codes):
    sample = samples.submission(programme, contractor, state)
    known = {name: value for name, value in columns.items() if hasattr(sample, name)}
    move(sample, target, mover, **known)
    found = Notice.objects.filter(person=contractor, subject_id=sample.pk)
    assert list(found.values_list("code", flat=True)) == codes


def test_what_the_contractor_does_ends_the_notice_that_asked_for_it(programme, contractor):
    sample = samples.submission(programme, contractor, State.CLEARANCE)
    move(sample, State.CHANGES_REQUESTED, Mover.REVIEWER)
    assert telling.unread(contractor) == 1
    move(sample, State.CLEARANCE, Mover.CONTRACTOR)
    assert telling.unread(contractor) == 0


def test_mail_gathers_what_is_new_and_holds_no_content(programme, contractor):
    for code in ("confirming", "held"):
        told(contractor, programme, code, sample=samples.submission(programme, contractor))
    assert digest.send_due() == 0, "a notice waits a little for others"
    assert digest.send_due(later(minutes=6)) == 1
    [sent] = mail.outbox
    html = sent.alternatives[0][0]
    for text in (sent.subject, sent.body, html):
        assert samples.CANARY_ORIGINAL not in text
        assert "Memo" not in text
    assert SENTENCES["confirming"] in sent.body
    assert SENTENCES["held"] in html
    assert sent.to == ["con@example.org"]
    assert digest.send_due(later(hours=3)) == 0, "nothing is mailed twice"
    assert len(mail.outbox) == 1


def test_at_most_one_mail_an_hour(programme, contractor):
    told(contractor, programme)
    assert digest.send_due(later(minutes=6)) == 1
    told(contractor, programme)
    assert digest.send_due(later(minutes=20)) == 0
    assert digest.send_due(later(minutes=70)) == 1


def test_read_notice_is_not_mailed(programme, contractor):
    told(contractor, programme)
    telling.read_all(contractor)
    assert digest.send_due(later(hours=1)) == 0


def test_server_that_takes_no_mail_is_asked_again(programme, contractor, settings):
    told(contractor, programme)
    works = settings.EMAIL_BACKEND
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", 1
    assert digest.send_due(later(minutes=6)) == 0
    settings.EMAIL_BACKEND = works
    assert digest.send_due(later(minutes=7)) == 1


def test_links_lead_to_the_configured_address_alone(programme, contractor, settings):
    settings.PUBLIC_URL = "https://portal.example.com/"
    told(contractor, programme)
    digest.send_due(later(minutes=6))
    links = re.findall(r"https?://\S+", mail.outbox[0].body)
    assert len(links) == 3
    assert all(link.startswith("https://portal.example.com/") for link in links)


def stop_link():
    return mail.outbox[-1].extra_headers["List-Unsubscribe"].strip("<>")


def test_one_press_ends_mails_of_the_kind_without_signing_in(programme, contractor, settings):
    told(contractor, programme)
    told(contractor, programme, "approved", Kind.DECISION)
    Notice.objects.filter(kind=Kind.DECISION).update(read_at=timezone.now())
    digest.send_due(later(minutes=6))
    path = stop_link().removeprefix(settings.PUBLIC_URL)
    anybody = Client(enforce_csrf_checks=True)
    assert anybody.get(path).status_code == 200
    assert NoMail.objects.count() == 0, "looking changes nothing"
    assert anybody.post(path, {"List-Unsubscribe": "One-Click"}).status_code == 200
    assert list(NoMail.objects.values_list("kind", flat=True)) == [Kind.YOUR_TURN]
    told(contractor, programme)
    assert digest.send_due(later(hours=2)) == 0
    assert telling.unread(contractor) == 2, "the portal still says it"
    told(contractor, programme, "approved", Kind.DECISION)
    assert digest.send_due(later(hours=2)) == 1, "the other kind still comes"


def test_changed_link_is_unknown(programme, contractor, settings):
    told(contractor, programme)
    digest.send_due(later(minutes=6))
    path = stop_link().removeprefix(settings.PUBLIC_URL).rstrip("/")
    changed = path[:-1] + ("A" if path[-1] != "A" else "B")
    assert Client().post(f"{changed}/").status_code == 404
    assert NoMail.objects.count() == 0


def test_page_shows_own_notices_and_opens_them(programme, contractor):
    sample = told(contractor, programme)
    other = people.member(programme, Role.CONTRACTOR, name="other")
    told(other, programme, "asked")
    client = client_of(contractor)
    page = client.get("/notices/").content.decode()
    assert SENTENCES["confirming"] in page
    assert SENTENCES["asked"] not in page
    theirs = Notice.objects.get(person=other)
    assert client.post(f"/notices/{theirs.pk}/").status_code == 404
    own = Notice.objects.get(person=contractor)
    assert client.post(f"/notices/{own.pk}/").url == f"/submissions/{sample.pk}/"
    assert telling.unread(contractor) == 0
    assert telling.unread(other) == 1


def test_kinds_are_chosen_on_the_page(programme, contractor):
    client = client_of(contractor)
    client.post("/notices/mail/", {"kind": [Kind.DECISION, "unknown"]})
    assert telling.mailed_kinds(contractor) == {Kind.DECISION}
    client.post("/notices/mail/", {"kind": [kind.value for kind in Kind]})
    assert telling.mailed_kinds(contractor) == set(Kind)


def test_number_of_unread_stands_in_the_frame(programme, contractor):
    client = client_of(contractor)
    assert "unread" not in client.get("/accounts/me/").content.decode()
    told(contractor, programme)
    assert 'aria-label="1 unread"' in client.get("/accounts/me/").content.decode()


def test_old_notices_are_forgotten(programme, contractor):
    told(contractor, programme)
    assert telling.drop_old() == 0
    Notice.objects.update(made_at=timezone.now() - timedelta(days=181))
    assert telling.drop_old() == 1


def test_notices_leave_with_their_person(programme, contractor):
    told(contractor, programme)
    telling.choose(contractor, [])
    parts = erasure.export(contractor)
    assert len(parts["notices"]) == 1
    assert parts["no_mail_about"] == sorted(Kind)
    telling.forget(contractor)
    assert (Notice.objects.count(), NoMail.objects.count()) == (0, 0)
