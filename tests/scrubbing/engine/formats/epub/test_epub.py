"""Books: chapters in place under new names, links that lead somewhere, no word of the makers."""

import io
import re
import zipfile

import pytest
from hypothesis import given, settings, strategies as st
from lxml import etree

from scrubbing.engine.errors import ScrubError
from scrubbing.engine.formats.epub import EPUB
from scrubbing.engine.identify import identify
from scrubbing.engine.knowledge import merge
from scrubbing.engine.pipeline import clean, read
from scrubbing.engine.policy import shipped
from scrubbing.engine.registry import Tools
from scrubbing.engine.types import Edit, Kind, Untrusted
from scrubbing.engine.verify.raw import RawSearch
from tests.scrubbing.engine.formats.epub.sample import CANARY, book, members

NEEDLES = tuple(merge([], [CANARY, "Quarrington"], [], b"k" * 32).needles())
MARK = re.compile(r"Zelda(?: |%20)Quarrington", re.IGNORECASE)
BOOK = book()
LOCK = """<encryption xmlns="urn:oasis:names:tc:opendocument:xmlns:container"
 xmlns:e="http://www.w3.org/2001/04/xmlenc#"><e:EncryptedData><e:EncryptionMethod
 Algorithm="{way}"/></e:EncryptedData></encryption>"""


def units(data: bytes):
    return EPUB.extract(Untrusted("a.epub", data), Tools()).units


def rewritten(data: bytes, edits=()) -> bytes:
    return EPUB.rewrite(Untrusted("a.epub", data), edits, (), Tools())


