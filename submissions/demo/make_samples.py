"""Makes the bundled samples: realistic work of people who do not exist.

Run as ``python -m submissions.demo.make_samples`` with the test packages installed; the
files it writes to ``submissions/demo/samples/`` are kept in the repository. Names are
invented, domains and telephone numbers reserved (RFC 2606, 555-01xx), identifiers
invalid or reserved.
"""

import io
import random
import tarfile
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import docx
import openpyxl
import pptx
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.styles import Font
from PIL import Image, ImageDraw, ImageFont
from pptx.util import Inches
from reportlab.lib.pagesizes import A4
from reportlab.lib.utils import ImageReader
from reportlab.pdfgen.canvas import Canvas

FOLDER = Path(__file__).parent / "samples"
WHEN = datetime(2024, 3, 14, 9, 30, tzinfo=UTC).replace(tzinfo=None)
FONT = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"

MEMO = (
    "Dear Henrike Solberg,",
    (
        "As agreed with Tomasz Wierzbicki on the telephone (+1 202 555 0143), this memo sums up "
        "the three open points of the framework agreement between Norvale Logistics GmbH and "
        "Tidewell Components Ltd."
    ),
    (
        "1. Liability. Clause 7.2 caps liability at the yearly fee. Norvale Logistics asks for a "
        "carve-out for damage in transit. I recommend to accept it up to the insured value."
    ),
    (
        "2. Term. Tidewell wants thirty-six months; Norvale prefers twenty-four with two options. "
        "A break clause after eighteen months would serve both."
    ),
    (
        "3. Data protection. The draft lacks a processing agreement under Article 28 GDPR. Please "
        "send the annex to h.solberg@norvale.example.com before signing."
    ),
    (
        "The contract is filed under reference NVL-2024-00817. The bank details in annex B "
        "(IBAN DE89 3704 0044 0532 0130 00) still need a second signature."
    ),
    "Kind regards,",
    "Marguerite Oyelaran-Fitch",
)


def memo(path: Path) -> None:
    """A contract memo with headers, footers, a comment, a tracked change and properties."""
    document = docx.Document()
    properties = document.core_properties
    properties.author = "Marguerite Oyelaran-Fitch"
    properties.last_modified_by = "Henrike Solberg"
    properties.title = "Memo on the Norvale framework agreement"
    properties.created = properties.modified = WHEN
    section = document.sections[0]
    section.header.paragraphs[0].text = "Norvale Logistics GmbH | Memo NVL-2024-00817"
    section.footer.paragraphs[0].text = "Prepared by M. Oyelaran-Fitch for H. Solberg"
    document.add_heading("Framework agreement: open points", level=1)
    for text in MEMO:
        document.add_paragraph(text)
    table = document.add_table(rows=1, cols=3)
    table.rows[0].cells[0].text, table.rows[0].cells[1].text = "Point", "Owner"
    table.rows[0].cells[2].text = "Due"
    for row in (
        ("Liability carve-out", "Tomasz Wierzbicki", "2 April"),
        ("Break clause", "Henrike Solberg", "9 April"),
        ("Processing agreement", "Marguerite Oyelaran-Fitch", "12 April"),
    ):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    comment_on = document.paragraphs[2]
    document.add_comment(
        comment_on.runs, text="Ask Tomasz before this goes out.", author="Henrike Solberg"
    )
    _tracked(document.add_paragraph("The fee is due within "), "30", "45", "Tomasz Wierzbicki")
    document.save(str(path))


def _tracked(paragraph: object, old: str, new: str, author: str) -> None:
    for tag, text_tag, text in (("w:del", "w:delText", old), ("w:ins", "w:t", new)):
        change = OxmlElement(tag)
        change.set(qn("w:id"), "9" + text)
        change.set(qn("w:author"), author)
        change.set(qn("w:date"), "2024-03-14T09:30:00Z")
        run, words = OxmlElement("w:r"), OxmlElement(text_tag)
        words.text = text
        run.append(words)
        change.append(run)
        paragraph._p.append(change)  # type: ignore[attr-defined]  # noqa: SLF001 - no public door


