"""From what the engine read to evidence rows: which check, how it stands to what was declared.

The text stays in the sealed reading; a row holds words of ours, a place and a keyed hash.
"""

import re
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from portal import audit
from portal.programmes.models import SettingKind
from portal.vault.keys import Key
from scrubbing.engine.reading import Evidence as Seen
from scrubbing.services import Reading, reading_from_bytes
from submissions.domain import sealed, vaulted
from submissions.domain.consent import engagements, logos, naming, origins
from submissions.domain.consent.origins import Claimed
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
    "logo": "X6",
    "created": "X7",
    "modified": "X7",
    "git_date": "X7",
    "language": "X8",
    "currency": "X8",
    "jurisdiction": "X8",
    "hidden_text": "X9",
    "comment_text": "X9",
    "financial_figures": "X10",
    "private_registry": "X11",
    "history_secret": "X11",
}
"""Which cross-check a kind of evidence belongs to."""

OWNERSHIP_WEIGHT: dict[str, float] = {
    "copyright_holder": 0.9,
    "company": 0.8,
    "tenant": 0.8,
    "logo": 0.8,
    "git_remote": 0.7,
    "email_domain": 0.3,
    "author": 0.3,
    "host": 0.2,
    "unc_path": 0.2,
    "spdx": 0.3,
    "licence_text": 0.3,
}
"""How strongly a name that was not declared speaks for another owner; others do as strongly
as the engine says, which is never enough for a rule but for an organisation's letterhead."""

COMPARED = frozenset({"copyright_holder", "company", "tenant", "author", "organisation"})
"""Names that stand for an organisation or a person."""
DOMAINS = frozenset(
    {"email_domain", "host", "git_remote", "tenant", "unc_path", "private_registry"}
)
"""Names of machines, which hold a word of an organisation at best."""
LICENCES = frozenset({"spdx", "licence_text"})
ORIGINS = frozenset({"created", "modified", "git_date", "language", "currency", "jurisdiction"})
MOST_ORGANISATIONS = 100
"""Rows of one file: a directory of firms names thousands."""
SPDX_WORD = re.compile(r"[\w.+-]+")


@dataclass(frozen=True, slots=True)
class Known:
    """What was declared for the engagement, and the contractor's own names."""

    declared: tuple[str, ...]
    own: tuple[str, ...]
    claimed: Claimed = field(default_factory=Claimed)
    licence: str = ""


def from_reading(artefact: Artefact, reading: Reading, key: Key) -> list[Evidence]:
    """The evidence rows of one file, not yet saved."""
    known = _known(artefact)
    public = _public_labels(artefact)
    named = 0
    rows = []
    for item in reading.evidence:
        named += item.name == "organisation"
        label = item.name == "sensitivity_label" and item.untrusted_text.casefold() in public
        many = item.name == "organisation" and named > MOST_ORGANISATIONS
        if item.name in CHECKS and not label and not many:
            rows.append(_row(artefact, key, item, known))
    return rows


def looks(reading: Reading) -> list[str]:
    """How the pictures look that repeat in a file: what ``logos`` keeps of it."""
    return [item.untrusted_text for item in reading.evidence if item.name == "logo"]


def compare_again(submission: Submission) -> None:
    """Hold what the files say of owners against the names that are declared now.

    Whoever declares another engagement after the files were read, or other names for it,
    must not keep the answer of the first one.
    """
    key = sealed.key_of(submission.pk)
    files = submission.artefacts.exclude(state__in=GONE).exclude(reading_key="")
    for artefact in files.select_related("submission__contractor", "submission__engagement"):
        rows = list(artefact.evidence.all())
        if rows:
            now = _relations(artefact, key)
            for row in rows:
                row.relation = now.get((row.name, row.digest), row.relation)
            Evidence.objects.bulk_update(rows, ["relation"])


def _relations(artefact: Artefact, key: Key) -> dict[tuple[str, str], str]:
    data = vaulted.get_bytes("quarantine", key, "reading", artefact.pk, artefact.reading_key)
    rows = from_reading(artefact, reading_from_bytes(data), key)
    return {(row.name, row.digest): row.relation for row in rows}


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
        locator=item.locator if item.locator.isascii() else "",
        digest=key.digest("evidence", item.untrusted_text.casefold().strip()),
        weight=item.weight if weight is None else weight,
        relation=_relation(artefact, item, known),
    )


def plain_place(place: object) -> dict[str, object]:
    """A ``Place`` as the JSON that may be stored and shown: what is set, nothing else."""
    names = ("page", "slide", "sheet", "cell", "line", "part", "box")
    found = {name: getattr(place, name, None) for name in names}
    return {name: value for name, value in found.items() if value is not None}


def _known(artefact: Artefact) -> Known:
    submission = artefact.submission
    person = submission.contractor
    own = (person.display_name, person.email)
    if submission.engagement is None:
        return Known((), own)
    answers = engagements.current(submission.engagement)
    claimed = Claimed(
        origins.day_of(str(answers.get("started_on") or "")),
        origins.day_of(str(answers.get("ended_on") or "")),
        str(answers.get("country") or "").upper(),
    )
    names = tuple(engagements.declared_names(submission.engagement))
    return Known(names, own, claimed, str(answers.get("licence") or ""))


def _relation(artefact: Artefact, item: Seen, known: Known) -> str:
    if item.name == "logo":
        return logos.relation(artefact, item.untrusted_text)
    return relation(item.name, item.untrusted_text, known)


def relation(name: str, untrusted_value: str, known: Known) -> str:
    """How a value in a file stands to what was declared: "declared", "self", "other" or ""."""
    if name in ORIGINS:
        return origins.stands(name, untrusted_value, known.claimed)
    if name in LICENCES:
        ids = {word.casefold() for word in SPDX_WORD.findall(untrusted_value)}
        return "declared" if known.licence.casefold() in ids else "other" if known.licence else ""
    if name not in COMPARED | DOMAINS or not naming.words(untrusted_value):
        return ""
    alike = naming.shares_a_word if name in DOMAINS else naming.same
    if any(alike(untrusted_value, other) for other in known.declared):
        return "declared"
    return "self" if any(alike(untrusted_value, other) for other in known.own) else "other"


@contextmanager
def replaced(artefact: Artefact, rows: Sequence[Evidence]) -> Iterator[None]:
    """Put the rows in place of what an earlier reading gave, in one transaction with the block."""
    with audit.transaction():
        artefact.evidence.all().delete()
        Evidence.objects.bulk_create(rows)
        yield
