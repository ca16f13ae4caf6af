"""Names of usual fonts and styles stay, unless a person declared one or a part of it."""

import io

import docx
import pytest
from docx import oxml
from docx.oxml.ns import qn

from scrubbing.engine import pipeline
from scrubbing.engine.knowledge import Knowledge, extend, merge
from scrubbing.engine.types import Kind, Role, Unit, Untrusted
from scrubbing.engine.xmlwords import is_built_in

KEY = b"k" * 32


def document() -> bytes:
    made = docx.Document()
    run = made.add_paragraph("Cambria Math met Quellbrook in Georgia.").add_run(" Plain")
    fonts = oxml.OxmlElement("w:rFonts")
    fonts.set(qn("w:ascii"), "Cambria Math")
    fonts.set(qn("w:cs"), "Georgia")
    fonts.set(qn("w:hAnsi"), "Quellbrook Sans")
    run._r.get_or_add_rPr().append(fonts)
    buffer = io.BytesIO()
    made.save(buffer)
    return buffer.getvalue()


def scrub(policy, knowledge_of) -> tuple[str, dict[str, str], set[str]]:
    untrusted = Untrusted("a.docx", document())
    reading = pipeline.read(untrusted, policy)
    cleaned = pipeline.clean(untrusted, reading, knowledge_of(reading), policy).cleaned
    made = docx.Document(io.BytesIO(cleaned.data))
    run = made.paragraphs[0].runs[-1]
    fonts = {key.rpartition("}")[2]: value for key, value in run._r.rPr.rFonts.attrib.items()}
    return made.paragraphs[0].text, fonts, {style.name for style in made.styles}


@pytest.mark.slow
def test_found_values_leave_usual_fonts_and_styles_alone(policy):
    def found(reading) -> Knowledge:
        values = [(Kind.PERSON, "Cambria Math"), (Kind.LOCATION, "Georgia"),
                  (Kind.ORGANIZATION, "Quellbrook"), (Kind.PERSON, "Light Shading")]  # fmt: skip
        return extend(merge([reading], [], [], KEY), [(*value, 0.9) for value in values])

    text, fonts, styles = scrub(policy, found)
    assert [word for word in ("Cambria", "Georgia", "Quellbrook") if word in text] == []
    assert (fonts["ascii"], fonts["cs"]) == ("Cambria Math", "Georgia")
    assert "Quellbrook" not in fonts["hAnsi"]
    assert {"Light Shading", "Light Shading Accent 1"} <= styles


@pytest.mark.slow
def test_declared_names_go_from_fonts_and_styles_too(policy):
    text, fonts, styles = scrub(
        policy, lambda reading: merge([reading], ["Cambria", "Georgia", "Shading"], [], KEY)
    )
    everything = [text, *fonts.values(), *styles]
    assert [
        word for word in ("Cambria", "Georgia", "Shading") for said in everything if word in said
    ] == []


@pytest.mark.parametrize(
    "text",
    [
        "Fußzeilenplatzhalter 4", "Espaço Reservado para Rodapé 7", "Titel 1", "Stern mit 5 Zacken 25", "Номер слайда 5", "CustomShape 12", "Google Shape;54;p13",
        "Google Shape;54;p13:notes", "Feuil1", "Tabelle2", "Dritte Ebene", "1_Zwei Inhalte", "__DdeLink__12_345",
        "_Toc220727528", "__RefHeading___Toc220727528", "_byx9bg9f8yc0", "Z_E7D80D19_2714_45BD_B71A_84279B626101_.wvu.PrintArea",
        "{E7D80D19-2714-45BD-B71A-84279B626101}", "Master1-PPL10", "Shape 11267",
        "Google Shape;272;g1a2b3c4d5e_0_12:notes", "#VALUE!", "#N/A", "Rechteck 104512",
    ],
)  # fmt: skip
def test_names_that_programs_give_in_other_languages_are_built_in(text):
    assert is_built_in(text)


@pytest.mark.parametrize(
    "text",
    ["Titel Hagedorn", "Rechteck", "Plan", "Sun", "Halbach 4", "Toc", "#VALUE", "Shape 5551234567"],
)
def test_other_names_are_not_built_in(text):
    assert not is_built_in(text)


def test_what_programs_write_into_masters_is_not_read_as_names():
    units = [Unit("a", "Dritte Ebene", Role.MASTER), Unit("b", "Feuil1", Role.KEY),
             Unit("c", "Fußzeilenplatzhalter 4", Role.NAME)]  # fmt: skip
    seen = [Unit("d", "Heike Hagedorn", Role.MASTER)]
    assert {span.locator for span in pipeline.detect([*units, *seen])} == {"d"}
