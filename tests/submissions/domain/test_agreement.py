"""The figures of published worked examples, to the digits they print."""

import math

import pytest

from submissions.domain.agreement import Level, cohens_kappa, krippendorffs_alpha

# Krippendorff, "Computing Krippendorff's Alpha-Reliability" (2011), section C: four
# observers, twelve units, five values, with gaps. One row per unit.
GAPS = [
    [1, 1, None, 1],
    [2, 2, 3, 2],
    [3, 3, 3, 3],
    [3, 3, 3, 3],
    [2, 2, 2, 2],
    [1, 2, 3, 4],
    [4, 4, 4, 4],
    [1, 1, 2, 1],
    [2, 2, 2, 2],
    [None, 5, 5, 5],
    [None, None, 1, 1],
    [None, None, 3, None],
]


@pytest.mark.parametrize(
    ("level", "published"),
    [(Level.NOMINAL, 0.743), (Level.ORDINAL, 0.815), (Level.INTERVAL, 0.849)],
)
def test_alpha_gives_the_published_figure(level, published):
    assert round(krippendorffs_alpha(GAPS, level), 3) == published


def test_alpha_of_two_observers_gives_the_published_figure():
    # The same paper, section A: ten units, two observers, binary: 0.095.
    rows = zip((0, 1, 0, 0, 0, 0, 0, 0, 1, 0), (1, 1, 1, 0, 0, 1, 0, 0, 0, 0), strict=True)
    assert round(krippendorffs_alpha([list(row) for row in rows]), 3) == 0.095


def test_alpha_without_variation_is_not_defined():
    assert krippendorffs_alpha([[1, 1], [1, 1]]) is None
    assert krippendorffs_alpha([]) is None
    assert krippendorffs_alpha([[1, None]]) is None


def test_kappa_gives_the_published_figure():
    # Cohen (1960), table 1: 200 patients in three classes; kappa 0.492.
    table = [[88, 14, 18], [10, 40, 10], [2, 6, 12]]
    pairs = [(i, j) for i, row in enumerate(table) for j, n in enumerate(row) for _ in range(n)]
    assert round(cohens_kappa(pairs), 3) == 0.492


def test_kappa_of_full_agreement_is_one():
    assert math.isclose(cohens_kappa([("a", "a"), ("b", "b")]), 1)


def test_kappa_is_not_defined_without_variation():
    assert cohens_kappa([("a", "a")]) is None
    assert cohens_kappa([]) is None
