"""Texts that thresholds are set on: none of them trains, none of them is measured on.

Names and sentences were written for this and are on no list of ``training.values`` and in no
set of ``benchmarks``; a test compares.
"""

import random
from dataclasses import dataclass

SEED = 77


@dataclass(frozen=True, slots=True)
class DevText:
    """A text, the places of its people, and its language ("" for a heading)."""

    text: str
    names: tuple[tuple[int, int], ...]
    language: str


PEOPLE: dict[str, tuple[str, str]] = {
    "en": ("Dorothea Cuthbert Imelda Horace Lavinia Rufus Marigold Alistair", "Garthwaite Ollerenshaw Duckworthy Pettigrove Skelmersdale Tregothnan Fothergilly Netherclift Yelverton Brockhurst"),
    "de": ("Gerlinde Ottokar Irmtraud Volkhard Sieglinde Burkhart Hannelore Gernot", "Sommerlath Kesselring Wurzbacher Leidenfrost Hasenclever Morgenroth Dünnebier Plettenberg Schimmelpfennig Trautwein"),
    "fr": ("Capucine Aristide Perrette Gonzague Mahaut Fulbert Séraphine Évariste", "Tournemire Brassempouy Coquelicourt Vaucresson Malherbeau Entremont Sablonnet Huguenard Passavant Chardonneret"),
    "es": ("Covadonga Saturnino Milagrosa Fulgencio Nieves Casimiro Begoña Hilario", "Zaragozano Matalobos Carrascosa Villarejos Peribáñez Santurtún Melgarejo Aizpurúa Tornadijo Escalonilla"),
    "it": ("Ermelinda Evaristo Fiorenza Calogero Domitilla Gelsomina Nazzareno Ippolita", "Boccadoro Mezzasalma Frangipane Cacciaguerra Belforte Sanseverino Portalupi Malatestini Occhipinti Sciarrabba"),
    "nl": ("Geertruida Lubbert Aleida Evert Machteld Klaas Femke Rutger", "Schaepman Hoogstraten Tolsma Wijnveldt Ruitenberg Ossewaarde Bredero Koolhaas Zandvliet Molenkamp"),
    "pl": ("Cecylia Wincenty Apolonia Gerwazy Walentyna Ignacy Teofila Bonifacy", "Grzymisławski Chrząstkowicz Dębogórski Przybyszewny Niemirowicz Skowrończyk Zagłobiński Ostrowidzki Świetlikowski Kłosowiak"),
    "pt": ("Eufrásia Valdemar Ermelinda Serafim Hermínia Olegário Perpétua Tibúrcio", "Figueirinhas Castanhedo Salavisa Trigueiros Vilalobos Mendonçal Pestaninha Carrapatoso Bragançal Sobreiral"),
}  # fmt: skip
NAMED: dict[str, str] = {
    "en": "On Monday {N} closed the branch early.|The minutes mention {N} twice.|Has {F} replied to the landlord?|We met {N} and {N} at the depot.|{S} refused to countersign.|The keys are with {N} until Friday.|Nobody asked {N} about the invoice.|Send the parcel back to {N}, please.",
    "de": "Am Montag schloss {N} die Filiale früher.|Im Protokoll wird {N} zweimal erwähnt.|Hat {F} dem Vermieter geantwortet?|Wir trafen {N} und {N} am Bahnhof.|{S} wollte die Vereinbarung nicht gegenzeichnen.|Die Schlüssel liegen bei {N}.|Niemand fragte {N} nach der Rechnung.|Der Hausmeister {S} hat die Heizung entlüftet.|Bitte schicken Sie das Gerät an {N} zurück.|Die Bürgschaft hat {N} unterschrieben.",
    "fr": "Lundi, {N} a fermé l'agence plus tôt.|Le procès-verbal cite {N} à deux reprises.|Est-ce que {F} a répondu au propriétaire ?|Nous avons rencontré {N} et {N} au dépôt.|{S} a refusé de contresigner.|Les clés sont chez {N} jusqu'à vendredi.|Personne n'a interrogé {N} sur la facture.|Renvoyez l'appareil à {N}, s'il vous plaît.|Le gardien {S} a purgé les radiateurs.",
    "es": "El lunes {N} cerró la sucursal antes.|El acta menciona a {N} dos veces.|¿Ha contestado {F} al casero?|Vimos a {N} y a {N} en la estación.|{S} se negó a firmar también.|Las llaves las guarda {N} hasta el viernes.|Nadie preguntó a {N} por la factura.|Devuelva el aparato a {N}, por favor.|El conserje {S} purgó los radiadores.",
    "it": "Lunedì {N} ha chiuso prima la filiale.|Il verbale cita {N} due volte.|{F} ha risposto al padrone di casa?|Abbiamo visto {N} e {N} alla stazione.|{S} non ha voluto controfirmare.|Le chiavi le tiene {N} fino a venerdì.|Nessuno ha chiesto a {N} della fattura.|Rimandi l'apparecchio a {N}, per favore.|Il custode {S} ha sfiatato i termosifoni.",
    "nl": "Maandag sloot {N} het filiaal eerder.|In het verslag wordt {N} twee keer genoemd.|Heeft {F} de verhuurder geantwoord?|We zagen {N} en {N} op het station.|{S} wilde niet meetekenen.|De sleutels liggen bij {N} tot vrijdag.|Niemand vroeg {N} naar de rekening.|Stuur het apparaat terug naar {N}, alstublieft.|Huismeester {S} heeft de radiatoren ontlucht.",
    "pl": "W poniedziałek {N} zamknęła wcześniej oddział.|W protokole dwa razy pojawia się {N}.|Czy {F} odpisała właścicielowi?|Na dworcu czekali {N} oraz {N}.|{S} nie chciał podpisać aneksu.|Klucze do piątku ma {N}.|O rachunek nikt nie pytał, nawet {N}.|Dozorca {S} odpowietrzył grzejniki.|Nadawca przesyłki to {N}.",
    "pt": "Na segunda-feira {N} fechou a agência mais cedo.|A ata refere {N} duas vezes.|A {F} respondeu ao senhorio?|Vimos {N} e {N} na estação.|{S} recusou assinar o aditamento.|As chaves ficam com {N} até sexta-feira.|Ninguém perguntou a {N} pela fatura.|Devolva o aparelho a {N}, por favor.|O porteiro {S} purgou os radiadores.",
}  # fmt: skip
FREE: dict[str, str] = {
    "en": "The pump feeds cooling water to the heat exchanger.|All absences must be reported before the shift starts.|The contractor shall submit the documents within ten working days.|Late payment bears interest at the statutory rate.|The committee assessed the bids received against the published criteria.|Please wear gloves and goggles in the workshop.",
    "de": "Die Pumpe fördert Kühlwasser in den Wärmetauscher.|Jede Abwesenheit ist vor Schichtbeginn zu melden.|Der Auftragnehmer legt die Nachweise binnen zehn Werktagen vor.|Bei Verzug gelten die gesetzlichen Zinsen.|Der Ausschuss prüfte die eingegangenen Bewerbungen nach festen Kriterien.|In der Werkstatt sind Handschuhe und Schutzbrille zu tragen.|Ersatzteile liefert der Hersteller ab Werk.|Die Sitzung endet mit der Verlesung der Beschlüsse.",
    "fr": "La pompe alimente l'échangeur en eau froide.|Toute absence doit être signalée avant la prise de poste.|Le titulaire remet les justificatifs sous dix jours ouvrés.|Tout retard de paiement entraîne des intérêts au taux légal.|Le comité a noté les dossiers selon des critères publics.|Le port de gants est obligatoire dans l'atelier.|Les pièces détachées sont disponibles chez le fabricant.",
    "es": "La bomba lleva agua fría al intercambiador.|Toda ausencia debe comunicarse antes del turno.|El contratista presentará los justificantes en diez días hábiles.|El retraso en el pago devenga intereses legales.|La comisión valoró las ofertas según criterios públicos.|Es obligatorio llevar guantes en el taller.|Los repuestos se piden al fabricante.",
    "it": "La pompa porta acqua fredda allo scambiatore.|Ogni assenza va comunicata prima del turno.|L'appaltatore consegna i documenti entro dieci giorni lavorativi.|Il ritardo nel pagamento produce interessi legali.|La commissione ha esaminato le domande pervenute.|In officina è obbligatorio l'uso dei guanti.|I ricambi si ordinano presso il produttore.",
    "nl": "De pomp voert koelwater naar de warmtewisselaar.|Elke afwezigheid moet voor de dienst worden gemeld.|De aannemer levert de stukken binnen tien werkdagen aan.|Bij te late betaling is wettelijke rente verschuldigd.|De commissie beoordeelde de aanvragen op vaste criteria.|In de werkplaats zijn handschoenen verplicht.|Onderdelen zijn bij de fabrikant verkrijgbaar.",
    "pl": "Pompa tłoczy wodę chłodzącą do wymiennika ciepła.|Każdą nieobecność należy zgłosić przed zmianą.|Wykonawca składa dokumenty w ciągu dziesięciu dni roboczych.|Za opóźnienie w zapłacie nalicza się odsetki ustawowe.|Komisja oceniła złożone wnioski według jawnych kryteriów.|W warsztacie obowiązują rękawice ochronne.|Części zamienne dostarcza producent.|Posiedzenie kończy odczytanie uchwał.",
    "pt": "A bomba leva água fria ao permutador de calor.|Qualquer ausência deve ser comunicada antes do turno.|O empreiteiro entrega os documentos no prazo de dez dias úteis.|O atraso no pagamento vence juros legais.|A comissão avaliou as candidaturas recebidas.|Na oficina é obrigatório o uso de luvas.|As peças de substituição pedem-se ao fabricante.",
}  # fmt: skip
HEADINGS = (
    "Shelf Life and Storage|Annual Turnover by Region|Notice Periods|Heat Loss Calculation|Spare Key Register|Kitchen Equipment|Reading Age|"
    "Before You Begin|Cooling Tower Layout|Unit Economics|Test Bench Setup|Complaints Handling|Terms Used in This Guide|Sickness Absence|"
    "Loading Bay Rules|Rules of Engagement|Payment Milestones|Garden Waste|Cold Chain|Known Issues|Opening Balance|Staff Parking|Night Shift|"
    "Thermal Comfort|Scope of Supply|Data Retention|Voice and Accent|Allergens|Trial Balance|Fixed Assets|Vendor Onboarding|Tax Return|Wound Care|"
    "Signal Path|Grant Budget|Rainwater Harvesting|Journal Entries|Colour Codes|Meeting Rhythm|Bridge Loan|Stone Cladding|Key Account Review|"
    "Wartungsplan|Fragenkatalog|Leistungsumfang|Mängelliste|Besetzungsplan|Grille d'évaluation|Plan de charge|Foire aux questions|Tabla de precios|"
    "Plan de limpieza|Piano di manutenzione|Elenco prezzi|Onderhoudsschema|Prijslijst|Plan konserwacji|Cennik|Plano de manutenção|Tabela de preços"
).split("|")
WITH_NAMES = "Interview transcript: {N}|{S} estate|Annual leave {N}|Thank you, {F}|The {S} case|Statement of {N}|Minutes ({N})|{N}: pension".split("|")  # fmt: skip
CELL_HEADERS = (
    "Owner|Referent|Bearbeitet von|Opiekun|Responsável|Gestionnaire|Encargado|Behandelaar||".split(
        "|"
    )
)
PLAIN_HEADERS = "Topic|Thema|Sujet|Asunto|Voce|Onderwerp|Pozycja|Item||".split("|")
TIMES = 3