def budget(path: Path) -> None:
    """A budget workbook with formulas, a hidden sheet, a note and a named range."""
    book = openpyxl.Workbook()
    book.properties.creator = "Anselm Drozdowski"
    book.properties.created = book.properties.modified = WHEN
    sheet = book.active
    sheet.title = "Budget 2024"
    sheet.append(["Cost centre", "Owner", "E-mail", "Q1", "Q2", "Q3", "Q4", "Year"])
    owners = (
        ("Fleet", "Ileana Brightwater", "i.brightwater@tidewell.example.com"),
        ("Warehouse", "Rasmus Okonkwo-Lind", "r.okonkwo@tidewell.example.com"),
        ("IT", "Severin Achterberg", "s.achterberg@tidewell.example.com"),
        ("Training", "Paloma Rautenstrauch", "p.rautenstrauch@tidewell.example.com"),
    )
    rng = random.Random(7)  # noqa: S311 - figures of a sample
    for number, owner in enumerate(owners, start=2):
        quarters = [rng.randrange(12, 90) * 1000 for _ in range(4)]
        sheet.append([*owner, *quarters, f"=SUM(D{number}:G{number})"])
    sheet.append(["Total", "", "", *[f"=SUM({c}2:{c}5)" for c in "DEFGH"]])
    for cell in sheet[1]:
        cell.font = Font(bold=True)
    sheet["B2"].comment = openpyxl.comments.Comment(
        "Ileana is on leave in May; ask Rasmus Okonkwo-Lind.", "Anselm Drozdowski"
    )
    hidden = book.create_sheet("Salaries")
    hidden.sheet_state = "hidden"
    hidden.append(["Employee", "Staff number", "Monthly"])
    hidden.append(["Ileana Brightwater", "TW-004417", 5200])
    hidden.append(["Severin Achterberg", "TW-004532", 6100])
    book.save(path)


def deck(path: Path) -> None:
    """A pitch deck with notes, alt text and a hidden slide."""
    show = pptx.Presentation()
    show.core_properties.author = "Lucasta Vanderhagen"
    show.core_properties.created = show.core_properties.modified = WHEN
    slides = (
        ("Cold chain without gaps", "Pitch for Ostermeer Foods AG\nLucasta Vanderhagen, May 2024"),
        (
            "The problem",
            (
                "One delivery in nine arrives too warm\nClaims cost Ostermeer Foods 410,000 a year\n"
                "Drivers hear of it days later"
            ),
        ),
        (
            "What we propose",
            (
                "Sensors in every crate\nAn alert within two minutes\nPilot with depot Rostock, led "
                "by Bartholomew Nkemelu"
            ),
        ),
        (
            "Next steps",
            "Workshop on 3 June\nContact: b.nkemelu@ostermeer.example.org, 202-555-0178",
        ),
    )
    for position, (title, text) in enumerate(slides):
        slide = show.slides.add_slide(show.slide_layouts[1])
        slide.shapes.title.text = title
        slide.placeholders[1].text = text
        slide.notes_slide.notes_text_frame.text = (
            f"Slide {position + 1}: mention that Bartholomew Nkemelu asked for this."
        )
    picture = io.BytesIO()
    _chart_picture().save(picture, "PNG")
    picture.seek(0)
    shape = show.slides[1].shapes.add_picture(picture, Inches(6), Inches(4), width=Inches(3))
    shape._element.nvPicPr.cNvPr.set(  # noqa: SLF001 - python-pptx has no door to alt text
        "descr", "Chart of claims at Ostermeer Foods"
    )
    show.slides[3]._element.set("show", "0")  # noqa: SLF001 - nor to hidden slides
    show.save(str(path))


def _chart_picture() -> Image.Image:
    picture = Image.new("RGB", (480, 300), "white")
    draw = ImageDraw.Draw(picture)
    for position, height in enumerate((60, 90, 140, 210)):
        left = 60 + position * 100
        draw.rectangle((left, 260 - height, left + 60, 260), fill="#31708f")
    draw.text((60, 20), "Claims per quarter", fill="black", font=ImageFont.truetype(FONT, 22))
    return picture


REPORT = (
    "Site inspection report",
    "Site: bakery of Ostermeer Foods AG, 14 Quayside Lane, Rostock",
    "Inspector: Bartholomew Nkemelu        Date: 22 February 2024",
    "Present: Lucasta Vanderhagen, plant manager Ferdinand Osei-Tutu",
    "",
    "1. The cooling unit in hall B runs at 7.5 degrees instead of 4. The door seal is worn.",
    "2. The log book has no entries between 3 and 11 February. Mr Osei-Tutu could not say why.",
    "3. Emergency lighting works. Extinguishers were checked in January.",
    "",
    "Recommendation: replace the seal within a week, repeat the calibration, and send the",
    "protocol to f.osei-tutu@ostermeer.example.org. Questions: 202-555-0164.",
)


