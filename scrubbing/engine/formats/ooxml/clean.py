"""Take out of a tree what never stays, and give back the text that went.

Revisions are accepted, comments' anchors, personal marks, private extensions and
references to parts that do not stay are removed. The tree stays valid: a reference never
dangles, an emptied list goes with its last item.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import NAMESPACE_OID, uuid5

from lxml import etree

from scrubbing.engine.formats.ooxml import allow
from scrubbing.engine.formats.ooxml.opc import Part
from scrubbing.engine.formats.ooxml.plain import tells
from scrubbing.engine.types import Role
from scrubbing.engine.xmltext import local, namespace, remove, unwrap, words

Harvest = list[tuple[str, Role]]

_RUNS = frozenset({"t", "delText", "instrText", "delInstrText"})
_BREAKS = frozenset({"p", "si", "is", "text", "comment", "docPart", "tc", "cm", "pt"})
_AUTHOR_WORDS = words(
    "author initials displayName userId userName lastModifiedBy creator user cryptProvider"
)


_NO_TEXT = (*allow.RELATION_NAMESPACES, f"{{{allow.MC}}}")

_STYLING = frozenset({"style", "gfxdata", "path", "connectlocs"})
"""How old drawings look, and packed copies of them: their numbers are nobody's."""


def harvest(element: etree._Element, role: Role = Role.HIDDEN) -> Harvest:
    """All text below an element, per paragraph, and its attributes that say something."""
    found: Harvest = []
    pieces: list[str] = []
    for node in element.iter(etree.Element):
        name = local(node)
        if name in _BREAKS:
            _flush(pieces, found, role)
        text = (node.text or "").strip()
        if text and name in _RUNS:
            pieces.append(str(node.text))
        elif text and tells(text):
            found.append((text, role))
        for raw, held in node.attrib.items():
            key, value = str(raw), str(held)
            word = key.rpartition("}")[2]
            if word not in _STYLING and tells(value) and not key.startswith(_NO_TEXT):
                found.append((value, Role.AUTHOR if word in _AUTHOR_WORDS else role))
        if node is not element and node.tail and node.tail.strip():
            pieces.append(node.tail)
    _flush(pieces, found, role)
    return list(dict.fromkeys(found))


def _flush(pieces: list[str], found: Harvest, role: Role) -> None:
    text = "".join(pieces).strip()
    pieces.clear()
    if text:
        found.append((text, role))


_WORD_DROPS = words("""commentRangeStart commentRangeEnd commentReference annotationRef moveFromRangeStart
    moveFromRangeEnd moveToRangeStart moveToRangeEnd rPrChange pPrChange tblPrChange trPrChange
    tcPrChange sectPrChange tblGridChange tblPrExChange numberingChange cellIns cellMerge
    dataBinding proofErr lastRenderedPageBreak smartTagPr customXmlPr permStart permEnd
    placeholder fldData control objectEmbed objectLink ffDataBinding contentPart printerSettings
    customXmlInsRangeStart customXmlInsRangeEnd customXmlDelRangeStart customXmlDelRangeEnd
    customXmlMoveFromRangeStart customXmlMoveFromRangeEnd customXmlMoveToRangeStart
    latentStyles customXmlMoveToRangeEnd entryMacro exitMacro rsid rsids docPartUnique webExtensionLinked
    webExtensionCreated""")
_SLIDE_DROPS = words("""custDataLst modifyVerifier smartTags embeddedFontLst controls contentPart creationId modId
    htmlPubPr photoAlbum""")
_SHEET_DROPS = words("""customProperties customSheetViews customWorkbookViews legacyDrawing legacyDrawingHF
    oleObjects controls webPublishItems smartTags cellWatches protectedRanges fileSharing
    functionGroups oleSize smartTagPr smartTagTypes webPublishing
    webPublishObjects fileRecoveryPr workbookProtection revisionPtr absPath extLstMac
    slicerList slicerCaches timelineRefs timelineCacheRefs xmlColumnPr xmlCellPr
    contentPart drawingHF queryTableRefresh""")
