"""One PDF with a unique word in every hiding place of section F that can be built here."""

import io
import random
import zlib
from dataclasses import dataclass, field

import pikepdf
from pikepdf import Array, Dictionary, Name, String
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.ttfonts import TTFont
from reportlab.pdfgen import canvas

from tests.scrubbing.engine.formats.pdf import drawing

UNREALISABLE = {
    "F24": "a word broken over pages has no unit of its own; its halves are ordinary text",
    "F30": "needs a JBIG2 encoder; see test_a_comment_between_symbols_goes, and an edited "
    "picture is written anew without its globals",
    "F68": "needs a hand-made hybrid cross reference; qpdf reads one and a new one is written",
    "F74": "public-key recipients need certificates; such a file is refused as encrypted",
    "F78": "a width is not a word; see test_rewrite_leaves_no_kerning_behind_a_name",
}


@dataclass
class Plan:
    """The words planted so far, by line of the matrix."""

    words: dict[str, str] = field(default_factory=dict)
    draw: random.Random = field(default_factory=lambda: random.Random(7))

    def __call__(self, line: str) -> str:
        """A new word of ten letters that any reader, and OCR, can tell from others."""
        vowels, others = "aeou", "bdfgklmnprstvz"
        word = "".join(self.draw.choice(others if at % 2 == 0 else vowels) for at in range(10))
        self.words[line] = word.capitalize()
        return self.words[line]


def build() -> tuple[bytes, dict[str, str]]:
    """The document and its words."""
    word = Plan()
    pdf = pikepdf.new()
    for fill in (_text_page, _picture_page, _drawn_page, _annotated_page, _font_page):
        fill(pdf, word)
    _lying_page(pdf, word)
    _document(pdf, word)
    buffer = io.BytesIO()
    pdf.save(buffer, object_stream_mode=pikepdf.ObjectStreamMode.generate, static_id=True)
    return _file_level(buffer.getvalue(), word), word.words


def _helvetica(pdf: pikepdf.Pdf) -> pikepdf.Object:
    return pdf.make_indirect(
        Dictionary(Type=Name.Font, Subtype=Name.Type1, BaseFont=Name.Helvetica,
                   Encoding=Name.WinAnsiEncoding)
    )  # fmt: skip


def _page(pdf: pikepdf.Pdf, content: str | bytes, **resources: object) -> pikepdf.Dictionary:
    data = content.encode("latin-1") if isinstance(content, str) else content
    page = Dictionary(
        Type=Name.Page, MediaBox=[0, 0, 612, 792], Contents=pdf.make_stream(data),
        Resources=Dictionary(**resources),
    )  # fmt: skip
    pdf.pages.append(pikepdf.Page(page))
    return pdf.pages[-1].obj


def _form(pdf: pikepdf.Pdf, content: str, resources: Dictionary, **more: object) -> pikepdf.Stream:
    stream = pdf.make_stream(content.encode("latin-1"))
    stream.Type, stream.Subtype, stream.BBox = Name.XObject, Name.Form, Array([0, 0, 612, 792])
    stream.Resources = resources
    for key, value in more.items():
        stream[f"/{key}"] = value
    return stream


