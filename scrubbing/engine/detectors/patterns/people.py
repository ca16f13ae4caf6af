"""People announced by a word: a form of address, a salutation, a closing, a field's name.

Needs no model: "Herr", "Mme", "dott.ssa" or ``"lastName":`` says that a name comes next,
whatever language the sentence is in and however rare the name is.
"""

import re

from scrubbing.engine.detectors.patterns.rule import Rule
from scrubbing.engine.types import Kind

UPPER = "A-ZÀ-ÖØ-ÞĀĂĄĆČĎĐĒĖĘĚĞĢĪĮİĶĹĻĽŁŃŅŇŌŐŒŔŘŚŞŠŢŤŪŮŰŲŹŻŽȘȚ"
WORD = rf"(?:[{UPPER}]\.(?:\s?-?[{UPPER}]\.)*|(?:[dDlL]['’]|Mc|Mac|O['’]|Al-|N['’])?[{UPPER}][^\W\d_]+(?:[-'’][^\W\d_]+)*)"
PARTICLE = (
    r"(?:van|von|der|den|de|del|della|di|da|dos|das|do|du|la|le|ten|ter|ten|zu|zum|e|y|i|bin|al|el)"
)
NAME = rf"{WORD}(?:[ \u00a0](?:{PARTICLE}[ \u00a0]){{0,3}}{WORD}){{0,3}}"
"""One to four words with a capital, with the little words of surnames between."""
BEFORE = r"(?:(?:van|von|der|den|del?|della|di|da|dos|das|do|la|le|ten|ter|zu)[ \u00a0]){0,3}"
"""Little words that a surname may begin with."""

FORMS = (
    r"Mr|Mrs|Ms|Miss|Mx|Messrs|Dr|Prof|Sir|Dame|Rev|Fr|Sister|Capt|Lt|Sgt|Hon|"
    r"Herrn?|Frau|Fräulein|Hr|Fr|Eheleute|Familie|Dipl\.?-?\s?Ing|Mag|Priv\.?-?Doz|"
    r"M|MM|Mme|Mmes|Mlle|Monsieur|Madame|Mademoiselle|Maître|Me|"
    r"Sra|Srta|Sres|Don|Doña|Dña|Señora?|Señorita|señora?|señorita|Lcdo|Lcda|Licda?|"
    r"Sig|Sig\.ra|Sig\.na|Signora?|Signorina|signora?|Dott|Dott\.ssa|Dr\.ssa|Avv|Arch|Geom|Rag|rag|dott|dott\.ssa|ing|avv|arch|geom|"
    r"Dhr|dhr|Mevr|mevr|Mw|mw|Mevrouw|mevrouw|Meneer|meneer|De heer|de heer|drs|mr|"
    r"Pan|Pani|Pana|Panu|Panią|Panem|pan|pani|pana|panu|panią|panem|p|mgr|inż|lek|mec|ks|dr hab|dr|prof|Państwo|"
    r"Exmo|Exma|Senhora?|senhora?|Dona|Eng|Engª|Arq|Drª|Dra|Ing"
)
MORE = r"(?:(?:Dr|dr|Prof|prof|med|hab|h\.c|rer|nat|Ing|inż|mgr|Dott|Dott\.ssa|Sr|Sra|Herrn?|Frau)\.?[ \u00a0])*"
"""Further titles between the form of address and the name."""
NOT_NAMES = frozenset(
    "engineer manager director consultant analyst developer designer product software data account project vice associate executive officer "
    "president chairman minister secretary general judge justice und and oder or et y e i team group department office street road avenue "
    "kollege kollegin kanzler kanzlerin bundeskanzlerin präsident präsidentin professor professorin doktor doktorin bürgermeister richter "
    "président directeur directrice ministre maire juge docteur presidente director directora ministro juez alcalde doctor doctora "
    "direttore direttrice sindaco giudice dottore dottoressa avvocato ingegnere voorzitter directeur minister burgemeester rechter dokter "
    "prezes dyrektor minister sędzia doktor profesor kierownik diretor diretora ministra juiz doutor doutora engenheiro engenheira "
    "sir madam all everyone both there team colleagues colleague friends folks customer client hiring manager member sirs reader user "
    "damen herren kollegen kolleginnen zusammen alle freunde leser kunde kundin mitglieder eltern "
    "tous toutes monsieur madame messieurs mesdames client collègues équipe todos todas señores señoras cliente equipo compañeros "
    "tutti tutte signori signore clienti colleghi collega allen allemaal heer mevrouw klant collega's iedereen lezer "
    "dr dra mr mrs ms sr sra srta sig prof dott dottssa avv mme mlle frau herr herrn pani pan panie don dona dhr mevr mw ing eng sir "
    "państwo wszyscy klient koleżanki koledzy senhores senhoras colegas equipa equipe clientes amigos".split()
)


