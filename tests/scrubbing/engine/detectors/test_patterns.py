import logging

import pytest

from scrubbing.engine.detectors.merge import merge
from scrubbing.engine.detectors.patterns import detector
from scrubbing.engine.types import Kind, Role, Unit


@pytest.fixture(scope="module")
def patterns() -> detector.Patterns:
    return detector.build()


def found(patterns: detector.Patterns, text: str, **unit: object) -> list[tuple[Kind, str]]:
    spans = merge(patterns.detect([Unit("u", text, **unit)]))
    return [(s.kind, text[s.start : s.end]) for s in spans if s.score >= 0.5]


FOUND = {
    "write to ann.lee+x@mail.example.com today": (Kind.EMAIL, "ann.lee+x@mail.example.com"),
    "IBAN DE89 3704 0044 0532 0130 00 please": (Kind.BANK_ACCOUNT, "DE89 3704 0044 0532 0130 00"),
    "BIC: COBADEFFXXX": (Kind.BANK_ACCOUNT, "COBADEFFXXX"),
    "card 4111 1111 1111 1111 was charged": (Kind.CARD, "4111 1111 1111 1111"),
    "call +44 20 7946 0018 now": (Kind.PHONE, "+44 20 7946 0018"),
    "Anna (07700 900456) came": (Kind.PHONE, "07700 900456"),
    "au 01 42 68 53 00 demain": (Kind.PHONE, "01 42 68 53 00"),
    "Tel.: 030 901820": (Kind.PHONE, "030 901820"),
    "host db-01.acme.corp is down": (Kind.HOST, "db-01.acme.corp"),
    "from 10.20.30.40 to there": (Kind.IP_ADDRESS, "10.20.30.40"),
    "at 2001:db8:85a3::8a2e:370:7334 now": (Kind.IP_ADDRESS, "2001:db8:85a3::8a2e:370:7334"),
    "mac 00:1B:44:11:3A:B7 seen": (Kind.MAC_ADDRESS, "00:1B:44:11:3A:B7"),
    "SSN 536-22-1234 on file": (Kind.SOCIAL_ID, "536-22-1234"),
    "NINO AB 12 34 56 C": (Kind.SOCIAL_ID, "AB 12 34 56 C"),
    "NHS number 943 476 5919": (Kind.HEALTH_ID, "943 476 5919"),
    "PESEL 44051401359": (Kind.SOCIAL_ID, "44051401359"),
    "DNI 12345678Z": (Kind.IDENTITY_DOCUMENT, "12345678Z"),
    "codice fiscale RSSMRA85T10A562S": (Kind.TAX_ID, "RSSMRA85T10A562S"),
    "USt-IdNr. DE123456788": (Kind.TAX_ID, "DE123456788"),
    "passport no. C01X00T47": (Kind.IDENTITY_DOCUMENT, "C01X00T47"),
    "number plate: AB12 CDE": (Kind.LICENCE_PLATE, "AB12 CDE"),
    "Invoice no. 2021/0047 is due": (Kind.REFERENCE, "2021/0047"),
    "Aktenzeichen: 4 C 123/21": (Kind.REFERENCE, "4 C 123/21"),
    "born on 3 May 1980 in spring": (Kind.DATE_OF_BIRTH, "3 May 1980"),
    "geb. 03.05.1980": (Kind.DATE_OF_BIRTH, "03.05.1980"),
    "near 52.520008, 13.404954": (Kind.COORDINATE, "52.520008, 13.404954"),
    "pay 0x52908400098527886E0F7030069857D2E4169EE7": (
        Kind.CRYPTO,
        "0x52908400098527886E0F7030069857D2E4169EE7",
    ),
    "arn:aws:iam::123456789012:role/x": (Kind.REFERENCE, "123456789012"),
    "see ACME-1234 for details": (Kind.REFERENCE, "ACME-1234"),
    "open \\\\fs01\\teams\\payroll": (Kind.PATH, "\\\\fs01\\teams\\payroll"),
    "in /home/jlee/src": (Kind.USERNAME, "jlee"),
    "read \\\\fs01\\pay\\Offer Lee.xlsx first": (Kind.PATH, "\\\\fs01\\pay\\Offer Lee.xlsx"),
    "D:\\Benutzer\\hmueller\\plan": (Kind.USERNAME, "hmueller"),
    "see ~peter/notes there": (Kind.USERNAME, "peter"),
    "D.O.B.: 5-Jan-1970": (Kind.DATE_OF_BIRTH, "5-Jan-1970"),
    "Geburtstag: 12.3.1980": (Kind.DATE_OF_BIRTH, "12.3.1980"),
    "nascida a 3 de maio de 1971": (Kind.DATE_OF_BIRTH, "3 de maio de 1971"),
    "she was born in 1984 there": (Kind.DATE_OF_BIRTH, "1984"),
    "the car B-MW 1234 stood there": (Kind.LICENCE_PLATE, "B-MW 1234"),
    "plaque AB-123-CD": (Kind.LICENCE_PLATE, "AB-123-CD"),
    "latitude 51.5074 or so": (Kind.COORDINATE, "51.5074"),
    "at N 51° 30.44' W 0° 7.65' sharp": (Kind.COORDINATE, "N 51° 30.44' W 0° 7.65'"),
    "ZIP: 62701 please": (Kind.ADDRESS, "62701"),
    "code postal : 75002 et": (Kind.ADDRESS, "75002"),
    "ticket HR-1234 waits": (Kind.REFERENCE, "HR-1234"),
    "ticket OPS-42 waits": (Kind.REFERENCE, "OPS-42"),
    "from x.com daily": (Kind.HOST, "x.com"),
    "Kundennr. 100245": (Kind.REFERENCE, "100245"),
    "docket 1:21-cv-00345": (Kind.REFERENCE, "1:21-cv-00345"),
    "at instagram.com/jane.doe daily": (Kind.URL, "instagram.com/jane.doe"),
    "https://docs.google.com/document/d/1AbCdEfGh/edit": (
        Kind.URL,
        "https://docs.google.com/document/d/1AbCdEfGh/edit",
    ),
    "at indeed.com/r/Ann-Lee/853988e0 there": (Kind.URL, "indeed.com/r/Ann-Lee/853988e0"),
    "thanks to\n@moonlark\nfor all": (Kind.USERNAME, "moonlark"),
    "thanks to @moonlark\nfinal version here": (Kind.USERNAME, "moonlark"),
    "at https://acme-corp.signin.aws.amazon.com/console": (
        Kind.URL,
        "https://acme-corp.signin.aws.amazon.com/console",
    ),
    "at acme-corp.signin.aws.amazon.com": (Kind.HOST, "acme-corp.signin.aws.amazon.com"),
    "at https://app.terraform.io/app/acme-ltd/workspaces/x": (
        Kind.URL,
        "https://app.terraform.io/app/acme-ltd/workspaces/x",
    ),
    "at https://coveralls.io/repos/github/moonlark/x": (
        Kind.URL,
        "https://coveralls.io/repos/github/moonlark/x",
    ),
    "at https://img.shields.io/docker/pulls/acme/x": (
        Kind.URL,
        "https://img.shields.io/docker/pulls/acme/x",
    ),
    "at https://packagist.org/packages/acme-ltd/x": (
        Kind.URL,
        "https://packagist.org/packages/acme-ltd/x",
    ),
    "at https://web.archive.org/web/2019/https://www.acme-ltd.com/": (
        Kind.URL,
        "https://web.archive.org/web/2019/https://www.acme-ltd.com/",
    ),
    "at https://acme-ltd.sourceforge.net/": (Kind.URL, "https://acme-ltd.sourceforge.net/"),
    "module git.acme.corp/payments": (Kind.HOST, "git.acme.corp"),
    "the erp.acme.corp import failed": (Kind.HOST, "erp.acme.corp"),
    "at projects/acme-prod-44/firewalls/x": (Kind.REFERENCE, "acme-prod-44"),
    "on {{ erp.acme.corp }} now": (Kind.HOST, "erp.acme.corp"),
    "on obj.acme-ltd.com now": (Kind.HOST, "obj.acme-ltd.com"),
    "Ma ligne (0) 1 42 68 53 00": (Kind.PHONE, "(0) 1 42 68 53 00"),
    "Nummer 0 1 7 0 5 5 5 0 1 9 9 8 notieren": (Kind.PHONE, "0 1 7 0 5 5 5 0 1 9 9 8"),
    "Tel. 33.1.42.68.53.00 rufen": (Kind.PHONE, "33.1.42.68.53.00"),
    "see projects/northwind-prod/secrets/db": (Kind.REFERENCE, "northwind-prod"),
    "https://codecov.io/gh/northwind/shop": (Kind.URL, "https://codecov.io/gh/northwind/shop"),
    "https://bitbucket.org/northwind/shop": (Kind.URL, "https://bitbucket.org/northwind/shop"),
    "Tel 1.650.253.2222": (Kind.PHONE, "1.650.253.2222"),
    "mail from acme.group today": (Kind.HOST, "acme.group"),
    "see https://intranet.firm.test/users/42": (Kind.URL, "https://intranet.firm.test/users/42"),
}
ADDRESSES = (
    "12 High Street, Ludlow SY8 1AA", "123 Main St, Springfield, IL 62701", "Hauptstraße 5, 10115 Berlin", "Bahnhofstrasse 10, 8001 Zürich",
    "Mariahilfer Straße 7, 1060 Wien", "12 rue de la Paix, 75002 Paris", "Calle Mayor 5, 28013 Madrid", "Via Roma 10, 00184 Roma",
    "Keizersgracht 123, 1015 CJ Amsterdam", "ul. Nowa 5, 00-238 Warszawa", "Storgatan 5, 111 22 Stockholm", "45 George Street, Sydney NSW 2000",
    "77 Bay Street, Toronto, ON M5J 2T3", "Rua Augusta 24, 1100-053 Lisboa",
    "Am Alten Markt 7, 50667 Köln", "Im Winkel 3, 8001 Zürich", "Václavské náměstí 1, 110 00 Praha 1", "Rue de la Loi 16, 1000 Bruxelles",
    "ul. Nowa 10/12 m. 4, 00-590 Warszawa", "Rua Nova, n.º 25, 2.º Esq., 1100-048 Lisboa", "1-2 Oshiage, Sumida City, Tokyo 131-0045",
)  # fmt: skip
HARMLESS = (
    "self.model = Model.objects.get(pk=1)", "version 2.10.4 of the file", "at 12:30:45 on the clock", "UTF-8 and SHA-256 and ISO-9001",
    "the order of 2 items", "see Table 3-4", "growth 2019-2021 was 12,345.67", "127.0.0.1 or 0.0.0.0", "add::dec and std::vector",
    "https://docs.python.org/3/library/re.html", "reference implementation", "A1 B2 C3", "page 12 of 120", "pi is 3.14159265358979",
    "phone support is included", "the passport office", "in case of fire", "10 May was a good day", "Engineering 101", "open the zip file 2 times", "in spring 1948 the",
    "On March 31, 2007 Thinkplus rose", "a string 5 long", "say @classmethod there", "mount \\\\server\\share first", "set self.name there",
    "build 8.00.7601.17699 of it", "on 15/1 22/1 29/1 we meet", "on 11/3 18/3 2493 we meet", "on 154 22/4 29/8 we meet", "Paragraph 2.1.1.1 says", "cena m.in. za wodę", "piece 09060124-0000-4717 there",
    "fill in form SF-15", "a grade of GS-11 or GS-12",
    "Use it so:\n\n@define\nclass Thing: ...", ">>> @lookup\n... def find(): ...", "{@code x} and {@link Tree}", "decorated with the @task decorator",
    "Harbour 12 4 1 7 13 24 13", "from django.test import TestCase", "import shop.internal", "print(f'{match.id:<14}')", "self.group = None", '<a data-id="{{ post.id }}">',
    "an HTTP client: HTTP/1.1 and more", "licence: Apache-2.0", "Chromium 159.0.8154.6 of May", "oid 2.16.840.1.101.3.4.2.9 there",
    "Python 3.13/3.12.4 made it", "at commit da3b56390e1b18eaec09b05cd89dfa7812212dfc there", "https://readthedocs.org/projects/factory-boy/badge/",
    "https://img.shields.io/badge/style-black.svg", "https://cmake.org/help", "https://aws.amazon.com/sns/",
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), FOUND.items())
def test_patterns_find_what_has_a_shape(
    patterns: detector.Patterns, text: str, expected: tuple[Kind, str]
) -> None:
    assert found(patterns, text) == [expected]


