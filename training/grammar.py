"""Sentences put together from parts, in eight languages: who did what, with what, where.

A list of templates holds a few hundred words of a language; parts that are put together
anew show a name beside very many of them, and German nouns, which all have a capital,
beside names.
"""

import random
from collections.abc import Iterator
from dataclasses import dataclass

from training.example import Example


@dataclass(frozen=True, slots=True)
class Parts:
    """Parts of sentences of one language, each list split by bars."""

    whens: str
    deeds: str
    things: str
    places: str
    frames: str
    nobody: str

    def some(self, name: str, chance: random.Random) -> str:
        """Give one of the parts of a list."""
        return chance.choice(getattr(self, name).split("|"))


PARTS: dict[str, Parts] = {
    "en": Parts(
        "Last week|On Tuesday|This morning|In the afternoon|Before the holidays|Two days ago|At noon|During the audit|After lunch|Tonight|In spring|Since the merger",
        "signed|rejected|forgot|ordered|translated|lost|checked|printed|cancelled|moved|paid for|wrote down|delivered|complained about|found|repaired|brought back|shortened",
        "the lease|an estimate|the blue folder|three chairs|the reminder|the fire extinguisher|the second draft|the password list|the minutes|a spare tyre|the test results|our brochure|the customs form|the rota|the warranty|a doctor's note|the microscope|the visitor badge|the travel costs|the payslip|the scaffolding|the deposit|the menu|the mortgage|the lecture|the vaccine",
        "in the canteen|at reception|in the basement|on the second floor|at the warehouse|by post|over the phone|in the car park|at the trade fair|in the waiting room|on site|at the town hall|in the lab",
        "{when}, {N} {deed} {thing} {place}.|{N} {deed} {thing} {place}.|{thing} was {deed} by {N} {place}.|{when} {N} and {N} {deed} {thing}.|I think {F} {deed} {thing}.|{title} {S} {deed} {thing} {place}, then {thing}.|Did {F} say who {deed} {thing}?|Without {N} nobody {deed} {thing}.|{thing} and {thing} belong to {S}.|ask {F} about {thing}",
        "{when}, somebody {deed} {thing} {place}.|We {deed} {thing} {place}.|{thing}, {thing} and {thing} are missing.|Nobody {deed} {thing} {when}.|Who {deed} {thing}?",
    ),
    "de": Parts(
        "Letzte Woche|Am Dienstag|Heute Vormittag|Am Nachmittag|Vor den Ferien|Vorgestern|Gegen Mittag|Bei der Begehung|Nach der Pause|Im Frühjahr|Seit dem Umzug|Zum Jahresende|Auf der Messe|Laut Vertrag|Trotz Regen",
        "unterschrieb|bestellte|vergaß|übersetzte|verlor|kontrollierte|druckte|stornierte|verschob|bezahlte|notierte|lieferte|bemängelte|fand|reparierte|beantragte|kürzte|prüfte|erhielt|verschickte",
        "den Mietvertrag|einen Kostenvoranschlag|die blaue Mappe|drei Stühle|die Mahnung|den Feuerlöscher|den Entwurf|die Passwortliste|die Niederschrift|das Ersatzrad|die Laborwerte|unsere Broschüre|den Zollschein|den Dienstplan|die Bürgschaft|das Attest|das Mikroskop|den Besucherausweis|die Reisekosten|die Lohnabrechnung|das Gerüst|die Kaution|die Speisekarte|den Bauantrag|die Vorlesung|den Impfstoff|die Steuererklärung|das Werkzeug|die Rechnung|den Lieferschein|das Gutachten|die Fenster|den Heizkessel|die Genehmigung|die Unterlagen|das Angebot|den Urlaubsantrag|die Krankmeldung|die Bohrmaschine|den Fahrstuhl|die Pumpe|die Versicherung",
        "in der Kantine|am Empfang|im Keller|im zweiten Stock|im Lager|per Post|am Telefon|auf dem Parkplatz|auf der Baustelle|im Wartezimmer|vor Ort|im Rathaus|im Labor|bei der Polizei|in der Werkstatt|im Pflegeheim",
        "{when} {deed} {N} {thing} {place}.|{N} {deed} {thing} {place}.|{thing} {deed} {N} {place}.|{when} {deed} {N} und {N} {thing}.|Ich glaube, {F} {deed} {thing}.|{title} {S} {deed} {thing} {place}, danach {thing}.|Hat {F} gesagt, wer {thing} {place} hat?|Ohne {N} geht hier nichts {place}.|{thing} bekommt {S}, nicht {N}.|Verantwortlich für {thing}: {N}|Wir haben {N} {thing} {place} gegeben.|Frau {S} und Herr {S} warten {place} auf {thing}.|Den Termin übernimmt {N}.|Dass {N} {thing} {deed}, wusste {S}.|{place} traf ich {N}.",
        "{when} {deed} jemand {thing} {place}.|{thing} und {thing} fehlen {place}.|Wer {deed} {thing}?|Niemand {deed} {thing} {when}.|Wir brauchen {thing}, {thing} und {thing}.|{place} liegen {thing} und {thing}.|Bitte beachten Sie die Hinweise zu Wartung, Haftung und Gewährleistung.|Der Lieferant haftet für Mängel {place}.|Kein Mitarbeiter {deed} {thing}.|Sehr geehrte Damen und Herren, anbei {thing}.",
    ),
    "fr": Parts(
        "La semaine dernière|Mardi|Ce matin|Dans l'après-midi|Avant les congés|Avant-hier|Vers midi|Lors de la visite|Après la pause|Au printemps|Depuis le déménagement|En fin d'année",
        "a signé|a commandé|a oublié|a traduit|a perdu|a vérifié|a imprimé|a annulé|a reporté|a payé|a noté|a livré|a contesté|a trouvé|a réparé|a demandé|a rendu|a envoyé",
        "le bail|un devis|la chemise bleue|trois chaises|la relance|l'extincteur|le brouillon|la liste des mots de passe|le compte rendu|la roue de secours|les résultats d'analyse|notre brochure|le formulaire de douane|le planning|la garantie|le certificat médical|le microscope|le badge visiteur|les frais de déplacement|la fiche de paie|l'échafaudage|la caution|le menu|le permis de construire|le cours|le vaccin|les clés du camion|la facture|le bon de livraison|l'expertise|les fenêtres|la chaudière|l'arrêt de travail|la perceuse",
        "à la cantine|à l'accueil|au sous-sol|au deuxième étage|à l'entrepôt|par courrier|au téléphone|sur le parking|sur le chantier|dans la salle d'attente|sur place|à la mairie|au laboratoire|au commissariat|à l'atelier",
        "{when}, {N} {deed} {thing} {place}.|{N} {deed} {thing} {place}.|{thing} : c'est {N} qui {deed} cela {place}.|{when}, {N} et {N} ont vu {thing}.|Je crois que {F} {deed} {thing}.|{title} {S} {deed} {thing} {place}, puis {thing}.|Est-ce {F} qui {deed} {thing} ?|Sans {N}, rien ne marche {place}.|On a donné {thing} à {N} {place}.|Responsable de {thing} : {N}|{place}, j'ai croisé {N}.|{thing} sera remis à {S} et à {N}.|Le dossier de {N} attend {place}.",
        "{when}, quelqu'un {deed} {thing} {place}.|Il manque {thing} et {thing} {place}.|Qui {deed} {thing} ?|Personne n'{deed} {thing} {place}.|Nous avons besoin de {thing} et de {thing}.|Le prestataire garantit {thing} {place}.|Veuillez trouver ci-joint {thing} et {thing}.",
    ),
    "es": Parts(
        "La semana pasada|El martes|Esta mañana|Por la tarde|Antes de las vacaciones|Anteayer|A mediodía|Durante la visita|Después del descanso|En primavera|Desde la mudanza|A fin de año",
        "firmó|pidió|olvidó|tradujo|perdió|revisó|imprimió|anuló|aplazó|pagó|apuntó|trajo|reclamó|encontró|reparó|solicitó|devolvió|envió",
        "el alquiler|un presupuesto|la carpeta azul|tres sillas|el recordatorio|el extintor|el borrador|la lista de contraseñas|el acta|la rueda de repuesto|los análisis|nuestro folleto|el impreso de aduanas|el cuadrante|la garantía|el parte médico|el microscopio|la tarjeta de visita|los gastos de viaje|la nómina|el andamio|la fianza|la carta del restaurante|la licencia de obras|la clase|la vacuna|las facturas|el albarán|el peritaje|las ventanas|la caldera nueva|la taladradora|los planos|el contrato",
        "en el comedor|en recepción|en el sótano|en la segunda planta|en la nave|por correo|por teléfono|en el aparcamiento|en la obra|en la sala de espera|aquí mismo|en el ayuntamiento|en el laboratorio|en comisaría|en el taller",
        "{when} {N} {deed} {thing} {place}.|{N} {deed} {thing} {place}.|{thing} lo {deed} {N} {place}.|{when} {N} y {N} vieron {thing}.|Creo que {F} {deed} {thing}.|{title} {S} {deed} {thing} {place} y luego {thing}.|¿Fue {F} quien {deed} {thing}?|Sin {N} no funciona nada {place}.|Le dieron {thing} a {N} {place}.|Responsable de {thing}: {N}|{place} me crucé con {N}.|El señor {S} y la señora {S} esperan {thing}.|El expediente de {N} está {place}.",
        "{when} alguien {deed} {thing} {place}.|Faltan {thing} y {thing} {place}.|¿Quién {deed} {thing}?|Nadie {deed} {thing} {place}.|Necesitamos {thing}, {thing} y {thing}.|El proveedor garantiza {thing} {place}.|Adjuntamos {thing} y {thing}.",
    ),
    "it": Parts(
        "La settimana scorsa|Martedì|Oggi pomeriggio|In mattinata|Prima delle ferie|L'altro ieri|A mezzogiorno|Durante la visita|Dopo la pausa|In primavera|Dal trasloco|A fine anno",
        "ha firmato|ha ordinato|ha dimenticato|ha tradotto|ha perso|ha verificato|ha stampato|ha annullato|ha rinviato|ha pagato|ha annotato|ha consegnato|ha contestato|ha trovato|ha riparato|ha chiesto|ha restituito|ha spedito",
        "il contratto d'affitto|un preventivo|la cartella blu|tre sedie|il sollecito|l'estintore|la bozza|l'elenco delle password|il verbale|la ruota di scorta|gli esami del sangue|il nostro opuscolo|il modulo doganale|la tabella dei turni|la garanzia|il certificato medico|il microscopio|il tesserino|le spese di viaggio|la busta paga|il ponteggio|la caparra|il menù|la licenza edilizia|la lezione|il vaccino|le fatture|la bolla di consegna|la perizia|le finestre|la caldaia nuova|il trapano|le planimetrie|i pezzi di ricambio",
        "in mensa|in portineria|in cantina|al secondo piano|in magazzino|per posta|al telefono|nel parcheggio|in cantiere|in sala d'attesa|sul posto|in municipio|in laboratorio|in questura|in officina",
        "{when} {N} {deed} {thing} {place}.|{N} {deed} {thing} {place}.|{thing}: se ne occupa {N} {place}.|{when} {N} e {N} hanno visto {thing}.|Credo che {F} abbia {thing}.|{title} {S} {deed} {thing} {place}, poi {thing}.|È {F} che {deed} {thing}?|Senza {N} non funziona niente {place}.|Abbiamo dato {thing} a {N} {place}.|Responsabile per {thing}: {N}|{place} ho incontrato {N}.|Il signor {S} e la signora {S} aspettano {thing}.|La pratica di {N} è {place}.",
        "{when} qualcuno {deed} {thing} {place}.|Mancano {thing} e {thing} {place}.|Chi {deed} {thing}?|Nessuno {deed} {thing} {place}.|Ci servono {thing}, {thing} e {thing}.|Il fornitore garantisce {thing} {place}.|In allegato {thing} e {thing}.",
    ),
    "nl": Parts(
        "Vorige week|Dinsdag|Vanmiddag|In de ochtend|Voor de vakantie|Eergisteren|Rond het middaguur|Tijdens de rondgang|Na de pauze|In het voorjaar|Sinds de verhuizing|Aan het eind van het jaar",
        "tekende|bestelde|vergat|vertaalde|verloor|controleerde|drukte|annuleerde|verzette|betaalde|noteerde|bracht|betwistte|vond|repareerde|vroeg|stuurde|kreeg",
        "het huurcontract|een offerte|de blauwe map|drie stoelen|de aanmaning|de brandblusser|het concept|de lijst met wachtwoorden|het verslag|het reservewiel|de bloeduitslag|onze folder|het douaneformulier|het rooster|de garantie|het doktersbriefje|de microscoop|de bezoekerspas|de reiskosten|de loonstrook|de steiger|de borg|de menukaart|de bouwvergunning|het college|het vaccin|de facturen|de pakbon|de taxatie|de ramen|de nieuwe ketel|de boormachine|de tekeningen|de onderdelen",
        "in de kantine|bij de receptie|in de kelder|op de tweede verdieping|in de loods|per post|aan de telefoon|op de parkeerplaats|op de bouwplaats|in de wachtkamer|ter plaatse|op het gemeentehuis|in het lab|op het politiebureau|in de werkplaats",
        "{when} {deed} {N} {thing} {place}.|{N} {deed} {thing} {place}.|{thing} {deed} {N} {place}.|{when} zagen {N} en {N} {thing}.|Ik denk dat {F} {thing} {deed}.|{title} {S} {deed} {thing} {place}, daarna {thing}.|Was het {F} die {thing} {deed}?|Zonder {N} werkt er niets {place}.|We hebben {N} {thing} {place} gegeven.|Verantwoordelijk voor {thing}: {N}|{place} kwam ik {N} tegen.|Mevrouw {S} en meneer {S} wachten op {thing}.|Het dossier van {N} ligt {place}.",
        "{when} {deed} iemand {thing} {place}.|{thing} en {thing} ontbreken {place}.|Wie {deed} {thing}?|Geen mens {deed} {thing} {place}.|We hebben {thing}, {thing} en {thing} nodig.|De leverancier garandeert {thing} {place}.|Bijgaand {thing} en {thing}.",
    ),
    "pl": Parts(
        "W zeszłym tygodniu|We wtorek|Dziś rano|Po południu|Przed urlopem|Przedwczoraj|W południe|Podczas wizyty|Po przerwie|Na wiosnę|Od przeprowadzki|Na koniec roku|Zgodnie z umową",
        "podpisał|podpisała|zamówił|zamówiła|zapomniał|przetłumaczyła|zgubił|sprawdziła|wydrukował|anulowała|przełożył|opłaciła|zapisał|dostarczyła|zakwestionował|znalazła|naprawił|złożyła|zwrócił|wysłała",
        "umowę najmu|kosztorys|niebieską teczkę|trzy krzesła|wezwanie do zapłaty|gaśnicę|projekt pisma|listę haseł|notatkę ze spotkania|koło zapasowe|wyniki badań|naszą broszurę|formularz celny|grafik dyżurów|gwarancję|zwolnienie lekarskie|mikroskop|przepustkę|koszty podróży|pasek wypłaty|rusztowanie|kaucję|kartę dań|pozwolenie na budowę|wykład|szczepionkę|faktury|list przewozowy|opinię biegłego|okna|nowy piec|wiertarkę|plany budynku|części zamienne|pompę|ubezpieczenie",
        "w stołówce|w recepcji|w piwnicy|na drugim piętrze|w hali|pocztą|przez telefon|na parkingu|na budowie|w poczekalni|na miejscu|w urzędzie gminy|w laboratorium|na komisariacie|w warsztacie",
        "{when} {N} {deed} {thing} {place}.|{N} {deed} {thing} {place}.|{thing} {deed} {N} {place}.|{when} {N} i {N} widzieli {thing}.|Myślę, że {F} {deed} {thing}.|{title} {S} {deed} {thing} {place}, a potem {thing}.|Czy to {F} {deed} {thing}?|Bez {C} nic tu nie działa {place}.|Dokumenty {C} leżą {place}.|Osoba odpowiedzialna za {thing}: {N}|{place} spotkałem {C}.|Pani {S} i pan {S} czekają na {thing}.|Sprawę prowadzi {N}, a {thing} {deed} {S}.|Wniosek podpisał {N}.",
        "{when} ktoś {deed} {thing} {place}.|Brakuje nam: {thing}, {thing} {place}.|Kto {deed} {thing}?|Nikt nie {deed} {thing} {place}.|Potrzebujemy {thing}, {thing} i {thing}.|Dostawca gwarantuje {thing} {place}.|W załączeniu {thing} oraz {thing}.|Prosimy o {thing} do końca miesiąca.",
    ),
    "pt": Parts(
        "Na semana passada|Na terça-feira|Esta tarde|De manhã|Antes das férias|Anteontem|Ao meio-dia|Durante a visita|Depois do intervalo|Na primavera|Desde a mudança|No fim do ano|Segundo o contrato",
        "assinou|encomendou|esqueceu|traduziu|perdeu|verificou|imprimiu|cancelou|adiou|pagou|anotou|entregou|contestou|encontrou|reparou|pediu|devolveu|enviou",
        "o arrendamento|um orçamento|a pasta azul|três cadeiras|o lembrete|o extintor|o rascunho|a lista de senhas|o relatório|a roda sobresselente|as análises|o nosso folheto|o formulário da alfândega|a escala|a garantia|o atestado médico|o microscópio|o crachá|as despesas de viagem|o recibo de vencimento|o andaime|a caução|a ementa|a licença de obras|a aula|a vacina|as faturas|a guia de remessa|a peritagem|as janelas|a caldeira nova|o berbequim|as plantas do edifício|as peças|a bomba|o seguro",
        "no refeitório|na receção|na cave|no segundo andar|no pavilhão|pelo correio|ao telefone|no parque de estacionamento|na obra|na sala de espera|no local|na câmara municipal|no laboratório|na esquadra|na oficina",
        "{when} {N} {deed} {thing} {place}.|{N} {deed} {thing} {place}.|{thing}: quem {deed} foi {N}.|{when} {N} e {N} viram {thing}.|Acho que {F} {deed} {thing}.|{title} {S} {deed} {thing} {place} e depois {thing}.|Foi o {F} que {deed} {thing}?|Sem {N} nada funciona {place}.|Demos {thing} a {N} {place}.|Responsável por {thing}: {N}|{place} encontrei {N}.|O senhor {S} e a senhora {S} esperam {thing}.|O processo de {N} está {place}.|A {F} {deed} {thing} {place}.|Quem {deed} {thing} foi a {S}.",
        "{when} alguém {deed} {thing} {place}.|Faltam {thing} e {thing} {place}.|Quem {deed} {thing}?|Já {deed} {thing} {place}.|Precisamos de {thing}, {thing} e {thing}.|O fornecedor garante {thing} {place}.|Em anexo, {thing} e {thing}.|O prazo para {thing} terminou.",
    ),
}  # fmt: skip
WITH_NAMES: dict[str, str] = {
    "en": "Appraisal of {N}|Meeting with {N}|Offer Letter {N}|Obituary: {N}|Complaint by {S}|{S} / {S}: Custody Agreement|Farewell to {N}|The {S} Family Trust|{N} - CV|Interview with {N}|Notes on {S}|Case Study: {N}|Reference Letter for {N}|{N}, Witness Statement|{S} v. {S}",
    "de": "Personalakte {N}|Gespräch mit {N}|Angebot {S}|Nachlass {N}|Beschwerde {S}|{S} gegen {S}|Abschied von {N}|{N} - Lebenslauf|Zeugnis für {N}|Protokoll {S}|Interview mit {N}|Familie {S}|Vertrag {N}",
    "fr": "Dossier {N}|Entretien avec {N}|Offre {S}|Succession {N}|Réclamation de {S}|{S} contre {S}|Départ de {N}|{N} - CV|Famille {S}|Contrat {N}|Audition de {N}",
    "es": "Expediente {N}|Reunión con {N}|Oferta {S}|Herencia de {N}|Queja de {S}|{S} contra {S}|Despedida de {N}|{N} - CV|Familia {S}|Contrato {N}|Entrevista a {N}",
    "it": "Fascicolo {N}|Incontro con {N}|Offerta {S}|Eredità {N}|Reclamo di {S}|{S} contro {S}|Saluto a {N}|{N} - CV|Famiglia {S}|Contratto {N}|Colloquio con {N}",
    "nl": "Dossier {N}|Gesprek met {N}|Offerte {S}|Nalatenschap {N}|Klacht van {S}|{S} tegen {S}|Afscheid van {N}|{N} - CV|Familie {S}|Contract {N}|Interview met {N}",
    "pl": "Akta osobowe: {N}|Rozmowa: {N}|Oferta dla {C}|Spadek po {C}|Skarga {C}|{S} przeciwko {C}|Pożegnanie {C}|{N} - CV|Rodzina {S}|Umowa: {N}|Wywiad: {N}",
    "pt": "Processo {N}|Reunião com {N}|Proposta {S}|Herança de {N}|Queixa de {S}|{S} contra {S}|Despedida de {N}|{N} - CV|Família {S}|Contrato {N}|Entrevista a {N}",
}  # fmt: skip
"""Headings with a name."""
TITLED = {"en": 220}
USUALLY = 60
SLOTS = {"{N}": "{full}", "{F}": "{first}", "{S}": "{last}", "{C}": "{cased}"}
NAMED, FREE, HEADED = 420, 150, 90
"""Sentences of a language with names, without, and headings made of its things."""