def _text_page(pdf: pikepdf.Pdf, word: Plan) -> None:
    font = _helvetica(pdf)
    fonts = Dictionary(F1=font)
    at = iter(range(740, 20, -16))

    def line(show: str, *, x: int = 60, extra: str = "") -> str:
        return f"BT {extra} /F1 11 Tf 1 0 0 1 {x} {next(at)} Tm {show} ET\n"

    f2, f3, f4 = word("F02 TJ"), word("F03 hex"), word("F04 quote")
    f5 = word("F05 single glyphs in reverse order")
    row = next(at)
    singles = "".join(
        f"BT /F1 11 Tf 1 0 0 1 {60 + 8 * place} {row} Tm ({char}) Tj ET\n"
        for place, char in reversed(list(enumerate(f5)))
    )
    f23 = word("F23 rotated")
    hyphen = word("F23 hyphen at a line's end")
    parts = [
        line(f"({word('F01 Tj')}) Tj"),
        line(f"[({f2[:3]}) -30 ({f2[3:6]}) 15 ({f2[6:]})] TJ"),
        line(f"<{f3.encode().hex()}> Tj"),
        line(f"14 TL ({f4}) '"),
        line(f'0 0 ({word("F04 double quote")}) "'),
        singles,
        line(f"({word('F06 invisible')}) Tj", extra="3 Tr") + "BT 0 Tr ET\n",
        line(f"({word('F07 white')}) Tj", extra="1 g") + "0 g\n",
        f"BT /F1 11 Tf 1 0 0 1 900 900 Tm ({word('F08 off the page')}) Tj ET\n",
        line(f"({word('F09 under a box')}) Tj") + f"0.8 g 50 {row - 68} 120 14 re f 0 g\n",
        "q 0 0 2 2 re W n " + line(f"({word('F10 clipped')}) Tj") + "Q\n",
        "/OC /Hidden BDC " + line(f"({word('F11 hidden layer')}) Tj") + "EMC\n",
        "/OC /Member BDC " + line(f"({word('F12 hidden membership')}) Tj") + "EMC\n",
        "q /Outer Do Q\n",
        f"% {word('F19 comment')}\n",
        f"/Span << /ActualText ({word('F20 ActualText')}) /Alt ({word('F20 Alt')}) >> BDC EMC\n",
        f"/Span << /E ({word('F20 E')}) >> BDC EMC /Named /Props BDC EMC\n",
        f"/Point << /Note ({word('F20 DP')}) >> DP /{word('F20 MP')} MP\n",
        f"BT /F1 11 Tf 0 1 -1 0 560 300 Tm ({f23}) Tj ET\n",
        line(f"(A long line of text that ends in the middle of {hyphen[:5]}-) Tj"),
        line(f"({hyphen[5:]} and goes on with the rest of what it had to say here) Tj"),
        line(f"({(bold := word('F25 overprint'))}) Tj"),
    ]
    last = next(at) + 16
    parts.append(f"BT /F1 11 Tf 1 0 0 1 60.2 {last} Tm ({bold}) Tj ET\n")
    inner = _form(
        pdf, f"BT /F1 11 Tf 300 700 Td ({word('F13 nested form')}) Tj ET", Dictionary(Font=fonts)
    )
    outer = _form(pdf, "q /Inner Do Q", Dictionary(XObject=Dictionary(Inner=inner)))
    unused = _form(pdf, f"BT /F1 11 Tf ({word('F18 unused form')}) Tj ET", Dictionary(Font=fonts))
    hidden = pdf.make_indirect(Dictionary(Type=Name.OCG, Name=String(word("F47 layer name"))))
    member = pdf.make_indirect(Dictionary(Type=Name.OCMD, OCGs=hidden, P=Name.AllOn))
    pdf.Root.OCProperties = Dictionary(
        OCGs=[hidden], D=Dictionary(OFF=[hidden], Order=[String(word("F47 order label")), hidden])
    )
    page = _page(
        pdf, "".join(parts), Font=fonts, XObject=Dictionary(Outer=outer, Spare=unused),
        Properties=Dictionary(
            Hidden=hidden, Member=member,
            Props=pdf.make_indirect(Dictionary(ActualText=String(word("F20 properties")))),
        ),
    )  # fmt: skip
    page.Metadata = _xmp(pdf, word("F36 page XMP"))
    page.PieceInfo = Dictionary(Maker=Dictionary(Private=String(word("F43 page PieceInfo"))))
    page[f"/{word('F38 page key')}"] = String(word("F38 page value"))
    page.Thumb = _image(
        pdf, zlib.compress(drawing.picture(word("F69 thumbnail")).tobytes()), (420, 60)
    )
    _page(pdf, "q /Outer Do Q", XObject=Dictionary(Outer=outer))


