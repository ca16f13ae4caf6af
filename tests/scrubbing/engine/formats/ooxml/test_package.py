"""The package itself: zip oddities, refusals, references."""

import io
import re
import zipfile

import pytest
from lxml import etree

from scrubbing.engine.errors import Broken, Encrypted, ScrubError, UnknownPart, Unsupported
from scrubbing.engine.formats import ooxml
from scrubbing.engine.formats.ooxml.clean import _scan
from scrubbing.engine.types import Untrusted
from tests.scrubbing.engine.formats.ooxml import sheets_sample, slides_sample, word_sample
from tests.scrubbing.engine.formats.ooxml.package import SHEETS, WORD, Pack, R, W
from tests.scrubbing.engine.formats.ooxml.toolbox import Tools


def small_word(body: str = "<w:p><w:r><w:t>Hello</w:t></w:r></w:p>", head: str = "") -> Pack:
    pack = Pack()
    pack.rel("", "officeDocument", "word/document.xml")
    pack.part(
        "word/document.xml",
        f'{head}<w:document xmlns:w="{W}" xmlns:r="{R}"><w:body>{body}</w:body></w:document>',
        WORD + "document.main+xml",
    )
    return pack


def rewritten(data: bytes) -> bytes:
    return Tools().rewrite(Untrusted("a", data), [], [])[1]


def test_bytes_outside_the_directory_do_not_survive() -> None:
    data = b"VexBeforequill" + small_word().bytes()
    output = ooxml.WORD.rewrite(Untrusted("a", data), [], [], Tools())
    assert b"VexBeforequill" in data
    assert b"VexBeforequill" not in output


def test_times_and_attributes_of_members_are_fixed() -> None:
    with zipfile.ZipFile(io.BytesIO(rewritten(small_word().bytes()))) as archive:
        infos = archive.infolist()
    assert {(info.date_time, info.create_system, info.extra, info.comment) for info in infos} == {
        ((1980, 1, 1, 0, 0, 0), 0, b"", b"")
    }


def test_document_type_declaration_is_refused() -> None:
    pack = small_word()
    body = pack.parts["word/document.xml"].replace(
        b"<w:document", b'<!DOCTYPE x [<!ENTITY e "VexO18quill">]><w:document', 1
    )
    pack.parts["word/document.xml"] = body
    with pytest.raises(UnknownPart):
        rewritten(pack.bytes())


def test_encrypted_package_is_refused() -> None:
    data = (
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le")
    )
    with pytest.raises(Encrypted):
        ooxml.WORD.extract(Untrusted("a.docx", data), Tools())


def test_other_packages_are_unsupported() -> None:
    pack = small_word()
    pack.types["word/document.xml"] = "application/x-something"
    with pytest.raises(Unsupported):
        ooxml.WORD.extract(Untrusted("a", pack.bytes()), Tools())


@pytest.mark.parametrize("keep", [0.2, 0.5, 0.9, 0.999])
@pytest.mark.parametrize("sample", [word_sample, slides_sample, sheets_sample])
def test_truncated_input_raises(sample: object, keep: float) -> None:
    data, _ = sample.build()  # type: ignore[attr-defined]
    with pytest.raises(ScrubError):
        ooxml.WORD.extract(Untrusted("a", data[: int(len(data) * keep)]), Tools())


def test_broken_main_part_is_refused() -> None:
    pack = small_word("<w:p>")
    with pytest.raises(Broken):
        rewritten(pack.bytes())


def test_broken_chart_is_dropped_with_its_frame() -> None:
    uri = "http://schemas.openxmlformats.org/drawingml/2006/chart"
    pack = small_word(
        "<w:p><w:r><w:t>Hello</w:t></w:r></w:p><w:p><w:r><w:drawing><c:chart "
        f'xmlns:c="{uri}" r:id="rId1"/></w:drawing></w:r></w:p>'
    )
    kind = "application/vnd.openxmlformats-officedocument.drawingml.chart+xml"
    pack.part("word/charts/chart1.xml", "<c:chart", kind)
    pack.rel("word/document.xml", "chart", "word/charts/chart1.xml")
    with zipfile.ZipFile(io.BytesIO(rewritten(pack.bytes()))) as archive:
        assert [name for name in archive.namelist() if "chart" in name] == []
        assert b"rId1" not in archive.read("word/document.xml")


def test_every_reference_of_an_output_has_its_relation() -> None:
    for sample in (word_sample, slides_sample, sheets_sample):
        data, _ = sample.build()
        with zipfile.ZipFile(io.BytesIO(rewritten(data))) as archive:
            names = set(archive.namelist())
            for name in names:
                if not name.endswith(".xml") or name.startswith("["):
                    continue
                folder, _, base = name.rpartition("/")
                rels = f"{folder}/_rels/{base}.rels"
                known = set()
                if rels in names:
                    known = set(re.findall(rb'Id="([^"]+)"', archive.read(rels)))
                used = set(re.findall(rb'\br:\w+="([^"]+)"', archive.read(name)))
                assert used - known == set(), name


def test_macros_are_seen_and_do_not_stay() -> None:
    plain, _ = word_sample.build()
    assert ooxml.has_macros(plain)  # the sample carries a VBA project
    assert not ooxml.has_macros(small_word().bytes())
    assert not ooxml.has_macros(rewritten(plain))
    pack = small_word()
    pack.types["word/document.xml"] = "application/vnd.ms-word.document.macroEnabled.main+xml"
    assert ooxml.has_macros(pack.bytes())
    suffix, output = Tools().rewrite(Untrusted("a", pack.bytes()), [], [])
    assert suffix == "docx"
    with zipfile.ZipFile(io.BytesIO(output)) as archive:
        assert (WORD + "document.main+xml").encode() in archive.read("[Content_Types].xml")


def test_macro_sheet_becomes_an_empty_sheet() -> None:
    data, _ = sheets_sample.build()
    with zipfile.ZipFile(io.BytesIO(rewritten(data))) as archive:
        assert archive.read("xl/worksheets/sheet3.xml").count(b"<f>") == 0
        assert b"macrosheet" not in archive.read("[Content_Types].xml")
    assert SHEETS.startswith("application/")


def test_odd_relation_ids_are_renamed_everywhere() -> None:
    pack = small_word(
        '<w:p><w:hyperlink r:id="rJaneDoe"><w:r><w:t>x</w:t></w:r></w:hyperlink></w:p>'
    )
    pack.rel("word/document.xml", "hyperlink", "https://example.com/", external=True)
    rows = pack.rels["word/document.xml"]
    rows[0] = rows[0].replace("rId1", "rJaneDoe")
    with zipfile.ZipFile(io.BytesIO(rewritten(pack.bytes()))) as archive:
        text = archive.read("word/document.xml") + archive.read("word/_rels/document.xml.rels")
    assert b"rJaneDoe" not in text
    assert text.count(b'="rId2"') == 2


def test_ids_of_fields_say_nothing_of_the_program_that_drew_them() -> None:
    space = "http://schemas.openxmlformats.org/drawingml/2006/main"
    first, second = (
        etree.fromstring(f'<a:p xmlns:a="{space}"><a:fld id="{{{number}}}" type="slidenum"/></a:p>')
        for number in (
            "00A317B2-DD6E-4336-8B5E-261D76E4974F",
            "341527E8-F545-40CD-8126-D28C2D011B90",
        )
    )
    for root in (first, second):
        _scan(root, [])
    assert etree.tostring(first) == etree.tostring(second)
