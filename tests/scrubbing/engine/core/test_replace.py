import re

import pytest
from hypothesis import given, strategies as st

from scrubbing.engine.replace import Draw, Words, dates, label, squeeze, stand_in
from scrubbing.engine.replace.genders import gender_of
from scrubbing.engine.types import Kind

KEY, OTHER = b"k" * 32, b"o" * 32
TEXTS = {
    Kind.PERSON: "Jane Doe",
    Kind.ORGANIZATION: "Acme Corp",
    Kind.LOCATION: "Springfield",
    Kind.ADDRESS: "12 Main Street",
    Kind.EMAIL: "jane.doe@acme.test",
    Kind.PHONE: "+1 (212) 555-0199",
    Kind.URL: "https://wiki.acme.test/people/jane",
    Kind.HOST: "db1.acme.test",
    Kind.IP_ADDRESS: "10.1.2.3",
    Kind.CARD: "4111 1111 1111 1111",
    Kind.REFERENCE: "INV-20417/B",
    Kind.DATE_TIME: "12 March 2020",
}


def words(key: bytes = KEY) -> Words:
    return Words(Draw(key))


def test_stand_in_same_key_gives_the_same():
    one = [stand_in(kind, text, 1, words()) for kind, text in TEXTS.items()]
    assert one == [stand_in(kind, text, 1, words()) for kind, text in TEXTS.items()]


def test_stand_in_another_key_gives_others():
    pairs = [
        (stand_in(kind, text, 1, words()), stand_in(kind, text, 1, words(OTHER)))
        for kind, text in TEXTS.items()
    ]
    assert [mine for mine, other in pairs if mine == other] == []


@pytest.mark.parametrize(("kind", "text"), TEXTS.items())
def test_stand_in_keeps_nothing_of_the_value(kind, text):
    made = stand_in(kind, text, 1, words())
    assert made.isascii()
    assert squeeze(text) not in squeeze(made)


def test_person_is_one_in_all_forms():
    table = words()
    given_name, family = stand_in(Kind.PERSON, "Jane Doe", 1, table).split()
    forms = ["Doe, Jane", "JANE DOE", "Dr. Jane Doe", "Doe", "jane.doe@acme.test"]
    kinds = [Kind.PERSON] * 4 + [Kind.EMAIL]
    made = [stand_in(kind, text, 1, table) for kind, text in zip(kinds, forms, strict=True)]
    assert made[:4] == [
        f"{family}, {given_name}",
        f"{given_name} {family}".upper(),
        f"Dr. {given_name} {family}",
        family,
    ]
    assert made[4].startswith(f"{given_name}.{family}@".lower())


def test_organisation_is_one_in_all_case_forms():
    table = words()
    core = stand_in(Kind.ORGANIZATION, "Acme Corp", 1, table).removesuffix(" Corp")
    forms = ["Acme", "ACME", "acme", "Acme, Inc."]
    made = [stand_in(Kind.ORGANIZATION, text, 1, table) for text in forms]
    assert made == [core, core.upper(), core.lower(), f"{core}, Inc."]


@pytest.mark.parametrize(
    ("text", "ending"),
    [("Acme's", "'s"), ("ACME\u2019S", "'S"), ("Acme Corp's", " Corp's"), ("Acmes'", None)],
)
def test_who_owns_something_keeps_the_name_of_the_owner(text, ending):
    table = words()
    core = stand_in(Kind.ORGANIZATION, "Acme Corp", 1, table).removesuffix(" Corp")
    made = stand_in(Kind.ORGANIZATION, text, 1, table)
    assert (made.lower() == f"{core}{ending}".lower()) is (ending is not None)


def test_a_longer_name_that_begins_with_a_known_one_follows_it():
    table = words()
    core = stand_in(Kind.ORGANIZATION, "Acme Corp", 1, table).removesuffix(" Corp")
    first, rest = stand_in(Kind.ORGANIZATION, "Acme Water Works", 1, table).split()
    assert (first, rest != "Works") == (core, True)


