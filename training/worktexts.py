"""More templates of work texts, one to a line, in eight languages; ``~`` is a line's end.

Mails, minutes, contracts, letters, CVs, forms, chats, headings with a name. The slots are
those of ``training.templates``; ``{cased}`` is a name as the sentence bends it.
"""

GERMAN = """
{title} {last} übernimmt ab {date} die Projektleitung für {org}.
Rückfragen bitte an {full} ({email}).
TOP 3: {full} stellt den Entwurf vor, {last} ergänzt die Zahlen.
Beschluss: {first} holt bis {date} zwei Angebote ein.
Anwesend waren {full}, {full} sowie {title} {last} als Gast.
Entschuldigt: {full}, {last}
Liebe {first}, lieber {first}, danke für eure Rückmeldung!
Sehr geehrte Frau Dr. {last}, sehr geehrter Herr {last},
Moin {first}, kannst du {full} noch in den Verteiler nehmen?
{cased} Vorschlag wurde ohne Änderung übernommen.
Die Kündigung von {full} ging am {date} ein.
In Vertretung von {title} {last} unterschreibt {full}.
Nach Rücksprache mit {full} von {org} bleibt der Termin bestehen.
Wie {first} schon schrieb, fehlt die Freigabe durch {last}.
Für die Abnahme in {city} ist {full} zuständig, vertreten durch {full}.
Auf Wunsch von {last} haben wir die Preise angepasst.
{full} fragt, ob {first} am {date} Zeit hat.
Mit {full} und {full} wurden zwei neue Kräfte eingestellt.
Arbeitszeugnis: {title} {full}, geboren am {date} in {city}, war bei {org} als {job} tätig.
Gutachter: {title} {full}, {city}
Vermieter: {full}, {address}~Mieter: {full} und {full}
Der Erblasser {full} hinterlässt seiner Tochter {full} das Haus in {city}.
{last}, {first}~{street}~{postcode} {city}
Ansprechpartnerin im Werk {city}: {full}
Weitergeleitet von {first} {last}
Gez. {last}
Von {first}: bitte bis {date} prüfen
{first} meinte, das sei mit {last} abgesprochen.
Lieferant: {org}, Kontakt {last}, Tel. {phone}
Interview mit {full} (Betriebsrat)
Nachruf auf {full}
Schreiben an {title} {last} vom {date}
Übergabeprotokoll {last} / {last}
Einsatzplan: {last} (früh), {last} (spät), {last} (nachts)
{full}: „Wir haben damit nicht gerechnet.“
Laut Attest ist {full} bis {date} arbeitsunfähig.
Den Schaden meldete {full} der {org}.
Das Gespräch führten {first} {last} und {title} {last} per Video.
"""

SPANISH = """
{title} {last} asume la dirección del proyecto de {org} a partir del {date}.
Para cualquier consulta, diríjase a {full} ({email}).
Punto 3: {full} expone el borrador y {last} completa las cifras.
Acuerdo: {first} pedirá dos ofertas antes del {date}.
Asisten {full}, {full} y, como invitado, {title} {last}.
Excusan su asistencia: {full}, {last}
Querida {first}, querido {first}: gracias por los comentarios.
Estimada Dra. {last}, estimado Sr. {last}:
Buenos días, {first}, ¿puedes poner en copia a {full}?
La propuesta de {full} se aprobó sin cambios.
Se recibió la renuncia de {full} el {date}.
En ausencia de {title} {last}, firma {full}.
Tras hablar con {full}, de {org}, mantenemos la fecha.
Como ya escribió {first}, falta el visto bueno de {last}.
De la recepción en {city} se encarga {full}, y en su defecto {full}.
A petición de {last} hemos ajustado los precios.
{full} pregunta si {first} está libre el {date}.
Con {full} y {full} se incorporan dos técnicos nuevos.
Certifico que {title} {full}, con domicilio en {address}, trabajó en {org} como {job}.
Perito: {full}, {city}
Arrendador: {full}, {address}~Arrendatario: {full} y {full}
El causante {full} deja a su hija {full} la casa de {city}.
{last}, {first}~{street}~{postcode} {city}
Responsable de la planta de {city}: {full}
Reenviado por {first} {last}
Fdo.: {full}
De {first}: revisar antes del {date}
{first} dijo que lo había hablado con {last}.
Proveedor: {org}, contacto {last}, tel. {phone}
Entrevista con {full} (comité de empresa)
Homenaje a {full}
Carta a {title} {last} del {date}
Turnos: {last} (mañana), {last} (tarde), {last} (noche)
{full}: «No contábamos con ello».
Según el parte, {full} estará de baja hasta el {date}.
{full} comunicó el siniestro a {org}.
Se lo entregué ayer a {first} y a {full}.
Hemos quedado con {first} {last} para ver el piso.
"""

