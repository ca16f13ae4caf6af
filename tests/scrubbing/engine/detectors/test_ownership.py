from scrubbing.engine.detectors.ownership import EvidenceKind, find_ownership
from scrubbing.engine.types import Fact, Unit


def evidence(*texts: str, facts: tuple[Fact, ...] = ()) -> set[tuple[EvidenceKind, str]]:
    units = [Unit(str(i), text) for i, text in enumerate(texts)]
    return {(e.kind, e.untrusted_value) for e in find_ownership(units, facts)}


def test_ownership_reads_copyright_and_spdx() -> None:
    assert evidence(
        "# Copyright (c) 2019-2024 Globex GmbH. All rights reserved.",
        "// SPDX-License-Identifier: GPL-2.0-only OR MIT",
    ) == {
        (EvidenceKind.COPYRIGHT_HOLDER, "Globex GmbH"),
        (EvidenceKind.SPDX, "GPL-2.0-only OR MIT"),
    }


def test_ownership_passes_over_licence_prose() -> None:
    assert (
        evidence("The above copyright notice and this permission notice shall be included.")
        == set()
    )


def test_ownership_reads_domains_hosts_shares_and_tenants() -> None:
    assert evidence(
        "ann@globex.example, bob@gmail.com",
        "see http://wiki.globex.corp/x",
        "\\\\fs01\\hr\\list",
        "globex.atlassian.net",
    ) == {
        (EvidenceKind.EMAIL_DOMAIN, "globex.example"),
        (EvidenceKind.HOST, "wiki.globex.corp"),
        (EvidenceKind.UNC_PATH, "fs01"),
        (EvidenceKind.TENANT, "globex"),
    }


def test_ownership_takes_a_ticket_key_seen_twice() -> None:
    assert evidence("ACME-12 is open") == set()
    assert evidence("ACME-12 is open", "ACME-13 too, UTF-8, UTF-16") == {
        (EvidenceKind.TICKET_KEY, "ACME")
    }


def test_ownership_reads_facts_and_counts() -> None:
    facts = (
        Fact("author", "Ann Lee"),
        Fact("company", "Globex"),
        Fact("last_modified_by", "Ann Lee"),
    )
    found = find_ownership([], facts)
    assert [(e.kind, e.untrusted_value, e.count) for e in found] == [
        (EvidenceKind.AUTHOR, "Ann Lee", 2),
        (EvidenceKind.COMPANY, "Globex", 1),
    ]


def test_ownership_takes_no_line_of_code_for_the_holder_of_a_bare_year() -> None:
    assert evidence("# Copyright 2023\nLIMIT = 3", "/* (c) 2023\nimport os */") == set()
    assert evidence("Copyright 2023\nGlobex GmbH") == {
        (EvidenceKind.COPYRIGHT_HOLDER, "Globex GmbH")
    }
