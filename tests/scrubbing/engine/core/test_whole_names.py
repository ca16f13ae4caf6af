"""What a whole name says of a file's content, though its suffix is never scrubbed."""

import io
import tarfile

import pytest

from scrubbing.engine import pipeline
from scrubbing.engine.knowledge import merge
from scrubbing.engine.suffixes import split_name
from scrubbing.engine.types import Untrusted

SECRET = b"bluewater"
FILES = {
    "prod.env": b"MODE=" + SECRET + b"\n",
    ".netrc": b"machine git.example.com login ops password " + SECRET + b"\n",
    ".pgpass": b"localhost:5432:shop:ops:" + SECRET + b"\n",
    ".htpasswd": b"ops:" + SECRET + b"\n",
    "main.tfstate": b'{"version": 4, "note": "' + SECRET + b'"}\n',
    "dump.sql": b"INSERT INTO t VALUES ('" + SECRET + b"');\n",
}


def cleaned(name: str, data: bytes, policy):
    untrusted = Untrusted(name, data)
    reading = pipeline.read(untrusted, policy)
    knowledge = merge([reading], [], (), b"k" * 32)
    return pipeline.clean(untrusted, reading, knowledge, policy).cleaned


def tarred(files: dict[str, bytes]) -> bytes:
    target = io.BytesIO()
    with tarfile.open(fileobj=target, mode="w") as archive:
        for name, data in files.items():
            info = tarfile.TarInfo(name)
            info.size = len(data)
            archive.addfile(info, io.BytesIO(data))
    return target.getvalue()


@pytest.mark.parametrize("name", FILES)
def test_a_file_of_secrets_is_known_by_its_whole_name_and_keeps_it(name, policy):
    copy = cleaned(name, FILES[name], policy)
    assert copy.name == name
    assert SECRET not in copy.data


def test_the_same_words_in_a_file_of_another_name_are_none(policy):
    assert SECRET in cleaned("settings.txt", FILES["prod.env"], policy).data


def test_members_of_an_archive_are_known_by_their_whole_names(policy):
    plain = {"a/notes.txt": b"The dog barks\n"}
    copy = cleaned("a.tar", tarred({**plain, **{f"a/{n}": d for n, d in FILES.items()}}), policy)
    with tarfile.open(fileobj=io.BytesIO(copy.data)) as archive:
        assert sorted(archive.getnames()) == sorted([*plain, *(f"a/{name}" for name in FILES)])
    assert SECRET not in copy.data


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        (".netrc", ("", ".netrc")),
        (".NPMRC", ("", ".NPMRC")),
        (".kowalska", (".kowalska", "")),
        ("prod.env", ("prod", ".env")),
        ("a/.netrc", ("a/.netrc", "")),
    ],
)
def test_names_that_programs_look_for_are_all_suffix(name, parts):
    assert split_name(name) == parts
