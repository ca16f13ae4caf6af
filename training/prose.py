"""Ordinary sentences in eight languages: with nobody in them, and with a name put in.

Without them a model knows only English prose, and takes any other for names. Sentences
come from Django's translations (BSD licence), words from Faker's word lists, headings and
frames from lists of ours.
"""

import ast
import random
import re
from collections.abc import Iterator
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from training.example import Example, Mark
from training.values import LOCALES, Values

DJANGO = {
    "de": "de",
    "fr": "fr",
    "es": "es",
    "it": "it",
    "nl": "nl",
    "pl": "pl",
    "pt": "pt",
    "en": "en_GB",
}
SENTENCES = 330
"""Of Django's sentences, per language."""
SALADS = 200
"""Runs of ordinary words with a name among them, per language."""

FRAMES: dict[str, tuple[str, ...]] = {
    "en": ("This morning {full} rang about the boiler.", "The minutes were taken by {full}.", "{first} will not be back before lunch.", "We thanked {full} for the cake.", "{full} and {full} share an office.", "My line manager is {full}.", "The desk next to {last} is free.", "Has {first} signed it?", "Nobody has seen {full} since.", "{full} retired in spring.", "The vote was called by {last}.", "{org} cancelled the order.", "We rent the hall from {org}.", "They moved from {city} to {city}."),
    "de": ("Heute früh rief {full} wegen der Heizung an.", "Das Protokoll führte {full}.", "{first} kommt erst nach dem Mittag.", "Wir danken {full} für die gute Zusammenarbeit.", "{full} und {full} teilen sich ein Büro.", "Meine Vorgesetzte ist {full}.", "Ist {first} heute im Haus?", "Seit Montag hat niemand {full} gesehen.", "Die Leitung übernimmt {full}.", "Der Antrag von {last} wurde abgelehnt.", "Laut Frau {last} fehlt noch eine Seite.", "Herr {last} bittet um Rückruf.", "Die {org} hat den Auftrag storniert.", "Wir mieten die Halle von {org}.", "Sie zogen von {city} nach {city}.", "Für {full} wurde ein Zimmer gebucht."),
    "fr": ("Ce matin, {full} a appelé pour la chaudière.", "Le procès-verbal a été rédigé par {full}.", "{first} ne revient qu'après le déjeuner.", "Nous remercions {full} pour son aide.", "{full} et {full} partagent un bureau.", "Ma responsable est {full}.", "Est-ce que {first} a signé ?", "Personne n'a vu {full} depuis lundi.", "La demande de {last} a été refusée.", "Selon Mme {last}, il manque une page.", "M. {last} demande à être rappelé.", "{full} part à la retraite au printemps.", "La société {org} a annulé la commande.", "Nous louons la salle à {org}.", "Ils ont déménagé de {city} à {city}.", "Une chambre a été réservée pour {full}."),
    "es": ("Esta mañana llamó {full} por la caldera.", "El acta la redactó {full}.", "{first} no vuelve hasta después de comer.", "Agradecemos a {full} su ayuda.", "{full} y {full} comparten despacho.", "Mi jefa es {full}.", "¿Ha firmado {first}?", "Nadie ha visto a {full} desde el lunes.", "La solicitud de {last} fue rechazada.", "Según la señora {last}, falta una página.", "El señor {last} pide que le llamen.", "{full} se jubila en primavera.", "La empresa {org} anuló el pedido.", "Alquilamos la sala a {org}.", "Se mudaron de {city} a {city}.", "Se reservó una habitación para {full}."),
    "it": ("Stamattina ha chiamato {full} per la caldaia.", "Il verbale è stato redatto da {full}.", "{first} torna solo dopo pranzo.", "Ringraziamo {full} per l'aiuto.", "{full} e {full} dividono un ufficio.", "La mia responsabile è {full}.", "{first} ha firmato?", "Nessuno vede {full} da lunedì.", "La domanda di {last} è stata respinta.", "Secondo la signora {last} manca una pagina.", "Il signor {last} chiede di essere richiamato.", "{full} va in pensione in primavera.", "La ditta {org} ha annullato l'ordine.", "Affittiamo la sala da {org}.", "Si sono trasferiti da {city} a {city}.", "È stata prenotata una camera per {full}."),
    "nl": ("Vanochtend belde {full} over de ketel.", "De notulen zijn gemaakt door {full}.", "{first} komt pas na de lunch terug.", "Wij danken {full} voor de hulp.", "{full} en {full} delen een kantoor.", "Mijn leidinggevende is {full}.", "Heeft {first} al getekend?", "Niemand heeft {full} sinds maandag gezien.", "De aanvraag van {last} is afgewezen.", "Volgens mevrouw {last} ontbreekt er een pagina.", "Meneer {last} vraagt om teruggebeld te worden.", "{full} gaat in het voorjaar met pensioen.", "De firma {org} heeft de bestelling geannuleerd.", "Wij huren de zaal van {org}.", "Zij verhuisden van {city} naar {city}.", "Er is een kamer geboekt voor {full}."),
    "pl": ("Dziś rano dzwoniła {full} w sprawie pieca.", "Protokół sporządził {full}.", "{first} wróci dopiero po obiedzie.", "Dziękujemy za pomoc: {full}.", "{full} i {full} dzielą biuro.", "Moją przełożoną jest {full}.", "Czy {first} już podpisał?", "Nikt nie widział, kiedy wyszła {full}.", "Wniosek, który złożył {last}, został odrzucony.", "Pani {last} mówi, że brakuje strony.", "Pan {last} prosi o telefon.", "{full} odchodzi wiosną na emeryturę.", "Firma {org} anulowała zamówienie.", "Salę wynajmuje nam {org}.", "Przeprowadzili się: {city}, {city}.", "Pokój zarezerwowano dla {full}."),
    "pt": ("Esta manhã ligou {full} por causa da caldeira.", "A ata foi redigida por {full}.", "O {first} só volta depois do almoço.", "A {first} já assinou?", "Agradecemos a {full} a ajuda.", "{full} e {full} partilham um gabinete.", "A minha chefe é {full}.", "Ninguém vê {full} desde segunda.", "O pedido de {last} foi recusado.", "Segundo a senhora {last}, falta uma página.", "O senhor {last} pede que lhe liguem.", "{full} reforma-se na primavera.", "A empresa {org} anulou a encomenda.", "Alugamos a sala à {org}.", "Mudaram-se de {city} para {city}.", "Foi reservado um quarto para {full}."),
}  # fmt: skip
"""Templates beyond those of ``training.templates``, for plain prose."""

