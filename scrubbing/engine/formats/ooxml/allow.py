"""What may stay in an Office package: content types, relations, namespaces.

Lists of what is allowed, never of what is forbidden: a part, a relation or a namespace
that is not named here is dropped, and its text is only read.
"""

import re
from dataclasses import dataclass
from enum import StrEnum

from scrubbing.engine.xmltext import words

WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml."
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml."
DRAWING = "application/vnd.openxmlformats-officedocument.drawingml."
OFFICE = "application/vnd.openxmlformats-officedocument."


class Family(StrEnum):
    """The three kinds of package, by their folder."""

    WORD = "word"
    SLIDES = "ppt"
    SHEETS = "xl"


@dataclass(frozen=True, slots=True)
class Main:
    """A kind of document: its family, format, and the content type it leaves with."""

    family: Family
    format: str
    content_type: str
    macros: bool = False


_DOCX, _DOTX = WORD + "document.main+xml", WORD + "template.main+xml"
_PPTX, _POTX = SLIDES + "presentation.main+xml", SLIDES + "template.main+xml"
_PPSX = SLIDES + "slideshow.main+xml"
_XLSX, _XLTX = SHEETS + "sheet.main+xml", SHEETS + "template.main+xml"

MAINS: dict[str, Main] = {
    _DOCX: Main(Family.WORD, "docx", _DOCX),
    _DOTX: Main(Family.WORD, "dotx", _DOTX),
    "application/vnd.ms-word.document.macroEnabled.main+xml": Main(
        Family.WORD, "docm", _DOCX, True
    ),
    "application/vnd.ms-word.template.macroEnabledTemplate.main+xml": Main(
        Family.WORD, "dotm", _DOTX, True
    ),
    _PPTX: Main(Family.SLIDES, "pptx", _PPTX),
    _POTX: Main(Family.SLIDES, "potx", _POTX),
    _PPSX: Main(Family.SLIDES, "ppsx", _PPSX),
    "application/vnd.ms-powerpoint.presentation.macroEnabled.main+xml": Main(
        Family.SLIDES, "pptm", _PPTX, True
    ),
    "application/vnd.ms-powerpoint.slideshow.macroEnabled.main+xml": Main(
        Family.SLIDES, "ppsm", _PPSX, True
    ),
    "application/vnd.ms-powerpoint.template.macroEnabled.main+xml": Main(
        Family.SLIDES, "potm", _POTX, True
    ),
    _XLSX: Main(Family.SHEETS, "xlsx", _XLSX),
    _XLTX: Main(Family.SHEETS, "xltx", _XLTX),
    "application/vnd.ms-excel.sheet.macroEnabled.main+xml": Main(
        Family.SHEETS, "xlsm", _XLSX, True
    ),
    "application/vnd.ms-excel.template.macroEnabled.main+xml": Main(
        Family.SHEETS, "xltm", _XLTX, True
    ),
}

OUTPUTS = {
    "docx": "docx", "dotx": "dotx", "docm": "docx", "dotm": "dotx",
    "pptx": "pptx", "potx": "potx", "ppsx": "ppsx", "pptm": "pptx", "potm": "potx",
    "ppsm": "ppsx", "xlsx": "xlsx", "xltx": "xltx", "xlsm": "xlsx", "xltm": "xltx",
}  # fmt: skip
"""Which format comes out for each that goes in: always a macro-free one."""

