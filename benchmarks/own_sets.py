"""Sets of our own: what work files hold and public sets do not. Made here, from a fixed seed.

A text knows its names (which must be found) and whether the rest is harmless.
"""

import ast
import random
import re
import sysconfig
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from benchmarks.own_names import FIRMS, FIRST, FOREIGN, LAST, TOWNS
from scrubbing.engine.types import Role

SEED = 20261120


@dataclass(frozen=True, slots=True)
class Text:
    """A text with the places of its names; ``harmless`` counts what is touched beside them."""

    text: str
    names: tuple[tuple[int, int], ...] = ()
    role: Role = Role.BODY
    context: str = ""
    language: str = "en"
    harmless: bool = False


MAIL = (
    "From: {N} <{m}>\nTo: {N} <{m}>\nSubject: Q2 figures",
    "Von: {N} [mailto:{m}]\nGesendet: Dienstag\nAn: {N}; {N}\nBetreff: Freigabe",
    "De : {N}\nEnvoyé : mardi\nÀ : {N}\nCc : {N}\nObjet : relance",
    "Reply-To: {N} <{m}>\nList-Owner: {N}",
    "Begin forwarded message:\n\nFrom: {N}\nTo: {N}\nSubject: fyi",
    "Organizer: {N}\nRequired Attendees: {N}; {N}\nOptional Attendees: {N}",
)
FILE_NAMES = (
    "Arbeitszeugnis_{F}_{S}.pdf", "{S}_{F}_payslip_03.xlsx", "2021-04-12 letter to {F} {S}.docx", "invoice {S} final v2.pdf",
    "Interview-{F}-{S}.mp3.txt", "scan0012 {S}, {F}.tif", "{F} {S} - references.doc", "agreement ({S} and {S}).pdf",
    "photo_{F}_{S}_headshot.png", "Zeugnis {S}.pdf",
)  # fmt: skip
CODE = (
    "# reviewed with {N} before the release", "// {N} says the tax table changes in July", "/* contact {N} when this breaks */",
    "@author {N}", '__author__ = "{N}"', 'customers = ["{N}", "{N}"]', 'self.assertEqual(person.name, "{N}")',
    "-- migrated by {N}", '{{"owner": "{N}", "tier": 2}}', '<meta name="author" content="{N}">', "* @copyright {N}",
    'echo "Hello {N}"', 'val reviewer = Person("{F}", "{S}")', "# FIXME {N}: off by one in the ledger",
)  # fmt: skip
DOCS = (
    "This handbook was compiled by {N} with help from {N}.",
    "If the pump alarm sounds, call the duty engineer, {N}, at once.",
    "{N} designed the intake form; {N} tested it with nine families.",
    "Questions about overtime go to {N} in the payroll office.",
    "The glossary follows the usage of Professor {S}.",
    "According to {S}, the second kiln must never be opened above 90 degrees.",
)
HEADED = (
    "Performance review: {N}", "Estate of {N}", "{N} versus {N}", "Settlement with {N}", "Handover from {N} to {N}", "In memory of {N}",
    "Annex 2: Statement by {N}", "{N}: references", "Tribute to {N}",
)  # fmt: skip
RESUMES = (
    "{N}\nWarehouse supervisor\n\nProfile\nReliable supervisor with a forklift licence and a decade of night shifts.\n\nHistory\n2014 to 2019 shift lead, reporting to {N}\n\nReferees\n{N}, plant manager\n{N}, union representative",
    "CURRICULUM VITAE - {U}\n\nAbout me: I sew, mend and teach. I learnt the trade from {N}.\nSkills: pattern cutting, embroidery, patience\nReferee: {N}",
    "{N}, RN BSN\nObjective: charge nurse in paediatrics\nClinical rotations under {N} and {N}\nLicence valid until 2027",
    "Name of candidate: {N}\nDesired position: tram driver\nPrevious supervisor: {N}\nHobbies: chess, cycling",
    "{N}\nPhD thesis: Turbulence in narrow pipes (advisor: {N}, committee: {N}, {N})\nTeaching: fluid mechanics, two semesters",
)
CELL_HEADERS = (
    "Name",
    "Surname",
    "Nachname",
    "Sachbearbeiter",
    "Account manager",
    "Interviewer",
    "Titolare",
    "Prowadzący",
    "Titulaire",
    "",
)
SENTENCES: dict[str, tuple[str, ...]] = {
    "en": (
        "Yesterday {N} handed in the keys of the depot.", "The inspection was carried out by {N} and {N}.", "Could {F} bring the samples on her way?",
        "{N} has been off sick since the flood.", "We owe {N} an apology.", "The parcel for {N} is still at the gate.",
        "Nobody told {S} that the lift was broken.", '"Not in my kitchen," said {N}.',
    ),
    "de": (
        "Gestern hat {N} die Schlüssel des Lagers abgegeben.", "Die Prüfung führten {N} und {N} durch.", "Kann {F} die Proben mitbringen?",
        "{N} ist seit dem Hochwasser krankgeschrieben.", "Wir schulden Frau {S} eine Entschuldigung.", "Das Paket für {N} liegt noch am Tor.",
        "Niemand sagte Herrn {S}, dass der Aufzug defekt war.", "Die Schulung leitet {N}.",
    ),
    "fr": (
        "Hier, {N} a rendu les clés de l'entrepôt.", "Le contrôle a été fait par {N} et {N}.", "Est-ce que {F} peut apporter les échantillons ?",
        "{N} est en arrêt maladie depuis l'inondation.", "Nous devons des excuses à {N}.", "Le colis de {N} est encore à l'entrée.",
        "Personne n'a dit à Mme {S} que l'ascenseur était en panne.", "La formation sera animée par {N}.",
    ),
    "es": (
        "Ayer {N} entregó las llaves del almacén.", "La inspección la hicieron {N} y {N}.", "¿Puede {F} traer las muestras?",
        "{N} está de baja desde la inundación.", "Le debemos una disculpa a {N}.", "El paquete de {N} sigue en la puerta.",
        "Nadie le dijo al señor {S} que el ascensor no funcionaba.", "El curso lo imparte {N}.",
    ),
    "it": (
        "Ieri {N} ha riconsegnato le chiavi del deposito.", "Il controllo è stato svolto da {N} e {N}.", "{F} può portare i campioni?",
        "{N} è in malattia dall'alluvione.", "Dobbiamo delle scuse a {N}.", "Il pacco per {N} è ancora al cancello.",
        "Nessuno ha detto al signor {S} che l'ascensore era guasto.", "Il corso è tenuto da {N}.",
    ),
    "nl": (
        "Gisteren leverde {N} de sleutels van het magazijn in.", "De keuring is gedaan door {N} en {N}.", "Kan {F} de monsters meenemen?",
        "{N} is ziek sinds de overstroming.", "Wij zijn {N} excuses verschuldigd.", "Het pakket voor {N} ligt nog bij de poort.",
        "Niemand zei tegen meneer {S} dat de lift kapot was.", "De cursus wordt gegeven door {N}.",
    ),
    "pl": (
        "Wczoraj {N} oddała klucze do magazynu.", "Kontrolę przeprowadzili {N} i {N}.", "Czy {F} może przynieść próbki?",
        "{N} jest na zwolnieniu od czasu powodzi.", "Szkolenie prowadzi {N}.", "Odbiorca paczki: {N}, portiernia.",
        "Nikt nie powiedział, że pani {S} czeka przy windzie.", "Umowę podpisała {N}.",
    ),
    "pt": (
        "Ontem {N} entregou as chaves do armazém.", "A inspeção foi feita por {N} e {N}.", "O {F} pode trazer as amostras?",
        "{N} está de baixa desde a cheia.", "Devemos um pedido de desculpas a {N}.", "A encomenda de {N} ainda está no portão.",
        "Ninguém disse ao senhor {S} que o elevador estava avariado.", "A formação é dada por {N}.",
    ),
}  # fmt: skip
TITLES = (
    "Table of Contents|Lessons Learned|How to Read This Report|Frequently Asked Questions|Opening Remarks|Cash Flow Forecast|Bill of Materials|"
    "Terms of Reference|Statement of Work|Letter of Intent|Change Request Log|Fire Drill Procedure|Winter Service Plan|Spring Collection Mood Board|"
    "Site Visit Checklist|Onboarding Journey|Customer Personas|Market Sizing|Cost of Goods Sold|Working Capital|Deferred Revenue|Net Promoter Score|"
    "Root Cause|Corrective Action|Sprint Retrospective|Definition of Done|Release Train|Burn Rate|Pricing Page Copy|Tone of Voice|Brand Guidelines|"
    "Colour Palette|Type Scale|Grid and Spacing|Empty States|Error Messages|Data Dictionary|Entity Diagram|Access Matrix|Backup Rotation|"
    "Load Test Outcome|Pump Curve|Weld Map|Soil Borings|Drainage Concept|Patient Pathway|Discharge Planning|Dosage Table|Inclusion Criteria|"
    "Grounds of Appeal|Prayer for Relief|Governing Law|Force Majeure|Entire Agreement|Notice of Termination|Schedule of Rates|Bid Evaluation|"
    "Literature Review|Limitations of the Study|Marking Scheme|Lesson Plan: Fractions|Sales Funnel|Win-Loss Review|Territory Plan|Quarterly Close|"
    "Zusammenfassung der Ergebnisse|Anlagenverzeichnis|Allgemeine Geschäftsbedingungen|Ausschreibung und Vergabe|Note de cadrage|Bilan de l'exercice|"
    "Cahier des charges|Plan de formation|Resumen de resultados|Pliego de condiciones|Cuenta de resultados|Relazione finale|Capitolato d'appalto|"
    "Bilancio di esercizio|Plan van aanpak|Algemene voorwaarden|Sprawozdanie roczne|Regulamin pracy|Relatório de contas|Caderno de encargos"
).split("|")


