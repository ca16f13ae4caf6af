"""A Word document with a canary in every line of O and D that can be realised."""

from tests.scrubbing.engine.formats.ooxml.canaries import Canaries
from tests.scrubbing.engine.formats.ooxml.common_sample import (
    MS,
    chart,
    diagram,
    inside,
    plant_package,
    theme,
)
from tests.scrubbing.engine.formats.ooxml.package import (
    MC,
    OFFICE,
    WORD,
    A,
    Pack,
    R,
    W,
    ole,
    png,
    small_workbook,
)

DOC = "word/document.xml"
NAMESPACES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:a="{A}" xmlns:mc="{MC}" '
    'xmlns:wp="http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:v="urn:schemas-microsoft-com:vml" xmlns:o="urn:schemas-microsoft-com:office:office" '
    f'xmlns:w14="{MS}/word/2010/wordml" xmlns:w15="{MS}/word/2012/wordml" '
    f'xmlns:wps="{MS}/word/2010/wordprocessingShape" mc:Ignorable="w14 w15"'
)


def r(text: str, properties: str = "") -> str:
    props = f"<w:rPr>{properties}</w:rPr>" if properties else ""
    return f"<w:r>{props}<w:t>{text}</w:t></w:r>"


def p(*runs: str, properties: str = "") -> str:
    props = f"<w:pPr>{properties}</w:pPr>" if properties else ""
    return f"<w:p>{props}{''.join(runs)}</w:p>"


def field(code: str, result: str = "") -> str:
    return (
        '<w:r><w:fldChar w:fldCharType="begin"/></w:r>'
        f'<w:r><w:instrText xml:space="preserve"> {code} </w:instrText></w:r>'
        f'<w:r><w:fldChar w:fldCharType="separate"/></w:r>{r(result)}'
        '<w:r><w:fldChar w:fldCharType="end"/></w:r>'
    )


def build() -> tuple[bytes, Canaries]:
    c = Canaries()
    pack = Pack()
    pack.rel("", "officeDocument", DOC)
    ids = _relations(pack, c)
    body = "".join([*_text(c), *_revisions(c), *_fields(c), *_objects(c, ids), *_shapes(c, ids)])
    section = (
        "<w:sectPr>"
        + "".join(
            f'<w:{part}Reference w:type="{kind}" r:id="{ids[part + kind]}"/>'
            for part in ("header", "footer")
            for kind in ("default", "first", "even")
        )
        + f'<w:sectPrChange w:id="90" w:author="{c("D18", "sect")}"><w:sectPr/></w:sectPrChange>'
        "</w:sectPr>"
    )
    pack.part(
        DOC,
        f'<w:document {NAMESPACES}><w:background w:color="FFFFFF"><v:background id="_x0000_s1025">'
        f'<v:fill r:id="{ids["background"]}" o:title="{c("D42")}"/></v:background></w:background>'
        f"<w:body>{body}{section}</w:body></w:document>",
        WORD + "document.main+xml",
    )
    plant_package(pack, c, DOC)
    return pack.bytes(), c


