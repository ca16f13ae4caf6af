import pytest

from scrubbing.engine.detectors.shapes import CAPITAL, CAPITALS, MIXED, SMALL, shape, shapes, words


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("mark", SMALL),
        ("42", SMALL),
        ("Mark", CAPITAL),
        ("A", CAPITAL),
        ("McIntyre", CAPITAL),
        ("GMBH", CAPITALS),
        ("Żmijan", CAPITAL),
        ("getUser", MIXED),
        ("iPhone", MIXED),
    ],
)
def test_shape_tells_how_a_word_is_written(word: str, expected: int) -> None:
    assert shape(word) == expected


def test_shapes_gives_every_piece_the_shape_of_its_word() -> None:
    text = "Ask Ollerenshaw"
    offsets = [(0, 3), (4, 7), (7, 11), (11, 15)]
    placed = words(offsets, [False, False, True, True])
    assert placed == [(0, 3, 1), (4, 15, 3)]
    assert shapes(text, placed) == [CAPITAL] * 4
