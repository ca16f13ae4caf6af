"""What a ZIP file is and whether it is safe to unpack, from its directory alone.

Nothing is written anywhere; members are read one by one with a bound. Overlapping
members, false sizes, too many members and too high ratios raise ``Bomb``.
"""

import re
import struct
import zipfile
import zlib
from io import BytesIO

from scrubbing.engine.errors import Bomb, Broken, Encrypted
from scrubbing.engine.limits import FREE_BYTES, MAX_MEMBERS, MAX_RATIO, MAX_UNPACKED

LOCAL_HEADER = struct.Struct("<4s5H3I2H")
ENCRYPTED_FLAG = 0x1
READ_STEP = 1 << 20

OPC = "application/vnd.openxmlformats-officedocument."
MACRO = "application/vnd.ms-"
MAIN_TYPES = {
    f"{OPC}wordprocessingml.document.main+xml": "docx",
    f"{OPC}wordprocessingml.template.main+xml": "dotx",
    f"{MACRO}word.document.macroEnabled.main+xml": "docm",
    f"{MACRO}word.template.macroEnabledTemplate.main+xml": "dotm",
    f"{OPC}presentationml.presentation.main+xml": "pptx",
    f"{OPC}presentationml.template.main+xml": "potx",
    f"{OPC}presentationml.slideshow.main+xml": "ppsx",
    f"{MACRO}powerpoint.presentation.macroEnabled.main+xml": "pptm",
    f"{MACRO}powerpoint.template.macroEnabled.main+xml": "potm",
    f"{MACRO}powerpoint.slideshow.macroEnabled.main+xml": "ppsm",
    f"{OPC}spreadsheetml.sheet.main+xml": "xlsx",
    f"{OPC}spreadsheetml.template.main+xml": "xltx",
    f"{MACRO}excel.sheet.macroEnabled.main+xml": "xlsm",
    f"{MACRO}excel.template.macroEnabled.main+xml": "xltm",
    f"{MACRO}excel.sheet.binary.macroEnabled.main": "xlsb",
}
ODF = "application/vnd.oasis.opendocument."
ODF_TYPES = {
    f"{ODF}text": "odt",
    f"{ODF}text-template": "ott",
    f"{ODF}spreadsheet": "ods",
    f"{ODF}spreadsheet-template": "ots",
    f"{ODF}presentation": "odp",
    f"{ODF}presentation-template": "otp",
    f"{ODF}graphics": "odg",
    "application/epub+zip": "epub",
}


def open_zip(data: bytes) -> zipfile.ZipFile:
    """The archive, after its directory was found safe.

    Raises ``Broken``, ``Bomb`` or ``Encrypted``.
    """
    try:
        archive = zipfile.ZipFile(BytesIO(data))
    except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError, struct.error) as error:
        raise Broken("zip directory") from error
    members = archive.infolist()
    if len(members) > MAX_MEMBERS:
        raise Bomb("members")
    _check_sizes(members, len(data))
    _check_overlap(members, data)
    if any(member.flag_bits & ENCRYPTED_FLAG for member in members):
        raise Encrypted("zip member")
    return archive


def read_member(archive: zipfile.ZipFile, member: zipfile.ZipInfo | str) -> bytes:
    """One member's bytes, never more than its directory entry promised.

    Raises ``Broken`` for damaged members and ``KeyError`` for missing ones.
    """
    info = archive.getinfo(member) if isinstance(member, str) else member
    try:
        with archive.open(info) as stream:
            data = stream.read(info.file_size + 1)
    except (zipfile.BadZipFile, zlib.error, EOFError, OSError, ValueError) as error:
        raise Broken("zip member") from error
    except (NotImplementedError, RuntimeError) as error:
        raise Broken("zip method") from error
    if len(data) > info.file_size:
        raise Bomb("false size")
    return data


def format_of(data: bytes) -> str:
    """docx, xlsx, odt … or "zip" for any other archive."""
    archive = open_zip(data)
    names = set(archive.namelist())
    if "[Content_Types].xml" in names:
        return _opc_format(read_member(archive, "[Content_Types].xml")) or "zip"
    if "mimetype" in names:
        return _odf_format(archive, names)
    return "zip"


def _odf_format(archive: zipfile.ZipFile, names: set[str]) -> str:
    mimetype = read_member(archive, "mimetype").decode("latin-1").strip()
    found = ODF_TYPES.get(mimetype, "zip")
    manifest = "META-INF/manifest.xml"
    if manifest in names and b"encryption-data" in read_member(archive, manifest):
        raise Encrypted("open document")
    return found


def _opc_format(content_types: bytes) -> str:
    text = content_types.decode("utf-8", "replace").replace("\0", "")
    declared = re.findall(r"ContentType\s*=\s*[\"']([^\"']+)[\"']", text)
    lowered = {name.lower(): found for name, found in MAIN_TYPES.items()}
    found = {lowered[item.lower()] for item in declared if item.lower() in lowered}
    return found.pop() if len(found) == 1 else ""


def _check_sizes(members: list[zipfile.ZipInfo], packed: int) -> None:
    total = sum(member.file_size for member in members)
    if total > MAX_UNPACKED or total > max(FREE_BYTES, packed * MAX_RATIO):
        raise Bomb("ratio")


def _check_overlap(members: list[zipfile.ZipInfo], data: bytes) -> None:
    last = 0
    for member in sorted(members, key=lambda member: member.header_offset):
        if member.header_offset < last:
            raise Bomb("overlap")
        last = _end_of(member, data)
        if last > len(data):
            raise Broken("zip member")


def _end_of(member: zipfile.ZipInfo, data: bytes) -> int:
    header = data[member.header_offset : member.header_offset + LOCAL_HEADER.size]
    if len(header) < LOCAL_HEADER.size or not header.startswith(b"PK\x03\x04"):
        raise Broken("zip member")
    name_length, extra_length = LOCAL_HEADER.unpack(header)[-2:]
    body: int = member.header_offset + LOCAL_HEADER.size + name_length + extra_length
    return body + member.compress_size