POLISH = """
{title} {last} obejmuje od {date} kierownictwo projektu dla {org}.
W razie pytań proszę pisać: {full} ({email}).
Punkt 3: {full} przedstawia projekt, {last} uzupełnia dane.
Ustalono: {first} zbierze dwie oferty do {date}.
Obecni: {full}, {full} oraz gościnnie {title} {last}.
Nieobecni usprawiedliwieni: {full}, {last}
Droga {first}, drogi {first}, dziękuję za uwagi!
Szanowna Pani {last}, Szanowny Panie {last},
Hej {first}, dodasz {cased} do listy?
Propozycja {cased} przeszła bez zmian.
Wypowiedzenie złożone przez {cased} wpłynęło {date}.
W zastępstwie {cased} podpisuje {full}.
Po rozmowie z {cased} z {org} termin zostaje bez zmian.
Jak już pisała {first}, brakuje zgody {cased}.
Za odbiór w {city} odpowiada {full}, zastępuje ją {full}.
Na prośbę {cased} zmieniliśmy ceny.
{full} pyta, czy {first} ma czas {date}.
Do zespołu dołączyli {full} i {full}.
Zaświadcza się, że {full}, zam. {address}, pracował w {org} na stanowisku {job}.
Biegły sądowy: {full}, {city}
Wynajmujący: {full}, {address}~Najemca: {full} i {full}
Spadkodawca {full} przekazał córce {full} dom w {city}.
{last} {first}~{street}~{postcode} {city}
Osoba do kontaktu w zakładzie {city}: {full}
Przesłane dalej przez {first} {last}
/-/ {full}
Od {first}: sprawdzić do {date}
{first} mówił, że uzgodnił to z {cased}.
Dostawca: {org}, kontakt {last}, tel. {phone}
Wywiad z {cased} (rada zakładowa)
Wspomnienie o {cased}
Pismo do {cased} z dnia {date}
Zmiany: {last} (rano), {last} (po południu), {last} (w nocy)
{full}: „Nie spodziewaliśmy się tego”.
{full} zgłosiła szkodę w {org}.
Rozmawiałem wczoraj z {cased} i {cased} o budżecie.
Przekazałam dokumenty {cased}, bo {first} był na urlopie.
Zebranie poprowadziła {full}, protokołował {first} {last}.
Prezes {last} i dyrektor {last} nie byli zgodni.
Pani {first} prosiła, żeby {last} zadzwonił do {org}.
"""

PORTUGUESE = """
{title} {last} assume a direção do projeto da {org} a partir de {date}.
Em caso de dúvida, contacte {full} ({email}).
Ponto 3: {full} expõe o rascunho e {last} completa os números.
Deliberação: {first} pede dois orçamentos até {date}.
Estiveram presentes {full}, {full} e, como convidado, {title} {last}.
Justificaram a falta: {full}, {last}
Querida {first}, caro {first}, obrigado pelos comentários!
Exma. Sra. Dra. {last}, Exmo. Sr. {last},
Bom dia, {first}, podes pôr o {full} em cópia?
A proposta de {full} foi aprovada sem alterações.
A carta de demissão de {full} deu entrada a {date}.
Na ausência do {title} {last}, assina {full}.
Depois de falar com o {full}, da {org}, mantemos a data.
Como a {first} já escreveu, falta o aval do {last}.
Pela receção em {city} responde {full}, ou na sua falta {full}.
A pedido do {last} ajustámos os preços.
O {full} pergunta se a {first} tem tempo no dia {date}.
Com a {full} e o {full} entram dois técnicos novos.
Declara-se que {title} {full}, residente em {address}, trabalhou na {org} como {job}.
Perito: {full}, {city}
Senhorio: {full}, {address}~Inquilino: {full} e {full}
O falecido {full} deixa à filha {full} a casa de {city}.
{last}, {first}~{street}~{postcode} {city}
Responsável pela unidade de {city}: {full}
Reencaminhado por {first} {last}
Ass.: {full}
De {first}: rever até {date}
A {first} disse que combinou com o {last}.
Fornecedor: {org}, contacto {last}, tel. {phone}
Entrevista a {full} (comissão de trabalhadores)
Homenagem a {full}
Carta ao {title} {last} de {date}
Turnos: {last} (manhã), {last} (tarde), {last} (noite)
{full}: «Não estávamos à espera.»
Segundo o atestado, {full} está ausente até {date}.
{full} participou o sinistro à {org}.
Entreguei ontem tudo à {first} e ao {full}.
A reunião foi conduzida por {first} {last}.
Eles combinaram com {full} ver o apartamento.
Falei com {full} e com a {first} sobre o orçamento.
"""

