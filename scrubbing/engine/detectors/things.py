"""Columns of things: where most cells are no names, a lone word that looks like one is none.

A single unknown word in a cell says little ("Rondelle", "Kanban"): the model is told to lean
towards a name there, and the rest of the column says whether that was right.
"""

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace

from scrubbing.engine.detectors.columns import EMPTY, column_of, header_of, kind_of_header
from scrubbing.engine.types import Kind, Role, Span, Unit

Column = tuple[int | None, str, str]
DOUBT = 0.45
NAMES = frozenset({Kind.PERSON, Kind.ORGANIZATION, Kind.LOCATION})
CELL = re.compile(r"([A-Z]{1,3})(\d{1,7})")
LETTER = re.compile(r"[^\W\d_]")
WORD = re.compile(r"[^\W\d_]+")
ENOUGH = 12
"""Different cells from which on a column tells what it holds."""
FEW = 0.3
"""Up to this share of cells with names in them a column is none of names."""
SHORT = 4
"""Words; a longer cell is a text, in which a name may stand whatever the column is."""
THINGS = re.compile(
    r"\W*(?:(?:product|item|article|part|material|service|task|test|error|device|asset|risk|issue|cost|payment|order|job)\W?"
    r"(?:name|type|status|description|category|title|class|level|priority)?s?|descriptions?|status|category|categories|type|class|kind|unit|units"
    r"|uom|colou?r|size|topic|activity|priority|severity|level|grade|role|job title|function|language|day|weekday|month|quarter|season"
    r"|ingredients?|dish|food|component|equipment|tool|model|software|feature|module|version|diagnosis|medication|drug|symptoms?|treatment|metric|measure|kpi"
    r"|currency|question|phase|step|stage|method|channel|format|shape|variable|parameter"
    r"|artikel|produkt|bezeichnung|beschreibung|typ|art|kategorie|einheit|farbe|größe|thema|aufgabe|priorität|stufe|rolle|funktion|tag|monat"
    r"|zutat(?:en)?|bauteil|gerät|werkzeug|diagnose|medikament|kennzahl|währung|frage|maßnahme|schritt|merkmal|leistung"
    r"|article|produit|désignation|libellé|catégorie|unité|couleur|taille|tâche|priorité|niveau|rôle|fonction|jour|mois|ingrédients?|pièce|outil"
    r"|diagnostic|médicament|devise|étape|statut"
    r"|artículo|producto|descripción|categoría|tipo|unidad|color|tamaño|tema|tarea|prioridad|nivel|función|día|mes|ingredientes?|pieza|equipo"
    r"|articolo|prodotto|descrizione|categoria|unità|colore|taglia|argomento|attività|priorità|livello|ruolo|funzione|giorno|mese|pezzo|strumento"
    r"|omschrijving|categorie|soort|eenheid|kleur|maat|taak|prioriteit|functie|dag|maand|onderdeel"
    r"|produkt|opis|kategoria|rodzaj|jednostka|kolor|rozmiar|temat|zadanie|priorytet|poziom|funkcja|dzień|miesiąc|część"
    r"|produto|descrição|unidade|cor|tamanho|tarefa|prioridade|nível|função|dia|mês|peça)\W*",
    re.IGNORECASE,
)
"""Headers of columns that hold things, not names."""


def without_things(
    units: Sequence[Unit], spans: Iterable[Span], given: frozenset[str]
) -> Iterator[Span]:
    """The spans, of which lone words in columns of things are doubted.

    Two words that were found together, and given names, stay.
    """
    found = list(spans)
    cells = {unit.locator: unit for unit in units if unit.role is Role.CELL}
    named = {span.locator for span in found if span.kind in NAMES and span.score > DOUBT}
    mostly = _mostly_things(cells.values(), named)
    labels = {(unit.place.sheet, unit.place.cell): unit.text for unit in cells.values()}
    for span in found:
        unit = cells.get(span.locator)
        if unit is not None and _is_lone(unit, span, given) and (
            THINGS.fullmatch(header_of(unit.context))
            or (column_of(unit) in mostly and not _labelled(unit, labels))
        ):  # fmt: skip
            yield replace(span, score=min(span.score, DOUBT))
        else:
            yield span


def _mostly_things(cells: Iterable[Unit], named: set[str]) -> set[Column]:
    """Give the columns of which few cells hold names."""
    columns: dict[Column, dict[str, bool]] = defaultdict(dict)
    for unit in cells:
        if unit.place.cell and not EMPTY.fullmatch(unit.text) and LETTER.search(unit.text):
            texts = columns[column_of(unit)]
            texts[unit.text] = texts.get(unit.text, False) or unit.locator in named
    return {
        column
        for column, texts in columns.items()
        if len(texts) >= ENOUGH and sum(texts.values()) <= FEW * len(texts)
    }


def _labelled(unit: Unit, texts: Mapping[tuple[int | None, str | None], str]) -> bool:
    """Say whether the cell before a cell says what it is, as in a form: "Surname", "Hagedorn"."""
    place = CELL.fullmatch(unit.place.cell or "")
    if place is None or place[1] == "A":
        return False
    before = texts.get((unit.place.sheet, f"{_before(place[1])}{place[2]}"), "")
    return kind_of_header(before.strip().rstrip(":")) is not None


def _before(letters: str) -> str:
    """Give the column before a column: "B" before "C", "Z" before "AA"."""
    head, last = letters[:-1], letters[-1]
    if last != "A":
        return head + chr(ord(last) - 1)
    return f"{_before(head)}Z" if head and head != "A" else "Z"


def _is_lone(unit: Unit, span: Span, given: frozenset[str]) -> bool:
    """Say whether a span is one word of a short cell, and no given name."""
    words = WORD.findall(unit.text[span.start : span.end])
    return (
        span.kind in NAMES
        and len(words) == 1
        and words[0].lower() not in given
        and len(WORD.findall(unit.text)) <= SHORT
    )
