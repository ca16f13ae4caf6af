"""Small finders of the cross-checks at their edges; whole files are tested with the rules."""

import io

import pytest
from PIL import Image

from scrubbing.engine.detectors.claims import Claim, find_claims
from scrubbing.engine.detectors.financials import find_financials
from scrubbing.engine.detectors.hidden import find_hidden
from scrubbing.engine.detectors.history import History
from scrubbing.engine.detectors.licences import find_licences, find_registries
from scrubbing.engine.detectors.organisations import (
    FRAMED,
    LETTERHEAD,
    MENTIONED,
    RECURRING,
    find_organisations,
)
from scrubbing.engine.look import look
from scrubbing.engine.types import Kind, Role, Span, Unit
from tests.submissions.domain.consent.cross_cases import MIT, logo


def body(*texts: str) -> list[Unit]:
    return [Unit(f"p:{number}", text) for number, text in enumerate(texts)]


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        (["€ 5", "€ 7 and 12 €"], [Claim("currency", "EUR")]),
        (["€ 5", "€ 7"], []),
        (["$4", "US$ 5", "$6,000"], [Claim("currency", "USD")]),
        (["Amtsgericht Hamburg HRB 12345"], [Claim("jurisdiction", "DE")]),
        (["the laws of England"], [Claim("jurisdiction", "GB")]),
        (["Delaware is a river"], []),
    ],
)
def test_money_and_law_are_told_by_their_own_words(texts, expected):
    assert [c for c in find_claims(body(*texts)) if c.name != "language"] == expected


def test_figures_need_words_for_being_unpublished_a_measure_and_amounts():
    amounts = "1,200,000 1,300,000 1,400,000 1,500,000 1,600,000"
    assert find_financials(body("Unaudited revenue", amounts)) is not None
    assert find_financials(body("Revenue", amounts)) is None
    assert find_financials(body("Unaudited list of parts", amounts)) is None
    assert find_financials(body("Unaudited revenue", "two trucks")) is None


def test_hidden_sentences_are_counted_and_names_of_styles_are_not():
    units = [
        Unit("1", "Never go below ninety euros", Role.HIDDEN),
        Unit("2", "Comment Text Title Char", Role.HIDDEN),
        Unit("3", "sum width 0 height two", Role.HIDDEN),
        Unit("4", "The board has not seen this yet", Role.HIDDEN),
        Unit("5", "Never go below ninety euros"),
    ]
    (found,) = find_hidden(units)
    assert (found.name, found.locator, found.count) == ("hidden_text", "1", 2)


@pytest.mark.parametrize(
    ("texts", "expected"),
    [
        ([MIT], ["MIT"]),
        (["Licensed under the Apache License, Version 2.0"], ["Apache-2.0"]),
        (["The driving licence of the guard is valid."], []),
        (["Made in Hamburg."], []),
    ],
)
def test_licences_are_named_by_their_text_or_notice(texts, expected):
    assert [licence.spdx for licence in find_licences(body(*texts))] == expected


@pytest.mark.parametrize(
    ("text", "hosts"),
    [
        ("registry=https://npm.norvale.example/\n", ["npm.norvale.example"]),
        ("registry=https://registry.npmjs.org/\n", []),
        ("[[package]]\nname = 'a'\n[package.source]\nurl = \"https://pypi.norvale.example/simple\"\n", ["pypi.norvale.example"]),
        ("--index-url https://u:p@pypi.norvale.example/simple\n", ["pypi.norvale.example"]),
        ("GEM\n  remote: https://rubygems.org/\n", []),
        ("See https://norvale.example for the url of the depot.", []),
    ],
)  # fmt: skip
def test_registries_that_not_everybody_uses_are_told(text, hosts):
    assert [registry.untrusted_host for registry in find_registries(body(text))] == hosts


def test_secrets_of_old_versions_are_found_within_limits():
    history = History()
    history.add("a", b'password = "hunter2-Kq9vX3"\n')
    history.add("b", b"count = 1\n")
    history.add("c", b"\x00\x01binary")
    history.add("d", b"x" * 400_000)
    assert list(history.untrusted_secrets()) == ["hunter2-Kq9vX3"]
    assert list(History().untrusted_secrets()) == []


def test_an_organisation_speaks_by_where_and_how_often_it_stands():
    def weights(*units: Unit) -> list[float]:
        spans = [Span(u.locator, 0, 7, Kind.ORGANIZATION, 0.9, "names") for u in units]
        return [found.weight for found in find_organisations(units, spans)]

    text = body("Norvale sent it", "Norvale paid", "Norvale called")
    head = Unit("h", "Norvale", Role.HEADER)
    assert weights(text[0]) == [MENTIONED]
    assert weights(*text) == [RECURRING]
    assert weights(head, text[0]) == [FRAMED]
    assert weights(head, *text) == [LETTERHEAD]


def distance(one: str, other: str) -> int:
    return (int(one, 16) ^ int(other, 16)).bit_count()


@pytest.mark.slow
def test_a_logo_looks_the_same_smaller_and_as_a_jpeg():
    def seen(data: bytes) -> str:
        found = look(Image.open(io.BytesIO(data)).convert("RGB"))
        assert found is not None
        return found

    again = max(distance(seen(logo(n)), seen(logo(n, 130, "JPEG"))) for n in range(20))
    others = min(distance(seen(logo(n)), seen(logo(m))) for n in range(20) for m in range(n))
    assert again <= 8 < others


def test_a_plain_area_has_no_look():
    assert look(Image.new("RGB", (100, 100), "white")) is None
    assert look(Image.new("RGB", (10, 10), "black")) is None
