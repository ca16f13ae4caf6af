"""What is put into the slots of a template: people, firms, places, dates, numbers.

Names come from Faker's lists of many countries, from short lists of our own for countries
it writes in another script, and in part are made up from pieces of both: the model must
learn what a name looks like and where it stands, not which names there are.
"""

import random
import re
from dataclasses import dataclass, field

from faker import Faker

from training.worktexts import MOULDS

LOCALES = {
    "en": (
        "en_US",
        "en_US",
        "en_GB",
        "en_GB",
        "en_AU",
        "en_CA",
        "en_IE",
        "en_IN",
        "en_NZ",
        "en_NG",
        "en_PH",
    ),
    "de": ("de_DE", "de_DE", "de_AT", "de_CH"),
    "fr": ("fr_FR", "fr_FR", "fr_BE", "fr_CA", "fr_CH"),
    "es": ("es_ES", "es_ES", "es_MX", "es_AR", "es_CO"),
    "it": ("it_IT",),
    "nl": ("nl_NL", "nl_NL", "nl_BE"),
    "pl": ("pl_PL",),
    "pt": ("pt_PT", "pt_BR"),
}
FOREIGN = (
    "sv_SE", "no_NO", "da_DK", "fi_FI", "cs_CZ", "sk_SK", "hu_HU", "ro_RO", "hr_HR", "sl_SI", "tr_TR",
    "et_EE", "lt_LT", "lv_LV", "id_ID", "fil_PH", "yo_NG", "ig_NG", "ha_NG", "zu_ZA", "tw_GH", "es_CL", "az_AZ",
    "sq_AL", "is_IS", "ga_IE",
)  # fmt: skip
"""Countries whose names turn up in the languages above."""

ROMANISED = {
    "first": (
        "Wei Min Jing Xiu Hao Lei Yan Ling Jun Mei Xin Yu Haruto Yuki Sakura Kenji Akiko Hiroshi Naoko Takumi "
        "Minjun Seoyeon Jiwoo Hyun Eunji Jisoo Aarav Priya Rohan Ananya Vikram Lakshmi Arjun Deepika Sanjay Kavya "
        "Mohammed Fatima Ahmed Aisha Omar Layla Yusuf Zainab Khalid Noor Hassan Maryam Ali Reza Shirin Dariush "
        "Oleksandr Olena Dmytro Oksana Sergei Natalia Ivan Svetlana Bogdan Yulia Nikos Eleni Giorgos Katerina "
        "Nguyen Linh Thanh Huong Tuan Somchai Siriporn Kwame Ama Chinedu Ngozi Tendai Thandi Abebe Selam Wanjiru"
    ).split(),
    "last": (
        "Wang Li Zhang Liu Chen Yang Huang Zhao Wu Zhou Xu Sun Tanaka Suzuki Takahashi Watanabe Yamamoto Nakamura "
        "Kobayashi Kim Park Choi Jung Kang Cho Sharma Patel Gupta Iyer Reddy Nair Singh Kaur Chatterjee Banerjee "
        "Khan Hussain Rahman Al-Sayed Haddad Mansour El-Amin Farouk Aziz Hosseini Rahimi Moradi Shevchenko "
        "Kovalenko Bondarenko Petrov Ivanova Smirnov Volkov Papadopoulos Georgiou Nikolaidis Tran Pham Le Hoang "
        "Chaiyasit Mensah Owusu Okafor Adeyemi Eze Dlamini Moyo Tesfaye Kamau Otieno Mwangi Diallo Traore Ndiaye"
    ).split(),
}

