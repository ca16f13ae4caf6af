"""A declared name is known again in every usual way of writing it, and no other name is."""

import pytest

from submissions.domain.consent.naming import same, shares_a_word

NAME = "Norvale Logistics Group GmbH"
MEANT = (
    "Norvale", "NORVALE LOGISTICS", "norvale logistics group", "Norvale's", "Norvale Logistics’ ", "NorvaleLogistics", "norvale_logistics", "norvale-logistics-group",
    "NLG", "Norv. Logist. Gr.", "Norvalle Logistics", "Novrale Logistics Group", "Norvale Logistics Group Ltd", "Nörvale Logistics".replace("ö", "o"),
)  # fmt: skip
OTHERS = (
    "Norvale Bank",
    "Northwind Logistics",
    "Logistics Weekly",
    "NLB",
    "GmbH",
    "Norway",
    "Quillbrook Ltd",
    "Nor",
    "Valencia Group",
    "",
)


@pytest.mark.parametrize("written", MEANT)
def test_a_declared_name_is_known_in_another_spelling(written):
    assert same(written, NAME)


@pytest.mark.parametrize("written", OTHERS)
def test_another_name_is_not_the_declared_one(written):
    assert not same(written, NAME)


def test_umlauts_are_known_written_out_and_in_punycode():
    assert same("Mueller Werke", "Müller-Werke AG")
    assert shares_a_word("www.xn--mller-kva.example", "Müller GmbH")
    assert not shares_a_word("www.xn--mller-kva.example", "Meyer GmbH")


@pytest.mark.parametrize(
    ("host", "meant"),
    [
        ("git.norvale.example", True), ("norvalelogisticsgroup.example", True), ("nlg.example.com", True), (r"\\norvale-fs01\share", True),
        ("git.quillbrook.example", False), ("logger.example.com", False),
    ],
)  # fmt: skip
def test_a_host_holds_a_word_of_the_name(host, meant):
    assert shares_a_word(host, NAME) is meant
