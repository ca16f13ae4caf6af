"""The typed task taken apart and put together again: choices stay, all else is text."""

import pytest

from scrubbing.engine.policy import shipped
from scrubbing.services import clean_texts, merge_readings, read_texts
from submissions.domain.scrubbing.typed import OFFERED, put_back, texts

TASK = {
    "title": "Letter to Zelda",
    "language": "en",
    "hours_spent": "1.5",
    "month_done": "2024-01",
    "difficulty": 3,
    "agreed": True,
    "notes": None,
    "empty": "",
    "tools": ["none", "Zelda's own"],
    "rubric": [{"criterion": "polite", "points": 1}, {"criterion": "Zelda agrees", "points": "2"}],
}


def test_every_string_that_no_form_offers_is_text():
    assert texts(TASK) == {
        "title": "Letter to Zelda",
        "tools.1": "Zelda's own",
        "rubric.0.criterion": "polite",
        "rubric.1.criterion": "Zelda agrees",
    }


@pytest.mark.parametrize(
    "value", ["EN", "en de", "1.5 h", "2024-01-31", "1234567", "-12345", "1,234", "+1 5550100"]
)
def test_what_only_looks_like_a_choice_or_a_number_is_text(value):
    assert value not in OFFERED
    assert texts({"field": value}) == {"field": value}


@pytest.mark.parametrize(
    ("path", "value"),
    [
        ("years_of_experience", "12"), ("hours_spent", "1500"), ("hours_spent", "6.5"),
        ("month_done", "2024-03"), ("points", "-1000"), ("budget_in_eur", "25000"),
        ("price", "4800.50"), ("sector", "541511"), ("units_sold", "25000"),
        ("title", "2019"), ("title", "365"), ("title", "48213.50"),
    ],
)  # fmt: skip
def test_a_number_that_counts_something_stays(path, value):
    assert texts({path: value}) == {}
    assert put_back({path: value}, {}) == {path: value}


@pytest.mark.parametrize(
    ("path", "value"),
    [("title", "482135"), ("request", "4821"), ("criterion", "77120"), ("pointsman", "3391")],
)
def test_a_bare_code_where_words_are_asked_for_goes(path, value):
    task = {"rubric": [{path: value}]}
    assert texts(task) == {}
    assert put_back(task, {f"rubric.0.{path}": value}) == {"rubric": [{path: "[number]"}]}


@pytest.mark.slow
def test_a_code_after_a_word_for_it_goes_and_amounts_stay():
    """What stands in a sentence is known by its words."""
    task = {
        "title": "Letter to customer no. 48213",
        "request": "Case number: 482135, 1500 hours, 25000 units",
    }
    policy = shipped()
    knowledge = merge_readings([read_texts(texts(task), policy)], [], [], b"k" * 32)
    shown = put_back(task, clean_texts(texts(task), knowledge, policy).texts)
    assert "48213" not in str(shown)
    assert "1500 hours, 25000 units" in shown["request"]


def test_scrubbed_texts_come_back_into_their_places():
    scrubbed = {path: f"<{path}>" for path in texts(TASK)}
    assert put_back(TASK, scrubbed) == {
        **TASK,
        "title": "<title>",
        "tools": ["none", "<tools.1>"],
        "rubric": [
            {"criterion": "<rubric.0.criterion>", "points": 1},
            {"criterion": "<rubric.1.criterion>", "points": "2"},
        ],
    }


def test_a_text_that_was_not_scrubbed_is_dropped():
    assert put_back({"title": "Zelda", "more": ["Zelda"]}, {}) == {"title": "", "more": [""]}


def test_an_occupation_keeps_its_code_and_nothing_else():
    task = {"occupation": "23-1011.00 Lawyers of Zelda", "title": "23-1011.00 Lawyers"}
    assert texts(task) == {"occupation": "Lawyers of Zelda", "title": "23-1011.00 Lawyers"}
    assert put_back(task, {"occupation": "Lawyers of Vera"}) == {
        "occupation": "23-1011.00 Lawyers of Vera",
        "title": "",
    }
    assert put_back({"occupation": "23-1011.00"}, {}) == {"occupation": "23-1011.00"}
    assert texts({"occupation": "22-1011.00 x"}) == {"occupation": "22-1011.00 x"}
    assert texts({"occupation": "23-1011.0012 x"}) == {"occupation": "23-1011.0012 x"}
