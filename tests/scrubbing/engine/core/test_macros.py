"""Macros: refused where a policy says so, wherever they hide; else dropped, never passed on."""

import io
import os
import zipfile
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from scrubbing.engine.errors import HasMacro
from scrubbing.engine.knowledge import merge
from scrubbing.engine.pipeline import clean, read
from scrubbing.engine.policy import shipped
from scrubbing.engine.registry import holds_macros
from scrubbing.engine.types import Untrusted
from tests.scrubbing.engine.formats.mail.compound import compound

VBA = b"\xd0\xcf\x11\xe0" + b"Attribute VB_Name" * 40
PROJECT = "application/vnd.ms-office.vbaProject"
RELATION = "http://schemas.microsoft.com/office/2006/relationships/vbaProject"
REFUSE = replace(shipped(), macros="refuse")
SHARED = Path(os.environ.get("AIRLOCK_SHARED", Path(__file__).parents[5] / "shared"))


def workbook() -> bytes:
    target = io.BytesIO()
    book = openpyxl.Workbook()
    book.active["A1"] = "plain words"
    book.save(target)
    return target.getvalue()


def changed(data: bytes, new: dict[str, bytes], swap: dict[str, tuple[bytes, bytes]]) -> bytes:
    """A package with more parts, and other bytes in some that are there."""
    target = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(target, "w") as archive:
        for name in old.namelist():
            body = old.read(name)
            if name in swap:
                assert swap[name][0] in body
                body = body.replace(*swap[name], 1)
            archive.writestr(name, body)
        for name, body in new.items():
            archive.writestr(name, body)
    return target.getvalue()


def with_project(name: str = "xl/vbaProject.bin") -> bytes:
    """A workbook that says it has no macros, and has a VBA project."""
    override = f'<Override PartName="/{name}" ContentType="{PROJECT}"/></Types>'
    link = f'<Relationship Id="rVba" Type="{RELATION}" Target="/{name}"/></Relationships>'
    return changed(
        workbook(),
        {name: VBA},
        {
            "[Content_Types].xml": (b"</Types>", override.encode()),
            "xl/_rels/workbook.xml.rels": (b"</Relationships>", link.encode()),
        },
    )


def with_macro_sheet() -> bytes:
    """A workbook whose sheet is one of Excel 4's macro sheets."""
    return changed(
        workbook(), {},
        {"[Content_Types].xml": (
            b"application/vnd.openxmlformats-officedocument.spreadsheetml.worksheet+xml",
            b"application/vnd.ms-excel.macrosheet+xml",
        )},
    )  # fmt: skip


def text_with_basic() -> bytes:
    target = io.BytesIO()
    kind = "application/vnd.oasis.opendocument.text"
    content = (
        '<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0" office:version="1.3">'
        "<office:body><office:text><text:p>plain words</text:p></office:text></office:body>"
        "</office:document-content>"
    )
    manifest = (
        '<manifest:manifest xmlns:manifest="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0" '
        f'manifest:version="1.3"><manifest:file-entry manifest:full-path="/" '
        f'manifest:media-type="{kind}"/><manifest:file-entry manifest:full-path="content.xml" '
        'manifest:media-type="text/xml"/></manifest:manifest>'
    )
    with zipfile.ZipFile(target, "w") as archive:
        archive.writestr("mimetype", kind)
        archive.writestr("content.xml", content)
        archive.writestr("META-INF/manifest.xml", manifest)
        archive.writestr("Basic/Standard/Module1.xml", "<module>Shell</module>")
    return target.getvalue()


HIDDEN = {
    "a.xlsx": with_project(),
    "b.xlsx": with_project("xl/media/other.bin"),
    "c.xlsx": with_macro_sheet(),
    "d.odt": text_with_basic(),
}


def packed(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return target.getvalue()


def cleaned(name: str, data: bytes, policy):
    untrusted = Untrusted(name, data)
    reading = read(untrusted, policy)
    return clean(untrusted, reading, merge([reading], [], [], b"k" * 32), policy).cleaned


def test_a_plain_workbook_has_none():
    assert not holds_macros("xlsx", workbook())


@pytest.mark.parametrize("name", HIDDEN)
def test_macros_in_a_file_that_says_it_has_none_are_refused_where_the_policy_refuses(name):
    assert holds_macros(name.rpartition(".")[2], HIDDEN[name])
    with pytest.raises(HasMacro):
        read(Untrusted(name, HIDDEN[name]), REFUSE)


@pytest.mark.parametrize("name", HIDDEN)
def test_where_they_are_not_refused_they_are_dropped(name):
    suffix = name.rpartition(".")[2]
    output = cleaned(name, HIDDEN[name], shipped()).data
    assert not holds_macros(suffix, output)
    with zipfile.ZipFile(io.BytesIO(output)) as archive:
        inside = b"".join(archive.read(member) for member in archive.namelist())
    for word in (b"VB_Name", b"vbaProject", b"macrosheet", b"Shell"):
        assert word not in inside


def test_an_inner_file_with_macros_leaves_a_line_where_they_are_refused():
    data = packed({"a.xlsx": HIDDEN["a.xlsx"], "b.txt": b"plain words\n"})
    with zipfile.ZipFile(io.BytesIO(cleaned("a.zip", data, REFUSE).data)) as archive:
        assert sorted(archive.namelist()) == ["a.xlsx.removed.txt", "b.txt"]
    with zipfile.ZipFile(io.BytesIO(cleaned("a.zip", data, shipped()).data)) as archive:
        assert sorted(archive.namelist()) == ["a.xlsx", "b.txt"]


@pytest.mark.parametrize(
    "ending",
    ["SimpleMacro.xls", "testWORD_macros.docm", "SimpleMacro.pptm", "excel4_sample_macro.xlsm",
     "testODTMacro.odt", "excel4_sample_macro.xlsb"],
)  # fmt: skip
def test_real_files_with_macros_are_known(ending):
    found = sorted((SHARED / "corpus" / "bad").glob(f"*{ending}"))
    if not found:
        pytest.skip("no corpus beside the project (AIRLOCK_SHARED)")
    assert [holds_macros(path.suffix[1:], path.read_bytes()) for path in found] == [True]


def sheet_list(kind: int) -> bytes:
    """The beginning of a binary workbook with one sheet of a kind."""
    name = b"\x06\x00Sheet1"
    sheet = (0).to_bytes(4, "little") + bytes([0, kind]) + name
    records = ((0x0809, bytes(16)), (0x0085, sheet), (0x000A, b""))
    return b"".join(
        record.to_bytes(2, "little") + len(body).to_bytes(2, "little") + body
        for record, body in records
    ) + bytes(5000)


@pytest.mark.parametrize(("kind", "found"), [(0, False), (1, True)])
def test_a_sheet_of_old_macros_in_an_old_workbook_is_known(kind, found):
    assert holds_macros("xls", compound({"Workbook": sheet_list(kind)})) is found


@pytest.mark.parametrize("name", ["Macros", "_VBA_PROJECT_CUR"])
def test_a_project_in_an_old_document_is_known(name):
    assert not holds_macros("doc", compound({"WordDocument": bytes(5000)}))
    assert holds_macros(
        "doc", compound({"WordDocument": bytes(5000), name: {"VBA": {"dir": b"x"}}})
    )
