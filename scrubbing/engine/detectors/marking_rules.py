"""Confidentiality markings: their wording by class, and what only looks like one.

Sources: decision 13; MISP's taxonomies of TLP, NATO, EU, DE, FR and US markings; the CUI
marking handbook (32 CFR 2002); the register of control markings and 32 CFR 2001 for the United
States; 15 CFR 758.6 and 22 CFR 123.9 for export control.
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
    SENSITIVITY_LABEL = "sensitivity_label"
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


_GUARDED = (
    r"(?:SI|TK|HCS|NOFORN|NF|REL(?:\s+TO)?|FOUO|FOR\s+OFFICIAL\s+USE\s+ONLY|ORCON|OC|SCI|FGI|PROPIN"
    r"|PR|IMCON|IMC|RELIDO|RSEN|RS|FISA|LES|SBU|SAR|SPECIAL\s+ACCESS\s+REQUIRED|G|KDK|NATO|USA|RD|FRD"
    r"|TFNI|RESTRICTED\s+DATA|FORMERLY\s+RESTRICTED\s+DATA|CNWDI|LIMDIS|DS|EXDIS|XD|NODIS|ND|DSEN"
    r"|SSI|DEA|ACCM|WAIVED|BYEMAN|GAMMA|TALENT|KEYHOLE|COMINT|DCNI|UCNI|OUO|EYES|DISPLAY|WNINTEL"
    r"|FVEY|ACGU|TEYE|EFTO)"
)
"""Who may see it further and how it is handled: control markings of the United States' register."""
_TAIL = r"(?:\s*[-–—/:|,(]\s*[^\n]{0,60})?"
"""What follows a banner on its line: whose it is, a page, an instruction."""
_NDA = r"(?:NDA|non-?disclosure\s+(?:agreement|undertaking)|confidentiality\s+(?:agreement|undertaking))"
_THIS = r"this\s+(?:document|file|presentation|deck|report|e-?mail|message|letter|memo(?:randum)?|software|code|source\s+code|material|drawing|proposal|publication|page|spreadsheet)"

