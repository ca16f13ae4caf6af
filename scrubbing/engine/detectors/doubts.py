"""Names that are probably none: what fills a page, what everybody uses, small words of a sentence.

They are not dropped: their score falls below the automatic threshold, so that a person may look.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from scrubbing.engine.detectors.languages import language
from scrubbing.engine.detectors.plain_words import is_made
from scrubbing.engine.detectors.products import is_product
from scrubbing.engine.knowledge.common import SURNAMES_TOO, office_words
from scrubbing.engine.replace import squeeze
from scrubbing.engine.types import Kind, Role, Span, Unit
from scrubbing.engine.xmlwords import fonts

DOUBT = 0.45
"""The most that a doubtful name scores: a suggestion where the policy acts from one half on."""
SURE = 0.9
"""From this score on the model is believed that an ordinary word is somebody's name here."""
CERTAIN = 0.98
"""From this score on even a word of every office is believed to be somebody's name here."""
NOUN = 0.6
"""From this score on a German word with a capital is believed to be a name."""
NAMES = frozenset({Kind.PERSON, Kind.ORGANIZATION, Kind.LOCATION})
WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
PROSE = frozenset(
    {Role.BODY, Role.HEADING, Role.CELL, Role.NOTE, Role.COMMENT, Role.HEADER, Role.FOOTER, Role.ALT, Role.MASTER}
)  # fmt: skip
UNLIKE_A_WORD = re.compile(r"[\d@._/]")
CHAT = re.compile(r"(?<!\w)[@#]\s?\w|https?:|\bRT\b|/\s?[ru]\s?/")
"""In what people type in haste names are small too."""
SENTENCE = 5
"""Words from which on a text shows whether its writer uses capitals."""
FILLER_SHARE = 0.5
FILLED = 4

FILLER = frozenset(
    "lorem ipsum dolor sit amet consectetur consectetuer adipiscing adipisicing elit sed do eiusmod tempor incididunt ut "
    "labore et dolore magna aliqua aliquam aliquyam enim ad minim veniam quis nostrud exercitation ullamco ullamcorper laboris nisi "
    "aliquip ex ea commodo consequat duis aute irure in reprehenderit voluptate velit esse cillum eu fugiat nulla pariatur excepteur "
    "sint occaecat cupidatat non proident sunt culpa qui officia deserunt mollit anim id est laborum sadipscing sed diam nonumy eirmod "
    "invidunt erat voluptua at vero eos accusam justo duo dolores rebum stet clita kasd gubergren no sea takimata sanctus nonummy nibh "
    "euismod tincidunt laoreet wisi tation suscipit lobortis nisl vel eum iriure hendrerit vulputate molestie illum feugiat facilisis "
    "accumsan iusto odio dignissim blandit praesent luptatum zzril delenit augue te feugait nam liber cum soluta nobis eleifend option "
    "congue nihil imperdiet doming quod mazim placerat facer possim assum maecenas mauris vivamus curabitur etiam phasellus vestibulum "
    "suspendisse aenean nunc pellentesque sagittis varius ligula ultrices ultricies purus orci leo lacus lacinia libero ligula luctus "
    "massa mattis metus mi morbi nec neque nullam ornare pede pharetra porta porttitor posuere potenti pretium primis proin pulvinar "
    "quam quisque rhoncus risus rutrum sapien scelerisque sem semper senectus sociis sodales sollicitudin tellus tempus tortor "
    "tristique turpis urna vehicula vel velit venenatis vitae viverra volutpat ac ante aptent arcu auctor bibendum class condimentum "
    "conubia convallis cras cubilia cursus dapibus dictum dictumst dis donec dui egestas eget elementum faucibus felis fames fermentum "
    "fringilla fusce gravida habitant habitasse hac himenaeos iaculis inceptos integer interdum ipsam lectus litora malesuada magnis "
    "montes mus nascetur natoque netus nostra parturient penatibus per platea ridiculus sociosqu taciti torquent vestibulum".split()
)  # fmt: skip
"""Words of the text that printers set where nothing is written yet."""
MONTHS = frozenset(
    "jan january januar janvier enero gennaio januari styczeń janeiro feb february februar février febrero febbraio februari luty "
    "fevereiro mar march märz mars marzo maart marzec março apr april avril abril aprile kwiecień may mai mayo maggio mei maj maio jun june "
    "juni juin junio giugno czerwiec junho jul july juli juillet julio luglio lipiec julho aug august août agosto augustus sierpień sep sept "
    "september septembre septiembre settembre wrzesień setembro oct okt october oktober octobre octubre ottobre październik outubro nov november "
    "novembre noviembre listopad novembro dec dez december dezember décembre diciembre dicembre grudzień dezembro".split()
)  # fmt: skip
NAMED_LIKE_MONTHS = frozenset(
    "jan mar march marzo april avril abril may mai maj mei maio june jun junio julio aug august augustus agosto".split()
)
AROUND_MONTHS = frozenset(
    "von bis ab seit im anfang mitte ende from until since in early mid late to début fin mi de en à depuis jusqu inizio metà fine da al "
    "principios mediados finales desde hasta van tot sinds begin eind od do w na początku końcu desde até fins meados".split()
)
WEEKDAYS = frozenset(
    "mon tue tues wed thu thur thurs fri sat sun sunday saturday friday thursday wednesday tuesday monday montag dienstag mittwoch donnerstag "
    "freitag samstag sonnabend sonntag lundi mardi mercredi jeudi vendredi samedi dimanche lunes martes miércoles jueves viernes sábado domingo "
    "lunedì martedì mercoledì giovedì venerdì sabato domenica maandag dinsdag woensdag donderdag vrijdag zaterdag zondag poniedziałek wtorek "
    "środa czwartek piątek sobota niedziela segunda-feira terça-feira quarta-feira quinta-feira sexta-feira".split()
)
CALENDAR = 3
"""Different months in the cells of a file, from which on "Jan" and "May" are months there."""
TITLES = frozenset(
    "herr herrn frau damen herren madame monsieur mesdames messieurs mademoiselle señor señora señores signore signora signori senhor senhora "
    "senhores sir madam".split()
)
"""Forms of address, which alone are nobody."""
REGIONS = frozenset(
    "north south east west northeast northwest southeast southwest central emea apac latam amer dach benelux nord süd ost sur este oeste "
    "norte sud est ouest noord zuid oost północ południe wschód zachód".split()
)
ADDRESS = re.compile(r"(?!O2)[A-Z]\d{1,2}")
ALSO_NAMES = frozenset(
    map(squeeze, ("Georgia|Rockwell|Garamond|Century|Constantia|Monaco|Batang|Impact|Times|Latha|Lato|Montserrat|Symbol|Kalinga|Courier|Avenir|Candara").split("|"))
)  # fmt: skip
"""Fonts that are called like people, places or firms."""


