import pytest
from hypothesis import given, strategies as st

from scrubbing.engine.detectors.declared import cased, variants


@pytest.mark.parametrize(
    ("name", "form"),
    [
        ("Ann Lee", "Lee, Ann"), ("Ann Lee", "A. Lee"), ("Ann Lee", "ann.lee"), ("Ann Lee", "AnnLee"), ("Ann Lee", "Ann\nLee"), ("Ann Lee", "Ann Lee's"),
        ("Ann Lee", "A N N L E E"), ("Jürgen Groß", "Juergen Gross"), ("Jürgen Groß", "Jurgen Gross"), ("Acme Tools Ltd.", "Acme Tools"),
        ("Acme Tools Ltd.", "acme_tools"), ("Acme Tools Ltd.", "acme-tools"), ("Acme Tools Ltd.", "AcmeTools"), ("Иван Петров", "Ivan Petrov"),
        ("International Business Machines", "IBM"), ("Smith-Jones", "Smith Jones"), ("Karin van der Berg", "van der Berg, Karin"),
    ],
)  # fmt: skip
def test_variants_hold_the_form(name: str, form: str) -> None:
    assert form.casefold() in {v.casefold() for v in variants(name)}


def test_variants_of_a_firm_hold_no_single_common_word() -> None:
    assert not {"tools", "ltd", "ltd."} & {
        v.casefold() for v in variants("Acme Tools Ltd.", person=False)
    }


@given(st.text(max_size=30))
def test_variants_are_distinct_and_longest_first(name: str) -> None:
    forms = variants(name)
    assert len({f.casefold() for f in forms}) == len(forms)
    assert [len(f) for f in forms] == sorted((len(f) for f in forms), reverse=True)


def test_common_words_need_their_capitals() -> None:
    assert [cased(word) for word in ("Will", "May", "Apple", "IBM", "Thistlewood")] == [
        True,
        True,
        True,
        True,
        False,
    ]
