import base64
import gzip
import io
import tarfile
import zipfile
from dataclasses import replace
from urllib.parse import quote

import pikepdf
import pytest

from scrubbing.engine import pipeline, telling
from scrubbing.engine.errors import Leaked
from scrubbing.engine.identify import Identity
from scrubbing.engine.knowledge import merge
from scrubbing.engine.knowledge.matcher import needle
from scrubbing.engine.losses import with_lost
from scrubbing.engine.policy import shipped
from scrubbing.engine.reading import Reading
from scrubbing.engine.types import Edit, Extraction, Kind, Lost, Place, Role, Span, Unit
from scrubbing.engine.verify import Wanted, check, check_texts, leak_test
from scrubbing.engine.verify.again import Expectation, Found
from scrubbing.engine.verify.raw import RawSearch

NAME = "Zelda Quarrington"
NEEDLES = tuple(merge([], [NAME], [], b"k" * 32).needles())


def search() -> RawSearch:
    return RawSearch(NEEDLES, ())


def zipped(name: str, data: bytes, comment: bytes = b"") -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr(name, data)
        archive.comment = comment
    return buffer.getvalue()


def pdf(text: bytes) -> bytes:
    document = pikepdf.new()
    page = document.add_blank_page()
    page.Contents = document.make_stream(text)
    buffer = io.BytesIO()
    document.save(buffer, compress_streams=True)
    return buffer.getvalue()


HIDDEN = {
    "raw": NAME.encode(),
    "upper": NAME.upper().encode(),
    "utf-16-le": NAME.encode("utf-16-le"),
    "utf-16-be": b"\x00" + NAME.encode("utf-16-be"),
    "base64": base64.b64encode(b"x" + NAME.encode() + b"yz"),
    "base64 blob": base64.b64encode(b"padding padding padding " + NAME.upper().encode()),
    "hex": NAME.encode().hex().encode(),
    "percent": quote(NAME).encode(),
    "plus": b"q=Zelda+Quarrington",
    "entities": "".join(f"&#{ord(c)};" for c in NAME).encode(),
    "hex entities": "".join(f"&#x{ord(c):x};" for c in NAME).encode(),
    "member": zipped("a.txt", NAME.encode()),
    "member of member": zipped("a.zip", zipped("b.txt", NAME.encode())),
    "member name": zipped(f"{NAME}.txt", b"x"),
    "archive comment": zipped("a.txt", b"x", NAME.encode()),
    "gzip": gzip.compress(NAME.encode()),
    "pdf stream": pdf(b"BT (Zelda Quarrington) Tj ET"),
}


@pytest.mark.parametrize("place", HIDDEN)
def test_raw_search_sees(place):
    assert search().find(HIDDEN[place]) != ""


@pytest.mark.parametrize(
    "clean",
    [b"nothing here", zipped("a.txt", b"nothing"), pdf(b"BT (nothing) Tj ET"), b"", bytes(1000)],
)
def test_raw_search_leaves_clean_bytes(clean):
    assert search().find(clean) == ""


@pytest.mark.parametrize(
    "text", ["by Zelda Quarrington", "ZELDA  QUARRINGTON", "Z e l d a Q u a r r i n g t o n",
             "zelda_quarrington", "Zelda Quar-\nrington", "QUARRINGTON, Zelda"]
)  # fmt: skip
def test_text_search_sees(text):
    with pytest.raises(Leaked):
        check_texts([text], Wanted(NEEDLES, ()))


def test_raw_search_takes_a_part_of_a_longer_number_for_none():
    code = RawSearch([needle("23400", 0)], [])
    assert code.find(pdf(b"[ -4200 ( ) -23400.4 (rise ) ] TJ")) == ""
    assert code.find(pdf(b"[ -4200 ( ) -23400 (rise ) ] TJ")) == "utf-8"
    assert code.find(pdf(b"BT (by 23400.) Tj ET")) == "utf-8"