SECTOR = (
    "Consulting Logistics Partners Energy Systems Capital Health Foods Media Design Studio Robotics Labs Insurance "
    "Software Analytics Engineering Architects Pharma Aerospace Construction Retail Mining Shipping Textiles Motors "
    "Advisory Holdings Ventures Dynamics Technologies Solutions Networks Security Biotech Outdoor Beverages Airways "
    "Properties Interactive Digital Marketing Legal Finance Education Semiconductors Packaging Chemicals Water"
).split()
FORM = {
    "en": (
        "Ltd",
        "Inc.",
        "LLC",
        "PLC",
        "Corp.",
        "LLP",
        "Pty Ltd",
        "Group",
        "Inc",
        "Limited",
        "Co.",
    ),
    "de": ("GmbH", "AG", "KG", "GmbH & Co. KG", "SE", "e.V.", "UG"),
    "fr": ("SA", "SARL", "SAS", "S.A.S.", "EURL", "SASU"),
    "es": ("S.L.", "S.A.", "SL", "S. de R.L.", "SAU"),
    "it": ("S.p.A.", "S.r.l.", "SpA", "Srl", "S.n.c."),
    "nl": ("B.V.", "N.V.", "BV", "VOF"),
    "pl": ("Sp. z o.o.", "S.A.", "sp. k.", "sp. j."),
    "pt": ("Lda.", "S.A.", "Ltda", "Lda"),
}
BODY = {
    "en": (
        "University of {c}",
        "{c} City Council",
        "{c} General Hospital",
        "{c} School District",
        "Bank of {c}",
        "{c} Port Authority",
        "Ministry of {m}",
        "Department of {m}",
        "{c} United",
        "Royal Society of {m}",
        "{c} Chamber of Commerce",
        "St. {f}'s Hospital",
        "{l} Foundation",
        "{l} & {l}",
        "{l}, {l} & {l} LLP",
        "{l} Brothers",
        "{c} District Court",
        "{l} Institute",
        "The {l} Trust",
        "{c} Police Department",
        "The {c} Times",
        "{c} Daily News",
    ),
    "de": (
        "Universität {c}",
        "Stadtwerke {c}",
        "Klinikum {c}",
        "Sparkasse {c}",
        "Amtsgericht {c}",
        "Landesamt für {m}",
        "Autohaus {l}",
        "{l} & Söhne",
        "Stiftung {l}",
        "TSV {c}",
    ),
    "fr": (
        "Université de {c}",
        "Mairie de {c}",
        "CHU de {c}",
        "Cabinet {l}",
        "Lycée {f} {l}",
        "Ministère de la {m}",
        "Groupe {l}",
        "Banque de {c}",
        "Éditions {l}",
    ),
    "es": (
        "Universidad de {c}",
        "Ayuntamiento de {c}",
        "Hospital {f} {l}",
        "Bufete {l}",
        "Grupo {l}",
        "Ministerio de {m}",
        "Caja de {c}",
        "Bodegas {l}",
    ),
    "it": (
        "Università di {c}",
        "Comune di {c}",
        "Ospedale {f} {l}",
        "Studio Legale {l}",
        "Gruppo {l}",
        "Ministero della {m}",
        "Banca di {c}",
        "Officine {l}",
    ),
    "nl": (
        "Universiteit {c}",
        "Gemeente {c}",
        "Ziekenhuis {c}",
        "Stichting {l}",
        "Advocatenkantoor {l}",
        "Ministerie van {m}",
        "Rabobank {c}",
        "Bakkerij {l}",
    ),
    "pl": (
        "Uniwersytet w {c}",
        "Urząd Miasta {c}",
        "Szpital im. {f} {l}",
        "Kancelaria {l}",
        "Grupa {l}",
        "Ministerstwo {m}",
        "Bank Spółdzielczy {c}",
        "Fundacja {l}",
    ),
    "pt": (
        "Universidade de {c}",
        "Câmara Municipal de {c}",
        "Hospital de {c}",
        "Grupo {l}",
        "Ministério da {m}",
        "Banco de {c}",
        "Fundação {l}",
        "Construções {l}",
    ),
}
MATTER = (
    "Finance",
    "Health",
    "Education",
    "Transport",
    "Justice",
    "Defence",
    "Agriculture",
    "Energy",
    "Labour",
    "Culture",
)
SYLLABLES = "ka lo vi ner to ra xi mo dex tri al ve no qu zen or bi ta lu pra syn cor ax el mar vo ny hal pe ro gi str cla fo nex dro ori ka vel tho bra".split()
CODES = (
    "INV-#####", "INV####", "####/##", "#####/##", "EMP#####", "??-####-###", "PRJ-####", "#######", "PO #######",
    "CASE-####-##", "C-##-#####", "REF/####/??", "??######", "#####-??", "#### #### ##", "P####-##", "ACC-######",
    "POL-########", "T-#####", "??/###/####", "###-##-###", "ORD########", "CUST-####", "#-###-#####", "MRN ########",
    "W#######", "##-###/####", "ID#####", "CR-####", "????-####", "Q#-####-##", "S/N ?#?#####", "#######-#", "##.###.###",
    "?#-####", "KD-####-??", "?? ## ####", "##/#####", "No. ####/##", "###/???/##",
)  # fmt: skip
NATIONALITY = (
    "French German Indian Turkish Brazilian Polish Nigerian Chinese Kenyan Irish Mexican Dutch Spanish Italian British "
    "American Canadian Swedish Ukrainian Russian Egyptian Japanese Korean Vietnamese Greek Romanian Syrian Moroccan "
    "Catholic Muslim Jewish Hindu Buddhist Protestant Sikh Democrat Republican Kurdish Roma Basque"
).split()
NATIONAL = {
    "de": "deutsch französische türkischer polnische italienischer spanische katholisch evangelisch muslimisch".split(),
    "fr": "français allemande marocain polonaise italien algérienne catholique musulmane belge".split(),
    "es": "española alemán mexicana colombiano francesa católica musulmán peruana".split(),
    "it": "italiana tedesco francese rumeno cattolica spagnola albanese".split(),
    "nl": "Nederlandse Duitse Turkse Marokkaanse Belgische katholiek Surinaamse".split(),
    "pl": "polskie niemieckiego ukraińskie francuskiej katolickie białoruska".split(),
    "pt": "portuguesa brasileiro angolana alemão espanhola católica".split(),
}
MONTHS = {
    "en": "January February March April May June July August September October November December".split(),
    "de": "Januar Februar März April Mai Juni Juli August September Oktober November Dezember".split(),
    "fr": "janvier février mars avril mai juin juillet août septembre octobre novembre décembre".split(),
    "es": "enero febrero marzo abril mayo junio julio agosto septiembre octubre noviembre diciembre".split(),
    "it": "gennaio febbraio marzo aprile maggio giugno luglio agosto settembre ottobre novembre dicembre".split(),
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "pl": "stycznia lutego marca kwietnia maja czerwca lipca sierpnia września października listopada grudnia".split(),
    "pt": "janeiro fevereiro março abril maio junho julho agosto setembro outubro novembro dezembro".split(),
}
DAYS = {
    "en": "Monday Tuesday Wednesday Thursday Friday".split(),
    "de": "Montag Dienstag Mittwoch Donnerstag Freitag".split(),
    "fr": "lundi mardi mercredi jeudi vendredi".split(),
    "es": "lunes martes miércoles jueves viernes".split(),
    "it": "lunedì martedì mercoledì giovedì venerdì".split(),
    "nl": "maandag dinsdag woensdag donderdag vrijdag".split(),
    "pl": "poniedziałek wtorek środa czwartek piątek".split(),
    "pt": "segunda-feira terça-feira quarta-feira quinta-feira sexta-feira".split(),
}
TITLES = {
    "en": ("Mr.", "Mrs.", "Ms.", "Dr.", "Prof.", "Mr", "Ms", "Dr", "Mrs", "Miss", "Sir"),
    "de": ("Herr", "Frau", "Dr.", "Prof. Dr.", "Herrn"),
    "fr": ("M.", "Mme", "Monsieur", "Madame", "Dr", "Maître"),
    "es": ("Sr.", "Sra.", "D.", "Dña.", "Dr.", "Don", "Doña"),
    "it": ("Sig.", "Sig.ra", "Dott.", "Dott.ssa", "Avv.", "Ing."),
    "nl": ("dhr.", "mevr.", "De heer", "Mevrouw", "dr.", "mr."),
    "pl": ("Pan", "Pani", "dr", "mec.", "p.", "inż."),
    "pt": ("Sr.", "Sra.", "Dr.", "Dra.", "Eng.", "D."),
}


