"""One file that trips each rule and each cross-check, and one near miss that does not.

``docs/cross-checks.md`` shows these as a table; ``test_cross_checks.py`` runs them and
compares the table.
"""

import io
import random
import tarfile
import tempfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

import docx
import pikepdf
from docx.shared import Inches
from PIL import Image, ImageDraw

from benchmarks import marking_files as files
from tests.scrubbing.engine.git import repositories
from tests.submissions.domain.consent.test_likeness import pair

Made = tuple[str, bytes]
Make = Callable[[], Made]

NORVALE = {
    "organisation": "Norvale Logistics GmbH", "relation": "freelance", "owner": "client", "other_names": "Heron",
    "domains": "norvale.example", "started_on": "2022-01-01", "ended_on": "2023-12-31", "country": "DE",
}  # fmt: skip
EMPLOYED = {**NORVALE, "relation": "employee", "owner": "employer", "still_there": "yes"}
OPEN = {"owner": "open_licence", "licence": "MIT", "licence_url": "https://example.org/work"}
MIT = """MIT License

Copyright (c) 2019 Northwind Example

Permission is hereby granted, free of charge, to any person obtaining a copy of this software and associated documentation files (the "Software"), to deal in the Software without restriction, including without limitation the rights to use, copy, modify, merge, publish, distribute, sublicense, and/or sell copies of the Software, and to permit persons to whom the Software is furnished to do so, subject to the following conditions:

The above copyright notice and this permission notice shall be included in all copies or substantial portions of the Software.

THE SOFTWARE IS PROVIDED "AS IS", WITHOUT WARRANTY OF ANY KIND, EXPRESS OR IMPLIED, INCLUDING BUT NOT LIMITED TO THE WARRANTIES OF MERCHANTABILITY, FITNESS FOR A PARTICULAR PURPOSE AND NONINFRINGEMENT. IN NO EVENT SHALL THE AUTHORS OR COPYRIGHT HOLDERS BE LIABLE FOR ANY CLAIM, DAMAGES OR OTHER LIABILITY, WHETHER IN AN ACTION OF CONTRACT, TORT OR OTHERWISE, ARISING FROM, OUT OF OR IN CONNECTION WITH THE SOFTWARE OR THE USE OR OTHER DEALINGS IN THE SOFTWARE.
"""


@dataclass(frozen=True, slots=True)
class Side:
    """A file under certain facts. ``grant``: terms of an accepted grant, None for none."""

    says: str
    make: Make
    facts: Mapping[str, str] = field(default_factory=dict)
    grant: Mapping[str, object] | None = None
    other: Make | None = None
    """A file that somebody else handed in before."""
    declined: bool = False
    authenticity: str = "real"


@dataclass(frozen=True, slots=True)
class Case:
    """``result`` is what the first side gives and the second does not.

    A rule gives "result: party", a cross-check "name: relation" (relation may be empty).
    """

    check: str
    result: str
    trips: Side
    near: Side


def memo(text: str = files.PROSE[0]) -> Make:
    return lambda: files.text_with("body", text)


def letter(place: str, text: str) -> Make:
    return lambda: files.docx_with(place, text)


@cache
def plain_letter() -> Made:
    """The same bytes every time, so that it is read once."""
    return files.docx_with("body", files.PROSE[1])


def code(text: str, name: str = "stock.py") -> Make:
    return lambda: (name, text.encode())


def authored(company: str, day: str) -> Make:
    """A letter whose properties name a company and the day it was made."""

    def make() -> Made:
        document = docx.Document()
        document.add_paragraph(files.PROSE[0])
        document.core_properties.created = datetime.fromisoformat(day).replace(tzinfo=UTC)
        document.core_properties.modified = document.core_properties.created
        document.core_properties.author = ""
        part = next(p for p in document.part.package.iter_parts() if "app.xml" in str(p.partname))
        part._blob = part.blob.replace(b"</Properties>", f"<Company>{company}</Company></Properties>".encode())  # fmt: skip
        target = io.BytesIO()
        document.save(target)
        return "letter.docx", target.getvalue()

    return make


def logo(seed: int, size: int = 200, packing: str = "PNG") -> bytes:
    """A mark of a few filled shapes."""
    chance, scale = random.Random(seed), size / 200
    image = Image.new("RGB", (size, size), "white")
    draw = ImageDraw.Draw(image)
    for _ in range(6):
        x, y, w, h = (
            chance.randint(*r) * scale for r in ((10, 150), (10, 150), (20, 60), (20, 60))
        )
        shade = tuple(chance.randint(0, 160) for _ in range(3))
        (draw.ellipse if chance.random() < 0.5 else draw.rectangle)(
            [x, y, x + w, y + h], fill=shade
        )
    target = io.BytesIO()
    image.save(target, packing)
    return target.getvalue()


def letterhead(picture: bytes) -> Make:
    """A letter with a picture in its header."""

    def make() -> Made:
        document = docx.Document()
        document.sections[0].header.paragraphs[0].add_run().add_picture(
            io.BytesIO(picture), Inches(1)
        )
        document.add_paragraph(files.PROSE[1])
        target = io.BytesIO()
        document.save(target)
        return "letter.docx", target.getvalue()

    return make


