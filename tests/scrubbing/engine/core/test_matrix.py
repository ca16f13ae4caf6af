"""Every hiding place of text formats: seen in the input, gone from the output.

Detection takes no part: a mark per line of the matrix is declared, as a person would.
Office, OpenDocument, PDF, pictures and archives have such a test of their own.
"""

import base64
import json
from urllib.parse import quote

import pytest

from scrubbing.engine import file_names, pipeline
from scrubbing.engine.decide import Decider
from scrubbing.engine.errors import Leaked
from scrubbing.engine.identify import identify
from scrubbing.engine.knowledge import merge
from scrubbing.engine.reading import NAME_LOCATOR
from scrubbing.engine.registry import Tools, extract_with, handler_for
from scrubbing.engine.types import Role, Unit, Untrusted
from scrubbing.engine.verify import check

KEY = b"k" * 32
NOT_PLANTED = {
    "C02": "times and owners: the tests of archives",
    "C03": "text has no logical end; of containers: test_package.py, test_image.py, test_pdf.py",
    "C04": "side files: the tests of archives",
    "C06": "what a stand-in tells: test_replace.py",
    "C07": "ids: O, D and E lines of their formats",
    "C08": "pixels: test_image.py",
    "E07": "dropped with their parts: core/test_canaries.py",
    "E09": "Outlook's own format: the tests of mail",
    "H07": "mht is not accepted",
    "H14": "databases and arrays are not accepted",
    "C09": "files in files: H05 and E06, and the tests of archives",
}
SPLIT = {"H01", "H01entity", "H01soft", "H01wbr", "H11split", "E03", "E04plain", "E10fold"}
"""Planted in pieces, with markup or an encoding between them."""
DROPPED_UNREAD = {"E06about", "E06name"}
"""What mail says twice or says about a part: never read, and never written again."""
PLANTED: set[str] = set(SPLIT)


def mark(line: str) -> str:
    PLANTED.add(line)
    return f"Vex{line}quill"


def letters(text: str) -> str:
    return "".join(f"{char}\b{char}" for char in text)