def report(path: Path) -> None:
    """A PDF report: a page of text and a scanned page of a signed protocol."""
    canvas = Canvas(str(path), pagesize=A4, invariant=True)
    canvas.setAuthor("Bartholomew Nkemelu")
    canvas.setTitle("Inspection at Ostermeer Foods")
    y = 780
    for number, line in enumerate(REPORT):
        canvas.setFont(
            "Helvetica-Bold" if number == 0 else "Helvetica", 18 if number == 0 else 10.5
        )
        canvas.drawString(56, y, line)
        y -= 30 if number == 0 else 17
    canvas.bookmarkPage("top")
    canvas.addOutlineEntry("Inspection at Ostermeer Foods", "top")
    canvas.showPage()
    scan = Image.new("L", (1240, 1754), 247)
    draw = ImageDraw.Draw(scan)
    big, small = ImageFont.truetype(FONT, 44), ImageFont.truetype(FONT, 30)
    draw.text((130, 150), "Protocol of calibration", fill=25, font=big)
    lines = (
        "Device: cooling unit B-2",
        "Reading before: 7.5 degrees    after: 4.1 degrees",
        "Carried out by Ferdinand Osei-Tutu",
        "Witness: Lucasta Vanderhagen",
        "Signed in the presence of the inspector",
    )
    for number, line in enumerate(lines):
        draw.text((130, 300 + number * 80), line, fill=40, font=small)
    page = io.BytesIO()
    scan.save(page, "JPEG", quality=80)
    page.seek(0)
    canvas.drawImage(ImageReader(page), 0, 0, *A4)
    canvas.save()


def screenshot(path: Path) -> None:
    """A screenshot of a customer screen."""
    picture = Image.new("RGB", (1280, 720), "#f4f6f8")
    draw = ImageDraw.Draw(picture)
    title, text = ImageFont.truetype(FONT, 26), ImageFont.truetype(FONT, 18)
    draw.rectangle((0, 0, 1280, 64), fill="#1f3b57")
    draw.text((28, 16), "Orders", fill="white", font=title)
    draw.text((980, 20), "Paloma Rautenstrauch", fill="white", font=text)
    rows = (
        ("Order", "Customer", "E-mail", "Status"),
        ("10431", "Ileana Brightwater", "ileana.b@example.com", "Shipped"),
        ("10432", "Severin Achterberg", "s.achterberg@example.com", "Open"),
        ("10433", "Rasmus Okonkwo-Lind", "rasmus@example.org", "Open"),
        ("10434", "Henrike Solberg", "h.solberg@example.com", "Returned"),
    )
    for number, row in enumerate(rows):
        top = 110 + number * 58
        draw.rectangle((28, top, 1252, top + 50), fill="white", outline="#d5dbe1")
        for left, cell in zip((48, 220, 560, 1020), row, strict=True):
            draw.text((left, top + 14), cell, fill="#20303f", font=text)
    picture.save(path, "PNG")


NOTES = """# Kick-off, warehouse relabelling

Present: Rasmus Okonkwo-Lind, Paloma Rautenstrauch, Anselm Drozdowski

- Rasmus shows the aisle plan. Labels in aisles 4 to 9 are unreadable from the forklift.
- Paloma ordered 2,400 labels; delivery on 18 March. Invoice to p.rautenstrauch@tidewell.example.com.
- Anselm asks for a trial in aisle 4 first. Agreed.
- The scanner at gate 2 (192.168.40.17) drops its connection; Rasmus opens ticket WHS-2291.

| Task | Who | When |
|---|---|---|
| Trial in aisle 4 | Rasmus Okonkwo-Lind | 20 March |
| Training of the late shift | Paloma Rautenstrauch | 22 March |

Call Anselm on 202-555-0119 if the labels are late.
"""

