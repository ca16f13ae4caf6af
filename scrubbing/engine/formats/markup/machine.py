"""Attribute values that only say how the page works: words of HTML itself, never text."""

import codecs
import re

WORDS = frozenset(
    [
        "text/html",
        "text/css",
        "text/javascript",
        "application/javascript",
        "module",
        "importmap",
        "application/json",
        "application/ld+json",
        "image/png",
        "image/jpeg",
        "image/gif",
        "image/svg+xml",
        "image/x-icon",
        "text/plain",
        "application/rss+xml",
        "application/atom+xml",
        "application/xhtml+xml",
        "submit",
        "button",
        "hidden",
        "password",
        "checkbox",
        "radio",
        "email",
        "number",
        "search",
        "tel",
        "url",
        "file",
        "reset",
        "color",
        "date",
        "range",
        "image",
        "ltr",
        "rtl",
        "auto",
        "get",
        "post",
        "put",
        "dialog",
        "_blank",
        "_self",
        "_parent",
        "_top",
        "left",
        "right",
        "center",
        "middle",
        "top",
        "bottom",
        "justify",
        "baseline",
        "char",
        "none",
        "all",
        "both",
        "true",
        "false",
        "yes",
        "no",
        "on",
        "off",
        "row",
        "col",
        "rowgroup",
        "colgroup",
        "stylesheet",
        "icon",
        "shortcut",
        "canonical",
        "alternate",
        "nofollow",
        "noopener",
        "noreferrer",
        "external",
        "preload",
        "prefetch",
        "preconnect",
        "dns-prefetch",
        "manifest",
        "apple-touch-icon",
        "next",
        "prev",
        "first",
        "last",
        "home",
        "up",
        "help",
        "license",
        "amphtml",
        "anonymous",
        "use-credentials",
        "lazy",
        "eager",
        "async",
        "sync",
        "low",
        "high",
        "disabled",
        "checked",
        "selected",
        "readonly",
        "required",
        "multiple",
        "autofocus",
        "hard",
        "soft",
        "polite",
        "assertive",
        "presentation",
        "navigation",
        "main",
        "banner",
        "contentinfo",
        "complementary",
        "form",
        "search",
        "button",
        "link",
        "listitem",
        "list",
        "menu",
        "menuitem",
        "tab",
        "tablist",
        "tabpanel",
        "dialog",
        "alert",
        "img",
        "heading",
        "separator",
        "content-type",
        "content-language",
        "refresh",
        "content-security-policy",
        "x-ua-compatible",
        "default-style",
        "content-script-type",
        "content-style-type",
        "pragma",
        "cache-control",
        "expires",
        "imagetoolbar",
        "viewport",
        "generator",
        "description",
        "keywords",
        "robots",
        "author",
        "summary",
        "application/x-www-form-urlencoded",
        "multipart/form-data",
        "rect",
        "circle",
        "poly",
        "default",
    ]
)
VOCABULARY = frozenset(
    [
        "align",
        "async",
        "autocapitalize",
        "autocomplete",
        "charset",
        "colspan",
        "content",
        "crossorigin",
        "defer",
        "dir",
        "draggable",
        "enctype",
        "fetchpriority",
        "for",
        "height",
        "hidden",
        "http-equiv",
        "lang",
        "loading",
        "media",
        "method",
        "name",
        "nowrap",
        "property",
        "rel",
        "role",
        "rowspan",
        "scope",
        "shape",
        "span",
        "spellcheck",
        "tabindex",
        "target",
        "translate",
        "type",
        "valign",
        "width",
        "wrap",
        "xml:lang",
        "aria-hidden",
        "aria-expanded",
        "aria-live",
        "cellpadding",
        "cellspacing",
        "border",
    ]
)
NUMBER = re.compile(r"[-+]?\d{0,4}(?:\.\d{1,3})?(?:px|em|rem|%|pt)?|\d{1,4},\d{1,4}")
LANGUAGE = re.compile(r"[a-z]{2,3}(?:-[A-Za-z]{2,4})?")
CONTENT_TYPE = re.compile(r"[a-z]+/[a-z+.-]+(?:;\s*charset=([\w:.-]+))?", re.IGNORECASE)
VIEWPORT = re.compile(r"(?:[a-z-]+=(?:[a-z-]+|[\d.]{1,6})[,;\s]*)+")

_OCR = (
    r"(?:\s*(?:bbox(?: -?\d{1,5}){4}|x_wconf \d{1,3}|ppageno \d{1,5}|baseline -?[\d.]{1,8} -?[\d.]{1,8}"
    r"|x_(?:size|descenders|ascenders|font_size) -?[\d.]{1,9}|ocrp_lang [a-z]{2,3}|textangle \d{1,3})"
    r"\s*;?)"
)
OCR_TITLE = re.compile(f"{_OCR}+")
OCR_SOURCE = re.compile(rf"{_OCR}*\s*(?:x_source|image) [\"']?(?P<said>[^;\"']+)[\"']?;?{_OCR}*")
"""What programs that read scans write as a title: boxes and how sure they were (hOCR);
the second with the name of the scan, which is text."""


GEOMETRY = frozenset(["d", "points", "transform", "viewbox", "x", "y", "cx", "cy", "r", "rx", "ry"])
DRAWN = re.compile(
    r"(?:[zZ][\s,]*|[a-yA-Y][\s,]*(?=[-+.\d])|(?:matrix|translate|scale|rotate|skew[XY])\("
    r"|[-+.\d\s,)])*+"
)
"""Paths and places of drawings inside a page: letters stand alone, before numbers."""


def is_machine(name: str, value: str) -> bool:
    """Whether an attribute's value is a word of HTML, a size, a language or an encoding."""
    attribute, said = name.lower(), value.strip()
    if attribute == "title":
        return bool(OCR_TITLE.fullmatch(said))
    if attribute in GEOMETRY:
        return bool(DRAWN.fullmatch(said))
    if attribute not in VOCABULARY:
        return False
    words = said.lower().split()
    return (
        all(word in WORDS for word in words)
        or bool(NUMBER.fullmatch(said))
        or (attribute in ("lang", "xml:lang") and bool(LANGUAGE.fullmatch(said)))
        or (attribute == "charset" and _is_codec(said))
        or (attribute == "content" and _is_setting(said))
    )


def _is_setting(value: str) -> bool:
    match = CONTENT_TYPE.fullmatch(value)
    if match:
        return match.group(1) is None or _is_codec(match.group(1))
    return bool(VIEWPORT.fullmatch(value))


def _is_codec(name: str) -> bool:
    try:
        codecs.lookup(name)
    except LookupError:
        return False
    return True
