"""Which addresses may be asked, and what is said about their domains."""

import pytest

from portal.accounts.models import User
from submissions.domain.asking import addresses, signals
from submissions.domain.asking.errors import AddressRefusedError
from submissions.domain.asking.free_mail import is_free
from submissions.domain.asking.signals import Tone
from submissions.domain.consent import domains
from submissions.models import Evidence
from tests.factories import askings, rights

database = pytest.mark.django_db(databases=["default", "keys"])


@pytest.mark.parametrize(
    ("typed", "spelled", "site"),
    [
        ("https://www.Norvale.example/shop", "norvale.example", "norvale.example"),
        ("head@mail.norvale.co.uk", "mail.norvale.co.uk", "norvale.co.uk"),
        ("Größe.example", "xn--gre-6ka8i.example", "xn--gre-6ka8i.example"),
        ("norvale.github.io", "norvale.github.io", "norvale.github.io"),
        ("co.uk", "co.uk", ""),
        ("github.io", "github.io", ""),
        ("192.0.2.7", "192.0.2.7", ""),
        ("localhost", "", ""),
        ("not a domain", "", ""),
        ("", "", ""),
    ],
)
def test_domain_in_one_spelling(typed, spelled, site):
    assert domains.spelled(typed) == spelled
    assert domains.site(domains.spelled(typed)) == site


@pytest.mark.parametrize(
    ("site", "free"),
    [
        ("gmail.com", True),
        ("yahoo.co.jp", True),
        ("web.de", True),
        ("mailinator.com", True),
        ("norvale.example", False),
        ("mygmail.example", False),
    ],
)
def test_free_mail_is_known(site, free):
    assert is_free(site) is free


@database
@pytest.mark.parametrize(
    ("address", "code"),
    [
        ("head.of.sales@norvale.example", ""),
        ("Legal@Mail.Norvale.Example", ""),
        ("head@norvale.example.net", "address_not_declared"),
        ("head@evil-norvale.example", "address_not_declared"),
        ("head@gmail.com", "address_free_mail"),
        ("nobody", "address_malformed"),
        ("a b@norvale.example", "address_malformed"),
        ("head@norvale.example\nBcc: all@example.com", "address_malformed"),
        ("head@com", "address_malformed"),
        ("own@norvale.example", "address_own"),
        ("OWN+sales@norvale.example", "address_own"),
    ],
)
def test_address_is_checked(sample, address, code):
    User.objects.filter(pk=sample.contractor_id).update(email="own@norvale.example")
    sample.refresh_from_db()
    found = ""
    try:
        checked = addresses.checked(address, sample.engagement)
        assert checked.site == "norvale.example"
    except AddressRefusedError as error:
        found = error.shown_code
    assert found == code


@database
def test_declared_free_mail_or_public_suffix_opens_nothing(sample):
    rights.answer(sample, domains=["gmail.com", "com", "example", "co.uk"])
    for address in ("a@gmail.com", "a@norvale.com", "a@norvale.co.uk", "a@norvale.example"):
        with pytest.raises(AddressRefusedError):
            addresses.checked(address, sample.engagement)


def tones(domain, organisation=askings.ORGANISATION, own=()):
    return {s.tone for s in signals.of(domain, organisation, own, [])}


@pytest.mark.parametrize(
    ("domain", "bad"),
    [
        ("norvale.example", False),
        ("mail.norvale.example", False),
        ("n0rvale.example", True),
        ("norva1e.example", True),
        (domains.spelled("n\u043ervale.example"), True),
        ("xn--nrvale-3ve.example", True),
        ("n0rvale-logistics.example", True),
        ("quillbrook.example", False),
    ],
)
def test_domain_that_imitates_is_marked(domain, bad):
    assert (Tone.BAD in tones(domain)) is bad


def test_domain_without_a_word_of_the_name_asks_for_a_look():
    plain = signals.of("quillbrook.example", askings.ORGANISATION, [], [])
    assert [s.tone for s in plain] == [Tone.ATTENTION, Tone.ATTENTION]
    own = signals.of("norvale.example", askings.ORGANISATION, ["me@norvale.example"], [])
    assert "The contractor has an account with an address there." in [s.sentence for s in own]


@pytest.mark.parametrize("domain", ["nor.example", "a.example", "le.example"])
def test_few_letters_of_the_name_speak_for_no_domain(domain):
    assert Tone.GOOD not in tones(domain)


@database
def test_domain_seen_in_the_files_speaks_for_it(sample):
    from submissions.domain import sealed

    key = sealed.key_of(sample.pk)
    Evidence.objects.create(
        artefact=sample.artefacts.get(),
        cross_check="X4",
        name="email_domain",
        digest=key.digest("evidence", "norvale.example"),
        weight=0.3,
    )
    found = signals.of("norvale.example", askings.ORGANISATION, [], [sample])
    assert [s.tone for s in found] == [Tone.GOOD, Tone.GOOD]
