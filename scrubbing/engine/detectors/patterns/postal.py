"""Postal addresses: streets and post codes as sixteen countries write them."""

import re

from scrubbing.engine.detectors.patterns.rule import Rule
from scrubbing.engine.types import Kind

UPPER = r"[A-ZÀ-ÖØ-ÞĀŁŚŻŹĆŃÓİŞĞČŠŽŘĚĎŤŇŮŐŰȚȘĐĒĪŪĶĻ]"
PROPER = rf"(?:{UPPER}\w{{0,2}}\.(?=\s)|{UPPER}(?:[\w'’-]*\w)?)"
HOUSE = r"\d{1,5}(?:\s?[-–/]\s?\d{1,4})?(?:\s?[a-zA-Z](?![\w]|\.\s?\d))?"
JOINT = r"\s*(?:[,;\n]|,?\s)\s*"
CITY = (
    rf"{PROPER}(?:[ -](?:{PROPER}|de|del|la|le|les|sur|am|an|der|im|do|da|di|upon|sous|en)){{0,4}}"
)

_ENGLISH = (
    "Street|St|Road|Rd|Avenue|Ave|Boulevard|Blvd|Lane|Ln|Drive|Dr|Court|Ct|Square|Sq|Terrace|Ter|Place|Pl|"
    "Close|Crescent|Cres|Way|Parkway|Pkwy|Highway|Hwy|Circle|Cir|Row|Mews|Gardens|Gdns|Grove|Trail|Trl|"
    "Alley|Plaza|Parade|Quay|Wharf|Esplanade|Turnpike|Pike|Loop|Nagar|Marg|Colony"
)
_GERMANIC = (
    "straße|strasse|str\\.|gasse|weg|platz|allee|ring|damm|ufer|chaussee|steig|straat|laan|gracht|plein|"
    "kade|dijk|singel|gatan|vägen|gränd|gade|vej|gata|veien|katu|tie|stræde"
)
_GERMANIC_WORDS = _GERMANIC.title()
_LATIN = (
    "rue|avenue|av\\.|bd\\.?|boul\\.|boulevard|place|chemin|impasse|allée|quai|route|cours|passage|square|"
    "calle|c/|avenida|avda\\.?|plaza|paseo|carretera|ronda|camino|"
    "via|viale|piazza|corso|largo|vicolo|strada|piazzale|lungomare|"
    "rua|travessa|praça|alameda|estrada|ul\\.|ulica|al\\.|aleja|aleje|plac|os\\.|osiedle|rynek"
)
_STATES = (
    "AL|AK|AZ|AR|CA|CO|CT|DE|FL|GA|HI|ID|IL|IN|IA|KS|KY|LA|ME|MD|MA|MI|MN|MS|MO|MT|NE|NV|NH|NJ|NM|NY|NC|"
    "ND|OH|OK|OR|PA|RI|SC|SD|TN|TX|UT|VT|VA|WA|WV|WI|WY|DC|PR"
)
_UNIT = r"(?:Apt|Apartment|Suite|Ste|Unit|Flat|Floor|Fl|Level|Building|Bldg|Room|Rm|Étage|Piso|Interno|OG|Stock|m\.|lok\.)\.?\s?#?\s?\w{1,5}|#\s?\d{1,5}"
_FLOOR = (
    r"(?:,?\s?(?:m\.|lok\.|apt\.?|piso|esc\.|int\.|scala|\d{1,2}\.?[ºª°]\.?)\s?\w{0,5}\.?){0,2}"
)
_NUMERIC_TOWN = rf"(?:{JOINT}(?:[A-Z]{{1,3}}[- ])?(?:\d{{5}}|\d{{4}}|\d{{2}}-\d{{3}}|\d{{4}}-\d{{3}}|\d{{3}} \d{{2}}|\d{{4}} ?[A-Z]{{2}}|\d{{5}}-\d{{3}})\s+{CITY}(?:\s+\([A-Z]{{2}}\))?)?"

_BRITISH_CODE = r"(?:GIR ?0AA|[A-PR-UWYZ](?:\d{1,2}|[A-HK-Y]\d{1,2}|\d[A-HJKPSTUW]|[A-HK-Y]\d[ABEHMNPRVWXY])\s?\d[ABD-HJLNP-UW-Z]{2})"
_AMERICAN_TOWN = rf"{CITY},?\s(?:{_STATES})\.?,?\s\d{{5}}(?:-\d{{4}})?(?!\d)"
_ENGLISH_TOWN = (
    rf"(?:{JOINT}(?:{_UNIT}))?(?:{JOINT}(?:{_AMERICAN_TOWN}|{CITY}{JOINT}(?:{CITY}{JOINT})?{_BRITISH_CODE}"
    rf"|{CITY},?\s(?:NSW|VIC|QLD|WA|SA|TAS|ACT|NT)\s\d{{4}}|{CITY},?\s(?:[A-Z]{{2}}\s)?[A-Z]\d[A-Z]\s?\d[A-Z]\d"
    rf"|{CITY}\s?[-–]?\s?\d{{3}}\s?\d{{3}}|{CITY}\s\d{{4}}(?!\d)))?"
)

