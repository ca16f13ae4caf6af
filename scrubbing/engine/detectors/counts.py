"""Numbers that count something: "1,500 hours" and "CHF 4,000.00" are no references."""

import re

UNITS = (
    "hours? days? weeks? months? years? minutes? seconds? units? items? pieces? people persons? seats? users? "
    "licen[cs]es? pages? words? lines? rows? cells? files? points? shares? employees? customers? euros? dollars? pounds? "
    "stunden? tagen? wochen? monaten? jahren? minuten stücke? einheiten personen plätze seiten wörter zeilen dateien "
    "heures? jours? semaines? mois années? unités? pièces? personnes? pages? mots? lignes? "
    "horas? días? semanas? meses años? unidades? piezas? personas? páginas? palabras? "
    "ore giorni settimane mesi anni unità pezzi persone pagine parole righe "
    "uur dagen weken maanden jaren? stuks eenheden personen pagina's woorden regels "
    "godzin dni tygodni miesięcy lat sztuk jednostek osób stron słów "
    "dias anos peças pessoas linhas kg km cm mm ml kw kwh mb gb tb"
)
UNIT = re.compile(rf"[ \u00a0](?:{'|'.join(UNITS.split())})(?!\w)", re.IGNORECASE)
NUMBER = re.compile(r"(?:\A|(?:,? |; ?))\d[\d.,]*\Z")
"""The last number of a stretch, which only marks part from what stands before it."""


def without_count(text: str, start: int, end: int) -> int:
    """Give where a reference ends if its last number counts what follows; ``start`` if all of it does."""
    if not UNIT.match(text, end):
        return end
    counted = NUMBER.search(text[start:end])
    return end if counted is None else start + counted.start()


CURRENCIES = (
    "USD EUR GBP CHF JPY CNY RMB SEK NOK DKK ISK PLN CZK HUF RON BGN TRY INR BRL MXN ARS CLP COP PEN AUD NZD CAD ZAR NGN KES SGD HKD TWD KRW THB IDR "
    "MYR PHP VND ILS AED SAR QAR EGP MAD RUB UAH PKR BDT LKR RSD"
).split()
"""The codes of ISO 4217 that papers use most."""
CURRENCY = rf"(?:{'|'.join(CURRENCIES)}|[A-Z]{{0,3}}[$€£¥₹₽₺₩]|zł|Kč|kr\.?|Fr\.)"
AMOUNT = r"\d{1,3}(?:[.,'’ \u00a0]\d{3})+(?:[.,]\d{1,2})?|\d+(?:[.,](?:\d{1,2}|-{1,2}))?"
MONEY = re.compile(rf"{CURRENCY}[ \u00a0]*(?:{AMOUNT})|(?:{AMOUNT})[ \u00a0]*{CURRENCY}")
WITH_CENTS = re.compile(r"(?:\d{1,3}(?:[.,'’ \u00a0]\d{3})+|\d{1,9})[.,]\d\d")
PLAIN_AMOUNT = re.compile(AMOUNT)
CURRENCY_BEFORE = re.compile(rf"(?<![A-Za-z]){CURRENCY}[ \u00a0]{{0,8}}$")
CURRENCY_AFTER = re.compile(rf"[.,]?\d{{0,2}}[ \u00a0]?{CURRENCY}(?![A-Za-z])")
BEGINS_A_NUMBER, ENDS_A_NUMBER = re.compile(r"[ \u00a0]*\d"), re.compile(r"\d[ \u00a0]*$")
NEAR = 10
"""Blanks at the most between a currency and the number before it."""
ALSO_WORDS = re.compile(r"(?:ALL|ARS|COP|MAD|PEN|TRY)[ \u00a0]*\d{6,}$")
"""So a number without thousands or cents is rather called than counted."""
NUMBERED = re.compile(
    r"(?:\b(?:case|claim|policy|member(?:ship)?|customer|account|ticket|file|patient)(?: (?:no\.?|number|id))?(?: is)?"
    r"|aktenzeichen|(?:kunden|vertrags|policen|rechnungs|schaden)nummer)[\s:#]{1,3}$",
    re.IGNORECASE,
)
"""Words after which a number names a thing, even beside a currency."""
FEW_HOURS = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?[ \u00a0]?(?:h|hrs?|std\.?|min\.?)", re.IGNORECASE)


def is_amount(text: str, start: int, end: int) -> bool:
    """Say whether a stretch is a sum of money, whose currency may stand beside it."""
    value = text[start:end]
    if ALSO_WORDS.match(value) or NUMBERED.search(text, max(0, start - 30), start):
        return False
    if MONEY.fullmatch(value) or WITH_CENTS.fullmatch(value):
        return True
    if not PLAIN_AMOUNT.fullmatch(value):
        return False
    before = CURRENCY_BEFORE.search(text, max(0, start - 14), start)
    after = CURRENCY_AFTER.match(text, end)
    # In "4711 EUR 300,00" and "300,00 EUR 4711" the currency is the other number's.
    said = before is not None and not _ends_a_number(text, before.start())
    return said or (after is not None and not BEGINS_A_NUMBER.match(text, after.end()))


def _ends_a_number(text: str, end: int) -> bool:
    return ENDS_A_NUMBER.search(text, max(0, end - NEAR), end) is not None
