"""Real files with a text where markings stand: made by the usual libraries, read by the engine."""

import io
from collections.abc import Callable
from email.message import EmailMessage

import docx
import openpyxl
import pikepdf
from docx.document import Document
from docx.oxml import parse_xml
from openpyxl.packaging.custom import StringProperty
from pptx import Presentation
from pptx.util import Inches
from reportlab.lib.utils import simpleSplit
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen.canvas import Canvas

Made = tuple[str, bytes]
PROSE = (
    "The depot closes at six on weekdays and at noon on Saturdays.",
    "Pallets are counted twice before the truck leaves the yard.",
    "The next count is in March; the figures follow by the end of the week.",
)
LABEL = "0a1b2c3d-1111-4222-8333-0123456789ab"
TENANT = "11112222-3333-4444-8555-666677778888"
FONT = "DejaVuSans"
FONT_FILE = "/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf"
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main" xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office"'


def docx_with(place: str, text: str) -> Made:
    """A letter: header, footer, watermark, a property of its own or a paragraph."""
    document = docx.Document()
    document.add_heading("Depot report", 1)
    document.add_paragraph(PROSE[0])
    section = document.sections[0]
    match place:
        case "header":
            section.header.paragraphs[0].text = text
        case "footer":
            section.footer.paragraphs[0].text = text
        case "watermark":
            _watermark(document, text)
        case "property":
            document.core_properties.subject = text
        case _:
            for line in text.split("\n"):
                document.add_paragraph(line)
    for sentence in PROSE[1:]:
        document.add_paragraph(sentence)
    return "report.docx", _saved(document)


def _watermark(document: Document, text: str) -> None:
    safe = text.replace("&", "&amp;").replace('"', "&quot;").replace("<", "&lt;")
    shape = f'<v:shape id="PowerPlusWaterMarkObject1" o:spid="_x0000_s2049" type="#_x0000_t136" style="position:absolute;width:415pt;height:207pt;rotation:315"><v:textpath style="font-family:Calibri" string="{safe}"/></v:shape>'
    run = f"<w:r {W}><w:pict>{shape}</w:pict></w:r>"
    paragraph = document.sections[0].header.paragraphs[0]._p  # noqa: SLF001 - no public way
    paragraph.append(parse_xml(run))


def docx_custom(properties: dict[str, str]) -> Made:
    """A letter with custom properties."""
    _, data = docx_with("body", PROSE[2])
    inner = "".join(
        f'<property fmtid="{{D5CDD505-2E9C-101B-9397-08002B2CF9AE}}" pid="{n}" name="{name}"><vt:lpwstr>{value}</vt:lpwstr></property>'
        for n, (name, value) in enumerate(properties.items(), 2)
    )
    xml = f'<?xml version="1.0" encoding="UTF-8" standalone="yes"?><Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/docPropsVTypes">{inner}</Properties>'
    return "report.docx", _with_part(
        data,
        "docProps/custom.xml",
        xml.encode(),
        "application/vnd.openxmlformats-officedocument.custom-properties+xml",
        "http://schemas.openxmlformats.org/officeDocument/2006/relationships/custom-properties",
    )


def docx_label_info(*, removed: bool = False) -> Made:
    """A letter labelled the newer way: an id and a tenant, no name."""
    _, data = docx_with("body", PROSE[2])
    state = 'enabled="0" removed="1"' if removed else 'enabled="1" removed="0"'
    xml = f'<?xml version="1.0" encoding="utf-8"?><clbl:labelList xmlns:clbl="http://schemas.microsoft.com/office/2020/mipLabelMetadata"><clbl:label id="{{{LABEL}}}" {state} method="Privileged" siteId="{{{TENANT}}}" contentBits="0"/></clbl:labelList>'
    return "report.docx", _with_part(
        data,
        "docMetadata/LabelInfo.xml",
        xml.encode(),
        "application/vnd.ms-office.classificationlabels+xml",
        "http://schemas.microsoft.com/office/2020/02/relationships/classificationlabels",
    )


