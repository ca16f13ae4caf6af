"""The language of a segment, by its letters and its commonest words. No model, no network."""

import re
from collections import Counter
from collections.abc import Sequence

from scrubbing.engine.types import Unit

SUPPORTED = ("en", "de", "fr", "es", "it", "nl", "pl", "pt")
"""Languages in which the name model was measured; in others only patterns and declared
names are relied on, and the report says so."""
WORDS: dict[str, frozenset[str]] = {
    "en": frozenset("the and of to in is that for with was on are by this be as at from or have not which has will an were been their your it you we they i he she his her can all more if".split()),
    "de": frozenset("der die und das den von zu mit ist im für des auf nicht ein eine dem sich als auch an werden aus bei wird sind nach wurde ich wir sie er es haben hat einer einen einem durch über vom zum zur bitte".split()),
    "fr": frozenset("le la les de des et est un une du en que pour dans qui par sur au pas plus avec ce sont il elle nous vous ne se aux été cette ou son sa ses d l à leur être fait".split()),
    "es": frozenset("el la los las de y en que un una por con para del se es su al lo como más no son este esta fue ha sus o entre cuando desde sobre muy sin también hasta le nos".split()),
    "it": frozenset("il la di e che un una per in con del della non si è le dei i lo al da sono nel alla gli come più anche ha o delle suo sua questo questa dal dalla su ci degli ai agli".split()),
    "nl": frozenset("de het een en van in is dat op te voor met zijn die niet aan er om ook als bij door naar wordt uit dit werd heeft zij wij ik u je maar over kan nog deze of".split()),
    "pl": frozenset("i w na z do się nie że jest to o od dla po przez przy oraz jak za ze co który która które są był była ma tym tego a lub już tylko pan pani czy jego jej".split()),
    "pt": frozenset("o a os as de e que do da em um uma para com não no na por mais dos das se foi ao é como são ou à pela pelo entre seu sua sobre também já até nos nas".split()),
}  # fmt: skip
LETTERS: dict[str, str] = {
    "de": "äöüß",
    "fr": "çèêëàùœ",
    "es": "ñ¿¡",
    "it": "òì",
    "pl": "ąćęłńśźż",
    "pt": "ãõç",
}
SCRIPTS: tuple[tuple[str, re.Pattern[str]], ...] = (
    ("cyrillic", re.compile(r"[\u0400-\u04ff]")),
    ("greek", re.compile(r"[\u0370-\u03ff]")),
    ("arabic", re.compile(r"[\u0600-\u06ff]")),
    ("hebrew", re.compile(r"[\u0590-\u05ff]")),
    ("devanagari", re.compile(r"[\u0900-\u097f]")),
    ("thai", re.compile(r"[\u0e00-\u0e7f]")),
    ("japanese", re.compile(r"[\u3040-\u30ff]")),
    ("korean", re.compile(r"[\uac00-\ud7af]")),
    ("chinese", re.compile(r"[\u4e00-\u9fff]")),
)
TOKEN = re.compile(r"[^\W\d_]+")
ENOUGH = 3
"""Common words that must be seen before a language is told."""


def language(text: str, enough: int = ENOUGH) -> str:
    """Give a language of ``SUPPORTED``, a script's name, "other" or "" where too little is said.

    ``enough`` is the number of common words that must be seen.
    """
    if not text.isascii():
        letters = sum(c.isalpha() for c in text)
        for name, expression in SCRIPTS:
            if letters and len(expression.findall(text)) * 3 > letters:
                return name
    lowered = text.lower()
    tokens = TOKEN.findall(lowered)
    if len(tokens) < ENOUGH:
        return ""
    said = Counter(tokens)
    counts = {
        code: 2 * sum(count for token, count in said.items() if token in words)
        + sum(lowered.count(letter) for letter in LETTERS.get(code, ""))
        for code, words in WORDS.items()
    }
    best = max(counts, key=lambda code: counts[code])
    if counts[best] < 2 * enough:
        return "other" if len(tokens) > 30 else ""  # noqa: PLR2004 - enough to have said something
    return best


def languages(units: Sequence[Unit]) -> Counter[str]:
    """Give how many characters of a file are in which language; "" is too little to tell."""
    counts: Counter[str] = Counter()
    for unit in units:
        counts[language(unit.text)] += len(unit.text)
    return counts


def beyond(units: Sequence[Unit]) -> tuple[str, ...]:
    """Give the languages and scripts of a file in which names are not relied on, most first."""
    counts = languages(units)
    total = sum(counts.values()) or 1
    return tuple(
        code
        for code, count in counts.most_common()
        if code and code not in SUPPORTED and count * 50 > total
    )
