"""Words of the PDF format itself, which say nothing about anybody.

The search through an output's names skips them: "Page" and "Border" are surnames too.
"""

import re

WORDS = frozenset(
    "/" + word
    for word in """
    A AIS AirlockLabel AirlockText All AllOff AllOn Alternate Annot Annots AntiAlias AnyOff AnyOn
    Ascent AvgWidth BBox BC BG BG2 BM Background BaseEncoding BaseFont BitsPerComponent
    BitsPerCoordinate BitsPerFlag BitsPerSample Black BlackIs1 BlackPoint Blue Border Bounds C C0 C1
    CA CCITTFaxDecode CIDFontType0 CIDFontType0C CIDFontType2 CIDSystemInfo CIDToGIDMap CMap
    CMapName CMYK CS CalGray CalRGB CapHeight Catalog CharProcs Color ColorBurn ColorDodge
    ColorSpace ColorTransform Columns Compatible Contents Coords Count CropBox Custom Cyan D
    DCTDecode DW DW2 DamagedRowsBeforeError Darken Decode DecodeParms DescendantFonts Descent Dest
    DeviceCMYK DeviceGray DeviceN DeviceRGB Difference Differences Domain E Encode EncodedByteAlign
    Encoding EndOfBlock EndOfLine Exclusion ExtGState Extend F FL Filter First FirstChar Fit FitB
    FitBH FitBV FitH FitR FitV Flags FlateDecode Font FontBBox FontDescriptor FontFile FontFile2
    FontFile3 FontMatrix FontName FontStretch FontWeight Form Function FunctionType Functions G
    Gamma GlyphLess Gray Green Group H HardLight Height Hue I ICCBased ID Identity Identity-H
    Identity-V Image ImageMask Indexed Intent Interpolate ItalicAngle JBIG2Decode JBIG2Globals
    JPXDecode K Kids L LC LJ LW Lab Lang Last LastChar Leading Length Length1 Length2 Length3
    Lighten Link Luminosity M ML MacExpertEncoding MacRomanEncoding Magenta Mask Matrix Matte
    MaxWidth MediaBox MissingWidth Multiply N Next None Normal Nums O OP OPM ObjStm OpenType Order
    Ordering Outlines Overlay P Page PageLabels Pages PaintType Parent Pattern PatternType
    Perceptual Predictor Prev R RI Range Rect Red Registry RelativeColorimetric
    AbsoluteColorimetric Resources Root Rotate Rows S SA SM SMask SMaskInData Saturation Screen
    SemiCondensed Condensed Expanded SemiExpanded ExtraCondensed ExtraExpanded UltraCondensed
    UltraExpanded Separation Shading ShadingType Size SoftLight St StandardEncoding StemH StemV
    Subtype Supplement T TK TR TR2 TilingType Title ToUnicode Transparency TrueType Type Type0 Type1
    Type1C Type3 UCR UCR2 URI UserUnit V VerticesPerRow W W2 WMode WhitePoint Width Widths
    WinAnsiEncoding XHeight XObject XRef XStep XYZ YStep Yellow a ca i op r
    """.split()
)

NUMBERED = re.compile(r"/(?:[A-Z]\d+|Spot\d+|g\d+|X0|P)")
"""Names that the rewriter gives."""


def is_ours(name: str) -> bool:
    return name in WORDS or NUMBERED.fullmatch(name) is not None
