"""Confidentiality markings: their wording by class, and what only looks like one.

Sources: decision 13; MISP's taxonomies of TLP, NATO, EU, DE, FR and US markings; the CUI
marking handbook (32 CFR 2002); 15 CFR 758.6 and 22 CFR 123.9 for export control.
"""

import re
from dataclasses import dataclass
from enum import StrEnum


class MarkingClass(StrEnum):
    """What a marking says. Decision 13 says what follows from it."""

    GOVERNMENT = "government"
    CUI = "cui"
    EXPORT_CONTROL = "export_control"
    PRIVILEGE = "privilege"
    TLP_RED = "tlp_red"
    TLP_AMBER = "tlp_amber"
    NDA = "nda"
    PROPRIETARY = "proprietary"
    INTERNAL = "internal"
    ALL_RIGHTS_RESERVED = "all_rights_reserved"
    UNLICENSED = "unlicensed"
    TLP_GREEN = "tlp_green"


@dataclass(frozen=True, slots=True)
class Wording:
    """Words of a class. ``alone`` words are a marking only as a line of their own."""

    marking: MarkingClass
    expression: re.Pattern[str]
    weight: float
    alone: bool = False


def _words(
    marking: MarkingClass,
    expression: str,
    weight: float,
    *,
    cased: bool = False,
    alone: bool = False,
) -> Wording:
    flags = 0 if cased else re.IGNORECASE
    if alone:
        expression = rf"^[\W_]{{0,12}}(?:{expression})[\W_]{{0,12}}(?:page\W*\d+.{{0,12}})?$"
        flags |= re.MULTILINE
    return Wording(marking, re.compile(expression, flags), weight, alone)


_GUARDED = r"(?:SI|TK|HCS|NOFORN|NF|REL(?:\s+TO)?|FOUO|ORCON|OC|SCI|FGI|PROPIN|IMCON|RELIDO|FISA|LES|SBU|SAR|G|KDK|NATO|USA)"