_COMMON = {
    OFFICE + "theme+xml": "{base}/theme/theme#.xml",
    OFFICE + "themeOverride+xml": "{base}/theme/themeOverride#.xml",
    DRAWING + "chart+xml": "{base}/charts/chart#.xml",
    DRAWING + "chartshapes+xml": "{base}/drawings/chartShapes#.xml",
    "application/vnd.ms-office.chartstyle+xml": "{base}/charts/style#.xml",
    "application/vnd.ms-office.chartcolorstyle+xml": "{base}/charts/colors#.xml",
    "application/vnd.ms-office.chartex+xml": "{base}/charts/chartEx#.xml",
    DRAWING + "diagramData+xml": "{base}/diagrams/data#.xml",
    DRAWING + "diagramLayout+xml": "{base}/diagrams/layout#.xml",
    DRAWING + "diagramStyle+xml": "{base}/diagrams/quickStyle#.xml",
    DRAWING + "diagramColors+xml": "{base}/diagrams/colors#.xml",
    "application/vnd.ms-office.drawingml.diagramDrawing+xml": "{base}/diagrams/drawing#.xml",
}
_BY_FAMILY = {
    Family.WORD: {
        WORD + "styles+xml": "word/styles.xml",
        WORD + "settings+xml": "word/settings.xml",
        WORD + "fontTable+xml": "word/fontTable.xml",
        WORD + "numbering+xml": "word/numbering.xml",
        WORD + "header+xml": "word/header#.xml",
        WORD + "footer+xml": "word/footer#.xml",
        WORD + "footnotes+xml": "word/footnotes.xml",
        WORD + "endnotes+xml": "word/endnotes.xml",
    },
    Family.SLIDES: {
        SLIDES + "slide+xml": "ppt/slides/slide#.xml",
        SLIDES + "slideLayout+xml": "ppt/slideLayouts/slideLayout#.xml",
        SLIDES + "slideMaster+xml": "ppt/slideMasters/slideMaster#.xml",
        SLIDES + "notesSlide+xml": "ppt/notesSlides/notesSlide#.xml",
        SLIDES + "notesMaster+xml": "ppt/notesMasters/notesMaster#.xml",
        SLIDES + "handoutMaster+xml": "ppt/handoutMasters/handoutMaster#.xml",
        SLIDES + "tableStyles+xml": "ppt/tableStyles.xml",
    },
    Family.SHEETS: {
        SHEETS + "worksheet+xml": "xl/worksheets/sheet#.xml",
        SHEETS + "chartsheet+xml": "xl/chartsheets/sheet#.xml",
        SHEETS + "styles+xml": "xl/styles.xml",
        SHEETS + "sharedStrings+xml": "xl/sharedStrings.xml",
        SHEETS + "table+xml": "xl/tables/table#.xml",
        SHEETS + "externalLink+xml": "xl/externalLinks/externalLink#.xml",
        SHEETS + "pivotTable+xml": "xl/pivotTables/pivotTable#.xml",
        SHEETS + "pivotCacheDefinition+xml": "xl/pivotCache/pivotCacheDefinition#.xml",
        SHEETS + "pivotCacheRecords+xml": "xl/pivotCache/pivotCacheRecords#.xml",
        OFFICE + "drawing+xml": "xl/drawings/drawing#.xml",
    },
}
MAIN_NAMES = {
    Family.WORD: "word/document.xml",
    Family.SLIDES: "ppt/presentation.xml",
    Family.SHEETS: "xl/workbook.xml",
}
MACRO_SHEETS = frozenset(
    {
        "application/vnd.ms-excel.macrosheet+xml",
        "application/vnd.ms-excel.intlmacrosheet+xml",
        SHEETS + "dialogsheet+xml",
    }
)


CONTENT_TYPES = (
    {main.content_type for main in MAINS.values()}
    | {kind for kinds in (_COMMON, *_BY_FAMILY.values()) for kind in kinds}
    | {"application/vnd.openxmlformats-package.relationships+xml", "application/xml"}
    | {OFFICE + "extended-properties+xml"}
)
"""Every content type of XML parts that we write."""


def part_name(family: Family, content_type: str) -> str | None:
    """Our own name for a part ("#" stands for its number), ``None`` if it may not stay."""
    name = _COMMON.get(content_type) or _BY_FAMILY[family].get(content_type)
    return name.replace("{base}", family.value) if name else None


RELATION_ROOTS = (
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/",
    "http://purl.oclc.org/ooxml/officeDocument/relationships/",
    "http://schemas.openxmlformats.org/package/2006/relationships/metadata/",
    "http://schemas.microsoft.com/office/2006/relationships/",
    "http://schemas.microsoft.com/office/2007/relationships/",
    "http://schemas.microsoft.com/office/2011/relationships/",
    "http://schemas.microsoft.com/office/2014/relationships/",
)
RELATIONS = words("""officeDocument theme themeOverride styles settings fontTable numbering header footer
    footnotes endnotes image slide slideLayout slideMaster notesSlide notesMaster handoutMaster
    tableStyles worksheet chartsheet dialogsheet xlMacrosheet xlIntlMacrosheet
    sharedStrings table drawing chart chartUserShapes chartStyle chartColorStyle chartEx
    diagramData diagramLayout diagramQuickStyle diagramColors diagramDrawing package
    pivotTable pivotCacheDefinition pivotCacheRecords externalLink externalLinkPath hyperlink
    aFChunk""")


