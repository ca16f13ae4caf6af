"""Work documents with slots, by language. A slot is a method of ``Values``.

The sets of benchmarks/ use other templates; a test holds the two apart.
"""

ENGLISH = r"""
{person}
{job} | {org}
{address}
{email} | {phone}
%%
From: {full} <{email}>
To: {person} <{email}>; {person} <{email}>
Cc: {full} <{email}>
Sent: {date}
Subject: {org} - revised scope
%%
From: "{last}, {first}" <{email}>
Date: {date}
To: {email}
Subject: Re: Fw: minutes of the {org} workshop

{first},

thanks for the quick turnaround. {full} will call you on {date}.

{first}
%%
Hi {first},

As agreed with {person} from {org} on {date}, please find attached the draft report.

Regards,
{first}
%%
Dear {title} {last},

Thank you for your letter of {date} (our ref. {ref}). We act for {org} of {address}.

Yours sincerely,
{full}
{job}, {org}
%%
Invoice {ref}
Bill to: {org}, {address}
Due {date}
IBAN {iban}
Total {money}
%%
Prepared by {person} for {org}. Reviewed by {person}, {date}.
%%
This Agreement is made on {date} between {org} ("Client") and {full} ("Contractor"), residing at {address}.
%%
THIS LEASE dated {date} is between {org}, a company incorporated in {place} (the "Landlord"), and {org} (the "Tenant"). The Tenant shall pay {money} per month.
%%
Meeting notes {date}
Attendees: {full}, {full}, {first}
- {first} to send the {org} contract to {full}
- Next call with {org} in {city}
%%
Minutes of the steering committee, {date}, {city}
Present: {full} (chair), {full}, {full} ({org})
Apologies: {full}
1. {last} reported that the migration is on schedule.
2. {first} and {first} to review the budget of {money} by {date}.
%%
Employee ID: {ref}	Name: {person}	Department: Finance	Office: {city}
%%
Author: {person}
%%
Author: {handle}
%%
Signed-off-by: {full} <{email}>
%%
Co-authored-by: {full} <{email}>
%%
# TODO({first}): ask {full} at {org} about the rate table
%%
// {full}, {date}: quick fix for the {org} import, see {ref}
%%
/*
 * Created by {full} on {date}.
 * Copyright (c) {year} {org}. All rights reserved.
 */
%%
"Author"	@author {full}
# Maintainer: {full} <{email}>
%%
{full} worked at {org} in {city} from {date} to {date}.
%%
cc {person}; {person}; {person}
%%
Client: {org}
Project code: {ref}
Contact: {full}, {phone}
%%
{org} Q3 results were presented by {full} ({job}) in {city}.
%%
Case ref {ref}: {full}, born {date}, {nrp} national, lives in {place}.
%%
Patient: {full}   DOB: {date}   MRN: {ref}
{age}-year-old {nrp} patient admitted to {org} on {date} with chest pain. Seen by {title} {last}. Lives with partner in {city}.
%%
Discharge summary
Name {full}
Address {address}
GP: {title} {last}, {org}
The patient was reviewed by {title} {last} on {date} and discharged home.
%%
{full}
{city}, {place} | {phone} | {email}

EXPERIENCE
{org}, {city} - {job}
{date} - {date}
- Managed a team of {number} and cut costs by {number} percent.
{org} - {job}, {year}-{year}
- Reported to {full}.

EDUCATION
{org}, BSc Economics, {year}

REFERENCES
{full}, {job}, {org}, {phone}
%%
{full} is a {job} with {number} years of experience at {org} and {org}.
%%
Curriculum Vitae
Name: {full}
Date of birth: {date}
Nationality: {nrp}
Address: {address}
Languages: English (fluent), French (basic)
%%
Subject: Purchase order {ref}

Please deliver the goods to {address}, attention {full}. Vendor: {org}. Account {ref}.
%%
Ship To: {full}, {org}, {address}
Tracking number {ref}
%%
Claim {ref} | Policy {ref} | Insured: {full} | Insurer: {org} | Date of loss: {date}
%%
{org} v. {org}, Case No. {ref}, {place} ({date}). Counsel for the plaintiff: {full}.
%%
The applicant, {title} {full}, is a {nrp} national who was born in {year} and lives in {city}. He was represented by {title} {last}, a lawyer practising in {city}.
%%
On {date} the {court} convicted {last} and sentenced him. On {date} {last} appealed (no. {ref}).
%%
IN WITNESS WHEREOF the parties have executed this agreement. {org}  By: {full}  Name: {full}  Title: {job}  Date: {date}
%%
"It was a hard quarter," said {full}, {job} at {org}. {last} joined from {org} in {year}.
%%
{org} today announced that it has acquired {org}, a {city}-based supplier, for {money}. {full}, chief executive, said the deal would close in {date}.
%%
@{handle} can you review? {first} is out until {date}
%%
{first}: did {org} sign?
{first}: not yet, {full} has the copy
{first}: ok, pinging {first}
%%
[{date}] {full}: moved the ticket {ref} to done
%%
Hello {first}, this is {first} from {org}. I'm calling about your order {ref}. Is {address} still correct?
%%
Thanks, {first}
%%
Best,
{full}
{job}
{org}
{street}, {city}
T {phone}
{url}
%%
Kind regards

{first} {last}
{org} | {address} | {phone}
%%
Approved: {person}, {date}
%%
Owner: {full}
Reviewer: {full}
Last changed: {date} by {person}
%%
Interview with {full}, {job}, {org}
Interviewer: {full}
Place: {city}
%%
Interviewee {full} ({age}, {city}) said that {org} had not paid her since {date}.
%%
| Name | Company | City | Amount |
|------|---------|------|--------|
| {full} | {org} | {city} | {money} |
| {full} | {org} | {city} | {money} |
| {person} | {org} | {place} | {money} |
%%
name,company,email,city,amount
{full},{org},{email},{city},{number}
{full},{org},{email},{city},{number}
{last},{org},{email},{city},{number}
%%
id;surname;first name;date of birth;street;city
{ref};{last};{first};{date};{street};{city}
{ref};{last};{first};{date};{street};{city}
%%
INSERT INTO customers VALUES ({number}, '{full}', '{email}', '{street}', '{city}');
INSERT INTO customers VALUES ({number}, '{full}', '{email}', '{street}', '{city}');
%%
{"name": "{full}", "employer": "{org}", "city": "{city}", "role": "{job}", "start": "{date}"}
%%
customer:
  name: {full}
  company: {org}
  address: {address}
%%
<td>{full}</td><td>{org}</td><td>{date}</td>
%%
assert parse("{full}, {org}") == ("{full}", "{org}")
%%
logger.info("sent contract to {full} at {org}")
%%
print("Hello, {first}!")
%%
user = User(first_name="{first}", last_name="{last}", city="{city}")
%%
# written by {full} for {org}
def load(path):
    return open(path).read()
%%
Merge branch '{handle}/fix-import' of {org} into main
%%
Reported by {full} of {org}. Thanks to {full} for the patch.
%%
Change log
{date} {full} - first draft
{date} {person} - comments of {org} included
%%
{org} - Due diligence - {date}.pdf
%%
CV_{first}_{last}_{year}.docx
%%
{last}-{org}-contract-final.docx
%%
Minutes {org} {city} {date}.docx
%%
Offer {full} {date}.pdf
%%
{ref}_{last}_{first}.xlsx
%%
/projects/{org}/{last}/draft v3.pptx
%%
## Contacts
- **{full}** ({org}) - {email}
- **{full}**, {job}, {phone}
%%
### Interview notes: {full}
> {first} prefers the old layout.
%%
1. {full}, {job}
2. {full}, {job}
3. {full}, {job}
%%
Speaker: {full}, {org}
Location: {org}, {city}
When: {date}
%%
Guest list: {full}; {full}; {title} {last}; {first} and {first} {last}
%%
{title} {last} and {title} {last} met {full} at {org} in {city} on {date}.
%%
The survey was run by {org} among staff in {city}, {city} and {place} between {date} and {date}.
%%
{org}'s lawyer, {full}, told {org} that {first}'s complaint had been settled.
%%
We visited the {city} plant with {first}, {first} and {last}.
%%
Our client {org} plans to open a branch in {place}. {full} leads the project for {org}.
%%
Flights: {first} {last}, {city} to {city}, {date}. Booking {ref}.
%%
Passenger: {L}/{F} {title}
%%
Dear {first} and {first},
%%
Dear Ms {last}
%%
To whom it may concern: {full} was employed by {org} as {job} from {date} until {date}. {first} was a valued colleague.
%%
Attention: {full}
{org}
{street}
{postcode} {city}
%%
Name: {full}
Address: {address}
Phone: {phone}
SSN: {ssn}
%%
Emergency contact: {full} (sister), {phone}
%%
Next of kin {full}, {street}, {city}
%%
Tenant: {full}. Premises: {address}. Deposit: {money}.
%%
Beneficiary: {org}, account {ref}, {org}, {city}
%%
Supplier {org} ({place}) quoted {money}; {org} quoted {money}.
%%
Competitors: {org}, {org}, {org} and {org}.
%%
Slide 4: {org} market share by region ({place}, {place}, {place})
%%
Project {brand}: status for {org}, {date}
%%
{org} {year} budget
%%
{org} and {org}
%%
Thesis supervised by Prof. {full}, {org}.
%%
{last}, {first} ({year}). Effects of remote work. {city}: {org}.
%%
{last} et al. ({year}) found no effect; see also {last} and {last} ({year}).
%%
Witness statement of {full}
I, {full}, of {address}, will say as follows: I have worked for {org} since {date}.
%%
Deponent {full}: I met {title} {last} at the {city} office.
Q. Did {last} sign? A. Yes, {first} did.
%%
Policyholder {full}, policy number {ref}, vehicle registration {ref}
%%
Student: {full}  Matriculation no. {ref}  School: {org}
%%
Payroll {date}: {last} {first} {money}; {last} {first} {money}; {last} {first} {money}
%%
{full} <{email}> wrote on {date}:
> the figures of {org} are wrong
%%
Hey {first}, {first} here. Can we move {date} to {date}? {first} from {org} can't make it.
%%
{first} {last} shared "Budget {year}" with {full}
%%
Assigned to {full} by {first} {last} - {ref}
%%
RE: {org} / {last} - draft settlement
%%
FW: CV {full}
%%
Visit report {org}, {city}
%%
We heard from {place} that the {nrp} regulator fined {org}.
%%
{age} years old, {nrp}, lives in {place}
%%
good morning, i spoke to {first} about the invoice from {org}, she said {last} paid it {date}
%%
lol {first} just told me {first} got the job at {org}
%%
Registered office: {address}. Registered in {place} No. {ref}. VAT {ref}.
%%
The {title} {last} account was moved to {org} ({city}).
%%
Photo: {full} / {org}
%%
Translated by {full}
%%
Directed by {full}. With {full} and {full}. Music: {full}.
%%
Contact our data protection officer {full} at {email} or {org}, {address}.
%%
Call {first} on {phone} or write to {address}.
%%
Please ask {first}. {first} knows {org} well.
%%
Ordered by: {last}
%%
{full}
%%
{last}
%%
{first}
%%
{org}
%%
{city}
%%
{address}
%%
{street}
%%
{date}
%%
{full} ({org})
%%
{full}, {city}
%%
{last}, {first}
%%
{title} {last}
%%
{full} / {full}
%%
{F} {L}
%%
{org}, {city}
%%
{person}: {money}
%%
Total {org}: {money}
%%
The card {card} belongs to {full}; IP {ip}.
"""