FRENCH = """
{title} {last} prend la direction du projet de {org} à partir du {date}.
Pour toute question, adressez-vous à {full} ({email}).
Point 3 : {full} expose le projet, {last} complète les chiffres.
Décision : {first} demande deux devis avant le {date}.
Étaient présents {full}, {full} et, en invité, {title} {last}.
Excusés : {full}, {last}
Chère {first}, cher {first}, merci pour vos retours !
Salut {first}, tu peux mettre {full} en copie ?
La proposition de {full} est retenue sans changement.
En l'absence de {title} {last}, c'est {full} qui signe.
Après échange avec {full}, de chez {org}, la date est maintenue.
Comme l'écrivait {first}, il manque l'accord de {last}.
À la demande de {last}, nous avons revu les prix.
Je soussigné {full}, demeurant {address}, atteste que {full} a travaillé chez {org}.
Bailleur : {full}, {address}~Locataire : {full} et {full}
{last} {first}~{street}~{postcode} {city}
Transféré par {first} {last}
Équipes : {last} (matin), {last} (soir), {last} (nuit)
{full} : « Nous ne nous y attendions pas. »
J'ai tout remis hier à {first} et à {full}.
{full} a déclaré le sinistre auprès de {org}.
Entretien avec {full} (comité d'entreprise)
"""

ITALIAN = """
{title} {last} assume la direzione del progetto di {org} dal {date}.
Per domande rivolgersi a {full} ({email}).
Punto 3: {full} espone la bozza, {last} completa i numeri.
Si decide: {first} chiede due preventivi entro il {date}.
Erano presenti {full}, {full} e, come ospite, {title} {last}.
Assenti giustificati: {full}, {last}
Cara {first}, caro {first}, grazie dei commenti!
Buongiorno {first}, puoi mettere in copia {full}?
La proposta di {full} passa senza modifiche.
In assenza di {title} {last} firma {full}.
Sentito {full} di {org}, la data resta quella.
Come scriveva {first}, manca il benestare di {last}.
Su richiesta di {last} abbiamo rivisto i prezzi.
Il sottoscritto {full}, residente in {address}, dichiara che {full} ha lavorato per {org}.
Locatore: {full}, {address}~Conduttore: {full} e {full}
{last} {first}~{street}~{postcode} {city}
Inoltrato da {first} {last}
Turni: {last} (mattina), {last} (sera), {last} (notte)
{full}: «Non ce lo aspettavamo».
Ho consegnato tutto ieri a {first} e a {full}.
{full} ha denunciato il sinistro a {org}.
Intervista a {full} (consiglio di fabbrica)
"""

DUTCH = """
{title} {last} neemt vanaf {date} de projectleiding voor {org} over.
Vragen graag aan {full} ({email}).
Punt 3: {full} licht het concept toe, {last} vult de cijfers aan.
Besluit: {first} vraagt voor {date} twee offertes op.
Aanwezig waren {full}, {full} en als gast {title} {last}.
Afgemeld: {full}, {last}
Beste {first}, dank voor jullie reactie, ook namens {first}!
Hoi {first}, zet je {full} ook in de cc?
{cased} voorstel is ongewijzigd aangenomen.
Bij afwezigheid van {title} {last} tekent {full}.
Na overleg met {full} van {org} blijft de datum staan.
Zoals {first} al schreef, ontbreekt het akkoord van {last}.
Op verzoek van {last} hebben we de prijzen aangepast.
Hierbij verklaar ik, {full}, wonende {address}, dat {full} bij {org} werkte.
Verhuurder: {full}, {address}~Huurder: {full} en {full}
{last}, {first}~{street}~{postcode} {city}
Doorgestuurd door {first} {last}
Diensten: {last} (vroeg), {last} (laat), {last} (nacht)
{full}: "Dat hadden we niet verwacht."
Ik heb alles gisteren aan {first} en {full} gegeven.
{full} meldde de schade bij {org}.
Gesprek met {full} (ondernemingsraad)
"""

