"""Words and given names beside the model: ``python -m training.lexicon --data FOLDER --out FOLDER``.

The encoder knows few words of other languages, and German writes every noun like a name. A
word that the treebanks use as a word, and never as a name, and that is on no list of names,
is not leaned on (``detectors.encoder``); a given name with a capital is leaned on more.
Documents that are kept from training give none.
"""

import argparse
import json
import random
import re
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from faker import Faker

from training import grammar, headings, negatives, prose, treebanks
from training.values import FOREIGN, LOCALES, NATIONAL, NATIONALITY, ROMANISED

FORMS = (
    "vorname nachname anschrift geburtsdatum geburtsort geburtsname staatsangehörigkeit familienstand kundennr kundennummer matrikelnr "
    "matrikelnummer rechnungsnummer aktenzeichen sachbearbeiter ansprechpartner zeuge zeugin kläger klägerin beklagte vermieter mieter "
    "mietobjekt hausmeister eigentümer gutachter antragsteller kaution klausur einsicht anhang betreff absender empfänger unterschrift "
    "anlage ort datum lieferant kunde vertretung leitung prüfer studierende lebenslauf berufserfahrung ausbildung kenntnisse hobbys "
    "lagerort nettomiete nebenkosten "
    "nom prénom adresse téléphone courriel naissance nationalité objet expéditeur destinataire signature salarié matricule bailleur "
    "locataire demandeur défendeur témoin pièce annexe facture devis dossier employeur compétences formation expérience loisirs "
    "nombre apellidos domicilio teléfono correo nacimiento nacionalidad asunto remitente destinatario firma arrendador arrendatario "
    "demandante demandado testigo perito anexo factura presupuesto expediente acta asistentes administradora administrador propietarios "
    "cognome indirizzo telefono nascita nazionalità oggetto mittente destinatario firma locatore conduttore attore convenuto testimone "
    "perito allegato fattura preventivo pratica verbale presenti assenti spettabile egregio gentile cordiali "
    "voornaam achternaam adres telefoon geboortedatum geboorteplaats nationaliteit onderwerp afzender ontvanger handtekening verhuurder "
    "huurder eiser gedaagde getuige bijlage factuur offerte dossier notulen aanwezig afwezig kenteken klant polisnummer "
    "imię nazwisko adres telefon urodzenia obywatelstwo temat nadawca odbiorca podpis wynajmujący najemca powód pozwany świadek biegły "
    "załącznik faktura oferta protokół obecni nieobecni zgłaszający zgłoszenie opis komputer status przekazano odbiór "
    "nome apelido morada telefone nascimento nacionalidade assunto remetente destinatário assinatura senhorio inquilino autor réu "
    "testemunha anexo fatura orçamento processo ata presentes reclamação exmo exma exmos senhores vencimento contribuinte cliente "
    "gestor gestora nascida nascido residente titular "
    "applicant claimant defendant landlord tenant witness referee surname forename address enclosure attendees apologies agenda minutes"
).split()
"""Words of forms and letters, which treebanks have seldom. Ours."""
LEAST_LENGTH = 3
SEEN = 2
"""Times a treebank must use a word as a word."""
WORD = re.compile(r"[^\W\d_]+")


def names() -> set[str]:
    """Give every word of the generator's lists of given names and surnames."""
    found = {word.lower() for group in ROMANISED.values() for word in group}
    for locale in {one for group in LOCALES.values() for one in group} | set(FOREIGN):
        for provider in Faker(locale).factories[0].get_providers():
            for name in dir(provider):
                listed = getattr(provider, name)
                if name.startswith(("first_name", "last_name")) and not callable(listed):
                    found |= {word for one in listed for word in WORD.findall(str(one).lower())}
    return found


def counted(data: Path) -> tuple[Counter[str], Counter[str]]:
    """Give how often words are words in the treebanks, and how often parts of names."""
    plain: Counter[str] = Counter()
    named: Counter[str] = Counter()
    for files in treebanks.FILES.values():
        for file in files:
            for sentence in treebanks.sentences(data / file):
                if treebanks.aside(sentence.document):
                    continue
                for word in sentence.words:
                    counts = named if word.tag else plain
                    counts.update(WORD.findall(sentence.text[word.start : word.end].lower()))
    plain.update(_english(data))
    return plain, named


def _english(data: Path) -> Iterator[str]:
    """Give the words in small letters of English contracts and judgments, outside their names."""
    for name in ("sec_contracts.jsonl", "tab_train.jsonl"):
        path = data / name
        for line in path.read_text(encoding="utf-8").splitlines() if path.is_file() else ():
            told = json.loads(line)
            pieces = _outside(told) if "text" in told else _untagged(told)
            yield from (word for word in WORD.findall(" ".join(pieces)) if word == word.lower())


def _outside(told: dict) -> Iterator[str]:
    position = 0
    for span in sorted(told["spans"], key=lambda one: one["start"]):
        yield told["text"][position : max(position, span["start"])]
        position = max(position, span["end"])
    yield told["text"][position:]


def _untagged(told: dict) -> Iterator[str]:
    return (token for token, tag in zip(told["tokens"], told["tags"], strict=True) if tag == "O")


def listed() -> Iterator[str]:
    """Give the words of messages, of job titles and of the parts of sentences."""
    for language, locales in LOCALES.items():
        for text in prose.messages(language, 2, 10_000):
            yield from WORD.findall(text.lower())
        for provider in Faker(locales[0]).factories[0].get_providers():
            for job in getattr(provider, "jobs", ()):
                yield from WORD.findall(str(job).lower())
            words = getattr(provider, "word_list", ())
            yield from (word for one in words for word in WORD.findall(str(one).lower()))
    yield from (word.lower() for word in (*headings.MODIFIERS, *headings.SUBJECTS))
    yield from FORMS
    for piece in negatives.library(random.Random(0)):
        yield from (word for word in WORD.findall(piece) if word == word.lower())
    for parts in grammar.PARTS.values():
        for text in (parts.whens, parts.deeds, parts.things, parts.places):
            yield from WORD.findall(text.lower())


def given(plain: Mapping[str, int]) -> list[str]:
    """Give the given names of the generator's lists that no treebank uses as a word."""
    return sorted(
        name
        for name in treebanks.given_names() | {one.lower() for one in ROMANISED["first"]}
        if WORD.fullmatch(name) and len(name) >= LEAST_LENGTH and not plain[name]
    )


def words(plain: Mapping[str, int], named: Mapping[str, int]) -> list[str]:
    """Give the ordinary words in order of the alphabet; days, months and nations are none."""
    told = {word.lower() for group in (NATIONALITY, *NATIONAL.values()) for word in group}
    kept = {word for word, count in plain.items() if count >= SEEN} | set(listed())
    return sorted(
        word
        for word in kept - names() - told - treebanks.TIME_WORDS
        if len(word) >= LEAST_LENGTH and named[word] * 50 <= plain[word]
    )


def main() -> None:
    """Write both lists, one word to a line."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, required=True)
    parser.add_argument("--out", type=Path, required=True, help="the folder of the model")
    asked = parser.parse_args()
    plain, named = counted(asked.data)
    for name, found in (
        ("plain_words.txt", words(plain, named)),
        ("given_names.txt", given(plain + Counter(listed()))),
    ):
        (asked.out / name).write_text("\n".join(found) + "\n", encoding="utf-8")
        print(name, len(found))


if __name__ == "__main__":
    main()
