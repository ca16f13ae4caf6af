"""Short words and abbreviations of offices, clinics and code that are nobody's name."""

import re

from scrubbing.engine.detectors.languages import WORDS

ABBREVIATIONS = frozenset(
    # officers, papers and money
    "ceo cfo cto coo cio ciso cmo cpo cro cso chro vp svp evp md gm pm pmo po sme ba qa qc hr it pr r&d ir rm "
    "kpi kpis okr okrs roi roe irr npv wacc ebit ebitda capex opex cogs p&l gmv arr mrr ltv cac arpu aum nav "
    "nda ndas sow sows msa sla slas rfp rfq rfi rfc mou loi tos eula dpa dpia gdpr dsgvo rgpd ccpa hipaa sox kyc aml esg csr ehs hse "
    "aob agm egm ad aoc eod eow eom eoy eta etd asap fyi tbc tbd tba ooo wip pto ftes fte cv cvs ps nb re fw fwd cc bcc "
    "ytd yoy mom qoq fy h1 h2 q1 q2 q3 q4 p.a. pa c.v. e.g. i.e. etc. incl. approx. a.m. p.m. n/a gmbh&co "
    "b2b b2c d2c saas paas iaas crm erp cms api apis ui ux pdf csv xml json yaml html css sql http https url urls uri "
    "mvp poc uat sit prod dev ci cd devops mfa sso vpn dns dhcp tls ssl ssh ip lan wan cpu gpu ram ssd iot llm ocr nlp ner "
    # medicine
    "gp gps a&e nok icu itu hdu er ed ot pt slt ct mri ecg ekg eeg echo cxr bp hr rr bmi gcs spo2 hba1c fbc crp u&es lfts tft tsh inr "
    "pmh pmhx dhx shx fhx sob cp htn t1dm t2dm dm af ihd mi copd uti dvt pe cva tia ckd aki gord ibs ra oa "
    "iv im sc prn od bd tds qds stat nkda dnr dnacpr mdt opd ward ortho cardio neuro paeds obs gynae "
    # money
    "usd eur gbp chf jpy cny rmb sek dkk pln czk huf bgn inr brl mxn aud nzd cad zar sgd hkd krw thb idr myr aed rub uah mwst ust vat "
    # what is written before a number or a name
    "iban bic swift vat nip pesel regon krs bsn kvk btw dni nif nie cif niss nir siret siren rcs tva iva p.iva c.f. cpf cnpj rg cep crm "
    "ust-id ust-idnr ustid steuernr steuernummer hrb hra svnr plz tel tel. fax mobil mobile handy dob nhs mrn gp pnr eta po p.o. nr nr. no. n.º "
    "z.hd. z.h. i.a. i.v. ppa. gez. gez c/o attn attn. cc ref. az az. s.l. "
    # departments by their plain name
    "legal finance procurement payroll marketing sales operations compliance accounting purchasing logistics engineering "
    "einkauf vertrieb buchhaltung personalabteilung rechtsabteilung compras ventas contabilidad acquisti vendite inkoop verkoop".split()
)  # fmt: skip
LABELS = frozenset(
    "iban bic nip pesel regon krs bsn kvk btw dni nif nie cif niss nir siret siren rcs tva cpf cnpj hrb hra dob nhs mrn pnr".split()
)
"""Words that announce a number and may stand after a name or an address."""
LITTLE = frozenset(word for words in WORDS.values() for word in words) | frozenset(
    # pronouns, prepositions, helping verbs and the like, beyond those that tell a language
    "mich mir mein meine uns unser unsere euch ihr ihre ihren ihm ihn sein seine unter zwischen gegen ohne bis seit vor nach wegen "
    "wenn weil dass aber oder denn noch schon nur sehr hier dort jetzt heute gestern morgen soll sollte muss kann können wurden worden "
    "nous votre vos notre nos leurs ces mais donc car chez sans sous vers entre avant après depuis pendant très bien aussi encore "
    "déjà ici doit peut être avoir était sera suite "
    "nosotros nuestro nuestra nuestros nuestras vuestro ustedes pero porque sin bajo hacia antes después durante ya aquí debe puede "
    "ser estar había será están fueron "
    "noi nostro nostra vostro loro ma perché senza sotto verso prima dopo durante già qui deve può essere avere era sarà erano "
    "ons onze jullie jij hun hem haar zonder onder tussen tegen voordat nadat omdat maar dus wel al hier daar nu moet kunnen zijn "
    "hebben waren zal vroeg staat staan "
    "nas nasz nasza nasze wasz ich im mu jej bez pod nad przed między ponieważ oraz ale więc już tu tam teraz dzisiaj wczoraj jutro "
    "musi może być mieć było byli będzie proszę dziękuję "
    "nós nosso nossa vosso eles elas mas porque sem sob antes depois durante já aqui deve pode ser estar tinha será foram "
    "me my mine our ours him her hers us them those these there here then than when while because before after under over between "
    "would could should must might been being does did done very just only also not no yes".split()
)  # fmt: skip
"""The commonest words of eight languages."""
PARTICLES = frozenset("van von der den de la le da dos das di del della ter ten zu y e i".split())
"""Little words that stand within surnames: alone they are no name, before one they are part."""
TOKEN = re.compile(r"\S+")
ENDINGS = tuple(
    "tion tions tionen ology ability ibility ization isation izations isations igkeit igkeiten ungen heiten keiten lichkeit schaften itäten "
    "ität ismus rung chung tzung llung dung skosten aufwand nummer betrag kostenstelle nahmen bericht igheid heden atie aties ssements issement "
    "ciones zación mientos alidad ilidad alidades ilidades azione azioni izzazione ções zação ość ości acja acji acje owanie owania owaniu "
    "czenie czenia dzenie dzenia stwo stwa czny czna czne cznej cznych".split()
)
"""Endings by which eight languages make words for things that nobody is called after."""


