import pytest

from scrubbing.engine.detectors.languages import beyond, language
from scrubbing.engine.types import Unit


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("The pump was broken and it has not been fixed yet", "en"), ("Gestern hat sie die Schlüssel des Lagers abgegeben", "de"),
        ("Le colis est encore à l'entrée avec les clés", "fr"), ("El paquete sigue en la puerta con las llaves", "es"),
        ("Il pacco è ancora al cancello con le chiavi", "it"), ("Het pakket ligt nog bij de poort met de sleutels", "nl"),
        ("Paczka jest jeszcze przy bramie, ale nie ma kluczy", "pl"), ("A encomenda ainda está no portão com as chaves", "pt"),
        ("Посылка всё ещё у ворот", "cyrillic"), ("荷物はまだ門にあります", "japanese"), ("Total", ""),
    ],
)  # fmt: skip
def test_language_of_a_segment(text: str, code: str) -> None:
    assert language(text) == code


def test_beyond_tells_where_names_are_not_relied_on() -> None:
    units = [
        Unit("1", "The parcel is at the gate with the keys"),
        Unit("2", "Посылка всё ещё у ворот"),
    ]
    assert beyond(units) == ("cyrillic",)
