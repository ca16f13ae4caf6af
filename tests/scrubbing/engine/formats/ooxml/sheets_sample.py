"""A workbook with a canary in every line of O and X that can be realised."""

from tests.scrubbing.engine.formats.ooxml.canaries import Canaries
from tests.scrubbing.engine.formats.ooxml.common_sample import (
    MS,
    chart,
    inside,
    plant_package,
    theme,
)
from tests.scrubbing.engine.formats.ooxml.package import (
    MC,
    OFFICE,
    SHEETS,
    A,
    Pack,
    R,
    S,
    ole,
    png,
    small_workbook,
)

BOOK = "xl/workbook.xml"
SHEET = "xl/worksheets/sheet1.xml"
NAMESPACES = f'xmlns="{S}" xmlns:r="{R}" xmlns:mc="{MC}"'
XDR = "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"


class Strings:
    """Shared strings, in the order in which cells ask for them."""

    def __init__(self) -> None:
        self.items: list[str] = []

    def __call__(self, *runs: str, phonetic: str = "") -> str:
        body = f"<t>{runs[0]}</t>" if len(runs) == 1 else "".join(
            f"<r><t>{text}</t></r>" for text in runs
        )  # fmt: skip
        guide = f'<rPh sb="0" eb="1"><t>{phonetic}</t></rPh>' if phonetic else ""
        self.items.append(f"<si>{body}{guide}</si>")
        return str(len(self.items) - 1)


def cell(ref: str, value: str, kind: str = "s", formula: str = "", style: str = "0") -> str:
    tag = f' t="{kind}"' if kind != "n" else ""
    code = f"<f>{formula}</f>" if formula else ""
    return f'<c r="{ref}"{tag} s="{style}">{code}<v>{value}</v></c>'


def build() -> tuple[bytes, Canaries]:
    c = Canaries()
    pack = Pack()
    pack.rel("", "officeDocument", BOOK)
    sheet_id = pack.rel(BOOK, "worksheet", SHEET)
    hidden_id = pack.rel(BOOK, "worksheet", "xl/worksheets/sheet2.xml")
    macro_id = pack.rel(BOOK, f"{MS}/2006/relationships/xlMacrosheet", "xl/macrosheets/sheet1.xml")
    cache_id = pack.rel(BOOK, "pivotCacheDefinition", "xl/pivotCache/def1.xml")
    link_id = pack.rel(BOOK, "externalLink", "xl/externalLinks/link1.xml")
    strings = Strings()
    name, sheet, table = c("X07", "name"), c("X07", "sheet"), c("X13", "table")
    _sheet(pack, c, strings, name, sheet, table)
    _workbook_parts(pack, c, sheet)
    pack.part(
        "xl/worksheets/sheet2.xml",
        f'<worksheet {NAMESPACES}><sheetPr codeName="{c("X07", "code")}"/><sheetData><row r="1" '
        f'hidden="1">{cell("A1", strings(c("X06", "hidden")))}</row><row r="900">'
        f"{cell('ZZ900', strings(c('X06', 'far')))}</row></sheetData></worksheet>",
        SHEETS + "worksheet+xml",
    )
    pack.part(
        "xl/macrosheets/sheet1.xml",
        f'<xm:macrosheet xmlns:xm="{MS}/excel/2006/main" xmlns="{S}"><sheetData><row r="1"><c r="A1">'
        f'<f>EXEC("{c("X27", "macro")}")</f></c></row></sheetData></xm:macrosheet>',
        "application/vnd.ms-excel.macrosheet+xml",
    )
    strings(c("X01", "unused"))
    pack.part(
        "xl/sharedStrings.xml",
        f'<sst xmlns="{S}" count="9" uniqueCount="{len(strings.items)}">{"".join(strings.items)}</sst>',
        SHEETS + "sharedStrings+xml",
    )
    pack.rel(BOOK, "sharedStrings", "xl/sharedStrings.xml")
    pack.part(
        BOOK,
        f'<workbook {NAMESPACES} xmlns:x15ac="{MS}/spreadsheetml/2010/11/ac" '
        f'xmlns:x15="{MS}/spreadsheetml/2010/11/main">'
        f'<fileSharing userName="{c("X20", "sharing")}"/><workbookPr codeName="{c("X20", "code")}"/>'
        f'<mc:AlternateContent><mc:Choice Requires="x15"><x15ac:absPath url="C:\\Users\\'
        f'{c("X20", "path")}\\"/></mc:Choice></mc:AlternateContent>'
        f'<workbookProtection workbookPassword="{c("X20", "pass")}"/>'
        f'<sheets><sheet name="{sheet}" sheetId="1" r:id="{sheet_id}"/><sheet '
        f'name="{c("X07", "secret")}" sheetId="2" state="veryHidden" r:id="{hidden_id}"/>'
        f'<sheet name="Macro1" sheetId="3" r:id="{macro_id}"/></sheets>'
        f'<externalReferences><externalReference r:id="{link_id}"/></externalReferences>'
        f'<definedNames><definedName name="{name}" comment="{c("X07", "comment")}">{sheet}!$A$2'
        f'</definedName><definedName name="{c("X07", "hiddenname")}" hidden="1">"{c("X07", "value")}"'
        f'</definedName></definedNames><pivotCaches><pivotCache cacheId="1" r:id="{cache_id}"/>'
        f'</pivotCaches><customWorkbookViews><customWorkbookView name="{c("X19", "view")}" '
        'guid="{00000000-0000-0000-0000-000000000001}"/></customWorkbookViews></workbook>',
        SHEETS + "sheet.main+xml",
    )
    plant_package(pack, c, BOOK)
    return pack.bytes(), c