GERMAN = r"""
Sehr geehrter Herr {last},

vielen Dank für Ihr Schreiben vom {date} (Aktenzeichen {ref}). Wir vertreten die {org}, {address}.

Mit freundlichen Grüßen
{full}
%%
Hallo {first},
anbei das Protokoll vom {date}. {first} klärt mit {full} von der {org} die offenen Punkte.
Viele Grüße
{first}
%%
Protokoll {date}, {city}
Teilnehmer: {full}, {full}, {last} ({org})
{last} berichtet über das Budget von {money}.
%%
Rechnung Nr. {ref}
{org}
{address}
Zahlbar bis {date}, IBAN {iban}
%%
Lebenslauf
{full}, geboren am {date} in {city}
Staatsangehörigkeit: {nrp}
{date} - {date}: {job}, {org}, {city}
%%
Von: {full} <{email}>
An: {last}, {first} <{email}>
Gesendet: {date}
Betreff: Angebot {org}
%%
Zwischen der {org}, {address} (Auftraggeber) und {title} {full} (Auftragnehmer) wird folgender Vertrag geschlossen.
%%
Ansprechpartner: {full}, Tel. {phone}, {email}
%%
{full} arbeitet seit {date} bei {org} in {city} und berichtet an {title} {last}.
%%
Patientin: {full}, geb. {date}, wohnhaft {address}. Behandelnder Arzt: Dr. {last}, {org}.
%%
Der Kläger {last} wohnt in {city}. Die Beklagte, die {org}, beantragt Klageabweisung.
%%
Kundennummer {ref}, Herr {full}, {city}
%%
Nach Angaben von {full}, Sprecherin der {org}, soll das Werk in {city} bis {year} schließen.
%%
Frau {last} hat am {date} mit {first} telefoniert.
%%
Geschäftsführer: {full}, {full}. Sitz: {city}. Amtsgericht {city} HRB {ref}
%%
Name: {full}
Firma: {org}
Ort: {city}
%%
Unterschrift: {full}, {city}, den {date}
%%
Die Firma {org} hat {full} als {job} eingestellt.
%%
Bitte an {first} {last} weiterleiten, danke. Gruß {first}
%%
Angebot_{org}_{date}.pdf
%%
{org}: Umsatz {year} steigt, sagt {last}.
%%
{address}
%%
{full}
%%
{org}
"""

