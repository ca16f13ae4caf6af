"""What is told of a cleaned file: counts, findings, suggestions, the proof. Never its text."""

import importlib.metadata
from collections import Counter
from collections.abc import Mapping, Sequence

from scrubbing.engine.decide import Decision, counts_of
from scrubbing.engine.identify import identify
from scrubbing.engine.knowledge import Knowledge
from scrubbing.engine.limits import ROUNDS
from scrubbing.engine.reading import Reading, sha256_of
from scrubbing.engine.types import Box, Cleaned, Finding, Proof
from scrubbing.engine.verify import STAGES

DROP = "drop"
"""The stage after the last round: what it still saw went with its line, or with its pixels."""
TOOLS = ("presidio-analyzer", "onnxruntime", "pikepdf", "pypdfium2", "lxml", "pillow", "rapidocr")


def suggested(reading: Reading, decision: Decision, knowledge: Knowledge) -> tuple[Finding, ...]:
    """Findings for what scored too low to be removed: a person may look at them."""
    units = {unit.locator: unit for unit in reading.extraction.units}
    taken = {(edit.locator, at) for edit in decision.edits for at in range(edit.start, edit.end)}
    return tuple(
        Finding(
            kind=span.kind,
            detector=span.detector,
            score=round(span.score, 3),
            locator=span.locator,
            place=units[span.locator].place,
            start=span.start,
            end=span.end,
            digest=knowledge.draw.digest(
                span.kind, units[span.locator].text[span.start : span.end]
            ),
            number=0,
            surrogate="",
            suggestion=True,
        )
        for span in reading.suggestions
        if not units[span.locator].removable
        and not any((span.locator, at) in taken for at in range(span.start, span.end))
    )


def _counts(decision: Decision, boxes: Sequence[Box]) -> Mapping[str, int]:
    """Words that were changed and regions that were covered, by kind."""
    counts = Counter(counts_of(decision.changed))
    counts.update(box.kind for box in boxes)
    return dict(sorted(counts.items()))


def cleaned(
    name: str,
    output: bytes,
    decision: Decision,
    boxes: Sequence[Box],
    more: Sequence[Finding],
    proof: Proof,
) -> Cleaned:
    """Give what a pass ends in: the output under its name, what was changed in it, its proof."""
    return Cleaned(
        name=name,
        data=output,
        format=identify(name, output).format,
        counts=_counts(decision, boxes),
        findings=(*decision.changed, *more),
        proof=proof,
    )


def proof_of(reading: Reading, output: bytes, rounds: int) -> Proof:
    """Give what was checked, with what, in how many rounds, of which bytes."""
    stages = (*STAGES, DROP) if rounds > ROUNDS else STAGES
    return Proof(stages, reading.tools, min(rounds, ROUNDS), reading.sha256, sha256_of(output))


def versions() -> Mapping[str, str]:
    """Name and version of each tool that takes part."""
    found = {}
    for tool in TOOLS:
        try:
            found[tool] = importlib.metadata.version(tool)
        except importlib.metadata.PackageNotFoundError:
            continue
    return found