def deck_with_hidden_text(*, hidden: bool) -> Make:
    def make() -> Made:
        document = docx.Document()
        document.add_paragraph(files.PROSE[0])
        run = document.add_paragraph().add_run("The price floor is ninety a pallet")
        run.font.hidden = hidden
        target = io.BytesIO()
        document.save(target)
        return "offer.docx", target.getvalue()

    return make


def encrypted() -> Made:
    """A PDF that opens with a password only."""
    _, data = files.pdf_with("body", files.PROSE[0])
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        pdf.save(target, encryption=pikepdf.Encryption(owner="o", user="u"))
    return "report.pdf", target.getvalue()


FORECAST = "Revenue forecast, not yet published: 2,410,000 in Q1, 2,730,000 in Q2, 2,905,000 in Q3, 3,120,000 in Q4, EBITDA 415,000."
PUBLISHED = "Annual report: 2,410,000 visitors in Q1, 2,730,000 in Q2, 2,905,000 in Q3, 3,120,000 in Q4, 415,000 at night."
GERMAN = "Die Paletten werden vor der Abfahrt zweimal gezählt und mit dem Lieferschein verglichen. Das Lager ist am Samstag nicht geöffnet, und die Schlüssel sind beim Pförtner."
POLISH = "Palety są liczone dwa razy przed wyjazdem i porównywane z listem przewozowym. Magazyn nie jest otwarty w sobotę, a klucze są u portiera, który jest na miejscu do wieczora."
LETTERHEAD = "Quillbrook Logistics Ltd"
ONE, OTHER = pair(0.8)
ONE_FAR, OTHER_FAR = pair(0.6, seed=5)


def headed(name: str) -> Make:
    """A letter with a firm in its header and all through its text."""

    def make() -> Made:
        document = docx.Document()
        document.sections[0].header.paragraphs[0].text = name
        for sentence in ("signed the contract with the depot in March.", "will send two trucks on Monday.", "pays within thirty days."):  # fmt: skip
            document.add_paragraph(f"{name} {sentence}")
        target = io.BytesIO()
        document.save(target)
        return "letter.docx", target.getvalue()

    return make


def lock_file(host: str) -> Make:
    body = f'{{"name": "stock", "lockfileVersion": 3, "packages": {{"node_modules/a": {{"version": "1.0.0", "resolved": "https://{host}/a/-/a-1.0.0.tgz"}}}}}}'
    return lambda: ("package-lock.json", body.encode())


def repository(text: str) -> Make:
    """A repository whose first commit holds a text that the second takes out again."""

    def make() -> Made:
        target = io.BytesIO()
        with tempfile.TemporaryDirectory() as above:
            folder = repositories.start(Path(above) / "stock")
            (folder / "settings.py").write_text(text)
            repositories.commit(folder, "Begin")
            (folder / "settings.py").write_text("count = 2\n")
            repositories.commit(folder, "Change")
            with tarfile.open(fileobj=target, mode="w") as packed:
                for name, data in repositories.files_of(folder).items():
                    entry = tarfile.TarInfo(name)
                    entry.size = len(data)
                    packed.addfile(entry, io.BytesIO(data))
        return "stock.tar", target.getvalue()

    return make


GRANTED: Mapping[str, object] = {"purposes": ["evaluation", "training"]}

