import pytest

from scrubbing.engine import policy
from scrubbing.engine.policy import Action, PolicyError, build, check, document, shipped
from scrubbing.engine.types import Kind


@pytest.mark.parametrize("name", policy.SHIPPED)
def test_shipped_policies_name_every_kind(name):
    assert set(shipped(name).entities) == set(Kind)


def test_check_says_a_sentence_per_mistake():
    broken = document() | {"version": 0, "colour": "red"}
    broken["entities"] = {
        "ghost": {"action": "label", "threshold": 0.5},
        "secret": {"action": "keep", "threshold": 0.5},
        "person": {"action": "burn", "threshold": 0.5},
        "email": {"action": "label"},
    }
    assert check(broken) == [
        "The policy has a setting that does not exist.",
        "entities.email lacks threshold.",
        "entities.person.action must be one of surrogate, label, drop, keep, hold.",
        "version has a value that is not allowed.",
        "There is no kind of finding called 'ghost'.",
        "secret is always removed; choose surrogate, label or drop.",
    ]
    with pytest.raises(PolicyError):
        build(broken)


def test_kinds_a_policy_does_not_name_are_removed():
    assert build(document() | {"entities": {}}).rule(Kind.PERSON).action is Action.SURROGATE


def test_policy_keeps_below_its_threshold():
    strict, balanced = shipped("strict"), shipped("balanced")
    assert [p.acts_on(Kind.PERSON, 0.4) for p in (strict, balanced)] == [True, False]
