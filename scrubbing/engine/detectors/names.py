"""Names of people, organisations and places, by the model that ships with the engine."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import NamedTuple

from scrubbing.engine.detectors.columns import by_sample, settles
from scrubbing.engine.detectors.counts import FEW_HOURS, is_amount, without_count
from scrubbing.engine.detectors.doubts import doubted, without_months
from scrubbing.engine.detectors.encoder import Encoder, Stretch, folder
from scrubbing.engine.detectors.judged import Judged
from scrubbing.engine.detectors.languages import ENOUGH, language
from scrubbing.engine.detectors.plain_words import says_nobody, without_labels, without_little_words
from scrubbing.engine.detectors.stamps import whole
from scrubbing.engine.detectors.things import without_things
from scrubbing.engine.types import Kind, Role, Span, Unit

KINDS: dict[str, Kind] = {
    "person": Kind.PERSON,
    "organization": Kind.ORGANIZATION,
    "location": Kind.LOCATION,
    "address": Kind.ADDRESS,
    "date_time": Kind.DATE_TIME,
    "reference": Kind.REFERENCE,
    "demographic": Kind.DEMOGRAPHIC,
    "quantity": Kind.QUANTITY,
}
CONTEXT_LENGTH = 60
SENTENCE = 4
"""Blanks from which on a text is a sentence, whose language one common word may tell."""
CAUTION: dict[str, float] = {
    "en": 3.5, "de": 3.0, "fr": 3.0, "es": 2.5, "it": 2.5, "nl": 3.5, "pl": 3.0, "pt": 2.5,
}  # fmt: skip
CAUTION_SHORT, CAUTION_CELL, CAUTION_CODE, CAUTION_ELSEWHERE = 2.75, 4.0, 2.5, 2.5
"""How far to lean towards a name, by language; in texts too short to tell one; in short cells of
tables; in code; and in languages that the model has not read. Read off from ``training.tune``: with less, names are
missed; with more, ordinary words are taken for names."""
PORTION = 400_000
"""Characters handed to the model at once: bounds the memory of a long file."""
RUN = re.compile(r"\S{2000,}")
"""A run this long without a space is data, not language: patterns only (decision 23)."""
BEGINS_WITH_CODE = re.compile(r"&[LCR]")
HEADER_CODE = re.compile(r'&(?:"[^"\n]{1,80}"|K[0-9A-Fa-f]{6}|K\d\d[-+]\d{3}|\d{1,3}|[A-Z])')
LETTER = re.compile(r"[^\W\d_]")
VALUE_FOLLOWS = re.compile(r"[ \u00a0]?:(?!\w)")
"""After the last line of a name: that line announces what comes next."""
PROSE = frozenset({Role.BODY, Role.NOTE, Role.COMMENT, Role.OCR})
"""Where an amount may tell whose case this is; in tables and code amounts are the work."""
BEFORE = " .,;:)]}!?|*_/\\-–@"
AFTER = " ,;:([{!?|*/\\-–"
AFTER_NUMBERS = f"{AFTER}."
MAY_END_IN_A_POINT = frozenset({Kind.PERSON, Kind.ORGANIZATION})
"""Names that end in an abbreviation: "Jr.", "S.A."."""
OWN_POINT = re.compile(r"(?:\b[^\W\d_]|[JS]r|Esq|Ph\.?D|M\.?D)\.$", re.IGNORECASE)
"""The point belongs to a person's name: an initial, or "Jr."."""
SAID_BEFORE = re.compile(r"(?:[a-zà-ÿ]{1,12}[ \u00a0]+)+(?=\S*\d)")
"""Words of the sentence before a number: "is GB59"."""
LAST_INITIAL = re.compile(r" [A-Z]\.?(?=\s*(?:\n|\Z))")
"""The letter of a father's name, as it ends a line in South India: "Deepika S"."""
NUMBER = re.compile(r"\w*\d[\w./-]*\w")
SURE_NUMBER = 0.8
"""Below this score digits alone are no address: they count something far more often."""
AMOUNT_BEFORE, AMOUNT_AFTER = re.compile(r"\d[.,'’]"), re.compile(r"[.,'’]\d")
MEASURED = re.compile(
    r"[-+]?\d+(?:[.,]\d+)?[eE][-+]?\d{1,3}"
    r"|(?:FY|CY|KW|DN|PN|RAL|RJ|IP|M|Q|H) ?\d{1,4}(?: ?(?:x|×) ?\d{1,4})?(?:[ /-](?:FY|CY)? ?\d{2,4})?"
    r"|\d+(?:[.,]\d+)? ?(?:[kmµM]?[VAWm]|k?g|kWh?|MWh?|[kMG]?Hz|[KMGT]B|mm|cm|ml|bar|rpm|°?C)(?: ?(?:AC|DC))?"
)
"""A number as programs write very small and very large ones, a year of accounts, a measure."""
NUMBERED = re.compile(
    r"(?:meeting |board |conference )?(?:room|annex|appendix|anlage|anhang|annexe|anexo|allegato|bijlage|załącznik|week|woche|semaine|semana|settimana|tydzień|kw"
    r"|build|release|version|sprint|chapter|section|step|phase|stage|level|table|figure|slide|page|question|option|item|test|task|unit|part|line|row|column|note"
    r"|kapitel|abschnitt|schritt|stufe|tabelle|abbildung|folie|seite|frage|aufgabe|teil|zeile|spalte|chapitre|étape|tableau|diapositive|partie|ligne"
    r"|capítulo|paso|etapa|tabla|figura|página|pregunta|parte|línea|capitolo|passo|tabella|pagina|domanda|riga|hoofdstuk|stap|tabel|figuur|vraag|deel|regel"
    r"|rozdział|krok|etap|tabela|rysunek|strona|pytanie|część|wiersz|passo|questão|linha) ?(?:no\.? ?)?\d{1,5}",
    re.IGNORECASE,
)
"""The number of a room or of a chapter is no address."""
OF_SOMEONE = frozenset({Kind.PERSON, Kind.ORGANIZATION, Kind.LOCATION})
NOT_A_NAME = re.compile(r"[\W\d_]*|.|[a-z]\w{0,2}|https?|www")


