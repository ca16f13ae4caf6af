"""The clearance checklist: what the machines can say to each point, beside the question.

Evidence is counts, kinds and codes: never a value, never a name.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Count

from submissions.domain.review.errors import ChecklistError, NotSeenError
from submissions.models import (
    Artefact,
    CleanFile,
    Evidence,
    Finding,
    Preview,
    Submission,
    Verdict,
)
from submissions.states import GONE

YES = "yes"
CONFIDENTIAL = frozenset({"declared", "organization", "secret", "host", "path", "reference"})
"""Kinds that speak of a company rather than of a person."""
METADATA = frozenset({"properties", "property", "metadata", "author"})
"""Parts of a place that belong to a file's metadata."""
RIGHTS = ("R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R11", "R12", "R14")
MARKINGS = ("R9", "R10")
MOST_MARKINGS = 30
"""Places of markings that are listed one by one."""


@dataclass(frozen=True, slots=True)
class Line:
    """One thing the machines saw, and what leads to the place: a kind, a file, or a word of ours.

    ``at`` is "uncertain", "rules", or empty.
    """

    text: str
    kind: str = ""
    artefact_id: UUID | None = None
    at: str = ""


@dataclass(frozen=True, slots=True)
class Point:
    """One question, what the machines found, and whether that alone looks fine."""

    name: str
    question: str
    evidence: tuple[Line, ...]
    fine: bool


def points(submission: Submission, questions: Mapping[str, str]) -> list[Point]:
    """Every point of the programme's checklist with its evidence; six queries in all."""
    seen = _Seen.of(submission)
    return [_point(name, question, seen) for name, question in questions.items()]


def check_complete(answers: Mapping[str, str], questions: Iterable[str]) -> None:
    """Raises ``ChecklistError`` unless every point was answered with yes."""
    if any(answers.get(name) != YES for name in questions):
        raise ChecklistError


def check_seen(submission: Submission) -> None:
    """Raises ``NotSeenError`` where a file has no preview, not even of its text."""
    copies = CleanFile.objects.filter(run=submission.current_run_id, preview=Preview.NONE.value)
    if copies.exclude(artefact__state__in=GONE).exists():
        raise NotSeenError


@dataclass(frozen=True, slots=True)
class _Seen:
    files: list[Artefact]
    kinds: Counter[str]
    suggestions: int
    parts: Counter[str]
    markings: list[tuple[str, dict[str, Any], UUID]]
    text_alone: list[tuple[int, UUID]]
    verdict: Verdict | None

    @classmethod
    def of(cls, submission: Submission) -> "_Seen":
        findings = Finding.objects.filter(run_id=submission.current_run_id)
        kinds: Counter[str] = Counter()
        parts: Counter[str] = Counter()
        grouped = findings.filter(suggestion=False).values_list("kind", "place__part")
        for kind, part, number in grouped.annotate(number=Count("id")).order_by():
            kinds[kind] += number
            if part in METADATA:
                parts[part] += number
        marks = Evidence.objects.filter(artefact__submission=submission, cross_check="X2").order_by(
            "artefact__position", "pk"
        )
        alone = CleanFile.objects.filter(
            run=submission.current_run_id, preview=Preview.TEXT.value
        ).exclude(artefact__state__in=GONE)
        return cls(
            files=list(submission.artefacts.exclude(state__in=GONE)),
            kinds=kinds,
            suggestions=findings.filter(suggestion=True).count(),
            parts=parts,
            markings=list(marks.values_list("name", "place", "artefact_id")[:MOST_MARKINGS]),
            text_alone=list(alone.values_list("artefact__position", "artefact_id")),
            verdict=submission.verdicts.order_by("-at").first(),
        )


def _point(name: str, question: str, seen: _Seen) -> Point:
    lines: list[Line]
    match name:
        case "malware":
            lines, fine = _malware(seen)
        case "personal":
            lines, fine = _residue(seen, {k for k in seen.kinds if k not in CONFIDENTIAL})
        case "confidential":
            lines, fine = _residue(seen, {k for k in seen.kinds if k in CONFIDENTIAL})
        case "rights":
            lines, fine = _rulings(seen, RIGHTS)
        case "markings":
            lines, fine = _markings(seen)
        case "metadata":
            lines, fine = _metadata(seen)
        case _:
            lines, fine = [Line("A person looks at this; machines say nothing.")], False
    return Point(name, question, tuple(lines), fine)


def _malware(seen: _Seen) -> tuple[list[Line], bool]:
    lines = []
    for file in seen.files:
        match file.malware:
            case "clean":
                text = "scanned, nothing found."
            case "not_configured":
                text = "type and structure checked, no scanner set up."
            case _:
                text = "not scanned."
        lines.append(Line(f"File {file.position}: {text}", artefact_id=file.pk))
    return lines, all(file.malware == "clean" for file in seen.files)


def _residue(seen: _Seen, kinds: set[str]) -> tuple[list[Line], bool]:
    if not kinds:
        lines = [Line("Nothing of this sort was found, so nothing was removed.")]
    else:
        lines = [Line(f"{_words(k)}: {seen.kinds[k]} removed.", kind=k) for k in sorted(kinds)]
    lines.append(Line("Every cleaned file was searched again after the rewrite; nothing was left."))
    if seen.suggestions:
        some = f"{seen.suggestions} uncertain places were left for you to look at."
        lines.append(Line(some, at="uncertain"))
    lines += [
        Line(f"File {number}: no picture could be made, only its text is shown.", artefact_id=key)
        for number, key in seen.text_alone
    ]
    return lines, not seen.suggestions and not seen.text_alone


def _rulings(seen: _Seen, rules: tuple[str, ...]) -> tuple[list[Line], bool]:
    if seen.verdict is None:
        return [Line("The rules have not been run.")], False
    hits = [r for r in seen.verdict.rulings if r["rule"] in rules and r["result"] != "pass"]
    lines = [Line(f"Rule {hit['rule']}: {hit['result']}.", at="rules") for hit in hits]
    return lines or [Line("Every rule about rights passed.", at="rules")], not hits


def _markings(seen: _Seen) -> tuple[list[Line], bool]:
    lines = [
        Line(f"{_words(name)}: {_where(place)}".rstrip(": "), artefact_id=key)
        for name, place, key in seen.markings
    ]
    rulings, fine = _rulings(seen, MARKINGS)
    return [*(lines or [Line("No marking was found.")]), *rulings], fine and not seen.markings


def _where(place: Mapping[str, object]) -> str:
    names = ("page", "slide", "sheet", "cell", "line")
    return ", ".join(f"{name} {place[name]}" for name in names if place.get(name))


def _metadata(seen: _Seen) -> tuple[list[Line], bool]:
    removed = sum(seen.parts.values())
    lines = [Line(f"{removed} values were found in metadata and removed.")] if removed else []
    return [*lines, Line("Metadata is written anew on every cleaned file.")], True


def _words(code: str) -> str:
    return code.replace("_", " ").capitalize()