FRENCH = r"""
Madame {last},

Suite à votre courrier du {date} (réf. {ref}), nous représentons la société {org}, {address}.

Cordialement,
{full}
%%
Bonjour {first},
Ci-joint le compte rendu du {date}. {full} de {org} doit confirmer avec {first}.
Bien à vous,
{first} {last}
%%
Compte rendu, {city}, le {date}
Présents : {full}, {full}, {title} {last} ({org})
{last} présente le budget de {money}.
%%
Facture n° {ref}
{org}
{address}
À régler avant le {date}, IBAN {iban}
%%
Curriculum vitae
{full}, née le {date} à {city}, nationalité {nrp}
{date} - {date} : {job}, {org}, {city}
%%
De : {full} <{email}>
À : {full} <{email}>
Date : {date}
Objet : Devis {org}
%%
Entre les soussignés : {org}, dont le siège est {address}, représentée par {full}, et {title} {full}, demeurant {address}.
%%
{full} travaille chez {org} à {city} depuis {date}.
%%
Le patient {full}, {age} ans, suivi par le Dr {last} au {org}, habite {address}.
%%
Le tribunal de {city} a condamné {org} à verser {money} à {title} {last}.
%%
Contact : {full}, tél. {phone}, {email}
%%
Selon {full}, directrice de {org}, l'usine de {city} fermera en {year}.
%%
Numéro client {ref}, {title} {full}, {city}
%%
Nom : {last}
Prénom : {first}
Ville : {city}
%%
M. {last} et Mme {last} ont rencontré {first} à {place}.
%%
Merci {first}, je transmets à {full}.
%%
Signé à {city}, le {date}, {full}
%%
Contrat_{last}_{org}.docx
%%
Rédigé par {full} pour {org}, relu par {full}.
%%
{address}
%%
{full}
%%
{org}
"""