WORDINGS: tuple[Wording, ...] = (
    _words(MarkingClass.GOVERNMENT, rf"\b(?:TOP\s+SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED)\s?//\s?{_GUARDED}\b[A-Z ,/-]{{0,40}}", 0.98, cased=True),
    _words(MarkingClass.GOVERNMENT, r"\b(?:FOR\s+OFFICIAL\s+USE\s+ONLY|U//FOUO|FOUO|NOFORN|LAW\s+ENFORCEMENT\s+SENSITIVE|SENSITIVE\s+BUT\s+UNCLASSIFIED|SENSITIVE\s+SECURITY\s+INFORMATION|SPECIAL\s+ACCESS\s+REQUIRED)\b", 0.9, cased=True),
    _words(MarkingClass.GOVERNMENT, r"\((?:TS|S|C)(?:\s?//\s?[A-Z ,/-]{2,30})\)|\((?:TS|U//FOUO)\)", 0.85, cased=True),
    _words(MarkingClass.GOVERNMENT, r"\b(?:COSMIC\s+TOP\s+SECRET(?:\s+ATOMAL)?|NATO\s+(?:SECRET|CONFIDENTIAL|RESTRICTED|UNCLASSIFIED|DIFFUSION\s+RESTREINTE)|FOCAL\s+TOP\s+SECRET)\b", 0.97, cased=True),
    _words(MarkingClass.GOVERNMENT, r"\b(?:(?:TR[EÈ]S\s+SECRET|SECRET|CONFIDENTIEL|RESTREINT)\s+UE(?:\s*/\s*EU\s+(?:TOP\s+SECRET|SECRET|CONFIDENTIAL|RESTRICTED))?|EU\s+(?:TOP\s+SECRET|SECRET|CONFIDENTIAL|RESTRICTED)|EURA\s+\w+)\b", 0.97, cased=True),
    _words(MarkingClass.GOVERNMENT, r"\bOFFICIAL\s?[-–:]?\s?SENSITIVE\b|\bUK\s+(?:TOP\s+)?SECRET\b|\bUK\s+EYES\s+ONLY\b", 0.95, cased=True),
    _words(MarkingClass.GOVERNMENT, r"\bVS\s?[-–]\s?(?:NUR\s+F(?:Ü|UE)R\s+DEN\s+DIENSTGEBRAUCH|NfD|NFD|VERTRAULICH)\b|\bSTRENG\s+GEHEIM\b|\bamtlich\s+geheimgehalten\b", 0.96),
    _words(MarkingClass.GOVERNMENT, r"\bTR[ÈE]S\s+SECRET(?:\s+D[ÉE]FENSE)?\b|\bSECRET[- ]D[ÉE]FENSE\b|\bCONFIDENTIEL[- ]D[ÉE]FENSE\b|\bDIFFUSION\s+RESTREINTE\b|\bSP[ÉE]CIAL\s+FRANCE\b|\bŚCIŚLE\s+TAJNE\b|\bDEPARTEMENTAAL\s+VERTROUWELIJK\b|\bSTG\.\s?(?:ZEER\s+)?GEHEIM\b", 0.95, cased=True),
    _words(MarkingClass.GOVERNMENT, r"TOP\s+SECRET|SECRET|GEHEIM|SEGRETISSIMO|SEGRETO|TAJNE|SECRETO|PROTECTED\s+[ABC]|RESTRICTED\s+DATA|FORMERLY\s+RESTRICTED\s+DATA", 0.8, cased=True, alone=True),
    _words(MarkingClass.GOVERNMENT, r"\b(?:CLASSIFIED\s+BY|DERIVED\s+FROM|DECLASSIFY\s+ON)\s*:\s*\S", 0.9),
    _words(MarkingClass.CUI, r"(?<![\w/])(?:CUI|CONTROLLED)//[A-Z][A-Z0-9-]*(?:/[A-Z0-9-]+)*(?://[A-Z ,/-]+)?|//\s?FED(?:CON|\s+ONLY)\b|\(CUI\)", 0.97, cased=True),
    _words(MarkingClass.CUI, r"CUI|CONTROLLED", 0.85, cased=True, alone=True),
    _words(MarkingClass.CUI, r"CONTROLLED\s+UNCLASSIFIED\s+INFORMATION", 0.9, alone=True),
    _words(MarkingClass.CUI, r"\bcontains?\s+controlled\s+unclassified\s+information\b|^\s*(?:CUI\s+Category|Distribution/Dissemination\s+Control|Limited\s+Dissemination\s+Control)\s*:", 0.9),
    _words(MarkingClass.EXPORT_CONTROL, r"\bITAR[- ](?:controlled|restricted)\b|\bsubject\s+to\s+(?:the\s+)?(?:ITAR|EAR|(?:U\.?S\.?\s+)?International\s+Traffic\s+in\s+Arms|(?:U\.?S\.?\s+)?Export\s+Administration\s+Regulations)\b|\bexport[- ]controlled\s+(?:information|data|document|technical|technology|item|material)|\bcontrolled\s+by\s+the\s+U\.?S\.?\s+Government\s+and\s+authorized\s+for\s+export\b", 0.9),
    _words(MarkingClass.EXPORT_CONTROL, r"\bWARNING\b[^\n]{0,80}\b(?:Arms\s+Export\s+Control\s+Act|export)\b|\bDISTRIBUTION\s+STATEMENT\s+[BCDEFX]\b|\bECCN\s*:?\s*(?:\d[A-E]\d{3}|EAR99)|\bUSML\s+Category\s+[IVX]+", 0.9),
    _words(MarkingClass.EXPORT_CONTROL, r"(?:ITAR|EAR99|EXPORT\s+CONTROLLED|NO\s+FOREIGN\s+NATIONALS)(?:\s*[-–/:]\s*.{0,40})?", 0.85, cased=True, alone=True),
    _words(MarkingClass.PRIVILEGE, r"\b(?:attorney|solicitor|lawyer)[ /-]+client\s+(?:privileged|confidential|work\s+product)(?:\s+(?:communication|document|material)s?)?|\b(?:protected|covered)\s+by\s+(?:the\s+)?(?:attorney|solicitor|lawyer)[ -]client\s+privilege|\battorney[ -]work[ -]product\b|\blegally\s+privileged\b|\bprivileged\s+(?:and|&|/)\s+confidential\b|\bsubject\s+to\s+(?:legal|attorney-client)\s+privilege\b|\bprepared\s+(?:in\s+anticipation\s+of|for)\s+litigation\b|\bAnwaltsgeheimnis\b|\bsecret\s+professionnel\s+de\s+l['’]avocat\b", 0.85),
    _words(MarkingClass.PRIVILEGE, r"(?:LEGAL\s+)?PRIVILEGED|WITHOUT\s+PREJUDICE(?:\s+(?:AND|SAVE)\b.{0,40})?|LEGAL\s+ADVICE", 0.75, cased=True, alone=True),
    _words(MarkingClass.TLP_RED, r"\bTLP\s?[:\-]\s?RED\b", 0.95),
    _words(MarkingClass.TLP_AMBER, r"\bTLP\s?[:\-]\s?AMBER(?:\s?\+\s?STRICT)?\b", 0.95),
    _words(MarkingClass.TLP_GREEN, r"\bTLP\s?[:\-]\s?GREEN\b", 0.9),
    _words(MarkingClass.NDA, r"\b(?:furnished|provided|disclosed|shared|supplied|released|covered)\s+(?:only\s+)?(?:under|subject\s+to|by)\s+(?:an?\s+|the\s+(?:terms\s+of\s+(?:an?\s+|the\s+)?)?)?(?:NDA|non-?disclosure\s+agreement|confidentiality\s+agreement)\b|\bNDA\s+(?:required|material|confidential|only)\b|\b(?:under|subject\s+to)\s+NDA\b", 0.85),
    _words(MarkingClass.NDA, r"(?:UNDER|SUBJECT\s+TO)\s+(?:NDA|EMBARGO)|NDA|UNTERLIEGT\s+(?:DER\s+)?GEHEIMHALTUNG(?:SVEREINBARUNG)?", 0.8, cased=True, alone=True),
    _words(MarkingClass.PROPRIETARY, r"\bproprietary\s*(?:and|&|/|-)\s*confidential\b|\bconfidential\s*(?:and|&|/|-)\s*proprietary\b|\b(?:company|business|client|customer|strictly|highly|commercial(?:ly)?)[- ]+(?:in[- ]+)?confiden(?:tial|ce)\b|\bprivate\s+(?:and|&)\s+confidential\b|\bcompany\s+proprietary\b|\bcontains\s+(?:trade\s+secrets?|(?:confidential|proprietary)\s+(?:and\s+\w+\s+)?information)\b", 0.8),
    _words(MarkingClass.PROPRIETARY, r"\bunauthori[sz]ed\s+(?:copying|use|reproduction|disclosure|distribution|access)\b[^\n.]{0,100}\b(?:prohibited|forbidden|unlawful|illegal)\b|\bthis\s+(?:document|file|presentation|report|e-?mail|message|software|code|source\s+code|material)\s+(?:is|and\b[^.\n]{0,60}\b(?:is|are))\s+(?:strictly\s+)?(?:confidential|proprietary)\b", 0.85),
    _words(MarkingClass.PROPRIETARY, r"(?:(?:highly|strictly|company|[\w&.,' -]{2,40})\s+)?(?:CONFIDENTIAL|PROPRIETARY|VERTRAULICH|CONFIDENTIEL|CONFIDENCIAL|RISERVATO|CONFIDENZIALE|VERTROUWELIJK|POUFNE|RESTRICTED|RESERVADO|TRADE\s+SECRETS?|GESCHÄFTSGEHEIMNIS|BETRIEBSGEHEIMNIS|SECRET\s+DES\s+AFFAIRES|TAJEMNICA\s+PRZEDSIĘBIORSTWA)(?:\s*[-–/:|,]\s*[^\n]{0,60})?", 0.8, cased=True, alone=True),
    _words(MarkingClass.PROPRIETARY, r"(?:(?:streng|strictement|estrictamente|strettamente|strikt|ściśle|estritamente)\s+)?(?:Confidential|Vertraulich|Confidentiel|Confidencial|Riservato|Confidenziale|Vertrouwelijk|Poufne|Proprietary)", 0.75, alone=True),
    _words(MarkingClass.PROPRIETARY, r"\b(?:streng|strictement|estrictamente|strettamente|strikt|ściśle|estritamente)\s+(?:vertraulich|confidentiel(?:le)?|confidencial|riservat[oa]|confidenziale|vertrouwelijk|poufne)\b", 0.8),
    _words(MarkingClass.INTERNAL, r"\b(?:for\s+)?internal\s+(?:company\s+)?use\s+only\b|\bcompany\s+internal\b|\binternal\s+(?:and|&)\s+confidential\b|\bnot\s+for\s+(?:external\s+|public\s+|onward\s+|further\s+)?(?:distribution|release|disclosure|circulation|publication)\b|\bnur\s+f(?:ü|ue)r\s+(?:den\s+)?internen\s+gebrauch\b|\b(?:à\s+)?usage\s+interne\b|\b(?:para\s+|solo\s+)?uso\s+(?:exclusivamente\s+)?interno\b|\b(?:alleen\s+)?voor\s+intern\s+gebruik\b|\bdo\s+użytku\s+wewnętrznego\b", 0.8),
    _words(MarkingClass.INTERNAL, r"(?:(?:do|please\s+do)\s+not\s+(?:distribute|share|forward|disclose|circulate|copy(?:\s+or\s+distribute)?|publish)|internal(?:\s+only)?|eyes\s+only|intern|interne|interno|wewnętrzne)(?:\s*[-–/|]\s*[^\n]{0,60})?", 0.75, alone=True),
    _words(MarkingClass.INTERNAL, r"\b(?:INTERNAL\s+ONLY|EYES\s+ONLY|DO\s+NOT\s+(?:DISTRIBUTE|SHARE|FORWARD|DISCLOSE|CIRCULATE)|NOT\s+FOR\s+DISTRIBUTION)\b", 0.8, cased=True),
    _words(MarkingClass.ALL_RIGHTS_RESERVED, r"\ball\s+rights\s+reserved\b|\balle\s+rechte\s+vorbehalten\b|\btous\s+droits\s+r[ée]serv[ée]s\b|\btodos\s+(?:los\s+derechos\s+reservados|os\s+direitos\s+reservados)\b|\btutti\s+i\s+diritti\s+riservati\b|\balle\s+rechten\s+voorbehouden\b|\bwszelkie\s+prawa\s+zastrzeżone\b", 0.7),
    _words(MarkingClass.UNLICENSED, r"\"?license\"?\s*[:=]\s*\"?(?:UNLICENSED|proprietary|SEE\s+LICENSE)\b|\bLicenseRef-[\w.-]*(?:proprietary|confidential|commercial|internal)[\w.-]*|\bLicense\s*::\s*Other/Proprietary\s+License", 0.8),
    _words(MarkingClass.UNLICENSED, r"UNLICENSED", 0.7, cased=True, alone=True),
)  # fmt: skip

