"""Licences and registries (cross-checks X1 and X11): under what terms, and from where.

Whole texts are told by licenseclassifier (BSD-3-Clause, no network), which says nothing
rather than something wrong; short notices by our own expressions, because it needs the text.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby

from scrubbing.engine.types import Place, Unit

HINT = re.compile(
    r"licen[sc]e|permission\s+is\s+hereby|redistribution\s+and\s+use|creative\s+commons|public\s+domain",
    re.IGNORECASE,
)
NOTICES: tuple[tuple[str, re.Pattern[str]], ...] = tuple(
    (spdx, re.compile(words, re.IGNORECASE))
    for spdx, words in (
        ("Apache-2.0", r"licensed\s+under\s+the\s+apache\s+license,?\s+version\s+2"),
        ("MIT", r"(?:licensed|released|available)\s+under\s+(?:the\s+)?(?:terms\s+of\s+the\s+)?MIT\s+licen[sc]e"),
        ("BSD-3-Clause", r"(?:licensed|released)\s+under\s+(?:the\s+)?(?:3-clause\s+BSD|BSD\s+3-clause|BSD-3)"),
        ("CC-BY-4.0", r"creative\s+commons\s+attribution\s+4\.0|creativecommons\.org/licenses/by/4\.0|\bCC[- ]BY[- ]4\.0\b"),
        ("CC-BY-SA-4.0", r"creativecommons\.org/licenses/by-sa/4\.0|\bCC[- ]BY-SA[- ]4\.0\b"),
        ("CC0-1.0", r"creativecommons\.org/publicdomain/zero/1\.0|\bCC0[- ]1\.0\b"),
        ("MPL-2.0", r"subject\s+to\s+the\s+terms\s+of\s+the\s+mozilla\s+public\s+license,?\s+v(?:ersion|\.)?\s*2"),
        ("GPL-3.0-or-later", r"gnu\s+general\s+public\s+license[^.]{0,120}\bversion\s+3\b[^.]{0,60}\blater"),
    )
)  # fmt: skip
"""Notices that name a licence without giving its text, by SPDX id."""
LONGEST = 60_000
"""Characters of one file that are looked through: a licence stands at its beginning or alone."""
REGISTRY = re.compile(
    r"(?:resolved|registry|index-url|extra-index-url|index|source|remote|url|tarball|repository|GOPROXY|GOPRIVATE|add\s+key)\b[\"'\s:=>]{1,6}(?:registry\+|sparse\+|git\+)?(?P<url>https?://[^\s\"'<>,]{4,200})",
    re.IGNORECASE,
)
URL = re.compile(r"^(?:registry\+|sparse\+|git\+)?(?P<url>https?://[^\s\"'<>,]{4,200})")
FIELDS = frozenset({"resolved", "registry", "url", "tarball", "index", "index-url", "source"})
HOST = re.compile(r"https?://(?:[^\s/@]+@)?(?P<host>[\w.-]+)")
LOCK = re.compile(
    r"lockfileVersion|\"resolved\"\s*:|^resolved\s|\[\[package\]\]|\[package\.source\]|^registry\s*=|index-url|^GEM$|^\s*remote:\s|\"packages-dev\"|GOPROXY|<packageSources>|content-hash|^_auth|yarn lockfile",
    re.IGNORECASE | re.MULTILINE,
)
"""Something a lock file or a package manager's settings hold."""
PUBLIC = re.compile(
    r"(?:^|\.)(?:npmjs\.(?:org|com)|yarnpkg\.com|pypi\.org|pythonhosted\.org|crates\.io|rubygems\.org|packagist\.org|nuget\.org|golang\.org|go\.dev|maven\.org|maven\.apache\.org|gradle\.org|"
    r"google\.com|googleapis\.com|github\.com|githubusercontent\.com|gitlab\.com|bitbucket\.org|jsr\.io|anaconda\.(?:org|com)|conda\.io|hex\.pm|cocoapods\.org|pub\.dev|npmmirror\.com|opencollective\.com|debian\.org|ubuntu\.com|docker\.io)$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Licence:
    """A licence by its SPDX id."""

    spdx: str
    locator: str
    place: Place


@dataclass(frozen=True, slots=True)
class Registry:
    """A host that packages were taken from and that is not one everybody uses."""

    untrusted_host: str
    locator: str
    place: Place


def find_licences(units: Sequence[Unit]) -> Iterator[Licence]:
    """Give every licence whose text or notice stands in a file, each once per inner file."""
    from licenseclassifier import identify_license  # a second's data, where it is needed

    for _, inner in groupby(units, key=_file):
        members = list(inner)
        first = next((u for u in members if HINT.search(u.text)), None)
        if first is None:
            continue
        text = "\n".join(unit.text for unit in members)[:LONGEST]
        found = [match.id for match in identify_license(text)]
        found += [spdx for spdx, notice in NOTICES if notice.search(text)]
        for spdx in dict.fromkeys(found):
            yield Licence(spdx, first.locator, first.place)


def _file(unit: Unit) -> str:
    """The inner file of an archive that a unit belongs to; "" outside of archives."""
    return unit.locator.partition("!")[0] if unit.locator[:1].isdigit() else ""


def find_registries(units: Sequence[Unit]) -> Iterator[Registry]:
    """Give every registry of lock files and settings that is not a public one, each once."""
    seen: set[str] = set()
    for _, inner in groupby(units, key=_file):
        members = list(inner)
        if not any(LOCK.search(unit.text) for unit in members):
            continue
        for unit in members:
            for url in _urls(unit):
                match = HOST.search(url)
                host = match["host"].lower() if match else ""
                if host and host not in seen and not PUBLIC.search(host):
                    seen.add(host)
                    yield Registry(host, unit.locator, unit.place)


def _urls(unit: Unit) -> Iterator[str]:
    if unit.context.casefold() in FIELDS and (match := URL.match(unit.text)):
        yield match["url"]
    yield from (match["url"] for match in REGISTRY.finditer(unit.text))
