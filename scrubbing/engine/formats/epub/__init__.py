"""Electronic books: chapters, styles and pictures, each by its own handler, packed anew."""

from scrubbing.engine.formats.epub.handler import EpubHandler

EPUB = EpubHandler()

__all__ = ["EPUB", "EpubHandler"]
