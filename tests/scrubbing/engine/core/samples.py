"""One small file per text format with canaries in every place the format has for text."""

import base64
import json

CANARY = "Zelda Quarrington"
"""Declared in the tests: every place below must lose it."""

JSON = json.dumps(
    {"owner": CANARY, CANARY: 1, "list": ["x", f"by {CANARY}"], "e": "Z\u00e9lda Quarrington"}
)
YAML = f"""# by {CANARY}
owner: {CANARY}  # {CANARY}
'{CANARY}': 1
quoted: '{CANARY}''s'
double: "{CANARY}\\n"
block: |
  written by {CANARY}
folded: >
  written by Zelda
  Quarrington
flow: [{CANARY}, 2]
base: &zelda_quarrington
  a: 1
other: *zelda_quarrington
"""
TOML = f"""# by {CANARY}
title = "{CANARY}"
raw = '{CANARY}'
[people."{CANARY}"]
n = 1
long = \"\"\"
by {CANARY}\"\"\"
"""
XML = f"""<?xml version="1.0"?>
<?note {CANARY}?><root by="{CANARY}"><zeldaQuarrington>{CANARY}</zeldaQuarrington>
<!-- {CANARY} --><![CDATA[{CANARY}]]>&#90;elda Quarrington</root>
"""
HTML = f"""<!DOCTYPE html><html lang="en"><head><title>{CANARY}</title>
<meta http-equiv="Content-Type" content="text/html; charset=utf-8">
<meta name="author" content="{CANARY}"><!-- saved by {CANARY} --><!--[if mso]>{CANARY}<![endif]-->
<style>.zelda-quarrington {{ color: red }} /* {CANARY} */</style>
<script>var a = "{CANARY}";</script></head><body>
<p>Hi <b>Zel</b>da&nbsp;Quar&shy;ring<wbr>ton and &#90;elda Quarrington</p>
<img src="data:text/plain;base64,{base64.b64encode(CANARY.encode()).decode()}" alt="{CANARY}">
<a href="https://example.com/zelda-quarrington" title="{CANARY}">x</a>
<input type="hidden" value="{CANARY}" data-owner="{CANARY}"><noscript>{CANARY}</noscript></body></html>
"""
NOTEBOOK = json.dumps(
    {
        "cells": [
            {"cell_type": "markdown", "source": ["by Zelda\n", "Quarrington\n"], "metadata": {}},
            {"cell_type": "code", "source": f"a = '{CANARY}'", "metadata": {"user": CANARY},
             "outputs": [{"data": {"text/plain": [CANARY], "text/html": [f"<b>{CANARY}</b>"]}},
                         {"traceback": [f"File /Users/zelda_quarrington/a.py {CANARY}"]}]},
        ],
        "metadata": {"colab": {"authorship_tag": CANARY}, "authors": [{"name": CANARY}]},
        "nbformat": 4,
        "nbformat_minor": 4,
    }
)  # fmt: skip
MAIL = f"""Received: from zelda-quarrington.example.com by x for <zelda.quarrington@example.com>
Message-ID: <1.{CANARY.replace(" ", ".")}@example.com>
X-Originating-User: {CANARY}
From: =?utf-8?b?{base64.b64encode(CANARY.encode()).decode()}?= <zelda.quarrington@example.com>
To: "Quarrington, Zelda" <zq@example.com>
Subject: News of
 {CANARY}
MIME-Version: 1.0
Content-Type: multipart/mixed; boundary="b"

preamble by {CANARY}
--b
Content-Type: multipart/alternative; boundary="c"

--c
Content-Type: text/plain; charset=iso-8859-1
Content-Transfer-Encoding: quoted-printable

Hi Zelda Quar=
rington, caf=E9
--c
Content-Type: text/html; charset=utf-8
Content-Transfer-Encoding: base64

{base64.b64encode(b"<p>Hi <i>Zelda</i> Quarrington</p>").decode()}
--c--
--b
Content-Type: text/csv; name="{CANARY}.csv"
Content-Disposition: attachment; filename="{CANARY}.csv"

name
{CANARY}
--b
Content-Type: application/pkcs7-signature

{CANARY}
--b--
epilogue by {CANARY}
"""
MBOX = f"From zelda.quarrington@example.com Mon Jan  1 2024\n{MAIL}\n\nFrom x Mon Jan  1 2024\nFrom: a@example.com\n\n>From {CANARY}\n"
CALENDAR = f"""BEGIN:VCALENDAR\r
VERSION:2.0\r
PRODID:-//{CANARY}//\r
X-WR-CALNAME:{CANARY}\r
BEGIN:VEVENT\r
UID:zelda.quarrington@example.com\r
ORGANIZER;CN="{CANARY}":mailto:zelda.quarrington@example.com\r
SUMMARY:Meet Zelda Quar\r
 rington\\, soon\r
DESCRIPTION:with\\nZelda Quarrington\r
END:VEVENT\r
END:VCALENDAR\r
"""
CARD = f"""BEGIN:VCARD\r
VERSION:3.0\r
N:Quarrington;Zelda;;;\r
FN:{CANARY}\r
EMAIL:zelda.quarrington@example.com\r
NOTE:{CANARY}\r
PHOTO;ENCODING=b:{base64.b64encode(CANARY.encode()).decode()}\r
END:VCARD\r
"""
TABLE = (
    f'name,{CANARY},note\r\n"{CANARY}",1,"a ""{CANARY}"", b"\r\n,"Zelda\nQuarrington",=SUM(1)\r\n'
)
TEXT = f"By {CANARY}.\r\nZelda\r\nQuarrington, ZELDA QUARRINGTON, zelda_quarrington\r\n"
CODE = f'# by {CANARY}\nclass ZeldaQuarrington:\n    name = "{CANARY}"\n    zelda_quarrington = 1\n'

FILES: dict[str, str] = {
    "a.txt": TEXT, "a.md": f"---\nauthor: {CANARY}\n---\n[{CANARY}](http://x.test/zelda-quarrington)\n",
    "a.csv": TABLE, "a.tsv": f"name\tx\n{CANARY}\t1\n", "a.json": JSON, "a.yaml": YAML,
    "a.toml": TOML, "a.xml": XML, "a.html": HTML, "a.ipynb": NOTEBOOK, "a.eml": MAIL,
    "a.mbox": MBOX, "a.ics": CALENDAR, "a.vcf": CARD, "a.py": CODE,
}  # fmt: skip