def templates(language: str, chance: random.Random, share: float) -> Iterator[str]:
    """Give sentences of a language with slots of ``training.values`` for the names."""
    for _ in range(max(1, round(NAMED * share))):
        yield _slotted(_parted(language, PARTS[language].some("frames", chance), chance))
    for _ in range(max(1, round(TITLED.get(language, USUALLY) * share))):
        yield _slotted(chance.choice(WITH_NAMES[language].split("|")))


def _slotted(text: str) -> str:
    for slot, value in SLOTS.items():
        text = text.replace(slot, value)
    return text


def nobody(language: str, chance: random.Random, share: float) -> Iterator[Example]:
    """Give sentences and headings of a language that name nobody."""
    for _ in range(max(1, round(FREE * share))):
        frame = PARTS[language].some("nobody", chance)
        yield Example(_parted(language, frame, chance), ())
    for _ in range(max(1, round(HEADED * share))):
        yield Example(_heading(language, chance), ())


def _parted(language: str, text: str, chance: random.Random) -> str:
    for slot in ("when", "deed", "thing", "place"):
        while f"{{{slot}}}" in text:
            text = text.replace(f"{{{slot}}}", PARTS[language].some(f"{slot}s", chance), 1)
    return text if text.startswith("{") else text[:1].upper() + text[1:]


def _heading(language: str, chance: random.Random) -> str:
    words = PARTS[language].some("things", chance).split()
    kept = " ".join(words[1:] or words)
    written = chance.choice((str.title, str.capitalize, str.upper, str))
    other = PARTS[language].some("things", chance).split()
    joined = chance.choice((kept, kept, f"{kept}: {' '.join(other[1:] or other)}"))
    return written(joined)
