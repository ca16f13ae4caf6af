"""A deck with a canary in every line of O and P that can be realised."""

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
    SLIDES,
    A,
    P,
    Pack,
    R,
    ole,
    png,
    small_workbook,
)

DECK = "ppt/presentation.xml"
SLIDE = "ppt/slides/slide1.xml"
NAMESPACES = (
    f'xmlns:p="{P}" xmlns:r="{R}" xmlns:a="{A}" xmlns:mc="{MC}" '
    f'xmlns:p14="{MS}/powerpoint/2010/main" xmlns:v="urn:schemas-microsoft-com:vml"'
)
TREE = '<p:nvGrpSpPr><p:cNvPr id="1" name=""/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr/>'


def shape(text: str, name: str = "Title 1", number: int = 2, extra: str = "") -> str:
    return (
        f'<p:sp><p:nvSpPr><p:cNvPr id="{number}" name="{name}"{extra}/><p:cNvSpPr/><p:nvPr/>'
        "</p:nvSpPr><p:spPr/><p:txBody><a:bodyPr/><a:p>"
        f"{text}</a:p></p:txBody></p:sp>"
    )


def run(text: str) -> str:
    return f"<a:r><a:t>{text}</a:t></a:r>"


def holder(tag: str, text: str, name: str = "") -> str:
    named = f' name="{name}"' if name else ""
    return f"<p:{tag} {NAMESPACES}><p:cSld{named}><p:spTree>{TREE}{shape(run(text))}</p:spTree></p:cSld>"


COLOURS = (
    '<p:clrMap bg1="lt1" tx1="dk1" bg2="lt2" tx2="dk2" accent1="accent1" accent2="accent2" '
    'accent3="accent3" accent4="accent4" accent5="accent5" accent6="accent6" hlink="hlink" '
    'folHlink="folHlink"/>'
)


def build() -> tuple[bytes, Canaries]:
    c = Canaries()
    pack = Pack()
    pack.rel("", "officeDocument", DECK)
    master = "ppt/slideMasters/slideMaster1.xml"
    layout = "ppt/slideLayouts/slideLayout1.xml"
    master_id = pack.rel(DECK, "slideMaster", master)
    slide_id = pack.rel(DECK, "slide", SLIDE)
    hidden_id = pack.rel(DECK, "slide", "ppt/slides/slide2.xml")
    notes_id = pack.rel(DECK, "notesMaster", "ppt/notesMasters/notesMaster1.xml")
    handout_id = pack.rel(DECK, "handoutMaster", "ppt/handoutMasters/handoutMaster1.xml")
    layout_id = pack.rel(master, "slideLayout", layout)
    pack.rel(master, "theme", "ppt/theme/theme1.xml")
    pack.rel(layout, "slideMaster", master)
    pack.part("ppt/theme/theme1.xml", theme(c), OFFICE + "theme+xml")
    pack.part(master, holder("sldMaster", c("P04", "master")) + COLOURS
              + f'<p:sldLayoutIdLst><p:sldLayoutId id="2147483649" r:id="{layout_id}"/>'
              "</p:sldLayoutIdLst></p:sldMaster>", SLIDES + "slideMaster+xml")  # fmt: skip
    pack.part(layout, holder("sldLayout", c("P04", "layout"), c("P04", "name"))
              + '<p:hf hdr="0"/></p:sldLayout>', SLIDES + "slideLayout+xml")  # fmt: skip
    for name, tag in (("notesMaster", "notesMaster"), ("handoutMaster", "handoutMaster")):
        pack.part(f"ppt/{name}s/{name}1.xml", holder(tag, c("P03", name)) + COLOURS + f"</p:{tag}>",
                  f"{SLIDES}{name}+xml")  # fmt: skip
        pack.rel(f"ppt/{name}s/{name}1.xml", "theme", "ppt/theme/theme1.xml")
    _slides(pack, c, layout)
    _people(pack, c)
    tags = pack.rel(DECK, "tags", "ppt/tags/tag1.xml")
    pack.part(
        DECK,
        f'<p:presentation {NAMESPACES}><p:sldMasterIdLst><p:sldMasterId id="2147483648" '
        f'r:id="{master_id}"/></p:sldMasterIdLst><p:notesMasterIdLst><p:notesMasterId '
        f'r:id="{notes_id}"/></p:notesMasterIdLst><p:handoutMasterIdLst><p:handoutMasterId '
        f'r:id="{handout_id}"/></p:handoutMasterIdLst><p:sldIdLst><p:sldId id="256" '
        f'r:id="{slide_id}"/><p:sldId id="257" r:id="{hidden_id}"/></p:sldIdLst>'
        '<p:sldSz cx="9144000" cy="6858000"/><p:notesSz cx="6858000" cy="9144000"/>'
        f'<p:smartTags r:id="{tags}"/><p:custShowLst><p:custShow name="{c("P09", "show")}" id="0">'
        f'<p:sldLst><p:sld r:id="{slide_id}"/></p:sldLst></p:custShow></p:custShowLst>'
        f'<p:custDataLst><p:tags r:id="{tags}"/></p:custDataLst>'
        f'<p:modifyVerifier hashData="{c("P09", "hash")}"/><p:extLst><p:ext '
        'uri="{521415D9-36F7-43E2-AB2F-B90AF26B5E84}"><p14:sectionLst><p14:section '
        f'name="{c("P09", "section")}" id="{{86B8B3B5-7F3C-4C6F-9C1D-1C1B1D8A0001}}"><p14:sldIdLst>'
        '<p14:sldId id="256"/></p14:sldIdLst></p14:section></p14:sectionLst></p:ext></p:extLst>'
        "</p:presentation>",
        SLIDES + "presentation.main+xml",
    )
    plant_package(pack, c, DECK)
    return pack.bytes(), c


