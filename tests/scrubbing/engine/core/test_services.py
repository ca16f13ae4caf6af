"""The portal's door: a submission from reading to clean copies, with people's edits."""

from dataclasses import replace

import pytest

from scrubbing import services
from scrubbing.engine.errors import EditLost, TooSlow, TypeMismatch
from scrubbing.engine.policy import build, document

pytestmark = pytest.mark.slow
KEY = b"k" * 32
TEXT = b"Jane Quarrington wrote the memo.\n\nThe zebra memo is by Jane Quarrington.\n"


@pytest.fixture(scope="module")
def made(tmp_path_factory):
    folder = tmp_path_factory.mktemp("services")
    (folder / "up").write_bytes(TEXT)
    policy = build(document())
    reading = services.read_file(folder / "up", "memo.txt", policy)
    return folder, policy, reading


def clean(made, edits=(), declared=(), name="out"):
    folder, policy, reading = made
    knowledge = services.merge_readings([reading], list(declared), list(edits), KEY)
    result = services.clean_file(
        folder / "up", "memo.txt", reading, knowledge, policy, list(edits), folder / name
    )
    return (folder / name).read_text(), result, knowledge


def test_values_are_stored_as_bytes_and_come_back(made):
    _, _, reading = made
    _, _, knowledge = clean(made)
    assert services.reading_from_bytes(services.reading_to_bytes(reading)) == reading
    assert services.knowledge_from_bytes(services.knowledge_to_bytes(knowledge)) == knowledge


def test_clean_copy_comes_with_counts_findings_and_proof(made):
    text, result, _ = clean(made)
    assert "Quarrington" not in text
    assert result.counts["person"] >= 2
    assert result.proof.output_sha256 == result.sha256
    assert "Quarrington" not in str(services.proof_as_json(result.proof))
    assert all("Quarrington" not in str(finding) for finding in result.findings)


def test_either_pass_ends_when_the_policys_time_is_used_up(made, tmp_path):
    _, policy, reading = made
    long = tmp_path / "long.txt"
    long.write_bytes(TEXT.replace(b"memo", b"%d memo") * 20_000 % tuple(range(40_000)))
    with pytest.raises(TooSlow):
        services.read_file(long, "long.txt", policy, seconds=0.3)
    knowledge = services.merge_readings([reading], [], [], KEY)
    with pytest.raises(TooSlow):
        services.clean_file(
            long, "long.txt", reading, knowledge, policy, [], tmp_path / "out", seconds=0.3
        )


def test_added_mark_goes_and_everywhere_goes_everywhere(made):
    _, _, reading = made
    edit = services.locate(reading, "zebra memo", KEY)
    text, _, _ = clean(made, [edit])
    assert ("zebra" in text, text.count("memo")) == (False, 1)
    word = services.locate(reading, "memo", KEY)
    text, _, _ = clean(made, [replace(word, everywhere=True)])
    assert "memo" not in text


def test_not_private_spares_the_place_and_everywhere_all_places(made):
    _, _, reading = made
    first = next(s for s in reading.spans if s.locator == "p:1")
    edit = services.mark(reading, "p:1", first.start, first.end, KEY, "not_private")
    once, _, _ = clean(made, [edit])
    assert once.count("Quarrington") == 1
    always, _, _ = clean(made, [replace(edit, everywhere=True)])
    assert always.count("Jane Quarrington") == 2


def test_not_private_never_outranks_a_declared_name(made):
    _, _, reading = made
    first = next(s for s in reading.spans if s.locator == "p:1")
    edit = services.mark(reading, "p:1", first.start, first.end, KEY, "not_private")
    text, _, _ = clean(made, [edit], ["Jane Quarrington"])
    assert "Quarrington" not in text


@pytest.mark.parametrize("change", [{"start": 1}, {"locator": "p:9"}, {"end": 500},
                                    {"context_hash": "0" * 64}])  # fmt: skip
def test_edit_that_lost_its_place_stops_the_file(made, change):
    _, _, reading = made
    edit = services.mark(reading, "p:1", 0, 4, KEY)
    with pytest.raises(EditLost):
        clean(made, [replace(edit, **change)])


def test_typed_text_obeys_the_submission(made):
    _, policy, reading = made
    texts = {"title": "Memo for Jane Quarrington", "rubric.0": "Is it short?"}
    typed = services.read_texts(texts, policy)
    knowledge = services.merge_readings([reading, typed], [], [], KEY)
    cleaned = services.clean_texts(texts, knowledge, policy)
    assert "Quarrington" not in cleaned.texts["title"]
    assert cleaned.texts["rubric.0"] == "Is it short?"
    assert {finding.locator for finding in cleaned.findings} == {"title"}


def test_preview_is_plain_blocks(made):
    folder, _, _ = made
    (folder / "preview").mkdir()
    manifest = services.preview_file(folder / "up", "memo.txt", folder / "preview")
    (block,) = manifest["blocks"]
    assert (block["place"], block["text"]) == ({"line": 1}, TEXT.decode())


def test_errors_cross_the_sandbox_by_class(made):
    folder, _, _ = made
    with pytest.raises(TypeMismatch):
        services.identify_file(folder / "up", "memo.pdf")
    assert services.identify_file(folder / "up", "memo.txt").format == "txt"