_CHART_DROPS = frozenset({"printSettings"})
_DROPS = {
    allow.Family.WORD: _WORD_DROPS | _CHART_DROPS,
    allow.Family.SLIDES: _SLIDE_DROPS | _CHART_DROPS,
    allow.Family.SHEETS: _SHEET_DROPS | _CHART_DROPS,
}
_SETTINGS_KEPT = words("""zoom view evenAndOddHeaders mirrorMargins defaultTabStop autoHyphenation
    consecutiveHyphenLimit hyphenationZone doNotHyphenateCaps characterSpacingControl footnotePr
    endnotePr compat mathPr themeFontLang clrSchemeMapping decimalSymbol listSeparator
    displayBackgroundShape gutterAtTop bordersDoNotSurroundHeader bordersDoNotSurroundFooter
    noLineBreaksAfter noLineBreaksBefore alignBordersAndEdges bookFoldPrinting
    bookFoldRevPrinting bookFoldPrintingSheets drawingGridHorizontalSpacing
    drawingGridVerticalSpacing doNotShadeFormData noPunctuationKerning
    strictFirstAndLastChars savePreviewPicture doNotExpandShiftReturn""")
_ATTRIBUTE_DROPS = words("""rsidR rsidRPr rsidRDefault rsidP rsidTr rsidSect rsidDel paraId textId uid codeName
    hashValue saltValue hashData saltData cryptProviderType cryptProvider algorithmName spinCount
    cm vm tableType queryTableFieldId password workbookPassword revisionsPassword refreshedBy macro textlink storedName
    lastEdited lowestEdited rupBuild""")
_TRIM = frozenset({"extLst", "ext", "AlternateContent", "Choice", "Fallback"})
_EMPTY_LISTS = words("""tableParts externalReferences hyperlinks pivotCaches sndAc embeddedFont
    drawingHF""")
_ATTRIBUTE_ONLY = frozenset({"pageSetup", "hyperlink", "blip", "imagedata", "fill", "stroke"})
"""Elements that stay when what they refer to goes; they lose the attribute."""
_UP = {"snd": "sndAc", "stSnd": "sndAc", "font": "embeddedFont"}


@dataclass(slots=True)
class _Scan:
    """What one walk over a tree found."""

    names: set[str] = field(default_factory=set)
    foreign: list[etree._Element] = field(default_factory=list)
    references: list[tuple[etree._Element, str]] = field(default_factory=list)
    lists: list[etree._Element] = field(default_factory=list)


def clean(root: etree._Element, part: Part, family: allow.Family) -> Harvest:
    """Remove from a part's tree what does not stay; gives the text that went."""
    gone: Harvest = []
    scan = _scan(root, gone)
    for node in scan.foreign:
        if node.getparent() is not None:
            gone += harvest(node)
            remove(node)
    if "AlternateContent" in scan.names:
        gone += _alternatives(root)
    if family is allow.Family.WORD and scan.names & _REVISED:
        gone += _revisions(root)
    if scan.names & _DROPS[family]:
        for node in [node for node in root.iter(etree.Element) if local(node) in _DROPS[family]]:
            gone += harvest(node)
            remove(node)
    if local(root) == "settings":
        for node in [child for child in root if local(child) not in _SETTINGS_KEPT]:
            gone += harvest(node)
            root.remove(node)
    gone += _cut_all(scan.references, part)
    if scan.names & (_TRIM | _EMPTY_LISTS):
        _trim(root)
    _tidy_namespaces(root, scan.lists)
    return gone


def _scan(root: etree._Element, gone: Harvest) -> _Scan:
    """Walk once: note names and references, drop attributes that never stay."""
    scan = _Scan()
    tags: dict[str, bool] = {}
    keys: dict[str, str] = {}
    for node in root.iter(etree.Element):
        tag = str(node.tag)
        stays = tags.get(tag)
        if stays is None:
            stays = tags[tag] = namespace(tag) in allow.NAMESPACES
        if not stays:
            scan.foreign.append(node)
            continue
        if not node.attrib:
            continue
        if tag.endswith("}fld") and node.get("id"):
            # Drawn by chance each time a file is saved or converted; ours says the type.
            fresh = uuid5(NAMESPACE_OID, str(node.get("type") or ""))
            node.set("id", f"{{{fresh}}}".upper())
        _scan_attributes(scan, node, keys, gone)
    scan.names = {tag.rpartition("}")[2] for tag in tags}
    return scan


