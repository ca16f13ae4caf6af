import io
import random
import zipfile

import pytest

from scrubbing.engine.errors import (
    Bomb,
    Broken,
    Empty,
    Encrypted,
    Polyglot,
    ScrubError,
    TypeMismatch,
    Unsupported,
)
from scrubbing.engine.identify import identify
from scrubbing.engine.registry import Tools, by_format, extract_with
from scrubbing.engine.signatures import PREFIXES, STRUCTURED
from scrubbing.engine.suffixes import SAME, TEXTS
from scrubbing.engine.types import Untrusted
from scrubbing.engine.zipcheck import MAIN_TYPES
from tests.scrubbing.engine.formats.mail.compound import compound

PNG = b"\x89PNG\r\n\x1a\n" + bytes(40)
PDF = b"%PDF-1.7\n1 0 obj <<>> endobj\ntrailer <<>>\nstartxref\n0\n%%EOF\n"


def package(members: dict[str, bytes], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", method) as archive:
        for name, data in members.items():
            archive.writestr(name, data)
    return buffer.getvalue()


def office(format_name: str) -> bytes:
    content_type = next(key for key, value in MAIN_TYPES.items() if value == format_name)
    types = f'<Types><Override PartName="/a.xml" ContentType="{content_type}"/></Types>'
    return package({"[Content_Types].xml": types.encode(), "a.xml": b"<a/>"})


@pytest.mark.parametrize(
    ("name", "data", "expected"),
    [
        ("a.docx", office("docx"), "docx"),
        ("a.XLSM", office("xlsm"), "xlsm"),
        ("a.odt", package({"mimetype": b"application/vnd.oasis.opendocument.text"}), "odt"),
        ("a.zip", package({"x": b"y"}), "zip"),
        ("a.jpeg", b"\xff\xd8\xff\xe0" + bytes(40), "jpg"),
        ("a.png", PNG, "png"),
        ("a.pdf", PDF, "pdf"),
        ("a.txt", b"hello", "txt"),
        ("a.log", b"hello", "txt"),
        ("a.yml", b"a: 1", "yaml"),
        ("folder/a.py", b"import os\n", "code"),
        ("Makefile", b"all:\n", "code"),
        ("a.eml", b"From: a@example.com\n\nhi", "eml"),
        ("a.ipynb", b'{"cells": []}', "ipynb"),
        ("a.txt", "h\u00e9llo".encode("utf-16"), "txt"),
    ],
)
def test_identify_names_the_format(name, data, expected):
    assert identify(name, data).format == expected


@pytest.mark.parametrize(
    ("name", "data", "error"),
    [
        ("a.txt", b"", Empty),
        ("a.docx", office("xlsx"), TypeMismatch),
        ("a.docx", office("docm"), TypeMismatch),
        ("a.xlsx", PDF, TypeMismatch),
        ("a.txt", PDF, TypeMismatch),
        ("a.pdf", b"plain text", TypeMismatch),
        ("a.json", b"<html>", TypeMismatch),
        ("a.eml", b"{}", TypeMismatch),
        ("a.csv", b"a\x00b\x01\x02\x03", TypeMismatch),
        ("a.bin", b"\x00\x01\x02\x03", Unsupported),
        ("a.png", PNG + package({"x": b"y"}), Polyglot),
        ("a.pdf", PDF + package({"x": b"y"}), Polyglot),
        ("a.pdf", b"<html>" + PDF, Polyglot),
        ("a.zip", package({"x": bytes(60_000_000)}), Bomb),
    ],
)
def test_identify_refuses(name, data, error):
    with pytest.raises(error):
        identify(name, data)


@pytest.mark.parametrize("suffix", sorted(STRUCTURED | TEXTS | set(SAME)))
def test_random_bytes_are_of_no_type(suffix):
    for seed in range(3):
        data = random.Random(f"{suffix}{seed}").randbytes(900)
        with pytest.raises(TypeMismatch):
            identify(f"a.{suffix}", data)


BEGINNINGS = {
    **{f"{name}-{number}": (name, prefix) for number, (prefix, name) in enumerate(PREFIXES)
       if name in by_format() and name != "rtf"},
    "docx": ("docx", b"PK\x03\x04"),
    "doc": ("doc", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "msg": ("msg", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"),
    "pdf": ("pdf", b"%PDF-1.7\n1 0 obj\nendobj\n"),
    "webp": ("webp", b"RIFF\x10\0\0\0WEBP"),
    "heic": ("heic", b"\0\0\0\x18ftypheic"),
    "bmp": ("bmp", b"BM" + bytes(12) + b"\x28\0\0\0"),
}  # fmt: skip


@pytest.mark.parametrize(("suffix", "beginning"), BEGINNINGS.values(), ids=BEGINNINGS)
def test_a_right_beginning_does_not_make_a_file(suffix, beginning):
    untrusted = Untrusted(f"a.{suffix}", beginning + random.Random(suffix).randbytes(900))
    with pytest.raises(ScrubError) as refused:
        extract_with(Tools(), identify(untrusted.name, untrusted.data), untrusted)
    assert refused.value.code in {"broken", "type_mismatch", "too_big", "bomb"}


TAIL = package({"x": b"y"})
HOSTS = {
    "a.png": PNG, "a.jpg": b"\xff\xd8\xff\xe0" + bytes(40), "a.gif": b"GIF89a" + bytes(40),
    "a.tiff": b"II*\0" + bytes(40), "a.webp": b"RIFF\x10\0\0\0WEBP" + bytes(40),
    "a.bmp": b"BM" + bytes(12) + b"\x28\0\0\0" + bytes(40),
    "a.heic": b"\0\0\0\x18ftypheic" + bytes(40), "a.pdf": PDF, "a.rtf": b"{\\rtf1 x}",
    "a.bundle": b"# v2 git bundle\n" + bytes(40), "a.7z": b"7z\xbc\xaf\x27\x1c" + bytes(40),
    "a.gz": b"\x1f\x8b\x08" + bytes(40),
}  # fmt: skip


@pytest.mark.parametrize("name", HOSTS)
def test_a_file_with_an_archive_behind_it_is_two(name):
    assert identify(name, HOSTS[name])
    with pytest.raises(Polyglot):
        identify(name, HOSTS[name] + TAIL)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.gif", "a.tiff", "a.webp", "a.bmp", "a.heic"])
def test_a_picture_with_a_document_in_its_beginning_is_two(name):
    with pytest.raises(Polyglot):
        identify(name, HOSTS[name] + PDF)


@pytest.mark.parametrize("first", [b"<!doctype html>", b"<svg>", b"<script>", b"#!/bin/sh\n"])
def test_a_document_behind_markup_is_two(first):
    with pytest.raises(Polyglot):
        identify("a.pdf", first + PDF)


def test_identify_refuses_members_that_overlap():
    data = bytearray(package({"a": b"x" * 500, "b": b"y" * 500}, zipfile.ZIP_STORED))
    second = data.rfind(b"PK\x01\x02")
    data[second + 42 : second + 46] = (0).to_bytes(4, "little")
    with pytest.raises(Bomb):
        identify("a.zip", bytes(data))


def test_identify_refuses_encrypted_members():
    data = bytearray(package({"a": b"x" * 50}))
    data[data.rfind(b"PK\x01\x02") + 8] |= 1
    with pytest.raises(Encrypted):
        identify("a.zip", bytes(data))


@pytest.mark.parametrize(
    ("suffix", "stream", "begins"),
    [("xls", "Workbook", b"\x09\x08\x10\0"), ("doc", "WordDocument", b"\xec\xa5\xc1\0")],
)
def test_a_document_whose_stream_does_not_begin_as_one_is_broken(suffix, stream, begins):
    """A converter would read the bytes of the whole file as lines of text."""
    good, bad = (compound({stream: head + bytes(5000)}) for head in (begins, b"\0\x02\x0e\0"))
    assert identify(f"a.{suffix}", good).format == suffix
    with pytest.raises(Broken):
        identify(f"a.{suffix}", bad)
