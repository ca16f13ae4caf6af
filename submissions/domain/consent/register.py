"""The do-not-accept register as the rules see it: keyed names on both sides (decision 18)."""

from collections.abc import Iterable
from dataclasses import dataclass

from django.db.models import Q, QuerySet

from portal.vault import registers
from submissions.domain.consent import domains
from submissions.models import DeclaredName, Engagement, EntrySource, NameKind, RegisterEntry

FORMS = frozenset(
    {"gmbh", "ag", "ltd", "limited", "inc", "llc", "plc", "sa", "bv", "kg", "co", "corp"}
)
"""Legal forms, which people leave out."""


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


def digest_of(kind: NameKind, text: str) -> str:
    """The keyed hash of a name or domain; "" where nothing of it is left to compare."""
    organisation = kind is NameKind.ORGANISATION
    value = plain_name(text) if organisation else domains.site(domains.spelled(text))
    return registers.portal_digest(kind.value, value) if value else ""


def keep_declared(engagement: Engagement, names: Iterable[str], sites: Iterable[str]) -> None:
    """What is declared now, in place of what was before. Call it inside a transaction."""
    digests = {(NameKind.ORGANISATION, digest_of(NameKind.ORGANISATION, name)) for name in names}
    digests |= {(NameKind.DOMAIN, digest_of(NameKind.DOMAIN, domain)) for domain in sites}
    engagement.declared.all().delete()
    DeclaredName.objects.bulk_create(
        DeclaredName(engagement=engagement, kind=kind, digest=digest)
        for kind, digest in sorted(digests)
        if digest
    )


def in_force() -> QuerySet[RegisterEntry]:
    """Entries that nobody has ended."""
    return RegisterEntry.objects.filter(ended_at__isnull=True)


def said_of(engagement: Engagement) -> Said:
    """What stands in the register about what this engagement declares, in its programme."""
    names = engagement.declared.values_list("kind", "digest")
    by_kind = {kind: [d for k, d in names if k == kind] for kind in NameKind}
    named = Q()
    for kind, digests in by_kind.items():
        named |= Q(kind=kind, digest__in=digests)
    entries = (
        in_force()
        .filter(named)
        .filter(Q(programme__isnull=True) | Q(programme=engagement.programme_id))
    )
    sources = set(entries.values_list("source", flat=True))
    never = EntrySource.NEVER.value in sources
    return Said(declined=bool(sources - {EntrySource.NEVER.value}), never=never)


def engagements_of(entries: Iterable[RegisterEntry]) -> QuerySet[Engagement]:
    """Every engagement that declares what one of the entries names."""
    named = Q(pk__in=[])
    for entry in entries:
        here = Q(declared__kind=entry.kind, declared__digest=entry.digest)
        named |= here & Q(programme=entry.programme_id) if entry.programme_id else here
    return Engagement.objects.filter(named).distinct()
