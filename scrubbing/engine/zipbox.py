"""Read a ZIP-based document as data, and build a fresh one.

Reading never extracts to disk and follows the central directory only: whatever stands
before, between or after the members is never looked at and never carried over.
Building gives the same bytes for the same members: fixed times, no extra fields, no
comments, given order.
"""

import io
import zipfile
from collections.abc import Iterable

from scrubbing.engine.errors import Broken, Encrypted
from scrubbing.engine.zipcheck import open_zip, read_member

OLE_MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAMS = tuple(
    word.encode("utf-16-le") for word in ("EncryptedPackage", "EncryptionInfo", "DataSpaces")
)


class Members:
    """The members of a ZIP file by name, unpacked when asked for.

    A name that occurs twice gives the last one, as Office reads it. Raises
    ``Encrypted``, ``Broken`` or ``Bomb``.
    """

    def __init__(self, data: bytes) -> None:
        """Check the directory against the limits before a single member is unpacked."""
        if data.startswith(OLE_MAGIC):
            if any(word in data for word in _ENCRYPTED_STREAMS):
                raise Encrypted
            raise Broken("not a package")
        self._zip = open_zip(data)
        infos = [info for info in self._zip.infolist() if not info.is_dir()]
        self._infos = {info.filename: info for info in infos}
        self.names = tuple(self._infos)

    def __contains__(self, name: str) -> bool:
        """Say whether a member of this exact name is there."""
        return name in self._infos

    def read(self, name: str) -> bytes:
        """Unpack one member."""
        return read_member(self._zip, self._infos[name])


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