def test_digits_in_the_outlines_of_a_font_are_no_leak_but_names_and_other_bytes_are():
    search = RawSearch([needle("27654", 0), needle("Quarrington", 1)], ())
    others = RawSearch([needle("27654390", 0), needle("Zelda W", 1)], ())
    assert others.find(b"OTTO\x00\x12\xff 27654390 \xfe\x00\x01") == "utf-8"
    assert others.find(b"OTTO\x00\x12\xff Zelda W \xfe\x00\x01") == "utf-8"
    outlines = b"\x01]\x00]\x01\x1227654&#\x06\x07\xff\xfe" * 3
    assert search.find(b"\x00\x01\x00\x00\x00\x12" + outlines) == ""
    assert search.find(b"OTTO\x00\x12" + outlines + b"Quarrington\x00") == "utf-8"
    assert search.find(b"\x07\x01\x00\x00\x00\x12" + outlines) == "utf-8"
    assert search.find(b"true: 27654 said") == "utf-8"


def test_check_excuses_a_stand_in_that_holds_the_value():
    needles = tuple(merge([], ["example"], [], b"k" * 32).needles())
    texts = ["write to a@corp.example.com"]
    check(texts[0].encode(), texts, Wanted(needles, ("a@corp.example.com",)))
    with pytest.raises(Leaked):
        check_texts(["an example.com"], Wanted(needles, ("a@corp.example.com",)))


def tarred(name: str, data: bytes, **header: str) -> bytes:
    buffer = io.BytesIO()
    with tarfile.open(fileobj=buffer, mode="w", format=tarfile.PAX_FORMAT) as archive:
        entry = tarfile.TarInfo(name)
        entry.size = len(data)
        for key, value in header.items():
            setattr(entry, key, value)
        archive.addfile(entry, io.BytesIO(data))
    return buffer.getvalue()


@pytest.mark.parametrize("packed", [bytes, gzip.compress, lambda data: zipped("a.tar", data)])
def test_members_of_a_tar_are_judged_by_the_rules_of_texts(packed):
    """A word that is a name with a capital only is none in a tar either; all bytes are seen."""
    found = RawSearch((needle("peace", 0, capital=True), needle("50262", 1), *NEEDLES), ())
    assert not found.find(packed(tarred("a.txt", b"in peace, 50262.1 each")))
    for name, body, header in (
        ("a.txt", f"by {NAME}".encode(), {}), (f"{NAME}.txt", b"x", {}), ("Peace.txt", b"x", {}),
        ("a.txt", b"x", {"uname": NAME}), ("a.zip", zipped("b.txt", NAME.encode()), {}),
        ("a.txt", b"no. 50262 of", {}),
    ):  # fmt: skip
        assert found.find(packed(tarred(name, body, **header)))


def test_a_word_that_needs_a_capital_is_looked_for_with_one():
    found = RawSearch((needle("peace", 0, capital=True),), ())
    assert not found.find(b"\0\0 make peace \0")
    assert found.find(b"\0\0 made by Peace \0")


def test_member_names_of_the_format_are_no_leak():
    needles = tuple(merge([], ["Document", "Styles"], [], b"k" * 32).needles())
    assert RawSearch(needles, ()).find(zipped("word/document.xml", b"<styles/>")) == ""


def test_a_word_that_only_a_dropped_part_held_is_looked_for_nowhere_in_it():
    """It was in a property, which is gone: asking for it there again would never end."""
    kept, gone = Unit("p1.1", "Seen in May"), Unit("info.1", "May 2020", removable=True)
    line = Unit("p1.1", "Seen in May or June")
    span = Span("p1.1", 8, 11, Kind.DATE_TIME, 1.0, "names")
    found = Expectation((kept, gone), ()).new((line,), (span,), shipped("balanced"))
    assert [one.locator for one in found.spans] == ["p1.1"]


def test_words_seen_anew_are_found_wherever_they_stand_alone_and_were_left():
    units = (
        Unit("a", "Orla Fenwick and Orla Fenwicks"),
        Unit("b", "Orla"),
        Unit("c", "Fenwick"),
        Unit("d", "ask Orla Fenwick"),
        Unit("e", "to Orla Fenwick"),
    )
    gone = Edit("e", 3, 15, "Ann Hartbank", Kind.PERSON)
    line = Unit("x", "and: Orla Fenwick")
    span = Span("x", 5, 17, Kind.PERSON, 0.97, "names")
    found = Expectation(units, (gone,)).new((line,), (span,), shipped())
    assert [(one.locator, one.start, one.end) for one in found.spans] == [
        ("a", 0, 12),
        ("d", 4, 16),
    ]


