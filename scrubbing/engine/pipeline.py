"""The two passes over a file: ``read`` finds, ``clean`` rewrites and proves.

Between them ``knowledge.merge`` joins what all files of a submission told. Each pass ends
in its value or in a ``ScrubError``; there is no third outcome.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from scrubbing.engine import convert, evidence, inner, ocr_lines
from scrubbing.engine.addresses import is_address
from scrubbing.engine.decide import Decider, Decision, is_firm, is_told, stands
from scrubbing.engine.detectors.merge import merge as merge_spans
from scrubbing.engine.errors import Leaked
from scrubbing.engine.file_names import name_units, scrubbed_name, unknown_name
from scrubbing.engine.identify import Identity, identify
from scrubbing.engine.knowledge import Knowledge, extend
from scrubbing.engine.limits import ROUNDS
from scrubbing.engine.losses import with_lost
from scrubbing.engine.policy import Policy
from scrubbing.engine.reading import NAME_LOCATOR, Reading, sha256_of
from scrubbing.engine.registry import (
    Tools,
    Trace,
    budget_for,
    build_detectors,
    extract_with,
    handler_for,
    output_suffix,
)
from scrubbing.engine.sandbox import asking
from scrubbing.engine.telling import cleaned, proof_of, suggested, versions
from scrubbing.engine.types import (
    FORMULA,
    STYLE,
    Box,
    Cleaned,
    Extraction,
    Kind,
    Pictured,
    PictureMaker,
    Role,
    Span,
    Unit,
    Untrusted,
)
from scrubbing.engine.verify import Wanted, check, leak_test
from scrubbing.engine.verify.again import Expectation, Found
from scrubbing.engine.xmlwords import is_built_in

IN_PIXELS = "again:pixels"
"""The detector of what a second look read in pixels where the first had read nothing."""
WIDEST = 400
"""Characters of a line that goes as a whole."""
LANGUAGE = "names"
"""The detector that reads language: addresses of links are left to patterns."""
WIRING = re.compile(r"[a-z_$@:-][A-Za-z_$.:/-]*\d{0,3}", re.ASCII)
GIVEN_BY_PROGRAMS = frozenset({Role.NAME, Role.KEY, Role.MASTER, Role.PROPERTY})
"""What a program calls in its own words where nobody did: "Rechteck 3", "Dritte Ebene"."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """A cleaned file and the values its verification found beyond the knowledge given."""

    cleaned: Cleaned
    discovered: tuple[tuple[Kind, str, float], ...] = ()
    covered: tuple[Box, ...] = ()
    """Pixels that went because a second look read something in them where no line lay."""
    trace: Trace = field(default_factory=Trace)


def read(untrusted: Untrusted, policy: Policy) -> Reading:
    """Pass one: identify, extract, detect."""
    ocr_lines.forget()
    convert.forget()
    identity = identify(untrusted.name, untrusted.data)
    tools = replace(_tools(policy), budget=budget_for(len(untrusted.data)))
    extraction = extract_with(tools, identity, untrusted)
    units = (*name_units(untrusted.name), *extraction.units)
    asking.tell_text(sum(len(unit.text) for unit in units))
    spans = detect(units)
    acted = tuple(span for span in spans if policy.acts_on(span.kind, span.score))
    rest = tuple(span for span in spans if _is_suggestion(span, policy))
    return Reading(
        untrusted_name=untrusted.name,
        sha256=sha256_of(untrusted.data),
        extraction=replace(extraction, units=units),
        spans=acted,
        suggestions=rest,
        evidence=tuple(evidence.gather(units, extraction.facts, spans)),
        tools=versions(),
        pixels=ocr_lines.pack(),
    )


def detect(units: Sequence[Unit]) -> tuple[Span, ...]:
    """All detectors over all units, merged; what repeats is looked at once."""
    firsts: dict[tuple[str, Role, str], Unit] = {}
    twins: dict[str, list[str]] = {}
    for unit in units:
        if _is_wiring(unit):
            continue
        first = firsts.setdefault((unit.text, unit.role, unit.context), unit)
        twins.setdefault(first.locator, []).append(unit.locator)
    unique = tuple(firsts.values())
    language = tuple(unit for unit in unique if unit.role is not Role.LINK)
    found = [
        span
        for detector in build_detectors()
        for span in detector.detect(language if detector.name == LANGUAGE else unique)
    ]
    formulas = {unit.locator: unit.text for unit in unique if unit.context == FORMULA}
    return tuple(
        span if locator == span.locator else replace(span, locator=locator)
        for span in merge_spans(found)
        if not is_address(formulas.get(span.locator, ""), span.start, span.end)
        for locator in twins[span.locator]
    )


def _is_wiring(unit: Unit) -> bool:
    """Keys and styles in the words of programs: only known values are looked for there."""
    if unit.role is Role.CODE:
        return unit.context == STYLE
    if unit.role in GIVEN_BY_PROGRAMS and is_built_in(unit.text):
        return True
    return unit.role is Role.KEY and all(WIRING.fullmatch(word) for word in unit.text.split())


@inner.remembering()
def clean(
    untrusted: Untrusted,
    reading: Reading,
    knowledge: Knowledge,
    policy: Policy,
    *,
    extra: Sequence[Span] = (),
    spared: Sequence[Span] = (),
) -> Outcome:
    """Pass two: decide, rewrite, verify, in at most three rounds.

    What the third round still sees is taken out with its line, and known values are looked
    for once more; detection, which every change moves, is not asked again. ``extra`` spans
    were marked by people, ``spared`` ones called not private. Raises ``Leaked`` where
    something that had to go is still there afterwards.
    """
    ocr_lines.forget()
    convert.forget()
    ocr_lines.unpack(reading.pixels)
    identity = identify(untrusted.name, untrusted.data)
    spans = [*reading.spans, *extra]
    discovered: list[tuple[Kind, str, float]] = []
    boxes = _boxes(reading.extraction.boxes, policy)
    covered: tuple[Box, ...] = ()
    leaked: Leaked | None = None
    for round_number in range(1, ROUNDS + 2):
        decision = Decider(knowledge, policy).decide(reading.extraction.units, spans, spared)
        tools = _tools(policy)
        output, name = _rewrite(untrusted, identity, decision, boxes, tools)
        target = wanted(knowledge, policy, decision, _texts_of(spared, reading))
        name = unknown_name(name, decision, target)
        try:
            if leaked is not None:
                raise leaked  # what leaked once is in no edit: it would again
            found = _verify(
                output, name, reading.extraction, decision, target, policy, round_number
            )
        except Leaked as leak:
            leaked = leak
            made = _as_pictures(untrusted, identity, decision, boxes, target, leak)
            output = made.data
            decision = with_lost(
                decision, made.lost, reading.extraction.units, knowledge, target.needles
            )
            found = _verify(
                output, name, reading.extraction, decision, target, policy, round_number
            )
        found = _not_spared(found, spared)
        if not found:
            proof = proof_of(reading, output, round_number)
            more = suggested(reading, decision, knowledge)
            done = cleaned(name, output, decision, boxes, more, proof)
            return Outcome(done, tuple(discovered), covered, tools.trace)
        again = found.spans
        boxes += found.boxes
        covered += found.boxes
        spans += again if round_number == 1 else widened(again, reading.extraction.units)
        knowledge = extend(knowledge, found.values)
        discovered += found.values
        if round_number == ROUNDS and not _can_drop(found, identity, reading, knowledge):
            break
    raise Leaked("detection")


def _can_drop(found: Found, identity: Identity, reading: Reading, knowledge: Knowledge) -> bool:
    """Whether what the last round still saw can be taken out, now that it is known.

    It can where it stands in the original, or where lines of pictures go in which it is read.
    """
    if isinstance(handler_for(identity.format), PictureMaker):
        return True
    matcher = knowledge.matcher()
    return all(matcher.find(text) for text in found.unplaced(reading.extraction.units))


def widened(spans: Sequence[Span], units: Sequence[Unit]) -> list[Span]:
    """Spans that a second round still found, over their whole line.

    Detection that sees something new after every change would never come to rest.
    """
    texts = {unit.locator: unit.text for unit in units}
    wide = []
    for span in spans:
        text = texts[span.locator]
        end = text.find("\n", span.end)
        start, end = text.rfind("\n", 0, span.start) + 1, len(text) if end < 0 else end
        fits = end - start <= WIDEST
        wide.append(replace(span, start=start, end=end) if fits else span)
    return wide


def _tools(policy: Policy) -> Tools:
    return Tools(no_macros=policy.macros == "refuse")


def _rewrite(
    untrusted: Untrusted,
    identity: Identity,
    decision: Decision,
    boxes: Sequence[Box],
    tools: Tools,
) -> tuple[bytes, str]:
    own = [edit for edit in decision.changes if edit.locator != NAME_LOCATOR]
    output = handler_for(identity.format).rewrite(untrusted, own, boxes, tools)
    return output, scrubbed_name(untrusted.name, decision.edits, output_suffix(identity))


def _as_pictures(
    untrusted: Untrusted,
    identity: Identity,
    decision: Decision,
    boxes: Sequence[Box],
    target: Wanted,
    leak: Leaked,
) -> Pictured:
    """The way out for formats that have one: what leaked is kept as a picture. Else ``leak``."""
    handler = handler_for(identity.format)
    if not isinstance(handler, PictureMaker):
        raise leak
    own = [edit for edit in decision.changes if edit.locator != NAME_LOCATOR]
    return handler.rewrite_as_pictures(untrusted, own, boxes, Tools(), leak_test(target))


def _verify(
    output: bytes,
    name: str,
    extraction: Extraction,
    decision: Decision,
    target: Wanted,
    policy: Policy,
    round_number: int,
) -> Found:
    identity = identify(name, output)
    handler = handler_for(identity.format)
    texts = [*handler.texts(output, Tools()), name]
    if round_number > ROUNDS:
        check(output, texts, target)
        return Found((), ())
    again = extract_with(Tools(), identity, Untrusted(name, output))
    expectation = Expectation(extraction.units, decision.edits)
    try:
        check(output, texts, target)
    except Leaked:
        seen = expectation.leaked(again.units, leak_test(target))
        if not seen or isinstance(handler, PictureMaker):
            raise
        return seen
    units = [unit for unit in again.units if not unit.removable and not expectation.as_read(unit)]
    return expectation.new(units, detect(units), policy, round_number)


def wanted(
    knowledge: Knowledge, policy: Policy, decision: Decision, spared: Sequence[str] = ()
) -> Wanted:
    """What must not be in an output, and what may contain it.

    That is stand-ins, and the very words that a person called not private in this file;
    nothing excuses a declared name.
    """
    needles = tuple(
        needle
        for needle in knowledge.needles()
        if stands(knowledge.entries[needle.index], policy)
        and (needle.squeezed not in knowledge.exempt or is_firm(knowledge.entries[needle.index]))
    )
    told = frozenset(needle.index for needle in needles if is_told(knowledge.entries[needle.index]))
    declared = knowledge.told()
    stand_ins = {edit.replacement for edit in decision.changes} | {*spared}
    excuses = sorted(text for text in stand_ins - {""} if not declared.find(text))
    return Wanted(needles, tuple(excuses), told)


def _texts_of(spans: Sequence[Span], reading: Reading) -> list[str]:
    texts = {unit.locator: unit.text for unit in reading.extraction.units}
    return [texts[span.locator][span.start : span.end] for span in spans]


def _not_spared(found: Found, spared: Sequence[Span]) -> Found:
    """A second look may find again what a person called not private."""
    if not spared:
        return found
    spans = tuple(
        span
        for span in found.spans
        if not any(
            span.locator == other.locator and span.start < other.end and other.start < span.end
            for other in spared
        )
    )
    return Found(spans, found.values if spans else (), found.boxes)


def _boxes(boxes: Sequence[Box], policy: Policy) -> tuple[Box, ...]:
    return tuple(box for box in boxes if policy.acts_on(box.kind, box.score))


def _is_suggestion(span: Span, policy: Policy) -> bool:
    rule = policy.rule(span.kind)
    return rule.action != "keep" and span.score < rule.threshold
