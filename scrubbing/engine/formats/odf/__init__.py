"""OpenDocument texts, spreadsheets and presentations."""

from scrubbing.engine.formats.odf.handler import OdfHandler

ODF = OdfHandler()
HANDLERS = (ODF,)

__all__ = ["HANDLERS", "ODF"]