CUT = re.compile(
    r"(?: (?:Thin|ExtraLight|Light|Regular|Book|Medium|Semi[Bb]old|Demi|Bold|ExtraBold|Heavy|Black|Italic|Oblique|Condensed|Narrow|Unicode|Display|Sans|Serif|Mono))+$"
)
"""The cuts of a font, behind the name of its family."""
NO_SURNAME = re.compile(
    r" (?:Thin|ExtraLight|Regular|Semi[Bb]old|ExtraBold|Italic|Oblique|Condensed|Unicode)$"
)
"""Cuts that tell a font from somebody called Georgia Black or Jordi Sans."""
CLIENT = re.compile(
    r"(?:\b(?:our|my|the|your|their|new|former) (?:client|customer)|\b(?:Kunden?|Kundin|Mandant(?:en|in)?|Auftraggeber(?:in)?)"
    r"|\b(?:notre|le) client|\b(?:nuestro|el|il|nostro|o nosso) cliente),?:? $",
    re.IGNORECASE,
)
NEAR = 5_000
"""Characters around a word in which it may stand behind a given name."""
TURNED = re.compile(r", ([^\W\d_]+)\b")
FACE = re.compile(r" (?:Sans|Serif|Mono|Semi[Bb]old|ExtraLight|ExtraBold|Oblique)(?: \w+)?$")
"""Ends that fonts' names have and people's have not."""


def doubted(unit: Unit, span: Span, plain: frozenset[str], given: frozenset[str]) -> Span:
    """The span with a lower score where it is probably no name.

    ``plain`` are ordinary words and ``given`` given names, in small letters.
    """
    if span.kind not in NAMES or span.score <= DOUBT:
        return span
    text = unit.text[span.start : span.end]
    words = [word.lower() for word in WORD.findall(text)]
    if (
        (
            _used_by_all(text, span.kind, given)
            and not _is_client(unit, span)
            and not _called_so(text, unit, span, given)
        )
        or _of_the_year(words, given)
        or (unit.role is Role.CELL and _of_tables(text, words, unit))
        or _fills(words, unit.text)
        or (_ordinary(text, words, unit, span, plain) and not _called_so(text, unit, span, given))
        or _noun(words, unit, span, given)
        or (unit.role in PROSE and _small(text, words, unit, span, plain, given))
    ):
        return replace(span, score=DOUBT)
    return span


def without_months(units: Sequence[Unit], spans: Iterable[Span]) -> Iterator[Span]:
    """The spans, of which months are doubted where the cells of a table go through the year."""
    cells = {
        unit.locator: word
        for unit in units
        if unit.role in (Role.CELL, Role.HEADING)
        and (word := unit.text.strip(" .").lower()) in MONTHS
    }
    year = len(set(cells.values())) >= CALENDAR
    for span in spans:
        month = year and span.locator in cells and span.kind in NAMES and span.score > DOUBT
        yield replace(span, score=DOUBT) if month else span


