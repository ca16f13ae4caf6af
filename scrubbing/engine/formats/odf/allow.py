"""What may stay in an OpenDocument file: members, namespaces, elements."""

from scrubbing.engine.xmltext import words

TYPES = {
    "application/vnd.oasis.opendocument.text": "odt",
    "application/vnd.oasis.opendocument.text-template": "ott",
    "application/vnd.oasis.opendocument.spreadsheet": "ods",
    "application/vnd.oasis.opendocument.spreadsheet-template": "ots",
    "application/vnd.oasis.opendocument.presentation": "odp",
    "application/vnd.oasis.opendocument.presentation-template": "otp",
    "application/vnd.oasis.opendocument.graphics": "odg",
}
_OASIS = "urn:oasis:names:tc:opendocument:xmlns:"

NAMESPACES = frozenset(
    [
        "",
        "http://www.w3.org/XML/1998/namespace",
        "http://purl.org/dc/elements/1.1/",
        "http://www.w3.org/1999/xlink",
        "http://www.w3.org/1998/Math/MathML",
        "http://www.w3.org/TR/css3-text/",
        "http://openoffice.org/2004/office",
        "http://openoffice.org/2004/writer",
        "http://openoffice.org/2004/calc",
        "http://openoffice.org/2009/table",
        "http://openoffice.org/2010/draw",
        "http://openoffice.org/2010/chart",
        "urn:org:documentfoundation:names:experimental:office:xmlns:loext:1.0",
        "urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0",
        "urn:openoffice:names:experimental:ooo-ms-interop:xmlns:field:1.0",
    ]
    + [
        f"{_OASIS}{name}:1.0"
        for name in words(
            """office text table drawing style presentation chart form datastyle dr3d animation
            smil-compatible svg-compatible xsl-fo-compatible"""
        )
    ]
)
"""Not here, so dropped: scripts, settings, databases, forms of XML, RDFa, revision ids."""

DECLARED = NAMESPACES | {f"{_OASIS}of:1.2", f"{_OASIS}meta:1.0"}
"""Namespaces whose prefixes may be declared: ``of`` is used inside formulas only."""

TEXT = f"{{{_OASIS}text:1.0}}"
TABLE = f"{{{_OASIS}table:1.0}}"
DRAW = f"{{{_OASIS}drawing:1.0}}"
OFFICE = f"{{{_OASIS}office:1.0}}"
HREF = "{http://www.w3.org/1999/xlink}href"

DROPS = words(
    """tracked-changes change change-start change-end annotation annotation-end scripts
    event-listeners dde-connection-decls dde-links dde-source applet plugin floating-frame meta
    settings model alphabetical-index-auto-mark-file cell-range-source table-source section-source
    script sound binary-data database-source-sql database-source-query database-source-table
    connection-resource"""
)
ATTRIBUTE_DROPS = words(
    """rsid paragraph-rsid protection-key protection-key-digest-algorithm
    protection-key-digest-algorithm-2 password macro-name change-id user-name initials
    suggested-signer-name suggested-signer-email suggested-signer-title signing-instructions"""
)
LAYOUT = words(
    """AddExternalLeading AddFrameOffsets AddParaLineSpacingToTableCells AddParaSpacingToTableCells
    AddParaTableSpacing AddParaTableSpacingAtStart AddVerticalFrameOffsets AlignTabStopPosition
    ApplyParagraphMarkFormatToEmptyLineAtEndOfParagraph ApplyParagraphMarkFormatToNumbering
    ApplyTextAttrToEmptyLineAtEndOfParagraph ClipAsCharacterAnchoredWriterFlyFrames ClippedPictures
    CollapseEmptyCellPara ConsiderTextWrapOnObjPos ContinuousEndnotes DisableOffPagePositioning
    DoNotCaptureDrawObjsOnPage DoNotJustifyLinesWithManualBreak DoNotResetParaAttrsForNumFont
    EmptyDbFieldHidesPara FloattableNomargins FrameAutowidthWithMorePara GutterAtTop
    HeaderSpacingBelowLastPara IgnoreFirstLineIndentInNumbering IgnoreTabsAndBlanksForLineCalculation
    InvertBorderSpacing IsKernAsianPunctuation MathBaselineAlignment MsWordCompMinLineHeightByFly
    MsWordCompTrailingBlanks NoNumberingShowFollowBy OutlineLevelYieldsNumbering ParagraphSummation
    PropLineSpacingShrinksFirstLine StylesNoDefault SubtractFlysAnchoredAtFlys SurroundTextWrapSmall
    TabAtLeftIndentForParagraphsInList TabOverMargin TabOverSpacing TabOverflow TableRowKeep
    TabsRelativeToIndent TreatSingleColumnBreakAsPageBreak UnbreakableNumberings
    UnxForceZeroExtLeading UseFormerLineSpacing UseFormerObjectPositioning UseFormerTextWrapping
    UseOldNumbering UseOldPrinterMetrics"""
)
"""Switches of settings.xml that change where text stands; all other settings go."""

CONFIG = f"{_OASIS}config:1.0"
MANIFEST = "urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"
MEDIA = {
    "png": "image/png", "jpeg": "image/jpeg", "gif": "image/gif", "tiff": "image/tiff",
    "webp": "image/webp", "bmp": "image/bmp",
}  # fmt: skip
