"""Build Office packages by hand, part by part, with every oddity a test asks for."""

import io
import struct
import zipfile
import zlib
from dataclasses import dataclass, field

R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PR = "http://schemas.openxmlformats.org/package/2006/relationships"
W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
P = "http://schemas.openxmlformats.org/presentationml/2006/main"
S = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
A = "http://schemas.openxmlformats.org/drawingml/2006/main"
MC = "http://schemas.openxmlformats.org/markup-compatibility/2006"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml."
SLIDES = "application/vnd.openxmlformats-officedocument.presentationml."
SHEETS = "application/vnd.openxmlformats-officedocument.spreadsheetml."
OFFICE = "application/vnd.openxmlformats-officedocument."
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'


@dataclass
class Pack:
    """Parts and relations; ``bytes()`` gives the package."""

    parts: dict[str, bytes] = field(default_factory=dict)
    types: dict[str, str] = field(default_factory=dict)
    rels: dict[str, list[str]] = field(default_factory=dict)
    comment: bytes = b""
    infos: dict[str, tuple[bytes, bytes]] = field(default_factory=dict)

    def part(self, name: str, body: str | bytes, kind: str = "") -> None:
        self.parts[name] = (HEAD + body).encode() if isinstance(body, str) else body
        if kind:
            self.types[name] = kind

    def rel(self, source: str, kind: str, target: str, *, external: bool = False) -> str:
        """Relate two parts; ``kind`` is the last word of the type or a whole one."""
        rows = self.rels.setdefault(source, [])
        identity = f"rId{len(rows) + 1}"
        kind = kind if "://" in kind else f"{R}/{kind}"
        mode = ' TargetMode="External"' if external else ""
        target = target if external else "/" + target
        rows.append(f'<Relationship Id="{identity}" Type="{kind}" Target="{target}"{mode}/>')
        return identity

    def bytes(self) -> bytes:
        overrides = "".join(
            f'<Override PartName="/{name}" ContentType="{kind}"/>'
            for name, kind in self.types.items()
        )
        defaults = "".join(
            f'<Default Extension="{suffix}" ContentType="{kind}"/>'
            for suffix, kind in (
                ("rels", "application/vnd.openxmlformats-package.relationships+xml"),
                ("xml", "application/xml"), ("png", "image/png"), ("jpeg", "image/jpeg"),
                ("emf", "image/x-emf"), ("bin", "application/octet-stream"),
                ("vml", OFFICE + "vmlDrawing"),
                ("xlsx", SHEETS + "sheet"), ("docx", WORD + "document"),
            )
        )  # fmt: skip
        members = {
            "[Content_Types].xml": (
                f'{HEAD}<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types">'
                f"{defaults}{overrides}</Types>"
            ).encode()
        }
        for source, rows in self.rels.items():
            folder, _, base = source.rpartition("/")
            name = f"{folder}/_rels/{base}.rels" if folder else f"_rels/{base}.rels"
            members[name] = (
                f'{HEAD}<Relationships xmlns="{PR}">{"".join(rows)}</Relationships>'.encode()
            )
        members |= self.parts
        target = io.BytesIO()
        with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
            for name, data in members.items():
                info = zipfile.ZipInfo(name, (2024, 3, 2, 1, 1, 0))
                info.compress_type = zipfile.ZIP_DEFLATED
                info.comment, info.extra = self.infos.get(name, (b"", b""))
                archive.writestr(info, data)
            archive.comment = self.comment
        return target.getvalue()


def png(comment: str = "") -> bytes:
    """A small PNG with a text chunk and bytes after its end."""

    def chunk(kind: bytes, body: bytes) -> bytes:
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", struct.pack(">IIBBBBB", 2, 2, 8, 2, 0, 0, 0))
        + (chunk(b"tEXt", b"Author\0" + comment.encode()) if comment else b"")
        + chunk(b"IDAT", zlib.compress(b"\0\xff\0\0\0\xff\0" * 2))
        + chunk(b"IEND", b"")
        + comment.encode()
    )


def small_workbook(text: str, author: str = "") -> bytes:
    """A workbook of one cell."""
    pack = Pack()
    pack.part(
        "xl/workbook.xml",
        f'<workbook xmlns="{S}" xmlns:r="{R}"><sheets><sheet name="Sheet1" sheetId="1" r:id="rId1"/>'
        "</sheets></workbook>",
        SHEETS + "sheet.main+xml",
    )
    pack.part(
        "xl/worksheets/sheet1.xml",
        f'<worksheet xmlns="{S}"><sheetData><row r="1"><c r="A1" t="inlineStr"><is><t>{text}</t></is>'
        "</c></row></sheetData></worksheet>",
        SHEETS + "worksheet+xml",
    )
    pack.part(
        "docProps/core.xml",
        '<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/'
        'core-properties" xmlns:dc="http://purl.org/dc/elements/1.1/">'
        f"<dc:creator>{author}</dc:creator></cp:coreProperties>",
        "application/vnd.openxmlformats-package.core-properties+xml",
    )
    pack.rel("", "officeDocument", "xl/workbook.xml")
    pack.rel("", f"{PR}/metadata/core-properties", "docProps/core.xml")
    pack.rel("xl/workbook.xml", "worksheet", "xl/worksheets/sheet1.xml")
    return pack.bytes()


def ole(*texts: str) -> bytes:
    """Bytes that look like an embedded object with paths in both kinds of letters."""
    body = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 504
    for text in texts:
        body += b"\x01Ole10Native\0C:\\Users\\" + text.encode() + b"\\file.pdf\0"
        body += ("C:\\Temp\\" + text).encode("utf-16-le") + b"\0\0"
    return body