def _image(
    pdf: pikepdf.Pdf,
    data: bytes,
    size: tuple[int, int],
    packing: Name = Name.FlateDecode,
    **more: object,
) -> pikepdf.Stream:
    stream = pdf.make_stream(b"")
    stream.write(data, filter=packing)
    stream.Type, stream.Subtype, stream.Width, stream.Height = Name.XObject, Name.Image, *size
    if packing != Name.JPXDecode:
        stream.ColorSpace = Name.DeviceRGB if packing == Name.DCTDecode else Name.DeviceGray
        stream.BitsPerComponent = 8
    for key, value in more.items():
        stream[f"/{key}"] = value
    return stream


def _picture_page(pdf: pikepdf.Pdf, word: Plan) -> None:
    size = (420, 60)
    dct = _image(pdf, drawing.jpeg(word("F26 DCT pixels"), word("F27 EXIF")), size, Name.DCTDecode)
    dct.Metadata = _xmp(pdf, word("F28 image XMP"))
    dct.Alternates = Array([Dictionary(Image=_image(
        pdf, zlib.compress(drawing.picture(word("F28 alternate")).tobytes()), size))])  # fmt: skip
    flate = _image(pdf, zlib.compress(drawing.picture(word("F26 Flate pixels")).tobytes()), size)
    jpx = _image(
        pdf, drawing.jp2(word("F26 JPX pixels"), word("F76 JP2 box")), size, Name.JPXDecode
    )
    mask = drawing.picture(word("F28 soft mask"), ink=255, paper=0)
    black = zlib.compress(bytes(420 * 60))
    masked = _image(pdf, black, size, SMask=_image(pdf, zlib.compress(mask.tobytes()), size))
    profile = pdf.make_stream(drawing.profile(word("F33 ICC text")))
    profile.N = 3
    toned = drawing.picture("plain").convert("RGB")
    icc = _image(pdf, zlib.compress(toned.tobytes()), size)
    icc.ColorSpace = Array([Name.ICCBased, profile])
    large = _image(
        pdf, zlib.compress(drawing.picture(word("F32 outside the page")).tobytes()), size
    )
    _page(
        pdf,
        "".join(
            f"q 420 0 0 60 60 {700 - 80 * place} cm /{name} Do Q\n"
            for place, name in enumerate(("Dct", "Flate", "Jpx", "Masked", "Icc"))
        )
        + "q 420 0 0 60 590 100 cm /Large Do Q\n",
        XObject=Dictionary(Dct=dct, Flate=flate, Jpx=jpx, Masked=masked, Icc=icc, Large=large),
    )
    whole = drawing.picture(word("F31 strips"), (420, 60))
    strips = Dictionary()
    content = ""
    for number in range(3):
        part = whole.crop((0, 20 * number, 420, 20 * number + 20))
        strips[f"/S{number}"] = _image(pdf, zlib.compress(part.tobytes()), (420, 20))
        content += f"q 420 0 0 20 60 {640 - 20 * number} cm /S{number} Do Q\n"
    inline = drawing.picture(word("F29 inline image"))
    body = zlib.compress(inline.tobytes())
    content_bytes = content.encode() + (
        b"q 420 0 0 60 60 400 cm BI /W 420 /H 60 /BPC 8 /CS /G /F /Fl ID " + body + b" EI Q\n"
    )
    _page(pdf, content_bytes, XObject=strips)


