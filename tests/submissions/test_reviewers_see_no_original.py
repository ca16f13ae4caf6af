"""What a reviewer is sent holds nothing of the contractor and nothing that was removed."""

import re
from datetime import UTC, datetime
from urllib.parse import quote

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from portal.programmes.roles import Role
from submissions.domain import originals, scrubbing
from submissions.domain.review import claims, thread
from submissions.models import Gate, OriginalRequest
from tests.factories import files, people
from tests.factories.sign_in import client_of
from tests.submissions import way

pytestmark = [pytest.mark.slow, pytest.mark.django_db(databases=["default", "keys"])]

PERSON = "Ottoline Featherstonehaugh"
SECRETS = ("quackenbush", "zebulon", "featherstonehaugh", "ottoline")
GIVEN = {
    f"plan of {files.NAME}.eml": files.mail,
    "code.zip": files.code_zip,
    "page.pdf": files.pdf,
}


@pytest.fixture
def contractor(programme):
    made = people.member(programme, Role.CONTRACTOR, name="ottoline.featherstonehaugh")
    type(made).objects.filter(pk=made.pk).update(display_name=PERSON)
    made.refresh_from_db()
    return made


@pytest.fixture
def sample(contractor, programme):
    given = {name: make() for name, make in GIVEN.items()}
    return way.in_review(contractor, programme, given)


def secrets_in(data: bytes) -> set[str]:
    """Planted words in an answer: as text, escaped for an address, or in UTF-16."""
    found = data.lower()
    return {
        word
        for word in SECRETS
        if word.encode() in found
        or quote(word).encode() in found
        or word.encode("utf-16-le") in found
    }


def times_in(data: bytes) -> list[bytes]:
    """Where an answer says the planted time to the minute, in any spelling."""
    return re.findall(rb"04[:.]41|4:41", data)


def everything_of(response) -> bytes:
    head = "\n".join(f"{name}: {value}" for name, value in response.headers.items())
    return head.encode() + b"\n" + (response.content if not response.streaming else b"")


def addresses_in(html: str) -> set[str]:
    """Addresses of pictures and layers that a page would fetch by itself."""
    return set(re.findall(r'(?:src|data-layer)="(/submissions/[^"]+|/review/[^"]+)"', html))


HANDED_IN = datetime(2026, 3, 7, 4, 41, 23, tzinfo=UTC)
"""A time that nobody else has: who sees it could find out who handed in then."""


def test_no_page_header_picture_or_mail_tells_a_reviewer_anything(
    sample, programme, reviewer, second_reviewer, contractor
):
    mail.outbox.clear()
    thread.write(sample, contractor, f"{PERSON} asks when it is looked at.")
    way.work(sample)
    sample.messages.update(at=HANDED_IN)
    rows = type(sample).objects.filter(pk=sample.pk)
    rows.update(submitted_at=HANDED_IN, created_at=HANDED_IN, state_since=HANDED_IN)
    sample.artefacts.update(created_at=HANDED_IN, scanned_at=HANDED_IN)
    browser = client_of(reviewer)
    pages = [browser.get(reverse("submissions:queue"))]
    review = claims.claim(reviewer, sample.pk, Gate.CLEARANCE)
    address = reverse("submissions:review", args=[review.pk])
    copies = list(sample.current_run.files.all())
    assert len(copies) == len(GIVEN)
    for clean in copies:
        shown = browser.get(address, {"file": str(clean.pk)})
        assert shown.status_code == 200
        assert b"data-finding" in shown.content
        pages.append(shown)
        preview = scrubbing.clean_preview(clean)
        for page in preview.manifest.get("pages") or []:
            layer = reverse("submissions:review_page", args=[review.pk, clean.pk, page["number"]])
            pages.append(browser.get(layer))
        for found in addresses_in(shown.content.decode()):
            answer = browser.get(found)
            assert answer.status_code == 200, found
            pages.append(answer)
        for name in preview.manifest["assets"]:
            assert not secrets_in(scrubbing.preview_asset(preview, name))
    said = {"token": review.lease_token, "copy": copies[0].pk, "reason": "rights", "words": "Why?"}
    pages.append(browser.post(reverse("submissions:ask_original", args=[review.pk]), said))
    granter = client_of(second_reviewer)
    pages.append(granter.get(reverse("submissions:originals")))
    pages.append(browser.get(reverse("submissions:review_rights", args=[review.pk])))
    assert [secrets_in(everything_of(page)) for page in pages] == [set()] * len(pages)
    assert [times_in(everything_of(page)) for page in pages] == [[]] * len(pages)
    assert not any(secrets_in(message.message().as_bytes()) for message in mail.outbox)
    # The same look sees them where they are: on the owner's side of the same files.
    owner = client_of(contractor)
    own_page = owner.get(reverse("submissions:submission", args=[sample.pk]))
    assert times_in(own_page.content)
    for clean in copies:
        before = owner.get(reverse("submissions:before", args=[sample.pk, clean.pk]))
        assert before.status_code == 200
        assert secrets_in(before.content) >= {"quackenbush"}
        assert "no-store" in before["Cache-Control"]


def test_granted_look_shows_the_original_once_and_is_in_the_audit(
    sample, reviewer, second_reviewer
):
    browser = client_of(reviewer)
    review = claims.claim(reviewer, sample.pk, Gate.CLEARANCE)
    artefact = sample.artefacts.order_by("position").last()
    words = {"reason": "rights", "words": "Why?"}
    asked = originals.ask(review.pk, reviewer, review.lease_token, artefact.pk, words)
    address = reverse("submissions:original", args=[review.pk, asked.pk])
    assert browser.get(address).status_code == 302
    originals.decide(asked.pk, second_reviewer, granted=True)
    seen = browser.get(address)
    assert seen.status_code == 200
    assert "quackenbush" in secrets_in(seen.content)
    assert b"data:image/png;base64," in seen.content
    assert "no-store" in seen["Cache-Control"]
    OriginalRequest.objects.filter(pk=asked.pk).update(until=timezone.now())
    assert browser.get(address).status_code == 302
