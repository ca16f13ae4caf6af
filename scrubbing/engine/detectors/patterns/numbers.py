"""Numbers that name a person, an account, a thing or a case."""

import re
from collections.abc import Callable

from scrubbing.engine.detectors.patterns import checks
from scrubbing.engine.detectors.patterns.rule import Labelled, Rule
from scrubbing.engine.types import Kind


def _when(check: Callable[[str], bool], score: float) -> Callable[[str], float]:
    return lambda text: score if check(text) else 0.0


def _card(text: str) -> float:
    plain = "".join(c for c in text if c.isdigit())
    if not checks.luhn(plain) or len(set(plain)) < 3:  # noqa: PLR2004
        return 0.0
    return 0.95 if re.match(r"4|5[1-5]|2[2-7]|3[47068]|6(?:011|5|4[4-9]|2)", plain) else 0.0


def _ticket(text: str) -> float:
    prefix = text.split("-")[0]
    return 0.0 if prefix in NOT_TICKETS else 0.55


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
    return 0.85


NOT_TICKETS = frozenset(
    "UTF SHA MD RFC ISO IEC CVE HTTP TLS SSL AES RSA UTC GMT EN DIN ANSI IEEE BS NF ASTM USB HDMI "
    "COVID COP CO PM WCAG PEP CWE EPSG CP LATIN KOI BASE TCP IPV IP WIN MP H DDR PCI SP FY CY Q "
    "GPT LLAMA CLAUDE RTX GTX I A B C D E F G J K L M N O P R S T U V W X Y Z TOP ID SOC NIST FIPS "
    "PHASE STEP LEVEL TIER TYPE CLASS GRADE PART AGE SECTION TABLE FIGURE FIG V VER REV IFRS IAS "
    "OSHA GDPR HIPAA CFR EU US UK UN SECRET PASSWORD NFPA ETSI ITU SARS BF CRC BLAKE ED HS ES RS "
    "PS ECDSA MIT BSD GPL LGPL AGPL CC APACHE PSF MPL DOI ISBN ISSN".split()
)
VALUE = r"(?=[A-Z0-9]*[-/._ ]?[A-Z0-9]*[-/._]?\w*\d)[A-Z0-9]+(?:[-/._][A-Z0-9]+|(?<=\d) \d{2,})*(?![\w@])"
DIGIT_GROUPS = r"\d(?:[ .\-/]?\d){5,14}(?![\w])"