def _relations(pack: Pack, c: Canaries) -> dict[str, str]:
    ids = {}
    for part in ("header", "footer"):
        line = "D06" if part == "header" else "D07"
        tag = "hdr" if part == "header" else "ftr"
        for kind in ("default", "first", "even"):
            name = f"word/{part}{kind}.xml"
            pack.part(name, f"<w:{tag} {NAMESPACES}>{p(r(c(line, kind)))}</w:{tag}>",
                      f"{WORD}{part}+xml")  # fmt: skip
            ids[part + kind] = pack.rel(DOC, part, name)
    pack.part("word/headerlost.xml", f"<w:hdr {NAMESPACES}>{p(r(c('D10', 'lost')))}</w:hdr>",
              WORD + "header+xml")  # fmt: skip
    pack.part("word/headeroff.xml", f"<w:hdr {NAMESPACES}>{p(r(c('D10', 'off')))}</w:hdr>",
              WORD + "header+xml")  # fmt: skip
    pack.rel(DOC, "header", "word/headeroff.xml")
    for name, line, tag in (("footnotes", "D08", "footnote"), ("endnotes", "D09", "endnote")):
        pack.part(
            f"word/{name}.xml",
            f'<w:{name} {NAMESPACES}><w:{tag} w:type="separator" w:id="-1">'
            f'{p(r(c(line, "sep")))}</w:{tag}><w:{tag} w:id="2">{p(r(c(line, "text")))}</w:{tag}>'
            f"</w:{name}>",
            f"{WORD}{name}+xml",
        )
        pack.rel(DOC, name, f"word/{name}.xml")
    _comments(pack, c)
    _styles(pack, c)
    _settings(pack, c)
    pack.part("word/theme/theme1.xml", theme(c), OFFICE + "theme+xml")
    pack.rel(DOC, "theme", "word/theme/theme1.xml")
    pack.part(f"word/media/{c('O10', 'media')}.png", png(c("O24")))
    name = next(name for name in pack.parts if name.startswith("word/media/"))
    ids["picture"] = pack.rel(DOC, "image", name)
    pack.part("word/media/image2.png", png(c("O24", "fill")))
    ids["background"] = pack.rel(DOC, "image", "word/media/image2.png")
    pack.part("word/media/image3.emf", b"\x01\0\0\0" + b"\0" * 36 + b" EMF"
              + c("O25").encode("utf-16-le"))  # fmt: skip
    ids["emf"] = pack.rel(DOC, "image", "word/media/image3.emf")
    pack.part("word/media/image4.svg", f"<svg><title>{c('O26')}</title></svg>")
    ids["svg"] = pack.rel(DOC, "image", "word/media/image4.svg")
    pack.part("word/media/hdphoto1.wdp", c("O28").encode())
    ids["hdphoto"] = pack.rel(DOC, f"{MS}/2007/relationships/hdphoto", "word/media/hdphoto1.wdp")
    pack.part("word/media/movie1.mp4", c("O22", "movie").encode())
    pack.rel(DOC, f"{MS}/2007/relationships/media", "word/media/movie1.mp4")
    ids["mail"] = pack.rel(DOC, "hyperlink", f"mailto:{c('O07')}@example.com", external=True)
    ids["linked"] = pack.rel(DOC, "image", f"file://server/{c('O08', 'image')}.png", external=True)
    pack.part("word/embeddings/oleObject1.bin", ole(c("O21")))
    ids["ole"] = pack.rel(DOC, "oleObject", "word/embeddings/oleObject1.bin")
    ids["olelink"] = pack.rel(DOC, "oleObject", f"file:///C:/{c('O08', 'ole')}.xlsx", external=True)
    pack.part("word/embeddings/book.xlsx", small_workbook(c("O20", "cell"), c("O20", "author")))
    ids["book"] = pack.rel(DOC, "package", "word/embeddings/book.xlsx")
    pack.part("word/embeddings/insert.bin", c("O22", "pdf").encode())
    ids["insert"] = pack.rel(DOC, "oleObject", "word/embeddings/insert.bin")
    pack.part("word/charts/chart1.xml", chart(c), OFFICE + "drawingml.chart+xml")
    ids["chart"] = pack.rel(DOC, "chart", "word/charts/chart1.xml")
    pack.part("word/embeddings/data.xlsx", small_workbook(c("O20", "chart")))
    pack.rel("word/charts/chart1.xml", "package", "word/embeddings/data.xlsx")
    pack.part("word/diagrams/data1.xml", diagram(c), OFFICE + "drawingml.diagramData+xml")
    ids["diagram"] = pack.rel(DOC, "diagramData", "word/diagrams/data1.xml")
    pack.part("word/activeX/activeX1.xml", f"<ocx caption='{c('O37')}'/>",
              "application/vnd.ms-office.activeX+xml")  # fmt: skip
    ids["activex"] = pack.rel(DOC, "control", "word/activeX/activeX1.xml")
    pack.part("word/chunk.html", f"<html><body>{c('D31')}</body></html>", "text/html")
    ids["chunk"] = pack.rel(DOC, "aFChunk", "word/chunk.html")
    ids["sub"] = pack.rel(DOC, "subDocument", f"file:///C:/{c('D32')}.docx", external=True)
    return ids


