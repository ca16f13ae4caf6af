"""What a table's columns hold: said by a header, or by most of the cells.

A unit with role CELL carries its column's header as ``context``; cells of one sheet, one
column and one header are a column.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import lru_cache

from scrubbing.engine.types import Kind, Role, Span, Unit

BY_HEADER = 0.9
BY_SAMPLE = 0.7
SAMPLE = 200
SHARE = 0.6
"""From this share of found cells on, the rest of the column is of that kind too."""
LEAST_FOUND = 3

HEADERS: tuple[tuple[Kind, str], ...] = (
    (Kind.PERSON, r"(?:sur|last|first|given|family|middle|maiden|full|employee|customer|client|patient|contact|student|tenant|candidate|applicant|manager|user|owner|agent|driver|teacher|doctor|author|supervisor|spouse|child|beneficiary|holder)\W?name|name of (?:employee|customer|patient|contact|applicant)|surname|forename|nachname|vorname|familienname|ansprechpartner(?:in)?|sachbearbeiter(?:in)?|mitarbeiter(?:in)?|prénom|nom de famille|nom et prénom|apellidos?|nombre(?: y apellidos)?|cognome|nome e cognome|nominativo|achternaam|voornaam|naam medewerker|contactpersoon|nazwisko|imię(?: i nazwisko)?|apelido|nome completo|assignee|assigned to|reported by|reporter|approver|approved by|prepared by|reviewed by|created by|modified by|line manager|account manager|sales ?rep(?:resentative)?|salesperson|interviewer|interviewee|attendees?|participants?|employee|mother|father|next of kin|emergency contact|signatory|witness|(?:data |process |product |task )?owner|inhaber(?:in)?|eigentümer(?:in)?|verantwortliche?r?|bearbeiter(?:in)?|zuständig|propriétaire|titulaire|responsable|propietari[oa]|titular|encargad[oa]|proprietari[oa]|titolare|responsabile|referente|eigenaar|verantwoordelijke|behandelaar|właściciel|opiekun|prowadzący|odpowiedzialn[yae]|responsável|proprietári[oa]|encarregad[oa]"),
    (Kind.ORGANIZATION, r"company(?:\W?name)?|organi[sz]ation(?:\W?name)?|employer|vendor(?:\W?name)?|supplier(?:\W?name)?|client|customer|firma|unternehmen|lieferant|kunde|société|entreprise|fournisseur|empresa|proveedor|azienda|fornitore|ragione sociale|bedrijf(?:snaam)?|leverancier|dostawca|kontrahent|fornecedor|counterparty|subsidiary|manufacturer|account name|legal entity"),
    (Kind.ADDRESS, r"(?:street|home|postal|mailing|billing|shipping|delivery|e-?mail free)?\W?address(?:\W?(?:line)?\W?\d)?|street|straße|strasse|anschrift|adresse|rue|dirección|domicilio|calle|indirizzo|via|adres|straat|ulica|morada|rua|post\W?code|zip(?:\W?code)?|plz|postleitzahl|code postal|código postal|cap|kod pocztowy"),
    (Kind.LOCATION, r"city|town|ort|stadt|wohnort|ville|ciudad|localidad|città|comune|plaats|woonplaats|miasto|cidade|localidade|birth\W?place|place of birth|geburtsort|lieu de naissance|hometown|county|village"),
    (Kind.EMAIL, r"e-?mail(?:\W?address)?|mail|correo(?: electrónico)?|courriel"),
    (Kind.PHONE, r"(?:home|work|mobile|cell|office|contact)?\W?(?:tele)?phone(?:\W?(?:no|number))?\.?|mobile|cell|tel\.?|telefon(?:nummer)?|handy|téléphone|portable|teléfono|móvil|telefono|cellulare|telefoon|komórka|telemóvel|telefone|fax|whatsapp"),
    (Kind.DATE_OF_BIRTH, r"(?:date of birth|d\.?o\.?b\.?|birth\W?(?:date|day)|geburtsdatum|geb\.?\W?datum|date de naissance|fecha de nacimiento|data di nascita|geboortedatum|data urodzenia|data de nascimento)"),
    (Kind.USERNAME, r"user\W?(?:name|id)|login|benutzer(?:name)?|handle|screen\W?name|sam\W?account\W?name|nickname"),
    (Kind.SECRET, r"pass(?:word|wd|code)?|pwd|passwort|mot de passe|contraseña|wachtwoord|hasło|api\W?key|secret|token|pin"),
    (Kind.SOCIAL_ID, r"ssn|social security(?:\W?(?:no|number))?|national insurance(?:\W?(?:no|number))?|ni\W?n(?:o|umber)|nino|sozialversicherungsnummer|pesel|bsn|nir|numéro de sécurité sociale|niss|personnummer"),
    (Kind.TAX_ID, r"tax\W?(?:id|no|number)|tin|ein|vat\W?(?:id|no|number)?|ust-?id(?:nr)?|steuernummer|steuer-?id|nif|cif|codice fiscale|partita iva|p\.?\s?iva|siret|siren|nip|regon|kvk|btw(?:-nummer)?|cpf|cnpj|abn|gstin"),
    (Kind.HEALTH_ID, r"nhs\W?(?:no|number)?|mrn|medical record(?:\W?(?:no|number))?|patient\W?(?:id|no|number)|insurance\W?(?:id|no|number)|medicare(?:\W?(?:no|number))?"),
    (Kind.IDENTITY_DOCUMENT, r"passport(?:\W?(?:no|number))?|id\W?card(?:\W?(?:no|number))?|driv(?:er'?s?|ing)\W?licen[cs]e(?:\W?(?:no|number))?|national\W?id|dni|nie|ausweis(?:nummer)?"),
    (Kind.BANK_ACCOUNT, r"iban|bic|swift|(?:bank\W?)?account\W?(?:no|number)|acct\W?(?:no)?|sort\W?code|routing\W?(?:no|number)?|konto(?:nummer)?|blz"),
    (Kind.CARD, r"(?:credit\W?)?card\W?(?:no|number)|pan|cvv|cvc"),
    (Kind.LICENCE_PLATE, r"(?:licen[cs]e|number|registration)\W?plate|plate\W?(?:no|number)?|kennzeichen|immatriculation|matrícula|targa|kenteken|nr rejestracyjny|vrm|reg(?:istration)?\W?(?:no|number|mark)"),
    (Kind.IP_ADDRESS, r"ip(?:\W?address)?|ipv[46]"),
    (Kind.MAC_ADDRESS, r"mac(?:\W?address)?"),
    (Kind.HOST, r"host\W?name|server(?:\W?name)?|computer\W?name|machine|fqdn|domain"),
    (Kind.COORDINATE, r"lat(?:itude)?|lon(?:gitude)?|lng|coordinates|gps"),
    (Kind.REFERENCE, r"(?:employee|emp|staff|customer|cust|client|account|acct|case|claim|policy|order|invoice|inv|contract|ticket|member(?:ship)?|student|personnel|worker|user|vendor|supplier|project|loan|booking|reservation|transaction|tracking|serial|asset|matter|file|docket|po)\W?(?:id|no|nr|number|num|code|ref(?:erence)?|#)\.?|ref(?:erence)?(?:\W?(?:no|number))?|(?:rechnungs|kunden|auftrags|vertrags|personal|bestell)-?(?:nummer|nr)\.?|aktenzeichen|matricule|expediente|matricola|dossiernummer|numer (?:klienta|umowy|faktury)"),
    (Kind.DEMOGRAPHIC, r"nationality|religion|ethnicity|race|gender|sex|marital\W?status|age|nationalité|staatsangehörigkeit|nacionalidad|nazionalità|nationaliteit|obywatelstwo|nacionalidade"),
)  # fmt: skip
"""What stands in a column, by its header as a whole (without case, camel case split)."""
EXPRESSIONS = tuple(
    (kind, re.compile(rf"\W*(?:{words})\W*", re.IGNORECASE)) for kind, words in HEADERS
)
WORD = re.compile(r"[^\W\d_]+")
CAMEL = re.compile(r"(?<=[a-zà-ÿ])(?=[A-Z])")
EMPTY = re.compile(
    r"[\W_]*|(?:row|column) labels|grand total|gesamt(?:summe|ergebnis)?|(?:zeilen|spalten)beschriftungen|étiquettes de (?:lignes|colonnes)|total général"
    r"|etiquetas de (?:fila|columna)|total general|etichette di (?:riga|colonna)|totale complessivo|(?:rij|kolom)labels|eindtotaal|etykiety (?:wierszy|kolumn)"
    r"|suma końcowa|rótulos de (?:linha|coluna)|total geral|n/?a|none|null|nil|tbd|tba|unknown|other|total|sum|yes|no|true|false|various|various?|all|open|closed|-+|\?+|k\.?a\.?|unbekannt|inconnu|pending|internal|external|self|same|see (?:above|below|note)",
    re.IGNORECASE,
)
LOOKS: dict[Kind, re.Pattern[str]] = {
    kind: re.compile(expression)
    for kinds, expression in (
        ((Kind.DATE_OF_BIRTH, Kind.COORDINATE), r"\d"),
        (
            (Kind.CARD, Kind.HEALTH_ID, Kind.REFERENCE),
            r"\d.*\w.*\w|\w.*\d.*\w|\w.*\w.*\d",
        ),
        ((Kind.SOCIAL_ID, Kind.TAX_ID), r"(?:\d\D{0,3}){5}"),
        ((Kind.PHONE, Kind.IDENTITY_DOCUMENT), r"(?:\d\D{0,3}){4}"),
        ((Kind.BANK_ACCOUNT,), r"(?:\d\D{0,3}){5}|^[A-Z]{6}[A-Z0-9]{2}"),
        (
            (Kind.IP_ADDRESS, Kind.MAC_ADDRESS),
            r"[0-9A-Fa-f][.:-][0-9A-Fa-f:]|^\s*[0-9A-Fa-f]{12}\s*$",
        ),
        ((Kind.EMAIL,), r"@|\bat\b"),
    )
    for kind in kinds
}
"""What a cell must hold to be what its header says: under "Cell" stand phones, and also "B2"."""
COMMON_HEADERS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (re.compile(rf"\W*(?:{header})\W*", re.IGNORECASE), re.compile(value))
    for header, value in (
        (r"machine|domain|server", r"[\d._-]"),
        (r"token|secret|pin", r"\d"),
        (
            r"cap|zip|zip\W?code|post\W?code|plz|postleitzahl|code postal|código postal|kod pocztowy",
            r"\d",
        ),
        (r"via|rue|rua", r"\d|\w\W+\w"),
    )
)
"""Headers that are words of everyday too, with what their cells must hold all the more."""
NAMES = frozenset({Kind.PERSON, Kind.ORGANIZATION, Kind.LOCATION})
LONGEST = 120
"""A longer cell is prose, whatever its header."""


def header_of(context: str) -> str:
    """Give the words of a header: the last line of a cell's context, camel case split."""
    return CAMEL.sub(" ", context.strip().rsplit("\n", 1)[-1]).replace("_", " ")


