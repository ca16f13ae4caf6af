"""7z read and written by our own code, checked against py7zr; hostile headers refused."""

import lzma
import os
import struct
import zlib
from pathlib import Path

import py7zr
import pytest
from hypothesis import given, settings, strategies as st

from scrubbing.engine.errors import ScrubError
from scrubbing.engine.formats.archive import archive as HANDLER
from scrubbing.engine.formats.archive.contents import PLACEHOLDER
from scrubbing.engine.identify import identify
from scrubbing.engine.knowledge import merge
from scrubbing.engine.pipeline import clean, read as read_file
from scrubbing.engine.policy import shipped
from scrubbing.engine.registry import Tools
from scrubbing.engine.sevenzip import header
from scrubbing.engine.sevenzip.reading import MAGIC, MOST_HEADER, START, Content, read
from scrubbing.engine.sevenzip.writing import number, write
from scrubbing.engine.types import Untrusted
from scrubbing.engine.verify.raw import RawSearch
from tests.scrubbing.engine.sevenzip.packing import packed, unpacked

FILES = {
    "a/b.txt": b"some words\n" * 99, "empty.txt": b"", "c.bin": bytes(range(256)) * 9,
    "d/\u00e9.txt": b"x",
}  # fmt: skip
CANARY = "Zelda Quarrington"
NEEDLES = tuple(merge([], [CANARY], [], b"k" * 32).needles())
METHODS = {
    "default": None,
    "lzma": [{"id": py7zr.FILTER_LZMA, "preset": 6}],
    "lzma2": [{"id": py7zr.FILTER_LZMA2, "preset": 6}],
    "bzip2": [{"id": py7zr.FILTER_BZIP2}],
    "deflate": [{"id": py7zr.FILTER_DEFLATE}],
    "copy": [{"id": py7zr.FILTER_COPY}],
    "delta": [{"id": py7zr.FILTER_DELTA}, {"id": py7zr.FILTER_LZMA2, "preset": 6}],
    "x86 and lzma": [{"id": py7zr.FILTER_X86}, {"id": py7zr.FILTER_LZMA, "preset": 6}],
    "arm and lzma2": [{"id": py7zr.FILTER_ARM}, {"id": py7zr.FILTER_LZMA2, "preset": 6}],
}


def seen(data: bytes) -> dict[str, bytes | None]:
    return {content.untrusted_path: content.data for content in read(data)}


def code_of(data: bytes) -> str:
    with pytest.raises(ScrubError) as refused:
        seen(data)
    return refused.value.code


@pytest.mark.parametrize("method", METHODS.values(), ids=METHODS)
def test_what_another_program_packed_is_read(method):
    assert seen(packed(FILES, method)) == FILES


def test_another_program_reads_what_we_packed():
    assert unpacked(write(Content(name, data) for name, data in FILES.items())) == FILES


@pytest.mark.parametrize("files", [{}, {"x": b""}, {"x": b"y"}])
def test_small_archives_are_whole(files):
    data = write(Content(name, body) for name, body in files.items())
    assert unpacked(data) == files == seen(data)


def test_the_right_to_run_is_kept():
    data = write([Content("run.sh", b"x", executable=True), Content("a.txt", b"y")])
    assert [content.executable for content in read(data)] == [True, False]


def test_times_and_other_attributes_do_not_go_through(tmp_path):
    (tmp_path / "a.txt").write_text("x\n")
    os.utime(tmp_path / "a.txt", (1_700_000_000, 1_700_000_000))
    with py7zr.SevenZipFile(tmp_path / "a.7z", "w") as archive:
        archive.write(tmp_path / "a.txt", "a.txt")
    data = (tmp_path / "a.7z").read_bytes()
    output = HANDLER.rewrite(Untrusted("a.7z", data), (), (), Tools())
    with py7zr.SevenZipFile(tmp_path / "out.7z", "w") as archive:
        archive.writestr("x", "y")
    (tmp_path / "out.7z").write_bytes(output)
    with py7zr.SevenZipFile(tmp_path / "out.7z") as archive:
        (info,) = archive.list()
    assert (info.filename, info.creationtime) == ("a.txt", None)