RULES = (
    Rule(
        "iban",
        Kind.BANK_ACCOUNT,
        re.compile(
            r"(?<![A-Za-z0-9])[A-Z]{2}\d{2}(?:[ \u00a0-]?[A-Z0-9]{4}){2,7}(?:[ \u00a0-]?[A-Z0-9]{1,3})?(?![A-Za-z0-9])"
        ),
        0.97,
        check=_when(checks.mod97, 0.97),
    ),
    Rule(
        "card",
        Kind.CARD,
        re.compile(
            r"(?<![\w.-])\d{4}[ -]?(?:\d{4}[ -]?\d{4}[ -]?\d{1,7}|\d{6}[ -]?\d{4,5})(?![\w-]|\.\d)"
        ),
        0.95,
        check=_card,
    ),
    Rule(
        "bitcoin",
        Kind.CRYPTO,
        re.compile(
            r"(?<![\w/+=])(?:bc1[ac-hj-np-z02-9]{25,59}|[13](?=[a-zA-Z]*\d)(?=\w*[A-Z])(?=\w*[a-z])[a-km-zA-HJ-NP-Z1-9]{25,34})(?![\w/+=])"
        ),
        0.85,
    ),
    Rule("ethereum", Kind.CRYPTO, re.compile(r"\b0x[0-9a-fA-F]{40}\b"), 0.9, needs=("0x",)),
    Rule(
        "coordinates",
        Kind.COORDINATE,
        re.compile(
            r"(?<![\d.])[-+]?\d{1,2}\.\d{4,}\s?°?\s?[NS]?\s?[,;/]\s?[-+]?\d{1,3}\.\d{4,}\s?°?\s?[EWO]?(?!\s?[,;]\s?[-+]?\d)(?![\d.])"
        ),
        0.8,
        code=False,
    ),
    Rule(
        "degrees",
        Kind.COORDINATE,
        re.compile(
            r"\d{1,3}\s?°\s?\d{1,2}\s?['’′]\s?(?:\d{1,2}(?:[.,]\d+)?\s?(?:[\"”″]|''))?\s?[NSEWO]\b(?:[\s,;/]{1,3}\d{1,3}\s?°\s?\d{1,2}\s?['’′]\s?(?:\d{1,2}(?:[.,]\d+)?\s?(?:[\"”″]|''))?\s?[NSEWO]\b)?"
        ),
        0.9,
        needs=("°",),
    ),
    Rule(
        "ssn",
        Kind.SOCIAL_ID,
        re.compile(r"(?<![\w.-])\d{3}-\d{2}-\d{4}(?![\w-]|\.\d)"),
        0.85,
        check=_when(checks.ssn, 0.85),
    ),
    Rule(
        "nino",
        Kind.SOCIAL_ID,
        re.compile(r"\b[A-CEGHJ-PR-TW-Z][A-CEGHJ-NPR-TW-Z] ?\d{2} ?\d{2} ?\d{2} ?[A-D]\b"),
        0.85,
        check=_when(checks.nino, 0.85),
    ),
    Rule(
        "nir",
        Kind.SOCIAL_ID,
        re.compile(
            r"(?<![\w.])[12] ?\d{2} ?(?:0[1-9]|1[0-2]|[2-9]\d) ?\d[\dAB] ?\d{3} ?\d{3} ?\d{2}(?![\w.])"
        ),
        0.95,
        check=_when(checks.french, 0.95),
    ),
    Rule(
        "dni",
        Kind.IDENTITY_DOCUMENT,
        re.compile(r"\b(?:\d{8}|\d{2}\.\d{3}\.\d{3}|[XYZ]\d{7})[- ]?[A-HJ-NP-TV-Z]\b"),
        0.9,
        check=_when(checks.spanish, 0.9),
    ),
    Rule(
        "codice_fiscale",
        Kind.TAX_ID,
        re.compile(r"\b[A-Z]{6}\d{2}[A-EHLMPRST]\d{2}[A-Z]\d{3}[A-Z]\b"),
        0.95,
    ),
    Rule(
        "vat",
        Kind.TAX_ID,
        re.compile(
            r"\b(?:ATU\d{8}|BE ?[01]\d{3}\.?\d{3}\.?\d{3}|DE ?\d{9}|DK ?\d{8}|ES ?[A-Z]\d{7}[A-Z0-9]|FI ?\d{8}|FR ?[A-Z0-9]{2} ?\d{9}|GB ?\d{3} ?\d{4} ?\d{2}|IE ?\d{7}[A-Z]{1,2}|IT ?\d{11}|NL ?\d{9}B\d{2}|PL ?\d{10}|PT ?\d{9}|SE ?\d{12}|CHE-?\d{3}\.\d{3}\.\d{3})\b"
        ),
        0.8,
    ),
    Rule("ein", Kind.TAX_ID, re.compile(r"(?<![\w-])(?P<v>\d{2}-\d{7})(?![\w-])"), 0.6),
    Rule(
        "cpf",
        Kind.TAX_ID,
        re.compile(r"(?<!\d)\d{3}\.\d{3}\.\d{3}-\d{2}(?!\d)"),
        0.95,
        check=_when(checks.brazilian, 0.95),
    ),
    Rule("gstin", Kind.TAX_ID, re.compile(r"\b\d{2}[A-Z]{5}\d{4}[A-Z][1-9A-Z]Z[0-9A-Z]\b"), 0.95),
    Rule(
        "case_number",
        Kind.REFERENCE,
        re.compile(r"(?<![\w./-])\d{3,6}/\d{2}(?![\w/.-])(?!\s?%)"),
        0.7,
        code=False,
    ),
    Rule(
        "coded_reference",
        Kind.REFERENCE,
        re.compile(
            r"(?<![\w./=#%&?-])(?:[A-Z]{2,6}[-/](?:[A-Z0-9]{1,6}[-/]){0,3}\d{4,}(?:[-/][A-Z0-9]{1,6})?|(?:INV|PO|SO|EMP|CUST|CASE|POL|CLM|REF|ORD|CR|TKT|PRJ|ACC|PAT|MRN|QT|CN)[-#]?\d{3,})(?![\w./-]*[a-z])"
        ),
        0.75,
        check=lambda text: 0.0 if re.split(r"\W|\d", text)[0] in NOT_TICKETS else 0.75,
        code=False,
    ),
    Rule(
        "ticket",
        Kind.REFERENCE,
        re.compile(r"(?<![\w./=#&?-])[A-Z][A-Z0-9]{1,9}-\d{1,6}(?![\w-]|\.\d)"),
        0.55,
        check=_ticket,
    ),
    Rule(
        "aws_account",
        Kind.REFERENCE,
        re.compile(r"\barn:aws[\w-]*:[\w-]*:[\w-]*:(?P<v>\d{12}):"),
        0.95,
        needs=("arn:aws",),
    ),
    Rule(
        "aws_id",
        Kind.REFERENCE,
        re.compile(r"\b(?:i|vpc|subnet|sg|ami|vol|eni|rtb|igw|acl|snap)-[0-9a-f]{8,17}\b"),
        0.7,
        needs=("i-", "vpc-", "subnet-", "sg-", "ami-", "vol-", "eni-"),
    ),
    Rule(
        "ecr", Kind.REFERENCE, re.compile(r"\b(?P<v>\d{12})\.dkr\.ecr\b"), 0.95, needs=(".dkr.ecr",)
    ),
    Rule(
        "azure_tenant",
        Kind.REFERENCE,
        re.compile(
            r"(?:tenants?|subscriptions?|tenant_?id|subscription_?id|client_?id|directory)\W{1,6}(?P<v>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})",
            re.IGNORECASE,
        ),
        0.9,
        needs=("tenant", "subscription", "client", "directory"),
    ),
    Rule(
        "gcp_project",
        Kind.REFERENCE,
        re.compile(r"\bprojects/(?P<v>[a-z][a-z0-9-]{4,28}[a-z0-9])/"),
        0.7,
        needs=("projects/",),
    ),
    Rule(
        "uuid",
        Kind.REFERENCE,
        re.compile(r"(?<![\w-])[0-9a-fA-F]{8}-(?:[0-9a-fA-F]{4}-){3}[0-9a-fA-F]{12}(?![\w-])"),
        0.35,
    ),
)

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
        "faktura zamówienie sprawa umowa sygnatura fatura encomenda processo encomenda_n"
    )
    .replace("_", " ")
    .split(" ")
)