TEXT = "\n\n".join(
    [
        mark("H12line"), f"\x1b[1m{mark('H12a')[:5]}\x1b[0m{mark('H12a')[5:]}", letters(mark("H12b")),
        f"seen\r{mark('H12return')}", f"end {mark('H12tail')} \x1a", mark("C05case").upper(),
        " ".join(mark("C05spaced")), mark("C05hidden").replace("q", "\u200bq\u2060"),
        mark("C05accent").replace("e", "\u00e9"), mark("C05wide").replace("V", "\uff36"),
        mark("C05twin").replace("e", "\u0435"), mark("C05back")[::-1],
        f"\u202e{mark('C05turn')[::-1]}\u202c", mark("C05soft").replace("q", "\u00adq"),
        mark("C05end").replace("qu", "-\nqu"), quote(f"{mark('C05percent')} x", safe=""),
    ]
)  # fmt: skip
CODE = f"""#!/home/{mark("H13path")}/bin/python
# Copyright 2020 {mark("H13copy")}
\"\"\"{mark("H13doc")}\"\"\"
NAME_{mark("H13name")} = "{mark("H13string")}"
# vim: set {mark("H13mode")}
"""
MARKDOWN = f"""---
author: {mark("H08front")}
---
# {mark("H08head")}
[a][1] ![{mark("H08alt")}](img/{mark("H08path")}.png) [[{mark("H08wiki")}]] a[^1]
<!-- {mark("H08comment")} -->

[1]: https://x.test/{mark("H08link")} "{mark("H08title")}"
[^1]: {mark("H08note")}

```
{mark("H08code")}
```
"""
HTML = f"""<!DOCTYPE html><!-- saved from url=(0014){mark("H06saved")} --><html><head>
<title>{mark("H02title")}</title><meta name="author" content="{mark("H02author")}">
<meta property="og:title" content="{mark("H02og")}"><base href="https://x.test/{mark("H02base")}/">
<script type="application/ld+json">{{"name": "{mark("H02json")}"}}</script>
<link rel="author" href="/{mark("H02link")}"><style>.{mark("H04class")} {{ color: red }}</style>
<script>var a = "{mark("H04script")}"; //# sourceMappingURL={mark("H04map")}.js.map</script></head><body>
<p itemscope itemprop="{mark("H02item")}">Vex<b>H01</b>quill Vex&#72;01entityquill Vex&shy;H01softquill
Vex<wbr>H01wbrquill</p><!-- {mark("H04comment")} --><!--[if mso]>{mark("H04if")}<![endif]-->
<template>{mark("H04template")}</template><noscript>{mark("H04noscript")}</noscript>
<img alt="{mark("H03alt")}" title="{mark("H03title")}" src="/{mark("H03src")}.png" data-x="{mark("H03data")}"
 data-{mark("H03name")}="1" srcset="/{mark("H05set")}.png 2x">
<img src="data:text/plain;base64,{base64.b64encode(mark("H05").encode()).decode()}">
<input type="hidden" value="{mark("H03value")}" placeholder="{mark("H03hold")}" aria-label="{mark("H03aria")}">
<iframe srcdoc="&lt;p&gt;{mark("H03doc")}&lt;/p&gt;"></iframe><form action="/{mark("H03form")}"></form>
<svg><title>{mark("H05svg")}</title></svg><o:p>{mark("H06island")}</o:p></body></html>{mark("H01after")}
"""
TABLE = f'\ufeffname,{mark("H09head")}\r\n"a\n{mark("H09line")}",1\r\n=A1&"{mark("H09formula")}",\'{mark("H09quote")}\r\n#{mark("H09comment")},2\r\n'
JSON = json.dumps(
    {"a": mark("H10value"), mark("H10key"): 1, "inner": json.dumps({"b": mark("H10inner")}),
     "list": [{"c": mark("H10deep")}]}
).replace(mark("H10value"), "\\u0056" + mark("H10value")[1:])  # fmt: skip
YAML = f"""# {mark("H10comment")}
a: &{mark("H10anchor")} {mark("H10plain")}
b: *{mark("H10anchor")}
c: |
  {mark("H10block")}
"""
TOML = f'# {mark("H10toml")}\n["{mark("H10table")}"]\na = "{mark("H10basic")}"\n'
XML = f"""<?xml version="1.0"?><!-- {mark("H10xml")} --><a {mark("H10attribute")}="{mark("H10attr")}">
<{mark("H10element")}/><![CDATA[{mark("H10cdata")}]]><?note {mark("H10note")}?></a>
"""
NOTEBOOK = json.dumps(
    {
        "cells": [
            {"cell_type": "markdown", "id": "a1", "attachments": {f"{mark('H11file')}.png": {}},
             "source": ["Vex", "H11splitquill"], "metadata": {"tags": [mark("H11tag")]}},
            {"cell_type": "code", "source": mark("H11code"), "execution_count": 1,
             "metadata": {"executionInfo": {"user": {"displayName": mark("H11user")}}},
             "outputs": [
                 {"output_type": "display_data", "metadata": {},
                  "data": {"text/plain": [mark("H11plain")], "text/html": [f"<b>{mark('H11html')}</b>"],
                           "image/svg+xml": [f"<svg><text>{mark('H11svg')}</text></svg>"],
                           "application/vnd.jupyter.widget-view+json": {"a": mark("H11widget")}}},
                 {"output_type": "error", "ename": "E", "evalue": mark("H11error"),
                  "traceback": [f"\x1b[0;31mE\x1b[0m /Users/{mark('H11trace')}/a.py"]}]},
        ],
        "metadata": {"authors": [{"name": mark("H11author")}], "colab": {"name": mark("H11colab")},
                     "kernelspec": {"display_name": mark("H11kernel"), "path": mark("H11path")}},
        "nbformat": 4, "nbformat_minor": 4,
    }
)  # fmt: skip
MAIL = f"""Return-Path: <{mark("E01return")}@x.test>
Received: from {mark("E02received")}.x.test by y.test for <a@x.test>
X-Originating-IP: {mark("E02ip")}
User-Agent: {mark("E02agent")}
Message-ID: <{mark("E02id")}@x.test>
From: =?utf-8?b?{base64.b64encode(mark("E01from").encode()).decode()}?= <a@x.test>
To: "{mark("E01to")}" <b@x.test> ({mark("E01comment")})
Cc: {mark("E01group")}: c@x.test;
Subject: =?utf-8?q?Vex?=
 =?utf-8?q?E03quill?=
Thread-Topic: {mark("E03topic")}
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

--b
Content-Type: text/plain; charset=utf-8
Content-Transfer-Encoding: quoted-printable

Vex=45=
04plainquill
> {mark("E05quoted")}
--=20
{mark("E05signature")}
--b
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

{base64.b64encode(f"<p>{mark('E04')}<img src='https://x.test/{mark('E05pixel')}'></p>".encode()).decode()}
--b
Content-Type: text/csv; name="{mark("E06name")}.csv"
Content-Disposition: attachment; filename*=utf-8''{mark("E06file")}.csv
Content-Description: {mark("E06about")}

a,{mark("E06cell")}
--b
Content-Type: message/rfc822

From: d@x.test
Subject: {mark("E05inner")}

{mark("E05body")}
--b--
"""
MBOX = f"From {mark('E08line')}@x.test Mon Jan  1 2024\nX-Gmail-Labels: {mark('E08label')}\nFrom: a@x.test\n\n{mark('E08body')}\n"
CALENDAR = f"""BEGIN:VCALENDAR\r
VERSION:2.0\r
BEGIN:VEVENT\r
ORGANIZER;CN={mark("E10cn")}:mailto:a@x.test\r
DESCRIPTION:Vex\r
 E10foldquill\r
X-OWNER:{mark("E10own")}\r
END:VEVENT\r
END:VCALENDAR\r
"""
CARD = f"BEGIN:VCARD\r\nVERSION:3.0\r\nN:{mark('E10n')};A;;;\r\nFN:{mark('E10fn')}\r\nNOTE:{mark('E10note')}\r\nEND:VCARD\r\n"