class Asked(NamedTuple):
    """What is read of a unit: what stands before it, its text, and how far to lean."""

    lead: str
    text: str
    caution: float


@dataclass(frozen=True, slots=True)
class Names:
    """The model as a detector. Units of the same text and context are judged once."""

    encoder: Encoder
    name: str = "names"
    kinds: tuple[Kind, ...] = tuple(KINDS.values())
    judged: Judged[Asked, tuple[Stretch, ...]] = field(default_factory=Judged, compare=False)

    def detect(self, units: Sequence[Unit]) -> Sequence[Span]:
        """Find names in all units; a score is the probability that the model gives."""
        asked: dict[Asked, list[Unit]] = {}
        for unit in units:
            if LETTER.search(unit.text) and not _settled(unit):
                caution = _caution(_lead(unit) + unit.text, unit.role)
                asked.setdefault(Asked(_lead(unit), unit.text, caution), []).append(unit)
        plain, given = self.encoder.plain, self.encoder.given
        spans = [
            doubted(unit, span, plain, given)
            for portion in _portions(list(asked))
            for one, stretches in self._judge(portion)
            for unit in asked[one]
            for span in whole(unit.text, spans_of(unit, len(one.lead), stretches))
        ]
        spans = list(without_things(units, without_months(units, spans), given))
        return [*spans, *by_sample(units, spans, plain)]

    def _judge(self, portion: Sequence[Asked]) -> Iterator[tuple[Asked, tuple[Stretch, ...]]]:
        yield from self.judged.ask(portion, lambda one: len(one.text), self._predict)

    def _predict(self, portion: Sequence[Asked]) -> Sequence[tuple[Stretch, ...]]:
        texts = [one.lead + _without_codes(_without_runs(one.text)) for one in portion]
        return self.encoder.predict(texts, [one.caution for one in portion])


def build() -> Names:
    """Load the model."""
    return Names(Encoder.load(folder()))


def _caution(text: str, role: Role) -> float:
    """Give how far to lean towards a name: further in languages that the model knows less."""
    if role is Role.CODE:
        return CAUTION_CODE
    beginning = text[:400]
    enough = 1 if beginning.count(" ") >= SENTENCE else ENOUGH
    told = language(beginning, enough)
    if told:
        return CAUTION.get(told, CAUTION_ELSEWHERE)
    return CAUTION_CELL if role is Role.CELL else CAUTION_SHORT


def _settled(unit: Unit) -> bool:
    """Say whether a cell's header already says all: the model need not read it."""
    return unit.role is Role.CELL and settles(unit) is not None


def _lead(unit: Unit) -> str:
    """Give what the model should read before the unit: a column's header, a list's lead-in."""
    if not unit.context or unit.role is Role.CODE:
        return ""
    return f"{unit.context.strip()[-CONTEXT_LENGTH:]}: "


def _without_runs(text: str) -> str:
    return RUN.sub(lambda run: " " * len(run[0]), text) if len(text) >= 2000 else text  # noqa: PLR2004