def _name(chance: random.Random, language: str) -> tuple[str, str]:
    if chance.random() < 0.12:
        return chance.choice(FOREIGN)
    return chance.choice(FIRST[language]), chance.choice(LAST[language])


def _filled(template: str, chance: random.Random, language: str, role: Role = Role.BODY) -> Text:
    text, names, position = "", [], 0
    for slot in re.finditer(r"\{\{|\}\}|\{(\w)\}", template):
        text += template[position : slot.start()]
        position = slot.end()
        if not slot[1]:
            text += slot[0][0]
            continue
        first, last = _name(chance, language)
        value = {
            "N": f"{first} {last}", "F": first, "S": last, "U": f"{first} {last}".upper(), "m": "office@example.com",
            "O": chance.choice(FIRMS), "T": chance.choice(TOWNS),
        }[slot[1]]  # fmt: skip
        if slot[1] in "NFSUO":
            names.append((len(text), len(text) + len(value)))
        text += value
    return Text(text + template[position:], tuple(names), role, "", language)


def _many(templates: tuple[str, ...], count: int, role: Role = Role.BODY) -> list[Text]:
    chance = random.Random(SEED + len(templates) + count)
    languages = list(LAST)
    return [
        _filled(t, chance, languages[i % len(languages)], role)
        for i in range(count)
        for t in templates
    ]


