import pytest

from scrubbing.engine.detectors.plain_words import is_made, says_nobody, without_little_words
from scrubbing.engine.knowledge.common import is_plain, office_words


@pytest.mark.parametrize(
    "text", ["CFO", "p.a.", "A&E", "SOW", "de", "unter", "in the", "Legal", ""]
)
def test_abbreviations_and_little_words_say_nobody(text: str) -> None:
    assert says_nobody(text)


@pytest.mark.parametrize("text", ["Ann", "de Groot", "Will", "May", "Le", "IBM", "Mark Legal"])
def test_names_say_somebody(text: str) -> None:
    assert not says_nobody(text)


@pytest.mark.parametrize(
    ("text", "kept"),
    [
        ("mich unter Hagedorn", "Hagedorn"),
        ("van der Heijden", "van der Heijden"),
        ("de la Fuente", "de la Fuente"),
        ("Modena sono", "Modena"),
        ("Ann of York", "Ann of York"),
        ("the", "the"),
    ],
)
def test_without_little_words_keeps_the_name(text: str, kept: str) -> None:
    start, end = without_little_words(text, 0, len(text))
    assert text[start:end] == kept


def test_without_little_words_leaves_a_label_out() -> None:
    text = "Rzeszów, NIP"
    start, end = without_little_words(text, 0, len(text))
    assert text[start:end] == "Rzeszów,"


@pytest.mark.parametrize(
    "word",
    ["abschreibungen", "dostępność", "verantwoordelijkheden", "organisation", "asignaciones"],
)
def test_words_made_of_others_are_told_by_their_ending(word: str) -> None:
    assert is_made(word)


@pytest.mark.parametrize("word", ["hartung", "clement", "concepción", "nascimento", "adelheid"])
def test_names_with_such_an_ending_are_not_taken_for_made_words(word: str) -> None:
    assert not is_made(word)


def test_what_forms_and_tables_are_called_is_plain() -> None:
    words = ("Kostenstelle", "Przychody", "Omzet", "Ricavi", "Freigabe", "Fournisseur", "Saldo")
    assert [word for word in words if not is_plain(word)] == []
    assert not {"conti", "price", "koch", "heron"} & office_words()