HINT = re.compile(
    r"confiden|propriet|secret|classif|noforn|fouo|official|restri|restre|cui\b|controlled|itar|ear\b|ear99|eccn|export|usml|distribution|privileg|attorney|"
    r"prejudice|litigation|legal advice|anwalts|tlp|nda\b|non-?disclosure|embargo|geheim|vertrau|vs[ -]|riserv|reservad|segret|poufn|tajn|intern|eyes only|"
    r"do not|not for|unauthori|rights|rechte|droits|direitos|derechos|diritti|prawa|license|protected|defence|défense|france|euratom|eura|sensitive|ue\b|unlicensed|wewn",
    re.IGNORECASE,
)
"""A unit without any of these holds no marking: most are passed over here."""

NOT_MEANT = re.compile(
    r"\b(?:not|non|never|no\s+longer|nor|isn['’]t|aren['’]t|without\s+being|nicht|keine?|pas|no\s+es|non\s+è|niet|nie)\s+(?:\w+\s+){0,2}$",
    re.IGNORECASE,
)
"""Right before a wording: says that it does not hold."""
DEFINES = re.compile(
    r"^\W*(?:means?|shall\s+mean|refers?\s+to|is\s+(?:defined|used|when|for|a\s+(?:label|marking|designation|term))|are\s+used|stands\s+for|recipients?\s+(?:may|must|can)|bedeutet|signifie|:=)\b"
    r"|^['\"”’]?\s*(?:means?|label|marking|markings|labels|banner|level|levels|policy|policies|clause|clauses|agreements?\b(?!\s+between))\b",
    re.IGNORECASE,
)
"""Right after a wording: it is being explained."""
SPOKEN_OF = re.compile(
    r"\b(?:marked|labell?ed|stamped|designated|treated|classified)\s+(?:as\s+)?(?:either\s+)?['\"“‘]?$|\b(?:the\s+(?:word|words|term|label|marking|phrase|legend|banner)s?|called|e\.g\.,?|such\s+as|for\s+example,?|"
    r"definition\s+of|meaning\s+of|how\s+to|a\s+marking\s+like)\s+['\"“‘]?$",
    re.IGNORECASE,
)
"""Right before a wording: it is being spoken of."""
OPEN_LICENCE = re.compile(
    r"redistribution\s+and\s+use\s+in\s+source\s+and\s+binary|permission\s+is\s+hereby\s+granted,\s+free\s+of\s+charge|gnu\s+(?:lesser\s+|affero\s+)?general\s+public\s+licen[sc]e|"
    r"apache\s+license|mozilla\s+public\s+license|permission\s+to\s+use,\s+copy,\s+modify|creative\s+commons|everyone\s+is\s+permitted\s+to\s+copy|boost\s+software\s+license|"
    r"licensed\s+under\s+the\s+(?:mit|bsd|isc|apache|mpl|gpl)",
    re.IGNORECASE,
)
"""Somewhere in a file: it is under an open licence, whatever its boilerplate says."""
