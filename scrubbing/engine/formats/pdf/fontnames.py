"""Names for fonts that say how a font looks and nothing else."""

import re

from pikepdf import Dictionary, Name, Object

KNOWN = re.compile(
    r"(Arial|Helvetica|Times|Courier|Symbol|ZapfDingbats|Verdana|Georgia|Calibri|Cambria|Tahoma|"
    r"Trebuchet|Consolas|Segoe|Garamond|Palatino|Bookman|Century|Lucida|Comic|Impact|Liberation|"
    r"DejaVu|Noto|Roboto|OpenSans|Lato|CMR|CMSY|CMMI|CMEX|CMBX|Heisei|Kozuka|Adobe|STSong|"
    r"MSung|HYSMyeongJo|HYGoThic|SimSun|SimHei|MS-?Mincho|MS-?Gothic|MingLiU|Batang|Gulim)"
    r"(?:[0-9,-]|New|Roman|Regular|Bold|Italic|Oblique|Semi|Demi|Extra|Ultra|Light|Thin|Medium|"
    r"Black|Heavy|Book|Narrow|Condensed|Cond|Wide|Mono|Sans|Serif|Code|Slab|Script|Display|Text|"
    r"UI|MT|PS|Std|Pro|MS|Unicode|Neue|LT|Gothic|Mincho|Schoolbook|Linotype|Antiqua|Old|Style|"
    r"CJK|Uni|GB|JP|KR|SC|TC|[A-Z](?![a-z])|BI|MM|TI|TT|SL|SS|EX|BX|SY|IT)*"
)
"""Families that stand for a look; a name outside of them may be a person's or a brand's."""

TAG = re.compile(r"[A-Z]{6}\+")
"""What stands before the name of a font that is embedded in part."""

STYLE = re.compile(r"(bold|black|heavy|demi)|(italic|oblique)", re.IGNORECASE)
FIXED, SERIF = 1, 2


def plain_font_name(font: Object) -> Name:
    """A font's name without the subset's tag; an unknown one becomes a common one alike."""
    name = str(font.get("/BaseFont", "/Helvetica"))[1:].split("+")[-1]
    if KNOWN.fullmatch(name):
        return Name("/" + name)
    descriptor = font.get("/FontDescriptor")
    flags = int(descriptor.get("/Flags", 0) or 0) if isinstance(descriptor, Dictionary) else 0
    marks = {kind for match in STYLE.finditer(name) for kind in (match.lastindex,)}
    bold, italic = 1, 2  # the groups of STYLE
    return Name("/" + _alike(flags, bold=bold in marks, italic=italic in marks))


def _alike(flags: int, *, bold: bool, italic: bool) -> str:
    """A common font, not by the name of a standard one: those bring widths of their own."""
    if flags & FIXED or not flags & SERIF:
        family = "CourierNewPS" if flags & FIXED else "Arial"
    else:
        family = "TimesNewRomanPS"
    style = ("Bold" if bold else "") + ("Italic" if italic else "")
    return f"{family}-{style}MT" if style else f"{family}MT"


def tagged(name: Name, number: int) -> Name:
    """The name with a subset's tag that is the ``number``'s own.

    A font program under the bare name of a standard font is taken for that font by some
    readers, with its widths: words run together for them.
    """
    letters = ""
    for _ in range(6):
        number, rest = divmod(number, 26)
        letters = chr(ord("A") + rest) + letters
    return Name(f"/{letters}+{str(name)[1:]}")


def is_known(name: str) -> bool:
    """Whether a name, with a tag or without, says how a font looks and nothing else."""
    return KNOWN.fullmatch(TAG.sub("", name, count=1)) is not None
