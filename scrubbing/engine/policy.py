"""What a programme wants done with each kind of finding, and from which score on.

A policy is JSON (``policies/schema.json``); three are shipped: strict, balanced (the
default) and code. A policy that is wrong raises ``PolicyError`` with one sentence per
mistake. Secrets, declared names and people's own marks are always removed: a policy may
choose how, not whether.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator
from jsonschema.exceptions import ValidationError

from scrubbing.engine.types import Kind

FOLDER = Path(__file__).parent / "policies"
SHIPPED = ("balanced", "strict", "code")
DEFAULT = "balanced"
ALWAYS = frozenset({Kind.SECRET, Kind.DECLARED, Kind.MANUAL})
"""Kinds that no policy may keep."""


class Action(StrEnum):
    """What happens to a span of a kind."""

    SURROGATE = "surrogate"
    LABEL = "label"
    DROP = "drop"
    KEEP = "keep"
    HOLD = "hold"


@dataclass(frozen=True, slots=True)
class Rule:
    """``threshold`` is the lowest score on which ``action`` is taken."""

    action: Action
    threshold: float


@dataclass(frozen=True, slots=True)
class Policy:
    """One version of one policy. ``macros`` is "strip" or "refuse"."""

    name: str
    version: int
    entities: Mapping[Kind, Rule]
    macros: str = "strip"
    gender: str = "drop"
    dates: str = "keep"

    def rule(self, kind: Kind) -> Rule:
        """The rule for a kind; a kind the policy does not name is removed.

        With ``dates`` kept, dates stay whatever else is said; dates of birth do not.
        """
        if kind is Kind.DATE_TIME and self.dates == "keep":
            return Rule(Action.KEEP, 0.0)
        return self.entities.get(kind, Rule(Action.SURROGATE, 0.5))

    def acts_on(self, kind: Kind, score: float) -> bool:
        """Whether a span of this kind and score is changed at all."""
        rule = self.rule(kind)
        return rule.action is not Action.KEEP and score >= rule.threshold


class PolicyError(ValueError):
    """A policy that cannot be used; ``sentences`` holds one per mistake."""

    def __init__(self, sentences: tuple[str, ...]) -> None:
        super().__init__(" ".join(sentences))
        self.sentences = sentences


@cache
def shipped(name: str = DEFAULT) -> Policy:
    """One of the policies that come with the engine."""
    return build(document(name))


def document(name: str = DEFAULT) -> dict[str, Any]:
    """The JSON document of a shipped policy, to change and give to ``build``."""
    loaded: dict[str, Any] = json.loads((FOLDER / f"{name}.json").read_text(encoding="utf-8"))
    return loaded


def parse(text: str) -> Policy:
    """A policy from its JSON text."""
    try:
        document = json.loads(text)
    except ValueError as error:
        raise PolicyError(("The policy is not valid JSON.",)) from error
    return build(document)


def build(document: Any) -> Policy:
    """A policy from its JSON value."""
    if sentences := tuple(check(document)):
        raise PolicyError(sentences)
    entities = {
        Kind(kind): Rule(Action(rule["action"]), float(rule["threshold"]))
        for kind, rule in document["entities"].items()
    }
    return Policy(
        name=document["name"],
        version=document["version"],
        entities=entities,
        macros=document.get("macros", "strip"),
        gender=document.get("gender", "drop"),
        dates=document.get("dates", "keep"),
    )


def check(document: Any) -> list[str]:
    """One sentence per mistake in a policy; none when it may be used."""
    errors = sorted(
        _validator().iter_errors(document), key=lambda error: list(map(str, error.path))
    )
    sentences = list(dict.fromkeys(_sentence(error) for error in errors))
    if isinstance(document, dict) and isinstance(document.get("entities"), dict):
        sentences += _check_entities(document["entities"])
    return sentences


def _check_entities(entities: Mapping[str, Any]) -> list[str]:
    sentences = []
    for name, rule in entities.items():
        if name not in set(Kind):
            sentences.append(f"There is no kind of finding called {name!r}.")
        elif name in ALWAYS and isinstance(rule, dict) and rule.get("action") == "keep":
            sentences.append(f"{name} is always removed; choose surrogate, label or drop.")
    return sentences


def _sentence(error: ValidationError) -> str:
    where = ".".join(map(str, error.path)) or "The policy"
    match error.validator:
        case "required":
            missing = sorted(set(error.validator_value) - set(error.instance))
            return f"{where} lacks {', '.join(missing)}."
        case "additionalProperties":
            return f"{where} has a setting that does not exist."
        case "enum":
            return f"{where} must be one of {', '.join(map(str, error.validator_value))}."
        case "type":
            return f"{where} must be of type {error.validator_value}."
        case _:
            return f"{where} has a value that is not allowed."


@cache
def _validator() -> Draft202012Validator:
    return Draft202012Validator(json.loads((FOLDER / "schema.json").read_text(encoding="utf-8")))
