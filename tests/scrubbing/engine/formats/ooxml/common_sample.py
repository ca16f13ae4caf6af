"""Lines O of the matrix: what every Office package can hide."""

from tests.scrubbing.engine.formats.ooxml.canaries import Canaries
from tests.scrubbing.engine.formats.ooxml.package import MC, OFFICE, PR, A, Pack, R, ole, png

MS = "http://schemas.microsoft.com/office"


def plant_package(pack: Pack, c: Canaries, main: str) -> None:
    """Properties, labels, signatures, orphans, odd names, zip oddities."""
    pack.part(
        "docProps/core.xml",
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/" '
        'xmlns:dcterms="http://purl.org/dc/terms/">'
        f"<dc:creator>{c('O01', 'creator')}</dc:creator>"
        f"<cp:lastModifiedBy>{c('O01', 'modified')}</cp:lastModifiedBy>"
        f"<dc:title>{c('O01', 'title')}</dc:title><cp:keywords>{c('O01', 'keys')}</cp:keywords>"
        f"<dc:description>{c('O01', 'desc')}</dc:description>"
        "<dcterms:created>2024-03-02T10:00:00Z</dcterms:created></cp:coreProperties>",
        "application/vnd.openxmlformats-package.core-properties+xml",
    )
    pack.rel("", f"{PR}/metadata/core-properties", "docProps/core.xml")
    pack.part(
        "docProps/app.xml",
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'extended-properties"><Template>{c("O02", "tpl")}.dotx</Template>'
        f"<Company>{c('O02', 'company')}</Company><Manager>{c('O02', 'manager')}</Manager>"
        f"<HyperlinkBase>http://{c('O02', 'base')}.example.com/</HyperlinkBase>"
        f"<TitlesOfParts><lpstr>{c('O02', 'title')}</lpstr></TitlesOfParts></Properties>",
        OFFICE + "extended-properties+xml",
    )
    pack.rel("", "extended-properties", "docProps/app.xml")
    pack.part(
        "docProps/custom.xml",
        '<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
        'custom-properties" xmlns:vt="http://schemas.openxmlformats.org/officeDocument/2006/'
        f'docPropsVTypes"><property name="MSIP_Label_1234_Name"><vt:lpwstr>{c("O03", "label")}'
        f'</vt:lpwstr></property><property name="{c("O03", "name")}"><vt:lpwstr>'
        f"{c('O03', 'value')}</vt:lpwstr></property></Properties>",
        OFFICE + "custom-properties+xml",
    )
    pack.rel("", "custom-properties", "docProps/custom.xml")
    pack.part(
        "docMetadata/LabelInfo.xml",
        f'<clbl:labelList xmlns:clbl="{MS}/2020/mipLabelMetadata"><clbl:label id="{{a}}" '
        f'siteId="{{{c("O04")}}}" method="Privileged"/></clbl:labelList>',
        "application/vnd.ms-office.classificationlabels+xml",
    )
    pack.rel("", f"{MS}/2020/02/relationships/classificationlabels", "docMetadata/LabelInfo.xml")
    pack.part("docProps/thumbnail.png", png(c("O05")))
    pack.rel("", f"{PR}/metadata/thumbnail", "docProps/thumbnail.png")
    pack.part("customXml/item1.xml", f"<cover><mail>{c('O06', 'data')}</mail></cover>")
    pack.rel(main, "customXml", "customXml/item1.xml")
    pack.part("customXml/itemProps1.xml", f"<ds><ref uri='{c('O06', 'ref')}'/></ds>")
    pack.rel("customXml/item1.xml", "customXmlProps", "customXml/itemProps1.xml")
    pack.rel(main, "attachedTemplate", f"file:///C:/{c('O08', 'tpl')}.dotx", external=True)
    pack.rel(main, "video", f"http://example.com/{c('O08', 'video')}.mp4", external=True)
    pack.part("orphan.xml", f"<w>{c('O09', 'orphan')}</w>")
    pack.part("[trash]/0000.dat", c("O09", "trash").encode())
    pack.part(f"customXml/{c('O10', 'custom')}.xml", "<a/>")
    pack.comment = c("O11").encode()
    pack.infos[main] = (
        c("O12").encode(),
        b"up\x1c\x00" + c("O13").ljust(28).encode(),
    )
    pack.part(
        "_xmlsignatures/sig1.xml",
        '<Signature xmlns="http://www.w3.org/2000/09/xmldsig#"><X509IssuerName>'
        f"CN={c('O35', 'issuer')}</X509IssuerName></Signature>",
        "application/vnd.openxmlformats-package.digital-signature-xmlsignature+xml",
    )
    pack.part("_xmlsignatures/origin.sigs", b"")
    pack.rel("", f"{PR}/digital-signature/origin", "_xmlsignatures/origin.sigs")
    pack.rel("_xmlsignatures/origin.sigs", f"{PR}/digital-signature/signature",
             "_xmlsignatures/sig1.xml")  # fmt: skip
    pack.part("customUI/customUI.xml", f"<customUI><button label='{c('O35', 'ui')}'/></customUI>")
    pack.rel("", f"{MS}/2006/relationships/ui/extensibility", "customUI/customUI.xml")
    pack.part("taskpanes.xml", f"<t><p>{c('O36', 'pane')}</p></t>",
              "application/vnd.ms-office.webextensiontaskpanes+xml")  # fmt: skip
    pack.rel("", f"{MS}/2011/relationships/webextensiontaskpanes", "taskpanes.xml")
    pack.part("vbaProject.bin", ole(c("O34")), "application/vnd.ms-office.vbaProject")
    pack.rel(main, f"{MS}/2006/relationships/vbaProject", "vbaProject.bin")
    pack.part("printer.bin", b"\0" + c("O38").encode("utf-16-le"))
    pack.rel(main, "printerSettings", "printer.bin")
    pack.part("model.glb", c("O41").encode())
    pack.rel(main, f"{MS}/2017/06/relationships/model3d", "model.glb")
    pack.part("item.data", c("O42").encode())
    pack.rel(main, f"{MS}/2011/relationships/powerPivotData", "item.data")
    pack.part("ink1.xml", f"<ink><annotation>{c('O40')}</annotation></ink>")
    pack.rel(main, "customXml", "ink1.xml")


