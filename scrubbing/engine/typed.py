"""Text that people type is an upload too: read, known and cleaned like a file."""

from collections.abc import Mapping

from scrubbing.engine.answers import CleanedTexts
from scrubbing.engine.decide import Decider, counts_of
from scrubbing.engine.errors import Leaked
from scrubbing.engine.knowledge import Knowledge, extend
from scrubbing.engine.leaves import by_locator, splice
from scrubbing.engine.limits import ROUNDS
from scrubbing.engine.pipeline import detect, wanted, widened
from scrubbing.engine.policy import Policy
from scrubbing.engine.reading import Reading, sha256_of
from scrubbing.engine.telling import versions
from scrubbing.engine.types import Extraction, Unit
from scrubbing.engine.verify import check_texts
from scrubbing.engine.verify.again import Expectation


def read(untrusted_texts: Mapping[str, str], policy: Policy) -> Reading:
    """A reading of all fields, to be merged with those of the files."""
    units = _units(untrusted_texts)
    spans = tuple(s for s in detect(units) if policy.acts_on(s.kind, s.score))
    digest = sha256_of("\0".join(f"{u.locator}\0{u.text}" for u in units).encode())
    return Reading("", digest, Extraction("typed", units), spans, tools=versions())


def clean(untrusted_texts: Mapping[str, str], knowledge: Knowledge, policy: Policy) -> CleanedTexts:
    """All fields scrubbed and verified. Raises ``Leaked``."""
    units = _units(untrusted_texts)
    spans = list(detect(units))
    for round_number in range(1, ROUNDS + 1):
        decision = Decider(knowledge, policy).decide(units, spans)
        edits = by_locator(decision.edits)
        texts = {unit.locator: splice(unit.text, edits.get(unit.locator, ())) for unit in units}
        check_texts(tuple(texts.values()), wanted(knowledge, policy, decision))
        outputs = _units(texts)
        found = Expectation(units, decision.edits).new(
            outputs, detect(outputs), policy, round_number
        )
        if not found:
            return CleanedTexts(texts, counts_of(decision.changed), decision.changed)
        spans += found.spans if round_number == 1 else widened(found.spans, units)
        knowledge = extend(knowledge, found.values)
    raise Leaked("detection")


def _units(texts: Mapping[str, str]) -> tuple[Unit, ...]:
    return tuple(Unit(field, text) for field, text in texts.items())