WORDINGS: tuple[Wording, ...] = (
    _words(MarkingClass.GOVERNMENT, rf"\b(?:TOP\s*SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED|TS|S|C|U)\s?/\s?/\s?{_GUARDED}\b[A-Z0-9 ,/-]{{0,40}}|\b(?:TOP\s*SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED)\s?//\s?(?!CUI\b)[A-Z]{{2,}}", 0.98, cased=True),
    _words(MarkingClass.GOVERNMENT, r"\b(?:FOR\s+OFFICIAL\s+USE\s+ONLY|U//FOUO|FOUO|NOFORN|LAW\s+ENFORCEMENT\s+SENSITIVE|SENSITIVE\s+BUT\s+UNCLASSIFIED|SENSITIVE\s+SECURITY\s+INFORMATION|SPECIAL\s+ACCESS\s+REQUIRED)\b", 0.9, cased=True),
    _words(MarkingClass.GOVERNMENT, r"\b(?:NOT\s+RELEASABLE\s+TO\s+(?:FOREIGN\s+NATIONALS|CONTRACTORS)|ORIGINATOR[- ]CONTROLLED|ORCON|LIMDIS|EXDIS|NODIS|RELIDO|PROPIN|CNWDI|WNINTEL|OADR|HANDLE\s+VIA\s+[A-Z -]{2,40}\bCHANNELS|SENSITIVE\s+COMPARTMENTED\s+INFORMATION|SPECIAL\s+ACCESS\s+PROGRAM|CRITICAL\s+NUCLEAR\s+WEAPONS?\s+DESIGN\s+INFORMATION|UNCLASSIFIED\s+CONTROLLED\s+NUCLEAR\s+INFORMATION|PROTECTED\s+CRITICAL\s+INFRASTRUCTURE\s+INFORMATION)\b", 0.85, cased=True),
    _words(MarkingClass.GOVERNMENT, r"\b(?:TOP\s+SECRET|SECRET|CONFIDENTIAL|TS)\s?[/ –—-]\s?(?:NOFORN|NF|REL\s+TO|ORCON|SCI|RD|FRD|RESTRICTED\s+DATA|FORMERLY\s+RESTRICTED\s+DATA|SAR|FGI|COMINT)\b(?!\s+(?:[Cc]lear|[Ee]ligib))|\b(?:TOP\s+)?SECRET\s?[-–—(]?\s?(?:WHEN\s+(?:FILLED|COMPLETED|COMBINED|ATTACHED)|WITH\s+ATTACHMENTS?)\b", 0.85, cased=True),
    _words(MarkingClass.GOVERNMENT, r"(?:for\s+|limited\s+)?official\s+use\s+only|limited\s+official\s+use|no\s+foreign\s+dissem(?:ination)?|not\s+for\s+foreign\s+(?:release|nationals)|not\s+releasable\s+to\s+foreign\s+(?:nationals|governments)|(?:for\s+)?(?:u\.s\.|usa?)\s+(?:(?:persons|citizens|eyes)\s+)?only|(?:dea|fbi|dhs|nsa|cia|dod)\s+sensitive|law\s+enforcement\s+sensitive|sensitive\s+but\s+unclassified|sensitive\s+security\s+information|(?:for\s+)?(?:u\.?s\.?\s+)?government\s+(?:use|eyes)\s+only|(?:top\s+secret|secret|confidential|unclassified)\s?//\s?(?!cui\b)[a-z].{1,60}|classified\s+(?:information|documents?|materials?|matter)|(?:not|un)\s?classified\s+when\s+(?:separated|detached|removed).{0,60}", 0.8, alone=True),
    _words(MarkingClass.GOVERNMENT, r"Top\s+Secret|CLASSIFIED|UNCLASSIFIED|(?:CLASSIFIED\s+)?NATIONAL\s+SECURITY\s+INFORMATION|SAFEGUARDS\s+INFORMATION|SBU", 0.45, cased=True, alone=True),
    _words(MarkingClass.GOVERNMENT, r"\bcontains?\s+(?:(?:U\.?S\.?|formerly)\s+)?(?:classified|restricted)\s+(?:national\s+security\s+)?(?:information|data)\b|\bdata\s+as\s+defined\s+(?:in|by)\s+the\s+atomic\s+energy\s+act\b|\bunauthori[sz]ed\s+disclosure\s+(?:is\s+)?subject\s+to\s+(?:administrative|criminal)\b|\b(?:is|are|been)\s+classified\s+(?:as\s+|at\s+)?(?:TOP\s+SECRET|SECRET)\b|\b(?:overall\s+|security\s+|document\s+)?classification\s*[:–—-]\s*(?:U\.?S\.?\s+)?(?:TOP\s+SECRET|SECRET)\b|\binformation\s+affecting\s+the\s+national\s+defen[cs]e\b|\b(?:classified|upgraded|downgraded?)\s+to\s+(?:TOP\s+SECRET|SECRET|CONFIDENTIAL|UNCLASSIFIED)\b|\bUNCLASSIFIED\s+(?:when|upon)\s+(?:separated|detached|removal|removed)\b", 0.85),
    _words(MarkingClass.GOVERNMENT, r"\((?:TS|S|C|U)\s?//[A-Z ,/-]{2,30}\)|\((?:TS|S|C)/(?:SI|NF|REL|RD|FRD|TK|SCI|OC)\b[A-Z ,/-]{0,20}\)|^\s*\((?:TS|CTS|NS|NC|NR)\)(?=\s+[A-Z])", 0.85, cased=True),
    _words(MarkingClass.GOVERNMENT, r"\b(?:COSMIC\s+(?:TOP|TRES|TRÈS)\s+SECRET(?:\s+ATOMAL)?|(?:NATO|OTAN)\s+(?:TRES\s+SECRET|TRÈS\s+SECRET|TOP\s+SECRET|SECRET|CONFIDENTIAL|CONFIDENTIEL|RESTRICTED|UNCLASSIFIED|SANS\s+CLASSIFICATION|DIFFUSION\s+RESTREINTE)|FOCAL\s+TOP\s+SECRET|ATOMAL)\b", 0.97, cased=True),
    _words(MarkingClass.GOVERNMENT, r"\b(?:(?:TR[EÈ]S\s+SECRET|SECRET|CONFIDENTIEL|RESTREINT)\s+UE(?:\s*/\s*EU\s+(?:TOP\s+SECRET|SECRET|CONFIDENTIAL|RESTRICTED))?|EU\s+(?:TOP\s+SECRET|SECRET|CONFIDENTIAL|RESTRICTED)|(?:R|C|S|TS)-UE(?:/EU-(?:R|C|S|TS))?|EURA\s+\w+)\b", 0.97, cased=True),
    _words(MarkingClass.GOVERNMENT, r"\bcontains?\s+EU\s+classified\s+information\b|\bclassified\s+(?:as\s+|at\s+)?(?:TOP\s+SECRET|SECRET|CONFIDENTIAL)\s+(?:under|by|pursuant|level|in\s+accordance)", 0.9),
    _words(MarkingClass.GOVERNMENT, r"\bOFFICIAL\s?[-–—:]\s?(?:SENSITIVE|Sensitive)\b|\bUK\s+(?:TOP\s+)?SECRET\b|\bUK\s+EYES\s+ONLY\b|\bUK\s+OFFICIAL\b", 0.95, cased=True),
    _words(MarkingClass.GOVERNMENT, r"\b(?:VS|Verschlu(?:ss|ß)sache)\s?[-–—]\s?(?:NUR\s+F(?:Ü|UE)R\s+DEN\s+DIENSTGEBRAUCH|NfD|VERTRAULICH|GEHEIM|STRENG\s+GEHEIM)\b|\bNUR\s+F(?:Ü|UE)R\s+DEN\s+DIENSTGEBRAUCH\b|\bSTRENG\s+GEHEIM\b|\bamtlich\s+geheim\s?(?:zu\s?)?(?:gehalten|halten)\b", 0.96),
    _words(MarkingClass.GOVERNMENT, r"\bTR[ÈE]S\s+SECRET(?:[- ]D[ÉE]FENSE)?\b|\bSECRET[- ]D[ÉE]FENSE\b|\bCONFIDENTIEL[- ]D[ÉE]FENSE\b|\bDIFFUSION\s+RESTREINTE\b|\bSP[ÉE]CIAL\s+FRANCE\b|\bŚCIŚLE\s+TAJNE\b|\bDEPARTEMENTAAL\s+VERTROUWELIJK\b|\bSTG\.\s?(?:ZEER\s+)?GEHEIM\b", 0.95, cased=True),
    _words(MarkingClass.GOVERNMENT, r"(?:TOP\s*SECRET(?:\s+[A-Z]{3,12}){0,3}|(?:U\.S\.|USA?)\s+SECRET|SECRET\s+(?:RELEASABLE|SPOKE|UMBRA|MORAY|CODEWORD)(?:\s+[A-Z]{2,12}){0,4}|SECRET|GEHEIM|SEGRETISSIMO|SEGRETO|TAJNE|SECRETO|PROTECTED\s+[ABC]|RESTRICTED\s+DATA|FORMERLY\s+RESTRICTED\s+DATA|FVEY|TS/SCI)(?:\s*[-–—/|,(]\s*[^\n]{0,40})?", 0.8, cased=True, alone=True),
    _words(MarkingClass.GOVERNMENT, r"\b(?:CLASSIFIED\s+BY|DERIVATIVE\s+CLASSIFIER|DECLASSIFY(?:\s+ON)?|DECL\s+ON|CLASSIFICATION\s+AUTHORITY)\s*:\s*\S|\bDERIVED\s+FROM\s*:\s*(?:MULTIPLE\s+SOURCES|[^\n]{0,40}(?:\bSCG\b|CLASSIFICATION\s+GUIDE))|\bREASONS?\s*:\s*E\.?O\.?\s*13526\W{0,3}(?:SEC(?:TION|\.)?\s*)?1\.4\s?\([a-h]\)", 0.9),
    _words(MarkingClass.CUI, r"(?<![\w/])(?:CUI|CONTROLLED)\s?//\s?[A-Z][A-Z0-9-]*(?:/[A-Z0-9-]+)*(?://[A-Z ,/-]+)?|//\s?FED(?:CON|\s+ONLY)\b|\((?:U//)?CUI\)(?!\s+(?:registry|program))|\bUNCLASSIFIED\s?//\s?CUI\b", 0.97, cased=True),
    _words(MarkingClass.CUI, r"(?:CUI|CONTROLLED)(?:\s*[-–—/|]\s*[^\n]{0,40})?", 0.85, cased=True, alone=True),
    _words(MarkingClass.CUI, r"(?:CUI\W+)?CONTROLLED\s+UNCLASSIFIED\s+INFORMATION(?:\s*\(CUI\))?", 0.9, alone=True),
    _words(MarkingClass.CUI, r"\bcontains?\s+controlled\s+unclassified\s+information\b|\bCUI\s+Categor(?:y|ies)\s*:|\b(?:Limited\s+Dissemination|Distribution/Dissemination)\s+Controls?\s*:", 0.9),
    _words(MarkingClass.EXPORT_CONTROL, r"\b(?:ITAR|EAR)[- ](?:controlled|restricted)\b|\bsubject\s+to\s+(?:the\s+)?(?:ITAR|EAR|(?:U\.?S\.?\s+)?International\s+Traffic\s+in\s+Arms|(?:U\.?S\.?\s+)?Export\s+Administration\s+Regulations)\b|\bexport[- ]controlled\s+(?:information|data|document|technical|technology|item|material)|\bcontrolled\s+by\s+the\s+U\.?S\.?\s+Government\s+and\s+authori[sz]ed\s+for\s+export\b", 0.9),
    _words(MarkingClass.EXPORT_CONTROL, r"\bexport\s+(?:is|may\s+be)\s+(?:restricted|prohibited|controlled)\s+(?:by|under)\b|\b(?:prohibited|restricted|controlled)\s+(?:by|under)\s+(?:the\s+)?(?:22\s+C\.?F\.?R|15\s+C\.?F\.?R|ITAR|EAR|Arms\s+Export\s+Control\s+Act|ECCN)\b|\bmay\s+not\s+be\s+(?:re-?)?exported\s+without\b", 0.85),
    _words(MarkingClass.EXPORT_CONTROL, r"\bWARNING\b[^\n]{0,80}\bArms\s+Export\s+Control\s+Act\b|\bDISTRIBUTION\s+STATEMENT\s+[BCDEFX]\b|\bECCN\s*:?\s*(?:\d[A-E]\d{3}|EAR99)|\bUSML\s+Category\s+[IVX]+", 0.9),
    _words(MarkingClass.EXPORT_CONTROL, r"(?:ITAR|EAR|EAR99|EXPORT[- ]CONTROLLED(?:\s+(?:INFORMATION|DATA))?|NO\s+FOREIGN\s+NATIONALS)(?:\s*[-–—/:|]\s*.{0,40})?", 0.85, cased=True, alone=True),
    _words(MarkingClass.PRIVILEGE, r"\b(?:attorney|solicitor|lawyer|counsel)\s?[ /&-]+\s?client\s+(?:privileged|confidential|communication|work\s+product)(?:\s+(?:communication|document|material)s?)?|\b(?:protected|covered)\s+by\s+(?:\w+[ -]){0,4}privilege\b|\b(?:attorney|lawyer)(?:['’]s)?[ -]work[ -]product\b|\blegally\s+privileged\b|\bprivileged\s*(?:and|&|/)\s*confidential\b|\bconfidential\s*(?:and|&|/)\s*(?:legally\s+)?privileged\b|\bsubject\s+to\s+(?:\w+[ -]){0,3}privilege\b", 0.85),
    _words(MarkingClass.PRIVILEGE, r"\bprepared\s+(?:[^.\n]{0,60}\s)?(?:in\s+(?:anticipation|contemplation)\s+of|for\s+(?:the\s+purposes?\s+of\s+)?)\s?litigation\b|\b(?:at|under|on)\s+the\s+(?:request|direction|instruction)s?\s+of\s+(?:\w+\s+){0,2}(?:legal\s+)?counsel\b|\bAnwaltsgeheimnis\b|\banwaltlich\w*\s+(?:korrespondenz|vertraulich|schweigepflicht)|\bsecret\s+professionnel\s+de\s+l['’]avocat\b|\bprivileged\s+(?:attorney|legal|client)\w*(?:[ -]client)?\s+(?:communication|advice|material)", 0.85),
    _words(MarkingClass.PRIVILEGE, r"(?:(?:LEGALLY\s+)?PRIVILEGED(?:\s+(?:COMMUNICATION|DOCUMENT|MATERIAL))?|(?:ATTORNEY|SOLICITOR|LAWYER)[ /-]+CLIENT\s+PRIVILEGE|LEGAL\s+(?:PROFESSIONAL\s+)?(?:ADVICE\s+)?PRIVILEGE|WITHOUT\s+PREJUDICE(?:\s+(?:AND|SAVE)\b.{0,40})?|LEGAL\s+ADVICE)", 0.75, cased=True, alone=True),
    _words(MarkingClass.TLP_RED, r"\bTLP\s?[:\- ]\s?RED\b", 0.95),
    _words(MarkingClass.TLP_AMBER, r"\bTLP\s?[:\- ]\s?AMBER(?:\s?\+\s?STRICT)?\b", 0.95),
    _words(MarkingClass.TLP_GREEN, r"\bTLP\s?[:\- ]\s?GREEN\b", 0.9),
    _words(MarkingClass.TLP_RED, r"\bTraffic\s+Light\s+Protocol\s?(?:\(TLP\)\s?)?[:\-–]\s?RED\b", 0.95),
    _words(MarkingClass.TLP_AMBER, r"\bTraffic\s+Light\s+Protocol\s?(?:\(TLP\)\s?)?[:\-–]\s?AMBER(?:\s?\+\s?STRICT)?\b", 0.95),
    _words(MarkingClass.TLP_GREEN, r"\bTraffic\s+Light\s+Protocol\s?(?:\(TLP\)\s?)?[:\-–]\s?GREEN\b", 0.9),
    _words(MarkingClass.NDA, rf"\b(?:under|subject\s+to|governed\s+by|bound\s+by|covered\s+by|protected\s+by|pursuant\s+to)\s+(?:(?:an?|the|our|your|their|its|this|terms|of|signed|mutual|executed)\s+){{0,5}}{_NDA}\b|\bNDA[- ](?:required|material|confidential|only|protected|restricted)\b", 0.85),
    _words(MarkingClass.NDA, r"\b(?:unterlieg\w+|gemäß|unter)\s+(?:der|einer|unserer)\s+(?:Geheimhaltung|Vertraulichkeit)s(?:vereinbarung|erklärung|pflicht)|\b(?:soumis|couvert)\w*\s+(?:à|par)\s+(?:un\s+|l['’])(?:accord|engagement)\s+de\s+(?:confidentialité|non-divulgation)|\bsujeto\s+a(?:l|\s+un)\s+acuerdo\s+de\s+confidencialidad|\bcoperto\s+da\s+(?:un\s+)?accordo\s+di\s+riservatezza", 0.85),
    _words(MarkingClass.NDA, rf"(?:(?:UNDER|SUBJECT\s+TO|COVERED\s+BY)\s+(?:{_NDA}|EMBARGO)|NDA|UNTERLIEGT\s+(?:DER\s+)?GEHEIMHALTUNG)", 0.8, cased=True, alone=True),
    _words(MarkingClass.PROPRIETARY, r"\bproprietary\s*(?:and|&|/|-)\s*confidential\b|\bconfidential\s*(?:and|&|/|-)\s*proprietary\b|\b(?:company|business|client|customer|strictly|highly|commercial(?:ly)?)[- ]+(?:in[- ]+)?confiden(?:tial|ce)\b|\bprivate\s+(?:and|&)\s+confidential\b|\bcompany\s+proprietary\b|\bcontains\s+(?:the\s+)?(?:trade\s+secrets?|(?:confidential|proprietary)\s+(?:and\s+\w+\s+)?information)\b", 0.8),
    _words(MarkingClass.PROPRIETARY, rf"\bunauthori[sz]ed\s+(?:copying|use|reproduction|disclosure|distribution|access|review)\b[^\n.]{{0,100}}\b(?:prohibited|forbidden|unlawful|illegal)\b|\b{_THIS}(?:\s+and\s+(?:any|its|all)\s+\w+)?\s+(?:is|are|and\b[^.\n]{{0,60}}\b(?:is|are))\s+(?:(?!not\b|no\b)\w+\s+)?(?:confidential|proprietary)\b|\b{_THIS}\s+is\s+the\s+(?:\w+\s+){{0,3}}property\s+of\b[^.\n]{{0,60}}\bconfidential\b", 0.85),
    _words(MarkingClass.PROPRIETARY, r"\b(?:information|contents?|material|data)\s+(?:contained\s+|set\s+out\s+)?(?:herein|(?:of|in)\s+this\s+\w+)\s+(?:is|are)\s+(?:(?!not\b|no\b)\w+\s+){0,2}(?:confidential|proprietary)\b|\b(?:the|is)\s+(?:confidential|proprietary)\s+(?:and\s+(?:confidential|proprietary)\s+)?information\s+of\b|\bno\s+part\s+of\s+this\s+\w+\s+may\s+be\s+(?:\w+,?\s+(?:or\s+)?){0,5}disclosed\b|\bWeitergabe\s+(?:sowie|und)\s+Vervielf", 0.85),
    _words(MarkingClass.PROPRIETARY, r"\b(?:dieses|diese|dies|das|ce|cette|ces|este|esta|questo|questa|dit|deze|ten|este)\s+\w+\s+(?:ist|sind|est|sont|es|è|é|is|jest)\s+(?:(?!nicht\b|pas\b|no\b|non\b|niet\b)\w+\s+)?(?:vertraulich|confidentiel(?:le)?s?|confidencial|riservat[oa]|confidenziale|vertrouwelijk|poufn[ye])\b", 0.85),
    _words(MarkingClass.PROPRIETARY, rf"(?:(?:highly|strictly|company|[\w&.,' -]{{2,40}})\s+)?(?:CONFIDENTIAL|PROPRIETARY|VERTRAULICH|CONFIDENTIEL|CONFIDENCIAL|RISERVATO|CONFIDENZIALE|VERTROUWELIJK|POUFNE|RESTRICTED|RESERVADO|TRADE\s+SECRETS?|GESCHÄFTSGEHEIMNIS|BETRIEBSGEHEIMNIS|SECRET\s+DES\s+AFFAIRES|TAJEMNICA\s+PRZEDSIĘBIORSTWA)(?:\s+(?:INFORMATION|DOCUMENT|DATA|DRAFT))?{_TAIL}", 0.8, cased=True, alone=True),
    _words(MarkingClass.PROPRIETARY, r"(?:(?:streng|strictement|estrictamente|strettamente|strikt|ściśle|estritamente|strictly|highly)\s+)?(?:Confidential|Vertraulich|Confidentiel|Confidencial|Riservato|Confidenziale|Vertrouwelijk|Poufne|Proprietary|Trade\s+secret|Betriebsgeheimnis|Geschäftsgeheimnis|Firmenvertraulich|Restricted)(?:\s+[-–—|:]\s+[^\n]{0,60})?", 0.75, alone=True),
    _words(MarkingClass.PROPRIETARY, r"(?:[A-Z][\w&.'’-]*\s+){1,5}(?:Confidential|Proprietary|Trade\s+Secret)(?:\s+(?:Information|Document|Material|Data))?(?:\s*[-–—|:,]\s*[^\n]{0,60})?", 0.75, cased=True, alone=True),
    _words(MarkingClass.PROPRIETARY, r"\b(?:streng|strictement|estrictamente|strettamente|strikt|ściśle|estritamente)\s+(?:vertraulich|confidentiel(?:le)?|confidencial|riservat[oa]|confidenziale|vertrouwelijk|poufne)\b", 0.8),
    _words(MarkingClass.INTERNAL, r"\b(?:for\s+)?internal\s+(?:company\s+|business\s+)?use\s+only\b|\bcompany\s+internal\b|\binternal\s+(?:and|&)\s+confidential\b|\bnot\s+for\s+(?:external\s+|public\s+|onward\s+|further\s+)?(?:distribution|release|disclosure|circulation|publication)\b|\bnur\s+f(?:ü|ue)r\s+(?:den\s+)?internen\s+gebrauch\b|\b(?:à|pour)\s+usage\s+(?:strictement\s+)?interne\b|\b(?:para\s+|solo\s+)?uso\s+(?:exclusivamente\s+)?interno\b|\b(?:alleen\s+)?voor\s+intern\s+gebruik\b|\bdo\s+użytku\s+wewnętrznego\b", 0.8),
    _words(MarkingClass.INTERNAL, r"\bintended\s+(?:solely\s+|only\s+)?for\s+(?:the\s+)?internal\s+use\b|\b(?:do\s+not|not\s+(?:to\s+)?be|never\s+to\s+be|must\s+not\s+be|may\s+not\s+be)\s+(?:share|distribute|disclose|pass|forward|circulate|publish|release|show|give)\w*\s+(?:on\s+)?(?:[\w ]{0,20}\s)?(?:outside|with\s+(?:clients|customers|third\s+part)|to\s+third\s+part|beyond\s+the)\b|\b(?:do\s+not|must\s+not\s+be)\s+(?:distribute|forward|circulate)d?\s+this\s+(?:document|file|deck|presentation|report|memo)\b", 0.8),
    _words(MarkingClass.INTERNAL, r"(?:(?:do|please\s+do)\s+not\s+(?:distribute|share|forward|disclose|circulate|copy(?:\s+or\s+distribute)?|publish)(?:\s+(?:outside|externally)\b[^\n]{0,40})?|internal(?:\s+(?:only|document|information|memo|draft|version))?|(?:for\s+)?(?:\w+\s+)?(?:employees|staff|personnel)\s+only|eyes\s+only|(?:nur\s+|rein\s+)?intern|(?:document\s+)?interne|interno|wewnętrzne|usage\s+interne(?:\s+uniquement)?|nur\s+zur?\s+internen?\s+(?:gebrauch|verwendung))(?:\s*[-–—/|]\s*[^\n]{0,60})?", 0.75, alone=True),
    _words(MarkingClass.INTERNAL, r"(?:[A-Z][\w&.'’-]*\s+){1,3}(?:Internal|internal\s+use)(?:\s+[Oo]nly)?(?:\s*[-–—|:,]\s*[^\n]{0,60})?", 0.75, cased=True, alone=True),
    _words(MarkingClass.INTERNAL, r"\b(?:INTERNAL\s+ONLY|EYES\s+ONLY|DO\s+NOT\s+(?:DISTRIBUTE|SHARE|FORWARD|DISCLOSE|CIRCULATE)|NOT\s+FOR\s+DISTRIBUTION)\b", 0.8, cased=True),
    _words(MarkingClass.ALL_RIGHTS_RESERVED, r"\ball\s+rights\s+reserved\b|\balle\s+rechte\s+vorbehalten\b|\btous\s+droits\s+r[ée]serv[ée]s\b|\btodos\s+(?:los\s+derechos\s+reservados|os\s+direitos\s+reservados)\b|\btutti\s+i\s+diritti\s+riservati\b|\balle\s+rechten\s+voorbehouden\b|\bwszelkie\s+prawa\s+zastrzeżone\b", 0.7),
    _words(MarkingClass.UNLICENSED, r"\"?license\"?\s*[:=]\s*\"?(?:UNLICENSED|proprietary|SEE\s+LICENSE)\b|\bLicenseRef-[\w.-]*(?:proprietary|confidential|commercial|internal)[\w.-]*|\bLicense\s*::\s*Other/Proprietary\s+License", 0.8),
    _words(MarkingClass.UNLICENSED, r"UNLICENSED", 0.7, cased=True, alone=True),
)  # fmt: skip

LICENCE_FIELD = re.compile(
    r"(?:UNLICENSED|proprietary|commercial|SEE\s+LICENSE\s.*|LicenseRef-.*)", re.IGNORECASE
)
"""All of the value of a field called licence: it grants nothing to anybody."""