def _drawn_page(pdf: pikepdf.Pdf, word: Plan) -> None:
    fonts = Dictionary(F1=_helvetica(pdf))
    tile = _form(
        pdf, f"BT /F1 20 Tf 10 20 Td ({word('F14 pattern')}) Tj ET", Dictionary(Font=fonts)
    )
    del tile["/Subtype"]
    tile.Type, tile.PatternType, tile.PaintType, tile.TilingType = Name.Pattern, 1, 1, 1
    tile.BBox, tile.XStep, tile.YStep = Array([0, 0, 300, 60]), 300, 60
    group = _form(
        pdf, f"1 g BT /F1 24 Tf 60 420 Td ({word('F16 soft mask group')}) Tj ET",
        Dictionary(Font=fonts), Group=Dictionary(S=Name.Transparency, CS=Name.DeviceGray),
    )  # fmt: skip
    state = Dictionary(SMask=Dictionary(S=Name.Luminosity, G=group))
    glyph = pdf.make_stream(
        f"2000 0 d0 BT /F1 200 Tf 0 0 Td ({word('F15 Type 3 procedure')}) Tj ET".encode()
    )
    type3 = Dictionary(
        Type=Name.Font, Subtype=Name.Type3, FontBBox=[0, 0, 2000, 300],
        FontMatrix=[0.001, 0, 0, 0.001, 0, 0], FirstChar=65, LastChar=65, Widths=[2000],
        Encoding=Dictionary(Differences=[65, Name(f"/{word('F70 glyph name')}")]),
        CharProcs=Dictionary({f"/{word.words['F70 glyph name']}": glyph}),
        Resources=Dictionary(Font=fonts),
    )  # fmt: skip
    content = (
        "q /Pattern cs /P1 scn 0 660 300 60 re f Q\n"
        "q /Mask gs 0 g 40 400 500 60 re f Q\n"
        "BT /T3 100 Tf 60 560 Td (A) Tj ET\n"
        f"0 g\n{drawing.outlines(word('F21 paths'), 60, 300, 24)}\n"
    )
    _page(pdf, content, Pattern=Dictionary(P1=tile), ExtGState=Dictionary(Mask=state),
          Font=Dictionary(T3=pdf.make_indirect(type3), F1=fonts.F1))  # fmt: skip


def _lying_page(pdf: pikepdf.Pdf, word: Plan) -> None:
    """A page of reportlab whose font claims other letters than it draws."""
    if "Canary" not in pdfmetrics.getRegisteredFontNames():
        pdfmetrics.registerFont(TTFont("Canary", str(drawing.FONTS / "Vera.ttf")))
    buffer = io.BytesIO()
    page = canvas.Canvas(buffer, pagesize=(612, 792), invariant=1)
    page.setFont("Canary", 24)
    page.drawString(60, 600, word("F22 false ToUnicode"))
    page.save()
    with pikepdf.open(io.BytesIO(buffer.getvalue())) as other:
        for thing in other.objects:
            if isinstance(thing, Dictionary) and "/ToUnicode" in thing:
                rows = [f"<{code:02X}> <{0x61 + (7 * code + 5) % 26:04X}>" for code in range(200)]
                sections = " ".join(
                    f"100 beginbfchar {' '.join(rows[start : start + 100])} endbfchar"
                    for start in (0, 100)
                )
                cmap = (
                    "/CIDInit /ProcSet findresource begin 12 dict begin begincmap /CMapName /X def "
                    "/CMapType 2 def 1 begincodespacerange <00> <FF> endcodespacerange "
                    f"{sections} endcmap end end"
                )
                thing.ToUnicode = other.make_stream(cmap.encode())
        pdf.pages.extend(other.pages)


