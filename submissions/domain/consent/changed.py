"""Answers that were changed after they stood in the way: a person looks at why (rule R8).

Whoever is told "the client owns it and has not agreed" could say that they own it, or choose
another job that says so. What an earlier verdict rested on is compared with what is said now: of this
sample, and of others by the same person for the same organisation, where it was said since.
"""

from collections.abc import Callable, Iterator, Mapping
from datetime import datetime

from django.db.models import Q

from portal.vault.errors import KeyDestroyed, KeyMissing
from submissions.domain import sealed
from submissions.domain.consent.facts import Facts, Owner
from submissions.domain.sealed import JSON
from submissions.models import Engagement, Submission, Verdict

OTHERS = frozenset({Owner.EMPLOYER, Owner.CLIENT, Owner.JOINT})
Better = Callable[[Facts, Facts], bool]


def _owner(then: Facts, now: Facts) -> bool:
    """Saying that it is somebody else's after all is no way round anything."""
    return then.owner is not now.owner and now.owner not in OTHERS


def _relation(then: Facts, now: Facts) -> bool:
    return then.relation is not now.relation


def _still_there(then: Facts, now: Facts) -> bool:
    return then.still_there is not now.still_there and now.still_there is False


def _agreement(then: Facts, now: Facts) -> bool:
    def said(facts: Facts) -> tuple[object, ...]:
        return (
            facts.agreement,
            facts.agreement_ends_on,
            facts.agreement_survives,
            facts.portfolio_clause,
        )

    return said(then) != said(now)


def _licence(then: Facts, now: Facts) -> bool:
    return then.licence != now.licence


def _information(then: Facts, now: Facts) -> bool:
    return bool(then.information - now.information)


RESTS_ON: Mapping[str, Mapping[str, Better]] = {
    "no_grant": {"owner": _owner},
    "grant_expired": {"owner": _owner},
    "grant_ends_too_soon": {"owner": _owner},
    "outside_territory": {"owner": _owner},
    "outside_media": {"owner": _owner},
    "owner_to_be_named": {"owner": _owner},
    "employer_must_say": {"owner": _owner, "still_there": _still_there},
    "under_nda": {"agreement": _agreement},
    "licence_not_allowed": {"owner": _owner, "licence": _licence},
    "owner_contradicts_relation": {"owner": _owner, "relation": _relation},
    "other_owner_seen": {},
    "protected_information": {"information": _information},
    "owner_declined": {},
    "owner_said_never": {},
}
"""What a ruling rests on, and when another answer counts as better for who gives it. An
organisation that is no longer declared counts for each of them."""
ORGANISATION = "organisation"


def since_stopped(submission: Submission, now: Facts, names: frozenset[str]) -> frozenset[str]:
    """Answers, by what they are about, that are better than those a verdict stopped for.

    ``names`` are declared now.
    """
    found: set[str] = set()
    said = _said_at(submission.engagement)
    for verdict in _stops(submission):
        codes = {r["code"] for r in verdict.rulings if r["result"] != "pass"} & RESTS_ON.keys()
        inputs = _inputs(verdict) if codes else None
        if inputs is None:
            continue
        better = set(_better(codes, *inputs, now, names))
        mine = verdict.submission_id == submission.pk
        found |= {name for name in better if mine or said.get(name, verdict.at) > verdict.at}
    return frozenset(found)


def _said_at(engagement: Engagement | None) -> dict[str, datetime]:
    """When the answers to each thing were given last."""
    found: dict[str, datetime] = {}
    if engagement is not None:
        rows = engagement.attestations.order_by("id").values_list("fact", "at")
        found = {MEANS[fact]: at for fact, at in rows if fact in MEANS}
    return found


MEANS = {
    "owner": "owner",
    "relation": "relation",
    "still_there": "still_there",
    "agreement": "agreement",
    "agreement_ends_on": "agreement",
    "agreement_survives": "agreement",
    "portfolio_clause": "agreement",
    "licence": "licence",
    "information": "information",
    "organisation": "organisation",
}
"""What each fact of an engagement is an answer about."""


def _better(
    codes: set[str], then: Facts, names_then: frozenset[str], now: Facts, names: frozenset[str]
) -> Iterator[str]:
    for code in codes:
        yield from (name for name, is_better in RESTS_ON[code].items() if is_better(then, now))
    if not names_then <= names:
        yield ORGANISATION


def _stops(submission: Submission) -> list[Verdict]:
    engagement: Engagement | None = submission.engagement
    mine = Q(submission=submission)
    if engagement is not None:
        mine |= Q(submission__engagement=engagement)
        if engagement.organisation_digest:
            mine |= Q(
                submission__engagement__organisation_digest=engagement.organisation_digest,
                submission__contractor=submission.contractor_id,
            )
    return list(Verdict.objects.filter(mine).exclude(result="pass").order_by("at"))


def _inputs(verdict: Verdict) -> tuple[Facts, frozenset[str]] | None:
    """The facts and declared names of a verdict; None where its key is gone."""
    from submissions.domain.consent import verdicts  # it asks this module

    try:
        stored = sealed.unseal(sealed.key_of(verdict.submission_id), verdict, "facts_sealed")
    except (KeyDestroyed, KeyMissing):
        return None
    inputs: Mapping[str, JSON] = stored if isinstance(stored, dict) else {}
    declared = inputs.get("declared")
    names = [str(name) for name in declared[1:]] if isinstance(declared, list) else []
    return verdicts.facts_from_json(inputs.get("facts")), frozenset(names)
