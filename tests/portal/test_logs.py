"""A log holds listed fields with harmless values; text from outside does not come in."""

import io
import json
import logging
import logging.config

import pytest
import structlog
from django.test import RequestFactory

from portal import logs

CANARY = "Sarah Connor, 555-0142"


@pytest.fixture
def lines(settings):
    """What has been logged so far, as JSON."""
    settings.LOG_STRICT = False
    structlog.contextvars.clear_contextvars()
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logs._formatter(json=True))
    root = logging.getLogger()  # noqa: TID251 - the root, as the settings have it
    before = root.level
    root.addHandler(handler)
    root.setLevel("INFO")
    yield lambda: [json.loads(line) for line in out.getvalue().splitlines()]
    root.removeHandler(handler)
    root.setLevel(before)


def library() -> logging.Logger:
    return logging.getLogger("library")  # noqa: TID251 - speaks as a library would


def without_frame(line: dict) -> dict:
    return {key: value for key, value in line.items() if key not in {"timestamp", "places"}}


def test_listed_fields_come_out_as_they_went_in(lines):
    structlog.get_logger("ours").info("scrub_finished", submission=7, ms=12, state="held")
    assert [without_frame(line) for line in lines()] == [
        {
            "event": "scrub_finished",
            "level": "info",
            "logger": "ours",
            "submission": 7,
            "ms": 12,
            "state": "held",
        }
    ]


def test_unlisted_field_is_left_out(lines):
    structlog.get_logger("ours").info("scrub_finished", title=CANARY, count=1)
    assert "title" not in lines()[0]
    assert lines()[0]["count"] == 1


def test_unlisted_field_fails_a_test(settings):
    settings.LOG_STRICT = True
    with pytest.raises(logs.FieldNotOnListError):
        structlog.get_logger("ours").warning("scrub_finished", title=CANARY)


@pytest.mark.parametrize("value", [CANARY, {"a": CANARY}, [CANARY], "é", "x" * 201, "a\nb"])
def test_value_that_does_not_look_like_ours_is_withheld(lines, value):
    structlog.get_logger("ours").info("scrub_finished", name=value)
    assert lines()[0]["name"] == logs.WITHHELD


def test_event_that_is_not_a_fixed_word_is_withheld(lines):
    structlog.get_logger("ours").info(f"scrubbed {CANARY}")
    assert lines()[0]["event"] == logs.WITHHELD


def test_exception_shows_its_class_and_places_but_not_its_text(lines):
    try:
        raise ValueError(CANARY)
    except ValueError:
        structlog.get_logger("ours").exception("scrub_failed")
    line = lines()[0]
    assert line["exception"] == "builtins.ValueError"
    assert "test_logs.py" in line["places"][-1]
    assert CANARY not in json.dumps(line)


@pytest.mark.parametrize(
    ("template", "filled_in", "shown"),
    [("found %s", (CANARY,), "found %s"), (f"found {CANARY}", (), logs.WITHHELD)],
)
def test_library_message_shows_its_template_only(lines, template, filled_in, shown):
    library().warning(template, *filled_in)
    assert lines()[0]["event"].split(" ", 1)[1] == shown
    assert CANARY not in json.dumps(lines())


def test_library_exception_shows_no_text(lines):
    try:
        raise ValueError(CANARY)
    except ValueError:
        library().exception("failed on %s", CANARY)
    assert lines()[0]["exception"] == "builtins.ValueError"
    assert CANARY not in json.dumps(lines())


def test_whole_suite_logs_through_these_processors():
    """The formatter of the tests above is the one that the settings install."""
    config = logs.configure(json=True, level="INFO")
    assert config["formatters"]["listed"]["()"] is logs._formatter
    assert config["root"]["handlers"] == ["stderr"]


def test_request_gets_an_id_of_ours_and_one_line(lines):
    def view(request):
        structlog.get_logger("ours").info("seen")
        return HttpResponse(status=204)

    from django.http import HttpResponse

    request = RequestFactory().get("/somewhere", headers={"x-request-id": CANARY})
    response = logs.RequestIdMiddleware(view)(request)
    seen, finished = lines()
    assert seen["request_id"] == finished["request_id"] == response["X-Request-ID"]
    assert (finished["event"], finished["status"]) == ("request_finished", 204)
    assert CANARY not in json.dumps(lines())