def seen_again(text: str, words: str, round_number: int, score: float = 0.9):
    unit = Unit("p", text)
    start = text.index(words)
    span = Span("p", start, start + len(words), Kind.PERSON, score, "names")
    return Expectation((unit,), ()).new((unit,), (span,), shipped(), round_number)


def test_everyday_words_are_no_news_from_the_second_round_on():
    text = "a toboggan run for my aunt in town, says quarrington"
    assert seen_again(text, "aunt", 1)
    assert not seen_again(text, "aunt", 2)
    assert seen_again(text, "quarrington", 2)


def test_a_stand_in_misread_in_pixels_is_known_as_ours():
    before = Unit("ocr:1", "by Zelda Quarrington", Role.OCR, place=Place(box=(0, 0, 90, 9)))
    edits = [Edit("ocr:1", 3, 20, "Rhea Winhurst", Kind.PERSON)]
    for words, found in (("Rhea Winhrst", False), ("Ulf Brandtsen Junior", True)):
        after = Unit("ocr:1", f"by {words}", Role.OCR, place=Place(box=(0, 0, 90, 9)))
        span = Span("ocr:1", 3, 3 + len(words), Kind.PERSON, 0.9, "names")
        assert bool(Expectation((before,), edits).new((after,), (span,), shipped())) is found


@pytest.mark.parametrize(
    ("box", "told"), [((1, 1, 89, 9), False), ((1, 1, 150, 9), True), ((1, 4, 89, 14), True)]
)
def test_what_is_read_where_a_whole_line_was_covered_is_a_stand_in_misread(box, told):
    """Only there: beside the line or below it may stand what was never read."""
    line = "by Zelda Quarrington of Zorlex"
    before = Unit("page1!ocr:1", line, Role.OCR, place=Place(page=1, box=(0, 0, 90, 10)))
    edits = [Edit("page1!ocr:1", 0, len(line), "ab Cdefg Hijklmnopqr st Uvwxyz", Kind.MANUAL)]
    after = Unit("page1!ocr:9", "Ealao foesies", Role.OCR, place=Place(page=1, box=box))
    span = Span("page1!ocr:9", 0, 5, Kind.PERSON, 0.97, "names")
    found = Expectation((before,), edits).new((after,), (span,), shipped(), 3)
    assert bool(found) is told


def test_what_has_no_place_in_the_original_is_told():
    found = Found((Span("p", 0, 4, Kind.PERSON, 0.9, "names"),), ((Kind.PERSON, "Anna", 0.9),))
    assert found.unplaced((Unit("p", "Anna came"),)) == []
    assert found.unplaced((Unit("p", "They came"),)) == ["Anna"]


def test_raw_search_and_text_search_agree_on_what_a_value_is():
    """What no rewriter takes out, being no such value where it stands, refuses no file."""
    number = RawSearch([needle("SERP,5026", 0)], ())
    assert number.find(b'<span id="SERP,5026"> by') == "utf-8"
    assert number.find(b'<span class="ID=SERP,5026.1"> by') == ""
    name = RawSearch([needle("webicons20", 0, capital=True)], ())
    assert name.find(b"<style>.sp-webicons20{width:1px}</style>") == ""
    assert name.find(b"by WEBICONS20 today") == "utf-8"


PART = b'<p:sld xmlns:p="http://schemas.openxmlformats.org/presentationml/2006/main">%s</p:sld>'


