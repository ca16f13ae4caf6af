"""Values of attributes that are numbers, colours, ids or common fonts in any XML format."""

import re
from functools import cache
from importlib import resources

from scrubbing.engine.replace import squeeze

SAFE = re.compile(
    r"""
      [-+]?[0-9.,;:%\s]*(?:pt|cm|mm|in|px|em|ex|pc|pi|emu|fd|f|%)?   # numbers, lengths
    | [-+]?[0-9]*\.?[0-9]+[eE][-+]?[0-9]{1,4}
    | \#(?:[0-9A-Fa-f]{3}|[0-9A-Fa-f]{6}) | [0-9A-F]{6} | [0-9A-F]{8} | [0-9a-f]{6}   # colours
    | [0-9A-F]{20}                                                   # panose, signatures
    | \{?[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\}?     # GUIDs
    | [0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9:.]{5,16}Z?
    | [a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-[A-Z]{2}|-[0-9]{3})           # language tags
    | \#?_x0000_[a-z][0-9]+ | \*?@?[0-9]+
    """,
    re.VERBOSE,
)
LETTER = re.compile(r"[^\W_]")
SHAPE = re.compile(
    r"(?:(?:Vertical )?(?:Title|Subtitle|Text|Content|Picture|Date|Footer|Header|Slide Number|Notes"
    r"|Chart|Table|Media|Slide Image|Online Image|SmartArt|Clip ?Art) Placeholder|Title|Subtitle"
    r"|Text ?Box|Picture|Rectangle|Rounded Rectangle|Oval|Group|Straight (?:Arrow )?Connector"
    r"|Table|Chart|Diagram|Graphic|Freeform|Shape|Line|Object) [0-9]{1,6}"
    r"|Master[0-9]{1,3}(?:-bg|-Layout[0-9]{1,3}-[a-z][A-Za-z]*(?:-(?:Title|Slide|and|Content|Section"
    r"|Header|Two|Comparison|Only|Blank|Caption|with|Picture|Vertical|Text))*)?"
    r"|Google Shape;[0-9]{1,6};(?:[a-z][0-9]{0,6}|g[0-9a-f]{6,12}(?:_[0-9]{1,6}){0,3})(?::notes)?"
    r"|Master[0-9]{1,3}-PPL[0-9]{1,3}|(?:List|Numbering)_[0-9]{1,3}_[0-9]{1,3}|[a-z]{1,2}[0-9]{1,5}"
    r"|_?(?:Toc|Ref|Hlk|Hlt)[0-9]{4,12}|_(?=[a-z]{0,11}[0-9])[a-z0-9]{12}"
    r"|Z_[0-9A-F]{8}(?:_[0-9A-F]{4}){3}_[0-9A-F]{12}_\.wvu\.[A-Za-z]{1,30}"
    r"|__(?:DdeLink|RefHeading|RefNumPara|UnoMark|Fieldmark|Anchor)__+(?:Toc)?[0-9_]{1,40}(?:Copy_[0-9_]{1,40})?"
    r"|\{?[0-9A-Fa-f]{8}-(?:[0-9A-Fa-f]{4}-){3}[0-9A-Fa-f]{12}\}?"
)
"""Names that programs give to what is drawn, to bookmarks and to lists."""
NUMBER_AFTER = re.compile(r"[ _]?[0-9]{1,6}$")
ERROR = re.compile(
    r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|GETTING_DATA|SPILL!|CALC!|FIELD!|BLOCKED!"
    r"|CONNECT!|UNKNOWN!)"
)
"""What a sheet shows where a formula fails (ECMA-376 part 1, 18.17.3, and newer Excel)."""
PREFIX = re.compile(r"[0-9]{1,3}_")
"""What programs put before the name of a layout that they copy."""


@cache
def fonts() -> frozenset[str]:
    """Fonts that everybody has; other fonts may be called after a company."""
    return _lines("fonts.txt")


def is_built_in(text: str) -> bool:
    """Whether a name is a usual font's, or one that programs give to styles, shapes and errors.

    Programs call a shape, a sheet or a layout in the language they speak: "Rechteck 3", "Feuil1".
    Such a name goes only where a person declared it or a part of it.
    """
    return bool(
        SHAPE.fullmatch(text)
        or ERROR.fullmatch(text)
        or squeeze(text) in _built_in()
        or (NUMBER_AFTER.search(text) and squeeze(NUMBER_AFTER.sub("", text)) in _drawn())
        or is_prompt(PREFIX.sub("", text, count=1))
    )


def is_prompt(text: str) -> bool:
    """Whether a text is what a program writes into a master or calls a layout."""
    return squeeze(text) in _prompts()


@cache
def _built_in() -> frozenset[str]:
    return frozenset(map(squeeze, fonts() | _lines("styles.txt"))) - {""}


@cache
def _drawn() -> frozenset[str]:
    return frozenset(map(squeeze, _lines("drawn.txt"))) - {""}


@cache
def _prompts() -> frozenset[str]:
    return frozenset(map(squeeze, _lines("prompts.txt"))) - {""}


def _lines(name: str) -> frozenset[str]:
    text = resources.files("scrubbing.engine").joinpath(name).read_text("utf-8")
    return frozenset(text.splitlines()) - {""}
