from hypothesis import given, strategies as st

from scrubbing.engine.detectors.windows import windows


@given(
    st.integers(0, 900),
    st.lists(st.integers(1, 900), max_size=30, unique=True).map(sorted),
)
def test_windows_judge_every_token_once(length: int, breaks: list[int]) -> None:
    cut = windows(0, length, [b for b in breaks if b < length], size=158, overlap=32)
    judged = [token for window in cut for token in range(window.keep_from, window.keep_to)]
    assert judged == list(range(length))
    assert all(
        w.end - w.start <= 158 and w.start <= w.keep_from and w.keep_to <= w.end for w in cut
    )


def test_windows_end_at_a_break_without_overlap() -> None:
    assert [(w.start, w.end) for w in windows(0, 250, [140], 158, 32)] == [(0, 140), (140, 250)]
