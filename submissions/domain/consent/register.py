"""The do-not-accept register as the rules see it: keyed names on both sides (decision 18).

A name leaves two digests: without its legal form, and with it where one is stated. Two names
match where the first are equal and the second do not differ: "Norvale" meets "Norvale GmbH"
and "Norvale AG", which do not meet each other. So nobody who leaves a form out slips past an
entry, and no firm answers for another of nearly its name.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import groupby

from django.db.models import Q, QuerySet

from portal.vault import registers
from submissions.domain.consent import domains
from submissions.models import DeclaredName, Engagement, EntrySource, NameKind, RegisterEntry

FORMS = frozenset(
    {"gmbh", "ag", "ltd", "limited", "inc", "llc", "plc", "sa", "bv", "kg", "co", "corp"}
)
"""Legal forms, which people leave out. The digests of engagements and permissions rest on
exactly these: add others below."""
MORE_FORMS = frozenset(
    {
        "ab", "aps", "as", "company", "corporation", "ebgb", "eg", "eirl", "ek", "ev", "eurl",
        "gbr", "gesmbh", "incorporated", "kgaa", "kk", "lda", "llp", "lp", "ltda", "nv", "ohg",
        "oy", "oyj", "partg", "pbc", "pllc", "pte", "pty", "pvt", "sarl", "sas", "sasu", "sca",
        "scs", "se", "sl", "snc", "spa", "spk", "spzoo", "srl", "sro", "ug",
    }
)  # fmt: skip
"""Forms that registers tell apart beside those."""
SAME_FORM = {
    "limited": "ltd",
    "incorporated": "inc",
    "corporation": "corp",
    "company": "co",
    "gesmbh": "gmbh",
}
"""Two ways of writing one form."""


@dataclass(frozen=True, slots=True)
class Said:
    """What the owner of an engagement's work said once for all."""

    declined: bool = False
    never: bool = False


def plain_name(name: str) -> str:
    """A name without case, punctuation and legal form: how registers compare."""
    words = "".join(c if c.isalnum() else " " for c in name.casefold()).split()
    kept = [word for word in words if word not in FORMS]
    return " ".join(kept or words)


def _closed_up(name: str) -> list[str]:
    """The words of a name, with letters that stand alone as one: "S.A." gives "sa"."""
    words = "".join(c if c.isalnum() else " " for c in name.casefold()).split()
    closed: list[str] = []
    for single, found in groupby(words, key=lambda word: len(word) == 1):
        run = list(found)
        closed += ["".join(run)] if single else run
    return closed


def _without_form(words: list[str]) -> list[str]:
    """The older forms wherever they stand, the others at the end: "as" is a word too."""
    end = len(words)
    while end > 1 and (words[end - 1] in FORMS or words[end - 1] in MORE_FORMS):
        end -= 1
    return [word for word in words[:end] if word not in FORMS] or words


def bare_name(name: str) -> str:
    """A name without case, punctuation and any legal form."""
    return " ".join(_without_form(_closed_up(name)))


def full_name(name: str) -> str:
    """The same with its legal form in one spelling; "" where it states none."""
    words = _closed_up(name)
    if _without_form(words) == words:
        return ""
    return " ".join(SAME_FORM.get(word, word) for word in words)


@dataclass(frozen=True, slots=True)
class Named:
    """A name or domain as registers compare it: keyed hashes, ``full`` "" without a form."""

    kind: NameKind
    digest: str
    full: str = ""

    def meets(self, digest: str, full: str | None) -> bool:
        """Whether both mean the same organisation; None is a form nobody wrote down."""
        return self.digest == digest and is_same_form(self.full, full or "")


def is_same_form(one: str, other: str) -> bool:
    """Whether the digests with forms do not speak against it: one side may state none."""
    return not one or not other or one == other


def full_digest(name: str) -> str:
    """The keyed hash of an organisation with its legal form; "" where it states none."""
    full = full_name(name)
    return registers.portal_digest(f"{NameKind.ORGANISATION.value} full", full) if full else ""


def named(kind: NameKind, text: str) -> Named | None:
    """How a name or domain is entered and looked up; None where nothing is left of it."""
    if kind is NameKind.DOMAIN:
        digest = digest_of(kind, text)
        return Named(kind, digest) if digest else None
    bare = bare_name(text)
    return (
        Named(kind, registers.portal_digest(kind.value, bare), full_digest(text)) if bare else None
    )


def _all_named(kind: NameKind, text: str) -> Iterator[Named]:
    """Every reading of what is declared; entries of before were made by the shorter list."""
    if (found := named(kind, text)) is not None:
        yield found
        yield Named(kind, digest_of(kind, text), found.full)


def digest_of(kind: NameKind, text: str) -> str:
    """The keyed hash of a name or domain; "" where nothing of it is left to compare."""
    organisation = kind is NameKind.ORGANISATION
    value = plain_name(text) if organisation else domains.site(domains.spelled(text))
    return registers.portal_digest(kind.value, value) if value else ""


def keep_declared(engagement: Engagement, names: Iterable[str], sites: Iterable[str]) -> None:
    """What is declared now, in place of what was before. Call it inside a transaction."""
    found = {one for name in names for one in _all_named(NameKind.ORGANISATION, name)}
    found |= {one for domain in sites for one in _all_named(NameKind.DOMAIN, domain)}
    engagement.declared.all().delete()
    DeclaredName.objects.bulk_create(
        DeclaredName(engagement=engagement, kind=one.kind, digest=one.digest, full_digest=one.full)
        for one in sorted(found, key=lambda one: (one.kind, one.digest, one.full))
        if one.digest
    )


def in_force() -> QuerySet[RegisterEntry]:
    """Entries that nobody has ended."""
    return RegisterEntry.objects.filter(ended_at__isnull=True)


def said_of(engagement: Engagement) -> Said:
    """What stands in the register about what this engagement declares, in its programme."""
    names = list(engagement.declared.values_list("kind", "digest", "full_digest"))
    likely = (
        in_force()
        .filter(digest__in=[digest for _kind, digest, _full in names])
        .filter(Q(programme__isnull=True) | Q(programme=engagement.programme_id))
    )
    sources = {
        entry.source
        for entry in likely
        if any(
            entry.kind == kind and _of(entry).meets(digest, full) for kind, digest, full in names
        )
    }
    never = EntrySource.NEVER.value in sources
    return Said(declined=bool(sources - {EntrySource.NEVER.value}), never=never)


def _of(entry: RegisterEntry) -> Named:
    return Named(NameKind(entry.kind), entry.digest, entry.full_digest)


def entries_for_text(
    kind: NameKind, text: str, rows: QuerySet[RegisterEntry]
) -> list[RegisterEntry]:
    """Those of the entries that a name or domain meets."""
    readings = list(_all_named(kind, text))
    likely = rows.filter(kind=kind, digest__in=[one.digest for one in readings])
    return [e for e in likely if any(one.meets(e.digest, e.full_digest) for one in readings)]


def engagements_of(entries: Iterable[RegisterEntry]) -> QuerySet[Engagement]:
    """Every engagement that declares what one of the entries names."""
    meant = Q(pk__in=[])
    for entry in entries:
        names = DeclaredName.objects.filter(kind=entry.kind, digest=entry.digest)
        if entry.full_digest:
            names = names.filter(
                Q(full_digest__in=["", entry.full_digest]) | Q(full_digest__isnull=True)
            )
        here = Q(pk__in=names.values("engagement"))
        meant |= here & Q(programme=entry.programme_id) if entry.programme_id else here
    return Engagement.objects.filter(meant)