PORTUGUESE = (
    "ainda sempre hoje ontem amanhã depois antes trabalho relatório fatura caixa porta mesa livro casa rua carro tempo ano mês dia semana "
    "pedido entrega compra venda preço valor conta banco loja fábrica máquina peça caminho água luz papel carta chave plano risco prazo "
    "novo velho grande pequeno bom mau claro escuro aberto fechado pronto certo errado simples difícil rápido lento fazer ver dizer pedir "
    "abrir fechar enviar receber pagar comprar vender mudar ficar chegar sair voltar escrever ler ouvir com sem para por mas porque quando "
    "onde como muito pouco mais menos bem mal aqui ali já não sim também este esta esse aquela nosso vosso seu sua todos nenhum algum"
).split()


SECOND_SURNAME = {"es": 0.45, "pt": 0.4, "pl": 0.1, "de": 0.08, "fr": 0.06}
"""Share of full names with two surnames, by language."""
BETWEEN = {"es": (" ", " ", " ", " y ", " de "), "pt": (" ", " ", " da ", " de ", " dos ")}
GENITIVE = {"de": "s", "nl": "s", "en": "'s"}
POLISH = (
    (r"([scz]k)i$", {"gen": r"\1iego", "dat": r"\1iemu", "ins": r"\1im"}),
    (r"([scz]k)a$", {"gen": r"\1iej", "dat": r"\1iej", "ins": r"\1ą"}),
    (r"([kg])a$", {"gen": r"\1i", "dat": r"\1ie", "ins": r"\1ą"}),
    (r"ia$", {"gen": "ii", "dat": "ii", "ins": "ią"}),
    (r"a$", {"gen": "y", "dat": "ie", "ins": "ą"}),
    (r"ek$", {"gen": "ka", "dat": "kowi", "ins": "kiem"}),
    (r"([kg])$", {"gen": r"\1a", "dat": r"\1owi", "ins": r"\1iem"}),
    (r"([bcdfhjlłmnprstwz])$", {"gen": r"\1a", "dat": r"\1owi", "ins": r"\1em"}),
)  # fmt: skip
"""Endings of Polish names in three cases; names with other endings stay as they are."""


