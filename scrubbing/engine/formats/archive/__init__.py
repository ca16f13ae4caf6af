"""Archives and packed folders: zip, tar, gz (and so tgz), and bundles of git."""

from scrubbing.engine.formats.archive.bundle import BundleHandler
from scrubbing.engine.formats.archive.handler import ArchiveHandler, GzipHandler

HANDLERS = (ArchiveHandler(), GzipHandler(), BundleHandler())
archive, gzip, bundle = HANDLERS

__all__ = ["HANDLERS", "archive", "bundle", "gzip"]