def column_of(cell: Unit) -> tuple[int | None, str, str]:
    """Give what the cells of one column have in common: sheet, letters and header."""
    return cell.place.sheet, re.sub(r"\d+$", "", cell.place.cell or ""), cell.context


@lru_cache(maxsize=4096)
def kind_of_header(header: str) -> Kind | None:
    """Say what stands under a header, or None where it does not say."""
    words = header_of(header)
    return next((kind for kind, expression in EXPRESSIONS if expression.fullmatch(words)), None)


def settles(unit: Unit) -> Kind | None:
    """Say what a cell is by its header, or None where header and cell together do not say."""
    kind = kind_of_header(unit.context)
    if kind is None or not fits(kind, unit.text):
        return None
    header = unit.context.strip().rsplit("\n", 1)[-1]
    wanted = next((value for known, value in COMMON_HEADERS if known.fullmatch(header)), None)
    return kind if wanted is None or wanted.search(unit.text) else None


def by_sample(
    units: Sequence[Unit], spans: Iterable[Span], plain: frozenset[str] = frozenset()
) -> tuple[Span, ...]:
    """Give further spans: the rest of a column whose cells are mostly names of one kind.

    Cells that say only ``plain`` words ("Grand total") are none of them.
    """
    columns: dict[tuple[int | None, str, str], list[Unit]] = defaultdict(list)
    for unit in units:
        if unit.role is Role.CELL and not EMPTY.fullmatch(unit.text):
            columns[column_of(unit)].append(unit)
    found = {
        span.locator: span.kind for span in spans if span.score >= 0.5 and span.kind in NAMES  # noqa: PLR2004
    }  # fmt: skip
    return tuple(span for cells in columns.values() for span in _like_the_rest(cells, found, plain))


