"""Words that formats themselves are built of: their parts' names and the usual fonts."""

import re
from functools import cache
from pathlib import Path

from scrubbing.engine.replace import squeeze

FONTS = Path(__file__).parents[1] / "fonts.txt"
PART_WORDS = frozenset(
    ["app", "activex", "bin", "binaries", "bmp", "calcchain", "chart", "charts", "chartsheet", "chartsheets", "chartstyle", "color", "colors", "commentauthors", "comments", "commentsextended", "commentsids", "configurations", "configurations2", "content", "contenttypes", "core", "current", "custom", "customxml", "data", "diagrams", "dialogsheets", "docprops", "document", "drawing", "drawings", "embedding", "embeddings", "emf", "endnotes", "externallink", "externallinks", "file", "font", "fonts", "fonttable", "footer", "footnotes", "gif", "glossary", "handoutmaster", "handoutmasters", "header", "hyperlink", "image", "images", "inf", "item", "itemprops", "jpeg", "jpg", "layout", "layouts", "manifest", "master", "masters", "media", "meta", "metainf", "metadata", "mimetype", "notesmaster", "notesmasters", "notesslide", "notesslides", "numbering", "object", "objects", "odt", "ods", "odp", "oleobject", "package", "pages", "people", "pictures", "picture", "pivotcache", "pivotcachedefinition", "pivotcacherecords", "pivottable", "pivottables", "png", "ppt", "presentation", "presprops", "printersettings", "quickstyle", "quickstyles", "rdf", "rels", "relationships", "settings", "sharedstrings", "sheet", "sheets", "slide", "slidelayout", "slidelayouts", "slidemaster", "slidemasters", "slides", "slideupdateinfo", "slideupdateinfos", "story", "style", "styles", "styleswitheffects", "svg", "table", "tables", "tablestyles", "tags", "text", "theme", "themes", "themeoverride", "thumbnail", "thumbnails", "tiff", "tif", "types", "user", "usershapes", "version", "viewprops", "vmldrawing", "webextension", "websettings", "webp", "wmf", "word", "workbook", "worksheet", "worksheets", "xl", "xlsx", "docx", "pptx", "xml", "part", "parts", "member"]
)


def is_part_name(text: str) -> bool:
    """Whether a piece of a member's name is a word that packages use."""
    return re.sub(r"\d+$", "", squeeze(text)) in PART_WORDS


@cache
def fonts() -> frozenset[str]:
    """Names of usual fonts, squeezed: they stand in files that are not about them."""
    if not FONTS.exists():
        return frozenset({"timesnewroman", "couriernew", "comicsansms", "arialunicodems"})
    lines = FONTS.read_text(encoding="utf-8").splitlines()
    return frozenset(squeeze(line) for line in lines if line.strip() and not line.startswith("#"))
