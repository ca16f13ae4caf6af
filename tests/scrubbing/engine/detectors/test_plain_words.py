import pytest

from scrubbing.engine.detectors.plain_words import says_nobody, without_little_words


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
