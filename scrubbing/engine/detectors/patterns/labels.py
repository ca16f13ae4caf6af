"""Numbers that a word before them announces: "Invoice no. 4711", "geboren am 3. Mai"."""

import re
from collections.abc import Callable

from scrubbing.engine.detectors.patterns.numbers import NOT_TICKETS
from scrubbing.engine.detectors.patterns.rule import Labelled
from scrubbing.engine.types import Kind

VALUE = r"(?=[A-Z0-9]*[-/._ ]?[A-Z0-9]*[-/._]?\w*\d)[A-Z0-9]+(?:[-/._][A-Z0-9]+|(?<=\d) \d{2,})*(?![\w@])"


def _with_digits(least: int) -> Callable[[str], float]:
    """Accept a value with at least so many digits."""
    return lambda text: 0.9 if sum(c.isdigit() for c in text) >= least else 0.0


STANDARD = re.compile(r"([A-Za-z]+)[-/ ]?\d{1,2}(?:\.\d{1,2}){1,2}")
"""The version of a licence or of a protocol: "Apache-2.0", "HTTP/1.1"."""


def _reference(text: str) -> float:
    """Judge what follows a label: it must look like a number given to one thing."""
    plain = re.sub(r"\W", "", text)
    count = sum(c.isdigit() for c in plain)
    if count < 2 or len(plain) < 4:  # noqa: PLR2004
        return 0.0
    if re.fullmatch(
        r"(?:19|20)\d\d|\d{1,2}[./-]\d{1,2}[./-](?:\d\d){1,2}|\d{4}[./-]\d\d?[./-]\d\d?", text
    ):
        return 0.0
    if (standard := STANDARD.fullmatch(text)) and standard[1].upper() in NOT_TICKETS:
        return 0.0
    return 0.85


REFERENCE_LABELS = (
    (
        "invoice inv order po purchase_order case claim policy ticket account acct a/c customer client employee emp staff "
        "patient contract file docket matter booking tracking serial s/n asset registration "
        "licence license permit member membership student tax vat mrn record reference ref request "
        "quotation quote rfq rfp tender incident change_request bill receipt delivery shipment consignment batch lot "
        "loan mortgage deal transaction payment confirmation reservation voucher application badge "
        "personnel_number worker_id user_id customer_id client_id account_id patient_id employee_id order_id case_id company_number company_no "
        "our_ref your_ref job project_code project_number report_no work_order certificate "
        "rechnung rechnungsnummer rechnungs auftrag auftragsnummer aktenzeichen az kundennummer kunden vertragsnummer personalnummer vorgangsnummer bestellnummer "
        "facture commande dossier référence contrat matricule factura pedido expediente referencia contrato "
        "fattura ordine pratica riferimento contratto protocollo factuur factuurnummer bestelling dossiernummer klantnummer kenmerk "
        "kundennr rechnungsnr auftragsnr vertragsnr personalnr mitarbeiternr bestellnr vorgangsnr mitgliedsnr "
        "versicherungsnr policennr belegnr lieferscheinnr angebotsnr kunden-nr rechnungs-nr auftrags-nr vertrags-nr personal-nr "
        "klantnummer klantnr factuurnr ordernummer ordernr personeelsnummer polisnummer zaaknummer "
        "tenant workspace_id team_id org_id organization_id organisation_id directory_id slack_team slack_workspace "
        "faktura zamówienie sprawa umowa sygnatura fatura encomenda processo encomenda_n"
    )
    .replace("_", " ")
    .split(" ")
)

DATE = (
    r"(?:\d{1,2}[./\- ]{1,2}\d{1,2}[./\- ]{1,2}(?:\d{4}|\d{2})|\d{4}[-./]\d{1,2}[-./]\d{1,2}"
    r"|\d{1,2}[-./][^\W\d]{3,10}[-./]\d{2,4}"
    r"|\d{1,2}(?:st|nd|rd|th|er|º|\.)?\s(?:de\s)?[^\W\d]{3,10}\.?,?\s(?:de\s)?\d{4}|[^\W\d]{3,10}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4}"
    r"|(?:19|20)\d\d(?![\w-]))"
)
PLATE = r"[A-Z0-9ÄÖÜ]{1,4}[ -·]?[A-Z0-9]{1,4}(?:[ -][A-Z0-9]{1,5})?(?!\w)"
IDENTITY = r"(?=[A-Z]*\d)[A-Z0-9]{6,14}(?!\w)"