SPANISH = r"""
Estimada Sra. {last}:

En respuesta a su carta del {date} (ref. {ref}), representamos a {org}, con domicilio en {address}.

Atentamente,
{full}
%%
Hola {first}:
Adjunto el acta del {date}. {full}, de {org}, confirmará con {first}.
Un saludo,
{first}
%%
Acta de la reunión, {city}, {date}
Asistentes: {full}, {full}, {last} ({org})
{last} presenta el presupuesto de {money}.
%%
Factura {ref}
{org}
{address}
Vencimiento {date}, IBAN {iban}
%%
Currículum
{full}, nacida el {date} en {city}, nacionalidad {nrp}
{date} - {date}: {job}, {org}, {city}
%%
De: {full} <{email}>
Para: {full} <{email}>
Enviado: {date}
Asunto: Oferta {org}
%%
De una parte, {org}, con sede en {address}, representada por {full}; y de otra, {title} {full}, con domicilio en {address}.
%%
{full} trabaja en {org} en {city} desde {date} y depende de {title} {last}.
%%
La paciente {full}, de {age} años, vive en {address}. Médico: Dr. {last}, {org}.
%%
El juzgado de {city} condenó a {org} a pagar {money} a {last}.
%%
Contacto: {full}, tel. {phone}, {email}
%%
Según {full}, directora de {org}, la planta de {city} cerrará en {year}.
%%
Expediente {ref}: {full}, {city}
%%
Nombre: {first}
Apellidos: {last} {last}
Ciudad: {city}
%%
Don {full} {last} y doña {full} comparecen en {city}.
%%
Gracias, {first}. Se lo paso a {full}.
%%
Firmado en {city}, a {date}: {full}
%%
Contrato_{last}_{org}.pdf
%%
Elaborado por {full} para {org}; revisado por {person}.
%%
{address}
%%
{full}
%%
{org}
"""