RULES: tuple[Case, ...] = (
    Case("R1", "hold: contractor", Side("a memo, owner unknown", memo(), {"owner": "unknown"}), Side("the same memo, owned by its contractor", memo())),
    Case("R2", "hold: rights_holder", Side("a client's letter, no grant", plain_letter, NORVALE), Side("the same letter with a grant", plain_letter, NORVALE, GRANTED)),
    Case("R3", "reject: contractor", Side("a memo under an NDA that survives", memo(), {"agreement": "nda", "agreement_survives": "yes", "agreement_ends_on": "2020-01-01"}),
         Side("under one that ended and does not survive", memo(), {"agreement": "nda", "agreement_survives": "no", "agreement_ends_on": "2020-01-01"})),
    Case("R4", "hold: rights_holder", Side("an employer's letter, still there, grant by the contractor's word", plain_letter, EMPLOYED, GRANTED),
         Side("the grant comes from the organisation", plain_letter, EMPLOYED, {**GRANTED, "issuer_is_organisation": True})),
    Case("R5", "reject: contractor", Side("a client's letter, the grant ended yesterday", plain_letter, NORVALE, {**GRANTED, "ends_on": -1}),
         Side("the grant ends today", plain_letter, NORVALE, {**GRANTED, "ends_on": 0})),
    Case("R6", "hold: admin", Side("granted for the United States, stored in Germany", plain_letter, NORVALE, {**GRANTED, "territory": ["US"]}),
         Side("granted for Germany and France", plain_letter, NORVALE, {**GRANTED, "territory": ["DE", "FR"]})),
    Case("R7", "hold: contractor", Side("declared MIT, the file carries the Apache notice", code("# Licensed under the Apache License, Version 2.0\ncount = 1\n"), OPEN), Side("the file carries the text of MIT", code(MIT, "LICENSE.txt"), OPEN)),
    Case("R8", "hold: reviewer", Side("own work, but a copyright line of a firm", code("# Copyright (c) 2023 Quillbrook Ltd\ncount = 1\n")), Side("a copyright line of the contractor's own business", code("# Copyright (c) 2023 Northwind Example\ncount = 1\n"))),
    Case("R9", "hold: contractor", Side("CONFIDENTIAL in the header of a letter", letter("header", "CONFIDENTIAL")), Side("a heading on confidentiality in prose", letter("body", "7. Confidentiality and data protection"))),
    Case("R10", "reject: contractor", Side("SECRET//NOFORN as the watermark of a PDF", lambda: files.pdf_with("watermark", "SECRET//NOFORN")), Side('"the secret to good bread"', lambda: files.pdf_with("body", "The secret to good bread is time."))),
    Case("R11", "reject: contractor", Side("a letter for an organisation on the register", plain_letter, declined=True), Side("for one that is not", plain_letter, {"organisation": "Southwind Example"})),
    Case("R12", "hold: reviewer", Side("0.8 of its shingles are another contractor's", memo(OTHER), other=memo(ONE)), Side("0.6 of them are", memo(OTHER_FAR), other=memo(ONE_FAR))),
    Case("R13", "hold: contractor", Side("a PDF with a password", encrypted), Side("the same PDF without", lambda: files.pdf_with("body", files.PROSE[0]))),
    Case("R14", "reject: contractor", Side("a fabricated memo", memo(), authenticity="fabricated"), Side("an adapted real one", memo(), authenticity="real_adapted")),
    Case("R15", "pass: nobody", Side("an ordinary memo of one's own", memo("Two trucks left the yard.")), Side("the same memo for internal use only", memo("Two trucks left the yard.\n\nINTERNAL USE ONLY\n"))),
)  # fmt: skip

CHECKS: tuple[Case, ...] = (
    Case("X1", "copyright_holder: other", Side('"(c) 2023 Quillbrook Ltd" in a source file', code("# (c) 2023 Quillbrook Ltd\n"), NORVALE), Side("a sentence about copyright law", code("# The copyright holder is named in the contract.\n"), NORVALE)),
    Case("X2", "proprietary: ", Side('"Norvale Confidential" on the slide master', lambda: files.pptx_with("master", "Norvale Confidential")), Side('"Confidence intervals" there', lambda: files.pptx_with("master", "Confidence intervals"))),
    Case("X3", "company: other", Side('company "Quillbrook Ltd" in the properties', authored("Quillbrook Ltd", "2023-01-05"), NORVALE), Side('company "NORVALE LOGISTICS"', authored("NORVALE LOGISTICS", "2023-01-05"), NORVALE)),
    Case("X4", "email_domain: other", Side("an address at quillbrook.example", memo("Write to depot@quillbrook.example by noon."), NORVALE), Side("one at the declared norvale.example", memo("Write to depot@norvale.example by noon."), NORVALE)),
    Case("X5", "organisation: other", Side("a firm in the header and all through a letter", headed(LETTERHEAD), NORVALE), Side("the declared one, in capitals", headed("NORVALE LOGISTICS GmbH"), NORVALE)),
    Case("X6", "logo: other", Side("own letter with the letterhead of another's client, smaller", letterhead(logo(7, 150)), other=letterhead(logo(7))), Side("with another logo", letterhead(logo(8, 150)), other=letterhead(logo(7)))),
    Case("X7", "created: other", Side("made two years before the engagement", authored("", "2019-11-05"), NORVALE), Side("made in the month before it", authored("", "2021-12-15"), NORVALE)),
    Case("X8", "language: other", Side("a Polish memo for a German client", memo(POLISH), NORVALE), Side("a German one", memo(GERMAN), NORVALE)),
    Case("X9", "hidden_text: ", Side("a price in hidden text", deck_with_hidden_text(hidden=True)), Side("the same price shown", deck_with_hidden_text(hidden=False))),
    Case("X10", "financial_figures: ", Side("a forecast that is not yet published", memo(FORECAST)), Side("numbers of visitors in a published report", memo(PUBLISHED))),
    Case("X11", "private_registry: other", Side("a lock file that names npm.quillbrook.example", lock_file("npm.quillbrook.example")), Side("one that names registry.npmjs.org", lock_file("registry.npmjs.org"))),
    Case("X11", "history_secret: ", Side("a repository whose history holds a password", repository('password = "hunter2-Kq9vX3"\n')), Side("one whose history holds none", repository("count = 1\n"))),
)  # fmt: skip


def table() -> str:
    """The cases as a table in Markdown."""
    lines = ["| | trips | gives | near miss, which does not |", "|---|---|---|---|"]
    lines += [
        f"| {c.check} | {c.trips.says} | {c.result.removesuffix(': ').replace(': ', ', ').replace('_', ' ')} | {c.near.says} |"
        for c in (*RULES, *CHECKS)
    ]
    return "\n".join(lines)
