"""Word, PowerPoint and Excel documents: one package walker, three families."""

from scrubbing.engine.errors import ScrubError
from scrubbing.engine.formats.ooxml import opc
from scrubbing.engine.formats.ooxml.allow import MACRO_SHEETS, OUTPUTS, Family
from scrubbing.engine.formats.ooxml.handler import OfficeHandler

WORD = OfficeHandler(Family.WORD)
SLIDES = OfficeHandler(Family.SLIDES)
SHEETS = OfficeHandler(Family.SHEETS)

HANDLERS = (WORD, SLIDES, SHEETS)

__all__ = ["HANDLERS", "OUTPUTS", "SHEETS", "SLIDES", "WORD", "has_macros", "output_format"]


def has_macros(data: bytes) -> bool:
    """Whether a document holds macros: by its type, a VBA project or a macro sheet."""
    try:
        package = opc.read(data)
    except ScrubError:
        return False
    if package.main.macros:
        return True
    kinds = {part.content_type for part in package.dropped}
    names = [part.untrusted_name.lower() for part in package.dropped]
    sorts = {part.sort for part in package.parts}
    return (
        opc.Sort.BLANK in sorts
        or bool(kinds & MACRO_SHEETS)
        or "application/vnd.ms-office.vbaProject" in kinds
        or any(name.endswith("vbaproject.bin") for name in names)
    )


def output_format(suffix: str) -> str:
    """The format that comes out for a format that goes in (docm gives docx)."""
    return OUTPUTS[suffix.lstrip(".").lower()]
