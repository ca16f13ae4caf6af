"""7z archives by py7zr, which shares no code with ours."""

import io
from typing import Any

import py7zr
from py7zr.io import BytesIOFactory

Files = dict[str, bytes]


def packed(files: Files, filters: Any = None, **options: Any) -> bytes:
    target = io.BytesIO()
    with py7zr.SevenZipFile(target, "w", filters=filters, **options) as archive:
        for name, data in files.items():
            archive.writestr(data, name)
    return target.getvalue()


def unpacked(data: bytes) -> Files:
    with py7zr.SevenZipFile(io.BytesIO(data)) as archive:
        factory = BytesIOFactory(1 << 30)
        archive.extractall(factory=factory)
        return {name: factory.products[name].read() for name in archive.getnames()}