ENGLISH = """
{title} {last} takes over the {org} account from {date}.
Item 3: {full} presented the draft and {last} added the figures.
Action: {first} to obtain two quotes by {date}.
{cased} proposal was carried without changes.
In the absence of {title} {last}, {full} signs.
As {first} wrote, we still need the approval of {last}.
At the request of {last} we adjusted the prices.
Early shift {last}, late shift {last}, nights {last}.
Landlord: {full}, {address}~Tenant: {full} and {full}
I gave everything to {first} and to {full}.
{last} {first}, {street}, {postcode} {city}
sgd. {full}
spoke w/ {last} re invoice, {first} to follow up
{full} reported the damage to {org}.
The {last} file is with {first}.
{first} and {first} joined from {org}; {last} left.
"""

WORK_TEXTS: dict[str, tuple[str, ...]] = {
    language: tuple(line.replace("~", "\n") for line in text.strip().splitlines())
    for language, text in {
        "en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "it": ITALIAN, "nl": DUTCH, "pl": POLISH, "pt": PORTUGUESE,
    }.items()
}  # fmt: skip

MOULDS: dict[str, tuple[str, str]] = {
    "en": ("Ash Black Brook Clay Cran East Elder Fair Gold Green Hart Hazel Hunt Kirk Lock Long Marsh Mill North Oak Rush Shep Stan Thorn Whit", "bury burn combe croft dale den field ford ham hurst ley low man more ridge shaw stead ton ward water well wick wood worth"),
    "de": ("Adler Berg Buch Eich Eisen Fink Fried Gold Grau Groß Haber Hirsch Kirch Klein Korn Kreuz Lang Licht Linden Mittel Neu Nieder Rosen Roth Silber Sonnen Stahl Wald Weiden Wolf", "acker au bach bauer berger brand bühl eder egger hagen hammer haus hofer horn huber inger kamp kötter leitner loh mann meier moser müller reiter rieder ruf scheid stadler thaler wirth zeller"),
    "fr": ("Beau Bel Bois Bon Champ Château Clair Dela Du Fontan Grand Haut La Lam Le Mar Mont Noir Petit Pont Riv Saint- Val Ville Vill", "ard aud beau bert bourg champ clair court dier eau euil eux ier in jean ière land lon mard nier nay olles rand roux sard val ville y"),
    "es": ("Ala Arre Barre Benaven Cam Casta Corra Echeva Fuen Gallar Guzma Ibarra Lagun Mira Monte Navar Ola Pala Quin Rebo Sala Torre Urru Valde Villa Zala", "banda bedo cano cedo cios da dillo do gas gorri gui lles ledo mayor mor nera nes nilla pardo quero rra ruela sco tegui tia verde vide zano zo"),
    "it": ("Ales Bar Bel Bon Brigan Cal Cam Casta Col Fanta Fer Gal Gian Guer Lom Mar Mon Negro Pas Pel Riz San Scar Tac Val Ven", "accio agna aldi andro anti ardi arelli ari asco azzi bardi ella elli etti gnoli iani ieri ini noli oni osi otti santi uzzi vese ucci zini"),
    "nl": ("Ooster Wester Groen Bos Berg Dijk Hoog Laag Water Brink Steen Kamp Beek Heide Klein Groot Ver Meer Nieuw Schaap Smit Broek Lang Koren Rijn Vos", "aar beek berg bos broek daal dam dijk ema graaf hof horst huis huizen ink kamp laan man mans meijer mond stra sma veen veld voort waard zicht"),
    "pl": ("Bał Biel Brze Chmiel Dąb Dob Gaj Głow Grab Jabł Jan Kal Klim Kos Kow Kub Lip Maj Mal Mich Nied Osiń Paw Pieka Rad Sław Sob Star Świą Tur Wal Wier Wój Zawa Ziel Żur", "acki ak alski anek arski as czak czuk ek elski ewicz ewski iak icki ik iński kiewicz lik niak nicki och omski oń owicz owska owski sz uk ura wski ycki yk yński"),
    "pt": ("Alme Alva Amara Arau Assun Bar Cabra Caldei Cam Casta Corde Cou Figuei Fonta Gui Leit Macha Mati Mene Monte Morga Olive Pachec Pinhei Quei Ribei Sampa Saldan Serra Teixei Val", "ada ado ais al ães ares as ato edo eira eiras eiro elho es igo inha inho iz oso oso ral reda rigues ros ta tino to verde zedo"),
}  # fmt: skip
"""Beginnings and ends of surnames, by language: what is put together is on no list."""