def test_links_are_left_out(tmp_path):
    (tmp_path / "a.txt").write_text("x\n")
    (tmp_path / "link").symlink_to("a.txt")
    with py7zr.SevenZipFile(tmp_path / "a.7z", "w") as archive:
        archive.write(tmp_path / "a.txt", "a.txt")
        archive.write(tmp_path / "link", "link")
    assert seen((tmp_path / "a.7z").read_bytes()) == {"a.txt": b"x\n"}


@pytest.mark.parametrize("whole", [True, False])
def test_a_password_is_refused(whole):
    data = packed(FILES, password="x", header_encryption=whole)
    assert code_of(data) == "encrypted"


@pytest.mark.parametrize(
    "method", [[{"id": py7zr.FILTER_PPMD, "order": 6, "mem": 24}], [{"id": py7zr.FILTER_ZSTD}]],
    ids=["ppmd", "zstd"],
)  # fmt: skip
def test_a_method_that_nobody_here_unpacks_is_refused(method):
    assert code_of(packed(FILES, method)) == "unsupported"


def headed(head: bytes) -> bytes:
    """An archive with this header and nothing packed."""
    start = struct.pack("<QQI", 0, len(head), zlib.crc32(head))
    return START.pack(MAGIC, 0, 4, zlib.crc32(start), 0, len(head), zlib.crc32(head)) + head


HOSTILE = {
    "files without end": bytes([header.HEADER, header.FILES]) + number(1 << 40),
    "streams without end": bytes([header.HEADER, header.MAIN, header.PACK_INFO]) + number(0)
    + number(1 << 40),
    "folders without end": bytes([header.HEADER, header.MAIN, header.UNPACK_INFO, header.FOLDER])
    + number(1 << 40),
    "a size without end": bytes([header.HEADER, header.FILES]) + number(1)
    + bytes([header.NAMES]) + number(1 << 60),
}  # fmt: skip


@pytest.mark.parametrize("head", HOSTILE.values(), ids=HOSTILE)
def test_a_header_that_counts_too_much_is_refused(head):
    assert code_of(headed(head)) in {"bomb", "broken"}


@pytest.mark.slow
def test_a_header_that_is_much_between_two_steps_is_a_bomb():
    """Small in the end; the step before makes far more of it."""
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 6, "dict_size": 1 << 20}]
    stream = lzma.compress(b"\0" * (MOST_HEADER + 1), lzma.FORMAT_RAW, filters=filters)
    lzma2 = b"\x21\x21\x01\x10"
    head = bytes([header.ENCODED, header.PACK_INFO]) + number(0) + number(1)
    head += bytes([header.SIZE]) + number(len(stream)) + bytes([header.END])
    head += bytes([header.UNPACK_INFO, header.FOLDER]) + number(1) + b"\0"
    head += number(2) + lzma2 + b"\x01\x00" + number(1) + number(0)  # a copy of what is unpacked
    head += bytes([header.CODERS_SIZE]) + number(MOST_HEADER + 1) + number(10)
    head += bytes([header.END, header.END])
    start = struct.pack("<QQI", len(stream), len(head), zlib.crc32(head))
    data = START.pack(MAGIC, 0, 4, zlib.crc32(start), len(stream), len(head), zlib.crc32(head))
    assert code_of(data + stream + head) == "bomb"


def test_streams_are_divided_once():
    head = bytes([header.HEADER, header.MAIN]) + bytes([header.SUBSTREAMS, header.END]) * 2
    assert code_of(headed(head + bytes([header.END, header.END]))) == "broken"


@pytest.mark.slow
def test_an_archive_that_unpacks_to_far_too_much_is_a_bomb():
    data = packed({"a.txt": b"\0" * 40_000_000}, METHODS["lzma2"])
    assert len(data) < 20_000
    assert code_of(data) == "bomb"


