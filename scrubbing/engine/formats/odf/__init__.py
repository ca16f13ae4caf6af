"""OpenDocument texts, spreadsheets and presentations."""

from scrubbing.engine.errors import ScrubError
from scrubbing.engine.formats.odf.handler import OdfHandler
from scrubbing.engine.zipbox import Members

ODF = OdfHandler()
HANDLERS = (ODF,)

__all__ = ["HANDLERS", "ODF", "has_macros"]


def has_macros(data: bytes) -> bool:
    """Whether a document holds modules of Basic or scripts of another language."""
    try:
        names = Members(data).names
    except ScrubError:
        return False
    lists = ("script-lb.xml", "script-lc.xml", "dialog-lb.xml", "dialog-lc.xml")
    return any(
        name.startswith(("Basic/", "Scripts/")) and not name.endswith((*lists, "/"))
        for name in names
    )