@pytest.mark.parametrize("kind", [Kind.PERSON, Kind.LOCATION])
def test_an_organisation_read_as_something_else_keeps_its_stand_in(kind):
    table = words()
    core = stand_in(Kind.ORGANIZATION, "Acme Corp", 1, table).removesuffix(" Corp")
    assert stand_in(kind, "Acme", 1, table) == core


@pytest.mark.parametrize(("name", "gender"), [("Jane", "f"), ("ROBERT", "m")])
def test_gender_of_a_given_name_is_kept_where_it_is_asked_for(name, gender):
    made = {
        stand_in(
            Kind.PERSON, f"{name} Doe", 1, Words(Draw(bytes([key]) * 32), gendered=True)
        ).split()[0]
        for key in range(40)
    }
    assert ({gender_of(word) for word in made}, len(made) > 5) == ({gender}, True)


def test_gender_of_a_given_name_is_not_kept_otherwise():
    made = {stand_in(Kind.PERSON, "Jane Doe", 1, words(bytes([key]) * 32)) for key in range(40)}
    assert {gender_of(name.split()[0]) for name in made} >= {"f", "m"}


@pytest.mark.slow
def test_no_two_people_share_a_stand_in():
    table = words()
    made = [table.give("family", f"name{n}") for n in range(2000)]
    assert len(set(made)) == len(made)


def test_words_of_the_submission_are_never_drawn():
    drawn = words().give("given", "Jane")
    table = Words(Draw(KEY), {}, [squeeze(drawn)])
    assert table.give("given", "Jane") != drawn


@pytest.mark.parametrize(
    ("kind", "text", "pattern"),
    [
        (Kind.EMAIL, "a.b@corp.test", r"[a-z.]+@[a-z]+\.example\.com"),
        (Kind.PHONE, "212-555-0199", r"\d{3}-555-01\d\d"),
        (Kind.PHONE, "+44 20 7946 0958", r"\+1 \d{3}-555-01\d\d"),
        (Kind.IP_ADDRESS, "10.0.0.1", r"(192\.0\.2|198\.51\.100|203\.0\.113)\.\d+"),
        (Kind.IP_ADDRESS, "fe80::1", r"2001:db8::[0-9a-f]+:[0-9a-f]+"),
        (Kind.MAC_ADDRESS, "AA:BB:CC:00:11:22", r"00:00:5E:00:53:[0-9A-F]{2}"),
        (Kind.SOCIAL_ID, "123-45-6789", r"9\d\d-\d\d-\d{4}"),
        (Kind.SECRET, "hunter2", r"SECRET_1"),
        (Kind.REFERENCE, "AB-1234/x", r"[A-Z]{2}-\d{4}/[a-z]"),
    ],
)
def test_stand_in_comes_from_reserved_ranges(kind, text, pattern):
    assert re.fullmatch(pattern, stand_in(kind, text, 1, words()))


def test_card_and_iban_keep_valid_check_digits():
    card = [int(c) for c in stand_in(Kind.CARD, "4111111111111111", 1, words())]
    doubled = [sum(divmod(2 * d, 10)) if i % 2 == 0 else d for i, d in enumerate(card)]
    assert sum(doubled) % 10 == 0
    iban = stand_in(Kind.BANK_ACCOUNT, "DE89370400440532013000", 1, words())
    assert int("".join(str(int(c, 36)) for c in iban[4:] + iban[:4])) % 97 == 1


def test_label_is_a_bare_token():
    assert [label(Kind.SECRET, 3), label(Kind.MANUAL, 1)] == ["SECRET_3", "REMOVED_1"]


@pytest.mark.parametrize(
    ("text", "moved"),
    [
        ("2020-03-01T10:00", "2020-06-09T10:00"),
        ("12th March 2020", "20th June 2020"),
        ("3 May 2021 and 4 June 2021", "11 August 2021 and 12 September 2021"),
        ("Jan 2020", "Apr 2020"),
        ("20240115", "20240424"),
        ("last week", None),
    ],
)
def test_dates_move_together(text, moved):
    assert dates.shift(text, 100) == moved


@pytest.mark.slow
@given(st.sampled_from(sorted(Kind)), st.text(max_size=40))
def test_stand_in_takes_any_text(kind, text):
    assert stand_in(Kind(kind), text, 1, words()).isascii() or text
