"""Who owns a file, by what it says of itself: evidence for the rules of consent.

Values are untrusted text of the upload: they never leave quarantine, a log or a message.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import chain

from scrubbing.engine.detectors.patterns.numbers import NOT_TICKETS
from scrubbing.engine.types import Fact, Place, Unit


class EvidenceKind(StrEnum):
    """What a piece of evidence says."""

    COPYRIGHT_HOLDER = "copyright_holder"
    SPDX = "spdx"
    AUTHOR = "author"
    COMPANY = "company"
    EMAIL_DOMAIN = "email_domain"
    HOST = "host"
    UNC_PATH = "unc_path"
    TICKET_KEY = "ticket_key"
    TENANT = "tenant"


@dataclass(frozen=True, slots=True)
class Evidence:
    """One piece: a kind, its value, where it was first seen and how often."""

    kind: EvidenceKind
    untrusted_value: str
    locator: str = ""
    place: Place = field(default_factory=Place)
    count: int = 1


FREE_MAIL = frozenset(
    "gmail.com googlemail.com yahoo.com hotmail.com outlook.com live.com icloud.com me.com aol.com gmx.de gmx.net web.de "
    "proton.me protonmail.com mail.ru yandex.ru qq.com 163.com wp.pl onet.pl o2.pl libero.it orange.fr wanadoo.fr free.fr "
    "t-online.de ziggo.nl sapo.pt comcast.net msn.com zoho.com fastmail.com hey.com users.noreply.github.com".split()
)
"""Domains that say nothing of an organisation."""

COPYRIGHT = re.compile(
    r"(?:copyright\b|©|\(c\)|&copy;|SPDX-FileCopyrightText:)[\s:]*(?:(?:copyright|©|\(c\)|&copy;)[\s:]*)*"
    r"(?P<years>(?:(?:19|20)\d\d(?:\s?[-–,]\s?(?:(?:19|20)?\d\d|present))?[,\s]*)*)(?:by\s+)?(?P<v>[^\W\d_][^\n<>\"“”|;*]{1,80})",
    re.IGNORECASE,
)
TAIL = re.compile(
    r"[\s,.:]*(?:(?:19|20)\d\d.*|all\s+rights.*|proprietary.*|confidential.*|unauthori[sz]ed.*|licensed.*|this\s+.*|internal.*|and\s+contributors.*|\(.*|https?:.*|-->.*|\*/.*)$",
    re.IGNORECASE,
)
NO_HOLDER = re.compile(
    r"^(?:notice|holders?|owners?|law|laws|and|the\s+(?:copyright|above|author)|statement|infring\w*|protection|years?|name|\[|owner|license|act|in\b|or\b|of\b|is\b|may\b|to\b|on\b|for\b|act\b|c\b)",
    re.IGNORECASE,
)
SPDX = re.compile(r"SPDX-License-Identifier:\s*(?P<v>[\w.+() -]{2,100}?)(?=\s*(?:\*/|-->|\n|$))")
AUTHOR = re.compile(
    r"(?:@author\s+|^[\s#/*\"';-]*(?:authors?|written\s+by|created\s+by|maintainers?|autor|auteur|autore|signed-off-by|co-authored-by)\s*[:=]\s*)\"?(?P<v>[^\W\d_][^\n<>\"(]{1,60})",
    re.IGNORECASE | re.MULTILINE,
)
MAIL = re.compile(r"[\w.+-]+@(?P<v>(?:[\w-]+\.)+[A-Za-z]{2,24})\b")
HOST = re.compile(
    r"\bhttps?://(?:[^\s/@]+@)?(?P<v>[\w-]+(?:\.[\w-]+)+)|(?<![\w.@-])(?P<w>(?:[\w-]+\.)+(?:corp|local|internal|intranet|intra|lan))\b(?!\()"
)
UNC = re.compile(r"(?<![\\\w])\\\\{1,2}(?P<v>[A-Za-z0-9][\w.-]+)\\")
TICKET = re.compile(r"(?<![\w./=#&?-])(?P<v>[A-Z][A-Z0-9]{1,9})-\d{1,6}(?![\w-])")
TENANT = re.compile(
    r"(?:\b(?P<v>[\w-]+)\.(?:onmicrosoft|sharepoint|atlassian|my\.salesforce|slack|zendesk|service-now|okta|auth0)\.(?:com|net))"
    r"|tenant\w{0,3}[\"'\s:=/]{1,6}(?P<w>[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12})|arn:aws[\w-]*:[\w-]*:[\w-]*:(?P<x>\d{12}):",
    re.IGNORECASE,
)
NEXT_LINE_OF_CODE = re.compile(r"[=(){}\[\]]|^(?:import|from|package|using|def|class)\b")
"""In what stands on the line after a bare year: code, not the holder's name."""
FACTS = {
    "author": EvidenceKind.AUTHOR,
    "last_modified_by": EvidenceKind.AUTHOR,
    "git_author": EvidenceKind.AUTHOR,
    "manager": EvidenceKind.AUTHOR,
    "company": EvidenceKind.COMPANY,
    "label_tenant": EvidenceKind.TENANT,
}
TICKETS_SEEN = 2
"""A key seen once may be anything ("A-4"); seen twice it is a project's."""


