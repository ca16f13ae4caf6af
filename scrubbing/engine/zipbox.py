"""Read a ZIP-based document as data, and build a fresh one.

Reading never extracts to disk and follows the central directory only: whatever stands
before, between or after the members is never looked at and never carried over.
Building gives the same bytes for the same members: fixed times, no extra fields, no
comments, given order.
"""

import io
import zipfile
import zlib
from collections.abc import Iterable

from scrubbing.engine.errors import Bomb, Broken, Encrypted, TooBig
from scrubbing.engine.limits import FREE_BYTES, MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED, MEBIBYTE

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAMS = tuple(
    word.encode("utf-16-le") for word in ("EncryptedPackage", "EncryptionInfo", "DataSpaces")
)


class Members:
    """The members of a ZIP file by name, unpacked when asked for.

    Names keep their spelling; a name that occurs twice gives the last one, as Office
    reads it. Raises ``Encrypted``, ``Broken``, ``Bomb`` or ``TooBig``.
    """

    def __init__(self, data: bytes) -> None:
        """Check the directory against the limits before a single member is unpacked."""
        if data.startswith(OLE_MAGIC):
            if any(word in data for word in _ENCRYPTED_STREAMS):
                raise Encrypted
            raise Broken("not a package")
        try:
            self._zip = zipfile.ZipFile(io.BytesIO(data))
        except (zipfile.BadZipFile, ValueError, OSError, NotImplementedError) as error:
            raise Broken("not a package") from error
        infos = [info for info in self._zip.infolist() if not info.is_dir()]
        total = sum(info.file_size for info in infos)
        if len(infos) > MAX_MEMBERS or total > MAX_UNPACKED:
            raise TooBig(
                f"more than {MAX_MEMBERS} parts or {MAX_UNPACKED // MEBIBYTE} MiB unpacked"
            )
        if total > FREE_BYTES and total > MAX_RATIO * len(data):
            raise Bomb
        self._infos = {info.filename: info for info in infos}
        self.names = tuple(self._infos)

    def __contains__(self, name: str) -> bool:
        """Say whether a member of this exact name is there."""
        return name in self._infos

    def read(self, name: str) -> bytes:
        """Unpack one member; what is longer than the directory says is ``Broken``."""
        info = self._infos[name]
        if info.flag_bits & 1:
            raise Encrypted
        try:
            with self._zip.open(info) as stream:
                data = stream.read(info.file_size + 1)
        except (
            zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, ValueError, OSError,
            RuntimeError,
        ) as error:  # fmt: skip
            raise Broken("a part cannot be unpacked") from error
        if len(data) > info.file_size:
            raise Broken("a part is longer than it says")
        return data


def build(members: Iterable[tuple[str, bytes]], stored: frozenset[str] = frozenset()) -> bytes:
    """A fresh ZIP of the members in their order; those in ``stored`` are not packed."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as target:
        for name, data in members:
            info = zipfile.ZipInfo(name, (1980, 1, 1, 0, 0, 0))
            info.create_system = 0
            info.external_attr = 0
            plain = name in stored or name.endswith((".png", ".jpeg", ".jpg", ".webp", ".gif"))
            info.compress_type = zipfile.ZIP_STORED if plain else zipfile.ZIP_DEFLATED
            target.writestr(info, data, compresslevel=6)
    return buffer.getvalue()