def _comments(pack: Pack, c: Canaries) -> None:
    pack.part(
        "word/comments.xml",
        f'<w:comments {NAMESPACES}><w:comment w:id="1" w:author="{c("D11", "author")}" '
        f'w:initials="{c("D11", "init")}">{p(r(c("D11", "text")))}</w:comment></w:comments>',
        WORD + "comments+xml",
    )
    pack.rel(DOC, "comments", "word/comments.xml")
    for name in ("commentsExtended", "commentsIds", "commentsExtensible"):
        pack.part(f"word/{name}.xml", f"<x user='{c('D12', name)}'/>", WORD + name + "+xml")
        pack.rel(DOC, f"{MS}/2011/relationships/{name}", f"word/{name}.xml")
    pack.part(
        "word/people.xml",
        f'<w15:people {NAMESPACES}><w15:person w15:author="{c("D14", "author")}">'
        f'<w15:presenceInfo w15:providerId="AD" w15:userId="S::{c("D14", "id")}@example.com::1"/>'
        "</w15:person></w15:people>",
        WORD + "people+xml",
    )
    pack.rel(DOC, f"{MS}/2011/relationships/people", "word/people.xml")
    pack.part(
        "word/glossary/document.xml",
        f'<w:glossaryDocument {NAMESPACES}><w:docParts><w:docPart><w:docPartPr><w:name w:val="'
        f'{c("D37", "name")}"/><w:description w:val="{c("D37", "desc")}"/></w:docPartPr>'
        f"<w:docPartBody>{p(r(c('D37', 'body')))}</w:docPartBody></w:docPart></w:docParts>"
        "</w:glossaryDocument>",
        WORD + "document.glossary+xml",
    )
    pack.rel(DOC, "glossaryDocument", "word/glossary/document.xml")
    for name, kind in (
        ("stylesWithEffects", f"{MS}/2007/relationships/stylesWithEffects"),
        ("recipientData", "recipientData"),
        ("customizations", f"{MS}/2006/relationships/keyMapCustomizations"),
    ):
        pack.part(f"word/{name}.xml", f"<a>{c('D38', name)}</a>")
        pack.rel(DOC, kind, f"word/{name}.xml")
    pack.part("customXml/item2.xml", f"<b:Sources xmlns:b='urn:b'><b:Last>{c('D40')}</b:Last>"
              "</b:Sources>")  # fmt: skip
    pack.rel(DOC, "customXml", "customXml/item2.xml")
    pack.part(
        "word/webSettings.xml",
        f'<w:webSettings {NAMESPACES}><w:frameset><w:frame><w:sourceFileName w:val="{c("D33")}"/>'
        "</w:frame></w:frameset></w:webSettings>",
        WORD + "webSettings+xml",
    )
    pack.rel(DOC, "webSettings", "word/webSettings.xml")


