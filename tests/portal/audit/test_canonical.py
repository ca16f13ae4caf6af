import pytest
from hypothesis import given, strategies as st

from portal.audit.canonical import NotCanonicalError, canonical

TEXT = st.text(st.characters(exclude_categories=["Cs"]))
JSON = st.recursive(
    st.none() | st.booleans() | TEXT | st.integers(-(2**53) + 1, 2**53 - 1),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(TEXT, inner, max_size=4),
)


def test_canonical_gives_the_example_of_the_rfc_without_its_floats():
    """RFC 8785, 3.2.2 and 3.2.3, with whole numbers in place of the floats."""
    value = {
        "numbers": [333, 4, 2],
        "string": '\u20ac$\u000f\nA\'B"\\\\"/',
        "literals": [None, True, False],
    }
    assert (
        canonical(value)
        == (
            '{"literals":[null,true,false],"numbers":[333,4,2],'
            '"string":"€$\\u000f\\nA\'B\\"\\\\\\\\\\"/"}'
        ).encode()
    )


def test_canonical_orders_names_by_utf16_code_units():
    """RFC 8785, 3.2.3: the emoji's first code unit d83d stands before fb33."""
    names = {"\u20ac": 1, "\r": 2, "\ufb33": 3, "1": 4, "\U0001f600": 5, "\u0080": 6, "\u00f6": 7}
    assert canonical(names).decode() == (
        '{"\\r":2,"1":4,"\u0080":6,"\u00f6":7,"\u20ac":1,"\U0001f600":5,"\ufb33":3}'
    )


@pytest.mark.slow
@given(JSON)
def test_canonical_reads_back_as_the_same_value_and_is_stable(value):
    import json

    again = json.loads(canonical(value))
    assert again == value
    assert canonical(again) == canonical(value)


@pytest.mark.parametrize("value", [1.5, 2**53, -(2**53), "\ud800", b"x", {"a": {1, 2}}])
def test_canonical_refuses_what_has_no_one_form(value):
    with pytest.raises(NotCanonicalError):
        canonical(value)