def _sheet(pack: Pack, c: Canaries, strings: Strings, name: str, sheet: str, table: str) -> None:
    column, split = c("X13", "column"), c("X01", "split")
    header = [strings(column), strings("Value"), strings("Note")]
    link = pack.rel(SHEET, "hyperlink", f"mailto:{c('X23', 'mail')}@example.com", external=True)
    table_id = pack.rel(SHEET, "table", "xl/tables/table1.xml")
    pivot_id = pack.rel(SHEET, "pivotTable", "xl/pivotTables/pivot1.xml")
    assert pivot_id
    drawing_id = pack.rel(SHEET, "drawing", "xl/drawings/drawing1.xml")
    vml_id = pack.rel(SHEET, "vmlDrawing", "xl/drawings/vmlDrawing1.vml")
    printer_id = pack.rel(SHEET, "printerSettings", "xl/printerSettings/printer1.bin")
    custom_id = pack.rel(SHEET, "customProperty", "xl/customProperty1.bin")
    picture_id = pack.rel(SHEET, "image", "xl/media/image1.png")
    ole_id = pack.rel(SHEET, "oleObject", "xl/embeddings/ole1.bin")
    book_id = pack.rel(SHEET, "package", "xl/embeddings/book1.xlsx")
    control_id = pack.rel(SHEET, "ctrlProp", "xl/ctrlProps/ctrlProp1.xml")
    _sheet_parts(pack, c)
    rows = [
        f'<row r="1">{cell("A1", header[0])}{cell("B1", header[1])}{cell("C1", header[2])}</row>',
        '<row r="2">'
        + cell("A2", strings(split[:5], split[5:], phonetic=c("X01", "guide")))
        + f'<c r="B2" t="inlineStr"><is><r><t>{c("X02")}</t></r></is></c>'
        + cell("C2", "5550100", "n")
        + "</row>",
        '<row r="3">'
        + cell("A3", "31000", "n", style="1")
        + cell("B3", "77", "n", style="2")
        + cell("C3", c("X05"), "str", f'HYPERLINK("mailto:{c("X04", "mail")}@example.com")')
        + "</row>",
        '<row r="4">'
        + cell("A4", "1", "n", f"{sheet}!C2+{name}")
        + cell("B4", "2", "n", f"SUM({table}[{column}])")
        + cell("C4", "3", "n", f"[1]{c('X17', 'used')}!A1")
        + "</row>",
    ]
    pack.part(
        SHEET,
        f"<worksheet {NAMESPACES}><sheetData>{''.join(rows)}</sheetData>"
        f'<sheetProtection password="{c("X25", "pass")}" sheet="1"/>'
        f'<protectedRanges><protectedRange name="{c("X25", "name")}" sqref="A1" '
        f'securityDescriptor="{c("X25", "sd")}"/></protectedRanges>'
        f'<scenarios><scenario name="{c("X24", "name")}" user="{c("X24", "user")}" comment="'
        f'{c("X24", "comment")}" count="1"><inputCells r="A2" val="{c("X24", "val")}"/></scenario>'
        f'</scenarios><autoFilter ref="A1:C4"><filterColumn colId="0"><filters><filter val="'
        f'{c("X12", "val")}"/></filters></filterColumn><sortState ref="A1:C4"><sortCondition '
        f'ref="A1" customList="{c("X12", "list")}"/></sortState></autoFilter>'
        f'<customSheetViews><customSheetView guid="{{A}}" x="{c("X19", "sheetview")}"/>'
        '</customSheetViews><conditionalFormatting sqref="A1"><cfRule type="containsText" '
        f'priority="1" operator="containsText" text="{c("X11", "text")}"><formula>'
        f'NOT(ISERROR(SEARCH("{c("X11", "formula")}",A1)))</formula></cfRule></conditionalFormatting>'
        f'<dataValidations count="1"><dataValidation type="list" sqref="A2" prompt="'
        f'{c("X10", "prompt")}" promptTitle="{c("X10", "title")}" error="{c("X10", "error")}">'
        f'<formula1>"{c("X10", "list")},b"</formula1></dataValidation></dataValidations>'
        f'<hyperlinks><hyperlink ref="A2" r:id="{link}" tooltip="{c("X23", "tip")}" display="'
        f'{c("X23", "display")}"/><hyperlink ref="A3" location="{sheet}!A1"/></hyperlinks>'
        f'<pageSetup r:id="{printer_id}"/>'
        f"<headerFooter><oddHeader>&amp;L{c('X21', 'odd')}</oddHeader><firstFooter>&amp;C"
        f'{c("X21", "first")}</firstFooter></headerFooter><cellWatches><cellWatch r="A1"/>'
        f'</cellWatches><customProperties><customPr name="{c("X19", "custom")}" r:id="{custom_id}"/>'
        f'</customProperties><drawing r:id="{drawing_id}"/><legacyDrawing r:id="{vml_id}"/>'
        f'<legacyDrawingHF r:id="{vml_id}"/><picture r:id="{picture_id}"/>'
        f'<oleObjects><oleObject progId="{c("O21", "prog")}" shapeId="1" r:id="{ole_id}"/>'
        f'<oleObject progId="Excel" shapeId="2" r:id="{book_id}"/></oleObjects><controls>'
        f'<control shapeId="3" r:id="{control_id}" name="{c("X34", "control")}"/></controls>'
        f'<tableParts count="1"><tablePart r:id="{table_id}"/></tableParts>{inside(c)}'
        f'<extLst><ext uri="{{78C0D931-6437-407d-A8EE-F0AAD7539E65}}"><x14:conditionalFormattings '
        f'xmlns:x14="{MS}/spreadsheetml/2009/9/main"><x14:conditionalFormatting '
        f'xmlns:xm="{MS}/excel/2006/main"><xm:f>"{c("O19", "ext")}"</xm:f></x14:conditionalFormatting>'
        "</x14:conditionalFormattings></ext></extLst></worksheet>",
        SHEETS + "worksheet+xml",
    )
    pack.part(
        "xl/tables/table1.xml",
        f'<table {NAMESPACES} id="1" name="{table}" displayName="{table}" ref="A1:C4">'
        f'<tableColumns count="3"><tableColumn id="1" name="{column}" totalsRowLabel="'
        f'{c("X13", "total")}"><calculatedColumnFormula>{table}[{column}]</calculatedColumnFormula>'
        '</tableColumn><tableColumn id="2" name="Value"/><tableColumn id="3" name="Note"/>'
        f'</tableColumns><tableStyleInfo name="{c("X30", "tablestyle")}"/><extLst><ext '
        f'uri="{{504A1905-F514-4f6f-8877-14C23A59335A}}"><x14:table xmlns:x14="{MS}/spreadsheetml/'
        f'2009/9/main" altText="{c("X13", "alt")}"/></ext></extLst></table>',
        SHEETS + "table+xml",
    )