def _of_the_year(words: list[str], given: frozenset[str]) -> bool:
    """Say whether words only tell a month: "Von Januar"."""
    months = MONTHS.intersection(words)
    return (
        bool(months)
        and not NAMED_LIKE_MONTHS & months
        and not given & months
        and (MONTHS | AROUND_MONTHS).issuperset(words)
    )


def _is_client(unit: Unit, span: Span) -> bool:
    """Say whether a word before a firm says that somebody works for it."""
    before = unit.text[max(0, span.start - 30) : span.start]
    return span.kind is not Kind.PERSON and CLIENT.search(before) is not None


def _used_by_all(text: str, kind: Kind, given: frozenset[str]) -> bool:
    """Say whether a text names a product or a font that everybody has."""
    key = squeeze(text)
    if is_product(text, kind) or (key in _fonts() and key not in ALSO_NAMES):
        return True
    family = CUT.sub("", text)
    if family == text:
        return False
    if squeeze(family) in ALSO_NAMES or text.partition(" ")[0].lower() in given:
        return NO_SURNAME.search(text) is not None
    return squeeze(family) in _fonts() or FACE.search(text) is not None


def _of_tables(text: str, words: list[str], unit: Unit) -> bool:
    """Say whether a cell holds a region, a day of the week, or is called as cells are: "C2"."""
    whole = text == unit.text.strip()
    return bool(words) and (
        (whole and (ADDRESS.fullmatch(text) is not None or WEEKDAYS.issuperset(words)))
        or REGIONS.issuperset(words)
    )


@cache
def _fonts() -> frozenset[str]:
    return frozenset(map(squeeze, fonts()))


def _fills(words: list[str], around: str) -> bool:
    """Say whether words are part of a text that only fills its place."""
    if not words or not FILLER.issuperset(words):
        return False
    if "lorem" in words or "ipsum" in words:
        return True
    said = [word.lower() for word in WORD.findall(around[:2000])]
    filling = [word for word in said if word in FILLER]
    return len(set(filling)) >= FILLED and len(filling) >= FILLER_SHARE * len(said)


def _ordinary(text: str, words: list[str], unit: Unit, span: Span, plain: frozenset[str]) -> bool:
    """Say whether words are those of every paper, or ordinary and taken for a name in doubt."""
    if len(words) == 1:
        office = words[0] in TITLES or words[0] in office_words()
        known = span.score < SURE and (words[0] in plain or is_made(words[0]))
        sure = SURE if span.kind is Kind.PERSON and words[0] in SURNAMES_TOO else CERTAIN
        return known or (office and span.score < sure)
    heading = bool(words) and text == text.upper() and _line(text, span, unit)
    return heading and span.score < SURE and plain.issuperset(words)


def _called_so(text: str, unit: Unit, span: Span, given: frozenset[str]) -> bool:
    """Say whether a given name stands before a word somewhere, or behind its comma."""
    if span.kind is not Kind.PERSON or WORD.fullmatch(text) is None or text.islower():
        return False
    whole = rf"\b([^\W\d_]{{3,}})[ \u00a0]{re.escape(text)}\b"
    near = unit.text[max(0, span.start - NEAR) : span.end + NEAR]
    if any(one[1].lower() in given and not one[1].islower() for one in re.finditer(whole, near)):
        return True
    end = span.end - (unit.text[span.end - 1 : span.end] == ",")
    after = TURNED.match(unit.text, end)
    return after is not None and after[1].lower() in given


def _line(text: str, span: Span, unit: Unit) -> bool:
    """Say whether a text fills its line."""
    begin = unit.text.rfind("\n", 0, span.start) + 1
    end = unit.text.find("\n", span.end)
    before, after = unit.text[begin : span.start], unit.text[span.end : end if end >= 0 else None]
    return bool(text) and not before.strip(" #*>-") and not after.strip(" :.*")


def _noun(words: list[str], unit: Unit, span: Span, given: frozenset[str]) -> bool:
    """Say whether a single word may have its capital from German, which writes all nouns so."""
    if len(words) != 1 or span.score >= NOUN or words[0] in given or unit.role not in PROSE:
        return False
    start = max(0, span.start - 200)
    return language(unit.text[start : span.end + 200], 1) == "de"


def _small(
    text: str,
    words: list[str],
    unit: Unit,
    span: Span,
    plain: frozenset[str],
    given: frozenset[str],
) -> bool:
    """Say whether a text in small letters stands in a sentence that uses capitals for names."""
    if text != text.lower() or not words or UNLIKE_A_WORD.search(text) or CHAT.search(unit.text):
        return False
    if given.intersection(words) or (
        span.kind is Kind.ORGANIZATION and not plain.issuperset(words)
    ):
        return False
    before, after = unit.text[: span.start][-400:], unit.text[span.end :][:400]
    rest = WORD.findall(before) + WORD.findall(after)
    capitals = len(rest) >= SENTENCE and any(word[0].isupper() for word in rest)
    if capitals and span.score < SURE:
        return True
    foreign = language(before + text + after, 1) not in ("en", "")
    return foreign and (capitals or span.score < SURE)