def inside(c: Canaries) -> str:
    """XML that may stand inside any element: comment, instruction, unknown namespace."""
    return (
        f"<!-- {c('O16')} --><?{c('O17')} x?>"
        f'<z:note xmlns:z="urn:{c("O19", "uri")}" z:who="{c("O19", "attr")}">{c("O19", "text")}'
        "</z:note>"
        f'<mc:AlternateContent xmlns:mc="{MC}" xmlns:zz="urn:unknown"><mc:Choice Requires="zz">'
        f"<zz:x>{c('O19', 'choice')}</zz:x></mc:Choice></mc:AlternateContent>"
    )


def chart(c: Canaries) -> str:
    """A chart's part with text in every cache."""
    space = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    title = c("O30", "title")
    return (
        f'<c:chartSpace xmlns:c="{space}" xmlns:a="{A}" xmlns:r="{R}"><c:chart><c:title><c:tx>'
        f"<c:rich><a:bodyPr/><a:p><a:r><a:t>{title[:4]}</a:t></a:r><a:r><a:t>{title[4:]}</a:t>"
        "</a:r></a:p></c:rich></c:tx></c:title><c:plotArea><c:layout/><c:barChart>"
        '<c:barDir val="col"/><c:ser><c:idx val="0"/><c:order val="0"/><c:tx><c:strRef>'
        f'<c:f>{c("O30", "sheet")}!$B$1</c:f><c:strCache><c:ptCount val="1"/><c:pt idx="0"><c:v>'
        f"{c('O30', 'series')}</c:v></c:pt></c:strCache></c:strRef></c:tx><c:cat><c:strRef>"
        f"<c:f>'[{c('O30', 'book')}.xlsx]Sheet1'!$A$1</c:f><c:strCache><c:ptCount val=\"1\"/>"
        f'<c:pt idx="0"><c:v>{c("O30", "cat")}</c:v></c:pt></c:strCache></c:strRef></c:cat>'
        "<c:val><c:numRef><c:f>Sheet1!$B$2</c:f><c:numCache><c:formatCode>"
        f'"{c("O30", "format")}"0</c:formatCode><c:ptCount val="1"/>'
        '<c:pt idx="0"><c:v>4.3</c:v></c:pt></c:numCache></c:numRef></c:val></c:ser>'
        '<c:axId val="1"/><c:axId val="2"/></c:barChart>'
        '<c:catAx><c:axId val="1"/><c:scaling/><c:delete val="0"/><c:axPos val="b"/>'
        '<c:crossAx val="2"/></c:catAx><c:valAx><c:axId val="2"/><c:scaling/><c:delete val="0"/>'
        '<c:axPos val="l"/><c:crossAx val="1"/></c:valAx>'
        '</c:plotArea></c:chart><c:externalData r:id="rId1"/></c:chartSpace>'
    )


def diagram(c: Canaries) -> str:
    """The data part of a SmartArt."""
    space = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    return (
        f'<dgm:dataModel xmlns:dgm="{space}" xmlns:a="{A}"><dgm:ptLst><dgm:pt modelId="1"><dgm:prSet '
        f'custT="1" presName="{c("O31", "pres")}" phldrT="[{c("O31", "phld")}]"/><dgm:t><a:bodyPr/>'
        f"<a:p><a:r><a:t>{c('O31', 'text')}</a:t></a:r></a:p></dgm:t></dgm:pt></dgm:ptLst>"
        "<dgm:cxnLst/><dgm:bg/><dgm:whole/></dgm:dataModel>"
    )


def theme(c: Canaries) -> str:
    """A theme called after a company."""
    colours = "".join(
        f'<a:{name}><a:srgbClr val="112233"/></a:{name}>'
        for name in ["dk1", "lt1", "dk2", "lt2", "accent1", "accent2", "accent3", "accent4", "accent5", "accent6", "hlink", "folHlink"]
    )  # fmt: skip
    fonts = '<a:latin typeface="{0}"/><a:ea typeface=""/><a:cs typeface=""/>'
    fill = '<a:solidFill><a:schemeClr val="phClr"/></a:solidFill>' * 3
    line = f'<a:ln w="6350">{fill[: len(fill) // 3]}</a:ln>' * 3
    return (
        f'<a:theme xmlns:a="{A}" name="{c("O32", "theme")}"><a:themeElements>'
        f'<a:clrScheme name="{c("O32", "colours")}">{colours}</a:clrScheme>'
        f'<a:fontScheme name="{c("O32", "fonts")}"><a:majorFont>'
        f"{fonts.format(c('O33', 'font'))}</a:majorFont><a:minorFont>{fonts.format('Arial')}"
        '</a:minorFont></a:fontScheme><a:fmtScheme name="Office"><a:fillStyleLst>'
        f"{fill}</a:fillStyleLst><a:lnStyleLst>{line}</a:lnStyleLst><a:effectStyleLst>"
        f"{'<a:effectStyle><a:effectLst/></a:effectStyle>' * 3}</a:effectStyleLst>"
        f"<a:bgFillStyleLst>{fill}</a:bgFillStyleLst></a:fmtScheme></a:themeElements></a:theme>"
    )