DATE = (
    r"(?:\d{1,2}[./\- ]{1,2}\d{1,2}[./\- ]{1,2}(?:\d{4}|\d{2})|\d{4}[-./]\d{1,2}[-./]\d{1,2}"
    r"|\d{1,2}(?:st|nd|rd|th|er|º|\.)?\s(?:de\s)?[^\W\d]{3,10}\.?,?\s(?:de\s)?\d{4}|[^\W\d]{3,10}\.?\s\d{1,2}(?:st|nd|rd|th)?,?\s\d{4})"
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
        ),
        r"(?:on |am |in |a |o |the )?" + DATE,
        0.95,
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
        ),
        PLATE,
        0.85,
        lambda text: 0.85 if any(c.isdigit() for c in text) else 0.0,
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
        lambda text: 0.9 if sum(c.isdigit() for c in text) >= 6 else 0.0,
    ),  # noqa: PLR2004
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
        lambda text: 0.9 if sum(c.isdigit() for c in text) >= 5 else 0.0,
    ),  # noqa: PLR2004
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
        lambda text: 0.9 if sum(c.isdigit() for c in text) >= 4 else 0.0,
    ),  # noqa: PLR2004
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
        lambda text: 0.9 if sum(c.isdigit() for c in text) >= 6 else 0.0,
    ),  # noqa: PLR2004
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
        lambda text: 0.9 if sum(c.isdigit() for c in text) >= 4 else 0.0,
    ),  # noqa: PLR2004
    Labelled(
        "fin",
        Kind.IDENTITY_DOCUMENT,
        ("nric", "aadhaar", "aadhar", "curp", "dni", "nie", "cédula"),
        r"(?=[A-Z]{0,4}\d)[A-Z0-9](?:[ .\-]?[A-Z0-9]){6,17}(?!\w)",
        0.9,
        lambda text: 0.9 if sum(c.isdigit() for c in text) >= 5 else 0.0,
    ),  # noqa: PLR2004
)