ITALIAN = r"""
Gentile Dott. {last},

in riferimento alla Sua lettera del {date} (rif. {ref}), rappresentiamo la società {org}, {address}.

Cordiali saluti,
{full}
%%
Ciao {first},
in allegato il verbale del {date}. {full} di {org} conferma con {first}.
A presto,
{first}
%%
Verbale della riunione, {city}, {date}
Presenti: {full}, {full}, {last} ({org})
{last} illustra il budget di {money}.
%%
Fattura n. {ref}
{org}
{address}
Scadenza {date}, IBAN {iban}
%%
Curriculum vitae
{full}, nata il {date} a {city}, nazionalità {nrp}
{date} - {date}: {job}, {org}, {city}
%%
Da: {full} <{email}>
A: {full} <{email}>
Inviato: {date}
Oggetto: Offerta {org}
%%
Tra {org}, con sede in {address}, rappresentata da {full}, e il {title} {full}, residente in {address}.
%%
{full} lavora presso {org} a {city} dal {date} e riferisce a {title} {last}.
%%
Il paziente {full}, {age} anni, residente in {address}, seguito dal Dr. {last}, {org}.
%%
Il tribunale di {city} ha condannato {org} a pagare {money} a {last}.
%%
Referente: {full}, tel. {phone}, {email}
%%
Secondo {full}, direttrice di {org}, lo stabilimento di {city} chiuderà nel {year}.
%%
Pratica {ref}: {full}, {city}
%%
Nome: {first}
Cognome: {last}
Città: {city}
%%
La signora {last} ha incontrato {first} a {place}.
%%
Grazie {first}, inoltro a {full}.
%%
Firmato a {city}, {date}, {full}
%%
Redatto da {full} per {org}, verificato da {person}.
%%
{address}
%%
{full}
%%
{org}
"""

DUTCH = r"""
Geachte heer {last},

Naar aanleiding van uw brief van {date} (kenmerk {ref}): wij treden op voor {org}, {address}.

Met vriendelijke groet,
{full}
%%
Hoi {first},
hierbij het verslag van {date}. {full} van {org} stemt af met {first}.
Groet,
{first}
%%
Notulen {date}, {city}
Aanwezig: {full}, {full}, {last} ({org})
{last} licht het budget van {money} toe.
%%
Factuur {ref}
{org}
{address}
Te betalen voor {date}, IBAN {iban}
%%
Curriculum vitae
{full}, geboren op {date} te {city}, nationaliteit: {nrp}
{date} - {date}: {job}, {org}, {city}
%%
Van: {full} <{email}>
Aan: {full} <{email}>
Verzonden: {date}
Onderwerp: Offerte {org}
%%
Tussen {org}, gevestigd te {address}, vertegenwoordigd door {full}, en {title} {full}, wonende te {address}.
%%
{full} werkt sinds {date} bij {org} in {city} en rapporteert aan {title} {last}.
%%
Patiënt {full}, {age} jaar, woont in {address}. Behandelend arts: dr. {last}, {org}.
%%
De rechtbank {city} veroordeelde {org} tot betaling van {money} aan {last}.
%%
Contactpersoon: {full}, tel. {phone}, {email}
%%
Volgens {full}, directeur van {org}, sluit de fabriek in {city} in {year}.
%%
Dossier {ref}: {full}, {city}
%%
Naam: {full}
Bedrijf: {org}
Plaats: {city}
%%
Mevrouw {last} sprak met {first} in {place}.
%%
Dank je {first}, ik stuur het door naar {full}.
%%
Getekend te {city}, {date}, {full}
%%
Opgesteld door {full} voor {org}, gecontroleerd door {person}.
%%
{address}
%%
{full}
%%
{org}
"""

