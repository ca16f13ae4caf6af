import io
import random
import zipfile

import pytest

from scrubbing.engine.errors import Bomb, Empty, Encrypted, Polyglot, TypeMismatch, Unsupported
from scrubbing.engine.identify import identify
from scrubbing.engine.zipcheck import MAIN_TYPES

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


@pytest.mark.parametrize(
    "suffix",
    ["docx", "xlsx", "pptx", "pdf", "png", "jpg", "zip", "odt", "doc", "msg", "txt", "csv"],
)
def test_identify_refuses_random_bytes(suffix):
    with pytest.raises(TypeMismatch):
        identify(f"a.{suffix}", random.Random(suffix).randbytes(600))


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