def relation(kind: str) -> str:
    """The last word of an allowed relation type, empty for every other."""
    for root in RELATION_ROOTS:
        if kind.startswith(root) and kind[len(root) :] in RELATIONS:
            return kind[len(root) :]
    return ""


EXTERNAL_KEPT = frozenset({"hyperlink"})
"""Relations that may point outside the package, as text that is scrubbed."""

RELATION_NAMESPACES = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}",
)
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"

_OOXML = "http://schemas.openxmlformats.org/"
_STRICT = "http://purl.oclc.org/ooxml/"
_MS = "http://schemas.microsoft.com/office/"

NAMESPACES = frozenset(
    [
        "",
        "http://www.w3.org/XML/1998/namespace",
        MC,
        "urn:schemas-microsoft-com:vml",
        "urn:schemas-microsoft-com:office:office",
        "urn:schemas-microsoft-com:office:word",
        "urn:schemas-microsoft-com:office:excel",
        "urn:schemas-microsoft-com:office:powerpoint",
    ]
    + [
        _OOXML + path
        for path in words("""officeDocument/2006/relationships officeDocument/2006/math
        officeDocument/2006/sharedTypes wordprocessingml/2006/main presentationml/2006/main
        spreadsheetml/2006/main drawingml/2006/main drawingml/2006/chart
        drawingml/2006/chartDrawing drawingml/2006/diagram drawingml/2006/lockedCanvas
        drawingml/2006/picture drawingml/2006/spreadsheetDrawing drawingml/2006/compatibility
        drawingml/2006/wordprocessingDrawing""")
    ]
    + [
        _STRICT + path
        for path in words("""officeDocument/relationships officeDocument/math
        officeDocument/sharedTypes wordprocessingml/main presentationml/main spreadsheetml/main
        drawingml/main drawingml/chart drawingml/chartDrawing drawingml/diagram
        drawingml/lockedCanvas drawingml/picture drawingml/spreadsheetDrawing
        drawingml/compatibility drawingml/wordprocessingDrawing""")
    ]
    + [
        _MS + path
        for path in words("""word/2006/wordml word/2010/wordml word/2012/wordml word/2010/11/wordml
        word/2015/wordml/symex word/2010/wordprocessingShape word/2010/wordprocessingGroup
        word/2010/wordprocessingCanvas word/2010/wordprocessingDrawing
        word/2012/wordprocessingDrawing
        powerpoint/2010/main powerpoint/2012/main powerpoint/2015/10/main
        powerpoint/2015/09/main powerpoint/2014/inkAction
        drawing/2007/8/2/chart drawing/2008/diagram drawing/2010/main drawing/2010/diagram
        drawing/2010/chartDrawing drawing/2010/spreadsheetDrawing drawing/2010/picture
        drawing/2010/compatibility drawing/2012/main drawing/2012/chart drawing/2012/chartStyle
        drawing/2014/main drawing/2014/chart drawing/2014/chart/ac drawing/2014/chartex
        drawing/2015/06/chart drawing/2015/9/8/chartex drawing/2015/10/21/chartex
        drawing/2016/5/9/chartex drawing/2016/5/10/chartex drawing/2016/5/11/chartex
        drawing/2016/5/12/chartex drawing/2016/5/13/chartex drawing/2016/5/14/chartex
        drawing/2016/11/main drawing/2016/11/diagram drawing/2016/12/diagram
        drawing/2017/03/chart drawing/2017/decorative
        drawing/2018/hyperlinkcolor drawing/2019/9/main/scribble
        excel/2006/main spreadsheetml/2009/9/main spreadsheetml/2009/9/ac
        spreadsheetml/2010/11/main spreadsheetml/2014/11/main spreadsheetml/2015/02/main
        spreadsheetml/2018/calcfeatures spreadsheetml/2016/01/main
        thememl/2012/main""")
    ]
)  # fmt: skip
"""Namespaces whose elements and attributes may stay. Not here, so dropped: revision ids
(xr, w16cid ...), ink, 3-D models, zooms, absolute paths (x15ac), threaded comments, add-ins."""

PREFIX = re.compile(r"[a-zA-Z][a-zA-Z0-9]{0,9}")