def named(text: str) -> float:
    """Judge words with capitals after a form of address: offices and groups are no names."""
    words = re.split(r"[ \u00a0]", text)
    return 0.0 if any(word.lower().strip(".,") in NOT_NAMES for word in words) else 0.9


GREETINGS = (
    r"Dear|Hi|Hello|Hey|Hallo|Liebe[rs]?|Moin|Servus|Cher|Chère|Chers|Bonjour|Salut|Hola|Estimad[oa]s?|Querid[oa]s?|Buenos días|"
    r"Car[oaie]|Gentile|Egregi[oa]|Ciao|Buongiorno|Spett\.le|Beste|Geachte|Dag|Hoi|Drog[ia]|Szanown[yaie]|Cześć|Witaj|Car[oa]s?|Prezad[oa]s?|Olá|Oi|Bom dia"
)
CLOSINGS = (
    r"regards|wishes|sincerely|faithfully|truly|Thanks|thanks|Cheers|cheers|Best|Grüßen|Grüße|Gruß|Grüssen|Grüsse|Gruss|hochachtungsvoll|"
    r"Cordialement|cordialement|salutations|Bien à (?:toi|vous)|Saludos|saludos|cordial saludo|Atentamente|atentamente|Un abrazo|Saluti|saluti|"
    r"groet|groeten|Groet|Groeten|poważaniem|Pozdrawiam|pozdrawiam|pozdrowieniami|cumprimentos|Cumprimentos|Atenciosamente|Abraço"
)
FIELDS = (
    r"(?:first|last|given|family|middle|maiden|full|display|contact|employee|customer|client|patient|tenant|applicant|student)[_\s-]?name|"
    r"surname|forename|nachname|vorname|familienname|nom_de_famille|prenom|prénom|apellidos?|primer_apellido|cognome|nominativo|"
    r"achternaam|voornaam|nazwisko|imie|imię|apelido|sobrenome"
)


def _value(text: str) -> float:
    """Judge a field's value: written like a name, and no variable or template."""
    if any(c in "{}$<>_()[]=/\\@#%" or c.isdigit() for c in text):
        return 0.0
    return 0.9 if text[:1].isupper() and named(text) else 0.0


RULES = (
    Rule(
        "form_of_address",
        Kind.PERSON,
        re.compile(rf"(?<![\w.'’-])(?:{FORMS})\.?[ \u00a0]{MORE}(?P<v>{BEFORE}{NAME})(?![\w@])"),
        0.9,
        check=named,
    ),
    Rule(
        "salutation",
        Kind.PERSON,
        re.compile(
            rf"(?:^|(?<=[\n\ue000]))[ \t>]*(?:{GREETINGS})[ ,\u00a0]{{1,2}}(?P<v>{NAME})(?=[ ]?(?:[,!:;.–-]|\n|\ue000|$))",
            re.MULTILINE,
        ),
        0.85,
        check=named,
        code=False,
    ),
    Rule(
        "closing",
        Kind.PERSON,
        re.compile(
            rf"(?:{CLOSINGS})[,.!]?[ \t]*\n\s{{0,3}}(?P<v>{NAME})(?=[ \t]*(?:\n|\ue000|$|[,|]))"
        ),
        0.85,
        check=named,
        code=False,
    ),
    Rule(
        "field",
        Kind.PERSON,
        re.compile(
            rf"(?<![A-Za-z])(?:{FIELDS})[\"']?\s?(?:[:=]|=>)\s?[\"'](?P<v>[^\"'\n\ue000]{{2,60}})[\"']",
            re.IGNORECASE,
        ),
        0.9,
        check=_value,
        needs=("name", "pellido", "sobrenome", "nazwisko", "imi", "prenom", "prénom", "voornaam"),
    ),
    Rule(
        "element",
        Kind.PERSON,
        re.compile(rf"<(?P<tag>{FIELDS})>(?P<v>[^<>\n\ue000]{{2,60}})</(?P=tag)>", re.IGNORECASE),
        0.9,
        check=_value,
        needs=("</",),
    ),
    Rule(
        "machine_readable",
        Kind.IDENTITY_DOCUMENT,
        re.compile(
            r"(?<![\w<])(?:[PIAC][A-Z<][A-Z]{3}[A-Z<]{20,}|(?=[A-Z0-9<]*<{2})[A-Z0-9<]{28,44})(?![\w<])"
        ),
        0.95,
        needs=("<<",),
    ),
)  # fmt: skip
