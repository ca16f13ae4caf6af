"""What stands behind a name's last dot is looked at too, unless it says a type."""

import io
import zipfile

import pytest

from scrubbing.engine import pipeline
from scrubbing.engine.knowledge import merge
from scrubbing.engine.replace.hosts import path
from scrubbing.engine.suffixes import split_name
from scrubbing.engine.types import Untrusted

KEY = b"k" * 32
MAIL = b"""From: a@example.com
Subject: Notes
MIME-Version: 1.0
Content-Type: application/octet-stream
Content-Disposition: attachment; filename="notes for.kowalska"
Content-Transfer-Encoding: 7bit

Plain words.
"""


def packed(*names: str) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w") as archive:
        for name in names:
            archive.writestr(name, "Plain words about a shop.\n")
    return target.getvalue()


def cleaned(name: str, data: bytes, policy):
    reading = pipeline.read(Untrusted(name, data), policy)
    knowledge = merge([reading], ["Kowalska"], (), KEY)
    return pipeline.clean(Untrusted(name, data), reading, knowledge, policy).cleaned


@pytest.mark.parametrize(
    ("name", "stem", "suffix"),
    [
        ("memo.TXT", "memo", ".TXT"),
        ("jane.kowalska", "jane.kowalska", ""),
        ("src/main.py", "src/main", ".py"),
        ("anna.kim/memo", "anna.kim/memo", ""),
        (".env", "", ".env"),
        (".kowalska", ".kowalska", ""),
        ("memo v1.2", "memo v1.2", ""),
    ],
)
def test_only_an_ending_that_says_a_type_is_a_suffix(name, stem, suffix):
    assert split_name(name) == (stem, suffix)


def test_a_declared_name_behind_the_last_dot_of_a_folder_goes(policy):
    made = cleaned("work.zip", packed("jane.kowalska/memo.txt", "main.py"), policy)
    names = zipfile.ZipFile(io.BytesIO(made.data)).namelist()
    assert [name for name in names if "kowalska" in name.lower()] == []
    assert sorted(name.rpartition(".")[2] for name in names) == ["py", "txt"]


def test_a_name_behind_the_last_dot_is_read_so_that_it_can_be_found(policy):
    for name, data in (
        ("work.zip", packed("jane.kowalska/memo.txt")),
        ("jane.kowalska", b"Plain words about a shop.\n"),
        ("mail.eml", MAIL),
    ):
        reading = pipeline.read(Untrusted(name, data), policy)
        read = [unit.text for unit in reading.extraction.units]
        assert any("kowalska" in text for text in read), name


@pytest.mark.slow
def test_a_declared_name_behind_the_last_dot_of_a_file_goes(policy):
    made = cleaned("memo.kowalska", b"Plain words about a shop.\n", policy)
    assert "kowalska" not in made.name.lower()
    made = cleaned("mail.eml", MAIL, policy)
    assert b"kowalska" not in made.data.lower()


def test_the_stand_in_of_a_path_keeps_no_name_as_a_suffix(policy):
    words = merge([], [], (), KEY).stand_ins()
    stood = path("/home/anna.smith/plan.docx", words)
    assert "smith" not in stood
    assert stood.endswith(".docx")