def bent(name: str, case: str) -> str:
    """Give a Polish name in a case, as far as simple rules go."""
    for ending, forms in POLISH:
        if re.search(ending, name):
            return re.sub(ending, forms[case], name)
    return name


@dataclass(slots=True)
class Values:
    """Values for one language, drawn with one generator of chance."""

    language: str
    chance: random.Random
    fakers: dict[str, Faker] = field(default_factory=dict)

    def _faker(self, locale: str) -> Faker:
        if locale not in self.fakers:
            self.fakers[locale] = Faker(locale)
            self.fakers[locale].seed_instance(self.chance.randrange(2**31))
        return self.fakers[locale]

    def faker(self, need: str = "first_name") -> Faker:
        """Give a source of values of this language's countries that knows what is needed."""
        faker = self._faker(self.chance.choice(LOCALES[self.language]))
        return (
            faker if hasattr(faker.factories[0], need) else self._faker(LOCALES[self.language][0])
        )

    def one(self, slot: str) -> str:
        """Give a value for a slot."""
        value: str = getattr(self, slot)()
        return re.sub(r"\s*\n\s*", "\n", value.strip()) or "x"

    def words(self, locale: str, count: int) -> list[str]:
        """Give ordinary words of a language, in no order; Django's and ours for Portuguese."""
        if self.language == "pt":
            return [self.chance.choice(PORTUGUESE) for _ in range(count)]
        return self._faker(locale).words(count)

    def first(self) -> str:
        roll = self.chance.random()
        if roll < 0.62:
            return self.faker().first_name()
        if roll < 0.78:
            return self._faker(self.chance.choice(FOREIGN)).first_name()
        if roll < 0.93:
            return self.chance.choice(ROMANISED["first"])
        return self._blend(self.faker().first_name(), self.faker().first_name())

    def last(self) -> str:
        roll = self.chance.random()
        if roll < 0.45:
            return self.faker().last_name()
        if roll < 0.6:
            return self._faker(self.chance.choice(FOREIGN)).last_name()
        if roll < 0.72:
            return self.chance.choice(ROMANISED["last"])
        if roll < 0.82:
            return self._blend(
                self.faker().last_name(), self._faker(self.chance.choice(FOREIGN)).last_name()
            )
        if roll < 0.92:
            return self.moulded()
        if roll < 0.95:
            return f"{self.faker().last_name()}-{self.faker().last_name()}"
        return (
            self.chance.choice(
                (
                    "Mc",
                    "Mac",
                    "O'",
                    "van ",
                    "von ",
                    "de ",
                    "Van der ",
                    "D'",
                    "Al-",
                    "Di ",
                    "da ",
                    "Ben ",
                    "St. ",
                )
            )
            + self.faker().last_name()
        )

    def moulded(self) -> str:
        """Make a surname of this language from its usual parts."""
        heads, tails = MOULDS[self.language]
        return self.chance.choice(heads.split()) + self.chance.choice(tails.split())

    def _blend(self, one: str, other: str) -> str:
        """Make a name that is on no list from the beginning of one and the end of another."""
        head = one[: max(2, len(one) // 2 + self.chance.choice((0, 1)))]
        return (head + other[len(other) // 2 :].lower()).replace(" ", "")

    def person(self) -> str:
        first, last = self.first(), self.last()
        initial = f"{self.chance.choice('ABCDEFGHJKLMNPRSTVW')}."
        form = self.chance.choices(
            ("{f} {l}", "{l}", "{f}", "{f} {i} {l}", "{l}, {f}", "{i} {l}", "{t} {l}", "{t} {f} {l}", "{f} {g} {l}", "{l} {f}", "{L}, {f}", "{f} {l} Jr.", "{F} {L}"),
            (46, 6, 6, 5, 6, 7, 7, 3, 5, 3, 2, 1, 4),
        )[0]  # fmt: skip
        return form.format(
            f=first,
            l=last,
            i=initial,
            t=self.title(),
            g=self.first(),
            L=last.upper(),
            F=first.upper(),
        )

    def full(self) -> str:
        first, last = self.first(), self.last()
        roll = self.chance.random()
        if roll < SECOND_SURNAME.get(self.language, 0.04):
            return f"{first} {last}{self.chance.choice(BETWEEN.get(self.language, ('-',)))}{self.last()}"
        if roll > 0.95:
            return f"{first}{self.chance.choice((' ', ' ', '-'))}{self.first()} {last}"
        return f"{first} {last}"

    def cased(self) -> str:
        """Give a name as a sentence bends it: a genitive, or one of the Polish cases."""
        name = self.chance.choice((self.full, self.full, self.last, self.first))()
        if self.language == "pl":
            ending = self.chance.choice(("gen", "dat", "ins"))
            return " ".join(bent(part, ending) for part in name.split(" "))
        return name + ("'" if name.endswith(("s", "x", "z")) else GENITIVE.get(self.language, ""))

    def title(self) -> str:
        return self.chance.choice(TITLES[self.language])

    def brand(self) -> str:
        made = "".join(self.chance.choice(SYLLABLES) for _ in range(self.chance.choice((2, 2, 3))))
        return made.capitalize()

    def org(self) -> str:
        roll = self.chance.random()
        form = self.chance.choice(FORM[self.language if self.chance.random() < 0.75 else "en"])
        if roll < 0.2:
            return self.faker("company").company()
        if roll < 0.4:
            return (
                f"{self.last()} {self.chance.choice(SECTOR)}{self.chance.choice(('', f' {form}'))}"
            )
        if roll < 0.55:
            return (
                f"{self.brand()}{self.chance.choice(('', f' {self.chance.choice(SECTOR)}'))} {form}"
            )
        if roll < 0.66:
            return f"{self.brand()} {self.chance.choice(SECTOR)}"
        if roll < 0.73:
            return self.brand() + self.chance.choice(
                ("", "", "soft", "tech", "bank", "Works", "Corp")
            )
        if roll < 0.78:
            return "".join(
                self.chance.choice("ABCDEFGHKLMNPRSTVZ") for _ in range(3)
            ) + self.chance.choice(("", f" {form}", " Group"))
        body = self.chance.choice(BODY[self.language])
        return body.format(
            c=self.city(), m=self.chance.choice(MATTER), f=self.first(), l=self.last()
        )

    def court(self) -> str:
        return f"{self.city()} {self.chance.choice(('District', 'Regional', 'High', 'County', 'Magistrates’'))} Court"

    def city(self) -> str:
        faker = (
            self.faker("city")
            if self.chance.random() < 0.8
            else self._faker(self.chance.choice(FOREIGN))
        )
        return faker.city() if hasattr(faker.factories[0], "city") else self.city()

    def place(self) -> str:
        roll = self.chance.random()
        if roll < 0.6:
            return self.city()
        if roll < 0.85:
            return self.faker("country").country()
        return self._faker("en_US").state()

    def country(self) -> str:
        return self.faker("country").country()

    def address(self) -> str:
        roll = self.chance.random()
        faker = self.faker("address")
        if roll < 0.45:
            return faker.address()
        if roll < 0.75:
            return faker.address().replace("\n", ", ")
        return faker.street_address()

    def street(self) -> str:
        return self.faker("street_address").street_address()

    def postcode(self) -> str:
        return self.faker("postcode").postcode()

    def date(self) -> str:
        day, month, year = (
            self.chance.randint(1, 28),
            self.chance.randint(1, 12),
            self.chance.randint(1955, 2027),
        )
        name = self.chance.choice(
            (MONTHS[self.language][month - 1],) * 3 + (MONTHS[self.language][month - 1][:3],)
        )
        forms = {
            "en": (
                f"{day} {name} {year}",
                f"{name} {day}, {year}",
                f"{name} {year}",
                f"{day} {name}",
                f"{name} {day}",
                f"{day}th of {name}",
            ),
            "de": (
                f"{day}. {name} {year}",
                f"{name} {year}",
                f"{day}.{month}.{year}",
                f"{day:02}.{month:02}.{year}",
            ),
            "fr": (f"{day} {name} {year}", f"{name} {year}", f"le {day} {name}"),
            "es": (f"{day} de {name} de {year}", f"{name} de {year}", f"{day} de {name}"),
            "it": (f"{day} {name} {year}", f"{name} {year}"),
            "nl": (f"{day} {name} {year}", f"{name} {year}", f"{day}-{month}-{year}"),
            "pl": (
                f"{day} {name} {year} r.",
                f"{day} {name} {year}",
                f"{day:02}.{month:02}.{year} r.",
            ),
            "pt": (f"{day} de {name} de {year}", f"{name} de {year}"),
        }[self.language]
        common = (
            f"{year}-{month:02}-{day:02}", f"{day:02}/{month:02}/{year}", f"{day:02}.{month:02}.{year}", f"{year}",
            self.chance.choice(DAYS[self.language]), f"{month}/{day}/{year % 100:02}", f"Q{self.chance.randint(1, 4)} {year}",
            f"{self.chance.choice(DAYS[self.language])}, {day} {name} {year}", f"{day:02}/{month:02}/{year} {self.time()}",
        )  # fmt: skip
        return self.chance.choice(forms if self.chance.random() < 0.6 else common)

    def time(self) -> str:
        return f"{self.chance.randint(0, 23):02}:{self.chance.choice((0, 15, 30, 45, 7, 52)):02}"

    def year(self) -> str:
        return str(self.chance.randint(1965, 2026))

    def ref(self) -> str:
        code = self._faker("en_US").bothify(self.chance.choice(CODES))
        return code.upper() if self.chance.random() < 0.9 else code

    def email(self) -> str:
        return self.faker("email").email()

    def phone(self) -> str:
        return self.faker("phone_number").phone_number()

    def iban(self) -> str:
        return self._faker("de_DE").iban()

    def card(self) -> str:
        return self._faker("en_US").credit_card_number()

    def ssn(self) -> str:
        return self._faker("en_US").ssn()

    def ip(self) -> str:
        return self._faker("en_US").ipv4()

    def url(self) -> str:
        return self._faker("en_US").url()

    def age(self) -> str:
        return str(self.chance.randint(18, 94))

    def nrp(self) -> str:
        own = NATIONAL.get(self.language, NATIONALITY)
        return self.chance.choice(own if self.chance.random() < 0.8 else NATIONALITY)

    def job(self) -> str:
        return (
            self._faker(
                {
                    "en": "en_US",
                    "de": "de_DE",
                    "fr": "fr_FR",
                    "es": "es_ES",
                    "it": "it_IT",
                    "nl": "nl_NL",
                    "pl": "pl_PL",
                    "pt": "pt_PT",
                }[self.language]
            ).job()
            if self.language != "en" or self.chance.random() < 0.5
            else self.chance.choice(ROLES)
        )

    def money(self) -> str:
        amount = self.chance.choice(
            (
                f"{self.chance.randint(1, 999)},{self.chance.randint(0, 999):03}",
                f"{self.chance.randint(10, 9999)}.{self.chance.randint(0, 99):02}",
                f"{self.chance.randint(1, 99)}k",
                f"{self.chance.randint(1, 40)}.{self.chance.randint(1, 9)} million",
            )
        )
        return self.chance.choice(("€", "$", "£", "EUR ", "USD ", "")) + amount

    def number(self) -> str:
        return str(self.chance.randint(1, 400))

    def handle(self) -> str:
        first, last = self.first().lower().replace(" ", ""), self.last().lower().replace(" ", "")
        return self.chance.choice(
            (
                f"{first}.{last}",
                f"{first[:1]}{last}",
                f"{first}_{last}",
                f"{last}{first[:1]}",
                f"{first}{self.chance.randint(1, 99)}",
            )
        )


ROLES = (
    "Senior Consultant|Project Manager|Head of Procurement|Chief Financial Officer|Software Engineer|Data Analyst|UX Designer|"
    "Legal Counsel|Marketing Lead|Account Executive|Operations Director|HR Business Partner|Site Engineer|Nurse Manager|"
    "Research Associate|Product Owner|Paralegal|Architect|Quality Manager|Financial Controller|Copywriter|Team Lead"
).split("|")