LABELLED = (
    Labelled(
        "reference",
        Kind.REFERENCE,
        tuple(sorted(set(REFERENCE_LABELS) - {""})),
        VALUE,
        0.85,
        _reference,
    ),
    Labelled(
        "date_of_birth",
        Kind.DATE_OF_BIRTH,
        (
            "born",
            "date of birth",
            "dob",
            "d.o.b",
            "birthday",
            "birth date",
            "birthdate",
            "geboren",
            "geburtsdatum",
            "geb",
            "né le",
            "née le",
            "date de naissance",
            "fecha de nacimiento",
            "nacido el",
            "nacida el",
            "nato il",
            "nata il",
            "data di nascita",
            "geboortedatum",
            "geboren op",
            "data urodzenia",
            "urodzony",
            "urodzona",
            "ur",
            "data de nascimento",
            "nascido em",
            "nascida em",
            "naissance",
            "nacimiento",
            "born on",
            "born in",
            "geburtstag",
            "geboren am",
            "geboren in",
            "nascido",
            "nascida",
            "nacido",
            "nacida",
            "nato",
            "nata",
            "né en",
            "née en",
            "urodzony dnia",
            "urodzona dnia",
        ),
        DATE,
        0.95,
        before=r"(?:(?:on|am|in|a|o|the|le|el|il|em|op|en|nel)\s)?",
    ),
    Labelled(
        "plate",
        Kind.LICENCE_PLATE,
        (
            "number plate",
            "licence plate",
            "license plate",
            "plate",
            "kennzeichen",
            "kfz-kennzeichen",
            "immatriculation",
            "matrícula",
            "targa",
            "kenteken",
            "nr rej",
            "vehicle registration",
            "registration mark",
            "vrm",
            "reg plate",
            "plaque",
            "plaque d'immatriculation",
            "numer rejestracyjny",
            "matrícula do veículo",
        ),
        PLATE,
        0.85,
        lambda text: 0.85 if any(c.isdigit() for c in text) else 0.0,
    ),
    Labelled(
        "post_code",
        Kind.ADDRESS,
        (
            "zip",
            "zip code",
            "zipcode",
            "postcode",
            "post code",
            "postal code",
            "plz",
            "postleitzahl",
            "code postal",
            "código postal",
            "codice postale",
            "kod pocztowy",
            "eircode",
            "pin code",
            "cep",
        ),
        r"(?=[A-Z]{0,2}\d)[A-Z0-9]{2,5}(?:[ -][A-Z0-9]{2,4})?(?![\w@])",
        0.8,
        _with_digits(2),
    ),
    Labelled(
        "vin",
        Kind.REFERENCE,
        ("vin", "chassis", "fahrgestellnummer"),
        r"[A-HJ-NPR-Z0-9]{17}\b",
        0.95,
    ),
    Labelled(
        "passport",
        Kind.IDENTITY_DOCUMENT,
        (
            "passport",
            "reisepass",
            "passeport",
            "pasaporte",
            "passaporto",
            "paspoort",
            "paszport",
            "passaporte",
            "identity card",
            "id card",
            "personalausweis",
            "ausweis",
            "carte d'identité",
            "carta d'identità",
            "documento de identidad",
            "identiteitskaart",
            "dowód osobisty",
            "driving licence",
            "driver's license",
            "driver license",
            "führerschein",
            "permis de conduire",
            "national id",
            "visa no",
            "cartão de cidadão",
        ),
        IDENTITY,
        0.9,
    ),
    Labelled(
        "social",
        Kind.SOCIAL_ID,
        (
            "ssn",
            "social security",
            "social insurance",
            "national insurance",
            "nino",
            "ni number",
            "sozialversicherungsnummer",
            "rentenversicherungsnummer",
            "sécurité sociale",
            "insee",
            "nir",
            "seguridad social",
            "bsn",
            "burgerservicenummer",
            "pesel",
            "segurança social",
            "niss",
            "rijksregisternummer",
            "personnummer",
            "ahv",
            "sin",
        ),
        r"(?=[A-Z]{0,2}\d)[A-Z0-9](?:[ .\-/]?[A-Z0-9]){5,16}(?!\w)",
        0.9,
        _with_digits(6),
    ),
    Labelled(
        "tax",
        Kind.TAX_ID,
        (
            "tax id",
            "tin",
            "ein",
            "itin",
            "utr",
            "vat number",
            "vat reg",
            "vat",
            "ust-id",
            "ust-idnr",
            "steuernummer",
            "steuer-id",
            "steuerid",
            "idnr",
            "siret",
            "siren",
            "nif",
            "cif",
            "codice fiscale",
            "partita iva",
            "p.iva",
            "p. iva",
            "btw",
            "kvk",
            "nip",
            "regon",
            "krs",
            "nipc",
            "contribuinte",
            "abn",
            "acn",
            "tfn",
            "gstin",
            "gst",
            "pan",
            "cpf",
            "cnpj",
            "numéro fiscal",
            "registro mercantil",
            "handelsregister",
            "hrb",
            "company registration",
        ),
        r"(?=[A-Z]{0,6}[ ./-]?\d)[A-Z0-9](?:[ .\-/]?[A-Z0-9]){6,16}(?!\w)",
        0.9,
        _with_digits(5),
    ),
    Labelled(
        "health",
        Kind.HEALTH_ID,
        (
            "nhs",
            "nhs number",
            "medicare",
            "mbi",
            "npi",
            "health insurance",
            "insurance id",
            "krankenversicherungsnummer",
            "versichertennummer",
            "kvnr",
            "carte vitale",
            "tarjeta sanitaria",
            "tessera sanitaria",
            "patient id",
            "hospital number",
            "mrn",
            "medical record",
            "dea",
            "polisnummer",
            "chart",
        ),
        r"(?=[A-Z]{0,4}[ -]?\d)[A-Z0-9](?:[ \-]?[A-Z0-9]){5,14}(?!\w)",
        0.9,
        _with_digits(4),
    ),
    Labelled(
        "bank",
        Kind.BANK_ACCOUNT,
        (
            "account number",
            "account no",
            "acct no",
            "bank account",
            "routing",
            "routing number",
            "aba",
            "sort code",
            "kontonummer",
            "konto",
            "blz",
            "bankleitzahl",
            "numéro de compte",
            "rib",
            "cuenta",
            "conto",
            "rekeningnummer",
            "numer konta",
            "nib",
            "bsb",
            "ifsc",
            "iban",
        ),
        r"(?=[A-Z]{0,4}\d)[A-Z0-9](?:[ \-]?[A-Z0-9]){5,30}(?!\w)",
        0.9,
        _with_digits(6),
    ),
    Labelled(
        "bic",
        Kind.BANK_ACCOUNT,
        ("bic", "swift", "bic/swift", "swift code", "swift/bic"),
        r"(?-i:[A-Z]{6}[A-Z0-9]{2}(?:[A-Z0-9]{3})?)(?!\w)",
        0.9,
    ),
    Labelled(
        "cvv",
        Kind.CARD,
        ("cvv", "cvc", "card number", "credit card", "card no", "amex", "visa card"),
        r"\d(?:[ -]?\d){2,18}(?!\w)",
        0.85,
    ),
    Labelled(
        "username",
        Kind.USERNAME,
        (
            "username",
            "user name",
            "login",
            "user id",
            "userid",
            "benutzername",
            "nom d'utilisateur",
            "nombre de usuario",
            "nome utente",
            "gebruikersnaam",
            "skype",
            "samaccountname",
            "nazwa użytkownika",
        ),
        r"(?<=[:=\s\"'])(?!is\b|as\b|and\b|or\b|in\b|to\b|for\b|the\b|page\b|form\b|field\b|is\b|required\b|password\b|name\b|with\b|from\b|at\b|on\b|of\b)[A-Z][\w.-]{2,31}(?![\w(@])",
        0.6,
        lambda text: 0.6 if re.search(r"[\d._]", text) else 0.0,
    ),
    Labelled(
        "ip_name",
        Kind.HOST,
        ("hostname", "computer name", "server name", "machine name", "workstation"),
        r"(?=[A-Z]*[-\d])[A-Z][A-Z0-9-]{3,30}(?!\w)",
        0.7,
        lambda text: 0.7 if re.search(r"\d", text) else 0.0,
    ),
    Labelled(
        "imei",
        Kind.REFERENCE,
        ("imei", "meid", "imsi", "iccid", "serial number", "udid"),
        r"[A-Z0-9](?:[ -]?[A-Z0-9]){7,21}(?!\w)",
        0.9,
        _with_digits(4),
    ),
    Labelled(
        "fin",
        Kind.IDENTITY_DOCUMENT,
        ("nric", "aadhaar", "aadhar", "curp", "dni", "nie", "cédula"),
        r"(?=[A-Z]{0,4}\d)[A-Z0-9](?:[ .\-]?[A-Z0-9]){6,17}(?!\w)",
        0.9,
        _with_digits(5),
    ),
)
