import json
import os
from pathlib import Path

import pytest

from scrubbing.engine.detectors import encoder, second
from scrubbing.engine.detectors.merge import merge
from scrubbing.engine.types import Kind, Role, Span, Unit

SHIPPED = encoder.folder()
pytestmark = pytest.mark.skipif(
    not (SHIPPED / "names.onnx").is_file(), reason="the name model is not in its folder"
)
TEXT = "The invoice went to Maria Walsh in Hamburg."


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The shipped model in the form in which others come: labels in config.json."""
    made = tmp_path_factory.mktemp("classifier")
    os.symlink(SHIPPED / "names.onnx", made / "model.onnx")
    os.symlink(SHIPPED / "tokenizer.json", made / "tokenizer.json")
    labels = json.loads((SHIPPED / "names.json").read_text(encoding="utf-8"))["labels"]
    table = {str(i): "O" if label == "outside" else f"B-{label}" for i, label in enumerate(labels)}
    (made / "config.json").write_text(json.dumps({"id2label": table}), encoding="utf-8")
    return made


@pytest.fixture(scope="module")
def detector(folder: Path) -> second.Second:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv(second.VARIABLE, str(folder))
        (built,) = second.build()
    return built


def test_build_gives_nothing_where_no_model_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv(second.VARIABLE, raising=False)
    assert second.build() == ()


def test_build_refuses_a_folder_that_is_neither_kind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(second.VARIABLE, str(tmp_path))
    with pytest.raises(ValueError, match="neither"):
        second.build()


def test_second_finds_names_below_every_threshold(detector: second.Second) -> None:
    spans = detector.detect([Unit("u", TEXT)])
    assert {(s.kind, TEXT[s.start : s.end]) for s in spans} == {
        (Kind.PERSON, "Maria Walsh"),
        (Kind.LOCATION, "Hamburg"),
    }
    assert max(s.score for s in spans) <= second.HIGHEST < 0.3


def test_second_leaves_code_and_links_alone(detector: second.Second) -> None:
    units = [Unit("a", TEXT, Role.CODE), Unit("b", TEXT, Role.LINK), Unit("c", TEXT, Role.KEY)]
    assert detector.detect(units) == []


def test_second_reads_a_text_longer_than_its_window(detector: second.Second) -> None:
    text = "the work went on as planned and nothing happened " * 60 + TEXT
    found = {text[s.start : s.end] for s in detector.detect([Unit("u", text)])}
    assert [one for one in found if "Walsh" in one] != []


def test_what_only_the_second_model_sees_stays_doubtful(detector: second.Second) -> None:
    sure = Span("u", 20, 25, Kind.PERSON, 0.9, "names")
    spans = merge([sure, *detector.detect([Unit("u", TEXT)])])
    assert [(TEXT[s.start : s.end], s.score >= 0.5) for s in spans] == [
        ("Maria", True),
        (" Walsh", False),
        ("Hamburg", False),
    ]


@pytest.mark.slow
def test_second_reads_a_spacy_pipeline(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    spacy = pytest.importorskip("spacy")
    pipeline = spacy.blank("en")
    ruler = pipeline.add_pipe("entity_ruler")
    ruler.add_patterns([{"label": "PERSON", "pattern": "Maria Walsh"}])
    pipeline.to_disk(tmp_path)
    monkeypatch.setenv(second.VARIABLE, str(tmp_path))
    (built,) = second.build()
    spans = built.detect([Unit("u", TEXT)])
    assert [(s.kind, TEXT[s.start : s.end], s.score) for s in spans] == [
        (Kind.PERSON, "Maria Walsh", 0.17)
    ]
