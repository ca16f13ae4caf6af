"""Quality grades: six criteria, each 1 to 5 with a written reason."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from submissions.domain.review.errors import GradeMissingError, GradeReasonMissingError

LOWEST, HIGHEST = 1, 5
SHORTEST_REASON = 3
"""Characters; enough to stop a dot, short enough not to teach padding."""


class Criterion(StrEnum):
    """What a quality reviewer grades."""

    REALISM = "realism"
    COMPLETENESS = "completeness"
    DELIVERABLE = "deliverable"
    DIFFICULTY = "difficulty"
    SCRUB_FIDELITY = "scrub_fidelity"
    VERIFIABILITY = "verifiability"


QUESTIONS: Mapping[Criterion, str] = {
    Criterion.REALISM: "Would somebody really have been asked for this?",
    Criterion.COMPLETENESS: "Are request, references and deliverable all there?",
    Criterion.DELIVERABLE: "Is the deliverable what a good professional would hand over?",
    Criterion.DIFFICULTY: "How much skill and time does the task ask for?",
    Criterion.SCRUB_FIDELITY: "Does it still read naturally after the scrub?",
    Criterion.VERIFIABILITY: "Could somebody else grade an answer with this rubric?",
}


@dataclass(frozen=True, slots=True)
class Grade:
    """One criterion's grade and why."""

    criterion: Criterion
    points: int
    reason: str


def check_grades(points: Mapping[str, int], reasons: Mapping[str, str]) -> tuple[Grade, ...]:
    """All six grades in order. Raises ``Refused`` that names the first that is missing."""
    return tuple(
        Grade(
            item,
            _checked_points(item, points.get(item)),
            _checked_reason(item, reasons.get(item, "")),
        )
        for item in Criterion
    )


def _checked_points(item: Criterion, value: int | None) -> int:
    if value is None or not LOWEST <= value <= HIGHEST:
        raise GradeMissingError(f"Give {words(item)} a grade from 1 to 5.")
    return value


def _checked_reason(item: Criterion, text: str) -> str:
    if len(text.strip()) < SHORTEST_REASON:
        raise GradeReasonMissingError(f"Say in a few words why you graded {words(item)} so.")
    return text.strip()


def words(item: Criterion) -> str:
    """The criterion as a person reads it."""
    return item.value.replace("_", " ")


def mean(grades: tuple[Grade, ...]) -> float:
    """The mean of the points."""
    return sum(grade.points for grade in grades) / len(grades)