def _annotated_page(pdf: pikepdf.Pdf, word: Plan) -> None:
    fonts = Dictionary(F1=_helvetica(pdf))
    page = _page(pdf, "BT /F1 11 Tf 60 740 Td (Annotations) Tj ET", Font=fonts)

    def shown(text: str) -> Dictionary:
        look = _form(pdf, f"BT /F1 11 Tf 4 4 Td ({text}) Tj ET", Dictionary(Font=fonts))
        look.BBox = Array([0, 0, 200, 20])
        return Dictionary(N=look)

    def annotation(kind: str, row: int, **more: object) -> pikepdf.Object:
        return pdf.make_indirect(
            Dictionary(Type=Name.Annot, Subtype=Name(f"/{kind}"), F=4,
                       Rect=[60, 700 - 24 * row, 260, 720 - 24 * row], **more)
        )  # fmt: skip

    js = Dictionary(S=Name.JavaScript, JS=String(f"app.alert('{word('F57 script')}')"))
    field = annotation(
        "Widget", 3, FT=Name.Tx, T=String(word("F55 T")), TU=String(word("F55 TU")),
        TM=String(word("F55 TM")), V=String(word("F55 V")), DV=String(word("F55 DV")),
        DA=String("/F1 11 Tf"), AP=shown(word.words["F55 V"]),
        MK=Dictionary(CA=String(word("F55 MK"))), AA=Dictionary(K=js),
    )  # fmt: skip
    choice = annotation("Widget", 4, FT=Name.Ch, T=String("choice"),
                        Opt=[String(word("F55 Opt"))], DA=String("/F1 11 Tf"))  # fmt: skip
    signature = annotation(
        "Widget", 5, FT=Name.Sig, T=String("signature"),
        V=pdf.make_indirect(Dictionary(
            Type=Name.Sig, Filter=Name("/Adobe.PPKLite"), Name=String(word("F58 signer")),
            Reason=String(word("F58 reason")), Location=String(word("F58 location")),
            ContactInfo=String(word("F58 contact")), Contents=String(word("F58 blob")),
            Reference=[Dictionary(TransformMethod=Name.UR3, TransformParams=Dictionary(
                Msg=String(word("F59 rights message"))))],
            ByteRange=[0, 1, 2, 3])),
    )  # fmt: skip
    attached = pdf.make_stream(word("F61 content").encode())
    page.Annots = Array([
        annotation("Stamp", 0, AP=shown(word("F17 appearance")), Name=Name(f"/{word('F52 stamp')}")),
        annotation("Text", 1, Contents=String(word("F51 Contents")), T=String(word("F51 author")),
                   Subj=String(word("F51 Subj")), NM=String(word("F51 NM")),
                   RC=String(f"<body>{word('F51 RC')}</body>"), DS=String(word("F51 DS"))),
        annotation("Redact", 2, OverlayText=String(word("F52 overlay"))),
        field, choice, signature,
        annotation("Link", 6, A=Dictionary(
            S=Name.URI, URI=String(f"https://example.com/{word('F53 URI')}"))),
        annotation("Link", 7, A=Dictionary(S=Name.Launch, F=String(word("F54 Launch")))),
        annotation("Link", 8, A=Dictionary(S=Name.GoToR, F=String(word("F54 GoToR")), D=[0, Name.Fit])),
        annotation("FileAttachment", 9, FS=Dictionary(
            Type=Name.Filespec, F=String(f"{word('F61 name')}.txt"), EF=Dictionary(F=attached))),
        annotation("Link", 10, Dest=String(word("F40 named destination"))),
    ])  # fmt: skip
    xfa = pdf.make_stream(f"<xdp><data>{word('F56 XFA')}</data></xdp>".encode())
    pdf.Root.AcroForm = Dictionary(
        Fields=[field, choice, signature], XFA=Array([String("datasets"), xfa]),
        DR=Dictionary(Font=fonts), DA=String("/F1 11 Tf"),
    )  # fmt: skip


def _font_page(pdf: pikepdf.Pdf, word: Plan) -> None:
    file2 = pdf.make_stream(drawing.named_font(word("F71 name table")))
    program, *lengths = drawing.type1_font(word("F72 Type 1 header"))
    file1 = pdf.make_stream(program)
    file1.Length1, file1.Length2, file1.Length3 = lengths
    label = f"ABCDEF+{word('F70 font name')}"

    def font(kind: str, key: str, data: pikepdf.Stream) -> pikepdf.Object:
        descriptor = Dictionary(
            Type=Name.FontDescriptor, FontName=Name(f"/{label}"), Flags=32, FontBBox=[0, -200, 1000, 900],
            ItalicAngle=0, Ascent=900, Descent=-200, CapHeight=700, StemV=80,
            FontFamily=String(word(f"F70 family {kind}")), CharSet=String(word(f"F71 CharSet {kind}")),
        )  # fmt: skip
        descriptor[key] = data
        return pdf.make_indirect(Dictionary(
            Type=Name.Font, Subtype=Name(f"/{kind}"), BaseFont=Name(f"/{label}"), FirstChar=32,
            LastChar=126, Widths=[600] * 95, Encoding=Name.WinAnsiEncoding,
            FontDescriptor=pdf.make_indirect(descriptor)))  # fmt: skip

    colorant = f"/{word('F73 colorant')}"
    tint = pdf.make_stream(f"{{ % {word('F73 function comment')}\n pop 0 0 0 1 }}".encode())
    tint.FunctionType, tint.Domain = 4, Array([0, 1])
    tint.Range = Array([0, 1] * 4)
    ink = Array([Name.Separation, Name(colorant), Name.DeviceCMYK, tint])
    key = f"/{word('F70 resource name')}"
    profile = pdf.make_stream(drawing.profile(word("F75 DefaultRGB")))
    profile.N = 3
    page = _page(
        pdf,
        f"BT {key} 14 Tf 60 700 Td (Plain words) Tj ET BT /T1 14 Tf 60 660 Td (More words) Tj ET\n"
        "/Ink cs 1 scn 60 600 20 20 re f\n",
        Font=Dictionary(
            {key: font("TrueType", "/FontFile2", file2), "/T1": font("Type1", "/FontFile", file1)}
        ),
        ColorSpace=Dictionary(Ink=ink, DefaultRGB=Array([Name.ICCBased, profile])),
    )
    page.Tabs = Name(f"/{word('F38 tabs')}")


