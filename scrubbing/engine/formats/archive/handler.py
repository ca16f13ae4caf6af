"""Archives: read as data, their contents cleaned, packed anew.

What makes the whole unsafe (a bomb, a password, a path that leads outside, too deep) refuses
the archive. A repository's own folder (``.git``) is read for what it says about owners and left
out; where its files are not checked out beside it, those of its last commit stand there.
"""

import zlib
from collections.abc import Sequence
from dataclasses import replace

from scrubbing.engine.errors import Unsupported
from scrubbing.engine.formats.archive import contents, members as packed, repository
from scrubbing.engine.formats.archive.contents import LEFT_OUT
from scrubbing.engine.sevenzip.reading import MAGIC
from scrubbing.engine.suffixes import split_name
from scrubbing.engine.types import Box, Edit, Extraction, Toolbox, Untrusted


class ArchiveHandler:
    """zip, tar and 7z."""

    name = "archive"
    formats = ("zip", "tar", "7z")

    def extract(self, untrusted: Untrusted, toolbox: Toolbox) -> Extraction:
        """Units of every member, prefixed with its number, and one per part of a path."""
        format_name = _format(untrusted.data)
        divided = repository.divide(packed.read(format_name, untrusted.data))
        inner = contents.extract(divided.own, toolbox)
        return replace(
            inner,
            format=format_name,
            units=(*inner.units, *divided.units),
            facts=(*divided.facts, *inner.facts),
        )

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
    ) -> bytes:
        """The same kind of archive with every member rewritten and every name scrubbed."""
        format_name = _format(untrusted.data)
        divided = repository.divide(packed.read(format_name, untrusted.data))
        return packed.write(format_name, contents.rewrite(divided.own, edits, boxes, toolbox))

    def texts(self, output: bytes, toolbox: Toolbox) -> Sequence[str]:
        """All paths and all text of every member."""
        return contents.texts(packed.read(_format(output), output), toolbox)


class GzipHandler:
    """gz with one file in it; a tgz is a gz with a tar in it."""

    name = "gzip"
    formats = ("gz",)

    def extract(self, untrusted: Untrusted, toolbox: Toolbox) -> Extraction:
        """What the inner file says, under its own locators."""
        inner = Untrusted(_inside(untrusted.name), packed.gunzip(untrusted.data))
        found = toolbox.extract(inner)
        facts = (*packed.blob_facts("inner", packed.Member(inner.name, inner.data)), *found.facts)
        return replace(found, format="gz", facts=facts)

    def rewrite(
        self, untrusted: Untrusted, edits: Sequence[Edit], boxes: Sequence[Box], toolbox: Toolbox
    ) -> bytes:
        """The inner file rewritten; no name and no time in the header."""
        inner = Untrusted(_inside(untrusted.name), packed.gunzip(untrusted.data))
        suffix, data = toolbox.rewrite(inner, edits, boxes)
        if suffix != split_name(inner.name)[1].removeprefix(".").lower():
            # The name outside would promise another type than the one inside.
            raise Unsupported
        packer = zlib.compressobj(6, zlib.DEFLATED, 31)
        return packer.compress(data) + packer.flush()

    def texts(self, output: bytes, toolbox: Toolbox) -> Sequence[str]:
        """All text of the inner file, whatever it is."""
        data = packed.gunzip(output)
        markup = ("xml",) if data.lstrip().startswith(b"<?xml") else ()
        for suffix in ("tar", *markup, "txt"):
            try:
                return toolbox.texts(f"inner.{suffix}", data)
            except LEFT_OUT:
                continue
        return (data.decode("utf-8", "replace"), data.decode("utf-16-le", "replace"))


def _format(data: bytes) -> str:
    if data.startswith(MAGIC):
        return "7z"
    return "zip" if data.startswith(b"PK") else "tar"


def _inside(name: str) -> str:
    base = name.rsplit("/", 1)[-1]
    stem, _, suffix = base.rpartition(".")
    if suffix.lower() == "tgz":
        return f"{stem}.tar"
    return stem if "." in stem else f"{stem or 'file'}.txt"