def _slides(pack: Pack, c: Canaries, layout: str) -> None:
    pack.rel(SLIDE, "slideLayout", layout)
    mail = pack.rel(SLIDE, "hyperlink", f"mailto:{c('P25')}@example.com", external=True)
    video = pack.rel(SLIDE, "video", f"https://example.com/v?sig={c('P24')}", external=True)
    sound = pack.rel(SLIDE, "audio", "ppt/media/audio1.wav")
    media = pack.rel(SLIDE, f"{MS}/2007/relationships/media", "ppt/media/movie.mp4")
    pack.part("ppt/media/audio1.wav", c("P17", "wav").encode())
    pack.part("ppt/media/movie.mp4", c("P16", "movie").encode())
    pack.part("ppt/media/captions.vtt", c("P16", "vtt").encode())
    pack.rel(
        "ppt/media/movie.mp4", f"{MS}/2021/10/relationships/captions", "ppt/media/captions.vtt"
    )
    picture = pack.rel(SLIDE, "image", "ppt/media/image1.png")
    pack.part("ppt/media/image1.png", png(c("P15")))
    pack.part("ppt/embeddings/ole1.bin", ole(c("P12", "ole")))
    ole_id = pack.rel(SLIDE, "oleObject", "ppt/embeddings/ole1.bin")
    pack.part("ppt/embeddings/book.xlsx", small_workbook(c("P12", "book"), c("O20", "author")))
    book_id = pack.rel(SLIDE, "package", "ppt/embeddings/book.xlsx")
    vml = f'<xml xmlns:v="urn:schemas-microsoft-com:vml"><v:shape alt="{c("P22")}"/></xml>'
    pack.part("ppt/drawings/vmlDrawing1.vml", vml)
    pack.rel(SLIDE, "vmlDrawing", "ppt/drawings/vmlDrawing1.vml")
    pack.part("ppt/charts/chart1.xml", chart(c), OFFICE + "drawingml.chart+xml")
    chart_id = pack.rel(SLIDE, "chart", "ppt/charts/chart1.xml")
    pack.part("ppt/embeddings/data.xlsx", small_workbook(c("P13")))
    pack.rel("ppt/charts/chart1.xml", "package", "ppt/embeddings/data.xlsx")
    pack.part("ppt/diagrams/data1.xml", diagram(c), OFFICE + "drawingml.diagramData+xml")
    diagram_id = pack.rel(SLIDE, "diagramData", "ppt/diagrams/data1.xml")
    tags = pack.rel(SLIDE, "tags", "ppt/tags/tag1.xml")
    notes = "ppt/notesSlides/notesSlide1.xml"
    pack.rel(SLIDE, "notesSlide", notes)
    pack.rel(notes, "slide", SLIDE)
    pack.rel(notes, "notesMaster", "ppt/notesMasters/notesMaster1.xml")
    pack.part(notes, holder("notes", c("P02")) + "</p:notes>", SLIDES + "notesSlide+xml")
    split = c("P01", "split")
    chart_uri = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    diagram_uri = "http://schemas.openxmlformats.org/drawingml/2006/diagram"
    frames = [
        _frame(f'<a:graphic><a:graphicData uri="{chart_uri}"><c:chart xmlns:c="{chart_uri}" '
               f'r:id="{chart_id}"/></a:graphicData></a:graphic>', 20),
        _frame(f'<a:graphic><a:graphicData uri="{diagram_uri}"><dgm:relIds xmlns:dgm="{diagram_uri}" '
               f'r:dm="{diagram_id}"/></a:graphicData></a:graphic>', 21),
        _frame('<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/drawingml/2006/'
               'table"><a:tbl><a:tblPr/><a:tblGrid><a:gridCol w="9"/></a:tblGrid><a:tr h="9"><a:tc>'
               f"<a:txBody><a:bodyPr/><a:p>{run('Owner')}</a:p></a:txBody></a:tc></a:tr>"
               f'<a:tr h="9"><a:tc><a:txBody><a:bodyPr/><a:p>{run(c("P01", "cell"))}</a:p></a:txBody>'
               "</a:tc></a:tr></a:tbl></a:graphicData></a:graphic>", 22, c("P27")),
        _frame(_ole(f'progId="{c("P12", "prog")}" r:id="{ole_id}"'), 23),
        _frame(_ole(f'progId="Excel.Sheet.12" r:id="{book_id}"'), 24),
    ]  # fmt: skip
    shapes = [
        shape(run(c("P01", "text"))),
        shape(run(split[:4]) + run(split[4:]), "Split", 3),
        shape(f'<a:fld id="{{B1}}" type="datetime1"><a:t>{c("P01", "field")}</a:t></a:fld>'
              f"<a:br/>{run(c('P01', 'second'))}", "Field", 4),
        shape(run(c("P01", "hiddenshape")), "H", 5, ' hidden="1"'),
        (f'<p:grpSp>{TREE.replace(chr(34) + "1" + chr(34), chr(34) + "30" + chr(34), 1)}'
        f"{shape(run(c('P01', 'group')), 'G', 6)}</p:grpSp>"),
        shape(run("alt"), c("P10", "name"), 7,
              f' descr="{c("P10", "descr")}" title="{c("P10", "title")}"'),
        (f'<p:sp><p:nvSpPr><p:cNvPr id="8" name="L"><a:hlinkClick r:id="{mail}" tooltip="'
        f'{c("P11", "tip")}"/><a:hlinkHover r:id="" action="ppaction://program?file='
        f'{c("P11", "action")}.exe"/></p:cNvPr><p:cNvSpPr/><p:nvPr><p:custDataLst><p:tags '
        f'r:id="{tags}"/></p:custDataLst></p:nvPr></p:nvSpPr><p:spPr/></p:sp>'),
        (f'<p:pic><p:nvPicPr><p:cNvPr id="9" name="V"/><p:cNvPicPr/><p:nvPr><a:videoFile '
        f'r:link="{video}"/><p:extLst><p:ext uri="{{DAA4B4D4-6D71-4841-9C94-3DE7FCFB9230}}">'
        f'<p14:media r:embed="{media}"><p14:bmkLst><p14:bmk name="{c("P16", "mark")}" time="1"/>'
        "</p14:bmkLst></p14:media></p:ext></p:extLst></p:nvPr></p:nvPicPr><p:blipFill><a:blip "
        f'r:embed="{picture}"/><a:stretch/></p:blipFill><p:spPr/></p:pic>'),
    ]  # fmt: skip
    pack.part(
        SLIDE,
        f'<p:sld {NAMESPACES}><p:cSld><p:bg><p:bgPr><a:blipFill><a:blip r:embed="{picture}"/>'
        "<a:stretch/></a:blipFill><a:effectLst/></p:bgPr></p:bg>"
        f"<p:spTree>{TREE}{''.join(shapes + frames)}{inside(c)}</p:spTree>"
        '<p:extLst><p:ext uri="{BB962C8B-B14F-4D97-AF65-F5344CB8AC3E}"><p14:creationId '
        'val="1234"/></p:ext></p:extLst></p:cSld><p:transition><p:sndAc><p:stSnd><p:snd '
        f'r:embed="{sound}" name="{c("P17", "sound")}"/></p:stSnd></p:sndAc></p:transition>'
        "</p:sld>",
        SLIDES + "slide+xml",
    )
    pack.rel("ppt/slides/slide2.xml", "slideLayout", layout)
    pack.part(
        "ppt/slides/slide2.xml",
        holder("sld", c("P01", "hiddenslide")).replace("<p:sld ", '<p:sld show="0" ') + "</p:sld>",
        SLIDES + "slide+xml",
    )


