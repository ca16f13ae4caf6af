"""Texts that were judged before are not read again, and say the same."""

from collections.abc import Sequence

from scrubbing.engine.detectors import judged
from scrubbing.engine.detectors.judged import Judged


def test_only_what_is_new_is_judged_and_in_order(monkeypatch):
    seen: list[list[str]] = []

    def judge(asked: Sequence[str]) -> list[str]:
        seen.append([*asked])
        return [text.upper() for text in asked]

    known: Judged[str, str] = Judged()
    assert list(known.ask(["b", "a", "b"], len, judge)) == [("b", "B"), ("a", "A"), ("b", "B")]
    assert list(known.ask(["a", "c"], len, judge)) == [("a", "A"), ("c", "C")]
    assert list(known.ask(["c"], len, judge)) == [("c", "C")]
    assert seen == [["b", "a"], ["c"]]
    monkeypatch.setattr(judged, "MOST", 3)
    assert list(known.ask(["a", "long"], len, judge)) == [("a", "A"), ("long", "LONG")]
    assert list(known.ask(["a"], len, judge)) == [("a", "A")]
    assert seen[2:] == [["long"], ["a"]]
