"""The clearance checklist: what the machines can say to each point, beside the question.

Evidence is counts, kinds and codes: never a value, never a name.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from django.db.models import Count

from submissions.domain.review.errors import ChecklistError
from submissions.models import Artefact, Evidence, Finding, Submission, Verdict
from submissions.states import GONE

YES = "yes"
CONFIDENTIAL = frozenset({"declared", "organization", "secret", "host", "path", "reference"})
"""Kinds that speak of a company rather than of a person."""
METADATA = frozenset({"properties", "property", "metadata", "author"})
"""Parts of a place that belong to a file's metadata."""
RIGHTS = ("R1", "R2", "R3", "R4", "R5", "R6", "R7", "R8", "R11", "R12", "R14")
MARKINGS = ("R9", "R10")


@dataclass(frozen=True, slots=True)
class Point:
    """One question, what the machines found, and whether that alone looks fine."""

    name: str
    question: str
    evidence: tuple[str, ...]
    fine: bool


def points(submission: Submission, questions: Mapping[str, str]) -> list[Point]:
    """Every point of the programme's checklist with its evidence; five queries in all."""
    seen = _Seen.of(submission)
    return [_point(name, question, seen) for name, question in questions.items()]


def check_complete(answers: Mapping[str, str], questions: Iterable[str]) -> None:
    """Raises ``ChecklistError`` unless every point was answered with yes."""
    if any(answers.get(name) != YES for name in questions):
        raise ChecklistError


@dataclass(frozen=True, slots=True)
class _Seen:
    files: list[Artefact]
    kinds: Counter[str]
    suggestions: int
    parts: Counter[str]
    markings: Counter[str]
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
        marks = Evidence.objects.filter(artefact__submission=submission, cross_check="X2")
        return cls(
            files=list(submission.artefacts.exclude(state__in=GONE)),
            kinds=kinds,
            suggestions=findings.filter(suggestion=True).count(),
            parts=parts,
            markings=Counter(marks.values_list("name", flat=True)),
            verdict=submission.verdicts.order_by("-at").first(),
        )


def _point(name: str, question: str, seen: _Seen) -> Point:
    lines: list[str]
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
            lines, fine = ["A person looks at this; machines say nothing."], False
    return Point(name, question, tuple(lines), fine)


def _malware(seen: _Seen) -> tuple[list[str], bool]:
    lines = []
    for file in seen.files:
        when = f" on {file.scanned_at:%d %B %Y}" if file.scanned_at else ""
        match file.malware:
            case "clean":
                lines.append(f"File {file.position}: scanned{when}, nothing found.")
            case "not_configured":
                lines.append(
                    f"File {file.position}: type and structure checked, no scanner set up."
                )
            case _:
                lines.append(f"File {file.position}: not scanned.")
    return lines, all(file.malware == "clean" for file in seen.files)


def _residue(seen: _Seen, kinds: set[str]) -> tuple[list[str], bool]:
    if not kinds:
        lines = ["Nothing of this sort was found, so nothing was removed."]
    else:
        lines = [f"{_words(kind)}: {seen.kinds[kind]} removed." for kind in sorted(kinds)]
    lines.append("Every cleaned file was searched again after the rewrite; nothing was left.")
    if seen.suggestions:
        lines.append(f"{seen.suggestions} uncertain places were left for you to look at.")
    return lines, not seen.suggestions


def _rulings(seen: _Seen, rules: tuple[str, ...]) -> tuple[list[str], bool]:
    if seen.verdict is None:
        return ["The rules have not been run."], False
    hits = [r for r in seen.verdict.rulings if r["rule"] in rules and r["result"] != "pass"]
    lines = [f"Rule {hit['rule']}: {hit['result']}." for hit in hits]
    return lines or ["Every rule about rights passed."], not hits


def _markings(seen: _Seen) -> tuple[list[str], bool]:
    lines = [f"{_words(name)}: {count}" for name, count in sorted(seen.markings.items())]
    rulings, fine = _rulings(seen, MARKINGS)
    return [*(lines or ["No marking was found."]), *rulings], fine and not seen.markings


def _metadata(seen: _Seen) -> tuple[list[str], bool]:
    removed = sum(seen.parts.values())
    lines = [f"{removed} values were found in metadata and removed."] if removed else []
    return [*lines, "Metadata is written anew on every cleaned file."], True


def _words(code: str) -> str:
    return code.replace("_", " ").capitalize()