HEADINGS: dict[str, str] = {
    "de": "Inhaltsverzeichnis|Einleitung|Ziele und Vorgehen|Wichtigste Erkenntnisse|Kostenübersicht|Zeitplan|Risiken und Maßnahmen|Anhang|Offene Punkte|Stellenbeschreibung|Arbeitsanweisung|Prüfbericht|Lastenheft|Leistungsverzeichnis|Haftung und Gewährleistung|Datenschutzerklärung|Lieferbedingungen|Gewinn- und Verlustrechnung|Besprechung vom Montag|Nächste Schritte",
    "fr": "Table des matières|Introduction générale|Objectifs et méthode|Principaux constats|Budget prévisionnel|Calendrier du projet|Risques et mesures|Annexe technique|Points ouverts|Fiche de poste|Mode d'emploi|Rapport d'essai|Conditions générales de vente|Mentions légales|Compte de résultat|Règlement intérieur|Offre de service|État des lieux|Ordre du jour|Prochaines étapes",
    "es": "Índice de contenidos|Introducción|Objetivos y método|Principales hallazgos|Presupuesto previsto|Calendario del proyecto|Riesgos y medidas|Anexo técnico|Puntos abiertos|Descripción del puesto|Manual de uso|Informe de ensayo|Condiciones generales de venta|Aviso legal|Balance de situación|Reglamento interno|Oferta de servicios|Orden del día|Próximos pasos|Memoria anual",
    "it": "Indice dei contenuti|Introduzione|Obiettivi e metodo|Risultati principali|Preventivo di spesa|Calendario del progetto|Rischi e misure|Allegato tecnico|Punti aperti|Descrizione della mansione|Manuale d'uso|Rapporto di prova|Condizioni generali di vendita|Note legali|Conto economico|Regolamento interno|Offerta di servizi|Ordine del giorno|Prossimi passi|Stato patrimoniale",
    "nl": "Inhoudsopgave|Inleiding|Doelen en werkwijze|Belangrijkste bevindingen|Kostenraming|Planning van het project|Risico's en maatregelen|Technische bijlage|Openstaande punten|Functieomschrijving|Gebruiksaanwijzing|Testverslag|Leveringsvoorwaarden|Privacyverklaring|Winst- en verliesrekening|Huishoudelijk reglement|Dienstenaanbod|Agenda van de vergadering|Volgende stappen|Jaarrekening",
    "pl": "Spis treści|Wprowadzenie|Cele i metoda|Najważniejsze wnioski|Kosztorys|Harmonogram projektu|Ryzyka i środki|Załącznik techniczny|Sprawy otwarte|Opis stanowiska|Instrukcja obsługi|Protokół badania|Ogólne warunki sprzedaży|Polityka prywatności|Rachunek zysków i strat|Regulamin serwisu|Oferta usług|Porządek obrad|Kolejne kroki|Bilans otwarcia",
    "pt": "Índice geral|Introdução|Objetivos e método|Principais conclusões|Orçamento previsto|Calendário do projeto|Riscos e medidas|Anexo técnico|Pontos em aberto|Descrição de funções|Manual de utilização|Relatório de ensaio|Condições gerais de venda|Aviso legal|Demonstração de resultados|Regulamento interno|Oferta de serviços|Ordem de trabalhos|Próximos passos|Balanço anual",
    "en": "Seasonal Menu|Spare Parts List|Delivery Window|Opening Hours|Visitor Policy|Machine Settings|Weekend Rota|Annual Leave|Paint Schedule|Wiring Diagram|Blood Results|Ward Round|Reading List|Press Kit|Store Layout|Shipping Labels|Audit Trail|Exit Interview|House Rules|Petty Cash",
}  # fmt: skip
HEADING_REPEATS = 5
MESSAGE = re.compile(r'^msgstr(?:\[\d\])? ((?:"(?:[^"\\]|\\.)*"\s*)+)', re.MULTILINE)
MARKUP = re.compile(r"%\(?\w*\)?[sd]|[%{}<>]")


