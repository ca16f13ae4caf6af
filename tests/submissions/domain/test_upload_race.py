"""Several pages of one person that begin uploads at the same moment share one room."""

import threading

import pytest
from django.db import connections

from portal.programmes import versions
from portal.programmes.kinds import SettingKind
from submissions.domain import intake
from submissions.domain.intake import Wanted
from submissions.domain.upload_errors import OverQuotaError
from submissions.models import Upload
from tests.factories import samples

pytestmark = [
    pytest.mark.slow,
    pytest.mark.both_databases,
    pytest.mark.django_db(transaction=True, databases=["default", "keys"]),
]

PAGES, SIZE = 6, 1000


def test_the_last_room_is_given_once(programme, contractor):
    body = {**programme.setting(SettingKind.INTAKE).body, "contractor_quota_bytes": 2 * SIZE - 1}
    versions.publish(programme, SettingKind.INTAKE, body, contractor)
    drafts = [samples.draft(programme, contractor).pk for _ in range(PAGES)]
    start = threading.Barrier(PAGES)
    ended: list[str] = []

    def page(draft):
        try:
            start.wait()
            intake.start(draft, contractor, Wanted("a.txt", SIZE))
            ended.append("begun")
        except OverQuotaError:
            ended.append("refused")
        finally:
            connections.close_all()

    threads = [threading.Thread(target=page, args=[draft]) for draft in drafts]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(ended) == ["begun"] + ["refused"] * (PAGES - 1)
    assert Upload.objects.count() == 1
