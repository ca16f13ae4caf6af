"""Every rule at its edges, and the law that a bad fact never improves a verdict."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given, settings, strategies as st

from submissions.domain.consent import rules
from submissions.domain.consent.facts import (
    Agreement,
    Authenticity,
    Facts,
    Grant,
    InformationClass,
    Owner,
    Relation,
)
from submissions.domain.consent.rules import SEVERITY, Case, Policy, Result, Seen, decide

TODAY = date(2026, 3, 10)
DAY = timedelta(days=1)
GOOD = Facts(
    owner=Owner.CONTRACTOR,
    relation=Relation.OWN_BUSINESS,
    still_there=False,
    agreement=Agreement.NONE,
    agreement_ends_on=None,
    agreement_survives=None,
    portfolio_clause=False,
    licence="",
    information=frozenset(),
    authenticity=Authenticity.REAL,
    attested_material_terms=1,
)
POLICY = Policy(
    minimum_days=365,
    region="DE",
    licences=frozenset({"MIT"}),
    authenticity=frozenset({"real"}),
    material_terms=1,
)
GRANT = Grant(
    purposes=frozenset({"training", "evaluation"}),
    starts_on=TODAY,
    ends_on=None,
    territory=frozenset(),
    from_organisation=True,
)
CLIENT = replace(GOOD, owner=Owner.CLIENT)
EMPLOYER = replace(GOOD, owner=Owner.EMPLOYER, grants=(GRANT,))
OPEN = replace(GOOD, owner=Owner.OPEN_LICENCE, licence="MIT")


def _marking(name, sha256="d" * 64):
    return Seen(id=1, check="X2", name=name, document_sha256=sha256)


def _rule(facts=GOOD, seen=(), policy=POLICY, today=TODAY):
    first, _ = decide(Case(facts, seen, policy, today))
    return first.rule, first.result.value, first.party.value


def granted(**changes):
    return replace(CLIENT, grants=(replace(GRANT, **changes),))


@pytest.mark.parametrize(
    ("case", "expected"),
    [
        (Case(GOOD, (), POLICY, TODAY), ("R15", "pass", "nobody")),
        (Case(replace(GOOD, owner=None), (), POLICY, TODAY), ("R1", "hold", "contractor")),
        (Case(replace(GOOD, owner=Owner.UNKNOWN), (), POLICY, TODAY), ("R1", "hold", "contractor")),
        (Case(replace(GOOD, relation=None), (), POLICY, TODAY), ("R1", "hold", "contractor")),
        (
            Case(replace(GOOD, attested_material_terms=None), (), POLICY, TODAY),
            ("R1", "hold", "contractor"),
        ),
        (
            Case(GOOD, (), replace(POLICY, material_terms=2), TODAY),
            ("R1", "hold", "contractor"),
        ),
        (Case(CLIENT, (), POLICY, TODAY), ("R2", "hold", "rights_holder")),
        (
            Case(replace(GOOD, owner=Owner.JOINT), (), POLICY, TODAY),
            ("R2", "hold", "rights_holder"),
        ),
        (Case(granted(), (), POLICY, TODAY), ("R15", "pass", "nobody")),
        (
            Case(granted(purposes=frozenset({"evaluation"})), (), POLICY, TODAY),
            ("R2", "hold", "rights_holder"),
        ),
        (Case(granted(starts_on=TODAY + DAY), (), POLICY, TODAY), ("R2", "hold", "rights_holder")),
        (Case(granted(ends_on=TODAY - DAY), (), POLICY, TODAY), ("R5", "reject", "contractor")),
        (Case(granted(ends_on=TODAY), (), POLICY, TODAY), ("R5", "hold", "admin")),
        (Case(granted(ends_on=TODAY + 364 * DAY), (), POLICY, TODAY), ("R5", "hold", "admin")),
        (Case(granted(ends_on=TODAY + 365 * DAY), (), POLICY, TODAY), ("R15", "pass", "nobody")),
        (Case(granted(territory=frozenset({"FR"})), (), POLICY, TODAY), ("R6", "hold", "admin")),
        (
            Case(granted(territory=frozenset({"FR", "DE"})), (), POLICY, TODAY),
            ("R15", "pass", "nobody"),
        ),
        (
            Case(replace(GOOD, agreement=Agreement.NDA), (), POLICY, TODAY),
            ("R3", "reject", "contractor"),
        ),
        (Case(replace(GOOD, agreement=None), (), POLICY, TODAY), ("R3", "hold", "contractor")),
        (
            Case(replace(GOOD, agreement=Agreement.NDA, portfolio_clause=True), (), POLICY, TODAY),
            ("R15", "pass", "nobody"),
        ),
        (
            Case(
                replace(
                    GOOD,
                    agreement=Agreement.NDA,
                    agreement_ends_on=TODAY - DAY,
                    agreement_survives=False,
                ),
                (),
                POLICY,
                TODAY,
            ),
            ("R15", "pass", "nobody"),
        ),
        (
            Case(
                replace(
                    GOOD,
                    agreement=Agreement.NDA,
                    agreement_ends_on=TODAY,
                    agreement_survives=False,
                ),
                (),
                POLICY,
                TODAY,
            ),
            ("R3", "reject", "contractor"),
        ),
        (
            Case(
                replace(GOOD, agreement=Agreement.NDA, agreement_ends_on=TODAY - DAY),
                (),
                POLICY,
                TODAY,
            ),
            ("R3", "reject", "contractor"),
        ),
        (
            Case(
                replace(GOOD, agreement=Agreement.NDA, released_engagement=True), (), POLICY, TODAY
            ),
            ("R15", "pass", "nobody"),
        ),
        (Case(EMPLOYER, (), POLICY, TODAY), ("R15", "pass", "nobody")),
        (
            Case(
                replace(
                    EMPLOYER,
                    still_there=True,
                    grants=(replace(GRANT, from_organisation=False),),
                ),
                (),
                POLICY,
                TODAY,
            ),
            ("R4", "hold", "rights_holder"),
        ),
        (
            Case(
                replace(
                    EMPLOYER,
                    still_there=None,
                    grants=(replace(GRANT, from_organisation=False),),
                ),
                (),
                POLICY,
                TODAY,
            ),
            ("R4", "hold", "rights_holder"),
        ),
        (
            Case(replace(OPEN, licence="WTFPL"), (), POLICY, TODAY),
            ("R7", "reject", "contractor"),
        ),
        (Case(OPEN, (), POLICY, TODAY), ("R7", "hold", "contractor")),
        (
            Case(OPEN, (Seen(id=1, check="X1", name="spdx"),), POLICY, TODAY),
            ("R15", "pass", "nobody"),
        ),
        (
            Case(
                GOOD,
                (Seen(id=7, check="X1", name="copyright_holder", relation="other", weight=0.9),),
                POLICY,
                TODAY,
            ),
            ("R8", "hold", "reviewer"),
        ),
        (
            Case(
                GOOD,
                (Seen(id=7, check="X3", name="author", relation="other", weight=0.3),),
                POLICY,
                TODAY,
            ),
            ("R15", "pass", "nobody"),
        ),
        (
            Case(
                GOOD,
                (Seen(id=7, check="X1", name="copyright_holder", relation="declared", weight=0.9),),
                POLICY,
                TODAY,
            ),
            ("R15", "pass", "nobody"),
        ),
        (
            Case(
                replace(GOOD, relation=Relation.FREELANCE),
                (Seen(id=7, check="X1", name="copyright_holder", relation="declared", weight=0.9),),
                POLICY,
                TODAY,
            ),
            ("R8", "hold", "reviewer"),
        ),
        (Case(GOOD, (_marking("nda"),), POLICY, TODAY), ("R9", "hold", "contractor")),
        (
            Case(
                replace(GOOD, released_documents=frozenset({"d" * 64})),
                (_marking("nda"),),
                POLICY,
                TODAY,
            ),
            ("R15", "pass", "nobody"),
        ),
        (
            Case(
                replace(GOOD, released_documents=frozenset({"e" * 64})),
                (_marking("nda"),),
                POLICY,
                TODAY,
            ),
            ("R9", "hold", "contractor"),
        ),
        (Case(GOOD, (_marking("tlp_green"),), POLICY, TODAY), ("R15", "pass", "nobody")),
        (Case(GOOD, (_marking("cui"),), POLICY, TODAY), ("R10", "reject", "contractor")),
        (
            Case(
                replace(GOOD, released_documents=frozenset({"d" * 64})),
                (_marking("tlp_red"),),
                POLICY,
                TODAY,
            ),
            ("R10", "reject", "contractor"),
        ),
        (
            Case(
                replace(GOOD, information=frozenset({InformationClass.HEALTH})), (), POLICY, TODAY
            ),
            ("R10", "reject", "contractor"),
        ),
        (Case(replace(GOOD, on_register=True), (), POLICY, TODAY), ("R11", "reject", "contractor")),
        (Case(GOOD, (), replace(POLICY, duplicates=1), TODAY), ("R12", "hold", "reviewer")),
        (Case(GOOD, (), replace(POLICY, unfinished_files=1), TODAY), ("R13", "hold", "contractor")),
        (
            Case(replace(GOOD, authenticity=Authenticity.FABRICATED), (), POLICY, TODAY),
            ("R14", "reject", "contractor"),
        ),
        (
            Case(replace(GOOD, authenticity=None), (), POLICY, TODAY),
            ("R14", "reject", "contractor"),
        ),
    ],
)
def test_rule_at_its_edge(case, expected):
    first, _ = decide(case)
    assert (first.rule, first.result.value, first.party.value) == expected


def test_the_worst_wins_and_all_are_shown():
    first, all_of_them = decide(
        Case(replace(CLIENT, owner=Owner.CLIENT), (_marking("cui"),), POLICY, TODAY)
    )
    assert (first.rule, [r.rule for r in all_of_them]) == ("R10", ["R10", "R2"])


def test_every_ruling_has_a_sentence():
    source = rules.__file__
    with open(source, encoding="utf-8") as file:
        text = file.read()
    import re

    codes = set(re.findall(r'(?:hold|reject)\(\s*"R\d+",(?:\s*[\w.()]+,)?\s*"(\w+)"', text))
    assert codes | {"all_clear", "waived"} == set(rules.SENTENCES)


FACTS = st.builds(
    Facts,
    owner=st.sampled_from([None, *Owner]),
    relation=st.sampled_from([None, *Relation]),
    still_there=st.sampled_from([None, True, False]),
    agreement=st.sampled_from([None, *Agreement]),
    agreement_ends_on=st.sampled_from([None, TODAY - DAY, TODAY, TODAY + DAY]),
    agreement_survives=st.sampled_from([None, True, False]),
    portfolio_clause=st.booleans(),
    licence=st.sampled_from(["", "MIT", "WTFPL"]),
    information=st.frozensets(st.sampled_from(list(InformationClass))),
    authenticity=st.sampled_from([None, *Authenticity]),
    attested_material_terms=st.sampled_from([None, 0, 1]),
    grants=st.lists(
        st.builds(
            Grant,
            purposes=st.sampled_from([frozenset(), frozenset({"training", "evaluation"})]),
            starts_on=st.sampled_from([None, TODAY, TODAY + DAY]),
            ends_on=st.sampled_from([None, TODAY - DAY, TODAY, TODAY + 400 * DAY]),
            territory=st.sampled_from([frozenset(), frozenset({"FR"}), frozenset({"DE"})]),
            from_organisation=st.booleans(),
        ),
        max_size=2,
    ).map(tuple),
    released_documents=st.just(frozenset()),
    released_engagement=st.booleans(),
    on_register=st.booleans(),
)
WORSE = {
    "owner unknown": lambda f: replace(f, owner=Owner.UNKNOWN),
    "no relation": lambda f: replace(f, relation=None),
    "agreement unknown": lambda f: (
        replace(f, agreement=None) if f.agreement in (None, Agreement.NONE) else f
    ),
    "patients": lambda f: replace(f, information=f.information | {InformationClass.HEALTH}),
    "on the register": lambda f: replace(f, on_register=True),
    "older terms": lambda f: replace(f, attested_material_terms=0),
    "no consent": lambda f: replace(f, attested_material_terms=None),
    "no release": lambda f: replace(f, released_engagement=False),
    "fabricated": lambda f: replace(f, authenticity=Authenticity.FABRICATED),
}
SPOILED = st.sampled_from(sorted(set(WORSE) - {"owner unknown"}))
SEEN = st.lists(
    st.builds(
        Seen,
        id=st.integers(1, 9),
        check=st.sampled_from(["X1", "X2", "X3"]),
        name=st.sampled_from(["nda", "cui", "author", "copyright_holder", "tlp_green"]),
        relation=st.sampled_from(["", "self", "declared", "other"]),
    ),
    max_size=3,
)


def _severity(facts, seen):
    return SEVERITY[decide(Case(facts, seen, POLICY, TODAY))[0].result]


@settings(max_examples=300, deadline=None)
@given(FACTS, SEEN, SPOILED)
def test_a_bad_fact_never_improves_a_verdict(facts, seen, spoil):
    assert _severity(WORSE[spoil](facts), seen) >= _severity(facts, seen)


@settings(max_examples=200, deadline=None)
@given(FACTS, SEEN, SEEN)
def test_more_evidence_of_a_marking_never_improves_a_verdict(facts, seen, more):
    markings = [s for s in more if s.check == "X2"]
    assert _severity(facts, [*seen, *markings]) >= _severity(facts, seen)


def test_results_are_ordered_from_best_to_worst():
    assert [r for r, _ in sorted(SEVERITY.items(), key=lambda item: item[1])] == [
        Result.PASS,
        Result.HOLD,
        Result.REJECT,
    ]


@pytest.mark.parametrize(("weight", "rule"), [(0.79, "R15"), (0.8, "R8"), (1.0, "R8")])
def test_another_owner_holds_from_the_weight_of_a_company_on(weight, rule):
    seen = Seen(id=1, check="X3", name="company", relation="other", weight=weight)
    assert _rule(seen=(seen,))[0] == rule


@pytest.mark.parametrize(
    ("relation", "owner", "rule"),
    [
        (Relation.EMPLOYEE, Owner.CONTRACTOR, "R8"),
        (Relation.MARKETPLACE, Owner.CONTRACTOR, "R8"),
        (Relation.FREELANCE, Owner.CONTRACTOR, "R15"),
        (Relation.OWN_BUSINESS, Owner.CONTRACTOR, "R15"),
        (Relation.EMPLOYEE, Owner.PUBLIC_DOMAIN, "R15"),
    ],
)
def test_r8_holds_a_claim_that_contradicts_the_relation(relation, owner, rule):
    first, _all = decide(Case(replace(GOOD, relation=relation, owner=owner), (), POLICY, TODAY))
    assert first.rule == rule
