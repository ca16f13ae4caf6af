"""The set of marked files: large enough, split fairly, found in every place and format."""

from collections import Counter

import pytest

from benchmarks import marking_files
from benchmarks.marking_cases import CLASS_OF, FRAMES, PLACES, Wording, wordings
from benchmarks.markings import PUBLIC_LABELS, Case, Score, cases, extraction, ours
from scrubbing.engine.detectors.marking_rules import MarkingClass
from scrubbing.engine.detectors.markings import find_markings
from scrubbing.engine.types import Role, Unit

ROLES = {
    "header": Role.HEADER, "footer": Role.FOOTER, "watermark": Role.WATERMARK, "master": Role.MASTER, "property": Role.PROPERTY, "code": Role.CODE,
}  # fmt: skip
CONFIDENTIAL = Wording("proprietary", "Strictly confidential")


def test_the_set_is_large_and_holds_every_class_in_every_place():
    all_cases = cases()
    assert len([case for case in all_cases if case.wording.real]) > 1000
    assert len([case for case in all_cases if not case.wording.real]) > 300
    held = {(c.wording.group, c.place) for c in all_cases if c.wording.real}
    banners = set(CLASS_OF) - {"unlicensed", "label"}
    assert {(group, place) for group in banners for place in PLACES} <= held


def test_no_wording_is_in_both_parts():
    tuning, held = ({c.wording.text for c in cases(part)} for part in ("tuning", "held"))
    both = {w.text for w in wordings()} - PUBLIC_LABELS
    assert tuning | held >= both
    assert tuning & held == set()


def read_plainly(case: Case) -> frozenset[MarkingClass]:
    """What is found in the words alone, under the role of their place."""
    role = ROLES.get(case.place, Role.BODY)
    return frozenset(m.cls for m in find_markings([Unit("u", case.wording.text, role)]))


@pytest.mark.parametrize("part", ["tuning", "held"])
def test_every_class_is_found_and_little_else(part):
    """The goal, on the words alone; the command measures it in files."""
    score = Score()
    for case in cases(part):
        if case.place not in ("label", "label off"):
            score.add(case, read_plainly(case))
    classes = Counter(case.expected for case in cases(part) if case.place != "label")
    for cls in classes:
        if cls in (None, MarkingClass.UNLICENSED):
            continue  # a JSON file's field is told by its key, which a lone unit does not have
        count = score.by[cls.value]
        assert count.recall >= 0.97, cls
        assert count.precision >= 0.95, cls


EVERY_FILE = [
    (place, turn) for place in (*FRAMES, "body") for turn in range(len(marking_files.MAKERS[place]))
]


@pytest.mark.slow
@pytest.mark.parametrize(("place", "turn"), EVERY_FILE)
def test_a_marking_is_found_in_every_place_of_every_format(place, turn):
    found = ours(extraction(Case(CONFIDENTIAL, place, turn)))
    assert MarkingClass.PROPRIETARY in found


@pytest.mark.slow
@pytest.mark.parametrize("turn", range(len(marking_files.LABELLERS)))
def test_a_label_is_found_in_every_format_unless_taken_off_or_public(turn):
    def labelled(name: str, place: str) -> frozenset[MarkingClass]:
        return ours(extraction(Case(Wording("label", name), place, turn)))

    assert MarkingClass.SENSITIVITY_LABEL in labelled("Project Heron", "label")
    assert labelled("Project Heron", "label off") == frozenset()
    assert labelled("Public", "label") == frozenset()
