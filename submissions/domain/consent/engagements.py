"""Engagements: answered once, reused; every answer appended as an attestation."""

from collections.abc import Collection, Mapping
from uuid import UUID

from portal import audit
from portal.accounts.models import User
from portal.programmes.models import Programme, SettingKind
from portal.vault import keys
from portal.vault.errors import KeyDestroyed, KeyMissing
from portal.vault.keys import KeyKind
from submissions.domain import sealed, settings_in_force
from submissions.domain.consent import register
from submissions.domain.consent.facts import BY_NAME, FACTS, clean
from submissions.domain.sealed import JSON
from submissions.models import Attestation, Engagement, NameKind


def create(
    contractor: User, programme: Programme, label: str, facts: Mapping[str, JSON], actor: User
) -> Engagement:
    """A new engagement with a key of its own and its first answers."""
    engagement = Engagement(contractor=contractor, programme=programme)
    key = keys.create(KeyKind.ENGAGEMENT, engagement.pk)
    sealed.seal(key, engagement, "label_sealed", label.strip()[:200])
    with audit.transaction():
        engagement.save(force_insert=True)
        attest(engagement.pk, actor, facts)
    return engagement


def own(contractor: User, programme_id: UUID, engagement_id: UUID) -> Engagement:
    """The contractor's own engagement; ``DoesNotExist`` for anybody else's."""
    return Engagement.objects.get(
        pk=engagement_id, contractor=contractor, programme_id=programme_id
    )


def label(engagement: Engagement) -> str:
    """What its contractor calls it."""
    return str(sealed.unseal(_key(engagement), engagement, "label_sealed") or "")


def attest(engagement_id: UUID, actor: User, facts: Mapping[str, JSON]) -> None:
    """Append an answer for every fact that differs from the current one."""
    engagement = Engagement.objects.get(pk=engagement_id, contractor=actor)
    key = _key(engagement)
    now = current(engagement)
    changed = {
        name: clean(BY_NAME[name], value)
        for name, value in facts.items()
        if name in BY_NAME and clean(BY_NAME[name], value) != now.get(name)
    }
    terms = settings_in_force.published(engagement.programme, SettingKind.TERMS)
    with audit.transaction():
        for name, value in changed.items():
            row = Attestation(engagement=engagement, fact=name, terms_version=terms, actor=actor)
            row.value_sealed = _seal_value(key, engagement, name, value)
            row.save(force_insert=True)
        if changed.keys() & NAMES:
            _keep_names(engagement, {**now, **changed})
        if changed:
            audit.record(
                "engagement.attested",
                programme_id=engagement.programme_id,
                actor=actor,
                subject=("engagement", engagement.pk),
                facts={"facts": ",".join(sorted(changed))},
            )


NAMES = frozenset({"organisation", "other_names", "domains"})
"""Facts that registers are looked up by."""


def _keep_names(engagement: Engagement, answers: Mapping[str, JSON]) -> None:
    name = str(answers.get("organisation") or "")
    engagement.organisation_digest = register.digest_of(NameKind.ORGANISATION, name)
    engagement.organisation_full_digest = register.full_digest(name)
    engagement.save(update_fields=["organisation_digest", "organisation_full_digest"])
    others = texts(answers.get("other_names"))
    register.keep_declared(engagement, [name, *others], texts(answers.get("domains")))


def tell_forms_apart(most: int = 200) -> int:
    """Write names of before with their legal forms, as registers compare them now; the beat's.

    Gives how many engagements were brought up to date. Until then they meet every form.
    """
    old = Engagement.objects.filter(declared__full_digest__isnull=True).distinct()
    done = 0
    for engagement in list(old[:most]):
        try:
            answers = current(engagement)
        except (KeyDestroyed, KeyMissing):
            # Nothing of it can be read again: what stands meets every form.
            engagement.declared.filter(full_digest__isnull=True).update(full_digest="")
            continue
        with audit.transaction():
            _keep_names(engagement, answers)
        done += 1
    return done


def texts(value: JSON) -> list[str]:
    """A list of lines as it was answered; empty for no answer."""
    return [str(item) for item in value] if isinstance(value, list) else []


def current(engagement: Engagement) -> dict[str, JSON]:
    """The latest answer to every fact that was answered."""
    key = _key(engagement)
    answers: dict[str, JSON] = {}
    for row in engagement.attestations.order_by("id"):
        answers[row.fact] = _unseal_value(key, engagement, row)
    return answers


def organisations(found: Collection[UUID]) -> dict[UUID, str]:
    """The organisation that each engagement names now, for those who decide about its rights."""
    opened = keys.open_many(KeyKind.ENGAGEMENT, list(found))
    rows = Attestation.objects.filter(engagement__in=opened, fact="organisation")
    return {
        row.engagement_id: str(_unseal_value(opened[row.engagement_id], row.engagement, row) or "")
        for row in rows.select_related("engagement").order_by("id")
    }


def missing(engagement: Engagement) -> list[str]:
    """Labels of required facts without an answer."""
    answers = current(engagement)
    return [fact.label for fact in FACTS if fact.required and not answers.get(fact.name)]


def declared_names(engagement: Engagement) -> list[str]:
    """Every name that must vanish from the files: organisation, brands, domains."""
    answers = current(engagement)
    names = [answers.get("organisation")]
    for fact in ("other_names", "domains"):
        value = answers.get(fact)
        names += value if isinstance(value, list) else []
    return [str(name) for name in names if name]


def _key(engagement: Engagement) -> keys.Key:
    return keys.open(KeyKind.ENGAGEMENT, engagement.pk)


def _bound(engagement: Engagement, name: str) -> bytes:
    # Bound to the engagement and the fact, not to the row: an appended row has no
    # primary key before it is written.
    return f"attestation:{engagement.pk}:{name}".encode()


def _seal_value(key: keys.Key, engagement: Engagement, name: str, value: JSON) -> bytes:
    return key.seal("text", sealed.to_bytes(value), _bound(engagement, name))


def _unseal_value(key: keys.Key, engagement: Engagement, row: Attestation) -> JSON:
    data = key.unseal("text", bytes(row.value_sealed), _bound(engagement, row.fact))
    return sealed.from_bytes(data)


def sign(engagement: Engagement, actor: User, submission_id: UUID, typed_name: str) -> None:
    """Append the typed signature under the statement of one submission."""
    name = f"signature:{str(submission_id)[:18]}"
    row = Attestation(
        engagement=engagement,
        fact=name,
        terms_version=settings_in_force.published(engagement.programme, SettingKind.TERMS),
        actor=actor,
    )
    row.value_sealed = _seal_value(_key(engagement), engagement, name, typed_name.strip()[:200])
    row.save(force_insert=True)
