"""A reviewer says that something is not private: confirmed anew, and cleared by somebody else."""

import pytest
from django.urls import reverse

from submissions.domain import confirming, scrubbing
from submissions.domain.review import claims
from submissions.domain.review.errors import LetInError
from submissions.models import Finding, Gate, RedactionEdit
from submissions.states import State
from tests.factories.sign_in import client_of
from tests.submissions import way

pytestmark = [pytest.mark.slow, pytest.mark.django_db(databases=["default", "keys"])]

TEXT = b"The memo is by Jane Quarrington of the town's own office.\n"


def test_what_a_reviewer_lets_in_is_confirmed_and_cleared_by_another(
    programme, contractor, reviewer, second_reviewer
):
    sample = way.in_review(contractor, programme, {"memo.txt": TEXT})
    review = claims.claim(reviewer, sample.pk, Gate.CLEARANCE)
    clean = sample.current_run.files.get()
    finding = Finding.objects.get(run=sample.current_run, kind="person", artefact=clean.artefact)
    browser = client_of(reviewer)
    page = browser.get(reverse("submissions:review", args=[review.pk])).content.decode()
    assert f'value="{finding.pk}"' in page
    assert "Quarrington" not in page
    said = {"token": review.lease_token, "copy": clean.pk}
    address = reverse("submissions:review_not_private", args=[review.pk])
    browser.post(address, {**said, "finding": finding.pk, "reason": "because"})
    assert not RedactionEdit.objects.exists()
    browser.post(address, {**said, "finding": finding.pk, "reason": "public"})
    assert RedactionEdit.objects.get().author == reviewer
    browser.post(reverse("submissions:review_rescrub", args=[review.pk]), said)
    assert way.work(sample) == State.CONFIRMING
    assert sample.confirmed_sha256 == ""
    confirming.confirm(sample.pk, contractor, sample.bundle_sha256)
    assert way.work(sample) == State.CLEARANCE
    copy = sample.current_run.files.get()
    assert b"Jane Quarrington" in scrubbing.open_clean(copy)

    assert claims.claim_next(reviewer, programme.pk, Gate.CLEARANCE) is None
    with pytest.raises(LetInError):
        claims.claim(reviewer, sample.pk, Gate.CLEARANCE)
    assert claims.claim_next(second_reviewer, programme.pk, Gate.CLEARANCE).submission == sample