def _styles(pack: Pack, c: Canaries) -> None:
    style = c("D35", "id")
    pack.part(
        "word/styles.xml",
        f'<w:styles {NAMESPACES}><w:latentStyles w:count="1"><w:lsdException w:name="'
        f'{c("D35", "latent")}"/></w:latentStyles><w:style w:type="paragraph" w:styleId="{style}">'
        f'<w:name w:val="{c("D35", "name")}"/><w:aliases w:val="{c("D35", "alias")}"/></w:style>'
        f'<w:style w:type="table" w:styleId="T1"><w:name w:val="{c("O33", "table")}"/></w:style>'
        "</w:styles>",
        WORD + "styles+xml",
    )
    pack.rel(DOC, "styles", "word/styles.xml")
    pack.part(
        "word/numbering.xml",
        f'<w:numbering {NAMESPACES}><w:abstractNum w:abstractNumId="0"><w:name w:val="'
        f'{c("D36", "name")}"/><w:lvl w:ilvl="0"><w:start w:val="1"/><w:numFmt w:val="decimal"/>'
        f'<w:lvlText w:val="{c("D36", "text")} %1"/></w:lvl></w:abstractNum><w:num w:numId="1">'
        '<w:abstractNumId w:val="0"/></w:num></w:numbering>',
        WORD + "numbering+xml",
    )
    pack.rel(DOC, "numbering", "word/numbering.xml")
    pack.part("word/fonts/font1.odttf", c("O39", "font").encode(),
              "application/vnd.openxmlformats-officedocument.obfuscatedFont")  # fmt: skip
    font = pack.rel("word/fontTable.xml", "font", "word/fonts/font1.odttf")
    pack.part(
        "word/fontTable.xml",
        f'<w:fonts {NAMESPACES}><w:font w:name="Arial"><w:altName w:val="{c("O39", "alt")}"/>'
        f'<w:embedRegular r:id="{font}" w:fontKey="{{302EE813-EB4A-4642-A93A-89EF99B2457E}}"/>'
        "</w:font></w:fonts>",
        WORD + "fontTable+xml",
    )
    pack.rel(DOC, "fontTable", "word/fontTable.xml")


def _settings(pack: Pack, c: Canaries) -> None:
    pack.part(
        "word/settings.xml",
        f'<w:settings {NAMESPACES}><w:writeProtection w:hash="{c("D34", "hash")}"/>'
        f'<w:mailMerge><w:connectString w:val="User={c("D34", "conn")}"/>'
        f'<w:query w:val="SELECT {c("D34", "query")}"/></w:mailMerge><w:evenAndOddHeaders/>'
        f'<w:docVars><w:docVar w:name="{c("D34", "var")}" w:val="{c("D34", "val")}"/></w:docVars>'
        f'<w:rsids><w:rsid w:val="00AB12CD"/></w:rsids><w15:docId w15:val="{{{c("D34", "id")}}}"/>'
        f'<w:smartTagType w:name="{c("D28", "type")}"/></w:settings>',
        WORD + "settings+xml",
    )
    pack.rel(DOC, "settings", "word/settings.xml")