CODE = {
    "stock-sync/README.md": "# stock-sync\n\nKeeps the shop's stock level equal to the warehouse's."
    "\n\nWritten by Severin Achterberg <s.achterberg@tidewell.example.com>.\n",
    "stock-sync/stock_sync/__init__.py": "",
    "stock-sync/stock_sync/levels.py": '"""Stock levels of two systems, compared."""\n\n'
    "# Author: Severin Achterberg\n\n\n"
    "def difference(shop: dict[str, int], warehouse: dict[str, int]) -> dict[str, int]:\n"
    '    """What has to change in the shop, by article."""\n'
    "    return {a: n - shop.get(a, 0) for a, n in warehouse.items() if shop.get(a, 0) != n}\n",
    "stock-sync/stock_sync/client.py": "import os\n\n"
    'API = "https://stock.tidewell.example.com/v2"\n'
    'TOKEN = os.environ.get("STOCK_TOKEN", "tw_live_9fK2mPq8XvR4tLz7WbN3cYd6")\n',
    "stock-sync/tests/test_levels.py": "from stock_sync.levels import difference\n\n\n"
    "def test_missing_article_is_added():\n"
    '    assert difference({}, {"A1": 3}) == {"A1": 3}\n',
    "stock-sync/pyproject.toml": '[project]\nname = "stock-sync"\nversion = "0.3.1"\n'
    'authors = [{name = "Severin Achterberg", email = "s.achterberg@tidewell.example.com"}]\n',
}


def code(path: Path) -> None:
    """A small code folder as the browser packs it: a plain tar with fixed times."""
    with tarfile.open(path, "w", format=tarfile.PAX_FORMAT) as archive:
        for name, text in sorted(CODE.items()):
            member = tarfile.TarInfo(name)
            member.size = len(text.encode())
            archive.addfile(member, io.BytesIO(text.encode()))


def client_brief(path: Path) -> None:
    """Work that belongs to a client who was never asked."""
    document = docx.Document()
    document.core_properties.author = "Anselm Drozdowski"
    document.core_properties.created = document.core_properties.modified = WHEN
    document.add_heading("Tender for regional transport", level=1)
    document.add_paragraph(
        "Prepared for Norvale Logistics GmbH. Contact: Henrike Solberg, 202-555-0143."
    )
    document.add_paragraph("We propose two hubs and a night run on Tuesdays and Fridays.")
    document.save(str(path))


def marked(path: Path) -> None:
    """A document that says in its header that it is confidential."""
    document = docx.Document()
    document.core_properties.author = "Ileana Brightwater"
    document.core_properties.created = document.core_properties.modified = WHEN
    document.sections[0].header.paragraphs[0].text = "STRICTLY CONFIDENTIAL - INTERNAL USE ONLY"
    document.add_heading("Price list for key accounts", level=1)
    document.add_paragraph("Discounts from April. Do not hand on. Owner: Ileana Brightwater.")
    document.save(str(path))


def macro(path: Path) -> None:
    """A document with a macro part (of zeros: nothing in it can run)."""
    plain = io.BytesIO()
    document = docx.Document()
    document.add_paragraph("Holiday planner of Rasmus Okonkwo-Lind")
    document.save(plain)
    types = (
        b"application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        b"application/vnd.ms-word.document.macroEnabled.main+xml",
    )
    relation = (
        b'<Relationship Id="rIdVba" Type="http://schemas.microsoft.com/office/2006/'
        b'relationships/vbaProject" Target="vbaProject.bin"/></Relationships>'
    )
    with (
        zipfile.ZipFile(plain) as source,
        zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target,
    ):
        for name in source.namelist():
            data = source.read(name)
            if name == "[Content_Types].xml":
                data = data.replace(*types).replace(
                    b"</Types>",
                    b'<Default Extension="bin" ContentType="application/vnd.ms-office.vbaProject"/>'
                    b"</Types>",
                )
            if name == "word/_rels/document.xml.rels":
                data = data.replace(b"</Relationships>", relation)
            target.writestr(
                zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0)), data, zipfile.ZIP_DEFLATED
            )
        target.writestr(
            zipfile.ZipInfo("word/vbaProject.bin", (1980, 1, 1, 0, 0, 0)),
            b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(1528),
        )


def main() -> None:
    """Write every sample."""
    FOLDER.mkdir(exist_ok=True)
    memo(FOLDER / "contract-memo.docx")
    budget(FOLDER / "budget-2024.xlsx")
    deck(FOLDER / "pitch-deck.pptx")
    report(FOLDER / "inspection-report.pdf")
    screenshot(FOLDER / "orders-screen.png")
    (FOLDER / "kick-off-notes.md").write_text(NOTES)
    code(FOLDER / "stock-sync.tar")
    client_brief(FOLDER / "client-tender.docx")
    marked(FOLDER / "price-list.docx")
    macro(FOLDER / "holiday-planner.docm")


if __name__ == "__main__":
    main()