def _like_the_rest(
    cells: Sequence[Unit], found: dict[str, Kind], plain: frozenset[str]
) -> Iterator[Span]:
    kinds = Counter(found[cell.locator] for cell in cells[:SAMPLE] if cell.locator in found)
    if not kinds:
        return
    kind, count = kinds.most_common(1)[0]
    if count < LEAST_FOUND or count < SHARE * min(len(cells), SAMPLE):
        return
    yield from (
        whole(cell, kind, BY_SAMPLE)
        for cell in cells
        if cell.locator not in found and fits(kind, cell.text) and not _ordinary(cell.text, plain)
    )


def _ordinary(text: str, plain: frozenset[str]) -> bool:
    return plain.issuperset(word.lower() for word in WORD.findall(text))


def fits(kind: Kind, text: str) -> bool:
    """Say whether a cell may be of its column's kind: not empty, not prose, digits where due."""
    if EMPTY.fullmatch(text) or len(text) > LONGEST:
        return False
    if kind in LOOKS:
        return LOOKS[kind].search(text) is not None
    if kind in NAMES:
        return any(c.isalpha() for c in text) and sum(c.isdigit() for c in text) <= len(text) // 3
    return True


def whole(unit: Unit, kind: Kind, score: float) -> Span:
    """Give a span over all of a cell but the blanks around it."""
    start = len(unit.text) - len(unit.text.lstrip())
    return Span(unit.locator, start, start + len(unit.text.strip()), kind, score, "tables")
