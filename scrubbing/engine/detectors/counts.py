"""Numbers that count something: "1,500 hours" is no reference, whatever stands before it."""

import re

UNITS = (
    "hours? days? weeks? months? years? minutes? seconds? units? items? pieces? people persons? seats? users? "
    "licen[cs]es? pages? words? lines? rows? cells? files? points? shares? employees? customers? euros? dollars? pounds? "
    "stunden? tagen? wochen? monaten? jahren? minuten stücke? einheiten personen plätze seiten wörter zeilen dateien "
    "heures? jours? semaines? mois années? unités? pièces? personnes? pages? mots? lignes? "
    "horas? días? semanas? meses años? unidades? piezas? personas? páginas? palabras? "
    "ore giorni settimane mesi anni unità pezzi persone pagine parole righe "
    "uur dagen weken maanden jaren? stuks eenheden personen pagina's woorden regels "
    "godzin dni tygodni miesięcy lat sztuk jednostek osób stron słów "
    "dias anos peças pessoas linhas kg km cm mm ml kw kwh mb gb tb"
)
UNIT = re.compile(rf"[ \u00a0](?:{'|'.join(UNITS.split())})(?!\w)", re.IGNORECASE)
NUMBER = re.compile(r"(?:\A|(?:,? |; ?))\d[\d.,]*\Z")
"""The last number of a stretch, which only marks part from what stands before it."""


def without_count(text: str, start: int, end: int) -> int:
    """Give where a reference ends if its last number counts what follows; ``start`` if all of it does."""
    if not UNIT.match(text, end):
        return end
    counted = NUMBER.search(text[start:end])
    return end if counted is None else start + counted.start()