POLISH = r"""
Szanowny Panie {last},

w odpowiedzi na pismo z dnia {date} (nr {ref}) informujemy, że reprezentujemy {org}, {address}.

Z poważaniem
{full}
%%
Cześć {first},
w załączeniu protokół z {date}. {full} z {org} potwierdzi to z {first}.
Pozdrawiam,
{first}
%%
Protokół ze spotkania, {city}, {date}
Obecni: {full}, {full}, {last} ({org})
{last} przedstawił budżet {money}.
%%
Faktura nr {ref}
{org}
{address}
Termin płatności {date}, IBAN {iban}
%%
Życiorys
{full}, ur. {date} w {city}, obywatelstwo {nrp}
{date} - {date}: {job}, {org}, {city}
%%
Od: {full} <{email}>
Do: {full} <{email}>
Wysłano: {date}
Temat: Oferta {org}
%%
Umowa zawarta dnia {date} między {org} z siedzibą w {address}, reprezentowaną przez {full}, a {title} {full}, zam. {address}.
%%
{full} pracuje w {org} w {city} od {date}.
%%
Pacjentka {full}, lat {age}, zamieszkała {address}. Lekarz: dr {last}, {org}.
%%
Sąd w {city} zasądził od {org} kwotę {money} na rzecz {last}.
%%
Kontakt: {full}, tel. {phone}, {email}
%%
Jak mówi {full}, dyrektor {org}, zakład w {city} zostanie zamknięty w {year}.
%%
Sprawa {ref}: {full}, {city}
%%
Imię: {first}
Nazwisko: {last}
Miasto: {city}
%%
Pani {last} rozmawiała z {first} w {place}.
%%
Dzięki {first}, przekażę {full}.
%%
Podpisano w {city}, {date}, {full}
%%
Sporządził: {full}, sprawdził: {person}, {org}
%%
{address}
%%
{full}
%%
{org}
"""

PORTUGUESE = r"""
Exmo. Sr. {last},

Em resposta à sua carta de {date} (ref. {ref}), representamos a {org}, {address}.

Com os melhores cumprimentos,
{full}
%%
Olá {first},
Segue a ata de {date}. {full}, da {org}, confirma com {first}.
Abraço,
{first}
%%
Ata da reunião, {city}, {date}
Presentes: {full}, {full}, {last} ({org})
{last} apresentou o orçamento de {money}.
%%
Fatura {ref}
{org}
{address}
Vencimento {date}, IBAN {iban}
%%
Currículo
{full}, nascida em {date} em {city}, nacionalidade {nrp}
{date} - {date}: {job}, {org}, {city}
%%
De: {full} <{email}>
Para: {full} <{email}>
Enviado: {date}
Assunto: Proposta {org}
%%
Entre {org}, com sede em {address}, representada por {full}, e {title} {full}, residente em {address}.
%%
{full} trabalha na {org} em {city} desde {date} e reporta a {title} {last}.
%%
O doente {full}, de {age} anos, vive em {address}. Médico: Dr. {last}, {org}.
%%
O tribunal de {city} condenou a {org} a pagar {money} a {last}.
%%
Contacto: {full}, tel. {phone}, {email}
%%
Segundo {full}, diretora da {org}, a fábrica de {city} fecha em {year}.
%%
Processo {ref}: {full}, {city}
%%
Nome: {full}
Empresa: {org}
Cidade: {city}
%%
A D. {last} falou com {first} em {place}.
%%
Obrigado, {first}. Vou encaminhar para {full}.
%%
Assinado em {city}, {date}, {full}
%%
Elaborado por {full} para a {org}, revisto por {person}.
%%
{address}
%%
{full}
%%
{org}
"""

