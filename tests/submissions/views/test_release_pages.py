import io
import zipfile

import pytest
from django.urls import reverse

from portal.programmes.roles import Role
from submissions.domain.release import confirming, proposing
from submissions.models import Download, Release
from submissions.states import State
from tests.factories import people, rights, samples

pytestmark = pytest.mark.django_db(databases=["default", "keys"])


@pytest.fixture
def approved(programme, contractor):
    sample = samples.submission(programme, contractor, State.APPROVED)
    rights.all_clear(sample)
    return sample


@pytest.fixture
def proposed(programme, admin, approved):
    return proposing.propose(programme.pk, admin, [approved.pk])


@pytest.fixture
def released(proposed, reviewer):
    return confirming.confirm(proposed.pk, reviewer, reauthenticated=True)


def page(browser, name, *args, status=200):
    response = browser.get(reverse(f"submissions:{name}", args=args))
    assert response.status_code == status, response.content[:500]
    return response.content.decode()


def test_admin_proposes_what_is_approved(signed_in, admin, programme, approved):
    browser = signed_in(admin)
    url = reverse("submissions:propose", args=[programme.slug])
    assert browser.get(url).url == f"{reverse('account_reauthenticate')}?next={url}"
    browser.post(reverse("account_reauthenticate"), {"password": "a long pass phrase"})
    said = page(browser, "propose", programme.slug)
    assert f"No. {approved.number}" in said
    assert samples.CANARY_ORIGINAL not in said
    browser.post(
        reverse("submissions:propose", args=[programme.slug]), {"sample": [str(approved.pk)]}
    )
    release = Release.objects.get()
    assert "Proposed" in page(browser, "release", release.pk)


def test_proposer_sees_why_the_button_is_off(signed_in, admin, proposed):
    assert "A release is confirmed by a clearance reviewer." in page(
        signed_in(admin), "release", proposed.pk
    )


def test_confirm_asks_to_sign_in_again(signed_in, reviewer, proposed):
    browser = signed_in(reviewer)
    url = reverse("submissions:confirm_release", args=[proposed.pk])
    response = browser.post(url)
    assert response.url == f"{reverse('account_reauthenticate')}?next={url}"
    proposed.refresh_from_db()
    assert proposed.state == "proposed"


def test_second_person_confirms_after_signing_in_again(signed_in, reviewer, proposed):
    browser = signed_in(reviewer)
    url = reverse("submissions:confirm_release", args=[proposed.pk])
    browser.post(reverse("account_reauthenticate"), {"password": "a long pass phrase"})
    assert "Confirm this release?" in page(browser, "confirm_release", proposed.pk)
    browser.post(url)
    proposed.refresh_from_db()
    assert proposed.state == "released"
    assert proposed.manifest_sha256 in page(browser, "release", proposed.pk)


def test_download_streams_the_zip_and_shows_in_the_ledger(signed_in, reviewer, released):
    browser = signed_in(reviewer)
    response = browser.post(reverse("submissions:download", args=[released.pk]))
    data = b"".join(response.streaming_content)
    assert zipfile.ZipFile(io.BytesIO(data)).read("items/0001/001.txt") == samples.CLEAN_BYTES
    assert response["Content-Disposition"].startswith("attachment")
    assert "no-store" in response["Cache-Control"]
    assert Download.objects.get().person == reviewer
    assert reviewer.display_name in page(browser, "release", released.pk)


def test_download_is_refused_to_admins_and_hidden_from_others(
    signed_in, admin, contractor, released
):
    url = reverse("submissions:download", args=[released.pk])
    assert signed_in(admin).post(url).status_code == 403
    assert signed_in(contractor).post(url).status_code == 404
    elsewhere = people.member(people.programme(), Role.CLEARANCE_REVIEWER, Role.PROGRAMME_ADMIN)
    assert signed_in(elsewhere).post(url).status_code == 404
    assert Download.objects.count() == 0


def test_release_pages_do_not_exist_for_others(signed_in, contractor, grader, proposed, programme):
    for stranger in (contractor, grader):
        browser = signed_in(stranger)
        page(browser, "release", proposed.pk, status=404)
        page(browser, "confirm_release", proposed.pk, status=404)
        page(browser, "propose", programme.slug, status=403)
        page(browser, "releases", status=404)


def test_proposal_is_taken_back(signed_in, admin, proposed):
    browser = signed_in(admin)
    browser.post(reverse("submissions:drop_release", args=[proposed.pk]))
    proposed.refresh_from_db()
    assert proposed.state == "dropped"
    assert "Nothing was released yet" in page(browser, "releases")


@pytest.mark.parametrize("rows", [1, 3])
def test_release_list_asks_the_database_as_often_for_many_rows(
    signed_in, admin, programme, contractor, rows, django_assert_num_queries
):
    browser = signed_in(admin)
    for _ in range(rows):
        sample = samples.submission(programme, contractor, State.APPROVED)
        proposing.propose(programme.pk, admin, [sample.pk])
    page(browser, "releases")
    with django_assert_num_queries(13):
        page(browser, "releases")


def test_figures_show_counts_to_admins_alone(signed_in, admin, reviewer, programme, contractor):
    samples.submission(programme, contractor)
    said = page(signed_in(admin), "figures", programme.slug)
    assert "In review" in said
    page(signed_in(reviewer), "figures", programme.slug, status=403)
