from itertools import islice

import pytest

from benchmarks.detection import held
from training.generate import generate
from training.sources import trains

SHARE = 0.02


@pytest.mark.slow
def test_generate_gives_the_same_for_a_seed() -> None:
    first, again, other = (list(islice(generate(seed, SHARE), 400)) for seed in (3, 3, 4))
    assert first == again
    assert first != other


@pytest.mark.slow
def test_marks_lie_in_their_text_in_order() -> None:
    for example in islice(generate(5, SHARE), 400):
        ends = [0, *(mark.end for mark in example.marks)]
        assert all(
            end <= mark.start < mark.end for end, mark in zip(ends, example.marks, strict=False)
        )
        assert ends[-1] <= len(example.text)


def test_a_template_is_for_training_or_held_never_both() -> None:
    templates = [f"My name is {{{{PERSON}}}} {i}" for i in range(200)]
    assert [trains(t) != held(t) for t in templates] == [True] * 200
    assert 80 < sum(map(trains, templates)) < 160