FILES: dict[str, str] = {
    f"{mark('C01')}.txt": TEXT, "a.py": CODE, "a.md": MARKDOWN, "a.html": HTML, "a.csv": TABLE,
    "a.json": JSON, "a.yaml": YAML, "a.toml": TOML, "a.xml": XML, "a.ipynb": NOTEBOOK,
    "a.eml": MAIL, "a.mbox": MBOX, "a.ics": CALENDAR, "a.vcf": CARD,
}  # fmt: skip
HELD = {
    "base64": base64.b64encode(b"xx Zelda Quarrington").decode(),
    "hex": b"Zelda Quarrington".hex(),
    "utf-16": base64.b64encode("Zelda Quarrington".encode("utf-16-le")).decode(),
}
"""Encodings that no handler edits inside: what they hide holds the file."""


def knowledge():
    return merge([], [mark(line) for line in sorted(PLANTED)], [], KEY)


def seen(units) -> set[str]:
    known = knowledge()
    values = {known.entries[hit.needle.index].untrusted_value for unit in units
              for hit in known.matcher().find(unit.text)}  # fmt: skip
    return {value.removeprefix("Vex").removesuffix("quill") for value in values}


def read(name: str, data: bytes):
    untrusted = Untrusted(name, data)
    extraction = extract_with(Tools(), identify(name, data), untrusted)
    return untrusted, (Unit(NAME_LOCATOR, name.rpartition(".")[0], Role.NAME), *extraction.units)


def scrub(name: str, data: bytes, policy, known):
    untrusted, units = read(name, data)
    decision = Decider(known, policy).decide(units, ())
    inner = [edit for edit in decision.changes if edit.locator != NAME_LOCATOR]
    output = handler_for(identify(name, data).format).rewrite(untrusted, inner, (), Tools())
    clean_name = file_names.scrubbed_name(name, decision.edits, name.rpartition(".")[2])
    return clean_name, output, pipeline.wanted(known, policy, decision)


def test_marks_cover_every_line_of_the_matrix():
    matrix = {f"{letter}{number:02}" for letter, count in (("C", 9), ("E", 10), ("H", 14))
              for number in range(1, count + 1)}  # fmt: skip
    planted = {line[:3] for line in PLANTED}
    assert planted & set(NOT_PLANTED) == set()
    assert planted | set(NOT_PLANTED) == matrix


def test_every_mark_is_seen_in_the_input():
    found = set()
    for name, text in FILES.items():
        found |= seen(read(name, text.encode())[1])
    everything = "".join(FILES.values())
    assert {line for line in PLANTED - found if f"Vex{line}quill" not in everything} == set()
    assert PLANTED - found == DROPPED_UNREAD


@pytest.mark.parametrize("name", FILES, ids=lambda name: name.rpartition(".")[2])
def test_no_mark_is_left_in_the_output(name, policy):
    clean_name, output, target = scrub(name, FILES[name].encode(), policy, knowledge())
    assert seen(read(clean_name, output)[1]) == set()
    texts = handler_for(identify(clean_name, output).format).texts(output, Tools())
    check(output, [*texts, clean_name], target)
    joined = output.decode("latin-1").replace("\b", "")
    assert ("quill" in joined, "quill" in clean_name) == (False, False)


@pytest.mark.parametrize("encoding", HELD)
def test_a_name_in_an_encoding_that_is_not_edited_holds_the_file(encoding, policy):
    known = merge([], ["Zelda Quarrington"], [], KEY)
    _, output, target = scrub("a.txt", f"see {HELD[encoding]} here".encode(), policy, known)
    with pytest.raises(Leaked):
        check(output, (), target)


@pytest.mark.parametrize("name", FILES, ids=lambda name: name.rpartition(".")[2])
def test_same_input_knowledge_and_key_give_the_same_bytes(name, policy):
    one, other = (scrub(name, FILES[name].encode(), policy, knowledge())[:2] for _ in range(2))
    assert one == other