def _frame(graphic: str, number: int, descr: str = "") -> str:
    return (
        f'<p:graphicFrame><p:nvGraphicFramePr><p:cNvPr id="{number}" name="F{number}" '
        f'descr="{descr}"/><p:cNvGraphicFramePr/><p:nvPr/></p:nvGraphicFramePr><p:xfrm>'
        f'<a:off x="1" y="1"/><a:ext cx="99" cy="99"/></p:xfrm>{graphic}</p:graphicFrame>'
    )


def _ole(attributes: str) -> str:
    return (
        '<a:graphic><a:graphicData uri="http://schemas.openxmlformats.org/presentationml/2006/ole">'
        f'<p:oleObj name="x" imgW="9" imgH="9" {attributes}><p:embed/></p:oleObj>'
        "</a:graphicData></a:graphic>"
    )


def _people(pack: Pack, c: Canaries) -> None:
    pack.part("ppt/tags/tag1.xml", f'<p:tagLst {NAMESPACES}><p:tag name="{c("P07", "name")}" '
              f'val="{c("P07", "val")}"/></p:tagLst>', SLIDES + "tags+xml")  # fmt: skip
    pack.part("ppt/commentAuthors.xml", f'<p:cmAuthorLst {NAMESPACES}><p:cmAuthor id="0" '
              f'name="{c("P05", "author")}" initials="{c("P05", "init")}"/></p:cmAuthorLst>',
              SLIDES + "commentAuthors+xml")  # fmt: skip
    pack.rel(DECK, "commentAuthors", "ppt/commentAuthors.xml")
    pack.part("ppt/comments/comment1.xml", f'<p:cmLst {NAMESPACES}><p:cm authorId="0"><p:text>'
              f"{c('P05', 'text')}</p:text></p:cm></p:cmLst>", SLIDES + "comments+xml")  # fmt: skip
    pack.rel(SLIDE, "comments", "ppt/comments/comment1.xml")
    modern = f'xmlns:p188="{MS}/powerpoint/2018/8/main" xmlns:a="{A}"'
    pack.part("ppt/comments/modernComment1.xml", f"<p188:cmLst {modern}><p188:cm><a:p>"
              f"{run(c('P06', 'text'))}</a:p></p188:cm></p188:cmLst>",
              "application/vnd.ms-powerpoint.comments+xml")  # fmt: skip
    pack.rel(SLIDE, f"{MS}/2018/10/relationships/comments", "ppt/comments/modernComment1.xml")
    pack.part("ppt/authors.xml", f'<p188:authorLst {modern}><p188:author name="{c("P06", "name")}" '
              f'userId="S::{c("P06", "user")}@example.com"/></p188:authorLst>',
              "application/vnd.ms-powerpoint.authors+xml")  # fmt: skip
    pack.rel(DECK, f"{MS}/2018/10/relationships/authors", "ppt/authors.xml")
    for name, kind, relation in (
        ("presProps", SLIDES + "presProps+xml", "presProps"),
        ("viewProps", SLIDES + "viewProps+xml", "viewProps"),
    ):
        pack.part(f"ppt/{name}.xml", f'<p:{name[:-5]}Pr {NAMESPACES} x="{c("P08", name)}"/>', kind)
        pack.rel(DECK, relation, f"ppt/{name}.xml")
    pack.part("ppt/tableStyles.xml", f'<a:tblStyleLst xmlns:a="{A}" def="{{5C22544A-7EE6-4342-B048-'
              '85BDC9FD1C3A}"><a:tblStyle styleId="{5C22544A-7EE6-4342-B048-85BDC9FD1C3A}" '
              f'styleName="{c("P08", "table")}"/></a:tblStyleLst>',
              SLIDES + "tableStyles+xml")  # fmt: skip
    pack.rel(DECK, "tableStyles", "ppt/tableStyles.xml")
    pack.part(
        "ppt/changesInfos/changesInfo1.xml",
        f'<pc:chgInfo xmlns:pc="urn:pc"><pc:chg name="{c("P19", "name")}"/></pc:chgInfo>',
        "application/vnd.ms-powerpoint.changesinfo+xml",
    )
    pack.rel(DECK, f"{MS}/2016/11/relationships/changesInfo", "ppt/changesInfos/changesInfo1.xml")
    pack.part("ppt/revisionInfo.xml", f'<x client="{c("P19", "rev")}"/>',
              "application/vnd.ms-powerpoint.revisioninfo+xml")  # fmt: skip
    pack.rel(DECK, f"{MS}/2015/10/relationships/revisionInfo", "ppt/revisionInfo.xml")
    pack.part("ppt/metadata", c("P21").encode())
    pack.rel(DECK, "http://customschemas.google.com/relationships/presentationmetadata",
             "ppt/metadata")  # fmt: skip