def _xmp(pdf: pikepdf.Pdf, text: str) -> pikepdf.Stream:
    packet = (
        "<x:xmpmeta xmlns:x='adobe:ns:meta/'><rdf:RDF "
        "xmlns:rdf='http://www.w3.org/1999/02/22-rdf-syntax-ns#'><rdf:Description "
        "xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:creator><rdf:Seq><rdf:li>"
        f"{text}</rdf:li></rdf:Seq></dc:creator></rdf:Description></rdf:RDF></x:xmpmeta>"
    )
    stream = pdf.make_stream(packet.encode())
    stream.Type, stream.Subtype = Name.Metadata, Name.XML
    return stream


def _document(pdf: pikepdf.Pdf, word: Plan) -> None:
    root, first = pdf.Root, pdf.pages[0].obj
    root.Metadata = _xmp(pdf, word("F35 catalog XMP"))
    pdf.trailer.Info = pdf.make_indirect(Dictionary(
        Author=String(word("F34 Author")), Title=String(word("F34 Title")),
        Keywords=String(word("F34 Keywords")), Producer=String(word("F34 Producer")),
        CreationDate=String("D:20200101000000Z")))  # fmt: skip
    pdf.trailer.Info[f"/{word('F34 custom key')}"] = String(word("F34 custom value"))
    root[f"/{word('F38 catalog key')}"] = String(word("F38 catalog value"))
    with pdf.open_outline() as outline:
        outline.root.append(pikepdf.OutlineItem(word("F39 outline"), 0))
    root.Outlines.First.A = Dictionary(S=Name.JavaScript, JS=String(word("F39 action")))
    root.Names = Dictionary(
        Dests=Dictionary(Names=[String(word.words["F40 named destination"]), Array([first, Name.Fit])]),
        JavaScript=Dictionary(Names=[String(word("F57 script name")), Dictionary(
            S=Name.JavaScript, JS=String(word("F57 document script")))]),
        EmbeddedFiles=Dictionary(Names=[String(word("F60 tree key")), Dictionary(
            Type=Name.Filespec, F=String(f"{word('F60 file name')}.txt"), Desc=String(word("F60 Desc")),
            EF=Dictionary(F=pdf.make_stream(word("F60 content").encode())))]),
    )  # fmt: skip
    root.Dests = Dictionary({f"/{word('F40 old destination')}": Array([first, Name.Fit])})
    root.PageLabels = Dictionary(Nums=[0, Dictionary(P=String(word("F41 page label")), S=Name.D)])
    root.Threads = Array([pdf.make_indirect(Dictionary(
        Type=Name.Thread, I=Dictionary(Title=String(word("F42 thread")))))])  # fmt: skip
    root.PieceInfo = Dictionary(
        Maker=Dictionary(Private=pdf.make_stream(word("F43 PieceInfo").encode())),
        SearchIndex=Dictionary(
            Private=Dictionary(Index=pdf.make_stream(word("F63 search index").encode()))
        ),
    )
    root.SpiderInfo = Dictionary(V=1, C=[Dictionary(URL=String(word("F44 SpiderInfo")))])
    lost = Dictionary(
        Type=Name.Page, Contents=pdf.make_stream(f"({word('F77 lost page')}) Tj".encode())
    )
    root.StructTreeRoot = pdf.make_indirect(Dictionary(
        Type=Name.StructTreeRoot, RoleMap=Dictionary({f"/{word('F45 role')}": Name.P}),
        K=[Dictionary(S=Name.P, Alt=String(word("F45 Alt")), ActualText=String(word("F45 ActualText")),
                      E=String(word("F45 E")), T=String(word("F45 T")), ID=String(word("F45 ID")),
                      Pg=pdf.make_indirect(lost))]))  # fmt: skip
    root.OutputIntents = Array([Dictionary(Type=Name.OutputIntent, S=Name("/GTS_PDFA1"),
                                           Info=String(word("F46 intent")))])  # fmt: skip
    root.Lang = String(word("F48 Lang"))
    root.URI = Dictionary(Base=String(f"https://{word('F49 Base')}.example/"))
    root.ViewerPreferences = Dictionary(Note=String(word("F50 preferences")))
    root.Legal = Dictionary(Attestation=String(word("F50 Legal")))
    root.Collection = Dictionary(Schema=Dictionary(A=Dictionary(N=String(word("F62 schema")))))
    root.AF = Array([Dictionary(Type=Name.Filespec, F=String(word("F64 associated")))])
    root.OpenAction = Dictionary(S=Name.JavaScript, JS=String(word("F57 OpenAction")))
    pdf.trailer[f"/{word('F38 trailer key')}"] = String(word("F38 trailer value"))


