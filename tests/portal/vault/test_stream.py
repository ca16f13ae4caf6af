"""Sealed files against everything someone with the disk can do to them."""

import hashlib
import secrets
from io import BytesIO

import pytest

from portal.vault import stream
from portal.vault.errors import Tampered

KEY, KEY_ID = secrets.token_bytes(32), secrets.token_bytes(32)
CHUNK = stream.CHUNK_BYTES
SEALED_CHUNK = CHUNK + stream.TAG_BYTES


def sealed(data: bytes, aad: bytes = b"") -> bytes:
    target = BytesIO()
    stream.encrypt(KEY, KEY_ID, BytesIO(data), target, aad)
    return target.getvalue()


def opened(data: bytes, aad: bytes = b"", key: bytes = KEY, key_id: bytes = KEY_ID) -> bytes:
    target = BytesIO()
    stream.decrypt(key, key_id, BytesIO(data), target, aad)
    return target.getvalue()


@pytest.fixture(scope="module")
def three() -> bytes:
    return sealed(b"a" * CHUNK + b"b" * CHUNK + b"c" * 10)


@pytest.mark.parametrize("size", [0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 3 * CHUNK + 7])
def test_stream_gives_back_every_length(size):
    data = secrets.token_bytes(size)
    whole = sealed(data)
    assert len(whole) == stream.sealed_size(size)
    assert opened(whole) == data


def test_stream_reads_a_source_that_gives_less_than_asked():
    class Drips(BytesIO):
        def read(self, size=-1):
            return super().read(min(size, 1000))

    data = secrets.token_bytes(CHUNK + 5000)
    target = BytesIO()
    copied = stream.encrypt(KEY, KEY_ID, Drips(data), target, b"")
    assert (copied.sha256, copied.size) == (hashlib.sha256(data).hexdigest(), len(data))
    assert opened(target.getvalue()) == data


def test_stream_of_the_same_bytes_differs_each_time():
    assert sealed(b"same") != sealed(b"same")


@pytest.mark.parametrize("cut", [1, 10 + stream.TAG_BYTES, 10 + stream.TAG_BYTES + SEALED_CHUNK])
def test_stream_cut_anywhere_does_not_open(three, cut):
    assert opened(three)
    with pytest.raises(Tampered):
        opened(three[:-cut])


def test_stream_cut_in_its_header_does_not_open(three):
    for length in (0, 1, stream.HEADER.size - 1, stream.HEADER.size):
        with pytest.raises(Tampered):
            opened(three[:length])


def test_stream_with_chunks_in_another_order_does_not_open(three):
    head = stream.HEADER.size
    first = three[head : head + SEALED_CHUNK]
    second = three[head + SEALED_CHUNK : head + 2 * SEALED_CHUNK]
    rest = three[head + 2 * SEALED_CHUNK :]
    assert opened(three[:head] + first + second + rest)
    for order in (second + first + rest, first + first + rest, second + rest, first + rest):
        with pytest.raises(Tampered):
            opened(three[:head] + order)


def test_stream_with_more_behind_its_end_does_not_open(three):
    for more in (b"x", three[-26:], three[stream.HEADER.size :]):
        with pytest.raises(Tampered):
            opened(three + more)


@pytest.mark.parametrize("place", range(0, stream.HEADER.size + 1, 8))
def test_stream_with_a_changed_header_does_not_open(three, place):
    changed = bytearray(three)
    changed[place] ^= 1
    with pytest.raises(Tampered):
        opened(bytes(changed))


def test_stream_with_chunks_of_another_file_does_not_open(three):
    other = sealed(b"a" * CHUNK + b"b" * CHUNK + b"c" * 10)
    head = stream.HEADER.size
    with pytest.raises(Tampered):
        opened(three[:head] + other[head:])


def test_stream_with_another_key_place_or_key_id_does_not_open():
    whole = sealed(b"text", b"artefact 1")
    assert opened(whole, b"artefact 1") == b"text"
    with pytest.raises(Tampered):
        opened(whole, b"artefact 2")
    with pytest.raises(Tampered):
        opened(whole, b"artefact 1", key=secrets.token_bytes(32))
    with pytest.raises(Tampered):
        opened(whole, b"artefact 1", key_id=secrets.token_bytes(32))