def sentences(language: str) -> list[DevText]:
    """Give the sentences of a language: with people, then without."""
    chance = random.Random(SEED)
    firsts, lasts = (names.split() for names in PEOPLE[language])
    named = [
        _filled(frame, language, firsts, lasts, chance)
        for frame in NAMED[language].split("|")
        for _ in range(TIMES)
    ]
    return [*named, *(DevText(text, (), language) for text in FREE[language].split("|"))]


def headings() -> list[DevText]:
    """Give headings that name nobody."""
    return [DevText(text, (), "") for text in HEADINGS]


def cells() -> list[DevText]:
    """Give cells with a person after a column's header, some without one."""
    chance = random.Random(SEED)
    frames = ("{S}", "{N}", "{S}, {F}", "{N}")
    return [
        _filled(_headed(header, chance.choice(frames)), "", *(n.split() for n in people), chance)
        for people in PEOPLE.values()
        for header in CELL_HEADERS
    ]


def plain_cells() -> list[DevText]:
    """Give cells that name nobody."""
    chance = random.Random(SEED)
    return [DevText(_headed(chance.choice(PLAIN_HEADERS), text), (), "") for text in HEADINGS]


def _headed(header: str, text: str) -> str:
    return f"{header}: {text}" if header else text


def headings_with_names() -> list[DevText]:
    """Give headings with a person of each language."""
    chance = random.Random(SEED)
    return [
        _filled(frame, "", *(names.split() for names in PEOPLE[language]), chance)
        for language in PEOPLE
        for frame in WITH_NAMES
    ]


def _filled(
    frame: str, language: str, firsts: list[str], lasts: list[str], chance: random.Random
) -> DevText:
    text = ""
    names = []
    for part in frame.replace("{", "}").split("}"):
        if part not in {"N", "F", "S"}:
            text += part
            continue
        first, last = chance.choice(firsts), chance.choice(lasts)
        value = {"N": f"{first} {last}", "F": first, "S": last}[part]
        names.append((len(text), len(text) + len(value)))
        text += value
    return DevText(text, tuple(names), language)
