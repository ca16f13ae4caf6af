"""Manifests of previews as pages show them: marks on the right words, sheets as grids."""

from submissions.views.previews import Box, build, where


def mark(locator, first, surrogate, start=0, **more):
    last = first + len(surrogate)
    return {
        "kind": "person",
        "number": 1,
        "locator": locator,
        "start": start,
        "from": first,
        "to": last,
        "surrogate": surrogate,
        **more,
    }


def block(locator, text, role="body", **place):
    return {"locator": locator, "text": text, "role": role, "place": place}


def texts(pieces):
    return [(piece.text, piece.mark.index if piece.mark else 0) for piece in pieces]


def test_marks_are_numbered_in_reading_order_and_stand_on_their_words():
    shown = build(
        {
            "kind": "document",
            "blocks": [block("a", "From Ann to Bob."), block("b", "Ann again.")],
            "marks": [mark("b", 0, "Ann"), mark("a", 12, "Bob", 9), mark("a", 5, "Ann", 5)],
        }
    )
    first, second = shown.groups[0].blocks
    assert texts(first.pieces) == [("From ", 0), ("Ann", 1), (" to ", 0), ("Bob", 2), (".", 0)]
    assert texts(second.pieces) == [("Ann", 3), (" again.", 0)]
    assert [m.locator for m in shown.marks] == ["a", "a", "b"]


def test_mark_that_moved_by_a_character_is_found_again():
    shown = build(
        {"kind": "document", "blocks": [block("a", " From Ann.")], "marks": [mark("a", 5, "Ann")]}
    )
    assert texts(shown.groups[0].blocks[0].pieces) == [(" From ", 0), ("Ann", 1), (".", 0)]


def test_mark_without_a_place_in_the_preview_stands_aside():
    shown = build({"kind": "document", "blocks": [], "marks": [mark("property:author", 0, "Ann")]})
    assert [(m.surrogate, m.shown) for m in shown.asides] == [("Ann", False)]


def test_sheet_is_a_grid_with_its_notes_below():
    shown = build(
        {
            "kind": "sheets",
            "blocks": [
                block("s1!A1", "Name", sheet=1, cell="A1"),
                block("s1!C2", "Ann", sheet=1, cell="C2"),
                block("s2!B7", "x", sheet=2, cell="B7"),
                block("s1!note", "Ask Ann", role="note", sheet=1),
            ],
            "marks": [mark("s1!C2", 0, "Ann")],
        }
    )
    first, second = shown.groups
    assert (first.label, first.columns, [n for n, _cells in first.rows]) == (
        "Sheet 1",
        ("A", "C"),
        ["1", "2"],
    )
    assert first.rows[0][1][1] is None
    assert texts(first.rows[1][1][1].pieces) == [("Ann", 1)]
    assert [b.aside for b in first.blocks] == ["note"]
    assert second.label == "Sheet 2"


def test_columns_come_in_the_order_of_a_sheet():
    cells = [block(c, c, sheet=1, cell=c) for c in ("AA1", "B1", "Z1", "A1")]
    assert build({"kind": "sheets", "blocks": cells}).groups[0].columns == ("A", "B", "Z", "AA")


def test_notes_that_come_last_stand_with_their_slide():
    shown = build(
        {
            "kind": "slides",
            "blocks": [
                block("1", "One", slide=1),
                block("2", "Two", slide=2),
                block("n1", "Say it", role="note", slide=1),
                block("p", "Master", role="master"),
            ],
        }
    )
    assert [(g.label, len(g.blocks)) for g in shown.groups] == [
        ("Slide 1", 2),
        ("Slide 2", 1),
        ("Elsewhere in the file", 1),
    ]


def test_lines_of_a_text_are_numbered_from_where_the_block_begins():
    shown = build(
        {
            "kind": "lines",
            "blocks": [block("a", "one\nAnn two\nthree", line=4)],
            "marks": [mark("a", 4, "Ann")],
        }
    )
    lines = shown.groups[0].lines
    assert [line.number for line in lines] == [4, 5, 6]
    assert texts(lines[1].pieces) == [("", 0), ("Ann", 1), (" two", 0)]


WORDS = [
    {"text": "Dear", "box": [0, 0, 20, 10]},
    {"text": "Ann", "box": [22, 0, 40, 10]},
    {"text": "Lee,", "box": [42, 1, 60, 11]},
]


def page(**more):
    return {"number": 1, "picture": "page-1.png", "width": 100, "height": 80, **more}


def test_mark_on_a_page_covers_the_words_that_are_shown_there():
    shown = build(
        {
            "kind": "pages",
            "pages": [page(words=WORDS, scale=2.0)],
            "marks": [mark("p1", 5, "Ann Lee", page=1, box=[1, 1, 2, 2])],
        }
    )
    assert shown.pictures[0].boxes == (Box(shown.marks[0], 22, 0, 38, 11),)


def test_mark_on_a_picture_without_words_uses_its_place_in_pixels():
    shown = build(
        {
            "kind": "image",
            "pages": [page(scale=0.5)],
            "marks": [mark("ocr:1", 0, "Ann", box=[10, 20, 30, 40])],
        }
    )
    assert shown.pictures[0].boxes == (Box(shown.marks[0], 5, 10, 10, 10),)


def test_marks_of_another_page_are_not_drawn():
    shown = build(
        {"kind": "pages", "pages": [page(words=WORDS)], "marks": [mark("p2", 0, "Ann", page=2)]}
    )
    assert shown.pictures[0].boxes == ()


def test_place_is_said_in_words():
    assert where({"sheet": 2, "cell": "B7"}) == "sheet 2, cell B7"
    assert where({"page": 3, "part": "header"}) == "page 3, header"
    assert where({}, "file:name") == "the file's name"