def _without_codes(text: str) -> str:
    """Blank the codes of a sheet's header, such as its font: they are nobody's words."""
    if not BEGINS_WITH_CODE.match(text):
        return text
    return HEADER_CODE.sub(lambda code: " " * len(code[0]), text)


def _portions(asked: Sequence[Asked]) -> Iterator[Sequence[Asked]]:
    portion: list[Asked] = []
    size = 0
    for one in asked:
        portion.append(one)
        size += len(one.lead) + len(one.text)
        if size > PORTION:
            yield portion
            portion, size = [], 0
    if portion:
        yield portion


def spans_of(unit: Unit, lead: int, stretches: Sequence[Stretch]) -> Iterator[Span]:
    """Give stretches of what was read as spans of the unit; ``lead`` characters came before it."""
    for stretch in stretches:
        kind = KINDS.get(stretch.label)
        start, end = stretch.start - lead, stretch.end - lead
        if kind is None or start < 0:
            continue
        if kind is Kind.QUANTITY and unit.role not in PROSE:
            continue
        start, end = trimmed(kind, unit.text, start, end)
        if _part_of_a_number(unit.text, start, end):
            continue
        if kind is Kind.ADDRESS and _counts(unit.text, start, end, stretch.score):
            continue
        if kind is Kind.REFERENCE and is_amount(unit.text, start, end):
            continue
        if _plausible(kind, unit.text[start:end]):
            yield Span(unit.locator, start, end, kind, stretch.score, "names")
        if kind is Kind.ADDRESS:
            yield from _numbers_after(unit, end, stretch.end - lead, stretch.score)


def _numbers_after(unit: Unit, start: int, end: int, score: float) -> Iterator[Span]:
    """Give the numbers that were read as the end of an address: "Rzeszów, NIP 813-123-45-67"."""
    for number in NUMBER.finditer(unit.text, start, end):
        yield Span(unit.locator, *number.span(), Kind.REFERENCE, score, "names")


def trimmed(kind: Kind, text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out the marks at a name's ends that belong to the sentence, not to the name."""
    if "\n" in text[start:end] and VALUE_FOLLOWS.match(text, end):
        end = text.rindex("\n", start, end)
    while start < end and text[start] in BEFORE:
        start += 1
    after = AFTER if kind in MAY_END_IN_A_POINT else AFTER_NUMBERS
    while end > start and (text[end - 1] in after or _unmatched(text[start:end])):
        end -= 1
    if (
        kind is Kind.PERSON
        and text[start:end].endswith(".")
        and not OWN_POINT.search(text[start:end])
    ):
        end -= 1
    if kind is Kind.PERSON and (initial := LAST_INITIAL.match(text, end)):
        end = initial.end()
    if kind is Kind.REFERENCE:
        said = SAID_BEFORE.match(text, start, end)
        return (said.end() if said else start), without_count(text, start, end)
    if kind is Kind.ADDRESS:
        return without_labels(text, start, end)
    return without_little_words(text, start, end) if kind in OF_SOMEONE else (start, end)


def _part_of_a_number(text: str, start: int, end: int) -> bool:
    """Say whether these are some digits of an amount: the 812 of "4.812,00"."""
    if not text[start:end].isdigit():
        return False
    before, after = text[max(0, start - 2) : start], text[end : end + 2]
    return bool(AMOUNT_BEFORE.fullmatch(before) or AMOUNT_AFTER.fullmatch(after))


def _counts(text: str, start: int, end: int, score: float) -> bool:
    """Say whether a number was taken for an address that only counts: "4711", "Annex 4"."""
    if NUMBERED.fullmatch(text[start:end]):
        return True
    if not text[start:end].isdigit():
        return False
    return score < SURE_NUMBER or NUMBERED.fullmatch(text[:end].strip()) is not None


def _unmatched(text: str) -> bool:
    """Say whether a text ends with a bracket that it does not open."""
    return text.endswith(")") and "(" not in text


def _plausible(kind: Kind, text: str) -> bool:
    """Refuse what can be no name: numbers and single letters as people, firms or places."""
    if kind in OF_SOMEONE:
        return not NOT_A_NAME.fullmatch(text) and not says_nobody(text)
    if kind is Kind.REFERENCE:
        told = len(text) > 2 and not MEASURED.fullmatch(text)  # noqa: PLR2004 - shorter is no number
        return told and any(letter.isdigit() for letter in text)
    if kind is Kind.DATE_TIME and FEW_HOURS.fullmatch(text):
        return False
    return len(text) > 1