@pytest.mark.parametrize("address", ADDRESSES)
def test_patterns_find_postal_addresses(patterns: detector.Patterns, address: str) -> None:
    assert found(patterns, f"Send it to {address}.") == [(Kind.ADDRESS, address)]


@pytest.mark.parametrize("text", HARMLESS)
def test_patterns_leave_the_rest_alone(patterns: detector.Patterns, text: str) -> None:
    assert found(patterns, text) == []


def test_patterns_read_a_cell_with_its_header(patterns: detector.Patterns) -> None:
    assert found(patterns, "471100", role=Role.CELL, context="Customer no.") == [
        (Kind.REFERENCE, "471100")
    ]
    assert found(patterns, "471100", role=Role.CELL, context="Amount") == []


def test_patterns_give_all_equal_units_their_spans(patterns: detector.Patterns) -> None:
    units = [Unit(str(i), "ann@example.com") for i in range(3)]
    assert sorted(s.locator for s in patterns.detect(units)) == ["0", "1", "2"]


def test_presidio_logs_no_text(
    patterns: detector.Patterns, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.DEBUG):
        patterns.detect(
            [Unit("u", "IBAN DE00 0000 0000 0000 0000 00, nhs 943 476 5919, ann@example.com")]
        )
    assert caplog.text == ""
