"""PDF."""

from scrubbing.engine.formats.pdf.handler import PdfHandler

PDF = PdfHandler()