def _with_part(data: bytes, name: str, body: bytes, content_type: str, relation: str) -> bytes:
    """An Office package with one more part, declared and related."""
    import zipfile

    source, target = zipfile.ZipFile(io.BytesIO(data)), io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as packed:
        for info in source.infolist():
            content = source.read(info)
            if info.filename == "[Content_Types].xml":
                entry = f'<Override PartName="/{name}" ContentType="{content_type}"/></Types>'
                content = content.replace(b"</Types>", entry.encode())
            if info.filename == "_rels/.rels":
                entry = (
                    f'<Relationship Id="rAdded" Type="{relation}" Target="{name}"/></Relationships>'
                )
                content = content.replace(b"</Relationships>", entry.encode())
            packed.writestr(info.filename, content)
        packed.writestr(name, body)
    return target.getvalue()


def pptx_with(place: str, text: str) -> Made:
    """A deck: the slide master, a footer's text box, a property or the slide."""
    deck = Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[5])
    slide.shapes.title.text = "Depot report"
    box = slide.shapes.add_textbox(Inches(1), Inches(2), Inches(8), Inches(3))
    box.text_frame.text = PROSE[0]
    match place:
        case "master":
            _on_master(deck, text)
        case "footer":
            foot = slide.shapes.add_textbox(Inches(1), Inches(7), Inches(8), Inches(0.4))
            foot.text_frame.text = text
        case "property":
            deck.core_properties.keywords = text
        case _:
            for line in text.split("\n"):
                box.text_frame.add_paragraph().text = line
    return "deck.pptx", _saved(deck)


def _on_master(deck: Presentation, text: str) -> None:
    from pptx.oxml import parse_xml as parse

    a = 'xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    p = 'xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main"'
    safe = text.replace("&", "&amp;").replace("<", "&lt;")
    deck.slide_master.shapes._spTree.append(  # noqa: SLF001 - no public way
        parse(
            f'<p:sp {a} {p}><p:nvSpPr><p:cNvPr id="99" name="Mark"/><p:cNvSpPr txBox="1"/><p:nvPr userDrawn="1"/></p:nvSpPr><p:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="3000000" cy="300000"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></p:spPr><p:txBody><a:bodyPr/><a:p><a:r><a:rPr lang="en-GB"/><a:t>{safe}</a:t></a:r></a:p></p:txBody></p:sp>'
        )
    )


def xlsx_with(place: str, text: str) -> Made:
    """A sheet: print header, print footer, a property or a cell."""
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.append(["Depot", "Pallets"])
    sheet.append(["North", 412])
    escaped = text.replace("&", "&&")
    match place:
        case "header":
            sheet.oddHeader.center.text = escaped
            sheet.oddHeader.center.font, sheet.oddHeader.center.size = "Arial,Bold", 10
        case "footer":
            sheet.oddFooter.left.text = escaped
            sheet.oddFooter.right.text = "Page &P of &N"
        case "property":
            book.custom_doc_props.append(StringProperty(name="Classification", value=text))
        case _:
            sheet.append([text])
    sheet.append(["South", 238])
    return "count.xlsx", _saved(book)


def xlsx_custom(properties: dict[str, str]) -> Made:
    """A sheet with custom properties."""
    book = openpyxl.Workbook()
    book.active.append(["Depot", "Pallets"])
    for name, value in properties.items():
        book.custom_doc_props.append(StringProperty(name=name, value=value))
    return "count.xlsx", _saved(book)


def pdf_with(place: str, text: str) -> Made:
    """Two pages: a line above, below or across them, the document's subject, or body text."""
    if FONT not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont(FONT, FONT_FILE))
    target = io.BytesIO()
    canvas = Canvas(target, pagesize=(595, 842))
    if place == "property":
        canvas.setSubject(text)
    for page in range(2):
        canvas.setFont(FONT, 11)
        y = 740
        for paragraph in (PROSE[0], *(text.split("\n") if place == "body" and not page else ()), *PROSE[1:]):  # fmt: skip
            for line in simpleSplit(paragraph, FONT, 11, 450):
                canvas.drawString(70, y, line)
                y -= 15
            y -= 15
        if place in {"header", "footer"}:
            canvas.setFont(FONT, 9)
            canvas.drawCentredString(297, 810 if place == "header" else 30, text.replace("\n", " "))
        if place == "watermark":
            canvas.saveState()
            canvas.translate(300, 400)
            canvas.rotate(45)
            canvas.setFillGray(0.8)
            canvas.setFont(FONT, min(48, 900 / max(len(text), 1)))
            canvas.drawCentredString(0, 0, text)
            canvas.restoreState()
        canvas.showPage()
    canvas.save()
    return "report.pdf", target.getvalue()


