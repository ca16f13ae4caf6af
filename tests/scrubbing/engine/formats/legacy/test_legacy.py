"""Old formats through LibreOffice; the parts that need no converter run everywhere."""

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass

import docx
import pytest

from scrubbing.engine import convert
from scrubbing.engine.errors import Broken, NeedsTool, TooSlow, Unsupported
from scrubbing.engine.formats import legacy, rtf
from scrubbing.engine.formats.legacy import LEGACY, RTF
from scrubbing.engine.types import Edit, Kind, Untrusted
from scrubbing.engine.zipbox import Members, build
from tests.scrubbing.engine.formats.ooxml.package import small_workbook
from tests.scrubbing.engine.formats.ooxml.toolbox import Tools

needs_libreoffice = pytest.mark.skipif(
    convert.program() is None, reason="LibreOffice is not installed"
)
SAMPLE = (
    rb"{\rtf1\ansi\ansicpg1252{\info{\author VexInfoquill}{\company VexCompanyquill}}"
    rb"{\*\generator VexGeneratorquill}{\header\pard VexHeaderquill\par}"
    rb"\pard Hello VexBodyquill and V\'e9ra \u8364?.\par{\v VexHiddenquill}\par"
    rb"{\*\userprops{\propname VexPropquill}\proptype30{\staticval x}}}"
)
MARK = re.compile(r"Vex\w*?quill")


@dataclass(frozen=True)
class Converting(Tools):
    """The toolbox of the other tests with the real converter."""

    def convert(self, data: bytes, suffix: str, target: str) -> bytes:
        return convert.convert(data, suffix, target)

    def _deeper(self) -> "Converting":
        return Converting(self.depth + 1)


def test_rtf_reader_reads_all_groups_code_pages_and_numbers() -> None:
    found = list(rtf.texts(SAMPLE))
    joined = "".join(found)
    assert MARK.findall(found[-1]) == [
        "VexInfoquill", "VexCompanyquill", "VexGeneratorquill", "VexHeaderquill", "VexBodyquill",
        "VexHiddenquill", "VexPropquill",
    ]  # fmt: skip
    assert "Véra €." in joined


def test_rtf_groups_of_information_are_cut_whole() -> None:
    cut = rtf.without_information(SAMPLE)
    assert MARK.findall(cut.decode("latin-1")) == [
        "VexHeaderquill",
        "VexBodyquill",
        "VexHiddenquill",
    ]
    assert cut.count(b"{") == cut.count(b"}")
    assert rtf.without_information(cut) == cut


def test_rtf_pictures_are_read_as_bytes() -> None:
    data = b"{\\rtf1{\\pict\\pngblip\\picw2\n" + b"\x89PNG and more bytes".hex().encode() + b"}}"
    assert list(rtf.pictures(data)) == [b"\x89PNG and more bytes"]


def test_without_a_converter_old_formats_need_a_tool() -> None:
    with pytest.raises(NeedsTool):
        RTF.extract(Untrusted("a.rtf", SAMPLE), Tools())


def test_other_bytes_are_unsupported() -> None:
    with pytest.raises(Unsupported):
        LEGACY.extract(Untrusted("a.doc", b"plain text"), Tools())


def test_macros_of_binary_documents_are_seen() -> None:
    assert legacy.has_macros(b"xx xl/vbaProject.bin")
    assert legacy.has_macros(b"xx xl/macrosheets/sheet1.xml")
    assert not legacy.has_macros(b"xx")


@needs_libreoffice
@pytest.mark.slow
def test_rtf_is_cleaned_and_stays_rtf() -> None:
    tools = Converting()
    units = RTF.extract(Untrusted("a.rtf", SAMPLE), tools).units
    edits = [
        Edit(unit.locator, match.start(), match.end(), "Lena", Kind.DECLARED)
        for unit in units
        for match in MARK.finditer(unit.text)
    ]
    output = RTF.rewrite(Untrusted("a.rtf", SAMPLE), edits, [], tools)
    assert output.startswith(b"{\\rtf1")
    assert MARK.findall(output.decode("latin-1")) == []
    assert MARK.findall("".join(RTF.texts(output, tools))) == []
    assert "Hello Lena and Véra €." in "".join(RTF.texts(output, tools))
    assert RTF.rewrite(Untrusted("a.rtf", SAMPLE), edits, [], tools) == output


@needs_libreoffice
@pytest.mark.slow
def test_doc_leaves_as_docx() -> None:
    tools = Converting()
    convert._FILTERS["doc"] = "MS Word 97"  # only to make a sample: nothing leaves as doc
    try:
        source = convert.convert(SAMPLE, "rtf", "doc")
    finally:
        del convert._FILTERS["doc"]
    assert b"VexInfoquill" in source
    units: Sequence = LEGACY.extract(Untrusted("a.doc", source), tools).units
    body = next(unit for unit in units if "VexBodyquill" in unit.text)
    start = body.text.index("VexBodyquill")
    edit = Edit(body.locator, start, start + 12, "Lena", Kind.DECLARED)
    output = LEGACY.rewrite(Untrusted("a.doc", source), [edit], [], tools)
    texts = [paragraph.text for paragraph in docx.Document(io.BytesIO(output)).paragraphs]
    assert texts[0] == "Hello Lena and Véra €."
    assert "VexInfoquill" not in "".join(LEGACY.texts(output, tools))


@needs_libreoffice
@pytest.mark.slow
def test_conversion_that_takes_too_long_is_stopped() -> None:
    with pytest.raises(TooSlow):
        convert.convert(small_workbook("x"), "xlsx", "pdf", seconds=0.05)


@needs_libreoffice
@pytest.mark.slow
def test_what_cannot_be_converted_is_broken() -> None:
    with pytest.raises(Broken):
        convert.convert(b"\x01\0\0\0 no picture", "emf", "png")


def test_bare_ampersands_in_links_of_a_converted_workbook_are_mended() -> None:
    link = "xl/externalLinks/externalLink1.xml"
    broken = build([(link, b"<v>BS&W &amp; &#38; &x;</v>"), ("xl/workbook.xml", b"<a>&amp;</a>")])
    mended = Members(legacy._with_whole_links(broken))
    assert mended.read(link) == b"<v>BS&amp;W &amp; &#38; &amp;x;</v>"
    assert mended.read("xl/workbook.xml") == b"<a>&amp;</a>"
    whole = build([("xl/workbook.xml", b"<a>&amp;</a>")])
    assert legacy._with_whole_links(whole) is whole