def _sheet_parts(pack: Pack, c: Canaries) -> None:
    pack.part("xl/media/image1.png", png(c("X31")))
    pack.part("xl/embeddings/ole1.bin", ole(c("O21")))
    pack.part("xl/embeddings/book1.xlsx", small_workbook(c("O20", "cell"), c("O20", "author")))
    pack.part("xl/printerSettings/printer1.bin", b"\0" + c("X34", "printer").encode("utf-16-le"))
    pack.part("xl/customProperty1.bin", c("X19", "prop").encode())
    pack.part("xl/ctrlProps/ctrlProp1.xml", f"<formControlPr fmlaLink='{c('X34', 'link')}'/>",
              "application/vnd.ms-excel.controlproperties+xml")  # fmt: skip
    vml = (
        f'<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape alt="{c("X08", "vml")}"/>'
        f'<v:imagedata title="{c("X22")}"/></xml>'
    )
    pack.part("xl/drawings/vmlDrawing1.vml", vml)
    pack.part("xl/charts/chart1.xml", chart(c), OFFICE + "drawingml.chart+xml")
    chart_uri = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    anchor = (
        "<xdr:from><xdr:col>1</xdr:col><xdr:colOff>0</xdr:colOff><xdr:row>1</xdr:row>"
        "<xdr:rowOff>0</xdr:rowOff></xdr:from><xdr:to><xdr:col>2</xdr:col><xdr:colOff>0"
        "</xdr:colOff><xdr:row>2</xdr:row><xdr:rowOff>0</xdr:rowOff></xdr:to>"
    )
    pack.rel("xl/drawings/drawing1.xml", "chart", "xl/charts/chart1.xml")
    pack.part(
        "xl/drawings/drawing1.xml",
        f'<xdr:wsDr xmlns:xdr="{XDR}" xmlns:a="{A}" xmlns:r="{R}"><xdr:twoCellAnchor>{anchor}'
        f'<xdr:sp macro="{c("X27", "call")}" textlink=""><xdr:nvSpPr><xdr:cNvPr id="2" '
        f'name="{c("O29", "name")}" descr="{c("O29", "descr")}"/><xdr:cNvSpPr/></xdr:nvSpPr>'
        "<xdr:spPr/><xdr:txBody><a:bodyPr/><a:p><a:r><a:t>"
        f"{c('X27', 'box')}</a:t></a:r></a:p></xdr:txBody></xdr:sp><xdr:clientData/>"
        f'</xdr:twoCellAnchor><xdr:twoCellAnchor>{anchor}<xdr:graphicFrame macro="">'
        '<xdr:nvGraphicFramePr><xdr:cNvPr id="3" name="Chart 1"/><xdr:cNvGraphicFramePr/>'
        '</xdr:nvGraphicFramePr><xdr:xfrm><a:off x="0" y="0"/><a:ext cx="0" cy="0"/></xdr:xfrm>'
        f'<a:graphic><a:graphicData uri="{chart_uri}"><c:chart xmlns:c="{chart_uri}" r:id="rId1"/>'
        "</a:graphicData></a:graphic></xdr:graphicFrame><xdr:clientData/></xdr:twoCellAnchor>"
        "</xdr:wsDr>",
        OFFICE + "drawing+xml",
    )
    pack.part("xl/comments1.xml", f'<comments xmlns="{S}"><authors><author>{c("X08", "author")}'
              f'</author></authors><commentList><comment ref="A1" authorId="0"><text><t>'
              f"{c('X08', 'text')}</t></text></comment></commentList></comments>",
              SHEETS + "comments+xml")  # fmt: skip
    pack.rel(SHEET, "comments", "xl/comments1.xml")
    pack.part("xl/threadedComments/tc1.xml", f"<TC><text>{c('X09', 'text')}</text></TC>",
              "application/vnd.ms-excel.threadedcomments+xml")  # fmt: skip
    pack.rel(SHEET, f"{MS}/2017/10/relationships/threadedComment", "xl/threadedComments/tc1.xml")
    pack.rel("xl/pivotTables/pivot1.xml", "pivotCacheDefinition", "xl/pivotCache/def1.xml")
    pack.part(
        "xl/pivotTables/pivot1.xml",
        f'<pivotTableDefinition {NAMESPACES} name="{c("X16", "name")}" cacheId="1" '
        f'dataCaption="{c("X16", "data")}" grandTotalCaption="{c("X16", "total")}"><location ref="E1" '
        'firstHeaderRow="1" firstDataRow="1" firstDataCol="1"/><pivotFields count="1"><pivotField '
        f'name="{c("X16", "field")}"/></pivotFields></pivotTableDefinition>',
        SHEETS + "pivotTable+xml",
    )


