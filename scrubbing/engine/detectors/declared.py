"""The ways one name is written. Pure functions; the look-up over a submission is the core's."""

import re
import unicodedata

LEAST = 3
"""Characters below which a form is too common to look for (but for what was declared)."""
LEGAL_FORMS = frozenset(
    "ltd limited inc incorporated llc llp plc corp corporation co company gmbh ag kg ug se sa sas sarl srl spa bv nv ab as oy "
    "oyj aps sl slu lda ltda sp zoo pty pte kk group holding holdings gmbh&co.kg e.v ev kft doo sro".split()
)
BUSINESS = frozenset(
    "consulting consultants logistics partners energy systems capital health foods media design designs studio studios robotics labs "
    "insurance software analytics engineering architects pharma aerospace construction retail mining shipping textiles motors advisory "
    "ventures dynamics technologies technology solutions networks security biotech beverages airways airlines properties interactive "
    "digital marketing legal finance financial education packaging chemicals water traders trading industries international services "
    "service products bank university college school hospital clinic institute foundation trust ministry department council authority "
    "association society union club church museum agency bureau office court police district project programme program team works "
    "manufacturing brothers sons bros söhne soehne stiftung verein klinik klinikum universität stadtwerke sparkasse versicherung werke "
    "université hôpital mairie cabinet groupe banque universidad ayuntamiento hospital grupo banco università comune ospedale gruppo "
    "banca universiteit gemeente ziekenhuis stichting uniwersytet urząd szpital kancelaria fundacja grupa câmara fundação and und et y e".split()
)
"""Words that people are not called: a name with one of them is an organisation's."""
PARTICLES = frozenset(
    "van von der den de del della di da do dos das du la le el al bin ibn ter ten zu zur af av".split()
)
SPELT = str.maketrans({
    "ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss", "å": "aa", "æ": "ae", "ø": "oe", "Ä": "Ae", "Ö": "Oe", "Ü": "Ue", "Å": "Aa", "Æ": "Ae",
    "Ø": "Oe", "ł": "l", "Ł": "L", "đ": "d", "Đ": "D", "þ": "th", "ð": "d", "œ": "oe", "Œ": "Oe",
})  # fmt: skip
LATIN = str.maketrans({
    "а": "a", "б": "b", "в": "v", "г": "g", "ґ": "g", "д": "d", "е": "e", "ё": "yo", "є": "ye", "ж": "zh", "з": "z", "и": "i", "і": "i",
    "ї": "yi", "й": "y", "к": "k", "л": "l", "м": "m", "н": "n", "о": "o", "п": "p", "р": "r", "с": "s", "т": "t", "у": "u", "ф": "f",
    "х": "kh", "ц": "ts", "ч": "ch", "ш": "sh", "щ": "shch", "ъ": "", "ы": "y", "ь": "", "э": "e", "ю": "yu", "я": "ya",
    "α": "a", "β": "v", "γ": "g", "δ": "d", "ε": "e", "ζ": "z", "η": "i", "θ": "th", "ι": "i", "κ": "k", "λ": "l", "μ": "m", "ν": "n",
    "ξ": "x", "ο": "o", "π": "p", "ρ": "r", "σ": "s", "ς": "s", "τ": "t", "υ": "y", "φ": "f", "χ": "ch", "ψ": "ps", "ω": "o",
})  # fmt: skip
COMMON = frozenset(
    "will mark may bill grant rose frank chase hope faith grace art jack rich drew pat sue dean guy miles rob bob dick don "
    "apple amazon shell target gap orange oracle meta visa subway delta sage square block notion slack zoom indeed "
    "april june august summer autumn dawn eve ivy lily daisy iris olive pearl ruby amber jade coral sandy sky star "
    "young long short strong white black brown green gray grey king prince bishop pope knight baker cook smith miller "
    "page price cost field hill wood stone rivers lake banks church house street park wells day light snow winter "
    "english french german irish welsh scott case law justice judge bond cash rich best good love joy happy early "
    "an in on at to of is it as or so no if do go he me my we us you all any can has had not one two new now out per "
    "der die das und ist von mit im le la les un une et en el los y che il da de der".split()
)
"""Words that are names only by their place: looked for by case and as wholes, never in lower case."""


