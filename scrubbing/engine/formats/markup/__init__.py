"""HTML and XML: text and attributes in place, comments of HTML dropped."""

from scrubbing.engine.formats.markup.handler import MarkupHandler

HANDLER = MarkupHandler()

__all__ = ["HANDLER", "MarkupHandler"]
