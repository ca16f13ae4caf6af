"""OpenDocument files with a canary in every line Z that can be realised."""

import io
import zipfile

from tests.scrubbing.engine.formats.ooxml.canaries import Canaries
from tests.scrubbing.engine.formats.ooxml.package import png

OASIS = "urn:oasis:names:tc:opendocument:xmlns:"
NAMESPACES = " ".join(
    [
        f'xmlns:{prefix}="{OASIS}{name}:1.0"'
        for prefix, name in (
            ("office", "office"), ("text", "text"), ("table", "table"), ("draw", "drawing"),
            ("style", "style"), ("presentation", "presentation"), ("form", "form"),
            ("svg", "svg-compatible"), ("fo", "xsl-fo-compatible"), ("script", "script"),
            ("meta", "meta"), ("number", "datastyle"),
        )
    ]
    + [
        'xmlns:xlink="http://www.w3.org/1999/xlink"',
        'xmlns:dc="http://purl.org/dc/elements/1.1/"',
        'xmlns:xhtml="http://www.w3.org/1999/xhtml"',
        f'xmlns:of="{OASIS}of:1.2"',
    ]
)  # fmt: skip


def pack(kind: str, members: dict[str, bytes | str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", f"application/vnd.oasis.opendocument.{kind}")
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def text_document() -> tuple[bytes, Canaries]:
    c = Canaries()
    split = c("Z01", "split")
    body = "".join(
        [
            f'<text:p text:style-name="{c("Z10", "style")}">{c("Z01", "text")}</text:p>',
            f"<text:p>{split[:4]}<text:span>{split[4:]}</text:span></text:p>",
            f'<text:p>a<text:s text:c="3"/>{c("Z01", "spaces")}<text:tab/>b</text:p>',
            (
                f"<text:p>x<office:annotation><dc:creator>{c('Z08', 'author')}</dc:creator><text:p>"
                f"{c('Z08', 'text')}</text:p></office:annotation> after</text:p>"
            ),
            (
                f'<text:p><text:author-name text:fixed="true">{c("Z09", "author")}</text:author-name>'
                f'<text:user-field-get text:name="{c("Z09", "name")}">{c("Z09", "value")}'
                f'</text:user-field-get><text:hidden-text text:condition="1" text:string-value="'
                f'{c("Z09", "hidden")}"/></text:p>'
            ),
            (
                f'<text:p><text:a xlink:href="mailto:{c("Z10", "mail")}@example.com" office:title="'
                f'{c("Z10", "title")}">link</text:a><text:bookmark text:name="{c("Z10", "mark")}"/></text:p>'
            ),
            (
                f'<text:section text:name="{c("Z10", "section")}"><text:section-source xlink:href="'
                f'file:///{c("Z10", "source")}.odt"/><text:p>s</text:p></text:section>'
            ),
            (
                f'<text:p><draw:frame draw:name="{c("Z10", "frame")}"><draw:image xlink:href="'
                f'Pictures/{c("Z11", "name")}.png"/><svg:title>{c("Z10", "svgtitle")}</svg:title>'
                f"<svg:desc>{c('Z10', 'svgdesc')}</svg:desc></draw:frame></text:p>"
            ),
            (
                '<text:p><draw:frame draw:name="Object1"><draw:object xlink:href="./Object 1"/>'
                '<draw:image xlink:href="./ObjectReplacements/Object 1"/></draw:frame></text:p>'
            ),
            (
                '<text:p><draw:frame draw:name="Object2"><draw:object-ole xlink:href="./Object 2"/>'
                '<draw:image xlink:href="./ObjectReplacements/Object 2"/></draw:frame></text:p>'
            ),
            (
                f'<text:p xhtml:about="{c("Z17", "about")}">note<text:note text:note-class="footnote">'
                f"<text:note-citation>1</text:note-citation><text:note-body><text:p>{c('Z01', 'note')}"
                "</text:p></text:note-body></text:note></text:p>"
            ),
            (
                f'<office:forms><form:form form:name="{c("Z18", "form")}"><form:text form:name="t" '
                f'form:value="{c("Z18", "value")}" form:label="{c("Z18", "label")}"/></form:form>'
                "</office:forms>"
            ),
            f"<!-- {c('Z12', 'comment')} -->",
        ]
    )
    tracked = (
        "<text:tracked-changes><text:changed-region><text:deletion><office:change-info><dc:creator>"
        f"{c('Z07', 'who')}</dc:creator></office:change-info><text:p>{c('Z07', 'old')}</text:p>"
        "</text:deletion></text:changed-region></text:tracked-changes>"
    )
    style = next(mark for mark in c.marks if mark.startswith("VexZ10style"))
    name = next(mark for mark in c.marks if mark.startswith("VexZ11name"))
    members: dict[str, bytes | str] = {
        "content.xml": f"<office:document-content {NAMESPACES}><office:scripts><office:event-"
        f'listeners><script:event-listener xlink:href="vnd.sun.star.script:{c("Z12", "macro")}"/>'
        "</office:event-listeners></office:scripts><office:automatic-styles>"
        f'<style:style style:name="{style}" style:family="paragraph"/></office:automatic-styles>'
        f"<office:body><office:text>{tracked}{body}</office:text></office:body>"
        "</office:document-content>",
        "styles.xml": f"<office:document-styles {NAMESPACES}><office:styles><style:style "
        f'style:name="Jane_20_{c("Z02", "style")}" style:display-name="Jane {c("Z02", "display")}" '
        'style:family="paragraph"/></office:styles><office:master-styles><style:master-page '
        f'style:name="Standard"><style:header><text:p>{c("Z02", "header")}</text:p></style:header>'
        f"<style:footer><text:p>{c('Z02', 'footer')}</text:p></style:footer></style:master-page>"
        "</office:master-styles></office:document-styles>",
        "meta.xml": f"<office:document-meta {NAMESPACES}><office:meta><meta:initial-creator>"
        f"{c('Z03', 'first')}</meta:initial-creator><dc:creator>{c('Z03', 'last')}</dc:creator>"
        f'<meta:user-defined meta:name="{c("Z03", "name")}">{c("Z03", "value")}</meta:user-defined>'
        f'<meta:template xlink:href="file:///{c("Z03", "template")}.ott"/></office:meta>'
        "</office:document-meta>",
        "settings.xml": f"<office:settings {NAMESPACES}><text:p>{c('Z04')}</text:p></office:settings>",
        "Thumbnails/thumbnail.png": png(c("Z05")),
        "VersionList.xml": f"<VL:version-list xmlns:VL='urn:v' VL:comment='{c('Z06')}'/>",
        f"Pictures/{name}.png": png(c("Z11", "pixels")),
        "Object 1/content.xml": f"<office:document-content {NAMESPACES}><office:body><office:text>"
        f"<text:p>{c('Z11', 'object')}</text:p></office:text></office:body></office:document-content>",
        "Object 2": c("Z11", "ole"),
        "ObjectReplacements/Object 1": c("Z11", "replacement"),
        "Basic/Standard/Module1.xml": f"<script:module {NAMESPACES}>{c('Z12', 'basic')}</script:module>",
        "manifest.rdf": f"<rdf xmlns:r='urn:r' r:x='{c('Z12', 'rdf')}'/>",
        "META-INF/documentsignatures.xml": f"<s>{c('Z12', 'signature')}</s>",
        "META-INF/manifest.xml": "<m/>",
    }
    return pack("text", members), c


def sheet_document() -> tuple[bytes, Canaries]:
    c = Canaries()
    sheet, ranges = c("Z13", "sheet"), c("Z13", "range")
    rows = [
        (
            f'<table:table-row><table:table-cell office:value-type="string"><text:p>{c("Z13", "head")}'
            "</text:p></table:table-cell></table:table-row>"
        ),
        (
            f'<table:table-row table:visibility="collapse"><table:table-cell office:value-type="string" '
            f'office:string-value="{c("Z13", "string")}"><text:p>{c("Z13", "shown")}</text:p>'
            f"</table:table-cell><table:covered-table-cell><text:p>{c('Z13', 'covered')}</text:p>"
            "</table:covered-table-cell></table:table-row>"
        ),
        (
            f'<table:table-row><table:table-cell table:formula="of:=[${sheet}.A1]&amp;{ranges}&amp;&quot;'
            f'{c("Z13", "literal")}&quot;" office:value-type="float" office:value="5550100"><text:p>x'
            "</text:p></table:table-cell></table:table-row>"
        ),
    ]
    members: dict[str, bytes | str] = {
        "content.xml": f"<office:document-content {NAMESPACES}><office:body><office:spreadsheet>"
        f'<table:content-validations><table:content-validation table:name="val1"><table:error-message '
        f'table:title="{c("Z13", "title")}"><text:p>{c("Z13", "message")}</text:p>'
        "</table:error-message></table:content-validation></table:content-validations>"
        f'<table:table table:name="{sheet}"><table:scenario table:comment="{c("Z13", "scenario")}"/>'
        f'<table:table-source xlink:href="file:///{c("Z13", "source")}.ods"/>{"".join(rows)}'
        f'</table:table><table:named-expressions><table:named-range table:name="{ranges}" '
        f'table:cell-range-address="${sheet}.$A$1"/></table:named-expressions><table:database-ranges>'
        f'<table:database-range table:name="{c("Z13", "database")}" table:target-range-address="'
        f'{sheet}.A1:{sheet}.B2"/></table:database-ranges><table:dde-links><table:dde-link>'
        f'<office:dde-source office:dde-topic="{c("Z13", "dde")}"/></table:dde-link>'
        "</table:dde-links></office:spreadsheet></office:body></office:document-content>",
    }
    return pack("spreadsheet", members), c


def slide_document() -> tuple[bytes, Canaries]:
    c = Canaries()
    members: dict[str, bytes | str] = {
        "content.xml": f"<office:document-content {NAMESPACES}><office:body><office:presentation>"
        f'<draw:page draw:name="{c("Z14", "page")}" presentation:visibility="hidden"><draw:frame>'
        f"<draw:text-box><text:p>{c('Z14', 'text')}</text:p></draw:text-box></draw:frame>"
        f"<presentation:notes><draw:frame><draw:text-box><text:p>{c('Z14', 'notes')}</text:p>"
        "</draw:text-box></draw:frame></presentation:notes></draw:page><presentation:settings>"
        f'<presentation:show presentation:name="{c("Z14", "show")}"/></presentation:settings>'
        "</office:presentation></office:body></office:document-content>",
    }
    return pack("presentation", members), c