def _text(c: Canaries) -> list[str]:
    split, soft, broken, mark = c("D02"), c("D03", "soft"), c("D03", "broken"), c("D23")
    cell = c("D03", "cell")
    style = next(mark for mark in c.marks if mark.startswith("VexD35id"))
    return [
        p(r(c("D01")), properties=f'<w:pStyle w:val="{style}"/>'),
        p(r(split[:3]), '<w:proofErr w:type="spellStart"/>', r(split[3:7], "<w:b/>"),
          '<w:bookmarkStart w:id="5" w:name="x1"/>', r(split[7:]), '<w:bookmarkEnd w:id="5"/>'),
        p(r(soft[:6]), "<w:r><w:softHyphen/></w:r>", r(soft[6:])),
        p(r(broken[:6]), "<w:r><w:noBreakHyphen/></w:r>", r(broken[6:])),
        ("<w:tbl><w:tblPr>"
        f'<w:tblCaption w:val="{c("D29", "cap")}"/><w:tblDescription w:val="{c("D29", "desc")}"/>'
        "</w:tblPr><w:tblGrid><w:gridCol/></w:tblGrid>"
        f"<w:tr><w:tc>{p(r('Owner'))}</w:tc></w:tr><w:tr><w:tc>{p(r(cell))}</w:tc></w:tr></w:tbl>"),
        p(r(c("D04", "vanish"), "<w:vanish/>"), r(c("D04", "web"), "<w:webHidden/>")),
        p(r(c("D05"), '<w:color w:val="FFFFFF"/><w:sz w:val="1"/>')),
        p(f'<w:bookmarkStart w:id="1" w:name="{mark}"/>', r("Place"), '<w:bookmarkEnd w:id="1"/>'),
        p(field(f"REF {mark} \\h", "Place")),
        p(f'<w:hyperlink w:anchor="{mark}" w:tooltip="{c("D22", "tip")}" '
          f'w:docLocation="{c("D22", "loc")}" w:tgtFrame="{c("D22", "frame")}">{r("link")}'
          "</w:hyperlink>"),
        p("<w:r><w:ruby><w:rubyPr/><w:rt>" + r(c("D27", "rt")) + "</w:rt><w:rubyBase>"
          + r(c("D27", "base")) + "</w:rubyBase></w:ruby></w:r>"),
        p(f'<w:smartTag w:uri="urn:x" w:element="{c("D28", "element")}"><w:smartTagPr><w:attr '
          f'w:name="a" w:val="{c("D28", "attr")}"/></w:smartTagPr>{r("tagged")}</w:smartTag>'),
        p(f"<m:oMath><m:r><m:t>{c('D30')}</m:t></m:r></m:oMath>"),
        p(r(c("D41", "toc")), properties='<w:pStyle w:val="TOC1"/>'),
        p(r("lang", f'<w:lang w:val="{c("D43")}"/>')),
        ("<w:sdt><w:sdtPr>"
        f'<w:alias w:val="{c("D24", "alias")}"/><w:tag w:val="{c("D24", "tag")}"/>'
        f'<w:placeholder><w:docPart w:val="{c("D24", "part")}"/></w:placeholder>'
        f'<w15:dataBinding w:prefixMappings="{c("D24", "map")}" w:xpath="/a" w:storeItemID="x"/>'
        f'<w:dropDownList><w:listItem w:displayText="{c("D24", "shown")}" w:value="'
        f'{c("D24", "value")}"/></w:dropDownList></w:sdtPr><w:sdtContent>{p(r(c("D25")))}'
        "</w:sdtContent></w:sdt>"),
        ('<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val="Cover Pages"/></w:docPartObj>'
        f"</w:sdtPr><w:sdtContent>{p(r(c('D44')))}</w:sdtContent></w:sdt>"),
        p(inside(c), r("after")),
    ]  # fmt: skip


def _revisions(c: Canaries) -> list[str]:
    who = 'w:date="2024-01-01T00:00:00Z"'
    changes = "".join(
        f'<w:{name} w:id="{index}" w:author="{c("D18", name)}" {who}/>'
        for index, name in enumerate(("pPrChange",), start=60)
    )
    return [
        p(f'<w:ins w:id="10" w:author="{c("D15", "author")}" {who}>{r(c("D15", "text"))}</w:ins>'),
        p(f'<w:del w:id="11" w:author="{c("D16", "author")}" {who}><w:r><w:delText>'
          f'{c("D16", "text")}</w:delText><w:delInstrText>{c("D16", "code")}</w:delInstrText></w:r>'
          "</w:del>", r("kept")),
        p(f'<w:moveFromRangeStart w:id="12" w:name="m" w:author="{c("D17", "range")}"/>'
          f'<w:moveFrom w:id="13" w:author="{c("D17", "from")}">{r(c("D17", "old"))}</w:moveFrom>'
          '<w:moveFromRangeEnd w:id="12"/>', r("rest")),
        p(f'<w:moveTo w:id="14" w:author="{c("D17", "to")}">{r(c("D17", "new"))}</w:moveTo>'),
        p(r("run", f'<w:b/><w:rPrChange w:id="15" w:author="{c("D18", "run")}"><w:rPr/>'
            "</w:rPrChange>"), properties=changes),
        ("<w:tbl><w:tblPr>"
        f'<w:tblPrChange w:id="16" w:author="{c("D18", "tbl")}"><w:tblPr/></w:tblPrChange></w:tblPr>'
        '<w:tblGrid><w:gridCol/></w:tblGrid>'
        f'<w:tr><w:trPr><w:del w:id="17" w:author="{c("D18", "row")}"/></w:trPr><w:tc>'
        f'{p(r(c("D16", "row")))}</w:tc></w:tr><w:tr><w:tc><w:tcPr><w:cellDel w:id="18" w:author="'
        f'{c("D18", "cell")}"/></w:tcPr>{p(r(c("D16", "cell")))}</w:tc></w:tr></w:tbl>'),
        p('<w:commentRangeStart w:id="1"/>', r("commented"), '<w:commentRangeEnd w:id="1"/>',
          '<w:r><w:commentReference w:id="1"/></w:r>'),
        p(f'<w:permStart w:id="2" w:ed="{c("D39", "perm")}@example.com"/>', r("may"),
          '<w:permEnd w:id="2"/>').replace("<w:p>", f'<w:p w14:paraId="{c("D39", "para")}" '
          f'w:rsidR="{c("D39", "rsid")}">', 1),
    ]  # fmt: skip