def test_a_name_of_a_type_and_its_bytes_agree():
    assert identify("a.7z", packed(FILES)).format == "7z"
    for name, data in (("a.zip", packed(FILES)), ("a.7z", os.urandom(200))):
        with pytest.raises(ScrubError) as refused:
            identify(name, data)
        assert refused.value.code == "type_mismatch"


@pytest.mark.parametrize("cut", [0.2, 0.5, 0.9, 0.99])
def test_a_truncated_archive_is_broken(cut):
    data = packed(FILES)
    assert code_of(data[: int(len(data) * cut)]) == "broken"


def test_programs_packed_as_such_leave_a_line():
    from dataclasses import replace

    from scrubbing.engine.formats.archive import contents
    from scrubbing.engine.formats.archive.members import Member

    member = Member("tool.exe", b"", unreadable=True)
    (out,) = contents.rewrite([member], (), (), Tools())
    assert replace(out, data=b"") == Member("tool.exe.removed.txt", b"")
    assert out.data == PLACEHOLDER.encode()


@pytest.mark.slow
def test_the_whole_way_leaves_nothing_of_the_canary():
    policy = shipped()
    data = packed({f"{CANARY}/a.txt": f"by {CANARY}\n".encode() * 40, "b.md": b"# Plain\n"})
    assert RawSearch(NEEDLES, ()).find(data)
    untrusted = Untrusted(f"{CANARY}.7z", data)
    reading = read_file(untrusted, policy)
    knowledge = merge([reading], [CANARY], [], b"k" * 32)
    cleaned = clean(untrusted, reading, knowledge, policy).cleaned
    assert (cleaned.format, cleaned.name[-3:]) == ("7z", ".7z")
    assert not RawSearch(NEEDLES, ()).find(cleaned.data)
    assert len(unpacked(cleaned.data)) == 2
    assert cleaned.data == clean(untrusted, reading, knowledge, policy).cleaned.data


def test_the_protected_archive_of_the_corpus_is_refused():
    shared = Path(os.environ.get("AIRLOCK_SHARED", Path(__file__).parents[5] / "shared"))
    found = sorted((shared / "corpus" / "bad").glob("*.7z"))
    if not found:
        pytest.skip("no corpus beside the project (AIRLOCK_SHARED)")
    assert [code_of(path.read_bytes()) for path in found] == ["encrypted"]


NAMES = st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=20)


@settings(max_examples=60, deadline=None)
@given(st.dictionaries(NAMES, st.binary(max_size=200), max_size=8))
def test_any_files_come_back(files):
    data = write(Content(name, body) for name, body in files.items())
    assert seen(data) == files


@given(st.integers(0, (1 << 64) - 1))
def test_any_number_comes_back(value):
    from scrubbing.engine.sevenzip.fields import Fields

    assert Fields(number(value)).number() == value


WHOLE = packed(FILES)


@settings(max_examples=150, deadline=None)
@given(st.integers(32, len(WHOLE)), st.binary(min_size=1, max_size=40))
def test_damage_is_refused_and_never_crashes(at, junk):
    """Sums are made right again, so that it reaches the parts behind them."""
    spoiled = bytearray(WHOLE[:at] + junk + WHOLE[at + len(junk) :])
    offset, size = struct.unpack_from("<QQ", spoiled, 12)
    struct.pack_into("<I", spoiled, 28, zlib.crc32(bytes(spoiled[32 + offset :][:size])))
    struct.pack_into("<I", spoiled, 8, zlib.crc32(bytes(spoiled[12:32])))
    try:
        seen(bytes(spoiled))
    except ScrubError:
        return


@settings(max_examples=150, deadline=None)
@given(st.binary(max_size=120))
def test_any_header_is_read_or_refused(head):
    try:
        seen(headed(b"\x01" + head))
    except ScrubError:
        return
