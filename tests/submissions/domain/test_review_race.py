"""Many reviewers at once, on real connections: each sample is claimed exactly once."""

import threading
from collections import Counter

import pytest
from django.db import connections

from portal.programmes.roles import Role
from submissions.domain.review import claims, deciding
from submissions.domain.review.deciding import Ruling
from submissions.models import Decision, Gate, Review
from tests.factories import people, samples

pytestmark = [
    pytest.mark.slow,
    pytest.mark.both_databases,
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]

CLIENTS, ITEMS, CLAIMS = 8, 10, 50
REJECT = Ruling(Decision.REJECT, "not_real_work", "It is not real.")


def test_fifty_claims_of_ten_samples_by_eight_reviewers(programme, contractor):
    reviewers = [people.member(programme, Role.CLEARANCE_REVIEWER) for _ in range(CLIENTS)]
    wanted = {samples.submission(programme, contractor).pk for _ in range(ITEMS)}
    left = iter(range(CLAIMS))
    turn, start = threading.Lock(), threading.Barrier(CLIENTS)
    failures: list[BaseException] = []

    def client(reviewer):
        try:
            start.wait()
            while True:
                with turn:
                    if next(left, None) is None:
                        return
                review = claims.claim_next(reviewer, programme.pk, Gate.CLEARANCE)
                if review is not None:
                    deciding.decide(review.pk, reviewer, review.lease_token, REJECT)
        except Exception as error:  # noqa: BLE001 - whatever went wrong is shown by the test
            failures.append(error)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=client, args=[reviewer]) for reviewer in reviewers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    claimed = Counter(Review.objects.values_list("submission_id", flat=True))
    assert claimed == Counter(wanted)
    assert set(Review.objects.values_list("decision", flat=True)) == {"reject"}