def _scan_attributes(
    scan: _Scan, node: etree._Element, keys: dict[str, str], gone: Harvest
) -> None:
    for raw in node.keys():  # noqa: SIM118 - an element's keys are its attributes
        key = str(raw)
        kind = keys.get(key)
        if kind is None:
            kind = keys[key] = _kind(key)
        if kind == "gone":
            value = str(node.attrib.pop(key))
            if tells(value):
                gone.append((value, Role.HIDDEN))
        elif kind == "reference":
            scan.references.append((node, key))
        elif kind == "list":
            scan.lists.append(node)


def _kind(key: str) -> str:
    """What an attribute is: "gone" for what never stays, a "reference", a "list" or ""."""
    space = namespace(key)
    if space not in allow.NAMESPACES or key.rpartition("}")[2] in _ATTRIBUTE_DROPS:
        return "gone"
    if key.startswith(allow.RELATION_NAMESPACES):
        return "reference"
    return "list" if space == allow.MC else ""


def _alternatives(root: etree._Element) -> Harvest:
    """Of each alternative content keep the first choice that can be checked."""
    gone: Harvest = []
    for node in list(root.iter(f"{{{allow.MC}}}AlternateContent")):
        kept = None
        for option in list(node):
            if kept is None and (local(option) == "Fallback" or _checkable(option)):
                kept = option
            elif text := harvest(option):
                gone += text
                node.remove(option)
            elif local(option) != "Fallback":
                node.remove(option)  # a fallback without text stays for older programs
        if kept is not None and local(kept) == "Fallback":
            unwrap(kept)
            unwrap(node)
        elif kept is None:
            remove(node)
    return gone


def _checkable(option: etree._Element) -> bool:
    spaces = [option.nsmap.get(prefix, "?") for prefix in option.get("Requires", "?").split()]
    if not all(space in allow.NAMESPACES for space in spaces):
        return False
    return not any(local(node) in {"contentPart", "oleObj"} for node in option.iter(etree.Element))


def _revisions(root: etree._Element) -> Harvest:
    """Accept every revision of a Word part."""
    gone: Harvest = []
    for node in [n for n in root.iter(etree.Element) if local(n) in _REVISED]:
        parent = node.getparent()
        if parent is None or not local(node):
            continue
        name, above = local(node), local(parent)
        author = [
            (value, Role.AUTHOR) for key, value in node.attrib.items() if _is_author(str(key))
        ]
        gone += [(str(value), role) for value, role in author if tells(str(value))]
        if above in {"rPr", "trPr", "tcPr", "numPr"}:
            _accept_mark(node, name, above, gone)
        elif name in {"del", "moveFrom"}:
            gone += harvest(node)
            remove(node)
        elif name in {"ins", "moveTo", "smartTag", "customXml"}:
            gone += [(str(v), Role.HIDDEN) for v in node.attrib.values() if tells(str(v))]
            unwrap(node)
    return gone


_REVISED = frozenset({"del", "moveFrom", "ins", "moveTo", "cellDel", "smartTag", "customXml"})


def _is_author(key: str) -> bool:
    return key.rpartition("}")[2] in _AUTHOR_WORDS


def _accept_mark(node: etree._Element, name: str, above: str, gone: Harvest) -> None:
    """A mark in properties: of a paragraph's end, a row or a cell."""
    holder = node.getparent()
    assert holder is not None  # noqa: S101 - the caller looked
    holder.remove(node)
    if name not in {"del", "moveFrom", "cellDel"}:
        return
    subject = holder.getparent()
    if above == "rPr" and subject is not None and local(subject) == "pPr":
        paragraph = subject.getparent()
        if paragraph is not None and not _has_content(paragraph) and _followed(paragraph):
            remove(paragraph)
    elif above == "trPr" and subject is not None:
        gone += harvest(subject)
        table = subject.getparent()
        remove(subject)
        if table is not None and not any(local(child) == "tr" for child in table):
            remove(table)
    elif above == "tcPr" and subject is not None:
        gone += harvest(subject)
        for child in [child for child in subject if child is not holder]:
            subject.remove(child)
        etree.SubElement(subject, str(subject.tag).replace("}tc", "}p"))