def content(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def scrubbed() -> bytes:
    edits = [
        Edit(unit.locator, match.start(), match.end(), "Lena Hart", Kind.PERSON)
        for unit in units(BOOK)
        if not unit.removable
        for match in MARK.finditer(unit.text)
    ]
    return rewritten(BOOK, edits)


@pytest.mark.slow
def test_a_book_stays_a_book_with_its_type_first():
    output = scrubbed()
    assert identify("a.epub", output).format == "epub"
    with zipfile.ZipFile(io.BytesIO(output)) as archive:
        first = archive.infolist()[0]
    assert (first.filename, first.compress_type, first.extra) == ("mimetype", 0, b"")


def test_only_parts_that_the_manifest_lists_and_we_know_go_through():
    assert list(content(rewritten(BOOK))) == [
        "mimetype", "META-INF/container.xml", "EPUB/package.opf", "EPUB/item1.xhtml",
        "EPUB/item2.xhtml", "EPUB/item3.css", "EPUB/item4.png", "EPUB/item5.ncx",
    ]  # fmt: skip


def test_links_between_parts_lead_to_their_new_names():
    files = content(rewritten(BOOK))
    page = etree.fromstring(files["EPUB/item1.xhtml"])
    links = [str(value) for value in page.xpath("//@href | //@src")]
    assert links == ["item3.css", "item2.xhtml#p1", f"https://example.com/{CANARY}", "item4.png"]
    assert b"url('item4.png')" in files["EPUB/item3.css"]
    assert b"url(removed)" in files["EPUB/item3.css"]
    assert b'src="item1.xhtml#p1"' in files["EPUB/item5.ncx"]


def test_the_order_of_reading_stays():
    package = etree.fromstring(content(rewritten(BOOK))["EPUB/package.opf"])
    space = {"o": "http://www.idpf.org/2007/opf"}
    spine = [
        (i.get("idref"), i.get("linear")) for i in package.iterfind("o:spine/o:itemref", space)
    ]
    assert spine == [("i1", None), ("i2", "no")]
    assert package.find("o:spine", space).get("toc") == "i5"
    guide = [(i.get("type"), i.get("href")) for i in package.iterfind("o:guide/*", space)]
    assert guide == [("text", "item1.xhtml")]
    kept = {node.tag.rpartition("}")[2] for node in package.iterfind("o:metadata/*", space)}
    assert kept == {"identifier", "title", "language", "meta"}


def test_what_the_book_says_of_its_makers_is_known_and_left_out():
    extraction = EPUB.extract(Untrusted("a.epub", BOOK), Tools())
    facts = {(fact.name, fact.untrusted_value) for fact in extraction.facts}
    assert {("author", f"Author {CANARY}"), ("company", f"House {CANARY}")} <= facts
    removed = "\n".join(unit.text for unit in extraction.units if unit.removable)
    for words in ("About", f"unlisted-{CANARY}", f"fonts/{CANARY}", "by Zelda"):
        assert words in removed


def test_every_canary_is_seen_and_none_is_left():
    seen = {unit.locator.partition(":")[0] for unit in units(BOOK) if MARK.search(unit.text)}
    assert {"title", "meta", "1!h", "2!h", "3!line", "5!x"} - seen <= {"3!line", "5!x"}
    assert len(seen) >= 6
    assert RawSearch(NEEDLES, ()).find(BOOK)
    assert RawSearch(NEEDLES, ()).find(rewritten(BOOK))
    output = scrubbed()
    assert not RawSearch(NEEDLES, ()).find(output)
    assert MARK.findall("\n".join(EPUB.texts(output, Tools()))) == []
    assert len(MARK.findall("\n".join(EPUB.texts(rewritten(BOOK), Tools())))) > 5


def test_rewriting_a_rewritten_book_changes_nothing():
    once = rewritten(BOOK)
    assert rewritten(once) == once == rewritten(BOOK)


def test_rewriting_without_edits_keeps_all_text():
    def kept(found):
        return [unit.text for unit in found if not unit.removable]

    assert kept(units(rewritten(BOOK))) == kept(units(BOOK))


@pytest.mark.parametrize(
    ("name", "way", "code"),
    [
        ("META-INF/encryption.xml", "http://www.w3.org/2001/04/xmlenc#aes256-cbc", "encrypted"),
        ("META-INF/rights.xml", "", "encrypted"),
        ("META-INF/encryption.xml", "http://www.idpf.org/2008/embedding", ""),
    ],
)
def test_a_locked_book_is_refused_but_not_for_its_fonts(name, way, code):
    data = book({**members(), name: LOCK.format(way=way).encode()})
    try:
        rewritten(data)
        found = ""
    except ScrubError as error:
        found = error.code
    assert found == code


@pytest.mark.parametrize(
    "spoil",
    [{"META-INF/container.xml": b"<a/>"}, {f"OEBPS/{CANARY}.opf": b"<a"}],
    ids=["no package", "no XML"],
)
def test_a_book_without_its_package_is_broken(spoil):
    with pytest.raises(ScrubError) as refused:
        rewritten(book({**members(), **spoil}))
    assert refused.value.code == "broken"


def test_entities_are_not_expanded():
    bomb = b'<!DOCTYPE a [<!ENTITY b "' + b"x" * 999 + b'">]><package>&b;</package>'
    output = rewritten(book({**members(), f"OEBPS/{CANARY}.opf": bomb}))
    assert b"xxx" not in b"".join(content(output).values())


@pytest.mark.slow
def test_the_whole_way_leaves_nothing_of_the_canary():
    policy = shipped()
    untrusted = Untrusted(f"{CANARY}.epub", BOOK)
    reading = read(untrusted, policy)
    knowledge = merge([reading], [CANARY], [], b"k" * 32)
    cleaned = clean(untrusted, reading, knowledge, policy).cleaned
    assert cleaned.name.endswith(".epub")
    assert not RawSearch(NEEDLES, ()).find(cleaned.data)
    for name, data in content(cleaned.data).items():
        if name.endswith((".xhtml", ".opf", ".ncx", ".xml")):
            etree.fromstring(data)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, len(BOOK)), st.binary(min_size=1, max_size=40))
def test_damage_is_refused_and_never_crashes(at, junk):
    try:
        rewritten(BOOK[:at] + junk + BOOK[at + len(junk) :])
    except ScrubError:
        return