def find_ownership(units: Sequence[Unit], facts: Sequence[Fact]) -> tuple[Evidence, ...]:
    """Give the evidence in a file, each value once with its count, in order of appearance."""
    found: dict[tuple[EvidenceKind, str], Evidence] = {}
    counts: Counter[tuple[EvidenceKind, str]] = Counter()
    for evidence in chain(_in_facts(facts), *(_in_unit(unit) for unit in units)):
        key = evidence.kind, evidence.untrusted_value.casefold()
        found.setdefault(key, evidence)
        counts[key] += 1
    return tuple(
        Evidence(e.kind, e.untrusted_value, e.locator, e.place, counts[key])
        for key, e in found.items()
        if e.kind is not EvidenceKind.TICKET_KEY or counts[key] >= TICKETS_SEEN
    )


def _in_facts(facts: Sequence[Fact]) -> Iterator[Evidence]:
    for fact in facts:
        value = fact.untrusted_value.strip()
        if fact.name in FACTS and value:
            yield Evidence(FACTS[fact.name], value.split("<")[0].strip() or value, "", fact.place)
        for kind, expression in (
            (EvidenceKind.EMAIL_DOMAIN, MAIL),
            (EvidenceKind.HOST, HOST),
            (EvidenceKind.UNC_PATH, UNC),
        ):
            for match in expression.finditer(value):
                yield from _kept(kind, _value(match), "", fact.place)


def _in_unit(unit: Unit) -> Iterator[Evidence]:
    for kind, needed, expression in (
        (EvidenceKind.COPYRIGHT_HOLDER, ("copyright", "©", "(c)", "&copy;"), COPYRIGHT),
        (EvidenceKind.SPDX, ("spdx",), SPDX),
        (EvidenceKind.AUTHOR, ("author", "by", "maintainer", "autor", "auteur"), AUTHOR),
        (EvidenceKind.EMAIL_DOMAIN, ("@",), MAIL),
        (EvidenceKind.HOST, ("://", ".corp", ".local", ".intern", ".intra", ".lan"), HOST),
        (EvidenceKind.UNC_PATH, ("\\\\",), UNC),
        (EvidenceKind.TICKET_KEY, ("-",), TICKET),
        (EvidenceKind.TENANT, (".com", ".net", "tenant", "arn:aws"), TENANT),
    ):
        lowered = unit.text.lower()
        if any(word in lowered for word in needed):
            for match in expression.finditer(unit.text):
                value = _value(match)
                if "\n" in match[0] and NEXT_LINE_OF_CODE.search(value):
                    continue
                yield from _kept(kind, value, unit.locator, unit.place)


def _value(match: re.Match[str]) -> str:
    return next(
        (group for name, group in match.groupdict().items() if group and name != "years"), ""
    )


def _kept(kind: EvidenceKind, value: str, locator: str, place: Place) -> Iterator[Evidence]:
    """Give the evidence, unless its value says nothing."""
    value = value.strip(" \t,.;:-*/#")
    match kind:
        case EvidenceKind.COPYRIGHT_HOLDER:
            value = TAIL.sub("", value).strip(" \t,.;:-*/#")
            keep = bool(value) and not NO_HOLDER.match(value)
        case EvidenceKind.EMAIL_DOMAIN:
            value = value.lower()
            keep = value not in FREE_MAIL
        case EvidenceKind.TICKET_KEY:
            keep = value not in NOT_TICKETS
        case _:
            keep = bool(value)
    if keep and len(value) > 1:
        yield Evidence(kind, value, locator, place)