def _has_content(paragraph: etree._Element) -> bool:
    """Whether anything but deleted runs and properties is left in a paragraph."""
    for child in paragraph:
        name = local(child)
        if name in {"pPr", "del", "moveFrom", "bookmarkStart", "bookmarkEnd", "proofErr"}:
            if name == "pPr" and any(local(item) == "sectPr" for item in child):
                return True
            continue
        return True
    return False


def _followed(paragraph: etree._Element) -> bool:
    after = paragraph.getnext()
    return after is not None and local(after) == "p"


def cut_references(root: etree._Element, part: Part) -> Harvest:
    """Cut references to what does not stay; rename odd ids of the others."""
    return _cut_all(
        [
            (node, str(key))
            for node in root.iter(etree.Element)
            for key in node.attrib
            if str(key).startswith(allow.RELATION_NAMESPACES)
        ],
        part,
    )


def _cut_all(references: list[tuple[etree._Element, str]], part: Part) -> Harvest:
    gone: Harvest = []
    media = False
    for node, key in references:
        value = str(node.get(key, ""))
        if value and (value in part.cut or value not in part.known):
            gone += _cut(node, key)
            media = media or local(node) in _MEDIA
        elif value in part.renamed:
            node.set(key, part.renamed[value])
    if media:  # what plays a film that is gone would not play
        root = references[0][0].getroottree().getroot()
        for node in [node for node in root if local(node) == "timing"]:
            root.remove(node)
    return gone


_MEDIA = words("videoFile audioFile wavAudioFile quickTimeFile media audioCd")


def _cut(node: etree._Element, key: str) -> Harvest:
    name = local(node)
    if name in _ATTRIBUTE_ONLY:
        node.attrib.pop(key, "")
        return []
    if name in {"oleObj", "OLEObject", "altChunk"}:
        node.set("gone", "1")  # the family's own module puts a placeholder there
        node.attrib.pop(key, "")
        return []
    up = _UP.get(name)
    above: etree._Element | None = node
    while up and above is not None and local(above) != up:
        above = above.getparent()
    victim = node if above is None else above
    gone = harvest(victim)
    remove(victim)
    return gone


def _trim(root: etree._Element) -> None:
    """Remove containers that became empty. An ``ext`` outside a list is a size: it stays."""
    for node in reversed([n for n in root.iter(etree.Element) if local(n) in _TRIM | _EMPTY_LISTS]):
        parent = node.getparent()
        if local(node) == "AlternateContent" and not any(local(n) == "Choice" for n in node):
            for option in list(node):
                unwrap(option)
            unwrap(node)
            continue
        if parent is None or len(node) or (node.text and node.text.strip()):
            continue
        if local(node) != "ext" or local(parent) == "extLst":
            remove(node)


def _tidy_namespaces(root: etree._Element, lists: list[etree._Element]) -> None:
    """Forget declarations of namespaces nobody uses; keep lists of prefixes true."""
    nodes = [*lists, *root.iter(f"{{{allow.MC}}}Choice")]
    wanted = {prefix for node in nodes for prefix in _prefixes(node)}
    etree.cleanup_namespaces(root, keep_ns_prefixes=sorted(wanted))
    for node in lists:
        for key in (f"{{{allow.MC}}}Ignorable", f"{{{allow.MC}}}MustUnderstand"):
            kept = [prefix for prefix in _prefixes(node, key) if prefix in wanted]
            if node.attrib.pop(key, "") and kept:
                node.set(key, " ".join(kept))
        for word in ("ProcessContent", "PreserveElements", "PreserveAttributes"):
            node.attrib.pop(f"{{{allow.MC}}}{word}", "")


def _prefixes(node: etree._Element, *keys: str) -> Iterator[str]:
    """Prefixes that a node's lists name, where their namespace may stay."""
    for key in keys or (f"{{{allow.MC}}}Ignorable", f"{{{allow.MC}}}MustUnderstand", "Requires"):
        for word in str(node.get(key) or "").split():
            if node.nsmap.get(word) in allow.NAMESPACES:
                yield word