def _workbook_parts(pack: Pack, c: Canaries, sheet: str) -> None:
    pack.rel("xl/pivotCache/def1.xml", "pivotCacheRecords", "xl/pivotCache/rec1.xml")
    pack.part(
        "xl/pivotCache/def1.xml",
        f'<pivotCacheDefinition {NAMESPACES} r:id="rId1" refreshedBy="{c("X15", "by")}">'
        f'<cacheSource type="worksheet"><worksheetSource ref="A1:C4" sheet="{sheet}"/></cacheSource>'
        f'<cacheFields count="1"><cacheField name="{c("X15", "field")}"><sharedItems>'
        f'<s v="{c("X15", "item")}"/></sharedItems></cacheField></cacheFields>'
        "</pivotCacheDefinition>",
        SHEETS + "pivotCacheDefinition+xml",
    )
    pack.part(
        "xl/pivotCache/rec1.xml",
        f'<pivotCacheRecords {NAMESPACES} count="1"><r><s v="{c("X15", "record")}"/></r>'
        "</pivotCacheRecords>",
        SHEETS + "pivotCacheRecords+xml",
    )
    pack.part(
        "xl/externalLinks/link1.xml",
        f'<externalLink {NAMESPACES}><externalBook r:id="rId1"><sheetNames><sheetName val="'
        f'{c("X17", "sheet")}"/></sheetNames><definedNames><definedName name="{c("X17", "name")}"/>'
        f'</definedNames><sheetDataSet><sheetData sheetId="0"><row r="1"><cell r="A1" t="str"><v>'
        f"{c('X17', 'cached')}</v></cell></row></sheetData></sheetDataSet></externalBook>"
        "</externalLink>",
        SHEETS + "externalLink+xml",
    )
    pack.rel("xl/externalLinks/link1.xml", "externalLinkPath",
             f"file:///C:/{c('X17', 'path')}.xlsx", external=True)  # fmt: skip
    pack.part(
        "xl/styles.xml",
        f'<styleSheet xmlns="{S}"><numFmts count="1"><numFmt numFmtId="164" formatCode="&quot;'
        f'{c("X03", "format")}&quot;;;;"/></numFmts><fonts count="1"><font><name val="Arial"/></font>'
        '</fonts><fills count="1"><fill><patternFill patternType="none"/></fill></fills>'
        '<borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs>'
        '<cellXfs count="3"><xf/><xf numFmtId="14"/><xf numFmtId="164"/></cellXfs>'
        f'<cellStyles count="1"><cellStyle name="{c("X30", "cell")}" xfId="0"/></cellStyles>'
        f'<tableStyles count="1"><tableStyle name="{c("X30", "style")}"/></tableStyles></styleSheet>',
        SHEETS + "styles+xml",
    )
    pack.rel(BOOK, "styles", "xl/styles.xml")
    pack.part("xl/theme/theme1.xml", theme(c), OFFICE + "theme+xml")
    pack.rel(BOOK, "theme", "xl/theme/theme1.xml")
    for name, kind, line, body in (
        ("connections", "connections", "X14", "<c connection='User={};'/>"),
        ("persons/person", f"{MS}/2017/10/relationships/person", "X09", "<p displayName='{}'/>"),
        ("xmlMaps", "xmlMaps", "X18", "<m name='{}'/>"),
        ("revisions/userNames", "usernames", "X19", "<u name='{}'/>"),
        ("revisions/revisionHeaders", "revisionHeaders", "X19", "<h userName='{}'/>"),
        ("volatileDependencies", "volatileDependencies", "X05", "<v><stp>{}</stp></v>"),
        ("richData/rdrichvalue", f"{MS}/2017/06/relationships/rdRichValue", "X29", "<v>{}</v>"),
        ("metadata", "sheetMetadata", "X29", "<m name='{}'/>"),
        ("pythonScripts", f"{MS}/2023/09/relationships/pythonScripts", "X29", "<p>{}</p>"),
        ("slicerCaches/sc1", f"{MS}/2007/relationships/slicerCache", "X12", "<s name='{}'/>"),
        (
            "featurePropertyBag",
            f"{MS}/2022/11/relationships/FeaturePropertyBag",
            "X35",
            "<b k='{}'/>",
        ),
        ("queryTables/q1", "queryTable", "X14", "<q name='{}'/>"),
    ):
        word = name.replace("/", "")
        pack.part(f"xl/{name}.xml", body.format(c(line, word)), f"application/vnd.x.{word}+xml")
        pack.rel(BOOK, kind, f"xl/{name}.xml")
    pack.part("xl/model/item.data", c("X28", "model").encode())
    pack.part("customXml/item3.xml", f"<DataMashup>{c('X28', 'mashup')}</DataMashup>")
    pack.rel(BOOK, "customXml", "customXml/item3.xml")
