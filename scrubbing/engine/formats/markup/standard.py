"""Names of elements and attributes that HTML gave: a page cannot do without them."""

from lxml.html import defs

MORE = frozenset(
    ["async", "autocomplete", "autofocus", "charset", "content", "contenteditable", "crossorigin",
     "defer", "download", "draggable", "enctype", "fetchpriority", "form", "formaction",
     "formmethod", "formtarget", "hidden", "http-equiv", "imagesizes", "imagesrcset", "integrity",
     "is", "itemid", "itemprop", "itemref", "itemscope", "itemtype", "list", "loading", "loop",
     "manifest", "max", "min", "minlength", "muted", "nomodule", "nonce", "novalidate", "open",
     "part", "pattern", "ping", "placeholder", "poster", "preload", "property", "referrerpolicy",
     "required", "reversed", "role", "sandbox", "scoped", "sizes", "slot", "spellcheck", "srcdoc",
     "srclang", "srcset", "start", "step", "style", "translate", "typeof", "vocab", "wrap", "xmlns",
     "allow", "allowfullscreen", "bgcolor", "controls", "controlslist", "about", "resource",
     "marginheight", "marginwidth", "topmargin", "leftmargin", "background", "text", "link", "vlink",
     "alink", "data", "classid", "codebase", "name", "value", "template", "main", "picture",
     "search", "dialog", "hgroup", "slot", "svg", "math"]
)  # fmt: skip
STANDARD = defs.tags | defs.safe_attrs | defs.event_attrs | MORE


def is_standard(name: str) -> bool:
    """Whether a name, in lower case, is HTML's own; "data-acme-id" is text of a person."""
    return name in STANDARD or name.startswith("aria-")
