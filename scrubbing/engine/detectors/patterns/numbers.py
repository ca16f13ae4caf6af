"""Numbers that name a person, an account, a thing or a case."""

import re
from collections.abc import Callable

from scrubbing.engine.detectors.patterns import checks
from scrubbing.engine.detectors.patterns.rule import Rule
from scrubbing.engine.types import Kind


def _when(check: Callable[[str], bool], score: float) -> Callable[[str], float]:
    return lambda text: score if check(text) else 0.0


def _card(text: str) -> float:
    plain = "".join(c for c in text if c.isdigit())
    if not checks.luhn(plain) or len(set(plain)) == 1:
        return 0.0
    return 0.95 if re.match(r"4|5[1-5]|2[2-7]|3[47068]|6(?:011|5|4[4-9]|2)", plain) else 0.0


def _ticket(text: str) -> float:
    """Judge a letters-and-number code: "SF-15" is a form or a grade more often than a ticket."""
    prefix, number = text.split("-", maxsplit=1)
    short = len(prefix) == 2 and len(number) <= 2  # noqa: PLR2004 - two letters and two digits
    return 0.0 if prefix in NOT_TICKETS else 0.4 if short else 0.55


def _plate(text: str) -> float:
    prefix = text.split("-", maxsplit=1)[0]
    return 0.0 if len(prefix) > 1 and prefix in NOT_TICKETS else 0.6


NOT_TICKETS = frozenset(
    "UTF SHA MD RFC ISO IEC CVE HTTP TLS SSL AES RSA UTC GMT EN DIN ANSI IEEE BS NF ASTM USB HDMI "
    "COVID COP CO PM WCAG PEP CWE EPSG CP LATIN KOI BASE TCP IPV IP WIN MP H DDR PCI SP FY CY Q "
    "GPT LLAMA CLAUDE RTX GTX I A B C D E F G J K L M N O P R S T U V W X Y Z TOP ID SOC NIST FIPS "
    "PHASE STEP LEVEL TIER TYPE CLASS GRADE PART AGE SECTION TABLE FIGURE FIG V VER REV IFRS IAS "
    "OSHA GDPR HIPAA CFR EU US UK UN SECRET PASSWORD NFPA ETSI ITU SARS BF CRC BLAKE ED HS ES RS "
    "PS ECDSA MIT BSD GPL LGPL AGPL CC APACHE PSF MPL DOI ISBN ISSN".split()
)

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
        "degrees_first",
        Kind.COORDINATE,
        re.compile(
            r"\b[NS]\s?\d{1,2}\s?°\s?\d{1,2}(?:[.,]\d+)?\s?['’′]?[\s,;/]{1,3}[EWO]\s?\d{1,3}\s?°\s?\d{1,2}(?:[.,]\d+)?\s?['’′]?"
        ),
        0.9,
        needs=("°",),
    ),
    Rule(
        "latitude",
        Kind.COORDINATE,
        re.compile(
            r"(?<![a-z])(?:lat(?:itude)?|lo?ng?(?:itude)?|breitengrad|längengrad|latitud|longitud|szerokość|długość)[\"']?\s?[:=]?\s?[\"']?(?P<v>[-+]?\d{1,3}\.\d{3,})(?![\d.])",
            re.IGNORECASE,
        ),
        0.85,
        needs=("lat", "lon", "lng", "grad", "szeroko", "długo"),
    ),
    Rule(
        "plate_german",
        Kind.LICENCE_PLATE,
        re.compile(r"(?<![\w./-])[A-ZÄÖÜ]{1,3}-[A-Z]{1,2} ?\d{1,4}[EH]?(?![\w/-]|\.\d)"),
        0.6,
        check=lambda text: _plate(text) if " " in text or len(text) > 7 else 0.0,  # noqa: PLR2004 - not "A-B1"
        code=False,
    ),
    Rule(
        "plate_french",
        Kind.LICENCE_PLATE,
        re.compile(
            r"(?<![\w./-])(?:[A-HJ-NP-TV-Z]{2}-\d{3}-[A-HJ-NP-TV-Z]{2}|\d{2}-[A-Z]{3}-\d|[A-Z]-\d{3}-[A-Z]{2})(?![\w./-])"
        ),
        0.6,
        code=False,
    ),
    Rule(
        "plate_british",
        Kind.LICENCE_PLATE,
        re.compile(
            r"(?<![\w./-])[A-HJ-PR-Y]{2}(?:0[1-9]|[1256]\d|7[0-9]) [A-HJ-PR-Z]{3}(?![\w/-])"
        ),
        0.55,
        code=False,
    ),
    Rule(
        "court_case",
        Kind.REFERENCE,
        re.compile(
            r"(?<![\w:/-])(?:\d:\d{2}-[a-z]{2}-\d{3,6}(?:-[A-Z]{2,4})*|\d{1,3} [A-Z][A-Za-z]{0,3} \d{1,5}/\d{2})(?![\w/:-])"
        ),
        0.7,
        code=False,
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
        re.compile(
            r"\bprojects/(?P<v>[a-z][a-z0-9-]{4,28}[a-z0-9])/(?:locations|zones|regions|global|topics|subscriptions|datasets|databases|secrets|instances"
            r"|serviceAccounts|repositories|buckets|keyRings|images|networks|machineTypes|roles|traces|logs|metricDescriptors|services|jobs|models"
            r"|firewalls|disks|snapshots|clusters|functions|triggers|builds|queues|sinks|addresses|routers|environments|endpoints|tables|backups|keys|dashboards"
            r"|[a-z]+(?:Policies|Channels|Services|Certificates|Rules|Maps|Checks|Templates|Groups|Pools|Proxies|Configs))\b"
        ),
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
