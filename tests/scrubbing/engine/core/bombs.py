"""Small files that unpack, nest, refer or draw to far too much; made here, never stored."""

import gzip
import io
import json
import struct
import tarfile
import zipfile
import zlib

MEBIBYTE = 1024 * 1024
ENTITIES = "".join(
    f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10)
)  # fmt: skip
LAUGHS = f'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY a0 "lol">{ENTITIES}]><a>&a9;</a>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]><a>&x;</a>'


def zipped(members: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return target.getvalue()


def _ratio() -> bytes:
    """A thousand to one: 100 MiB of zeros in 100 KiB."""
    target = io.BytesIO()
    with (
        zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("zeros.txt", "w", force_zip64=True) as member,
    ):
        for _ in range(100):
            member.write(bytes(MEBIBYTE))
    return target.getvalue()


def _overlap() -> bytes:
    """Many names for one packed member, as in David Fifield's archives."""
    data = zipped({"a.txt": b"0" * MEBIBYTE})
    end = data.rindex(b"PK\x05\x06")
    start = struct.unpack("<I", data[end + 16 : end + 20])[0]
    entry = data[start:end]
    entries = b"".join(entry.replace(b"a.txt", b"%05d" % number) for number in range(2000))
    tail = bytearray(data[end:])
    struct.pack_into("<HHII", tail, 8, 2000, 2000, len(entries), start)
    return data[:start] + entries + bytes(tail)


def _nested(levels: int) -> bytes:
    data = b"x" * 1000
    for level in range(levels):
        data = zipped({f"{level}.zip" if level else "a.txt": data})
    return data


def _wide() -> bytes:
    """Ten archives of ten archives of ten: a thousand times 10 MiB."""
    data = zipped({"0.txt": bytes(10 * MEBIBYTE)})
    for _ in range(3):
        data = zipped({f"{number}.zip": data for number in range(10)})
    return data


def _flood(width: int, height: int) -> bytes:
    """A picture of one colour that says it has so many pixels."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    packer = zlib.compressobj(9)
    row = bytes(1 + width // 8)
    rows = b"".join(packer.compress(row) for _ in range(min(height, 50_000))) + packer.flush()
    head = struct.pack(">IIBBBBB", width, height, 1, 0, 0, 0, 0)
    return b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", head) + chunk(b"IDAT", rows) + chunk(b"IEND", b"")


def _office(part: str) -> bytes:
    types = ('<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/'
             'content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-'
             'package.relationships+xml"/><Override PartName="/word/document.xml" ContentType="applic'
             'ation/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"/></Types>')  # fmt: skip
    rels = ('<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/'
            'relationships"><Relationship Id="r1" Type="http://schemas.openxmlformats.org/officeDocument'
            '/2006/relationships/officeDocument" Target="word/document.xml"/></Relationships>')  # fmt: skip
    return zipped({"[Content_Types].xml": types.encode(), "_rels/.rels": rels.encode(),
                   "word/document.xml": part.encode()})  # fmt: skip


def _many_members() -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w:gz") as archive:
        for number in range(30_000):
            archive.addfile(tarfile.TarInfo(f"{number}.txt"))
    return target.getvalue()


def _aliases() -> str:
    lines = ["a0: &a0 [x, x]"]
    lines += [f"a{n}: &a{n} [{', '.join([f'*a{n - 1}'] * 10)}]" for n in range(1, 10)]
    return "\n".join(lines) + "\n"


def bombs() -> dict[str, bytes]:
    """By file name."""
    return {
        "ratio.zip": _ratio(),
        "ratio.txt.gz": gzip.compress(bytes(100 * MEBIBYTE), 9),
        "overlap.zip": _overlap(),
        "nested.zip": _nested(40),
        "wide.zip": _wide(),
        "cells.csv": (b"," * 99 + b"\n") * 20_000,
        "cells.html": b"<table>" + (b"<tr>" + b"<td></td>" * 100 + b"</tr>") * 20_000,
        "members.tgz": _many_members(),
        "laughs.xml": LAUGHS.encode(),
        "outside.xml": OUTSIDE.encode(),
        "laughs.svg": LAUGHS.replace("<a>", '<svg xmlns="http://www.w3.org/2000/svg"><text>')
        .replace("</a>", "</text></svg>").replace("DOCTYPE a", "DOCTYPE svg").encode(),
        "laughs.docx": _office(LAUGHS),
        "laughs.yaml": _aliases().encode(),
        "flood.png": _flood(60_000, 60_000),
        "deep.json": b"[" * 100_000 + b"]" * 100_000,
        "deep.xml": b"<a>" * 100_000 + b"</a>" * 100_000,
        "deep.html": b"<div>" * 50_000 + b"x",
        "deep.eml": b"".join(
            b"Content-Type: multipart/mixed; boundary=b%d\n\n--b%d\n" % (n, n) for n in range(500)
        ),
        "huge.json": json.dumps({"a": 10**4000}).encode(),
    }  # fmt: skip
