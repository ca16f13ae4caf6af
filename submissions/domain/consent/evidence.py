"""From what the engine read to evidence rows: which check, how it stands to what was declared.

The text stays in the sealed reading; a row holds words of ours, a place and a keyed hash.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from portal import audit
from portal.vault.keys import Key
from scrubbing.services import Reading
from submissions.domain.consent import engagements
from submissions.models import Artefact, Evidence

CHECKS: dict[str, str] = {
    "copyright_holder": "X1",
    "spdx": "X1",
    "licence_text": "X1",
    "marking": "X2",
    "sensitivity_label": "X2",
    "author": "X3",
    "last_modified_by": "X3",
    "manager": "X3",
    "company": "X3",
    "template": "X3",
    "git_author": "X3",
    "git_remote": "X4",
    "email_domain": "X4",
    "host": "X4",
    "unc_path": "X4",
    "ticket_key": "X4",
    "tenant": "X4",
    "organisation": "X5",
    "created": "X7",
}
"""Which cross-check a kind of evidence belongs to."""

OWNERSHIP_WEIGHT: dict[str, float] = {
    "copyright_holder": 0.9,
    "company": 0.8,
    "git_remote": 0.7,
    "email_domain": 0.3,
    "author": 0.3,
    "last_modified_by": 0.2,
}
"""How strongly a name that was not declared speaks for another owner."""

FACT_NAMES = frozenset({"author", "last_modified_by", "manager", "company", "template", "git_author",
                        "git_remote", "created"})  # fmt: skip
WORDS = re.compile(r"[^\W_]+", re.UNICODE)
SHORTEST = 3


def from_reading(artefact: Artefact, reading: Reading, key: Key) -> list[Evidence]:
    """The evidence rows of one file, not yet saved."""
    declared, own = _declared(artefact)
    rows = []
    for item in reading.evidence:
        name = item.level if item.name == "marking" else item.name
        rows.append(
            _row(artefact, key, item.name, name, item.untrusted_text, (declared, own),
                 place=item.place, locator=item.locator)
        )  # fmt: skip
    for fact in reading.extraction.facts:
        if fact.name in FACT_NAMES:
            rows.append(
                _row(artefact, key, fact.name, fact.name, fact.untrusted_value, (declared, own),
                     place=fact.place)
            )  # fmt: skip
        elif fact.name == "label_name":
            rows.append(
                _row(artefact, key, "sensitivity_label", "sensitivity_label",
                     fact.untrusted_value, (declared, own), place=fact.place)
            )  # fmt: skip
    return [row for row in rows if row is not None and not _public_label(artefact, row, reading)]


def _public_label(artefact: Artefact, row: Evidence, reading: Reading) -> bool:
    """A sensitivity label on the programme's public list holds nothing."""
    from portal.programmes.models import SettingKind

    if row.name != "sensitivity_label":
        return False
    public = {
        str(label).casefold()
        for label in artefact.submission.programme.setting(SettingKind.CONSENT)["public_labels"]
    }
    labels = {
        f.untrusted_value.casefold() for f in reading.extraction.facts if f.name == "label_name"
    }
    return bool(labels) and labels <= public


def _row(  # noqa: PLR0913 - one evidence row has that many columns
    artefact: Artefact,
    key: Key,
    source: str,
    name: str,
    untrusted_value: str,
    known: tuple[Sequence[str], Sequence[str]],
    *,
    place: object,
    locator: str = "",
) -> Evidence | None:
    check = CHECKS.get(source)
    if check is None:
        return None
    return Evidence(
        artefact=artefact,
        cross_check=check,
        name=name[:40],
        place=plain_place(place),
        locator=locator[:300] if locator.isascii() else "",
        digest=key.digest("evidence", untrusted_value.casefold().strip()),
        weight=OWNERSHIP_WEIGHT.get(source, 1.0),
        relation=relation(untrusted_value, *known),
    )


def plain_place(place: object) -> dict[str, object]:
    """A ``Place`` as the JSON that may be stored and shown: what is set, nothing else."""
    names = ("page", "slide", "sheet", "cell", "line", "part", "box")
    found = {name: getattr(place, name, None) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def _declared(artefact: Artefact) -> tuple[list[str], list[str]]:
    submission = artefact.submission
    person = submission.contractor
    names = engagements.declared_names(submission.engagement) if submission.engagement else []
    return names, [person.display_name, person.email]


def relation(untrusted_value: str, declared: Sequence[str], own: Sequence[str]) -> str:
    """How a name in a file stands to the declared ones: "declared", "self" or "other"."""
    value = _words(untrusted_value)
    if not value:
        return ""
    if any(_same(value, _words(name)) for name in declared):
        return "declared"
    return "self" if any(_same(value, _words(name)) for name in own) else "other"


def _words(text: str) -> frozenset[str]:
    return frozenset(w for w in WORDS.findall(text.casefold()) if len(w) >= SHORTEST)


def _same(value: frozenset[str], name: frozenset[str]) -> bool:
    """One holds all words of the other: "Norvale" and "Norvale Logistics GmbH"."""
    return bool(value and name) and (value <= name or name <= value)


@contextmanager
def replaced(artefact: Artefact, rows: Sequence[Evidence]) -> Iterator[None]:
    """Put the rows in place of what an earlier reading gave, in one transaction with the block."""
    with audit.transaction():
        artefact.evidence.all().delete()
        Evidence.objects.bulk_create(rows)
        yield