@pytest.mark.parametrize(
    ("value", "inside", "seen"),
    [
        ("11267", b'<p:cNvPr id="11267" name="x"/>', ""),
        ("11267", b'<a:pt x="11267" y="-11267"/>', ""),
        ("11267", b"<wp:posOffset>-11267</wp:posOffset>", ""),
        ("11267", b'<p:cNvPr id="3" name="by 11267"/>', "utf-8"),
        ("11267", b'<p:cNvPr id="3 11267" name="x"/>', "utf-8"),
        ("11267", b"<a:t>11267</a:t>", "utf-8"),
        ("11267", b'<a:other value="11267"/>', "utf-8"),
        ("Google Shape", b'<p:cNvPr id="3" name="Google Shape;3;n"/>', ""),
        ("Google Shape", b'<p:cNvPr id="3" name="Google Shape;Anna"/>', "utf-8"),
        ("Google Shape", b'<p:cNvPr id="3" descr="Google Shape;3;n"/>', "utf-8"),
    ],
)
def test_numbers_of_layout_and_names_of_programs_are_no_leak_but_declared_ones_are(
    value, inside, seen
):
    """The rewriter leaves them whatever else has the same digits or words."""
    assert RawSearch([needle(value, 0)], ()).find(PART % inside) == seen
    assert RawSearch([needle(value, 0)], (), frozenset({0})).find(PART % inside) == "utf-8"
    assert RawSearch([needle(value, 0)], ()).find(inside) == "utf-8"  # in no Office part


def test_a_drawn_number_that_a_reader_parts_otherwise_is_known_as_ours():
    before = Unit("p1.1", "dial 43 41 39 37 35 33 31")
    edits = [Edit("p1.1", 5, 25, "17 13 55 501 41", Kind.PHONE)]
    for said, ours in (("17 13 5550141", True), ("17 13 5550142", False)):
        after = Unit("p9.1", said)
        span = Span("p9.1", 0, len(said), Kind.PHONE, 0.9, "names")
        found = Expectation((before,), edits).new((after,), (span,), shipped())
        assert [text for _, text, _ in found.values] == ([] if ours else [said])


def test_letters_on_lines_of_their_own_make_words_that_end_where_they_end():
    needles = tuple(merge([], ["Project"], [], b"k" * 32).needles())
    check_texts(["b\ny\n \np\nr\no\nj\ne\nc\nt\ns\n \nt\no"], Wanted(needles, ()))
    with pytest.raises(Leaked):
        check_texts(["b\ny\n \np\nr\no\nj\ne\nc\nt\n \nt\no"], Wanted(needles, ()))


def test_a_known_value_read_in_pixels_takes_the_line_under_it_or_the_pixels():
    """Neighbours that are covered change how a line is read: what nobody read before is seen."""
    line = Unit("1!ocr:1", "by Ze1da Quarr1ngt0n", Role.OCR, place=Place(box=(0, 0, 90, 9)))
    again = Expectation((line,), ())
    test = leak_test(Wanted(NEEDLES, ()))
    after = Unit("1!ocr:4", f"by {NAME}", Role.OCR, place=Place(box=(1, 1, 90, 9)))
    found = again.leaked((after, Unit("1!p", NAME)), test)
    assert [(one.locator, one.start, one.end) for one in found.spans] == [("1!ocr:1", 0, 20)]
    below = replace(after, place=Place(box=(0, 50, 90, 60)))
    found = again.leaked((below,), test)
    assert (found.spans, [(b.locator, b.place.box) for b in found.boxes]) == (
        (), [("1!seen:4", (0, 50, 90, 60))],
    )  # fmt: skip
    assert not again.leaked((replace(after, text="by nobody"), Unit("1!p", NAME)), test)


def test_a_known_value_over_two_lines_of_a_picture_takes_both():
    """A code in one cell and its number in the next: neither line tells by itself."""
    read = [
        Unit(f"1!ocr:{at}", text, Role.OCR, place=Place(box=(0, 20 * at, 90, 20 * at + 9)))
        for at, text in enumerate(("Result", "Hb1c", "6.8 %", "HIGH"), 1)
    ]
    test = leak_test(Wanted((needle("Hb1c 6.8", 0),), ()))
    assert not any(test(unit.text) for unit in read)
    assert test("\n".join(unit.text for unit in read))
    found = Expectation(read, ()).leaked(read, test)
    assert [one.locator for one in found.spans] == ["1!ocr:2", "1!ocr:3"]
    apart = [replace(unit, locator=f"{at}!ocr:1") for at, unit in enumerate(read)]
    assert not Expectation(apart, ()).leaked(apart, test)


