"""From what the engine read to evidence rows: which check, how it stands to what was declared.

The text stays in the sealed reading; a row holds words of ours, a place and a keyed hash.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from portal import audit
from portal.programmes.models import SettingKind
from portal.vault.keys import Key
from scrubbing.engine.reading import Evidence as Seen
from scrubbing.services import Reading, reading_from_bytes
from submissions.domain import sealed, vaulted
from submissions.domain.consent import engagements
from submissions.models import Artefact, Evidence, Submission
from submissions.states import GONE

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
    "tenant": 0.8,
    "git_remote": 0.7,
    "email_domain": 0.3,
    "author": 0.3,
    "host": 0.2,
}
"""How strongly a name that was not declared speaks for another owner; others do not at all."""

FACT_NAMES = frozenset({"template", "git_remote", "created"})
"""Facts of a file that are evidence by themselves; authors and companies come with the
engine's own evidence."""
DOMAINS = frozenset({"email_domain", "host", "git_remote", "tenant"})
NO_NAMES = frozenset({"com", "org", "net", "www", "example", "invalid", "test", "local", "internal",
                      "gmbh", "ltd", "limited", "inc", "llc", "plc", "the", "and"})  # fmt: skip
"""Parts of domains and names that say nothing of an organisation."""
WORDS = re.compile(r"[^\W_]+", re.UNICODE)
SHORTEST = 3


@dataclass(frozen=True, slots=True)
class Known:
    """Names that were declared for the engagement, and the contractor's own."""

    declared: tuple[str, ...]
    own: tuple[str, ...]


def from_reading(artefact: Artefact, reading: Reading, key: Key) -> list[Evidence]:
    """The evidence rows of one file, not yet saved."""
    known = _known(artefact)
    public = _public_labels(artefact)
    return [
        _row(artefact, key, item, known)
        for item in _items(reading)
        if item.name in CHECKS
        and not (item.name == "sensitivity_label" and item.untrusted_text.casefold() in public)
    ]


def compare_again(submission: Submission) -> None:
    """Hold what the files say of owners against the names that are declared now.

    Whoever declares another engagement after the files were read, or other names for it,
    must not keep the answer of the first one.
    """
    key = sealed.key_of(submission.pk)
    files = submission.artefacts.exclude(state__in=GONE).exclude(reading_key="")
    for artefact in files.select_related("submission__contractor", "submission__engagement"):
        rows = list(artefact.evidence.exclude(relation=""))
        if rows:
            now = _relations(artefact, key)
            for row in rows:
                row.relation = now.get((row.name, row.digest), row.relation)
            Evidence.objects.bulk_update(rows, ["relation"])


def _relations(artefact: Artefact, key: Key) -> dict[tuple[str, str], str]:
    data = vaulted.get_bytes("quarantine", key, "reading", artefact.pk, artefact.reading_key)
    rows = from_reading(artefact, reading_from_bytes(data), key)
    return {(row.name, row.digest): row.relation for row in rows}


def _items(reading: Reading) -> Iterator[Seen]:
    yield from reading.evidence
    for fact in reading.extraction.facts:
        if fact.name in FACT_NAMES:
            yield Seen(fact.name, place=fact.place, untrusted_text=fact.untrusted_value)
        elif fact.name == "label_name":
            yield Seen("sensitivity_label", place=fact.place, untrusted_text=fact.untrusted_value)


def _public_labels(artefact: Artefact) -> set[str]:
    """Sensitivity labels that hold nothing, by the programme's list."""
    body = artefact.submission.programme.setting(SettingKind.CONSENT)
    return {str(label).casefold() for label in body["public_labels"]}


def _row(artefact: Artefact, key: Key, item: Seen, known: Known) -> Evidence:
    weight = OWNERSHIP_WEIGHT.get(item.name)
    return Evidence(
        artefact=artefact,
        cross_check=CHECKS[item.name],
        name=(item.level or item.name)[:40],
        place=plain_place(item.place),
        locator=item.locator[:300] if item.locator.isascii() else "",
        digest=key.digest("evidence", item.untrusted_text.casefold().strip()),
        weight=item.weight if weight is None else weight,
        relation="" if weight is None else relation(item.name, item.untrusted_text, known),
    )


def plain_place(place: object) -> dict[str, object]:
    """A ``Place`` as the JSON that may be stored and shown: what is set, nothing else."""
    names = ("page", "slide", "sheet", "cell", "line", "part", "box")
    found = {name: getattr(place, name, None) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def _known(artefact: Artefact) -> Known:
    submission = artefact.submission
    person = submission.contractor
    names = engagements.declared_names(submission.engagement) if submission.engagement else []
    return Known(tuple(names), (person.display_name, person.email))


def relation(name: str, untrusted_value: str, known: Known) -> str:
    """How a name in a file stands to the declared ones: "declared", "self" or "other"."""
    value = _words(untrusted_value)
    if not value:
        return ""
    alike = _share_a_word if name in DOMAINS else _one_holds_the_other
    if any(alike(value, _words(other)) for other in known.declared):
        return "declared"
    return "self" if any(alike(value, _words(other)) for other in known.own) else "other"


def _words(text: str) -> frozenset[str]:
    found = (w for w in WORDS.findall(text.casefold()) if len(w) >= SHORTEST)
    return frozenset(w for w in found if w not in NO_NAMES)


def _one_holds_the_other(value: frozenset[str], name: frozenset[str]) -> bool:
    """As "Norvale" and "Norvale Logistics GmbH"."""
    return bool(value and name) and (value <= name or name <= value)


def _share_a_word(value: frozenset[str], name: frozenset[str]) -> bool:
    """As "norvale.example.com" and "Norvale Logistics GmbH"."""
    return bool(value & name)


@contextmanager
def replaced(artefact: Artefact, rows: Sequence[Evidence]) -> Iterator[None]:
    """Put the rows in place of what an earlier reading gave, in one transaction with the block."""
    with audit.transaction():
        artefact.evidence.all().delete()
        Evidence.objects.bulk_create(rows)
        yield
