"""Archives and packed folders: zip, tar, gz (and so tgz)."""

from scrubbing.engine.formats.archive.handler import ArchiveHandler, GzipHandler

HANDLERS = (ArchiveHandler(), GzipHandler())
archive, gzip = HANDLERS

__all__ = ["HANDLERS", "archive", "gzip"]