HEADERS: dict[str, tuple[str, ...]] = {
    "last": (
        "Surname",
        "Last name",
        "Family name",
        "Nachname",
        "Nom",
        "Apellidos",
        "Cognome",
        "Achternaam",
        "Nazwisko",
        "Apelido",
    ),
    "first": (
        "First name",
        "Given name",
        "Vorname",
        "Prénom",
        "Nombre",
        "Nome",
        "Voornaam",
        "Imię",
    ),
    "person": (
        "Name",
        "Contact",
        "Employee",
        "Customer name",
        "Manager",
        "Owner",
        "Responsible",
        "Assignee",
        "Author",
        "Attendee",
        "Ansprechpartner",
        "Responsable",
        "Contactpersoon",
        "Sales rep",
        "Approved by",
        "Beneficiary",
        "Tenant",
        "Witness",
        "Patient",
        "Candidate",
    ),
    "org": (
        "Company",
        "Client",
        "Customer",
        "Vendor",
        "Supplier",
        "Employer",
        "Account",
        "Organisation",
        "Firma",
        "Kunde",
        "Société",
        "Empresa",
        "Azienda",
        "Bedrijf",
        "Counterparty",
        "Partner",
        "Bank",
    ),
    "city": (
        "City",
        "Town",
        "Ort",
        "Ville",
        "Ciudad",
        "Città",
        "Plaats",
        "Miasto",
        "Cidade",
        "Location",
        "Office",
        "Site",
    ),
    "place": ("Country", "Region", "Land", "Pays", "State"),
    "address": (
        "Address",
        "Billing address",
        "Adresse",
        "Dirección",
        "Indirizzo",
        "Adres",
        "Morada",
        "Delivery address",
    ),
    "date": ("Date", "Due date", "Start", "End", "Created", "Datum", "Fecha", "Data"),
    "ref": (
        "Reference",
        "Invoice no.",
        "Employee ID",
        "Case",
        "Order",
        "Policy no.",
        "Customer no.",
        "ID",
        "Ticket",
        "Contract no.",
        "PO",
    ),
    "nrp": ("Nationality", "Religion"),
}
"""Column headers by what stands under them: a cell is read with its header."""

EMPTY_HEADERS: dict[str, tuple[str, ...]] = {
    "Status": ("open", "closed", "in progress", "Done", "Blocked", "Approved", "On hold", "n/a"),
    "Department": (
        "Finance",
        "Legal",
        "Human Resources",
        "Operations",
        "Research",
        "Sales",
        "Procurement",
        "IT",
    ),
    "Title": (
        "Project Manager",
        "Senior Analyst",
        "Head of Sales",
        "Engineer",
        "Director",
        "Assistant",
    ),
    "Product": (
        "Steel bolt M8",
        "Consulting day",
        "Annual licence",
        "Laptop 14 inch",
        "Paper A4",
        "Gasket set",
        "Blue widget",
    ),
    "Category": ("Travel", "Hardware", "Training", "Software", "Rent", "Other", "Marketing"),
    "Comment": (
        "to be checked",
        "see note",
        "ok",
        "waiting for approval",
        "duplicate",
        "late",
        "price agreed",
    ),
    "Unit": ("pcs", "hours", "kg", "days", "m2", "each", "km"),
    "Priority": ("High", "Medium", "Low", "Critical"),
    "Amount": ("1,200.00", "45", "3.5%", "980", "12,000", "0.25"),
    "Risk": (
        "Delay of delivery",
        "Budget overrun",
        "Loss of key staff",
        "Scope creep",
        "Data loss",
    ),
    "Task": (
        "Review draft",
        "Update model",
        "Kick-off call",
        "Test import",
        "Write summary",
        "Prepare slides",
    ),
    "Quarter": ("First", "Second", "Total", "Year to date"),
    "Type": ("Full time", "Contract", "Fixed price", "Internal", "External", "Renewal"),
    "Skill": (
        "Python",
        "Excel",
        "Negotiation",
        "Power BI",
        "Tableau",
        "Java",
        "Photoshop",
        "Salesforce",
    ),
}

TEMPLATES: dict[str, tuple[str, ...]] = {
    language: tuple(template.strip("\n") for template in text.split("\n%%\n"))
    for language, text in {
        "en": ENGLISH, "de": GERMAN, "fr": FRENCH, "es": SPANISH, "it": ITALIAN, "nl": DUTCH, "pl": POLISH, "pt": PORTUGUESE,
    }.items()
}  # fmt: skip