def _fields(c: Canaries) -> list[str]:
    return [
        p(field(f'INCLUDETEXT "C:\\\\{c("D19", "path")}\\\\a.docx"', c("D20"))),
        p(field(f"ADDIN ZOTERO {{\"name\": \"{c('D19', 'json')}\"}}", "cite")),
        p(f'<w:fldSimple w:instr=" AUTHOR {c("D19", "simple")} ">{r("x")}</w:fldSimple>'),
        p(f'<w:r><w:fldChar w:fldCharType="begin"><w:fldData>{_base64(c("D19", "data"))}</w:fldData>'
          f'<w:ffData><w:name w:val="{c("D21", "name")}"/><w:helpText w:type="text" w:val="'
          f'{c("D21", "help")}"/><w:statusText w:type="text" w:val="{c("D21", "status")}"/>'
          f'<w:textInput><w:default w:val="{c("D21", "default")}"/></w:textInput><w:ddList>'
          f'<w:listEntry w:val="{c("D21", "entry")}"/></w:ddList></w:ffData></w:fldChar></w:r>'
          '<w:r><w:instrText> FORMTEXT </w:instrText></w:r>'
          '<w:r><w:fldChar w:fldCharType="end"/></w:r>'),
    ]  # fmt: skip


def _base64(text: str) -> str:
    import base64

    return base64.b64encode(f"  {text} and more".encode()).decode()


def _objects(c: Canaries, ids: dict[str, str]) -> list[str]:
    return [
        p(f'<w:r><w:object><v:shape id="s1"><v:imagedata r:id="{ids["emf"]}" o:title="'
          f'{c("D26", "olepic")}"/></v:shape><o:OLEObject Type="Embed" ProgID="{c("D26", "prog")}" '
          f'r:id="{ids["ole"]}"/></w:object></w:r>'),
        p(f'<w:r><w:object><o:OLEObject Type="Link" ProgID="Excel" r:id="{ids["olelink"]}">'
          f'<o:FieldCodes>{c("D26", "codes")}</o:FieldCodes></o:OLEObject></w:object></w:r>'),
        p(f'<w:r><w:object><o:OLEObject Type="Embed" ProgID="Package" r:id="{ids["insert"]}"/>'
          "</w:object></w:r>"),
        p(f'<w:r><w:object><v:shape id="s2"><v:imagedata r:id="{ids["picture"]}" o:title=""/>'
          f'</v:shape><o:OLEObject Type="Embed" ProgID="Excel.Sheet.12" r:id="{ids["book"]}"/>'
          "</w:object></w:r>"),
        p(f'<w:r><w:control r:id="{ids["activex"]}" w:name="{c("O37", "name")}"/></w:r>', r("x")),
        f'<w:altChunk r:id="{ids["chunk"]}"/>',
        p(f'<w:subDoc r:id="{ids["sub"]}"/>', r("sub")),
        p(f'<w:hyperlink r:id="{ids["mail"]}">{r("mail")}</w:hyperlink>'),
    ]  # fmt: skip


def _inline(name: str, descr: str, graphic: str, title: str = "", extra: str = "") -> str:
    return (
        '<w:r><w:drawing><wp:inline><wp:extent cx="9144" cy="9144"/>'
        f'<wp:docPr id="7" name="{name}" descr="{descr}" title="{title}">{extra}</wp:docPr>'
        f"<a:graphic>{graphic}</a:graphic></wp:inline></w:drawing></w:r>"
    )


