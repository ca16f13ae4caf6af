"""A preview that fails holds no file: its text is shown; without even that nobody clears it."""

import pytest
from django.urls import reverse

from scrubbing import services
from scrubbing.engine.errors import Crashed, SandboxUnavailable
from submissions.domain import confirming, scrubbing
from submissions.domain.review import checklist, claims, deciding
from submissions.domain.review.deciding import Ruling
from submissions.domain.review.errors import NotSeenError
from submissions.domain.review.policy import policy_of
from submissions.models import CleanFile, Decision, Gate, Preview
from submissions.states import State
from tests.factories import files, samples
from tests.factories.sign_in import client_of
from tests.submissions import way

pytestmark = pytest.mark.django_db(databases=["default", "keys"])

ALL_YES = dict.fromkeys(
    ["malware", "personal", "confidential", "rights", "markings", "metadata"], "yes"
)


def failing(monkeypatch, *, plain_too=False):
    """The real preview, but a child that dies over pictures, or over everything."""
    real = services.preview_file

    def preview_file(*args, **more):
        if plain_too or not more.get("plain"):
            raise Crashed
        return real(*args, **more)

    monkeypatch.setattr(services, "preview_file", preview_file)


def opened(reviewer, sample):
    review = claims.claim(reviewer, sample.pk, Gate.CLEARANCE)
    page = client_of(reviewer).get(reverse("submissions:review", args=[review.pk]))
    assert page.status_code == 200
    return review, page.content.decode()


def judged(review, decision):
    words = {} if decision is Decision.APPROVE else {"reason": "other", "words": "Send a PDF."}
    ruling = Ruling(decision, checklist=ALL_YES, **words)
    return deciding.decide(review.pk, review.reviewer, review.lease_token, ruling)


@pytest.mark.slow
def test_file_without_pictures_is_shown_as_its_text(programme, contractor, reviewer, monkeypatch):
    failing(monkeypatch)
    sample = way.in_review(contractor, programme, {"page.pdf": files.pdf()})
    clean = sample.current_run.files.get()
    assert clean.preview == Preview.TEXT
    manifest = scrubbing.clean_preview(clean).manifest
    assert (manifest["kind"], manifest["pages"]) == ("plain", [])
    review, said = opened(reviewer, sample)
    assert "This is its text alone." in said
    assert "The price of the goods is fair and final." in said
    assert 'id="mark-1"' in said
    assert "quackenbush" not in said.lower()
    (personal,) = (
        point
        for point in checklist.points(sample, policy_of(programme.pk).checklist)
        if point.name == "personal"
    )
    assert not personal.fine
    assert judged(review, Decision.APPROVE) is State.QUALITY


@pytest.mark.slow
def test_file_of_which_nothing_can_be_shown_goes_on_but_is_never_cleared(
    programme, contractor, reviewer, monkeypatch
):
    failing(monkeypatch, plain_too=True)
    sample = way.scrubbed(contractor, programme, {"memo.txt": f"By {files.NAME}.\n".encode()})
    assert sample.current_run.files.get().preview == Preview.NONE
    confirming.confirm(sample.pk, contractor, sample.bundle_sha256)
    assert way.work(sample) == State.CLEARANCE
    review, said = opened(reviewer, sample)
    assert "There is no preview of this file." in said
    with pytest.raises(NotSeenError):
        judged(review, Decision.APPROVE)
    assert judged(review, Decision.ASK) is State.CHANGES_REQUESTED


def test_missing_preview_refuses_an_approval_on_the_page(programme, contractor, reviewer):
    sample = samples.submission(programme, contractor)
    CleanFile.objects.update(preview=Preview.NONE.value)
    review = claims.claim(reviewer, sample.pk, Gate.CLEARANCE)
    data = {"token": review.lease_token, "decision": "approve"}
    data |= {f"check_{name}": "yes" for name in ALL_YES}
    page = client_of(reviewer).post(reverse("submissions:decide", args=[review.pk]), data)
    assert page.status_code == 422
    assert "not_seen" in page.content.decode()
    sample.refresh_from_db()
    assert sample.state == State.CLEARANCE


@pytest.mark.slow
def test_sandbox_that_is_away_is_waited_for(programme, contractor, monkeypatch):
    def away(*_args, **_more):
        raise SandboxUnavailable

    sample = way.draft(contractor, programme)
    way.send(sample, "memo.txt", b"The price of the goods is fair.\n")
    way.work(sample)
    from submissions.domain import drafts

    drafts.submit(sample.pk, contractor, "My Name")
    with monkeypatch.context() as patched:
        patched.setattr(services, "preview_file", away)
        assert way.work(sample) == State.SCRUBBING
    assert not CleanFile.objects.exists()
