"""What stands around the words of a marking and takes it away: negation, definition, licence."""

import re

HINT = re.compile(
    r"confiden|propriet|secret|classif|noforn|fouo|official|restri|restre|cui\b|controlled|itar|ear\b|ear99|eccn|export|usml|distribution|privileg|attorney|"
    r"prejudice|litigation|legal advice|anwalts|tlp|nda\b|non-?disclosure|embargo|geheim|vertr|vs[ -]|riserv|reservad|segret|poufn|tajn|intern|eyes only|"
    r"do not|not for|unauthori|rights|rechte|droits|direitos|derechos|diritti|prawa|license|protected|defence|défense|france|euratom|eura|sensitive|ue\b|unlicensed|wewn|"
    r"\(ts\)|\(nr\)|\(ns\)|\(nc\)|\(cts\)|\(s//|\(c//|\(u//|otan|atomal|verschlu|only\b|weitergabe|traffic light|counsel|disclos|not be|amtlich|riservat|poufn|"
    r"orcon|limdis|exdis|nodis|relido|propin|cnwdi|wnintel|oadr|releasable|handle via|national security|safeguards|infrastructure information|"
    r"atomic energy|downgrade|reasons?\s*:|\(ts/|\(s/|\(c/|\b(?:ts|s|c|u)\s?//|top\s*secret|us[ac]? only|nationals|dissem|ts/sci|\bsbu\b|fvey|special access|derived from|national defen|\bdecl\b|government",
    re.IGNORECASE,
)
"""A unit without any of these holds no marking: most are passed over here."""

NOT_MEANT = re.compile(
    r"\b(?:not|non|never|no\s+longer|nor|isn['’]t|aren['’]t|without\s+being|nicht|keine?|pas|no\s+es|non\s+è|niet|nie)\s+(?:\w+\s+){0,2}$"
    r"|\b(?:if|whether|unless|when|wenn|falls|si)\s+(?:[\w'’-]+\s+){0,5}$"
    r"|\b(?:remains?|stays?|keeps?|kept|treat(?:ed|s)?|held|handled?|behandelt)\s+(?:\w+\s+){0,3}$",
    re.IGNORECASE,
)
"""Right before a wording: says that it does not hold, might hold, or is a promise to keep."""
DEFINES = re.compile(
    r"^\W*(?:means?|shall\s+mean|refers?\s+to|is\s+(?:defined|used|when|for|a\s+(?:label|marking|designation|term))|are\s+used|stands\s+for|recipients?\s+(?:may|must|can)|restricts?|limits?|denotes?|indicates?|replaced|bedeutet|signifie|:=)\b|^['’]s\b"
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
OF_A_PROGRAM = re.compile(
    r"\b(?:functions?|methods?|class(?:es)?|fields?|variables?|parameters?|arguments?|api|modules?|constants?|attributes?|helpers?|options?|flags?|macros?|links?|types?|symbols?|structs?|headers?)\b[^.\n]{0,30}$",
    re.IGNORECASE,
)
"""Right before "for internal use only": a part of a program is meant, not the file."""
INSIDE = re.compile(r"^\s*(?:by|of|in|within|inside|from|to)\s+(?:the|this|our|a)\b", re.IGNORECASE)
"""Right after it: the same."""
OPEN_LICENCE = re.compile(
    r"redistribution\s+and\s+use\s+in\s+source\s+and\s+binary|permission\s+is\s+hereby\s+granted,\s+free\s+of\s+charge|gnu\s+(?:lesser\s+|affero\s+)?general\s+public\s+licen[sc]e|"
    r"apache\s+license|mozilla\s+public\s+license|permission\s+to\s+use,\s+copy,\s+modify|creative\s+commons|everyone\s+is\s+permitted\s+to\s+copy|boost\s+software\s+license|"
    r"licensed\s+under\s+the\s+(?:mit|bsd|isc|apache|mpl|gpl)",
    re.IGNORECASE,
)
"""Somewhere in a file: it is under an open licence, whatever its boilerplate says."""
