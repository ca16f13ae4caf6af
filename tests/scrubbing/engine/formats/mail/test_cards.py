"""ics and vcf: parameters, lists and quoted values, as programs write them."""

import re

import pytest

from scrubbing.engine import pipeline
from scrubbing.engine.decide import Decider
from scrubbing.engine.formats.mail import CARDS
from scrubbing.engine.knowledge import merge
from scrubbing.engine.policy import shipped
from scrubbing.engine.registry import Tools
from scrubbing.engine.types import Untrusted

NAMES = ("Zelda Quarrington", "Norvane Dynamics")
CALENDAR = """BEGIN:VCALENDAR\r
VERSION:2.0\r
BEGIN:VTIMEZONE\r
TZID:Norvane Dynamics Time\r
END:VTIMEZONE\r
BEGIN:VEVENT\r
DTSTART;TZID=Norvane Dynamics Time:20240102T090000\r
RRULE:FREQ=WEEKLY;BYDAY=MO,TU\r
ATTENDEE;CN="Quarrington, Zelda";MEMBER="mailto:a@example.com","mailto:zel\r
 da.quarrington@example.com";ROLE=REQ-PARTICIPANT:mailto:zelda.quarrington@example.com\r
DESCRIPTION;ALTREP="CID:zelda-quarrington@example.com":Zelda Quarrington\\, who\r
CATEGORIES:Norvane Dynamics,other\r
X-NORVANE-DYNAMICS-ID;X-BY=Zelda Quarrington:7\r
X-ALT-DESC;FMTTYPE=text/html:<b>Zel</b>da Quarrington\r
END:VEVENT\r
END:VCALENDAR\r
"""
CARD = """BEGIN:VCARD\r
VERSION:2.1\r
N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:Quarr=69ngton;Zelda\r
NOTE;ENCODING=QUOTED-PRINTABLE:Nor=\r
vane=20Dynamics=\r
 and=0Amore\r
ADR;LABEL="Norvane Dynamics\\n1 Main":;;1 Way;Town;;1;X\r
X-LOGO;ENCODING=b:WmVsZGEgUXVhcnJpbmd0b24=\r
END:VCARD\r
"""
FILES = {"a.ics": CALENDAR, "a.vcf": CARD}


def rewritten(name: str, text: str) -> str:
    untrusted = Untrusted(name, text.encode())
    units = CARDS.extract(untrusted, Tools()).units
    decision = Decider(merge([], NAMES, [], b"k" * 32), shipped()).decide(units, ())
    return CARDS.rewrite(untrusted, decision.changes, (), Tools()).decode()


@pytest.mark.parametrize("name", FILES)
def test_names_in_parameters_lists_and_quoted_values_go(name):
    lines = CARDS.texts(FILES[name].encode(), Tools())
    assert any("Quarrington" in line for line in lines)
    left = "\n".join(CARDS.texts(rewritten(name, FILES[name]).encode(), Tools()))
    assert re.findall("quarrington|norvane|zelda", left, re.IGNORECASE) == []


def test_rules_times_and_lists_keep_their_form():
    lines = rewritten("a.ics", CALENDAR).split("\r\n")
    zone = lines[3].removeprefix("TZID:")
    assert f"DTSTART;TZID={zone}:20240102T090000" in lines
    assert "RRULE:FREQ=WEEKLY;BYDAY=MO,TU" in lines
    assert next(line for line in lines if line.startswith("CATEGORIES")).endswith(",other")
    assert next(line for line in lines if line.startswith("ATTENDEE")).count('"') == 5


def test_a_quoted_value_of_several_lines_stays_quoted():
    note = rewritten("a.vcf", CARD).split("\r\n")[3]
    assert re.fullmatch(r"NOTE;ENCODING=QUOTED-PRINTABLE:\w+=20\w+=20and=0Amore", note)


@pytest.mark.slow
def test_times_are_moved_as_times():
    policy = shipped()
    untrusted = Untrusted("a.ics", CALENDAR.encode())
    reading = pipeline.read(untrusted, policy)
    cleaned = pipeline.clean(untrusted, reading, merge([reading], NAMES, [], b"k" * 32), policy)
    text = cleaned.cleaned.data.decode()
    moved = re.search(r"DTSTART;[^:]*:(\d{8}T090000)\r", text)
    assert moved
    assert moved[1] != "20240102T090000"
