import random
from pathlib import Path

import pytest

from training import treebanks
from training.values import Values

CONLLU = """# sent_id = n01002003
# text = Umowę podpisał Obama w Warszawie.
1\tUmowę\tumowa\tNOUN\t_\t_\t2\tobj\t_\t_
2\tpodpisał\tpodpisać\tVERB\t_\t_\t0\troot\t_\t_
3\tObama\tObama\tPROPN\t_\tAnimacy=Hum|Case=Nom\t2\tnsubj\t_\t_
4\tw\tw\tADP\t_\t_\t5\tcase\t_\t_
5\tWarszawie\tWarszawa\tPROPN\t_\tCase=Loc\t2\tobl\t_\tSpaceAfter=No
6\t.\t.\tPUNCT\t_\t_\t2\tpunct\t_\t_
"""
PORTUGUESE = """# text = O relatório de a empresa Sonae chegou em o dia.
1\tO\tO\t-\t-
2\trelatório\tO\t-\t-
3\tde\tO\t-\t-
4\ta\tO\t-\t-
5\tempresa\tO\t-\t-
6\tSonae\tB-ORG\t-\tx
7\tchegou\tO\t-\t-
8\tem\tO\t-\t-
9\to\tO\t-\t-
10\tdia\tO\t-\t-
11\t.\tO\t-\t-
"""
GERMAN = """#\thttp://example.org\t[2009]
1\tGestern\tO\tO
2\tkam\tO\tO
3\tFrau\tO\tO
4\tLehmann\tB-PER\tO
5\taus\tO\tO
6\tdem\tO\tO
7\tBerliner\tB-LOCderiv\tO
8\tWerk\tO\tO
9\t.\tO\tO
"""


def written(folder: Path, name: str, text: str) -> Path:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def marked(text: str, found: treebanks.Sentence) -> list[tuple[str, str]]:
    return [(text[w.start : w.end], w.tag) for w in found.words if w.tag]


def test_sentences_reads_proper_nouns_and_people(tmp_path: Path) -> None:
    (sentence,) = treebanks.sentences(written(tmp_path, "ud_pl_pud.conllu", CONLLU))
    assert sentence.document == "n01002"
    assert marked(sentence.text, sentence) == [("Obama", "PER"), ("Warszawie", "PROPN")]


def test_sentences_puts_portuguese_together_again(tmp_path: Path) -> None:
    (sentence,) = treebanks.sentences(written(tmp_path, "uner_pt_bosque_dev.iob2", PORTUGUESE))
    assert sentence.text == "O relatório da empresa Sonae chegou no dia."
    assert marked(sentence.text, sentence) == [("Sonae", "ORG")]


def test_sentences_of_an_absent_file_are_none(tmp_path: Path) -> None:
    assert list(treebanks.sentences(tmp_path / "ud_pl_pud.conllu")) == []


def test_example_marks_the_name_and_leaves_the_form_of_address_open(tmp_path: Path) -> None:
    (sentence,) = treebanks.sentences(written(tmp_path, "germeval_dev.tsv", GERMAN))
    chance = random.Random(1)
    made = treebanks.example(sentence, Values("de", chance), chance)
    labels = [m.labels for m in made.marks]
    assert labels == [
        ("outside", "person"),
        ("person",),
        ("outside", "demographic", "location"),
    ]
    assert made.text.startswith("Gestern kam Frau ")
    assert made.elsewhere == ("outside",)


@pytest.mark.parametrize("refilled", [0.0, 1.0])
def test_example_keeps_marks_on_the_name_whatever_stands_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, refilled: float
) -> None:
    monkeypatch.setattr(treebanks, "REFILLED", refilled)
    (sentence,) = treebanks.sentences(written(tmp_path, "germeval_dev.tsv", GERMAN))
    chance = random.Random(2)
    made = treebanks.example(sentence, Values("de", chance), chance)
    name = next(made.text[m.start : m.end] for m in made.marks if m.labels == ("person",))
    assert f"Frau {name} aus dem Berliner Werk." in made.text
    assert (name == "Lehmann") == (refilled == 0.0)


def test_held_keeps_some_documents_back() -> None:
    share = sum(treebanks.held(f"n{i:05}") for i in range(1000)) / 1000
    assert 0.2 < share < 0.4