def test_a_unit_that_moved_keeps_its_place_with_the_blanks_around_it():
    """A comment is gone, so numbers are one lower; a script ends with a line break."""
    units = (Unit("c1", "drop me", removable=True), Unit("s2", "cast(grid_ul)\n", Role.CODE))
    after = Unit("s1", "cast(grid_ul)\n", Role.CODE)
    span = Span("s1", 5, 9, Kind.ORGANIZATION, 0.99, "names")
    found = Expectation(units, ()).new((after,), (span,), shipped())
    assert [(one.locator, one.start, one.end) for one in found.spans] == [("s2", 5, 9)]


def test_words_read_in_pixels_again_and_again_are_covered_there():
    """Nothing in the original reads like them: no later round could take them out of it."""
    line = Unit("1!ocr:1", "%%3", Role.OCR, place=Place(box=(0, 0, 90, 9)))
    edits = [Edit("1!ocr:1", 0, 3, "Rhea Winhurst", Kind.PERSON)]
    after = Unit("1!ocr:4", "by Ulf Brandtsen", Role.OCR, place=Place(box=(0, 5, 90, 19)))
    for locator, round_number, boxes in (
        ("1!ocr:4", 1, []), ("1!ocr:4", 2, ["1!seen:4"]), ("img3!ocr:4", 2, []),
    ):  # fmt: skip
        span = Span(locator, 3, 16, Kind.PERSON, 0.99, "names")
        unit = replace(after, locator=locator)
        found = Expectation((line,), edits).new((unit,), (span,), shipped(), round_number)
        assert [box.locator for box in found.boxes] == boxes
        assert [text for _, text, _ in found.values] == ([] if boxes else ["Ulf Brandtsen"])


def test_a_loss_takes_the_place_of_an_edit_that_changes_nothing():
    """A number that was kept as half a date goes with the value it is a part of."""
    unit = Unit("p1.1", "left ZQX :11:007")
    span = Span("p1.1", 10, 12, Kind.DATE_TIME, 0.9, "dates")
    knowledge = merge(
        [Reading("a", "0" * 64, Extraction("pdf", (unit,)), ())], ["ZQX11"], (), b"k" * 32
    )
    decision = pipeline.Decider(knowledge, shipped()).decide((unit,), (span,))
    edit = replace(decision.edits[0], start=10, end=12, replacement="11")
    decision = replace(decision, edits=(edit,), removed=("11",))
    lost = (Lost("p1.1", 9, 16, "ZQX:11"),)
    told = with_lost(decision, lost, (unit,), knowledge, knowledge.needles())
    assert [(e.start, e.end, e.kind) for e in told.edits] == [(9, 16, Kind.ORGANIZATION)]
    assert Expectation((unit,), told.edits)


def test_what_is_left_after_three_rounds_is_dropped_and_the_proof_says_so():
    reading = Reading("a.txt", "0" * 64, Extraction("txt", ()), ())
    told = [telling.proof_of(reading, b"x", rounds) for rounds in (1, 3, 4)]
    assert [(proof.rounds, "drop" in proof.stages) for proof in told] == [
        (1, False), (3, False), (3, True),
    ]  # fmt: skip


def test_what_the_last_round_saw_without_a_place_goes_only_where_pixels_can_be_covered():
    reading = Reading("a", "0" * 64, Extraction("txt", (Unit("p", "x"),)), ())
    found = Found((), ((Kind.PERSON, "Zelda", 0.9),))
    for name, can in (("txt", False), ("docx", False), ("pdf", True)):
        identity = Identity(name, name)
        assert pipeline._can_drop(found, identity, reading, merge([], [], [], b"k" * 32)) is can
        known = merge([], ["Zelda"], [], b"k" * 32)
        assert pipeline._can_drop(found, identity, reading, known) is True


def test_a_name_within_a_stand_in_is_not_ours():
    units = (Unit("a", "Linda called"), Unit("b", "to Zelda Quarrington"))
    edits = [Edit("b", 3, 20, "Melinda Winhurst", Kind.PERSON)]
    span = Span("a", 0, 5, Kind.PERSON, 0.97, "names")
    line = Unit("a", "Linda called too")
    found = Expectation(units, edits).new((line,), (span,), shipped())
    assert found.values == ((Kind.PERSON, "Linda", 0.97),)