@cache
def messages(language: str, least: int, most: int) -> tuple[str, ...]:
    """Give Django's messages of some lengths; none where Django is not installed."""
    found = find_spec("django")
    if found is None or not found.submodule_search_locations:
        return ()
    root = Path(found.submodule_search_locations[0])
    kept = []
    for path in sorted(root.glob(f"**/locale/{DJANGO[language]}/LC_MESSAGES/*.po")):
        body = path.read_text(encoding="utf-8").split("\n\n", 1)[1]
        for match in MESSAGE.finditer(body):
            text = "".join(ast.literal_eval(line) for line in match[1].strip().splitlines())
            if least <= len(text) <= most and not MARKUP.search(text):
                kept.append(" ".join(text.split()))
    return tuple(kept)


def ordinary(language: str, chance: random.Random) -> Iterator[str]:
    """Give sentences of Django's translations."""
    sentences = list(messages(language, 26, 10_000))
    chance.shuffle(sentences)
    yield from sentences[:SENTENCES]


def salad(language: str, values: Values, chance: random.Random) -> Example:
    """Give a run of ordinary words with a person or a firm among them, or with nobody."""
    locale = "pt_PT" if language == "pt" else LOCALES[language][0]
    words = values.words(locale, chance.randint(4, 12))
    slot = chance.choice(("full", "full", "full", "first", "last", "org", "city", ""))
    place = chance.randint(0, len(words))
    left, right = " ".join(words[:place]), " ".join(words[place:])
    if not slot:
        return Example(f"{left} {right}".strip().capitalize() + ".", ())
    value = values.one(slot)
    label = {"org": "organization", "city": "location"}.get(slot, "person")
    text = (left.capitalize() + " " if left else "") + value
    start = len(text) - len(value)
    mark = Mark(start, start + len(value), (label,))
    return Example(f"{text} {right}".rstrip() + ".", (mark,))