def pdf_labelled(properties: dict[str, str]) -> Made:
    """A PDF whose document information carries the label's keys."""
    _, data = pdf_with("body", PROSE[2])
    target = io.BytesIO()
    with pikepdf.open(io.BytesIO(data)) as pdf:
        for name, value in properties.items():
            pdf.docinfo[f"/{name}"] = value
        pdf.save(target)
    return "report.pdf", target.getvalue()


def eml_labelled(properties: dict[str, str]) -> Made:
    """A mail with the header that Outlook writes."""
    message = EmailMessage()
    message["From"], message["To"] = "a@example.org", "b@example.org"
    message["Subject"] = "Depot report"
    message["msip_labels"] = ";".join(f"{name}={value}" for name, value in properties.items())
    message.set_content("\n".join(PROSE))
    return "report.eml", message.as_bytes()


def text_with(_place: str, text: str) -> Made:
    """A plain text file."""
    return "notes.txt", f"{PROSE[0]}\n\n{text}\n\n{PROSE[1]}\n".encode()


def code_with(_place: str, text: str) -> Made:
    """A source file that begins with the text, in the language it is written in."""
    if text.lstrip().startswith(("{", '"')):
        body = text if text.startswith("{") else "{" + text + "}"
        return "package.json", body.encode()
    suffix = {"//": "js", "/*": "c", "--": "sql", "<l": "xml", "<!": "html"}.get(text[:2], "py")
    tail = {
        "py": "count = 0\n",
        "js": "let count = 0;\n",
        "c": "int count;\n",
        "sql": "select 1;\n",
    }
    if suffix == "html":
        return (
            "page.html",
            f"<html><head>{text}</head><body><p>{PROSE[0]}</p></body></html>".encode(),
        )
    if suffix == "xml":
        return "pom.xml", f"<project><licenses>{text}</licenses></project>".encode()
    return f"count.{suffix}", f"{text}\n\n{tail[suffix]}".encode()


def label_properties(name: str, *, enabled: bool = True) -> dict[str, str]:
    """The keys of a sensitivity label as Office writes them."""
    start = f"MSIP_Label_{LABEL}_"
    return {
        start + "Enabled": "true" if enabled else "false",
        start + "SetDate": "2024-03-04T09:00:00Z",
        start + "Method": "Privileged",
        start + "Name": name,
        start + "SiteId": TENANT,
        start + "ContentBits": "0",
    }


def _saved(thing: object) -> bytes:
    target = io.BytesIO()
    thing.save(target)  # type: ignore[attr-defined] # three libraries, one word
    return target.getvalue()


MAKERS: dict[str, tuple[Callable[[str, str], Made], ...]] = {
    "header": (docx_with, xlsx_with, pdf_with),
    "footer": (docx_with, pptx_with, xlsx_with, pdf_with),
    "watermark": (docx_with, pdf_with),
    "master": (pptx_with,),
    "property": (docx_with, pptx_with, xlsx_with, pdf_with),
    "body": (docx_with, text_with, pdf_with, pptx_with, xlsx_with),
    "code": (code_with,),
    "licence": (text_with, docx_with),
}
LABELLERS = (docx_custom, xlsx_custom, pdf_labelled, eml_labelled)


def make(place: str, text: str, turn: int) -> Made:
    """The file of a case; ``turn`` chooses among the formats that have such a place."""
    if place in {"label", "label off"}:
        maker = LABELLERS[turn % len(LABELLERS)]
        return maker(label_properties(text, enabled=place == "label"))
    makers = MAKERS[place]
    return makers[turn % len(makers)](place, text)