MONTHS = re.compile(
    r"\b(?:Jan(?:uary)?|Feb(?:ruary)?|Mar(?:ch)?|Apr(?:il)?|May|June?|July?|Aug(?:ust)?|Sept?(?:ember)?|Oct(?:ober)?"
    r"|Nov(?:ember)?|Dec(?:ember)?)\.?\s\d{1,2}\s?,"
)
NO_RING = re.compile(r"(?i)(?:^|\s)(?:\w*[aeioubp]ring|\w*string|ring)\s\S+$")
"""English words that end like a German street: "Engineering 101", "spring 1948"."""


def _street_and_town(text: str) -> float:
    return 0.0 if MONTHS.search(text) else 0.8


def _germanic(text: str) -> float:
    return 0.0 if NO_RING.search(text) else 0.85


RULES = (
    Rule(
        "street_and_town",
        Kind.ADDRESS,
        re.compile(
            rf"(?<![\w.-]){PROPER}(?:[ -](?:{PROPER}|der|den|dem|de|la|i|na|pod|af|utca|út|náměstí)){{0,4}}\s{HOUSE}\s?[,;\n]\s?(?:[A-Z]{{1,3}}[- ])?(?:\d{{5}}|\d{{4}}|\d{{3}} \d{{2}}|\d{{2}}-\d{{3}}|\d{{4}} [A-Z]{{2}})\s+{CITY}(?:\s\d{{1,2}}(?!\w))?"
        ),
        0.8,
        check=_street_and_town,
        code=False,
    ),
    Rule(
        "street_turkish",
        Kind.ADDRESS,
        re.compile(
            rf"(?:{PROPER}\s){{1,3}}(?:Caddesi|Cad\.|Sokağı|Sokak|Sok\.|Bulvarı|Mahallesi|Mah\.)(?:,?\s(?:No|Kat|Daire|D)\s?[:.]?\s?\d{{1,4}}(?:/\w{{1,3}})?){{0,3}}(?:,?\s\d{{5}}\s{CITY}(?:/{PROPER})?)?"
        ),
        0.85,
        needs=("cad", "sok", "bulvar", "mah"),
        code=False,
    ),
    Rule(
        "post_code_brazilian",
        Kind.ADDRESS,
        re.compile(
            rf"(?:(?<!\w){CITY}\s?[-–/,]\s?(?:AC|AL|AM|AP|BA|CE|DF|ES|GO|MA|MG|MS|MT|PA|PB|PE|PI|PR|RJ|RN|RO|RR|RS|SC|SE|SP|TO)[,;]?\s|\bCEP:?\s?)(?:CEP:?\s?)?\d{{5}}-\d{{3}}(?!\d)"
        ),
        0.8,
        code=False,
    ),
    Rule(
        "street_japanese",
        Kind.ADDRESS,
        re.compile(
            rf"(?<![\w-])(?:\d{{1,2}}-(?:ch[oō]me-?)?\d{{1,2}}(?:-\d{{1,3}})?,?\s)?{PROPER}(?:[ -]{PROPER})?,?\s(?:{PROPER}(?:-(?:ku|shi|cho|machi)|\sCity),?\s){{1,2}}(?:{PROPER},?\s){{0,2}}〒?\d{{3}}-\d{{4}}(?!\d)"
        ),
        0.8,
        needs=("-ku", "-shi", " city"),
        code=False,
    ),
    Rule(
        "street_english",
        Kind.ADDRESS,
        re.compile(
            rf"(?<![\w.,/-])(?:(?:{_UNIT}),?\s)?\d{{1,5}}(?:[-/]\d{{1,4}})?[A-Za-z]?,?\s(?:(?:North|South|East|West|N|S|E|W|NE|NW|SE|SW)\.?\s)?(?:(?:{PROPER}|\d{{1,3}}(?:st|nd|rd|th))\s){{1,4}}(?:{_ENGLISH})\b\.?(?:\s(?:N|S|E|W|NE|NW|SE|SW)\b)?{_ENGLISH_TOWN}"
        ),
        0.85,
        code=False,
    ),
    Rule(
        "street_germanic",
        Kind.ADDRESS,
        re.compile(
            rf"(?<![\w-])(?:{PROPER}[ -]){{0,2}}{UPPER}?[\w.-]*(?:{_GERMANIC}|(?<=[ -])(?:{_GERMANIC_WORDS}))\s{HOUSE}(?![\w.%]|,\d){_NUMERIC_TOWN}"
        ),
        0.85,
        check=_germanic,
        needs=tuple(_GERMANIC.replace("\\", "").split("|")),
        code=False,
    ),
    Rule(
        "street_latin",
        Kind.ADDRESS,
        re.compile(
            rf"(?<![\w.])(?:{HOUSE},?\s(?:bis,?\s|ter,?\s)?)?(?i:{_LATIN})\s(?:(?i:de|du|des|la|le|les|del|della|dei|di|da|do|dos|das|d'|l'|św\.|gen\.|ks\.)\s?){{0,3}}{PROPER}(?:\s(?:{PROPER}|de|del|la|da|do|di|e|i|y)){{0,4}},?\s?(?:n[°ºr.]{{1,2}}\s?)?(?:{HOUSE}(?:\s?[-–/,]\s?\d{{1,4}}(?:\.?[ºª°]\.?\s?\w{{0,4}}\.?)?(?!\s+{UPPER}|-))?(?![\w%])){_FLOOR}{_NUMERIC_TOWN}"
        ),
        0.85,
        code=False,
    ),
    Rule(
        "street_french",
        Kind.ADDRESS,
        re.compile(
            rf"(?<![\w.,/-])\d{{1,4}}(?:\s?(?:bis|ter))?,?\s(?i:rue|avenue|boulevard|place|chemin|impasse|allée|quai|route|cours|passage)\s(?:(?:de|du|des|la|le|les|d'|l'|de la|de l')\s?){{0,3}}{PROPER}(?:[ -](?:{PROPER}|de|du|des|la|le|et|sur)){{0,4}}{_NUMERIC_TOWN}"
        ),
        0.85,
        needs=(
            "rue",
            "avenue",
            "boulevard",
            "place",
            "chemin",
            "impasse",
            "allée",
            "quai",
            "route",
            "cours",
            "passage",
        ),
        code=False,
    ),
    Rule(
        "town_american", Kind.ADDRESS, re.compile(rf"(?<![\w]){_AMERICAN_TOWN}"), 0.85, code=False
    ),
    Rule(
        "post_code_british",
        Kind.ADDRESS,
        re.compile(rf"(?<![\w/-]){_BRITISH_CODE}(?![\w/-])"),
        0.6,
        code=False,
    ),
    Rule(
        "post_code_irish",
        Kind.ADDRESS,
        re.compile(r"\b[AC-FHKNPRTV-Y]\d[0-9W]\s[0-9AC-FHKNPRTV-Y]{4}\b"),
        0.5,
        code=False,
    ),
    Rule(
        "post_code_canadian",
        Kind.ADDRESS,
        re.compile(r"\b[ABCEGHJ-NPRSTVXY]\d[A-Z] \d[A-Z]\d\b"),
        0.7,
        code=False,
    ),
    Rule(
        "post_code_dutch",
        Kind.ADDRESS,
        re.compile(
            rf"(?<![\w.,-])[1-9]\d{{3}} ?(?!AM|PM|EU|US|CE|BC|AD|KB|MB|GB|TB|KG|CM|MM|KM|HZ|KW|MW)[A-Z]{{2}}\s+{CITY}"
        ),
        0.7,
        code=False,
    ),
    Rule(
        "post_code_polish",
        Kind.ADDRESS,
        re.compile(rf"(?<![\w.,-])\d{{2}}-\d{{3}}\s{CITY}"),
        0.75,
        code=False,
    ),
    Rule(
        "post_code_portuguese",
        Kind.ADDRESS,
        re.compile(rf"(?<![\w.,-])\d{{4}}-\d{{3}}\s{CITY}"),
        0.75,
        code=False,
    ),
    Rule(
        "post_code_swedish",
        Kind.ADDRESS,
        re.compile(rf"(?<![\w.,-])(?:SE?-)\d{{3}} ?\d{{2}}\s{CITY}"),
        0.75,
        code=False,
    ),
    Rule(
        "post_code_country",
        Kind.ADDRESS,
        re.compile(rf"(?<![\w.,-])(?:D|A|CH|F|E|I|NL|PL|B|L|DK|FI|CZ)-\d{{4,5}}\s{CITY}"),
        0.8,
        code=False,
    ),
    Rule(
        "post_box",
        Kind.ADDRESS,
        re.compile(
            r"\b(?:P\.?\s?O\.?\s?Box|Postfach|Apartado(?: de Correos)?|Boîte postale|Casella postale|Postbus|Caixa postal|Skrytka pocztowa)\s(?:n[°º.]\s?)?\d[\d ]{0,7}\d?\b",
            re.IGNORECASE,
        ),
        0.85,
        needs=("box", "postfach", "apartado", "postale", "postbus", "postal", "skrytka"),
    ),
)