LONG = 8
"""Letters; shorter words with such an ending are names too often: "Hartung", "Clement"."""


def says_nobody(text: str) -> bool:
    """Say whether a text is only abbreviations, or only the commonest words in small letters."""
    words = text.split()
    if not words:
        return True
    plain = [word.strip(".,;:()\"'").lower() for word in words]
    if all(one in ABBREVIATIONS or other.lower() in ABBREVIATIONS for one, other in zip(plain, words, strict=True)):  # fmt: skip
        return True
    return text == text.lower() and all(word in LITTLE for word in plain)


def is_made(word: str) -> bool:
    """Say whether a word in small letters is made of another: "Abschreibungen", "dostępność"."""
    return len(word) >= LONG and word.endswith(ENDINGS)


def without_labels(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out a word that announces a number, and what follows: "35-045 Rzeszów, NIP 813"."""
    for word in list(TOKEN.finditer(text, start, end))[1:]:
        if _label(word[0]):
            return start, start + len(text[start : word.start()].rstrip(" ,;:\n"))
    return start, end


def without_little_words(text: str, start: int, end: int) -> tuple[int, int]:
    """Leave out common words in small letters at the ends of a name of several words.

    "mich unter Hagedorn" is Hagedorn; "van der Heijden" stays as it is.
    """
    words = [(start + m.start(), start + m.end()) for m in TOKEN.finditer(text[start:end])]
    while len(words) > 1 and _little(text[slice(*words[0])], PARTICLES):
        words.pop(0)
    while len(words) > 1 and (
        _little(text[slice(*words[-1])], frozenset()) or _label(text[slice(*words[-1])])
    ):
        words.pop()
    return (words[0][0], words[-1][1]) if words else (start, end)


def _label(word: str) -> bool:
    """Say whether a word in capitals announces the number that follows: "Rzeszów, NIP"."""
    return word == word.upper() and word.strip(".,:").lower() in LABELS


def _little(word: str, spared: frozenset[str]) -> bool:
    return word == word.lower() and word in LITTLE and word not in spared
