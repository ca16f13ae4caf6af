"""Manifests of previews as pages show them: marks on the right words, sheets as grids."""

from submissions.domain.spots import placed
from submissions.views import previews
from submissions.views.previews import Box, where


def build(manifest, words=None):
    """A manifest as it is stored, with its marks placed, and shown."""
    marks = placed(manifest, manifest.get("marks", []), words or {})
    return previews.build({**manifest, "marks": marks}, words)


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
    assert [m.name for m in shown.marks][1] == "removed: person name, 2 of 3"
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
            "kind": "code",
            "blocks": [block("a", "one\nAnn two\nthree", line=4)],
            "marks": [mark("a", 4, "Ann")],
        }
    )
    lines = shown.groups[0].lines
    assert [line.number for line in lines] == [4, 5, 6]
    assert texts(lines[1].pieces) == [("", 0), ("Ann", 1), (" two", 0)]


WORDS = [["Dear", 0, 0, 20, 10], ["Ann", 22, 0, 40, 10], ["Lee,", 44, 1, 60, 11]]


def page(number=1, **more):
    name = f"page-{number}.png"
    return {"number": number, "picture": name, "width": 100, "height": 80, "words": "w", **more}


def boxes(shown, number=0):
    return [
        (box.mark.index, box.left, box.top, box.width, box.height)
        for box in shown.pictures[number].boxes
    ]


def test_mark_on_a_page_covers_its_words_there():
    shown = build(
        {
            "kind": "pages",
            "pages": [page(scale=2.0)],
            "marks": [mark("p1", 5, "Ann Lee", page=1, box=[1, 1, 2, 2])],
        },
        {1: WORDS},
    )
    assert boxes(shown) == [(1, 22, 0, 38, 11)]


def test_mark_over_the_end_of_a_line_has_a_box_on_each():
    words = [["Ann", 80, 0, 98, 10], ["Lee", 0, 20, 18, 30]]
    shown = build(
        {"kind": "pages", "pages": [page()], "marks": [mark("p", 0, "Ann Lee")]}, {1: words}
    )
    assert boxes(shown) == [(1, 80, 0, 18, 10), (1, 0, 20, 18, 10)]
    assert [box.first for box in shown.pictures[0].boxes] == [True, False]


def test_marks_of_a_laid_out_document_are_found_on_whatever_page_they_came_to():
    manifest = {
        "kind": "document",
        "pages": [page(), page(2)],
        "blocks": [block("a", "Ann Lee"), block("b", "Ann Lee")],
        "marks": [mark("a", 0, "Ann Lee"), mark("b", 0, "Ann Lee")],
    }
    shown = build(manifest, {1: WORDS, 2: WORDS})
    assert ([b[0] for b in boxes(shown)], [b[0] for b in boxes(shown, 1)]) == ([1], [2])
    assert [m.page for m in shown.marks] == [1, 2]


def test_stand_in_of_a_header_is_marked_on_every_page():
    manifest = {
        "kind": "document",
        "pages": [page(), page(2)],
        "blocks": [block("a", "Ann Lee", role="header")],
        "marks": [mark("a", 0, "Ann Lee")],
    }
    shown = build(manifest, {1: WORDS, 2: WORDS})
    assert (len(boxes(shown)), len(boxes(shown, 1))) == (1, 1)


def test_header_that_is_read_last_keeps_its_place_at_the_top():
    manifest = {
        "kind": "document",
        "pages": [page()],
        "blocks": [block("a", "Dear Ann,"), block("h", "Ann", role="header")],
        "marks": [mark("a", 5, "Ann"), mark("h", 0, "Ann")],
    }
    words = [["Ann", 0, 0, 20, 10], ["Dear", 0, 40, 20, 50], ["Ann,", 30, 40, 60, 50]]
    shown = build(manifest, {1: words})
    assert [(b[0], b[2]) for b in boxes(shown)] == [(1, 40), (2, 0)]


def test_stand_in_inside_another_word_is_no_mark():
    shown = build(
        {"kind": "pages", "pages": [page()], "marks": [mark("p1", 0, "Ann", page=1)]},
        {1: [["Annual", 0, 0, 60, 10], ["Ann", 70, 0, 90, 10]]},
    )
    assert boxes(shown) == [(1, 70, 0, 20, 10)]


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
        {
            "kind": "pages",
            "pages": [page(), page(2)],
            "marks": [mark("p2", 0, "Ann", page=2)],
        },
        {1: WORDS, 2: WORDS},
    )
    assert (boxes(shown), len(boxes(shown, 1))) == ([], 1)


def test_place_is_said_in_words():
    assert where({"sheet": 2, "cell": "B7"}) == "sheet 2, cell B7"
    assert where({"page": 3, "part": "header"}) == "page 3, header"
    assert where({}, "file:name") == "the file's name"


def source(text, **more):
    return {
        "locator": "",
        "role": "code",
        "text": text,
        "source": True,
        "place": {"line": 1},
        **more,
    }


def test_source_is_shown_whole_with_colours_and_its_marks_in_order():
    shown = build(
        {
            "kind": "code",
            "blocks": [source("# Ann Lee\nx = 'Ann Lee'\n", tokens=[[0, 9, "c"], [14, 23, "s"]])],
            "marks": [mark("p:1", 2, "Ann Lee"), mark("p:2", 5, "Ann Lee", 5)],
        }
    )
    first, second = shown.groups[0].lines
    assert [(p.text, p.colour, p.mark.index if p.mark else 0) for p in first.pieces] == [
        ("# ", "c", 0),
        ("Ann Lee", "c", 1),
        ("", "", 0),
    ]
    assert [p.mark.index for p in second.pieces if p.mark] == [2]
    assert [line.number for line in shown.groups[0].lines] == [1, 2]


def test_files_of_an_archive_have_their_own_marks():
    manifest = {
        "kind": "tree",
        "members": [
            {"path": "src/a.py", "size": 3, "kind": "code"},
            {"path": "src/b.py", "size": 3, "kind": "code"},
            {"path": "src/c.bin.removed.txt", "size": 3, "kind": "", "left_out": True},
        ],
        "blocks": [source("Ann Lee", member=0), source("by Ann Lee", member=1)],
        "marks": [mark("1!p:1", 3, "Ann Lee")],
    }
    shown = build(manifest)
    assert [m.where for m in shown.marks] == ["b.py, line 1"]
    assert [(m.name, m.folder, m.marks, m.left_out) for m in shown.members] == [
        ("a.py", "src", 0, False),
        ("b.py", "src", 1, False),
        ("c.bin.removed.txt", "src", 0, True),
    ]


def test_hidden_sheet_and_its_name_are_said():
    cells = [block(f"s{n}!A1", "x", sheet=n, cell="A1") for n in (1, 2)]
    tabs = [
        {"number": 1, "name": "Budget", "hidden": False},
        {"number": 2, "name": "Old", "hidden": True},
    ]
    shown = build({"kind": "sheets", "blocks": cells, "sheets": tabs})
    assert [(g.label, g.hidden) for g in shown.groups] == [("Budget", False), ("Old", True)]


def test_findings_are_gathered_by_kind_and_value():
    shown = build(
        {
            "kind": "document",
            "blocks": [block("a", "Ann, Bob, Ann")],
            "marks": [
                mark("a", 0, "Ann"),
                {**mark("a", 5, "Bob", 5), "number": 2},
                mark("a", 10, "Ann", 10),
            ],
        }
    )
    (people,) = shown.kinds
    assert [(v.surrogate, [m.index for m in v.marks]) for v in people.values] == [
        ("Ann", [1, 3]),
        ("Bob", [2]),
    ]
