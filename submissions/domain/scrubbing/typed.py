"""The typed task as texts for the scrubber, and back into its shape.

Choices, amounts, years and months are kept as they are only where their value is one that
a form offers or that says nothing; a longer number stays only in a field that counts
something. Everything else is text, whatever field it stands in.
"""

import re
from collections.abc import Iterator, Mapping

from portal.programmes.defaults import DEFAULTS
from portal.programmes.models import SettingKind
from submissions.domain.sealed import JSON

PLAIN = re.compile(r"-?\d{1,3}|\d{1,6}[.,]\d{1,2}|(19|20)\d\d|\d{4}-\d{2}")
"""A small number, an amount, a year or a month: says nothing about anybody."""
NUMBER = re.compile(r"\d{4,6}|-\d{4}")
"""In a field that counts something it stays; anywhere else it is a customer's or a case's."""
COUNTED = re.compile(
    r"(?:.*_)?(?:hours?|days?|weeks?|months?|years?|minutes?|points?|score|weight|percent|units?"
    r"|count|pages?|words?|amount|budget|cost|price|rate|total|sector)(?:_.*)?"
)
"""Names of fields that count, and the sector, which may be a code of the public list NAICS."""
CODE = "[number]"
_FORM = DEFAULTS[SettingKind.TASK_FORM]
OCCUPATION = re.compile(r"(?P<code>[1-5][13579]-\d{4}\.\d{2})(?P<rest>\s.*)?", re.DOTALL)
"""A code of O*NET-SOC, a public list whose numbers look like telephone numbers, and a title."""
OFFERED = frozenset(
    {
        *_FORM["categories"], *_FORM["domains"],
        "real", "real_adapted", "reconstructed", "fabricated",
        "employee", "freelance", "marketplace", "own_business",
        "yes", "no", "none", "some", "most", "junior", "middle", "senior", "lead",
        "true", "false", "en", "de", "fr", "es", "it", "nl", "pl", "pt",
    }
)  # fmt: skip
"""Values of choices that the forms offer; anything else is treated as typed text."""


def texts(task: Mapping[str, JSON]) -> dict[str, str]:
    """Every string of the task by its path, such as ``rubric.0.criterion``."""
    return dict(_walk(dict(task), ""))


def _walk(value: JSON, path: str) -> Iterator[tuple[str, str]]:
    match value:
        case str() if value and not _stays(path, value):
            if _is_code(path, value):
                return
            if text := value[len(_code(path, value)) :].lstrip():
                yield path, text
        case list():
            for position, item in enumerate(value):
                yield from _walk(item, f"{path}.{position}" if path else str(position))
        case dict():
            for name, item in value.items():
                yield from _walk(item, f"{path}.{name}" if path else str(name))
        case _:
            return


def _stays(path: str, value: str) -> bool:
    """Whether it is no text: a choice that a form offers, or a number that counts something."""
    if value in OFFERED or PLAIN.fullmatch(value):
        return True
    return bool(NUMBER.fullmatch(value) and COUNTED.fullmatch(path.rpartition(".")[2]))


def _is_code(path: str, value: str) -> bool:
    """A bare number where words are asked for: no detector has a context to know it by."""
    return bool(NUMBER.fullmatch(value)) and not _stays(path, value)


def _code(path: str, value: str) -> str:
    """The code that an occupation begins with, which is kept; empty for any other text."""
    found = OCCUPATION.fullmatch(value) if path == "occupation" else None
    return found["code"] if found else ""


def put_back(task: Mapping[str, JSON], scrubbed: Mapping[str, str]) -> dict[str, JSON]:
    """The task with every text replaced. A text without a scrubbed one is dropped, not kept."""
    rebuilt = _rebuild(dict(task), "", scrubbed)
    return rebuilt if isinstance(rebuilt, dict) else {}


def _rebuild(value: JSON, path: str, scrubbed: Mapping[str, str]) -> JSON:
    match value:
        case str() if value and not _stays(path, value):
            if _is_code(path, value):
                return CODE
            return " ".join(filter(None, (_code(path, value), scrubbed.get(path, ""))))
        case list():
            return [
                _rebuild(item, f"{path}.{position}" if path else str(position), scrubbed)
                for position, item in enumerate(value)
            ]
        case dict():
            return {
                name: _rebuild(item, f"{path}.{name}" if path else str(name), scrubbed)
                for name, item in value.items()
            }
        case _:
            return value