def variants(name: str, *, person: bool | None = None) -> tuple[str, ...]:
    """Give the forms under which a declared name may stand in a file, longest first.

    Comparison is meant to be without regard to case, so forms that differ in case only
    are given once; ``cased`` says which of them need their capitals. With: the name
    without legal form, without accents, transliterated, initials, surname first,
    hyphen and blank, run together, snake, kebab, acronym, e-mail local parts, domain,
    possessive, letters set wide. ``person`` says what the name is of; without it, two to
    four words of which none is a firm's are taken for a person's, whose first and last
    names are looked for on their own too.
    """
    name = " ".join(unicodedata.normalize("NFC", name).split())
    if not name:
        return ()
    if person is None:
        person = not _is_firm(name)
    forms: dict[str, None] = {name: None}
    for spelt in _spellings(name):
        for form in (spelt, _without_form(spelt)):
            forms.update(dict.fromkeys(_shapes(form)))
            forms.update(dict.fromkeys(_as_person(form) if person else ()))
    kept: dict[str, str] = {}
    for form in forms:
        if form == name or len(form) >= LEAST:
            kept.setdefault(form.casefold(), form)
    return tuple(sorted(kept.values(), key=lambda form: (-len(form), form)))


def cased(form: str) -> bool:
    """Say whether a form is a common word, or so short that only its capitals make it a name."""
    return form.casefold() in COMMON or (len(form) <= 4 and form.isalpha())  # noqa: PLR2004


def _is_firm(name: str) -> bool:
    words = {word.casefold().strip(".,") for word in re.split(r"[\s,]+", name)}
    return "&" in name or bool(words & (LEGAL_FORMS | BUSINESS)) or any(c.isdigit() for c in name)


def _spellings(name: str) -> list[str]:
    """Give a name as written, with umlauts spelt out, without accents, in Latin letters."""
    latin = "".join(
        (c.translate(LATIN) if c.islower() or not c.isalpha() else c.lower().translate(LATIN).capitalize())
        if ord(c) > 0x36F else c
        for c in name
    )  # fmt: skip
    spelt = name.translate(SPELT)
    plain = "".join(c for c in unicodedata.normalize("NFD", spelt) if not unicodedata.combining(c))
    stripped = "".join(
        c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c)
    )
    return list(dict.fromkeys((name, latin, spelt, plain, stripped)))


def _without_form(name: str) -> str:
    """Give a firm's name without its legal form: "Acme Ltd." becomes "Acme"."""
    words = name.replace(",", " ").split()
    while len(words) > 1 and words[-1].casefold().replace(".", "") in LEGAL_FORMS:
        words.pop()
    return " ".join(words)


def _shapes(name: str) -> list[str]:
    """Give a name as prose, code, file names and domains write it."""
    words = [word for word in re.split(r"[\s_./&+,-]+", name) if word]
    if not words:
        return []
    shapes = [name, name.replace("-", " "), name.replace(" ", "-"), f"{name}'s", f"{name}’s"]
    if len(words) > 1:
        shapes += [joint.join(words) for joint in (" ", "", "_", "-", ".", "\n")]
        initials = "".join(word[0] for word in words if word.casefold() not in PARTICLES)
        if len(initials) >= LEAST:
            shapes += [initials.upper(), ".".join(initials.upper()) + "."]
    shapes += ["&".join(words)] if " & " in name else []
    shapes.append(" ".join(c for c in name.upper() if c.isalnum()))
    return shapes


def _as_person(name: str) -> list[str]:
    """Give a name as people are listed, addressed and signed in."""
    words = name.replace(",", " ").split()
    if not 2 <= len(words) <= 4 or not all(word[0].isalpha() for word in words):  # noqa: PLR2004
        return []
    if "," in name:
        words = [*name.split(",", 1)[1].split(), *name.split(",", 1)[0].split()]
    split = next(
        (i for i, word in enumerate(words[1:], start=1) if word.casefold() in PARTICLES),
        len(words) - 1,
    )
    first, last = words[0], " ".join(words[split:])
    initial, plain = first[0], last.replace(" ", "")
    return [
        f"{first} {last}", f"{last}, {first}", f"{last} {first}", f"{initial}. {last}", f"{last}, {initial}.", f"{initial} {last}",
        f"{initial}.{last}", last, *([first] if len(words) > 1 else []), f"{first}.{plain}", f"{first}_{plain}", f"{first}{plain}",
        f"{initial}.{plain}", f"{initial}{plain}", f"{plain}.{first}", f"{plain}{initial}", f"{plain}_{first}", f"{first}-{plain}",
    ]  # fmt: skip