def _picture(c: Canaries, identity: str, key: str, extra: str = "") -> str:
    uri = "http://schemas.openxmlformats.org/drawingml/2006/picture"
    return (
        f'<a:graphicData uri="{uri}"><pic:pic><pic:nvPicPr><pic:cNvPr id="8" name="{c("O29", key)}"/>'
        f"<pic:cNvPicPr/></pic:nvPicPr><pic:blipFill><a:blip r:{identity}>{extra}</a:blip>"
        '<a:stretch/></pic:blipFill><pic:spPr><a:xfrm><a:off x="0" y="0"/><a:ext cx="9144" '
        'cy="9144"/></a:xfrm><a:prstGeom prst="rect"><a:avLst/></a:prstGeom></pic:spPr></pic:pic>'
        "</a:graphicData>"
    )


def _shapes(c: Canaries, ids: dict[str, str]) -> list[str]:
    chart_uri = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    diagram_uri = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    layer = (
        '<a:extLst><a:ext uri="{BEBA8EAE-BF5A-486C-A8C5-ECC9F3942E4B}"><a14:imgProps '
        f'xmlns:a14="{MS}/drawing/2010/main"><a14:imgLayer r:embed="{ids["hdphoto"]}"/>'
        '</a14:imgProps></a:ext><a:ext uri="{96DAC541-7B7A-43D3-8B79-37D633B846F1}">'
        f'<asvg:svgBlip xmlns:asvg="{MS}/drawing/2016/SVG/main" r:embed="{ids["svg"]}"/></a:ext>'
        "</a:extLst>"
    )
    box = (
        "<wps:wsp><wps:cNvSpPr/><wps:spPr/><wps:txbx><w:txbxContent>"
        f"{p(r(c('D26', 'choice')))}</w:txbxContent></wps:txbx><wps:bodyPr/></wps:wsp>"
    )
    return [
        p(_inline(c("O29", "name"), c("O29", "descr"),
                  _picture(c, f'embed="{ids["picture"]}"', "pic", layer), c("O29", "title"),
                  f'<a:hlinkClick r:id="{ids["mail"]}" tooltip="{c("O29", "tip")}"/>')),
        p(_inline("Picture 2", "", _picture(c, f'link="{ids["linked"]}"', "linked"))),
        p(_inline("Chart 1", "", f'<a:graphicData uri="{chart_uri}"><c:chart xmlns:c="{chart_uri}" '
                  f'r:id="{ids["chart"]}"/></a:graphicData>')),
        p(_inline("Diagram 1", "", f'<a:graphicData uri="{diagram_uri}"><dgm:relIds xmlns:dgm="'
                  f'{diagram_uri}" r:dm="{ids["diagram"]}"/></a:graphicData>')),
        p('<w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wp:inline><wp:extent '
          'cx="9" cy="9"/><wp:docPr id="9" name="Text Box 1"/><a:graphic><a:graphicData uri="'
          f'{MS}/word/2010/wordprocessingShape">{box}</a:graphicData></a:graphic></wp:inline>'
          '</w:drawing></mc:Choice><mc:Fallback><w:pict><v:shape alt="x"><v:textbox>'
          f"<w:txbxContent>{p(r(c('D26', 'fallback')))}</w:txbxContent></v:textbox></v:shape>"
          "</w:pict></mc:Fallback></mc:AlternateContent></w:r>"),
        p(f'<w:r><w:pict><v:shape id="w1" alt="{c("D26", "alt")}" title="{c("D26", "title")}">'
          f'<v:textpath string="{c("D26", "watermark")}"/></v:shape></w:pict></w:r>'),
        p(f'<w:r><w:pict><v:shape id="w2"><v:textbox><w:txbxContent>{p(r(c("D26", "vml")))}'
          "</w:txbxContent></v:textbox></v:shape></w:pict></w:r>"),
    ]  # fmt: skip
