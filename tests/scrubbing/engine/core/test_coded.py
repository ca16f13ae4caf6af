"""Names of which some letters are written as codes: found, taken out, and missed by no proof."""

import html
import io
import re
import zipfile
from urllib.parse import unquote

import pytest

from scrubbing.engine import pipeline
from scrubbing.engine.decide import Decider
from scrubbing.engine.errors import Leaked
from scrubbing.engine.knowledge import merge
from scrubbing.engine.knowledge.coded import decoded, plain
from scrubbing.engine.types import Unit, Untrusted
from scrubbing.engine.verify import Wanted, check_texts
from scrubbing.engine.verify.raw import RawSearch

KEY = b"k" * 32
KNOWN = merge([], ["Norvane Dynamics", "M\u00fcllerstedt"], [], KEY)
CODED = [
    "%4eorvane", "Norvan%65", "%6E%6Frvane", "N%6frv&#97;ne", "&#78;orvane", "&#x4e;orvane",
    "%26%2378%3Borvane", "%254eorvane", r"\u004eorvane", r"N\x6frvane", r"\u{4e}orvane",
    "&amp;#78;orvane", "Norvane%20Dynami%63s", "M%c3%bcllerstedt", "M%fcllerstedt", "M&uuml;llerstedt",
]  # fmt: skip


@pytest.mark.parametrize("written", CODED)
def test_a_name_partly_in_codes_is_seen_whole(written):
    text = f"https://example.com/{written}/news?by={written}&x=1"
    found = [text[hit.start : hit.end] for hit in KNOWN.matcher().find(text)]
    assert found.count(written) == 2


@pytest.mark.parametrize("written", CODED)
def test_no_proof_passes_a_name_partly_in_codes(written):
    search = RawSearch(tuple(KNOWN.needles()), ())
    text = f"see https://example.com/{written.replace('orvane', 'orvane%20Dynamics')} now"
    with pytest.raises(Leaked):
        check_texts([text], Wanted(tuple(KNOWN.needles()), ()))
    assert bool(search.find(text.encode())) is (" " in _plainly(text)[4:-4])
    assert search.find(b"see nothing%20of the kind &#78; now") == ""


@pytest.mark.parametrize("text", ["50%dx, 7%", "AT&T; R&D", r"C:\users\xylo", "&bogus; &#0; %zz"])
def test_what_only_looks_like_a_code_stays(text):
    assert decoded(text) is text
    assert plain(text) is None


def test_the_map_leads_back_over_codes_within_codes():
    text = "a%2526%23%37%38%3Bb"
    said = plain(text)
    assert said is not None
    assert said.text == decoded(text) == "aNb"
    assert [text[s:e] for s, e in zip(said.starts, said.ends, strict=True)] == [
        "a",
        text[1:-1],
        "b",
    ]


def test_a_name_partly_in_codes_has_the_stand_in_of_the_name(policy):
    units = [Unit("a", "%4eorvane"), Unit("b", "by &#78;orvane."), Unit("c", "Norvane")]
    edits = Decider(KNOWN, policy).decide(units, ()).edits
    assert len({edit.replacement for edit in edits}) == 1
    assert [(edit.start, edit.end) for edit in edits] == [(0, 9), (3, 14), (0, 7)]


LINK = "https://example.com/%4eorvane/a?q=Norvan%65%20Dynamics"
FILES = {
    "a.txt": f"see {LINK} or &#78;orvane, \\u004eorvane\n",
    "a.md": f"[here]({LINK}) and &#x4e;orvane\n",
    "a.csv": f'name,link\nx,"{LINK}"\n',
    "a.json": f'{{"link": "{LINK}", "said": "%4eorvane &#78;orvane"}}',
    "a.yaml": f"link: {LINK}\nsaid: '&#78;orvane'\n",
    "a.xml": f'<?xml version="1.0"?><a href="{LINK}"><b>{LINK} &amp;#78;orvane</b></a>',
    "a.html": f'<!doctype html><p title="%4eorvane"><a href="{LINK}">{LINK} &amp;#78;orvane</a></p>',
    "a.py": f'LINK = "{LINK}"\nSAID = "\\u004eorvane \\x4eorvane"\n',
    "a.eml": f"From: a@example.org\nSubject: s\nList-Unsubscribe: <{LINK}>\n\nsee {LINK}\n",
    "%4eorvane.txt": "nothing in here\n",
}


@pytest.mark.slow
@pytest.mark.parametrize("name", FILES)
def test_a_name_partly_in_codes_leaves_every_format(name, policy):
    assert "norvane" in _plainly(name + FILES[name])
    output = _cleaned(name, FILES[name].encode(), policy)
    assert "norvane" not in _plainly(output.name + output.data.decode())


@pytest.mark.slow
def test_a_member_whose_name_is_partly_in_codes_gets_another_one(policy):
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("notes/%4eorvane%20plan.txt", "nothing in here")
    output = _cleaned("a.zip", target.getvalue(), policy)
    (only,) = zipfile.ZipFile(io.BytesIO(output.data)).namelist()
    assert (only.startswith("notes/"), "norvane" in _plainly(only)) == (True, False)


def _cleaned(name, data, policy):
    untrusted = Untrusted(name, data)
    reading = pipeline.read(untrusted, policy)
    known = merge([reading], ["Norvane Dynamics"], [], KEY)
    return pipeline.clean(untrusted, reading, known, policy).cleaned


def _plainly(text):
    """Every code of this file undone by other means than the engine's."""
    for _ in range(3):
        text = unquote(html.unescape(text))
        text = re.sub(r"\\(?:u|x)(00)?([0-9a-f]{2})", lambda m: chr(int(m[2], 16)), text)
        text = re.sub(r"\\u\{([0-9a-f]{2})\}", lambda m: chr(int(m[1], 16)), text)
    return text.lower()
