from portal.programmes.differences import Change, Piece, between, entries


def test_between_names_what_changed_word_by_word():
    before = {"note": "pay in thirty days", "same": 1, "gone": True}
    after = {"note": "pay in sixty days", "same": 1, "types": ["pdf", "docx"]}
    assert between(before, after) == [
        Change("Gone", (Piece("gone", "yes"),)),
        Change(
            "Note",
            (
                Piece("same", "pay in "),
                Piece("gone", "thirty"),
                Piece("new", "sixty"),
                Piece("same", " days"),
            ),
        ),
        Change("Types", (Piece("new", "pdf\ndocx"),)),
    ]


def test_entries_flatten_groups_into_rows():
    assert entries({"max_files": 5000, "texts": {"en": {"title": "Terms"}}, "macros": ""}) == [
        ("Max files", "5,000"),
        ("Texts → en → title", "Terms"),
        ("Macros", "empty"),
    ]