def _file_level(data: bytes, word: Plan) -> bytes:
    """What only bytes can hold: an older revision, an orphan, comments, an ID, a tail."""
    identity = word("F37 ID").encode().ljust(16, b"x").hex().encode()
    comment = b"%" + word("F67 comment").encode() + b"\n"
    with pikepdf.open(io.BytesIO(data)) as pdf:
        buffer = io.BytesIO()
        pdf.save(buffer, object_stream_mode=pikepdf.ObjectStreamMode.disable)
        plain = buffer.getvalue()
    number = plain.count(b" 0 obj") + 40
    orphan = b"%d 0 obj\n(%s)\nendobj\n" % (number, word("F66 orphan").encode())
    revision = b"%d 0 obj\n(%s)\nendobj\n" % (number + 1, word("F65 earlier revision").encode())
    newer = b"%d 0 obj\n(newer)\nendobj\n" % (number + 1)
    start = plain.rindex(b"startxref")
    old = int(plain[start:].split()[1])
    out = plain + comment
    places = {}
    for name, text in ((number, orphan), (number + 1, revision)):
        places[name] = len(out)
        out += text
    out = _trailer(out, places, old, number + 2, identity, plain)
    old = out.rindex(b"xref\n%d" % number)
    places = {number + 1: len(out)}
    out += newer
    out = _trailer(out, places, old, number + 2, identity, plain)
    return out + b"\n" + word("F67 after the end").encode() + b"\n"


def _trailer(
    out: bytes, places: dict[int, int], old: int, size: int, identity: bytes, plain: bytes
) -> bytes:
    table = len(out)
    out += b"xref\n%d %d\n" % (min(places), len(places))
    for name in sorted(places):
        out += b"%010d 00000 n \n" % places[name]
    trailer = plain[plain.rindex(b"trailer") :]
    keys = trailer[trailer.index(b"<<") + 2 : trailer.rindex(b">>")]
    keys = keys[: keys.index(b"/ID")] if b"/ID" in keys else keys
    return (
        out
        + b"trailer <<"
        + keys
        + b" /Size %d /Prev %d /ID [<%s><%s>] >>\nstartxref\n%d\n%%%%EOF\n"
        % (size, old, identity, identity, table)
    )
