"""What comes over a descriptor is one object of bounded length, or nothing."""

import os

import pytest

from scrubbing.engine.sandbox import frames
from scrubbing.engine.sandbox.frames import CutError


@pytest.fixture
def pipe():
    reading, writing = os.pipe()
    yield reading, writing
    os.close(reading)
    os.close(writing)


def test_frame_comes_back_as_it_was_sent(pipe):
    reading, writing = pipe
    frames.write(writing, {"a": "\u8b70", "b": [1, None]})
    assert frames.read(reading) == {"a": "\u8b70", "b": [1, None]}


def test_frame_longer_than_the_limit_is_cut_before_it_is_read(pipe):
    reading, writing = pipe
    frames.write(writing, {"a": "x" * 100})
    with pytest.raises(CutError, match="frame too long"):
        frames.read(reading, limit=100)
    os.write(writing, b"{}")  # nothing of the body was taken
    assert os.read(reading, 1000).startswith(b'{"a":"xx')


@pytest.mark.parametrize("body", [b"[1]", b"{", b"1" * 5000, b"[" * 100_000, b"\xff"])
def test_what_is_no_object_is_cut(pipe, body):
    reading, writing = pipe
    os.set_blocking(writing, False)
    sent = body[:50_000]
    os.write(writing, frames.LENGTH.pack(len(sent)) + sent)
    with pytest.raises(CutError):
        frames.read(reading)


def test_end_in_the_middle_is_cut():
    reading, writing = os.pipe()
    os.write(writing, frames.LENGTH.pack(10) + b"{}")
    os.close(writing)
    with pytest.raises(CutError, match="end"):
        frames.read(reading)
    os.close(reading)