def cells() -> list[Text]:
    """A name alone in a cell, with and without a header; firms too."""
    chance = random.Random(SEED)
    made = []
    for language in LAST:
        for last in LAST[language]:
            first = chance.choice(FIRST[language])
            value = chance.choice(
                (f"{first} {last}", f"{last}, {first}", last, f"{first[0]}. {last}")
            )
            made.append(
                Text(value, ((0, len(value)),), Role.CELL, chance.choice(CELL_HEADERS), language)
            )
    made += [
        Text(firm, ((0, len(firm)),), Role.CELL, chance.choice(("Client", "Firma", "")))
        for firm in FIRMS
    ]
    return made


def mail_headers() -> list[Text]:
    return _many(MAIL, 12, Role.HEADER)


def file_names() -> list[Text]:
    return _many(FILE_NAMES, 10, Role.NAME)


def code_names() -> list[Text]:
    return _many(CODE, 10, Role.CODE)


def documentation_names() -> list[Text]:
    return _many(DOCS, 16)


def headings_names() -> list[Text]:
    return _many(HEADED, 12, Role.HEADING)


def resumes() -> list[Text]:
    return _many(RESUMES, 16)


def languages() -> dict[str, list[Text]]:
    """Sentences with names, by language."""
    chance = random.Random(SEED + 1)
    return {
        language: [_filled(t, chance, language) for _ in range(14) for t in templates]
        for language, templates in SENTENCES.items()
    }


def headings() -> list[Text]:
    """Titles and headings in which nobody is named."""
    return [Text(title, role=Role.HEADING, harmless=True) for title in TITLES]


def code() -> list[Text]:
    """Modules m to z of the standard library: training took a to l."""
    root = Path(sysconfig.get_paths()["stdlib"])
    made = []
    for path in sorted(root.glob("[m-z]*.py"))[:60]:
        lines = path.read_text(encoding="utf-8", errors="ignore").split("\n")
        if not re.search(r"(?i)copyright|author", "\n".join(lines[:200])):
            made += [
                Text(block, role=Role.CODE, harmless=True)
                for block in _blocks("\n".join(lines[:300]))
            ]
    return made


def documentation() -> list[Text]:
    """Python's help pages on topics m to z, by paragraph."""
    path = Path(sysconfig.get_paths()["stdlib"]) / "pydoc_data" / "topics.py"
    tree = ast.parse(path.read_text(encoding="utf-8"))
    table = next(node.value for node in tree.body if isinstance(node, ast.Assign))
    pages = [text for name, text in ast.literal_eval(table).items() if name >= "m"]
    return [Text(block, harmless=True) for page in pages[:30] for block in _blocks(page)]


def _blocks(text: str) -> Iterator[str]:
    yield from (block for block in re.split(r"\n\s*\n", text) if block.strip())


NAMED = {
    "cells": cells, "e-mail headers": mail_headers, "file names": file_names, "code": code_names,
    "documentation": documentation_names, "headings": headings_names, "résumés": resumes,
}  # fmt: skip
HARMLESS = {"code": code, "documentation": documentation, "headings": headings}
